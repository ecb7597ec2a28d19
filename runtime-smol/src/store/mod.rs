//! Files: whole ones replaced atomically, logs appended to, and an order that holds per file.

mod below;
mod disk;
mod queue;
mod write;

pub(crate) use queue::Queue;

use disk::{Disk, Open, System};
use write::{Volume, Writers};

use engine::{FileDone, FileName, FileOp, OpError, OpErrorKind, Range, Root};
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the roots of file names are.
#[derive(Clone, Debug)]
pub struct Roots {
    state: PathBuf,
    volume: Arc<Volume>,
    read_only: bool,
}

impl Roots {
    /// Names the state directory.
    pub fn new(state: impl Into<PathBuf>) -> Self {
        Self::on(state, Box::new(System))
    }

    fn on(state: impl Into<PathBuf>, disk: Box<dyn Disk>) -> Self {
        Self { state: state.into(), volume: Arc::new(Volume::new(disk)), read_only: false }
    }

    /// The same, but whatever is written goes nowhere and counts as done.
    #[must_use]
    pub fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// The path of a file.
    #[must_use]
    pub fn path(&self, file: &FileName) -> PathBuf {
        match file.root {
            Root::State => self.state.join(&file.path),
            Root::Host => PathBuf::from(&file.path),
        }
    }
}

/// The right to write in a state directory; given back when dropped, or by the system when the process dies.
#[derive(Debug)]
pub(crate) struct Claim(#[expect(dead_code, reason = "the open directory is the claim")] Option<File>);

/// Takes the right to write in a state directory. Two writers of one journal would drop each other's
/// changes. Where nothing can be written there is nothing to keep apart.
pub(crate) fn claim(roots: &Roots) -> Result<Claim, String> {
    let dir = roots.path(&FileName::state("journal"));
    if write::make_dir(&dir).is_err() {
        return Ok(Claim(None));
    }
    let Ok(open) = File::open(&dir) else { return Ok(Claim(None)) };
    match flock(&open, FlockOperation::NonBlockingLockExclusive) {
        Err(Errno::WOULDBLOCK) => Err(format!(
            "another gateway writes in {}\nStop it, or give this one a state directory of its own (OPENCLAW_STATE_DIR).",
            roots.state.display()
        )),
        // A file system without locks: the lock of the configuration has to do.
        Ok(()) | Err(_) => Ok(Claim(Some(open))),
    }
}

/// Does file operations in order, blocking. A read that fails is one failed result; after a write that
/// fails the rest are not tried.
pub fn perform(roots: &Roots, files: Vec<FileOp>) -> Vec<Result<FileDone, OpError>> {
    let mut results = Vec::with_capacity(files.len());
    for op in files {
        let reads = matches!(op, FileOp::Read { .. } | FileOp::ReadBelow { .. } | FileOp::List { .. });
        let result = one(roots, &op);
        let stop = result.is_err() && !reads;
        results.push(result);
        if stop {
            break;
        }
    }
    results
}

/// The files an operation touches: it waits for earlier ones on the same.
pub(crate) fn touched(op: &FileOp) -> Vec<&FileName> {
    match op {
        FileOp::Read { file, .. }
        | FileOp::Write { file, .. }
        | FileOp::Append { file, .. }
        | FileOp::Sync { file }
        | FileOp::Remove { file } => vec![file],
        FileOp::Rename { from, to } => vec![from, to],
        FileOp::ReadBelow { .. } | FileOp::List { .. } => Vec::new(),
    }
}

fn one(roots: &Roots, op: &FileOp) -> Result<FileDone, OpError> {
    match op {
        FileOp::Write { bytes, .. } if roots.read_only => Ok(FileDone::Written { size: bytes.len() as u64 }),
        FileOp::Append { at, bytes, .. } if roots.read_only => {
            Ok(FileDone::Written { size: at.saturating_add(bytes.len() as u64) })
        }
        FileOp::Sync { .. } | FileOp::Rename { .. } | FileOp::Remove { .. } if roots.read_only => {
            Ok(FileDone::Done)
        }
        FileOp::Read { file, range } => {
            let path = roots.path(file);
            read(&*roots.volume.disk, &path, *range).map_err(|e| failed("read", &path, &e))
        }
        FileOp::ReadBelow { dir, path, max } => {
            let dir = roots.path(dir);
            below::read(&dir, path, *max).map_err(|e| failed("read", &dir.join(path), &e))
        }
        FileOp::List { dir } => {
            let path = roots.path(dir);
            list(&path).map_err(|e| failed("list", &path, &e))
        }
        FileOp::Write { file, bytes, mode } => {
            let path = roots.path(file);
            let writers = if file.root == Root::State { Writers::One } else { Writers::Many };
            let written = roots.volume.replace(&path, bytes, *mode, writers);
            written.map_err(|e| failed("write", &path, &e))?;
            Ok(FileDone::Written { size: bytes.len() as u64 })
        }
        FileOp::Append { file, at, bytes, sync } => {
            let path = roots.path(file);
            let appended = roots.volume.append(&path, *at, bytes, *sync);
            let size = appended.map_err(|e| failed("write", &path, &e))?;
            Ok(FileDone::Written { size })
        }
        FileOp::Sync { file } => {
            let path = roots.path(file);
            roots.volume.sync(&path).map_err(|e| failed("sync", &path, &e))?;
            Ok(FileDone::Done)
        }
        FileOp::Rename { from, to } => {
            let (from, to) = (roots.path(from), roots.path(to));
            roots.volume.rename(&from, &to).map_err(|e| failed("rename", &from, &e))?;
            Ok(FileDone::Done)
        }
        FileOp::Remove { file } => {
            let path = roots.path(file);
            match fs::remove_file(&path) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => Err(failed("remove", &path, &e)),
                Ok(()) | Err(_) => Ok(FileDone::Done),
            }
        }
    }
}

fn read(disk: &dyn Disk, path: &Path, range: Range) -> io::Result<FileDone> {
    let mut file = File::open(path)?;
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    let size = meta.len();
    let too_large = || io::Error::new(io::ErrorKind::FileTooLarge, format!("its {size} bytes are too many"));
    let (start, len) = range.within(size).ok_or_else(too_large)?;
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or_default());
    // The file may grow meanwhile: no more than was asked for is taken.
    Open { disk, file: &file, path }.take(len).read_to_end(&mut bytes)?;
    Ok(FileDone::Data { bytes, start, size })
}

fn list(path: &Path) -> io::Result<FileDone> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(FileDone::Names(Vec::new())),
        Err(e) => return Err(e),
    };
    let mut names = Vec::new();
    for entry in entries {
        if let Ok(name) = entry?.file_name().into_string() {
            names.push(name);
        }
    }
    names.sort();
    Ok(FileDone::Names(names))
}

/// A failure as the engine decides by it, with words that name the file.
pub(crate) fn failed(what: &str, path: &Path, error: &io::Error) -> OpError {
    const KINDS: [(io::ErrorKind, OpErrorKind); 7] = [
        (io::ErrorKind::NotFound, OpErrorKind::NotFound),
        (io::ErrorKind::NotADirectory, OpErrorKind::NotFound),
        (io::ErrorKind::PermissionDenied, OpErrorKind::Denied),
        (io::ErrorKind::ReadOnlyFilesystem, OpErrorKind::Denied),
        (io::ErrorKind::StorageFull, OpErrorKind::DiskFull),
        (io::ErrorKind::QuotaExceeded, OpErrorKind::DiskFull),
        (io::ErrorKind::FileTooLarge, OpErrorKind::TooLarge),
    ];
    let known = KINDS.iter().find(|(kind, _)| *kind == error.kind());
    let kind = known.map_or(OpErrorKind::Other, |(_, kind)| *kind);
    OpError { kind, detail: format!("cannot {what} {}: {error}", path.display()) }
}

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod tests;
