//! What is said where: the console, the file of the day, and never a secret.

use super::program::{Gateway, Place};
use super::wire::{Client, Wire};
use core::time::Duration;
use openclaw_tests::peer::{Connect, Device};
use serde_json::{Value, json};
use std::fs;
use std::time::{Instant, SystemTime};

/// A session with everything that could give a secret away.
fn busy(gateway: &Gateway) -> Vec<String> {
    let device = Device::new(1);
    let connect = Connect::new("test", "test").device(&device).scopes(&["operator.admin"]);
    let mut client = Client::with(Wire::to(gateway.port), &connect);
    let token = client.hello["auth"]["deviceToken"].as_str().unwrap().to_owned();
    client.chat("main", "hello", "k1");
    client.call("chat.history", &json!({"wrong": 1}));
    client.ok("device.token.rotate", &json!({"deviceId": device.id(), "role": "operator"}));
    let (_, refused) = Client::attempt(Wire::to(gateway.port), &Connect::cli().token("a-wrong-guess"));
    assert_eq!(refused["ok"], false);
    client.ok("health", &json!({}));
    vec![token, "secret".to_owned(), "a-wrong-guess".to_owned(), "key-of-the-provider".to_owned()]
}

fn with_key() -> Value {
    json!({"models": {"providers": {"mock": {"baseUrl": "http://127.0.0.1:9/v1", "apiKey": "key-of-the-provider",
        "api": "openai-completions", "models": [{"id": "m", "name": "m", "reasoning": false, "input": ["text"],
        "cost": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "contextWindow": 100_000, "maxTokens": 1000}]}}}})
}

#[test]
fn every_line_of_the_file_is_json_in_the_shape_of_the_reference() {
    let place = Place::new();
    let mut gateway = place.gateway().start();
    busy(&gateway);
    gateway.stop();
    let log = place.log();
    assert!(log.lines().count() > 5);
    for line in log.lines() {
        let value: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        let subsystem: Value = serde_json::from_str(value["0"].as_str().unwrap()).unwrap();
        assert!(subsystem["subsystem"].is_string(), "{line}");
        assert!(value["1"].is_string() || (value["1"].is_object() && value["2"].is_string()), "{line}");
        assert!(value["time"].as_str().unwrap().ends_with('Z'), "{line}");
        let meta = &value["_meta"];
        for field in ["runtime", "runtimeVersion", "hostname", "name", "date", "logLevelName"] {
            assert!(meta[field].is_string(), "{field}: {line}");
        }
        assert!(meta["logLevelId"].is_u64(), "{line}");
    }
}

#[test]
fn no_style_of_logging_gives_a_secret_away() {
    for args in [&[][..], &["--verbose"], &["--verbose", "--ws-log", "full"], &["--verbose", "--compact"]] {
        let place = Place::new();
        let config = {
            let mut config = with_key();
            config["logging"] = json!({"level": "trace"});
            config
        };
        let mut gateway = place.gateway().config(&config).args(args).spawn(&[]);
        gateway.wait_for("agent model:");
        let secrets = busy_without_model(&gateway);
        gateway.stop();
        let everything = format!("{}\n{}", gateway.said().join("\n"), place.log());
        for secret in secrets {
            assert!(!everything.contains(&secret), "{args:?}: {secret} in {everything}");
        }
    }
}

fn busy_without_model(gateway: &Gateway) -> Vec<String> {
    let device = Device::new(1);
    let connect = Connect::new("test", "test").device(&device).scopes(&["operator.admin"]);
    let mut client = Client::with(Wire::to(gateway.port), &connect);
    let token = client.hello["auth"]["deviceToken"].as_str().unwrap().to_owned();
    let rotated = client.ok("device.token.rotate", &json!({"deviceId": device.id(), "role": "operator"}));
    let (_, refused) = Client::attempt(Wire::to(gateway.port), &Connect::cli().token("a-wrong-guess"));
    assert_eq!(refused["ok"], false);
    client.ok("health", &json!({}));
    let rotated = rotated["token"].as_str().unwrap().to_owned();
    vec![token, rotated, "a-wrong-guess".to_owned(), "key-of-the-provider".to_owned()]
}

#[test]
fn verbose_says_on_the_console_what_the_file_holds() {
    let said = |args: &[&str]| {
        let place = Place::new();
        let mut gateway = place.gateway().config(&json!({"logging": {"level": "debug"}})).args(args).start();
        busy(&gateway);
        gateway.stop();
        (gateway.said(), place.log())
    };
    let (quiet, _) = said(&[]);
    assert!(!quiet.iter().any(|line| line.contains("res ✓")), "{quiet:?}");
    assert!(quiet.iter().any(|line| line.contains("⇄ res ✗ chat.history")), "{quiet:?}");
    let (compact, log) = said(&["--verbose", "--ws-log", "compact"]);
    assert!(compact.iter().any(|line| line.contains("⇄ res ✓ health")), "{compact:?}");
    assert!(!compact.iter().any(|line| line.contains("← req")), "{compact:?}");
    assert_eq!(log.lines().count(), compact.iter().filter(|line| line.contains(" [")).count(), "{compact:?}");
    let (full, _) = said(&["--verbose", "--ws-log", "full"]);
    assert!(full.iter().any(|line| line.contains("← req health")), "{full:?}");
    assert!(full.iter().any(|line| line.contains("→ res ✓ health")), "{full:?}");
    assert!(full.iter().any(|line| line.contains("→ event ")), "{full:?}");
}

#[test]
fn files_of_past_days_are_removed_and_nothing_else_is() {
    let place = Place::new();
    let old = SystemTime::now() - Duration::from_secs(3 * 24 * 3600);
    for name in ["openclaw-2020-01-01.log", "openclaw-notes.log", "other.log", "openclaw-2020-01-02.log"] {
        place.write(&format!("logs/{name}"), "x\n");
        if name != "openclaw-2020-01-02.log" {
            fs::File::options()
                .append(true)
                .open(place.state(&format!("logs/{name}")))
                .unwrap()
                .set_modified(old)
                .unwrap();
        }
    }
    let gateway = place.gateway().start();
    let kept = place.names("logs", "");
    assert!(!kept.contains(&"openclaw-2020-01-01.log".to_owned()), "{kept:?}");
    for name in ["openclaw-notes.log", "other.log", "openclaw-2020-01-02.log"] {
        assert!(kept.contains(&name.to_owned()), "{name} in {kept:?}");
    }
    drop(gateway);
}

#[test]
fn a_log_that_cannot_be_written_stops_nothing_and_is_told_once() {
    let place = Place::new();
    let full = json!({"logging": {"file": "/dev/full", "level": "debug"}});
    let mut gateway = place.gateway().config(&full).start();
    let mut client = Client::new(gateway.port);
    for n in 0..200 {
        let since = Instant::now();
        client.ok("health", &json!({}));
        assert!(since.elapsed() < Duration::from_secs(5), "request {n}");
    }
    assert!(gateway.stop().success());
    let told =
        gateway.said().iter().filter(|line| line.contains("cannot write the log file /dev/full")).count();
    assert_eq!(told, 1, "{:?}", gateway.said());
}
