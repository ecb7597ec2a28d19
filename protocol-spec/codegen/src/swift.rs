//! The Swift form: Codable models, name enums, and `AnyCodable`.

use crate::names::{camel, pascal, swift_identifier, without_common_prefix};
use crate::notation::{Literal, Type};
use crate::spec::{Body, Field, Spec, TypeDef};

pub(crate) fn module(spec: &Spec) -> String {
    let mut text = format!("// {}. Generated from protocol-spec/spec by `cargo gen`.\n\n", spec.title);
    text += "import Foundation\n\n";
    text += &format!("public let gatewayProtocolVersion = {}\n\n", spec.version);
    let names =
        |names: Vec<&str>| names.into_iter().map(|name| (camel(name), name.to_owned())).collect::<Vec<_>>();
    let methods = names(spec.methods.iter().map(|(name, _)| name.as_str()).collect());
    text += &text_enum("GatewayMethod", "Every method.", &methods);
    let events = names(spec.events.iter().map(|(name, _)| name.as_str()).collect());
    text += &text_enum("GatewayEvent", "Every event.", &events);
    let codes = names(spec.errors.iter().map(|(code, _)| code.as_str()).collect());
    text += &text_enum("GatewayErrorCode", "Values of `error.code`.", &codes);
    let roles = names(spec.roles.iter().map(|(role, _)| role.as_str()).collect());
    text += &text_enum("GatewayRole", "Roles.", &roles);
    let scopes: Vec<_> = spec.scopes.iter().map(|(name, scope)| (camel(name), scope.wire.clone())).collect();
    text += &text_enum("GatewayScope", "Scopes of operators.", &scopes);
    text += "/// Numbers both ends rely on.\npublic enum GatewayLimits {\n";
    for (name, limit) in &spec.limits {
        text += &format!("    /// {}\n    public static let {} = {}\n", limit.doc, camel(name), limit.value);
    }
    text += "}\n\n";
    for def in spec.types() {
        text += &definition(def);
    }
    text + SUPPORT
}

fn definition(def: &TypeDef) -> String {
    match &def.body {
        Body::Object { fields, .. } => structure(def, fields),
        Body::Alias(ty) => {
            if let Some(texts) = ty.texts() {
                return literal_enum(&def.name, &def.doc, &texts);
            }
            let items = if let Type::Union(items) = ty { &items[..] } else { &[] };
            match items.iter().map(named).collect::<Option<Vec<&str>>>().filter(|members| !members.is_empty())
            {
                Some(members) => union(def, &members),
                None => format!(
                    "/// {}\npublic typealias {} = {}\n\n",
                    def.doc,
                    def.name,
                    swift_type(ty, &def.name)
                ),
            }
        }
    }
}

fn structure(def: &TypeDef, fields: &[Field]) -> String {
    let mut enums = String::new();
    let mut properties = String::new();
    let mut parameters = Vec::new();
    let mut assignments = String::new();
    for field in fields {
        let hint = format!("{}{}", def.name, pascal(&field.name));
        if let Some(texts) = field.ty.without_null().0.texts() {
            enums += &literal_enum(&hint, &format!("Values of `{}.{}`.", def.name, field.name), &texts);
        }
        let (_, nullable) = field.ty.without_null();
        let ty = match (field.optional, nullable) {
            (true, true) => format!("Nullable<{}>?", swift_type(&field.ty.without_null().0, &hint)),
            (true, false) => format!("{}?", swift_type(&field.ty, &hint)),
            (false, _) => swift_type(&field.ty, &hint),
        };
        let name = swift_identifier(&field.name);
        properties += &field.doc.as_ref().map_or(String::new(), |doc| format!("    /// {doc}\n"));
        properties += &format!("    public var {name}: {ty}\n");
        parameters.push(format!("        {name}: {ty}{}", default_argument(field, &hint)));
        assignments += &format!("        self.{name} = {name}\n");
    }
    let parameters =
        if parameters.is_empty() { String::new() } else { format!("\n{}\n    ", parameters.join(",\n")) };
    format!(
        "{enums}/// {}\npublic struct {}: Codable, Equatable, Sendable {{\n{properties}\n    \
         public init({parameters}) {{\n{assignments}    }}\n}}\n\n",
        def.doc, def.name
    )
}

fn default_argument(field: &Field, hint: &str) -> String {
    if field.optional {
        return " = nil".to_owned();
    }
    let Type::Literal(literal) = &field.ty else { return String::new() };
    match literal {
        Literal::Text(text) => format!(" = {hint}.{}", swift_identifier(&camel(text))),
        Literal::Integer(value) => format!(" = {value}"),
        Literal::Bool(value) => format!(" = {value}"),
    }
}

fn swift_type(ty: &Type, hint: &str) -> String {
    if ty.texts().is_some() {
        return hint.to_owned();
    }
    match ty {
        Type::Any | Type::Null => "AnyCodable".to_owned(),
        Type::Bool | Type::Literal(Literal::Bool(_)) => "Bool".to_owned(),
        Type::String(_) | Type::Literal(Literal::Text(_)) => "String".to_owned(),
        Type::Integer(_) | Type::Literal(Literal::Integer(_)) => "Int".to_owned(),
        Type::Number(_) => "Double".to_owned(),
        Type::Object => "[String: AnyCodable]".to_owned(),
        Type::Map(inner) => format!("[String: {}]", swift_type(inner, hint)),
        Type::Array(inner, _) => format!("[{}]", swift_type(inner, hint)),
        Type::Named(name) => name.clone(),
        Type::Union(items) => match ty.without_null() {
            (other, true) => format!("{}?", swift_type(&other, hint)),
            (_, false)
                if items.iter().all(|i| matches!(i, Type::String(_) | Type::Literal(Literal::Text(_)))) =>
            {
                "String".to_owned()
            }
            (_, false) => "AnyCodable".to_owned(),
        },
    }
}

fn named(ty: &Type) -> Option<&str> {
    if let Type::Named(name) = ty { Some(name) } else { None }
}

fn literal_enum(name: &str, doc: &str, texts: &[&str]) -> String {
    let cases: Vec<(String, String)> = texts.iter().map(|text| (camel(text), (*text).to_owned())).collect();
    text_enum(name, doc, &cases)
}

fn text_enum(name: &str, doc: &str, cases: &[(String, String)]) -> String {
    let mut text = format!("/// {doc}\npublic enum {name}: String, Codable, CaseIterable, Sendable {{\n");
    for (case, wire) in cases {
        let identifier = swift_identifier(case);
        let value = if case == wire { String::new() } else { format!(" = {wire:?}") };
        text += &format!("    case {identifier}{value}\n");
    }
    text + "}\n\n"
}

fn union(def: &TypeDef, members: &[&str]) -> String {
    let short: Vec<String> =
        without_common_prefix(members).iter().map(|name| swift_identifier(&camel(name))).collect();
    let mut cases = String::new();
    let mut decoding = String::new();
    let mut encoding = String::new();
    for (name, case) in members.iter().zip(&short) {
        cases += &format!("    case {case}({name})\n");
        decoding += &format!(
            "        if let value = try? container.decode({name}.self) {{\n            self = .{case}(value)\n            \
             return\n        }}\n"
        );
        encoding += &format!("        case .{case}(let value): try container.encode(value)\n");
    }
    format!(
        "/// {doc}
public enum {name}: Codable, Equatable, Sendable {{
{cases}
    public init(from decoder: Decoder) throws {{
        let container = try decoder.singleValueContainer()
{decoding}        throw DecodingError.dataCorruptedError(in: container, debugDescription: \"no {name}\")
    }}

    public func encode(to encoder: Encoder) throws {{
        var container = encoder.singleValueContainer()
        switch self {{
{encoding}        }}
    }}
}}

",
        doc = def.doc,
        name = def.name,
    )
}

const SUPPORT: &str = r#"/// A property that may be absent, null, or a value: `nil`, `.null`, `.value(x)`.
public enum Nullable<Wrapped: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    case null
    case value(Wrapped)

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .null : .value(try container.decode(Wrapped.self))
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .value(let value): try container.encode(value)
        }
    }
}

/// Any JSON value.
public enum AnyCodable: Codable, Equatable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([AnyCodable])
    case object([String: AnyCodable])

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .int(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([AnyCodable].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: AnyCodable].self))
        }
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
"#;
