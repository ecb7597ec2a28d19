//! A run is stopped at every state it can be in, and leaves nothing behind.

use super::{MODEL, QUIET};
use core::time::Duration;
use openclaw_tests::sim::{Client, World, model};
use serde_json::{Value, json};

/// Aborts `k1` and checks that it is over for everyone, and that its session is free.
fn abort(w: &mut World, c: Client) {
    let result = w.ok(c, "chat.abort", json!({"sessionKey": "main"}));
    assert_eq!(result, json!({"ok": true, "aborted": true, "runIds": ["k1"]}));
    let aborted = w.chat_events(c, "k1").pop().expect("a chat event");
    assert_eq!((&aborted["state"], &aborted["stopReason"]), (&json!("aborted"), &json!("rpc")));
    assert_eq!(w.model.open(), []);
    assert_eq!(w.processes.running(), []);
    w.release();
    assert_eq!(w.await_run(c, "k1")["status"], "ok");
    w.chat(c, "main", "!next", "k2");
    w.advance(Duration::from_secs(1));
    assert!(!w.agent_events(c, "k2").is_empty(), "the session is free again");
    let after = w.chat_events(c, "k1");
    assert_eq!(after.iter().filter(|e| e["state"] == "aborted").count(), 1);
    assert_eq!(after.last().unwrap()["state"], "aborted");
}

fn start(config: &str) -> (World, Client) {
    let mut w = World::new(config, 1);
    w.disk.put("/op/.openclaw/workspace/notes.txt", "text");
    let c = w.operator();
    (w, c)
}

#[test]
fn while_its_acceptance_is_written() {
    let (mut w, c) = start(QUIET);
    w.hold("journal");
    let params = json!({"sessionKey": "main", "message": "hello", "idempotencyKey": "k1"});
    let id = w.send(c, "chat.send", &params);
    abort(&mut w, c);
    assert_eq!(w.answers(c, &id).len(), 1, "it is answered all the same");
}

#[test]
fn while_it_waits_for_its_session() {
    let (mut w, c) = start(QUIET);
    w.chat(c, "main", "!slow 1000 a b c", "k0");
    w.chat(c, "main", "hello", "k1");
    w.advance(Duration::from_millis(100));
    let result = w.ok(c, "chat.abort", json!({"sessionKey": "main", "runId": "k1"}));
    assert_eq!(result["runIds"], json!(["k1"]));
    assert_eq!(w.chat_events(c, "k1").pop().unwrap()["state"], "aborted");
    assert_eq!(w.await_run(c, "k0")["status"], "ok");
    assert_eq!(w.chat_events(c, "k0").pop().unwrap()["state"], "final");
    let messages = w.ok(c, "chat.history", json!({"sessionKey": "main"}))["messages"].clone();
    assert_eq!(messages.as_array().unwrap().len(), 2, "it never was part of the conversation");
}

#[test]
fn while_its_session_s_past_is_read() {
    let (mut w, c) = start(MODEL);
    w.hold(".jsonl");
    w.chat(c, "main", "hello", "k1");
    assert_eq!(w.waiting(), 1);
    abort(&mut w, c);
}

#[test]
fn while_the_model_is_asked_and_while_it_speaks() {
    let (mut w, c) = start(MODEL);
    w.chat(c, "main", "hello", "k1");
    abort(&mut w, c);
    let (mut w, c) = start(MODEL);
    w.chat(c, "main", "hello", "k1");
    let op = w.exchange();
    w.model_head(op, 200);
    w.model_sends(op, model::says("half an answer"));
    abort(&mut w, c);
    let said = w.ok(c, "chat.history", json!({"sessionKey": "main"}))["messages"][1].clone();
    assert_eq!(
        (&said["content"][0]["text"], &said["stopReason"]),
        (&json!("half an answer"), &json!("aborted"))
    );
}

#[test]
fn while_the_built_in_model_speaks() {
    let (mut w, c) = start(QUIET);
    w.chat(c, "main", "!slow 500 a b c", "k1");
    w.advance(Duration::from_millis(700));
    abort(&mut w, c);
}

#[test]
fn while_a_command_runs_and_the_command_ends_too() {
    let (mut w, c) = start(MODEL);
    w.chat(c, "main", "hello", "k1");
    w.model_calls("c", "exec", &json!({"command": "sleep"}));
    let op = w.processes.running()[0];
    w.prints(op, "zzz");
    abort(&mut w, c);
    assert_eq!(w.processes.ended, [op]);
}

#[test]
fn while_a_file_is_read_for_the_model() {
    let (mut w, c) = start(MODEL);
    w.hold("notes.txt");
    w.chat(c, "main", "hello", "k1");
    w.model_calls("c", "read", &json!({"path": "notes.txt"}));
    assert_eq!(w.waiting(), 1);
    abort(&mut w, c);
}

#[test]
fn while_its_end_is_written_an_abort_finds_nothing() {
    let (mut w, c) = start(MODEL);
    w.chat(c, "main", "hello", "k1");
    w.hold("journal");
    w.model_answers(&["done"]);
    let result = w.ok(c, "chat.abort", json!({"sessionKey": "main"}));
    assert_eq!(result["aborted"], false);
    w.release();
    assert_eq!(w.chat_events(c, "k1").pop().unwrap()["state"], "final");
}

#[test]
fn runs_by_agent_are_found_and_answered_too() {
    let (mut w, c) = start(MODEL);
    let id = w.send(c, "agent", &json!({"message": "hello", "sessionKey": "main", "idempotencyKey": "k1"}));
    abort(&mut w, c);
    let done = w.answers(c, &id).pop().unwrap();
    assert_eq!((&done["ok"], &done["payload"]["summary"]), (&json!(true), &json!("aborted")));
    assert_eq!(done["payload"]["result"]["meta"]["aborted"], true);
}

#[test]
fn what_completes_after_it_was_given_up_is_dropped_and_counted() {
    let (mut w, c) = start(MODEL);
    w.chat(c, "main", "hello", "k1");
    let op = w.exchange();
    w.ok(c, "chat.abort", json!({"sessionKey": "main"}));
    let late = |w: &World| w.count(|f| matches!(f, engine::Fact::LateCompletion { .. }));
    assert_eq!(late(&w), 1, "the cancelled exchange still ended");
    w.model_head(op, 200);
    w.model_sends(op, model::says("too late"));
    w.model_ends(op, Ok(()));
    assert_eq!(late(&w), 2);
    assert!(w.facts.iter().any(|f| matches!(f, engine::Fact::LateCompletion { total: 2, .. })));
    let texts: Vec<Value> = w.chat_events(c, "k1").iter().map(|e| e["state"].clone()).collect();
    assert_eq!(texts, ["aborted"]);
}
