//! The machine: it owns the components and routes what happens to them. It holds no policy.

use crate::action::Action;
use crate::auth::limiter::Limiter;
use crate::broadcast::{EventOut, broadcast};
use crate::config::Loader;
use crate::conn::{Connection, Conns, Ready, Reply};
use crate::cx::Cx;
use crate::dedupe::Dedupe;
use crate::fact::Fact;
use crate::health::Health;
use crate::heartbeat::Heartbeats;
use crate::http::Door;
use crate::ids::{ConnId, Ids, OpId};
use crate::input::{Input, OpResult};
use crate::lifecycle::Lifecycle;
use crate::limits::{FILE_TIMEOUT, SLOW_ANSWER};
use crate::methods::pending::Requests;
use crate::methods::voicewake::Voicewake;
use crate::ops::{Ops, Owner};
use crate::pairing::Devices;
use crate::presence::Presence;
use crate::refusal::{CloseCode, Refusal, reason};
use crate::rng::Rng;
use crate::run::Runs;
use crate::session::Sessions;
use crate::settings::{Settings, Setup};
use crate::store::{Store, Then};
use crate::system_events::SystemEvents;
use crate::tailscale::Whois;
use crate::time::{Instant, Now};
use crate::timers::{Timer, Timers};
use crate::wire::{Method, encode_err, encode_ok};
use core::time::Duration;
use serde::Serialize;

/// The gateway, as a pure machine.
///
/// Four methods drive it: [`Engine::new`], [`Engine::handle_input`] with everything that happens,
/// [`Engine::poll_action`] until it is `None`, and [`Engine::poll_timeout`] for the next deadline. The
/// same seed, inputs and times give the same actions, byte for byte.
#[derive(Debug)]
pub struct Engine {
    pub(crate) cx: Cx,
    pub(crate) timers: Timers,
    pub(crate) ops: Ops,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) conns: Conns,
    pub(crate) door: Door,
    pub(crate) limiter: Limiter,
    pub(crate) whois: Whois,
    pub(crate) devices: Devices,
    pub(crate) presence: Presence,
    pub(crate) health: Health,
    pub(crate) dedupe: Dedupe,
    pub(crate) sessions: Sessions,
    pub(crate) store: Store,
    pub(crate) runs: Runs,
    pub(crate) heartbeats: Heartbeats,
    pub(crate) system_events: SystemEvents,
    pub(crate) voicewake: Voicewake,
    pub(crate) requests: Requests,
    /// Configuration that is being read again.
    pub(crate) loader: Option<Loader>,
}

impl Engine {
    /// Makes a gateway that has not started: give it `Input::Start`. The seed feeds a cryptographic
    /// generator from which nonces and tokens are drawn: OS entropy, except in tests.
    pub fn new(setup: Setup, seed: [u8; 32], now: Now) -> Self {
        Self {
            cx: Cx {
                now,
                settings: Settings::new(setup),
                rng: Rng::new(seed),
                ids: Ids::default(),
                actions: Default::default(),
            },
            timers: Timers::default(),
            ops: Ops::default(),
            lifecycle: Lifecycle::new(now),
            conns: Conns::default(),
            door: Door::default(),
            limiter: Limiter::default(),
            whois: Whois::default(),
            devices: Devices::default(),
            presence: Presence::default(),
            health: Health::default(),
            dedupe: Dedupe::default(),
            sessions: Sessions::default(),
            store: Store::default(),
            runs: Runs::default(),
            heartbeats: Heartbeats::default(),
            system_events: SystemEvents::default(),
            voicewake: Voicewake::default(),
            requests: Requests::default(),
            loader: None,
        }
    }

    /// Takes something that happened. Never fails and never panics, whatever it is.
    pub fn handle_input(&mut self, now: Now, input: Input) {
        // A clock that stands still or goes back in `mono` would make deadlines wait for ever.
        self.cx.now = Now { mono: now.mono.max(self.cx.now.mono), wall: now.wall };
        match input {
            Input::Start => self.on_start(),
            Input::Listening { listener, addresses } => self.on_listening(listener, &addresses),
            Input::ListenFailed { listener, obstacle, detail } => {
                self.on_listen_failed(listener, obstacle, &detail)
            }
            Input::Opened { conn, peer, head } => self.on_opened(conn, peer, head),
            Input::Message { conn, data } => self.on_message(conn, &data),
            Input::Flushed { unsent } => self.conns.flushed(&unsent),
            Input::Drained { conn, unsent } => self.conns.drained(conn, unsent),
            Input::Closed { conn, code, reason } => self.on_closed(conn, code, reason),
            Input::HttpRequest { http, peer, head } => self.on_http_request(http, &peer, &head),
            Input::HttpBody { http, body } => self.on_http_body(http, body),
            Input::HttpGone { http } => self.on_http_gone(http),
            Input::Chunk { op, chunk } => self.on_chunk(op, chunk),
            Input::Done { op, result } => self.on_done(op, result),
            Input::Signal(signal) => self.on_signal(signal),
            Input::Timeout => {}
        }
        self.run_due_timers();
        self.flush_journal();
    }

    /// Gives the next thing to do, until there is none.
    pub fn poll_action(&mut self) -> Option<Action> {
        self.cx.actions.pop()
    }

    /// Tells when the engine wants `Input::Timeout`, and why.
    pub fn poll_timeout(&self) -> Option<(Instant, Timer)> {
        self.timers.next()
    }

    fn run_due_timers(&mut self) {
        while let Some(timer) = self.timers.take_due(self.cx.now.mono) {
            self.on_timer(timer);
        }
    }

    fn on_timer(&mut self, timer: Timer) {
        match timer {
            Timer::Handshake(conn) => self.on_handshake_timeout(conn),
            Timer::CloseLinger(conn) => {
                self.conns.remove(conn);
                self.cx.act(Action::Drop { conn });
            }
            Timer::Http(http) => self.on_http_timeout(http),
            Timer::Op(op) => self.on_op_timeout(op),
            Timer::Tick => self.on_tick(),
            Timer::HealthRefresh => self.refresh_health(),
            Timer::HealthCadence => self.on_health_cadence(),
            Timer::Maintenance => self.on_maintenance(),
            Timer::RunDeadline(run) => self.on_run_deadline(&run),
            Timer::Echo(run) => self.on_echo(&run),
            Timer::ChatFlush(run) => self.on_chat_flush(&run),
            Timer::Wait(wait) => self.on_wait_timeout(wait),
            Timer::Heartbeat => self.on_heartbeat_due(),
            Timer::Wake => self.on_wake(),
            Timer::Checkpoint => self.checkpoint(),
            Timer::JournalRetry => self.store.journal.retry(),
            Timer::DrainDeadline => self.on_drain_deadline(),
        }
    }

    fn on_done(&mut self, op: OpId, result: OpResult) {
        self.timers.cancel(&Timer::Op(op));
        let Some(owner) = self.ops.end(op) else {
            let total = self.ops.late();
            return self.cx.observe(Fact::LateCompletion { op, total });
        };
        self.end_op(owner, result);
    }

    fn end_op(&mut self, owner: Owner, result: OpResult) {
        match (owner, result) {
            (Owner::Load(step), OpResult::Files(files)) => self.on_loaded(step, files),
            (Owner::Journal, OpResult::Files(files)) => self.on_journal_written(&files),
            (Owner::Checkpoint(covers), OpResult::Files(files)) => self.on_checkpoint_wrote(covers, &files),
            (Owner::Lines(lines), OpResult::Files(files)) => self.on_lines_written(lines, &files),
            (Owner::Aside(file), OpResult::Files(files)) => self.on_put_aside(&file, &files),
            (Owner::Request(id), OpResult::Files(files)) => self.on_request_read(id, files),
            (Owner::Whois(conn), OpResult::Process(exit)) => {
                self.on_whois(conn, exit.is_ok_and(|e| e.code == Some(0)))
            }
            (Owner::Context(run), OpResult::Files(files)) => self.on_context_read(&run, files),
            (Owner::Model(run), OpResult::Fetch(end)) => self.on_model_end(&run, end),
            (Owner::Tool(run, call), result) => self.on_tool_end(&run, call, result),
            (Owner::Config, OpResult::Files(files)) => self.on_config_read(files),
            (Owner::Canvas(http), OpResult::Files(files)) => self.on_canvas_read(http, files),
            (Owner::Beat(agent), OpResult::Files(files)) => self.on_beat_file(&agent, files),
            // The runtime answers an operation with its own kind of result.
            (_, OpResult::Files(_) | OpResult::Fetch(_) | OpResult::Process(_)) => {}
        }
    }

    fn on_op_timeout(&mut self, op: OpId) {
        let Some(owner) = self.ops.end(op) else { return };
        self.cx.act(Action::Cancel { op });
        let result = owner.timed_out();
        self.end_op(owner, result);
    }

    fn on_maintenance(&mut self) {
        let now = self.cx.now.mono;
        self.timers.set(Timer::Maintenance, now + crate::limits::MAINTENANCE_INTERVAL);
        self.dedupe.sweep(now);
        self.limiter.sweep(now);
        self.whois.sweep(now);
        self.sweep_runs(now);
    }

    /// Starts an operation: it has an owner and a deadline.
    pub(crate) fn begin(
        &mut self,
        owner: Owner,
        deadline: Duration,
        action: impl FnOnce(OpId) -> Action,
    ) -> OpId {
        let op = self.cx.ids.op();
        self.ops.start(op, owner);
        self.timers.set(Timer::Op(op), self.cx.now.mono + deadline);
        self.cx.act(action(op));
        op
    }

    /// Starts file operations.
    pub(crate) fn files(&mut self, owner: Owner, files: Vec<crate::action::FileOp>) -> OpId {
        self.begin(owner, FILE_TIMEOUT, |op| Action::Files { op, files })
    }

    /// Gives an operation up: nobody waits for its end any more.
    pub(crate) fn cancel_op(&mut self, op: OpId) {
        if self.ops.end(op).is_some() {
            self.timers.cancel(&Timer::Op(op));
            self.cx.act(Action::Cancel { op });
        }
    }

    /// Answers a request with its result.
    pub(crate) fn answer(&mut self, reply: Reply, payload: &impl Serialize) {
        let payload = serde_json::to_string(payload).expect("a result is plain data");
        self.answer_text(reply, &payload);
    }

    /// Answers a request with a result that is already encoded.
    pub(crate) fn answer_text(&mut self, reply: Reply, payload: &str) {
        self.note_answered(&reply, None);
        self.send(reply.conn(), encode_ok(reply.id(), payload));
    }

    /// Refuses a request.
    pub(crate) fn refuse(&mut self, reply: Reply, refusal: Refusal) {
        self.refuse_with(reply, refusal, None);
    }

    /// Refuses a request with a payload beside the error.
    pub(crate) fn refuse_with(&mut self, reply: Reply, refusal: Refusal, payload: Option<&str>) {
        self.note_answered(&reply, Some(&refusal));
        self.send(reply.conn(), encode_err(reply.id(), &refusal.shape(), payload));
    }

    /// Tells of a request, when everything is to be told.
    pub(crate) fn note_asked(&mut self, reply: &Reply, method: &str) {
        if let Some(ready) = self.conns.ready(reply.conn()).filter(|_| self.cx.settings.verbose()) {
            let (uuid, id, method) = (ready.uuid.clone(), reply.id().to_owned(), method.to_owned());
            self.cx.observe(Fact::Asked { uuid, id, method });
        }
    }

    /// Tells of an answer that is an error or took long; of every one when everything is to be told.
    fn note_answered(&mut self, reply: &Reply, refusal: Option<&Refusal>) {
        let took = self.cx.now.mono - reply.at();
        if refusal.is_none() && took < SLOW_ANSWER && !self.cx.settings.verbose() {
            return;
        }
        let Some(ready) = self.conns.ready(reply.conn()) else { return };
        let error = refusal.map(|r| (r.code.as_str(), r.message.clone()));
        let (uuid, id) = (ready.uuid.clone(), reply.id().to_owned());
        self.cx.observe(Fact::Answered { uuid, id, method: reply.method().map(Method::as_str), error, took });
    }

    /// Sends a text to a connection, if it is still there.
    pub(crate) fn send(&mut self, conn: ConnId, text: String) {
        match self.conns.get(conn) {
            Some(Connection::Ready(_)) => {
                self.conns.sent(conn, text.len());
            }
            Some(Connection::Handshake(_)) => {}
            Some(Connection::Closing) | None => return,
        }
        self.cx.act(Action::Send { conn, text });
    }

    /// Tells everyone who may know.
    pub(crate) fn broadcast(&mut self, event: &EventOut) {
        self.broadcast_to(event, |_| true);
    }

    /// Tells those of them that `to` picks.
    pub(crate) fn broadcast_to(&mut self, event: &EventOut, to: impl Fn(&Ready) -> bool) {
        let outcome = broadcast(&mut self.conns, event, to);
        if let Some(action) = outcome.action {
            if self.cx.settings.verbose()
                && let Action::Broadcast { to, .. } = &action
            {
                let (event, payload) = (event.event.as_str(), event.payload.clone());
                self.cx.observe(Fact::Told { event, payload, to: to.len() });
            }
            self.cx.act(action);
        }
        for fact in outcome.dropped {
            self.cx.observe(fact);
        }
        for conn in outcome.overflowed {
            self.overflow(conn);
        }
    }

    /// Does what waited for the disk.
    pub(crate) fn carry_out(&mut self, then: Then) {
        match then {
            Then::Reply { reply, payload, events } => {
                for event in &events {
                    self.broadcast(event);
                }
                self.answer_text(reply, &payload);
            }
            Then::Paired { conn, events } => {
                for event in &events {
                    self.broadcast(event);
                }
                self.on_paired(conn);
            }
            Then::Accepted { run } => self.on_accepted(&run),
            Then::Ended { run } => self.on_ended(&run),
            Then::Line(line) => self.store.lines.add(line),
        }
    }

    /// Does what waited for a write that failed.
    pub(crate) fn give_up(&mut self, then: Then, detail: &str) {
        let refusal = || {
            Refusal::unavailable(format!("could not be saved: {detail}"))
                .retry_after(crate::limits::JOURNAL_RETRY)
        };
        match then {
            Then::Reply { reply, .. } => self.refuse(reply, refusal()),
            Then::Paired { conn, .. } => self.refuse_connect(conn, refusal(), CloseCode::Policy),
            Then::Accepted { run } => self.on_not_accepted(&run, refusal()),
            Then::Ended { run } => self.on_end_not_saved(&run, detail),
            // The line is in memory; the journal tries again, and then its file gets it.
            then @ Then::Line(_) => self.store.journal.after(then),
        }
    }

    fn overflow(&mut self, conn: ConnId) {
        if let Some(ready) = self.conns.ready(conn) {
            let (uuid, unsent) = (ready.uuid.clone(), ready.outbox.unsent(self.conns.flushes()));
            self.cx.observe(Fact::SlowConsumer { uuid, unsent });
        }
        self.close(conn, CloseCode::Policy, "slow consumer");
    }

    /// Closes a connection after what was sent to it.
    pub(crate) fn close(&mut self, conn: ConnId, code: CloseCode, text: &str) {
        let Some(old) = self.conns.turn(conn, Connection::Closing) else { return };
        if matches!(old, Connection::Closing) {
            return;
        }
        self.timers.cancel(&Timer::Handshake(conn));
        self.cx.act(Action::Close { conn, code: code.number(), reason: reason(text) });
        self.timers.set(Timer::CloseLinger(conn), self.cx.now.mono + crate::limits::CLOSE_LINGER);
        self.on_left(conn, old, Some(code.number()), text);
    }
}
