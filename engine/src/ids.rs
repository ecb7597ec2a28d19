//! Newtypes for everything that is counted or named, so that no two kinds can be confused.

use core::fmt;
use serde::{Deserialize, Serialize};

macro_rules! counted {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }
    };
}

counted! {
    /// A WebSocket connection, numbered by the runtime; never reused within a process.
    ConnId, "c"
}
counted! {
    /// An HTTP request in flight, numbered by the runtime; never reused within a process.
    HttpId, "h"
}
counted! {
    /// An outside operation, numbered by the engine. The number only grows, also across an in-process
    /// restart, so a completion that arrives after its owner is gone can never meet another owner.
    OpId, "op"
}
counted! {
    /// A listening socket, numbered by the engine.
    ListenerId, "l"
}
counted! {
    /// A caller of `agent.wait` that is still waiting.
    WaitId, "w"
}

/// The name of a run: the caller's idempotency key, or a UUID for runs the gateway starts itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub std::sync::Arc<str>);

impl RunId {
    /// Makes a run id from its text.
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// Tells the text of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Hands out the numbers of operations, listeners and waiters.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    last: u64,
}

impl Ids {
    pub(crate) fn op(&mut self) -> OpId {
        OpId(self.next())
    }

    pub(crate) fn listener(&mut self) -> ListenerId {
        ListenerId(self.next())
    }

    pub(crate) fn wait(&mut self) -> WaitId {
        WaitId(self.next())
    }

    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }
}
