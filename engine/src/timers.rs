//! Every deadline of the engine, in one ordered table.

use crate::ids::{ConnId, HttpId, OpId, RunId, WaitId};
use crate::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// Why the engine wants to be called at a certain time. Each value can be due once at a time:
/// setting it again moves it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timer {
    /// A connection that has not completed its handshake is closed.
    Handshake(ConnId),
    /// A connection we closed, whose peer does not answer, is dropped.
    CloseLinger(ConnId),
    /// An HTTP request whose answer is overdue is given up.
    Http(HttpId),
    /// An outside operation that has not completed is given up.
    Op(OpId),
    /// The `tick` event is due.
    Tick,
    /// A health refresh that was put off is due.
    HealthRefresh,
    /// The periodic health refresh is due.
    HealthCadence,
    /// Old idempotency keys, finished runs and limiter windows are swept.
    Maintenance,
    /// A run that has used up its time is ended.
    RunDeadline(RunId),
    /// The offline model's next piece of text is due.
    Echo(RunId),
    /// A chat delta held back by the throttle is due.
    ChatFlush(RunId),
    /// An `agent.wait` caller has waited long enough.
    Wait(WaitId),
    /// The next heartbeat is due.
    Heartbeat,
    /// Wake requests that were gathered start a heartbeat.
    Wake,
    /// Changed files are written out and the journal is cut.
    Checkpoint,
    /// A journal append that failed is tried again.
    JournalRetry,
    /// Draining has taken too long: the process ends without it.
    DrainDeadline,
}

/// The timers, ordered by (deadline, kind): what is due first comes first, ties by kind and id.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    due: BTreeSet<(Instant, Timer)>,
    at: BTreeMap<Timer, Instant>,
}

impl Timers {
    /// Sets or moves a timer.
    pub(crate) fn set(&mut self, timer: Timer, at: Instant) {
        if let Some(old) = self.at.insert(timer.clone(), at) {
            self.due.remove(&(old, timer.clone()));
        }
        self.due.insert((at, timer));
    }

    /// Sets a timer unless it is already set to an earlier time.
    pub(crate) fn set_no_later(&mut self, timer: Timer, at: Instant) {
        if self.at.get(&timer).is_none_or(|old| *old > at) {
            self.set(timer, at);
        }
    }

    pub(crate) fn cancel(&mut self, timer: &Timer) {
        if let Some(old) = self.at.remove(timer) {
            self.due.remove(&(old, timer.clone()));
        }
    }

    pub(crate) fn is_set(&self, timer: &Timer) -> bool {
        self.at.contains_key(timer)
    }

    /// Every timer that is set.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Timer> {
        self.at.keys()
    }

    /// The earliest deadline and its reason.
    pub(crate) fn next(&self) -> Option<(Instant, Timer)> {
        self.due.first().cloned()
    }

    /// Takes the first timer that is due at `now`.
    pub(crate) fn take_due(&mut self, now: Instant) -> Option<Timer> {
        let (at, _) = self.due.first()?;
        if *at > now {
            return None;
        }
        let (_, timer) = self.due.pop_first()?;
        self.at.remove(&timer);
        Some(timer)
    }

    /// Removes every timer for which `keep` is false.
    pub(crate) fn retain(&mut self, keep: impl Fn(&Timer) -> bool) {
        self.at.retain(|t, _| keep(t));
        self.due.retain(|(_, t)| keep(t));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(n: u64) -> Instant {
        Instant::from_nanos(n)
    }

    #[test]
    fn setting_a_timer_again_moves_it() {
        let mut t = Timers::default();
        t.set(Timer::Tick, at(5));
        t.set(Timer::Tick, at(9));
        assert_eq!(t.take_due(at(5)), None);
        assert_eq!(t.take_due(at(9)), Some(Timer::Tick));
        assert_eq!(t.next(), None);
    }

    #[test]
    fn timers_come_in_order_of_deadline_then_kind() {
        let mut t = Timers::default();
        t.set(Timer::Wake, at(3));
        t.set(Timer::Tick, at(3));
        t.set(Timer::Handshake(ConnId(2)), at(1));
        assert_eq!(t.take_due(at(9)), Some(Timer::Handshake(ConnId(2))));
        assert_eq!(t.take_due(at(9)), Some(Timer::Tick));
        assert_eq!(t.take_due(at(9)), Some(Timer::Wake));
    }

    #[test]
    fn a_cancelled_timer_is_never_due() {
        let mut t = Timers::default();
        t.set(Timer::Tick, at(1));
        t.cancel(&Timer::Tick);
        assert_eq!(t.take_due(at(9)), None);
        assert!(!t.is_set(&Timer::Tick));
    }
}
