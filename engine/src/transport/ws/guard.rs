//! Reads frame headers ahead of the message decoder, and refuses a frame before its payload is held.

use std::io::Cursor;

use tungstenite::protocol::Role;
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{Control as ControlCode, Data, OpCode};

use super::context::Fault;
use super::frame::{MAX_CONTROL_PAYLOAD, apply_mask};

/// Follows the frames of one direction.
#[derive(Debug)]
pub(super) struct Guard {
    role: Role,
    max_message: u64,
    position: Position,
    /// Payload bytes of the fragmented message under way, if one is.
    fragmented: Option<u64>,
    control: ControlFrame,
}

/// What the next bytes of a peer are.
#[derive(Debug)]
pub(super) enum Step<'a> {
    NeedMore,
    Data(Piece<'a>),
    /// A whole control frame; its payload is [`Guard::control_payload`].
    Control(Control),
    Fault(Fault),
}

/// Bytes of one data frame: its header when they are the first, then as much payload as there is.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) header: HeaderBytes,
    pub(super) payload: &'a [u8],
    /// The mask from the first byte of `payload` on; zeros in an unmasked frame.
    pub(super) mask: [u8; 4],
    /// Whether the frame is one of several that make a message.
    pub(super) fragment: bool,
    /// Whether the message is text, on its first piece.
    pub(super) begins_text: Option<bool>,
    /// The size of the whole message, where this piece completes it.
    pub(super) completes: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Control {
    Ping,
    Pong,
    Close,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HeaderBytes {
    bytes: [u8; MAX_HEADER],
    len: u8,
}

#[derive(Clone, Copy, Debug)]
enum Position {
    Header(HeaderBytes),
    Data(DataFrame),
    Control,
}

#[derive(Clone, Copy, Debug)]
struct DataFrame {
    /// Empty once handed on.
    header: HeaderBytes,
    mask: [u8; 4],
    fragment: bool,
    begins_text: Option<bool>,
    remaining: u64,
    /// The size of the message up to the end of this frame.
    message: u64,
    last: bool,
}

#[derive(Debug)]
struct ControlFrame {
    kind: Control,
    mask: Option<[u8; 4]>,
    payload: [u8; MAX_CONTROL_PAYLOAD],
    len: usize,
    have: usize,
}

impl Guard {
    pub(super) fn new(role: Role, max_message: usize) -> Self {
        let control = ControlFrame {
            kind: Control::Pong,
            mask: None,
            payload: [0; MAX_CONTROL_PAYLOAD],
            len: 0,
            have: 0,
        };
        let position = Position::Header(HeaderBytes::default());
        Self { role, max_message: max_message as u64, position, fragmented: None, control }
    }

    pub(super) fn set_max_message(&mut self, max_message: usize) {
        self.max_message = max_message as u64;
    }

    /// Takes one step's worth of bytes off `input`.
    pub(super) fn next<'a>(&mut self, input: &mut &'a [u8]) -> Step<'a> {
        loop {
            match self.position {
                Position::Header(header) => match self.on_header(header, input) {
                    Ok(true) => {}
                    Ok(false) => return Step::NeedMore,
                    Err(fault) => return Step::Fault(fault),
                },
                Position::Data(frame) => return self.on_data(frame, input),
                Position::Control => {
                    if !self.control.fill(input) {
                        return Step::NeedMore;
                    }
                    self.position = Position::Header(HeaderBytes::default());
                    return Step::Control(self.control.kind);
                }
            }
        }
    }

    /// The unmasked payload of the control frame that the last step completed.
    pub(super) fn control_payload(&self) -> &[u8] {
        &self.control.payload[..self.control.len]
    }

    /// Collects a header; tells whether it is whole and its frame entered.
    fn on_header(&mut self, mut header: HeaderBytes, input: &mut &[u8]) -> Result<bool, Fault> {
        let started = header.fill_to(2, input);
        if started {
            self.check_start(header.bytes[0], header.bytes[1])?;
        }
        if !started || !header.fill_to(header.whole_len(), input) {
            self.position = Position::Header(header);
            return Ok(false);
        }
        let parsed = FrameHeader::parse(&mut Cursor::new(header.as_slice()));
        let Ok(Some((frame, len))) = parsed else {
            return Err(Fault::protocol("unreadable frame header"));
        };
        self.position = match frame.opcode {
            OpCode::Control(code) => {
                self.control.begin(code, frame.mask, usize::from(header.bytes[1] & LENGTH_BITS));
                Position::Control
            }
            OpCode::Data(data) => {
                let message = self.fragmented.unwrap_or(0).saturating_add(len);
                if message > self.max_message {
                    return Err(Fault::TOO_BIG);
                }
                self.fragmented = if frame.is_final { None } else { Some(message) };
                let begins = data != Data::Continue;
                Position::Data(DataFrame {
                    header,
                    mask: frame.mask.unwrap_or_default(),
                    fragment: !(begins && frame.is_final),
                    begins_text: begins.then_some(data == Data::Text),
                    remaining: len,
                    message,
                    last: frame.is_final,
                })
            }
        };
        Ok(true)
    }

    /// Every rule that the first two bytes of a frame can break.
    fn check_start(&self, first: u8, second: u8) -> Result<(), Fault> {
        if first & RESERVED_BITS != 0 {
            return Err(Fault::protocol("reserved bit set"));
        }
        match OpCode::from(first & OPCODE_BITS) {
            OpCode::Data(Data::Continue) if self.fragmented.is_none() => {
                return Err(Fault::protocol("continuation without a message"));
            }
            OpCode::Data(Data::Text | Data::Binary) if self.fragmented.is_some() => {
                return Err(Fault::protocol("message within a fragmented message"));
            }
            OpCode::Data(Data::Reserved(_)) | OpCode::Control(ControlCode::Reserved(_)) => {
                return Err(Fault::protocol("unknown opcode"));
            }
            OpCode::Control(_) if first & FINAL_BIT == 0 => {
                return Err(Fault::protocol("fragmented control frame"));
            }
            OpCode::Control(_) if usize::from(second & LENGTH_BITS) > MAX_CONTROL_PAYLOAD => {
                return Err(Fault::protocol("control frame too long"));
            }
            OpCode::Control(ControlCode::Close | ControlCode::Ping | ControlCode::Pong)
            | OpCode::Data(Data::Continue | Data::Text | Data::Binary) => {}
        }
        match (self.role, second & MASK_BIT != 0) {
            (Role::Server, false) => Err(Fault::protocol("unmasked frame from a client")),
            (Role::Client, true) => Err(Fault::protocol("masked frame from a server")),
            (Role::Server, true) | (Role::Client, false) => Ok(()),
        }
    }

    fn on_data<'a>(&mut self, frame: DataFrame, input: &mut &'a [u8]) -> Step<'a> {
        let available = input.len().min(usize::try_from(frame.remaining).unwrap_or(usize::MAX));
        if available == 0 && frame.remaining > 0 {
            return Step::NeedMore;
        }
        let (payload, rest) = input.split_at(available);
        *input = rest;
        let remaining = frame.remaining - available as u64;
        let header = HeaderBytes::default();
        self.position = if remaining == 0 {
            Position::Header(header)
        } else {
            let mut mask = frame.mask;
            mask.rotate_left(available % frame.mask.len());
            Position::Data(DataFrame { header, mask, begins_text: None, remaining, ..frame })
        };
        Step::Data(Piece {
            header: frame.header,
            payload,
            mask: frame.mask,
            fragment: frame.fragment,
            begins_text: frame.begins_text,
            completes: (frame.last && remaining == 0).then_some(frame.message),
        })
    }
}

impl ControlFrame {
    fn begin(&mut self, code: ControlCode, mask: Option<[u8; 4]>, len: usize) {
        self.kind = match code {
            ControlCode::Close => Control::Close,
            ControlCode::Ping => Control::Ping,
            ControlCode::Pong | ControlCode::Reserved(_) => Control::Pong,
        };
        self.mask = mask;
        self.len = len;
        self.have = 0;
    }

    /// Takes payload bytes; tells whether the frame is whole, and unmasks it then.
    fn fill(&mut self, input: &mut &[u8]) -> bool {
        let (taken, rest) = input.split_at(input.len().min(self.len - self.have));
        self.payload[self.have..self.have + taken.len()].copy_from_slice(taken);
        self.have += taken.len();
        *input = rest;
        let whole = self.have == self.len;
        if let (true, Some(mask)) = (whole, self.mask) {
            apply_mask(&mut self.payload[..self.len], mask);
        }
        whole
    }
}

impl HeaderBytes {
    pub(super) fn as_slice(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// Takes bytes until `len` are there; tells whether they are.
    fn fill_to(&mut self, len: usize, input: &mut &[u8]) -> bool {
        let have = usize::from(self.len);
        let (taken, rest) = input.split_at(input.len().min(len.saturating_sub(have)));
        self.bytes[have..have + taken.len()].copy_from_slice(taken);
        self.len += taken.len() as u8;
        *input = rest;
        usize::from(self.len) >= len
    }

    /// The length of the header, known from its second byte.
    fn whole_len(&self) -> usize {
        let length = match self.bytes[1] & LENGTH_BITS {
            126 => 2,
            127 => 8,
            _ => 0,
        };
        let mask = if self.bytes[1] & MASK_BIT != 0 { 4 } else { 0 };
        2 + length + mask
    }
}

const FINAL_BIT: u8 = 0x80;
const RESERVED_BITS: u8 = 0x70;
const OPCODE_BITS: u8 = 0x0f;
const MASK_BIT: u8 = 0x80;
const LENGTH_BITS: u8 = 0x7f;

/// Two bytes, a 64-bit length and a mask.
const MAX_HEADER: usize = 14;
