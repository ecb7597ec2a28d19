//! What peers do to the port: slowly, halfway, silently, too much, and against the rules.

use super::program::{Gateway, Place};
use super::wire::{BINARY, CLOSE, CONTINUATION, Client, FIN, Got, PING, PONG, TEXT, Wire, dial, frame, http};
use core::time::Duration;
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Instant;

fn started() -> (Place, Gateway) {
    let place = Place::new();
    let gateway = place.gateway().start();
    (place, gateway)
}

/// The gateway still does its work.
fn check_alive(gateway: &Gateway) {
    Client::new(gateway.port).ok("health", &json!({}));
}

/// A peer that says `text` and then nothing: what it is told, and when.
fn silent(port: u16, text: &str) -> (String, Duration) {
    let mut socket = dial(port);
    socket.write_all(text.as_bytes()).unwrap();
    let since = Instant::now();
    let mut told = String::new();
    socket.read_to_string(&mut told).unwrap();
    (told, since.elapsed())
}

#[test]
fn who_is_silent_or_slow_is_told_so_and_closed_within_seconds() {
    let (_place, gateway) = started();
    let port = gateway.port;
    let near = |took: Duration, seconds: u64| {
        let late = took.checked_sub(Duration::from_secs(seconds)).unwrap_or_default();
        took > Duration::from_millis(seconds * 1000 - 500) && late < Duration::from_secs(5)
    };
    let peers: Vec<_> = [
        ("", "", 10),
        ("GET / HTTP/1.1\r\nHost: local", "HTTP/1.1 408 ", 10),
        (
            "POST /tools/invoke HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret\r\n\
             Content-Length: 100\r\n\r\n{",
            "HTTP/1.1 408 ",
            10,
        ),
        ("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 200 ", 5),
    ]
    .into_iter()
    .map(|(text, answer, seconds)| (text, answer, seconds, std::thread::spawn(move || silent(port, text))))
    .collect();
    // A drop now and then is no progress.
    let dripping = std::thread::spawn(move || {
        let mut socket = dial(port);
        socket.write_all(b"GET / HTTP/1.1\r\nX: ").unwrap();
        let since = Instant::now();
        socket.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
        let mut told = Vec::new();
        while since.elapsed() < Duration::from_secs(30) && told.is_empty() {
            let mut bytes = [0; 1024];
            match socket.read(&mut bytes) {
                Ok(n) => told.extend_from_slice(&bytes[..n]),
                Err(_) if socket.write_all(b"x").is_ok() => {}
                Err(_) => break,
            }
        }
        (String::from_utf8_lossy(&told).into_owned(), since.elapsed())
    });
    let mut unshaken = Wire::to(port);
    let since = Instant::now();
    assert!(matches!(unshaken.next(), Got::Text(challenge) if challenge.contains("connect.challenge")));
    assert_eq!(unshaken.end(), Got::Closed(1000, String::new()));
    assert!(near(since.elapsed(), 10), "{:?}", since.elapsed());
    for (text, answer, seconds, peer) in peers {
        let (told, took) = peer.join().unwrap();
        assert!(told.starts_with(answer), "{text:?}: {told}");
        assert!(near(took, seconds), "{text:?}: {took:?}");
    }
    let (told, took) = dripping.join().unwrap();
    assert!(told.starts_with("HTTP/1.1 408 ") && near(took, 10), "{took:?}: {told}");
    gateway.wait_for("handshake timeout conn=");
    check_alive(&gateway);
}

#[test]
fn a_peer_that_is_half_gone_is_let_go() {
    let (_place, gateway) = started();
    for text in ["", "GET / HTTP/1.1\r\n"] {
        let mut socket = dial(gateway.port);
        socket.write_all(text.as_bytes()).unwrap();
        socket.shutdown(Shutdown::Write).unwrap();
        let mut rest = Vec::new();
        socket.read_to_end(&mut rest).unwrap();
    }
    let socket = dial(gateway.port);
    let half: TcpStream = socket.try_clone().unwrap();
    let mut client =
        Client::with(Wire::open(socket, "localhost", ""), &openclaw_tests::peer::Connect::webchat());
    half.shutdown(Shutdown::Write).unwrap();
    assert_eq!(client.end(), Got::End);
    let presence = Client::new(gateway.port).ok("system-presence", &json!({}));
    let gone = presence.as_array().unwrap().iter().find(|e| e["mode"] == "webchat").unwrap();
    assert_eq!(gone["reason"], "disconnect", "{presence}");
}

#[test]
fn who_breaks_the_rules_of_frames_is_told_and_closed() {
    let (_place, gateway) = started();
    let unmasked = {
        let mut bytes = vec![FIN | TEXT, 2];
        bytes.extend_from_slice(b"{}");
        bytes
    };
    let long_ping = frame(FIN | PING, &[0; 126]);
    let cases: Vec<(&str, Vec<u8>, u16)> = vec![
        ("no mask", unmasked, 1002),
        ("a reserved bit", frame(FIN | TEXT | 0x40, b"{}"), 1002),
        ("a reserved kind", frame(FIN | 3, b"{}"), 1002),
        ("a ping in parts", frame(PING, b"x"), 1002),
        ("a ping that is too long", long_ping, 1002),
        ("the middle of nothing", frame(FIN | CONTINUATION, b"x"), 1002),
        ("a beginning within a message", [frame(TEXT, b"a"), frame(FIN | TEXT, b"b")].concat(), 1002),
        ("no UTF-8", frame(FIN | TEXT, &[0xff, 0xfe]), 1007),
        ("a close of one byte", frame(FIN | CLOSE, &[3]), 1002),
        ("a close code nobody may use", frame(FIN | CLOSE, &1005_u16.to_be_bytes()), 1002),
        ("half a megabyte and one byte", frame(FIN | TEXT, &vec![b'x'; 524_289]), 1009),
        ("the same in parts", oversize_in_parts(), 1009),
        (
            "a length that nothing has",
            vec![FIN | TEXT, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4],
            1009,
        ),
        (
            "a negative length",
            vec![FIN | TEXT, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4],
            1009,
        ),
    ];
    for (what, bytes, code) in cases {
        for shaken in [false, true] {
            let mut wire = if shaken { Client::new(gateway.port).wire } else { Wire::to(gateway.port) };
            wire.raw(&bytes);
            match wire.end() {
                Got::Closed(closed, _) => assert_eq!(closed, code, "{what}, shaken {shaken}"),
                other @ (Got::Text(_) | Got::Pong(_) | Got::End | Got::Silence) => {
                    panic!("{what}, shaken {shaken}: {other:?}")
                }
            }
            assert_eq!(wire.end(), Got::End, "{what}");
        }
    }
    check_alive(&gateway);
}

fn oversize_in_parts() -> Vec<u8> {
    let mut bytes = frame(TEXT, &vec![b'x'; 300_000]);
    bytes.extend(frame(FIN | CONTINUATION, &vec![b'x'; 300_000]));
    bytes
}

#[test]
fn messages_in_parts_and_pings_between_them_are_understood() {
    let (_place, gateway) = started();
    let mut client = Client::new(gateway.port);
    let (id, text) = client.peer.request("health", &json!({}));
    let bytes = text.as_bytes();
    client.wire.frame(TEXT, &bytes[..5]);
    client.wire.frame(CONTINUATION, b"");
    client.wire.frame(FIN | PING, b"are you there");
    client.wire.frame(FIN | CONTINUATION, &bytes[5..]);
    client.wire.frame(FIN | PONG, b"unasked");
    let mut pong = None;
    while pong.is_none() {
        match client.wire.next() {
            Got::Pong(payload) => pong = Some(payload),
            Got::Text(text) => client.peer.receive(&text),
            other @ (Got::Closed(..) | Got::End | Got::Silence) => panic!("{other:?}"),
        }
    }
    assert_eq!(pong.as_deref(), Some(&b"are you there"[..]));
    assert_eq!(client.answers(&id, 1)[0]["ok"], true);
    // Binary is taken for text, as the reference does.
    let (id, text) = client.peer.request("health", &json!({}));
    for byte in frame(FIN | BINARY, text.as_bytes()) {
        client.wire.raw(&[byte]);
    }
    assert_eq!(client.answers(&id, 1)[0]["ok"], true);
    client.wire.frame(FIN | CLOSE, &1000_u16.to_be_bytes());
    assert_eq!(client.end(), Got::Closed(1000, String::new()));
}

#[test]
fn garbage_after_the_handshake_is_passed_over_and_before_it_ends_the_connection() {
    let (_place, gateway) = started();
    let mut early = Wire::to(gateway.port);
    early.frame(FIN | BINARY, &[0, 159, 146, 150]);
    assert_eq!(early.end(), Got::Closed(1000, String::new()));
    let mut client = Client::new(gateway.port);
    client.wire.frame(FIN | BINARY, &[0, 159, 146, 150]);
    client.wire.text("{\"type\":");
    client.wire.text("");
    client.ok("health", &json!({}));
    gateway.wait_for_count("parse/handle error", 4);
}

#[test]
fn what_follows_an_upgrade_in_the_same_bytes_is_its_first_message() {
    let (_place, gateway) = started();
    let mut socket = dial(gateway.port);
    let upgrade = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    let health = "{\"type\":\"req\",\"id\":\"1\",\"method\":\"health\"}";
    socket.write_all(&[upgrade.as_bytes(), &frame(FIN | TEXT, health.as_bytes())].concat()).unwrap();
    let mut told = Vec::new();
    socket.read_to_end(&mut told).unwrap();
    let told = String::from_utf8_lossy(&told);
    assert!(told.contains("invalid handshake: first request must be connect"), "{told}");
}

#[test]
fn a_client_that_does_not_read_is_closed_and_nobody_else_notices() {
    let (_place, gateway) = started();
    let mut slow = Client::new(gateway.port);
    let mut other = Client::new(gateway.port);
    let large = "x".repeat(400 * 1024);
    let mut rounds = 0;
    // The system's own buffers take a few megabytes before anything is unsent.
    while !gateway.said().iter().any(|line| line.contains("slow consumer closed")) {
        rounds += 1;
        assert!(rounds < 200, "the gateway keeps everything");
        let run = format!("r{rounds}");
        let started = Instant::now();
        assert_eq!(other.chat("main", &large, &run).len(), large.len() + "You said: ".len());
        assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
        other.peer.clear();
    }
    assert_eq!(slow.end(), Got::Closed(1008, "slow consumer".to_owned()));
    check_alive(&gateway);
    assert!(other.peer.missed == 0);
}

#[test]
fn a_client_that_only_asks_is_not_read_on() {
    let (_place, gateway) = started();
    let mut greedy = Client::new(gateway.port);
    greedy.wire.patience(Duration::from_millis(200));
    let request = "{\"type\":\"req\",\"id\":\"1\",\"method\":\"status\"}";
    let mut bytes = Vec::new();
    for _ in 0..1_000 {
        bytes.extend(frame(FIN | TEXT, request.as_bytes()));
    }
    let port = gateway.port;
    // Fifty thousand answers are far more than the gateway and the system keep.
    std::thread::spawn(move || {
        for _ in 0..50 {
            greedy.wire.raw(&bytes);
        }
    });
    let mut other = Client::new(port);
    for _ in 0..50 {
        other.ok("health", &json!({}));
    }
    let peak = gateway.peak_memory_kb();
    assert!(peak < 200 * 1024, "{peak} kB");
}

#[test]
fn requests_that_come_together_are_answered_in_their_order() {
    let (_place, gateway) = started();
    let told = http(
        gateway.port,
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n\
         GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n\
         HEAD /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n\
         GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    );
    let statuses: Vec<&str> = told.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect();
    assert_eq!(statuses, ["200", "404", "200", "200"], "{told}");
    assert_eq!(told.matches("\"ready\":true").count(), 1, "the answer to HEAD has no body: {told}");
}

#[test]
fn strangers_cannot_take_the_descriptors_that_work_needs() {
    let place = Place::new();
    let gateway = place.gateway().under(&["prlimit", "--nofile=256:256"]).start();
    let mut client = Client::new(gateway.port);
    let crowd: Vec<TcpStream> = (0..400).map(|_| dial(gateway.port)).collect();
    // Whoever comes last is turned away; by then all were seen.
    let mut last = crowd.last().unwrap();
    assert_eq!(last.read(&mut [0; 16]).unwrap_or(0), 0);
    assert_eq!(client.chat("main", "hello", "k1"), "You said: hello");
    let said = client.chat("main", "!tool exec {\"command\": \"echo works\"}", "k2");
    assert!(said.contains("works"), "{said}");
    drop(crowd);
    check_alive(&gateway);
    let told = gateway.said().iter().filter(|line| line.contains("connections are open")).count();
    assert_eq!(told, 1, "not each of them is worth a line");
}

#[test]
fn a_flood_of_requests_keeps_nobody_waiting() {
    let (_place, gateway) = started();
    let mut flood = dial(gateway.port);
    let mut answers = flood.try_clone().unwrap();
    let reading = std::thread::spawn(move || {
        let mut bytes = vec![0; 256 * 1024];
        let mut taken = 0;
        while let Ok(n @ 1..) = answers.read(&mut bytes) {
            taken += n;
        }
        taken
    });
    let sending = std::thread::spawn(move || {
        let many = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1_000);
        for _ in 0..3 {
            flood.write_all(many.as_bytes()).unwrap();
        }
        flood.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    });
    let mut client = Client::new(gateway.port);
    let mut asked = 0;
    while !reading.is_finished() {
        let since = Instant::now();
        client.ok("health", &json!({}));
        assert!(since.elapsed() < Duration::from_millis(500), "{:?}", since.elapsed());
        asked += 1;
    }
    sending.join().unwrap();
    let taken = reading.join().unwrap();
    assert!(asked > 10 && taken > 500_000, "{asked} answers beside {taken} bytes");
}
