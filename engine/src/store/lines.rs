//! Transcript lines on their way from the journal to their files.

use super::{Line, Then};
use crate::action::FileOp;
use crate::host::FileName;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The lines that the journal has and their files have not, in order for each file.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// Lines whose write has not begun, each with its number.
    fresh: VecDeque<(u64, Line)>,
    /// Lines that came so far.
    added: u64,
    /// Lines whose file could not take them. Those that come later wait behind them.
    stuck: BTreeMap<FileName, Vec<Line>>,
    /// Files with a write under way. What is to follow in them waits for its end: after one that fails a
    /// later line would stand before an earlier one.
    in_flight: BTreeSet<FileName>,
    /// What is done when the writes of all lines up to a number have begun.
    held: VecDeque<(u64, Then)>,
}

impl Lines {
    pub(crate) fn add(&mut self, line: Line) {
        self.added += 1;
        self.fresh.push_back((self.added, line));
    }

    /// Begins a write for each file that has new lines, none that is stuck, and none under way.
    pub(crate) fn begin(&mut self) -> BTreeMap<FileName, Vec<Line>> {
        let mut batches: BTreeMap<FileName, Vec<Line>> = BTreeMap::new();
        for (number, line) in core::mem::take(&mut self.fresh) {
            if let Some(stuck) = self.stuck.get_mut(&line.file) {
                stuck.push(line);
            } else if self.in_flight.contains(&line.file) {
                self.fresh.push_back((number, line));
            } else {
                batches.entry(line.file.clone()).or_default().push(line);
            }
        }
        self.in_flight.extend(batches.keys().cloned());
        batches
    }

    /// Keeps what may make somebody read the lines that came so far, until their writes have begun: the
    /// disk does what is asked of one file in order.
    pub(crate) fn hold(&mut self, then: Then) {
        self.held.push_back((self.added, then));
    }

    /// The next thing that was kept and need not be any longer.
    pub(crate) fn release(&mut self) -> Option<Then> {
        let first = self.fresh.front().map_or(u64::MAX, |(number, _)| *number);
        let (_, then) = self.held.pop_front_if(|(upto, _)| *upto < first)?;
        Some(then)
    }

    /// Begins another write of a file's stuck lines.
    pub(crate) fn begin_again(&mut self, file: &FileName) -> Option<Vec<Line>> {
        let lines = self.stuck.remove(file)?;
        self.in_flight.insert(file.clone());
        Some(lines)
    }

    /// The write of a file has ended; these lines are not in it.
    pub(crate) fn ended(&mut self, file: &FileName, left: Vec<Line>) {
        self.in_flight.remove(file);
        if !left.is_empty() {
            self.stuck.insert(file.clone(), left);
        }
    }

    /// Whether a file could not take its lines, or is being asked to again.
    pub(crate) fn is_stuck(&self, file: &FileName) -> bool {
        self.stuck.contains_key(file) || self.in_flight.contains(file)
    }

    /// Begins another write of every line that is stuck.
    pub(crate) fn begin_all_again(&mut self) -> BTreeMap<FileName, Vec<Line>> {
        self.in_flight.extend(self.stuck.keys().cloned());
        core::mem::take(&mut self.stuck)
    }

    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight.len()
    }

    /// Whether every file has its lines.
    pub(crate) fn is_empty(&self) -> bool {
        self.in_flight.is_empty() && self.fresh.is_empty() && self.stuck.is_empty() && self.held.is_empty()
    }
}

impl Line {
    /// The write of this line to its file.
    pub(crate) fn append(&self, sync: bool) -> FileOp {
        FileOp::Append { file: self.file.clone(), at: self.at, bytes: self.bytes.clone(), sync }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(file: &str, at: u64) -> Line {
        Line { file: FileName::state(file), at, bytes: b"x\n".to_vec() }
    }

    #[test]
    fn lines_of_one_file_share_a_write() {
        let mut lines = Lines::default();
        for (file, at) in [("a", 0), ("b", 0), ("a", 2)] {
            lines.add(line(file, at));
        }
        let batches = lines.begin();
        assert_eq!(batches[&FileName::state("a")], [line("a", 0), line("a", 2)]);
        assert_eq!((batches.len(), lines.in_flight()), (2, 2));
    }

    #[test]
    fn later_lines_wait_behind_those_that_are_stuck() {
        let mut lines = Lines::default();
        lines.add(line("a", 0));
        let [left] = lines.begin().into_values().collect::<Vec<_>>().try_into().unwrap();
        lines.ended(&FileName::state("a"), left);
        lines.add(line("a", 2));
        assert!(lines.begin().is_empty());
        assert_eq!(lines.begin_again(&FileName::state("a")).unwrap(), [line("a", 0), line("a", 2)]);
        assert!(!lines.is_empty());
        lines.ended(&FileName::state("a"), Vec::new());
        assert!(lines.is_empty());
    }

    #[test]
    fn a_line_never_overtakes_one_whose_write_may_still_fail() {
        let (a, ended) = (FileName::state("a"), || Then::Ended { run: crate::ids::RunId::new("r") });
        let mut lines = Lines::default();
        lines.add(line("a", 0));
        let first = lines.begin();
        lines.hold(ended());
        assert!(lines.release().is_some(), "its write has begun");
        lines.add(line("a", 2));
        lines.add(line("b", 0));
        assert_eq!(lines.begin().into_keys().collect::<Vec<_>>(), [FileName::state("b")]);
        lines.hold(ended());
        assert!(lines.release().is_none(), "a line of before could not be read");
        lines.ended(&a, first.into_values().flatten().collect());
        assert!(lines.begin().is_empty());
        assert!(lines.release().is_some(), "a file that fails keeps nobody waiting");
        assert_eq!(lines.begin_again(&a).unwrap(), [line("a", 0), line("a", 2)]);
    }
}
