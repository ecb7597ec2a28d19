//! The engine's side of the journal and the checkpoints: when they are written, and what follows.

use crate::action::{Action, FileDone, FileOp};
use crate::engine::Engine;
use crate::fact::Fact;
use crate::host::FileName;
use crate::input::OpError;
use crate::limits::{
    CHECKPOINT_DELAY, CHECKPOINT_DELAY_LARGE, CHECKPOINT_SMALL, FILE_TIMEOUT, JOURNAL_RETRY,
    MAX_JOURNAL_BYTES,
};
use crate::ops::Owner;
use crate::refusal::Refusal;
use crate::store::{Covers, Line, Then, segment_file};
use crate::timers::Timer;

type FileResult = Result<FileDone, OpError>;

impl Engine {
    /// Sends what was recorded to the disk: at the end of every input, one append at a time.
    pub(crate) fn flush_journal(&mut self) {
        if self.store.journal.written() >= MAX_JOURNAL_BYTES && !self.store.journal.in_flight() {
            if self.store.lines.in_flight() > 0 {
                // They are done in a moment; then a checkpoint can begin.
                return;
            }
            self.begin_checkpoint();
        }
        let op = self.cx.ids.op();
        let Some(append) = self.store.journal.take_append(op) else { return };
        self.ops.start(op, Owner::Journal);
        self.timers.set(Timer::Op(op), self.cx.now.mono + FILE_TIMEOUT);
        let write = FileOp::Append { file: append.file, at: append.at, bytes: append.bytes, sync: true };
        self.cx.act(Action::Files { op, files: vec![write] });
    }

    pub(crate) fn on_journal_written(&mut self, files: &[FileResult]) {
        if let Some(error) = failure(files) {
            let detail = error.to_string();
            if !self.store.journal.is_repeating() {
                self.write_failed(&segment_file(self.store.journal.segment()), &detail);
            }
            for then in self.store.journal.failed(detail.clone()) {
                self.give_up(then, &detail);
            }
            self.timers.set(Timer::JournalRetry, self.cx.now.mono + JOURNAL_RETRY);
            return;
        }
        if self.store.journal.is_repeating() {
            self.cx.observe(Fact::WriteRecovered);
        }
        let done = self.store.journal.appended();
        if self.store.journal.is_idle() {
            self.devices.saved();
        }
        let (lines, others): (Vec<_>, Vec<_>) = done.into_iter().partition(|t| matches!(t, Then::Line(_)));
        for line in lines {
            self.carry_out(line);
        }
        // Whoever is told of what was written may read it.
        self.write_lines_out();
        for then in others {
            self.carry_out(then);
        }
        if self.lifecycle.is_serving() && self.store.journal.written() < MAX_JOURNAL_BYTES {
            let large = self.store.dirty_bytes() > CHECKPOINT_SMALL;
            let delay = if large { CHECKPOINT_DELAY_LARGE } else { CHECKPOINT_DELAY };
            self.timers.set_no_later(Timer::Checkpoint, self.cx.now.mono + delay);
        } else {
            self.checkpoint();
        }
        self.check_drained();
    }

    /// Writes changed files out, if that can be done now; else it is done when it can.
    pub(crate) fn checkpoint(&mut self) {
        if self.begin_checkpoint() {
            self.timers.cancel(&Timer::Checkpoint);
        } else if !self.store.is_clean() && !self.store.checkpoint.is_running() {
            self.timers.set_no_later(Timer::Checkpoint, self.cx.now.mono + CHECKPOINT_DELAY);
        }
    }

    fn begin_checkpoint(&mut self) -> bool {
        let Some(writes) = self.store.begin_checkpoint() else { return false };
        for write in writes {
            self.files(Owner::Checkpoint(write.covers), write.files);
        }
        true
    }

    pub(crate) fn on_checkpoint_wrote(&mut self, covers: Covers, files: &[FileResult]) {
        let error = failure(files);
        if let Some(error) = error {
            let name = match &covers {
                Covers::Doc(doc) => self.store.doc(doc).map(|d| d.file.clone()),
                Covers::Transcript(file, _) => Some(file.clone()),
                Covers::Segments => None,
            };
            let name = name.unwrap_or_else(|| segment_file(self.store.journal.segment()));
            self.write_failed(&name, &error.to_string());
        }
        for write in self.store.checkpoint_wrote(covers, error.is_none()) {
            self.files(Owner::Checkpoint(write.covers), write.files);
        }
        if !self.store.checkpoint.is_running() && !self.store.is_clean() {
            let delay =
                if self.store.checkpoint_failed() { CHECKPOINT_DELAY_LARGE } else { CHECKPOINT_DELAY };
            self.timers.set_no_later(Timer::Checkpoint, self.cx.now.mono + delay);
            if !self.lifecycle.is_serving() && !self.store.checkpoint_failed() {
                self.checkpoint();
            }
        }
        self.check_drained();
    }

    /// Writes lines to their transcripts: the journal has them, so this need not wait for the disk.
    pub(crate) fn write_lines_out(&mut self) {
        for (file, lines) in self.store.lines.begin() {
            self.write_batch(&file, lines);
        }
    }

    /// Tries again to write the lines that a transcript could not take.
    pub(crate) fn write_stuck_lines(&mut self, file: &FileName) {
        if let Some(lines) = self.store.lines.begin_again(file) {
            self.write_batch(file, lines);
        }
    }

    fn write_batch(&mut self, file: &FileName, lines: Vec<Line>) {
        self.store.touch(file);
        let files = lines.iter().map(|line| line.append(false)).collect();
        self.files(Owner::Lines(lines), files);
    }

    pub(crate) fn on_lines_written(&mut self, mut lines: Vec<Line>, files: &[FileResult]) {
        let mut written = 0;
        for (line, result) in lines.iter().zip(files) {
            match result {
                Ok(FileDone::Written { size }) => {
                    // Another program may have written to the file: the next line goes to its end.
                    self.sessions.grew(&line.file, *size);
                    written += 1;
                }
                Ok(FileDone::Data { .. } | FileDone::Names(_) | FileDone::Done) => break,
                Err(error) => {
                    self.write_failed(&line.file, &error.to_string());
                    break;
                }
            }
        }
        let left = lines.split_off(written);
        let failed = !left.is_empty();
        self.store.lines.ended(left);
        if failed {
            self.timers.set_no_later(Timer::Checkpoint, self.cx.now.mono + CHECKPOINT_DELAY);
        } else if !self.lifecycle.is_serving() {
            self.checkpoint();
        }
        self.check_drained();
    }

    /// Why no change can be taken now, when that is so.
    pub(crate) fn cannot_save(&self) -> Option<Refusal> {
        let journal = &self.store.journal;
        let detail = match journal.failing() {
            Some(detail) => detail.to_owned(),
            None if journal.has_room() => return None,
            None => "too many changes wait for the disk".to_owned(),
        };
        Some(Refusal::unavailable(format!("cannot be saved: {detail}")).retry_after(JOURNAL_RETRY))
    }

    fn write_failed(&mut self, name: &FileName, detail: &str) {
        let file = self.cx.settings.host.show(name);
        self.cx.observe(Fact::WriteFailed { file, detail: detail.to_owned() });
    }
}

fn failure(files: &[FileResult]) -> Option<&OpError> {
    files.iter().find_map(|f| f.as_ref().err())
}
