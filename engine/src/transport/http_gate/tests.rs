use super::super::testing::{Noise, cuts};
use super::*;

const GET: &[u8] = b"GET /a/b?c=d HTTP/1.1\r\nHost: gateway:18789\r\n\r\n";

/// The last step of a connection that sends `pieces`.
fn last_step(pieces: &[&[u8]]) -> GateStep {
    let mut gate = Gate::new(GateLimits::default());
    let mut last = gate.poll();
    for piece in pieces {
        let mut rest = *piece;
        while !rest.is_empty() && last == GateStep::NeedMore {
            rest = &rest[gate.receive(rest)..];
            last = gate.poll();
        }
    }
    last
}

fn request(bytes: &[u8]) -> RequestHead {
    match last_step(&[bytes]) {
        GateStep::Request(head) => head,
        other @ (GateStep::NeedMore | GateStep::Upgrade(..) | GateStep::Refuse(_)) => {
            panic!("{other:?} for {}", String::from_utf8_lossy(bytes))
        }
    }
}

/// Refused, and the same way however the bytes are cut.
#[track_caller]
fn check_refused(bytes: impl AsRef<[u8]>, refusal: Refusal) {
    let bytes = bytes.as_ref();
    let shown = String::from_utf8_lossy(bytes);
    assert_eq!(last_step(&[bytes]), GateStep::Refuse(refusal), "{shown:?}");
    for pieces in cuts(bytes) {
        assert_eq!(last_step(&pieces), GateStep::Refuse(refusal), "{shown:?} as {} pieces", pieces.len());
    }
}

/// Accepted, and the same way however the bytes are cut.
#[track_caller]
fn check_request(bytes: impl AsRef<[u8]>) -> RequestHead {
    let bytes = bytes.as_ref();
    let whole = last_step(&[bytes]);
    for pieces in cuts(bytes) {
        assert_eq!(last_step(&pieces), whole, "{:?}", String::from_utf8_lossy(bytes));
    }
    request(bytes)
}

fn with_header(line: &str) -> String {
    format!("POST / HTTP/1.1\r\nHost: a\r\n{line}\r\n\r\n")
}

fn with_target(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n")
}

fn with_host(host: &str) -> String {
    format!("GET / HTTP/1.1\r\nHost:{host}\r\n\r\n")
}

#[test]
fn a_request_is_read_as_sent() {
    let head = check_request(
        b"POST /v1/x?y=/../z HTTP/1.1\r\nHost: a\r\nX-Two: 1\r\nx-two:\t2 \r\nContent-Length: 5\r\n\r\n",
    );
    assert_eq!((head.method.as_str(), head.path(), head.query()), ("POST", "/v1/x", Some("y=/../z")));
    assert_eq!(head.header("x-two"), Some("1"));
    assert_eq!(head.headers[2], ("x-two".to_owned(), "2".to_owned()));
    assert_eq!(head.framing, BodyFraming::Length(5));
    assert!(head.keep_alive && !head.http10 && !head.expect_continue);
}

#[test]
fn a_broken_request_line_is_refused() {
    check_refused(b"GET /\r\n", Refusal::REQUEST_LINE);
    check_refused(b"GET  / HTTP/1.1\r\n", Refusal::REQUEST_LINE);
    check_refused(b" GET / HTTP/1.1\r\n", Refusal::REQUEST_LINE);
    check_refused(b"GET / HTTP/1.1 \r\n", Refusal::REQUEST_LINE);
    check_refused(b"GET / FTP/1.1\r\n", Refusal::REQUEST_LINE);
    check_refused(b"GET / HTTP/1\r\n", Refusal::REQUEST_LINE);
    check_refused(b"G@T / HTTP/1.1\r\n", Refusal::REQUEST_LINE);
    check_refused(b"\r\n\r\n", Refusal::EMPTY_REQUEST_LINE);
    check_refused(b"\x16\x03\x01\x02\x00\x01", Refusal::CONTROL_CHARACTER);
}

#[test]
fn other_versions_are_refused_with_505() {
    check_refused(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Refusal::VERSION);
    check_refused(b"GET / HTTP/1.2\r\n", Refusal::VERSION);
    check_refused(b"GET / HTTP/0.9\r\n", Refusal::VERSION);
    assert_eq!(Refusal::VERSION.status, 505);
}

#[test]
fn unknown_methods_are_refused_with_501() {
    for method in ["BREW", "get", "CONNECT", "PROPFIND"] {
        check_refused(format!("{method} / HTTP/1.1\r\n"), Refusal::METHOD);
    }
}

#[test]
fn bare_line_ends_and_control_characters_are_refused() {
    check_refused(b"GET / HTTP/1.1\nHost: a\n\n", Refusal::BARE_LF);
    check_refused(b"GET / HTTP/1.1\r\nHost: a\n\r\n", Refusal::BARE_LF);
    check_refused(b"GET / HTTP/1.1\r\nHost: a\r\n\n", Refusal::BARE_LF);
    check_refused(b"GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", Refusal::BARE_CR);
    check_refused(b"GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", Refusal::BARE_CR);
    check_refused(b"GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", Refusal::NUL);
    check_refused(b"GET /\0 HTTP/1.1\r\n", Refusal::NUL);
    check_refused(b"GET / HTTP/1.1\r\nHost: a\r\nX: \x1b[2J\r\n\r\n", Refusal::CONTROL_CHARACTER);
    check_refused(b"GET / HTTP/1.1\r\nHost: a\r\nX: \x7f\r\n\r\n", Refusal::CONTROL_CHARACTER);
}

#[test]
fn broken_header_lines_are_refused() {
    check_refused(with_header("X: a\r\n b: c"), Refusal::FOLDED_HEADER);
    check_refused(with_header("X: a\r\n\tb"), Refusal::FOLDED_HEADER);
    check_refused(b"GET / HTTP/1.1\r\n Host: a\r\n\r\n", Refusal::FOLDED_HEADER);
    check_refused(with_header("Content-Length : 5"), Refusal::HEADER_LINE);
    check_refused(with_header("X\t: 5"), Refusal::HEADER_LINE);
    check_refused(with_header("no colon"), Refusal::HEADER_LINE);
    check_refused(with_header("nocolon"), Refusal::HEADER_LINE);
    check_refused(with_header(": empty"), Refusal::HEADER_LINE);
    check_refused(with_header("näme: x"), Refusal::HEADER_LINE);
}

#[test]
fn framing_with_two_readings_is_refused() {
    for line in ["Content-Length: 5\r\nContent-Length: 6", "Content-Length: 5\r\ncontent-length: 5"] {
        check_refused(with_header(line), Refusal::LENGTH_REPEATED);
    }
    for value in ["+5", "-5", "5, 5", "0x5", "5 5", "", "5.0", "18446744073709551616", "٥"] {
        check_refused(with_header(&format!("Content-Length: {value}")), Refusal::LENGTH);
    }
    for line in
        ["Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: x\r\nContent-Length: 0"]
    {
        check_refused(with_header(line), Refusal::LENGTH_AND_ENCODING);
    }
    for value in ["gzip, chunked", "gzip", "identity", "chunked, chunked", "chunked;q=1", "", "xchunked"] {
        check_refused(with_header(&format!("Transfer-Encoding: {value}")), Refusal::ENCODING);
    }
    let twice = "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked";
    check_refused(with_header(twice), Refusal::ENCODING);
    let old = "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n";
    check_refused(old, Refusal::ENCODING_IN_HTTP10);
    assert_eq!(check_request(with_header("Transfer-Encoding: Chunked")).framing, BodyFraming::Chunked);
    assert_eq!(check_request(with_header("Content-Length: 0")).framing, BodyFraming::None);
    assert_eq!(
        check_request(with_header("Content-Length: 18446744073709551615")).framing,
        BodyFraming::Length(u64::MAX)
    );
}

#[test]
fn the_host_must_be_one_name_or_address() {
    check_refused(b"GET / HTTP/1.1\r\n\r\n", Refusal::HOST_MISSING);
    check_refused(with_header("Host: a"), Refusal::HOST_REPEATED);
    check_refused(b"GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", Refusal::HOST_REPEATED);
    for host in [
        "", " ", "x/admin?", "a b", "a@b", "a,b", "a:b", "a:1:2", "a:65536", "[::1", "::1", "[::1]a", "[]",
        "[x]", "a]", "ä", "a\\b", "a#b", ":80",
    ] {
        check_refused(with_host(host), Refusal::HOST);
    }
    for host in [
        "a",
        "A-b_c.d",
        "127.0.0.1",
        "localhost:18789",
        "a:",
        "[::1]",
        "[::1]:80",
        "[fe80::1%25eth0]:80",
        "box.tail1.ts.net",
        "a%41",
    ] {
        assert_eq!(check_request(with_host(host)).header("host"), Some(host));
    }
}

#[test]
fn targets_that_could_mean_another_path_are_refused() {
    for target in [
        "/a/../admin",
        "/..",
        "/.",
        "/a/.",
        "/./a",
        "/a/%2e%2e/admin",
        "/%2E",
        "/a%2fb",
        "/a%2Fb",
        "/a%5cb",
        "/a%5Cb",
        "/a\\b",
        "//evil.example/",
        "/a//b",
        "/a.%2ex",
    ] {
        check_refused(with_target(target), Refusal::AMBIGUOUS_PATH);
    }
    for target in ["*", "http://a/", "a", "a:80", "?a", "/a#b", "/ä", "/a\tb"] {
        check_refused(with_target(target), Refusal::TARGET);
    }
    for target in ["/", "/a/", "/...", "/a.b/..c/.d", "/%20%25", "/?a=../..//%2e%5c\\", "/__openclaw__/ws"] {
        assert_eq!(check_request(with_target(target)).target, target);
    }
}

#[test]
fn a_head_is_limited_in_bytes_and_lines() {
    let sized = |len: usize| {
        let empty = with_header("X: ").len();
        with_header(&format!("X: {}", "y".repeat(len - empty)))
    };
    // The rebuilt head restates the connection, which takes 24 bytes and a line end.
    let rebuilt = |len: usize| canonical(&request(sized(len).as_bytes())).len();
    let overhead = rebuilt(1000) - 1000;
    let largest = 8_190 - overhead;
    assert_eq!(rebuilt(largest), 8_190);
    assert_eq!(last_step(&[sized(largest + 1).as_bytes()]), GateStep::Refuse(Refusal::HEAD_TOO_LARGE));
    assert_eq!(last_step(&[sized(8_191).as_bytes()]), GateStep::Refuse(Refusal::HEAD_TOO_LARGE));
    assert_eq!(Refusal::HEAD_TOO_LARGE.status, 431);

    let lines = |count: usize| {
        let lines: Vec<String> = (1..count).map(|number| format!("h{number}: x")).collect();
        with_header(&lines.join("\r\n"))
    };
    assert_eq!(request(lines(64).as_bytes()).headers.len(), 64);
    assert_eq!(last_step(&[lines(65).as_bytes()]), GateStep::Refuse(Refusal::TOO_MANY_HEADERS));
}

#[test]
fn an_endless_head_line_costs_no_more_than_the_limit() {
    let mut gate = Gate::new(GateLimits::default());
    gate.receive(b"GET /");
    let mut sent = 0;
    while gate.poll() == GateStep::NeedMore {
        assert!(sent < 10_000 && gate.room() < 16 * 1024);
        sent += gate.receive(&[b'a'; 100]);
    }
    assert_eq!(gate.poll(), GateStep::Refuse(Refusal::HEAD_TOO_LARGE));
    assert_eq!(gate.receive(&[b'a'; 100_000]), 100_000);
    assert!(gate.buffer.capacity() == 0, "a refused connection holds nothing");
}

#[test]
fn a_gate_takes_no_more_than_it_has_room_for() {
    let mut gate = Gate::new(GateLimits::default());
    assert_eq!(gate.receive(&[b'x'; 50_000]), 16 * 1024);
    assert_eq!((gate.room(), gate.receive(b"x")), (0, 0));
}

#[test]
fn one_stray_line_end_before_a_request_is_forgiven() {
    let stray = [b"\r\n", GET].concat();
    assert_eq!(check_request(&stray), request(GET));
    check_refused([b"\r\n\r\n", GET].concat(), Refusal::EMPTY_REQUEST_LINE);
}

#[test]
fn pipelined_requests_come_one_by_one() {
    let bytes = [GET, GET, GET].concat();
    for pieces in cuts(&bytes) {
        let mut gate = Gate::new(GateLimits::default());
        let mut seen = 0;
        for piece in pieces {
            gate.receive(piece);
            while let GateStep::Request(head) = gate.poll() {
                assert_eq!(head, request(GET));
                assert_eq!(gate.body(0), BodyStep::End);
                seen += 1;
            }
        }
        assert_eq!(seen, 3);
        assert!(gate.is_idle());
    }
}

#[test]
fn keep_alive_follows_version_and_connection() {
    let keeps = |line: &str, version: &str| {
        request(format!("GET / HTTP/{version}\r\nHost: a\r\n{line}X: y\r\n\r\n").as_bytes()).keep_alive
    };
    assert!(keeps("", "1.1"));
    assert!(!keeps("Connection: close\r\n", "1.1"));
    assert!(!keeps("Connection: foo , Close\r\n", "1.1"));
    assert!(!keeps("Connection: foo\r\nConnection: close\r\n", "1.1"));
    assert!(!keeps("", "1.0"));
    assert!(keeps("Connection: Keep-Alive\r\n", "1.0"));
    assert!(!keeps("Connection: keep-alive, close\r\n", "1.0"));
}

#[test]
fn nothing_is_read_after_the_last_request() {
    let last = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let mut gate = Gate::new(GateLimits::default());
    gate.receive(&[last, GET].concat());
    assert!(matches!(gate.poll(), GateStep::Request(_)));
    assert_eq!(gate.poll(), GateStep::NeedMore);
    assert_eq!(gate.handle_eof(), None);
}

#[test]
fn http10_needs_no_host_and_is_never_local_by_it() {
    let head = check_request(b"GET / HTTP/1.0\r\n\r\n");
    assert!(head.http10 && head.header("host").is_none());
    assert_eq!(
        String::from_utf8(canonical(&head)).unwrap(),
        "GET / HTTP/1.1\r\nhost: unspecified.invalid\r\nconnection: close\r\n\r\n"
    );
}

#[test]
fn the_rebuilt_head_states_framing_and_connection_once() {
    let head = request(
        b"POST /x?y HTTP/1.1\r\nTE: trailers\r\nHost: a:1\r\nExpect: 100-Continue\r\nX-A:b\r\nX-N: \xe4\r\n\
          Keep-Alive: timeout=5\r\nConnection: keep-alive, TE\r\nTrailer: x\r\nUpgrade: h2c\r\nContent-Length: 007\r\n\r\n",
    );
    assert!(head.expect_continue);
    assert_eq!(head.header("x-n"), Some("ä"));
    assert_eq!(
        String::from_utf8(canonical(&head)).unwrap(),
        "POST /x?y HTTP/1.1\r\nhost: a:1\r\nx-a: b\r\ncontent-length: 7\r\nconnection: keep-alive\r\n\r\n"
    );
    let chunked =
        RequestHead { framing: BodyFraming::Chunked, headers: Vec::new(), keep_alive: false, ..head };
    assert_eq!(
        String::from_utf8(canonical(&chunked)).unwrap(),
        "POST /x?y HTTP/1.1\r\nhost: unspecified.invalid\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n"
    );
}

#[test]
fn only_100_continue_is_expected() {
    check_refused(with_header("Expect: tea"), Refusal::EXPECTATION);
    assert!(!request(with_header("Expect: 100-continue").as_bytes()).expect_continue, "no body to wait for");
    let old = b"POST / HTTP/1.0\r\nExpect: tea\r\nContent-Length: 1\r\n\r\n";
    assert!(!request(old).expect_continue);
}

#[test]
fn a_peer_that_breaks_off_is_told() {
    let eof_after = |bytes: &[u8]| {
        let mut gate = Gate::new(GateLimits::default());
        gate.receive(bytes);
        if let GateStep::Request(_) = gate.poll() {
            while let BodyStep::Data(_) = gate.body(100) {}
        }
        gate.handle_eof()
    };
    assert_eq!(eof_after(b""), None);
    assert_eq!(eof_after(GET), None);
    assert_eq!(eof_after(&GET[..10]), Some(Refusal::HEAD_CUT_OFF));
    let short = [with_header("Content-Length: 5").as_bytes(), b"abc"].concat();
    assert_eq!(eof_after(&short), Some(Refusal::BODY_CUT_OFF));
    let short = [with_header("Transfer-Encoding: chunked").as_bytes(), b"3\r\nabc\r\n0\r\n"].concat();
    assert_eq!(eof_after(&short), Some(Refusal::BODY_CUT_OFF));
    assert_eq!((Refusal::HEAD_CUT_OFF.status, Refusal::BODY_CUT_OFF.status), (400, 400));
}

#[test]
fn a_refusal_is_a_whole_response_with_a_json_body() {
    let text = String::from_utf8(refusal_response(&Refusal::BODY_TOO_LARGE)).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, r#"{"error":{"message":"payload too large","type":"invalid_request_error"}}"#);
    assert_eq!(
        head,
        format!(
            "HTTP/1.1 413 Payload Too Large\r\nContent-Type: application/json; charset=utf-8\r\n\
             Content-Length: {}\r\nConnection: close",
            body.len()
        )
    );
    let text = String::from_utf8(refusal_response(&Refusal::UPGRADE_VERSION)).unwrap();
    assert!(
        text.starts_with(
            "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        )
    );
    let text = String::from_utf8(refusal_response(&Refusal::new(500, "a \"quoted\" word"))).unwrap();
    assert!(text.ends_with(r#"{"error":{"message":"a \"quoted\" word","type":"api_error"}}"#));
}

const UPGRADE: &str = "GET /any?x HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n\
                       Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

#[test]
fn an_upgrade_is_answered_and_leaves_the_first_frames() {
    let bytes = [UPGRADE.as_bytes(), b"first frames"].concat();
    for pieces in cuts(&bytes) {
        let mut gate = Gate::new(GateLimits::default());
        let mut upgraded = None;
        for piece in pieces {
            gate.receive(piece);
            if let GateStep::Upgrade(head, accept) = gate.poll() {
                upgraded = Some((head, accept));
            }
        }
        let (head, accept) = upgraded.unwrap();
        assert_eq!((head.path(), head.query()), ("/any", Some("x")));
        assert_eq!(
            String::from_utf8(accept.response_101()).unwrap(),
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
        );
        assert_eq!(gate.into_leftover(), b"first frames");
    }
}

#[test]
fn an_upgrade_may_follow_a_request() {
    let mut gate = Gate::new(GateLimits::default());
    gate.receive(&[GET, UPGRADE.as_bytes(), b"x"].concat());
    assert!(matches!(gate.poll(), GateStep::Request(_)));
    assert!(matches!(gate.poll(), GateStep::Upgrade(..)));
    assert_eq!(gate.into_leftover(), b"x");
}

#[test]
fn malformed_upgrades_are_refused() {
    let changed = |from: &str, to: &str| {
        assert!(UPGRADE.contains(from));
        UPGRADE.replacen(from, to, 1)
    };
    check_refused(changed("GET", "POST"), Refusal::UPGRADE_METHOD);
    check_refused(changed("keep-alive, Upgrade", "keep-alive"), Refusal::UPGRADE);
    check_refused(changed("HTTP/1.1", "HTTP/1.0"), Refusal::UPGRADE);
    check_refused(changed("Host: a", "Host: a\r\nContent-Length: 5"), Refusal::UPGRADE);
    check_refused(changed("Host: a", "Host: a\r\nTransfer-Encoding: chunked"), Refusal::UPGRADE);
    check_refused(changed("Version: 13", "Version: 8"), Refusal::UPGRADE_VERSION);
    check_refused(changed("Version: 13", "Version: 13, 8"), Refusal::UPGRADE_VERSION);
    check_refused(changed("Sec-WebSocket-Version: 13\r\n", ""), Refusal::UPGRADE_VERSION);
    check_refused(changed("Key: dGhl", "Key: "), Refusal::UPGRADE_KEY);
    check_refused(changed("jZQ==", "jZQ="), Refusal::UPGRADE_KEY);
    check_refused(changed("jZQ==", "j!Q=="), Refusal::UPGRADE_KEY);
    check_refused(
        changed("Host: a", "Host: a\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
        Refusal::UPGRADE_KEY,
    );
    let other = request(changed("WebSocket\r\n", "h2c\r\n").as_bytes());
    assert_eq!(other.header("upgrade"), Some("h2c"), "another protocol is ignored");
}

#[test]
fn an_idle_connection_holds_no_buffer() {
    let mut gate = Gate::new(GateLimits::default());
    assert_eq!(gate.buffer.capacity(), 0);
    gate.receive(GET);
    assert!(matches!(gate.poll(), GateStep::Request(_)));
    assert_eq!(gate.buffer.capacity(), 0);
    assert!(size_of::<Gate>() <= 160, "{}", size_of::<Gate>());
}

#[test]
fn random_bytes_never_panic() {
    let mut noise = Noise::new(1);
    let seeds =
        [GET.to_vec(), UPGRADE.as_bytes().to_vec(), with_header("Transfer-Encoding: chunked").into_bytes()];
    for round in 0..6_000 {
        let mut bytes = [&seeds[round % 3][..], &seeds[noise.below(3)]].concat();
        noise.mutate(&mut bytes);
        let mut gate = Gate::new(GateLimits::default());
        for piece in bytes.chunks(1 + noise.below(60)) {
            gate.receive(piece);
            let _ = gate.poll();
            let _ = gate.body(noise.next() % 100);
        }
        let _ = gate.handle_eof().map(|refusal| refusal_response(&refusal));
    }
}
