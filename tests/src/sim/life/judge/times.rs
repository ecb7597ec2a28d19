//! Time: what is due comes when it is due, no sooner and no later; and what is held is within its bounds.

use super::Judge;
use super::Outside;
use super::promises::wait_of;
use crate::sim::life::invariants::Invariant;
use core::time::Duration;
use engine::limits;
use engine::{Held, Instant, Now};

/// Time from the first signal to the end of the process.
const STOP: Duration = limits::DRAIN_TIMEOUT;

/// Longest time that configuration may take to be read, when the disk does not answer.
const STOP_WHILE_READING: Duration = limits::FILE_TIMEOUT;

/// Bytes that may wait for a client beyond those at which events are dropped: its own answers.
const ANSWERS: usize = 16 * 1024 * 1024;

/// The clocks of a process.
#[derive(Debug, Default)]
pub(super) struct Times {
    /// When the next tick is due, while clients are served.
    tick: Option<Instant>,
    /// When somebody wanted the process to end.
    pub(super) stop_asked: Option<Instant>,
}

impl Times {
    pub(super) fn on_draining(&mut self) {
        self.tick = None;
    }

    pub(super) fn on_exit(&mut self) {
        *self = Self::default();
    }
}

impl Judge {
    pub(super) fn on_serving(&mut self, now: Now) {
        self.times.tick = Some(now.mono + limits::TICK_INTERVAL);
        let asked = self.times.stop_asked;
        self.checks.check(Invariant::StopIsFinal, asked.is_none(), || {
            format!("the gateway serves at {:?} although it was to stop at {asked:?}", now.mono)
        });
    }

    /// A tick is told.
    pub(super) fn on_tick(&mut self, now: Now) {
        let due = self.times.tick;
        self.checks.check(Invariant::TickOnTime, due.is_some_and(|due| now.mono >= due), || {
            format!("a tick at {:?} that is due at {due:?}", now.mono)
        });
        self.times.tick = Some(now.mono + limits::TICK_INTERVAL);
    }

    /// The machine was busy or slept: what was to happen meanwhile happens now.
    pub(in crate::sim::life) fn on_slept(&mut self, time: Duration) {
        self.turns.on_slept();
        self.times.stop_asked = self.times.stop_asked.map(|asked| asked + time);
    }

    /// A tick is due, and those who would hear it are too slow.
    pub(super) fn on_tick_dropped(&mut self, now: Now) {
        if self.times.tick.is_some_and(|due| now.mono >= due) {
            self.on_tick(now);
        }
    }

    pub(super) fn check_times(&mut self, now: Now, outside: &Outside<'_>) {
        if let Some((at, timer)) = &outside.due {
            self.checks.check(Invariant::TimerServed, *at > now.mono, || {
                format!("{timer:?} is due and was not served")
            });
        }
        self.check_tick(now);
        self.check_connections(now);
        self.check_waiters(now);
        for (op, awaited) in outside.awaited {
            let end = awaited.since + awaited.limit;
            self.checks.check(Invariant::OpDeadline, now.mono < end, || {
                format!(
                    "{op} goes on at {:?}, since {:?}, for {:?} at most",
                    now.mono, awaited.since, awaited.limit
                )
            });
        }
        if let Some(asked) = self.times.stop_asked {
            let most = STOP + if !outside.listening { STOP_WHILE_READING } else { Duration::ZERO };
            self.checks.check(Invariant::StopIsFinal, now.mono < asked + most, || {
                format!("the gateway runs at {:?} although it was to stop at {asked:?}", now.mono)
            });
        }
    }

    fn check_tick(&mut self, now: Now) {
        let ready = self.seats.values().any(super::Seat::is_ready);
        match self.times.tick {
            // A tick that nobody hears cannot be seen.
            Some(due) if now.mono >= due && !ready => {
                self.times.tick = Some(now.mono + limits::TICK_INTERVAL)
            }
            Some(due) if now.mono >= due => {
                self.checks.fail(Invariant::TickOnTime, format!("no tick at {:?}, due at {due:?}", now.mono));
            }
            Some(_) | None => {}
        }
    }

    fn check_connections(&mut self, now: Now) {
        for (conn, seat) in &self.seats {
            if seat.is_shaking() {
                let end = seat.opened + limits::HANDSHAKE_TIMEOUT;
                self.checks.check(Invariant::HandshakeOnTime, now.mono < end, || {
                    format!(
                        "c{conn} has not said who it is since {:?}, and it is {:?}",
                        seat.opened, now.mono
                    )
                });
            }
            if let Some(since) = seat.closing {
                let end = since + limits::CLOSE_LINGER;
                self.checks.check(Invariant::LingerOnTime, now.mono < end, || {
                    format!("c{conn} was closed at {since:?} and is not dropped at {:?}", now.mono)
                });
            }
        }
    }

    fn check_waiters(&mut self, now: Now) {
        for (conn, seat) in self.seats.iter().filter(|(_, seat)| seat.is_ready()) {
            let waiting =
                seat.requests.values().flatten().filter(|r| r.method == "agent.wait" && r.answers == 0);
            for request in waiting {
                let end = request.at + wait_of(&request.params);
                self.checks.check(Invariant::WaitOnTime, now.mono < end, || {
                    format!("c{conn} waits at {:?} since {:?}: {}", now.mono, request.at, request.params)
                });
            }
        }
    }

    /// What is held is within its bounds, and belongs to someone.
    pub(super) fn check_held(&mut self, outside: &Outside<'_>) {
        let held = &outside.held;
        let owned = held.operations == outside.awaited.len() && held.actions == 0;
        if held.operations > 0 || !outside.awaited.is_empty() {
            self.checks.check(Invariant::OpOwned, owned, || {
                format!(
                    "the engine knows of {} operations, outside there are {:?}",
                    held.operations,
                    outside.awaited.keys()
                )
            });
            self.checks.check(Invariant::OpDeadline, held.endless_operations == 0, || {
                format!("{} of {} operations have no deadline", held.endless_operations, held.operations)
            });
        }
        self.checks.check(Invariant::TimerOwned, held.ownerless_timers == 0, || {
            format!("{} of {} timers are for nobody", held.ownerless_timers, held.timers)
        });
        if held.runs > 0 && outside.settled {
            self.checks.check(Invariant::LaneMoves, held.idle_runs == 0, || {
                format!("{} of {} runs could begin and do not", held.idle_runs, held.runs)
            });
        }
        for (name, count, most) in bounds(held) {
            self.checks.check(Invariant::TablesBounded, count <= most, || {
                format!("{count} {name} are held, and {most} at most may be")
            });
        }
        self.check_aborted(outside);
    }

    /// Turns whose abort was answered have nothing going on outside.
    fn check_aborted(&mut self, outside: &Outside<'_>) {
        for run in core::mem::take(&mut self.promises.just_aborted) {
            let asks = outside.fetches.iter().find(|(_, e)| e.run.as_deref() == Some(&run) && !e.complete);
            let works = outside.tasks.iter().find(|(_, task)| task.run.as_deref() == Some(&run));
            let idle = asks.is_none() && works.is_none();
            self.checks.check(Invariant::AbortEnds, idle, || {
                format!(
                    "{run} was aborted; the model is asked in {:?}, a command runs in {:?}",
                    asks.map(|a| a.0),
                    works.map(|w| w.0)
                )
            });
        }
    }

    pub(super) fn check_unsent(&mut self, outside: &Outside<'_>) {
        for (conn, seat) in self.seats.iter().filter(|(_, seat)| seat.unsent() > 0) {
            let most = limits::MAX_BUFFERED_BYTES + seat.largest + ANSWERS;
            let unsent = outside.links.get(engine::ConnId(*conn)).map_or(0, |link| link.unsent);
            self.checks.check(Invariant::UnsentBounded, unsent <= most, || {
                format!("{unsent} bytes wait for c{conn}, and {most} at most may")
            });
        }
    }

    /// Whether nobody waits for an answer.
    pub(in crate::sim::life) fn is_answered(&self) -> bool {
        let seats = self.seats.values().filter(|seat| seat.is_ready());
        let owed = seats.flat_map(|seat| seat.requests.values().flatten()).any(|request| request.is_open());
        !owed && self.calls.is_empty()
    }

    /// In a healed world everyone who asked was answered.
    pub(in crate::sim::life) fn check_answered(&mut self) {
        for (conn, seat) in self.seats.iter().filter(|(_, seat)| seat.is_ready()) {
            let owed = seat.requests.values().flatten().find(|request| request.is_open());
            self.checks.check(Invariant::EveryReply, owed.is_none(), || {
                let request = owed.map(|r| (r.method.as_str(), r.params.to_string(), r.answers));
                format!("c{conn} waits for the answer to {request:?}")
            });
        }
        let calls = self.calls.len();
        self.checks.check(Invariant::OneHttpAnswer, calls == 0, || {
            format!("{calls} HTTP requests wait for an answer")
        });
    }
}

fn bounds(held: &Held) -> [(&'static str, usize, usize); 13] {
    [
        ("connections", held.connections, limits::MAX_CONNECTIONS),
        ("handshakes", held.handshakes, limits::MAX_HANDSHAKES),
        ("runs", held.runs, limits::MAX_RUNS),
        ("finished runs", held.finished_runs, limits::MAX_RUN_RESULTS),
        ("waiters", held.waiters, limits::MAX_WAITERS),
        ("requests", held.requests, limits::MAX_PENDING_REQUESTS),
        ("HTTP requests", held.http_requests, limits::MAX_HTTP_REQUESTS),
        ("remembered answers", held.remembered_answers, 2 * limits::MAX_DEDUPE),
        ("presence entries", held.presence, limits::MAX_PRESENCE),
        ("pending pairings", held.pending_pairings, limits::MAX_PENDING_PAIRINGS),
        ("guessing addresses", held.guessing_addresses, limits::MAX_AUTH_ADDRESSES),
        ("noted sessions", held.noted_sessions, limits::MAX_SYSTEM_EVENT_SESSIONS),
        ("journal bytes", held.journal_pending, limits::MAX_JOURNAL_PENDING + limits::MAX_JOURNAL_BATCH),
    ]
}
