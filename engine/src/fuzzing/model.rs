//! What models answer.

use super::Choices;
use crate::limits::MAX_TOOL_CALLS;
use crate::model::ModelEvent;
use crate::model::echo::Echo;
use crate::model::openai::Decoder;
use core::time::Duration;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A stream gives the same events however it is cut, one end and nothing after it, and calls that can be
/// answered by their ids.
pub fn sse_openai(data: &[u8]) {
    let mut choices = Choices(data);
    let (cut, how) = (choices.byte(), choices.byte());
    let bytes = choices.rest();
    let status = [200, 201, 401, 429, 500, 0][usize::from(how >> 1) % 6];
    let end = if how & 1 == 0 { Ok(()) } else { Err("the connection broke off".to_owned()) };
    let whole = decoded(status, [bytes].into_iter(), end.clone());
    let cut = usize::from(cut % 37) + 1;
    assert_eq!(whole, decoded(status, bytes.chunks(cut), end), "depends on the cut");

    let ends = |e: &ModelEvent| matches!(e, ModelEvent::Stop(_) | ModelEvent::Failed(_));
    assert_eq!(whole.iter().filter(|e| ends(e)).count(), 1, "one end: {whole:?}");
    assert!(whole.last().is_some_and(ends), "the end is last: {whole:?}");
    let calls =
        whole.iter().filter_map(|e| if let ModelEvent::ToolCall(call) = e { Some(call) } else { None });
    let mut ids = BTreeSet::new();
    for call in calls {
        assert!(!call.id.is_empty() && ids.insert(&call.id), "a call without an id of its own: {whole:?}");
        assert!(call.arguments.as_ref().map_or(true, Value::is_object), "arguments that are no object");
    }
    assert!(ids.len() <= MAX_TOOL_CALLS, "more calls than the limit");
    let told: usize = whole.iter().map(text_len).sum();
    // A byte that is no UTF-8 ends the stream, so every text is made of bytes that came.
    assert!(told <= bytes.len() * 3 + 300, "more text than bytes");
}

fn text_len(event: &ModelEvent) -> usize {
    match event {
        ModelEvent::Text(text) | ModelEvent::Thinking(text) => text.len(),
        ModelEvent::ToolCall(_) | ModelEvent::Usage(_) | ModelEvent::Stop(_) | ModelEvent::Failed(_) => 0,
    }
}

/// The events of a response, pieces of one text joined.
fn decoded<'a>(
    status: u16,
    chunks: impl Iterator<Item = &'a [u8]>,
    end: Result<(), String>,
) -> Vec<ModelEvent> {
    let mut decoder = Decoder::default();
    if status > 0 {
        decoder.head(status);
    }
    let mut events: Vec<ModelEvent> = chunks.flat_map(|chunk| decoder.body(chunk)).collect();
    events.extend(decoder.end(end));
    assert!(decoder.end(Ok(())).is_empty() && decoder.body(b"data: {}\n\n").is_empty(), "more after the end");
    let mut joined: Vec<ModelEvent> = Vec::new();
    for event in events {
        match (joined.last_mut(), event) {
            (Some(ModelEvent::Text(last)), ModelEvent::Text(more)) => last.push_str(&more),
            (Some(ModelEvent::Thinking(last)), ModelEvent::Thinking(more)) => last.push_str(&more),
            (_, event) => joined.push(event),
        }
    }
    joined
}

/// The built-in model ends every answer, in no more steps than it has words, and says what it was told.
pub fn echo(data: &[u8]) {
    let mut choices = Choices(data);
    let results = usize::from(choices.byte() % 3);
    let text = choices.text();
    let part = |text: &str| json!([{"type": "text", "text": text}]);
    let mut messages = vec![json!({"role": "user", "content": part(&text)})];
    messages
        .extend((0..results).map(|n| json!({"role": "toolResult", "content": part(&format!("{n}{text}"))})));
    let mut echo = Echo::new(&messages);
    assert!(echo.pace() <= Duration::from_secs(60), "a pause without a bound");

    let words = text.split_whitespace().count() * (results + 1);
    let mut events = Vec::new();
    for step in 0.. {
        assert!(step <= words + 8, "more steps than words");
        let next = echo.next();
        if next.is_empty() {
            break;
        }
        events.extend(next);
    }
    let ends = |e: &ModelEvent| matches!(e, ModelEvent::Stop(_) | ModelEvent::Failed(_));
    assert_eq!(events.iter().filter(|e| ends(e)).count(), 1, "one end: {events:?}");
    assert!(events.last().is_some_and(ends), "the end is last: {events:?}");
    let mut said = String::new();
    for event in &events {
        if let ModelEvent::Text(word) = event {
            assert!(word.split_whitespace().count() <= 1, "a step is one word: {word:?}");
            said.push_str(word);
        }
    }
    if !text.trim().starts_with('!') && !text.contains("System: ") && !text.contains("[message_id:") {
        assert_eq!(said, format!("You said: {}", text.trim()));
    }
}
