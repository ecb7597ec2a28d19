//! Runs: a turn of an agent, from its acceptance to its end. Every run there is, is in one table.

mod accept;
mod answer;
mod clean;
mod end;
mod events;
mod kept;
pub(crate) mod lane;
mod prompt;
pub(crate) mod tools;
mod turn;

pub(crate) use accept::NewRun;
pub(crate) use answer::{Answer, Cost, Progress};

pub(crate) use end::waiting_timed_out;
pub(crate) use kept::StoredRun;

use crate::conn::Reply;
use crate::host::FileName;
use crate::ids::{OpId, RunId, WaitId};
use crate::limits::{MAX_RUN_RESULTS, RUN_RESULT_TTL};
use crate::model::echo::Echo;
use crate::model::openai::Decoder;
use crate::model::{ToolCall, Usage};
use crate::session::SessionKey;
use crate::settings::Model;
use crate::time::{Instant, UnixMs};
use core::time::Duration;
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
    /// Requests that repeat it, and wait with it.
    pub(crate) repeating: Vec<Reply>,
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
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&RunId, &Run)> {
        self.live.iter()
    }

    pub(crate) fn finished(&self, run: &RunId) -> Option<&Finished> {
        self.finished.get(run)
    }

    /// Forgets runs that ended long ago, and names them.
    fn sweep(&mut self, now: Instant) -> Vec<RunId> {
        self.finished.extract_if(.., |_, f| now - f.at > RUN_RESULT_TTL).map(|(id, _)| id).collect()
    }

    fn next_order(&mut self) -> u64 {
        self.accepted += 1;
        self.accepted
    }

    /// Notes an end. At the limit the oldest is forgotten, and named.
    fn finish(&mut self, run: RunId, finished: Finished) -> Option<RunId> {
        let full = self.finished.len() >= MAX_RUN_RESULTS && !self.finished.contains_key(&run);
        let oldest = self.finished.iter().filter(|_| full).min_by_key(|(_, f)| f.at).map(|(k, _)| k.clone());
        if let Some(oldest) = &oldest {
            self.finished.remove(oldest);
        }
        self.finished.insert(run, finished);
        oldest
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

    /// Whether it is over and only the disk is waited for.
    pub(crate) fn is_ending(&self) -> bool {
        matches!(self.state, State::Ending(_))
    }

    pub(crate) fn started_at(&self) -> Option<u64> {
        self.started.map(|(_, wall)| wall.0)
    }
}
