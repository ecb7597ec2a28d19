//! A gateway without a port, asked by the process it runs in.

#![expect(clippy::unwrap_used, reason = "a test fails where it must")]

use core::time::Duration;
use engine::Setup;
use engine::client::{ClientEvent, RequestOptions, Setup as ClientSetup};
use engine::config::auth::Overrides;
use engine::config::roots::Roots;
use engine::config::sections::gateway::BindMode;
use engine::config::sections::host::{ConsoleStyle, LogLevel};
use engine::config::{Env, FileText, Loader};
use runtime_smol::embed::{Embed, Question, ask};
use runtime_smol::{Log, WsLog, host};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn embed(dir: &Path, read_only: bool) -> Embed {
    let state = dir.to_str().unwrap();
    let env = Env::from_iter([("HOME", state), ("OPENCLAW_STATE_DIR", state)]);
    let roots = Roots::find(&env, &BTreeSet::new());
    let mut loader = Loader::new(roots.config_path.clone(), env.clone());
    loader.supply(&roots.config_path, FileText::Missing);
    let log_file = format!("{state}/log");
    let setup = Setup {
        snapshot: loader.finish(),
        overrides: Overrides { token: Some("secret".into()), ..Overrides::default() },
        port: None,
        bind: Some(BindMode::Loopback),
        verbose: false,
        host: host::host(env, &roots, log_file.clone()),
    };
    let log = Log {
        verbose: false,
        ws_log: WsLog::Auto,
        file: log_file,
        level: LogLevel::Silent,
        console_level: LogLevel::Silent,
        console_style: ConsoleStyle::Compact,
        color: false,
    };
    let client = ClientSetup { token: Some("secret".into()), ..ClientSetup::command("test", "linux") };
    Embed { setup, log, lock: None, read_only, client }
}

fn question(method: &'static str, params: Value) -> Question<'static> {
    let options = RequestOptions { timeout: Some(Duration::from_secs(60)), expect_final: true };
    Question { method, params, options }
}

fn files(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else {
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

/// One test: the signals of a process have one taker at a time.
#[test]
fn a_turn_is_done_and_kept_and_a_look_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let status =
        || ask(embed(dir.path(), true), question("status", json!({})), |_| {}).unwrap().result.unwrap();
    assert_eq!(status()["sessions"]["count"], 0);
    assert_eq!(files(dir.path()), Vec::<String>::new());

    let params = json!({"message": "hi", "sessionId": "t1", "idempotencyKey": "run-1"});
    let mut told = Vec::new();
    let called = ask(embed(dir.path(), false), question("agent", params), |event| {
        if let ClientEvent::Event { name, payload, .. } = event
            && name == "agent"
        {
            told.push(payload["stream"].as_str().unwrap().to_owned());
        }
    });
    let answer = called.unwrap().result.unwrap();
    assert_eq!(answer["result"]["payloads"][0]["text"], "You said: hi");
    assert!(told.contains(&"assistant".to_owned()), "{told:?}");

    // The gateway stopped cleanly: the reference's file is complete without the journal.
    let store = dir.path().join("agents/main/sessions/sessions.json");
    let store: Value = serde_json::from_slice(&std::fs::read(store).unwrap()).unwrap();
    assert_eq!(store.as_object().unwrap().len(), 1, "{store}");
    let before = files(dir.path());
    let params = json!({"message": "hi", "sessionId": "t2", "idempotencyKey": "run-2"});
    let called = ask(embed(dir.path(), true), question("agent", params), |_| {});
    assert_eq!(called.unwrap().result.unwrap()["status"], "ok", "it is done, and forgotten");
    assert_eq!(status()["sessions"]["count"], 1);
    assert_eq!(files(dir.path()), before);
}

#[test]
fn a_gateway_that_cannot_start_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let mut embed = embed(dir.path(), true);
    embed.setup.overrides.token = None;
    let error = ask(embed, question("status", json!({})), |_| {}).unwrap_err();
    assert!(error.starts_with("Gateway auth is set to token, but no token is configured."), "{error}");
}
