//! Turns by `agent`: two answers, a model behind an API, tools, waiting.

use super::{MODEL, QUIET, said};
use core::time::Duration;
use engine::OpErrorKind;
use openclaw_tests::sim::{Client, World, model};
use serde_json::{Value, json};

fn ask(w: &mut World, c: Client, key: &str, more: Value) -> String {
    let mut params = json!({"message": "hello", "sessionKey": "main", "idempotencyKey": key});
    for (k, v) in more.as_object().unwrap() {
        params[k] = v.clone();
    }
    w.send(c, "agent", &params)
}

fn phases(w: &World, c: Client, run: &str) -> Vec<String> {
    let text = |e: &Value| match e["stream"].as_str().unwrap() {
        "assistant" => "assistant".to_owned(),
        stream => format!("{stream}:{}", e["data"]["phase"].as_str().unwrap()),
    };
    let mut out: Vec<String> = w.agent_events(c, run).iter().map(text).collect();
    out.dedup();
    out
}

#[test]
fn a_turn_is_accepted_and_then_answered() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    let id = ask(&mut w, c, "k1", json!({}));
    assert_eq!(w.answers(c, &id).len(), 1);
    let now = w.clock.wall_ms();
    let answers = w.await_answers(c, &id, 2);
    assert_eq!(answers[0]["payload"], json!({"runId": "k1", "status": "accepted", "acceptedAt": now}));
    let done = &answers[1]["payload"];
    assert_eq!((&done["status"], &done["summary"]), (&json!("ok"), &json!("completed")));
    assert_eq!(done["result"]["payloads"], json!([{"text": "You said: hello", "mediaUrl": null}]));
    let meta = &done["result"]["meta"];
    assert_eq!((&meta["aborted"], &meta["agentMeta"]["provider"]), (&json!(false), &json!("builtin")));
    assert_eq!(phases(&w, c, "k1"), ["lifecycle:start", "assistant", "lifecycle:end"]);
}

#[test]
fn the_acceptance_is_on_the_disk_before_it_is_told() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    w.hold("journal");
    let id = ask(&mut w, c, "k1", json!({}));
    w.advance(Duration::from_secs(1));
    assert_eq!(w.answers(c, &id).len(), 0);
    assert_eq!(w.agent_events(c, "k1"), [] as [Value; 0]);
    w.release();
    assert_eq!(w.answers(c, &id).len(), 1);
}

#[test]
fn the_end_is_on_the_disk_before_it_is_told() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    let id = ask(&mut w, c, "k1", json!({}));
    w.hold("journal");
    w.model_answers(&["done"]);
    w.advance(Duration::from_secs(1));
    assert_eq!(w.answers(c, &id).len(), 1);
    assert!(w.chat_events(c, "k1").iter().all(|e| e["state"] == "delta"));
    w.release();
    assert_eq!(w.answers(c, &id).len(), 2);
    assert_eq!(w.chat_events(c, "k1").last().unwrap()["state"], "final");
}

#[test]
fn a_model_is_asked_in_its_own_words() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    ask(&mut w, c, "k1", json!({"extraSystemPrompt": "Be brief."}));
    let exchange = w.model.exchange(w.exchange()).clone();
    assert_eq!(
        (exchange.fetch.method, exchange.fetch.url.as_str()),
        ("POST", "http://127.0.0.1:9/v1/chat/completions")
    );
    assert_eq!(exchange.header("authorization").as_deref(), Some("Bearer key"));
    assert!(!format!("{:?}", exchange.fetch.headers).contains("key\""), "secrets are not shown");
    let body = exchange.body();
    assert_eq!((&body["model"], &body["stream"]), (&json!("gpt"), &json!(true)));
    let names: Vec<&str> =
        body["tools"].as_array().unwrap().iter().filter_map(|t| t["function"]["name"].as_str()).collect();
    assert_eq!(names, ["read", "exec"]);
    let messages = exchange.messages();
    assert_eq!(messages[0]["role"], "system");
    assert!(messages[0]["content"].as_str().unwrap().contains("Be brief."));
    assert_eq!(messages[1], json!({"role": "user", "content": "hello"}));
}

#[test]
fn a_model_s_answer_is_streamed_and_counted() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    let id = ask(&mut w, c, "k1", json!({}));
    w.model_answers(&["Hel", "lo, <think>hm</think>", " you"]);
    let done = w.answers(c, &id).pop().unwrap()["payload"]["result"].clone();
    assert_eq!(done["payloads"][0]["text"], "Hello,  you");
    let usage = &done["meta"]["agentMeta"]["usage"];
    assert_eq!(*usage, json!({"input": 20, "output": 5, "cacheRead": 10, "cacheWrite": 0, "total": 35}));
    let deltas: Vec<String> = w
        .agent_events(c, "k1")
        .iter()
        .filter_map(|e| e["data"]["delta"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(deltas.concat(), "Hello,  you");
    let row = w.ok(c, "sessions.list", json!({}))["sessions"][0].clone();
    assert_eq!(
        (&row["inputTokens"], &row["outputTokens"], &row["totalTokens"]),
        (&json!(20), &json!(5), &json!(30))
    );
    assert_eq!(
        (&row["modelProvider"], &row["model"], &row["contextTokens"]),
        (&json!("mock"), &json!("gpt"), &json!(50_000))
    );
}

#[test]
fn a_connection_to_a_model_that_has_answered_is_left_to_end_by_itself() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    ask(&mut w, c, "k1", json!({}));
    let op = w.exchange();
    w.model_head(op, 200);
    w.model_sends(op, model::says("hi"));
    w.model_sends(op, model::ends("stop"));
    assert_eq!(w.await_run(c, "k1")["status"], "ok");
    assert_eq!(w.model.open(), [op], "so that it can be used again");
    w.model_ends(op, Ok(()));
    assert_eq!(w.count(|f| matches!(f, engine::Fact::LateCompletion { .. })), 0);
}

#[test]
fn a_conversation_goes_on_where_it_was() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    ask(&mut w, c, "k1", json!({"message": "one"}));
    w.model_answers(&["first"]);
    w.reboot();
    let c = w.operator();
    ask(&mut w, c, "k2", json!({"message": "two"}));
    let messages = w.model.exchange(w.exchange()).messages();
    let said: Vec<(&str, &str)> = messages[1..]
        .iter()
        .map(|m| (m["role"].as_str().unwrap(), m["content"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(said, [("user", "one"), ("assistant", "first"), ("user", "two")]);
}

#[test]
fn a_repeated_request_gets_the_same_answers() {
    let mut w = World::new(MODEL, 1);
    let (a, b) = (w.operator(), w.operator());
    let first = ask(&mut w, a, "k1", json!({}));
    let second = ask(&mut w, b, "k1", json!({}));
    assert_eq!(
        w.answers(a, &first),
        w.answers(b, &second)
            .iter()
            .map(|r| {
                let mut r = r.clone();
                r["id"] = json!(first);
                r
            })
            .collect::<Vec<_>>()
    );
    w.model_answers(&["hi"]);
    let third = ask(&mut w, b, "k1", json!({}));
    assert_eq!(w.answers(b, &third)[0]["payload"], w.answers(a, &first)[1]["payload"]);
    assert_eq!(w.model.asked, 1);
}

#[test]
fn a_turn_that_names_no_session_is_accepted_and_then_refused() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    for (key, params, text) in [
        (
            "k1",
            json!({"sessionKey": null}),
            "Error: Pass --to <E.164>, --session-id, or --agent to choose a session",
        ),
        ("k2", json!({"timeout": 0}), "Error: --timeout must be a positive integer (seconds)"),
    ] {
        let mut all = json!({"message": "hello", "idempotencyKey": key});
        if params.get("timeout").is_some() {
            all["timeout"] = json!(0);
            all["sessionKey"] = json!("main");
        }
        let id = w.send(c, "agent", &all);
        let answers = w.answers(c, &id);
        assert_eq!(answers[0]["payload"]["status"], "accepted");
        assert_eq!(said(&answers[1]["error"]), ("UNAVAILABLE", text));
        assert_eq!(answers[1]["payload"], json!({"runId": key, "status": "error", "summary": text}));
        assert_eq!(w.call(c, "agent", all)["error"]["message"], text, "and again, at once");
    }
}

#[test]
fn params_that_contradict_each_other_are_refused() {
    let config = "{agents: {defaults: {heartbeat: {every: '0m'}}, list: [{id: 'main'}, {id: 'ops'}]}}";
    let mut w = World::new(config, 1);
    let c = w.operator();
    let mut refused = |more: Value| {
        let mut params = json!({"message": "hello", "idempotencyKey": "k"});
        for (k, v) in more.as_object().unwrap() {
            params[k] = v.clone();
        }
        let error = w.err(c, "agent", params);
        assert_eq!(error["code"], "INVALID_REQUEST");
        error["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(refused(json!({"channel": "pigeon"})), "invalid agent params: unknown channel: pigeon");
    assert_eq!(refused(json!({"agentId": "nobody"})), "invalid agent params: unknown agent id \"nobody\"");
    assert_eq!(
        refused(json!({"agentId": "ops", "sessionKey": "agent:main:main"})),
        "invalid agent params: agent \"ops\" does not match session key agent \"main\""
    );
    let id = ask(&mut w, c, "k1", json!({"sessionKey": "agent:ops:x", "agentId": "ops"}));
    assert_eq!(w.await_answers(c, &id, 2)[1]["ok"], true);
    assert_eq!(w.disk.paths("agents/ops/sessions/").len(), 1);
}

#[test]
fn a_turn_may_name_a_channel_that_is_not_configured() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    // The reference's command line names WhatsApp when it is told nothing.
    for (key, channel) in [("k1", "whatsapp"), ("k2", " iMsg "), ("k3", "last")] {
        let id = ask(&mut w, c, key, json!({"sessionKey": "main", "channel": channel}));
        assert_eq!(w.await_answers(c, &id, 2)[1]["ok"], true, "{channel}");
    }
}

#[test]
fn waiting_ends_with_the_run_or_with_its_time() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    assert_eq!(w.ok(c, "agent.wait", json!({"runId": "k1", "timeoutMs": 0}))["status"], "timeout");
    let early = w.send(c, "agent.wait", &json!({"runId": "k1", "timeoutMs": 60_000}));
    ask(&mut w, c, "k1", json!({}));
    let short = w.send(c, "agent.wait", &json!({"runId": "k1", "timeoutMs": 1_000}));
    w.advance(Duration::from_secs(1));
    assert_eq!(w.answer(c, &short)["payload"], json!({"runId": "k1", "status": "timeout"}));
    w.model_answers(&["hi"]);
    let ended = w.answer(c, &early)["payload"].clone();
    assert_eq!((&ended["status"], &ended["endedAt"]), (&json!("ok"), &json!(w.clock.wall_ms())));
    assert_eq!(ended["startedAt"], w.clock.wall_ms() - 1_000);
    w.advance(Duration::from_secs(590));
    assert_eq!(w.ok(c, "agent.wait", json!({"runId": "k1"})), ended, "the end is remembered for ten minutes");
}

#[test]
fn waiters_are_forgotten_with_their_connection() {
    let mut w = World::new(MODEL, 1);
    let (a, c) = (w.operator(), w.operator());
    w.send(a, "agent.wait", &json!({"runId": "k1"}));
    ask(&mut w, a, "k1", json!({}));
    w.leave(a);
    w.model_answers(&["hi"]);
    w.advance(Duration::from_secs(60));
    assert_eq!(w.ok(c, "agent.wait", json!({"runId": "k1"}))["status"], "ok", "the run went on");
}

#[test]
fn a_provider_s_error_is_an_error_for_everyone() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    let id = ask(&mut w, c, "k1", json!({}));
    w.model_refuses(401, "{\"error\": {\"message\": \"invalid api key\"}}");
    let answers = w.answers(c, &id);
    let text = "HTTP 401: invalid api key";
    assert_eq!(said(&answers[1]["error"]), ("UNAVAILABLE", text));
    assert_eq!(answers[1]["payload"], json!({"runId": "k1", "status": "error", "summary": text}));
    let chat = w.chat_events(c, "k1").pop().unwrap();
    assert_eq!((&chat["state"], &chat["errorMessage"]), (&json!("error"), &json!(text)));
    let end = w.agent_events(c, "k1").pop().unwrap();
    assert_eq!((&end["data"]["phase"], &end["data"]["error"]), (&json!("error"), &json!(text)));
    let waited = w.ok(c, "agent.wait", json!({"runId": "k1"}));
    assert_eq!((&waited["status"], &waited["error"]), (&json!("error"), &json!(text)));
    assert_eq!(
        w.call(c, "agent", json!({"message": "hello", "sessionKey": "main", "idempotencyKey": "k1"}))["error"]
            ["message"],
        text
    );
}

#[test]
fn every_way_a_model_can_fail_ends_the_run_with_its_reason() {
    let fail = |act: fn(&mut World, engine::OpId)| {
        let mut w = World::new(MODEL, 1);
        let c = w.operator();
        ask(&mut w, c, "k1", json!({}));
        let op = w.exchange();
        act(&mut w, op);
        let end = w.ok(c, "agent.wait", json!({"runId": "k1", "timeoutMs": 0}));
        assert_eq!(end["status"], "error", "{end}");
        assert_eq!(w.chat_events(c, "k1").last().unwrap()["state"], "error");
        assert_eq!(w.model.open(), [], "nothing goes on");
        end["error"].as_str().unwrap().to_owned()
    };
    assert_eq!(fail(|w, op| w.model_ends(op, Err(OpErrorKind::Connection))), "connection");
    assert_eq!(
        fail(|w, op| {
            w.model_head(op, 200);
            w.model_sends(op, model::says("half an ans"));
            w.model_ends(op, Err(OpErrorKind::Connection));
        }),
        "connection"
    );
    assert_eq!(
        fail(|w, op| {
            w.model_head(op, 200);
            w.model_sends(op, model::says("half"));
            w.model_ends(op, Ok(()));
        }),
        "the model's stream ended before its answer was complete"
    );
    assert_eq!(
        fail(|w, op| {
            w.model_head(op, 503);
            w.model_ends(op, Ok(()));
        }),
        "HTTP 503"
    );
    assert!(
        fail(|w, op| {
            w.model_head(op, 200);
            w.model_sends(op, b"data: {oops\n\n".to_vec());
        })
        .starts_with("the model sent an event that is no JSON")
    );
    assert_eq!(
        fail(|w, op| {
            w.model_head(op, 200);
            w.model_sends(op, model::event(&json!({"error": {"message": "overloaded"}})));
        }),
        "overloaded"
    );
}

#[test]
fn no_answer_of_a_model_breaks_the_gateway() {
    for odd in [
        json!({"choices": [], "usage": {"prompt_tokens": u64::MAX, "completion_tokens": u64::MAX, "prompt_tokens_details": {"cached_tokens": 7}}}),
        json!({"choices": [{"delta": {"tool_calls": [{"index": u64::MAX, "function": {"name": "", "arguments": "x"}}]}}]}),
        json!({"choices": [{"delta": {"content": "\u{0}\u{1f980}[[reply_to"}}]}),
        json!({"choices": [{"index": 3}]}),
        json!([]),
        json!(null),
    ] {
        let mut w = World::new(MODEL, 1);
        let c = w.operator();
        ask(&mut w, c, "k1", json!({}));
        let op = w.exchange();
        w.model_head(op, 200);
        w.model_sends(op, model::event(&odd));
        if w.model.open() == [op] {
            w.model_sends(op, model::event(&json!({"choices": [{"finish_reason": "stop", "delta": {}}]})));
            w.model_sends(op, b"data: [DONE]\n\n".to_vec());
            w.model_ends(op, Ok(()));
        }
        if !w.model.open().is_empty() {
            w.model_answers(&["after all"]);
        }
        w.advance(Duration::from_secs(3));
        let end = w.ok(c, "agent.wait", json!({"runId": "k1", "timeoutMs": 0}));
        assert_ne!(end["status"], "timeout", "{odd}");
        w.advance(Duration::from_secs(3));
        w.ok(c, "status", json!({}));
    }
}

#[test]
fn a_run_that_takes_too_long_is_ended() {
    let mut w = World::new(MODEL, 1);
    let c = w.operator();
    let id = ask(&mut w, c, "k1", json!({"timeout": 5}));
    w.advance(Duration::from_secs(5));
    let answers = w.answers(c, &id);
    assert_eq!(said(&answers[1]["error"]), ("AGENT_TIMEOUT", "the agent did not answer within 5 s"));
    assert_eq!(w.model.open(), []);
    assert_eq!(w.chat_events(c, "k1").last().unwrap()["state"], "error");
}
