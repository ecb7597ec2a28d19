//! Writing so that a crash at any moment leaves the old file or the new one, whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// Mode of directories that are made: state is nobody else's business.
const DIR_MODE: u32 = 0o700;

/// Mode of files that are appended to.
const FILE_MODE: u32 = 0o600;

/// Replaces a file as a whole: written aside, synced, renamed, the directory synced. A symbolic link is
/// followed, so that a state file may live elsewhere.
pub(super) fn replace(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let dir = parent(&target)?;
    make_dir(dir)?;
    let aside = aside(&target);
    let written = write_new(&aside, bytes, mode).and_then(|()| fs::rename(&aside, &target));
    if let Err(error) = written {
        // What was written aside is worthless; the error that is told is the first one.
        let _ = fs::remove_file(&aside);
        return Err(error);
    }
    sync_dir(dir)
}

/// Writes bytes at the end of a file. What is there already at `at`, all of them or the beginning that a
/// crash left, is not written again; a file that is longer otherwise gets them at its end. Gives the size
/// of the file afterwards.
pub(super) fn append(path: &Path, at: u64, bytes: &[u8], sync: bool) -> io::Result<u64> {
    let mut open = OpenOptions::new();
    open.read(true).append(true).mode(FILE_MODE);
    let (mut file, created) = match open.open(path) {
        Ok(file) => (file, false),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            make_dir(parent(path)?)?;
            (open.create(true).open(path)?, true)
        }
        Err(e) => return Err(e),
    };
    let size = file.metadata()?.len();
    let already = already(&mut file, size, at, bytes)?;
    if let Err(error) = file.write_all(&bytes[already..]) {
        // Half a record would be taken for damage: the file gets the length it had.
        let _ = file.set_len(size);
        return Err(error);
    }
    if sync {
        if let Err(error) = file.sync_data() {
            // The system forgets what it could not write: a second sync would succeed without it. The
            // bytes go away, so that the next try writes them again.
            let _ = file.set_len(if at + already as u64 == size { at } else { size });
            return Err(error);
        }
        if created {
            sync_dir(parent(path)?)?;
        }
    }
    Ok(file.metadata()?.len())
}

/// Waits until everything written to a file is on the disk. A missing file is fine.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    match File::open(path) {
        Ok(file) => {
            file.sync_all()?;
            sync_dir(parent(path)?)
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
    }
}

/// Renames a file; the directories on the way are made.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let dir = parent(to)?;
    make_dir(dir)?;
    fs::rename(from, to)?;
    sync_dir(dir)
}

/// How many of the bytes stand at `at` already: all of them, or those that are the end of the file.
fn already(file: &mut File, size: u64, at: u64, bytes: &[u8]) -> io::Result<usize> {
    let there = usize::try_from(size.saturating_sub(at)).unwrap_or(usize::MAX).min(bytes.len());
    if there == 0 {
        return Ok(0);
    }
    file.seek(SeekFrom::Start(at))?;
    let mut held = vec![0; there];
    file.read_exact(&mut held)?;
    Ok(if held == bytes[..there] { there } else { 0 })
}

fn write_new(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
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

/// A name in the same directory that no other writer of this process uses: writes of one file are in order.
fn aside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    path.with_file_name(name)
}

fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}
