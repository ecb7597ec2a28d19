//! `$include`: parts of a configuration kept in other files.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Issue;
use super::load::Source;
use super::path::{join, parent};

/// How many files may stand between the main file and an included one.
pub(super) const MAX_DEPTH: usize = 10;

/// How many files a configuration may consist of, and how often they may be included.
pub(super) const MAX_FILES: usize = 1000;

const KEY: &str = "$include";

/// The files a file includes, wherever in it.
pub(crate) fn wanted(value: &Value, file: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(value, parent(file), &mut found);
    found
}

fn collect(value: &Value, base: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, base, found)),
        Value::Object(map) => {
            for (key, value) in map {
                if key != KEY {
                    collect(value, base, found);
                    continue;
                }
                let specs = value.as_array().map_or_else(|| core::slice::from_ref(value), Vec::as_slice);
                found.extend(specs.iter().filter_map(Value::as_str).map(|spec| join(base, spec)));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Puts included content in place of every directive.
pub(super) fn resolve(
    value: &Value,
    file: &str,
    files: &BTreeMap<String, Source>,
) -> Result<Value, Vec<Issue>> {
    let mut resolver = Resolver { files, chain: vec![file.to_owned()], left: MAX_FILES, issues: Vec::new() };
    let value = resolver.value(value);
    if resolver.issues.is_empty() { Ok(value) } else { Err(resolver.issues) }
}

struct Resolver<'a> {
    files: &'a BTreeMap<String, Source>,
    /// The files being read, outermost first.
    chain: Vec<String>,
    left: usize,
    issues: Vec<Issue>,
}

impl Resolver<'_> {
    fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(map) => self.object(map),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        }
    }

    fn object(&mut self, map: &Map<String, Value>) -> Value {
        let included = map.get(KEY).map(|spec| self.directive(spec));
        let siblings: Map<String, Value> = map
            .iter()
            .filter(|(key, _)| *key != KEY)
            .map(|(key, value)| (key.clone(), self.value(value)))
            .collect();
        match included {
            None => Value::Object(siblings),
            Some(included) if siblings.is_empty() => included,
            Some(included) => {
                if !included.is_object() {
                    self.refuse("Sibling keys require included content to be an object".to_owned(), None);
                }
                merge(included, Value::Object(siblings))
            }
        }
    }

    fn directive(&mut self, spec: &Value) -> Value {
        match spec {
            Value::String(spec) => self.file(spec),
            Value::Array(specs) => {
                let mut merged = Value::Object(Map::new());
                for spec in specs {
                    let Value::String(spec) = spec else {
                        let kind = type_of(spec);
                        self.refuse(
                            format!("Invalid $include array item: expected string, got {kind}"),
                            None,
                        );
                        continue;
                    };
                    let next = self.file(spec);
                    merged = merge(merged, next);
                }
                merged
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
                let kind = type_of(spec);
                let message =
                    format!("Invalid $include value: expected string or array of strings, got {kind}");
                self.refuse(message, None);
                Value::Object(Map::new())
            }
        }
    }

    fn file(&mut self, spec: &str) -> Value {
        let nothing = Value::Object(Map::new());
        let current = self.chain.last().expect("the chain holds at least the main file");
        let path = join(parent(current), spec);
        if self.chain.contains(&path) {
            let chain = self.chain.join(" -> ");
            self.refuse(format!("Circular include detected: {chain} -> {path}"), None);
            return nothing;
        }
        if self.chain.len() > MAX_DEPTH {
            self.refuse(format!("Maximum include depth ({MAX_DEPTH}) exceeded at: {spec}"), None);
            return nothing;
        }
        let Some(left) = self.left.checked_sub(1) else {
            let message = format!("Too many includes (more than {MAX_FILES}) at: {spec}");
            if self.issues.iter().all(|issue| issue.message != message) {
                self.refuse(message, None);
            }
            return nothing;
        };
        self.left = left;
        let shown = format!("include file: {spec} (resolved: {path})");
        match self.files.get(&path) {
            None | Some(Source::Missing) => {
                self.refuse(format!("Failed to read {shown}"), Some(format!("{path} does not exist")));
                nothing
            }
            Some(Source::Failed(reason)) => {
                self.refuse(format!("Failed to read {shown}"), Some(reason.clone()));
                nothing
            }
            Some(Source::Broken { error, .. }) => {
                self.refuse(format!("Failed to parse {shown}"), Some(format!("{path}: {error}")));
                nothing
            }
            Some(Source::Parsed { value, .. }) => {
                self.chain.push(path);
                let value = self.value(value);
                self.chain.pop();
                value
            }
        }
    }

    fn refuse(&mut self, message: String, hint: Option<String>) {
        self.issues.push(Issue { path: String::new(), message, hint });
    }
}

/// Objects merge key by key, arrays are joined, of anything else the second counts.
fn merge(first: Value, second: Value) -> Value {
    match (first, second) {
        (Value::Object(mut first), Value::Object(second)) => {
            for (key, value) in second {
                let merged = match first.get_mut(&key).map(Value::take) {
                    Some(old) => merge(old, value),
                    None => value,
                };
                first.insert(key, merged);
            }
            Value::Object(first)
        }
        (Value::Array(mut first), Value::Array(second)) => {
            first.extend(second);
            Value::Array(first)
        }
        (_, second) => second,
    }
}

/// JavaScript's `typeof`.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Null | Value::Array(_) | Value::Object(_) => "object",
    }
}
