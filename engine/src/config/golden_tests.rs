//! Recordings of the reference as judges. They are kept beside the project, not in it.
#![expect(clippy::disallowed_methods, reason = "recordings are files")]

use serde_json::{Value, json};

use super::schema;
use super::testing::{load, pairs};

/// A file of the recordings; `None` on machines that lack them.
fn recording(name: &str) -> Option<String> {
    let path = format!("{}/../../shared/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{path} is missing");
        println!("skipped: {path} is missing");
    }
    text
}

#[test]
fn the_fixtures_of_the_recordings_are_accepted() {
    for name in ["main", "password", "restart"] {
        let Some(text) = recording(&format!("fixtures/{name}.json")) else { return };
        let snapshot = load(&text.replace("{{MOCK_PORT}}", "21990").replace("{{HOME}}", "/h"));
        assert_eq!(pairs(&snapshot.issues), [], "{name}");
        let config = snapshot.config.unwrap();
        assert_eq!(config.default_agent_id(), "main");
        assert_eq!(config.model_for("mocka"), "mocka/claude-mock");
    }
}

#[test]
fn the_configuration_of_the_benchmark_is_accepted() {
    let text = json!({
        "gateway": {"mode": "local", "port": 5000, "auth": {"mode": "token", "token": "secret"},
            "http": {"endpoints": {"chatCompletions": {"enabled": true}}}},
        "agents": {"defaults": {"workspace": "/h/workspace", "skipBootstrap": true, "maxConcurrent": 64,
            "heartbeat": {"every": "0m"}, "model": {"primary": "mock/mock-1"}}},
        "models": {"mode": "merge", "providers": {"mock": {"baseUrl": "http://127.0.0.1:1/v1", "apiKey": "mock",
            "api": "openai-completions", "models": [{"id": "mock-1", "name": "mock-1", "reasoning": false,
            "input": ["text"], "contextWindow": 200_000, "maxTokens": 8192,
            "cost": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}}]}}},
        "update": {"checkOnStart": false},
        "discovery": {"mdns": {"mode": "off"}},
    });
    let snapshot = load(&text.to_string());
    assert_eq!(pairs(&snapshot.issues), []);
    let config = snapshot.config.unwrap();
    assert_eq!((config.gateway.port, config.agents.defaults.max_concurrent), (Some(5000), 64));
    assert_eq!(config.gateway.auth.token, Some("secret".into()));
    assert!(config.gateway.http.endpoints.chat_completions.enabled);
}

#[test]
fn config_get_shows_what_the_reference_shows() {
    let Some(lines) = recording("ws/config-get-set.jsonl") else { return };
    let mut compared = 0;
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let payload = &line["frame"]["payload"];
        let (Some(raw), true) = (payload["raw"].as_str(), payload["valid"] == true) else { continue };
        let snapshot = load(raw);
        assert_eq!(snapshot.shown, payload["config"]);
        assert_eq!(snapshot.parsed, payload["parsed"]);
        compared += 1;
    }
    assert!(compared > 0, "the recording holds at least one answer");
}

/// Where our schema differs from the recorded one, each for a reason.
const DIFFERENT: &[&str] = &[
    // Ours: a custom address, and origins of foreign pages.
    "gateway/properties/customBindHost",
    "gateway/properties/controlUi/properties/allowedOrigins",
    // Ours: ports end at 65535.
    "gateway/properties/port/maximum",
    "canvasHost/properties/port/maximum",
    // Channel and plugin sections are listed for the plugins that happen to be loaded.
    "channels/properties",
    "channels/required",
    "plugins/properties/entries/properties",
    // The reference also tells what stands in for a whole absent section.
    "commands/default",
];

#[test]
fn the_schema_is_that_of_the_reference() {
    let Some(lines) = recording("ws/m-config-schema.jsonl") else { return };
    let recorded = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut recorded = recorded.map(|line| line["frame"]["payload"]["schema"]["properties"].clone());
    let recorded = recorded.find(Value::is_object).unwrap();
    let mut found = Vec::new();
    compare(Some(&recorded), schema().get("properties"), String::new(), &mut found);
    assert_eq!(found, [""; 0]);
}

fn compare(theirs: Option<&Value>, ours: Option<&Value>, path: String, found: &mut Vec<String>) {
    if theirs == ours || DIFFERENT.contains(&path.as_str()) {
        return;
    }
    let (Some(Value::Object(theirs)), Some(Value::Object(ours))) = (theirs, ours) else {
        found.push(format!("{path}: theirs {theirs:?}, ours {ours:?}"));
        return;
    };
    let ours_only = ours.keys().filter(|key| !theirs.contains_key(*key));
    for key in theirs.keys().chain(ours_only) {
        let inner = if path.is_empty() { key.clone() } else { format!("{path}/{key}") };
        compare(theirs.get(key), ours.get(key), inner, found);
    }
}
