//! Outside operations: every one has an owner and a deadline, and only one end.

use crate::host::FileName;
use crate::ids::{ConnId, HttpId, OpId, RunId};
use crate::input::{OpError, OpErrorKind, OpResult};
use crate::load::LoadStep;
use crate::methods::pending::PendingId;
use crate::store::{Covers, Line};
use std::collections::BTreeMap;

/// Who asked for an operation, and so whom its end is told to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Loading state at start.
    Load(LoadStep),
    /// The journal's append.
    Journal,
    /// Writing changes out.
    Checkpoint(Covers),
    /// Writing transcript lines of one file that the journal has.
    Lines(FileName, Vec<Line>),
    /// Putting a broken file aside.
    Aside(FileName),
    /// Reading what a request needs.
    Request(PendingId),
    /// Asking who a Tailscale address is.
    Whois(ConnId),
    /// Reading a session's context for a run.
    Context(RunId),
    /// The model's answer to a run.
    Model(RunId),
    /// What is left of a model's response after its answer: read, so that the connection can be used
    /// again, and not listened to.
    Rest,
    /// A tool of a run: its index among the calls of the message.
    Tool(RunId, usize),
    /// Reading configuration again for a restart.
    Config,
    /// Reading a file of the canvas.
    Canvas(HttpId),
    /// Reading what an agent is to attend to at its heartbeat.
    Beat(String),
}

impl Owner {
    /// The result of an operation of this owner that ran past its deadline.
    pub(crate) fn timed_out(&self) -> OpResult {
        let error = || OpError {
            kind: OpErrorKind::TimedOut,
            detail: "it took too long and was given up".to_owned(),
        };
        match self {
            Self::Model(_) | Self::Rest => OpResult::Fetch(Err(error())),
            Self::Whois(_) => OpResult::Process(Err(error())),
            Self::Tool(..) => OpResult::Process(Err(error())),
            Self::Load(_)
            | Self::Journal
            | Self::Checkpoint(_)
            | Self::Lines(..)
            | Self::Aside(_)
            | Self::Request(_)
            | Self::Context(_)
            | Self::Config
            | Self::Canvas(_)
            | Self::Beat(_) => OpResult::Files(vec![Err(error())]),
        }
    }
}

/// The table of operations in flight.
#[derive(Debug, Default)]
pub(crate) struct Ops {
    owners: BTreeMap<OpId, Owner>,
    late: u64,
}

impl Ops {
    pub(crate) fn start(&mut self, op: OpId, owner: Owner) {
        self.owners.insert(op, owner);
    }

    pub(crate) fn owner(&self, op: OpId) -> Option<&Owner> {
        self.owners.get(&op)
    }

    /// Ends an operation. `None` means it was given up before: its completion came late.
    pub(crate) fn end(&mut self, op: OpId) -> Option<Owner> {
        let owner = self.owners.remove(&op);
        if owner.is_none() {
            self.late += 1;
        }
        owner
    }

    pub(crate) fn len(&self) -> usize {
        self.owners.len()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = OpId> {
        self.owners.keys().copied()
    }

    /// Gives every operation up.
    pub(crate) fn take_all(&mut self) -> Vec<OpId> {
        core::mem::take(&mut self.owners).into_keys().collect()
    }

    /// Completions that came after their operation was given up.
    pub(crate) fn late(&self) -> u64 {
        self.late
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_completion_is_dropped_and_counted() {
        let mut ops = Ops::default();
        ops.start(OpId(1), Owner::Journal);
        assert_eq!(ops.end(OpId(1)), Some(Owner::Journal));
        assert_eq!(ops.end(OpId(1)), None);
        assert_eq!(ops.late(), 1);
    }
}
