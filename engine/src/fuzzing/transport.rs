//! The byte layer.
//!
//! The first byte of the data says how the rest is cut into reads. What comes out may not depend on it.

use crate::transport::client_handshake::{ClientHandshake, HandshakeStep};
use crate::transport::http_gate::{
    BodyFraming, BodyStep, Gate, GateLimits, GateStep, RequestHead, canonical,
};
use crate::transport::ws::{Ws, WsEvent, WsLimits};

/// Requests one after the other, bodies included, as a connection sends them.
pub fn http_head(data: &[u8]) {
    let Some((&cut, bytes)) = data.split_first() else { return };
    let whole = requests(bytes, usize::MAX, MAX_BODY);
    assert_eq!(whole, requests(bytes, cut_size(cut), MAX_BODY), "depends on the cut");
    for seen in &whole {
        if let Seen::Head(head) = seen {
            check_canonical(head);
        }
    }
}

/// One body behind a valid head: the second byte chooses its framing and limit.
pub fn http_body(data: &[u8]) {
    let [cut, choice, bytes @ ..] = data else { return };
    let max = u64::from(choice >> 1) * 8;
    let framing = match choice & 1 {
        0 => format!("Content-Length: {}", bytes.len().saturating_sub(3)),
        _ => "Transfer-Encoding: chunked".to_owned(),
    };
    let mut input = format!("POST / HTTP/1.1\r\nHost: a\r\n{framing}\r\n\r\n").into_bytes();
    input.extend_from_slice(bytes);
    let whole = requests(&input, usize::MAX, max);
    assert_eq!(whole, requests(&input, cut_size(*cut), max), "depends on the cut");
    let bodies: Vec<usize> = whole.iter().map(Seen::body_len).collect();
    assert!(bodies.iter().all(|&len| len as u64 <= max), "a body over the limit");
    assert!(bodies.iter().sum::<usize>() <= bytes.len(), "more body than bytes");
}

/// What a client may send to a server.
pub fn ws_server(data: &[u8]) {
    let Some((&cut, bytes)) = data.split_first() else { return };
    let open = || Ws::server(LIMITS, &[]);
    check_conversation(bytes, cut_size(cut), open, true);
}

/// What a server may send to a client, the handshake first.
pub fn ws_client(data: &[u8]) {
    let Some((&cut, bytes)) = data.split_first() else { return };
    check_conversation(bytes, cut_size(cut), || Ws::client(LIMITS, &[], [7; 32]), false);
    assert_eq!(handshake(bytes, usize::MAX), handshake(bytes, cut_size(cut)), "depends on the cut");
}

fn cut_size(cut: u8) -> usize {
    usize::from(cut % 37) + 1
}

#[derive(Debug, PartialEq)]
enum Seen {
    Head(RequestHead),
    Upgrade(RequestHead, Vec<u8>),
    Body(usize),
    BodyEnd,
    Refuse(u16, &'static str),
}

impl Seen {
    fn body_len(&self) -> usize {
        if let Self::Body(len) = self { *len } else { 0 }
    }
}

/// Drives a gate as a runtime does and notes what it saw, adjacent body pieces joined.
fn requests(bytes: &[u8], cut: usize, max: u64) -> Vec<Seen> {
    let mut gate = Gate::new(GateLimits::default());
    let mut seen = Vec::new();
    let mut rest = bytes;
    let mut in_body = false;
    loop {
        let stuck =
            if in_body { step_body(&mut gate, max, &mut seen) } else { step_head(&mut gate, &mut seen) };
        match stuck {
            Progress::Head => in_body = false,
            Progress::Body => in_body = true,
            Progress::Over => break,
            Progress::Upgraded(head) => {
                let mut leftover = gate.into_leftover();
                leftover.extend_from_slice(rest);
                seen.push(Seen::Upgrade(head, leftover));
                break;
            }
            Progress::NeedMore if rest.is_empty() => {
                if let Some(refusal) = gate.handle_eof() {
                    seen.push(Seen::Refuse(refusal.status, refusal.reason));
                }
                break;
            }
            Progress::NeedMore => {
                let len = cut.min(rest.len());
                let taken = gate.receive(&rest[..len]);
                assert!(taken > 0, "a gate that needs more takes nothing");
                rest = &rest[taken..];
            }
        }
    }
    seen
}

enum Progress {
    NeedMore,
    Head,
    Body,
    Upgraded(RequestHead),
    Over,
}

fn step_head(gate: &mut Gate, seen: &mut Vec<Seen>) -> Progress {
    match gate.poll() {
        GateStep::NeedMore => Progress::NeedMore,
        GateStep::Request(head) => {
            assert_ne!(head.framing, BodyFraming::Length(0), "an empty body is no body");
            seen.push(Seen::Head(head));
            Progress::Body
        }
        GateStep::Upgrade(head, accept) => {
            assert!(accept.response_101().ends_with(b"=\r\n\r\n"), "an accept value is 20 bytes in base64");
            Progress::Upgraded(head)
        }
        GateStep::Refuse(refusal) => {
            assert!((400..=505).contains(&refusal.status), "a refusal has a status of its own");
            seen.push(Seen::Refuse(refusal.status, refusal.reason));
            Progress::Over
        }
    }
}

fn step_body(gate: &mut Gate, max: u64, seen: &mut Vec<Seen>) -> Progress {
    match gate.body(max) {
        BodyStep::NeedMore => Progress::NeedMore,
        BodyStep::Data(data) => {
            assert!(!data.is_empty(), "a piece of a body is not empty");
            match seen.last_mut() {
                Some(Seen::Body(len)) => *len += data.len(),
                Some(_) | None => seen.push(Seen::Body(data.len())),
            }
            Progress::Body
        }
        BodyStep::End => {
            seen.push(Seen::BodyEnd);
            Progress::Head
        }
        BodyStep::Refuse(refusal) => {
            seen.push(Seen::Refuse(refusal.status, refusal.reason));
            Progress::Over
        }
    }
}

/// The rebuilt head reads as the same request and rebuilds to itself.
fn check_canonical(head: &RequestHead) {
    let rebuilt = canonical(head);
    assert!(rebuilt.len() <= GateLimits::default().head, "rebuilt head over the limit");
    let lines = rebuilt.iter().filter(|&&byte| byte == b'\n').count() - 2;
    assert!(lines <= head.headers.len() + 2, "rebuilt head has more lines than a host and a connection add");
    if lines > MAX_LINES {
        return;
    }
    let mut gate = Gate::new(GateLimits::default());
    gate.receive(&rebuilt);
    let GateStep::Request(again) = gate.poll() else { panic!("rebuilt head is no request") };
    assert_eq!(
        (&again.method, &again.target, again.framing, again.keep_alive, again.http10, again.expect_continue),
        (&head.method, &head.target, head.framing, head.keep_alive, false, false),
    );
    assert_eq!(canonical(&again).len(), rebuilt.len(), "rebuilding is not stable");
}

fn handshake(bytes: &[u8], cut: usize) -> HandshakeStep {
    let mut handshake = ClientHandshake::new("a", "/", *b"the sample nonce", &[]).expect("plain parts");
    for (index, piece) in bytes.chunks(cut.min(bytes.len()).max(1)).enumerate() {
        match handshake.receive(piece) {
            HandshakeStep::NeedMore => {}
            HandshakeStep::Accepted { mut leftover } => {
                leftover.extend(bytes.chunks(cut.min(bytes.len()).max(1)).skip(index + 1).flatten());
                return HandshakeStep::Accepted { leftover };
            }
            step @ HandshakeStep::Refused { .. } => return step,
        }
    }
    HandshakeStep::NeedMore
}

/// Events and output agree with the model, however the bytes are cut.
fn check_conversation(bytes: &[u8], cut: usize, open: impl Fn() -> Ws, server: bool) {
    let whole = conversation(bytes, usize::MAX, open());
    assert_eq!(whole, conversation(bytes, cut, open()), "depends on the cut");
    assert_eq!(whole.0, model(bytes, server), "differs from the model");
}

fn conversation(bytes: &[u8], cut: usize, mut ws: Ws) -> (Vec<WsEvent>, Vec<u8>) {
    let mut events = Vec::new();
    let mut output = Vec::new();
    for piece in bytes.chunks(cut.min(bytes.len()).max(1)) {
        ws.receive(piece);
        while let Some(event) = ws.poll() {
            events.push(event);
        }
        if bytes.len() < MAX_UNTAKEN {
            output.extend(ws.take_output());
        }
    }
    let over = matches!(events.last(), Some(WsEvent::Closed { .. } | WsEvent::Failed { .. }));
    assert_eq!(ws.is_closing(), over, "closing without an event");
    (events, output)
}

/// The protocol once more, slow and over all bytes at once. Reasons are not part of it.
fn model(mut bytes: &[u8], server: bool) -> Vec<WsEvent> {
    let mut events = Vec::new();
    let mut message: Option<(bool, Vec<u8>)> = None;
    loop {
        let frame = match take_frame(&mut bytes, server, message.as_ref().map(|(_, have)| have.len())) {
            Ok(Some(frame)) => frame,
            Ok(None) => return events,
            Err(failed) => {
                events.push(failed);
                return events;
            }
        };
        let (first, payload) = frame;
        match first & 15 {
            8 => {
                events.push(close_event(&payload));
                return events;
            }
            9 | 10 => continue,
            _ => {}
        }
        let (text, have) = message.get_or_insert_with(|| (first & 15 == 1, Vec::new()));
        have.extend(payload);
        if *text && first & 0x80 != 0 && core::str::from_utf8(have).is_err() {
            events.push(failed(1007, "text is not UTF-8"));
            return events;
        }
        if first & 0x80 != 0 {
            events.extend(message.take().map(|(text, have)| match String::from_utf8(have) {
                Ok(have) if text => WsEvent::Text(have.into()),
                Ok(have) => WsEvent::Binary(have.into_bytes()),
                Err(error) => WsEvent::Binary(error.into_bytes()),
            }));
        }
    }
}

type Frame = (u8, Vec<u8>);

fn take_frame(bytes: &mut &[u8], server: bool, have: Option<usize>) -> Result<Option<Frame>, WsEvent> {
    let [first, second, rest @ ..] = *bytes else { return Ok(None) };
    let (opcode, short) = (first & 15, second & 127);
    let fault = match opcode {
        _ if first & 0x70 != 0 => Some("reserved bit set"),
        3..=7 | 11.. => Some("unknown opcode"),
        0 if have.is_none() => Some("continuation without a message"),
        1 | 2 if have.is_some() => Some("message within a fragmented message"),
        8.. if first & 0x80 == 0 => Some("fragmented control frame"),
        8.. if short > 125 => Some("control frame too long"),
        _ if server && second & 0x80 == 0 => Some("unmasked frame from a client"),
        _ if !server && second & 0x80 != 0 => Some("masked frame from a server"),
        _ => None,
    };
    if let Some(reason) = fault {
        return Err(failed(1002, reason));
    }
    let long = match short {
        126 => 2,
        127 => 8,
        _ => 0,
    };
    let mask_len = if server { 4 } else { 0 };
    if rest.len() < long + mask_len {
        return Ok(None);
    }
    let (long, rest) = rest.split_at(long);
    let (mask, rest) = rest.split_at(mask_len);
    let len = match long {
        [] => u64::from(short),
        _ => long.iter().fold(0, |len, &byte| len << 8 | u64::from(byte)),
    };
    if opcode < 8 && u128::from(len) + have.unwrap_or(0) as u128 > LIMITS.max_message as u128 {
        return Err(failed(1009, "message too big"));
    }
    let Some((payload, rest)) = usize::try_from(len).ok().and_then(|len| rest.split_at_checked(len)) else {
        return Ok(None);
    };
    *bytes = rest;
    let mask = if server { mask } else { &[0] };
    Ok(Some((*first, payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect())))
}

fn close_event(payload: &[u8]) -> WsEvent {
    match payload {
        [] => WsEvent::Closed { code: None, reason: String::new() },
        [_] => failed(1002, "close frame of one byte"),
        [high, low, reason @ ..] => {
            match (u16::from(*high) << 8 | u16::from(*low), core::str::from_utf8(reason)) {
                (code @ (1000..=1003 | 1007..=1014 | 3000..=4999), Ok(reason)) => {
                    WsEvent::Closed { code: Some(code), reason: reason.to_owned() }
                }
                (1000..=1003 | 1007..=1014 | 3000..=4999, Err(_)) => failed(1007, "text is not UTF-8"),
                _ => failed(1002, "invalid close code"),
            }
        }
    }
}

fn failed(code: u16, reason: &'static str) -> WsEvent {
    WsEvent::Failed { code, reason }
}

/// Small enough for a fuzzer to reach with few bytes.
const LIMITS: WsLimits = WsLimits { max_message: 300, read_buffer: 64 };

const MAX_BODY: u64 = 100;

/// Header lines the gate reads; a rebuilt head may have two more, which the server behind it takes.
const MAX_LINES: usize = 64;

/// Longer input may hold more pongs than a connection keeps for a peer that does not read.
const MAX_UNTAKEN: usize = 1024;
