//! The frames this end answers with, and the masks of a client's frames.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit as _, StreamCipher as _};

use super::frame::{self, CLOSE, MAX_CONTROL_PAYLOAD, PONG, TEXT, apply_mask, cut_reason};

/// Control frames waiting to be sent, and the way frames leave this end.
#[derive(Debug)]
pub(super) struct Outbox {
    bytes: Vec<u8>,
    last_frame: usize,
    masks: Option<Box<Masks>>,
}

impl Outbox {
    pub(super) fn unmasked() -> Self {
        Self { bytes: Vec::new(), last_frame: 0, masks: None }
    }

    pub(super) fn masked(seed: [u8; 32]) -> Self {
        Self { masks: Some(Box::new(Masks::new(seed))), ..Self::unmasked() }
    }

    pub(super) fn take(&mut self) -> Vec<u8> {
        self.last_frame = 0;
        core::mem::take(&mut self.bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Answers a ping. A peer that does not read its pongs gets only the latest, as RFC 6455 §5.5.3 allows.
    pub(super) fn pong(&mut self, payload: &[u8]) {
        if self.bytes.len() >= MAX_PENDING {
            self.bytes.truncate(self.last_frame);
        }
        self.last_frame = self.bytes.len();
        self.push(PONG, payload);
    }

    pub(super) fn close(&mut self, code: u16, reason: &str) {
        let mut payload = [0; MAX_CONTROL_PAYLOAD];
        let reason = cut_reason(reason).as_bytes();
        payload[..2].copy_from_slice(&code.to_be_bytes());
        payload[2..2 + reason.len()].copy_from_slice(reason);
        self.push(CLOSE, &payload[..2 + reason.len()]);
    }

    pub(super) fn echo_close(&mut self, payload: &[u8]) {
        self.push(CLOSE, payload);
    }

    pub(super) fn text_frame(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len() + MAX_FRAME_HEADER);
        self.encode(TEXT, text.as_bytes(), &mut bytes);
        bytes
    }

    fn push(&mut self, first: u8, payload: &[u8]) {
        let mut bytes = core::mem::take(&mut self.bytes);
        self.encode(first, payload, &mut bytes);
        self.bytes = bytes;
    }

    fn encode(&mut self, first: u8, payload: &[u8], bytes: &mut Vec<u8>) {
        let header = bytes.len();
        bytes.extend_from_slice(frame::header(first, payload.len()).as_ref());
        let Some(masks) = &mut self.masks else {
            bytes.extend_from_slice(payload);
            return;
        };
        bytes[header + 1] |= MASK_BIT;
        let mask = masks.next();
        bytes.extend_from_slice(&mask);
        let start = bytes.len();
        bytes.extend_from_slice(payload);
        apply_mask(&mut bytes[start..], mask);
    }
}

/// Unpredictable to whoever does not know the seed, and the same for the same seed.
struct Masks(ChaCha20);

impl Masks {
    fn new(seed: [u8; 32]) -> Self {
        Self(ChaCha20::new(&seed.into(), &[0; 12].into()))
    }

    /// The stream lasts for 2^36 masks, more frames than a connection can send in years.
    fn next(&mut self) -> [u8; 4] {
        let mut mask = [0; 4];
        self.0.apply_keystream(&mut mask);
        mask
    }
}

impl core::fmt::Debug for Masks {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Masks")
    }
}

const MASK_BIT: u8 = 0x80;

/// A header with a 64-bit length and a mask.
const MAX_FRAME_HEADER: usize = 14;

/// Bytes of pongs kept for a peer that does not read.
const MAX_PENDING: usize = 2 * 1024;
