//! Starting, stopping, and starting again in place.

use super::{MODEL, QUIET, said};
use core::time::Duration;
use engine::{Exit, Fact, Signal};
use openclaw_tests::peer::{Connect, End};
use openclaw_tests::sim::{CONFIG, Client, Fault, Route, World};
use serde_json::{Value, json};

const RESTARTABLE: &str = "{commands: {restart: true}, agents: {defaults: {heartbeat: {every: '0m'}}}}";

fn restarted(w: &World, c: Client) -> bool {
    w.end(c) == Some(End { code: 1012, reason: "service restart".to_owned() })
}

#[test]
fn a_start_loads_listens_and_says_what_it_serves() {
    let w = World::new(QUIET, 1);
    assert_eq!(w.count(|f| matches!(f, Fact::Loaded { sessions: 0, replayed: 0 })), 1);
    let serving = w.facts.iter().find(|f| matches!(f, Fact::Serving { .. })).cloned();
    let model = "builtin/echo".to_owned();
    assert_eq!(serving, Some(Fact::Serving { model, offline_model: true, heartbeat: None }));
    assert_eq!(w.count(|f| matches!(f, Fact::Listening { tls: false, .. })), 2, "both loopback addresses");
}

#[test]
fn a_gateway_that_may_not_or_cannot_listen_says_why() {
    let failed = |config: &str, taken: bool| {
        let mut w = World::stopped(config, 1);
        w.port_taken = taken;
        w.boot();
        match w.exit.clone() {
            Some(Exit::Failed(text)) => text,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(failed(QUIET, true), "another gateway instance is already listening on ws://127.0.0.1:18789");
    let password = "{gateway: {auth: {mode: 'password'}}}";
    assert!(
        failed(password, false)
            .starts_with("Gateway auth is set to password, but no password is configured.")
    );
}

#[test]
fn state_that_cannot_be_read_stops_the_start_and_names_the_file() {
    let mut w = World::stopped(QUIET, 1);
    w.disk.put("/op/.openclaw/devices/paired.json", "{}");
    w.disk.fault(Fault::unreadable("paired.json"));
    w.boot();
    let Some(Exit::Failed(text)) = w.exit.clone() else { panic!("{:?}", w.exit) };
    assert!(text.contains("/op/.openclaw/devices/paired.json: input/output error"), "{text}");
    assert!(!w.serves());
}

#[test]
fn an_idle_gateway_stops_at_once() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    w.forget(c);
    w.signal(Signal::Terminate);
    assert_eq!(w.exit, Some(Exit::Stopped));
    assert_eq!(
        w.peer(c).events("shutdown"),
        [json!({"reason": "gateway stopping", "restartExpectedMs": null})]
    );
    assert!(restarted(&w, c));
}

#[test]
fn a_turn_that_goes_on_is_waited_for() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "hello", "k1");
    let idle = w.operator();
    w.forget(c);
    w.signal(Signal::Terminate);
    assert_eq!((w.exit.clone(), w.end(idle)), (None, None));
    assert_eq!(w.peer(c).event_names()[0], "shutdown", "everyone is told before anything stops");
    assert_eq!(w.listening, None);
    let error = w.err(c, "chat.send", json!({"sessionKey": "main", "message": "x", "idempotencyKey": "k2"}));
    assert_eq!((&error["code"], &error["retryable"]), (&json!("UNAVAILABLE"), &json!(true)));
    let late = w.open(&Route::local());
    assert_eq!(w.peer(late).rejected.clone().map(|(status, _)| status), Some(503));
    w.signal(Signal::Terminate);
    w.advance(Duration::from_secs(1));
    w.model_answers(&["done"]);
    assert_eq!(w.chat_events(c, "k1").pop().unwrap()["state"], "final");
    assert!(restarted(&w, c) && restarted(&w, idle));
    assert_eq!(w.exit, Some(Exit::Stopped));
    assert_eq!(w.disk.paths("/journal/0"), [] as [String; 0], "everything is in its file");
    w.reboot();
    let c = w.operator();
    let history = w.ok(c, "chat.history", json!({"sessionKey": "main"}));
    assert_eq!(history["messages"].as_array().unwrap().len(), 2);
    assert_eq!(w.count(|f| matches!(f, Fact::RunInterrupted { .. })), 0);
}

#[test]
fn a_turn_that_does_not_end_is_cut_short_after_three_seconds() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    let id = w.send(c, "agent", &json!({"message": "hello", "sessionKey": "main", "idempotencyKey": "k1"}));
    w.signal(Signal::Interrupt);
    w.advance(Duration::from_millis(2_999));
    assert_eq!((w.exit.clone(), w.answers(c, &id).len()), (None, 1));
    w.advance(Duration::from_millis(1));
    assert_eq!(w.exit, Some(Exit::Stopped));
    assert_eq!(w.answers(c, &id)[1]["payload"]["summary"], "aborted", "it is answered before the close");
    assert_eq!(w.chat_events(c, "k1").pop().unwrap()["stopReason"], "shutdown");
    assert_eq!(w.count(|f| matches!(f, Fact::DrainCut { runs: 1 })), 1);
}

#[test]
fn a_disk_that_does_not_take_anything_cannot_keep_the_gateway_from_stopping() {
    for with_run in [false, true] {
        let mut w = World::new(MODEL, 1);
        let c = w.operator();
        w.ok(c, "voicewake.set", json!({"triggers": ["hey"]}));
        if with_run {
            w.chat(c, "main", "hello", "k1");
        }
        w.disk.fault(Fault::full(""));
        w.signal(Signal::Terminate);
        w.advance(Duration::from_secs(5));
        assert_eq!(w.exit, Some(Exit::Stopped), "with a run: {with_run}");
        assert!(restarted(&w, c));
        w.disk.heal();
        w.reboot();
        let c = w.operator();
        assert_eq!(w.ok(c, "voicewake.get", json!({})), json!({"triggers": ["hey"]}));
    }
}

#[test]
fn a_disk_that_hangs_cannot_keep_the_gateway_from_stopping() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "hello", "k1");
    w.hold("");
    w.signal(Signal::Terminate);
    w.advance(Duration::from_secs(5));
    assert_eq!(w.exit, Some(Exit::Stopped));
}

#[test]
fn a_signal_during_the_start_stops_it() {
    let mut w = World::stopped(QUIET, 1);
    w.hold("");
    w.boot();
    w.signal(Signal::Terminate);
    assert_eq!(w.exit, Some(Exit::Stopped));
}

#[test]
fn a_restart_by_signal_must_be_allowed() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    w.signal(Signal::Restart);
    assert_eq!(w.count(|f| matches!(f, Fact::RestartRefused)), 1);
    assert_eq!((w.end(c), w.exit.clone()), (None, None));
    w.ok(c, "health", json!({}));
}

#[test]
fn a_restart_in_place_keeps_presence_and_reads_the_configuration_again() {
    let mut w = World::new(RESTARTABLE, 1);
    let c = w.connect(&Connect::new("test", "ui").set("/client/instanceId", json!("i1")));
    w.chat(c, "main", "hello", "k1");
    w.await_run(c, "k1");
    w.advance(Duration::from_secs(60));
    w.forget(c);
    w.disk.put(CONFIG, "{session: {scope: 'global'}, commands: {restart: true}}");
    w.signal(Signal::Restart);
    assert_eq!(
        w.peer(c).events("shutdown"),
        [json!({"reason": "gateway restarting", "restartExpectedMs": 1500})]
    );
    assert!(restarted(&w, c) && w.serves());
    let c = w.operator();
    let snapshot = w.hello(c)["snapshot"].clone();
    assert_eq!(snapshot["sessionDefaults"]["mainSessionKey"], "global");
    assert!(snapshot["uptimeMs"].as_u64().unwrap() > 60_000, "the process is the same");
    let presence = snapshot["presence"].as_array().unwrap().clone();
    assert_eq!((presence.len(), &presence[1]["reason"]), (2, &json!("disconnect")));
    assert_eq!(
        w.ok(c, "agent.wait", json!({"runId": "k1"}))["status"],
        "ok",
        "what ended lately is remembered"
    );
    w.forget(c);
    w.advance(Duration::from_secs(1));
    assert_eq!(w.peer(c).last_seq(), 1, "numbers begin anew");
}

#[test]
fn a_configuration_that_is_wrong_is_not_taken_at_a_restart() {
    let mut w = World::new(RESTARTABLE, 1);
    w.disk.put(CONFIG, "{session: {scope: 'nowhere'}}");
    w.signal(Signal::Restart);
    assert!(w.serves());
    let named =
        |f: &Fact| matches!(f, Fact::ConfigRefused { issues } if issues[0].starts_with("session.scope: "));
    assert_eq!(w.count(named), 1);
    w.signal(Signal::Restart);
    assert!(w.serves(), "the last good one is still in use");
}

#[test]
fn a_restart_with_a_turn_that_hangs_leaves_its_session_free() {
    for fault in [None, Some(Fault::full(""))] {
        let config = MODEL.replace("{agents:", "{commands: {restart: true}, agents:");
        let mut w = World::new(&config, 1);
        let c = w.operator();
        w.chat(c, "main", "hello", "k1");
        if let Some(fault) = &fault {
            w.disk.fault(fault.clone());
        }
        w.signal(Signal::Restart);
        w.advance(Duration::from_secs(5));
        w.disk.heal();
        assert!(w.serves(), "{fault:?} {:?}", w.exit);
        w.advance(Duration::from_secs(3));
        let c = w.operator();
        w.chat(c, "main", "again", "k2");
        w.model_answers(&["here"]);
        assert_eq!(w.await_run(c, "k2")["status"], "ok");
        assert_eq!(w.ok(c, "agent.wait", json!({"runId": "k1", "timeoutMs": 0}))["runId"], "k1");
    }
}

#[test]
fn readiness_follows_the_life_of_the_gateway() {
    let mut w = World::new(QUIET, 1);
    let get = |w: &mut World, path: &str| {
        let r = w.http(&Route::local(), "GET", path, "");
        (r.status, serde_json::from_slice::<Value>(&r.body).unwrap_or_default())
    };
    assert_eq!(get(&mut w, "/healthz"), (200, json!({"ok": true, "status": "live"})));
    assert_eq!(get(&mut w, "/readyz").0, 200);
    w.disk.fault(Fault::full("journal"));
    let c = w.operator();
    w.err(c, "voicewake.set", json!({"triggers": ["x"]}));
    let (status, body) = get(&mut w, "/readyz");
    assert_eq!((status, &body["failing"]), (503, &json!(["state cannot be saved"])));
    w.disk.heal();
    w.advance(Duration::from_secs(3));
    assert_eq!(get(&mut w, "/readyz").0, 200);
}

#[test]
fn http_asks_for_the_secret_and_names_what_it_does_not_know() {
    let mut w = World::new(QUIET, 1);
    let plain = Route::local();
    let bearer = Route::local().header("authorization", "Bearer secret");
    assert_eq!(w.http(&plain, "POST", "/tools/invoke", "{}").status, 401);
    assert_eq!(w.http(&plain, "GET", "/tools/invoke", "").status, 405);
    let r = w.http(&bearer, "POST", "/tools/invoke", "{\"tool\": \"x\"}");
    let body: Value = serde_json::from_slice(&r.body).unwrap();
    assert_eq!((r.status, &body["error"]["message"]), (404, &json!("Tool not available: x")));
    assert_eq!(w.http(&bearer, "POST", "/tools/invoke", &"x".repeat(3_000_000)).status, 413);
    assert_eq!(w.http(&plain.clone().header("host", "evil.example"), "GET", "/healthz", "").status, 403);
    w.disk.put("/op/.openclaw/workspace/canvas/index.html", "<p>hi");
    let page = w.http(&plain, "GET", "/__openclaw__/canvas/", "");
    assert_eq!((page.status, page.body.as_slice()), (200, &b"<p>hi"[..]));
    assert_eq!(w.http(&plain, "GET", "/__openclaw__/canvas/../../x", "").status, 404);
}

#[test]
fn a_request_during_the_start_is_told_to_wait() {
    let mut w = World::stopped(QUIET, 1);
    w.hold("journal");
    w.boot();
    let r = w.http(&Route::local(), "GET", "/readyz", "");
    assert_eq!(r.status, 503);
    w.release();
    let c = w.operator();
    let error = w.err(c, "no.such", json!({}));
    assert_eq!(said(&error).0, "INVALID_REQUEST");
}
