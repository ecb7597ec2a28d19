//! The TypeScript form: types, constants, and maps from names to types.

use std::fmt::Write as _;

use crate::notation::{Literal, Type};
use crate::spec::{Body, Field, Spec};

pub(crate) fn module(spec: &Spec) -> String {
    let mut text = format!("// {}. Generated from protocol-spec/spec by `cargo gen`.\n\n", spec.title);
    text += &format!("export const PROTOCOL_VERSION = {};\n\n", spec.version);
    text += &constants(spec);
    for def in spec.types() {
        text += &doc_comment(&def.doc, "");
        match &def.body {
            Body::Object { fields, rest } => text += &object(&def.name, fields, rest.as_ref(), def.strict),
            Body::Alias(ty) => text += &format!("export type {} = {};\n\n", def.name, typescript_type(ty)),
        }
    }
    text += "/** Params and result of every method. */\nexport interface Methods {\n";
    for (name, method) in &spec.methods {
        let result = if method.result == "any" { "unknown" } else { &method.result };
        text += &doc_comment(&method.doc, "  ");
        text += &format!("  {name:?}: {{ params: {}; result: {result} }};\n", method.params());
    }
    text += "}\n\n/** Payload of every event. */\nexport interface Events {\n";
    for (name, event) in &spec.events {
        text += &format!("{}  {name:?}: {};\n", doc_comment(&event.doc, "  "), event.payload);
    }
    text + "}\n"
}

fn constants(spec: &Spec) -> String {
    let methods = || spec.methods.iter();
    let mut text = String::new();
    let mut list = |name: &str, doc: &str, ty: &str, items: Vec<&str>| {
        let _ = write!(text, "/** {doc} */\nexport const {name} = [\n");
        for item in items {
            let _ = writeln!(text, "  {item:?},");
        }
        let _ = write!(text, "] as const;\nexport type {ty} = (typeof {name})[number];\n\n");
    };
    list("METHODS", "Every method.", "MethodName", methods().map(|(name, _)| name.as_str()).collect());
    let listed = methods().filter(|(_, method)| method.listed).map(|(name, _)| name.as_str()).collect();
    list("LISTED_METHODS", "The methods of `features.methods`, in its order.", "ListedMethodName", listed);
    list("EVENTS", "Every event.", "EventName", spec.events.iter().map(|(name, _)| name.as_str()).collect());
    let codes = spec.errors.iter().map(|(code, _)| code.as_str()).collect();
    list("ERROR_CODES", "Values of `error.code`.", "ErrorCode", codes);
    list("ROLES", "Roles.", "Role", spec.roles.iter().map(|(role, _)| role.as_str()).collect());
    list(
        "SCOPES",
        "Scopes of operators.",
        "Scope",
        spec.scopes.iter().map(|(_, s)| s.wire.as_str()).collect(),
    );
    text += "/** Numbers both ends rely on. */\nexport const LIMITS = {\n";
    for (name, limit) in &spec.limits {
        text += &format!("{}  {name}: {},\n", doc_comment(&limit.doc, "  "), limit.value);
    }
    text + "} as const;\n\n"
}

fn object(name: &str, fields: &[Field], rest: Option<&Type>, strict: bool) -> String {
    if fields.is_empty() && rest.is_none() {
        let value = if strict { "never" } else { "unknown" };
        return format!("export type {name} = Record<string, {value}>;\n\n");
    }
    let mut text = format!("export interface {name} {{\n");
    for field in fields {
        text += &field.doc.as_ref().map_or(String::new(), |doc| doc_comment(doc, "  "));
        let question = if field.optional { "?" } else { "" };
        text += &format!("  {}{question}: {};\n", field.name, typescript_type(&field.ty));
    }
    if rest.is_some() {
        text += "  [property: string]: unknown;\n";
    }
    text + "}\n\n"
}

fn typescript_type(ty: &Type) -> String {
    match ty {
        Type::Any => "unknown".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::String(_) => "string".to_owned(),
        Type::Integer(_) | Type::Number(_) => "number".to_owned(),
        Type::Literal(Literal::Text(text)) => format!("{text:?}"),
        Type::Literal(Literal::Integer(value)) => value.to_string(),
        Type::Literal(Literal::Bool(value)) => value.to_string(),
        Type::Object => "Record<string, unknown>".to_owned(),
        Type::Map(inner) => format!("Record<string, {}>", typescript_type(inner)),
        Type::Array(inner, _) if matches!(**inner, Type::Union(_)) => {
            format!("({})[]", typescript_type(inner))
        }
        Type::Array(inner, _) => format!("{}[]", typescript_type(inner)),
        Type::Union(items) => items.iter().map(typescript_type).collect::<Vec<_>>().join(" | "),
        Type::Named(name) => name.clone(),
    }
}

fn doc_comment(doc: &str, indent: &str) -> String {
    format!("{indent}/** {} */\n", doc.replace("*/", "*\u{200b}/"))
}
