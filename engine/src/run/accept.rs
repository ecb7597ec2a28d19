//! Accepting a run: it is on the disk before anyone is told that it was accepted.

use super::kept::stored;
use super::lane::Lane;
use super::{Answer, Kind, Run, State};
use crate::conn::Reply;
use crate::engine::Engine;
use crate::fact::Fact;
use crate::host::FileName;
use crate::ids::RunId;
use crate::limits::{MAX_AGENT_STORES, MAX_REPEATS, MAX_RUNS, MAX_SESSIONS};
use crate::model::Usage;
use crate::refusal::Refusal;
use crate::session::SessionKey;
use crate::settings::Model;
use crate::store::{Doc, DocFile, Then};
use crate::timers::Timer;
use crate::wire::{AgentAccepted, AgentAcceptedStatus, ChatSendAck, ChatSendAckStatus, Method};
use core::time::Duration;
use serde_json::{Map, Value, json};

/// A run to accept.
#[derive(Debug)]
pub(crate) struct NewRun {
    pub(crate) id: RunId,
    pub(crate) kind: Kind,
    pub(crate) session: SessionKey,
    pub(crate) echo_key: String,
    pub(crate) agent: String,
    pub(crate) content: Vec<Value>,
    pub(crate) extra_system: Option<String>,
    pub(crate) thinking: Option<String>,
    pub(crate) lane: Lane,
    pub(crate) timeout: Duration,
    /// Time after its acceptance when it is given up, whether it has begun or not.
    pub(crate) expiry: Option<Duration>,
    pub(crate) model: Model,
    pub(crate) session_id: String,
    pub(crate) transcript: FileName,
    pub(crate) verbose: bool,
    pub(crate) reply: Option<Reply>,
}

/// Where a session's turns are written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OpenSession {
    pub(crate) session_id: String,
    pub(crate) transcript: FileName,
    pub(crate) entry: crate::session::Entry,
}

impl Engine {
    /// Why no run can be taken now, when that is so.
    pub(crate) fn cannot_run(&self) -> Option<Refusal> {
        if !self.lifecycle.is_serving() {
            return Some(Refusal::unavailable("the gateway is stopping").retry_after(Duration::from_secs(2)));
        }
        if self.runs.active() >= MAX_RUNS {
            let text = format!("{MAX_RUNS} runs are waiting or running already");
            return Some(Refusal::unavailable(text).retry_after(Duration::from_secs(1)));
        }
        self.cannot_save()
    }

    /// Finds the session a turn belongs to; one that is new or stale begins a new transcript.
    pub(crate) fn open_session(
        &mut self,
        agent: &str,
        key: &SessionKey,
        touch: impl FnOnce(&mut Map<String, Value>),
    ) -> Result<OpenSession, Refusal> {
        self.ensure_store(agent)?;
        let old = self.sessions.entry(&self.store, agent, key);
        if old.is_none() && self.sessions.count(agent) >= MAX_SESSIONS {
            return Err(Refusal::unavailable(format!(
                "agent \"{agent}\" has {MAX_SESSIONS} sessions; delete some first"
            )));
        }
        let stale = old
            .as_ref()
            .is_none_or(|e| e.session_id.is_none() || self.cx.settings.is_stale(key, e, self.cx.now.wall));
        let session_id = match old.as_ref().and_then(|e| e.session_id.clone()).filter(|_| !stale) {
            Some(id) => id,
            None => self.cx.rng.uuid(),
        };
        let dir = self.cx.settings.sessions_dir(agent);
        let default_file = FileName { root: dir.root, path: format!("{}/{session_id}.jsonl", dir.path) };
        let named = old.as_ref().and_then(|e| e.session_file.as_deref()).filter(|_| !stale);
        let transcript = named.map_or(default_file, |file| self.cx.settings.host.name(file));
        let now = self.cx.now.wall;
        self.sessions.edit(&mut self.store, agent, key, |entry| {
            if stale {
                renew(entry, &session_id);
            }
            entry.insert("updatedAt".to_owned(), json!(now.0));
            touch(entry);
        });
        let entry = self.sessions.entry(&self.store, agent, key).unwrap_or_default();
        Ok(OpenSession { session_id, transcript, entry })
    }

    /// Begins a session store for an agent that has none. Where stores that were not read may be, only
    /// configured agents have one: a store is never written over unread.
    fn ensure_store(&mut self, agent: &str) -> Result<(), Refusal> {
        let doc = self.sessions.doc(agent);
        if self.store.doc(&doc).is_some() {
            return Ok(());
        }
        if !self.cx.settings.finds_every_store() {
            return Err(Refusal::invalid(format!("unknown agent id \"{agent}\"")));
        }
        if self.sessions.agents().count() >= MAX_AGENT_STORES {
            return Err(Refusal::unavailable(format!("{MAX_AGENT_STORES} agents have sessions already")));
        }
        self.store.adopt(doc, DocFile::new(self.cx.settings.store_file(agent)));
        Ok(())
    }

    /// Takes a run: the disk first, then its caller, then its lane.
    pub(crate) fn accept_run(&mut self, new: NewRun) {
        self.cx.observe(Fact::RunAccepted { run: new.id.to_string(), session: new.session.to_string() });
        let thinking = new.thinking.unwrap_or_else(|| self.cx.settings.thinking_default(&new.model));
        let ending = (new.kind == Kind::Agent).then(|| new.reply.as_ref().map(Reply::again)).flatten();
        let run = Run {
            kind: new.kind,
            session: new.session,
            echo_key: new.echo_key,
            agent: new.agent,
            content: new.content,
            extra_system: new.extra_system,
            thinking,
            lane: new.lane,
            timeout: new.timeout,
            expires: new.expiry.map(|expiry| self.cx.now.mono + expiry),
            model: new.model,
            accepted_at: self.cx.now.wall,
            order: self.runs.next_order(),
            started: None,
            state: State::Accepting,
            session_id: new.session_id,
            transcript: new.transcript,
            verbose: new.verbose,
            seq: 0,
            messages: Vec::new(),
            answer: Answer::default(),
            texts: Vec::new(),
            usage: Usage::default(),
            rounds: 0,
            last_delta: None,
            accepting: new.reply,
            repeating: Vec::new(),
            ending,
        };
        let stored = serde_json::to_value(stored(&run, None)).expect("a stored run is plain data");
        self.store.put(&Doc::Runs, new.id.as_str(), &stored);
        if let Some(expires) = run.expires {
            self.timers.set(Timer::RunDeadline(new.id.clone()), expires);
        }
        // A run that had this key before is not what anyone asks about any more.
        self.runs.finished.remove(&new.id);
        self.runs.live.insert(new.id.clone(), run);
        self.store.journal.after(Then::Accepted { run: new.id });
    }

    /// A request repeats one whose run has not ended: it is told so, once the run is on the disk.
    pub(crate) fn repeat_run(&mut self, reply: Reply, id: &RunId) {
        let Some(run) = self.runs.get_mut(id) else { return };
        if run.accepting.is_none() {
            return self.answer_repeated(reply, id);
        }
        if run.repeating.len() >= MAX_REPEATS {
            let refusal = Refusal::unavailable(format!("\"{id}\" is asked for too often"));
            return self.refuse(reply, refusal.retry_after(Duration::from_secs(1)));
        }
        run.repeating.push(reply);
    }

    /// Answers a request whose run was accepted for another one. By which method it comes says what it is told.
    fn answer_repeated(&mut self, reply: Reply, id: &RunId) {
        let Some(run) = self.runs.get(id) else { return };
        let (run_id, accepted_at) = (id.to_string(), run.accepted_at.0);
        if reply.method() == Some(Method::Agent) {
            let status = AgentAcceptedStatus::Accepted;
            self.answer(reply, &AgentAccepted { run_id, status, accepted_at });
        } else {
            let status = ChatSendAckStatus::InFlight;
            self.answer(reply, &ChatSendAck { run_id, status, summary: None });
        }
    }

    /// A run's acceptance is on the disk.
    pub(crate) fn on_accepted(&mut self, id: &RunId) {
        let Some(run) = self.runs.get_mut(id) else { return };
        let (reply, repeating) = (run.accepting.take(), core::mem::take(&mut run.repeating));
        if matches!(run.state, State::Accepting) {
            run.state = State::Queued;
        }
        let (kind, run_id, accepted_at) = (run.kind, id.to_string(), run.accepted_at.0);
        match (kind, reply) {
            (Kind::Agent, Some(reply)) => {
                self.answer(
                    reply,
                    &AgentAccepted { run_id, status: AgentAcceptedStatus::Accepted, accepted_at },
                );
            }
            (Kind::Chat, Some(reply)) => {
                self.answer(
                    reply,
                    &ChatSendAck { run_id, status: ChatSendAckStatus::Started, summary: None },
                );
            }
            (Kind::Heartbeat, _) | (_, None) => {}
        }
        for reply in repeating {
            self.answer_repeated(reply, id);
        }
        self.schedule();
    }

    /// A run's acceptance could not be written: it never was.
    pub(crate) fn on_not_accepted(&mut self, id: &RunId, refusal: Refusal) {
        let Some(run) = self.runs.live.remove(id) else { return };
        self.timers.cancel(&Timer::RunDeadline(id.clone()));
        self.store.delete(&Doc::Runs, id.as_str());
        for reply in run.accepting.into_iter().chain(run.repeating) {
            self.refuse(reply, refusal.clone());
        }
        if run.kind == Kind::Heartbeat {
            self.heartbeat_failed("the run could not be saved");
        }
    }

    /// Starts every run whose turn it is.
    pub(crate) fn schedule(&mut self) {
        let settings = &self.cx.settings;
        for run in self.runs.startable(|lane| settings.lane_width(lane)) {
            self.start_run(&run);
        }
    }
}

/// Makes an entry that of a new transcript. What a person set for the session stays, what belonged to
/// the old conversation goes.
fn renew(entry: &mut Map<String, Value>, session_id: &str) {
    const GONE: [&str; 12] = [
        "thinkingLevel",
        "verboseLevel",
        "reasoningLevel",
        "ttsAuto",
        "responseUsage",
        "providerOverride",
        "modelOverride",
        "authProfileOverride",
        "sendPolicy",
        "queueMode",
        "queueDebounceMs",
        "sessionFile",
    ];
    for key in GONE {
        entry.remove(key);
    }
    // The reference writes these two first.
    let mut fresh = Map::new();
    fresh.insert("sessionId".to_owned(), json!(session_id));
    fresh.insert("updatedAt".to_owned(), json!(0));
    let old = core::mem::take(entry);
    fresh.extend(old.into_iter().filter(|(k, _)| k != "sessionId" && k != "updatedAt"));
    if fresh.len() > 2 {
        fresh.insert("systemSent".to_owned(), json!(false));
        fresh.insert("compactionCount".to_owned(), json!(0));
    }
    *entry = fresh;
}
