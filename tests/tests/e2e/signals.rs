//! Signals: the gateway says goodbye, keeps what it has, and goes in time.

use super::program::{Gateway, Place};
use super::wire::{Client, Got, dial};
use core::time::Duration;
use rustix::process::Signal;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::time::Instant;

/// The client is told of the end before anything ends, and then closed.
fn check_farewell(client: &mut Client, reason: &str, expected_ms: &Value) {
    assert_eq!(client.end(), Got::Closed(1012, "service restart".to_owned()));
    let told = client.peer.events("shutdown");
    assert_eq!(told, [json!({"reason": reason, "restartExpectedMs": expected_ms})]);
}

#[test]
fn each_signal_to_stop_stops_it_cleanly() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let place = Place::new();
        let mut gateway = place.gateway().start();
        let mut client = Client::new(gateway.port);
        let since = Instant::now();
        gateway.signal(signal);
        check_farewell(&mut client, "gateway stopping", &Value::Null);
        assert_eq!(gateway.wait().code(), Some(0), "{signal:?}");
        assert!(since.elapsed() < Duration::from_secs(3), "{signal:?}: {:?}", since.elapsed());
        assert_eq!(place.names("", "gateway."), [] as [String; 0], "the lock is given back");
    }
}

#[test]
fn a_second_signal_changes_nothing() {
    let place = Place::new();
    let mut gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    slow_run(&mut client, 100, 10);
    gateway.signal(Signal::TERM);
    // Signals that wait together are handed over in any order.
    gateway.wait_for("shutting down");
    for signal in [Signal::TERM, Signal::INT, Signal::USR1] {
        gateway.signal(signal);
    }
    let last = client.event("chat", |e| e["state"] != "delta");
    assert_eq!(last["state"], "final", "the run comes to its end: {last}");
    check_farewell(&mut client, "gateway stopping", &Value::Null);
    assert_eq!(gateway.wait().code(), Some(0));
    let said = gateway.said();
    assert_eq!(said.iter().filter(|line| line.contains("shutting down")).count(), 1);
    assert!(!said.iter().any(|line| line.contains("not authorized")), "{said:?}");
}

/// Begins a run that says so many words with this pause, and waits until it speaks.
fn slow_run(client: &mut Client, pause_ms: u64, words: usize) -> String {
    let text = vec!["word"; words].join(" ");
    let params = json!({"sessionKey": "main", "message": format!("!slow {pause_ms} {text}"), "idempotencyKey": "slow"});
    client.ok("chat.send", &params);
    client.event("chat", |e| e["state"] == "delta");
    text
}

#[test]
fn a_run_that_would_take_too_long_is_cut_and_its_session_says_why() {
    let place = Place::new();
    let mut gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    slow_run(&mut client, 500, 100);
    let since = Instant::now();
    gateway.signal(Signal::TERM);
    let last = client.event("chat", |e| e["state"] != "delta");
    assert_eq!((&last["state"], &last["stopReason"]), (&json!("aborted"), &json!("shutdown")), "{last}");
    check_farewell(&mut client, "gateway stopping", &Value::Null);
    assert_eq!(gateway.wait().code(), Some(0));
    let took = since.elapsed();
    assert!(took > Duration::from_secs(2) && took < Duration::from_secs(6), "{took:?}");
    let mut gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    let listed = client.ok("sessions.list", &json!({}));
    assert_eq!(listed["sessions"][0]["abortedLastRun"], true, "{listed}");
    assert!(client.history("main")[1].starts_with("word"));
    assert_eq!(gateway.said().iter().filter(|line| line.contains("was interrupted")).count(), 0);
    gateway.stop();
}

#[test]
fn while_it_drains_it_is_alive_and_not_ready_and_takes_no_work() {
    let place = Place::new();
    let mut gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    let mut kept = dial(gateway.port);
    let mut ask = |path: &str| {
        kept.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"}") {
            let mut bytes = [0; 1024];
            let n = kept.read(&mut bytes).unwrap();
            assert!(n > 0, "{}", String::from_utf8_lossy(&answer));
            answer.extend_from_slice(&bytes[..n]);
        }
        String::from_utf8(answer).unwrap()
    };
    assert!(ask("/readyz").starts_with("HTTP/1.1 200 "));
    slow_run(&mut client, 100, 20);
    gateway.signal(Signal::TERM);
    client.event("shutdown", |_| true);
    let ready = ask("/readyz");
    assert!(ready.starts_with("HTTP/1.1 503 ") && ready.contains("\"failing\":[\"not serving\"]"), "{ready}");
    assert!(ask("/healthz").starts_with("HTTP/1.1 200 "));
    let refused =
        client.call("chat.send", &json!({"sessionKey": "b", "message": "m", "idempotencyKey": "late"}));
    assert_eq!(refused["error"]["code"], "UNAVAILABLE", "{refused}");
    assert!(std::net::TcpStream::connect(("127.0.0.1", gateway.port)).is_err(), "nobody new comes in");
    assert_eq!(gateway.wait().code(), Some(0));
}

#[test]
fn a_restart_that_nobody_allowed_is_refused() {
    let place = Place::new();
    let gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    gateway.signal(Signal::USR1);
    gateway
        .wait_for("SIGUSR1 restart ignored (not authorized; enable commands.restart or use gateway tool).");
    client.ok("health", &json!({}));
    assert!(client.peer.events("shutdown").is_empty());
}

#[test]
fn a_restart_in_place_keeps_the_process_its_age_and_who_was_there() {
    let place = Place::new();
    let mut gateway = place.gateway().config(&json!({"commands": {"restart": true}})).start();
    let mut client = Client::new(gateway.port);
    client.ok("system-event", &json!({"text": "Node: kitchen (10.0.0.9) · app 1.0 · mode ui · reason test", "instanceId": "kitchen"}));
    assert_eq!(client.chat("main", "before", "k1"), "You said: before");
    let before = client.ok("system-presence", &json!({}));
    let first_version = client.hello["snapshot"]["stateVersion"]["health"].as_u64().unwrap();
    let age = super::wire::get(gateway.port, "/readyz").1["uptimeMs"].as_u64().unwrap();
    for round in 2..=3 {
        gateway.signal(Signal::USR1);
        check_farewell(&mut client, "gateway restarting", &json!(1500));
        gateway.wait_for_count("listening on ws://127.0.0.1", round);
        client = Client::new(gateway.port);
    }
    let snapshot = &client.hello["snapshot"];
    assert!(snapshot["uptimeMs"].as_u64().unwrap() >= age, "{snapshot}");
    let version = |snapshot: &Value| snapshot["stateVersion"]["health"].as_u64().unwrap();
    assert!(version(snapshot) > first_version, "the counters go on: {snapshot}");
    let hosts = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|e| e["host"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert!(hosts(&snapshot["presence"]).contains(&"kitchen".to_owned()), "{before} then {snapshot}");
    assert_eq!(client.history("main")[1], "You said: before");
    assert_eq!(client.chat("main", "after", "k2"), "You said: after");
    let seqs: Vec<u64> = client.peer.frames().iter().filter_map(|f| f["seq"].as_u64()).collect();
    assert_eq!(seqs.first(), Some(&1), "the numbers of events begin again");
    stop_soon(&mut gateway);
}

#[test]
fn a_restart_with_a_broken_configuration_keeps_the_last_good_one() {
    let place = Place::new();
    let good = json!({"commands": {"restart": true}});
    let mut gateway = place.gateway().config(&good).start();
    place.write("openclaw.json", "{\"commands\": {\"restart\": tru");
    gateway.signal(Signal::USR1);
    gateway.wait_for_count("listening on ws://127.0.0.1", 2);
    gateway.wait_for("the configuration is invalid");
    assert_eq!(Client::new(gateway.port).chat("main", "still here", "k1"), "You said: still here");
    assert_eq!(
        place.read("openclaw.json"),
        "{\"commands\": {\"restart\": tru",
        "it is nobody's but its writer's"
    );
    // What the last good one allowed is still allowed.
    gateway.signal(Signal::USR1);
    gateway.wait_for_count("listening on ws://127.0.0.1", 3);
    stop_soon(&mut gateway);
}

#[test]
fn a_signal_to_stop_during_a_restart_stops_it() {
    let place = Place::new();
    let mut gateway = place.gateway().config(&json!({"commands": {"restart": true}})).start();
    let mut client = Client::new(gateway.port);
    slow_run(&mut client, 100, 10);
    gateway.signal(Signal::USR1);
    client.event("shutdown", |_| true);
    gateway.signal(Signal::TERM);
    assert_eq!(gateway.wait().code(), Some(0));
}

fn stop_soon(gateway: &mut Gateway) {
    let since = Instant::now();
    assert_eq!(gateway.stop().code(), Some(0));
    assert!(since.elapsed() < Duration::from_secs(3), "{:?}", since.elapsed());
}
