//! The JSON Schema form: one draft-07 document with a definition per type.

use serde_json::{Map, Value, json};

use crate::notation::{Bounds, Literal, Type};
use crate::spec::{Body, Field, Spec};

pub(crate) fn document(spec: &Spec) -> String {
    let mut definitions = Map::new();
    for def in spec.types() {
        let mut schema = match &def.body {
            Body::Object { fields, rest } => object(fields, rest.as_ref(), def.strict),
            Body::Alias(ty) => schema_of(ty),
        };
        describe(&mut schema, &def.doc);
        definitions.insert(def.name.clone(), schema);
    }
    let document = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": spec.title,
        "description": "Validates one frame. `x-methods` and `x-events` say which definition is behind `params`, `payload` \
                        and the result of each method and event.",
        "x-protocol": spec.version,
        "anyOf": [{ "$ref": "#/definitions/Frame" }],
        "x-methods": methods(spec),
        "x-events": events(spec),
        "definitions": definitions,
    });
    format!("{document:#}\n")
}

fn methods(spec: &Spec) -> Value {
    let wire = |short: &String| {
        let scope = spec.scopes.iter().find(|(name, _)| name == short);
        scope.expect("scopes are resolved when the spec is loaded").1.wire.clone()
    };
    let entry = |(name, method): &(String, crate::spec::Method)| {
        let entry = json!({
            "description": method.doc,
            "role": method.role,
            "scope": method.scope.as_ref().map(wire),
            "listed": method.listed,
            "params": named(method.params()),
            "paramsEnforced": !method.is_open(),
            "result": if method.result == "any" { json!(true) } else { named(&method.result) },
        });
        (name.clone(), entry)
    };
    Value::Object(spec.methods.iter().map(entry).collect())
}

fn events(spec: &Spec) -> Value {
    let entry = |(name, event): &(String, crate::spec::Event)| {
        (name.clone(), json!({ "description": event.doc, "payload": named(&event.payload) }))
    };
    Value::Object(spec.events.iter().map(entry).collect())
}

fn object(fields: &[Field], rest: Option<&Type>, strict: bool) -> Value {
    let mut properties = Map::new();
    for field in fields {
        let mut schema = schema_of(&field.ty);
        if let Some(doc) = &field.doc {
            describe(&mut schema, doc);
        }
        properties.insert(field.name.clone(), schema);
    }
    let required: Vec<&str> =
        fields.iter().filter(|field| !field.optional).map(|field| field.name.as_str()).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if let Some(rest) = rest {
        schema["additionalProperties"] = schema_of(rest);
    } else if strict {
        schema["additionalProperties"] = json!(false);
    }
    schema
}

fn schema_of(ty: &Type) -> Value {
    if let (Type::Union(_), Some(texts)) = (ty, ty.texts()) {
        return json!({ "type": "string", "enum": texts });
    }
    match ty {
        Type::Any => json!({}),
        Type::Null => json!({ "type": "null" }),
        Type::Bool => json!({ "type": "boolean" }),
        Type::String(bounds) => bounded(json!({ "type": "string" }), *bounds, ["minLength", "maxLength"]),
        Type::Integer(bounds) => bounded(json!({ "type": "integer" }), *bounds, ["minimum", "maximum"]),
        Type::Number(bounds) => bounded(json!({ "type": "number" }), *bounds, ["minimum", "maximum"]),
        Type::Literal(Literal::Text(text)) => json!({ "const": text }),
        Type::Literal(Literal::Integer(value)) => json!({ "const": value }),
        Type::Literal(Literal::Bool(value)) => json!({ "const": value }),
        Type::Object => json!({ "type": "object" }),
        Type::Map(inner) => json!({ "type": "object", "additionalProperties": schema_of(inner) }),
        Type::Array(inner, bounds) => {
            bounded(json!({ "type": "array", "items": schema_of(inner) }), *bounds, ["minItems", "maxItems"])
        }
        Type::Union(items) => json!({ "anyOf": items.iter().map(schema_of).collect::<Vec<_>>() }),
        Type::Named(name) => named(name),
    }
}

fn bounded(mut schema: Value, Bounds { min, max }: Bounds, [min_key, max_key]: [&str; 2]) -> Value {
    if let Some(min) = min {
        schema[min_key] = json!(min);
    }
    if let Some(max) = max {
        schema[max_key] = json!(max);
    }
    schema
}

fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// Puts the description first.
fn describe(schema: &mut Value, doc: &str) {
    let Value::Object(map) = schema else { return };
    map.shift_insert(0, "description".to_owned(), json!(doc));
}
