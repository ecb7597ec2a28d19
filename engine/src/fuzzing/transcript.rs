//! Transcript files.

use super::Choices;
use crate::session::{Transcript, Writer};
use crate::time::UnixMs;
use serde_json::{Map, Value, json};

/// Lines that make no sense are passed over and counted, the others found in order; the end of a file says
/// the same as the whole; a line that is written next is found as the leaf, with all that was there before;
/// what a model is told is a conversation that providers take.
pub fn transcript(data: &[u8]) {
    let mut choices = Choices(data);
    let start = choices.pair();
    let bytes = choices.rest();
    let size = bytes.len() as u64;
    let whole = Transcript::parse(bytes, 0, size);
    let messages: Vec<Value> = whole.messages().cloned().collect();
    compare(bytes, &whole);
    assert_eq!(whole.tail.unterminated, !bytes.is_empty() && !bytes.ends_with(b"\n"));

    let start = start % (bytes.len() + 1);
    if start > 0 {
        let after = bytes[start..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| start + n + 1);
        let end = Transcript::parse(&bytes[start..], start as u64, size);
        compare(&bytes[after..], &end);
        assert_eq!(end.tail.size, size);
    }
    check_next_line(bytes, &messages);
    check_context(&whole.context(usize::MAX), &messages);
}

/// What was read is what the model reads.
fn compare(bytes: &[u8], read: &Transcript) {
    let (expected, broken) = model(bytes);
    let messages: Vec<&Value> = read.messages().collect();
    if bytes.split(|b| *b == b'\n').any(is_half_sound) {
        let mut there = messages.iter();
        assert!(expected.iter().all(|m| there.any(|t| *t == m)), "a message is missing: {messages:?}");
        return assert!(read.broken <= broken, "a sound line counts as broken");
    }
    assert_eq!(messages, expected.iter().collect::<Vec<_>>(), "the messages");
    assert_eq!(read.broken, broken, "the lines that make no sense");
}

/// Lines with a fault in a part that nobody reads, such as a byte that is no UTF-8: they count either way.
fn is_half_sound(line: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
        && serde_json::from_slice::<Value>(line).is_err()
}

/// The messages and the number of broken lines, read one line at a time as plain JSON.
fn model(bytes: &[u8]) -> (Vec<Value>, usize) {
    let mut messages = Vec::new();
    let mut broken = 0;
    for line in bytes.split(|b| *b == b'\n').filter(|l| !l.iter().all(u8::is_ascii_whitespace)) {
        let Some(entry) = entry(line) else {
            broken += 1;
            continue;
        };
        match entry.get("message") {
            Some(message) if entry["type"] == "message" && !message.is_null() => {
                messages.push(message.clone())
            }
            Some(_) | None => {}
        }
    }
    (messages, broken)
}

/// A line whose known fields have their types, each said once.
fn entry(line: &[u8]) -> Option<Map<String, Value>> {
    const TEXTS: [&str; 6] = ["id", "parentId", "summary", "firstKeptEntryId", "provider", "modelId"];
    let text = core::str::from_utf8(line).ok()?;
    let entry: Map<String, Value> = serde_json::from_str(text).ok()?;
    // A JSON object keeps the last of two equal keys; the line as a whole makes no sense then.
    let repeated = |key: &&str| times(text, key) > 1;
    let is_text = |key: &&str| entry.get(*key).is_none_or(|value| value.is_string() || value.is_null());
    let known = TEXTS.iter().chain(&["type", "message"]);
    let sound = entry.get("type").is_some_and(Value::is_string) && TEXTS.iter().all(is_text);
    (sound && !known.into_iter().any(repeated)).then_some(entry)
}

/// How often an object has a key of its own.
fn times(text: &str, key: &str) -> usize {
    struct Keys(Vec<String>);
    impl<'de> serde::Deserialize<'de> for Keys {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Each;
            impl<'de> serde::de::Visitor<'de> for Each {
                type Value = Keys;
                fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    f.write_str("an object")
                }
                fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                    let mut keys = Vec::new();
                    while let Some((key, serde::de::IgnoredAny)) = map.next_entry::<String, _>()? {
                        keys.push(key);
                    }
                    Ok(Keys(keys))
                }
            }
            deserializer.deserialize_map(Each)
        }
    }
    serde_json::from_str::<Keys>(text).map_or(0, |keys| keys.0.iter().filter(|k| *k == key).count())
}

/// What the next line is written as is found again, and nothing that was there is lost.
fn check_next_line(bytes: &[u8], messages: &[Value]) {
    let mut tail = Transcript::parse(bytes, 0, bytes.len() as u64).tail;
    let before = tail.leaf.clone();
    let unterminated = tail.unterminated;
    let mut writer = Writer { tail: &mut tail, now: UnixMs(0) };
    let message = json!({"role": "user", "content": "next"});
    let fields = Map::from_iter([("message".to_owned(), message.clone())]);
    let line = writer.entry("ffffffff".to_owned(), "message", fields);
    let lead = if unterminated { "\n" } else { "" };
    let longer = [bytes, lead.as_bytes(), line.as_bytes(), b"\n"].concat();
    let read = Transcript::parse(&longer, 0, longer.len() as u64);
    let expected: Vec<Value> = messages.iter().cloned().chain([message]).collect();
    assert_eq!(read.messages().cloned().collect::<Vec<_>>(), expected, "the messages after the next line");
    assert_eq!(read.tail.leaf.as_deref(), Some("ffffffff"), "the next line is the leaf");
    let written: Value = serde_json::from_str(&line).expect("a line is JSON");
    assert_eq!(written["parentId"], json!(before), "the next line follows the leaf");
    assert!(!read.tail.unterminated, "a line that was written has its end");
}

/// Results follow the call they answer, no call hangs, and every message is one of the file's or is made
/// from one.
fn check_context(context: &[Value], messages: &[Value]) {
    assert!(context.len() <= messages.len() * 2 + 2 + calls(messages).count(), "more than the file has");
    for (at, message) in context.iter().enumerate() {
        let before = context[..at].iter().rposition(|m| m["role"] == "assistant");
        if message["role"] == "toolResult" {
            let call = before
                .map(|at| &context[at])
                .is_some_and(|m| calls(core::slice::from_ref(m)).any(|id| *id == message["toolCallId"]));
            assert!(call, "a result without a call before it: {context:?}");
        }
        if message["role"] == "user" && at > 0 {
            let open = before.map_or(at, |at| at);
            for id in before.into_iter().flat_map(|at| calls(core::slice::from_ref(&context[at]))) {
                let answered = |m: &Value| m["role"] == "toolResult" && m["toolCallId"] == *id;
                assert!(context[open..at].iter().any(answered), "a call hangs: {context:?}");
            }
        }
    }
}

fn calls(messages: &[Value]) -> impl Iterator<Item = &Value> {
    let parts = messages.iter().filter(|m| m["role"] == "assistant").filter_map(|m| m["content"].as_array());
    parts.flatten().filter(|p| p["type"] == "toolCall").map(|p| &p["id"])
}
