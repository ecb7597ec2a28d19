//! `logs.tail`: lines of the log file from a byte cursor on.

use super::pending::{Read, Wants, data};
use crate::action::{FileDone, FileOp, Range};
use crate::conn::Reply;
use crate::engine::Engine;
use crate::host::FileName;
use crate::refusal::Refusal;
use crate::wire::{LogsTailParams, LogsTailResult};

const DEFAULT_LIMIT: u64 = 500;
const DEFAULT_BYTES: u64 = 250_000;

/// What is asked of the log file.
#[derive(Clone, Debug)]
pub(crate) struct LogsWait {
    file: FileName,
    cursor: Option<u64>,
    limit: usize,
    max: u64,
    step: Step,
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// The size is looked up, and the end is read.
    Tail,
    /// What follows the cursor is read.
    From,
    /// The file of today is not there: its directory is looked through.
    Look,
}

impl Engine {
    pub(crate) fn logs_tail(&mut self, reply: Reply, params: LogsTailParams) {
        let file = self.cx.settings.log_file(self.cx.now.wall);
        let wait = LogsWait {
            file,
            cursor: params.cursor,
            limit: usize::try_from(params.limit.unwrap_or(DEFAULT_LIMIT)).unwrap_or(usize::MAX),
            max: params.max_bytes.unwrap_or(DEFAULT_BYTES),
            step: Step::Tail,
        };
        self.read_log(reply, wait);
    }

    fn read_log(&mut self, reply: Reply, wait: LogsWait) {
        // One byte more than is shown tells whether the first line is whole.
        let range = match (&wait.step, wait.cursor) {
            (Step::From, Some(cursor)) => Range::From { start: cursor.saturating_sub(1), max: wait.max + 1 },
            _ => Range::Tail(wait.max + 1),
        };
        let read = FileOp::Read { file: wait.file.clone(), range };
        self.read_for(reply, Wants::Logs(wait), vec![read]);
    }

    pub(crate) fn on_logs_read(&mut self, reply: Reply, mut wait: LogsWait, mut files: Read) {
        if wait.step == Step::Look {
            return self.on_log_names(reply, wait, files);
        }
        let (bytes, start, size) = match data(files.pop()) {
            Ok(Some(read)) => read,
            Ok(None) => return self.look_for_log(reply, wait),
            Err(e) => return self.refuse(reply, Refusal::unavailable(format!("log read failed: {e}"))),
        };
        let behind = wait.cursor.filter(|c| *c <= size && size - c <= wait.max);
        if wait.step == Step::Tail && behind.is_some() {
            wait.step = Step::From;
            return self.read_log(reply, wait);
        }
        let lost = wait.cursor.is_some() && behind.is_none();
        let truncated = match wait.cursor {
            Some(cursor) => cursor <= size && size - cursor > wait.max,
            None => size > wait.max,
        };
        let from = match behind {
            Some(cursor) => cursor,
            None => size.saturating_sub(wait.max),
        };
        let result = LogsTailResult {
            file: self.cx.settings.host.show(&wait.file),
            cursor: size,
            size,
            lines: lines(&bytes, start, from, wait.limit),
            truncated: Some(truncated),
            reset: Some(lost),
        };
        self.answer(reply, &result);
    }

    fn look_for_log(&mut self, reply: Reply, mut wait: LogsWait) {
        let dir = wait.file.path.rsplit_once('/').map_or("", |(dir, _)| dir).to_owned();
        let dir = FileName { root: wait.file.root, path: dir };
        wait.step = Step::Look;
        self.read_for(reply, Wants::Logs(wait), vec![FileOp::List { dir }]);
    }

    /// The newest dated file stands in for the one of today that is not there.
    fn on_log_names(&mut self, reply: Reply, mut wait: LogsWait, mut files: Read) {
        let names = match files.pop() {
            Some(Ok(FileDone::Names(names))) => names,
            Some(_) | None => Vec::new(),
        };
        let (dir, name) = wait.file.path.rsplit_once('/').unwrap_or(("", &wait.file.path));
        let newest = names.into_iter().filter(|n| is_dated(name) && is_dated(n)).max();
        match newest.filter(|n| n != name) {
            Some(newest) => {
                wait.file.path = format!("{dir}/{newest}");
                wait.step = Step::Tail;
                self.read_log(reply, wait);
            }
            None => {
                let file = self.cx.settings.host.show(&wait.file);
                let result = LogsTailResult {
                    file,
                    cursor: 0,
                    size: 0,
                    lines: Vec::new(),
                    truncated: Some(false),
                    reset: Some(false),
                };
                self.answer(reply, &result);
            }
        }
    }
}

/// Whether a name is that of a log of one day: `openclaw-YYYY-MM-DD.log`.
fn is_dated(name: &str) -> bool {
    let date = name.strip_prefix("openclaw-").and_then(|n| n.strip_suffix(".log")).unwrap_or_default();
    date.len() == 10
        && date
            .bytes()
            .enumerate()
            .all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() })
}

/// The last `limit` whole lines from offset `from` on, of bytes that begin at `start`.
fn lines(bytes: &[u8], start: u64, from: u64, limit: usize) -> Vec<String> {
    let skip = usize::try_from(from.saturating_sub(start)).unwrap_or(usize::MAX).min(bytes.len());
    let whole = from == 0 || skip == 0 && start == 0 || skip > 0 && bytes[skip - 1] == b'\n';
    let mut rest = &bytes[skip..];
    if !whole {
        rest = rest.iter().position(|b| *b == b'\n').map_or(&[][..], |n| &rest[n + 1..]);
    }
    let text = String::from_utf8_lossy(rest);
    let mut all: Vec<&str> = text.split('\n').collect();
    if all.last().is_some_and(|l| l.is_empty()) {
        all.pop();
    }
    let first = all.len().saturating_sub(limit);
    all[first..].iter().map(|l| (*l).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_line_that_is_cut_is_left_out() {
        assert_eq!(lines(b"aa\nbb\ncc\n", 0, 0, 9), ["aa", "bb", "cc"]);
        assert_eq!(lines(b"a\nbb\ncc\n", 10, 11, 9), ["bb", "cc"]);
        assert_eq!(lines(b"\nbb\ncc\n", 10, 11, 9), ["bb", "cc"]);
        assert_eq!(lines(b"xbb\ncc\n", 10, 11, 9), ["cc"]);
        assert_eq!(lines(b"aa\nbb\ncc\n", 0, 0, 1), ["cc"]);
        assert_eq!(lines(b"", 5, 5, 9), Vec::<String>::new());
    }

    #[test]
    fn only_dated_names_stand_in() {
        assert!(is_dated("openclaw-2026-11-22.log"));
        assert!(!is_dated("openclaw-2026-11-2.log"));
        assert!(!is_dated("gateway.jsonl"));
    }
}
