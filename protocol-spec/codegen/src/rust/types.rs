//! Structs and enums for params, results and payloads.

use std::collections::BTreeSet;

use crate::names::{is_plain_camel, pascal, rust_field, without_common_prefix};
use crate::notation::{Literal, Type};
use crate::rust::{doc_comment, uses};
use crate::spec::{Body, Family, Field, Spec, TypeDef};

/// The types of one family, or nothing when all of them are written by hand.
pub(super) fn family(spec: &Spec, family: &Family) -> Option<String> {
    let mut emitter = Emitter { spec, body: String::new(), used: BTreeSet::new() };
    for def in family.types.iter().filter(|def| def.manual.is_none()) {
        emitter.definition(def);
    }
    if emitter.body.is_empty() {
        return None;
    }
    Some(format!(
        "//! Types of the {} family.\n\n{}\n{}",
        family.name,
        imports(spec, family, &emitter),
        emitter.body
    ))
}

fn imports(spec: &Spec, family: &Family, emitter: &Emitter<'_>) -> String {
    let mut text = String::new();
    for (module, names) in IMPORTS {
        let used: Vec<&str> = names.iter().filter(|name| uses(&emitter.body, name)).copied().collect();
        if !used.is_empty() {
            text += &format!("use {module}::{{{}}};\n", used.join(", "));
        }
    }
    let foreign = emitter.used.iter().filter(|name| spec.family_of(name) != family.name);
    let foreign: Vec<&str> = foreign.map(String::as_str).collect();
    if !foreign.is_empty() {
        text += &format!("use super::{{{}}};\n", foreign.join(", "));
    }
    text
}

const IMPORTS: [(&str, &[&str]); 5] = [
    ("serde", &["Deserialize", "Serialize"]),
    ("serde_json", &["Map", "Value"]),
    ("crate::literal", &["Bool", "Int"]),
    ("crate::ordered_map", &["OrderedMap"]),
    ("crate::wire_enum", &["wire_enum", "wire_literal"]),
];

struct Emitter<'a> {
    spec: &'a Spec,
    body: String,
    /// Types the bodies name.
    used: BTreeSet<String>,
}

impl Emitter<'_> {
    fn definition(&mut self, def: &TypeDef) {
        match &def.body {
            Body::Object { fields, rest } => self.structure(def, fields, rest.is_some()),
            Body::Alias(ty) => self.alias(def, ty),
        }
    }

    fn structure(&mut self, def: &TypeDef, fields: &[Field], extra: bool) {
        let mut lines = String::new();
        for field in fields {
            lines += &self.field(&def.name, field);
        }
        if extra {
            lines += "    /// Every further property.\n    #[serde(flatten)]\n    pub extra: Map<String, Value>,\n";
        }
        let default = if is_default(self.spec, &def.body) { " Default," } else { "" };
        let copy = if is_copy(fields) && !extra { " Copy," } else { "" };
        let case = if fields.is_empty() { "" } else { "#[serde(rename_all = \"camelCase\")]\n" };
        self.body += &doc_comment(&def.doc);
        self.body +=
            &format!("#[derive(Clone,{copy} Debug,{default} PartialEq, Serialize, Deserialize)]\n{case}");
        self.body += &format!("pub struct {} {{\n{lines}}}\n\n", def.name);
    }

    fn field(&mut self, owner: &str, field: &Field) -> String {
        let inner = self.rust_type(&field.ty, &format!("{owner}{}", pascal(&field.name)));
        let mut attributes = Vec::new();
        if !is_plain_camel(&field.name) {
            attributes.push(format!("rename = {:?}", field.name));
        }
        let ty = if field.optional {
            if inner.starts_with("Option<") || inner == "Value" {
                attributes.push("default, deserialize_with = \"crate::nullable::present\"".to_owned());
            }
            attributes.push("skip_serializing_if = \"Option::is_none\"".to_owned());
            format!("Option<{inner}>")
        } else {
            inner
        };
        let question = if field.optional { "?" } else { "" };
        let mut line =
            format!("    /// `{}{question}`: `{}`.", field.name, field.notation.replace('|', "or"));
        line += &field.doc.as_ref().map_or_else(|| "\n".to_owned(), |doc| format!(" {doc}\n"));
        if !attributes.is_empty() {
            line += &format!("    #[serde({})]\n", attributes.join(", "));
        }
        format!("{line}    pub {}: {ty},\n", rust_field(&field.name))
    }

    fn alias(&mut self, def: &TypeDef, ty: &Type) {
        if let Some(texts) = ty.texts() {
            self.body += &wire_enum(&def.name, &def.doc, &texts);
            return;
        }
        let Type::Union(items) = ty else { return self.type_alias(def, ty) };
        let names: Option<Vec<&str>> = items.iter().map(named).collect();
        let Some(names) = names else { return self.type_alias(def, ty) };
        let mut variants = String::new();
        let mut conversions = String::new();
        for (name, variant) in names.iter().zip(without_common_prefix(&names)) {
            self.used.insert((*name).to_owned());
            let doc = &self.spec.find(name).doc;
            variants += &format!("    /// {doc}\n    {variant}({name}),\n");
            conversions += &format!(
                "impl From<{name}> for {0} {{\n    fn from(value: {name}) -> Self {{\n        \
                 Self::{variant}(value)\n    }}\n}}\n\n",
                def.name
            );
        }
        self.body += &doc_comment(&def.doc);
        self.body += "#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\n#[serde(untagged)]\n";
        self.body +=
            "#[allow(clippy::large_enum_variant, reason = \"built once, then serialised or matched\")]\n";
        self.body += &format!("pub enum {} {{\n{variants}}}\n\n{conversions}", def.name);
    }

    fn type_alias(&mut self, def: &TypeDef, ty: &Type) {
        let target = self.rust_type(ty, &def.name);
        self.body += &format!("{}pub type {} = {target};\n\n", doc_comment(&def.doc), def.name);
    }

    /// The Rust type of `ty`; literals in it become an enum called `hint`.
    fn rust_type(&mut self, ty: &Type, hint: &str) -> String {
        if let Some(texts) = ty.texts() {
            self.body += &wire_enum(hint, &format!("Values of a field: see `{hint}` in the spec."), &texts);
            return hint.to_owned();
        }
        match ty {
            Type::Any => "Value".to_owned(),
            Type::Null => "()".to_owned(),
            Type::Bool => "bool".to_owned(),
            Type::String(_) => "String".to_owned(),
            Type::Integer(bounds) if bounds.min.is_some_and(|min| min >= 0) => "u64".to_owned(),
            Type::Integer(_) => "i64".to_owned(),
            Type::Number(_) => "f64".to_owned(),
            Type::Object => "Map<String, Value>".to_owned(),
            Type::Literal(Literal::Bool(value)) => format!("Bool<{value}>"),
            Type::Literal(Literal::Integer(value)) => format!("Int<{value}>"),
            Type::Literal(Literal::Text(_)) => unreachable!("texts were taken above"),
            Type::Map(inner) => format!("OrderedMap<{}>", self.rust_type(inner, hint)),
            Type::Array(inner, _) => format!("Vec<{}>", self.rust_type(inner, hint)),
            Type::Named(name) => self.named(name),
            Type::Union(items) => match ty.without_null() {
                (other, true) => format!("Option<{}>", self.rust_type(&other, hint)),
                (_, false) if items.iter().all(is_text) => "String".to_owned(),
                (_, false) => "Value".to_owned(),
            },
        }
    }

    fn named(&mut self, name: &str) -> String {
        if let Some(path) = &self.spec.find(name).manual {
            return path.clone();
        }
        self.used.insert(name.to_owned());
        name.to_owned()
    }
}

fn wire_enum(name: &str, doc: &str, texts: &[&str]) -> String {
    let keyword = if texts.len() == 1 { "wire_literal" } else { "wire_enum" };
    let mut text = format!("{keyword}! {{\n    /// {doc}\n    pub enum {name} {{\n");
    for value in texts {
        text += &format!("        {} = {value:?},\n", pascal(value));
    }
    text + "    }\n}\n\n"
}

fn named(ty: &Type) -> Option<&str> {
    if let Type::Named(name) = ty { Some(name) } else { None }
}

fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::String(_) | Type::Literal(Literal::Text(_)))
}

/// Whether the Rust form of `body` has a default: nothing required that has to be chosen.
fn is_default(spec: &Spec, body: &Body) -> bool {
    match body {
        Body::Object { fields, .. } => {
            fields.iter().filter(|field| !field.optional).all(|f| has_default(spec, &f.ty))
        }
        Body::Alias(ty) => has_default(spec, ty),
    }
}

/// Whether all there is are numbers and truth values.
fn is_copy(fields: &[Field]) -> bool {
    fields.iter().all(|field| matches!(field.ty, Type::Bool | Type::Integer(_) | Type::Number(_)))
}

fn has_default(spec: &Spec, ty: &Type) -> bool {
    match ty {
        Type::Named(name) => {
            let def = spec.find(name);
            def.manual.is_none() && is_default(spec, &def.body)
        }
        Type::Union(items) if ty.without_null().1 || items.iter().all(is_text) => ty.texts().is_none(),
        Type::Union(items) => !items.iter().all(|item| named(item).is_some()),
        Type::Any
        | Type::Null
        | Type::Bool
        | Type::String(_)
        | Type::Integer(_)
        | Type::Number(_)
        | Type::Literal(_)
        | Type::Object
        | Type::Map(_)
        | Type::Array(..) => true,
    }
}
