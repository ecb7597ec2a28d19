//! Logs, wake words, talk mode, heartbeats: what belongs to no turn.

use super::{MODEL, QUIET, said};
use core::time::Duration;
use engine::Fact;
use openclaw_tests::peer::Connect;
use openclaw_tests::sim::{Client, World};
use serde_json::{Value, json};

const LOG: &str = "/tmp/openclaw/openclaw-2026-11-22.log";

fn log(w: &mut World, c: Client, params: Value) -> (Vec<String>, u64, bool, bool) {
    let r = w.ok(c, "logs.tail", params);
    let lines = r["lines"].as_array().unwrap().iter().map(|l| l.as_str().unwrap().to_owned()).collect();
    (lines, r["cursor"].as_u64().unwrap(), r["truncated"] == true, r["reset"] == true)
}

#[test]
fn the_log_is_read_by_a_cursor() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    let none = w.ok(c, "logs.tail", json!({}));
    assert_eq!((&none["file"], &none["lines"], &none["cursor"]), (&json!(LOG), &json!([]), &json!(0)));
    w.disk.put(LOG, "one\ntwo\nthree\n");
    let read = |lines: &[&str], cursor, truncated, reset| {
        (lines.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>(), cursor, truncated, reset)
    };
    assert_eq!(log(&mut w, c, json!({})), read(&["one", "two", "three"], 14, false, false));
    assert_eq!(log(&mut w, c, json!({"limit": 1})), read(&["three"], 14, false, false));
    assert_eq!(log(&mut w, c, json!({"cursor": 14})), read(&[], 14, false, false));
    w.disk.add(LOG, "four\n");
    assert_eq!(log(&mut w, c, json!({"cursor": 14})), read(&["four"], 19, false, false));
    assert_eq!(log(&mut w, c, json!({"maxBytes": 6})), read(&["four"], 19, true, false));
    assert_eq!(log(&mut w, c, json!({"cursor": 2, "maxBytes": 8})), read(&["four"], 19, true, true));
    assert_eq!(log(&mut w, c, json!({"cursor": 2})), read(&["two", "three", "four"], 19, false, false));
    assert!(log(&mut w, c, json!({"cursor": 99})).3, "a file that is shorter than the cursor is another one");
}

#[test]
fn yesterday_s_log_stands_in_for_today_s() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    w.disk.put("/tmp/openclaw/openclaw-2026-11-20.log", "old\n");
    w.disk.put("/tmp/openclaw/openclaw-2026-11-21.log", "newer\n");
    w.disk.put("/tmp/openclaw/openclaw-backup.log", "no\n");
    let r = w.ok(c, "logs.tail", json!({}));
    assert_eq!(
        (&r["file"], &r["lines"]),
        (&json!("/tmp/openclaw/openclaw-2026-11-21.log"), &json!(["newer"]))
    );
    w.disk.fault(openclaw_tests::sim::Fault::unreadable("openclaw-2026-11-22"));
    let error = w.err(c, "logs.tail", json!({}));
    assert_eq!(error["code"], "UNAVAILABLE");
    assert!(said(&error).1.starts_with("log read failed: "), "{error}");
}

#[test]
fn wake_words_are_kept_and_told_to_nodes() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    let node = w.connect(&Connect::node());
    let frames = w.peer(node).frames();
    let first = frames.iter().find(|f| f["event"] == "voicewake.changed").unwrap();
    assert_eq!(
        (&first["payload"]["triggers"], first.get("seq")),
        (&json!(["openclaw", "claude", "computer"]), None)
    );
    w.forget(c);
    let set = w.ok(c, "voicewake.set", json!({"triggers": [" hey ", "", 5, "x".repeat(99)]}));
    assert_eq!(set, json!({"triggers": ["hey", "x".repeat(64)]}));
    assert_eq!(w.peer(c).frames()[0]["event"], "voicewake.changed", "the event comes before the answer");
    let told = w.peer(node).event_frames("voicewake.changed").pop().unwrap();
    assert!(told["seq"].is_u64() && told["payload"] == set);
    w.advance(Duration::from_secs(3));
    let file: Value =
        serde_json::from_str(&w.disk.text("/op/.openclaw/settings/voicewake.json").unwrap()).unwrap();
    assert_eq!(file["triggers"], set["triggers"]);
    w.reboot();
    let c = w.operator();
    assert_eq!(w.ok(c, "voicewake.get", json!({})), set);
    assert_eq!(w.ok(c, "voicewake.set", json!({"triggers": []}))["triggers"][0], "openclaw");
    let error = w.err(c, "voicewake.set", json!({"triggers": "hey"}));
    assert_eq!(said(&error), ("INVALID_REQUEST", "voicewake.set requires triggers: string[]"));
}

#[test]
fn a_chat_window_may_talk_only_with_a_phone_about() {
    let mut w = World::new(QUIET, 1);
    let (c, window) = (w.operator(), w.connect(&Connect::webchat()));
    let error = w.err(window, "talk.mode", json!({"enabled": "nonsense"}));
    assert_eq!(said(&error), ("UNAVAILABLE", "talk disabled: no connected iOS/Android nodes"));
    let now = w.clock.wall_ms();
    w.forget(c);
    let result = w.ok(c, "talk.mode", json!({"enabled": true}));
    assert_eq!(result, json!({"enabled": true, "phase": null, "ts": now}));
    assert_eq!(w.peer(c).events("talk.mode"), [result]);
    let phone = w.connect(
        &Connect::new("openclaw-ios", "node").role("node").set("/client/platform", json!("iOS 26.1")),
    );
    let result = w.ok(window, "talk.mode", json!({"enabled": true, "phase": "listening"}));
    assert_eq!(w.peer(phone).events("talk.mode"), [result]);
    let error = w.err(window, "talk.mode", json!({"enabled": "yes"}));
    assert_eq!(said(&error), ("INVALID_REQUEST", "invalid talk.mode params: at /enabled: must be boolean"));
    w.leave(phone);
    w.err(window, "talk.mode", json!({"enabled": false}));
}

fn beating() -> String {
    MODEL.replace("every: '0m'", "every: '30m'")
}

#[test]
fn an_agent_beats_on_time_and_a_word_that_all_is_well_disturbs_nobody() {
    let mut w = World::new(&beating(), 1);
    let c = w.operator();
    assert_eq!(w.ok(c, "last-heartbeat", json!({})), Value::Null);
    w.advance(Duration::from_secs(1799));
    assert_eq!(w.model.asked, 0);
    w.advance(Duration::from_secs(1));
    let asked = w.model.exchange(w.exchange()).messages().pop().unwrap();
    assert!(asked["content"].as_str().unwrap().starts_with("Read HEARTBEAT.md if it exists"), "{asked}");
    w.forget(c);
    w.model_answers(&["HEARTBEAT_OK"]);
    let beat = w.peer(c).events("heartbeat").pop().unwrap();
    assert_eq!(beat["status"], "ok-token");
    assert_eq!(w.ok(c, "last-heartbeat", json!({})), beat);
    assert_eq!(w.peer(c).events("chat"), [] as [Value; 0], "no chat window is disturbed");
    assert!(!w.peer(c).events("agent").is_empty());
    w.advance(Duration::from_secs(1800));
    assert_eq!(w.model.asked, 2);
}

#[test]
fn a_heartbeat_does_not_keep_a_session_fresh() {
    let mut w = World::new(&beating(), 1);
    let c = w.operator();
    w.chat(c, "main", "hello", "k1");
    w.model_answers(&["hi"]);
    let before = w.ok(c, "sessions.list", json!({}))["sessions"][0]["updatedAt"].clone();
    w.advance(Duration::from_secs(1800));
    w.model_answers(&["HEARTBEAT_OK"]);
    assert_eq!(w.ok(c, "sessions.list", json!({}))["sessions"][0]["updatedAt"], before);
}

#[test]
fn what_needs_attention_is_told_and_what_is_empty_is_skipped() {
    let mut w = World::new(&beating(), 1);
    let c = w.operator();
    w.advance(Duration::from_secs(1800));
    w.model_answers(&["The door is open."]);
    let beat = w.ok(c, "last-heartbeat", json!({}));
    assert_eq!((&beat["status"], &beat["reason"]), (&json!("skipped"), &json!("no-target")));
    assert_eq!(beat["preview"], "The door is open.");
    w.disk.put("/op/.openclaw/workspace/HEARTBEAT.md", "# Tasks\n\n- [ ]\n");
    w.advance(Duration::from_secs(1800));
    assert_eq!(w.model.asked, 1);
    assert_eq!(w.ok(c, "last-heartbeat", json!({}))["reason"], "empty-heartbeat-file");
}

#[test]
fn a_wake_beats_at_once_and_once_and_brings_its_note() {
    let mut w = World::new(&beating(), 1);
    let c = w.operator();
    for text in ["one", "two"] {
        assert_eq!(w.ok(c, "wake", json!({"mode": "now", "text": text})), json!({"ok": true}));
    }
    w.advance(Duration::from_millis(250));
    let asked = w.model.exchange(w.exchange()).messages().pop().unwrap()["content"].clone();
    let text = asked.as_str().unwrap();
    assert!(
        text.starts_with("System: [2026-11-22 10:00:01 UTC] one\nSystem: [2026-11-22 10:00:01 UTC] two\n\n"),
        "{text}"
    );
    assert_eq!(w.ok(c, "wake", json!({"mode": "now", "text": " "})), json!({"ok": false}));
}

#[test]
fn a_heartbeat_waits_while_people_are_served_and_beats_when_it_may() {
    let mut w = World::new(&beating(), 1);
    let c = w.operator();
    w.chat(c, "main", "hello", "k1");
    w.ok(c, "wake", json!({"mode": "now", "text": "note"}));
    w.advance(Duration::from_secs(3));
    assert!(w.count(|f| matches!(f, Fact::HeartbeatSkipped { reason: "requests-in-flight" })) >= 2);
    w.model_answers(&["hi"]);
    w.advance(Duration::from_secs(1));
    assert_eq!(w.model.asked, 2);
    w.model_answers(&["HEARTBEAT_OK"]);
    assert_eq!(w.ok(c, "set-heartbeats", json!({"enabled": false})), json!({"ok": true, "enabled": false}));
    w.advance(Duration::from_secs(7200));
    assert_eq!(w.model.asked, 2);
    w.ok(c, "set-heartbeats", json!({"enabled": true}));
    w.advance(Duration::from_secs(1800));
    assert_eq!(w.model.asked, 3);
    let error = w.err(c, "set-heartbeats", json!({}));
    assert_eq!(said(&error).1, "invalid set-heartbeats params: enabled (boolean) required");
}

#[test]
fn a_heartbeat_that_fails_says_so_and_the_next_one_comes() {
    let mut w = World::new(&beating(), 1);
    let c = w.operator();
    w.advance(Duration::from_secs(1800));
    w.model_refuses(500, "");
    let beat = w.ok(c, "last-heartbeat", json!({}));
    assert_eq!((&beat["status"], &beat["reason"]), (&json!("failed"), &json!("HTTP 500")));
    w.disk.fault(openclaw_tests::sim::Fault::full("journal"));
    w.advance(Duration::from_secs(1800));
    assert_eq!(w.ok(c, "last-heartbeat", json!({}))["status"], "failed");
    w.disk.heal();
    w.advance(Duration::from_secs(1800));
    w.model_answers(&["HEARTBEAT_OK"]);
    assert_eq!(w.ok(c, "last-heartbeat", json!({}))["status"], "ok-token");
}

#[test]
fn a_clock_that_jumps_breaks_nothing() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    w.chat(c, "main", "hello", "k1");
    w.await_run(c, "k1");
    for step in [-86_400_000, 200_000_000, -1_700_000_000_000] {
        w.clock.step_wall(step);
        w.ok(c, "health", json!({"probe": true}));
        w.ok(c, "system-presence", json!({}));
        w.ok(c, "status", json!({}));
        w.chat(c, "main", "hello", &format!("k{step}"));
        assert_eq!(w.await_run(c, &format!("k{step}"))["status"], "ok");
        w.advance(Duration::from_secs(70));
    }
    assert_eq!(w.peer(c).missed, 0);
}

#[test]
fn a_place_that_cannot_be_opened_is_passed_over() {
    let config = "{gateway: {bind: 'custom', customBindHost: '10.9.9.9'}, agents: {defaults: {heartbeat: {every: '0m'}}}}";
    let mut w = World::stopped(config, 1);
    w.no_such_address = Some("10.9.9.9".to_owned());
    w.boot();
    assert!(w.serves(), "{:?}", w.exit);
    assert_eq!(
        w.count(|f| matches!(f, Fact::Listening { address, .. } if address.to_string() == "0.0.0.0:18789")),
        1
    );
    assert_eq!(w.count(|f| matches!(f, Fact::Listening { .. })), 1, "and nothing else is opened");
}
