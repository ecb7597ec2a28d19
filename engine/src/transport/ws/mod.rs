//! One WebSocket connection after its handshake: bytes in, messages out, and the control frames to send back.
//!
//! tungstenite's context unmasks and decodes the messages. In front of it a guard reads each frame header first,
//! because the context only judges a frame once it has buffered it whole. Control frames never reach the context:
//! they are answered here, masked by a seeded generator on the client's side, so that a connection can be
//! replayed byte for byte.

mod context;
mod fragments;
mod frame;
mod guard;
mod outbox;

#[cfg(test)]
mod tests;

use crate::limits::MAX_STRANGERS_MESSAGE;
use std::collections::VecDeque;

use tungstenite::protocol::Role;

use context::{Fault, Messages};
use fragments::Fragments;
use guard::{Control, Guard, Piece, Step};
use outbox::Outbox;

pub use frame::{FrameHeaderBytes, cut_reason, frame_header};
pub use tungstenite::Utf8Bytes;

/// How much a peer may make a connection hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WsLimits {
    /// The largest message in bytes, whether in one frame or many; a larger one ends the connection with 1009.
    pub max_message: usize,
    /// The buffer an idle connection keeps, in bytes.
    pub read_buffer: usize,
}

impl WsLimits {
    /// The limits before anybody is known.
    #[must_use]
    pub fn of_a_stranger() -> Self {
        Self { max_message: MAX_STRANGERS_MESSAGE, ..Self::default() }
    }
}

impl Default for WsLimits {
    fn default() -> Self {
        Self { max_message: MAX_MESSAGE, read_buffer: READ_BUFFER }
    }
}

/// What a peer's bytes amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WsEvent {
    /// A text message. Small ones share the connection's read buffer: copy what is to be kept for long.
    Text(Utf8Bytes),
    /// A binary message.
    Binary(Vec<u8>),
    /// The peer's close frame, the last event; the echo it is due is in the output.
    Closed {
        /// The code, absent from an empty close frame.
        code: Option<u16>,
        /// The peer's text, mostly empty.
        reason: String,
    },
    /// The peer broke the protocol, the last event; a close frame with this code and no text is in the output.
    Failed {
        /// 1002 for a broken rule, 1007 for text that is not UTF-8, 1009 for a message over the limit.
        code: u16,
        /// What the peer did, for the log.
        reason: &'static str,
    },
}

/// One end of a WebSocket connection.
///
/// A message under way is held once, in at most [`WsLimits::max_message`] bytes; only a buffer that has to grow
/// between fragments exists twice for a moment. Once a message is complete, a large buffer is given back.
#[derive(Debug)]
pub struct Ws {
    guard: Guard,
    messages: Messages,
    fragments: Fragments,
    outbox: Outbox,
    events: VecDeque<WsEvent>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    /// Our close frame is out; the peer may still send.
    ClosedByUs,
    /// Nothing more is read.
    Ended,
}

impl Ws {
    /// Creates the server's end; `leftover` is what came behind the handshake.
    #[must_use]
    pub fn server(limits: WsLimits, leftover: &[u8]) -> Self {
        Self::new(limits, Role::Server, Outbox::unmasked(), leftover)
    }

    /// Creates the client's end; `leftover` is what came behind the handshake, and the masks of all frames follow
    /// from `mask_seed`, which a peer must not be able to guess.
    #[must_use]
    pub fn client(limits: WsLimits, leftover: &[u8], mask_seed: [u8; 32]) -> Self {
        Self::new(limits, Role::Client, Outbox::masked(mask_seed), leftover)
    }

    fn new(limits: WsLimits, role: Role, outbox: Outbox, leftover: &[u8]) -> Self {
        let mut ws = Self {
            guard: Guard::new(role, limits.max_message),
            messages: Messages::new(limits),
            fragments: Fragments::new(limits.max_message),
            outbox,
            events: VecDeque::new(),
            state: State::Open,
        };
        ws.receive(leftover);
        ws
    }

    /// Takes all bytes from the peer; what they amount to is there to [`poll`](Self::poll) afterwards.
    ///
    /// A runtime polls to `None` before it reads again, so that events hold no more than one read.
    pub fn receive(&mut self, mut bytes: &[u8]) {
        while self.state != State::Ended {
            match self.guard.next(&mut bytes) {
                Step::NeedMore => return,
                Step::Data(piece) => self.on_data(&piece),
                Step::Control(control) => self.on_control(control),
                Step::Fault(fault) => self.fail(fault),
            }
        }
    }

    /// Returns the next event.
    pub fn poll(&mut self) -> Option<WsEvent> {
        let event = self.events.pop_front();
        if self.events.is_empty() && self.events.capacity() > IDLE_EVENTS {
            self.events = VecDeque::new();
        }
        event
    }

    /// Takes the control frames to send, whole and in order, after the frames already queued.
    #[must_use]
    pub fn take_output(&mut self) -> Vec<u8> {
        self.outbox.take()
    }

    /// Tells whether [`take_output`](Self::take_output) would return anything.
    #[must_use]
    pub fn has_output(&self) -> bool {
        !self.outbox.is_empty()
    }

    /// Takes messages of another size from the next frame on.
    pub fn set_max_message(&mut self, max_message: usize) {
        self.guard.set_max_message(max_message);
        self.messages.set_max_message(max_message);
        self.fragments.set_max_message(max_message);
    }

    /// Puts a close frame into the output unless one is out already; the reason is cut to what a frame can hold.
    ///
    /// Messages the peer had under way still come, then its [`WsEvent::Closed`].
    pub fn close(&mut self, code: u16, reason: &str) {
        if self.state == State::Open {
            self.state = State::ClosedByUs;
            self.outbox.close(code, reason);
        }
    }

    /// Tells whether a close frame has been sent or received: nothing else may be sent.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.state != State::Open
    }

    /// Encodes a text message in one frame, masked if this is the client's end.
    #[must_use]
    pub fn encode_client_text(&mut self, text: &str) -> Vec<u8> {
        self.outbox.text_frame(text)
    }

    fn on_data(&mut self, piece: &Piece<'_>) {
        let message =
            if piece.fragment { self.fragments.receive(piece) } else { self.messages.receive(piece) };
        match message {
            Ok(message) => self.events.extend(message),
            Err(fault) => self.fail(fault),
        }
    }

    fn on_control(&mut self, control: Control) {
        match control {
            Control::Pong => {}
            Control::Ping if self.state == State::Open => self.outbox.pong(self.guard.control_payload()),
            Control::Ping => {}
            Control::Close => match frame::parse_close(self.guard.control_payload()) {
                Ok((code, reason)) => {
                    if self.state == State::Open {
                        self.outbox.echo_close(self.guard.control_payload());
                    }
                    self.events.push_back(WsEvent::Closed { code, reason });
                    self.end();
                }
                Err(fault) => self.fail(fault),
            },
        }
    }

    fn fail(&mut self, fault: Fault) {
        if self.state == State::Open {
            self.outbox.close(fault.code, "");
        }
        self.events.push_back(WsEvent::Failed { code: fault.code, reason: fault.reason });
        self.end();
    }

    fn end(&mut self) {
        self.state = State::Ended;
        self.messages.forget();
        self.fragments.forget();
    }
}

/// The reference program's limit for what clients send.
const MAX_MESSAGE: usize = 512 * 1024;

/// Fits the usual frames; measured at 3 KB for an idle connection with everything around it.
const READ_BUFFER: usize = 1024;

/// Events an idle connection keeps room for.
const IDLE_EVENTS: usize = 8;
