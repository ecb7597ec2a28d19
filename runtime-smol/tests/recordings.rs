//! The client given what the reference gateway was recorded to say to other clients.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails where it must and says what it skips"
)]

use engine::client::{Cause, Client, ClientAction, ClientEvent, ClientInput, Setup};
use engine::{Instant, Now, UnixMs};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn every_recorded_hello_is_understood_and_every_event_behind_it_told() {
    let (mut hellos, mut events) = (0, 0);
    for conversation in conversations() {
        let Some((answer, rest)) = after_connect(&conversation).filter(|(answer, _)| answer["ok"] == true)
        else {
            continue;
        };
        let mut client = proving(answer);
        let told = drain(&mut client);
        assert!(told.iter().any(|event| matches!(event, ClientEvent::Ready(_))), "{told:?} for {answer}");
        hellos += 1;
        for frame in rest.iter().filter(|frame| frame["type"] == "event") {
            input(&mut client, ClientInput::Message(frame.to_string()));
            let told = drain(&mut client).pop();
            let Some(ClientEvent::Event { name, payload, seq }) = told else {
                panic!("{told:?} for {frame}")
            };
            assert_eq!(json!(name), frame["event"]);
            assert_eq!((&payload, seq), (&frame["payload"], frame["seq"].as_u64()));
            events += 1;
        }
        assert_eq!((client.ignored_messages(), client.ended()), (0, None));
    }
    assert!(
        hellos == 0 || hellos > 50 && events > 100,
        "only {hellos} hellos and {events} events were found"
    );
}

#[test]
fn every_recorded_refusal_of_connect_is_told_in_its_words() {
    let mut refusals = 0;
    for conversation in conversations() {
        let Some((answer, _)) = after_connect(&conversation).filter(|(answer, _)| answer["ok"] == false)
        else {
            continue;
        };
        let client = proving(answer);
        let ended = client.ended().expect("a refused client gives up");
        let Cause::Refused(error) = &ended.cause else { panic!("{ended:?}") };
        assert_eq!(json!(error.message), answer["error"]["message"]);
        refusals += 1;
    }
    assert!(refusals == 0 || refusals > 10, "only {refusals} refusals were found");
}

/// A client that was just given this answer to its `connect`.
fn proving(answer: &Value) -> Client {
    let mut client = Client::new(Setup::command("test", "linux"), [1; 32], NOW);
    input(&mut client, ClientInput::Connected);
    let challenge =
        json!({"type": "event", "event": "connect.challenge", "payload": {"nonce": "n", "ts": 1}});
    input(&mut client, ClientInput::Message(challenge.to_string()));
    let mut sent = core::iter::from_fn(|| client.poll_action()).filter_map(|action| match action {
        ClientAction::Send(frame) => Some(frame.expose().clone()),
        ClientAction::Connect(_) | ClientAction::Close { .. } | ClientAction::Event(_) => None,
    });
    let connect: Value = serde_json::from_str(&sent.next().expect("connect is sent")).unwrap();
    drop(sent);
    let mut answer = answer.clone();
    answer["id"] = connect["id"].clone();
    input(&mut client, ClientInput::Message(answer.to_string()));
    client
}

fn input(client: &mut Client, input: ClientInput) {
    client.handle_input(NOW, input);
}

fn drain(client: &mut Client) -> Vec<ClientEvent> {
    let event = |action| if let ClientAction::Event(event) = action { Some(event) } else { None };
    core::iter::from_fn(|| client.poll_action()).filter_map(event).collect()
}

const NOW: Now = Now { mono: Instant::from_nanos(1), wall: UnixMs(1) };

/// Splits a conversation behind the answer to `connect`.
fn after_connect(conversation: &[(bool, Value)]) -> Option<(&Value, Vec<&Value>)> {
    let request = conversation.iter().find(|(ours, frame)| *ours && frame["method"] == "connect")?;
    let is_answer = |(ours, frame): &(bool, Value)| {
        !*ours && frame["type"] == "res" && frame["id"] == request.1["id"] && frame["id"].is_string()
    };
    let at = conversation.iter().position(is_answer)?;
    let rest = conversation[at + 1..].iter().filter(|(ours, _)| !ours).map(|(_, frame)| frame);
    Some((&conversation[at].1, rest.collect()))
}

/// The frames of each recorded connection, in order, each with whether the client sent it.
fn conversations() -> Vec<Vec<(bool, Value)>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/golden/ws");
    let Ok(files) = std::fs::read_dir(&dir) else {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{} is missing", dir.display());
        eprintln!("skipped: {} is missing", dir.display());
        return Vec::new();
    };
    let mut all = Vec::new();
    for file in files {
        let mut connections: BTreeMap<String, Vec<(bool, Value)>> = BTreeMap::new();
        for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let frame = &line["frame"];
            if let Some(conn) = line["conn"].as_str().filter(|conn| frame.is_object() && *conn != "picked") {
                let ours = line["dir"] == "client->server";
                connections.entry(conn.to_owned()).or_default().push((ours, frame.clone()));
            }
        }
        all.extend(connections.into_values());
    }
    all
}
