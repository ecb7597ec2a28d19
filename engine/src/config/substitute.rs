//! `${VAR}` in strings, and the `env` block that may define such variables.

use serde_json::Value;

use super::{Env, Issue};

/// What the `env` block adds: variables the environment lacks. Those beside `vars` win over those in it.
pub(super) fn env_block(config: &Value, env: &Env) -> Vec<(String, String)> {
    let Some(block) = config.get("env").and_then(Value::as_object) else { return Vec::new() };
    let mut applied: Vec<(String, String)> = Vec::new();
    let vars = block.get("vars").and_then(Value::as_object).into_iter().flatten();
    let beside = block.iter().filter(|(key, _)| *key != "vars" && *key != "shellEnv");
    for (name, value) in vars.chain(beside) {
        let Some(value) = value.as_str().filter(|value| !value.trim().is_empty()) else { continue };
        if env.filled(name).is_some() {
            continue;
        }
        match applied.iter_mut().find(|(known, _)| known == name) {
            Some(entry) => value.clone_into(&mut entry.1),
            None => applied.push((name.clone(), value.to_owned())),
        }
    }
    applied
}

/// Fills in the variables of every string, keys left alone. Each unset variable is an issue.
pub(super) fn variables(config: &mut Value, env: &Env) -> Vec<Issue> {
    let mut issues = Vec::new();
    walk(config, &mut String::new(), env, &mut issues);
    issues
}

fn walk(value: &mut Value, path: &mut String, env: &Env, issues: &mut Vec<Issue>) {
    let length = path.len();
    match value {
        Value::String(text) if text.contains('$') => *text = fill(text, path, env, issues),
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                path.push_str(&format!("[{index}]"));
                walk(item, path, env, issues);
                path.truncate(length);
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                if length > 0 {
                    path.push('.');
                }
                path.push_str(key);
                walk(item, path, env, issues);
                path.truncate(length);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn fill(text: &str, path: &str, env: &Env, issues: &mut Vec<Issue>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some((name, after)) = rest.strip_prefix('$').and_then(braced) {
            out.push_str("${");
            out.push_str(name);
            out.push('}');
            rest = after;
        } else if let Some((name, after)) = braced(rest) {
            match env.var(name).filter(|value| !value.is_empty()) {
                Some(value) => out.push_str(value),
                None => issues.push(missing(name, path)),
            }
            rest = after;
        } else {
            out.push('$');
        }
    }
    out.push_str(rest);
    out
}

fn missing(name: &str, path: &str) -> Issue {
    Issue {
        path: String::new(),
        message: format!("Missing env var \"{name}\" referenced at config path: {path}"),
        hint: Some(format!("set {name}, add it to env.vars, or write $${{{name}}} for the literal text")),
    }
}

/// A leading `{NAME}` and what follows it.
fn braced(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.strip_prefix('{')?.split_once('}')?;
    let first = name.bytes().next()?;
    let starts = first.is_ascii_uppercase() || first == b'_';
    let goes_on = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    if starts && goes_on { Some((name, after)) } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn filled(text: &str) -> String {
        let mut value = json!({"a": [text]});
        let env = Env::from_iter([("HOME", "/h"), ("_A", "a")]);
        assert_eq!(variables(&mut value, &env), []);
        value["a"][0].as_str().unwrap().to_owned()
    }

    #[test]
    fn only_upper_case_names_in_braces_are_filled_in() {
        for (text, expected) in [
            ("${HOME}", "/h"),
            ("x${HOME}y${_A}z", "x/hyaz"),
            ("$${HOME}", "${HOME}"),
            ("$$${HOME}", "$${HOME}"),
            ("${home} ${A-B} $HOME ${} ${HOME ${1A}", "${home} ${A-B} $HOME ${} ${HOME ${1A}"),
            ("$${ $${home} $${HOME", "$${ $${home} $${HOME"),
        ] {
            assert_eq!(filled(text), expected);
        }
    }

    #[test]
    fn every_missing_variable_is_named_with_its_place() {
        let mut value = json!({"session": {"mainKey": "${NOPE_X}", "resetTriggers": ["a", "${NOPE_Y}"]}});
        let messages: Vec<_> =
            variables(&mut value, &Env::default()).into_iter().map(|issue| issue.message).collect();
        assert_eq!(
            messages,
            [
                "Missing env var \"NOPE_X\" referenced at config path: session.mainKey",
                "Missing env var \"NOPE_Y\" referenced at config path: session.resetTriggers[1]",
            ]
        );
    }

    #[test]
    fn the_env_block_sets_only_what_is_missing() {
        let config =
            json!({"env": {"vars": {"A": "vars", "HOME": "x", "B": "  "}, "A": "beside", "shellEnv": {}}});
        let env = Env::from_iter([("HOME", "/h")]);
        assert_eq!(env_block(&config, &env), [("A".to_owned(), "beside".to_owned())]);
    }
}
