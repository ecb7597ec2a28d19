//! What the engine holds, counted: for those who want to see that it holds no more than it says.

use crate::engine::Engine;
use crate::timers::Timer;

/// How much the engine holds of everything that has a bound, and whether what it holds belongs to someone.
///
/// This is no fifth way to drive the engine. It changes nothing, tells nothing of what is held, and whoever
/// embeds the engine can do without it. It is here because a bound that nobody can look at is a wish, and
/// because what a leak consists of cannot be seen in actions: a test asks after every step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Connections, closing ones included; see `MAX_CONNECTIONS`.
    pub connections: usize,
    /// Those that have not completed their handshake; see `MAX_HANDSHAKES`.
    pub handshakes: usize,
    /// Outside operations under way.
    pub operations: usize,
    /// Those of them that no timer ends: none.
    pub endless_operations: usize,
    /// Timers that are set.
    pub timers: usize,
    /// Those of them that are for something that is gone: none.
    pub ownerless_timers: usize,
    /// Runs accepted and not ended; see `MAX_RUNS`.
    pub runs: usize,
    /// Those of them that could run and do not: none.
    pub idle_runs: usize,
    /// Runs that ended and can still be waited for; see `MAX_RUN_RESULTS`.
    pub finished_runs: usize,
    /// Callers of `agent.wait`; see `MAX_WAITERS`.
    pub waiters: usize,
    /// Requests that wait for files; see `MAX_PENDING_REQUESTS`.
    pub requests: usize,
    /// HTTP requests without an answer; see `MAX_HTTP_REQUESTS`.
    pub http_requests: usize,
    /// Answers kept for repeated requests; see `MAX_DEDUPE`.
    pub remembered_answers: usize,
    /// Presence entries; see `MAX_PRESENCE`.
    pub presence: usize,
    /// Devices that ask to be paired; see `MAX_PENDING_PAIRINGS`.
    pub pending_pairings: usize,
    /// Addresses whose guesses are counted; see `MAX_AUTH_ADDRESSES`.
    pub guessing_addresses: usize,
    /// Sessions that have notes waiting; see `MAX_SYSTEM_EVENT_SESSIONS`.
    pub noted_sessions: usize,
    /// Bytes of the journal that wait for the disk; see `MAX_JOURNAL_PENDING`.
    pub journal_pending: usize,
    /// Actions that were not taken yet: none, once they are drained.
    pub actions: usize,
}

impl Engine {
    /// Counts what the engine holds. It costs a look at every timer, operation and run.
    pub fn held(&self) -> Held {
        Held {
            connections: self.conns.len(),
            handshakes: self.conns.shaking(),
            operations: self.ops.len(),
            endless_operations: self.ops.ids().filter(|op| !self.timers.is_set(&Timer::Op(*op))).count(),
            timers: self.timers.all().count(),
            ownerless_timers: self.timers.all().filter(|timer| !self.is_owned(timer)).count(),
            runs: self.runs.active(),
            idle_runs: self.runs.startable(|lane| self.cx.settings.lane_width(lane)).len(),
            finished_runs: self.runs.finished_count(),
            waiters: self.runs.waiting(),
            requests: self.requests.len(),
            http_requests: self.door.len(),
            remembered_answers: self.dedupe.len(),
            presence: self.presence.len(),
            pending_pairings: self.devices.pending().count(),
            guessing_addresses: self.limiter.len(),
            noted_sessions: self.system_events.len(),
            journal_pending: self.store.journal.pending_bytes(),
            actions: self.cx.actions.len(),
        }
    }

    /// Whether what a timer is for is still there.
    fn is_owned(&self, timer: &Timer) -> bool {
        match timer {
            Timer::Handshake(conn) => self.conns.is_shaking(*conn),
            Timer::CloseLinger(conn) => self.conns.is_closing(*conn),
            Timer::Http(http) => self.door.is_waiting(*http),
            Timer::Op(op) => self.ops.owner(*op).is_some(),
            Timer::RunDeadline(run) | Timer::Echo(run) | Timer::ChatFlush(run) => {
                self.runs.get(run).is_some_and(|run| !run.is_ending())
            }
            Timer::Wait(wait) => self.runs.is_waiting(*wait),
            Timer::Tick
            | Timer::HealthRefresh
            | Timer::HealthCadence
            | Timer::Maintenance
            | Timer::Heartbeat
            | Timer::Wake
            | Timer::Checkpoint
            | Timer::JournalRetry
            | Timer::DrainDeadline => true,
        }
    }
}
