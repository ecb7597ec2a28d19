//! `sessions.preview`: the last few lines of several sessions.

use super::pending::{Read, Wants, data};
use crate::action::{FileOp, Range};
use crate::conn::Reply;
use crate::engine::Engine;
use crate::model::text_of;
use crate::session::{SessionKey, Transcript};
use crate::wire::{
    SessionPreview, SessionPreviewItem, SessionPreviewItemRole, SessionPreviewStatus, SessionsPreviewParams,
    SessionsPreviewResult,
};
use serde_json::Value;

/// Sessions looked at for one request (reference: 64).
const MAX_KEYS: usize = 64;

/// Lines, and characters of one, unless asked for otherwise and at most (reference: 12/50, 240/2000).
const ITEMS: (u64, u64) = (12, 50);
const CHARS: (u64, u64) = (240, 2_000);

/// Bytes read from the end of a transcript.
const TAIL_BYTES: u64 = 256 * 1024;

/// Previews, and which of them are being read.
#[derive(Debug)]
pub(crate) struct PreviewWait {
    previews: Vec<SessionPreview>,
    places: Vec<usize>,
    items: usize,
    chars: usize,
}

impl Engine {
    pub(crate) fn sessions_preview(&mut self, reply: Reply, params: SessionsPreviewParams) {
        let bounded =
            |asked: Option<u64>, (default, max): (u64, u64)| asked.unwrap_or(default).min(max) as usize;
        let mut wait = PreviewWait {
            previews: Vec::new(),
            places: Vec::new(),
            items: bounded(params.limit, ITEMS),
            chars: bounded(params.max_chars, CHARS),
        };
        let mut files = Vec::new();
        for key in params.keys.into_iter().take(MAX_KEYS) {
            let resolved =
                SessionKey::resolve(&key, self.cx.settings.default_agent(), self.cx.settings.is_global());
            let agent = resolved.agent().unwrap_or_else(|| self.cx.settings.default_agent()).to_owned();
            let entry = self.sessions.entry(&self.store, &agent, &resolved);
            let file = entry.as_ref().and_then(|e| self.transcript_of(&agent, e));
            if let Some(file) = file {
                wait.places.push(wait.previews.len());
                files.push(FileOp::Read { file, range: Range::Tail(TAIL_BYTES) });
            }
            wait.previews.push(SessionPreview {
                key,
                status: SessionPreviewStatus::Missing,
                items: Vec::new(),
            });
        }
        if files.is_empty() {
            return self.answer_previews(reply, wait.previews);
        }
        self.read_for(reply, Wants::Preview(wait), files);
    }

    pub(crate) fn on_preview_read(&mut self, reply: Reply, mut wait: PreviewWait, files: Read) {
        for (place, file) in wait.places.iter().zip(files) {
            let preview = &mut wait.previews[*place];
            match data(Some(file)) {
                Ok(Some((bytes, start, size))) => {
                    preview.items = items(&Transcript::parse(&bytes, start, size), wait.items, wait.chars);
                    let empty = preview.items.is_empty();
                    preview.status =
                        if empty { SessionPreviewStatus::Empty } else { SessionPreviewStatus::Ok };
                }
                Ok(None) => preview.status = SessionPreviewStatus::Missing,
                Err(_) => preview.status = SessionPreviewStatus::Error,
            }
        }
        self.answer_previews(reply, wait.previews);
    }

    fn answer_previews(&mut self, reply: Reply, previews: Vec<SessionPreview>) {
        let result = SessionsPreviewResult { ts: self.cx.now.wall.0, previews };
        self.answer(reply, &result);
    }
}

fn items(transcript: &Transcript, count: usize, chars: usize) -> Vec<SessionPreviewItem> {
    let mut out: Vec<_> = transcript.messages().rev().filter_map(|m| item(m, chars)).take(count).collect();
    out.reverse();
    out
}

fn item(message: &Value, chars: usize) -> Option<SessionPreviewItem> {
    let parts = message["content"].as_array().map_or(&[][..], Vec::as_slice);
    let calls: Vec<&str> =
        parts.iter().filter(|p| p["type"] == "toolCall").filter_map(|p| p["name"].as_str()).collect();
    let text = text_of(&message["content"]).trim().to_owned();
    let role = match message["role"].as_str() {
        _ if message["toolName"].is_string() || (!calls.is_empty() && text.is_empty()) => {
            SessionPreviewItemRole::Tool
        }
        Some("user") => SessionPreviewItemRole::User,
        Some("assistant") => SessionPreviewItemRole::Assistant,
        Some("toolResult") => SessionPreviewItemRole::Tool,
        Some("system") => SessionPreviewItemRole::System,
        Some(_) | None => SessionPreviewItemRole::Other,
    };
    let media = parts
        .iter()
        .find_map(|p| p["type"].as_str().filter(|t| matches!(*t, "image" | "audio" | "video" | "file")));
    let text = match (text.is_empty(), calls.as_slice(), media) {
        (false, _, _) => text,
        (true, [_, ..], _) => {
            let more = calls.len().saturating_sub(2);
            let named = calls.iter().take(2).copied().collect::<Vec<_>>().join(", ");
            if more > 0 { format!("call {named} +{more}") } else { format!("call {named}") }
        }
        (true, [], Some(kind)) => format!("[{kind}]"),
        (true, [], None) => return None,
    };
    Some(SessionPreviewItem { role, text: cut(&text, chars) })
}

fn cut(text: &str, chars: usize) -> String {
    if text.chars().count() <= chars {
        return text.to_owned();
    }
    let head: String = text.chars().take(chars.saturating_sub(3)).collect();
    format!("{head}...")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(message: Value) -> Option<(SessionPreviewItemRole, String)> {
        item(&message, 20).map(|i| (i.role, i.text))
    }

    #[test]
    fn each_kind_of_message_has_its_line() {
        use SessionPreviewItemRole::{Assistant, Tool, User};
        assert_eq!(told(json!({"role": "user", "content": "hi"})), Some((User, "hi".into())));
        let calls = json!([{"type": "toolCall", "name": "a"}, {"type": "toolCall", "name": "b"}, {"type": "toolCall", "name": "c"}]);
        assert_eq!(told(json!({"role": "assistant", "content": calls})), Some((Tool, "call a, b +1".into())));
        assert_eq!(
            told(json!({"role": "user", "content": [{"type": "image"}]})),
            Some((User, "[image]".into()))
        );
        assert_eq!(told(json!({"role": "assistant", "content": []})), None);
        assert_eq!(
            told(json!({"role": "assistant", "content": "x".repeat(30)})),
            Some((Assistant, format!("{}...", "x".repeat(17))))
        );
    }
}
