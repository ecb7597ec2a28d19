//! Static schema tables, one per named type.

use std::collections::BTreeSet;

use crate::names::screaming;
use crate::notation::{Bounds, Literal, Type};
use crate::rust::uses;
use crate::spec::{Body, Family, Field, Spec};

pub(super) fn module(spec: &Spec) -> String {
    let mut text = String::from("//! Schema tables, by family.\n\nuse crate::schema::Schema;\n\n");
    for family in &spec.families {
        text += &format!("mod {0};\npub use self::{0}::*;\n", family.name);
    }
    let count = spec.types().count();
    text += &format!("\n/// Every named schema.\npub static ALL: [(&str, &Schema); {count}] = [\n");
    for def in spec.types() {
        text += &format!("    ({:?}, &{}),\n", def.name, screaming(&def.name));
    }
    text + "];\n"
}

pub(super) fn family(spec: &Spec, family: &Family) -> String {
    let mut body = String::new();
    let mut used = BTreeSet::new();
    for def in &family.types {
        let schema = match &def.body {
            Body::Object { fields, rest } => object(fields, rest.as_ref(), def.strict, &mut used),
            Body::Alias(ty) => expression(ty, &mut used),
        };
        body += &format!("/// Schema of `{0}`: {1}\n", def.name, def.doc);
        body += &format!("pub static {}: Schema = {schema};\n\n", screaming(&def.name));
    }
    let foreign = used.iter().filter(|name| spec.family_of(name) != family.name);
    let imports: Vec<String> = foreign.map(|name| screaming(name)).collect();
    let imports =
        if imports.is_empty() { String::new() } else { format!("use super::{{{}}};\n", imports.join(", ")) };
    format!("//! Schemas of the {} family.\n\n{}\n{imports}\n{body}", family.name, basics(&body))
}

/// Imports what the tables use.
fn basics(body: &str) -> String {
    let names =
        ["ANY", "BOOLEAN", "COUNT", "Field", "Literal", "NON_EMPTY", "NULL", "OBJECT", "Object", "STRING"];
    let mut list: Vec<&str> = names.into_iter().filter(|name| uses(body, name)).collect();
    list.push("Schema");
    format!("use crate::schema::{{{}}};", list.join(", "))
}

fn object<'a>(
    fields: &'a [Field],
    rest: Option<&'a Type>,
    strict: bool,
    used: &mut BTreeSet<&'a str>,
) -> String {
    let mut list = String::new();
    for field in fields {
        let (name, required) = (&field.name, !field.optional);
        let schema = reference(&field.ty, used);
        list += &format!("        Field {{ name: {name:?}, required: {required}, schema: {schema} }},\n");
    }
    let required = fields.iter().filter(|field| !field.optional).count();
    let rest = rest.map_or_else(|| "None".to_owned(), |ty| format!("Some({})", reference(ty, used)));
    format!(
        "Schema::Object(Object {{\n    fields: &[\n{list}    ],\n    required: {required},\n    rest: {rest},\n    \
         strict: {strict},\n}})"
    )
}

/// A `&'static Schema`.
fn reference<'a>(ty: &'a Type, used: &mut BTreeSet<&'a str>) -> String {
    match ty {
        Type::Any => "&ANY".to_owned(),
        Type::Null => "&NULL".to_owned(),
        Type::Bool => "&BOOLEAN".to_owned(),
        Type::Object => "&OBJECT".to_owned(),
        Type::String(Bounds { min: None | Some(0), max: None }) => "&STRING".to_owned(),
        Type::String(Bounds { min: Some(1), max: None }) => "&NON_EMPTY".to_owned(),
        Type::Integer(Bounds { min: Some(0), max: None }) => "&COUNT".to_owned(),
        Type::Named(name) => {
            used.insert(name);
            format!("&{}", screaming(name))
        }
        Type::String(_)
        | Type::Integer(_)
        | Type::Number(_)
        | Type::Literal(_)
        | Type::Map(_)
        | Type::Array(..)
        | Type::Union(_) => format!("&{}", expression(ty, used)),
    }
}

/// A `Schema`.
fn expression<'a>(ty: &'a Type, used: &mut BTreeSet<&'a str>) -> String {
    match ty {
        Type::String(bounds) => format!("Schema::String {}", length(*bounds)),
        Type::Integer(bounds) => format!("Schema::Integer {}", range(*bounds)),
        Type::Number(bounds) => format!("Schema::Number {}", range(*bounds)),
        Type::Literal(Literal::Text(text)) => format!("Schema::Literal(Literal::Text({text:?}))"),
        Type::Literal(Literal::Integer(value)) => format!("Schema::Literal(Literal::Integer({value}))"),
        Type::Literal(Literal::Bool(value)) => format!("Schema::Literal(Literal::Bool({value}))"),
        Type::Map(inner) => format!("Schema::Map({})", reference(inner, used)),
        Type::Array(inner, bounds) => {
            let Bounds { min, max } = *bounds;
            let max = max.map_or_else(|| "usize::MAX".to_owned(), |max| max.to_string());
            format!(
                "Schema::Array {{ items: {}, min: {}, max: {max} }}",
                reference(inner, used),
                min.unwrap_or(0)
            )
        }
        Type::Union(items) => {
            let list: Vec<String> = items.iter().map(|item| reference(item, used)).collect();
            format!("Schema::AnyOf(&[{}])", list.join(", "))
        }
        Type::Any | Type::Null | Type::Bool | Type::Object | Type::Named(_) => {
            unreachable!("these have a static of their own; an alias of one says nothing")
        }
    }
}

fn length(Bounds { min, max }: Bounds) -> String {
    let max = max.map_or_else(|| "usize::MAX".to_owned(), |max| max.to_string());
    format!("{{ min: {}, max: {max} }}", min.unwrap_or(0))
}

fn range(Bounds { min, max }: Bounds) -> String {
    format!("{{ min: {min:?}, max: {max:?} }}")
}
