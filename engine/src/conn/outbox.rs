//! What a connection was sent: its own event numbers, and the bytes its peer has not taken.

use crate::limits::MAX_BUFFERED_BYTES;

/// The sending side of a connection.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    /// Number of the last event. Every event that the connection may see has the next number, also one
    /// that is dropped because the peer is slow: only a real loss leaves a gap.
    seq: u64,
    /// Bytes that were unsent when the runtime last said so.
    unsent: usize,
    /// Bytes sent since.
    since: usize,
}

/// What becomes of an event for a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offer {
    /// It is sent, with this number.
    Send(u64),
    /// The peer is slow and the event can be missed: it is dropped, its number too.
    Drop,
    /// The peer is slow and may not miss the event: the connection ends.
    Overflow,
}

impl Outbox {
    /// Offers an event of about this many bytes.
    pub(crate) fn offer(&mut self, bytes: usize, droppable: bool) -> Offer {
        if self.unsent() > MAX_BUFFERED_BYTES {
            if !droppable {
                return Offer::Overflow;
            }
            self.seq += 1;
            return Offer::Drop;
        }
        self.seq += 1;
        self.since += bytes;
        Offer::Send(self.seq)
    }

    /// Counts an answer, or an event without number.
    pub(crate) fn sent(&mut self, bytes: usize) {
        self.since += bytes;
    }

    /// Everything was handed to the system but for this many bytes.
    pub(crate) fn flushed(&mut self, unsent: usize) {
        self.unsent = unsent;
        self.since = 0;
    }

    /// Bytes the peer has not taken, as far as is known.
    pub(crate) fn unsent(&self) -> usize {
        self.unsent + self.since
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_contiguous_and_a_drop_leaves_a_gap() {
        let mut o = Outbox::default();
        assert_eq!(o.offer(10, true), Offer::Send(1));
        assert_eq!(o.offer(10, false), Offer::Send(2));
        o.flushed(MAX_BUFFERED_BYTES + 1);
        assert_eq!(o.offer(10, true), Offer::Drop);
        assert_eq!(o.offer(10, false), Offer::Overflow);
        o.flushed(0);
        assert_eq!(o.offer(10, true), Offer::Send(4));
    }

    #[test]
    fn what_is_sent_counts_until_the_runtime_says_it_is_gone() {
        let mut o = Outbox::default();
        o.sent(MAX_BUFFERED_BYTES + 1);
        assert_eq!(o.offer(1, true), Offer::Drop);
        o.flushed(3);
        assert_eq!(o.unsent(), 3);
    }
}
