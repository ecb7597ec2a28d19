use super::*;
use std::os::unix::fs::{PermissionsExt as _, symlink};

struct Place {
    dir: tempfile::TempDir,
    roots: Roots,
}

fn place() -> Place {
    let dir = tempfile::tempdir().unwrap();
    let roots = Roots::new(dir.path());
    Place { dir, roots }
}

impl Place {
    fn run(&self, op: FileOp) -> Result<FileDone, OpError> {
        perform(&self.roots, vec![op]).remove(0)
    }

    fn append(&self, at: u64, bytes: &str) -> Result<FileDone, OpError> {
        self.run(FileOp::Append { file: log(), at, bytes: bytes.into(), sync: true })
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.dir.path().join(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.dir.path().join(name), text).unwrap();
    }

    fn read(&self, range: Range) -> Result<FileDone, OpError> {
        self.run(FileOp::Read { file: log(), range })
    }

    fn below(&self, path: &str) -> Result<FileDone, OpError> {
        self.run(FileOp::ReadBelow { dir: FileName::state("c"), path: path.into(), max: 10 })
    }
}

fn log() -> FileName {
    FileName::state("deep/er/log")
}

#[test]
fn a_repeated_append_writes_nothing_and_a_longer_file_gets_it_at_its_end() {
    let p = place();
    assert_eq!(p.append(0, "one\n"), Ok(FileDone::Written { size: 4 }));
    assert_eq!(p.append(0, "one\n"), Ok(FileDone::Written { size: 4 }));
    assert_eq!(p.append(4, "two\n"), Ok(FileDone::Written { size: 8 }));
    assert_eq!(p.append(4, "six\n"), Ok(FileDone::Written { size: 12 }));
    assert_eq!(p.text("deep/er/log"), "one\ntwo\nsix\n");
}

#[test]
fn an_append_that_a_crash_cut_off_is_completed() {
    let p = place();
    p.append(0, "one\ntw").unwrap();
    assert_eq!(p.append(4, "two\n"), Ok(FileDone::Written { size: 8 }));
    assert_eq!(p.text("deep/er/log"), "one\ntwo\n");
    p.append(8, "thr").unwrap();
    assert_eq!(p.append(8, "four\n"), Ok(FileDone::Written { size: 16 }));
    assert_eq!(p.text("deep/er/log"), "one\ntwo\nthrfour\n");
}

#[test]
fn lines_that_went_behind_those_of_another_program_are_not_added_again() {
    let p = place();
    p.append(0, "one\n").unwrap();
    p.write("deep/er/log", "one\ntheirs\n");
    let behind = Ok(FileDone::Written { size: 15 });
    assert_eq!(p.append(4, "two\n"), behind);
    assert_eq!(p.append(4, "two\n"), behind);
    assert_eq!(p.text("deep/er/log"), "one\ntheirs\ntwo\n");
    // Only whole lines count, and one that was cut off is completed.
    p.write("deep/er/log", "one\nnot two\ntw");
    assert_eq!(p.append(4, "two\n"), Ok(FileDone::Written { size: 16 }));
    assert_eq!(p.text("deep/er/log"), "one\nnot two\ntwo\n");
}

#[test]
fn a_replaced_file_has_its_mode_and_leaves_nothing_aside() {
    let p = place();
    let op =
        |text: &str| FileOp::Write { file: FileName::state("d/f.json"), bytes: text.into(), mode: 0o600 };
    p.run(op("long one")).unwrap();
    p.run(op("{}")).unwrap();
    assert_eq!(p.text("d/f.json"), "{}");
    let dir = p.dir.path().join("d");
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 1);
    assert_eq!(fs::metadata(dir.join("f.json")).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(dir).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_linked_file_is_replaced_where_it_is() {
    let p = place();
    p.write("real", "old");
    symlink(p.dir.path().join("real"), p.dir.path().join("link")).unwrap();
    p.run(FileOp::Write { file: FileName::state("link"), bytes: b"new".to_vec(), mode: 0o600 }).unwrap();
    assert_eq!(p.text("real"), "new");
    assert!(fs::symlink_metadata(p.dir.path().join("link")).unwrap().is_symlink());
}

#[test]
fn ranges_give_the_bytes_asked_for() {
    let p = place();
    p.append(0, "0123456789").unwrap();
    let data = |text: &str, start| Ok(FileDone::Data { bytes: text.into(), start, size: 10 });
    assert_eq!(p.read(Range::Tail(3)), data("789", 7));
    assert_eq!(p.read(Range::Tail(30)), data("0123456789", 0));
    assert_eq!(p.read(Range::Head(2)), data("01", 0));
    assert_eq!(p.read(Range::From { start: 8, max: 9 }), data("89", 8));
    assert_eq!(p.read(Range::From { start: 80, max: 9 }), data("", 10));
    assert_eq!(p.read(Range::Whole(10)), data("0123456789", 0));
    assert_eq!(p.read(Range::Whole(9)).unwrap_err().kind, OpErrorKind::TooLarge);
}

#[test]
fn after_a_write_that_fails_the_rest_is_not_tried() {
    let p = place();
    p.write("file", "");
    let blocked =
        FileOp::Append { file: FileName::state("file/x"), at: 0, bytes: b"x".to_vec(), sync: false };
    let read = FileOp::Read { file: FileName::state("none"), range: Range::Whole(1) };
    let results = perform(&p.roots, vec![read, blocked, FileOp::Remove { file: FileName::state("file") }]);
    assert_eq!(results.len(), 2);
    assert_eq!(results[0].as_ref().unwrap_err().kind, OpErrorKind::NotFound);
    assert!(results[1].is_err() && p.dir.path().join("file").exists());
}

#[test]
fn an_error_names_the_file() {
    let p = place();
    let detail = p.read(Range::Whole(1)).unwrap_err().detail;
    assert!(detail.starts_with("cannot read ") && detail.contains("deep/er/log"), "{detail}");
}

#[test]
fn nothing_outside_a_directory_can_be_read() {
    let p = place();
    fs::create_dir_all(p.dir.path().join("c/sub")).unwrap();
    p.write("secret", "s");
    p.write("c/sub/ok", "ok");
    symlink(p.dir.path().join("secret"), p.dir.path().join("c/link")).unwrap();
    symlink(p.dir.path(), p.dir.path().join("c/up")).unwrap();
    assert!(matches!(p.below("sub/ok"), Ok(FileDone::Data { bytes, .. }) if bytes == b"ok"));
    for path in ["../secret", "link", "up/secret", "sub/../../secret", "sub", ""] {
        assert_eq!(p.below(path).unwrap_err().kind, OpErrorKind::NotFound, "{path}");
    }
    p.write("c/big", "01234567890");
    assert_eq!(p.below("big").unwrap_err().kind, OpErrorKind::TooLarge);
}

#[test]
fn a_missing_directory_has_no_names_and_a_missing_file_is_removed() {
    let p = place();
    assert_eq!(p.run(FileOp::List { dir: FileName::state("none") }), Ok(FileDone::Names(vec![])));
    assert_eq!(p.run(FileOp::Remove { file: FileName::state("none") }), Ok(FileDone::Done));
    assert_eq!(p.run(FileOp::Sync { file: FileName::state("none") }), Ok(FileDone::Done));
    p.write("b", "");
    p.write("a", "");
    let names = p.run(FileOp::List { dir: FileName::state("") });
    assert_eq!(names, Ok(FileDone::Names(vec!["a".into(), "b".into()])));
}
