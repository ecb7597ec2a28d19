//! The engine's facts in words: a level, a subsystem, a line, and the values apart.

#![expect(clippy::wildcard_enum_match_arm, reason = "each group of facts is worded by its own function")]

use crate::log_sink::{Entry, Sink, WsLog};
use engine::{Fact, Signal};
use log::Level;
use serde_json::{Map, Value, json};

/// Longest text of a value in a line (reference: 240).
const MAX_VALUE: usize = 240;

/// Words facts, for one gateway.
#[derive(Debug)]
pub(crate) struct Teller {
    sink: Sink,
    ws_log: WsLog,
    pid: u32,
    log_file: String,
    told_file: bool,
}

impl Teller {
    pub(crate) fn new(sink: Sink, ws_log: WsLog, pid: u32, log_file: String) -> Self {
        Self { sink, ws_log, pid, log_file, told_file: false }
    }

    /// Logs a fact.
    pub(crate) fn tell(&mut self, fact: &Fact) {
        if let Fact::Serving { .. } = fact
            && !core::mem::replace(&mut self.told_file, true)
        {
            self.sink.put(line(Level::Info, "gateway", format!("log file: {}", self.log_file)));
        }
        for entry in self.entries(fact) {
            self.sink.put(entry);
        }
    }

    fn entries(&self, fact: &Fact) -> Vec<Entry> {
        let one = traffic(fact, self.ws_log)
            .or_else(|| connection(fact))
            .or_else(|| life(fact, self.pid))
            .or_else(|| run(fact))
            .or_else(|| files(fact));
        match (one, fact) {
            (Some(entry), _) => vec![entry],
            (None, Fact::Serving { model, offline_model, heartbeat }) => {
                serving(model, *offline_model, *heartbeat)
            }
            (None, Fact::ConfigRefused { issues }) => refused(issues),
            (None, _) => Vec::new(),
        }
    }
}

fn line(level: Level, subsystem: &'static str, text: impl Into<String>) -> Entry {
    Entry { level, subsystem, text: text.into(), meta: None }
}

fn with(entry: Entry, meta: Value) -> Entry {
    Entry { meta: Some(meta), ..entry }
}

fn serving(model: &str, offline: bool, heartbeat: Option<core::time::Duration>) -> Vec<Entry> {
    let mut lines = Vec::new();
    if let Some(every) = heartbeat {
        let every = u64::try_from(every.as_millis()).unwrap_or(u64::MAX);
        lines.push(with(line(Level::Info, "gateway/heartbeat", "started"), json!({"intervalMs": every})));
    }
    lines.push(line(Level::Info, "gateway", format!("agent model: {model}")));
    if offline {
        let text = "no model is configured: the built-in one answers offline (see models.providers)";
        lines.push(line(Level::Info, "gateway", text));
    }
    lines
}

fn refused(issues: &[String]) -> Vec<Entry> {
    let head = "the configuration is invalid; the last good one stays in use:";
    core::iter::once(line(Level::Error, "gateway", head))
        .chain(issues.iter().map(|issue| line(Level::Error, "gateway", format!("- {issue}"))))
        .collect()
}

/// Requests, answers and events.
fn traffic(fact: &Fact, style: WsLog) -> Option<Entry> {
    let full = style == WsLog::Full;
    let (level, text) = match fact {
        Fact::Asked { uuid, id, method } if full => {
            (Level::Debug, format!("← req {method} conn={} id={}", short(uuid), short(id)))
        }
        Fact::Answered { uuid, id, method, error, took } => {
            let (sign, level) = if error.is_some() { ("✗", Level::Info) } else { ("✓", Level::Info) };
            let arrow = if full { "→" } else { "⇄" };
            let method = method.unwrap_or("?");
            let error =
                error.as_ref().map(|(code, text)| format!(" errorCode={code} errorMessage={}", cut(text)));
            let error = error.unwrap_or_default();
            let ms = took.as_millis();
            (
                level,
                format!("{arrow} res {sign} {method} {ms}ms{error} conn={} id={}", short(uuid), short(id)),
            )
        }
        Fact::Told { event, payload, to } if full => {
            (Level::Debug, format!("→ event {event} clients={to} {}", cut(payload)))
        }
        Fact::EventDropped { conn, event, unsent } => {
            (Level::Debug, format!("event {event} dropped for slow {conn}: {unsent} bytes unsent"))
        }
        Fact::SlowConsumer { uuid, unsent } => {
            (Level::Warn, format!("slow consumer closed conn={} unsent={unsent}", short(uuid)))
        }
        _ => return None,
    };
    Some(line(level, "gateway/ws", text))
}

/// Clients that come and go, or may not come.
fn connection(fact: &Fact) -> Option<Entry> {
    let (level, text) = match fact {
        Fact::HandshakeTimeout { uuid } => (Level::Warn, format!("handshake timeout conn={uuid}")),
        Fact::NotJson { uuid, handshake } => {
            let when = if *handshake { " before connect" } else { "" };
            (Level::Warn, format!("parse/handle error{when}: not JSON conn={uuid}"))
        }
        Fact::FaultsLeftOut { count } => (
            Level::Warn,
            format!("{count} more refused requests and faults of clients are not logged one by one"),
        ),
        Fact::Unauthorized { uuid, ip, client, reason } => (
            Level::Warn,
            format!("unauthorized conn={uuid} remote={ip} client={client} reason={}", cut(reason)),
        ),
        Fact::Blocked { ip, pause } => {
            (Level::Warn, format!("{ip} guessed too often: not listened to for {} s", pause.as_secs()))
        }
        Fact::ClosedEarly { uuid, code, reason } => {
            let code = code.map_or("n/a".to_owned(), |c| c.to_string());
            let reason = if reason.is_empty() { "n/a" } else { reason };
            (Level::Warn, format!("closed before connect conn={uuid} code={code} reason={}", cut(reason)))
        }
        Fact::Connected { uuid, client, mode, took } => {
            let ms = took.as_millis();
            (Level::Debug, format!("connected conn={uuid} client={client} mode={mode} handshake={ms}ms"))
        }
        Fact::Disconnected { uuid, client, code, reason } => {
            let code = code.map_or("n/a".to_owned(), |c| c.to_string());
            (
                Level::Debug,
                format!("disconnected conn={uuid} client={client} code={code} reason={}", cut(reason)),
            )
        }
        Fact::OriginRefused { origin, ip } => (
            Level::Warn,
            format!("{} from {ip} may not connect (see gateway.controlUi.allowedOrigins)", cut(origin)),
        ),
        Fact::UntrustedProxy { ip } => (
            Level::Warn,
            format!("proxy headers from {ip} are not believed: add it to gateway.trustedProxies"),
        ),
        Fact::ForeignHost { host } => (
            Level::Info,
            format!("a client on this machine called us {}: it does not count as local", cut(host)),
        ),
        _ => return None,
    };
    Some(line(level, "gateway/ws", text))
}

/// Starting, stopping, signals.
fn life(fact: &Fact, pid: u32) -> Option<Entry> {
    let (level, text) = match fact {
        Fact::Loaded { sessions, replayed: 0 } => {
            (Level::Debug, format!("state loaded: {sessions} sessions"))
        }
        Fact::Loaded { sessions, replayed } => (
            Level::Info,
            format!("state loaded: {sessions} sessions; {replayed} changes recovered from the journal"),
        ),
        Fact::Listening { address, tls, first } => {
            let scheme = if *tls { "wss" } else { "ws" };
            let pid = if *first { format!(" (PID {pid})") } else { String::new() };
            (Level::Info, format!("listening on {scheme}://{address}{pid}"))
        }
        Fact::Signal(signal) => (Level::Info, format!("signal {} received", name(*signal))),
        Fact::RestartRefused => (
            Level::Warn,
            "SIGUSR1 restart ignored (not authorized; enable commands.restart or use gateway tool)."
                .to_owned(),
        ),
        Fact::Draining { restart, runs } => {
            let what = if *restart { "restarting" } else { "shutting down" };
            let wait = if *runs > 0 { format!("; {runs} runs are still going") } else { String::new() };
            (Level::Info, format!("{what}{wait}"))
        }
        Fact::DrainCut { runs } => (Level::Warn, format!("stopping took too long: {runs} runs cut short")),
        _ => return None,
    };
    Some(line(level, "gateway", text))
}

/// Runs, pairing, heartbeats.
fn run(fact: &Fact) -> Option<Entry> {
    let (level, subsystem, text) = match fact {
        Fact::Pairing { device, role, silent } => {
            let how = if *silent { "paired (local)" } else { "asks to be paired" };
            (Level::Info, "gateway", format!("device {} {how} as {role}", short(device)))
        }
        Fact::RunAccepted { run, session } => {
            (Level::Debug, "agent", format!("run {} accepted for {session}", short(run)))
        }
        Fact::RunEnded { run, session, outcome, took } => {
            let level =
                if matches!(outcome.as_str(), "ok" | "aborted") { Level::Debug } else { Level::Error };
            let ms = took.as_millis();
            (level, "agent", format!("run {} for {session} ended after {ms}ms: {}", short(run), cut(outcome)))
        }
        Fact::RunInterrupted { run, session } => (
            Level::Warn,
            "agent",
            format!(
                "run {} for {session} was interrupted by the end of the gateway and is closed",
                short(run)
            ),
        ),
        Fact::HeartbeatSkipped { reason } => {
            (Level::Debug, "gateway/heartbeat", format!("skipped: {reason}"))
        }
        Fact::SystemEventDropped => {
            (Level::Warn, "gateway", "a system event was dropped: too many sessions have some".to_owned())
        }
        Fact::LateCompletion { op, total } => {
            (Level::Debug, "gateway", format!("{op} ended after it was given up ({total} so far)"))
        }
        _ => return None,
    };
    Some(line(level, subsystem, text))
}

/// What went wrong with files.
fn files(fact: &Fact) -> Option<Entry> {
    let (level, text, meta) = match fact {
        Fact::Aside { file, kept, detail } => (
            Level::Error,
            format!("{file} cannot be understood ({}) and is kept as {kept}", cut(detail)),
            json!({"file": file, "kept": kept}),
        ),
        Fact::WriteFailed { file, detail } => {
            (Level::Error, format!("{}; it is tried again", cut(detail)), json!({"file": file}))
        }
        Fact::WriteRecovered => (Level::Info, "writing works again".to_owned(), Value::Object(Map::new())),
        Fact::ReadFailed { file, detail } => (Level::Error, cut(detail), json!({"file": file})),
        Fact::BrokenLines { file, lines } => (
            Level::Warn,
            format!("{file} has {lines} lines that are no JSON: they are passed over and kept"),
            json!({"file": file, "lines": lines}),
        ),
        _ => return None,
    };
    Some(with(line(level, "gateway/state", text), meta))
}

fn name(signal: Signal) -> &'static str {
    match signal {
        Signal::Terminate => "SIGTERM",
        Signal::Interrupt => "SIGINT",
        Signal::HangUp => "SIGHUP",
        Signal::Restart => "SIGUSR1",
    }
}

/// A value of a stranger in a line: short, and without anything a terminal would act on.
fn cut(text: &str) -> String {
    if text.len() <= MAX_VALUE && !text.contains(char::is_control) {
        return text.to_owned();
    }
    let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut out: String = clean.take(MAX_VALUE).collect();
    if text.chars().nth(MAX_VALUE).is_some() {
        out.push('…');
    }
    out
}

/// An id, short: the first and the last of it.
fn short(id: &str) -> String {
    let chars: Vec<char> = cut(id).chars().collect();
    let uuid = chars.len() == 36 && [8, 13, 18, 23].iter().all(|i| chars[*i] == '-');
    let head = match (uuid, chars.len()) {
        (true, _) => 8,
        (false, 25..) => 12,
        (false, _) => return chars.into_iter().collect(),
    };
    let tail = &chars[chars.len() - 4..];
    chars[..head].iter().chain(&['…']).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::time::Duration;

    fn answered(error: Option<(&'static str, String)>) -> Fact {
        let uuid = "abcd1234-0000-0000-0000-00000000ef01".to_owned();
        Fact::Answered {
            uuid,
            id: "7".into(),
            method: Some("health"),
            error,
            took: Duration::from_millis(12),
        }
    }

    #[test]
    fn an_error_is_one_line_with_its_code() {
        let fact = answered(Some(("INVALID_REQUEST", "bad\nthing".into())));
        let entry = traffic(&fact, WsLog::Auto).unwrap();
        let expected =
            "⇄ res ✗ health 12ms errorCode=INVALID_REQUEST errorMessage=bad thing conn=abcd1234…ef01 id=7";
        assert_eq!(entry.text, expected);
    }

    #[test]
    fn full_style_has_arrows_and_compact_leaves_requests_out() {
        let asked = Fact::Asked { uuid: "u".into(), id: "1".into(), method: "health".into() };
        assert!(traffic(&asked, WsLog::Compact).is_none());
        assert_eq!(traffic(&asked, WsLog::Full).unwrap().text, "← req health conn=u id=1");
        assert!(traffic(&answered(None), WsLog::Full).unwrap().text.starts_with("→ res ✓ health"));
    }

    #[test]
    fn values_of_strangers_are_cut_and_cleaned() {
        assert_eq!(cut("a\u{1b}[31mb"), "a [31mb");
        assert_eq!(cut(&"x".repeat(300)).chars().count(), MAX_VALUE + 1);
        assert_eq!(short("abcdefghijklmnopqrstuvwxyz"), "abcdefghijkl…wxyz");
        assert_eq!(short("short"), "short");
    }
}
