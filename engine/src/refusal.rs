//! The peer's faults, and ours towards it: how a request is refused, and how a connection ends.

use crate::wire::{ErrorCode, ErrorShape};
use core::time::Duration;
use serde_json::Value;

/// Why a request is not done. It becomes the `error` of its answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) code: ErrorCode,
    pub(crate) message: String,
    pub(crate) details: Option<Box<Value>>,
    /// Time after which the same request may succeed.
    pub(crate) retry_after: Option<Duration>,
}

impl Refusal {
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::InvalidRequest, message: message.into(), details: None, retry_after: None }
    }

    pub(crate) fn unavailable(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::Unavailable, ..Self::invalid(message) }
    }

    pub(crate) fn coded(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, ..Self::invalid(message) }
    }

    pub(crate) fn with_details(self, details: Value) -> Self {
        Self { details: Some(Box::new(details)), ..self }
    }

    pub(crate) fn retry_after(self, after: Duration) -> Self {
        Self { retry_after: Some(after), ..self }
    }

    /// The error as the wire has it.
    pub(crate) fn shape(self) -> ErrorShape {
        let millis = self.retry_after.map(|d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX));
        ErrorShape {
            code: self.code.as_str().to_owned(),
            message: self.message,
            details: self.details.map(|d| *d),
            retryable: millis.map(|_| true),
            retry_after_ms: millis,
        }
    }
}

/// How a connection ends, by us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CloseCode {
    /// Nothing is wrong, or nothing can be said.
    Normal,
    /// The protocol versions do not meet.
    Protocol,
    /// It broke a rule: no valid handshake, no authorization, too slow.
    Policy,
    /// The gateway stops or restarts.
    Restart,
}

impl CloseCode {
    /// The number on the wire.
    pub(crate) fn number(self) -> u16 {
        match self {
            Self::Normal => 1000,
            Self::Protocol => 1002,
            Self::Policy => 1008,
            Self::Restart => 1012,
        }
    }
}

/// Longest close reason the reference sends, in bytes.
const MAX_REASON: usize = 120;

/// Cuts a close reason to what fits a close frame, at a character's end.
pub(crate) fn reason(text: &str) -> String {
    let mut end = text.len().min(MAX_REASON);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_cut_at_a_character() {
        assert_eq!(reason(&"é".repeat(100)).len(), 120);
        assert_eq!(reason(&format!("x{}", "é".repeat(100))).len(), 119);
        assert_eq!(reason("short"), "short");
    }
}
