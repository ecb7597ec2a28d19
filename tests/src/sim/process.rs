//! Processes that print and exit when the test wants them to.

use engine::{OpId, Spawn};
use std::collections::BTreeMap;

/// Processes that run, by their operation.
#[derive(Debug, Default)]
pub struct Processes {
    running: BTreeMap<OpId, Spawn>,
    /// Processes whose group was ended by the gateway.
    pub ended: Vec<OpId>,
}

impl Processes {
    /// Notes a process.
    pub fn start(&mut self, op: OpId, spawn: Spawn) {
        self.running.insert(op, spawn);
    }

    /// The processes that run, oldest first.
    #[must_use]
    pub fn running(&self) -> Vec<OpId> {
        self.running.keys().copied().collect()
    }

    /// What a process was started with.
    #[must_use]
    pub fn spawn(&self, op: OpId) -> &Spawn {
        &self.running[&op]
    }

    /// The gateway ends one; `true` when there was such a one.
    pub fn cancel(&mut self, op: OpId) -> bool {
        let was = self.running.remove(&op).is_some();
        if was {
            self.ended.push(op);
        }
        was
    }

    /// It has ended by itself.
    pub fn end(&mut self, op: OpId) {
        self.running.remove(&op);
    }
}
