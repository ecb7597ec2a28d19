//! What the disk remembers of a run: that it was accepted, then how it ended, for as long as anyone may ask.
//! A key that is repeated after a restart, or after a crash, gets the end of its run and does not run again.

use super::end::{INTERRUPTED, error_text};
use super::{Finished, Kind, Outcome, Run};
use crate::engine::Engine;
use crate::fact::Fact;
use crate::ids::RunId;
use crate::limits::{MAX_KEPT_TEXT, RUN_RESULT_TTL};
use crate::refusal::Refusal;
use crate::session::SessionKey;
use crate::store::Doc;
use crate::time::{Instant, UnixMs};
use crate::wire::{AgentDone, AgentReplyPayload, AgentRunMeta, AgentRunResult};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What the disk remembers of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredRun {
    pub(crate) session_key: String,
    pub(crate) agent: String,
    pub(crate) accepted_at: u64,
    /// Whether `agent` asked for it; else `chat.send` did.
    #[serde(default)]
    pub(crate) two_phase: bool,
    /// When a start found it cut off: that is remembered as long as any end is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) interrupted_at: Option<u64>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ended: Option<StoredEnd>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredEnd {
    at: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    started_at: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    aborted: bool,
    /// What `agent` is answered with again; a long answer is in the transcript only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    texts: Vec<String>,
}

impl Engine {
    /// Puts the end of a run in the place of its acceptance. Nobody repeats the key of a heartbeat.
    pub(super) fn keep_end(&mut self, id: &RunId, outcome: &Outcome) {
        let Some(run) = self.runs.get(id) else { return };
        if run.kind == Kind::Heartbeat {
            return self.store.delete(&Doc::Runs, id.as_str());
        }
        let stored = stored(run, Some(end_of(run, outcome, self.cx.now.wall)));
        let stored = serde_json::to_value(stored).expect("a stored run is plain data");
        self.store.put(&Doc::Runs, id.as_str(), &stored);
    }

    /// Forgets runs that ended long ago.
    pub(crate) fn sweep_runs(&mut self, now: Instant) {
        for id in self.runs.sweep(now) {
            self.forget_end(&id);
        }
    }

    /// Forgets the end of a run, unless its key names another one by now.
    pub(super) fn forget_end(&mut self, id: &RunId) {
        let kept = self.store.doc(&Doc::Runs).is_some_and(|doc| doc.raw(id.as_str()).is_some());
        if kept && self.runs.get(id).is_none() {
            self.store.delete(&Doc::Runs, id.as_str());
        }
    }

    /// Takes back what an earlier process knew of a run: its end, or that it was cut off. Its session and its
    /// asker can see why.
    pub(crate) fn recall_run(&mut self, id: &str, stored: StoredRun) {
        let now = self.cx.now;
        let known = stored.ended.as_ref().map(|end| end.at).or(stored.interrupted_at).map(UnixMs);
        if known.is_some_and(|at| now.wall.since(at) > RUN_RESULT_TTL) {
            return self.store.delete(&Doc::Runs, id);
        }
        let run = RunId::new(id);
        let prefix = if stored.two_phase { "agent" } else { "chat" };
        if let Some(end) = &stored.ended {
            // A restart in place has not forgotten it.
            if self.runs.finished(&run).is_none() {
                self.recall_end(&run, prefix, end);
            }
            return;
        }
        if known.is_none() {
            self.note_interrupted(id, &stored);
        }
        let ended_at = known.unwrap_or(now.wall).0;
        let error = Some(INTERRUPTED.to_owned());
        self.finish_run(run.clone(), Finished { started_at: None, ended_at, error, at: now.mono });
        let payload = json!({"runId": id, "status": "error", "summary": INTERRUPTED}).to_string();
        self.remember(prefix, &run, false, &payload, Some(Refusal::unavailable(INTERRUPTED).shape()));
    }

    fn note_interrupted(&mut self, id: &str, stored: &StoredRun) {
        let key = SessionKey::stored(&stored.session_key);
        self.cx.observe(Fact::RunInterrupted { run: id.to_owned(), session: key.to_string() });
        self.sessions.edit(&mut self.store, &stored.agent, &key, |entry| {
            entry.insert("abortedLastRun".to_owned(), json!(true));
        });
        let stored = StoredRun { interrupted_at: Some(self.cx.now.wall.0), ..stored.clone() };
        let stored = serde_json::to_value(stored).expect("a stored run is plain data");
        self.store.put(&Doc::Runs, id, &stored);
    }

    fn recall_end(&mut self, run: &RunId, prefix: &'static str, end: &StoredEnd) {
        let finished = Finished {
            started_at: end.started_at,
            ended_at: end.at,
            error: end.error.clone(),
            at: self.cx.now.mono,
        };
        self.finish_run(run.clone(), finished);
        let refusal = end.error.clone().map(|text| Refusal::unavailable(text).shape());
        let payload = match (&end.error, prefix) {
            (Some(text), _) => json!({"runId": run.as_str(), "status": "error", "summary": text}).to_string(),
            (None, "agent") => serde_json::to_string(&done(run, end)).expect("a result is plain data"),
            (None, _) => json!({"runId": run.as_str(), "status": "ok"}).to_string(),
        };
        self.remember(prefix, run, refusal.is_none(), &payload, refusal);
    }

    /// Keeps an end in memory; one that has to make room for it is forgotten on the disk too.
    pub(super) fn finish_run(&mut self, run: RunId, finished: Finished) {
        if let Some(old) = self.runs.finish(run, finished) {
            self.forget_end(&old);
        }
    }
}

/// What is stored of a run.
pub(super) fn stored(run: &Run, ended: Option<StoredEnd>) -> StoredRun {
    StoredRun {
        session_key: run.session.to_string(),
        agent: run.agent.clone(),
        accepted_at: run.accepted_at.0,
        two_phase: run.kind == Kind::Agent,
        interrupted_at: None,
        ended,
    }
}

fn end_of(run: &Run, outcome: &Outcome, now: UnixMs) -> StoredEnd {
    let short = run.texts.iter().map(String::len).sum::<usize>() <= MAX_KEPT_TEXT;
    StoredEnd {
        at: now.0,
        started_at: run.started_at(),
        error: error_text(run, outcome),
        aborted: matches!(outcome, Outcome::Aborted(_)),
        texts: if short && run.kind == Kind::Agent { run.texts.clone() } else { Vec::new() },
    }
}

/// The final answer of an `agent` that an earlier process has run.
fn done(run: &RunId, end: &StoredEnd) -> AgentDone {
    let payload =
        |text: &String| AgentReplyPayload { text: Some(text.clone()), media_url: None, media_urls: None };
    let took = end.started_at.map_or(0, |at| end.at.saturating_sub(at));
    AgentDone {
        run_id: run.to_string(),
        status: Default::default(),
        summary: if end.aborted { "aborted" } else { "completed" }.to_owned(),
        result: AgentRunResult {
            payloads: end.texts.iter().map(payload).collect(),
            meta: AgentRunMeta {
                duration_ms: took,
                agent_meta: None,
                aborted: Some(end.aborted),
                system_prompt_report: None,
                error: None,
            },
        },
    }
}
