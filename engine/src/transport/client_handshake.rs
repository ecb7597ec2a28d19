//! The client's half of the WebSocket handshake.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::accept::accept_key;
use super::http_gate::{HeadScan, Scan, is_header_name};

/// A handshake under way: its request is sent, its response awaited.
#[derive(Debug)]
pub struct ClientHandshake {
    request: Vec<u8>,
    accept: String,
    buffer: Vec<u8>,
    scan: HeadScan,
    done: bool,
}

/// What a server's bytes amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandshakeStep {
    /// The head of the response is not whole.
    NeedMore,
    /// The connection is a WebSocket.
    Accepted {
        /// The first bytes of it.
        leftover: Vec<u8>,
    },
    /// The connection is not, and is of no further use.
    Refused {
        /// The status of a whole response, whatever is wrong with it.
        status: Option<u16>,
        /// What is wrong.
        reason: String,
    },
}

/// A part of a handshake request that would not be one line of HTTP.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRequest {
    /// The host is empty or has bytes beyond visible ASCII.
    #[error("invalid host {0:?}")]
    Host(String),
    /// The target does not begin with a slash or has bytes beyond visible ASCII.
    #[error("invalid request target {0:?}")]
    Target(String),
    /// The header is not a header, or is one that the handshake sets.
    #[error("invalid header {0:?}")]
    Header(String),
}

impl ClientHandshake {
    /// Prepares a handshake with `host` (a name or address, with its port unless it is the scheme's own) for
    /// `target` (path and query). The key must be fresh random bytes.
    ///
    /// # Errors
    ///
    /// If a part cannot be written as HTTP.
    pub fn new(host: &str, target: &str, key: [u8; 16], extra: &[(&str, &str)]) -> Result<Self, BadRequest> {
        let visible = |text: &str| !text.is_empty() && text.bytes().all(|byte| matches!(byte, 0x21..=0x7e));
        if !visible(host) {
            return Err(BadRequest::Host(host.to_owned()));
        }
        if !visible(target) || !target.starts_with('/') {
            return Err(BadRequest::Target(target.to_owned()));
        }
        let key = STANDARD.encode(key);
        let mut request = format!(
            "GET {target} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        );
        for (name, value) in extra {
            let text = value.bytes().all(|byte| matches!(byte, b' '..=0x7e | b'\t'));
            if !is_header_name(name.as_bytes()) || !text || is_own(name) {
                return Err(BadRequest::Header((*name).to_owned()));
            }
            for part in [name, ": ", value, "\r\n"] {
                request.push_str(part);
            }
        }
        request.push_str("\r\n");
        Ok(Self {
            request: request.into_bytes(),
            accept: accept_key(&key),
            buffer: Vec::new(),
            scan: HeadScan::default(),
            done: false,
        })
    }

    /// Returns the request to send.
    #[must_use]
    pub fn request(&self) -> &[u8] {
        &self.request
    }

    /// Takes bytes from the server; after the first answer other than [`HandshakeStep::NeedMore`], none count.
    pub fn receive(&mut self, bytes: &[u8]) -> HandshakeStep {
        if self.done {
            return refused(None, "handshake is over");
        }
        self.buffer.extend_from_slice(bytes);
        let step = match self.scan.advance_response(&self.buffer, MAX_RESPONSE_HEAD) {
            Scan::NeedMore => return HandshakeStep::NeedMore,
            Scan::Refuse(refusal) => refused(None, &format!("malformed response: {}", refusal.reason)),
            Scan::End(len) => match check_response(&self.buffer[..len], &self.accept) {
                Ok(()) => HandshakeStep::Accepted { leftover: self.buffer.split_off(len) },
                Err((status, reason)) => refused(status, &reason),
            },
        };
        self.done = true;
        self.buffer = Vec::new();
        step
    }
}

fn refused(status: Option<u16>, reason: &str) -> HandshakeStep {
    HandshakeStep::Refused { status, reason: reason.to_owned() }
}

fn is_own(name: &str) -> bool {
    OWN_HEADERS.iter().any(|own| own.eq_ignore_ascii_case(name))
        || name.to_ascii_lowercase().starts_with("sec-websocket-")
}

/// The client must fail on a response that is not exactly an acceptance of what it asked for.
fn check_response(bytes: &[u8], accept: &str) -> Result<(), (Option<u16>, String)> {
    let mut lines = [httparse::EMPTY_HEADER; MAX_RESPONSE_HEADERS];
    let mut response = httparse::Response::new(&mut lines);
    match response.parse(bytes) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) => return Err((None, "malformed response".to_owned())),
        Err(error) => return Err((None, format!("malformed response: {error}"))),
    }
    let (status, headers) = (response.code, &*response.headers);
    let fail = |reason: &str| Err((status, reason.to_owned()));
    if status != Some(101) {
        return fail(&format!(
            "server answered {} {}",
            status.unwrap_or_default(),
            response.reason.unwrap_or_default()
        ));
    }
    if response.version != Some(1) {
        return fail("response is not HTTP/1.1");
    }
    if !lists(headers, "upgrade", "websocket") {
        return fail("response does not upgrade to websocket");
    }
    if !lists(headers, "connection", "upgrade") {
        return fail("response does not upgrade the connection");
    }
    let mut accepts = values(headers, "sec-websocket-accept");
    if accepts.next() != Some(accept.as_bytes()) || accepts.next().is_some() {
        return fail("Sec-WebSocket-Accept does not match the key");
    }
    for name in ["sec-websocket-extensions", "sec-websocket-protocol"] {
        if values(headers, name).next().is_some() {
            return fail(&format!("response has {name}, which was not asked for"));
        }
    }
    Ok(())
}

fn values<'a>(headers: &'a [httparse::Header<'a>], name: &str) -> impl Iterator<Item = &'a [u8]> {
    headers
        .iter()
        .filter(move |line| line.name.eq_ignore_ascii_case(name))
        .map(|line| line.value.trim_ascii())
}

fn lists(headers: &[httparse::Header<'_>], name: &str, word: &str) -> bool {
    values(headers, name)
        .flat_map(|value| value.split(|&byte| byte == b','))
        .any(|item| item.trim_ascii().eq_ignore_ascii_case(word.as_bytes()))
}

const OWN_HEADERS: [&str; 6] =
    ["connection", "content-length", "expect", "host", "transfer-encoding", "upgrade"];

/// Bytes of a response head; servers behind proxies with long cookies stay below.
const MAX_RESPONSE_HEAD: usize = 16 * 1024;

/// Header lines of a response.
const MAX_RESPONSE_HEADERS: usize = 64;

#[cfg(test)]
mod tests {
    use super::super::testing::{Noise, cuts};
    use super::*;

    const KEY: [u8; 16] = *b"the sample nonce";
    const ACCEPTED: &str = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    fn handshake() -> ClientHandshake {
        ClientHandshake::new("gateway:18789", "/ws?x", KEY, &[("Authorization", "Bearer t")]).unwrap()
    }

    fn answer(pieces: &[&[u8]]) -> HandshakeStep {
        let mut handshake = handshake();
        let mut leftover = Vec::new();
        let mut accepted = false;
        for piece in pieces {
            if accepted {
                leftover.extend_from_slice(piece);
                continue;
            }
            match handshake.receive(piece) {
                HandshakeStep::NeedMore => {}
                HandshakeStep::Accepted { leftover: first } => {
                    accepted = true;
                    leftover = first;
                }
                refused @ HandshakeStep::Refused { .. } => return refused,
            }
        }
        if accepted { HandshakeStep::Accepted { leftover } } else { HandshakeStep::NeedMore }
    }

    #[test]
    fn the_request_is_a_handshake_of_the_rfc() {
        assert_eq!(
            core::str::from_utf8(handshake().request()).unwrap(),
            "GET /ws?x HTTP/1.1\r\nHost: gateway:18789\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\
             Authorization: Bearer t\r\n\r\n"
        );
    }

    #[test]
    fn our_gate_takes_the_request_and_its_answer_is_accepted() {
        use super::super::http_gate::{Gate, GateLimits, GateStep};
        let mut gate = Gate::new(GateLimits::default());
        gate.receive(handshake().request());
        let GateStep::Upgrade(_, accept) = gate.poll() else { panic!("no upgrade") };
        assert_eq!(answer(&[&accept.response_101()]), HandshakeStep::Accepted { leftover: Vec::new() });
    }

    #[test]
    fn an_acceptance_leaves_the_first_frames_however_it_is_cut() {
        let bytes = format!("{ACCEPTED}frames");
        for pieces in cuts(bytes.as_bytes()) {
            assert_eq!(answer(&pieces), HandshakeStep::Accepted { leftover: b"frames".to_vec() });
        }
    }

    #[test]
    fn anything_but_an_exact_acceptance_is_refused() {
        for (from, to, status) in [
            ("101 Switching Protocols", "401 Unauthorized", Some(401)),
            ("101 Switching Protocols", "200 OK", Some(200)),
            ("HTTP/1.1", "HTTP/1.0", Some(101)),
            ("HTTP/1.1", "HTTP/2.0", None),
            ("Upgrade: websocket\r\n", "", Some(101)),
            ("Upgrade: websocket", "Upgrade: h2c", Some(101)),
            ("Connection: Upgrade\r\n", "", Some(101)),
            ("Connection: Upgrade", "Connection: close", Some(101)),
            ("xOo=", "xOp=", Some(101)),
            ("\r\n\r\n", "\r\nSec-WebSocket-Accept: x\r\n\r\n", Some(101)),
            ("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n", Some(101)),
            ("\r\n\r\n", "\r\nSec-WebSocket-Protocol: x\r\n\r\n", Some(101)),
            ("\r\nUpgrade", "\nUpgrade", None),
            ("Upgrade:", "Upgrade :", None),
        ] {
            let bytes = ACCEPTED.replacen(from, to, 1);
            let whole = answer(&[bytes.as_bytes()]);
            assert!(
                matches!(&whole, HandshakeStep::Refused { status: own, .. } if *own == status),
                "{whole:?} for {to:?}"
            );
            for pieces in cuts(bytes.as_bytes()) {
                assert_eq!(answer(&pieces), whole);
            }
        }
    }

    #[test]
    fn the_reason_names_the_status() {
        let bytes = ACCEPTED.replacen("101 Switching Protocols", "503 Busy", 1);
        assert_eq!(
            answer(&[bytes.as_bytes()]),
            HandshakeStep::Refused { status: Some(503), reason: "server answered 503 Busy".to_owned() }
        );
    }

    #[test]
    fn an_endless_response_head_is_refused() {
        let mut handshake = handshake();
        let mut step = handshake.receive(b"HTTP/1.1 101 x\r\nX: ");
        for _ in 0..200 {
            if step == HandshakeStep::NeedMore {
                step = handshake.receive(&[b'y'; 100]);
            }
        }
        assert!(matches!(step, HandshakeStep::Refused { status: None, .. }));
    }

    #[test]
    fn parts_that_would_break_the_request_are_rejected() {
        let new = |host, target, extra: &[(&str, &str)]| ClientHandshake::new(host, target, KEY, extra).err();
        assert_eq!(new("a\r\nb", "/", &[]), Some(BadRequest::Host("a\r\nb".to_owned())));
        assert_eq!(new("", "/", &[]), Some(BadRequest::Host(String::new())));
        assert_eq!(new("a", "x", &[]), Some(BadRequest::Target("x".to_owned())));
        assert_eq!(new("a", "/ x", &[]), Some(BadRequest::Target("/ x".to_owned())));
        for header in [("a b", "x"), ("x", "a\r\nb"), ("host", "x"), ("Sec-WebSocket-Key", "x"), ("", "x")] {
            assert_eq!(new("a", "/", &[header]), Some(BadRequest::Header(header.0.to_owned())));
        }
    }

    #[test]
    fn random_responses_never_panic() {
        let mut noise = Noise::new(3);
        for _ in 0..3_000 {
            let mut bytes = ACCEPTED.as_bytes().to_vec();
            noise.mutate(&mut bytes);
            let _ = answer(&[&bytes]);
        }
    }
}
