//! Where a configuration holds what must not be shown: by the types of its fields, and by name where the
//! schema lets anything stand.

use serde_json::{Map, Value};

use super::sections::ROOT;
use super::shape::{At, Findings, Object, Rest, Shape};

/// Visits every secret of a configuration's content, whole or a part of it.
///
/// A text with a variable in it is none: the variable's value is.
pub(crate) fn each_secret(value: &mut Value, visit: &mut impl FnMut(&mut String)) {
    let mut seen = |text: &mut String| {
        if !text.contains("${") {
            visit(text);
        }
    };
    Shape::Object(&ROOT).each_secret(value, &mut seen);
    each_named(value, false, &mut seen);
}

/// Whether a field, header or variable of this name holds a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    NAMES.iter().any(|end| plain.ends_with(end))
}

/// How the names of secrets end, in lower case and without signs.
const NAMES: [&str; 16] = [
    "token",
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "accesskey",
    "secretkey",
    "privatekey",
    "privatekeypem",
    "signingkey",
    "authorization",
    "cookie",
    "credential",
    "credentials",
    "bearer",
];

/// Visits what a name gives away; everything in a block of variables or headers is taken for a secret.
fn each_named(value: &mut Value, all: bool, visit: &mut impl FnMut(&mut String)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_named(item, all, visit)),
        Value::Object(map) => {
            for (key, item) in map {
                if let Value::String(text) = item {
                    if all || is_secret_name(key) {
                        visit(text);
                    }
                } else {
                    each_named(item, all || matches!(key.as_str(), "env" | "headers"), visit);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

impl Shape {
    fn each_secret(&self, value: &mut Value, visit: &mut impl FnMut(&mut String)) {
        match (self, value) {
            (Self::Secret, Value::String(text)) => visit(text),
            (Self::Filled(shape, _), value) => shape.each_secret(value, visit),
            (Self::OneOf(shapes), value) => {
                if let Some(shape) = shapes.iter().find(|shape| shape.fits(value)) {
                    shape.each_secret(value, visit);
                }
            }
            (Self::List(item), Value::Array(items)) => {
                items.iter_mut().for_each(|value| item.each_secret(value, visit));
            }
            (Self::Map(shape) | Self::NamedMap(_, shape), Value::Object(map)) => {
                map.values_mut().for_each(|value| shape.each_secret(value, visit));
            }
            (Self::Object(object), Value::Object(map)) => object.each_secret(map, visit),
            _ => {}
        }
    }

    fn fits(&self, value: &Value) -> bool {
        let mut found = Findings::default();
        self.check(Some(value), At::Root, &mut found);
        found.issues.is_empty()
    }
}

impl Object {
    fn each_secret(&'static self, map: &mut Map<String, Value>, visit: &mut impl FnMut(&mut String)) {
        for (key, value) in map {
            match (self.all().find(|field| field.key == key), self.rest) {
                (Some(field), _) => field.shape.each_secret(value, visit),
                (None, Rest::Each(shape)) => shape.each_secret(value, visit),
                (None, Rest::Refused | Rest::Dropped | Rest::Kept) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_found_by_type_and_by_name() {
        let mut config = json!({
            "env": {"vars": {"PLAIN_LOOKING": "s1"}, "BESIDE": "s2"},
            "gateway": {"mode": "local", "auth": {"token": "s3", "password": "s4"}, "remote": {"token": "s5"}},
            "models": {"providers": {"p": {"baseUrl": "http://h", "apiKey": "s6", "headers": {"x-any": "s7"},
                "models": [{"id": "m", "name": "token", "headers": {"x-more": "s8"}}]}}},
            "plugins": {"entries": {"x": {"config": {"clientSecret": "s9", "list": [{"accessToken": "s10"}]}}}},
            "hooks": {"token": "${HOOK}"},
        });
        let mut found = Vec::new();
        each_secret(&mut config, &mut |text| {
            if !text.starts_with("hidden") {
                found.push(core::mem::replace(text, "hidden".to_owned()));
            }
        });
        found.sort_by_key(|text| text[1..].parse::<u32>().unwrap());
        assert_eq!(found, ["s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10"]);
        assert_eq!(config["hooks"]["token"], "${HOOK}");
        assert_eq!(config["models"]["providers"]["p"]["models"][0]["name"], "token");
    }

    #[test]
    fn names_count_in_every_spelling() {
        for name in
            ["token", "deviceToken", "OPENAI_API_KEY", "x-api-key", "Proxy-Authorization", "Set-Cookie"]
        {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["tokens", "maxTokens", "sessionKey", "idempotencyKey", "key", "sec-websocket-key"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
