//! `chat.history`, `chat.inject`: what was said in a session, and words put into it.

use super::pending::{Read, Wants, data};
use crate::action::{FileOp, Range};
use crate::broadcast::EventOut;
use crate::conn::Reply;
use crate::engine::Engine;
use crate::host::FileName;
use crate::limits::MAX_HISTORY_BYTES;
use crate::refusal::Refusal;
use crate::session::{SessionKey, Transcript, Writer};
use crate::wire::{ChatHistoryParams, ChatInjectParams, ChatInjectResult, Event};
use serde_json::{Value, json};

/// Messages given unless asked for otherwise.
const DEFAULT_LIMIT: u64 = 200;

/// Bytes read from the end of a transcript: little first, more when that is not enough.
const READS: [u64; 3] = [256 * 1024, 2 * 1024 * 1024, 16 * 1024 * 1024];

/// What is asked of a session's past.
#[derive(Debug)]
pub(crate) struct HistoryWait {
    echo_key: String,
    session_id: String,
    thinking: String,
    file: FileName,
    limit: usize,
    step: usize,
}

/// Words to put into a session.
#[derive(Debug)]
pub(crate) struct InjectWait {
    echo_key: String,
    agent: String,
    key: SessionKey,
    file: FileName,
    text: String,
}

impl Engine {
    pub(crate) fn chat_history(&mut self, reply: Reply, params: ChatHistoryParams) {
        let settings = &self.cx.settings;
        let key = SessionKey::resolve(&params.session_key, settings.default_agent(), settings.is_global());
        let agent = key.agent().unwrap_or_else(|| settings.default_agent()).to_owned();
        let entry = self.sessions.entry(&self.store, &agent, &key);
        let model = settings.model_for(&agent, entry.as_ref(), None);
        let level = entry.as_ref().and_then(|e| e.thinking_level.clone());
        let thinking = level.unwrap_or_else(|| settings.thinking_default(&model));
        let known = entry.and_then(|e| Some((e.session_id.clone()?, self.transcript_of(&agent, &e)?)));
        let Some((session_id, file)) = known else {
            let result = json!({"sessionKey": params.session_key, "messages": [], "thinkingLevel": thinking});
            return self.answer(reply, &result);
        };
        let limit = usize::try_from(params.limit.unwrap_or(DEFAULT_LIMIT)).unwrap_or(usize::MAX);
        let wait = HistoryWait { echo_key: params.session_key, session_id, thinking, file, limit, step: 0 };
        self.read_history(reply, wait);
    }

    fn read_history(&mut self, reply: Reply, wait: HistoryWait) {
        let read = FileOp::Read { file: wait.file.clone(), range: Range::Tail(READS[wait.step]) };
        self.read_for(reply, Wants::History(wait), vec![read]);
    }

    pub(crate) fn on_history_read(&mut self, reply: Reply, mut wait: HistoryWait, mut files: Read) {
        let (bytes, start, size) = match data(files.pop()) {
            Ok(read) => read.unwrap_or_default(),
            Err(e) => {
                let file = self.cx.settings.host.show(&wait.file);
                return self
                    .refuse(reply, Refusal::unavailable(format!("cannot read the transcript {file}: {e}")));
            }
        };
        let (bytes, size) = self.completed(&wait.file, bytes, start, size);
        let transcript = Transcript::parse(&bytes, start, size);
        let found = transcript.messages().count();
        if found < wait.limit && start > 0 && wait.step + 1 < READS.len() {
            wait.step += 1;
            return self.read_history(reply, wait);
        }
        let messages: Vec<Value> =
            transcript.messages().skip(found.saturating_sub(wait.limit)).map(shown).collect();
        let result = json!({
            "sessionKey": wait.echo_key, "sessionId": wait.session_id,
            "messages": within(messages, MAX_HISTORY_BYTES), "thinkingLevel": wait.thinking,
        });
        self.answer(reply, &result);
    }

    /// What was read of a transcript, with the lines it could not take yet; and its size with them.
    fn completed(&self, file: &FileName, mut bytes: Vec<u8>, start: u64, size: u64) -> (Vec<u8>, u64) {
        let read = bytes.len();
        self.store.lines.complete(file, start, &mut bytes);
        let size = size + (bytes.len() - read) as u64;
        (bytes, size)
    }

    pub(crate) fn chat_inject(&mut self, reply: Reply, params: ChatInjectParams) {
        let Some(reply) = self.may_change(reply) else { return };
        let settings = &self.cx.settings;
        let key = SessionKey::resolve(&params.session_key, settings.default_agent(), settings.is_global());
        let agent = key.agent().unwrap_or_else(|| settings.default_agent()).to_owned();
        let entry = self.sessions.entry(&self.store, &agent, &key);
        let Some(file) = entry.as_ref().and_then(|e| self.transcript_of(&agent, e)) else {
            return self.refuse(reply, Refusal::invalid("session not found"));
        };
        let text = match params.label.as_deref().map(str::trim).filter(|l| !l.is_empty()) {
            Some(label) => format!("[{label}]\n\n{}", params.message),
            None => params.message,
        };
        let wait = InjectWait { echo_key: params.session_key, agent, key, file: file.clone(), text };
        let read = FileOp::Read { file, range: Range::Tail(READS[0]) };
        self.read_for(reply, Wants::Inject(wait), vec![read]);
    }

    pub(crate) fn on_inject_read(&mut self, reply: Reply, wait: InjectWait, mut files: Read) {
        let (bytes, start, size) = match data(files.pop()) {
            Ok(Some(read)) => read,
            Ok(None) if self.store.lines.has(&wait.file) => Default::default(),
            Ok(None) => return self.refuse(reply, Refusal::invalid("transcript file not found")),
            Err(e) => {
                return self.refuse(reply, Refusal::unavailable(format!("failed to write transcript: {e}")));
            }
        };
        let mut tail = match self.sessions.tail(&wait.file) {
            Some(tail) => tail.clone(),
            None => {
                let (bytes, size) = self.completed(&wait.file, bytes, start, size);
                Transcript::parse(&bytes, start, size).tail
            }
        };
        let id = self.cx.rng.hex::<4>();
        let now = self.cx.now.wall;
        let message = json!({
            "role": "assistant", "content": [{"type": "text", "text": wait.text}], "timestamp": now.0,
            "stopReason": "injected", "usage": {"input": 0, "output": 0, "totalTokens": 0},
        });
        let fields = [("message".to_owned(), message.clone())].into_iter().collect();
        let line = Writer { tail: &mut tail, now }.entry(id.clone(), "message", fields);
        self.write_lines(&wait.file, tail, vec![line]);
        self.sessions.edit(&mut self.store, &wait.agent, &wait.key, |entry| {
            entry.insert("updatedAt".to_owned(), json!(now.0));
        });
        let payload = json!({
            "runId": format!("inject-{id}"), "sessionKey": wait.echo_key, "seq": 0, "state": "final", "message": message,
        });
        let event = EventOut::new(Event::Chat, &payload);
        let result = ChatInjectResult { ok: Default::default(), message_id: id };
        self.answer_saved(reply, &result, vec![event]);
    }
}

/// A message as a chat window shows it: without the lines that the gateway put around it for the model.
fn shown(message: &Value) -> Value {
    let mut message = message.clone();
    if message["role"] != "user" {
        return message;
    }
    match &mut message["content"] {
        Value::String(text) => *text = unwrapped(text),
        Value::Array(parts) => {
            for part in parts {
                if let Some(text) = part["text"].as_str().map(unwrapped) {
                    part["text"] = Value::String(text);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {}
    }
    message
}

fn unwrapped(text: &str) -> String {
    let is_hint = |line: &str| line.trim().starts_with("[message_id:") && line.trim().ends_with(']');
    let kept: Vec<&str> = text.split('\n').filter(|l| !is_hint(l)).collect();
    let text = kept.join("\n");
    // An envelope names a channel and a moment: `[Telegram Ann 2026-01-30 10:00] hello`.
    match text.strip_prefix('[').and_then(|t| t.split_once(']')) {
        Some((inner, rest)) if has_date(inner) => rest.trim_start().to_owned(),
        Some(_) | None => text,
    }
}

fn has_date(text: &str) -> bool {
    text.as_bytes().windows(10).any(|w| {
        w.iter().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() })
    })
}

/// The last messages that fit.
fn within(mut messages: Vec<Value>, max: usize) -> Vec<Value> {
    let mut room = max;
    let mut keep = 0;
    for message in messages.iter().rev() {
        let size = serde_json::to_string(message).map_or(0, |t| t.len() + 1);
        if size > room {
            break;
        }
        room -= size;
        keep += 1;
    }
    messages.split_off(messages.len() - keep)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gateway_s_own_lines_are_not_shown() {
        assert_eq!(unwrapped("hello\n[message_id: r1]"), "hello");
        assert_eq!(unwrapped("[Telegram Ann 2026-01-30 10:00] hello"), "hello");
        assert_eq!(unwrapped("[x] hello"), "[x] hello");
    }

    #[test]
    fn history_is_cut_from_the_front() {
        let messages: Vec<Value> = (0..5).map(|n| json!({"n": n})).collect();
        assert_eq!(within(messages.clone(), 16), messages[3..]);
        assert_eq!(within(messages.clone(), 1000), messages);
    }
}
