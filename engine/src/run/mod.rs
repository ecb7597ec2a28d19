//! Runs: a turn of an agent, from its acceptance to its end. Every run there is, is in one table.

mod accept;
mod answer;
mod clean;
mod end;
mod events;
pub(crate) mod lane;
mod prompt;
mod recall;
pub(crate) mod tools;
mod turn;

pub(crate) use accept::NewRun;
pub(crate) use answer::{Answer, Cost, Progress};

pub(crate) use end::waiting_timed_out;

use crate::conn::Reply;
use crate::host::FileName;
use crate::ids::{OpId, RunId, WaitId};
use crate::limits::{MAX_RUN_RESULTS, MAX_STORED_ENDS, RUN_RESULT_TTL};
use crate::model::echo::Echo;
use crate::model::openai::Decoder;
use crate::model::{ToolCall, Usage};
use crate::session::SessionKey;
use crate::settings::Model;
use crate::time::{Instant, UnixMs};
use core::time::Duration;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};

/// Who asked for a run, and so who is told of it and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `chat.send`: answered when it starts, ended by a chat event.
    Chat,
    /// `agent`: answered twice.
    Agent,
    /// A heartbeat: nobody is answered.
    Heartbeat,
}

/// What the disk remembers of a run: that it was accepted, and then how it ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredRun {
    pub(crate) session_key: String,
    pub(crate) agent: String,
    pub(crate) accepted_at: u64,
    /// Whether `agent` asked for it; else `chat.send` did.
    #[serde(default)]
    pub(crate) two_phase: bool,
    /// What it was told, for as long as it may not be in the transcript.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<StoredMessage>,
    /// Its end, kept for those who ask later; a run without one was cut off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) end: Option<StoredEnd>,
}

/// What a run was told, and where that will stand: whoever was told that it was accepted finds it in the
/// session, whether it came to an answer or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredMessage {
    /// The transcript entry that it becomes.
    pub(crate) entry: String,
    pub(crate) content: Vec<Value>,
    pub(crate) file: FileName,
    pub(crate) session_id: String,
}

/// How a run ended, for those who ask a later process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredEnd {
    pub(crate) at: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
    /// Someone stopped it.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub(crate) aborted: bool,
}

/// A run that has not ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) kind: Kind,
    pub(crate) session: SessionKey,
    /// The session's key as the caller wrote it: events say it back.
    pub(crate) echo_key: String,
    pub(crate) agent: String,
    /// Content of the user's message.
    pub(crate) content: Vec<Value>,
    pub(crate) extra_system: Option<String>,
    pub(crate) thinking: String,
    pub(crate) lane: lane::Lane,
    pub(crate) timeout: Duration,
    /// When it is given up, whether it has begun or not.
    pub(crate) expires: Option<Instant>,
    pub(crate) model: Model,
    pub(crate) accepted_at: UnixMs,
    /// Place in the order of acceptance.
    pub(crate) order: u64,
    pub(crate) started: Option<(Instant, UnixMs)>,
    pub(crate) state: State,
    pub(crate) session_id: String,
    pub(crate) transcript: FileName,
    /// The transcript entry that its message becomes.
    pub(crate) entry: String,
    /// Whether tool events are told.
    pub(crate) verbose: bool,
    /// Number of the last agent event.
    pub(crate) seq: u64,
    /// What the model knows: the session's past and this turn so far.
    pub(crate) messages: Vec<Value>,
    pub(crate) answer: Answer,
    /// The text of each message of the model in this run, cleaned.
    pub(crate) texts: Vec<String>,
    pub(crate) usage: Usage,
    pub(crate) rounds: usize,
    /// When the last chat delta was told.
    pub(crate) last_delta: Option<Instant>,
    /// The request that waits for the answer that the run was accepted.
    pub(crate) accepting: Option<Reply>,
    /// The request that waits for the end.
    pub(crate) ending: Option<Reply>,
}

/// Where a run is.
#[derive(Debug)]
pub(crate) enum State {
    /// Its acceptance is on the way to the disk.
    Accepting,
    /// It waits for its lane.
    Queued,
    /// Its session's past is being read.
    Reading(OpId),
    /// The model answers, over the network.
    Model(OpId, Box<Decoder>),
    /// The model that is built in answers.
    Echo(Box<Echo>),
    /// Tools run, one after the other.
    Tools(Tools),
    /// It is over; what it did is on the way to the disk.
    Ending(Outcome),
}

/// Tool calls of one message that are being done.
#[derive(Debug)]
pub(crate) struct Tools {
    pub(crate) calls: VecDeque<ToolCall>,
    pub(crate) current: Option<(ToolCall, OpId, tools::Doing)>,
    /// Calls done so far in this message.
    pub(crate) done: usize,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    Completed,
    Failed(String),
    /// It used up its time.
    TimedOut,
    /// Someone, or the end of the gateway, stopped it.
    Aborted(&'static str),
}

/// A run that has ended, as `agent.wait` tells it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finished {
    pub(crate) started_at: Option<u64>,
    pub(crate) ended_at: u64,
    pub(crate) error: Option<String>,
    at: Instant,
}

/// Who waits for a run's end.
#[derive(Debug)]
struct Waiter {
    run: RunId,
    reply: Reply,
}

/// Every run there is, those that ended lately, and who waits.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    live: BTreeMap<RunId, Run>,
    finished: BTreeMap<RunId, Finished>,
    waiters: BTreeMap<WaitId, Waiter>,
    /// Ends that the disk remembers, oldest first.
    stored: VecDeque<(UnixMs, RunId)>,
    /// Runs that a start found cut off, until their transcripts say so.
    cut_off: recall::CutOff,
    accepted: u64,
}

impl Runs {
    pub(crate) fn get(&self, run: &RunId) -> Option<&Run> {
        self.live.get(run)
    }

    pub(crate) fn get_mut(&mut self, run: &RunId) -> Option<&mut Run> {
        self.live.get_mut(run)
    }

    /// Runs that have not ended.
    pub(crate) fn active(&self) -> usize {
        self.live.len()
    }

    /// Whether only the disk is waited for.
    pub(crate) fn all_ending(&self) -> bool {
        self.live.values().all(Run::is_ending)
    }

    /// Forgets every run that has not ended: the gateway starts anew.
    pub(crate) fn forget_live(&mut self) {
        self.live.clear();
        self.stored.clear();
        self.cut_off.clear();
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&RunId, &Run)> {
        self.live.iter()
    }

    pub(crate) fn finished(&self, run: &RunId) -> Option<&Finished> {
        self.finished.get(run)
    }

    /// Forgets runs that ended long ago.
    pub(crate) fn sweep(&mut self, now: Instant) {
        self.finished.retain(|_, f| now - f.at <= RUN_RESULT_TTL);
    }

    /// Notes a run that was cut off, by its transcript.
    fn add_cut_off(&mut self, file: FileName, run: RunId, stored: StoredRun) {
        self.cut_off.entry(file).or_default().push((run, stored));
    }

    /// A transcript that runs were cut off in.
    fn next_cut_off(&self) -> Option<FileName> {
        self.cut_off.keys().next().cloned()
    }

    /// Takes the runs that were cut off in a transcript.
    fn take_cut_off(&mut self, file: &FileName) -> Vec<(RunId, StoredRun)> {
        self.cut_off.remove(file).unwrap_or_default()
    }

    /// Notes that the disk remembers an end.
    pub(crate) fn note_stored(&mut self, at: UnixMs, run: RunId) {
        self.stored.push_back((at, run));
    }

    /// Takes the next end that the disk need not remember any more: it is old, or one of too many.
    pub(crate) fn take_outdated(&mut self, now: UnixMs) -> Option<RunId> {
        let (at, _) = self.stored.front()?;
        let outdated = self.stored.len() > MAX_STORED_ENDS || now.since(*at) > RUN_RESULT_TTL;
        outdated.then(|| self.stored.pop_front().map(|(_, run)| run)).flatten()
    }

    fn next_order(&mut self) -> u64 {
        self.accepted += 1;
        self.accepted
    }

    fn finish(&mut self, run: RunId, finished: Finished) {
        if self.finished.len() >= MAX_RUN_RESULTS {
            let oldest = self.finished.iter().min_by_key(|(_, f)| f.at).map(|(k, _)| k.clone());
            if let Some(oldest) = oldest {
                self.finished.remove(&oldest);
            }
        }
        self.finished.insert(run, finished);
    }

    pub(crate) fn finished_count(&self) -> usize {
        self.finished.len()
    }

    /// Callers that wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiters.len()
    }

    pub(crate) fn is_waiting(&self, wait: WaitId) -> bool {
        self.waiters.contains_key(&wait)
    }

    /// Notes someone who waits; `false` when too many do.
    pub(crate) fn wait(&mut self, wait: WaitId, run: RunId, reply: Reply) -> Result<(), Reply> {
        if self.waiters.len() >= crate::limits::MAX_WAITERS {
            return Err(reply);
        }
        self.waiters.insert(wait, Waiter { run, reply });
        Ok(())
    }

    /// Takes someone who has waited long enough.
    pub(crate) fn stop_waiting(&mut self, wait: WaitId) -> Option<(RunId, Reply)> {
        self.waiters.remove(&wait).map(|w| (w.run, w.reply))
    }

    /// Takes everyone who waits for a run.
    fn waiting_for(&mut self, run: &RunId) -> Vec<(WaitId, Reply)> {
        let ids: Vec<_> = self.waiters.iter().filter(|(_, w)| w.run == *run).map(|(id, _)| *id).collect();
        ids.into_iter().filter_map(|id| Some((id, self.waiters.remove(&id)?.reply))).collect()
    }

    /// Forgets who waits on a connection that is gone.
    pub(crate) fn forget_waiters(&mut self, conn: crate::ids::ConnId) -> Vec<WaitId> {
        let ids: Vec<_> =
            self.waiters.iter().filter(|(_, w)| w.reply.conn() == conn).map(|(id, _)| *id).collect();
        for id in &ids {
            self.waiters.remove(id);
        }
        ids
    }
}

impl Run {
    /// Whether it has its lane: it runs, or ran and is being written down.
    pub(crate) fn is_running(&self) -> bool {
        !matches!(self.state, State::Accepting | State::Queued)
    }

    /// Whether its message is in its transcript.
    pub(crate) fn has_begun(&self) -> bool {
        !matches!(self.state, State::Accepting | State::Queued | State::Reading(_))
    }

    /// Whether its acceptance is still on the way to the disk.
    pub(crate) fn is_accepting(&self) -> bool {
        matches!(self.state, State::Accepting)
    }

    /// Whether it is over and only the disk is waited for.
    pub(crate) fn is_ending(&self) -> bool {
        matches!(self.state, State::Ending(_))
    }

    pub(crate) fn started_at(&self) -> Option<u64> {
        self.started.map(|(_, wall)| wall.0)
    }
}
