//! Why a request failed and why a connection ended, in the words the reference's commands print.

use core::fmt;
use core::time::Duration;

use protocol_spec::types::ErrorShape;
use serde_json::Value;

/// Why a request has no result.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RequestError {
    /// The gateway refused it, or failed at it.
    #[error("{}", error.message)]
    Refused {
        /// The gateway's words.
        error: Box<ErrorShape>,
        /// What a few methods send beside the error.
        payload: Option<Value>,
    },
    /// There was no answer in time.
    #[error("gateway timeout after {}ms", .0.as_millis())]
    Timeout(Duration),
    /// The connection ended first. Whether the gateway did what was asked is unknown, unless it was never sent.
    #[error("{0}")]
    Disconnected(Disconnect),
    /// So many requests are unanswered that this one was not sent.
    #[error("too many requests wait for the gateway")]
    TooMany,
    /// The request was not sent because the gateway would end the connection for its size.
    #[error("request of {bytes} bytes is larger than the {max} the gateway takes")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The gateway's limit.
        max: usize,
    },
}

/// The end of a connection, or of the attempt at one.
#[derive(Clone, Debug, PartialEq)]
pub struct Disconnect {
    /// The close code: the gateway's, ours, or [`ABNORMAL`] when there was none.
    pub code: u16,
    /// The text beside the code, often empty.
    pub reason: String,
    /// What happened.
    pub cause: Cause,
}

/// What ended a connection.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// There was no WebSocket to begin with.
    Unreachable {
        /// The system's or the server's words, such as `connect ECONNREFUSED 127.0.0.1:18789`.
        detail: String,
    },
    /// The gateway refused `connect`.
    Refused(Box<ErrorShape>),
    /// The gateway's answer to `connect` was not one.
    BadHello {
        /// What is wrong with it.
        detail: String,
    },
    /// The handshake was not done in time.
    HandshakeTimeout,
    /// The gateway fell silent.
    TickTimeout,
    /// The gateway closed the connection, or it broke.
    Peer,
    /// The client was closed.
    Own,
}

/// The code that stands for an end without a close frame.
pub const ABNORMAL: u16 = 1006;

/// The code that stands for a close frame without a code.
pub const NO_STATUS: u16 = 1005;

impl Disconnect {
    pub(super) fn unreachable(detail: String) -> Self {
        Self { code: ABNORMAL, reason: String::new(), cause: Cause::Unreachable { detail } }
    }

    pub(super) fn new(code: u16, reason: &str, cause: Cause) -> Self {
        Self { code, reason: reason.to_owned(), cause }
    }

    /// Tells more than the code does: why there was no connection, or what the gateway said to `connect`.
    pub fn detail(&self) -> Option<&str> {
        match &self.cause {
            Cause::Unreachable { detail } | Cause::BadHello { detail } => Some(detail),
            Cause::Refused(error) => Some(&error.message),
            Cause::HandshakeTimeout | Cause::TickTimeout | Cause::Peer | Cause::Own => None,
        }
    }
}

impl fmt::Display for Disconnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The reference explains these two codes and no others.
        let words = match self.code {
            1000 => " normal closure",
            ABNORMAL => " abnormal closure (no close frame)",
            _ => "",
        };
        let reason = if self.reason.trim().is_empty() { "no close reason" } else { &self.reason };
        write!(f, "gateway closed ({}{words}): {reason}", self.code)
    }
}

impl core::error::Error for Disconnect {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disconnect_reads_as_the_reference_prints_it() {
        let text = |code, reason| Disconnect::new(code, reason, Cause::Peer).to_string();
        assert_eq!(
            text(1006, ""),
            "gateway closed (1006 abnormal closure (no close frame)): no close reason"
        );
        assert_eq!(text(1000, ""), "gateway closed (1000 normal closure): no close reason");
        assert_eq!(text(1012, ""), "gateway closed (1012): no close reason");
        assert_eq!(text(1008, "connect failed"), "gateway closed (1008): connect failed");
        assert_eq!(text(4000, "tick timeout"), "gateway closed (4000): tick timeout");
    }

    #[test]
    fn a_request_error_reads_as_the_reference_prints_it() {
        assert_eq!(
            RequestError::Timeout(Duration::from_secs(10)).to_string(),
            "gateway timeout after 10000ms"
        );
        let error = Box::new(ErrorShape { message: "boom".to_owned(), ..ErrorShape::default() });
        assert_eq!(RequestError::Refused { error, payload: None }.to_string(), "boom");
    }
}
