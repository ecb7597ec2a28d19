//! A small disk that is really full, or really read-only: a file system in memory.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A small disk in memory; it is gone when this is dropped.
#[derive(Debug)]
pub struct Disk(TempDir);

impl Disk {
    /// Mounts one with these options of `tmpfs`. Where that is not allowed a line is printed; in CI it is
    /// allowed.
    ///
    /// # Panics
    ///
    /// In CI, when it cannot be mounted.
    #[must_use]
    pub fn new(options: &str) -> Option<Self> {
        let dir = tempfile::tempdir().expect("there is room for a directory");
        match mount(&["-t", "tmpfs", "-o", options, "tmpfs"], dir.path()) {
            true => Some(Self(dir)),
            // Mounting is for root, or for whoever runs this under `unshare --map-root-user --mount`.
            false => crate::outside::missing("the right to mount a small disk"),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Takes all the room that is left, to the last byte.
    ///
    /// # Panics
    ///
    /// When nothing can be written at all.
    pub fn fill(&self) {
        let file = self.path().join("filler");
        let mut file = OpenOptions::new().append(true).create(true).open(file).expect("it takes a name");
        // The last bytes too: the second write takes what the first left.
        for size in [1 << 20, 1 << 12, 1] {
            let bytes = vec![0; size];
            while file.write_all(&bytes).is_ok() {}
        }
    }

    /// Gives the room back.
    pub fn make_room(&self) {
        // There is nothing to give back when it was not filled.
        let _ = fs::remove_file(self.path().join("filler"));
    }

    /// Mounts it another way: `ro`, `rw`.
    ///
    /// # Panics
    ///
    /// When it cannot be mounted that way.
    pub fn remount(&self, how: &str) {
        assert!(mount(&["-o", &format!("remount,{how}")], self.path()), "{how}");
    }
}

fn mount(args: &[&str], at: &Path) -> bool {
    Command::new("mount").args(args).arg(at).output().is_ok_and(|ran| ran.status.success())
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}
