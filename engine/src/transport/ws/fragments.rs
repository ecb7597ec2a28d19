//! A message that comes in several frames, put together within the limit.
//!
//! The context would do it too, but it holds such a message up to four times over while it grows.

use super::context::Fault;
use super::frame::apply_mask;
use super::guard::Piece;
use super::{Utf8Bytes, WsEvent};

/// The message under way, if one is.
#[derive(Debug)]
pub(super) struct Fragments {
    text: bool,
    bytes: Vec<u8>,
    max_message: usize,
}

impl Fragments {
    pub(super) fn new(max_message: usize) -> Self {
        Self { text: false, bytes: Vec::new(), max_message }
    }

    pub(super) fn set_max_message(&mut self, max_message: usize) {
        self.max_message = max_message;
    }

    /// Takes bytes of one fragment and returns the message they complete, if they do.
    pub(super) fn receive(&mut self, piece: &Piece<'_>) -> Result<Option<WsEvent>, Fault> {
        if let Some(text) = piece.begins_text {
            self.text = text;
        }
        let start = self.bytes.len();
        self.make_room(piece.payload.len());
        self.bytes.extend_from_slice(piece.payload);
        apply_mask(&mut self.bytes[start..], piece.mask);
        if piece.completes.is_none() {
            return Ok(None);
        }
        let bytes = core::mem::take(&mut self.bytes);
        if !self.text {
            return Ok(Some(WsEvent::Binary(bytes)));
        }
        let text = String::from_utf8(bytes).map_err(|_| Fault::NOT_UTF8)?;
        Ok(Some(WsEvent::Text(Utf8Bytes::from(text))))
    }

    pub(super) fn forget(&mut self) {
        self.bytes = Vec::new();
    }

    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    /// Doubles like a vector, but never past the limit that the guard holds the message to.
    fn make_room(&mut self, more: usize) {
        let needed = self.bytes.len() + more;
        if needed > self.bytes.capacity() {
            let capacity = needed.max(self.max_message.min(2 * self.bytes.capacity()));
            self.bytes.reserve_exact(capacity - self.bytes.len());
        }
    }
}
