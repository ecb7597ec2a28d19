//! tungstenite's context over memory: whole messages in one frame in, their contents out.

use std::io::{self, Read, Write};

use tungstenite::protocol::{Role, WebSocketConfig, WebSocketContext};
use tungstenite::{Error, Message};

use super::guard::Piece;
use super::{WsEvent, WsLimits};

/// Unmasks and decodes the messages of one frame that the guard lets through.
#[derive(Debug)]
pub(super) struct Messages {
    /// Sees no control frames, so it never has anything to write.
    context: WebSocketContext,
    limits: WsLimits,
}

/// How a peer broke the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: u16,
    pub(super) reason: &'static str,
}

impl Messages {
    pub(super) fn new(limits: WsLimits) -> Self {
        Self { context: context(limits, limits.read_buffer), limits }
    }

    /// Takes bytes of one frame and returns the message they complete, if they do.
    pub(super) fn receive(&mut self, piece: &Piece<'_>) -> Result<Option<WsEvent>, Fault> {
        let mut memory = Memory { header: piece.header.as_slice(), payload: piece.payload };
        let message = match self.context.read(&mut memory) {
            Ok(Message::Text(text)) => Some(WsEvent::Text(text)),
            Ok(Message::Binary(bytes)) => Some(WsEvent::Binary(bytes.into())),
            Ok(Message::Ping(_) | Message::Pong(_) | Message::Close(_) | Message::Frame(_)) => None,
            Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => None,
            Err(Error::Utf8(_)) => return Err(Fault::NOT_UTF8),
            Err(Error::Capacity(_)) => return Err(Fault::TOO_BIG),
            Err(_) => return Err(Fault::protocol("broken message")),
        };
        if piece.completes.is_some_and(|size| size > self.limits.read_buffer as u64) {
            // The context keeps the largest buffer it ever had.
            self.context = context(self.limits, self.limits.read_buffer);
        }
        Ok(message)
    }

    pub(super) fn set_max_message(&mut self, max_message: usize) {
        self.limits.max_message = max_message;
        self.context.set_config(|config| {
            config.max_message_size = Some(max_message);
            config.max_frame_size = Some(max_message);
        });
    }

    /// Gives all buffers back; nothing may be received afterwards.
    pub(super) fn forget(&mut self) {
        self.context = context(self.limits, 0);
    }
}

impl Fault {
    pub(super) const TOO_BIG: Self = Self { code: 1009, reason: "message too big" };
    pub(super) const NOT_UTF8: Self = Self { code: 1007, reason: "text is not UTF-8" };

    pub(super) const fn protocol(reason: &'static str) -> Self {
        Self { code: 1002, reason }
    }
}

/// A server's context reads masked and unmasked frames alike, and unlike a client's it never draws a random mask;
/// the guard knows which of the two may come.
fn context(limits: WsLimits, read_buffer: usize) -> WebSocketContext {
    let config = WebSocketConfig::default()
        .read_buffer_size(read_buffer)
        .write_buffer_size(0)
        .max_write_buffer_size(1)
        .max_message_size(Some(limits.max_message))
        .max_frame_size(Some(limits.max_message))
        .accept_unmasked_frames(true);
    WebSocketContext::new(Role::Server, Some(config))
}

/// The bytes at hand as a stream that would block at their end.
struct Memory<'a> {
    header: &'a [u8],
    payload: &'a [u8],
}

impl Read for Memory<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.header.is_empty() && self.payload.is_empty() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let header = self.header.read(buffer)?;
        Ok(header + self.payload.read(&mut buffer[header..])?)
    }
}

impl Write for Memory<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
