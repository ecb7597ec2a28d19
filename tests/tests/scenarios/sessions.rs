//! Sessions as clients list, look into and find them; and where they are stored.

use super::{QUIET, said};
use core::time::Duration;
use openclaw_tests::sim::{CONFIG, Client, World};
use serde_json::{Value, json};

const STORE: &str = "/op/.openclaw/agents/main/sessions/sessions.json";

/// Three sessions, one a group, with a little said in each.
fn three() -> (World, Client) {
    let mut w = World::stopped(QUIET, 1);
    let now = w.clock.wall_ms();
    let store = json!({
        "agent:main:main": {"sessionId": "aaaaaaaa-1", "updatedAt": now - 1_000, "label": "Home"},
        "agent:main:telegram:group:-5": {"sessionId": "bbbbbbbb-2", "updatedAt": now - 600_000, "channel": "telegram",
            "subject": "The Garden", "chatType": "group", "spawnedBy": "agent:main:main"},
        "agent:main:old": {"sessionId": "cccccccc-3", "updatedAt": now - 7_200_000, "inputTokens": 3, "outputTokens": 4},
        "global": {"sessionId": "dddddddd-4", "updatedAt": now},
    });
    w.disk.put(STORE, &store.to_string());
    let line = |id: &str, role: &str, text: &str| {
        let message = json!({"role": role, "content": [{"type": "text", "text": text}]});
        json!({"type": "message", "id": id, "parentId": null, "message": message}).to_string()
    };
    let transcript =
        [line("a", "user", "what  grows\nhere"), line("b", "assistant", "Tomatoes.")].join("\n") + "\n";
    w.disk.put("/op/.openclaw/agents/main/sessions/bbbbbbbb-2.jsonl", &transcript);
    w.boot();
    let c = w.operator();
    (w, c)
}

fn keys(result: &Value) -> Vec<&str> {
    result["sessions"].as_array().unwrap().iter().filter_map(|r| r["key"].as_str()).collect()
}

#[test]
fn the_list_is_newest_first_and_filtered() {
    let (mut w, c) = three();
    let mut list = |params: Value| {
        let result = w.ok(c, "sessions.list", params);
        assert_eq!(result["count"], result["sessions"].as_array().unwrap().len());
        keys(&result).join(" ")
    };
    let (home, garden, old) = ("agent:main:main", "agent:main:telegram:group:-5", "agent:main:old");
    assert_eq!(list(json!({})), format!("{home} {garden} {old}"));
    assert_eq!(list(json!({"includeGlobal": true, "limit": 1})), "global");
    assert_eq!(list(json!({"limit": 2})), format!("{home} {garden}"));
    assert_eq!(list(json!({"activeMinutes": 60})), format!("{home} {garden}"));
    assert_eq!(list(json!({"search": "GARDEN"})), garden);
    assert_eq!(list(json!({"label": "Home"})), home);
    assert_eq!(list(json!({"spawnedBy": home})), garden);
    assert_eq!(list(json!({"agentId": "ops"})), "");
    assert_eq!(list(json!({"search": "nothing like it"})), "");
}

#[test]
fn a_row_says_what_is_known_and_titles_are_read_on_request() {
    let (mut w, c) = three();
    let result = w.ok(c, "sessions.list", json!({}));
    assert_eq!(result["path"], "(multiple)");
    let row = &result["sessions"][1];
    assert_eq!((&row["kind"], &row["displayName"]), (&json!("group"), &json!("telegram:g-the-garden")));
    assert_eq!((row.get("derivedTitle"), row.get("lastMessagePreview")), (None, None));
    assert_eq!(result["sessions"][2]["totalTokens"], 7);
    let params = json!({"includeDerivedTitles": true, "includeLastMessage": true});
    let result = w.ok(c, "sessions.list", params);
    let row =
        |n: usize| (&result["sessions"][n]["derivedTitle"], result["sessions"][n].get("lastMessagePreview"));
    assert_eq!(row(1), (&json!("The Garden"), Some(&json!("Tomatoes."))));
    assert_eq!(row(2), (&json!("cccccccc (2026-11-22)"), None));
}

#[test]
fn previews_say_what_was_said_last_or_why_nothing_is() {
    let (mut w, c) = three();
    let keys = json!(["agent:main:telegram:group:-5", "old", "no such"]);
    let result = w.ok(c, "sessions.preview", json!({"keys": keys, "limit": 1, "maxChars": 20}));
    let previews = &result["previews"];
    assert_eq!(previews[0]["status"], "ok");
    assert_eq!(previews[0]["items"], json!([{"role": "assistant", "text": "Tomatoes."}]));
    let states: Vec<&Value> = previews.as_array().unwrap().iter().map(|p| &p["status"]).collect();
    assert_eq!(states, ["ok", "missing", "missing"]);
    assert_eq!((&previews[1]["key"], &previews[1]["items"]), (&json!("old"), &json!([])));
    let error = w.err(c, "sessions.preview", json!({"keys": []}));
    assert_eq!(said(&error).1, "invalid sessions.preview params: at /keys: must NOT have fewer than 1 items");
}

#[test]
fn a_session_is_found_by_key_id_or_label() {
    let (mut w, c) = three();
    for (params, key) in [
        (json!({"key": "main"}), "agent:main:main"),
        (json!({"sessionId": "bbbbbbbb-2"}), "agent:main:telegram:group:-5"),
        (json!({"label": "Home"}), "agent:main:main"),
    ] {
        assert_eq!(w.ok(c, "sessions.resolve", params), json!({"ok": true, "key": key}));
    }
    for (params, text) in [
        (json!({}), "Either key, sessionId, or label is required"),
        (json!({"key": "main", "label": "Home"}), "Provide either key, sessionId, or label (not multiple)"),
        (json!({"key": "nowhere"}), "No session found: nowhere"),
        (json!({"sessionId": "zz"}), "No session found: zz"),
        (json!({"label": "zz"}), "No session found with label: zz"),
    ] {
        assert_eq!(said(&w.err(c, "sessions.resolve", params)), ("INVALID_REQUEST", text));
    }
}

#[test]
fn ten_thousand_sessions_are_listed_without_reading_them_all() {
    let mut w = World::stopped(QUIET, 1);
    let store: Value = (0..10_000_u64)
        .map(|n| (format!("agent:main:s{n}"), json!({"sessionId": format!("id{n}"), "updatedAt": n})))
        .collect::<serde_json::Map<_, _>>()
        .into();
    w.disk.put(STORE, &store.to_string());
    w.boot();
    let c = w.operator();
    let result = w.ok(c, "sessions.list", json!({"limit": 2}));
    assert_eq!(keys(&result), ["agent:main:s9999", "agent:main:s9998"]);
    assert_eq!(w.ok(c, "health", json!({}))["sessions"]["count"], 10_000);
}

#[test]
fn one_store_for_all_agents_is_one_file() {
    let config = "{session: {store: '/data/all.json'}, agents: {defaults: {heartbeat: {every: '0m'}},
        list: [{id: 'main'}, {id: 'ops'}]}}";
    let mut w = World::stopped(config, 1);
    w.disk.put(
        "/data/all.json",
        "{\"agent:ops:main\": {\"sessionId\": \"s1\", \"updatedAt\": 1795341600000, \"zz\": 1}}",
    );
    w.boot();
    let c = w.operator();
    for (session, key) in [("agent:main:main", "k1"), ("agent:ops:main", "k2"), ("agent:ops:new", "k3")] {
        w.chat(c, session, "hello", key);
        w.await_run(c, key);
    }
    let list = w.ok(c, "sessions.list", json!({}));
    assert_eq!((&list["path"], &list["count"]), (&json!("/data/all.json"), &json!(3)));
    let ops = w.ok(c, "sessions.list", json!({"agentId": "ops"}));
    assert_eq!(keys(&ops), ["agent:ops:new", "agent:ops:main"]);
    w.advance(Duration::from_secs(5));
    let store: Value = serde_json::from_str(&w.disk.text("/data/all.json").unwrap()).unwrap();
    let all: Vec<&str> = store.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(all, ["agent:main:main", "agent:ops:main", "agent:ops:new"]);
    assert_eq!(
        (&store["agent:ops:main"]["sessionId"], &store["agent:ops:main"]["zz"]),
        (&json!("s1"), &json!(1))
    );
    w.reboot();
    let c = w.operator();
    assert_eq!(w.ok(c, "sessions.list", json!({}))["count"], 3);
}

#[test]
fn a_store_that_was_not_read_is_not_written_over() {
    let config = "{session: {store: '/data/{agentId}.json'}, agents: {defaults: {heartbeat: {every: '0m'}}}}";
    let mut w = World::stopped(config, 1);
    w.disk.put("/data/ghost.json", "{\"agent:ghost:main\": {\"sessionId\": \"s1\"}}");
    w.boot();
    let c = w.operator();
    let params = json!({"sessionKey": "agent:ghost:main", "message": "hello", "idempotencyKey": "k1"});
    assert_eq!(said(&w.err(c, "chat.send", params)), ("INVALID_REQUEST", "unknown agent id \"ghost\""));
    w.disk.put(CONFIG, &config.replace("defaults:", "list: [{id: 'main'}, {id: 'ghost'}], defaults:"));
    w.reboot();
    let c = w.operator();
    assert_eq!(w.ok(c, "sessions.list", json!({}))["count"], 1);
}

#[test]
fn what_agents_and_models_there_are_is_told() {
    let config =
        "{agents: {defaults: {heartbeat: {every: '0m'}}, list: [{id: 'main', default: true, name: 'Ann'},
        {id: 'zoe', identity: {name: 'Zoe', emoji: 'Z'}}, {id: 'bob'}]}}";
    let mut w = World::new(config, 1);
    let c = w.operator();
    let list = w.ok(c, "agents.list", json!({}));
    let ids: Vec<&str> = list["agents"].as_array().unwrap().iter().filter_map(|a| a["id"].as_str()).collect();
    assert_eq!(ids, ["main", "bob", "zoe"]);
    assert_eq!((&list["defaultId"], &list["scope"]), (&json!("main"), &json!("per-sender")));
    let identity = w.ok(c, "agent.identity.get", json!({"agentId": "bob"}));
    assert_eq!((&identity["name"], &identity["avatar"]), (&json!("Assistant"), &json!("A")));
    let error = w.err(c, "agent.identity.get", json!({"agentId": "bob", "sessionKey": "agent:zoe:x"}));
    let text = "invalid agent.identity.get params: agent \"bob\" does not match session key agent \"zoe\"";
    assert_eq!(said(&error).1, text);
    let models = w.ok(c, "models.list", json!({}))["models"].clone();
    assert_eq!((&models[0]["provider"], &models[0]["id"]), (&json!("builtin"), &json!("echo")));
    let mut w = World::new(super::MODEL, 1);
    let c = w.operator();
    let models = w.ok(c, "models.list", json!({}))["models"].clone();
    assert_eq!(models.as_array().unwrap().len(), 1, "with a provider there is no stand-in");
    assert_eq!((&models[0]["name"], &models[0]["contextWindow"]), (&json!("GPT"), &json!(50_000)));
}
