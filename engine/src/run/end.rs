//! The end of a run: written down first, then told to everyone who asked.

use super::events::{ChatEventOut, said};
use super::turn::answer_message;
use super::{Finished, Kind, Outcome, Run, State};
use crate::broadcast::EventOut;
use crate::dedupe::Remembered;
use crate::engine::Engine;
use crate::fact::Fact;
use crate::ids::{ConnId, RunId, WaitId};
use crate::ops::Owner;
use crate::refusal::Refusal;
use crate::session::SessionKey;
use crate::store::Then;
use crate::timers::Timer;
use crate::wire::{
    AgentDone, AgentFailed, AgentMeta, AgentReplyPayload, AgentRunMeta, AgentRunResult, AgentUsage,
    AgentWaitResult, AgentWaitResultStatus, ErrorCode, Event,
};
use serde_json::json;

/// Why a run of an earlier process ended.
pub(super) const INTERRUPTED: &str = "the gateway stopped before this run came to its end";

impl Engine {
    /// Ends a run. Its operations end with it, at whatever state it was.
    pub(crate) fn end_run(&mut self, id: &RunId, outcome: Outcome) {
        if self.runs.get(id).is_none_or(Run::is_ending) {
            return;
        }
        self.stop_operations(id);
        self.flush_delta(id);
        self.timers.cancel(&Timer::Echo(id.clone()));
        self.timers.cancel(&Timer::RunDeadline(id.clone()));
        self.write_unfinished(id, &outcome);
        self.note_in_entry(id, &outcome);
        self.keep_end(id, &outcome);
        let aborted = matches!(outcome, Outcome::Aborted(_));
        if let Some(run) = self.runs.get_mut(id) {
            run.state = State::Ending(outcome);
        }
        if aborted {
            // An abort promises nothing but an end: it is told at once.
            self.tell_end(id);
        }
        self.store.journal.after(Then::Ended { run: id.clone() });
    }

    fn stop_operations(&mut self, id: &RunId) {
        let Some(run) = self.runs.get(id) else { return };
        let op = match &run.state {
            State::Reading(op) | State::Model(op, _) => Some(*op),
            State::Tools(tools) => tools.current.as_ref().map(|(_, op, _)| *op),
            State::Accepting | State::Queued | State::Echo(_) | State::Ending(_) => None,
        };
        // What is left of a complete answer comes to its end by itself.
        if let Some(op) = op.filter(|op| self.ops.owner(*op) != Some(&Owner::Rest)) {
            self.cancel_op(op);
        }
    }

    /// Writes down what the model had said when it was cut short, and why it was.
    fn write_unfinished(&mut self, id: &RunId, outcome: &Outcome) {
        let Some(run) = self.runs.get(id) else { return };
        let cut = !matches!(run.state, State::Accepting | State::Queued | State::Reading(_));
        let (stop, error) = match outcome {
            Outcome::Completed => return,
            Outcome::Failed(text) => ("error", text.clone()),
            Outcome::TimedOut => ("aborted", timeout_text(run)),
            Outcome::Aborted(reason) => ("aborted", format!("aborted ({reason})")),
        };
        let unsaid = run.answer.raw.is_empty() && matches!(outcome, Outcome::Aborted(_));
        if !cut || unsaid || matches!(run.state, State::Tools(_)) {
            return;
        }
        let mut answer = run.answer.clone();
        answer.calls.clear();
        let message = answer_message(run, stop, Some(&error));
        self.write_message(id, message);
    }

    /// Brings the session's entry up to date.
    fn note_in_entry(&mut self, id: &RunId, outcome: &Outcome) {
        let Some(run) = self.runs.get(id) else { return };
        let (agent, key, kind, usage) = (run.agent.clone(), run.session.clone(), run.kind, run.usage);
        let (provider, model, window) =
            (run.model.provider.clone(), run.model.id.clone(), run.model.context_window);
        let aborted = !matches!(outcome, Outcome::Completed | Outcome::Failed(_));
        let now = self.cx.now.wall;
        self.sessions.edit(&mut self.store, &agent, &key, |entry| {
            if kind == Kind::Chat || kind == Kind::Heartbeat {
                entry.insert("systemSent".to_owned(), json!(true));
            }
            entry.insert("abortedLastRun".to_owned(), json!(aborted));
            entry.insert("modelProvider".to_owned(), json!(provider));
            entry.insert("model".to_owned(), json!(model));
            entry.insert("contextTokens".to_owned(), json!(window));
            if usage.total() > 0 {
                entry.insert("inputTokens".to_owned(), json!(usage.input));
                entry.insert("outputTokens".to_owned(), json!(usage.output));
                entry.insert("totalTokens".to_owned(), json!(usage.context()));
            }
            // A heartbeat does not keep a session fresh.
            if kind != Kind::Heartbeat {
                entry.insert("updatedAt".to_owned(), json!(now.0));
            }
        });
    }

    /// A run's end cannot be written down: to everyone who asked that is an error, whatever the run came
    /// to. What it did stays in memory, and the journal tries again.
    pub(crate) fn on_end_not_saved(&mut self, id: &RunId, detail: &str) {
        if let Some(run) = self.runs.get_mut(id)
            && !matches!(run.state, State::Ending(Outcome::Aborted(_)))
        {
            run.state = State::Ending(Outcome::Failed(format!("could not be saved: {detail}")));
        }
        self.on_ended(id);
    }

    /// A run's end is on the disk: everyone who asked is told.
    pub(crate) fn on_ended(&mut self, id: &RunId) {
        let told = matches!(self.runs.get(id).map(|r| &r.state), Some(State::Ending(Outcome::Aborted(_))));
        if !told {
            self.tell_end(id);
        }
        let Some(mut run) = self.runs.live.remove(id) else { return };
        let State::Ending(outcome) = core::mem::replace(&mut run.state, State::Queued) else { return };
        let took = run.started.map_or_else(Default::default, |(at, _)| self.cx.now.mono - at);
        let (run_text, session) = (id.to_string(), run.session.to_string());
        let words = match &outcome {
            Outcome::Completed => "ok".to_owned(),
            Outcome::Failed(text) => text.clone(),
            Outcome::TimedOut => timeout_text(&run),
            Outcome::Aborted(reason) => format!("aborted ({reason})"),
        };
        self.cx.observe(Fact::RunEnded { run: run_text, session, outcome: words, took });
        self.remember_end(id, &mut run, &outcome);
        if run.kind == Kind::Heartbeat {
            self.on_heartbeat_done(&run, &outcome);
        }
        self.schedule();
        self.check_drained();
    }

    /// Tells everyone that a run is over.
    fn tell_end(&mut self, id: &RunId) {
        let now = self.cx.now.wall.0;
        let Some(run) = self.runs.get(id) else { return };
        let State::Ending(outcome) = &run.state else { return };
        let (outcome, started) = (outcome.clone(), run.started_at());
        let error = error_text(run, &outcome);
        let data = match &outcome {
            Outcome::Completed => json!({"phase": "end", "endedAt": now}),
            Outcome::Aborted(_) => {
                json!({"phase": "end", "startedAt": started, "endedAt": now, "aborted": true})
            }
            Outcome::Failed(_) | Outcome::TimedOut => {
                json!({"phase": "error", "startedAt": started, "endedAt": now, "error": error})
            }
        };
        self.tell_agent(id, "lifecycle", &data);
        let Some(run) = self.runs.get(id) else { return };
        if run.kind == Kind::Heartbeat {
            return;
        }
        let last = run.texts.last().filter(|t| !t.is_empty());
        let (state, message, stop_reason) = match &outcome {
            Outcome::Completed => ("final", last.map(|t| said(t, now)), None),
            Outcome::Aborted(reason) => ("aborted", None, Some(*reason)),
            Outcome::Failed(_) | Outcome::TimedOut => ("error", None, None),
        };
        let payload = ChatEventOut {
            run_id: id.as_str(),
            session_key: &run.echo_key,
            seq: run.seq,
            state,
            message,
            error_message: error.as_deref(),
            stop_reason,
        };
        let event = EventOut::new(Event::Chat, &payload).droppable(false);
        self.broadcast(&event);
    }

    /// Keeps the end for those who ask later, and tells those who wait.
    fn remember_end(&mut self, id: &RunId, run: &mut Run, outcome: &Outcome) {
        let error = error_text(run, outcome);
        let now = self.cx.now;
        let finished = Finished {
            started_at: run.started_at(),
            ended_at: now.wall.0,
            error: error.clone(),
            at: now.mono,
        };
        for (wait, reply) in self.runs.waiting_for(id) {
            self.timers.cancel(&Timer::Wait(wait));
            let result = finished.result(id);
            self.answer(reply, &result);
        }
        self.finish_run(id.clone(), finished);
        match run.kind {
            Kind::Agent => self.end_agent(id, run, outcome, error),
            Kind::Chat => {
                let status = if error.is_some() { "error" } else { "ok" };
                let payload = match &error {
                    Some(text) => json!({"runId": id.as_str(), "status": status, "summary": text}),
                    None => json!({"runId": id.as_str(), "status": status}),
                };
                let shape = error.map(|text| Refusal::unavailable(text).shape());
                self.remember("chat", id, shape.is_none(), &payload.to_string(), shape);
            }
            Kind::Heartbeat => {}
        }
    }

    fn end_agent(&mut self, id: &RunId, run: &mut Run, outcome: &Outcome, error: Option<String>) {
        let reply = run.ending.take();
        if let Some(text) = error {
            let failed =
                AgentFailed { run_id: id.to_string(), status: Default::default(), summary: text.clone() };
            let payload = serde_json::to_string(&failed).expect("a result is plain data");
            let code =
                if *outcome == Outcome::TimedOut { ErrorCode::AgentTimeout } else { ErrorCode::Unavailable };
            let refusal = Refusal::coded(code, text);
            self.remember("agent", id, false, &payload, Some(refusal.clone().shape()));
            if let Some(reply) = reply {
                self.refuse_with(reply, refusal, Some(&payload));
            }
            return;
        }
        let aborted = matches!(outcome, Outcome::Aborted(_));
        let done = AgentDone {
            run_id: id.to_string(),
            status: Default::default(),
            summary: if aborted { "aborted" } else { "completed" }.to_owned(),
            result: result_of(run, aborted, self.cx.now.mono),
        };
        let payload = serde_json::to_string(&done).expect("a result is plain data");
        self.remember("agent", id, true, &payload, None);
        if let Some(reply) = reply {
            self.answer_text(reply, &payload);
        }
    }

    pub(super) fn remember(
        &mut self,
        prefix: &str,
        id: &RunId,
        ok: bool,
        payload: &str,
        error: Option<crate::wire::ErrorShape>,
    ) {
        let error = error.map(|e| serde_json::to_string(&e).expect("an error is plain data").into());
        let answer = Remembered { ok, payload: Some(payload.into()), error };
        self.dedupe.put(self.cx.now.mono, format!("{prefix}:{id}"), answer);
    }

    /// Stops runs of a session, or one of them. Gives those that it stopped.
    pub(crate) fn abort_runs(
        &mut self,
        key: &SessionKey,
        one: Option<&RunId>,
        reason: &'static str,
    ) -> Vec<RunId> {
        let hit =
            |id: &RunId, run: &Run| run.session == *key && one.is_none_or(|o| o == id) && !run.is_ending();
        let mut ids: Vec<(u64, RunId)> = self
            .runs
            .all()
            .filter(|(id, run)| hit(id, run))
            .map(|(id, run)| (run.order, id.clone()))
            .collect();
        ids.sort();
        let ids: Vec<RunId> = ids.into_iter().map(|(_, id)| id).collect();
        for id in &ids {
            self.end_run(id, Outcome::Aborted(reason));
        }
        ids
    }

    /// Stops every run: the gateway cannot wait for them.
    pub(crate) fn interrupt_all_runs(&mut self) {
        let ids: Vec<RunId> = self.runs.all().map(|(id, _)| id.clone()).collect();
        for id in ids {
            self.end_run(&id, Outcome::Aborted("shutdown"));
        }
    }

    /// Forgets the runs whose end could not be written: the next start finds and closes them.
    pub(crate) fn forget_runs(&mut self) {
        self.timers.retain(|t| !matches!(t, Timer::RunDeadline(_) | Timer::Echo(_) | Timer::ChatFlush(_)));
        self.runs.forget_live();
    }

    pub(crate) fn on_run_deadline(&mut self, id: &RunId) {
        let now = self.cx.now.mono;
        let expired = self.runs.get(id).and_then(|run| run.expires).is_some_and(|expires| expires <= now);
        self.end_run(id, if expired { Outcome::Aborted("timeout") } else { Outcome::TimedOut });
    }

    pub(crate) fn on_wait_timeout(&mut self, wait: WaitId) {
        if let Some((run, reply)) = self.runs.stop_waiting(wait) {
            self.answer(reply, &waiting_timed_out(&run));
        }
    }

    /// A connection is gone: what only it waited for need not be waited for.
    pub(crate) fn forget_waiters(&mut self, conn: ConnId) {
        for wait in self.runs.forget_waiters(conn) {
            self.timers.cancel(&Timer::Wait(wait));
        }
    }
}

impl Finished {
    /// The answer to `agent.wait`.
    pub(crate) fn result(&self, id: &RunId) -> AgentWaitResult {
        let status =
            if self.error.is_some() { AgentWaitResultStatus::Error } else { AgentWaitResultStatus::Ok };
        AgentWaitResult {
            run_id: id.to_string(),
            status,
            started_at: self.started_at,
            ended_at: Some(self.ended_at),
            error: self.error.clone(),
        }
    }
}

/// The answer of `agent.wait` when the run did not end in time, or is not known.
pub(crate) fn waiting_timed_out(id: &RunId) -> AgentWaitResult {
    AgentWaitResult {
        run_id: id.to_string(),
        status: AgentWaitResultStatus::Timeout,
        started_at: None,
        ended_at: None,
        error: None,
    }
}

fn result_of(run: &Run, aborted: bool, now: crate::time::Instant) -> AgentRunResult {
    let payload =
        |text: &String| AgentReplyPayload { text: Some(text.clone()), media_url: None, media_urls: None };
    let mut payloads: Vec<_> = run.texts.iter().map(payload).collect();
    if aborted && !run.answer.shown().is_empty() {
        payloads.push(payload(&run.answer.shown().to_owned()));
    }
    let u = run.usage;
    let usage = (u.total() > 0).then(|| AgentUsage {
        input: Some(u.input),
        output: Some(u.output),
        cache_read: Some(u.cache_read),
        cache_write: Some(u.cache_write),
        total: Some(u.total()),
    });
    let meta = AgentMeta {
        session_id: run.session_id.clone(),
        provider: run.model.provider.clone(),
        model: run.model.id.clone(),
        usage,
    };
    let took = run.started.map_or(0, |(at, _)| u64::try_from((now - at).as_millis()).unwrap_or(u64::MAX));
    AgentRunResult {
        payloads,
        meta: AgentRunMeta {
            duration_ms: took,
            agent_meta: Some(meta),
            aborted: Some(aborted),
            system_prompt_report: None,
            error: None,
        },
    }
}

pub(super) fn error_text(run: &Run, outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Failed(text) => Some(text.clone()),
        Outcome::TimedOut => Some(timeout_text(run)),
        Outcome::Completed | Outcome::Aborted(_) => None,
    }
}

fn timeout_text(run: &Run) -> String {
    format!("the agent did not answer within {} s", run.timeout.as_secs())
}
