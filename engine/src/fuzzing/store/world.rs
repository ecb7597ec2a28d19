//! A store, its disk, and what was promised.

use crate::action::FileOp;
use crate::fuzzing::Choices;
use crate::host::FileName;
use crate::ids::OpId;
use crate::store::{
    Covers, Doc, DocFile, JOURNAL_DIR, Line, Store, Then, read_segment, segment_file, segment_number,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

/// A store between a caller, who chooses what happens, and a disk.
#[derive(Debug)]
pub(super) struct World {
    store: Store,
    disk: Disk,
    /// The append of the journal that is under way.
    append: Option<FileOp>,
    /// Writes of lines that are under way.
    lines: VecDeque<(FileName, Vec<Line>)>,
    /// Writes of a checkpoint that are under way.
    writes: VecDeque<(Covers, Vec<FileOp>)>,
    /// The state after every change since the last start; the first is what the start found.
    states: Vec<State>,
    /// How many changes were made up to each append that is under way or waits, and up to the last that is
    /// on the disk.
    appending: usize,
    acknowledged: usize,
    /// The length each transcript has once everything is written.
    sizes: [u64; FILES],
    said: u64,
}

/// Values of the state files, and the lines of the transcripts.
#[derive(Clone, Debug, Default, PartialEq)]
struct State {
    values: BTreeMap<(usize, String), Value>,
    transcripts: [String; FILES],
}

const FILES: usize = 2;

const KEYS: [&str; 3] = ["a", "b", "c"];

fn doc(n: usize) -> Doc {
    [Doc::Runs, Doc::Sessions("main".to_owned())][n % FILES].clone()
}

fn doc_file(n: usize) -> FileName {
    FileName::state(["journal/runs.json", "agents/main/sessions.json"][n % FILES])
}

fn transcript(n: usize) -> FileName {
    FileName::state(["a.jsonl", "b.jsonl"][n % FILES])
}

impl Default for World {
    fn default() -> Self {
        let mut world = Self {
            store: Store::default(),
            disk: Disk::default(),
            append: None,
            lines: VecDeque::new(),
            writes: VecDeque::new(),
            states: Vec::new(),
            appending: 0,
            acknowledged: 0,
            sizes: [0; FILES],
            said: 0,
        };
        world.start();
        world
    }
}

impl World {
    /// Does what the next bytes say, as far as it is possible now; tells what it was.
    pub(super) fn step(&mut self, choices: &mut Choices<'_>) -> &'static str {
        match choices.below(16) {
            0..=2 => self.put(choices),
            3 => self.delete(choices),
            4..=6 => self.line(choices),
            7 => self.take_append(),
            8 | 9 => self.append_ends(true),
            10 => self.append_ends(false),
            11 => self.lines_end(choices),
            12 => self.checkpoint(),
            13 => self.write_ends(true),
            14 => self.write_ends(choices.byte() & 1 == 0),
            _ => {
                self.crash(choices, "");
                "crash"
            }
        }
    }

    fn put(&mut self, choices: &mut Choices<'_>) -> &'static str {
        self.said += 1;
        let (n, key) = (choices.below(FILES), KEYS[choices.below(KEYS.len())].to_owned());
        let value = json!({"n": self.said});
        self.store.put(&doc(n), &key, &value);
        self.change(|state| drop(state.values.insert((n, key), value)));
        "put"
    }

    fn delete(&mut self, choices: &mut Choices<'_>) -> &'static str {
        let (n, key) = (choices.below(FILES), KEYS[choices.below(KEYS.len())].to_owned());
        self.store.delete(&doc(n), &key);
        self.change(|state| drop(state.values.remove(&(n, key))));
        "delete"
    }

    fn line(&mut self, choices: &mut Choices<'_>) -> &'static str {
        self.said += 1;
        let n = choices.below(FILES);
        // Some lines are alike: an append must not take one for another.
        let text = if choices.byte() & 1 == 0 { "same".to_owned() } else { format!("line {}", self.said) };
        let at = self.sizes[n];
        self.sizes[n] += text.len() as u64 + 1;
        self.store.line(&transcript(n), at, text.clone());
        self.change(|state| state.transcripts[n].push_str(&(text + "\n")));
        "line"
    }

    fn change(&mut self, change: impl FnOnce(&mut State)) {
        let mut state = self.states.last().cloned().unwrap_or_default();
        change(&mut state);
        self.states.push(state);
    }

    fn take_append(&mut self) -> &'static str {
        self.store.journal.retry();
        if let Some(append) = self.store.journal.take_append(OpId(1)) {
            assert!(self.append.is_none(), "two appends at once");
            // A failed append is repeated without what came after it.
            if !self.store.journal.is_repeating() {
                self.appending = self.states.len() - 1;
            }
            self.append =
                Some(FileOp::Append { file: append.file, at: append.at, bytes: append.bytes, sync: true });
        }
        "append"
    }

    fn append_ends(&mut self, ok: bool) -> &'static str {
        let Some(append) = self.append.take() else { return "nothing" };
        if !ok {
            let given_up = self.store.journal.failed("no space left".to_owned());
            assert!(given_up.is_empty(), "a line is given up: {given_up:?}");
            return "append-failed";
        }
        self.disk.run(&append);
        for then in self.store.journal.appended() {
            if let Then::Line(line) = then {
                self.store.lines.add(line);
            }
        }
        self.acknowledged = self.appending;
        self.write_lines();
        "appended"
    }

    fn write_lines(&mut self) {
        for (file, lines) in self.store.lines.begin() {
            self.store.touch(&file);
            self.lines.push_back((file, lines));
        }
    }

    /// Some of a batch of lines are written, the rest are not.
    fn lines_end(&mut self, choices: &mut Choices<'_>) -> &'static str {
        let Some((file, mut lines)) = self.lines.pop_front() else { return "nothing" };
        let left = lines.split_off(lines.len() - choices.below(lines.len() * 2).min(lines.len()));
        lines.iter().for_each(|line| self.disk.run(&line.append(false)));
        self.store.lines.ended(&file, left);
        self.write_lines();
        "lines-written"
    }

    fn checkpoint(&mut self) -> &'static str {
        if let Some(writes) = self.store.begin_checkpoint() {
            self.writes.extend(writes.into_iter().map(|write| (write.covers, write.files)));
        }
        "checkpoint"
    }

    fn write_ends(&mut self, ok: bool) -> &'static str {
        let Some((covers, files)) = self.writes.pop_front() else { return "nothing" };
        // One that fails may have done a part of it before.
        let done = if ok { files.len() } else { files.len() / 2 };
        files[..done].iter().for_each(|op| self.disk.run(op));
        let writes = self.store.checkpoint_wrote(covers, ok);
        self.writes.extend(writes.into_iter().map(|write| (write.covers, write.files)));
        self.write_lines();
        if ok { "written" } else { "write-failed" }
    }

    /// The process dies: each operation under way was done, was not, or was cut off; then it starts again.
    pub(super) fn crash(&mut self, choices: &mut Choices<'_>, story: &str) {
        let appends = core::mem::take(&mut self.lines).into_iter();
        let appends = appends.map(|(_, lines)| lines.iter().map(|line| line.append(false)).collect());
        let writes = core::mem::take(&mut self.writes).into_iter().map(|(_, files)| files);
        let all: Vec<Vec<FileOp>> =
            self.append.take().map(|op| vec![op]).into_iter().chain(appends).chain(writes).collect();
        all.iter().for_each(|ops| self.disk.leave(ops, choices));
        let promised = core::mem::take(&mut self.states).split_off(self.acknowledged);
        let found = self.start();
        // What was promised is there, or something later of the same: no more can be asked of changes that
        // were under way.
        for at in (0..FILES).flat_map(|n| KEYS.map(|key| (n, key.to_owned()))) {
            let now = found.values.get(&at);
            let known = promised.iter().any(|state| state.values.get(&at) == now);
            assert!(known, "after {story}: {at:?} is {now:?}, of {promised:?}");
        }
        for (n, now) in found.transcripts.iter().enumerate() {
            let known = promised.iter().any(|state| state.transcripts[n] == *now);
            assert!(known, "after {story}: transcript {n} is {now:?}, of {promised:?}");
        }
    }

    /// Reads everything as a start does. Gives what it found.
    fn start(&mut self) -> State {
        self.store = Store::default();
        for n in 0..FILES {
            let text = String::from_utf8_lossy(self.disk.bytes(&doc_file(n))).into_owned();
            let file = DocFile::parse(doc_file(n), &text).expect("a state file is whole at any moment");
            self.store.adopt(doc(n), file);
        }
        let mut last = None;
        for segment in self.disk.segments() {
            self.store.checkpoint.found(segment);
            let read = read_segment(self.disk.bytes(&segment_file(segment)));
            assert!(read.damage.is_none_or(|d| d.torn), "the journal is damaged");
            read.records.into_iter().for_each(|record| self.store.replay(record));
            last = Some(segment);
        }
        self.store.journal.begin(last.map_or(0, |segment| segment + 1));
        for (file, lines) in self.store.lines.begin() {
            self.store.touch(&file);
            lines.iter().for_each(|line| self.disk.run(&line.append(false)));
            self.store.lines.ended(&file, Vec::new());
        }
        self.sizes = [0, 1].map(|n| self.disk.bytes(&transcript(n)).len() as u64);
        let found = self.state();
        self.states = vec![found.clone()];
        (self.appending, self.acknowledged) = (0, 0);
        found
    }

    fn state(&self) -> State {
        let mut state = State::default();
        for n in 0..FILES {
            for (key, value) in self.store.doc(&doc(n)).into_iter().flat_map(DocFile::iter) {
                let value = serde_json::from_str(value).expect("a value is JSON");
                state.values.insert((n, key.to_owned()), value);
            }
            state.transcripts[n] = String::from_utf8_lossy(self.disk.bytes(&transcript(n))).into_owned();
        }
        state
    }

    /// Nothing fails any more: soon every file holds what memory holds, and no segment is left.
    pub(super) fn come_to_rest(&mut self, story: &str) {
        for _ in 0..MAX_REST {
            if self.store.is_clean() {
                assert_eq!(self.disk.segments().next(), None, "after {story}: a segment is left");
                let expected = self.states.last().expect("a start leaves a state").clone();
                self.store = Store::default();
                assert_eq!(self.start(), expected, "after {story}: the files");
                return;
            }
            self.take_append();
            self.append_ends(true);
            while let Some((file, lines)) = self.lines.pop_front() {
                lines.iter().for_each(|line| self.disk.run(&line.append(false)));
                self.store.lines.ended(&file, Vec::new());
                self.write_lines();
            }
            self.checkpoint();
            self.write_ends(true);
        }
        panic!("after {story}: never clean: {:?}", self.store);
    }
}

/// Rounds until everything is written: a checkpoint has one write per file, and two files of each kind.
const MAX_REST: usize = 40;

/// Files in memory.
#[derive(Debug, Default)]
struct Disk(BTreeMap<FileName, Vec<u8>>);

impl Disk {
    fn bytes(&self, file: &FileName) -> &[u8] {
        self.0.get(file).map_or(&[], Vec::as_slice)
    }

    fn segments(&self) -> impl Iterator<Item = u64> {
        let prefix = format!("{JOURNAL_DIR}/");
        self.0.keys().filter_map(move |file| segment_number(file.path.strip_prefix(&prefix)?))
    }

    /// Does an operation, as its documentation says.
    fn run(&mut self, op: &FileOp) {
        match op {
            FileOp::Write { file, bytes, .. } => drop(self.0.insert(file.clone(), bytes.clone())),
            FileOp::Append { file, at, bytes, .. } => {
                let held = self.0.entry(file.clone()).or_default();
                let there = usize::try_from(*at).ok().and_then(|at| held.get(at..)).unwrap_or_default();
                let already = if bytes.starts_with(there) {
                    there.len()
                } else if there.starts_with(bytes) {
                    bytes.len()
                } else {
                    0
                };
                held.extend_from_slice(&bytes[already..]);
            }
            FileOp::Rename { from, to } => {
                let bytes = self.0.remove(from).expect("only what is there is renamed");
                self.0.insert(to.clone(), bytes);
            }
            FileOp::Remove { file } => drop(self.0.remove(file)),
            FileOp::Sync { .. } => {}
            FileOp::Read { .. } | FileOp::ReadBelow { .. } | FileOp::List { .. } => {
                panic!("a store only writes")
            }
        }
    }

    /// What a crash leaves of operations that are done in order: all up to one, and half of that one when it
    /// is an append.
    fn leave(&mut self, ops: &[FileOp], choices: &mut Choices<'_>) {
        let (done, part) = (choices.below(ops.len() + 1), usize::from(choices.byte()));
        ops[..done].iter().for_each(|op| self.run(op));
        if let Some(FileOp::Append { file, at, bytes, sync }) = ops.get(done) {
            let bytes = bytes[..bytes.len() * part / 256].to_vec();
            self.run(&FileOp::Append { file: file.clone(), at: *at, bytes, sync: *sync });
        }
    }
}
