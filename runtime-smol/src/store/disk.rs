//! What files ask of the system, call by call: the seam at which tests put a disk that fails.

use core::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

/// A disk. What it does not say otherwise is what the system does.
pub(crate) trait Disk: Debug + Send + Sync {
    /// Reads some bytes.
    fn read(&self, mut file: &File, _path: &Path, buffer: &mut [u8]) -> io::Result<usize> {
        file.read(buffer)
    }

    /// Writes some bytes, where the file stands.
    fn write(&self, mut file: &File, _path: &Path, bytes: &[u8]) -> io::Result<usize> {
        file.write(bytes)
    }

    /// Waits until a file, or a directory, is on the disk.
    fn sync(&self, file: &File, _path: &Path) -> io::Result<()> {
        file.sync_all()
    }

    /// Waits until the bytes of a file are on the disk.
    fn sync_data(&self, file: &File, _path: &Path) -> io::Result<()> {
        file.sync_data()
    }

    /// Gives a file another name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }
}

/// The disk that the system has.
#[derive(Debug)]
pub(crate) struct System;

impl Disk for System {}

/// An open file of a disk, for what reads and writes all of something.
pub(super) struct Open<'a> {
    pub(super) disk: &'a dyn Disk,
    pub(super) file: &'a File,
    pub(super) path: &'a Path,
}

impl io::Read for Open<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.disk.read(self.file, self.path, buffer)
    }
}

impl io::Write for Open<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.write(self.file, self.path, bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
