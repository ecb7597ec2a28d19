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
    /// How many flushes there had been when they were sent.
    flushes: u64,
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
    /// Offers an event of about this many bytes, after so many flushes.
    pub(crate) fn offer(&mut self, flushes: u64, bytes: usize, droppable: bool) -> Offer {
        if self.unsent(flushes) > MAX_BUFFERED_BYTES {
            if !droppable {
                return Offer::Overflow;
            }
            self.seq += 1;
            return Offer::Drop;
        }
        self.seq += 1;
        self.sent(flushes, bytes);
        Offer::Send(self.seq)
    }

    /// Counts an answer, or an event without number.
    pub(crate) fn sent(&mut self, flushes: u64, bytes: usize) {
        if self.is_settled(flushes) {
            (self.unsent, self.since) = (0, 0);
        }
        self.flushes = flushes;
        self.since += bytes;
    }

    /// The runtime said how many bytes are unsent.
    pub(crate) fn flushed(&mut self, flushes: u64, unsent: usize) {
        *self = Self { seq: self.seq, unsent, since: 0, flushes };
    }

    /// Bytes the peer has not taken, as far as is known.
    pub(crate) fn unsent(&self, flushes: u64) -> usize {
        if self.is_settled(flushes) { 0 } else { self.unsent + self.since }
    }

    /// Whether everything was handed to the system: a flush came after it was sent, and it did not name
    /// this connection.
    fn is_settled(&self, flushes: u64) -> bool {
        self.since > 0 && self.flushes != flushes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_contiguous_and_a_drop_leaves_a_gap() {
        let mut o = Outbox::default();
        assert_eq!(o.offer(0, 10, true), Offer::Send(1));
        assert_eq!(o.offer(0, 10, false), Offer::Send(2));
        o.flushed(1, MAX_BUFFERED_BYTES + 1);
        assert_eq!(o.offer(1, 10, true), Offer::Drop);
        assert_eq!(o.offer(1, 10, false), Offer::Overflow);
        o.flushed(1, 0);
        assert_eq!(o.offer(1, 10, true), Offer::Send(4));
    }

    #[test]
    fn what_is_sent_counts_until_a_flush_that_does_not_name_it() {
        let mut o = Outbox::default();
        o.sent(0, MAX_BUFFERED_BYTES + 1);
        assert_eq!(o.offer(0, 1, true), Offer::Drop);
        assert_eq!(o.unsent(1), 0);
        assert_eq!(o.offer(1, 5, true), Offer::Send(2));
        assert_eq!(o.unsent(1), 5);
    }

    #[test]
    fn what_a_flush_named_counts_until_it_is_drained() {
        let mut o = Outbox::default();
        o.sent(0, 9);
        o.flushed(1, 3);
        assert_eq!((o.unsent(1), o.unsent(7)), (3, 3));
        o.flushed(7, 0);
        assert_eq!(o.unsent(7), 0);
    }
}
