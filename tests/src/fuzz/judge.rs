//! The published JSON Schema document, read by a validator that is not ours.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::{Value, json};

/// The document, as clients get it.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = include_str!("../../../protocol-spec/generated/v3/protocol.schema.json");
    serde_json::from_str(text).expect("the generated document is JSON")
});

/// The same, with unknown properties allowed everywhere.
static LENIENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = DOCUMENT.clone();
    allow_unknown(&mut document);
    document
});

/// What the document says of a definition, and of nothing else.
pub(super) fn accepts(definition: &str, instance: &Value) -> bool {
    validator(&DOCUMENT, definition, "").is_valid(instance)
}

/// The same, with unknown properties ignored.
pub(super) fn accepts_leniently(definition: &str, instance: &Value) -> bool {
    validator(&LENIENT, definition, "lenient ").is_valid(instance)
}

/// The definition that the document names for the params of a method.
pub(super) fn params_of(method: &str) -> &'static str {
    let reference = DOCUMENT["x-methods"][method]["params"]["$ref"].as_str().unwrap_or_default();
    reference
        .strip_prefix("#/definitions/")
        .unwrap_or_else(|| panic!("{method} has no params: {reference:?}"))
}

fn validator(document: &Value, definition: &str, kind: &str) -> Arc<Validator> {
    /// Validators that were made: making one takes longer than using it a thousand times.
    static MADE: Mutex<BTreeMap<String, Arc<Validator>>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().expect("nobody panics while making one");
    let make = || {
        let schema = json!({
            "$ref": format!("#/definitions/{definition}"),
            "definitions": document["definitions"],
        });
        Arc::new(jsonschema::draft7::new(&schema).expect("the generated document is a schema"))
    };
    made.entry(format!("{kind}{definition}")).or_insert_with(make).clone()
}

fn allow_unknown(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if map.get("additionalProperties") == Some(&json!(false)) {
                map.remove("additionalProperties");
            }
            map.values_mut().for_each(allow_unknown);
        }
        Value::Array(items) => items.iter_mut().for_each(allow_unknown),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
