//! The files of a recording: bounded each and together, readable by their owner alone.

use super::Record;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// How many files a recording that uses up its bytes has.
const PARTS: u64 = 8;

/// Bytes of a file below which none is begun.
const MIN_PART: u64 = 1024 * 1024;

/// Bytes that are kept back for the last line.
const LAST: u64 = 512;

/// Parts of an earlier recording that are looked for.
const MAX_PARTS: u32 = 10_000;

/// How every recording begins.
const BEGINS: &[u8] = b"{\"recording\":";

/// The files, the last of them open.
#[derive(Debug)]
pub(crate) struct Files {
    path: PathBuf,
    max: u64,
    file: BufWriter<File>,
    part: u32,
    in_part: u64,
    in_all: u64,
}

impl Files {
    /// Makes the first file. An earlier recording of that name is kept once more, as `FILE.previous`.
    ///
    /// # Errors
    ///
    /// There is something else of that name, or the system refuses.
    pub(crate) fn open(record: &Record) -> Result<Self, String> {
        let name = record.path.display();
        let refused = |error: io::Error| format!("cannot record to {name}: {error}");
        if !may_replace(&record.path).map_err(refused)? {
            return Err(format!("cannot record to {name}: it exists and is no recording; name another file"));
        }
        put_away(&record.path).map_err(refused)?;
        let file = create(&record.path).map_err(refused)?;
        let (path, max) = (record.path.clone(), record.max_bytes);
        Ok(Self { path, max, file, part: 0, in_part: 0, in_all: 0 })
    }

    /// Its name, for people.
    pub(super) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Whether a line may still be written.
    pub(super) fn has_room(&self, bytes: usize) -> bool {
        // One file more may begin with it.
        self.in_all + bytes as u64 + 2 * LAST <= self.max
    }

    /// Whether a line belongs into another file.
    pub(super) fn wants_next(&self, bytes: usize) -> bool {
        let most = (self.max / PARTS).max(MIN_PART);
        self.in_part > LAST && self.in_part + bytes as u64 > most
    }

    /// Goes on in another file.
    pub(super) fn next(&mut self, header: &str) -> io::Result<()> {
        self.file.flush()?;
        self.part += 1;
        self.file = create(&part(&self.path, self.part))?;
        self.in_part = 0;
        self.write(header)
    }

    pub(super) fn write(&mut self, line: &str) -> io::Result<()> {
        self.file.write_all(line.as_bytes())?;
        self.in_part += line.len() as u64;
        self.in_all += line.len() as u64;
        Ok(())
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }

    pub(super) fn write_last(&mut self, line: &str) -> io::Result<()> {
        self.write(line)?;
        self.flush()
    }
}

fn create(path: &Path) -> io::Result<BufWriter<File>> {
    // A name that is taken meanwhile is not ours to write to.
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    Ok(BufWriter::with_capacity(256 * 1024, file))
}

/// The file of a part; the first one has the name itself.
fn part(path: &Path, number: u32) -> PathBuf {
    if number == 0 { path.to_owned() } else { with(path, &format!(".{number}")) }
}

fn with(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Whether there is nothing of that name, or a recording.
fn may_replace(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
        Ok(meta) if !meta.is_file() => return Ok(false),
        Ok(meta) if meta.len() == 0 => return Ok(true),
        Ok(_) => {}
    }
    let mut begins = Vec::new();
    File::open(path)?.take(BEGINS.len() as u64).read_to_end(&mut begins)?;
    Ok(begins == BEGINS)
}

/// Gives an earlier recording another name, in the place of the one before it.
fn put_away(path: &Path) -> io::Result<()> {
    let previous = with(path, ".previous");
    for number in 0..MAX_PARTS {
        match fs::remove_file(part(&previous, number)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => break,
            done => done?,
        }
    }
    for number in 0..MAX_PARTS {
        let from = part(path, number);
        if !from.try_exists()? || !may_replace(&from)? {
            break;
        }
        fs::rename(from, part(&previous, number))?;
    }
    Ok(())
}
