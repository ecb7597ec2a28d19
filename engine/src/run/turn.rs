//! A turn: the session's past is read, the model is asked, its tools are done, until it has answered.

use super::{Answer, Outcome, Run, State, Tools, prompt, tools};
use crate::action::{Action, Fetch, FileDone, FileOp, Range};
use crate::engine::Engine;
use crate::fact::Fact;
use crate::host::FileName;
use crate::ids::{OpId, RunId};
use crate::input::{Chunk, OpError, OpErrorKind};
use crate::limits::{MAX_ANSWER_BYTES, MAX_CONTEXT_BYTES, MAX_TOOL_ROUNDS};
use crate::model::echo::Echo;
use crate::model::openai;
use crate::model::{ModelEvent, Prompt, StopReason};
use crate::ops::Owner;
use crate::session::{Tail, Transcript, Writer};
use crate::timers::Timer;
use core::time::Duration;
use serde_json::{Map, Value, json};

/// Time to reach a model, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// Time that an exchange with a model may go on after its run should have ended it.
const MODEL_GRACE: Duration = Duration::from_secs(5);

impl Engine {
    /// A run has its lane: its session's past is read first.
    pub(crate) fn start_run(&mut self, id: &RunId) {
        let now = self.cx.now;
        let Some(run) = self.runs.get_mut(id) else { return };
        run.started = Some((now.mono, now.wall));
        let deadline = now.mono + run.timeout;
        let deadline = run.expires.map_or(deadline, |expires| expires.min(deadline));
        let file = run.transcript.clone();
        self.timers.set(Timer::RunDeadline(id.clone()), deadline);
        self.write_stuck_lines(&file);
        let read = FileOp::Read { file, range: Range::Tail(MAX_CONTEXT_BYTES) };
        let op = self.files(Owner::Context(id.clone()), vec![read]);
        if let Some(run) = self.runs.get_mut(id) {
            run.state = State::Reading(op);
        }
    }

    pub(crate) fn on_context_read(&mut self, id: &RunId, mut files: Vec<Result<FileDone, OpError>>) {
        let Some(run) = self.runs.get(id) else { return };
        let file = run.transcript.clone();
        let (mut bytes, start) = match files.pop() {
            Some(Ok(FileDone::Data { bytes, start, .. })) => (bytes, start),
            Some(Err(e)) if e.kind != OpErrorKind::NotFound => {
                return self.end_run(id, Outcome::Failed(format!("cannot read the transcript: {e}")));
            }
            Some(Ok(_) | Err(_)) | None => (Vec::new(), 0),
        };
        self.store.lines.complete(&file, start, &mut bytes);
        let transcript = Transcript::parse(&bytes, start, start + bytes.len() as u64);
        let shown = self.cx.settings.host.show(&file);
        if transcript.broken > 0 {
            self.cx.observe(Fact::BrokenLines { file: shown, lines: transcript.broken });
        }
        // Lines that are on their way to the file are not in it yet: what comes next goes behind them.
        if self.sessions.tail(&file).is_none_or(|tail| tail.size <= transcript.tail.size) {
            self.remember_tail(file, transcript.tail.clone());
        }
        let context = transcript.context();
        let ts = self.cx.now.wall.0;
        let Some(run) = self.runs.get_mut(id) else { return };
        run.messages = context;
        // A question of this session that was never answered is not asked again.
        if run.messages.last().is_some_and(|m| m["role"] == "user") {
            run.messages.pop();
        }
        let message = json!({"role": "user", "content": run.content, "timestamp": ts});
        run.messages.push(message.clone());
        self.write_message(id, message);
        self.tell_start(id);
        self.ask_model(id);
    }

    fn ask_model(&mut self, id: &RunId) {
        let now = self.cx.now;
        let Some(run) = self.runs.get_mut(id) else { return };
        run.answer = Answer::begin(now.wall);
        run.rounds += 1;
        if run.rounds > MAX_TOOL_ROUNDS {
            let text = format!("the model used tools in {MAX_TOOL_ROUNDS} rounds without coming to an end");
            return self.end_run(id, Outcome::Failed(text));
        }
        if run.model.is_builtin() {
            let echo = Box::new(Echo::new(&run.messages));
            let due = now.mono + echo.pace();
            run.state = State::Echo(echo);
            return self.timers.set(Timer::Echo(id.clone()), due);
        }
        let Some(run) = self.runs.get(id) else { return };
        match self.request(run) {
            Ok(fetch) => {
                // The run's own deadline comes first, and says more.
                let deadline = run.timeout.saturating_add(MODEL_GRACE);
                let op = self.begin(Owner::Model(id.clone()), deadline, |op| Action::Fetch { op, fetch });
                if let Some(run) = self.runs.get_mut(id) {
                    run.state = State::Model(op, Box::default());
                }
            }
            Err(text) => self.end_run(id, Outcome::Failed(text)),
        }
    }

    fn request(&self, run: &Run) -> Result<Fetch, String> {
        let (provider, model) = self.cx.settings.provider(&run.model)?;
        let offered = tools::offered(&self.cx.settings, &run.agent);
        let system = prompt::system(&self.cx.settings, run, &offered);
        let prompt =
            Prompt { system: &system, messages: &run.messages, tools: &offered, thinking: &run.thinking };
        Ok(Fetch {
            method: "POST",
            url: openai::url(provider),
            headers: openai::headers(provider, model),
            body: openai::body(model, &prompt),
            connect_timeout: CONNECT_TIMEOUT,
            head_timeout: run.timeout,
            idle_timeout: run.timeout,
            max_body: MAX_ANSWER_BYTES as u64 * 16,
        })
    }

    /// A part of an operation's result.
    pub(crate) fn on_chunk(&mut self, op: OpId, chunk: Chunk) {
        match self.ops.owner(op).cloned() {
            Some(Owner::Model(id)) => {
                let Some(run) = self.runs.get_mut(&id) else { return };
                let State::Model(current, decoder) = &mut run.state else { return };
                if *current != op {
                    return;
                }
                let events = match chunk {
                    Chunk::Head { status, .. } => {
                        decoder.head(status);
                        Vec::new()
                    }
                    Chunk::Body(bytes) => decoder.body(&bytes),
                    Chunk::Stdout(_) | Chunk::Stderr(_) => Vec::new(),
                };
                self.take_events(&id, events);
            }
            Some(Owner::Tool(id, call)) => self.on_tool_output(&id, call, &chunk),
            Some(Owner::Whois(conn)) => {
                if let Chunk::Stdout(bytes) = chunk {
                    self.whois.printed(conn, &bytes);
                }
            }
            Some(_) | None => {}
        }
    }

    pub(crate) fn on_model_end(&mut self, id: &RunId, end: Result<(), OpError>) {
        let Some(run) = self.runs.get_mut(id) else { return };
        let State::Model(_, decoder) = &mut run.state else { return };
        let events = decoder.end(end.map_err(|e| e.to_string()));
        self.take_events(id, events);
    }

    /// The next word of the model that is built in is due.
    pub(crate) fn on_echo(&mut self, id: &RunId) {
        let now = self.cx.now.mono;
        let Some(run) = self.runs.get_mut(id) else { return };
        let State::Echo(echo) = &mut run.state else { return };
        let (events, due) = (echo.next(), now + echo.pace());
        self.timers.set(Timer::Echo(id.clone()), due);
        self.take_events(id, events);
    }

    /// Takes pieces of an answer: text that came together is told together.
    fn take_events(&mut self, id: &RunId, events: Vec<ModelEvent>) {
        let mut end = None;
        let Some(run) = self.runs.get_mut(id) else { return };
        for event in events {
            match event {
                ModelEvent::Text(text) => run.answer.raw.push_str(&text),
                ModelEvent::Thinking(text) => run.answer.thinking.push_str(&text),
                ModelEvent::ToolCall(call) => run.answer.calls.push(call),
                ModelEvent::Usage(usage) => {
                    run.answer.usage = usage;
                    run.usage = usage;
                }
                ModelEvent::Stop(reason) => end = Some(Ok(reason)),
                ModelEvent::Failed(text) => end = Some(Err(text)),
            }
        }
        self.tell_progress(id);
        match end {
            Some(Ok(reason)) => self.on_answer(id, reason),
            Some(Err(text)) => self.end_run(id, Outcome::Failed(text)),
            None => {}
        }
    }

    /// The model's message is complete: it is written down, and its tools are done.
    fn on_answer(&mut self, id: &RunId, reason: StopReason) {
        self.release_model(id);
        self.tell_rest(id);
        self.flush_delta(id);
        let Some(run) = self.runs.get_mut(id) else { return };
        let message = answer_message(run, reason.as_str(), None);
        run.messages.push(message.clone());
        let shown = run.answer.shown().to_owned();
        if !shown.is_empty() {
            run.texts.push(shown);
        }
        let calls = core::mem::take(&mut run.answer.calls);
        self.write_message(id, message);
        if calls.is_empty() {
            return self.end_run(id, Outcome::Completed);
        }
        if let Some(run) = self.runs.get_mut(id) {
            run.state = State::Tools(Tools { calls: calls.into(), current: None, done: 0 });
        }
        self.next_tool(id);
    }

    /// Every tool of a message is done: the model hears of it.
    pub(crate) fn on_tools_done(&mut self, id: &RunId) {
        self.ask_model(id);
    }

    /// The model has answered: the connection to it is not needed any more.
    fn release_model(&mut self, id: &RunId) {
        self.timers.cancel(&Timer::Echo(id.clone()));
        if let Some(Run { state: State::Model(op, _), .. }) = self.runs.get(id) {
            let op = *op;
            // The body may have some bytes left after the end of the answer: it is read to its end, so
            // that the connection can be used again, and nobody listens.
            if self.ops.owner(op).is_some() {
                self.ops.end(op);
                self.timers.cancel(&Timer::Op(op));
                self.ops.start(op, Owner::Rest);
                self.timers.set(Timer::Op(op), self.cx.now.mono + Duration::from_secs(2));
            }
        }
    }

    /// Adds a message to a run's transcript.
    pub(crate) fn write_message(&mut self, id: &RunId, message: Value) {
        let Some(run) = self.runs.get(id) else { return };
        let (file, session_id) = (run.transcript.clone(), run.session_id.clone());
        let model = (run.model.provider.clone(), run.model.id.clone(), run.model.api.clone());
        let (thinking, cwd) = (run.thinking.clone(), self.cx.settings.workspace(&run.agent));
        let mut tail = self.sessions.tail(&file).cloned().unwrap_or_default();
        let mut lines = Vec::new();
        let now = self.cx.now.wall;
        let mut ids = || self.cx.rng.hex::<4>();
        let mut writer = Writer { tail: &mut tail, now };
        if writer.tail.size == 0 {
            lines.push(writer.header(&session_id, &cwd));
        }
        let (provider, model_id, api) = &model;
        let first = writer.tail.leaf.is_none();
        if writer.tail.model.as_ref() != Some(&(provider.clone(), model_id.clone())) {
            lines.push(writer.entry(
                ids(),
                "model_change",
                map(json!({"provider": provider, "modelId": model_id})),
            ));
            if first {
                lines.push(writer.entry(
                    ids(),
                    "thinking_level_change",
                    map(json!({"thinkingLevel": thinking})),
                ));
            }
            let data =
                json!({"timestamp": now.0, "provider": provider, "modelApi": api, "modelId": model_id});
            lines.push(writer.entry(
                ids(),
                "custom",
                map(json!({"customType": "model-snapshot", "data": data})),
            ));
        }
        lines.push(writer.entry(ids(), "message", map(json!({"message": message}))));
        self.write_lines(&file, tail, lines);
    }

    /// Adds lines to a transcript whose end is known.
    pub(crate) fn write_lines(&mut self, file: &FileName, mut tail: Tail, lines: Vec<String>) {
        for mut line in lines {
            if core::mem::take(&mut tail.unterminated) {
                line.insert(0, '\n');
            }
            let at = tail.size;
            tail.size += line.len() as u64 + 1;
            self.store.line(file, at, line);
        }
        self.remember_tail(file.clone(), tail);
    }

    fn remember_tail(&mut self, file: FileName, tail: Tail) {
        let runs = &self.runs;
        self.sessions.remember(file, tail, || runs.all().map(|(_, run)| run.transcript.clone()).collect());
    }
}

/// The message of a run's current answer, as the transcript keeps it.
pub(crate) fn answer_message(run: &Run, stop: &str, error: Option<&str>) -> Value {
    let model = (run.model.api.as_str(), run.model.provider.as_str(), run.model.id.as_str());
    run.answer.message(model, stop, error, &run.model.cost)
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}
