//! `chat.send`, `chat.abort`: a turn from a chat window, and its end before its time.

use crate::conn::{Client, Reply};
use crate::dedupe::Remembered;
use crate::engine::Engine;
use crate::ids::RunId;
use crate::limits::{CHAT_GRACE, MAX_CHAT_EXPIRY, MIN_CHAT_EXPIRY};
use crate::refusal::Refusal;
use crate::run::lane::Lane;
use crate::run::{Kind, NewRun};
use crate::session::SessionKey;
use crate::wire::{ChatAbortParams, ChatAbortResult, ChatSendParams, encode_ok};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use core::time::Duration;
use serde_json::{Map, Value, json};

/// Words that stop a session's runs instead of being a message.
const STOP_WORDS: [&str; 7] = ["/stop", "stop", "esc", "abort", "wait", "exit", "interrupt"];

/// Bytes of one attachment (reference: 5 MB).
const MAX_ATTACHMENT: usize = 5_000_000;

impl Engine {
    pub(crate) fn chat_send(&mut self, reply: Reply, params: ChatSendParams) {
        let attachments = params.attachments.as_deref().unwrap_or_default();
        if params.message.trim().is_empty() && attachments.iter().all(is_empty) {
            return self.refuse(reply, Refusal::invalid("message or attachment required"));
        }
        let images = match images(attachments) {
            Ok(images) => images,
            Err(text) => return self.refuse(reply, Refusal::invalid(text)),
        };
        let settings = &self.cx.settings;
        let key = SessionKey::resolve(&params.session_key, settings.default_agent(), settings.is_global());
        let agent = key.agent().unwrap_or_else(|| settings.default_agent()).to_owned();
        let entry = self.sessions.entry(&self.store, &agent, &key);
        if settings.denies_send(&key, entry.as_ref()) {
            return self.refuse(reply, Refusal::invalid("send blocked by session policy"));
        }
        if STOP_WORDS.contains(&params.message.trim().to_lowercase().as_str()) {
            return self.abort_and_answer(reply, &key, None, "stop");
        }
        let id = RunId::new(params.idempotency_key.trim());
        if let Some(answer) = self.dedupe.get(&format!("chat:{id}")).cloned() {
            return self.answer_again(reply, &answer);
        }
        if self.runs.get(&id).is_some() {
            return self.repeat_run(reply, &id);
        }
        if let Some(refusal) = self.cannot_run() {
            return self.refuse(reply, refusal);
        }
        self.accept_chat(reply, params, id, key, &agent, images);
    }

    fn accept_chat(
        &mut self,
        reply: Reply,
        params: ChatSendParams,
        id: RunId,
        key: SessionKey,
        agent: &str,
        images: Vec<Value>,
    ) {
        let label = self.conns.ready(reply.conn()).and_then(|r| display_name(&r.client));
        let session = match self.open_session(agent, &key, |entry| from_webchat(entry, label.as_deref())) {
            Ok(session) => session,
            Err(refusal) => return self.refuse(reply, refusal),
        };
        let body = format!("{}\n[message_id: {id}]", params.message);
        let text = self.take_notes(&key, &body);
        let mut content = vec![json!({"type": "text", "text": text})];
        content.extend(images);
        let settings = &self.cx.settings;
        let model = settings.model_for(agent, Some(&session.entry), None);
        let expiry = params.timeout_ms.filter(|ms| *ms > 0).map(chat_expiry);
        self.accept_run(NewRun {
            id,
            kind: Kind::Chat,
            session: key,
            echo_key: params.session_key,
            agent: agent.to_owned(),
            content,
            extra_system: None,
            thinking: params.thinking.or_else(|| session.entry.thinking_level.clone()),
            lane: Lane::Main,
            timeout: settings.run_timeout(),
            expiry,
            model,
            verbose: settings.is_verbose(Some(&session.entry)),
            session_id: session.session_id,
            transcript: session.transcript,
            reply: Some(reply),
        });
    }

    pub(crate) fn chat_abort(&mut self, reply: Reply, params: ChatAbortParams) {
        let settings = &self.cx.settings;
        let key = SessionKey::resolve(&params.session_key, settings.default_agent(), settings.is_global());
        let one = params.run_id.as_deref().map(RunId::new);
        if let Some(run) = one.as_ref().and_then(|id| self.runs.get(id))
            && run.session != key
        {
            return self.refuse(reply, Refusal::invalid("runId does not match sessionKey"));
        }
        self.abort_and_answer(reply, &key, one.as_ref(), "rpc");
    }

    fn abort_and_answer(
        &mut self,
        reply: Reply,
        key: &SessionKey,
        one: Option<&RunId>,
        reason: &'static str,
    ) {
        let ended = self.abort_runs(key, one, reason);
        let run_ids: Vec<String> = ended.iter().map(RunId::to_string).collect();
        self.answer(
            reply,
            &ChatAbortResult { ok: Default::default(), aborted: !run_ids.is_empty(), run_ids },
        );
    }

    /// Gives a remembered answer again.
    pub(crate) fn answer_again(&mut self, reply: Reply, answer: &Remembered) {
        let payload = answer.payload.as_deref();
        match &answer.error {
            None => self.send(reply.conn(), encode_ok(reply.id(), payload.unwrap_or("null"))),
            Some(error) => {
                let id = json!(reply.id());
                let payload = payload.map(|p| format!(",\"payload\":{p}")).unwrap_or_default();
                let text =
                    format!("{{\"type\":\"res\",\"id\":{id},\"ok\":false{payload},\"error\":{error}}}");
                self.send(reply.conn(), text);
            }
        }
        drop(reply);
    }
}

/// When a turn from a chat window is given up, by what its caller allows for it. That is no deadline of
/// the turn itself: it may have a grace beyond it, and has some minutes in any case.
fn chat_expiry(timeout_ms: u64) -> Duration {
    Duration::from_millis(timeout_ms).saturating_add(CHAT_GRACE).clamp(MIN_CHAT_EXPIRY, MAX_CHAT_EXPIRY)
}

fn display_name(client: &Client) -> Option<String> {
    client.display_name.as_deref().map(str::to_owned)
}

/// Notes where a chat's messages come from, as the reference does.
fn from_webchat(entry: &mut Map<String, Value>, label: Option<&str>) {
    if !entry.contains_key("systemSent") {
        entry.insert("systemSent".to_owned(), json!(false));
    }
    entry.insert("abortedLastRun".to_owned(), json!(false));
    entry.insert("chatType".to_owned(), json!("direct"));
    entry.insert("deliveryContext".to_owned(), json!({"channel": "webchat"}));
    entry.insert("lastChannel".to_owned(), json!("webchat"));
    let mut origin = Map::new();
    if let Some(label) = label {
        origin.insert("label".to_owned(), json!(label));
    }
    origin.insert("provider".to_owned(), json!("webchat"));
    origin.insert("surface".to_owned(), json!("webchat"));
    origin.insert("chatType".to_owned(), json!("direct"));
    entry.insert("origin".to_owned(), Value::Object(origin));
}

/// The images of a message as content parts. Other kinds of attachment are left out.
pub(crate) fn images(attachments: &[Value]) -> Result<Vec<Value>, String> {
    let mut out = Vec::new();
    for (i, attachment) in attachments.iter().enumerate().filter(|(_, a)| !is_empty(a)) {
        let field = |key: &str| attachment[key].as_str().map(str::trim).filter(|t| !t.is_empty());
        let label = field("fileName")
            .or_else(|| field("type"))
            .map_or_else(|| format!("attachment-{}", i + 1), str::to_owned);
        let refuse = |why: &str| Err(format!("Error: attachment {label}: {why}"));
        let Some(content) = attachment["content"].as_str() else {
            return refuse("content must be base64 string");
        };
        let (mime, data) = match content.trim().strip_prefix("data:").and_then(|c| c.split_once(";base64,")) {
            Some((mime, data)) => (Some(mime), data),
            None => (None, content.trim()),
        };
        let data: String = data.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        let Ok(bytes) = STANDARD.decode(&data) else {
            return refuse("invalid base64 content");
        };
        if bytes.is_empty() {
            return refuse("invalid base64 content");
        }
        if bytes.len() > MAX_ATTACHMENT {
            return refuse(&format!("exceeds size limit ({} > {MAX_ATTACHMENT} bytes)", bytes.len()));
        }
        let mime = image_type(&bytes).or_else(|| field("mimeType")).or(mime).unwrap_or_default();
        if mime.starts_with("image/") {
            out.push(json!({"type": "image", "data": data, "mimeType": mime}));
        }
    }
    Ok(out)
}

/// Whether an attachment has no content: it counts as none.
fn is_empty(attachment: &Value) -> bool {
    match &attachment["content"] {
        Value::Null => true,
        Value::String(content) => content.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

/// What the bytes themselves say they are.
fn image_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_are_checked_and_only_images_are_kept() {
        let png = STANDARD.encode([0x89, b'P', b'N', b'G', 0, 0]);
        let kept = images(&[
            json!({"content": format!("data:image/png;base64,{png}")}),
            json!({"content": "aGk=", "mimeType": "text/plain"}),
        ]);
        assert_eq!(kept.unwrap(), [json!({"type": "image", "data": png, "mimeType": "image/png"})]);
        assert_eq!(images(&[json!({"type": "image"}), json!({"content": ""})]).unwrap(), [Value::Null; 0]);
        let refused = |a: Value| images(&[a]).unwrap_err();
        assert_eq!(
            refused(json!({"type": "image", "content": 5})),
            "Error: attachment image: content must be base64 string"
        );
        assert_eq!(
            refused(json!({"fileName": "a.png", "content": "not base64!!"})),
            "Error: attachment a.png: invalid base64 content"
        );
    }
}
