// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Error codes.

use crate::wire_enum::wire_enum;

wire_enum! {
    /// `error.code` of a failed request.
    pub enum ErrorCode {
        /// The request is malformed, not allowed, or names something that does not exist.
        InvalidRequest = "INVALID_REQUEST",
        /// The request was right but could not be done now.
        Unavailable = "UNAVAILABLE",
        /// The device has to be admitted first; sent only in the handshake.
        NotPaired = "NOT_PAIRED",
        /// The channel is not linked to an account.
        NotLinked = "NOT_LINKED",
        /// The agent did not finish in time.
        AgentTimeout = "AGENT_TIMEOUT",
    }
}
