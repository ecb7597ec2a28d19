//! Where a request body ends: by its length or by its chunks.

use super::head::{BodyFraming, MAX_HEADERS};
use super::is_header_name;
use super::refusal::Refusal;

#[derive(Debug)]
pub(super) enum BodyDecoder {
    Fixed { length: u64, remaining: u64 },
    Chunked(Chunks),
}

/// What one step found, beside the number of bytes it used.
#[derive(Debug, PartialEq)]
pub(super) enum Decoded {
    NeedMore,
    /// The last so many of the bytes used belong to the body.
    Data(usize),
    End,
    Refuse(Refusal),
}

#[derive(Debug, Default)]
pub(super) struct Chunks {
    phase: Phase,
    /// Bytes of all chunks announced so far.
    announced: u64,
    /// Bytes of all extensions so far.
    extensions: usize,
    trailer_bytes: usize,
    trailer_lines: usize,
}

#[derive(Clone, Copy, Debug, Default)]
enum Phase {
    #[default]
    Size,
    Data(u64),
    DataEnd,
    Trailers,
}

impl BodyDecoder {
    /// Creates the decoder of a body, if there is one.
    pub(super) fn new(framing: BodyFraming) -> Option<Self> {
        match framing {
            BodyFraming::None => None,
            BodyFraming::Length(length) => Some(Self::Fixed { length, remaining: length }),
            BodyFraming::Chunked => Some(Self::Chunked(Chunks::default())),
        }
    }

    /// Looks at the unread bytes and returns how many of them are used up, and as what.
    pub(super) fn step(&mut self, input: &[u8], max: u64, trailer_limit: usize) -> (usize, Decoded) {
        match self {
            Self::Fixed { length, .. } if *length > max => (0, Decoded::Refuse(Refusal::BODY_TOO_LARGE)),
            Self::Fixed { remaining: 0, .. } => (0, Decoded::End),
            Self::Fixed { remaining, .. } => data(remaining, input),
            Self::Chunked(chunks) => chunks.step(input, max, trailer_limit),
        }
    }
}

impl Chunks {
    fn step(&mut self, input: &[u8], max: u64, trailer_limit: usize) -> (usize, Decoded) {
        let mut used = 0;
        loop {
            let rest = &input[used..];
            let step = match &mut self.phase {
                Phase::Data(0) => {
                    self.phase = Phase::DataEnd;
                    continue;
                }
                Phase::Data(remaining) => {
                    let (taken, decoded) = data(remaining, rest);
                    return (used + taken, decoded);
                }
                Phase::Size => self.on_size_line(rest, max),
                Phase::DataEnd => self.on_data_end(rest),
                Phase::Trailers => self.on_trailer_line(rest, trailer_limit),
            };
            match step {
                Line::Used(len) => used += len,
                Line::Last(len) => return (used + len, Decoded::End),
                Line::NeedMore => return (used, Decoded::NeedMore),
                Line::Refuse(refusal) => return (used, Decoded::Refuse(refusal)),
            }
        }
    }

    fn on_size_line(&mut self, rest: &[u8], max: u64) -> Line {
        let Some(end) = rest.iter().position(|&byte| byte == b'\n') else {
            return Line::need_unless(rest.len() > MAX_CHUNK_LINE, Refusal::CHUNK_EXTENSIONS);
        };
        if end > MAX_CHUNK_LINE {
            return Line::Refuse(Refusal::CHUNK_EXTENSIONS);
        }
        let Some((size, extensions)) = rest[..end].strip_suffix(b"\r").and_then(parse_size_line) else {
            return Line::Refuse(Refusal::CHUNK_LINE);
        };
        self.extensions += extensions;
        if self.extensions > MAX_EXTENSIONS {
            return Line::Refuse(Refusal::CHUNK_EXTENSIONS);
        }
        self.announced = self.announced.saturating_add(size);
        if self.announced > max {
            return Line::Refuse(Refusal::BODY_TOO_LARGE);
        }
        self.phase = if size == 0 { Phase::Trailers } else { Phase::Data(size) };
        Line::Used(end + 1)
    }

    fn on_data_end(&mut self, rest: &[u8]) -> Line {
        match rest {
            [] | [b'\r'] => Line::NeedMore,
            [b'\r', b'\n', ..] => {
                self.phase = Phase::Size;
                Line::Used(2)
            }
            [..] => Line::Refuse(Refusal::CHUNK_END),
        }
    }

    /// Trailers are checked and dropped: no handler asks for one.
    fn on_trailer_line(&mut self, rest: &[u8], limit: usize) -> Line {
        let Some(end) = rest.iter().position(|&byte| byte == b'\n') else {
            let too_large = self.trailer_bytes + rest.len() > limit;
            return Line::need_unless(too_large, Refusal::TRAILERS_TOO_LARGE);
        };
        self.trailer_bytes += end + 1;
        if self.trailer_bytes > limit || self.trailer_lines > MAX_HEADERS {
            return Line::Refuse(Refusal::TRAILERS_TOO_LARGE);
        }
        self.trailer_lines += 1;
        match rest[..end].strip_suffix(b"\r") {
            Some([]) => Line::Last(end + 1),
            Some(line) if is_header_line(line) => Line::Used(end + 1),
            Some(_) | None => Line::Refuse(Refusal::TRAILER),
        }
    }
}

enum Line {
    Used(usize),
    Last(usize),
    NeedMore,
    Refuse(Refusal),
}

impl Line {
    fn need_unless(too_large: bool, refusal: Refusal) -> Self {
        if too_large { Self::Refuse(refusal) } else { Self::NeedMore }
    }
}

fn data(remaining: &mut u64, input: &[u8]) -> (usize, Decoded) {
    let len = input.len().min(usize::try_from(*remaining).unwrap_or(usize::MAX));
    if len == 0 {
        return (0, Decoded::NeedMore);
    }
    *remaining -= len as u64;
    (len, Decoded::Data(len))
}

/// A size in hexadecimal and perhaps extensions; returns the size and the length of the extensions.
fn parse_size_line(line: &[u8]) -> Option<(u64, usize)> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let (size, extensions) = line.split_at_checked(digits)?;
    let first = extensions.iter().find(|byte| !matches!(byte, b' ' | b'\t'));
    let well_formed = extensions.is_empty() || (first == Some(&b';') && is_text(extensions));
    if !well_formed || digits > MAX_SIZE_DIGITS {
        return None;
    }
    let size = u64::from_str_radix(core::str::from_utf8(size).ok()?, 16).ok()?;
    Some((size, extensions.len()))
}

fn is_header_line(line: &[u8]) -> bool {
    let colon = line.iter().position(|&byte| byte == b':');
    colon.is_some_and(|colon| is_header_name(&line[..colon])) && is_text(line)
}

fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|&byte| byte == b'\t' || (byte >= b' ' && byte != 0x7f))
}

/// Digits of a 64-bit size, leading zeros included.
const MAX_SIZE_DIGITS: usize = 16;

/// One chunk's size line in bytes; no known sender comes near.
const MAX_CHUNK_LINE: usize = 256;

/// Extensions of a whole body in bytes, or one-byte chunks could make us read 256 times what counts.
const MAX_EXTENSIONS: usize = 8 * 1024;
