//! The gateway is killed at any moment: what it had promised is there afterwards.

use super::program::{Gateway, PATIENCE, Place};
use super::wire::{Client, Got, Wire};
use core::time::Duration;
use openclaw_tests::peer::{Connect, Device};
use rustix::process::{Signal, kill_process};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

const STORE: &str = "agents/main/sessions/sessions.json";
const KILLS: u64 = 10;
const CLIENTS: usize = 4;

/// Talks until the gateway dies; gives the session and the words of every answer that was final.
fn talk(port: u16, name: String) -> Vec<(String, String)> {
    let mut client = Client::new(port);
    let mut promised = Vec::new();
    for n in 0_u32.. {
        let (session, key) = (format!("{name}-{}", n % 3), format!("{name}-{n}"));
        let params = json!({"sessionKey": session, "message": format!("m {key}"), "idempotencyKey": key});
        client.send("chat.send", &params);
        loop {
            match client.wire.next() {
                Got::Text(text) => client.peer.receive(&text),
                Got::Pong(_) => {}
                Got::Closed(..) | Got::End => return promised,
                Got::Silence => panic!("{name}: nothing within {PATIENCE:?}"),
            }
            let chats = client.peer.events("chat");
            if let Some(last) = chats.iter().find(|e| e["runId"] == key && e["state"] == "final") {
                let said = last["message"]["content"][0]["text"].as_str().unwrap().to_owned();
                promised.push((session, said));
                break;
            }
        }
        client.peer.clear();
    }
    promised
}

#[test]
fn whatever_was_final_when_the_gateway_was_killed_is_there_after_it() {
    let place = Place::new();
    let mut promised: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut paired = Vec::new();
    for round in 0..KILLS {
        let mut gateway = place.gateway().start();
        let device = Device::new(u8::try_from(round).unwrap() + 1);
        let connect = Connect::new("test", "test").device(&device).scopes(&["operator.read"]);
        let talking: Vec<_> = (0..CLIENTS)
            .map(|c| {
                let port = gateway.port;
                std::thread::spawn(move || talk(port, format!("r{round}c{c}")))
            })
            .collect();
        Client::with(Wire::to(gateway.port), &connect);
        paired.push(device.id());
        // Any moment will do; this is when the blow falls, not a wait for something.
        std::thread::sleep(Duration::from_millis(60 + 83 * round));
        gateway.kill();
        for client in talking {
            for (session, said) in client.join().unwrap() {
                promised.entry(session).or_default().push(said);
            }
        }
    }
    let count: usize = promised.values().map(Vec::len).sum();
    assert!(count >= 20, "only {count} answers were promised");
    let mut gateway = place.gateway().start();
    check_promised(&gateway, &promised);
    assert!(gateway.stop().success());
    check_files(&place, &promised, &paired);
    check_promised(&place.gateway().start(), &promised);
}

fn check_promised(gateway: &Gateway, promised: &BTreeMap<String, Vec<String>>) {
    let mut client = Client::new(gateway.port);
    for (session, said) in promised {
        let history = client.history(session);
        for text in said {
            assert_eq!(history.iter().filter(|t| *t == text).count(), 1, "{session}: {text} in {history:?}");
        }
    }
}

/// After a clean stop the files of the reference hold everything, and the journal nothing.
fn check_files(place: &Place, promised: &BTreeMap<String, Vec<String>>, paired: &[String]) {
    assert_eq!(place.names("journal", "0"), [] as [String; 0]);
    let store: Value = serde_json::from_str(&place.read(STORE)).unwrap();
    for (session, said) in promised {
        let entry = &store[format!("agent:main:{session}")];
        let id = entry["sessionId"].as_str().unwrap_or_else(|| panic!("{session} in {store}"));
        let lines = place.read(&format!("agents/main/sessions/{id}.jsonl"));
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((&lines[0]["type"], &lines[0]["version"]), (&json!("session"), &json!(3)));
        let texts: Vec<&str> =
            lines.iter().filter_map(|line| line["message"]["content"][0]["text"].as_str()).collect();
        assert!(said.iter().all(|text| texts.contains(&text.as_str())), "{session}: {said:?} in {texts:?}");
        let ids: Vec<&Value> = lines[1..].iter().map(|line| &line["id"]).collect();
        for (n, line) in lines[1..].iter().enumerate().skip(1) {
            assert!(
                ids[..n].contains(&&line["parentId"]),
                "{session}: a line follows none before it: {line}"
            );
        }
    }
    let devices: Value = serde_json::from_str(&place.read("devices/paired.json")).unwrap();
    for id in paired {
        assert!(devices[id]["tokens"]["operator"]["token"].is_string(), "{id} in {devices}");
    }
}

#[test]
fn one_change_among_ten_thousand_sessions_is_one_small_append() {
    let place = Place::new();
    let entry = |n: u32| {
        let key = format!("agent:main:s{n:05}");
        let value = json!({"sessionId": format!("00000000-0000-4000-8000-{n:012}"), "updatedAt": 1_700_000_000_000_u64 + u64::from(n),
            "label": format!("session {n}"), "skillsSnapshot": {"prompt": "p".repeat(300), "skills": []}});
        (key, value)
    };
    let sessions: serde_json::Map<String, Value> = (0..10_000).map(entry).collect();
    let store = serde_json::to_string_pretty(&sessions).unwrap();
    place.write(STORE, &store);
    let mut gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    assert_eq!(client.chat("s00007", "first", "k0"), "You said: first");
    let before = written(&gateway);
    for n in 1..=5 {
        assert_eq!(client.chat("s00007", "hello", &format!("k{n}")), "You said: hello");
    }
    let grown = written(&gateway) - before;
    assert!(grown < 256 * 1024, "{grown} bytes for five turns beside a store of {}", store.len());
    assert_eq!(place.read(STORE), store, "the store is not written again at once");
    assert!(gateway.stop().success());
    let now: Value = serde_json::from_str(&place.read(STORE)).unwrap();
    assert_eq!(now.as_object().unwrap().len(), 10_000);
    assert_eq!(now["agent:main:s00007"]["modelProvider"], "builtin");
    assert_eq!(now["agent:main:s00008"], sessions["agent:main:s00008"]);
}

/// Bytes it has written so far, whatever to.
fn written(gateway: &Gateway) -> u64 {
    let io = fs::read_to_string(format!("/proc/{}/io", gateway.pid().as_raw_nonzero())).unwrap();
    io.lines().find_map(|line| line.strip_prefix("wchar: ")).unwrap().parse().unwrap()
}

/// The reference's program in a home of its own; `None`, with a printed line, where it is not there.
struct Reference {
    child: std::process::Child,
    port: u16,
}

impl Reference {
    fn start(place: &Place) -> Option<Self> {
        let run = openclaw_tests::outside::shared("peer/run")?;
        let port = openclaw_tests::gateway::free_port();
        let child = Command::new(run)
            .args(["2026.1.30", "--home"])
            .arg(place.home())
            .args(["--", "gateway", "--allow-unconfigured", "--port", &port.to_string()])
            .envs([
                ("OPENCLAW_NO_RESPAWN", "1"),
                ("OPENCLAW_DISABLE_BONJOUR", "1"),
                ("OPENCLAW_SKIP_CHANNELS", "1"),
                ("OPENCLAW_SKIP_BROWSER_CONTROL_SERVER", "1"),
                ("OPENCLAW_GATEWAY_TOKEN", "secret"),
                ("NO_COLOR", "1"),
            ])
            .env("OPENCLAW_STATE_DIR", place.state(""))
            .env("TMPDIR", place.home())
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let started = Self { child, port };
        let end = std::time::Instant::now() + Duration::from_secs(120);
        // It says that it listens on a stream of its own making; the port is the sure sign.
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(std::time::Instant::now() < end, "the reference's program does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(started)
    }

    fn stop(mut self) {
        let pid = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw).unwrap();
        kill_process(pid, Signal::TERM).unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_reference_takes_the_state_back_and_gives_it_again() {
    let place = Place::new();
    let mut gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    let device = Device::new(1);
    let connect = Connect::new("test", "test").device(&device).scopes(&["operator.admin"]);
    let token = Client::with(Wire::to(gateway.port), &connect).hello["auth"]["deviceToken"].clone();
    assert_eq!(client.chat("main", "said to ours", "k1"), "You said: said to ours");
    client.ok("voicewake.set", &json!({"triggers": ["computer"]}));
    assert!(gateway.stop().success());

    let Some(reference) = Reference::start(&place) else { return };
    let mut client = Client::new(reference.port);
    assert_eq!(client.history("agent:main:main"), ["said to ours", "You said: said to ours"]);
    let listed = client.ok("sessions.list", &json!({}));
    assert_eq!(listed["sessions"][0]["key"], "agent:main:main", "{listed}");
    assert_eq!(client.ok("voicewake.get", &json!({}))["triggers"], json!(["computer"]));
    let known = Client::with(Wire::to(reference.port), &connect.token(token.as_str().unwrap()));
    assert_eq!(known.hello["auth"]["deviceToken"], token, "{}", known.hello);
    let label = json!({"key": "agent:main:main", "label": "by the other"});
    client.ok("sessions.patch", &label);
    client.ok("chat.inject", &json!({"sessionKey": "agent:main:main", "message": "said to theirs"}));
    drop(client);
    reference.stop();

    let mut gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    assert_eq!(client.chat("main", "and to ours again", "k2"), "You said: and to ours again");
    let history = client.history("main");
    let expected = [
        "said to ours",
        "You said: said to ours",
        "said to theirs",
        "and to ours again",
        "You said: and to ours again",
    ];
    assert_eq!(history, expected);
    let listed = client.ok("sessions.list", &json!({}));
    assert_eq!(listed["sessions"][0]["label"], "by the other", "{listed}");
    assert!(gateway.stop().success());
}
