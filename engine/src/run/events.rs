//! What everyone is told of a run while it goes on.

use super::{Answer, Kind, Progress, Run};
use crate::broadcast::EventOut;
use crate::engine::Engine;
use crate::ids::RunId;
use crate::limits::CHAT_DELTA_GAP;
use crate::timers::Timer;
use crate::wire::Event;
use serde::Serialize;
use serde_json::{Value, json};

/// An `agent` event as it is sent. The spec's type holds the data as a map; here it is written as it comes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AgentEventOut<'a> {
    run_id: &'a str,
    stream: &'static str,
    data: &'a Value,
    session_key: &'a str,
    seq: u64,
    ts: u64,
}

/// A `chat` event as it is sent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChatEventOut<'a> {
    pub(crate) run_id: &'a str,
    pub(crate) session_key: &'a str,
    pub(crate) seq: u64,
    pub(crate) state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error_message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stop_reason: Option<&'static str>,
}

impl Engine {
    pub(crate) fn tell_start(&mut self, id: &RunId) {
        let Some(started) = self.runs.get(id).and_then(Run::started_at) else { return };
        self.tell_agent(id, "lifecycle", &json!({"phase": "start", "startedAt": started}));
    }

    /// Tells the text of the answer so far, when there is more of it than was told.
    pub(crate) fn tell_progress(&mut self, id: &RunId) {
        self.tell_text(id, Answer::progress);
    }

    /// Tells what was held back of an answer that is complete.
    pub(crate) fn tell_rest(&mut self, id: &RunId) {
        self.tell_text(id, Answer::finish);
    }

    fn tell_text(&mut self, id: &RunId, what: impl FnOnce(&mut Answer) -> Option<Progress<'_>>) {
        let ts = self.cx.now.wall.0;
        let Some(run) = self.runs.get_mut(id) else { return };
        let seq = run.seq + 1;
        let Some(progress) = what(&mut run.answer) else { return };
        let payload = assistant_payload(id, &progress, &run.echo_key, seq, ts);
        run.seq = seq;
        self.broadcast(&EventOut::encoded(Event::Agent, payload));
        self.offer_delta(id);
    }

    /// Tells what a tool does, to those who asked for it. Untold events keep their number.
    pub(crate) fn tell_tool(&mut self, id: &RunId, data: &Value) {
        let Some(run) = self.runs.get_mut(id) else { return };
        if run.verbose {
            self.tell_agent(id, "tool", data);
        } else {
            run.seq += 1;
        }
    }

    pub(crate) fn tell_agent(&mut self, id: &RunId, stream: &'static str, data: &Value) {
        let ts = self.cx.now.wall.0;
        let Some(run) = self.runs.get_mut(id) else { return };
        run.seq += 1;
        let payload =
            AgentEventOut { run_id: id.as_str(), stream, data, session_key: &run.echo_key, seq: run.seq, ts };
        let event = EventOut::new(Event::Agent, &payload);
        self.broadcast(&event);
    }

    /// Tells a chat delta, or lets it wait for its time: the last state is always told.
    fn offer_delta(&mut self, id: &RunId) {
        let now = self.cx.now.mono;
        let Some(run) = self.runs.get(id) else { return };
        let due = run.last_delta.map_or(now, |at| at + CHAT_DELTA_GAP);
        if due <= now {
            self.tell_delta(id);
        } else {
            self.timers.set_no_later(Timer::ChatFlush(id.clone()), due);
        }
    }

    pub(crate) fn on_chat_flush(&mut self, id: &RunId) {
        self.tell_delta(id);
    }

    fn tell_delta(&mut self, id: &RunId) {
        self.timers.cancel(&Timer::ChatFlush(id.clone()));
        let now = self.cx.now;
        let Some(run) = self.runs.get_mut(id) else { return };
        run.last_delta = Some(now.mono);
        if run.kind == Kind::Heartbeat {
            return;
        }
        let Some(run) = self.runs.get(id) else { return };
        let message = Some(said(run.answer.shown(), now.wall.0));
        let payload = ChatEventOut {
            run_id: id.as_str(),
            session_key: &run.echo_key,
            seq: run.seq,
            state: "delta",
            message,
            error_message: None,
            stop_reason: None,
        };
        let event = EventOut::new(Event::Chat, &payload).droppable(true);
        self.broadcast(&event);
    }

    /// Tells a delta that still waits for its time.
    pub(crate) fn flush_delta(&mut self, id: &RunId) {
        if self.timers.is_set(&Timer::ChatFlush(id.clone())) {
            self.tell_delta(id);
        }
    }
}

/// A message of an assistant as chat events have it.
pub(crate) fn said(text: &str, timestamp: u64) -> Value {
    json!({"role": "assistant", "content": [{"type": "text", "text": text}], "timestamp": timestamp})
}

/// The payload of an `agent` event of stream `assistant`. It repeats the whole text each time, so it is put
/// together from parts that are escaped already.
fn assistant_payload(id: &RunId, progress: &Progress<'_>, session_key: &str, seq: u64, ts: u64) -> String {
    let quoted = |text: &str| serde_json::to_string(text).expect("a string always has a JSON text");
    let (run, session) = (quoted(id.as_str()), quoted(session_key));
    let Progress { escaped_text, escaped_delta, .. } = progress;
    format!(
        "{{\"runId\":{run},\"stream\":\"assistant\",\"data\":{{\"text\":\"{escaped_text}\",\"delta\":\"{escaped_delta}\"}},\
         \"sessionKey\":{session},\"seq\":{seq},\"ts\":{ts}}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assistant_payload_is_what_the_type_of_agent_events_encodes() {
        let mut answer = Answer::default();
        answer.raw.push_str("a \"text\"\nof lines");
        let progress = answer.progress().unwrap();
        let id = RunId::new("run \"1\"");
        let payload = assistant_payload(&id, &progress, "agent:main:main", 3, 17);
        let data = json!({"text": "a \"text\"\nof lines", "delta": "a \"text\"\nof lines"});
        let typed = AgentEventOut {
            run_id: id.as_str(),
            stream: "assistant",
            data: &data,
            session_key: "agent:main:main",
            seq: 3,
            ts: 17,
        };
        assert_eq!(payload, serde_json::to_string(&typed).unwrap());
    }
}
