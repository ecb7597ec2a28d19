//! Turns from a chat window: sent, streamed, remembered, stopped.

use super::{QUIET, said};
use core::time::Duration;
use openclaw_tests::peer::Connect;
use openclaw_tests::sim::{Client, World};
use serde_json::{Value, json};

fn window(w: &mut World) -> Client {
    w.connect(&Connect::webchat().set("/client/displayName", json!("Ann")))
}

fn texts(events: &[Value]) -> Vec<&str> {
    events.iter().filter_map(|e| e["message"]["content"][0]["text"].as_str()).collect()
}

fn states(events: &[Value]) -> Vec<&str> {
    events.iter().filter_map(|e| e["state"].as_str()).collect()
}

fn history(w: &mut World, c: Client, key: &str) -> Vec<Value> {
    w.ok(c, "chat.history", json!({"sessionKey": key}))["messages"].as_array().unwrap().clone()
}

#[test]
fn a_message_is_acknowledged_streamed_and_ended() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    w.forget(c);
    let ack = w.chat(c, "main", "how are you", "k1");
    assert_eq!(ack, json!({"runId": "k1", "status": "started"}));
    assert_eq!(w.await_run(c, "k1")["status"], "ok");
    assert_eq!(w.peer(c).frames()[0]["type"], "res", "the acknowledgement comes before the run's events");
    let events = w.chat_events(c, "k1");
    assert_eq!(states(&events).last(), Some(&"final"));
    assert_eq!(texts(&events).last(), Some(&"You said: how are you"));
    assert!(events.iter().all(|e| e["sessionKey"] == "main"), "the key is said back as it was written");
    let agent = w.agent_events(c, "k1");
    assert_eq!((&agent[0]["stream"], &agent[0]["data"]["phase"]), (&json!("lifecycle"), &json!("start")));
    let end = agent.last().unwrap();
    assert_eq!((&end["stream"], &end["data"]["phase"]), (&json!("lifecycle"), &json!("end")));
    let seqs: Vec<u64> = agent.iter().filter_map(|e| e["seq"].as_u64()).collect();
    assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>());
    let keys: Vec<&str> = agent[1].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["runId", "stream", "data", "sessionKey", "seq", "ts"]);
}

#[test]
fn a_turn_outlives_what_its_caller_allows_but_not_by_long() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    let params = json!({"sessionKey": "main", "message": "!slow 5000 a b c d e f g h i j k l m n o p q r s t u v w x y z",
            "idempotencyKey": "k1", "timeoutMs": 500});
    w.ok(c, "chat.send", params.clone());
    w.advance(Duration::from_secs(60));
    assert_eq!(w.ok(c, "chat.send", params)["status"], "in_flight");
    w.advance(Duration::from_secs(61));
    let last = w.chat_events(c, "k1").pop().unwrap();
    assert_eq!((&last["state"], &last["stopReason"]), (&json!("aborted"), &json!("timeout")));
}

#[test]
fn a_turn_that_waits_for_another_is_given_up_as_well() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    w.chat(c, "main", "!slow 5000 a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g", "k1");
    let params = json!({"sessionKey": "main", "message": "hi", "idempotencyKey": "k2", "timeoutMs": 500});
    w.ok(c, "chat.send", params);
    w.advance(Duration::from_secs(121));
    let last = w.chat_events(c, "k2").pop().unwrap();
    assert_eq!((&last["state"], &last["stopReason"]), (&json!("aborted"), &json!("timeout")));
    assert_eq!(w.await_run(c, "k1")["status"], "ok");
}

#[test]
fn an_attachment_without_content_is_none() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    let params = json!({"sessionKey": "main", "message": "", "attachments": [{"type": "image"}], "idempotencyKey": "k"});
    assert_eq!(w.err(c, "chat.send", params)["message"], "message or attachment required");
}

#[test]
fn deltas_are_at_least_150_ms_apart_and_the_last_state_is_told() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    w.chat(c, "main", "!slow 40 a b c d e f g h i j k", "k1");
    w.await_run(c, "k1");
    let events = w.chat_events(c, "k1");
    let deltas: Vec<&Value> = events.iter().filter(|e| e["state"] == "delta").collect();
    let at: Vec<u64> = deltas.iter().filter_map(|e| e["message"]["timestamp"].as_u64()).collect();
    assert!(deltas.len() >= 3, "{}", deltas.len());
    for pair in at.windows(2).take(at.len().saturating_sub(2)) {
        assert!(pair[1] - pair[0] >= 150, "{at:?}");
    }
    let last = deltas.last().unwrap();
    assert_eq!(last["message"]["content"][0]["text"], "a b c d e f g h i j k");
    assert_eq!(events.last().unwrap()["state"], "final");
    let agent = w.agent_events(c, "k1");
    let said: String = agent.iter().filter_map(|e| e["data"]["delta"].as_str()).collect();
    assert_eq!(said, "a b c d e f g h i j k");
}

#[test]
fn what_was_said_is_in_the_history_whatever_the_key_is_called() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    w.chat(c, "main", "one", "k1");
    w.await_run(c, "k1");
    w.chat(c, "agent:main:main", "two", "k2");
    w.await_run(c, "k2");
    let said = |m: &[Value]| {
        m.iter().map(|m| m["content"][0]["text"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let messages = history(&mut w, c, "MAIN");
    assert_eq!(said(&messages), ["one", "You said: one", "two", "You said: two"]);
    assert_eq!(messages[0]["role"], "user");
    let assistant = &messages[1];
    assert_eq!((&assistant["provider"], &assistant["stopReason"]), (&json!("builtin"), &json!("stop")));
    let all = w.ok(c, "chat.history", json!({"sessionKey": "main", "limit": 1}));
    assert_eq!((all["messages"].as_array().unwrap().len(), &all["sessionKey"]), (1, &json!("main")));
    assert_eq!(all["thinkingLevel"], "off");
    let nothing = w.ok(c, "chat.history", json!({"sessionKey": "no such"}));
    assert_eq!((&nothing["messages"], nothing.get("sessionId")), (&json!([]), None));
}

#[test]
fn the_transcript_is_the_reference_s_file() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    w.chat(c, "main", "one", "k1");
    w.await_run(c, "k1");
    let path = w.disk.paths(".jsonl").remove(0);
    let text = w.disk.text(&path).unwrap();
    assert!(text.ends_with('\n'));
    let lines: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let types: Vec<&str> = lines.iter().filter_map(|l| l["type"].as_str()).collect();
    assert_eq!(types, ["session", "model_change", "thinking_level_change", "custom", "message", "message"]);
    assert_eq!((&lines[0]["version"], &lines[0]["cwd"]), (&json!(3), &json!("/op/.openclaw/workspace")));
    assert_eq!(
        path,
        format!("/op/.openclaw/agents/main/sessions/{}.jsonl", lines[0]["id"].as_str().unwrap())
    );
    assert_eq!(lines[1]["parentId"], Value::Null);
    for pair in lines[1..].windows(2) {
        assert_eq!(pair[1]["parentId"], pair[0]["id"]);
    }
    assert_eq!(lines[4]["message"]["content"][0]["text"], "one\n[message_id: k1]");
}

#[test]
fn the_session_store_is_the_reference_s_file() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    w.chat(c, "main", "one", "k1");
    w.await_run(c, "k1");
    w.advance(Duration::from_secs(3));
    let text = w.disk.text("/op/.openclaw/agents/main/sessions/sessions.json").unwrap();
    let store: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string_pretty(&store).unwrap(), text);
    let entry = &store["agent:main:main"];
    assert_eq!((&entry["abortedLastRun"], &entry["systemSent"]), (&json!(false), &json!(true)));
    assert_eq!((&entry["modelProvider"], &entry["model"]), (&json!("builtin"), &json!("echo")));
    assert_eq!(entry["origin"]["label"], "Ann");
    assert_eq!(w.disk.paths("journal/0"), [] as [String; 0], "the journal is not needed any more");
}

#[test]
fn a_repeated_message_is_sent_once() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    w.chat(c, "main", "one", "k1");
    let again = w.chat(c, "main", "one", "k1");
    assert_eq!(again, json!({"runId": "k1", "status": "in_flight"}));
    w.await_run(c, "k1");
    let other = window(&mut w);
    assert_eq!(w.chat(other, "main", "one", "k1"), json!({"runId": "k1", "status": "ok"}));
    assert_eq!(history(&mut w, c, "main").len(), 2);
    w.advance(Duration::from_secs(361));
    assert_eq!(w.chat(c, "main", "one", "k1")["status"], "started", "a key is forgotten after five minutes");
}

#[test]
fn a_message_behind_a_busy_session_is_answered_under_its_own_name() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    w.chat(c, "main", "!slow 200 one two three", "k1");
    w.chat(c, "main", "four", "k2");
    w.advance(Duration::from_millis(100));
    assert_eq!(w.agent_events(c, "k2"), [] as [Value; 0]);
    w.await_run(c, "k2");
    let states = |id: &str| w.chat_events(c, id).iter().filter(|e| e["state"] == "final").count();
    assert_eq!((states("k1"), states("k2")), (1, 1));
    let all = w.peer(c).events("agent");
    let end = all.iter().position(|e| e["runId"] == "k1" && e["data"]["phase"] == "end").unwrap();
    let start = all.iter().position(|e| e["runId"] == "k2").unwrap();
    assert!(end < start, "one turn of a session at a time");
}

#[test]
fn turns_of_different_sessions_run_side_by_side_up_to_the_width_of_the_lane() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    for n in 0..6 {
        w.chat(c, &format!("s{n}"), "!slow 1000 a b", &format!("k{n}"));
    }
    w.advance(Duration::from_millis(50));
    let started = (0..6).filter(|n| !w.agent_events(c, &format!("k{n}")).is_empty()).count();
    assert_eq!(started, 4);
    for n in 0..6 {
        assert_eq!(w.await_run(c, &format!("k{n}"))["status"], "ok");
    }
}

#[test]
fn what_cannot_be_sent_is_refused_in_the_reference_s_order() {
    let config = "{session: {sendPolicy: {default: 'deny'}}, agents: {defaults: {heartbeat: {every: '0m'}}}}";
    let mut w = World::new(config, 1);
    let c = window(&mut w);
    let mut send = |message: &str, attachments: Value| {
        let params = json!({"sessionKey": "main", "message": message, "attachments": attachments, "idempotencyKey": "k"});
        w.err(c, "chat.send", params)
    };
    assert_eq!(said(&send(" ", json!([]))), ("INVALID_REQUEST", "message or attachment required"));
    let error = send("", json!([{"fileName": "a.png", "content": "%%%"}]));
    assert_eq!(said(&error), ("INVALID_REQUEST", "Error: attachment a.png: invalid base64 content"));
    assert_eq!(said(&send("/stop", json!([]))), ("INVALID_REQUEST", "send blocked by session policy"));
    let error = w.err(c, "chat.send", json!({"sessionKey": "main"}));
    let text = "invalid chat.send params: must have required property 'message'; must have required property 'idempotencyKey'";
    assert_eq!(said(&error), ("INVALID_REQUEST", text));
}

#[test]
fn an_abort_ends_a_run_at_once_and_says_so() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    w.chat(c, "main", "!slow 1000 one two three four", "k1");
    w.advance(Duration::from_millis(2500));
    w.forget(c);
    let result = w.ok(c, "chat.abort", json!({"sessionKey": "main", "runId": "k1"}));
    assert_eq!(result, json!({"ok": true, "aborted": true, "runIds": ["k1"]}));
    let frames = w.peer(c).frames();
    assert_eq!(frames.last().unwrap()["type"], "res", "the events come before the answer");
    let aborted = w.chat_events(c, "k1").pop().unwrap();
    assert_eq!((&aborted["state"], &aborted["stopReason"]), (&json!("aborted"), &json!("rpc")));
    assert_eq!(aborted.get("message"), None, "no partial text");
    let end = w.agent_events(c, "k1").pop().unwrap();
    assert_eq!((&end["data"]["phase"], &end["data"]["aborted"]), (&json!("end"), &json!(true)));
    assert_eq!(w.await_run(c, "k1")["status"], "ok");
    w.forget(c);
    w.advance(Duration::from_secs(10));
    assert_eq!(w.chat_events(c, "k1"), [] as [Value; 0], "and nothing follows");
    let messages = history(&mut w, c, "main");
    assert_eq!(
        (&messages[1]["stopReason"], &messages[1]["content"][0]["text"]),
        (&json!("aborted"), &json!("one two "))
    );
    let again = w.ok(c, "chat.abort", json!({"sessionKey": "main"}));
    assert_eq!(again, json!({"ok": true, "aborted": false, "runIds": []}));
}

#[test]
fn an_abort_without_a_run_ends_every_run_of_the_session_in_order() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    for n in 1..=3 {
        w.chat(c, "main", "!slow 1000 one two three", &format!("k{n}"));
    }
    w.chat(c, "other", "!slow 1000 one two", "k9");
    let result = w.ok(c, "chat.abort", json!({"sessionKey": "agent:main:main"}));
    assert_eq!(result["runIds"], json!(["k1", "k2", "k3"]));
    let error = w.err(c, "chat.abort", json!({"sessionKey": "main", "runId": "k9"}));
    assert_eq!(said(&error), ("INVALID_REQUEST", "runId does not match sessionKey"));
    assert_eq!(w.await_run(c, "k9")["status"], "ok");
    assert_eq!(states(&w.chat_events(c, "k9")).last(), Some(&"final"));
}

#[test]
fn a_stop_word_stops_instead_of_being_sent() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    w.chat(c, "main", "!slow 1000 one two three", "k1");
    w.advance(Duration::from_millis(1500));
    let result = w.chat(c, "main", " STOP ", "k2");
    assert_eq!(result, json!({"ok": true, "aborted": true, "runIds": ["k1"]}));
    assert_eq!(w.chat_events(c, "k1").pop().unwrap()["stopReason"], "stop");
}

#[test]
fn a_question_that_was_aborted_is_not_asked_again() {
    let mut w = World::new(super::MODEL, 1);
    let c = window(&mut w);
    w.chat(c, "main", "first", "k1");
    w.ok(c, "chat.abort", json!({"sessionKey": "main"}));
    w.chat(c, "main", "second", "k2");
    let op = w.exchange();
    let asked: Vec<String> =
        w.model.exchange(op).messages()[1..].iter().map(|m| m["content"].to_string()).collect();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].contains("second"));
}

#[test]
fn words_are_put_into_a_session() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    let error = w.err(c, "chat.inject", json!({"sessionKey": "main", "message": "x"}));
    assert_eq!(said(&error), ("INVALID_REQUEST", "session not found"));
    w.chat(c, "main", "one", "k1");
    w.await_run(c, "k1");
    w.forget(c);
    let result =
        w.ok(c, "chat.inject", json!({"sessionKey": "main", "message": "by the way", "label": "note"}));
    let event = w.peer(c).events("chat").pop().unwrap();
    assert_eq!((&event["state"], &event["seq"]), (&json!("final"), &json!(0)));
    assert_eq!(event["runId"], format!("inject-{}", result["messageId"].as_str().unwrap()));
    let last = history(&mut w, c, "main").pop().unwrap();
    assert_eq!(
        (&last["content"][0]["text"], &last["stopReason"]),
        (&json!("[note]\n\nby the way"), &json!("injected"))
    );
    w.chat(c, "main", "two", "k2");
    w.await_run(c, "k2");
    let text = w.disk.text(&w.disk.paths(".jsonl")[0]).unwrap();
    let lines: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    for pair in lines[1..].windows(2) {
        assert_eq!(pair[1]["parentId"], pair[0]["id"], "injected words are part of the chain");
    }
    w.advance(Duration::from_secs(3));
    w.disk.remove(&w.disk.paths(".jsonl")[0].clone());
    w.reboot();
    let c = w.operator();
    let error = w.err(c, "chat.inject", json!({"sessionKey": "main", "message": "x"}));
    assert_eq!(said(&error), ("INVALID_REQUEST", "transcript file not found"));
}

#[test]
fn notes_wait_for_the_next_chat_turn() {
    let mut w = World::new(super::MODEL, 1);
    let c = w.operator();
    w.ok(c, "wake", json!({"mode": "next-heartbeat", "text": "the door is open"}));
    w.chat(c, "main", "hello", "k1");
    let asked = w.model.exchange(w.exchange()).messages().pop().unwrap();
    assert_eq!(
        asked["content"],
        "System: [2026-11-22 10:00:01 UTC] the door is open\n\nhello\n[message_id: k1]"
    );
    assert_eq!(w.ok(c, "status", json!({}))["queuedSystemEvents"], json!([]));
}

#[test]
fn a_stale_session_begins_a_new_transcript() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    w.chat(c, "main", "one", "k1");
    w.await_run(c, "k1");
    let first = w.ok(c, "chat.history", json!({"sessionKey": "main"}))["sessionId"].clone();
    w.advance(Duration::from_secs(19 * 3600));
    w.chat(c, "main", "two", "k2");
    w.await_run(c, "k2");
    let now = w.ok(c, "chat.history", json!({"sessionKey": "main"}));
    assert_ne!(now["sessionId"], first);
    assert_eq!(now["messages"].as_array().unwrap().len(), 2);
    assert_eq!(w.disk.paths(".jsonl").len(), 2);
}

#[test]
fn a_session_of_an_agent_that_is_not_configured_is_kept_too() {
    let mut w = World::new(QUIET, 1);
    let c = window(&mut w);
    w.chat(c, "agent:ghost:main", "one", "k1");
    assert_eq!(w.await_run(c, "k1")["status"], "ok");
    assert_eq!(history(&mut w, c, "agent:ghost:main").len(), 2);
    w.reboot();
    let c = window(&mut w);
    assert_eq!(history(&mut w, c, "agent:ghost:main").len(), 2);
    w.advance(Duration::from_secs(90));
    w.reboot();
    let c = window(&mut w);
    assert_eq!(history(&mut w, c, "agent:ghost:main").len(), 2);
}
