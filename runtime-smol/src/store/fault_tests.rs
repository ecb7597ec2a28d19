//! A disk that fails: what the engine is told, and what is there once the power was cut.

use super::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard};

/// `EIO`: what a disk says that cannot.
const EIO: i32 = 5;

/// A call that is to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fail {
    Read,
    Write,
    /// Only half of the bytes are taken.
    Short,
    Sync,
    /// The sync of a directory.
    SyncDir,
    Rename,
}

/// What a file has on the disk, and what only the system has.
#[derive(Debug, Default)]
struct Kept {
    durable: Vec<u8>,
    /// Bytes written since the last sync, by where they stand.
    dirty: BTreeMap<u64, u8>,
}

/// A disk over real files that fails as it is told to, and knows what a power cut would leave.
#[derive(Clone, Debug, Default)]
struct Faulty(Arc<Mutex<Told>>);

#[derive(Debug, Default)]
struct Told {
    fails: VecDeque<Fail>,
    kept: BTreeMap<PathBuf, Kept>,
    /// Names that are in their directory for good.
    named: BTreeSet<PathBuf>,
    new: BTreeSet<PathBuf>,
}

impl Faulty {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap()
    }

    fn will(&self, fails: &[Fail]) {
        self.told().fails.extend(fails);
    }

    fn fails(&self, call: Fail) -> bool {
        let fails = &mut self.told().fails;
        fails.front() == Some(&call) && fails.pop_front().is_some()
    }

    /// What a file holds after a power cut; `None` when it is not there.
    fn after_power_cut(&self, path: &Path) -> Option<String> {
        let told = self.told();
        let kept = told.named.contains(path).then(|| told.kept.get(path))??;
        Some(String::from_utf8_lossy(&kept.durable).into_owned())
    }

    fn synced(&self, path: &Path) {
        let told = &mut *self.told();
        if path.is_dir() {
            let (here, rest) = told.new.iter().cloned().partition(|file| file.parent() == Some(path));
            told.new = rest;
            return told.named.extend::<BTreeSet<_>>(here);
        }
        let kept = told.kept.entry(path.to_owned()).or_default();
        kept.durable.resize(usize::try_from(fs::metadata(path).unwrap().len()).unwrap(), 0);
        for (at, byte) in core::mem::take(&mut kept.dirty) {
            if let Some(place) = kept.durable.get_mut(usize::try_from(at).unwrap()) {
                *place = byte;
            }
        }
    }
}

fn eio<T>() -> io::Result<T> {
    Err(io::Error::from_raw_os_error(EIO))
}

impl Disk for Faulty {
    fn read(&self, file: &File, path: &Path, buffer: &mut [u8]) -> io::Result<usize> {
        if self.fails(Fail::Read) { eio() } else { System.read(file, path, buffer) }
    }

    fn write(&self, mut file: &File, path: &Path, bytes: &[u8]) -> io::Result<usize> {
        if self.fails(Fail::Write) {
            return eio();
        }
        let take = if self.fails(Fail::Short) { bytes.len().div_ceil(2) } else { bytes.len() };
        let written = System.write(file, path, &bytes[..take])?;
        let end = file.stream_position()?;
        let told = &mut *self.told();
        if !told.named.contains(path) {
            told.new.insert(path.to_owned());
        }
        let dirty = &mut told.kept.entry(path.to_owned()).or_default().dirty;
        dirty.extend((end - written as u64..end).zip(bytes.iter().copied()));
        Ok(written)
    }

    fn sync(&self, file: &File, path: &Path) -> io::Result<()> {
        self.sync_data(file, path)
    }

    fn sync_data(&self, _file: &File, path: &Path) -> io::Result<()> {
        let sync = if path.is_dir() { Fail::SyncDir } else { Fail::Sync };
        if self.fails(sync) {
            // Told once: what could not be written counts as written from now on.
            if let Some(kept) = self.told().kept.get_mut(path) {
                kept.dirty.clear();
            }
            return eio();
        }
        self.synced(path);
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.fails(Fail::Rename) {
            return eio();
        }
        System.rename(from, to)?;
        let told = &mut *self.told();
        let kept = told.kept.remove(from).unwrap_or_default();
        told.kept.insert(to.to_owned(), kept);
        told.new.remove(from);
        told.named.remove(to);
        told.new.insert(to.to_owned());
        Ok(())
    }
}

struct Place {
    dir: tempfile::TempDir,
    disk: Faulty,
    roots: Roots,
}

fn place() -> Place {
    let (dir, disk) = (tempfile::tempdir().unwrap(), Faulty::default());
    let roots = Roots::on(dir.path(), Box::new(disk.clone()));
    Place { dir, disk, roots }
}

impl Place {
    fn run(&self, op: FileOp) -> Result<FileDone, OpError> {
        perform(&self.roots, vec![op]).remove(0)
    }

    fn append(&self, at: u64, text: &str, sync: bool) -> Result<FileDone, OpError> {
        self.run(FileOp::Append { file: log(), at, bytes: text.into(), sync })
    }

    fn replace(&self, text: &str) -> Result<FileDone, OpError> {
        self.run(FileOp::Write { file: store(), bytes: text.into(), mode: 0o600 })
    }

    fn sync(&self) -> Result<FileDone, OpError> {
        self.run(FileOp::Sync { file: log() })
    }

    fn text(&self, file: &FileName) -> String {
        fs::read_to_string(self.roots.path(file)).unwrap()
    }

    fn after_power_cut(&self, file: &FileName) -> Option<String> {
        self.disk.after_power_cut(&self.roots.path(file))
    }
}

fn log() -> FileName {
    FileName::state("journal/0.log")
}

fn store() -> FileName {
    FileName::state("store.json")
}

fn written(size: u64) -> FileDone {
    FileDone::Written { size }
}

/// It failed as a broken disk fails, and the words name the file.
fn is_eio(result: &Result<FileDone, OpError>, what: &str) {
    let error = result.as_ref().unwrap_err();
    assert_eq!(error.kind, OpErrorKind::Other, "{error:?}");
    assert!(error.detail.starts_with(what) && error.detail.contains("os error 5"), "{error:?}");
}

#[test]
fn a_record_whose_sync_failed_is_written_again_and_survives_a_power_cut() {
    let p = place();
    assert_eq!(p.append(0, "one\n", true), Ok(written(4)));
    p.disk.will(&[Fail::Sync]);
    is_eio(&p.append(4, "two\n", true), "cannot write ");
    assert_eq!(p.after_power_cut(&log()).as_deref(), Some("one\n"));
    // A sync alone would succeed now, and the record would be a hole.
    assert_eq!(p.append(4, "two\n", true), Ok(written(8)));
    assert_eq!(p.text(&log()), "one\ntwo\n");
    assert_eq!(p.after_power_cut(&log()).as_deref(), Some("one\ntwo\n"));
}

#[test]
fn the_name_of_a_new_file_is_synced_although_the_first_try_failed() {
    for fails in [&[Fail::Write][..], &[Fail::Sync], &[Fail::SyncDir], &[Fail::Short, Fail::Write]] {
        let p = place();
        p.disk.will(fails);
        is_eio(&p.append(0, "one\n", true), "cannot write ");
        assert_eq!(p.after_power_cut(&log()), None, "{fails:?}");
        assert_eq!(p.append(0, "one\n", true), Ok(written(4)), "{fails:?}");
        assert_eq!(p.after_power_cut(&log()).as_deref(), Some("one\n"), "{fails:?}");
    }
}

#[test]
fn a_record_that_was_half_written_leaves_no_half() {
    let p = place();
    p.append(0, "one\n", true).unwrap();
    p.disk.will(&[Fail::Short, Fail::Write]);
    is_eio(&p.append(4, "second\n", true), "cannot write ");
    assert_eq!(p.text(&log()), "one\n");
    p.disk.will(&[Fail::Short]);
    assert_eq!(p.append(4, "second\n", true), Ok(written(11)));
    assert_eq!(p.after_power_cut(&log()).as_deref(), Some("one\nsecond\n"));
}

#[test]
fn lines_whose_sync_failed_later_are_written_anew() {
    let p = place();
    p.append(0, "one\n", false).unwrap();
    assert_eq!(p.sync(), Ok(FileDone::Done));
    p.append(4, "two\n", false).unwrap();
    p.disk.will(&[Fail::Sync]);
    is_eio(&p.sync(), "cannot sync ");
    assert_eq!(p.after_power_cut(&log()).as_deref(), Some("one\n"));
    // As long as it fails, it is not taken for done.
    p.disk.will(&[Fail::Sync]);
    is_eio(&p.sync(), "cannot sync ");
    p.disk.will(&[Fail::Read]);
    is_eio(&p.sync(), "cannot sync ");
    assert_eq!(p.sync(), Ok(FileDone::Done));
    assert_eq!(p.after_power_cut(&log()).as_deref(), Some("one\ntwo\n"));
    p.append(8, "three\n", false).unwrap();
    assert_eq!(p.sync(), Ok(FileDone::Done));
    assert_eq!(p.after_power_cut(&log()).as_deref(), Some("one\ntwo\nthree\n"));
    assert_eq!(fs::read_dir(p.dir.path().join("journal")).unwrap().count(), 1);
}

#[test]
fn lines_that_are_repeated_after_a_restart_are_given_to_the_disk_again() {
    let p = place();
    p.append(0, "one\n", false).unwrap();
    p.disk.will(&[Fail::Sync]);
    is_eio(&p.sync(), "cannot sync ");
    // The next process finds them in the file, and in its journal.
    let next = Place { roots: Roots::on(p.dir.path(), Box::new(p.disk.clone())), ..p };
    assert_eq!(next.append(0, "one\n", false), Ok(written(4)));
    assert_eq!(next.sync(), Ok(FileDone::Done));
    assert_eq!(next.after_power_cut(&log()).as_deref(), Some("one\n"));
}

#[test]
fn a_file_that_cannot_be_replaced_stays_as_it_was() {
    for fails in [&[Fail::Write][..], &[Fail::Short, Fail::Write], &[Fail::Sync], &[Fail::Rename]] {
        let p = place();
        p.replace("{\"old\": 1}").unwrap();
        p.disk.will(fails);
        is_eio(&p.replace("{\"new\": 2}"), "cannot write ");
        assert_eq!(p.text(&store()), "{\"old\": 1}", "{fails:?}");
        assert_eq!(p.after_power_cut(&store()).as_deref(), Some("{\"old\": 1}"), "{fails:?}");
        assert_eq!(fs::read_dir(p.dir.path()).unwrap().count(), 1, "nothing is left aside: {fails:?}");
        assert_eq!(p.replace("{\"new\": 2}"), Ok(written(10)));
        assert_eq!(p.after_power_cut(&store()).as_deref(), Some("{\"new\": 2}"), "{fails:?}");
    }
}

#[test]
fn what_a_killed_process_left_aside_is_overwritten() {
    let p = place();
    fs::write(p.dir.path().join("store.json.tmp"), "half of something lo").unwrap();
    p.replace("{}").unwrap();
    assert_eq!(p.text(&store()), "{}");
    assert_eq!(fs::read_dir(p.dir.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_and_no_empty_file() {
    let p = place();
    p.append(0, "one\n", true).unwrap();
    let read = || p.run(FileOp::Read { file: log(), range: Range::Whole(100) });
    p.disk.will(&[Fail::Read]);
    is_eio(&read(), "cannot read ");
    assert_eq!(read(), Ok(FileDone::Data { bytes: b"one\n".to_vec(), start: 0, size: 4 }));
    // Whether a record is there already cannot be known: nothing is written.
    p.disk.will(&[Fail::Read]);
    is_eio(&p.append(0, "one\n", true), "cannot write ");
    assert_eq!(p.text(&log()), "one\n");
}

#[test]
fn a_rename_that_fails_leaves_both_names_as_they_were() {
    let p = place();
    p.replace("{}").unwrap();
    let to = FileName::state("aside/store.json");
    let rename = || p.run(FileOp::Rename { from: store(), to: to.clone() });
    p.disk.will(&[Fail::Rename]);
    is_eio(&rename(), "cannot rename ");
    assert!(p.roots.path(&store()).exists() && !p.roots.path(&to).exists());
    assert_eq!(rename(), Ok(FileDone::Done));
    assert!(!p.roots.path(&store()).exists());
}

#[test]
fn after_a_write_that_fails_nothing_is_removed() {
    let p = place();
    p.append(0, "one\n", true).unwrap();
    p.disk.will(&[Fail::Sync]);
    let write = FileOp::Write { file: store(), bytes: b"{}".to_vec(), mode: 0o600 };
    let results = perform(&p.roots, vec![write, FileOp::Remove { file: log() }]);
    assert_eq!(results.len(), 1);
    is_eio(&results[0], "cannot write ");
    assert_eq!(p.text(&log()), "one\n");
}
