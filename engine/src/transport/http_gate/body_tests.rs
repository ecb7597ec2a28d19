use super::super::testing::cuts;
use super::*;

/// The body, and how it ended; then the request behind it, if one was seen.
#[derive(Debug, PartialEq)]
struct Outcome {
    body: Vec<u8>,
    end: Option<Refusal>,
    whole: bool,
    followed: bool,
}

fn read(framing: &str, pieces: &[&[u8]], max: u64) -> Outcome {
    let mut gate = Gate::new(GateLimits::default());
    gate.receive(format!("POST / HTTP/1.1\r\nHost: a\r\n{framing}\r\n\r\n").as_bytes());
    assert!(matches!(gate.poll(), GateStep::Request(_)));
    let mut outcome = Outcome { body: Vec::new(), end: None, whole: false, followed: false };
    for piece in pieces {
        assert_eq!(gate.receive(piece), piece.len());
        while !outcome.whole && outcome.end.is_none() {
            assert!(gate.state_is_body(), "a body before its end");
            match gate.body(max) {
                BodyStep::NeedMore => break,
                BodyStep::Data(data) => outcome.body.extend(data),
                BodyStep::End => outcome.whole = true,
                BodyStep::Refuse(refusal) => outcome.end = Some(refusal),
            }
        }
        outcome.followed |= outcome.whole && matches!(gate.poll(), GateStep::Request(_));
    }
    outcome
}

impl Gate {
    fn state_is_body(&self) -> bool {
        matches!(self.state, State::Body { .. })
    }
}

/// The same outcome however the bytes are cut.
#[track_caller]
fn check(framing: &str, bytes: &[u8], max: u64) -> Outcome {
    let whole = read(framing, &[bytes], max);
    for pieces in cuts(bytes) {
        assert_eq!(read(framing, &pieces, max), whole, "{:?}", String::from_utf8_lossy(bytes));
    }
    whole
}

#[track_caller]
fn check_chunked(bytes: &str, body: &str) {
    let bytes = format!("{bytes}GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    let outcome = check(CHUNKED, bytes.as_bytes(), 1_000);
    assert_eq!((String::from_utf8(outcome.body).unwrap().as_str(), outcome.end), (body, None), "{bytes:?}");
    assert!(outcome.whole && outcome.followed, "the next request is lost after {bytes:?}");
}

#[track_caller]
fn check_refused(bytes: &str, refusal: Refusal) {
    assert_eq!(check(CHUNKED, bytes.as_bytes(), 1_000).end, Some(refusal), "{bytes:?}");
}

const CHUNKED: &str = "Transfer-Encoding: chunked";

#[test]
fn a_body_of_known_length_ends_there() {
    let outcome = check("Content-Length: 5", b"helloGET / HTTP/1.1\r\nHost: a\r\n\r\n", 5);
    assert_eq!(outcome, Outcome { body: b"hello".to_vec(), end: None, whole: true, followed: true });
}

#[test]
fn a_long_length_is_refused_before_its_body() {
    let outcome = check("Content-Length: 6", b"x", 5);
    assert_eq!((outcome.end, outcome.body.len()), (Some(Refusal::BODY_TOO_LARGE), 0));
    assert_eq!(
        read("Content-Length: 18446744073709551615", &[b"x"], 1 << 20).end,
        Some(Refusal::BODY_TOO_LARGE)
    );
}

#[test]
fn chunks_are_joined() {
    check_chunked("0\r\n\r\n", "");
    check_chunked("5\r\nhello\r\n0\r\n\r\n", "hello");
    check_chunked("1\r\na\r\n00A\r\n0123456789\r\n000\r\n\r\n", "a0123456789");
    check_chunked("2\r\n\r\n\r\n0\r\n\r\n", "\r\n");
}

#[test]
fn chunk_extensions_and_trailers_are_dropped() {
    check_chunked("5;a=b\r\nhello\r\n0;x\r\n\r\n", "hello");
    check_chunked("5 ; a=\"b;c\" \r\nhello\r\n0\r\n\r\n", "hello");
    check_chunked("0\r\nX-Sum: 1\r\nY:\r\n\r\n", "");
}

#[test]
fn malformed_chunks_are_refused() {
    for line in ["", "g", "0x5", "+5", "-1", " 5", "5 ", "5 5", "5;\0", "5\r", "12345678901234567"] {
        check_refused(&format!("{line}\r\nhello\r\n"), Refusal::CHUNK_LINE);
    }
    check_refused("5\nhello\n0\n\n", Refusal::CHUNK_LINE);
    check_refused("5\r\nhelloo\r\n", Refusal::CHUNK_END);
    check_refused("5\r\nhello\n0\r\n", Refusal::CHUNK_END);
    check_refused("5\r\nhello\rX", Refusal::CHUNK_END);
}

#[test]
fn malformed_trailers_are_refused() {
    for line in ["no colon", ": x", "a b: c", "X: \0", " folded: x"] {
        check_refused(&format!("0\r\n{line}\r\n\r\n"), Refusal::TRAILER);
    }
    check_refused("0\r\nX: y\n\r\n", Refusal::TRAILER);
    check_refused("0\r\n\n", Refusal::TRAILER);
}

#[test]
fn chunks_over_the_limit_are_refused_at_their_size_line() {
    let outcome = check(CHUNKED, b"3\r\nabc\r\n3\r\n", 5);
    assert_eq!((outcome.body.as_slice(), outcome.end), (&b"abc"[..], Some(Refusal::BODY_TOO_LARGE)));
    check_refused("ffffffffffffffff\r\n", Refusal::BODY_TOO_LARGE);
    let outcome = read(CHUNKED, &[b"1\r\na\r\n", b"ffffffffffffffff\r\n"], u64::MAX - 1);
    assert_eq!(outcome.end, Some(Refusal::BODY_TOO_LARGE));
}

#[test]
fn extensions_and_trailers_are_bounded() {
    let long = "x".repeat(300);
    check_refused(&format!("5;{long}"), Refusal::CHUNK_EXTENSIONS);
    check_refused(&format!("5;{long}\r\n"), Refusal::CHUNK_EXTENSIONS);
    let chunk = format!("1;{}\r\na\r\n", "x".repeat(200));
    let flood = chunk.repeat(60);
    assert_eq!(read(CHUNKED, &[flood.as_bytes()], 1_000).end, Some(Refusal::CHUNK_EXTENSIONS));
    let long = "x".repeat(9_000);
    assert_eq!(read(CHUNKED, &[b"0\r\n", long.as_bytes()], 10).end, Some(Refusal::TRAILERS_TOO_LARGE));
    let many = "a: b\r\n".repeat(100);
    assert_eq!(read(CHUNKED, &[b"0\r\n", many.as_bytes()], 10).end, Some(Refusal::TRAILERS_TOO_LARGE));
}

#[test]
fn a_large_body_passes_through_a_small_buffer() {
    let mut gate = Gate::new(GateLimits::default());
    gate.receive(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
    assert!(matches!(gate.poll(), GateStep::Request(_)));
    let (mut sent, mut seen) = (0, 0);
    while seen < 1_000_000 {
        sent += gate.receive(&vec![b'x'; (1_000_000 - sent).min(60_000)]);
        assert!(gate.buffer.capacity() <= 64 * 1024);
        while let BodyStep::Data(data) = gate.body(1_000_000) {
            seen += data.len();
        }
    }
    assert_eq!((sent, gate.body(1_000_000)), (1_000_000, BodyStep::End));
    assert!(gate.is_idle());
}
