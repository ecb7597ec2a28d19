//! What was reached, of all there is: kinds of inputs, actions, timers and facts, answers by method, close
//! codes. The lists are complete, or this does not compile.

use core::fmt::Write as _;
use engine::{Action, Fact, Input, Timer};
use std::collections::BTreeMap;

/// Every variant of a type, and the name of the one a value is.
macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident, $all:ident, $type:ident, [$($variant:ident),* $(,)?]) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(value: &$type) -> &'static str {
            match value {
                $($type::$variant { .. } => stringify!($variant)),*
            }
        }

        /// All of them.
        pub const $all: &[&str] = &[$(stringify!($variant)),*];
    };
}

kinds! {
    /// What kind of input it is.
    input_kind, INPUTS, Input,
    [Start, Listening, ListenFailed, Opened, Message, Flushed, Drained, Closed, HttpRequest, HttpBody,
        HttpGone, Chunk, Done, Signal, Timeout]
}

kinds! {
    /// What kind of action it is.
    action_kind, ACTIONS, Action,
    [Accept, Reject, Send, Broadcast, SetReadLimit, Close, Drop, AcceptBody, Respond, Fetch, Spawn, Files,
        Cancel, Listen, Unlisten, Observe, Exit]
}

kinds! {
    /// What kind of timer it is.
    timer_kind, TIMERS, Timer,
    [Handshake, CloseLinger, Http, Op, Tick, HealthRefresh, HealthCadence, Maintenance, RunDeadline, Echo,
        ChatFlush, Wait, Heartbeat, Wake, Checkpoint, JournalRetry, DrainDeadline]
}

kinds! {
    /// What kind of fact it is.
    fact_kind, FACTS, Fact,
    [Loaded, Listening, Serving, HandshakeTimeout, NotJson, Unauthorized, Blocked, ClosedEarly, Connected,
        Disconnected, OriginRefused, UntrustedProxy, ForeignHost, Asked, Told, Answered, EventDropped,
        SlowConsumer, Pairing, RunAccepted, RunEnded, RunInterrupted, Signal, RestartRefused, Draining,
        DrainCut, ConfigRefused, Aside, WriteFailed, WriteRecovered, ReadFailed, BrokenLines,
        SystemEventDropped, LateCompletion, HeartbeatSkipped, FaultsLeftOut]
}

/// Close codes the gateway may use.
pub const CLOSES: &[&str] =
    &["1000", "1002", "1008", "1012", "dropped", "rejected 403", "rejected 404", "rejected 503"];

/// Answers that a method may give.
pub const OUTCOMES: &[&str] = &["ok", "INVALID_REQUEST", "UNAVAILABLE", "NOT_PAIRED", "AGENT_TIMEOUT"];

/// How often everything was reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By what it is (`input`, `action`, …) and its name.
    pub counts: BTreeMap<(&'static str, String), u64>,
}

impl Coverage {
    /// Notes that something was reached.
    pub fn see(&mut self, what: &'static str, name: &str) {
        // Looking with a borrowed key would need a copy of the name all the same.
        *self.counts.entry((what, name.to_owned())).or_default() += 1;
    }

    /// Takes another's counts in.
    pub fn add(&mut self, other: &Self) {
        for (key, count) in &other.counts {
            *self.counts.entry(key.clone()).or_default() += count;
        }
    }

    /// How often one thing was reached.
    #[must_use]
    pub fn count(&self, what: &'static str, name: &str) -> u64 {
        self.counts.get(&(what, name.to_owned())).copied().unwrap_or(0)
    }

    /// The names of a list that were never reached.
    #[must_use]
    pub fn missing(&self, what: &'static str, all: &[&str]) -> Vec<String> {
        all.iter().filter(|name| self.count(what, name) == 0).map(|name| (*name).to_owned()).collect()
    }

    /// A line or more for each kind: what was reached how often, and what never.
    #[must_use]
    pub fn report(&self) -> String {
        let mut out = String::new();
        let lists: [(&'static str, &[&str]); 5] =
            [("input", INPUTS), ("action", ACTIONS), ("timer", TIMERS), ("fact", FACTS), ("close", CLOSES)];
        for (what, all) in lists {
            let missing = self.missing(what, all);
            let _ = writeln!(out, "{what}: {} of {} reached", all.len() - missing.len(), all.len());
            let counts = self.counts.iter().filter(|((w, _), _)| *w == what);
            let counts: Vec<String> = counts.map(|((_, name), n)| format!("{name} {n}")).collect();
            let _ = writeln!(out, "  {}", counts.join(", "));
            if !missing.is_empty() {
                let _ = writeln!(out, "  never: {}", missing.join(", "));
            }
        }
        let _ = writeln!(out, "answers by method:");
        let mut methods: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for ((_, name), count) in self.counts.iter().filter(|((w, _), _)| *w == "answer") {
            let (method, outcome) = name.split_once(' ').unwrap_or((name, ""));
            methods.entry(method).or_default().push(format!("{outcome} {count}"));
        }
        for (method, outcomes) in methods {
            let _ = writeln!(out, "  {method}: {}", outcomes.join(", "));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_reached_is_listed() {
        let mut coverage = Coverage::default();
        coverage.see("input", input_kind(&Input::Start));
        coverage.see("input", "Timeout");
        let missing = coverage.missing("input", INPUTS);
        assert_eq!(missing.len(), INPUTS.len() - 2);
        assert!(!missing.contains(&"Start".to_owned()));
        assert!(coverage.report().contains("input: 2 of 15 reached"));
    }
}
