//! Transcript lines on their way from the journal to their files.

use super::Line;
use crate::action::FileOp;
use crate::host::FileName;
use std::collections::BTreeMap;

/// The lines that the journal has and their files have not, in order for each file.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// Lines that came since the last look.
    fresh: Vec<Line>,
    /// Lines whose file could not take them. Those that come later wait behind them.
    stuck: BTreeMap<FileName, Vec<Line>>,
    /// Writes under way.
    in_flight: usize,
}

impl Lines {
    pub(crate) fn add(&mut self, line: Line) {
        self.fresh.push(line);
    }

    /// Begins a write for each file that has new lines and none that is stuck.
    pub(crate) fn begin(&mut self) -> BTreeMap<FileName, Vec<Line>> {
        let mut batches: BTreeMap<FileName, Vec<Line>> = BTreeMap::new();
        for line in core::mem::take(&mut self.fresh) {
            match self.stuck.get_mut(&line.file) {
                Some(stuck) => stuck.push(line),
                None => batches.entry(line.file.clone()).or_default().push(line),
            }
        }
        self.in_flight += batches.len();
        batches
    }

    /// Begins another write of a file's stuck lines.
    pub(crate) fn begin_again(&mut self, file: &FileName) -> Option<Vec<Line>> {
        let lines = self.stuck.remove(file)?;
        self.in_flight += 1;
        Some(lines)
    }

    /// A write has ended; these lines are not in their file.
    pub(crate) fn ended(&mut self, left: Vec<Line>) {
        self.in_flight -= 1;
        self.keep(left);
    }

    /// Keeps lines for a later write.
    pub(crate) fn keep(&mut self, left: Vec<Line>) {
        for line in left {
            self.stuck.entry(line.file.clone()).or_default().push(line);
        }
    }

    /// Takes every line that is stuck.
    pub(crate) fn take_stuck(&mut self) -> BTreeMap<FileName, Vec<Line>> {
        core::mem::take(&mut self.stuck)
    }

    /// Whether a file lacks lines that it could not take.
    pub(crate) fn has(&self, file: &FileName) -> bool {
        self.stuck.contains_key(file)
    }

    /// Completes what was read of a file with the lines that it could not take yet: whoever reads it gets what
    /// was promised to be there. `start` is the place of the first byte that was read.
    pub(crate) fn complete(&self, file: &FileName, start: u64, bytes: &mut Vec<u8>) {
        for line in self.stuck.get(file).into_iter().flatten() {
            let at = usize::try_from(line.at.saturating_sub(start)).unwrap_or(usize::MAX);
            let there = bytes.get(at..).unwrap_or_default();
            if there.starts_with(&line.bytes) {
                continue;
            }
            let part = if line.bytes.starts_with(there) { there.len() } else { 0 };
            bytes.extend_from_slice(&line.bytes[part..]);
        }
    }

    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Whether every file has its lines.
    pub(crate) fn is_empty(&self) -> bool {
        self.in_flight == 0 && self.fresh.is_empty() && self.stuck.is_empty()
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
    fn what_is_read_is_completed_with_the_lines_that_are_stuck() {
        let mut lines = Lines::default();
        lines.keep(vec![line("a", 0), line("a", 2), line("b", 0)]);
        let complete = |read: &[u8], start| {
            let mut bytes = read.to_vec();
            lines.complete(&FileName::state("a"), start, &mut bytes);
            bytes
        };
        assert_eq!(complete(b"", 0), b"x\nx\n");
        assert_eq!(complete(b"x\nx", 0), b"x\nx\n", "a torn line is completed");
        assert_eq!(complete(b"x\nx\n", 0), b"x\nx\n", "nothing is there twice");
        assert_eq!(complete(b"x\nx\n", 2), b"x\nx\n", "and what lies before is not looked at");
    }

    #[test]
    fn later_lines_wait_behind_those_that_are_stuck() {
        let mut lines = Lines::default();
        lines.add(line("a", 0));
        let [left] = lines.begin().into_values().collect::<Vec<_>>().try_into().unwrap();
        lines.ended(left);
        lines.add(line("a", 2));
        assert!(lines.begin().is_empty());
        assert_eq!(lines.begin_again(&FileName::state("a")).unwrap(), [line("a", 0), line("a", 2)]);
        assert!(!lines.is_empty());
        lines.ended(Vec::new());
        assert!(lines.is_empty());
    }
}
