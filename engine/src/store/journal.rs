//! The journal: every change of state is one checked line, many changes share one sync.
//!
//! A segment is `journal/NNNNNNNNNN.log` in the state directory. A line is the first eight hexadecimal
//! digits of the SHA-256 of its JSON, a space, the JSON, a newline. A segment whose last line is torn
//! lost nothing that was acknowledged; a bad line anywhere else is damage, and the file is kept aside.

use super::Then;
use super::doc::Doc;
use crate::host::FileName;
use crate::ids::OpId;
use crate::limits::{MAX_JOURNAL_BATCH, MAX_JOURNAL_PENDING};
use crate::rng::hex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::VecDeque;

/// Where the segments are.
pub(crate) const JOURNAL_DIR: &str = "journal";

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub(crate) enum Record<'a> {
    /// A value of a state file was set.
    Put { d: Cow<'a, str>, k: Cow<'a, str>, v: Cow<'a, Value> },
    /// A value of a state file was removed.
    Del { d: Cow<'a, str>, k: Cow<'a, str> },
    /// A line was added to a transcript that had `at` bytes.
    Line { f: Cow<'a, FileName>, at: u64, l: Cow<'a, str> },
}

/// What is appended and not yet on the disk, and who waits for it.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    segment: u64,
    at: u64,
    pending: Vec<u8>,
    /// Bytes recorded so far, and those of them that are on the disk, in all segments.
    recorded: u64,
    durable: u64,
    /// What waits, and how many bytes have to be on the disk for it.
    waiting: VecDeque<(u64, Then)>,
    flight: Option<Flight>,
    failing: Option<String>,
    /// The append under way is one that failed before.
    again: bool,
}

#[derive(Debug)]
struct Flight {
    op: Option<OpId>,
    bytes: Vec<u8>,
}

impl Record<'_> {
    /// The agent whose session store the record changes.
    pub(crate) fn store_of(&self) -> Option<&str> {
        match self {
            Self::Put { d, .. } | Self::Del { d, .. } => d.strip_prefix("sessions:"),
            Self::Line { .. } => None,
        }
    }
}

/// An append to ask for.
#[derive(Debug, PartialEq)]
pub(crate) struct Append {
    pub(crate) file: FileName,
    pub(crate) at: u64,
    pub(crate) bytes: Vec<u8>,
}

impl Journal {
    /// Begins a new, empty segment.
    pub(crate) fn begin(&mut self, segment: u64) {
        assert!(self.flight.is_none(), "a segment is not changed under an append");
        self.segment = segment;
        self.at = 0;
    }

    pub(crate) fn segment(&self) -> u64 {
        self.segment
    }

    /// Bytes of the current segment that are on the disk.
    pub(crate) fn written(&self) -> u64 {
        self.at
    }

    pub(crate) fn record(&mut self, record: &Record<'_>) {
        let json = serde_json::to_string(record).expect("a record always has a JSON text");
        let before = self.pending.len();
        self.pending.extend_from_slice(checksum(json.as_bytes()).as_bytes());
        self.pending.push(b' ');
        self.pending.extend_from_slice(json.as_bytes());
        self.pending.push(b'\n');
        self.recorded += (self.pending.len() - before) as u64;
    }

    /// How much was recorded so far, and how much of that is on the disk.
    pub(crate) fn progress(&self) -> (u64, u64) {
        (self.recorded, self.durable)
    }

    /// Does `then` once everything recorded so far is on the disk.
    pub(crate) fn after(&mut self, then: Then) {
        self.waiting.push_back((self.recorded, then));
    }

    /// The next append, when there is something to append and none is under way.
    pub(crate) fn take_append(&mut self, op: OpId) -> Option<Append> {
        if let Some(flight) = &mut self.flight {
            // Only a failed append has no operation: it is repeated as it was.
            if flight.op.is_some() || self.failing.is_some() {
                return None;
            }
            flight.op = Some(op);
            return Some(Append {
                file: segment_file(self.segment),
                at: self.at,
                bytes: flight.bytes.clone(),
            });
        }
        if self.pending.is_empty() {
            return None;
        }
        let cut = batch_end(&self.pending, MAX_JOURNAL_BATCH);
        let rest = self.pending.split_off(cut);
        let bytes = core::mem::replace(&mut self.pending, rest);
        self.flight = Some(Flight { op: Some(op), bytes: bytes.clone() });
        Some(Append { file: segment_file(self.segment), at: self.at, bytes })
    }

    /// The append is on the disk: what waited for it may go on.
    pub(crate) fn appended(&mut self) -> Vec<Then> {
        let Some(flight) = self.flight.take() else { return Vec::new() };
        self.at += flight.bytes.len() as u64;
        self.durable += flight.bytes.len() as u64;
        self.failing = None;
        self.again = false;
        let ready = self.waiting.partition_point(|(bytes, _)| *bytes <= self.durable);
        self.waiting.drain(..ready).map(|(_, then)| then).collect()
    }

    /// Whether the append under way is one that failed before.
    pub(crate) fn is_repeating(&self) -> bool {
        self.again
    }

    /// Whether an append is under way, or waits to be repeated.
    pub(crate) fn in_flight(&self) -> bool {
        self.flight.is_some()
    }

    /// The append failed: who waits is told so; the bytes are kept and tried again, and with them the lines
    /// they stand for, which are written as soon as the journal has them.
    pub(crate) fn failed(&mut self, detail: String) -> Vec<Then> {
        let Some(flight) = &mut self.flight else { return Vec::new() };
        flight.op = None;
        self.failing = Some(detail);
        self.again = true;
        let waiting = core::mem::take(&mut self.waiting).into_iter();
        let (lines, others): (VecDeque<_>, VecDeque<_>) =
            waiting.partition(|(_, then)| matches!(then, Then::Line(_)));
        self.waiting = lines;
        others.into_iter().map(|(_, then)| then).collect()
    }

    /// Lets the failed append be tried again.
    pub(crate) fn retry(&mut self) {
        self.failing = None;
    }

    pub(crate) fn failing(&self) -> Option<&str> {
        self.failing.as_deref()
    }

    /// Whether nothing waits for the disk.
    pub(crate) fn is_idle(&self) -> bool {
        self.flight.is_none() && self.pending.is_empty()
    }

    /// Bytes that are not on the disk.
    pub(crate) fn pending_bytes(&self) -> usize {
        self.pending.len() + self.flight.as_ref().map_or(0, |flight| flight.bytes.len())
    }

    /// Whether one more change may be recorded.
    pub(crate) fn has_room(&self) -> bool {
        self.pending.len() < MAX_JOURNAL_PENDING
    }
}

/// The name of a segment.
pub(crate) fn segment_file(segment: u64) -> FileName {
    FileName::state(format!("{JOURNAL_DIR}/{segment:010}.log"))
}

/// The number of a segment by its file name.
pub(crate) fn segment_number(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".log")?;
    (digits.len() == 10).then(|| digits.parse().ok())?
}

/// What a segment holds.
#[derive(Debug, PartialEq)]
pub(crate) struct Segment {
    pub(crate) records: Vec<Record<'static>>,
    pub(crate) damage: Option<Damage>,
}

/// Where a segment makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// Offset of the first bad line.
    pub(crate) at: usize,
    /// Whether the bad line is the last one: an append that did not complete.
    pub(crate) torn: bool,
}

/// Reads every good line of a segment. Lines after a bad one still count: each is a whole change, and
/// was acknowledged.
pub(crate) fn read_segment(bytes: &[u8]) -> Segment {
    let mut segment = Segment { records: Vec::new(), damage: None };
    let mut at = 0;
    while at < bytes.len() {
        let end = bytes[at..].iter().position(|b| *b == b'\n').map(|n| at + n);
        let line = &bytes[at..end.unwrap_or(bytes.len())];
        match end.and_then(|_| read_line(line)) {
            Some(record) => {
                segment.records.push(record);
                if let Some(damage) = &mut segment.damage {
                    damage.torn = false;
                }
            }
            None => {
                segment.damage.get_or_insert(Damage { at, torn: true });
            }
        }
        at = end.map_or(bytes.len(), |e| e + 1);
    }
    segment
}

fn read_line(line: &[u8]) -> Option<Record<'static>> {
    let (sum, json) = line.split_at_checked(8)?;
    let json = json.strip_prefix(b" ")?;
    if checksum(json).as_bytes() != sum {
        return None;
    }
    let record: Record<'_> = serde_json::from_slice(json).ok()?;
    match &record {
        Record::Put { d, .. } | Record::Del { d, .. } => Doc::from_name(d).map(|_| record),
        Record::Line { .. } => Some(record),
    }
}

fn checksum(json: &[u8]) -> String {
    hex(&Sha256::digest(json)[..4])
}

/// A line with its JSON changed. Its checksum holds afterwards if it held before.
pub(crate) fn reseal(line: &[u8], change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let (text, end) = line.split_at(line.len() - usize::from(line.ends_with(b"\n")));
    let Some((sum, json)) = text.split_at_checked(9) else { return line.to_vec() };
    let sealed = sum.strip_suffix(b" ") == Some(checksum(json).as_bytes());
    let mut json = json.to_vec();
    change(&mut json);
    let sum = if sealed { format!("{} ", checksum(&json)).into_bytes() } else { sum.to_vec() };
    [sum.as_slice(), &json, end].concat()
}

/// The end of the last whole line within `max` bytes, or of the first line when it is longer.
fn batch_end(pending: &[u8], max: usize) -> usize {
    if pending.len() <= max {
        return pending.len();
    }
    let within = pending[..max].iter().rposition(|b| *b == b'\n');
    let end = within.or_else(|| pending.iter().position(|b| *b == b'\n'));
    end.map_or(pending.len(), |n| n + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(k: &str) -> Record<'static> {
        Record::Put { d: "runs".into(), k: k.to_owned().into(), v: Cow::Owned(Value::Null) }
    }

    fn segment(keys: &[&str]) -> Vec<u8> {
        let mut j = Journal::default();
        for k in keys {
            j.record(&put(k));
        }
        j.take_append(OpId(1)).map(|a| a.bytes).unwrap_or_default()
    }

    #[test]
    fn what_was_written_is_read_back() {
        let read = read_segment(&segment(&["a", "b"]));
        assert_eq!(read, Segment { records: vec![put("a"), put("b")], damage: None });
    }

    #[test]
    fn a_number_is_read_back_to_its_last_digit() {
        let mut journal = Journal::default();
        let number = serde_json::json!(0.123_456_785_678_901_23);
        let record = Record::Put { d: "runs".into(), k: "k".into(), v: Cow::Owned(number) };
        journal.record(&record);
        assert_eq!(read_segment(&journal.take_append(OpId(1)).unwrap().bytes).records, vec![record]);
    }

    #[test]
    fn a_segment_cut_anywhere_gives_its_whole_lines() {
        let bytes = segment(&["a", "b"]);
        let first = segment(&["a"]).len();
        for cut in 0..bytes.len() {
            let read = read_segment(&bytes[..cut]);
            assert_eq!(read.records.len(), usize::from(cut >= first), "cut at {cut}");
            let whole = cut == 0 || cut == first;
            assert_eq!(read.damage.is_some(), !whole, "cut at {cut}");
            assert!(read.damage.is_none_or(|d| d.torn), "cut at {cut}");
        }
    }

    #[test]
    fn damage_before_good_lines_is_not_taken_for_a_torn_end() {
        let mut bytes = segment(&["a", "b", "c"]);
        let middle = segment(&["a"]).len() + 12;
        bytes[middle] ^= 1;
        let read = read_segment(&bytes);
        assert_eq!(read.records, vec![put("a"), put("c")]);
        assert_eq!(read.damage.map(|d| d.torn), Some(false));
    }

    #[test]
    fn changes_made_during_an_append_share_the_next_one() {
        let mut j = Journal::default();
        j.record(&put("a"));
        assert!(j.take_append(OpId(1)).is_some());
        j.record(&put("b"));
        j.record(&put("c"));
        assert_eq!(j.take_append(OpId(2)), None);
        let first = j.at;
        j.appended();
        let next = j.take_append(OpId(3)).unwrap();
        assert!(next.at > first);
        assert_eq!(read_segment(&next.bytes).records, vec![put("b"), put("c")]);
    }

    #[test]
    fn a_failed_append_is_repeated_at_the_same_place() {
        let mut j = Journal::default();
        j.record(&put("a"));
        let first = j.take_append(OpId(1)).unwrap();
        j.failed("no space left".to_owned());
        assert_eq!(j.take_append(OpId(2)), None);
        j.retry();
        assert_eq!(j.take_append(OpId(3)), Some(first));
    }

    #[test]
    fn who_begins_to_wait_during_a_failed_append_waits_for_it() {
        let mut j = Journal::default();
        j.record(&put("a"));
        j.take_append(OpId(1)).unwrap();
        j.failed("no space left".to_owned());
        j.after(Then::Ended { run: crate::ids::RunId::new("r") });
        j.retry();
        j.take_append(OpId(2)).unwrap();
        assert_eq!(j.appended().len(), 1);
    }

    #[test]
    fn a_line_of_a_failed_append_is_written_once_the_journal_has_it() {
        let line = || super::super::Line { file: FileName::state("t"), at: 0, bytes: b"{}\n".to_vec() };
        let mut j = Journal::default();
        j.record(&put("a"));
        j.after(Then::Line(line()));
        j.take_append(OpId(1)).unwrap();
        j.record(&put("b"));
        j.after(Then::Ended { run: crate::ids::RunId::new("r") });
        assert!(matches!(j.failed("no space left".to_owned())[..], [Then::Ended { .. }]));
        j.retry();
        j.take_append(OpId(2)).unwrap();
        // Now, and not with the record that came later: a checkpoint may drop this segment.
        assert!(matches!(&j.appended()[..], [Then::Line(l)] if *l == line()));
    }

    #[test]
    fn a_changed_line_is_sealed_again_and_a_broken_one_stays_broken() {
        let hide = |json: &mut Vec<u8>| {
            let at = json.windows(3).position(|part| part == b"abc").unwrap();
            json[at..at + 3].copy_from_slice(b"xyz");
        };
        let line = segment(&["abc"]);
        assert_eq!(read_segment(&reseal(&line, hide)).records, vec![put("xyz")]);
        let mut broken = line;
        broken[0] ^= 1;
        assert!(read_segment(&reseal(&broken, hide)).damage.is_some());
        assert_eq!(reseal(b"abc\n", hide), b"abc\n");
    }

    #[test]
    fn a_batch_ends_at_a_line() {
        assert_eq!(batch_end(b"aa\nbb\ncc\n", 4), 3);
        assert_eq!(batch_end(b"aaaaaa\nbb\n", 4), 7);
        assert_eq!(batch_end(b"aa\n", 4), 3);
    }
}
