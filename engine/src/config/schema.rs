//! The configuration's shape as JSON schema (draft 7), for clients that draw forms.

use serde_json::{Map, Value, json};

use super::json5::number_value;
use super::sections::ROOT;
use super::shape::{Low, MAX_SAFE, Object, Range, Rest, Shape};

/// The JSON schema (draft 7) of the configuration file.
#[must_use]
pub fn schema() -> Value {
    let mut schema = json!({"$schema": "http://json-schema.org/draft-07/schema#"});
    let body = Shape::Object(&ROOT).schema();
    for (key, value) in body.as_object().into_iter().flatten() {
        schema[key] = value.clone();
    }
    schema
}

impl Shape {
    /// The shape as JSON schema (draft 7).
    pub(super) fn schema(&self) -> Value {
        match self {
            Self::Any => json!({}),
            Self::Bool => json!({"type": "boolean"}),
            Self::Text | Self::Secret => json!({"type": "string"}),
            Self::TextOf { min, max } => {
                let mut schema = json!({"type": "string"});
                if *min > 0 {
                    schema["minLength"] = json!(min);
                }
                if *max < usize::MAX {
                    schema["maxLength"] = json!(max);
                }
                schema
            }
            Self::Matching(pattern) if pattern.regex.is_empty() => json!({"type": "string"}),
            Self::Matching(pattern) => json!({"type": "string", "pattern": pattern.regex}),
            Self::Int(range) => range.schema("integer"),
            Self::Num(range) => range.schema("number"),
            Self::Words([word]) | Self::Exactly(word) => json!({"type": "string", "const": word}),
            Self::Words(words) => {
                let words: Vec<_> =
                    words.iter().map(|word| json!({"type": "string", "const": word})).collect();
                json!({"anyOf": words})
            }
            Self::Options(words) => json!({"type": "string", "enum": words}),
            Self::OneOf(shapes) => union_schema(shapes),
            Self::List(item) => json!({"type": "array", "items": item.schema()}),
            Self::Map(shape) => {
                json!({"type": "object", "propertyNames": {"type": "string"}, "additionalProperties": shape.schema()})
            }
            Self::NamedMap(pattern, shape) => json!({
                "type": "object",
                "propertyNames": {"type": "string", "pattern": pattern.regex},
                "additionalProperties": shape.schema(),
            }),
            Self::Object(object) => object.schema(),
            Self::Filled(shape, fill) => {
                let mut schema = shape.schema();
                schema["default"] = fill.value();
                schema
            }
        }
    }
}

fn union_schema(shapes: &[Shape]) -> Value {
    let schemas: Vec<Value> = shapes.iter().map(Shape::schema).collect();
    let bare = |schema: &Value| {
        let object = schema.as_object()?;
        if object.len() == 1 { object.get("type").cloned() } else { None }
    };
    match schemas.iter().map(bare).collect::<Option<Vec<Value>>>() {
        Some(types) => json!({"type": types}),
        None => json!({"anyOf": schemas}),
    }
}

impl Range {
    pub(super) fn schema(self, kind: &str) -> Value {
        let mut schema = json!({"type": kind});
        match self.low {
            Low::Open => {}
            Low::From(low) => schema["minimum"] = number_value(low),
            Low::Above(low) => schema["exclusiveMinimum"] = number_value(low),
        }
        let high = if kind == "integer" { Some(self.high.unwrap_or(MAX_SAFE)) } else { self.high };
        if let Some(high) = high {
            schema["maximum"] = number_value(high);
        }
        schema
    }
}

impl Object {
    pub(super) fn schema(&self) -> Value {
        let properties: Map<String, Value> =
            self.all().map(|field| (field.key.to_owned(), field.shape.schema())).collect();
        let required: Vec<&str> = self
            .all()
            .filter(|field| field.required || field.shape.fill().is_some())
            .map(|field| field.key)
            .collect();
        let mut schema = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        schema["additionalProperties"] = match self.rest {
            Rest::Refused | Rest::Dropped => Value::Bool(false),
            Rest::Kept => Value::Bool(true),
            Rest::Each(shape) => shape.schema(),
        };
        schema
    }
}
