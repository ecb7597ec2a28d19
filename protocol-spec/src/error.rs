//! Building the error of a response.

use serde_json::Value;

use crate::generated::v3::errors::ErrorCode;
use crate::generated::v3::types::ErrorShape;

impl ErrorShape {
    /// Returns an error with a code and a text.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code: code.as_str().to_owned(), message: message.into(), ..Self::default() }
    }

    /// Adds details.
    #[must_use]
    pub fn with_details(self, details: Value) -> Self {
        Self { details: Some(details), ..self }
    }

    /// Says that the same request may succeed after this many milliseconds.
    #[must_use]
    pub fn with_retry_after(self, ms: u64) -> Self {
        Self { retryable: Some(true), retry_after_ms: Some(ms), ..self }
    }
}
