//! Every invariant can fail: bad histories, told to the reference model, are found to be bad.

use super::*;
use crate::peer::Device;
use crate::sim::life::outside::Task;
use crate::sim::life::transition::{Flaw, Kind, Place, Secret};
use core::time::Duration;
use engine::{ListenerId, Response, Spawn, UnixMs};
use serde_json::json;

const CONN: ConnId = ConnId(1);

fn config() -> Config {
    Config {
        api: true,
        beat: None,
        width: 1,
        timeout: 60,
        password: false,
        tailscale: false,
        insecure_ui: false,
        restart: true,
        global: false,
        tools_told: false,
    }
}

fn visitor() -> Visitor {
    let (kind, secret) = (Kind::App, Secret::Right);
    Visitor { kind, device: None, scopes: Some(0b1), secret, from: Place::Local, flaw: Flaw::None }
}

fn at(ms: u64) -> Now {
    Now { mono: Instant::from_nanos(ms * 1_000_000), wall: UnixMs(1_000_000 + ms) }
}

/// A history with one client, told line by line.
struct History {
    judge: Judge,
    ms: u64,
    awaited: BTreeMap<OpId, Awaited>,
    fetches: BTreeMap<OpId, Exchange>,
    tasks: BTreeMap<OpId, Task>,
}

impl History {
    fn new() -> Self {
        let mut judge = Judge::new(&config());
        judge.turns.on_written(Some(1));
        judge.on_boot();
        let (awaited, fetches, tasks) = Default::default();
        Self { judge, ms: 0, awaited, fetches, tasks }
    }

    /// The client is let in.
    fn ready(visitor: Visitor) -> Self {
        let mut h = Self::new();
        h.open(visitor);
        h.asks("connect", "c", &json!({"auth": {"token": "secret"}}));
        h.hello(&json!({}));
        assert_eq!(h.broken(), None);
        h
    }

    fn open(&mut self, visitor: Visitor) {
        self.judge.on_opened(at(self.ms), CONN, &visitor);
        self.does(Action::Accept { conn: CONN });
    }

    fn hello(&mut self, auth: &Value) {
        let snapshot = json!({"presence": [{}, {"a": 1, "ts": 1_000_000}], "health": {"h": 1}, "stateVersion": {"presence": 1, "health": 1}});
        self.answers("c", json!({"snapshot": snapshot, "auth": auth}));
    }

    fn asks(&mut self, method: &str, id: &str, params: &Value) {
        let text = json!({"type": "req", "id": id, "method": method, "params": params}).to_string();
        self.told(Input::Message { conn: CONN, data: text.into_bytes() });
    }

    fn told(&mut self, input: Input) {
        self.judge.on_input(at(self.ms), &input, None);
    }

    fn does(&mut self, action: Action) {
        self.judge.on_action(at(self.ms), &action);
    }

    fn sends(&mut self, frame: &Value) {
        self.does(Action::Send { conn: CONN, text: frame.to_string() });
    }

    fn answers(&mut self, id: &str, payload: Value) {
        self.sends(&json!({"type": "res", "id": id, "ok": true, "payload": payload}));
    }

    fn event(&mut self, seq: u64, event: &str, payload: &Value) {
        self.versioned(seq, event, payload, None);
    }

    fn versioned(&mut self, seq: u64, event: &str, payload: &Value, version: Option<(u64, u64)>) {
        let body = format!("{{\"type\":\"event\",\"event\":\"{event}\",\"payload\":{payload},\"seq\":");
        let end = version.map_or_else(
            || "}".to_owned(),
            |(p, h)| format!(",\"stateVersion\":{{\"presence\":{p},\"health\":{h}}}}}"),
        );
        self.does(Action::Broadcast { body: body.into(), end: end.into(), to: vec![(CONN, seq)] });
    }

    fn rests(&mut self, held: Held) {
        self.rests_until(held, None);
    }

    fn rests_until(&mut self, held: Held, due: Option<(Instant, Timer)>) {
        let outside = Outside {
            held,
            due,
            awaited: &self.awaited,
            fetches: &self.fetches,
            tasks: &self.tasks,
            links: &Links::default(),
            settled: true,
            listening: true,
        };
        self.judge.at_rest(at(self.ms), &outside);
    }

    fn serves(&mut self) {
        let fact = Fact::Serving { model: "m".into(), offline_model: true, heartbeat: None };
        self.does(Action::Observe(fact));
    }

    fn accepts(&mut self, run: &str, session: &str) {
        self.does(Action::Observe(Fact::RunAccepted { run: run.into(), session: session.into() }));
    }

    /// A turn is asked for, taken and told to be taken.
    fn takes(&mut self, run: &str) {
        self.asks("chat.send", run, &json!({"idempotencyKey": run}));
        self.accepts(run, "s");
        self.answers(run, json!({"runId": run, "status": "started"}));
    }

    fn broken(&self) -> Option<&'static str> {
        self.judge.checks.violation.as_ref().map(|violation| violation.invariant.name())
    }
}

fn writer() -> Visitor {
    Visitor { scopes: Some(0b11), ..visitor() }
}

fn admin() -> Visitor {
    Visitor { scopes: Some(0b100), ..visitor() }
}

#[test]
fn a_second_answer_is_found_and_one_that_nobody_asked_for() {
    let mut h = History::ready(visitor());
    h.asks("status", "1", &json!({}));
    h.answers("1", json!({}));
    assert_eq!(h.broken(), None);
    h.answers("1", json!({}));
    assert_eq!(h.broken(), Some("one-reply"));
    let mut h = History::ready(writer());
    h.asks("agent", "1", &json!({"idempotencyKey": "a1"}));
    h.answers("1", json!({"status": "accepted"}));
    h.answers("1", json!({"status": "ok"}));
    assert_eq!(h.broken(), None, "an agent answers twice");
    h.answers("1", json!({"status": "ok"}));
    assert_eq!(h.broken(), Some("one-reply"));
}

#[test]
fn a_request_without_an_answer_is_found() {
    let mut h = History::ready(visitor());
    h.asks("status", "1", &json!({}));
    h.judge.check_answered();
    assert_eq!(h.broken(), Some("every-reply"));
}

#[test]
fn a_second_answer_over_http_is_found() {
    let mut h = History::new();
    let visitor = visitor().upgrade();
    let http = engine::HttpId(9);
    h.told(Input::HttpRequest { http, peer: visitor.0, head: visitor.1 });
    h.does(Action::Respond { http, response: Response::text(200, "") });
    assert_eq!(h.broken(), None);
    h.does(Action::Respond { http, response: Response::text(200, "") });
    assert_eq!(h.broken(), Some("one-http-answer"));
}

#[test]
fn a_gap_and_a_repeated_number_are_found_but_not_what_was_dropped() {
    let mut h = History::ready(visitor());
    h.event(1, "talk.mode", &json!({}));
    let dropped = Fact::EventDropped { conn: CONN, event: "talk.mode", unsent: 9 };
    h.does(Action::Observe(dropped));
    h.event(3, "talk.mode", &json!({}));
    assert_eq!(h.broken(), None);
    h.event(5, "talk.mode", &json!({}));
    assert_eq!(h.broken(), Some("seq-contiguous"));
    let mut h = History::ready(visitor());
    h.event(1, "talk.mode", &json!({}));
    h.event(1, "talk.mode", &json!({}));
    assert_eq!(h.broken(), Some("seq-contiguous"));
}

#[test]
fn a_snapshot_and_a_stream_that_are_not_the_state_are_found() {
    let mut h = History::ready(visitor());
    h.asks("system-presence", "1", &json!({}));
    h.answers("1", json!([{}, {"a": 1, "ts": 1_000_000}]));
    assert_eq!(h.broken(), None);
    h.asks("system-presence", "2", &json!({}));
    h.answers("2", json!([{}]));
    assert_eq!(h.broken(), Some("presence-is-stream"));
    let mut h = History::ready(visitor());
    h.versioned(1, "health", &json!({"h": 2}), Some((1, 2)));
    h.asks("health", "1", &json!({}));
    h.answers("1", json!({"h": 1}));
    assert_eq!(h.broken(), Some("health-is-stream"));
    let mut h = History::ready(visitor());
    h.versioned(1, "health", &json!({"h": 2}), Some((1, 3)));
    assert_eq!(h.broken(), Some("versions-grow"));
}

#[test]
fn what_goes_beyond_a_scope_is_found() {
    let mut h = History::ready(visitor());
    h.event(1, "device.pair.requested", &json!({}));
    assert_eq!(h.broken(), Some("event-scope"));
    let mut h = History::ready(visitor());
    h.asks("set-heartbeats", "1", &json!({}));
    h.answers("1", json!({}));
    assert_eq!(h.broken(), Some("method-scope"));
    let mut h = History::ready(visitor());
    h.asks("status", "1", &json!({}));
    let error = json!({"code": "INVALID_REQUEST", "message": "missing scope: operator.read"});
    h.sends(&json!({"type": "res", "id": "1", "ok": false, "error": error}));
    assert_eq!(h.broken(), Some("method-scope"));
}

#[test]
fn who_is_let_in_without_right_is_found() {
    let mut h = History::new();
    h.open(Visitor { secret: Secret::Wrong, ..visitor() });
    h.asks("connect", "c", &json!({}));
    h.hello(&json!({}));
    assert_eq!(h.broken(), Some("secret-needed"));
    let mut h = History::new();
    h.open(Visitor { device: Some(1), from: Place::Remote(1), ..visitor() });
    h.asks("connect", "c", &json!({}));
    h.hello(&json!({}));
    assert_eq!(h.broken(), Some("grant-not-exceeded"));
}

#[test]
fn a_token_that_was_revoked_is_found() {
    let device = Visitor { device: Some(1), scopes: Some(0b100), ..visitor() };
    let mut h = History::ready(device.clone());
    h.told(Input::Closed { conn: CONN, code: None, reason: String::new() });
    h.open(device.clone());
    h.asks("connect", "c", &json!({}));
    h.hello(&json!({"deviceToken": "t1", "scopes": ["operator.admin"]}));
    let params = json!({"deviceId": Device::new(1).id(), "role": "operator"});
    h.asks("device.token.revoke", "1", &params);
    h.answers("1", json!({}));
    h.told(Input::Closed { conn: CONN, code: None, reason: String::new() });
    h.open(Visitor { secret: Secret::Token(0), ..device });
    h.asks("connect", "c", &json!({"auth": {"token": "t1"}}));
    h.hello(&json!({}));
    assert_eq!(h.broken(), Some("dead-token"));
}

#[test]
fn promises_that_are_not_kept_are_found() {
    let mut h = History::ready(writer());
    h.asks("voicewake.set", "1", &json!({"triggers": ["a"]}));
    h.answers("1", json!({"triggers": ["a"]}));
    h.asks("voicewake.get", "2", &json!({}));
    h.answers("2", json!({"triggers": ["b"]}));
    assert_eq!(h.broken(), Some("words-kept"));
    let mut h = History::ready(admin());
    let id = Device::new(2).id();
    h.asks("device.pair.approve", "1", &json!({"requestId": "r"}));
    h.answers("1", json!({"requestId": "r", "device": {"deviceId": id}}));
    h.asks("device.pair.list", "2", &json!({}));
    h.answers("2", json!({"paired": [], "pending": []}));
    assert_eq!(h.broken(), Some("pairing-kept"));
    let mut h = History::ready(admin());
    h.asks("chat.inject", "1", &json!({}));
    h.answers("1", json!({"messageId": "m1"}));
    h.judge.check_transcripts(&Transcripts::default());
    assert_eq!(h.broken(), Some("inject-kept"));
}

#[test]
fn a_turn_that_is_gone_is_found() {
    let mut h = History::ready(writer());
    h.takes("c1");
    h.event(1, "chat", &json!({"runId": "c1", "state": "final", "message": {"content": [{"text": "yes"}]}}));
    h.judge.check_transcripts(&Transcripts::default());
    assert_eq!(h.broken(), Some("run-kept"));
    let mut h = History::ready(writer());
    h.takes("c1");
    let known = h.judge.turns.known_at(at(0));
    assert_eq!(known, ["c1"]);
    h.judge.check_known("c1", &json!({"payload": {"status": "timeout"}}));
    assert_eq!(h.broken(), Some("run-kept"));
}

#[test]
fn a_broken_line_is_found() {
    let mut h = History::new();
    h.does(Action::Observe(Fact::BrokenLines { file: "f".into(), lines: 1 }));
    assert_eq!(h.broken(), Some("lines-whole"));
}

#[test]
fn a_turn_that_is_run_twice_is_found() {
    let mut h = History::ready(writer());
    h.takes("c1");
    h.does(Action::Observe(Fact::RunEnded {
        run: "c1".into(),
        session: "s".into(),
        outcome: "ok".into(),
        took: Duration::ZERO,
    }));
    h.judge.on_process_gone();
    h.judge.on_boot();
    h.does(Action::Observe(Fact::Loaded { sessions: 0, replayed: 0 }));
    h.accepts("c1", "s");
    assert_eq!(h.broken(), Some("run-once"));
}

#[test]
fn lanes_that_stand_still_or_run_over_are_found() {
    let mut h = History::ready(writer());
    h.does(Action::Observe(Fact::Loaded { sessions: 0, replayed: 0 }));
    h.takes("c1");
    h.rests(Held::default());
    assert_eq!(h.broken(), Some("lane-moves"));
    let mut h = History::ready(writer());
    h.rests(Held { runs: 1, idle_runs: 1, ..Held::default() });
    assert_eq!(h.broken(), Some("lane-moves"));
    let mut h = History::ready(writer());
    h.takes("c1");
    h.takes("c2");
    let start = |run: &str| json!({"runId": run, "stream": "lifecycle", "data": {"phase": "start"}});
    h.judge.turns.on_started(&mut Checks::default(), "c1");
    h.event(1, "agent", &start("c2"));
    assert_eq!(h.broken(), Some("lane-holds"));
}

#[test]
fn what_goes_on_after_an_abort_is_found() {
    let abort = |h: &mut History| {
        h.takes("c1");
        h.asks("chat.abort", "2", &json!({}));
        h.answers("2", json!({"aborted": true, "runIds": ["c1"]}));
    };
    let mut h = History::ready(writer());
    abort(&mut h);
    h.event(1, "chat", &json!({"runId": "c1", "state": "delta"}));
    assert_eq!(h.broken(), Some("abort-silent"));
    let mut h = History::ready(writer());
    let argv = ["sh", "-c", "make #c1#"].map(str::to_owned).to_vec();
    let spawn = Spawn {
        argv,
        cwd: None,
        make_cwd: false,
        env: Vec::new(),
        stdin: Vec::new(),
        max_output: 0,
        grace: Duration::ZERO,
    };
    h.tasks.insert(OpId(3), Task::new(&spawn));
    abort(&mut h);
    h.rests(Held::default());
    assert_eq!(h.broken(), Some("abort-ends"));
}

#[test]
fn operations_and_timers_without_owner_or_end_are_found() {
    let one = Awaited { since: at(0).mono, limit: Duration::from_secs(1) };
    let mut h = History::new();
    h.awaited.insert(OpId(1), one);
    h.rests(Held { operations: 0, ..Held::default() });
    assert_eq!(h.broken(), Some("op-owned"));
    let mut h = History::new();
    h.awaited.insert(OpId(1), one);
    h.rests(Held { operations: 1, endless_operations: 1, ..Held::default() });
    assert_eq!(h.broken(), Some("op-deadline"));
    let mut h = History::new();
    h.awaited.insert(OpId(1), one);
    h.ms = 1_000;
    h.rests(Held { operations: 1, ..Held::default() });
    assert_eq!(h.broken(), Some("op-deadline"));
    let mut h = History::new();
    h.rests(Held { timers: 1, ownerless_timers: 1, ..Held::default() });
    assert_eq!(h.broken(), Some("timer-owned"));
    let mut h = History::new();
    h.rests_until(Held::default(), Some((at(0).mono, Timer::Tick)));
    assert_eq!(h.broken(), Some("timer-served"));
    let mut h = History::new();
    h.rests(Held { presence: 201, ..Held::default() });
    assert_eq!(h.broken(), Some("tables-bounded"));
}

#[test]
fn what_comes_too_soon_or_too_late_is_found() {
    let mut h = History::ready(visitor());
    h.serves();
    h.ms = 29_999;
    h.event(1, "tick", &json!({}));
    assert_eq!(h.broken(), Some("tick-on-time"));
    let mut h = History::ready(visitor());
    h.serves();
    h.ms = 30_000;
    h.rests(Held::default());
    assert_eq!(h.broken(), Some("tick-on-time"));
    let mut h = History::new();
    h.open(visitor());
    h.ms = 9_000;
    h.does(Action::Close { conn: CONN, code: 1000, reason: String::new() });
    assert_eq!(h.broken(), Some("handshake-on-time"));
    let mut h = History::new();
    h.open(visitor());
    h.ms = 10_000;
    h.rests(Held::default());
    assert_eq!(h.broken(), Some("handshake-on-time"));
    let mut h = History::ready(visitor());
    h.does(Action::Close { conn: CONN, code: 1008, reason: String::new() });
    h.ms = 1_000;
    h.does(Action::Drop { conn: CONN });
    assert_eq!(h.broken(), Some("linger-on-time"));
    let mut h = History::ready(writer());
    h.asks("agent.wait", "1", &json!({"timeoutMs": 500}));
    h.ms = 500;
    h.rests(Held::default());
    assert_eq!(h.broken(), Some("wait-on-time"));
    let mut h = History::ready(writer());
    h.asks("agent.wait", "1", &json!({"timeoutMs": 500}));
    h.answers("1", json!({"status": "timeout"}));
    assert_eq!(h.broken(), Some("wait-on-time"));
}

#[test]
fn what_is_sent_to_who_is_gone_is_found() {
    let mut h = History::ready(visitor());
    h.does(Action::Close { conn: CONN, code: 1000, reason: String::new() });
    h.event(1, "talk.mode", &json!({}));
    assert_eq!(h.broken(), Some("send-to-open"));
}

#[test]
fn a_gateway_that_serves_after_it_was_stopped_is_found() {
    let mut h = History::new();
    h.told(Input::Signal(Signal::Terminate));
    h.told(Input::Listening { listener: ListenerId(1), addresses: Vec::new() });
    h.serves();
    assert_eq!(h.broken(), Some("stop-is-final"));
    let mut h = History::new();
    h.told(Input::Signal(Signal::Terminate));
    h.ms = 5_000;
    h.rests(Held::default());
    assert_eq!(h.broken(), Some("stop-is-final"));
}
