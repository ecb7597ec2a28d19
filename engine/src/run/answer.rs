//! The message that a model is giving, as far as it has come.

use super::clean::{clean, clean_so_far, may_begin_mark};
use crate::model::{ToolCall, Usage};
use crate::time::UnixMs;
use serde_json::{Map, Value, json};

/// A message of a model in the making.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Answer {
    pub(crate) raw: String,
    pub(crate) thinking: String,
    pub(crate) calls: Vec<ToolCall>,
    pub(crate) usage: Usage,
    pub(crate) begun: Option<UnixMs>,
    /// The cleaned text that was told last.
    shown: String,
    /// The same as it stands between the quotes of a JSON text: a long answer is not escaped anew for each
    /// of its parts.
    escaped: String,
    /// Bytes of `raw` that were looked at, and whether something in them may have to be left out.
    scanned: usize,
    marked: bool,
}

/// What a cleaned text may lack: blocks, directives, media lines and replies kept to oneself begin so.
const MARKS: [&str; 4] = ["<", "[[", "MEDIA:", "NO_REPLY"];

/// Length of the longest mark.
const LONGEST_MARK: usize = 8;

/// What was added to the text that is shown.
#[derive(Debug, PartialEq)]
pub(crate) struct Progress<'a> {
    pub(crate) delta: &'a str,
    /// The whole text and the delta, as they stand between the quotes of a JSON text.
    pub(crate) escaped_text: &'a str,
    pub(crate) escaped_delta: &'a str,
}

impl Answer {
    /// A message that has nothing in it yet.
    pub(crate) fn begin(at: UnixMs) -> Self {
        Self { begun: Some(at), ..Self::default() }
    }

    /// What the text has gained since it was told last, when it has.
    pub(crate) fn progress(&mut self) -> Option<Progress<'_>> {
        self.look_for_marks();
        let (told, written) = (self.shown.len(), self.escaped.len());
        if self.marked || self.raw.trim().len() <= LONGEST_MARK || may_begin_mark(&self.raw) {
            // A text that has lost something of what was told waits until it has grown past it.
            let text = clean_so_far(&self.raw);
            let delta = text.strip_prefix(self.shown.as_str())?;
            self.shown.push_str(delta);
        } else {
            // Nothing is left out: the text that was told is the beginning of this one.
            let text = self.raw.trim();
            self.shown.push_str(text.get(told..)?);
        }
        self.told_from(told, written)
    }

    /// The same when the message is complete: what was held back is text after all.
    pub(crate) fn finish(&mut self) -> Option<Progress<'_>> {
        let (told, written) = (self.shown.len(), self.escaped.len());
        let text = clean(&self.raw);
        let grows = text.starts_with(self.shown.as_str());
        self.shown = text;
        if grows { self.told_from(told, written) } else { None }
    }

    /// What is shown beyond what was told.
    fn told_from(&mut self, told: usize, written: usize) -> Option<Progress<'_>> {
        let delta = &self.shown[told..];
        if delta.is_empty() {
            return None;
        }
        push_escaped(&mut self.escaped, delta);
        let (escaped_text, escaped_delta) = (self.escaped.as_str(), &self.escaped[written..]);
        Some(Progress { delta, escaped_text, escaped_delta })
    }

    /// Looks at what is new. A mark may have begun before it.
    fn look_for_marks(&mut self) {
        let mut from = self.scanned.saturating_sub(LONGEST_MARK);
        while !self.raw.is_char_boundary(from) {
            from -= 1;
        }
        let new = &self.raw[from..];
        self.marked = self.marked || MARKS.iter().any(|mark| new.contains(mark));
        self.scanned = self.raw.len();
    }

    /// The text as it was told last.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// The message as the transcript keeps it: what the model said, nothing left out.
    pub(crate) fn message(
        &self,
        model: (&str, &str, &str),
        stop: &str,
        error: Option<&str>,
        cost: &Cost,
    ) -> Value {
        let mut content = Vec::new();
        if !self.thinking.is_empty() {
            content.push(json!({"type": "thinking", "thinking": self.thinking}));
        }
        if !self.raw.is_empty() {
            content.push(json!({"type": "text", "text": self.raw}));
        }
        for call in &self.calls {
            let arguments = call.arguments.clone().unwrap_or_else(|_| Value::Object(Map::new()));
            content
                .push(json!({"type": "toolCall", "id": call.id, "name": call.name, "arguments": arguments}));
        }
        let (api, provider, model) = model;
        let u = self.usage;
        let mut message = json!({
            "role": "assistant", "content": content, "api": api, "provider": provider, "model": model,
            "usage": {"input": u.input, "output": u.output, "cacheRead": u.cache_read, "cacheWrite": u.cache_write,
                "totalTokens": u.total(), "cost": cost.of(u)},
            "stopReason": stop,
        });
        if let Some(error) = error {
            message["errorMessage"] = json!(error);
        }
        message["timestamp"] = json!(self.begun.unwrap_or_default().0);
        message
    }
}

/// Appends a text as it stands between the quotes of a JSON text.
fn push_escaped(out: &mut String, text: &str) {
    let quoted = serde_json::to_string(text).expect("a string always has a JSON text");
    out.push_str(&quoted[1..quoted.len() - 1]);
}

/// Price of a model's tokens, in dollars a million.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Cost {
    pub(crate) input: f64,
    pub(crate) output: f64,
    pub(crate) cache_read: f64,
    pub(crate) cache_write: f64,
}

impl Cost {
    fn of(&self, u: Usage) -> Value {
        #[expect(clippy::cast_precision_loss, reason = "token counts are far below 2^52")]
        let price = |tokens: u64, dollars: f64| tokens as f64 * dollars / 1e6;
        let parts = [
            price(u.input, self.input),
            price(u.output, self.output),
            price(u.cache_read, self.cache_read),
            price(u.cache_write, self.cache_write),
        ];
        let [input, output, cache_read, cache_write] = parts.map(number);
        let total = number(parts.iter().sum());
        json!({"input": input, "output": output, "cacheRead": cache_read, "cacheWrite": cache_write, "total": total})
    }
}

/// A whole number is written as one, as the reference does.
fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    if value.fract() == 0.0 && value.abs() < 1e15 { json!(value as i64) } else { json!(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delta(answer: &mut Answer, more: &str) -> Option<String> {
        answer.raw.push_str(more);
        answer.progress().map(|progress| progress.delta.to_owned())
    }

    #[test]
    fn progress_is_told_only_when_the_clean_text_grows() {
        let mut a = Answer::default();
        assert_eq!(delta(&mut a, "one ").as_deref(), Some("one"));
        assert_eq!(delta(&mut a, " "), None);
        assert_eq!(delta(&mut a, "two ").as_deref(), Some("  two"));
        assert_eq!(delta(&mut a, "and three").as_deref(), Some(" and three"));
        assert_eq!(a.shown(), "one  two and three");
    }

    #[test]
    fn whatever_the_parts_what_is_told_is_the_clean_text() {
        let texts = [
            "  a plain answer, a \"quoted\" one\n\twith é and 語  ",
            "NO_REPLY",
            "I will <think>hidden</think> say [[reply_to_current]] this\nMEDIA:./x.png\nand that",
            "long enough to be plain at first, NO_REPLYING",
            "long enough, then <final>done</final>",
            "an array a[0][1], an end that may begin a tag <",
        ];
        for text in texts {
            for size in 1..12 {
                let mut a = Answer::default();
                let mut told = String::new();
                let chars: Vec<char> = text.chars().collect();
                let mut check = |progress: Progress<'_>| {
                    told.push_str(progress.delta);
                    let json = format!("[\"{}\",\"{}\"]", progress.escaped_text, progress.escaped_delta);
                    let read: [String; 2] = serde_json::from_str(&json).unwrap();
                    assert_eq!(read, [told.clone(), progress.delta.to_owned()], "{text:?} by {size}");
                };
                for part in chars.chunks(size) {
                    a.raw.extend(part);
                    a.progress().map(&mut check);
                }
                a.finish().map(&mut check);
                assert_eq!(told, a.shown());
                assert_eq!(told, clean(text), "{text:?} by {size}");
            }
        }
    }

    #[test]
    fn a_reply_that_turns_out_to_be_silent_is_shown_to_nobody_at_the_end() {
        let mut a = Answer::default();
        assert_eq!(delta(&mut a, "all is well.").as_deref(), Some("all is well."));
        assert_eq!(delta(&mut a, " NO_REPLY"), None);
        assert_eq!(a.finish(), None);
        assert_eq!(a.shown(), "");
    }

    #[test]
    fn the_message_has_the_reference_s_shape() {
        let a = Answer {
            raw: "hi".into(),
            usage: Usage { input: 11, output: 7, ..Usage::default() },
            begun: Some(UnixMs(5)),
            ..Answer::default()
        };
        let m = a.message(("openai-completions", "mock", "gpt"), "stop", None, &Cost::default());
        assert_eq!(
            m.to_string(),
            r#"{"role":"assistant","content":[{"type":"text","text":"hi"}],"api":"openai-completions","provider":"mock","model":"gpt","usage":{"input":11,"output":7,"cacheRead":0,"cacheWrite":0,"totalTokens":18,"cost":{"input":0,"output":0,"cacheRead":0,"cacheWrite":0,"total":0}},"stopReason":"stop","timestamp":5}"#
        );
    }
}
