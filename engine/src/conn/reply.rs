//! The answer to a request: one, and the compiler counts.

use crate::ids::ConnId;

/// The duty to answer one request. It is moved, never copied: whoever holds it answers.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "every request is owed an answer"]
pub(crate) struct Reply {
    conn: ConnId,
    id: Box<str>,
}

impl Reply {
    pub(crate) fn new(conn: ConnId, id: &str) -> Self {
        Self { conn, id: id.into() }
    }

    pub(crate) fn conn(&self) -> ConnId {
        self.conn
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// A second duty for the same request: `agent` answers twice. Nothing else does.
    pub(crate) fn again(&self) -> Self {
        Self { conn: self.conn, id: self.id.clone() }
    }
}
