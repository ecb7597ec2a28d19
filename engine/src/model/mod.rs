//! Models: what they are asked, and what they answer, whoever they are.

pub(crate) mod echo;
pub(crate) mod openai;
mod sse;

use serde_json::Value;

/// The provider and id of the model that is built in.
pub(crate) const BUILTIN: (&str, &str) = ("builtin", "echo");

/// A piece of a model's answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ModelEvent {
    /// More text.
    Text(String),
    /// More of the model's thinking.
    Thinking(String),
    /// The whole of a tool call.
    ToolCall(ToolCall),
    /// Tokens used so far.
    Usage(Usage),
    /// The answer is complete.
    Stop(StopReason),
    /// The model, or the way to it, failed.
    Failed(String),
}

/// A tool that the model wants to be used.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ToolCall {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Its arguments, or the text that was no JSON object.
    pub(crate) arguments: Result<Value, String>,
}

/// Why an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StopReason {
    Stop,
    Length,
    ToolUse,
}

impl StopReason {
    /// The word in transcripts.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Length => "length",
            Self::ToolUse => "toolUse",
        }
    }
}

/// Tokens of one model call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) input: u64,
    pub(crate) output: u64,
    pub(crate) cache_read: u64,
    pub(crate) cache_write: u64,
}

impl Usage {
    pub(crate) fn total(self) -> u64 {
        self.context().saturating_add(self.output)
    }

    /// Size of the context the call had, as the session entry counts it: what went in, not what came out.
    pub(crate) fn context(self) -> u64 {
        self.input.saturating_add(self.cache_read).saturating_add(self.cache_write)
    }
}

/// A tool that a model is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ToolSpec {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    /// JSON Schema of its arguments.
    pub(crate) parameters: &'static str,
}

/// What a model is asked.
#[derive(Debug)]
pub(crate) struct Prompt<'a> {
    pub(crate) system: &'a str,
    /// Transcript messages, oldest first.
    pub(crate) messages: &'a [Value],
    pub(crate) tools: &'a [ToolSpec],
    pub(crate) thinking: &'a str,
}

/// The text parts of a transcript message, joined by newlines.
pub(crate) fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let texts = parts.iter().filter(|p| p["type"] == "text").filter_map(|p| p["text"].as_str());
            texts.collect::<Vec<_>>().join("\n")
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => String::new(),
    }
}
