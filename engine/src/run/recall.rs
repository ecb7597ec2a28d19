//! What the disk remembers of runs, and what a start makes of it: ends that are told again, and runs that
//! were cut off, which are closed where their sessions and their askers can see it.

use super::answer::{Answer, Cost};
use super::end::error_text;
use super::{Finished, Kind, Outcome, Run, StoredEnd, StoredMessage, StoredRun};
use crate::action::{FileDone, FileOp, Range};
use crate::engine::Engine;
use crate::fact::Fact;
use crate::host::FileName;
use crate::ids::RunId;
use crate::input::{OpError, OpErrorKind};
use crate::limits::{MAX_CONTEXT_BYTES, MAX_KEPT_TEXT, STORED_END_TTL};
use crate::load::LoadStep;
use crate::ops::Owner;
use crate::refusal::Refusal;
use crate::session::{SessionKey, Transcript, Writer};
use crate::store::Doc;
use crate::time::UnixMs;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Why a run of an earlier process ended.
const INTERRUPTED: &str = "the gateway stopped before this run came to its end";

/// Why runs end that the gateway cannot wait for any longer.
pub(crate) const SHUTDOWN: &str = "shutdown";

/// Runs that were cut off and whose sessions have not been looked at, by transcript.
pub(crate) type CutOff = BTreeMap<FileName, Vec<(RunId, StoredRun)>>;

impl Engine {
    /// Notes how a run ended where the next process finds it.
    pub(crate) fn store_end(&mut self, id: &RunId, outcome: &Outcome) {
        let Some(run) = self.runs.get(id) else { return };
        if run.kind == Kind::Heartbeat {
            // Nobody asks for it again.
            return self.store.delete(&Doc::Runs, id.as_str());
        }
        if *outcome == Outcome::Aborted(SHUTDOWN) && !run.has_begun() {
            // Its message is in no transcript yet: the next start finds it as one that was cut off.
            return;
        }
        let aborted = matches!(outcome, Outcome::Aborted(_));
        let short = run.texts.iter().map(String::len).sum::<usize>() <= MAX_KEPT_TEXT;
        let texts = if short && run.kind == Kind::Agent { run.texts.clone() } else { Vec::new() };
        let (at, error) = (self.cx.now.wall.0, error_text(run, outcome));
        let end = StoredEnd { at, error, aborted, started_at: run.started_at(), texts };
        let stored = StoredRun {
            session_key: run.session.to_string(),
            agent: run.agent.clone(),
            accepted_at: run.accepted_at.0,
            two_phase: run.kind == Kind::Agent,
            message: None,
            end: Some(end),
        };
        self.put_end(id, &stored);
        self.forget_outdated_ends();
    }

    fn put_end(&mut self, id: &RunId, stored: &StoredRun) {
        let value = serde_json::to_value(stored).expect("a stored run is plain data");
        self.store.put(&Doc::Runs, id.as_str(), &value);
        self.runs.note_stored(self.cx.now.mono + STORED_END_TTL, id.clone());
    }

    /// Lets the disk forget the ends that nobody will ask for any more, when it is written to anyway.
    pub(crate) fn forget_outdated_ends(&mut self) {
        while let Some(run) = self.runs.take_outdated(self.cx.now.mono) {
            // One that began again under its old name is not forgotten while it runs.
            if self.runs.get(&run).is_none_or(Run::is_ending) {
                self.store.delete(&Doc::Runs, run.as_str());
            }
        }
    }

    /// Remembers the runs of earlier processes, oldest end first, and closes those that were cut off.
    pub(crate) fn recall_runs(&mut self) {
        let Some(doc) = self.store.doc(&Doc::Runs) else { return self.loaded() };
        let all: Vec<(String, Option<StoredRun>)> =
            doc.iter().map(|(k, v)| (k.to_owned(), serde_json::from_str(v).ok())).collect();
        let mut ended = Vec::new();
        for (id, stored) in all {
            match stored {
                Some(StoredRun { end: Some(end), two_phase, .. }) => {
                    ended.push((end, RunId::new(&id), two_phase));
                }
                Some(stored) => self.cut_off(RunId::new(&id), stored),
                None => self.store.delete(&Doc::Runs, &id),
            }
        }
        ended.sort_by_key(|(end, ..)| end.at);
        for (end, id, two_phase) in ended {
            // How old it is says only the wall clock, which may have been set since.
            let age = self.cx.now.wall.since(UnixMs(end.at));
            if age > STORED_END_TTL {
                self.store.delete(&Doc::Runs, id.as_str());
                continue;
            }
            self.runs.note_stored(self.cx.now.mono + (STORED_END_TTL - age), id.clone());
            self.remember_stored_end(&id, two_phase, end);
        }
        self.forget_outdated_ends();
        self.next_cut_off();
    }

    /// A run that was cut off: everyone who asks is told.
    fn cut_off(&mut self, id: RunId, stored: StoredRun) {
        let key = SessionKey::stored(&stored.session_key);
        self.cx.observe(Fact::RunInterrupted { run: id.to_string(), session: key.to_string() });
        self.sessions.edit(&mut self.store, &stored.agent, &key, |entry| {
            entry.insert("abortedLastRun".to_owned(), json!(true));
        });
        let end = interrupted_at(self.cx.now.wall);
        self.remember_stored_end(&id, stored.two_phase, end.clone());
        match &stored.message {
            Some(message) => self.runs.add_cut_off(message.file.clone(), id, stored),
            None => self.put_end(&id, &StoredRun { end: Some(end), ..stored }),
        }
    }

    /// Looks at the next transcript of runs that were cut off; when there is none, everything is loaded.
    fn next_cut_off(&mut self) {
        match self.runs.next_cut_off() {
            Some(file) => {
                let read = FileOp::Read { file: file.clone(), range: Range::Tail(MAX_CONTEXT_BYTES) };
                self.files(Owner::Load(LoadStep::CutOff(file)), vec![read]);
            }
            None => self.loaded(),
        }
    }

    /// The end of a transcript: what was accepted for it and is not there is written down, and why it was
    /// not answered.
    pub(crate) fn on_cut_off_read(&mut self, file: &FileName, read: Option<Result<FileDone, OpError>>) {
        let mut runs = self.runs.take_cut_off(file);
        let transcript = match read {
            // They stay as they are: the next start looks again.
            _ if self.store.lines.is_stuck(file) => return self.next_cut_off(),
            Some(Err(e)) if e.kind != OpErrorKind::NotFound => {
                let detail = format!("runs that were cut off are not noted in it: {e}");
                let file = self.cx.settings.host.show(file);
                self.cx.observe(Fact::WriteFailed { file, detail });
                return self.next_cut_off();
            }
            Some(Ok(FileDone::Data { bytes, start, size })) => Transcript::parse(&bytes, start, size),
            Some(Ok(_) | Err(_)) | None => Transcript::default(),
        };
        runs.sort_by_key(|(_, stored)| stored.accepted_at);
        let mut tail = transcript.tail.clone();
        for (id, mut stored) in runs {
            let Some(message) = stored.message.take() else { continue };
            let mut writer = Writer { tail: &mut tail, now: self.cx.now.wall };
            let mut lines = Vec::new();
            if writer.tail.size == 0 {
                let cwd = self.cx.settings.workspace(&stored.agent);
                lines.push(writer.header(&message.session_id, &cwd));
            }
            if !transcript.has(&message.entry) {
                let said =
                    json!({"role": "user", "content": message.content, "timestamp": stored.accepted_at});
                lines.push(writer.message(message.entry, said));
            }
            let ends = self.unanswered(&stored);
            lines.push(writer.message(self.cx.rng.hex::<4>(), ends));
            tail = self.write_lines(file, tail, lines);
            let end = Some(interrupted_at(self.cx.now.wall));
            self.put_end(&id, &StoredRun { end, ..stored });
        }
        self.next_cut_off();
    }

    /// The message that stands where an answer would.
    fn unanswered(&self, stored: &StoredRun) -> Value {
        let key = SessionKey::stored(&stored.session_key);
        let entry = self.sessions.entry(&self.store, &stored.agent, &key);
        let model = self.cx.settings.model_for(&stored.agent, entry.as_ref(), None);
        let names = (model.api.as_str(), model.provider.as_str(), model.id.as_str());
        Answer::begin(self.cx.now.wall).message(names, "error", Some(INTERRUPTED), &Cost::default())
    }

    /// Answers as the process did, or would have, that saw the end.
    fn remember_stored_end(&mut self, id: &RunId, two_phase: bool, end: StoredEnd) {
        let StoredEnd { at, error, aborted, started_at, texts } = end;
        let finished = Finished { started_at, ended_at: at, error: error.clone(), at: self.cx.now.mono };
        self.runs.finish(id.clone(), finished);
        let payload = match &error {
            Some(text) => json!({"runId": id.as_str(), "status": "error", "summary": text}),
            None if two_phase => {
                let took = started_at.map_or(0, |started| at.saturating_sub(started));
                let payloads: Vec<Value> = texts.iter().map(|text| json!({"text": text})).collect();
                let summary = if aborted { "aborted" } else { "completed" };
                json!({"runId": id.as_str(), "status": "ok", "summary": summary,
                    "result": {"payloads": payloads, "meta": {"durationMs": took, "aborted": aborted}}})
            }
            None => json!({"runId": id.as_str(), "status": "ok"}),
        };
        let prefix = if two_phase { "agent" } else { "chat" };
        let shape = error.map(|text| Refusal::unavailable(text).shape());
        self.remember(prefix, id, shape.is_none(), &payload.to_string(), shape);
    }
}

fn interrupted_at(now: UnixMs) -> StoredEnd {
    let error = Some(INTERRUPTED.to_owned());
    StoredEnd { at: now.0, error, aborted: false, started_at: None, texts: Vec::new() }
}

impl StoredMessage {
    /// The message of a run, where it will stand in its transcript.
    pub(crate) fn of(run: &Run) -> Self {
        Self {
            entry: run.entry.clone(),
            content: run.content.clone(),
            file: run.transcript.clone(),
            session_id: run.session_id.clone(),
        }
    }
}
