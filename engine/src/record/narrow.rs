//! What of a recording concerns one connection, or one run.

use super::replay::Then;
use crate::action::{Action, FileOp};
use crate::ids::{ConnId, OpId};
use crate::input::Input;
use std::collections::BTreeSet;

/// Picks the steps and actions that concern a connection or a run.
///
/// A step concerns a run when a message or an action of it names the run, or when it is about an operation that
/// was begun in such a step and writes nothing.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    conn: Option<ConnId>,
    run: Option<String>,
    ops: BTreeSet<OpId>,
}

impl Narrow {
    /// Picks what concerns a connection and a run; everything where neither is named.
    #[must_use]
    pub fn new(conn: Option<ConnId>, run: Option<&str>) -> Self {
        // As it stands in a text inside a text.
        let run = run.map(|id| id.replace(['"', '\\'], ""));
        Self { conn, run, ops: BTreeSet::new() }
    }

    /// The places of the actions of a step that count; `None` when nothing of it does.
    pub fn pick(&mut self, then: &Then) -> Option<Vec<usize>> {
        let all = 0..then.actions.len();
        let of_conn = |at: &usize| self.conn.is_none_or(|conn| is_to(&then.actions[*at], conn));
        let input_of_conn = self.conn.is_none_or(|conn| is_from(&then.input, conn));
        let mut picked: Vec<_> = all.filter(of_conn).collect();
        if !input_of_conn && picked.is_empty() {
            return None;
        }
        if let Some(run) = &self.run {
            let named = |text: &String| text.contains(run.as_str());
            // A file that is read may well tell of other runs.
            let own = match op_of(&then.input) {
                Some(op) => self.ops.contains(&op),
                None => named(&then.input_text),
            };
            if !own && !then.action_texts.iter().any(named) {
                return None;
            }
            picked.retain(|at| own || named(&then.action_texts[*at]));
            self.ops.extend(then.actions.iter().filter_map(begins));
        }
        Some(picked)
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "no other input has a connection")]
fn is_from(input: &Input, conn: ConnId) -> bool {
    match input {
        Input::Opened { conn: of, .. }
        | Input::Message { conn: of, .. }
        | Input::Drained { conn: of, .. }
        | Input::Closed { conn: of, .. } => *of == conn,
        Input::Flushed { unsent } => unsent.iter().any(|(of, _)| *of == conn),
        _ => false,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "no other action has a connection")]
fn is_to(action: &Action, conn: ConnId) -> bool {
    match action {
        Action::Accept { conn: to }
        | Action::Reject { conn: to, .. }
        | Action::Send { conn: to, .. }
        | Action::SetReadLimit { conn: to, .. }
        | Action::Close { conn: to, .. }
        | Action::Drop { conn: to } => *to == conn,
        Action::Broadcast { to, .. } => to.iter().any(|(to, _)| *to == conn),
        _ => false,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "no other input has an operation")]
fn op_of(input: &Input) -> Option<OpId> {
    match input {
        Input::Chunk { op, .. } | Input::Done { op, .. } => Some(*op),
        _ => None,
    }
}

/// An operation that a run may wait for. What is written is written for many at once.
#[expect(clippy::wildcard_enum_match_arm, reason = "no other action begins an operation")]
fn begins(action: &Action) -> Option<OpId> {
    match action {
        Action::Fetch { op, .. } | Action::Spawn { op, .. } => Some(*op),
        Action::Files { op, files } => {
            let reads = |op: &FileOp| {
                matches!(op, FileOp::Read { .. } | FileOp::ReadBelow { .. } | FileOp::List { .. })
            };
            files.iter().all(reads).then_some(*op)
        }
        _ => None,
    }
}
