//! The reference model: what must be true of a gateway, told from outside. It states outcomes, not steps:
//! who may see what, which request is owed an answer, what was promised, which turns there are.
//!
//! It is told every input before the engine is, and every action as it leaves. It shares no type with the
//! engine but those of its door, and reads what is sent as the JSON it is.

mod access;
mod audit;
mod frames;
mod grants;
mod promises;
mod seat;
#[cfg(test)]
mod tests;
mod times;
mod turns;

pub(super) use audit::Transcripts;

use super::coverage::{Coverage, action_kind, fact_kind, input_kind, timer_kind};
use super::invariants::{Checks, Invariant};
use super::links::Links;
use super::machine::Awaited;
use super::outside::{Exchange, Task};
use super::transition::{Config, Visitor};
use engine::{Action, ConnId, Fact, Held, Input, Instant, Now, OpId, Signal, Timer};
use grants::Grants;
use promises::Promises;
use seat::Seat;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use times::Times;
use turns::Turns;

/// What is outside the engine when it rests, and what it says it holds.
#[derive(Debug)]
pub(super) struct Outside<'a> {
    pub(super) held: Held,
    /// When it wants to be called.
    pub(super) due: Option<(Instant, Timer)>,
    pub(super) awaited: &'a BTreeMap<OpId, Awaited>,
    pub(super) fetches: &'a BTreeMap<OpId, Exchange>,
    pub(super) tasks: &'a BTreeMap<OpId, Task>,
    pub(super) links: &'a Links,
    /// Clients are served, and nothing is on its way from the disk or to the engine.
    pub(super) settled: bool,
    pub(super) listening: bool,
}

/// The reference model of one life.
#[derive(Debug)]
pub(super) struct Judge {
    pub(super) checks: Checks,
    pub(super) coverage: Coverage,
    seats: BTreeMap<u64, Seat>,
    pub(super) turns: Turns,
    pub(super) grants: Grants,
    pub(super) promises: Promises,
    times: Times,
    /// HTTP requests that are owed an answer.
    calls: BTreeSet<u64>,
    /// How many processes there have been.
    life: u32,
    /// Whether the disk ever failed in this process.
    pub(super) disk_failed: bool,
    /// Whether the gateway ever had heartbeats.
    pub(super) beats: bool,
}

impl Judge {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            checks: Checks::default(),
            coverage: Coverage::default(),
            seats: BTreeMap::new(),
            turns: Turns::default(),
            grants: Grants::new(config),
            promises: Promises::default(),
            times: Times::default(),
            calls: BTreeSet::new(),
            life: 0,
            disk_failed: false,
            beats: false,
        }
    }

    pub(super) fn on_boot(&mut self) {
        self.life += 1;
        self.disk_failed = false;
        self.turns.on_boot();
        self.times = Times::default();
    }

    /// The process is gone, and every connection with it.
    pub(super) fn on_process_gone(&mut self) {
        self.seats.clear();
        self.calls.clear();
        self.times = Times::default();
        self.promises.on_process_gone();
    }

    pub(super) fn on_opened(&mut self, now: Now, conn: ConnId, visitor: &Visitor) {
        self.seats.insert(conn.0, Seat::new(visitor.clone(), now.mono));
    }

    /// Something is about to be told to the engine.
    pub(super) fn on_input(&mut self, now: Now, input: &Input, timeout: Option<(Instant, Timer)>) {
        self.coverage.see("input", input_kind(input));
        for seat in self.seats.values_mut() {
            seat.latest_wall = seat.latest_wall.max(now.wall.0);
        }
        if let Some((_, timer)) = timeout.filter(|(at, _)| *at <= now.mono) {
            self.coverage.see("timer", timer_kind(&timer));
        }
        match input {
            Input::Message { conn, data } => self.on_message(now, *conn, data),
            Input::Closed { conn, .. } => {
                self.seats.remove(&conn.0);
            }
            Input::Flushed { unsent } => {
                for seat in self.seats.values_mut() {
                    seat.flushed(0);
                }
                for (conn, bytes) in unsent {
                    if let Some(seat) = self.seats.get_mut(&conn.0) {
                        seat.flushed(*bytes);
                    }
                }
            }
            Input::Drained { conn, unsent } => {
                if let Some(seat) = self.seats.get_mut(&conn.0) {
                    seat.flushed(*unsent);
                }
            }
            Input::HttpRequest { http, .. } => {
                self.calls.insert(http.0);
            }
            Input::HttpGone { http } => {
                self.calls.remove(&http.0);
            }
            Input::Signal(signal) => {
                if *signal != Signal::Restart {
                    self.times.stop_asked.get_or_insert(now.mono);
                }
            }
            Input::Start
            | Input::Listening { .. }
            | Input::ListenFailed { .. }
            | Input::Opened { .. }
            | Input::HttpBody { .. }
            | Input::Chunk { .. }
            | Input::Done { .. }
            | Input::Timeout => {}
        }
    }

    /// The engine wants something done.
    pub(super) fn on_action(&mut self, now: Now, action: &Action) {
        self.coverage.see("action", action_kind(action));
        match action {
            Action::Accept { conn } => {
                if let Some(seat) = self.seats.get_mut(&conn.0) {
                    seat.accepted = true;
                }
            }
            Action::Reject { conn, response } => {
                self.coverage.see("close", &format!("rejected {}", response.status));
                self.seats.remove(&conn.0);
            }
            Action::Send { conn, text } => self.on_send(now, *conn, text),
            Action::Broadcast { body, end, to } => self.on_broadcast(now, body, end, to),
            Action::Close { conn, code, .. } => self.on_close(now, *conn, *code),
            Action::Drop { conn } => self.on_drop(now, *conn),
            Action::Respond { http, response } => {
                let owed = self.calls.remove(&http.0);
                self.checks.check(Invariant::OneHttpAnswer, owed, || {
                    format!("request {http} is answered with {} and is owed no answer", response.status)
                });
            }
            Action::Observe(fact) => self.on_fact(now, fact),
            Action::Exit(_) => self.times.on_exit(),
            Action::Fetch { .. }
            | Action::Spawn { .. }
            | Action::SetReadLimit { .. }
            | Action::AcceptBody { .. }
            | Action::Files { .. }
            | Action::Cancel { .. }
            | Action::Listen { .. }
            | Action::Unlisten { .. } => {}
        }
    }

    fn on_fact(&mut self, now: Now, fact: &Fact) {
        self.coverage.see("fact", fact_kind(fact));
        match fact {
            Fact::Loaded { .. } => {
                self.checks.check(Invariant::LinesWhole, true, String::new);
                self.turns.on_loaded(now);
            }
            Fact::WriteFailed { .. } => self.disk_failed = true,
            Fact::Serving { heartbeat, .. } => {
                self.beats |= heartbeat.is_some();
                self.on_serving(now);
            }
            Fact::Draining { .. } => {
                self.times.on_draining();
                self.turns.on_draining();
            }
            Fact::EventDropped { conn, event, .. } => {
                if let Some(seat) = self.seats.get_mut(&conn.0) {
                    seat.dropped += 1;
                    seat.presence_known &= *event != "presence";
                }
                if *event == "tick" {
                    self.on_tick_dropped(now);
                }
            }
            Fact::RunAccepted { run, session } => {
                let (turns, checks) = (&mut self.turns, &mut self.checks);
                turns.on_accepted(checks, now, self.life, run, session);
            }
            Fact::RunEnded { run, .. } => self.turns.on_ended(now, run),
            Fact::RunInterrupted { run, .. } => self.turns.on_interrupted(now, run),
            Fact::Aside { file, detail, .. } => {
                self.checks.fail(Invariant::LinesWhole, format!("{file} was put aside: {detail}"));
            }
            // A disk that fails keeps lines from being completed.
            Fact::BrokenLines { file, lines } if !self.disk_failed => {
                self.checks.fail(Invariant::LinesWhole, format!("{file} has {lines} broken lines"));
            }
            _ => {}
        }
    }

    /// The model is asked.
    pub(super) fn on_fetch(&mut self, exchange: &Exchange) {
        let Some(run) = &exchange.run else { return };
        if exchange.first {
            self.turns.on_asked(&mut self.checks, run);
        }
        self.check_outside(run, "the model is asked");
    }

    /// A process is started.
    pub(super) fn on_spawn(&mut self, task: &Task) {
        if let Some(run) = &task.run {
            self.check_outside(run, "a command is run");
        }
    }

    fn check_outside(&mut self, run: &str, what: &str) {
        let aborted = self.turns.is_silent(run);
        self.checks
            .check(Invariant::AbortEnds, !aborted, || format!("{what} for {run}, whose abort was answered"));
    }

    /// One input is dealt with, and every action of it left.
    pub(super) fn at_rest(&mut self, now: Now, outside: &Outside<'_>) {
        self.check_held(outside);
        self.check_times(now, outside);
        self.check_unsent(outside);
        if !self.seats.values().any(Seat::is_ready) {
            self.turns.on_nobody_there();
        }
        if outside.settled && outside.held.journal_pending == 0 {
            self.turns.check_lanes(&mut self.checks);
        }
    }

    /// The connections that completed their handshake and are still there.
    pub(super) fn is_ready(&self, conn: ConnId) -> bool {
        self.seats.get(&conn.0).is_some_and(Seat::is_ready)
    }

    /// Answers of a connection to requests, for whoever asked on purpose.
    pub(super) fn listen_to(&mut self, conn: ConnId) {
        if let Some(seat) = self.seats.get_mut(&conn.0) {
            seat.heard.get_or_insert_default();
        }
    }

    /// What `listen_to` has heard since.
    pub(super) fn heard(&mut self, conn: ConnId) -> Vec<Value> {
        let seat = self.seats.get_mut(&conn.0);
        seat.and_then(|seat| seat.heard.as_mut()).map(core::mem::take).unwrap_or_default()
    }
}
