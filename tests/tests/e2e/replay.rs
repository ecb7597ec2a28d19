//! A gateway that is recorded, and its life once more.

use super::program::{Gateway, Place};
use super::wire::{Client, Wire, http};
use openclaw_tests::gateway::{cargo, isolate, programs};
use openclaw_tests::outside;
use openclaw_tests::peer::{Connect, Device};
use rustix::process::Signal;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const TOKEN: &str = "the-gateway-token-1234567890";
const HOOK: &str = "the-hooks-token-0987654321";
const API_KEY: &str = "sk-provider-key-abcdef0123";
const VARIABLE: &str = "value-of-a-variable-xyz";
const GUESS: &str = "a-guess-that-is-wrong-42";

fn config() -> Value {
    json!({
        "gateway": {"mode": "local", "auth": {"mode": "token", "token": TOKEN}},
        "hooks": {"enabled": true, "token": HOOK},
        "env": {"vars": {"SOMETHING": VARIABLE}},
        "commands": {"restart": true},
        "models": {"providers": {"mock": {"baseUrl": "http://127.0.0.1:9/v1", "apiKey": API_KEY,
            "api": "openai-completions", "models": [{"id": "m", "name": "m"}]}}},
        "agents": {"list": [{"id": "main", "default": true, "model": "builtin/echo"},
            {"id": "ops", "model": "mock/m"}]},
    })
}

/// Where a place's recording is.
fn file(place: &Place) -> PathBuf {
    place.state("recording.jsonl")
}

fn start(place: &Place, more: &[&str]) -> Gateway {
    let file = file(place);
    let plan = place.gateway().config(&config()).without_secret();
    plan.args(&["--record", file.to_str().unwrap()]).args(more).start()
}

/// Runs `openclaw replay`: its exit code, and what it printed.
fn replay(file: &Path, args: &[&str]) -> (Option<i32>, String) {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(&programs().openclaw);
    isolate(&mut command, home.path());
    let output = command.arg("replay").arg(file).args(args).output().unwrap();
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0, "a replay leaves nothing behind");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

fn is_the_same(file: &Path) -> Value {
    let (code, said) = replay(file, &["--json"]);
    assert_eq!(code, Some(0), "{said}");
    let result: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&result["same"], &result["difference"]), (&json!(true), &Value::Null));
    result
}

/// A life with everything in it, across a restart in place.
fn live(place: &Place) -> Vec<String> {
    let mut gateway = start(place, &[]);
    let port = gateway.port;
    let device = Device::new(7);
    let connect = || Connect::cli().scopes(&["operator.admin", "operator.pairing"]);
    let (_, refused) = Client::attempt(Wire::to(port), &connect().token(GUESS).device(&device));
    assert_eq!(refused["ok"], false, "{refused}");
    let mut client = Client::with(Wire::to(port), &connect().token(TOKEN).device(&device));
    let first = client.hello["auth"]["deviceToken"].as_str().unwrap().to_owned();
    let rotate = json!({"deviceId": device.id(), "role": "operator"});
    let second = client.ok("device.token.rotate", &rotate)["token"].as_str().unwrap().to_owned();
    let (_, refused) = Client::attempt(Wire::to(port), &connect().token(&first).device(&device));
    assert_eq!(refused["ok"], false, "the old token is worth nothing: {refused}");
    let by_token = connect().token(&second).device(&device).v1();
    let mut other = Client::with(Wire::to(port), &by_token);
    let spoiled = connect().token(TOKEN).device(&device).tamper("/device/signedAt", json!(1));
    assert_eq!(Client::attempt(Wire::to(port), &spoiled).1["ok"], false);
    assert_eq!(client.chat("main", "hello replay", "run-1"), "You said: hello replay");
    assert!(client.chat("main", &format!("my key is {API_KEY}"), "run-2").contains(API_KEY));
    let slow =
        json!({"sessionKey": "main", "message": "!slow 200 a b c d e f g h", "idempotencyKey": "run-3"});
    client.ok("chat.send", &slow);
    client.event("chat", |e| e["runId"] == "run-3" && e["state"] == "delta");
    client.ok("chat.abort", &json!({"sessionKey": "main", "runId": "run-3"}));
    client.event("chat", |e| e["runId"] == "run-3" && e["state"] == "aborted");
    let unreachable = json!({"sessionKey": "agent:ops:main", "message": "hi", "idempotencyKey": "run-4"});
    client.ok("chat.send", &unreachable);
    client.event("chat", |e| e["runId"] == "run-4" && e["state"] == "error");
    other.ok("health", &json!({}));
    let invoke = |secret: &str| {
        format!(
            "POST /tools/invoke?token={HOOK} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {secret}\r\nCookie: {GUESS}\r\n\
             Content-Length: 2\r\nConnection: close\r\n\r\n{{}}"
        )
    };
    assert!(http(port, invoke(GUESS)).starts_with("HTTP/1.1 401"));
    assert!(!http(port, invoke(TOKEN)).starts_with("HTTP/1.1 401"));
    gateway.signal(Signal::USR1);
    gateway.wait_for_count("agent model:", 2);
    let mut client = Client::with(Wire::to(port), &by_token_again(&second, &device));
    assert_eq!(client.chat("main", "after the restart", "run-5"), "You said: after the restart");
    assert_eq!(gateway.stop().code(), Some(0));
    assert!(gateway.said().iter().any(|line| line.contains("recorded ")), "{:?}", gateway.said());
    vec![first, second]
}

fn by_token_again(token: &str, device: &Device) -> Connect {
    Connect::cli().scopes(&["operator.admin", "operator.pairing"]).token(token).device(device)
}

#[test]
fn a_recorded_life_is_lived_again_and_holds_no_secret() {
    let place = Place::new();
    let mut secrets = live(&place);
    let result = is_the_same(&file(&place));
    assert_eq!((&result["ends"], &result["torn"]), (&json!("the gateway stopped"), &json!(false)));
    let text = fs::read_to_string(file(&place)).unwrap();
    secrets.extend([TOKEN, HOOK, API_KEY, VARIABLE, GUESS].map(str::to_owned));
    for secret in secrets {
        assert!(!text.contains(&secret), "{secret} is in the recording");
    }
    assert!(text.contains("hello replay"), "what people say is");
    let mode = fs::metadata(file(&place)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // The next start is another recording; this one is kept once.
    let mut gateway = start(&place, &[]);
    gateway.stop();
    is_the_same(&file(&place));
    is_the_same(&place.state("recording.jsonl.previous"));
    shows(&place.state("recording.jsonl.previous"));
}

/// A step, a connection and a run can be looked at alone.
fn shows(file: &Path) {
    let lines = |args: &[&str]| {
        let (code, said) = replay(file, args);
        assert_eq!(code, Some(0), "{said}");
        said.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let first = lines(&["--actions", "--until", "1"]);
    assert!(first[0].contains("start") && first[1].contains("files op=1"), "{first:?}");
    assert!(first.iter().any(|line| line.contains("stopped here as asked")), "{first:?}");
    let run = lines(&["--actions", "--run", "run-1"]);
    assert!(run.iter().any(|line| line.contains("chat.send")), "{run:?}");
    assert!(run.iter().any(|line| line.contains("You said: hello replay")), "{run:?}");
    assert!(!run.iter().any(|line| line.contains("run-3")), "{run:?}");
    let conn = lines(&["--actions", "--conn", "1", "--json"]);
    let steps: Vec<Value> = conn.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(steps.len() > 3 && steps.len() < 12, "one refused client: {conn:?}");
    assert_eq!(steps[0]["in"]["opened"]["conn"], 1, "{conn:?}");
    assert!(lines(&["--stats"]).iter().any(|line| line.starts_with("inputs ") && line.contains("message ")));
    assert_eq!(lines(&["--quiet"]), [] as [&str; 0]);
}

#[test]
fn one_changed_byte_of_an_input_is_found_at_its_step() {
    let place = Place::new();
    let mut gateway = start(&place, &[]);
    let mut client = Client::with(Wire::to(gateway.port), &Connect::cli().token(TOKEN));
    client.chat("main", "hello replay", "run-1");
    gateway.stop();
    let path = file(&place);
    let text = fs::read_to_string(&path).unwrap();
    let at = text.find("hello replay").unwrap();
    let step = text[..at].lines().count() - 1;
    let write = |text: String| fs::write(&path, text).unwrap();
    write(text.replacen("hello replay", "hello_replay", 1));
    let (code, said) = replay(&path, &["--json"]);
    assert_eq!(code, Some(3), "{said}");
    let result: Value = serde_json::from_str(&said).unwrap();
    let found = result["difference"]["step"].as_u64().unwrap();
    assert!(found >= step as u64 && found <= step as u64 + 6, "changed at {step}, found at {found}");
    let last = text.lines().filter(|line| line.starts_with("{\"n\"")).count() as u64;
    assert_eq!(result["difference"]["follow"], last - found);
    let (code, said) = replay(&path, &[]);
    assert_eq!(code, Some(3));
    for expected in ["differs at step", "- then ", "+ now ", "hello_replay", "steps follow"] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    // A byte that makes no sense is named by its line and place.
    write(text.replacen("{\"n\":3,", "{\"n\":3;", 1));
    let (code, said) = replay(&path, &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("recording.jsonl: line 4, byte 7: "), "{said}");
    write(text.replacen("\"recording\":1", "\"recording\":99", 1));
    let (code, said) = replay(&path, &[]);
    assert!(code == Some(1) && said.contains("format 99"), "{said}");
}

#[test]
fn a_recording_that_breaks_off_is_replayed_up_to_there() {
    let place = Place::new();
    let mut gateway = start(&place, &[]);
    let mut client = Client::with(Wire::to(gateway.port), &Connect::cli().token(TOKEN));
    client.chat("main", "hello", "run-1");
    // What has been answered is a moment behind in the file; what gathers there is written together.
    let written = || fs::read_to_string(file(&place)).unwrap().contains("\\\"state\\\":\\\"final");
    let end = std::time::Instant::now() + super::program::PATIENCE;
    while !written() && std::time::Instant::now() < end {
        client.ok("health", &json!({}));
    }
    gateway.kill();
    let text = fs::read_to_string(file(&place)).unwrap();
    let result = is_the_same(&file(&place));
    assert_ne!(result["ends"], "the gateway stopped", "{result}");
    fs::write(file(&place), &text[..text.trim_end().len() - 5]).unwrap();
    let torn = is_the_same(&file(&place));
    assert_eq!(torn["torn"], true, "{torn}");
    assert!(torn["ends"].as_str().unwrap().contains("breaks off"), "{torn}");
}

#[test]
fn a_recording_ends_at_its_limit_and_the_gateway_goes_on() {
    let place = Place::new();
    let mut gateway = start(&place, &["--record-max-mb", "3"]);
    let mut client = Client::with(Wire::to(gateway.port), &Connect::cli().token(TOKEN));
    let text = "word ".repeat(20_000);
    for n in 0..40 {
        client.ok("system-event", &json!({"text": format!("{n} {text}")}));
    }
    gateway.wait_for("has reached its limit and ends after");
    client.ok("health", &json!({}));
    gateway.stop();
    let names = place.names("", "recording.jsonl");
    assert!(names.len() > 1, "it has several files: {names:?}");
    let size: u64 = names.iter().map(|name| fs::metadata(place.state(name)).unwrap().len()).sum();
    assert!(size <= 3 * 1024 * 1024, "{size}");
    let result = is_the_same(&file(&place));
    assert!(result["ends"].as_str().unwrap().contains("limit"), "{result}");
    assert_eq!(result["recording"]["files"], names.len());
    let second = place.state("recording.jsonl.1");
    let (code, said) = replay(&second, &[]);
    assert!(code == Some(1) && said.contains("this is part 2 of a recording"), "{said}");
}

#[test]
fn what_is_no_recording_is_not_written_over() {
    let place = Place::new();
    place.write("recording.jsonl", "my diary\n");
    let file = file(&place);
    let plan = place.gateway().config(&config()).without_secret();
    let (code, said) = plan.args(&["--record", file.to_str().unwrap()]).refused();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("it exists and is no recording; name another file"), "{said}");
    assert_eq!(place.read("recording.jsonl"), "my diary\n");
    let (code, said) = replay(&file, &[]);
    assert!(code == Some(1) && said.contains("this is no recording"), "{said}");
    let (code, said) = replay(&place.state("none"), &[]);
    assert!(code == Some(1) && said.contains("cannot read"), "{said}");
}

/// A disk that takes nothing more ends the recording, not the gateway.
#[test]
fn a_recording_that_cannot_be_written_harms_nobody() {
    let place = Place::new();
    let full = Path::new("/dev/full");
    if !full.exists() {
        return outside::missing("/dev/full").unwrap_or_default();
    }
    let plan = place.gateway().config(&config()).without_secret();
    let (code, said) = plan.args(&["--record", "/dev/full"]).refused();
    assert_eq!(code, Some(1), "a device is no file: {said}");
    // The first file is small; the second has a name that is taken.
    fs::create_dir(place.state("recording.jsonl.1")).unwrap();
    let mut gateway = start(&place, &["--record-max-mb", "8"]);
    let mut client = Client::with(Wire::to(gateway.port), &Connect::cli().token(TOKEN));
    let text = "word ".repeat(20_000);
    for n in 0..20 {
        client.ok("system-event", &json!({"text": format!("{n} {text}")}));
    }
    gateway.wait_for("ends after");
    client.ok("health", &json!({}));
    gateway.stop();
    assert_eq!(gateway.said().iter().filter(|line| line.contains("the recording")).count(), 1);
    let result = is_the_same(&file(&place));
    assert!(result["ends"].as_str().unwrap().contains("could not be written"), "{result}");
}

#[test]
fn a_gateway_under_load_is_lived_again() {
    let Some(manifest) = outside::shared("bench/loadgen/Cargo.toml") else { return };
    let target = outside::workspace().join("target/loadgen");
    let built = cargo()
        .args(["build", "--release", "--locked", "--bin", "loadgen", "--manifest-path"])
        .arg(manifest)
        .arg("--target-dir")
        .arg(&target)
        .output()
        .unwrap();
    if !built.status.success() {
        return outside::missing(&format!("the load generator ({})", String::from_utf8_lossy(&built.stderr)))
            .unwrap_or_default();
    }
    let place = Place::new();
    let mut gateway = start(&place, &[]);
    let url = format!("ws://127.0.0.1:{}/", gateway.port);
    let load = |args: &[&str]| {
        let mut command = Command::new(target.join("release/loadgen"));
        let output = command.args(args).args(["--url", &url, "--token", TOKEN]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && said.contains("\"errors\":0"), "{said}");
    };
    load(&["rpc", "--methods", "health,status,sessions.list", "--seconds", "0.3"]);
    load(&["connect", "--count", "50", "--concurrency", "8", "--device"]);
    load(&["agent", "--method", "agent", "--turns", "10", "--sessions", "5"]);
    gateway.stop();
    let result = is_the_same(&file(&place));
    assert!(result["steps"].as_u64().unwrap() > 500, "{result}");
}
