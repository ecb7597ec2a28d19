//! A disk in memory that does what `FileOp` promises, and fails when it is told to.

use engine::{FileDone, FileOp, Host, OpError, OpErrorKind, Range};
use std::collections::{BTreeMap, BTreeSet};

/// A file: its bytes, and how many of them a power cut would spare.
#[derive(Clone, Debug, Default)]
struct File {
    bytes: Vec<u8>,
    synced: usize,
}

/// Which operations a fault is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// Everything that changes a file.
    Write,
    /// Everything that looks at one.
    Read,
}

/// A fault: operations on some paths fail.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What it is for.
    pub on: On,
    /// Part of the paths it is for; empty for all.
    pub path: String,
    /// The kind of the error.
    pub kind: OpErrorKind,
    /// The text of the error.
    pub detail: String,
    /// How often it strikes; for ever without a number.
    pub times: Option<usize>,
}

impl Fault {
    /// Writing to these paths fails because the disk is full.
    #[must_use]
    pub fn full(path: &str) -> Self {
        Self {
            on: On::Write,
            path: path.to_owned(),
            kind: OpErrorKind::DiskFull,
            detail: "no space left on device".to_owned(),
            times: None,
        }
    }

    /// Writing to these paths fails because the file system is read-only.
    #[must_use]
    pub fn read_only(path: &str) -> Self {
        let detail = "read-only file system".to_owned();
        Self { kind: OpErrorKind::Denied, detail, ..Self::full(path) }
    }

    /// Reading these paths fails.
    #[must_use]
    pub fn unreadable(path: &str) -> Self {
        let detail = "input/output error".to_owned();
        Self { on: On::Read, kind: OpErrorKind::Other, detail, ..Self::full(path) }
    }

    /// It strikes so many times.
    #[must_use]
    pub fn times(self, times: usize) -> Self {
        Self { times: Some(times), ..self }
    }
}

/// What an operation gives, one result for each part that was tried.
pub type Results = Vec<Result<FileDone, OpError>>;

/// The files of the machine, by absolute path.
#[derive(Debug)]
pub struct Disk {
    host: Host,
    files: BTreeMap<String, File>,
    faults: Vec<Fault>,
    torn: Option<String>,
    dies_in: Option<u64>,
    /// How many operations that change a file were done.
    pub writes: u64,
    /// Appends that waited for the disk.
    pub syncs: u64,
}

impl Disk {
    /// An empty disk of a machine.
    #[must_use]
    pub fn new(host: Host) -> Self {
        Self {
            host,
            files: BTreeMap::new(),
            faults: Vec::new(),
            torn: None,
            dies_in: None,
            writes: 0,
            syncs: 0,
        }
    }

    /// Puts a file there, by its absolute path.
    pub fn put(&mut self, path: &str, text: &str) {
        let bytes = text.as_bytes().to_vec();
        self.files.insert(path.to_owned(), File { synced: bytes.len(), bytes });
    }

    /// Adds to a file behind the gateway's back.
    pub fn add(&mut self, path: &str, text: &str) {
        let file = self.files.entry(path.to_owned()).or_default();
        file.bytes.extend_from_slice(text.as_bytes());
        file.synced = file.bytes.len();
    }

    /// A file's text, if it is there.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<String> {
        self.files.get(path).map(|f| String::from_utf8_lossy(&f.bytes).into_owned())
    }

    /// Removes a file behind the gateway's back.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// Every path that has this in it, sorted.
    #[must_use]
    pub fn paths(&self, part: &str) -> Vec<String> {
        self.files.keys().filter(|p| p.contains(part)).cloned().collect()
    }

    /// Sets a fault.
    pub fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Takes every fault away.
    pub fn heal(&mut self) {
        self.faults.clear();
        self.torn = None;
        self.dies_in = None;
    }

    /// After so many more operations that change something nothing is done any more, and no end is told:
    /// whoever asks for this crashes the machine next.
    pub fn die_in(&mut self, changes: u64) {
        self.dies_in = Some(changes);
    }

    /// Whether it has come to that.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        self.dies_in == Some(0)
    }

    /// The next append to such a path writes half of its bytes, and its end is never told: whoever asks
    /// for this crashes the machine next.
    pub fn tear(&mut self, path: &str) {
        self.torn = Some(path.to_owned());
    }

    /// The power goes: what was not synced is lost, or half of it.
    pub fn power_cut(&mut self, spare_half: bool) {
        for file in self.files.values_mut() {
            let loose = file.bytes.len() - file.synced;
            let keep = file.synced + if spare_half { loose / 2 } else { 0 };
            file.bytes.truncate(keep);
            file.synced = keep;
        }
    }

    /// A beginning of an operation is done, so many hundredths of it, and then there is no one who goes on.
    /// Only an append can be done in part: everything else is done as a whole, or not at all.
    pub fn begin(&mut self, op: &FileOp, hundredths: usize) {
        if let FileOp::Append { file, at, bytes, .. } = op {
            let path = self.host.show(file);
            let part = bytes.len() * hundredths.min(100) / 100;
            self.append(path, *at, &bytes[..part], false);
        }
    }

    /// The paths an operation is about.
    #[must_use]
    pub fn paths_of(&self, ops: &[FileOp]) -> BTreeSet<String> {
        let to = |op: &FileOp| {
            if let FileOp::Rename { to, .. } = op { Some(self.host.show(to)) } else { None }
        };
        ops.iter().map(|op| self.path_of(op)).chain(ops.iter().filter_map(to)).collect()
    }

    /// Does operations in order. `None` when the machine is to crash in the middle of them.
    pub fn run(&mut self, ops: &[FileOp]) -> Option<Results> {
        let mut out = Vec::new();
        for op in ops {
            if let FileOp::Append { file, bytes, .. } = op {
                let path = self.host.show(file);
                if self.torn.as_ref().is_some_and(|t| path.contains(t.as_str())) {
                    self.torn = None;
                    self.files.entry(path).or_default().bytes.extend_from_slice(&bytes[..bytes.len() / 2]);
                    return None;
                }
            }
            let writes = changes(op);
            match &mut self.dies_in {
                Some(0) => return None,
                Some(left) if writes => *left -= 1,
                Some(_) | None => {}
            }
            let result = self.one(op);
            let failed = result.is_err();
            out.push(result);
            if failed && writes {
                break;
            }
        }
        Some(out)
    }

    fn one(&mut self, op: &FileOp) -> Result<FileDone, OpError> {
        let path = self.path_of(op);
        self.strike(&path, if changes(op) { On::Write } else { On::Read })?;
        match op {
            FileOp::Read { range, .. } => self.read(&path, *range),
            FileOp::ReadBelow { max, .. } => self.read(&path, Range::Whole(*max)),
            FileOp::List { .. } => Ok(FileDone::Names(self.names(&path))),
            FileOp::Write { bytes, .. } => {
                self.writes += 1;
                self.files.insert(path, File { synced: bytes.len(), bytes: bytes.clone() });
                Ok(FileDone::Written { size: bytes.len() as u64 })
            }
            FileOp::Append { at, bytes, sync, .. } => Ok(self.append(path, *at, bytes, *sync)),
            FileOp::Sync { .. } => {
                if let Some(file) = self.files.get_mut(&path) {
                    file.synced = file.bytes.len();
                }
                Ok(FileDone::Done)
            }
            FileOp::Rename { to, .. } => {
                self.writes += 1;
                let file = self.files.remove(&path).ok_or_else(|| missing(&path))?;
                self.files.insert(self.host.show(to), file);
                Ok(FileDone::Done)
            }
            FileOp::Remove { .. } => {
                self.writes += 1;
                self.files.remove(&path);
                Ok(FileDone::Done)
            }
        }
    }

    fn path_of(&self, op: &FileOp) -> String {
        match op {
            FileOp::Read { file, .. }
            | FileOp::Write { file, .. }
            | FileOp::Append { file, .. }
            | FileOp::Sync { file }
            | FileOp::Rename { from: file, .. }
            | FileOp::Remove { file } => self.host.show(file),
            FileOp::ReadBelow { dir, path, .. } => format!("{}/{path}", self.host.show(dir)),
            FileOp::List { dir } => self.host.show(dir),
        }
    }

    fn strike(&mut self, path: &str, on: On) -> Result<(), OpError> {
        let hit = |f: &Fault| f.on == on && path.contains(&f.path) && f.times != Some(0);
        let Some(fault) = self.faults.iter_mut().find(|f| hit(f)) else { return Ok(()) };
        if let Some(times) = &mut fault.times {
            *times -= 1;
        }
        Err(OpError { kind: fault.kind, detail: format!("{path}: {}", fault.detail) })
    }

    fn read(&self, path: &str, range: Range) -> Result<FileDone, OpError> {
        let bytes = &self.files.get(path).ok_or_else(|| missing(path))?.bytes;
        let size = bytes.len() as u64;
        let (start, end) = match range {
            Range::Whole(max) if size > max => {
                let detail = format!("{path}: larger than {max} bytes");
                return Err(OpError { kind: OpErrorKind::TooLarge, detail });
            }
            Range::Whole(_) => (0, size),
            Range::Tail(max) => (size.saturating_sub(max), size),
            Range::Head(max) => (0, size.min(max)),
            Range::From { start, max } => (start.min(size), size.min(start.saturating_add(max))),
        };
        let part = bytes.get(place(start)..place(end)).unwrap_or_default();
        Ok(FileDone::Data { bytes: part.to_vec(), start, size })
    }

    fn append(&mut self, path: String, at: u64, bytes: &[u8], sync: bool) -> FileDone {
        let file = self.files.entry(path).or_default();
        let there = file.bytes.get(place(at)..).unwrap_or_default();
        if there.starts_with(bytes) {
            // It was written before.
        } else if bytes.starts_with(there) {
            // A write that was cut off is completed.
            let done = there.len();
            file.bytes.extend_from_slice(&bytes[done..]);
            self.writes += 1;
        } else if !stands_in(there, bytes) {
            // Behind what another program wrote, where it may have been begun before.
            let last = there.rsplit(|b| *b == b'\n').next().unwrap_or_default();
            let done = if bytes.starts_with(last) { last.len() } else { 0 };
            file.bytes.extend_from_slice(&bytes[done..]);
            self.writes += 1;
        }
        if sync {
            file.synced = file.bytes.len();
            self.syncs += 1;
        }
        FileDone::Written { size: file.bytes.len() as u64 }
    }

    fn names(&self, dir: &str) -> Vec<String> {
        let below = format!("{dir}/");
        let names: BTreeSet<String> = self
            .files
            .keys()
            .filter_map(|p| p.strip_prefix(&below))
            .map(|rest| rest.split('/').next().unwrap_or(rest).to_owned())
            .collect();
        names.into_iter().collect()
    }
}

/// Whether an operation changes a file.
fn changes(op: &FileOp) -> bool {
    match op {
        FileOp::Read { .. } | FileOp::ReadBelow { .. } | FileOp::List { .. } => false,
        FileOp::Write { .. }
        | FileOp::Append { .. }
        | FileOp::Sync { .. }
        | FileOp::Rename { .. }
        | FileOp::Remove { .. } => true,
    }
}

fn place(offset: u64) -> usize {
    usize::try_from(offset).expect("files of a simulation fit into memory")
}

fn missing(path: &str) -> OpError {
    OpError { kind: OpErrorKind::NotFound, detail: format!("{path}: no such file") }
}

/// Whether bytes stand somewhere at the beginning of a line.
fn stands_in(text: &[u8], bytes: &[u8]) -> bool {
    let begins = |at: usize| at == 0 || text[at - 1] == b'\n';
    text.windows(bytes.len().max(1)).enumerate().any(|(at, part)| begins(at) && part == bytes)
}
