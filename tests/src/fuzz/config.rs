//! Configuration texts.

use engine::config::{Env, FileText, Loader, Snapshot, json5 as ours};
use serde_json::{Number, Value};

/// The main file of every configuration.
const MAIN: &str = "/h/.openclaw/openclaw.json";

/// Files that a configuration may include.
const PARTS: [&str; 3] = ["/h/.openclaw/a.json5", "/h/.openclaw/b.json5", "/h/.openclaw/sub/c.json5"];

/// Whatever the texts: a configuration that can be used, or the list of what is wrong with it. One that can be
/// used says the same when what it resolves to is written down and read again.
pub fn config(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut texts = text.split('\u{0}');
    let main = texts.next().unwrap_or_default();
    let snapshot = load(main, &texts.collect::<Vec<_>>());
    assert_eq!(snapshot.valid, snapshot.config.is_some(), "valid, and cannot be used");
    assert_eq!(snapshot.valid, snapshot.issues.is_empty(), "{:?}", snapshot.issues);
    assert_eq!(snapshot.raw.as_deref(), Some(main));
    for issue in snapshot.issues.iter().chain(&snapshot.warnings) {
        assert!(!issue.message.is_empty(), "an issue that says nothing: {issue:?}");
    }
    let Some(config) = &snapshot.config else { return };
    let mut literal = snapshot.resolved.clone();
    escape(&mut literal);
    let again = load(&literal.to_string(), &[]);
    assert_eq!(again.issues, [], "what it resolves to is refused: {literal}");
    assert_eq!(again.resolved, snapshot.resolved, "{literal}");
    assert_eq!(again.shown, snapshot.shown, "{literal}");
    assert_eq!(again.config.as_ref(), Some(config), "{literal}");
}

fn load(main: &str, parts: &[&str]) -> Snapshot {
    let env = Env::from_iter([("HOME", "/h"), ("SET", "value"), ("EMPTY", "")]);
    let mut loader = Loader::new(MAIN.to_owned(), env);
    loader.supply(MAIN, FileText::Text(main.to_owned()));
    for _ in 0..MAX_READS {
        let Some(path) = loader.next_read().map(str::to_owned) else { return loader.finish() };
        let known = PARTS.iter().zip(parts).find(|(name, _)| **name == path);
        loader.supply(&path, known.map_or(FileText::Missing, |(_, text)| FileText::Text((*text).to_owned())));
    }
    panic!("more files than a configuration may consist of");
}

/// More files than a configuration may consist of.
const MAX_READS: usize = 2_000;

/// Writes variables so that they stand for themselves.
fn escape(value: &mut Value) {
    match value {
        Value::String(text) => {
            let is_variable = |at: usize| {
                let name = text[at + 2..].split_once('}').map_or("", |(name, _)| name);
                let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
                !name.is_empty() && name.bytes().all(plain) && !name.starts_with(|c: char| c.is_ascii_digit())
            };
            let places: Vec<usize> = text.match_indices("${").map(|(at, _)| at).collect();
            for at in places.into_iter().rev().filter(|at| is_variable(*at)).collect::<Vec<_>>() {
                text.insert(at, '$');
            }
        }
        Value::Array(items) => items.iter_mut().for_each(escape),
        Value::Object(map) => map.values_mut().for_each(escape),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Every JSON text is read, as `serde_json` reads it; what the `json5` crate reads too has the same value.
pub fn json5(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let read = ours::parse(text);
    if let Ok(strict) = serde_json::from_str::<Value>(text)
        && depth(&strict) < ours::MAX_DEPTH
    {
        assert_eq!(read, Ok(numbers(strict)), "{text:?}");
    }
    if let (Ok(ours), Ok(theirs)) = (&read, ::json5::from_str::<Value>(text)) {
        assert_eq!(*ours, numbers(theirs), "{text:?}");
    }
    if let Ok(value) = read {
        let written = value.to_string();
        assert_eq!(ours::parse(&written), Ok(value), "{text:?} as {written:?}");
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// The value with its numbers as JavaScript has them: all of them floats, written without a fraction where
/// they have none; what is no number there is null.
fn numbers(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, number_value),
        Value::Array(items) => items.into_iter().map(numbers).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, numbers(value))).collect(),
        Value::Null | Value::Bool(_) | Value::String(_) => value,
    }
}

fn number_value(number: f64) -> Value {
    let whole = number.fract() == 0.0 && number.abs() <= 9_223_372_036_854_774_784.0;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within 64 bits")]
    let whole = whole.then_some(number as i64);
    whole.map_or_else(|| Number::from_f64(number).map_or(Value::Null, Value::Number), Value::from)
}
