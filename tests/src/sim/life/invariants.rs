//! What must hold after every step, each by its name, and how often each was really put to the test.

use core::fmt;

macro_rules! invariants {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal,)*) => {
        /// Something that must always hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Invariant {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Invariant {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What it demands.
            #[must_use]
            pub fn demands(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),*).trim_ascii(),)*
                }
            }
        }
    };
}

invariants! {
    /// The engine never panics, whatever it is told.
    NoPanic = "no-panic",
    /// A request has one answer at most, `agent` two, and no answer comes that nobody asked for.
    OneReply = "one-reply",
    /// In the end every request of a connection that is still there was answered, `agent` to its end.
    EveryReply = "every-reply",
    /// An HTTP request has one answer at most, and in the end it has one.
    OneHttpAnswer = "one-http-answer",
    /// Events of a connection are numbered from 1 without a gap, but for those it was too slow for.
    SeqContiguous = "seq-contiguous",
    /// Presence from the snapshot and the events is what the gateway says when it is asked.
    PresenceIsStream = "presence-is-stream",
    /// Health from the snapshot and the events is what the gateway says when it is asked.
    HealthIsStream = "health-is-stream",
    /// Counters of the snapshot only grow, each health event by one.
    VersionsGrow = "versions-grow",
    /// No event reaches a connection that may not see it.
    EventScope = "event-scope",
    /// No method is done for a connection that may not ask for it, and none is denied that may be asked for.
    MethodScope = "method-scope",
    /// Nobody is let in without a secret, a token that is good, or a name that Tailscale vouches for.
    SecretNeeded = "secret-needed",
    /// A device has no scope and no role that nobody granted it.
    GrantNotExceeded = "grant-not-exceeded",
    /// A token that was revoked or replaced opens nothing any more, across restarts too.
    DeadToken = "dead-token",
    /// Wake words that were acknowledged are kept.
    WordsKept = "words-kept",
    /// A device whose pairing was acknowledged stays paired, one that was turned away does not come back.
    PairingKept = "pairing-kept",
    /// A turn whose end was told is in its transcript, one that was accepted is there or closed with a reason.
    RunKept = "run-kept",
    /// What was put into a session and acknowledged is in its transcript.
    InjectKept = "inject-kept",
    /// Every line of a transcript is whole.
    LinesWhole = "lines-whole",
    /// A turn is run once, whoever repeats its key, and across a crash.
    RunOnce = "run-once",
    /// No turn waits while its session and its lane are free.
    LaneMoves = "lane-moves",
    /// Turns of one session never run at the same time, and no lane has more than its width.
    LaneHolds = "lane-holds",
    /// After an answered abort nothing more is told of the turn.
    AbortSilent = "abort-silent",
    /// After an answered abort nothing of the turn goes on outside.
    AbortEnds = "abort-ends",
    /// Every operation under way has an owner, and the engine knows of no other.
    OpOwned = "op-owned",
    /// Every operation has a deadline, and is given up at it.
    OpDeadline = "op-deadline",
    /// Every timer has an owner.
    TimerOwned = "timer-owned",
    /// A timer that is due is served at once.
    TimerServed = "timer-served",
    /// When nothing is due nothing is done.
    NeverEarly = "never-early",
    /// A tick comes every thirty seconds, no sooner and no later.
    TickOnTime = "tick-on-time",
    /// Who does not say who it is in ten seconds has to go, and no sooner.
    HandshakeOnTime = "handshake-on-time",
    /// A connection that does not answer a close is dropped after two seconds.
    LingerOnTime = "linger-on-time",
    /// `agent.wait` is answered when its time is up, and not sooner unless the turn has ended.
    WaitOnTime = "wait-on-time",
    /// Nothing is sent to a connection before it is let in, after it was closed, or after it is gone.
    SendToOpen = "send-to-open",
    /// The bytes that wait for a slow client are bounded.
    UnsentBounded = "unsent-bounded",
    /// Every table is within its bound.
    TablesBounded = "tables-bounded",
    /// Who stops the gateway does not find it running again, and waits five seconds at most.
    StopIsFinal = "stop-is-final",
    /// When all is quiet nothing is held that belongs to someone who is gone.
    BackToBaseline = "back-to-baseline",
    /// In a healed world every turn ends in time.
    RunsEnd = "runs-end",
    /// In a healed world the gateway serves, and says so.
    ServesAgain = "serves-again",
    /// After a clean stop every file is complete and no journal is left.
    CleanStop = "clean-stop",
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An invariant that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which one.
    pub invariant: Invariant,
    /// What was seen.
    pub detail: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.invariant, self.invariant.demands(), self.detail)
    }
}

/// The book of checks: how often each invariant was put to the test, and the first that did not hold.
#[derive(Clone, Debug)]
pub struct Checks {
    counts: [u64; Invariant::ALL.len()],
    /// The first that did not hold.
    pub violation: Option<Violation>,
}

impl Default for Checks {
    fn default() -> Self {
        Self { counts: [0; Invariant::ALL.len()], violation: None }
    }
}

impl Checks {
    /// Puts an invariant to the test; `detail` tells what was seen when it does not hold.
    pub fn check(&mut self, invariant: Invariant, holds: bool, detail: impl FnOnce() -> String) {
        self.counts[invariant as usize] += 1;
        if !holds {
            self.fail(invariant, detail());
        }
    }

    /// Notes that an invariant did not hold.
    pub fn fail(&mut self, invariant: Invariant, detail: String) {
        if self.violation.is_none() {
            self.violation = Some(Violation { invariant, detail });
        }
    }

    /// How often an invariant was put to the test.
    #[must_use]
    pub fn count(&self, invariant: Invariant) -> u64 {
        self.counts[invariant as usize]
    }

    /// Takes another's counts in.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.counts.iter_mut().zip(other.counts) {
            *mine += theirs;
        }
    }

    /// The invariants that were never put to the test.
    #[must_use]
    pub fn idle(&self) -> Vec<Invariant> {
        Invariant::ALL.iter().copied().filter(|i| self.count(*i) == 0 && *i != Invariant::NoPanic).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_does_not_hold_is_kept() {
        let mut checks = Checks::default();
        checks.check(Invariant::OneReply, true, String::new);
        checks.check(Invariant::OneReply, false, || "two".to_owned());
        checks.check(Invariant::EventScope, false, || "later".to_owned());
        assert_eq!(checks.count(Invariant::OneReply), 2);
        let violation = checks.violation.clone().unwrap();
        assert_eq!((violation.invariant.name(), violation.detail.as_str()), ("one-reply", "two"));
        assert!(checks.idle().contains(&Invariant::RunsEnd));
    }

    #[test]
    fn every_invariant_says_what_it_demands() {
        for invariant in Invariant::ALL {
            assert!(invariant.demands().ends_with('.'), "{invariant}: {}", invariant.demands());
        }
    }
}
