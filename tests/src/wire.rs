//! The other end of a socket, byte by byte: frames of a WebSocket as RFC 6455 draws them, written here
//! a second time, so that a test can also draw them wrong.

#![expect(clippy::unwrap_used, reason = "a harness of tests: whatever goes wrong here fails the test")]

use crate::peer::{Connect, End, Peer};
use crate::program::PATIENCE;
use core::time::Duration;
use serde_json::{Value, json};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The kinds of frames.
pub const CONTINUATION: u8 = 0;
pub const TEXT: u8 = 1;
pub const BINARY: u8 = 2;
pub const CLOSE: u8 = 8;
pub const PING: u8 = 9;
pub const PONG: u8 = 10;

/// Set in the first byte of a message's last frame.
pub const FIN: u8 = 0x80;

pub trait Stream: Read + Write + Send {
    fn set_patience(&self, patience: Duration);
}

impl Stream for TcpStream {
    fn set_patience(&self, patience: Duration) {
        self.set_read_timeout(Some(patience)).unwrap();
    }
}

impl Stream for rustls::StreamOwned<rustls::ClientConnection, TcpStream> {
    fn set_patience(&self, patience: Duration) {
        self.sock.set_patience(patience);
    }
}

/// Opens a socket on this machine.
pub fn dial(port: u16) -> TcpStream {
    dial_at(SocketAddr::from(([127, 0, 0, 1], port)))
}

pub fn dial_at(address: SocketAddr) -> TcpStream {
    let socket = TcpStream::connect_timeout(&address, PATIENCE).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket.set_nodelay(true).unwrap();
    socket
}

/// Asks by HTTP and closes: the status, and the body, which is JSON.
pub fn get(port: u16, path: &str) -> (u16, Value) {
    let answer = http(port, format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"));
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head[9..12].parse().unwrap(), serde_json::from_str(body).unwrap_or_default())
}

/// Sends these bytes and gives everything that comes until the end.
pub fn http(port: u16, request: impl AsRef<[u8]>) -> String {
    let mut socket = dial(port);
    // Who refuses early may close before it has taken everything.
    let _ = socket.write_all(request.as_ref());
    let mut answer = Vec::new();
    let mut bytes = [0; 4096];
    while let Ok(n @ 1..) = socket.read(&mut bytes) {
        answer.extend_from_slice(&bytes[..n]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// What one frame, or the end, came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Got {
    Text(String),
    Pong(Vec<u8>),
    Closed(u16, String),
    End,
    /// Nothing came in time.
    Silence,
}

/// A WebSocket.
pub struct Wire {
    stream: Box<dyn Stream>,
    buffer: Vec<u8>,
}

impl Wire {
    /// Asks for the upgrade with these headers in addition.
    pub fn open(stream: impl Stream + 'static, host: &str, headers: &str) -> Self {
        let (wire, head) = Self::ask(stream, host, headers);
        assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
        wire
    }

    /// The same, and gives the head of the answer, whatever it is.
    pub fn ask(stream: impl Stream + 'static, host: &str, headers: &str) -> (Self, String) {
        Self::try_ask(stream, host, headers).unwrap()
    }

    /// The same, of a peer that may go away at any moment.
    pub fn try_ask(stream: impl Stream + 'static, host: &str, headers: &str) -> io::Result<(Self, String)> {
        let mut wire = Self { stream: Box::new(stream), buffer: Vec::new() };
        let request = format!(
            "GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{headers}\r\n"
        );
        wire.stream.write_all(request.as_bytes())?;
        let head = loop {
            if let Some(end) = wire.buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                break wire.buffer.drain(..end + 4).collect::<Vec<u8>>();
            }
            if wire.fill()? == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the answer ends within its head"));
            }
        };
        Ok((wire, String::from_utf8(head).map_err(io::Error::other)?))
    }

    pub fn to(port: u16) -> Self {
        Self::open(dial(port), &format!("127.0.0.1:{port}"), "")
    }

    /// Sends bytes as they are. A peer that has gone is no failure: its last words tell why.
    pub fn raw(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes);
    }

    /// Sends a frame: `first` is its first byte.
    pub fn frame(&mut self, first: u8, payload: &[u8]) {
        self.raw(&frame(first, payload));
    }

    pub fn text(&mut self, text: &str) {
        self.frame(FIN | TEXT, text.as_bytes());
    }

    pub fn patience(&self, patience: Duration) {
        self.stream.set_patience(patience);
    }

    fn fill(&mut self) -> io::Result<usize> {
        let mut bytes = [0; 16 * 1024];
        let n = self.stream.read(&mut bytes)?;
        self.buffer.extend_from_slice(&bytes[..n]);
        Ok(n)
    }

    /// Reads the next frame.
    #[expect(clippy::should_implement_trait, reason = "silence is no end")]
    pub fn next(&mut self) -> Got {
        loop {
            if let Some((first, payload)) = self.take() {
                assert_eq!(first & 0x70, 0, "reserved bits are not used");
                assert_eq!(first & FIN, FIN, "the gateway sends whole messages");
                match first & 0x0f {
                    TEXT => return Got::Text(String::from_utf8(payload).unwrap()),
                    PONG => return Got::Pong(payload),
                    CLOSE if payload.is_empty() => return Got::Closed(1005, String::new()),
                    CLOSE => {
                        let code = u16::from_be_bytes([payload[0], payload[1]]);
                        return Got::Closed(code, String::from_utf8(payload[2..].to_vec()).unwrap());
                    }
                    other => panic!("a frame of kind {other}"),
                }
            }
            match self.fill() {
                Ok(0) => return Got::End,
                Ok(_) => {}
                Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                    return Got::Silence;
                }
                Err(_) => return Got::End,
            }
        }
    }

    /// Reads until the connection is told why it ends, or ends.
    pub fn end(&mut self) -> Got {
        loop {
            match self.next() {
                Got::Text(_) | Got::Pong(_) => {}
                got @ (Got::Closed(..) | Got::End | Got::Silence) => return got,
            }
        }
    }

    /// The code it was closed with, if that has come already.
    pub fn end_now(&mut self) -> Option<u16> {
        self.patience(Duration::from_millis(1));
        match self.end() {
            Got::Closed(code, _) => Some(code),
            Got::Text(_) | Got::Pong(_) | Got::End | Got::Silence => None,
        }
    }

    fn take(&mut self) -> Option<(u8, Vec<u8>)> {
        let [first, second, ..] = self.buffer[..] else { return None };
        assert_eq!(second & 0x80, 0, "a server masks nothing");
        let (len, head) = match second {
            126 => (u64::from(u16::from_be_bytes(self.buffer.get(2..4)?.try_into().ok()?)), 4),
            127 => (u64::from_be_bytes(self.buffer.get(2..10)?.try_into().ok()?), 10),
            short => (u64::from(short), 2),
        };
        let end = head + usize::try_from(len).ok()?;
        if self.buffer.len() < end {
            return None;
        }
        let frame: Vec<u8> = self.buffer.drain(..end).collect();
        Some((first, frame[head..].to_vec()))
    }
}

/// A client's frame: masked.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    const MASK: [u8; 4] = [0x12, 0x34, 0x56, 0x78];
    let mut out = vec![first];
    match payload.len() {
        len @ 0..=125 => out.push(0x80 | u8::try_from(len).unwrap()),
        len @ 126..=65_535 => {
            out.push(0x80 | 126);
            out.extend_from_slice(&u16::try_from(len).unwrap().to_be_bytes());
        }
        len => {
            out.push(0x80 | 127);
            out.extend_from_slice(&(len as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(&MASK);
    out.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    out
}

/// A client of the protocol.
pub struct Client {
    pub wire: Wire,
    pub peer: Peer,
    /// What `connect` was answered.
    pub hello: Value,
}

impl Client {
    /// Connects as an operator, by the shared token.
    pub fn new(port: u16) -> Self {
        Self::with(Wire::to(port), &Connect::cli())
    }

    /// Connects, and expects to be let in.
    pub fn with(wire: Wire, connect: &Connect) -> Self {
        let mut client = Self { wire, peer: Peer::default(), hello: Value::Null };
        let hello = client.greet(connect);
        assert_eq!(hello["ok"], true, "{hello}");
        client.hello = hello["payload"].clone();
        client
    }

    /// Connects, and gives the answer.
    pub fn attempt(wire: Wire, connect: &Connect) -> (Self, Value) {
        let mut client = Self { wire, peer: Peer::default(), hello: Value::Null };
        let hello = client.greet(connect);
        (client, hello)
    }

    /// Connects from wherever `headers` say; the answer is `None` when the gateway goes away meanwhile.
    pub fn knock(port: u16, headers: &str, connect: &Connect) -> Option<Value> {
        let socket = TcpStream::connect(("127.0.0.1", port)).ok()?;
        socket.set_read_timeout(Some(PATIENCE)).ok()?;
        let (wire, head) = Wire::try_ask(socket, &format!("127.0.0.1:{port}"), headers).ok()?;
        if !head.starts_with("HTTP/1.1 101 ") {
            return None;
        }
        let mut client = Self { wire, peer: Peer::default(), hello: Value::Null };
        let challenge = client.find(|peer| peer.events("connect.challenge").pop())?;
        let params = connect.params(challenge["nonce"].as_str()?, now_ms());
        let id = client.send("connect", &params);
        client.find(|peer| peer.responses(&id).pop())
    }

    fn greet(&mut self, connect: &Connect) -> Value {
        let challenge = self.event("connect.challenge", |_| true);
        self.call("connect", &connect.params(challenge["nonce"].as_str().unwrap(), now_ms()))
    }

    /// Sends a request.
    pub fn send(&mut self, method: &str, params: &Value) -> String {
        let (id, text) = self.peer.request(method, params);
        self.wire.text(&text);
        id
    }

    /// Sends a request and gives its first answer.
    pub fn call(&mut self, method: &str, params: &Value) -> Value {
        let id = self.send(method, params);
        self.answers(&id, 1).remove(0)
    }

    /// Sends a request that must succeed, and gives its payload.
    pub fn ok(&mut self, method: &str, params: &Value) -> Value {
        let answer = self.call(method, params);
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer["payload"].clone()
    }

    /// Waits until a request has so many answers.
    pub fn answers(&mut self, id: &str, count: usize) -> Vec<Value> {
        self.until(|peer| {
            let answers = peer.responses(id);
            (answers.len() >= count).then_some(answers)
        })
    }

    /// Reads until something is there; `None` when the connection ends before.
    pub fn find<T>(&mut self, found: impl Fn(&Peer) -> Option<T>) -> Option<T> {
        loop {
            if let Some(found) = found(&self.peer) {
                return Some(found);
            }
            match self.wire.next() {
                Got::Text(text) => self.peer.receive(&text),
                Got::Pong(_) => {}
                Got::Closed(..) | Got::End => return None,
                Got::Silence => panic!("nothing within {PATIENCE:?}; the last are {}", self.last_frames()),
            }
        }
    }

    /// Waits for an event whose payload is like this.
    pub fn event(&mut self, name: &str, like: impl Fn(&Value) -> bool) -> Value {
        self.until(|peer| peer.events(name).into_iter().find(|payload| like(payload)))
    }

    /// Reads until something is there. It is an error when the connection ends before.
    pub fn until<T>(&mut self, found: impl Fn(&Peer) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = found(&self.peer) {
                return found;
            }
            assert!(Instant::now() < end, "it does not come; the last are {}", self.last_frames());
            match self.wire.next() {
                Got::Text(text) => self.peer.receive(&text),
                Got::Pong(_) => {}
                got @ (Got::Closed(..) | Got::End | Got::Silence) => {
                    panic!("{got:?} instead; the last are {}", self.last_frames())
                }
            }
        }
    }

    fn last_frames(&self) -> String {
        let frames = self.peer.frames().iter().rev().take(5).rev();
        frames.map(|frame| format!("\n{frame:.2000}")).collect()
    }

    /// Reads until the connection ends, keeping what comes before.
    pub fn end(&mut self) -> Got {
        loop {
            match self.wire.next() {
                Got::Text(text) => self.peer.receive(&text),
                Got::Pong(_) => {}
                Got::Closed(code, reason) => {
                    self.peer.end = Some(End { code, reason: reason.clone() });
                    return Got::Closed(code, reason);
                }
                got @ (Got::End | Got::Silence) => return got,
            }
        }
    }

    /// Says something in a session and waits for the whole answer.
    pub fn chat(&mut self, session: &str, message: &str, key: &str) -> String {
        let params = json!({"sessionKey": session, "message": message, "idempotencyKey": key});
        self.ok("chat.send", &params);
        let last = self.event("chat", |e| e["runId"] == key && e["state"] != "delta");
        assert_eq!(last["state"], "final", "{last}");
        last["message"]["content"][0]["text"].as_str().unwrap_or_default().to_owned()
    }

    /// The texts of a session, oldest first.
    pub fn history(&mut self, session: &str) -> Vec<String> {
        let history = self.ok("chat.history", &json!({"sessionKey": session, "limit": 1000}));
        let text = |m: &Value| m["content"][0]["text"].as_str().unwrap_or_default().to_owned();
        history["messages"].as_array().unwrap().iter().map(text).collect()
    }
}

fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis().try_into().unwrap()
}
