//! Who is there: presence, beacons, ticks, health, and the numbers on events.

use super::{QUIET, said};
use core::time::Duration;
use openclaw_tests::peer::{Connect, Device};
use openclaw_tests::sim::{Client, Route, World};
use serde_json::{Value, json};

fn list(w: &mut World, client: Client) -> Vec<Value> {
    w.ok(client, "system-presence", json!({})).as_array().unwrap().clone()
}

fn ui(instance: &str) -> Connect {
    Connect::new("test", "ui").set("/client/instanceId", json!(instance))
}

#[test]
fn the_gateway_is_first_and_command_line_clients_are_not_listed() {
    let mut w = World::new(QUIET, 1);
    let cli = w.operator();
    let all = list(&mut w, cli);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["text"], "Gateway: box (10.0.0.5) · app unknown · mode gateway · reason self");
    assert_eq!((&all[0]["mode"], &all[0]["reason"]), (&json!("gateway"), &json!("self")));
    w.leave(cli);
    let cli = w.operator();
    assert_eq!(w.hello(cli)["snapshot"]["stateVersion"]["presence"], 1);
}

#[test]
fn a_client_is_listed_and_its_leaving_is_told() {
    let mut w = World::new(QUIET, 1);
    let cli = w.operator();
    let window =
        w.connect_from(&Route::remote(7), &ui("Inst-1").set("/client/displayName", json!("Ann's Mac")));
    assert_eq!(w.peer(cli).events("presence"), [] as [Value; 0], "coming is not told");
    let entry = list(&mut w, cli).remove(1);
    assert_eq!((&entry["host"], &entry["ip"]), (&json!("Ann's Mac"), &json!("192.0.2.7")));
    assert_eq!((&entry["reason"], &entry["instanceId"]), (&json!("connect"), &json!("Inst-1")));
    assert_eq!((&entry["roles"], &entry["scopes"]), (&json!(["operator"]), &json!(["operator.admin"])));
    assert_eq!(entry["text"], "Node: Ann's Mac · mode ui");
    w.leave(window);
    let frame = w.peer(cli).event_frames("presence").remove(0);
    assert_eq!(frame["stateVersion"]["presence"], 3);
    let keys: Vec<&str> = frame.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["type", "event", "payload", "seq", "stateVersion"]);
    assert_eq!(frame["payload"]["presence"][1]["reason"], "disconnect");
}

#[test]
fn a_client_that_returns_is_the_same_entry_with_all_its_roles() {
    let mut w = World::new(QUIET, 1);
    let cli = w.operator();
    let device = Device::new(1);
    w.connect(&Connect::new("test", "ui").device(&device).scopes(&["operator.read"]));
    w.connect(&Connect::node().device(&device));
    let all = list(&mut w, cli);
    assert_eq!(all.len(), 2);
    assert_eq!(
        (&all[1]["roles"], &all[1]["scopes"]),
        (&json!(["operator", "node"]), &json!(["operator.read"]))
    );
    assert_eq!(all[1]["deviceId"], device.id());
}

#[test]
fn an_entry_is_forgotten_after_five_minutes() {
    let mut w = World::new(QUIET, 1);
    let cli = w.operator();
    w.connect(&ui("a"));
    w.advance(Duration::from_secs(300));
    assert_eq!(list(&mut w, cli).len(), 2);
    w.advance(Duration::from_millis(1));
    assert_eq!(list(&mut w, cli).len(), 1);
}

#[test]
fn two_hundred_entries_are_kept_the_newest() {
    let mut w = World::new(QUIET, 1);
    let cli = w.operator();
    for n in 0..260 {
        w.advance(Duration::from_millis(10));
        w.ok(cli, "system-event", json!({"text": format!("beacon {n}")}));
    }
    let all = list(&mut w, cli);
    assert_eq!(all.len(), 200);
    assert_eq!((&all[1]["text"], &all[199]["text"]), (&json!("beacon 259"), &json!("beacon 61")));
}

#[test]
fn a_beacon_is_read_told_and_noted_once() {
    let mut w = World::new(QUIET, 1);
    let cli = w.operator();
    let text = "Node: lab (10.0.0.9) · app 1.2 · last input 5s ago · mode local · reason launch";
    w.forget(cli);
    assert_eq!(w.ok(cli, "system-event", json!({"text": text, "tags": ["x"]})), json!({"ok": true}));
    assert_eq!(w.peer(cli).frames()[0]["event"], "presence", "told before it is answered");
    let entry = list(&mut w, cli).remove(1);
    assert_eq!(
        (&entry["host"], &entry["ip"], &entry["version"]),
        (&json!("lab"), &json!("10.0.0.9"), &json!("1.2"))
    );
    assert_eq!((&entry["lastInputSeconds"], entry.get("tags")), (&json!(5.0), None));
    w.ok(cli, "system-event", json!({"text": text.replace("launch", "periodic")}));
    w.ok(cli, "system-event", json!({"text": "the door is open"}));
    let queued = w.ok(cli, "status", json!({}))["queuedSystemEvents"].clone();
    assert_eq!(
        queued,
        json!(["Node: lab (10.0.0.9) · app 1.2 · mode local · reason launch", "the door is open"])
    );
    let error = w.err(cli, "system-event", json!({"text": "  "}));
    assert_eq!(said(&error), ("INVALID_REQUEST", "text required"));
}

#[test]
fn a_tick_comes_every_thirty_seconds() {
    let mut w = World::new(QUIET, 1);
    let cli = w.operator();
    w.advance(Duration::from_secs(90));
    let ticks = w.peer(cli).events("tick");
    assert_eq!(ticks.len(), 3);
    let at = |n: usize| ticks[n]["ts"].as_u64().unwrap();
    assert_eq!((at(1) - at(0), at(2) - at(1)), (30_000, 30_000));
}

#[test]
fn health_is_told_after_a_connect_and_every_minute() {
    let mut w = World::new(QUIET, 1);
    let cli = w.operator();
    w.advance(Duration::from_secs(1));
    let first = w.peer(cli).event_frames("health");
    assert_eq!(first.len(), 1);
    let version = first[0]["stateVersion"]["health"].as_u64().unwrap();
    w.advance(Duration::from_secs(120));
    let all = w.peer(cli).event_frames("health");
    assert_eq!(all.len(), 3);
    assert_eq!(all[2]["stateVersion"]["health"], version + 2);
}

#[test]
fn a_storm_of_connects_is_one_refresh() {
    let mut w = World::new(QUIET, 1);
    let cli = w.operator();
    w.advance(Duration::from_secs(5));
    w.forget(cli);
    for _ in 0..50 {
        w.operator();
    }
    w.advance(Duration::from_secs(1));
    assert!(w.peer(cli).events("health").len() <= 2, "{}", w.peer(cli).events("health").len());
}

#[test]
fn health_answers_from_its_cache_and_anew_when_asked_to() {
    let mut w = World::new(QUIET, 1);
    let cli = w.operator();
    w.advance(Duration::from_secs(30));
    let cached = w.ok(cli, "health", json!({}));
    assert!(cached["ts"].as_u64().unwrap() < w.clock.wall_ms());
    let fresh = w.ok(cli, "health", json!({"probe": true}));
    assert_eq!(fresh["ts"], w.clock.wall_ms());
    let keys: Vec<&str> = fresh.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "ok",
            "ts",
            "durationMs",
            "channels",
            "channelOrder",
            "channelLabels",
            "heartbeatSeconds",
            "defaultAgentId",
            "agents",
            "sessions"
        ]
    );
}

#[test]
fn events_are_numbered_for_each_connection_without_gaps() {
    let mut w = World::new(QUIET, 1);
    let admin = w.operator();
    w.advance(Duration::from_secs(45));
    let late = w.connect(&Connect::cli().scopes(&["operator.read"]));
    for n in 0..5 {
        let _ = w.try_connect(&Route::remote(7), &Connect::new("test", "test").device(&Device::new(n)));
        w.ok(admin, "system-event", json!({"text": format!("e{n}")}));
        w.chat(admin, "main", "hello", &format!("k{n}"));
        w.advance(Duration::from_secs(20));
    }
    for client in [admin, late] {
        assert!(w.peer(client).last_seq() > 20);
        assert_eq!(w.peer(client).missed, 0, "{client:?}");
    }
    assert!(w.peer(admin).last_seq() > w.peer(late).last_seq());
}

/// Makes a client stop reading and fills its buffer with answers.
fn stalled(w: &mut World) -> Client {
    let slow = w.operator();
    w.stall(slow);
    for n in 0..110 {
        w.ok_later(slow, n);
    }
    slow
}

trait Later {
    fn ok_later(&mut self, client: Client, n: u32);
}

impl Later for World {
    /// Asks for something large without looking at the answer.
    fn ok_later(&mut self, client: Client, n: u32) {
        let text = format!("{n} {}", "x".repeat(15_000));
        self.send(client, "system-event", &json!({"text": text, "instanceId": "big"}));
        self.send(client, "system-presence", &json!({}));
    }
}

#[test]
fn a_slow_client_misses_what_can_be_missed_and_sees_the_gap() {
    let mut w = World::new(QUIET, 1);
    let slow = stalled(&mut w);
    w.advance(Duration::from_millis(10));
    let before = w.count(|f| matches!(f, engine::Fact::EventDropped { event: "presence", .. }));
    assert!(before > 0, "presence was dropped");
    let other = w.operator();
    w.ok(other, "system-event", json!({"text": "more"}));
    assert_eq!(w.end(slow), None);
    w.drain(slow, 10_000);
    w.advance(Duration::from_secs(30));
    w.drain(slow, 10_000);
    assert!(w.peer(slow).missed > 0);
    assert_eq!(w.peer(other).missed, 0);
}

#[test]
fn a_slow_client_that_may_not_miss_an_event_is_closed() {
    let mut w = World::new(QUIET, 1);
    let other = w.operator();
    w.advance(Duration::from_secs(1));
    let slow = stalled(&mut w);
    assert_eq!(w.end(slow), None);
    w.chat(other, "main", "hello", "k1");
    w.advance(Duration::from_secs(1));
    assert_eq!(w.count(|f| matches!(f, engine::Fact::SlowConsumer { .. })), 1);
    w.advance(Duration::from_secs(3));
    let end = w.end(slow).expect("it was cut off");
    assert_eq!((end.code, end.reason.as_str()), (1008, "slow consumer"));
    assert_eq!(w.chat_events(other, "k1").last().unwrap()["state"], "final");
}
