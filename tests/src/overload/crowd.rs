//! Many clients: that come at once, or that stay and say nothing.

use super::{Figures, Trial, quick};
use crate::peer::Connect;
use crate::wire::{Client, Got, Wire};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Instant;

/// Threads that clients come from.
const THREADS: usize = 8;

/// Clients that stay and say nothing.
///
/// # Panics
///
/// When one of them does not get in, or is closed.
#[must_use]
pub fn idle(clients: usize) -> Figures {
    let trial = Trial::start();
    let port = trial.gateway.port;
    let before = trial.gateway.memory_kb();
    let since = Instant::now();
    let threads: Vec<_> = (0..THREADS)
        .map(|n| {
            let share = clients / THREADS + usize::from(n < clients % THREADS);
            std::thread::spawn(move || (0..share).map(|_| Client::new(port)).collect::<Vec<_>>())
        })
        .collect();
    let connected: Vec<Client> =
        threads.into_iter().flat_map(|t| t.join().expect("every client gets in")).collect();
    let took = since.elapsed();
    let height = trial.gateway.memory_kb();
    assert_eq!(connected.len(), clients);
    let each = (height - before) as f64 / clients as f64;
    let mut all = connected;
    let last = all.last_mut().expect("there are clients");
    last.ok("health", &serde_json::json!({}));
    drop(all);
    let text = format!("{clients} clients are in within {took:.1?}, each holds {each:.1} kB");
    trial.end("idle clients", height, text)
}

/// Clients that come at once: each is let in, or told why not.
///
/// # Panics
///
/// When one of them is neither.
#[must_use]
pub fn storm(clients: usize) -> Figures {
    let trial = Trial::start();
    let port = trial.gateway.port;
    let since = Instant::now();
    let threads: Vec<_> = (0..THREADS)
        .map(|n| {
            let share = clients / THREADS + usize::from(n < clients % THREADS);
            std::thread::spawn(move || rush(port, share))
        })
        .collect();
    let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
    for (outcome, count) in threads.into_iter().flat_map(|t| t.join().expect("nobody is left waiting")) {
        *outcomes.entry(outcome).or_default() += count;
    }
    let took = since.elapsed();
    let height = trial.gateway.memory_kb();
    let clear = |outcome: &String| matches!(outcome.as_str(), "in" | "503");
    assert!(outcomes.keys().all(clear), "{outcomes:?}");
    assert_eq!(outcomes.values().sum::<usize>(), clients);
    trial.end("connect storm", height, format!("{clients} clients at once within {took:.1?}: {outcomes:?}"))
}

/// Opens all sockets, then asks for all upgrades, then connects on all: nobody waits for another.
fn rush(port: u16, clients: usize) -> BTreeMap<String, usize> {
    let mut outcomes = BTreeMap::new();
    let mut count = |outcome: &str| *outcomes.entry(outcome.to_owned()).or_default() += 1;
    let sockets: Vec<_> = (0..clients).map(|_| quick(port)).collect();
    let mut wires = Vec::new();
    for socket in sockets {
        let Some(socket) = socket else {
            count("no socket");
            continue;
        };
        match Wire::try_ask(socket, "localhost", "") {
            Ok((wire, head)) if head.starts_with("HTTP/1.1 101 ") => wires.push(wire),
            Ok((_, head)) => count(head.get(9..12).unwrap_or("no status")),
            Err(error) => count(&error.to_string()),
        }
    }
    let mut stay = Vec::new();
    for mut wire in wires {
        let answer = connect(&mut wire);
        count(if answer["ok"] == true { "in" } else { "refused" });
        stay.push(wire);
    }
    outcomes
}

fn connect(wire: &mut Wire) -> Value {
    let Got::Text(challenge) = wire.next() else { return Value::Null };
    let challenge: Value = serde_json::from_str(&challenge).unwrap_or_default();
    let params = Connect::cli().params(challenge["payload"]["nonce"].as_str().unwrap_or_default(), 0);
    let request = serde_json::json!({"type": "req", "id": "c", "method": "connect", "params": params});
    wire.text(&request.to_string());
    loop {
        let Got::Text(text) = wire.next() else { return Value::Null };
        let frame: Value = serde_json::from_str(&text).unwrap_or_default();
        if frame["id"] == "c" {
            return frame;
        }
    }
}
