//! Heartbeats: an agent looks after its affairs from time to time, or when it is woken.

use crate::action::{FileDone, FileOp, Range};
use crate::broadcast::EventOut;
use crate::engine::Engine;
use crate::fact::Fact;
use crate::ids::RunId;
use crate::input::OpError;
use crate::limits::{WAKE_COALESCE, WAKE_RETRY};
use crate::ops::Owner;
use crate::run::lane::Lane;
use crate::run::{Kind, NewRun, Outcome, Run};
use crate::session::SessionKey;
use crate::time::Instant;
use crate::timers::Timer;
use crate::wire::{Event, HeartbeatEvent, HeartbeatEventStatus};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What an agent says when nothing needs attention.
const OK_TOKEN: &str = "HEARTBEAT_OK";

/// Bytes of HEARTBEAT.md that are looked at.
const MAX_BEAT_FILE: u64 = 64 * 1024;

/// When the agents beat, and what came of the last time.
#[derive(Debug)]
pub(crate) struct Heartbeats {
    enabled: bool,
    due: BTreeMap<String, Instant>,
    /// Agents whose file is being read or whose run is going on.
    busy: BTreeSet<String>,
    last: Option<HeartbeatEvent>,
}

impl Default for Heartbeats {
    fn default() -> Self {
        Self { enabled: true, due: BTreeMap::new(), busy: BTreeSet::new(), last: None }
    }
}

impl Heartbeats {
    pub(crate) fn last(&self) -> Option<&HeartbeatEvent> {
        self.last.as_ref()
    }

    pub(crate) fn enable(&mut self, enabled: bool) {
        self.enabled = enabled;
    }
}

impl Engine {
    /// Sets the first beat of every agent that beats.
    pub(crate) fn start_heartbeats(&mut self) {
        let now = self.cx.now.mono;
        let beats = self.cx.settings.beating();
        self.heartbeats.busy.clear();
        self.heartbeats.due = beats.into_iter().map(|(agent, every)| (agent, now + every)).collect();
        self.set_heartbeat_timer();
    }

    fn set_heartbeat_timer(&mut self) {
        match self.heartbeats.due.values().min() {
            Some(due) => self.timers.set(Timer::Heartbeat, *due),
            None => self.timers.cancel(&Timer::Heartbeat),
        }
    }

    pub(crate) fn on_heartbeat_due(&mut self) {
        let now = self.cx.now.mono;
        let every: BTreeMap<_, _> = self.cx.settings.beating().into_iter().collect();
        let due: Vec<String> =
            self.heartbeats.due.iter().filter(|(_, at)| **at <= now).map(|(a, _)| a.clone()).collect();
        for agent in due {
            match every.get(&agent) {
                Some(every) => self.heartbeats.due.insert(agent.clone(), now + *every),
                None => self.heartbeats.due.remove(&agent),
            };
            self.beat(&agent);
        }
        self.set_heartbeat_timer();
    }

    /// Asks for a heartbeat soon; requests that come together make one.
    pub(crate) fn ask_wake(&mut self) {
        self.timers.set_no_later(Timer::Wake, self.cx.now.mono + WAKE_COALESCE);
    }

    pub(crate) fn on_wake(&mut self) {
        for (agent, _) in self.cx.settings.beating() {
            self.beat(&agent);
        }
    }

    fn beat(&mut self, agent: &str) {
        let skip = if !self.heartbeats.enabled {
            Some("disabled")
        } else if self.heartbeats.busy.contains(agent) {
            Some("already-running")
        } else if !self.cx.settings.is_awake(agent, self.cx.now.wall) {
            Some("quiet-hours")
        } else {
            None
        };
        if let Some(reason) = skip {
            return self.cx.observe(Fact::HeartbeatSkipped { reason });
        }
        if self.runs.is_lane_busy(&Lane::Main) {
            self.cx.observe(Fact::HeartbeatSkipped { reason: "requests-in-flight" });
            return self.timers.set_no_later(Timer::Wake, self.cx.now.mono + WAKE_RETRY);
        }
        self.heartbeats.busy.insert(agent.to_owned());
        let path = format!("{}/HEARTBEAT.md", self.cx.settings.workspace(agent));
        let read =
            FileOp::Read { file: self.cx.settings.host.name(&path), range: Range::Head(MAX_BEAT_FILE) };
        self.files(Owner::Beat(agent.to_owned()), vec![read]);
    }

    pub(crate) fn on_beat_file(&mut self, agent: &str, mut files: Vec<Result<FileDone, OpError>>) {
        let key = self.cx.settings.heartbeat_session(agent);
        let noted = self.system_events.peek(&key).next().is_some();
        if let Some(Ok(FileDone::Data { bytes, .. })) = files.pop()
            && !noted
            && says_nothing(&String::from_utf8_lossy(&bytes))
        {
            self.heartbeats.busy.remove(agent);
            return self.tell_heartbeat(HeartbeatEvent {
                reason: Some("empty-heartbeat-file".to_owned()),
                ..self.heartbeat_event(HeartbeatEventStatus::Skipped)
            });
        }
        if let Some(refusal) = self.cannot_run() {
            self.heartbeats.busy.remove(agent);
            return self.heartbeat_failed(&refusal.message);
        }
        self.run_heartbeat(agent, key);
    }

    fn run_heartbeat(&mut self, agent: &str, key: SessionKey) {
        let beat = self.cx.settings.beat(agent);
        let kept = self.sessions.entry(&self.store, agent, &key).and_then(|e| e.updated_at);
        let opened = self.open_session(agent, &key, |entry| {
            // A heartbeat does not keep a session fresh.
            if let Some(at) = kept {
                entry.insert("updatedAt".to_owned(), json!(at));
            }
            entry.entry("chatType").or_insert_with(|| json!("direct"));
        });
        let session = match opened {
            Ok(session) => session,
            Err(refusal) => return self.heartbeat_failed(&refusal.message),
        };
        let text = self.take_notes(&key, &beat.prompt);
        let model = self.cx.settings.model_for(agent, Some(&session.entry), beat.model.as_deref());
        let id = RunId::new(&self.cx.rng.uuid());
        self.accept_run(NewRun {
            id,
            kind: Kind::Heartbeat,
            echo_key: key.to_string(),
            session: key,
            agent: agent.to_owned(),
            content: vec![json!({"type": "text", "text": text})],
            extra_system: None,
            thinking: None,
            lane: Lane::Main,
            timeout: self.cx.settings.run_timeout(),
            expiry: None,
            model,
            session_id: session.session_id,
            transcript: session.transcript,
            verbose: false,
            reply: None,
        });
    }

    /// A heartbeat's run is over: what came of it is told.
    pub(crate) fn on_heartbeat_done(&mut self, run: &Run, outcome: &Outcome) {
        self.heartbeats.busy.remove(&run.agent);
        let took =
            run.started.map(|(at, _)| u64::try_from((self.cx.now.mono - at).as_millis()).unwrap_or(u64::MAX));
        let beat = self.cx.settings.beat(&run.agent);
        let said = run.texts.last().map_or("", String::as_str);
        let base =
            HeartbeatEvent { duration_ms: took, ..self.heartbeat_event(HeartbeatEventStatus::Skipped) };
        let event = match (outcome, judge(said, beat.ack_max_chars)) {
            (Outcome::Completed, Said::Nothing) => {
                HeartbeatEvent { status: HeartbeatEventStatus::OkEmpty, ..base }
            }
            (Outcome::Completed, Said::Ok) => {
                HeartbeatEvent { status: HeartbeatEventStatus::OkToken, ..base }
            }
            // No channel is part of this build: what an agent wants to tell has nowhere to go.
            (Outcome::Completed, Said::Something(text)) => HeartbeatEvent {
                reason: Some("no-target".to_owned()),
                preview: Some(text.chars().take(200).collect()),
                has_media: Some(false),
                ..base
            },
            (Outcome::Failed(text), _) => {
                HeartbeatEvent { status: HeartbeatEventStatus::Failed, reason: Some(text.clone()), ..base }
            }
            (Outcome::TimedOut | Outcome::Aborted(_), _) => HeartbeatEvent {
                status: HeartbeatEventStatus::Failed,
                reason: Some("the run was cut short".to_owned()),
                ..base
            },
        };
        self.tell_heartbeat(event);
    }

    pub(crate) fn heartbeat_failed(&mut self, reason: &str) {
        self.heartbeats.busy.clear();
        let event = HeartbeatEvent {
            reason: Some(reason.to_owned()),
            ..self.heartbeat_event(HeartbeatEventStatus::Failed)
        };
        self.tell_heartbeat(event);
    }

    fn heartbeat_event(&self, status: HeartbeatEventStatus) -> HeartbeatEvent {
        HeartbeatEvent {
            ts: self.cx.now.wall.0,
            status,
            to: None,
            reason: None,
            preview: None,
            duration_ms: None,
            has_media: None,
            channel: None,
            silent: None,
            indicator_type: None,
        }
    }

    fn tell_heartbeat(&mut self, event: HeartbeatEvent) {
        self.broadcast(&EventOut::new(Event::Heartbeat, &event));
        self.heartbeats.last = Some(event);
    }
}

/// What an agent said at a heartbeat.
#[derive(Debug, PartialEq)]
enum Said<'a> {
    Nothing,
    Ok,
    Something(&'a str),
}

/// Tells an acknowledgement, perhaps with a few words, from something that needs attention.
fn judge(text: &str, ack_max_chars: u64) -> Said<'_> {
    let text = text.trim();
    if text.is_empty() {
        return Said::Nothing;
    }
    let bare = text.trim_matches(|c: char| matches!(c, '*' | '`' | '_' | '~') || c.is_whitespace());
    let bare = bare.trim_start_matches("<b>").trim_end_matches("</b>");
    let rest = match (bare.strip_prefix(OK_TOKEN), bare.strip_suffix(OK_TOKEN)) {
        (Some(rest), _) | (None, Some(rest)) => rest.trim(),
        (None, None) => return Said::Something(text),
    };
    if rest.chars().count() as u64 <= ack_max_chars { Said::Ok } else { Said::Something(rest) }
}

/// Whether a HEARTBEAT.md holds nothing to do: blank lines, headings and empty list items.
fn says_nothing(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| {
        let heading = line.starts_with('#') && line.trim_start_matches('#').starts_with([' ', '\t'])
            || line.chars().all(|c| c == '#');
        line.is_empty() || heading || matches!(line, "-" | "*" | "+" | "- [ ]" | "* [ ]")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acknowledgement_may_have_a_few_words() {
        assert_eq!(judge(" ", 300), Said::Nothing);
        assert_eq!(judge("HEARTBEAT_OK", 300), Said::Ok);
        assert_eq!(judge("**HEARTBEAT_OK**", 300), Said::Ok);
        assert_eq!(judge("all quiet HEARTBEAT_OK", 300), Said::Ok);
        assert_eq!(judge("HEARTBEAT_OK but look", 3), Said::Something("but look"));
        assert_eq!(judge("the door is open", 300), Said::Something("the door is open"));
    }

    #[test]
    fn headings_and_empty_items_say_nothing() {
        assert!(says_nothing("# Title\n\n- \n* [ ]\n"));
        assert!(says_nothing(""));
        assert!(!says_nothing("# Title\nwater the plants"));
    }
}
