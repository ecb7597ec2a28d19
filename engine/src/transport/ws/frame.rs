//! The bytes of single frames.

use tungstenite::protocol::frame::coding::CloseCode;

use super::context::Fault;

/// The header of a frame, ready to be written in front of its payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeaderBytes {
    bytes: [u8; MAX_SERVER_HEADER],
    len: u8,
}

impl AsRef<[u8]> for FrameHeaderBytes {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// Returns the header of a server's text message of `len` bytes in one frame.
///
/// It is the same for every connection, so one encoded message can be written to all of them.
#[must_use]
pub fn frame_header(len: usize) -> FrameHeaderBytes {
    header(TEXT, len)
}

/// Cuts a close reason to the bytes a close frame has room for, between two characters.
#[must_use]
pub fn cut_reason(reason: &str) -> &str {
    &reason[..reason.floor_char_boundary(MAX_CLOSE_REASON)]
}

/// A header without mask: the first byte, then the shortest form of the length.
pub(super) fn header(first: u8, len: usize) -> FrameHeaderBytes {
    let mut bytes = [0; MAX_SERVER_HEADER];
    bytes[0] = first;
    let used = if let (Ok(len), true) = (u8::try_from(len), len <= MAX_CONTROL_PAYLOAD) {
        bytes[1] = len;
        2
    } else if let Ok(len) = u16::try_from(len) {
        bytes[1] = 126;
        bytes[2..4].copy_from_slice(&len.to_be_bytes());
        4
    } else {
        bytes[1] = 127;
        bytes[2..].copy_from_slice(&(len as u64).to_be_bytes());
        MAX_SERVER_HEADER as u8
    };
    FrameHeaderBytes { bytes, len: used }
}

/// Masks or unmasks a payload from its first byte on.
pub(super) fn apply_mask(payload: &mut [u8], mask: [u8; 4]) {
    let (words, tail) = payload.as_chunks_mut::<4>();
    for word in words {
        *word = (u32::from_ne_bytes(*word) ^ u32::from_ne_bytes(mask)).to_ne_bytes();
    }
    for (byte, mask) in tail.iter_mut().zip(mask) {
        *byte ^= mask;
    }
}

/// Reads the payload of a close frame: nothing, or a code and a text.
pub(super) fn parse_close(payload: &[u8]) -> Result<(Option<u16>, String), Fault> {
    match payload {
        [] => Ok((None, String::new())),
        [_] => Err(Fault::protocol("close frame of one byte")),
        [high, low, reason @ ..] => {
            let code = u16::from_be_bytes([*high, *low]);
            if !may_be_sent(code) {
                return Err(Fault::protocol("invalid close code"));
            }
            let reason = core::str::from_utf8(reason).map_err(|_| Fault::NOT_UTF8)?;
            Ok((Some(code), reason.to_owned()))
        }
    }
}

/// Which codes the reference program takes in a close frame; tungstenite knows all of them but one.
fn may_be_sent(code: u16) -> bool {
    code == BAD_GATEWAY || (code != 0 && CloseCode::from(code).is_allowed())
}

pub(super) const TEXT: u8 = 0x81;
pub(super) const CLOSE: u8 = 0x88;
pub(super) const PONG: u8 = 0x8a;

pub(super) const MAX_CONTROL_PAYLOAD: usize = 125;

/// A control frame's payload less the two bytes of the code.
const MAX_CLOSE_REASON: usize = MAX_CONTROL_PAYLOAD - 2;

/// Two bytes and a 64-bit length.
const MAX_SERVER_HEADER: usize = 10;

/// Registered with IANA after RFC 6455.
const BAD_GATEWAY: u16 = 1014;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_the_shortest_length_that_fits() {
        assert_eq!(frame_header(0).as_ref(), [0x81, 0]);
        assert_eq!(frame_header(125).as_ref(), [0x81, 125]);
        assert_eq!(frame_header(126).as_ref(), [0x81, 126, 0, 126]);
        assert_eq!(frame_header(65_535).as_ref(), [0x81, 126, 0xff, 0xff]);
        assert_eq!(frame_header(65_536).as_ref(), [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
    }

    #[test]
    fn a_header_is_what_tungstenite_writes() {
        use tungstenite::protocol::frame::FrameHeader;
        use tungstenite::protocol::frame::coding::{Data, OpCode};
        for len in (0..300).chain(65_500..65_600).chain([524_288, 25 << 20]) {
            let mut expected = Vec::new();
            let theirs = FrameHeader { opcode: OpCode::Data(Data::Text), ..FrameHeader::default() };
            theirs.format(len as u64, &mut expected).unwrap();
            assert_eq!(frame_header(len).as_ref(), expected, "length {len}");
        }
    }

    #[test]
    fn a_long_reason_is_cut_between_characters() {
        assert_eq!(cut_reason("short"), "short");
        assert_eq!(cut_reason(&"x".repeat(200)).len(), 123);
        let snowmen = "☃".repeat(60);
        assert_eq!(cut_reason(&snowmen), "☃".repeat(41));
        let shifted = format!("a{snowmen}");
        assert_eq!(cut_reason(&shifted), format!("a{}", "☃".repeat(40)));
    }

    #[test]
    fn masking_twice_changes_nothing_at_any_length() {
        for len in 0..20 {
            let plain: Vec<u8> = (0..len).collect();
            let mut bytes = plain.clone();
            apply_mask(&mut bytes, [1, 2, 3, 4]);
            let slow: Vec<u8> = plain.iter().zip([1, 2, 3, 4].iter().cycle()).map(|(a, b)| a ^ b).collect();
            assert_eq!(bytes, slow);
            apply_mask(&mut bytes, [1, 2, 3, 4]);
            assert_eq!(bytes, plain);
        }
    }

    #[test]
    fn close_codes_are_those_the_reference_takes() {
        let taken = |code: &u16| parse_close(&code.to_be_bytes()).is_ok();
        let all: Vec<u16> = (0..=u16::MAX).filter(taken).collect();
        let expected: Vec<u16> = (1000..=1003).chain(1007..=1014).chain(3000..=4999).collect();
        assert_eq!(all, expected);
    }
}
