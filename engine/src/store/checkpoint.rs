//! Writing changed files out, and dropping the journal segments they make needless.

use super::journal::segment_file;
use super::{Doc, Line, Store};
use crate::action::FileOp;
use crate::host::FileName;
use std::collections::{BTreeMap, BTreeSet};

/// Where a checkpoint stands.
#[derive(Debug, Default)]
pub(crate) struct Checkpoint {
    /// Segments on the disk that older checkpoints could not drop, and the ones being dropped now.
    old: BTreeSet<u64>,
    /// Writes under way.
    left: usize,
    /// Writes that wait until so much of what was recorded is on the disk: a file must not hold what the
    /// journal may lose, else a part of a change survives a crash without the rest.
    held: Option<(u64, Vec<Write>)>,
    failed: bool,
    /// The segments to drop when every write succeeded.
    dropping: Vec<u64>,
    /// Segments with damage: instead of being dropped they are kept under this name.
    damaged: BTreeMap<u64, FileName>,
}

/// One write of a checkpoint: what it covers, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Write {
    pub(crate) covers: Covers,
    pub(crate) files: Vec<FileOp>,
}

/// What a write of a checkpoint covers, so that a failure can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Covers {
    /// A state file.
    Doc(Doc),
    /// A transcript, and the lines it was still missing.
    Transcript(FileName, Vec<Line>),
    /// Dropping segments.
    Segments,
}

impl Checkpoint {
    pub(crate) fn is_idle(&self) -> bool {
        self.left == 0 && self.old.is_empty()
    }

    pub(crate) fn is_running(&self) -> bool {
        self.left > 0
    }

    /// Notes a segment found at start.
    pub(crate) fn found(&mut self, segment: u64) {
        self.old.insert(segment);
    }

    /// Notes that a segment is damaged: its good lines count, and the file is kept for a person to see.
    pub(crate) fn keep_aside(&mut self, segment: u64, aside: FileName) {
        self.damaged.insert(segment, aside);
    }
}

impl Store {
    /// Begins a checkpoint: what is to be written. The journal goes on in a new segment, so changes
    /// made meanwhile are not lost when the old ones are dropped. `None` while one is under way, while
    /// an append or a line is on its way to the disk, or when there is nothing to do.
    pub(crate) fn begin_checkpoint(&mut self) -> Option<Vec<Write>> {
        let busy = self.checkpoint.is_running() || self.journal.in_flight() || self.lines.in_flight() > 0;
        if busy || self.is_clean() {
            return None;
        }
        if self.journal.written() > 0 {
            self.checkpoint.old.insert(self.journal.segment());
            self.journal.begin(self.journal.segment() + 1);
        }
        let mut writes = self.doc_writes();
        writes.extend(self.transcript_writes());
        self.checkpoint.failed = false;
        self.checkpoint.dropping = self.checkpoint.old.iter().copied().collect();
        if writes.is_empty() {
            writes.extend(self.drop_segments());
        }
        self.checkpoint.left = writes.len();
        Some(writes)
    }

    /// Keeps the writes of a checkpoint until the journal has all that they hold. Gives them when it has.
    pub(crate) fn hold_writes(&mut self, writes: Vec<Write>) -> Vec<Write> {
        self.checkpoint.held = Some((self.journal.progress().0, writes));
        self.take_held_writes()
    }

    /// Takes the writes that waited for the journal, once it has all that they hold.
    pub(crate) fn take_held_writes(&mut self) -> Vec<Write> {
        let (_, durable) = self.journal.progress();
        let ready = self.checkpoint.held.take_if(|(until, _)| *until <= durable);
        ready.map(|(_, writes)| writes).unwrap_or_default()
    }

    /// A write of the checkpoint ended. Gives what is to be written next, and whether it is complete.
    pub(crate) fn checkpoint_wrote(&mut self, covers: Covers, ok: bool) -> Vec<Write> {
        self.checkpoint.left = self.checkpoint.left.saturating_sub(1);
        self.checkpoint.failed |= !ok;
        match covers {
            Covers::Doc(doc) if !ok => {
                if let Some(file) = self.docs.get_mut(&doc) {
                    file.dirty = true;
                }
            }
            Covers::Transcript(file, lines) => {
                let was_stuck = !lines.is_empty();
                if was_stuck {
                    self.lines.ended(&file, if ok { Vec::new() } else { lines });
                }
                if !ok {
                    self.touched.insert(file);
                }
            }
            Covers::Segments if ok => {
                for segment in core::mem::take(&mut self.checkpoint.dropping) {
                    self.checkpoint.old.remove(&segment);
                }
            }
            Covers::Doc(_) | Covers::Segments => {}
        }
        if self.checkpoint.left > 0 || self.checkpoint.failed {
            return Vec::new();
        }
        let last: Vec<_> = self.drop_segments().into_iter().collect();
        self.checkpoint.left = last.len();
        last
    }

    /// Whether the last checkpoint could not write everything.
    pub(crate) fn checkpoint_failed(&self) -> bool {
        self.checkpoint.failed
    }

    fn doc_writes(&mut self) -> Vec<Write> {
        let dirty = self.docs.iter_mut().filter(|(_, file)| file.dirty);
        dirty
            .map(|(doc, file)| {
                file.dirty = false;
                let write =
                    FileOp::Write { file: file.file.clone(), bytes: file.text().into_bytes(), mode: 0o600 };
                Write { covers: Covers::Doc(doc.clone()), files: vec![write] }
            })
            .collect()
    }

    fn transcript_writes(&mut self) -> Vec<Write> {
        let mut stuck = self.lines.begin_all_again();
        let mut files = core::mem::take(&mut self.touched);
        files.extend(stuck.keys().cloned());
        files
            .into_iter()
            .map(|file| {
                let missing = stuck.remove(&file).unwrap_or_default();
                let mut ops: Vec<_> = missing.iter().map(|l| l.append(false)).collect();
                ops.push(FileOp::Sync { file: file.clone() });
                Write { covers: Covers::Transcript(file, missing), files: ops }
            })
            .collect()
    }

    fn drop_segments(&self) -> Option<Write> {
        if self.checkpoint.dropping.is_empty() {
            return None;
        }
        let drop = |segment: &u64| match self.checkpoint.damaged.get(segment) {
            Some(aside) => FileOp::Rename { from: segment_file(*segment), to: aside.clone() },
            None => FileOp::Remove { file: segment_file(*segment) },
        };
        let files = self.checkpoint.dropping.iter().map(drop).collect();
        Some(Write { covers: Covers::Segments, files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::OpId;
    use crate::store::DocFile;
    use serde_json::json;

    fn store() -> Store {
        let mut s = Store::default();
        s.adopt(Doc::Runs, DocFile::new(FileName::state("runs.json")));
        s.put(&Doc::Runs, "k", &json!(1));
        s.line(&FileName::state("t.jsonl"), 0, "{}".to_owned());
        s
    }

    fn flush(s: &mut Store) {
        assert!(s.journal.take_append(OpId(1)).is_some());
        for then in s.journal.appended() {
            if let super::super::Then::Line(line) = then {
                s.touch(&line.file);
                s.lines.add(line);
            }
        }
        let written = s.lines.begin();
        for (file, _) in written {
            s.lines.ended(&file, Vec::new());
        }
    }

    #[test]
    fn segments_are_dropped_only_after_every_write() {
        let mut s = store();
        flush(&mut s);
        let writes = s.begin_checkpoint().unwrap();
        assert_eq!(writes.len(), 2);
        assert_eq!(s.checkpoint_wrote(writes[0].covers.clone(), true), vec![]);
        let last = s.checkpoint_wrote(writes[1].covers.clone(), true);
        assert_eq!(last[0].files, vec![FileOp::Remove { file: segment_file(0) }]);
        assert!(!s.is_clean());
        s.checkpoint_wrote(last[0].covers.clone(), true);
        assert!(s.is_clean());
    }

    #[test]
    fn a_file_gets_what_the_journal_has_and_not_before() {
        let mut s = store();
        flush(&mut s);
        s.put(&Doc::Runs, "k", &json!("recorded, and not on the disk"));
        let writes = s.begin_checkpoint().unwrap();
        assert_eq!(s.hold_writes(writes.clone()), vec![]);
        assert!(s.journal.take_append(OpId(2)).is_some());
        s.put(&Doc::Runs, "k", &json!("this is in no write"));
        assert_eq!(s.take_held_writes(), vec![]);
        s.journal.appended();
        assert_eq!(s.take_held_writes(), writes);
        assert_eq!(s.take_held_writes(), vec![], "once");
    }

    #[test]
    fn a_checkpoint_waits_for_what_is_on_its_way() {
        let mut s = store();
        assert!(s.journal.take_append(OpId(1)).is_some());
        assert_eq!(s.begin_checkpoint(), None, "an append is on its way");
        for then in s.journal.appended() {
            if let super::super::Then::Line(line) = then {
                s.lines.add(line);
            }
        }
        let written = s.lines.begin();
        assert_eq!(s.begin_checkpoint(), None, "a line is on its way, and only the old segment has it");
        for (file, line) in written {
            s.lines.ended(&file, line);
        }
        assert_eq!(s.begin_checkpoint().unwrap().len(), 2);
    }

    #[test]
    fn a_failed_write_keeps_the_segments_and_is_repeated() {
        let mut s = store();
        flush(&mut s);
        let writes = s.begin_checkpoint().unwrap();
        s.checkpoint_wrote(writes[0].covers.clone(), false);
        assert_eq!(s.checkpoint_wrote(writes[1].covers.clone(), true), vec![]);
        assert!(s.checkpoint_failed());
        let again = s.begin_checkpoint().unwrap();
        assert_eq!(again.len(), 1);
        let last = s.checkpoint_wrote(again[0].covers.clone(), true);
        assert_eq!(last[0].files, vec![FileOp::Remove { file: segment_file(0) }]);
    }

    #[test]
    fn a_change_during_a_checkpoint_stays_in_the_new_segment() {
        let mut s = store();
        flush(&mut s);
        let writes = s.begin_checkpoint().unwrap();
        s.put(&Doc::Runs, "k", &json!(2));
        let append = s.journal.take_append(OpId(2)).unwrap();
        assert_eq!(append.file, segment_file(1));
        s.journal.appended();
        let mut left: Vec<_> = writes.into_iter().map(|w| w.covers).collect();
        while let Some(covers) = left.pop() {
            left.extend(s.checkpoint_wrote(covers, true).into_iter().map(|w| w.covers));
        }
        assert!(!s.is_clean(), "the later change is not in its file yet");
        assert!(s.doc(&Doc::Runs).unwrap().dirty);
    }
}
