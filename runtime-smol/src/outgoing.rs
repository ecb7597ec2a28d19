//! What is on its way to one connection: written directly, kept only where the system would wait.

use engine::transport::ws::{FrameHeaderBytes, frame_header};
use std::collections::VecDeque;
use std::io::{self, IoSlice, Write as _};
use std::sync::Arc;

/// Slices given to the system in one call.
const MAX_SLICES: usize = 64;

/// Bytes that are copied together before they are written.
const SMALL: usize = 4 * 1024;

/// Bytes above which a connection is written to before its batch is complete.
pub(crate) const EAGER_BYTES: usize = 64 * 1024;

/// Something to send, whole.
#[derive(Debug)]
pub(crate) enum Piece {
    /// Bytes as they are.
    Raw(Vec<u8>),
    /// One text message.
    Text(FrameHeaderBytes, String),
    /// One text message whose ends are shared with other connections.
    Shared(FrameHeaderBytes, Arc<str>, Digits, Arc<str>),
}

impl Piece {
    pub(crate) fn text(text: String) -> Self {
        Self::Text(frame_header(text.len()), text)
    }

    pub(crate) fn shared(body: Arc<str>, number: u64, end: Arc<str>) -> Self {
        let digits = Digits::of(number);
        let header = frame_header(body.len() + digits.as_ref().len() + end.len());
        Self::Shared(header, body, digits, end)
    }

    fn parts(&self) -> [&[u8]; 4] {
        match self {
            Self::Raw(bytes) => [bytes, &[], &[], &[]],
            Self::Text(header, text) => [header.as_ref(), text.as_bytes(), &[], &[]],
            Self::Shared(header, body, digits, end) => {
                [header.as_ref(), body.as_bytes(), digits.as_ref(), end.as_bytes()]
            }
        }
    }

    fn len(&self) -> usize {
        self.parts().iter().map(|p| p.len()).sum()
    }
}

/// A number in decimal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digits {
    bytes: [u8; 20],
    len: u8,
}

impl Digits {
    fn of(number: u64) -> Self {
        let mut digits = Self { bytes: [0; 20], len: 0 };
        let mut cursor = io::Cursor::new(&mut digits.bytes[..]);
        // Twenty bytes hold every number.
        let _ = write!(cursor, "{number}");
        digits.len = u8::try_from(cursor.position()).unwrap_or_default();
        digits
    }
}

impl AsRef<[u8]> for Digits {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// Pieces in order, and how much of the first is written.
#[derive(Debug, Default)]
pub(crate) struct Outgoing {
    pieces: VecDeque<Piece>,
    written: usize,
    bytes: usize,
}

impl Outgoing {
    pub(crate) fn push(&mut self, piece: Piece) {
        self.bytes += piece.len();
        self.pieces.push_back(piece);
    }

    /// Bytes that are not written yet.
    pub(crate) fn unsent(&self) -> usize {
        self.bytes
    }

    /// Writes until everything is written or the system would wait. `write` gives 0 for that.
    pub(crate) fn flush(
        &mut self,
        mut write: impl FnMut(&[IoSlice<'_>]) -> io::Result<usize>,
    ) -> io::Result<()> {
        while self.bytes > 0 {
            let offered = self.bytes.min(SMALL);
            let n = if self.bytes <= SMALL {
                self.write_small(&mut write)?
            } else {
                self.write_large(&mut write)?
            };
            self.consume(n);
            if n < offered {
                break;
            }
        }
        if self.bytes == 0 && self.pieces.capacity() > 4 {
            // A quiet connection keeps no room.
            self.pieces = VecDeque::new();
        }
        Ok(())
    }

    /// A few short parts are copied together: that costs less than to have the system collect them.
    fn write_small(&self, write: &mut impl FnMut(&[IoSlice<'_>]) -> io::Result<usize>) -> io::Result<usize> {
        let mut together = [0; SMALL];
        let mut len = 0;
        let mut skip = self.written;
        for part in self.pieces.iter().flat_map(Piece::parts) {
            let rest = &part[skip.min(part.len())..];
            skip -= part.len() - rest.len();
            together[len..len + rest.len()].copy_from_slice(rest);
            len += rest.len();
        }
        write(&[IoSlice::new(&together[..len])])
    }

    fn write_large(&self, write: &mut impl FnMut(&[IoSlice<'_>]) -> io::Result<usize>) -> io::Result<usize> {
        let mut slices = [IoSlice::new(&[]); MAX_SLICES];
        let mut used = 0;
        let mut skip = self.written;
        for part in self.pieces.iter().flat_map(Piece::parts) {
            let rest = &part[skip.min(part.len())..];
            skip -= part.len() - rest.len();
            if rest.is_empty() {
                continue;
            }
            if used == MAX_SLICES {
                break;
            }
            slices[used] = IoSlice::new(rest);
            used += 1;
        }
        write(&slices[..used])
    }

    fn consume(&mut self, mut n: usize) {
        self.bytes -= n;
        while let Some(first) = self.pieces.front() {
            let left = first.len() - self.written;
            if n < left {
                self.written += n;
                return;
            }
            n -= left;
            self.written = 0;
            self.pieces.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes at most `step` bytes a call, at most `calls` times.
    fn drain(out: &mut Outgoing, step: usize, calls: usize) -> Vec<u8> {
        let (mut taken, mut left) = (Vec::new(), calls);
        out.flush(|slices| {
            if left == 0 {
                return Ok(0);
            }
            left -= 1;
            let all: Vec<u8> = slices.iter().flat_map(|s| s.iter().copied()).collect();
            let n = all.len().min(step);
            taken.extend_from_slice(&all[..n]);
            Ok(n)
        })
        .unwrap();
        taken
    }

    fn filled() -> (Outgoing, Vec<u8>) {
        let mut out = Outgoing::default();
        out.push(Piece::text("hello".into()));
        out.push(Piece::shared("{\"seq\":".into(), 1234, "}".into()));
        out.push(Piece::Raw(vec![1, 2, 3]));
        let mut all = b"\x81\x05hello\x81\x0c{\"seq\":1234}".to_vec();
        all.extend([1, 2, 3]);
        (out, all)
    }

    #[test]
    fn whatever_the_system_takes_the_bytes_are_the_same() {
        for step in 1..40 {
            let (mut out, all) = filled();
            let mut taken = Vec::new();
            for _ in 0..100 {
                taken.extend(drain(&mut out, step, 1));
            }
            assert_eq!((taken, out.unsent()), (all, 0), "{step}");
        }
    }

    #[test]
    fn many_pieces_leave_in_few_calls() {
        let mut out = Outgoing::default();
        for n in 0..100 {
            out.push(Piece::text(n.to_string()));
        }
        assert_eq!(drain(&mut out, usize::MAX, 4).len(), 10 * 3 + 90 * 4);
        assert_eq!(out.unsent(), 0);
    }

    #[test]
    fn the_longest_number_fits() {
        assert_eq!(Digits::of(u64::MAX).as_ref(), u64::MAX.to_string().as_bytes());
        assert_eq!(Digits::of(0).as_ref(), b"0");
    }
}
