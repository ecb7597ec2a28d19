//! The HTTP surface of the real port: requests that smuggle, secrets, hosts, pages, proxies.

use super::program::{Gateway, Place};
use super::wire::{Client, Got, Wire, dial, http};
use openclaw_tests::peer::Connect;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};

fn started() -> (Place, Gateway) {
    let place = Place::new();
    let gateway = place.gateway().start();
    (place, gateway)
}

/// Statuses of every answer to these bytes.
fn statuses(port: u16, request: &str) -> Vec<String> {
    let told = http(port, request);
    told.split("HTTP/1.1 ").skip(1).map(|answer| answer[..3].to_owned()).collect()
}

#[test]
fn a_request_that_two_readers_would_read_differently_is_refused_and_nothing_behind_it_is_read() {
    const HIDDEN: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let (_place, gateway) = started();
    let post = |headers: &str, body: &str| {
        format!(
            "POST /tools/invoke HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret\r\n{headers}\r\n{body}"
        )
    };
    let cases = [
        (post("Content-Length: 2\r\nContent-Length: 44\r\n", "{}"), "400"),
        (post("Content-Length: 2, 44\r\n", "{}"), "400"),
        (post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "501"),
        (post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "501"),
        (post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "501"),
        (post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400"),
        (post("Content-Length: +2\r\n", "{}"), "400"),
        (post("Content-Length: -2\r\n", "{}"), "400"),
        (post("Content-Length: 0x2\r\n", "{}"), "400"),
        (post("Content-Length: 99999999999999999999999\r\n", "{}"), "400"),
        (post("Content-Length : 2\r\n", "{}"), "400"),
        (post("X: a\r\n b\r\nContent-Length: 2\r\n", "{}"), "400"),
        (post("X: a\0b\r\nContent-Length: 2\r\n", "{}"), "400"),
        (post("X: a\rb\r\nContent-Length: 2\r\n", "{}"), "400"),
        (post("Host: other\r\nContent-Length: 2\r\n", "{}"), "400"),
        (post("Transfer-Encoding: chunked\r\n", "2\n{}\r\n0\r\n\r\n"), "400"),
        (post("Transfer-Encoding: chunked\r\n", "-2\r\n{}\r\n0\r\n\r\n"), "400"),
        (post("Transfer-Encoding: chunked\r\n", "2\r\n{}xx0\r\n\r\n"), "400"),
        ("GET /healthz HTTP/1.1\r\n\r\n".to_owned(), "400"),
        ("GET /healthz HTTP/1.1\nHost: localhost\n\n".to_owned(), "400"),
        ("GET /healthz HTTP/1.1\r\nHost: localhost/x?\r\n\r\n".to_owned(), "400"),
        ("GET /a/../healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), "400"),
        ("GET /a/%2e%2e/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), "400"),
        ("GET /a%2fhealthz HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), "400"),
        ("GET //healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), "400"),
        ("GET /healthz HTTP/2.0\r\nHost: localhost\r\n\r\n".to_owned(), "505"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), "505"),
        ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\r\n\r\n".to_owned(), "400"),
    ];
    for (request, status) in cases {
        let told = statuses(gateway.port, &format!("{request}{HIDDEN}"));
        assert_eq!(told, [status], "{request:?}");
    }
    Client::new(gateway.port).ok("health", &json!({}));
}

#[test]
fn requests_without_end_are_refused_and_cost_no_memory() {
    let (_place, gateway) = started();
    let mut socket = dial(gateway.port);
    socket.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ").unwrap();
    let block = [b'x'; 64 * 1024];
    for _ in 0..3_200 {
        if socket.write_all(&block).is_err() {
            break;
        }
    }
    let mut told = [0; 12];
    if socket.read_exact(&mut told).is_ok() {
        assert_eq!(&told, b"HTTP/1.1 431");
    }
    let many = (0..200).map(|n| format!("X-{n}: y\r\n")).collect::<String>();
    let many = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n");
    assert_eq!(statuses(gateway.port, &many), ["431"]);
    let body = "x".repeat(3 * 1024 * 1024);
    for framing in [
        format!("Content-Length: {}\r\n\r\n{body}", body.len()),
        format!("Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n", body.len()),
    ] {
        let request = format!(
            "POST /tools/invoke HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret\r\n{framing}"
        );
        assert_eq!(statuses(gateway.port, &request), ["413"]);
    }
    assert!(gateway.peak_memory_kb() < 64 * 1024, "{} kB", gateway.peak_memory_kb());
}

#[test]
fn a_body_that_its_sender_cut_off_is_no_body() {
    let (_place, gateway) = started();
    let mut socket = dial(gateway.port);
    let request = "POST /tools/invoke HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret\r\n\
                   Content-Length: 50\r\n\r\n{\"tool\":\"x\"}";
    socket.write_all(request.as_bytes()).unwrap();
    socket.shutdown(std::net::Shutdown::Write).unwrap();
    let mut told = String::new();
    socket.read_to_string(&mut told).unwrap();
    assert!(told.is_empty() || told.starts_with("HTTP/1.1 400 "), "{told}");
}

#[test]
fn a_body_comes_after_its_hundred_continue() {
    let (_place, gateway) = started();
    let mut socket = dial(gateway.port);
    let head = "POST /tools/invoke HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret\r\n\
                Expect: 100-Continue\r\nContent-Length: 12\r\nConnection: close\r\n\r\n";
    socket.write_all(head.as_bytes()).unwrap();
    let mut told = [0; 25];
    socket.read_exact(&mut told).unwrap();
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    socket.write_all(b"{\"tool\":\"x\"}").unwrap();
    let mut rest = String::new();
    socket.read_to_string(&mut rest).unwrap();
    assert!(rest.starts_with("HTTP/1.1 404 ") && rest.contains("Tool not available: x"), "{rest}");
    let refused = head.replace("Bearer secret", "Bearer wrong");
    assert_eq!(statuses(gateway.port, &refused), ["401"], "no body is asked for");
}

#[test]
fn methods_and_paths_that_are_not_there_are_answered_so() {
    let (_place, gateway) = started();
    let ask = |method: &str, path: &str, headers: &str| {
        http(
            gateway.port,
            format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"),
        )
    };
    let wrong = ask("GET", "/tools/invoke", "");
    assert!(
        wrong.starts_with("HTTP/1.1 405 ") && wrong.to_lowercase().contains("\r\nallow: post\r\n"),
        "{wrong}"
    );
    for (method, path, status) in [
        ("GET", "/nothing/here.js", "404"),
        ("POST", "/healthz", "404"),
        ("DELETE", "/readyz", "404"),
        ("POST", "/v1/chat/completions", "404"),
        ("OPTIONS", "*", "400"),
        ("CONNECT", "localhost:80", "501"),
        ("TRACE", "/", "404"),
    ] {
        let told = ask(method, path, "Content-Length: 0\r\n");
        let status_line = told.lines().next().unwrap_or_default();
        assert!(
            ["404", "400", "405", "501"].iter().any(|s| status_line.contains(s)),
            "{method} {path}: {told}"
        );
        assert!(status_line.contains(status), "{method} {path}: {told}");
    }
}

#[test]
fn pages_of_strangers_and_names_that_are_not_ours_are_forbidden() {
    let place = Place::new();
    let allowed = json!({"gateway": {"controlUi": {"allowedOrigins": ["https://good.example"]}}});
    let gateway = place.gateway().config(&allowed).start();
    let port = gateway.port;
    let get = |host: &str, headers: &str| {
        let told = http(
            port,
            format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n"),
        );
        told[9..12].to_owned()
    };
    let upgrade = |host: &str, headers: &str| Wire::ask(dial(port), host, headers).1[9..12].to_owned();
    let local = format!("127.0.0.1:{port}");
    for (host, headers, http_status, ws_status) in [
        (local.as_str(), "", "200", "101"),
        ("localhost", "", "200", "101"),
        ("[::1]", "", "200", "101"),
        // No page: a name that a client's own network gave us harms nobody.
        ("evil.example", "", "403", "101"),
        // A page whose own name leads here: it is no page of ours.
        ("evil.example", "Origin: http://evil.example\r\n", "403", "403"),
        (local.as_str(), "Origin: https://evil.example\r\n", "403", "403"),
        (local.as_str(), "Origin: null\r\n", "403", "403"),
        (local.as_str(), "Origin: https://good.example\r\n", "200", "101"),
        ("good.example", "Origin: https://good.example\r\n", "200", "101"),
        (local.as_str(), "Origin: http://localhost:5173\r\n", "200", "101"),
        (local.as_str(), "Origin: http://localhost.evil.example\r\n", "403", "403"),
        (local.as_str(), "Origin: https://good.example\r\nOrigin: https://evil.example\r\n", "403", "403"),
    ] {
        let told = (get(host, headers), upgrade(host, headers));
        assert_eq!(told, (http_status.to_owned(), ws_status.to_owned()), "{host} {headers:?}");
    }
}

/// Connects with a device that nobody knows: local clients are paired at once, others must wait.
fn pairs_at_once(port: u16, host: &str, headers: &str, number: u8) -> bool {
    let device = openclaw_tests::peer::Device::new(number);
    let connect = Connect::new("test", "test").device(&device).scopes(&["operator.read"]);
    let (_, hello) = Client::attempt(Wire::open(dial(port), host, headers), &connect);
    if hello["ok"] == false {
        assert_eq!(hello["error"]["code"], "NOT_PAIRED", "{hello}");
    }
    hello["ok"] == true
}

#[test]
fn only_who_comes_straight_from_this_machine_is_local() {
    let (_place, gateway) = started();
    let port = gateway.port;
    assert!(pairs_at_once(port, "localhost", "", 1));
    assert!(!pairs_at_once(port, "localhost", "X-Forwarded-For: 127.0.0.1\r\n", 2));
    assert!(!pairs_at_once(port, "localhost", "X-Real-IP: 127.0.0.1\r\n", 3));
    assert!(!pairs_at_once(port, "localhost", "X-Forwarded-Host: localhost\r\n", 4));
    assert!(!pairs_at_once(port, "localhost", "Origin: http://localhost\r\n", 5));
    gateway.wait_for("gateway.trustedProxies");
}

#[test]
fn a_trusted_proxy_is_believed_who_its_client_is() {
    let place = Place::new();
    let trusted = json!({"gateway": {"trustedProxies": ["127.0.0.1"]}});
    let gateway = place.gateway().config(&trusted).start();
    let port = gateway.port;
    assert!(pairs_at_once(port, "localhost", "X-Forwarded-For: 127.0.0.1\r\n", 1));
    assert!(!pairs_at_once(port, "localhost", "X-Forwarded-For: 203.0.113.9\r\n", 2));
    assert!(!pairs_at_once(port, "localhost", "X-Forwarded-For: 203.0.113.9, 127.0.0.1\r\n", 3));
    let mut admin = Client::new(port);
    let pending = admin.ok("device.pair.list", &json!({}))["pending"].clone();
    let from: Vec<&Value> = pending.as_array().unwrap().iter().map(|p| &p["remoteIp"]).collect();
    assert_eq!(from, ["203.0.113.9", "203.0.113.9"], "{pending}");
}

#[test]
fn who_guesses_secrets_is_not_listened_to_for_a_while_and_this_machine_is() {
    let place = Place::new();
    let trusted = json!({"gateway": {"trustedProxies": ["127.0.0.1"]}});
    let gateway = place.gateway().config(&trusted).start();
    let port = gateway.port;
    let from = "X-Forwarded-For: 203.0.113.9\r\n";
    let guess = |headers: &str, token: &str| {
        let wire = Wire::open(dial(port), "localhost", headers);
        let (mut client, hello) = Client::attempt(wire, &Connect::cli().token(token));
        if hello["ok"] == false {
            assert!(matches!(client.end(), Got::Closed(1008, _)));
        }
        hello
    };
    for n in 0..10 {
        let hello = guess(from, &format!("wrong{n}"));
        assert_eq!(hello["error"]["code"], "INVALID_REQUEST", "{hello}");
    }
    let blocked = guess(from, "secret");
    assert_eq!(blocked["error"]["retryable"], true, "{blocked}");
    let pause = blocked["error"]["retryAfterMs"].as_u64().unwrap();
    assert!((1..=300_000).contains(&pause), "{blocked}");
    let told = http(
        port,
        format!(
            "POST /tools/invoke HTTP/1.1\r\nHost: localhost\r\n{from}Authorization: Bearer secret\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        ),
    );
    assert!(told.starts_with("HTTP/1.1 429 ") && told.to_lowercase().contains("retry-after: "), "{told}");
    assert_eq!(guess("X-Forwarded-For: 203.0.113.10\r\n", "secret")["ok"], true, "another address");
    for n in 0..20 {
        assert_eq!(guess("", &format!("wrong{n}"))["ok"], false);
    }
    assert_eq!(guess("", "secret")["ok"], true, "this machine");
    gateway.wait_for("guessed too often");
    let secrets =
        gateway.said().iter().filter(|line| line.contains("wrong") || line.contains("secret")).count();
    assert_eq!(secrets, 0, "{:?}", gateway.said());
}
