//! The answer to a request: one, and the compiler counts.

use crate::ids::ConnId;
use crate::time::Instant;
use crate::wire::Method;

/// The duty to answer one request. It is moved, never copied: whoever holds it answers.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "every request is owed an answer"]
pub(crate) struct Reply {
    conn: ConnId,
    id: Box<str>,
    method: Option<Method>,
    at: Instant,
}

impl Reply {
    pub(crate) fn new(conn: ConnId, id: &str, method: Option<Method>, at: Instant) -> Self {
        Self { conn, id: id.into(), method, at }
    }

    pub(crate) fn conn(&self) -> ConnId {
        self.conn
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// What was asked for, when this build knows it.
    pub(crate) fn method(&self) -> Option<Method> {
        self.method
    }

    /// When it was asked.
    pub(crate) fn at(&self) -> Instant {
        self.at
    }

    /// A second duty for the same request: `agent` answers twice. Nothing else does.
    pub(crate) fn again(&self) -> Self {
        Self { id: self.id.clone(), ..*self }
    }
}
