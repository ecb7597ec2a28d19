//! The gate in front of the HTTP server: one strict request head at a time, then its body, then the next.
//!
//! The server behind the gate is lenient and dormant, so only a request that has exactly one reading may pass:
//! [`Gate::poll`] answers with a parsed [`RequestHead`], a WebSocket upgrade or a [`Refusal`], and
//! [`canonical`] rebuilds the head the server gets to see. Faults are found at the first byte that shows them,
//! so that a slow or endless head costs no more than [`GateLimits`].

mod body;
mod canonical;
mod head;
mod refusal;
mod scan;
mod upgrade;

#[cfg(test)]
mod body_tests;
#[cfg(test)]
mod tests;

use body::{BodyDecoder, Decoded};

pub(in crate::transport) use scan::{HeadScan, Scan, is_header_name};

pub use canonical::canonical;
pub use head::{BodyFraming, RequestHead};
pub use refusal::{Refusal, refusal_response};
pub use upgrade::Accept;

/// The interim response to send before the first read of a body whose head has `expect_continue`.
pub const CONTINUE_100: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// How many bytes a connection may occupy before a request is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateLimits {
    /// The largest request head in bytes, its empty line included; also bounds the trailers and the rebuilt head.
    pub head: usize,
    /// The most unread bytes held, head or body; raised to `head` where smaller.
    pub buffer: usize,
}

impl Default for GateLimits {
    fn default() -> Self {
        Self { head: MAX_HEAD, buffer: MAX_BUFFER }
    }
}

/// What the bytes up to now amount to.
#[derive(Clone, Debug, PartialEq)]
pub enum GateStep {
    /// No whole head yet, or the body of the last one is not at its [`BodyStep::End`].
    NeedMore,
    /// A request; its body, if it has one, comes from [`Gate::body`].
    Request(RequestHead),
    /// A WebSocket handshake; what follows it comes from [`Gate::into_leftover`].
    Upgrade(RequestHead, Accept),
    /// The peer broke a rule: answer with [`refusal_response`] and close.
    Refuse(Refusal),
}

/// What the bytes up to now amount to, within a body.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyStep<'a> {
    /// The body goes on, its next bytes have not arrived.
    NeedMore,
    /// The next bytes of the body, framing removed; never empty.
    Data(&'a [u8]),
    /// The body is complete, or the request has none.
    End,
    /// The body is too large or malformed: answer with [`refusal_response`] and close.
    Refuse(Refusal),
}

/// The state of one HTTP connection.
#[derive(Debug)]
pub struct Gate {
    limits: GateLimits,
    buffer: Vec<u8>,
    /// Where the unread bytes begin in `buffer`.
    start: usize,
    state: State,
}

#[derive(Debug)]
enum State {
    Head { scan: HeadScan, skipped_blank: bool },
    Body { decoder: BodyDecoder, keep_alive: bool },
    Upgraded,
    Refused(Refusal),
    Ended,
}

impl Gate {
    /// Creates the gate of a fresh connection.
    #[must_use]
    pub fn new(limits: GateLimits) -> Self {
        let limits = GateLimits { buffer: limits.buffer.max(limits.head), ..limits };
        Self { limits, buffer: Vec::new(), start: 0, state: State::awaiting_head() }
    }

    /// Returns how many bytes [`receive`](Self::receive) would take now; a runtime reads no more than that.
    #[must_use]
    pub fn room(&self) -> usize {
        self.limits.buffer.saturating_sub(self.buffer.len() - self.start)
    }

    /// Takes bytes from the peer, at most [`room`](Self::room) of them, and returns how many were taken.
    ///
    /// After a refusal or the last request of a connection, everything is taken and forgotten.
    pub fn receive(&mut self, bytes: &[u8]) -> usize {
        match self.state {
            State::Refused(_) | State::Ended => return bytes.len(),
            State::Head { .. } | State::Body { .. } | State::Upgraded => {}
        }
        let taken = bytes.len().min(self.room());
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.buffer.extend_from_slice(&bytes[..taken]);
        taken
    }

    /// Returns what the peer asks for, as far as it can be told.
    pub fn poll(&mut self) -> GateStep {
        loop {
            let State::Head { scan, skipped_blank } = &mut self.state else {
                return match self.state {
                    State::Refused(refusal) => GateStep::Refuse(refusal),
                    State::Head { .. } | State::Body { .. } | State::Upgraded | State::Ended => {
                        GateStep::NeedMore
                    }
                };
            };
            match scan.advance(&self.buffer[self.start..], self.limits.head) {
                Scan::NeedMore => return GateStep::NeedMore,
                Scan::Refuse(refusal) => return GateStep::Refuse(self.refuse(refusal)),
                Scan::End(len) if len == BLANK_LINE => {
                    if core::mem::replace(skipped_blank, true) {
                        return GateStep::Refuse(self.refuse(Refusal::EMPTY_REQUEST_LINE));
                    }
                    *scan = HeadScan::default();
                    self.consume(len);
                }
                Scan::End(len) => return self.on_head(len),
            }
        }
    }

    /// Returns the next piece of the current request's body, of which at most `max` bytes are allowed in all.
    ///
    /// A body that announces more is refused before its bytes are read.
    pub fn body(&mut self, max: u64) -> BodyStep<'_> {
        let State::Body { decoder, keep_alive } = &mut self.state else {
            return match self.state {
                State::Refused(refusal) => BodyStep::Refuse(refusal),
                State::Head { .. } | State::Body { .. } | State::Upgraded | State::Ended => BodyStep::End,
            };
        };
        let keep_alive = *keep_alive;
        let (used, decoded) = decoder.step(&self.buffer[self.start..], max, self.limits.head);
        match decoded {
            Decoded::NeedMore => {
                self.consume(used);
                BodyStep::NeedMore
            }
            Decoded::Data(len) => {
                // The bytes are lent out, so they are only forgotten at the next `receive`.
                self.start += used;
                BodyStep::Data(&self.buffer[self.start - len..self.start])
            }
            Decoded::End => {
                self.consume(used);
                self.on_request_end(keep_alive);
                BodyStep::End
            }
            Decoded::Refuse(refusal) => BodyStep::Refuse(self.refuse(refusal)),
        }
    }

    /// Takes the end of the peer's bytes, once everything before it is polled; returns the answer the peer still
    /// deserves if it broke off a request.
    pub fn handle_eof(&mut self) -> Option<Refusal> {
        let refusal = match &self.state {
            State::Head { .. } if self.buffer.len() > self.start => Refusal::HEAD_CUT_OFF,
            State::Body { .. } => Refusal::BODY_CUT_OFF,
            State::Head { .. } | State::Upgraded | State::Refused(_) | State::Ended => {
                return None;
            }
        };
        Some(self.refuse(refusal))
    }

    /// Tells whether the connection is between requests with nothing received of the next one.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        matches!(self.state, State::Head { .. }) && self.buffer.len() == self.start
    }

    /// Tells whether the peer broke a rule: nothing it sends is read any more.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self.state, State::Refused(_))
    }

    /// Gives back the bytes behind a WebSocket handshake: the first frames.
    #[must_use]
    pub fn into_leftover(mut self) -> Vec<u8> {
        self.buffer.split_off(self.start)
    }

    fn on_head(&mut self, len: usize) -> GateStep {
        let bytes = &self.buffer[self.start..self.start + len];
        let parsed = head::parse(bytes, self.limits.head)
            .and_then(|head| upgrade::accept(&head).map(|accept| (head, accept)));
        let (head, accept) = match parsed {
            Ok(parsed) => parsed,
            Err(refusal) => return GateStep::Refuse(self.refuse(refusal)),
        };
        if let Some(accept) = accept {
            self.start += len;
            self.state = State::Upgraded;
            return GateStep::Upgrade(head, accept);
        }
        self.consume(len);
        match BodyDecoder::new(head.framing) {
            Some(decoder) => self.state = State::Body { decoder, keep_alive: head.keep_alive },
            None => self.on_request_end(head.keep_alive),
        }
        GateStep::Request(head)
    }

    fn on_request_end(&mut self, keep_alive: bool) {
        if keep_alive {
            self.state = State::awaiting_head();
        } else {
            self.state = State::Ended;
            self.forget();
        }
    }

    fn refuse(&mut self, refusal: Refusal) -> Refusal {
        self.state = State::Refused(refusal);
        self.forget();
        refusal
    }

    /// Marks bytes as read; an emptied buffer is given back, so that an idle connection holds none.
    fn consume(&mut self, len: usize) {
        self.start += len;
        if self.start == self.buffer.len() {
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.buffer = Vec::new();
        self.start = 0;
    }
}

impl State {
    fn awaiting_head() -> Self {
        Self::Head { scan: HeadScan::default(), skipped_blank: false }
    }
}

/// The server behind the gate fails without an answer at 8 191 bytes.
const MAX_HEAD: usize = 8_190;

/// Room for a head and a good part of a body; a body is taken away as it comes.
const MAX_BUFFER: usize = 16 * 1024;

/// A head of only its last line: the stray CRLF some clients send after a body.
const BLANK_LINE: usize = 2;

const _: () = assert!(MAX_BUFFER > MAX_HEAD);
