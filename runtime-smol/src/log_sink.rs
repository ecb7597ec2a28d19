//! Where log lines go: the console, and a file for each day. A thread of its own writes them, so that a
//! full disk or a terminal that stands still stops nothing.

use crate::clock;
use engine::config::sections::host::{ConsoleStyle, LogLevel};
use engine::{Host, UnixMs};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use log::{Level, LevelFilter};
use serde::Serialize;
use serde_json::{Value, json};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

/// Lines that wait to be written; more are counted and left out.
const MAX_WAITING: usize = 8_192;

/// Age at which dated log files are removed (reference: 24 h).
const KEEP: core::time::Duration = core::time::Duration::from_secs(24 * 3600);

/// How requests and events are logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WsLog {
    /// A line for a request with its answer.
    #[default]
    Auto,
    /// The same.
    Compact,
    /// A line for each frame.
    Full,
}

/// What is logged where.
#[derive(Clone, Debug)]
pub struct Log {
    /// Everything goes to the console.
    pub verbose: bool,
    /// How requests and events are logged.
    pub ws_log: WsLog,
    /// Absolute path of the file; `{date}` stands for the local date.
    pub file: String,
    /// What goes into the file.
    pub level: LogLevel,
    /// What goes to the console.
    pub console_level: LogLevel,
    /// How it looks there.
    pub console_style: ConsoleStyle,
    /// Whether the console shows colours.
    pub color: bool,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) level: Level,
    pub(crate) subsystem: &'static str,
    pub(crate) text: String,
    pub(crate) meta: Option<Value>,
}

/// The way to the writing thread.
#[derive(Clone, Debug)]
pub(crate) struct Sink {
    lines: SyncSender<Option<(UnixMs, Entry)>>,
    lost: Arc<AtomicU64>,
    most: LevelFilter,
}

impl Sink {
    pub(crate) fn put(&self, entry: Entry) {
        if entry.level > self.most {
            return;
        }
        if let Err(TrySendError::Full(_)) = self.lines.try_send(Some((clock::wall(), entry))) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// What libraries below us log.
struct Bridge(Sink);

impl log::Log for Bridge {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        let ours = metadata.target().starts_with("runtime_smol") || metadata.target().starts_with("openclaw");
        // Libraries are heard when something is wrong.
        metadata.level() <= if ours { self.0.most } else { LevelFilter::Warn.min(self.0.most) }
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            let text = record.args().to_string();
            self.0.put(Entry { level: record.level(), subsystem: "gateway", text, meta: None });
        }
    }

    fn flush(&self) {}
}

/// The writing thread; lines that wait are written before it ends.
#[derive(Debug)]
pub(crate) struct Writer {
    sink: Sink,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(log: Log, host: &Host) -> io::Result<Self> {
        let (lines, receiver) = sync_channel(MAX_WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        let most = filter(log.level).max(console_filter(&log));
        let sink = Sink { lines, lost: Arc::clone(&lost), most };
        let thread = std::thread::Builder::new().name("log".to_owned());
        let mut out = Out::new(log, host);
        let thread = thread.spawn(move || out.run(&receiver, &lost))?;
        let bridge = Bridge(sink.clone());
        log::set_max_level(most);
        // A second gateway in the same process logs through the first one's bridge.
        if log::set_boxed_logger(Box::new(bridge)).is_err() {
            log::logger().flush();
        }
        Ok(Self { sink, thread: Some(thread) })
    }

    pub(crate) fn sink(&self) -> Sink {
        self.sink.clone()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // `None` is the last line; the thread may be gone.
        let _ = self.sink.lines.send(None);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The thread's side.
struct Out {
    log: Log,
    hostname: String,
    zone: TimeZone,
    file: Option<(String, File)>,
    /// The minute of the last line and the file that lines of it go to.
    minute: Option<(u64, String)>,
    failed: bool,
}

/// Lines that come within this time are written together. Whoever kills the process may cost its log so much.
const GATHER: core::time::Duration = core::time::Duration::from_millis(5);

/// Lines written together at most, so that what waits is bounded.
const MAX_TOGETHER: usize = 1_024;

/// What is to be written next, and where.
#[derive(Default)]
struct Batch {
    console: String,
    file: String,
    path: String,
}

impl Out {
    fn new(log: Log, host: &Host) -> Self {
        let zone = TimeZone::get(&host.timezone).unwrap_or(TimeZone::UTC);
        Self { log, hostname: host.hostname.clone(), zone, file: None, minute: None, failed: false }
    }

    fn run(&mut self, lines: &Receiver<Option<(UnixMs, Entry)>>, lost: &AtomicU64) {
        let mut batch = Batch::default();
        let mut goes_on = true;
        while goes_on && let Ok(Some((at, entry))) = lines.recv() {
            self.add(&mut batch, at, &entry);
            std::thread::sleep(GATHER);
            for next in lines.try_iter().take(MAX_TOGETHER) {
                let Some((at, entry)) = next else {
                    goes_on = false;
                    break;
                };
                self.add(&mut batch, at, &entry);
            }
            let lost = lost.swap(0, Ordering::Relaxed);
            if lost > 0 {
                let text =
                    format!("{lost} log lines were left out: they came faster than they could be written");
                self.add(
                    &mut batch,
                    at,
                    &Entry { level: Level::Warn, subsystem: "gateway", text, meta: None },
                );
            }
            self.write(&mut batch);
        }
    }

    fn add(&mut self, batch: &mut Batch, at: UnixMs, entry: &Entry) {
        if entry.level <= console_filter(&self.log) {
            batch.console.push_str(&console_line(&self.log, &self.zone, at, entry));
            batch.console.push('\n');
        }
        if entry.level > filter(self.log.level) {
            return;
        }
        let path = self.path(at);
        if batch.path != path {
            let path = path.to_owned();
            self.write(batch);
            batch.path = path;
        }
        batch.file.push_str(&file_line(&self.hostname, at, entry));
    }

    fn write(&mut self, batch: &mut Batch) {
        if !batch.console.is_empty() {
            // A console that is gone is no reason to stop.
            let mut console = io::stdout().lock();
            let _ = console.write_all(batch.console.as_bytes()).and_then(|()| console.flush());
            batch.console.clear();
        }
        if batch.file.is_empty() {
            return;
        }
        let written = self.append(&batch.path, &batch.file);
        batch.file.clear();
        if let Err(error) = written
            && !core::mem::replace(&mut self.failed, true)
        {
            let _ = writeln!(io::stderr().lock(), "cannot write the log file {}: {error}", batch.path);
        }
    }

    /// The file that a line of this time goes to. A day begins with a minute, everywhere.
    fn path(&mut self, at: UnixMs) -> &str {
        const MINUTE: u64 = 60_000;
        let minute = at.0 / MINUTE;
        if self.minute.as_ref().is_none_or(|(last, _)| *last != minute) {
            let date = local(&self.zone, at).date().to_string();
            self.minute = Some((minute, self.log.file.replace("{date}", &date)));
        }
        self.minute.as_ref().map_or("", |(_, path)| path)
    }

    fn append(&mut self, path: &str, lines: &str) -> io::Result<()> {
        if self.file.as_ref().is_none_or(|(open, _)| *open != path) {
            if let Some(dir) = Path::new(path).parent() {
                fs::create_dir_all(dir)?;
            }
            let file = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
            self.file = Some((path.to_owned(), file));
            // At the start, and with each new day.
            prune(&self.log.file);
        }
        match &mut self.file {
            Some((_, file)) => file.write_all(lines.as_bytes()),
            None => Ok(()),
        }
    }
}

/// The local date, as it stands in the name of the log file.
pub(crate) fn today(timezone: &str) -> String {
    let zone = TimeZone::get(timezone).unwrap_or(TimeZone::UTC);
    local(&zone, clock::wall()).date().to_string()
}

fn local(zone: &TimeZone, at: UnixMs) -> jiff::Zoned {
    let millis = i64::try_from(at.0).unwrap_or_default();
    Timestamp::from_millisecond(millis).unwrap_or_default().to_zoned(zone.clone())
}

fn console_line(log: &Log, zone: &TimeZone, at: UnixMs, entry: &Entry) -> String {
    let name = entry.subsystem.strip_prefix("gateway/").unwrap_or(entry.subsystem);
    let level = entry.level.as_str().to_lowercase();
    if log.console_style == ConsoleStyle::Json {
        let mut line =
            json!({"time": at.iso(), "level": level, "subsystem": entry.subsystem, "message": entry.text});
        if let Some(meta) = &entry.meta {
            line["meta"] = meta.clone();
        }
        return line.to_string();
    }
    let time = match log.console_style {
        ConsoleStyle::Pretty => local(zone, at).strftime("%H:%M:%S").to_string(),
        ConsoleStyle::Compact | ConsoleStyle::Json => at.iso(),
    };
    if !log.color {
        return format!("{time} [{name}] {}", entry.text);
    }
    let tint = match entry.level {
        Level::Error => "31",
        Level::Warn => "33",
        Level::Info => "36",
        Level::Debug | Level::Trace => "90",
    };
    format!("\u{1b}[90m{time}\u{1b}[0m \u{1b}[{tint}m[{name}]\u{1b}[0m {}", entry.text)
}

/// A line as the reference's files have it: positional parts under their numbers.
fn file_line(hostname: &str, at: UnixMs, entry: &Entry) -> String {
    let (id, name) = match entry.level {
        Level::Error => (5, "ERROR"),
        Level::Warn => (4, "WARN"),
        Level::Info => (3, "INFO"),
        Level::Debug => (2, "DEBUG"),
        Level::Trace => (1, "TRACE"),
    };
    let subsystem = json!({"subsystem": entry.subsystem}).to_string();
    let time = at.iso();
    let (first, second) = match &entry.meta {
        Some(meta) => (Part::Values(meta), Some(entry.text.as_str())),
        None => (Part::Text(&entry.text), None),
    };
    let meta = Meta {
        runtime: "rust",
        runtime_version: env!("CARGO_PKG_RUST_VERSION"),
        hostname,
        name: &subsystem,
        parent_names: ["openclaw"],
        date: &time,
        log_level_id: id,
        log_level_name: name,
    };
    let line = FileLine { subsystem: &subsystem, first, second, meta, time: &time };
    let mut text = serde_json::to_string(&line).expect("a log line is plain data");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct FileLine<'a> {
    #[serde(rename = "0")]
    subsystem: &'a str,
    #[serde(rename = "1")]
    first: Part<'a>,
    #[serde(rename = "2", skip_serializing_if = "Option::is_none")]
    second: Option<&'a str>,
    #[serde(rename = "_meta")]
    meta: Meta<'a>,
    time: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Part<'a> {
    Values(&'a Value),
    Text(&'a str),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta<'a> {
    runtime: &'static str,
    runtime_version: &'static str,
    hostname: &'a str,
    name: &'a str,
    parent_names: [&'static str; 1],
    date: &'a str,
    log_level_id: u8,
    log_level_name: &'static str,
}

fn console_filter(log: &Log) -> LevelFilter {
    if log.verbose { filter(log.console_level).max(LevelFilter::Debug) } else { filter(log.console_level) }
}

fn filter(level: LogLevel) -> LevelFilter {
    match level {
        LogLevel::Silent => LevelFilter::Off,
        LogLevel::Fatal | LogLevel::Error => LevelFilter::Error,
        LogLevel::Warn => LevelFilter::Warn,
        LogLevel::Info => LevelFilter::Info,
        LogLevel::Debug => LevelFilter::Debug,
        LogLevel::Trace => LevelFilter::Trace,
    }
}

/// Removes dated files that are old: only names that the pattern could have made.
fn prune(pattern: &str) {
    let Some((dir, name)) = pattern.rsplit_once('/') else { return };
    let Some((head, tail)) = name.split_once("{date}") else { return };
    let Ok(entries) = fs::read_dir(dir) else { return };
    for path in entries.filter_map(|e| Some(e.ok()?.path())) {
        if is_dated(&path, head, tail) && is_old(&path) {
            // Another process may have removed it.
            let _ = fs::remove_file(path);
        }
    }
}

fn is_dated(path: &Path, head: &str, tail: &str) -> bool {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    let date = name.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail));
    date.is_some_and(|d| d.len() == 10 && d.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
}

fn is_old(path: &PathBuf) -> bool {
    let modified = fs::metadata(path).and_then(|m| m.modified());
    modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > KEEP))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(file: String) -> Log {
        Log {
            verbose: false,
            ws_log: WsLog::Auto,
            file,
            level: LogLevel::Info,
            console_level: LogLevel::Silent,
            console_style: ConsoleStyle::Compact,
            color: false,
        }
    }

    fn out(file: String) -> Out {
        Out::new(log(file), &Host { timezone: "Europe/Berlin".into(), ..Host::default() })
    }

    fn entry(meta: Option<Value>) -> Entry {
        Entry { level: Level::Info, subsystem: "gateway/ws", text: "hello".into(), meta }
    }

    /// 2026-11-22T23:30:00Z: already the 23rd in Berlin.
    const AT: UnixMs = UnixMs(1_795_390_200_000);

    #[test]
    fn a_file_line_has_the_reference_s_shape() {
        let line: Value = serde_json::from_str(&file_line("box", AT, &entry(Some(json!({"a": 1}))))).unwrap();
        assert_eq!(line["0"], "{\"subsystem\":\"gateway/ws\"}");
        assert_eq!((&line["1"]["a"], &line["2"]), (&json!(1), &json!("hello")));
        assert_eq!(
            (&line["_meta"]["logLevelName"], &line["time"]),
            (&json!("INFO"), &json!("2026-11-22T23:30:00.000Z"))
        );
        let line: Value = serde_json::from_str(&file_line("box", AT, &entry(None))).unwrap();
        assert_eq!(line["1"], "hello");
    }

    #[test]
    fn the_file_has_the_local_date() {
        let dir = tempfile::tempdir().unwrap();
        let mut out = out(format!("{}/sub/openclaw-{{date}}.log", dir.path().display()));
        let mut batch = Batch::default();
        out.add(&mut batch, AT, &entry(None));
        // Two hours before, it was the 22nd there too.
        out.add(&mut batch, UnixMs(AT.0 - 7_200_000), &entry(None));
        out.write(&mut batch);
        assert!(dir.path().join("sub/openclaw-2026-11-22.log").exists());
        assert!(dir.path().join("sub/openclaw-2026-11-23.log").exists());
    }

    #[test]
    fn a_console_line_names_the_subsystem_shortly() {
        let out = out("/nowhere".into());
        let line = console_line(&out.log, &out.zone, AT, &entry(None));
        assert_eq!(line, "2026-11-22T23:30:00.000Z [ws] hello");
        let pretty = Log { console_style: ConsoleStyle::Pretty, ..out.log };
        assert_eq!(console_line(&pretty, &out.zone, AT, &entry(None)), "00:30:00 [ws] hello");
    }

    #[test]
    fn only_dated_files_are_pruned() {
        assert!(is_dated(Path::new("/x/openclaw-2026-11-22.log"), "openclaw-", ".log"));
        assert!(!is_dated(Path::new("/x/openclaw-mine.log"), "openclaw-", ".log"));
        assert!(!is_dated(Path::new("/x/other-2026-11-22.log"), "openclaw-", ".log"));
    }
}
