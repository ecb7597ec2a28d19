//! Writing so that a crash at any moment leaves the old file or the new one, whole.

use super::disk::{Disk, Open};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Mode of directories that are made: state is nobody else's business.
const DIR_MODE: u32 = 0o700;

/// Mode of files that are appended to.
const FILE_MODE: u32 = 0o600;

/// A disk, and the files that it said it could not keep.
#[derive(Debug)]
pub(super) struct Volume {
    pub(super) disk: Box<dyn Disk>,
    /// Files whose last sync failed. The system tells of bytes that it could not write only once: the next
    /// sync succeeds without them. The engine knows each of these files, so there are not more of them.
    suspects: Mutex<BTreeSet<PathBuf>>,
}

impl Volume {
    pub(super) fn new(disk: Box<dyn Disk>) -> Self {
        Self { disk, suspects: Mutex::default() }
    }

    /// Replaces a file as a whole: written aside, synced, renamed, the directory synced. A symbolic link is
    /// followed, so that a state file may live elsewhere.
    pub(super) fn replace(&self, path: &Path, bytes: &[u8], mode: u32, writers: Writers) -> io::Result<()> {
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let dir = parent(&target)?;
        make_dir(dir)?;
        let aside = aside(&target, writers);
        let written = self.write_new(&aside, bytes, mode).and_then(|()| self.disk.rename(&aside, &target));
        if let Err(error) = written {
            // What was written aside is worthless; the error that is told is the first one.
            let _ = fs::remove_file(&aside);
            return Err(error);
        }
        self.sync_dir(dir)
    }

    /// Writes lines at the end of a file. What is there already, all of them or the beginning that a crash
    /// left, is written in its place: the system may have given it up after a sync that failed. Gives the
    /// size of the file afterwards.
    pub(super) fn append(&self, path: &Path, at: u64, bytes: &[u8], sync: bool) -> io::Result<u64> {
        let mut open = OpenOptions::new();
        open.read(true).append(true).mode(FILE_MODE);
        let file = match open.open(path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                make_dir(parent(path)?)?;
                open.create(true).open(path)?
            }
            Err(e) => return Err(e),
        };
        let size = file.metadata()?.len();
        let (from, already) = self.already(&file, path, size, at, bytes)?;
        if already > 0 {
            let mut again = OpenOptions::new().write(true).open(path)?;
            again.seek(SeekFrom::Start(from))?;
            Open { disk: &*self.disk, file: &again, path }.write_all(&bytes[..already])?;
        }
        if let Err(error) = (Open { disk: &*self.disk, file: &file, path }).write_all(&bytes[already..]) {
            // Half a record would be taken for damage: the file gets the length it had.
            let _ = file.set_len(size);
            return Err(error);
        }
        if sync {
            self.disk.sync_data(&file, path)?;
            // The first time may have come this far and no further.
            if at == 0 || size == 0 {
                self.sync_dir(parent(path)?)?;
            }
        }
        Ok(file.metadata()?.len())
    }

    /// Waits until everything written to a file is on the disk. A missing file is fine.
    pub(super) fn sync(&self, path: &Path) -> io::Result<()> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(e),
        };
        if self.suspects().contains(path) {
            // The file as it reads now, written anew.
            let mut bytes = Vec::new();
            Open { disk: &*self.disk, file: &file, path }.read_to_end(&mut bytes)?;
            let mode = file.metadata()?.permissions().mode() & 0o7777;
            self.replace(path, &bytes, mode, Writers::One)?;
            self.suspects().remove(path);
            return Ok(());
        }
        if let Err(error) = self.disk.sync(&file, path) {
            self.suspects().insert(path.to_owned());
            return Err(error);
        }
        self.sync_dir(parent(path)?)
    }

    /// Renames a file; the directories on the way are made.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let dir = parent(to)?;
        make_dir(dir)?;
        self.disk.rename(from, to)?;
        self.sync_dir(dir)
    }

    /// Where the bytes stand already, and how many of them: all, or those that are the end of the file.
    fn already(
        &self,
        mut file: &File,
        path: &Path,
        size: u64,
        at: u64,
        bytes: &[u8],
    ) -> io::Result<(u64, usize)> {
        let there = usize::try_from(size.saturating_sub(at)).unwrap_or(usize::MAX).min(bytes.len());
        if there == 0 {
            return Ok((at, 0));
        }
        file.seek(SeekFrom::Start(at))?;
        let mut held = vec![0; there];
        Open { disk: &*self.disk, file, path }.read_exact(&mut held)?;
        if held == bytes[..there] {
            return Ok((at, there));
        }
        // Another program wrote there. The bytes may have followed it before.
        Open { disk: &*self.disk, file, path }.read_to_end(&mut held)?;
        let begins = |n: &usize| *n == 0 || held[n - 1] == b'\n';
        let whole = held.windows(bytes.len()).enumerate().filter(|(_, part)| *part == bytes);
        let whole = whole.map(|(n, _)| n).find(begins);
        let last = held.iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
        Ok(match whole {
            Some(n) => (at + n as u64, bytes.len()),
            None if bytes.starts_with(&held[last..]) => (at + last as u64, held.len() - last),
            None => (at, 0),
        })
    }

    fn write_new(&self, path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(path)?;
        Open { disk: &*self.disk, file: &file, path }.write_all(bytes)?;
        self.disk.sync(&file, path)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.disk.sync(&File::open(dir)?, dir)
    }

    fn suspects(&self) -> MutexGuard<'_, BTreeSet<PathBuf>> {
        self.suspects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who writes a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writers {
    /// This process alone: what a killed one left aside is overwritten.
    One,
    /// Other processes too.
    Many,
}

fn parent(path: &Path) -> io::Result<&Path> {
    let none = || io::Error::new(io::ErrorKind::InvalidInput, "no parent directory");
    path.parent().ok_or_else(none)
}

pub(super) fn make_dir(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new().recursive(true).mode(DIR_MODE).create(dir)
}

/// A name in the same directory that no other writer uses: writes of one file are in order.
fn aside(path: &Path, writers: Writers) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    match writers {
        Writers::One => name.push(".tmp"),
        Writers::Many => name.push(format!(".{}.tmp", std::process::id())),
    }
    path.with_file_name(name)
}
