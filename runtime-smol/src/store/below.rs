//! Reading below a directory that strangers may name paths in: no way out, no links.

use engine::FileDone;
use rustix::fs::{Mode, OFlags, openat};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Reads a whole regular file. Every part of the path is opened by itself and none may be a link, so
/// nothing that happens meanwhile leads elsewhere.
pub(super) fn read(dir: &Path, path: &str, max: u64) -> io::Result<FileDone> {
    let mut at = File::open(dir)?;
    let mut parts = path.split('/').filter(|part| !part.is_empty()).peekable();
    while let Some(part) = parts.next() {
        if part == ".." || part == "." {
            return Err(io::ErrorKind::NotFound.into());
        }
        let kind = if parts.peek().is_some() { OFlags::DIRECTORY } else { OFlags::NONBLOCK };
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | kind;
        at = openat(&at, part, flags, Mode::empty()).map(File::from).map_err(missing)?;
    }
    let meta = at.metadata()?;
    if !meta.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    if meta.len() > max {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("{} bytes, {max} allowed", meta.len()),
        ));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or_default());
    at.take(max).read_to_end(&mut bytes)?;
    Ok(FileDone::Data { size: bytes.len() as u64, bytes, start: 0 })
}

/// A link counts as absent.
fn missing(error: rustix::io::Errno) -> io::Error {
    match error {
        rustix::io::Errno::LOOP | rustix::io::Errno::MLINK => io::ErrorKind::NotFound.into(),
        other => other.into(),
    }
}
