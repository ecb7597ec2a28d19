//! More than the gateway takes: what is refused, how clearly, and what everyone else notices.
//!
//! A probe asks all along, as a client among others would; how long it waited is a figure of each trial.

mod crowd;
mod probe;

pub use crowd::{idle, storm};
pub use probe::{Latency, Probe};

use crate::peer::Connect;
use crate::program::{Gateway, Place};
use crate::wire::{Client, FIN, Got, TEXT, Wire, dial, frame};
use core::fmt;
use core::time::Duration;
use serde_json::{Value, json};
use std::net::TcpStream;
use std::time::Instant;

/// Limits of the gateway, as its documentation states them.
pub const MAX_HANDSHAKES: usize = 2_048;
const MAX_RUNS: usize = 1_000;
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
const MAX_WAITERS: usize = 4_096;

/// What a trial came to.
#[derive(Clone, Debug)]
pub struct Figures {
    /// What was tried.
    pub name: &'static str,
    /// Its figures, in words.
    pub text: String,
    /// Memory in kB before it, at its height, and after it.
    pub memory: [u64; 3],
    /// What the probe saw.
    pub latency: Latency,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [before, height, after] = self.memory.map(|kb| kb / 1024);
        let Latency { asked, p50, longest } = self.latency;
        writeln!(f, "{}: {}", self.name, self.text)?;
        writeln!(
            f,
            "  memory {before} -> {height} -> {after} MiB; a client beside it: {asked} answers, p50 {p50:.1?}, longest {longest:.1?}"
        )
    }
}

/// A gateway under trial, and the probe beside it.
pub struct Trial {
    /// The gateway.
    pub gateway: Gateway,
    probe: Probe,
    before: u64,
    _place: Place,
}

impl Trial {
    /// Starts a gateway and a probe.
    ///
    /// # Panics
    ///
    /// When it does not start.
    #[must_use]
    pub fn start() -> Self {
        let place = Place::new();
        let gateway = place.gateway().start();
        Client::new(gateway.port).chat("main", "hello", "first");
        let before = gateway.memory_kb();
        Self { probe: Probe::start(gateway.port), gateway, before, _place: place }
    }

    /// Ends the trial with its figures.
    ///
    /// # Panics
    ///
    /// When the gateway does not answer any more.
    #[must_use]
    pub fn end(self, name: &'static str, height: u64, text: String) -> Figures {
        let latency = self.probe.end();
        // It answers, and does its work.
        let said = Client::new(self.gateway.port).chat("main", "after", "last");
        assert_eq!(said, "You said: after");
        Figures { name, text, memory: [self.before, height, self.gateway.memory_kb()], latency }
    }
}

/// More peers that say nothing than may be on their way in: the next one is told to come later.
///
/// # Panics
///
/// When it is not so.
#[must_use]
pub fn handshakes() -> Figures {
    let trial = Trial::start();
    let port = trial.gateway.port;
    let waiting = all_at_once(port);
    let (_, head) = Wire::ask(dial(port), "localhost", "");
    assert!(head.starts_with("HTTP/1.1 503 ") && head.to_lowercase().contains("retry-after: 1"), "{head}");
    let height = trial.gateway.memory_kb();
    drop(waiting);
    wait_for_room(port);
    trial.end("handshakes", height, format!("{MAX_HANDSHAKES} peers wait, the next one is told 503"))
}

/// As many peers as may be on their way in. On a busy machine the first are out of time before the last have come:
/// then they all begin anew.
fn all_at_once(port: u16) -> Vec<Wire> {
    for _ in 0..10 {
        let begun = Instant::now();
        let waiting = (0..MAX_HANDSHAKES).map(|_| Wire::to(port)).collect();
        if begun.elapsed() < HANDSHAKE_TIMEOUT / 2 {
            return waiting;
        }
        drop(waiting);
        wait_for_room(port);
    }
    panic!("{MAX_HANDSHAKES} peers do not come within half of {HANDSHAKE_TIMEOUT:?}");
}

/// As many peers send most of a large message and no more: what the gateway holds for all of them is bounded.
///
/// # Panics
///
/// When it is not so.
#[must_use]
pub fn half_messages() -> Figures {
    let trial = Trial::start();
    let port = trial.gateway.port;
    // Half of them may say that much, and it is held; the others are closed at the first bytes.
    let messages = [64 * 1024, 512 * 1024].map(|size| frame(FIN | TEXT, &vec![b' '; size]));
    let mut waiting: Vec<Wire> = (0..MAX_HANDSHAKES - 1).map(|_| Wire::to(port)).collect();
    for (wire, message) in waiting.iter_mut().zip(messages.iter().cycle()) {
        wire.raw(&message[..message.len() - 100]);
    }
    let closed = waiting.iter_mut().filter_map(Wire::end_now).filter(|code| *code == 1009).count();
    assert_eq!(closed, MAX_HANDSHAKES / 2 - 1, "as many asked for too much");
    let height = trial.gateway.memory_kb();
    drop(waiting);
    wait_for_room(port);
    let text = format!(
        "{} peers sent most of a message, of 64 KiB or of 512: {closed} were closed",
        MAX_HANDSHAKES - 1
    );
    trial.end("half messages", height, text)
}

/// More turns than there may be: the next one is refused, and when the others are stopped there is room.
///
/// # Panics
///
/// When it is not so.
#[must_use]
pub fn runs() -> Figures {
    let trial = Trial::start();
    let mut client = Client::new(trial.gateway.port);
    let turn = |n: usize| {
        let session = format!("s{}", n % 50);
        json!({"sessionKey": session, "message": "!slow 60000 a b", "idempotencyKey": format!("run{n}")})
    };
    for n in 0..MAX_RUNS {
        client.send("chat.send", &turn(n));
    }
    let taken = |peer: &crate::peer::Peer| {
        let answers =
            peer.frames().iter().filter(|f| f["type"] == "res" && f["payload"]["status"] == "started");
        (answers.count() == MAX_RUNS).then_some(())
    };
    client.until(taken);
    let height = trial.gateway.memory_kb();
    is_refused(&client.call("chat.send", &turn(MAX_RUNS)));
    let agent = json!({"sessionKey": "other", "message": "hi", "idempotencyKey": "agent"});
    is_refused(&client.call("agent", &agent));
    client.peer.clear();
    for n in 0..50 {
        client.ok("chat.abort", &json!({"sessionKey": format!("s{n}")}));
    }
    client.until(|peer| {
        (peer.events("chat").iter().filter(|e| e["state"] == "aborted").count() == MAX_RUNS).then_some(())
    });
    assert_eq!(client.chat("other", "is there room", "room"), "You said: is there room");
    trial.end("runs", height, format!("{MAX_RUNS} turns are taken, the next one is refused"))
}

/// More callers that wait for runs than there may be.
///
/// # Panics
///
/// When it is not so.
#[must_use]
pub fn waiters() -> Figures {
    let trial = Trial::start();
    let mut client = Client::new(trial.gateway.port);
    let wait = json!({"runId": "never", "timeoutMs": 600_000});
    for _ in 0..MAX_WAITERS {
        client.send("agent.wait", &wait);
    }
    is_refused(&client.call("agent.wait", &wait));
    let height = trial.gateway.memory_kb();
    // They go with their connection.
    drop(client);
    let mut client = Client::new(trial.gateway.port);
    let end = Instant::now() + Duration::from_secs(10);
    let short = json!({"runId": "never", "timeoutMs": 1});
    while client.call("agent.wait", &short)["ok"] != true {
        assert!(Instant::now() < end, "the waiters stay when their client is gone");
    }
    trial.end("waiters", height, format!("{MAX_WAITERS} wait for runs, the next one is refused"))
}

/// Frames without pause that nobody reads the answers of, and frames that are too large.
///
/// # Panics
///
/// When the gateway does not defend itself.
#[must_use]
pub fn frames() -> Figures {
    let trial = Trial::start();
    let port = trial.gateway.port;
    let flood: Vec<u8> = frame(FIN | TEXT, br#"{"type":"req","id":"1","method":"status"}"#).repeat(1_000);
    let greedy: Vec<_> = (0..4)
        .map(|_| {
            let mut client = Client::new(port);
            let flood = flood.clone();
            client.wire.patience(Duration::from_millis(100));
            std::thread::spawn(move || (0..25).for_each(|_| client.wire.raw(&flood)))
        })
        .collect();
    let large = frame(FIN | TEXT, &vec![b'x'; 512 * 1024 + 1]);
    let mut refused = 0;
    for _ in 0..200 {
        let mut client = Client::new(port);
        client.wire.raw(&large);
        refused += usize::from(matches!(client.wire.end(), Got::Closed(1009, _)));
    }
    assert_eq!(refused, 200, "each message of half a megabyte and one byte is refused with 1009");
    let height = trial.gateway.memory_kb();
    greedy.into_iter().for_each(|g| g.join().expect("a greedy client just writes"));
    trial.end(
        "frames",
        height,
        "100,000 requests that nobody takes the answers of, 200 messages that are too large".to_owned(),
    )
}

fn is_refused(answer: &Value) {
    let error = &answer["error"];
    assert!(error["code"] == "UNAVAILABLE" && error["retryAfterMs"].is_u64(), "{answer}");
}

/// Waits until a client gets in: places are given back when a peer is found to be gone.
fn wait_for_room(port: u16) {
    let end = Instant::now() + Duration::from_secs(60);
    while Client::knock(port, "", &Connect::cli()).is_none() {
        assert!(Instant::now() < end, "nobody gets in although everyone left");
    }
}

/// Opens a socket without the patience of a test.
fn quick(port: u16) -> Option<TcpStream> {
    let socket = TcpStream::connect(("127.0.0.1", port)).ok()?;
    socket.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    socket.set_nodelay(true).ok()?;
    Some(socket)
}
