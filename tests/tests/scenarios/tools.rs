//! Tools: a model calls them, they are done, it hears of it.

use super::MODEL;
use core::time::Duration;
use openclaw_tests::sim::{Client, World, model};
use serde_json::{Value, json};

/// A gateway whose model has just called a tool.
fn calling(config: &str, name: &str, arguments: &Value) -> (World, Client) {
    let mut w = World::new(config, 1);
    w.disk.put("/op/.openclaw/workspace/notes.txt", "one\ntwo\nthree\n");
    let c = w.operator();
    w.ok(c, "chat.send", json!({"sessionKey": "main", "message": "do it", "idempotencyKey": "k1"}));
    w.model_calls("call_1", name, arguments);
    (w, c)
}

/// What the model is told of its call.
fn told(w: &World) -> Value {
    w.model.exchange(w.exchange()).messages().pop().unwrap()
}

#[test]
fn a_file_is_read_and_the_model_goes_on() {
    let (mut w, c) = calling(MODEL, "read", &json!({"path": "notes.txt", "offset": 2, "limit": 1}));
    assert_eq!(told(&w), json!({"role": "tool", "tool_call_id": "call_1", "content": "two"}));
    let asked = w.model.exchange(w.exchange()).messages();
    let call = &asked[asked.len() - 2]["tool_calls"][0];
    assert_eq!((&call["id"], &call["function"]["name"]), (&json!("call_1"), &json!("read")));
    w.model_answers(&["It says two."]);
    assert_eq!(w.await_run(c, "k1")["status"], "ok");
    let roles: Vec<String> = w.ok(c, "chat.history", json!({"sessionKey": "main"}))["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["role"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(roles, ["user", "assistant", "toolResult", "assistant"]);
    let last = w.chat_events(c, "k1").pop().unwrap();
    assert_eq!(last["message"]["content"][0]["text"], "It says two.");
}

#[test]
fn a_command_is_run_in_the_workspace_and_its_end_is_told() {
    let (mut w, c) = calling(MODEL, "exec", &json!({"command": "make it so"}));
    let op = w.processes.running()[0];
    let spawn = w.processes.spawn(op).clone();
    assert_eq!(spawn.argv, ["/bin/sh", "-c", "make it so"]);
    assert_eq!(spawn.cwd.as_deref(), Some("/op/.openclaw/workspace"));
    w.prints(op, "half ");
    w.prints(op, "done\n");
    w.exits(op, 3);
    assert_eq!(told(&w)["content"], "half done\n\nCommand exited with code 3");
    w.model_answers(&["Failed."]);
    assert_eq!(w.await_run(c, "k1")["status"], "ok");
}

#[test]
fn tool_events_are_for_those_who_want_them_and_always_keep_their_numbers() {
    let verbose = MODEL.replace("defaults: {", "defaults: {verboseDefault: 'on', ");
    for (config, streams) in [
        (MODEL, vec!["lifecycle", "assistant", "lifecycle"]),
        (&*verbose, vec!["lifecycle", "tool", "tool", "tool", "assistant", "lifecycle"]),
    ] {
        let (mut w, c) = calling(config, "exec", &json!({"command": "x"}));
        let op = w.processes.running()[0];
        w.prints(op, "out");
        w.exits(op, 0);
        w.model_answers(&["ok"]);
        let events = w.agent_events(c, "k1");
        let seen: Vec<&str> = events.iter().filter_map(|e| e["stream"].as_str()).collect();
        assert_eq!(seen, streams);
        let seqs: Vec<u64> = events.iter().filter_map(|e| e["seq"].as_u64()).collect();
        assert_eq!((seqs[0], seqs[seqs.len() - 1]), (1, 6));
    }
}

#[test]
fn a_tool_event_has_the_reference_s_shape() {
    let verbose = MODEL.replace("defaults: {", "defaults: {verboseDefault: 'on', ");
    let (mut w, c) = calling(&verbose, "exec", &json!({"command": "x"}));
    let op = w.processes.running()[0];
    w.prints(op, "out\n");
    w.exits(op, 0);
    let data: Vec<Value> =
        w.agent_events(c, "k1").iter().filter(|e| e["stream"] == "tool").map(|e| e["data"].clone()).collect();
    assert_eq!(
        data[0],
        json!({"phase": "start", "name": "exec", "toolCallId": "call_1", "args": {"command": "x"}})
    );
    let part = json!({"content": [{"type": "text", "text": "out\n"}]});
    assert_eq!(
        data[1],
        json!({"phase": "update", "name": "exec", "toolCallId": "call_1", "partialResult": part})
    );
    let result = json!({"content": [{"type": "text", "text": "out"}]});
    assert_eq!(
        data[2],
        json!({"phase": "result", "name": "exec", "toolCallId": "call_1", "isError": false, "result": result})
    );
}

#[test]
fn what_cannot_be_done_is_told_to_the_model_and_the_turn_goes_on() {
    for (name, arguments, text) in [
        ("fly", json!({}), "there is no tool named \"fly\""),
        ("read", json!({}), "read needs a path"),
        ("exec", json!({"command": " "}), "exec needs a command"),
        ("read", json!({"path": "nowhere"}), "/op/.openclaw/workspace/nowhere: no such file"),
        ("read", json!([1]), "the arguments are no JSON object: [1]"),
    ] {
        let (mut w, c) = calling(MODEL, name, &arguments);
        assert_eq!(told(&w)["content"], text);
        w.model_answers(&["Sorry."]);
        assert_eq!(w.await_run(c, "k1")["status"], "ok");
    }
}

#[test]
fn a_tool_that_is_denied_is_neither_offered_nor_done() {
    let config = MODEL.replace("{agents:", "{tools: {deny: ['exec']}, agents:");
    let (w, _) = calling(&config, "exec", &json!({"command": "rm"}));
    assert_eq!(told(&w)["content"], "there is no tool named \"exec\"");
    assert!(w.processes.running().is_empty());
    let body = w.model.exchange(w.exchange()).body();
    assert_eq!(body["tools"].as_array().unwrap().len(), 1);
}

#[test]
fn a_command_that_takes_too_long_is_ended_and_told() {
    let (mut w, _) = calling(MODEL, "exec", &json!({"command": "sleep", "timeout": 5}));
    let op = w.processes.running()[0];
    w.advance(Duration::from_secs(5));
    assert_eq!(w.processes.ended, [op]);
    assert_eq!(told(&w)["content"], "Command failed: it took too long and was given up");
    assert_eq!(w.count(|f| matches!(f, engine::Fact::LateCompletion { .. })), 1, "its own end came later");
}

#[test]
fn a_model_that_only_calls_tools_comes_to_an_end() {
    let (mut w, c) = calling(MODEL, "fly", &json!({}));
    for n in 0..100 {
        if w.model.open().is_empty() {
            break;
        }
        w.model_calls(&format!("c{n}"), "fly", &json!({}));
    }
    let end = w.await_run(c, "k1");
    assert_eq!(end["error"], "the model used tools in 64 rounds without coming to an end");
    assert_eq!(w.model.asked, 64);
}

#[test]
fn no_delta_after_a_tool_shows_an_empty_text() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    w.chat(c, "main", "do it", "k1");
    let op = w.exchange();
    w.model_head(op, 200);
    w.model_sends(op, model::says("Let me "));
    w.advance(Duration::from_millis(20));
    w.model_sends(op, model::says("look."));
    w.model_sends(op, model::calls("call_1", "exec", &json!({"command": "x"})));
    w.model_sends(op, model::ends("tool_calls"));
    w.advance(Duration::from_secs(1));
    let texts: Vec<Value> =
        w.chat_events(c, "k1").iter().map(|e| e["message"]["content"][0]["text"].clone()).collect();
    assert_eq!(texts, ["Let me", "Let me look."]);
}

#[test]
fn the_built_in_model_uses_tools_on_request() {
    let mut w = World::new(super::QUIET, 1);
    w.disk.put("/op/.openclaw/workspace/notes.txt", "buy milk");
    let c = w.operator();
    w.chat(c, "main", "!tool read {\"path\": \"notes.txt\"}", "k1");
    assert_eq!(w.await_run(c, "k1")["status"], "ok");
    let last = w.chat_events(c, "k1").pop().unwrap();
    assert_eq!(last["message"]["content"][0]["text"], "The tool says:\n\nbuy milk");
}
