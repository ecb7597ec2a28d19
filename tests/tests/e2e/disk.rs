//! What the disk does to the gateway: it is full, it is read-only, its files are damaged.

use super::program::{Gateway, Place};
use super::wire::{Client, Wire, get};
use openclaw_tests::disk::Disk;
use openclaw_tests::peer::{Connect, Device};
use serde_json::{Value, json};
use std::fs;

/// A thousand of it do not fit what is left of a page.
const LARGE: &str = "0123456789";

const STORE: &str = "agents/main/sessions/sessions.json";

#[test]
fn a_full_disk_refuses_what_it_cannot_keep_and_goes_on_when_there_is_room() {
    let Some(disk) = Disk::new("size=1m") else { return };
    let place = Place::with_state(&disk.path().join("state"));
    let mut gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    assert_eq!(client.chat("main", "before", "k1"), "You said: before");

    disk.fill();
    let (accepted, refused) = flood(&mut client);
    assert_eq!(refused["code"], "UNAVAILABLE", "{refused}");
    let text = refused["message"].as_str().unwrap();
    assert!(text.contains("cannot write") && text.contains("journal/"), "{text}");
    for run in accepted {
        let last = client.event("chat", |e| e["runId"] == run && e["state"] != "delta");
        assert_eq!(last["state"], "error", "{last}");
    }
    client.ok("health", &json!({}));
    assert_eq!(client.history("main"), ["before", "You said: before"]);
    let (status, ready) = get(gateway.port, "/readyz");
    assert_eq!((status, &ready["failing"]), (503, &json!(["state cannot be saved"])));

    disk.make_room();
    gateway.wait_for("writing works again");
    assert_eq!(gateway.said().iter().filter(|line| line.contains("[state] cannot write")).count(), 1);
    assert_eq!(client.chat("main", "after", "k3"), "You said: after");
    gateway.stop();
    let mut gateway = place.gateway().start();
    let history = Client::new(gateway.port).history("main");
    assert!(history.ends_with(&["after".to_owned(), "You said: after".to_owned()]), "{history:?}");
    assert!(history.starts_with(&["before".to_owned(), "You said: before".to_owned()]), "{history:?}");
    gateway.stop();
}

/// Asks for ever more until it is refused: what the last page still takes is accepted.
fn flood(client: &mut Client) -> (Vec<String>, Value) {
    let mut accepted = Vec::new();
    for n in 0..64 {
        let run = format!("flood{n}");
        let params = json!({"sessionKey": "other", "message": LARGE.repeat(1000), "idempotencyKey": run});
        let answer = client.call("chat.send", &params);
        if answer["ok"] == false {
            return (accepted, answer["error"].clone());
        }
        accepted.push(run);
    }
    panic!("a full disk refuses nothing")
}

#[test]
fn a_disk_that_fills_up_during_a_run_ends_it_with_an_error() {
    let Some(disk) = Disk::new("size=1m") else { return };
    let place = Place::with_state(&disk.path().join("state"));
    let gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    let slow = format!("!slow 100 one two three four five six {}", LARGE.repeat(1000));
    let slow = json!({"sessionKey": "main", "message": slow, "idempotencyKey": "k1"});
    client.ok("chat.send", &slow);
    client.event("chat", |e| e["state"] == "delta");
    disk.fill();
    let last = client.event("chat", |e| e["state"] != "delta");
    assert_eq!(last["state"], "error", "{last}");
    let text = last["errorMessage"].as_str().unwrap();
    assert!(text.contains("cannot"), "{text}");
    let waited = client.ok("agent.wait", &json!({"runId": "k1", "timeoutMs": 0}));
    assert_eq!(waited["status"], "error", "{waited}");
    disk.make_room();
    gateway.wait_for("writing works again");
    assert_eq!(client.chat("main", "after", "k2"), "You said: after");
}

#[test]
fn a_disk_that_turns_read_only_refuses_changes_and_goes_on_when_it_is_writable_again() {
    let Some(disk) = Disk::new("size=1m") else { return };
    let place = Place::with_state(&disk.path().join("state"));
    let log = place.home().join("log");
    let mut gateway = place.gateway().config(&json!({"logging": {"file": log}})).start();
    let mut client = Client::new(gateway.port);
    client.ok("voicewake.set", &json!({"triggers": ["one"]}));
    disk.remount("ro");
    let refused = client.call("voicewake.set", &json!({"triggers": ["two"]}));
    let text = refused["error"]["message"].as_str().unwrap();
    assert!(text.contains("journal/") && text.contains("Read-only"), "{text}");
    disk.remount("rw");
    gateway.wait_for("writing works again");
    client.ok("voicewake.set", &json!({"triggers": ["three"]}));
    gateway.stop();
    assert_eq!(read_json(&place, "settings/voicewake.json")["triggers"], json!(["three"]));
}

#[test]
fn a_read_only_state_directory_is_named_and_what_to_do_is_said() {
    let Some(disk) = Disk::new("size=1m") else { return };
    let place = Place::with_state(&disk.path().join("state"));
    disk.remount("ro");
    let (code, said) = place.gateway().refused();
    assert_eq!(code, Some(1), "{said}");
    let state = place.state("").display().to_string();
    assert!(said.contains(state.trim_end_matches('/')) && said.contains("writable"), "{said}");
    // With its lock elsewhere, or none, it starts, and says what it cannot do.
    let gateway = place.gateway().spawn(&[("OPENCLAW_ALLOW_MULTI_GATEWAY", "1")]);
    gateway.wait_for("agent model:");
    gateway.wait_for("cannot write the log file");
    let refused = Client::new(gateway.port).call("voicewake.set", &json!({"triggers": ["one"]}));
    let text = refused["error"]["message"].as_str().unwrap();
    assert!(text.contains("journal") && text.contains("Read-only"), "{text}");
}

fn read_json(place: &Place, name: &str) -> Value {
    serde_json::from_str(&place.read(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// A place where something was said and the gateway was stopped.
fn used_place() -> Place {
    let place = Place::new();
    let mut gateway = place.gateway().start();
    assert_eq!(Client::new(gateway.port).chat("main", "before", "k1"), "You said: before");
    assert!(gateway.stop().success());
    place
}

/// Starts over a damaged file: it is told and kept, and everything works.
fn check_kept_aside(place: &Place, file: &str, damaged: &[u8]) -> Gateway {
    place.write(file, damaged);
    let gateway = place.gateway().start();
    let told = gateway.wait_for("is kept as");
    let (dir, name) = file.rsplit_once('/').unwrap();
    let kept = place.names(dir, &format!("{name}.corrupt-"));
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(told.contains(&place.state(file).display().to_string()) && told.contains(&kept[0]), "{told}");
    assert_eq!(fs::read(place.state(&format!("{dir}/{}", kept[0]))).unwrap(), damaged);
    let mut client = Client::new(gateway.port);
    assert_eq!(client.chat("main", "after", &format!("after {file}")), "You said: after");
    gateway
}

#[test]
fn a_broken_session_store_is_kept_aside_and_the_gateway_works() {
    for damage in [&b"{\"agent:main:main\": {\"sessionId\": \"x\""[..], b"[]", b"\0\0\0\0", b"{\"a\":\xff}"] {
        let place = used_place();
        let mut gateway = check_kept_aside(&place, STORE, damage);
        assert!(gateway.stop().success());
        assert!(read_json(&place, STORE)["agent:main:main"]["sessionId"].is_string());
    }
}

#[test]
fn a_session_store_with_bytes_that_are_no_text_is_kept_as_it_was() {
    let place = used_place();
    let store = place.read(STORE).into_bytes();
    let mut damaged = store.clone();
    let at = store.windows(7).position(|w| w == b"webchat").unwrap_or(store.len() - 9);
    damaged[at] = 0xff;
    let mut gateway = check_kept_aside(&place, STORE, &damaged);
    assert!(gateway.stop().success());
}

#[test]
fn broken_pairing_files_are_kept_aside_and_devices_pair_again() {
    let place = used_place();
    let device = Device::new(1);
    let connect = Connect::new("test", "test").device(&device).scopes(&["operator.read"]);
    for file in ["devices/paired.json", "devices/pending.json"] {
        let mut gateway = check_kept_aside(&place, file, b"{\"half\":");
        let client = Client::with(Wire::to(gateway.port), &connect);
        assert!(client.hello["auth"]["deviceToken"].is_string(), "{}", client.hello);
        assert!(gateway.stop().success());
        assert!(read_json(&place, "devices/paired.json")[device.id()].is_object());
    }
}

#[test]
fn a_broken_line_of_a_transcript_is_passed_over_and_stays() {
    let place = used_place();
    let dir = "agents/main/sessions";
    let name = place.names(dir, "").into_iter().find(|n| n.ends_with(".jsonl")).unwrap();
    let file = format!("{dir}/{name}");
    let text = place.read(&file);
    let (rest, last) = text.trim_end().rsplit_once('\n').unwrap();
    place.write(&file, format!("{rest}\n{{\"type\":\"mess\n\u{0}\u{0}\n{last}\n"));
    let mut gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    assert_eq!(client.history("main"), ["before", "You said: before"]);
    assert_eq!(client.chat("main", "after", "k2"), "You said: after");
    let told = gateway.wait_for("no JSON");
    assert!(told.contains(&name), "{told}");
    assert!(gateway.stop().success());
    let now = place.read(&file);
    assert!(now.contains("{\"type\":\"mess\n\u{0}\u{0}\n") && now.contains("You said: after"), "{now}");
}

#[test]
fn a_transcript_cut_off_in_its_last_line_goes_on_behind_it() {
    let place = used_place();
    let dir = "agents/main/sessions";
    let name = place.names(dir, "").into_iter().find(|n| n.ends_with(".jsonl")).unwrap();
    let file = format!("{dir}/{name}");
    let text = place.read(&file);
    place.write(&file, format!("{text}{{\"type\":\"message\",\"id\":\"12"));
    let mut gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    assert_eq!(client.chat("main", "after", "k2"), "You said: after");
    assert_eq!(client.history("main"), ["before", "You said: before", "after", "You said: after"]);
    assert!(gateway.stop().success());
}

/// A place whose gateway was killed with changes in its journal only; the name of that file.
fn killed_place() -> (Place, String) {
    let place = Place::new();
    let mut gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    assert_eq!(client.chat("main", "one", "k1"), "You said: one");
    assert_eq!(client.chat("main", "two", "k2"), "You said: two");
    client.ok("voicewake.set", &json!({"triggers": ["hey"]}));
    gateway.kill();
    let names = place.names("journal", "");
    let segment = names.iter().rev().find(|n| n.ends_with(".log")).unwrap();
    let segment = format!("journal/{segment}");
    (place, segment)
}

fn check_recovered(place: &Place) -> Gateway {
    let gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    assert_eq!(client.history("main"), ["one", "You said: one", "two", "You said: two"]);
    assert_eq!(client.ok("voicewake.get", &json!({}))["triggers"], json!(["hey"]));
    gateway
}

#[test]
fn a_torn_end_of_the_journal_costs_nothing() {
    let (place, segment) = killed_place();
    let mut bytes = fs::read(place.state(&segment)).unwrap();
    bytes.extend_from_slice(b"0123abcd {\"t\":\"put\",\"d\":\"voicew");
    place.write(&segment, bytes);
    let mut gateway = check_recovered(&place);
    assert!(!gateway.said().iter().any(|line| line.contains("is kept as")), "{:?}", gateway.said());
    assert!(gateway.stop().success());
    assert!(place.names("journal", "").iter().all(|n| !n.ends_with(".log")));
    check_recovered(&place);
}

#[test]
fn damage_within_the_journal_is_told_and_kept_and_costs_only_its_line() {
    let (place, segment) = killed_place();
    let bytes = fs::read(place.state(&segment)).unwrap();
    let first = bytes.iter().position(|b| *b == b'\n').unwrap();
    let damaged = [
        &bytes[..=first],
        b"00000000 {\"t\":\"del\",\"d\":\"voicewake\",\"k\":\"triggers\"}\n",
        &bytes[first + 1..],
    ];
    let damaged = damaged.concat();
    place.write(&segment, &damaged);
    let mut gateway = check_recovered(&place);
    let told = gateway.wait_for("is kept as");
    assert!(told.contains(&segment), "{told}");
    assert!(gateway.stop().success());
    let kept = place.names("journal", "").into_iter().find(|n| n.contains(".corrupt-")).unwrap();
    assert_eq!(fs::read(place.state(&format!("journal/{kept}"))).unwrap(), damaged);
    check_recovered(&place);
}

#[test]
fn a_state_file_that_cannot_be_read_is_named_and_what_to_do_is_said() {
    for file in [STORE, "devices/paired.json", "settings/voicewake.json"] {
        let place = Place::new();
        fs::create_dir_all(place.state(file)).unwrap();
        let (code, said) = place.gateway().refused();
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(&place.state(file).display().to_string()), "{said}");
        assert!(said.contains("move it away"), "{said}");
    }
}

#[test]
fn two_gateways_do_not_write_in_one_state_directory() {
    let place = Place::new();
    let gateway = place.gateway().start();
    let other = place.home().join("other.json");
    fs::write(&other, "{}").unwrap();
    let variables = [("OPENCLAW_CONFIG_PATH", other.to_str().unwrap())];
    let mut second = place.gateway().spawn(&variables);
    assert_eq!(second.wait().code(), Some(1));
    let said = second.said().join("\n");
    assert!(said.contains("another gateway writes in") && said.contains("OPENCLAW_STATE_DIR"), "{said}");
    assert_eq!(Client::new(gateway.port).chat("main", "hello", "k1"), "You said: hello");
    drop(gateway);
    // The claim of one that was killed is gone with it.
    place.gateway().spawn(&variables).wait_for("agent model:");
}
