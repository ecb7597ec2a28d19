//! `builtin/echo`: a model that needs no network, no key and no account. It is no intelligence: it says
//! back what it is told, word by word, so that a newcomer sees a working gateway and a test can order
//! what it needs. What it does is chosen by the first word of the last user message:
//!
//! | message | answer |
//! |---|---|
//! | `!tool NAME {"json": "arguments"}` | calls the tool, then tells its result |
//! | `!slow MILLISECONDS TEXT` | the text, with that pause before every word |
//! | `!fail TEXT` | an error with that text |
//! | anything else | `You said: ` and the message |

use super::{ModelEvent, StopReason, ToolCall, Usage, text_of};
use core::time::Duration;
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// Pause before each word when none is asked for: quick, and still visibly a stream.
const PACE: Duration = Duration::from_millis(10);

/// Longest pause that can be asked for.
const MAX_PACE: Duration = Duration::from_secs(60);

/// An answer being given.
#[derive(Debug, PartialEq)]
pub(crate) struct Echo {
    pace: Duration,
    parts: VecDeque<ModelEvent>,
}

impl Echo {
    /// Makes up the answer to a conversation.
    pub(crate) fn new(messages: &[Value]) -> Self {
        let (pace, mut parts) = answer(messages);
        let words =
            |e: &ModelEvent| if let ModelEvent::Text(t) = e { t.split_whitespace().count() } else { 0 };
        let output = parts.iter().map(words).sum::<usize>() as u64;
        let input =
            messages.iter().map(|m| text_of(&m["content"]).split_whitespace().count()).sum::<usize>() as u64;
        let stop = match parts.last() {
            Some(ModelEvent::ToolCall(_)) => Some(StopReason::ToolUse),
            Some(ModelEvent::Failed(_)) => None,
            _ => Some(StopReason::Stop),
        };
        if let Some(stop) = stop {
            parts.push(ModelEvent::Usage(Usage { input, output, ..Usage::default() }));
            parts.push(ModelEvent::Stop(stop));
        }
        Self { pace, parts: parts.into() }
    }

    /// Time until the next part is due.
    pub(crate) fn pace(&self) -> Duration {
        self.pace
    }

    /// The next part: one word, or everything that follows the last word. Empty when all is said.
    pub(crate) fn next(&mut self) -> Vec<ModelEvent> {
        let mut out: Vec<_> = self.parts.pop_front().into_iter().collect();
        if !matches!(self.parts.front(), Some(ModelEvent::Text(_))) {
            out.extend(self.parts.drain(..));
        }
        out
    }
}

fn answer(messages: &[Value]) -> (Duration, Vec<ModelEvent>) {
    let asked = messages.iter().rposition(|m| m["role"] == "user");
    let text = asked.map(|i| text_of(&messages[i]["content"])).unwrap_or_default();
    let text = spoken(&text);
    let results: Vec<_> =
        messages[asked.map_or(0, |i| i + 1)..].iter().filter(|m| m["role"] == "toolResult").collect();
    let (word, rest) = text.split_once(char::is_whitespace).map_or((text, ""), |(w, r)| (w, r.trim_start()));
    match word {
        "!tool" if results.is_empty() => (PACE, vec![ModelEvent::ToolCall(call(rest))]),
        "!tool" => {
            let told: Vec<_> = results.iter().map(|r| text_of(&r["content"])).collect();
            (PACE, speak(&format!("The tool says:\n\n{}", told.join("\n\n"))))
        }
        "!slow" => {
            let (ms, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let pace = ms.parse().map_or(PACE, Duration::from_millis).min(MAX_PACE);
            (pace, speak(rest))
        }
        "!fail" => {
            let text = if rest.is_empty() { "this failure was asked for" } else { rest };
            (PACE, vec![ModelEvent::Failed(text.to_owned())])
        }
        _ => (PACE, speak(&format!("You said: {text}"))),
    }
}

/// The message itself: without the lines that the gateway puts around it.
fn spoken(text: &str) -> &str {
    let text = text.split("\n[message_id:").next().unwrap_or(text).trim();
    match text.strip_prefix("System: ").and_then(|_| text.split_once("\n\n")) {
        Some((_, rest)) => rest.trim(),
        None => text,
    }
}

fn call(rest: &str) -> ToolCall {
    let (name, arguments) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let arguments = if arguments.trim().is_empty() { "{}" } else { arguments.trim() };
    let parsed = match serde_json::from_str::<Map<String, Value>>(arguments) {
        Ok(map) => Ok(Value::Object(map)),
        Err(_) => Err(arguments.to_owned()),
    };
    ToolCall { id: "call_echo".to_owned(), name: name.to_owned(), arguments: parsed }
}

/// Text as a stream of words, each with the space that follows it.
fn speak(text: &str) -> Vec<ModelEvent> {
    let mut out = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if !c.is_whitespace() && word.ends_with(char::is_whitespace) {
            out.push(ModelEvent::Text(core::mem::take(&mut word)));
        }
        word.push(c);
    }
    if !word.is_empty() {
        out.push(ModelEvent::Text(word));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn all(messages: &[Value]) -> (usize, Vec<ModelEvent>) {
        let (mut echo, mut out, mut steps) = (Echo::new(messages), Vec::new(), 0);
        loop {
            let next = echo.next();
            if next.is_empty() {
                return (steps, out);
            }
            steps += 1;
            out.extend(next);
        }
    }

    fn user(text: &str) -> Value {
        json!({"role": "user", "content": [{"type": "text", "text": text}]})
    }

    #[test]
    fn it_says_back_what_it_is_told_word_by_word() {
        let (steps, events) = all(&[user("hi there\n[message_id: r1]")]);
        assert_eq!(steps, 4);
        assert_eq!(events[3], ModelEvent::Text("there".into()));
        assert_eq!(events.last(), Some(&ModelEvent::Stop(StopReason::Stop)));
    }

    #[test]
    fn it_calls_a_tool_and_tells_the_result() {
        let ask = user("!tool read {\"path\":\"x\"}");
        let (_, events) = all(core::slice::from_ref(&ask));
        let call =
            ToolCall { id: "call_echo".into(), name: "read".into(), arguments: Ok(json!({"path": "x"})) };
        assert_eq!(events[0], ModelEvent::ToolCall(call));
        assert_eq!(events.last(), Some(&ModelEvent::Stop(StopReason::ToolUse)));
        let result = json!({"role": "toolResult", "content": [{"type": "text", "text": "data"}]});
        let (_, events) = all(&[ask, json!({"role": "assistant", "content": []}), result]);
        let said: String = events
            .iter()
            .filter_map(|e| if let ModelEvent::Text(t) = e { Some(t.as_str()) } else { None })
            .collect();
        assert_eq!(said, "The tool says:\n\ndata");
    }

    #[test]
    fn it_fails_and_dawdles_on_request() {
        assert_eq!(all(&[user("!fail no luck")]).1, [ModelEvent::Failed("no luck".into())]);
        assert_eq!(Echo::new(&[user("!slow 300 a b")]).pace(), Duration::from_millis(300));
        assert_eq!(Echo::new(&[user("!slow 99999999 a")]).pace(), MAX_PACE);
    }

    #[test]
    fn system_lines_are_not_part_of_what_was_said() {
        let (_, events) = all(&[user("System: [2026] x\nSystem: y\n\nhello")]);
        assert_eq!(events[2], ModelEvent::Text("hello".into()));
    }
}
