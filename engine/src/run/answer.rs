//! The message that a model is giving, as far as it has come.

use super::clean;
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
}

impl Answer {
    /// A message that has nothing in it yet.
    pub(crate) fn begin(at: UnixMs) -> Self {
        Self { begun: Some(at), ..Self::default() }
    }

    /// The cleaned text and what it adds to what was told, when it adds something.
    pub(crate) fn progress(&mut self) -> Option<(String, String)> {
        let text = clean(&self.raw);
        let delta = text.strip_prefix(self.shown.as_str())?.to_owned();
        if text.is_empty() || delta.is_empty() {
            return None;
        }
        self.shown.clone_from(&text);
        Some((text, delta))
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

    #[test]
    fn progress_is_told_only_when_the_clean_text_grows() {
        let mut a = Answer { raw: "one ".into(), ..Answer::default() };
        assert_eq!(a.progress(), Some(("one".into(), "one".into())));
        a.raw.push(' ');
        assert_eq!(a.progress(), None);
        a.raw.push_str("two ");
        assert_eq!(a.progress(), Some(("one  two".into(), "  two".into())));
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
