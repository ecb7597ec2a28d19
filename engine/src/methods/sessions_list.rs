//! `sessions.list`: sessions of all agents, filtered, newest first.

use super::pending::{Read, Wants, data};
use crate::action::{FileOp, Range};
use crate::config::agent::normalize_agent_id;
use crate::conn::Reply;
use crate::engine::Engine;
use crate::host::FileName;
use crate::limits::{PREVIEW_TAIL_BYTES, TITLE_HEAD_BYTES};
use crate::model::text_of;
use crate::session::{Entry, Index, SessionKey, Transcript};
use crate::time::UnixMs;
use crate::wire::{
    DeliveryContext, SessionOrigin, SessionRow, SessionRowKind, SessionsListDefaults, SessionsListParams,
    SessionsListResult,
};

/// Characters of a derived title (reference: 60).
const MAX_TITLE: usize = 60;

/// Lines of a transcript looked at for a title, and for a last message (reference: 10, 20).
const TITLE_LINES: usize = 10;
const PREVIEW_LINES: usize = 20;

/// A list whose rows wait for words from their transcripts.
#[derive(Debug)]
pub(crate) struct ListWait {
    result: SessionsListResult,
    titles: bool,
    last: bool,
    /// The rows that were read for: place and stored title.
    rows: Vec<(usize, Option<String>)>,
}

/// A session found: whose it is, how it is stored, how it is told.
struct Found<'a> {
    agent: String,
    stored: &'a SessionKey,
    key: SessionKey,
    index: &'a Index,
}

impl Engine {
    pub(crate) fn sessions_list(&mut self, reply: Reply, params: SessionsListParams) {
        let now = self.cx.now.wall;
        let found = self.find_sessions(&params, now);
        let mut files = Vec::new();
        let mut rows = Vec::new();
        let (titles, last) =
            (params.include_derived_titles == Some(true), params.include_last_message == Some(true));
        let mut sessions = Vec::with_capacity(found.len());
        for found in &found {
            let doc = self.store.doc(&self.sessions.doc(&found.agent));
            let entry: Entry = doc.and_then(|d| d.read(found.stored.as_str())).unwrap_or_default();
            if let Some(file) = self.transcript_of(&found.agent, &entry).filter(|_| titles || last) {
                rows.push((sessions.len(), entry.display_name.clone().or_else(|| entry.subject.clone())));
                files.extend(reads(&file, titles, last));
            }
            sessions.push(row(&found.key, entry));
        }
        let model = self.cx.settings.default_model();
        let result = SessionsListResult {
            ts: now.0,
            path: self.cx.settings.store_words(),
            count: sessions.len() as u64,
            defaults: SessionsListDefaults {
                model_provider: Some(model.provider.clone()),
                model: Some(model.id.clone()),
                context_tokens: Some(model.context_window),
            },
            sessions,
        };
        if files.is_empty() {
            return self.answer(reply, &result);
        }
        self.read_for(reply, Wants::List(ListWait { result, titles, last, rows }), files);
    }

    fn find_sessions(&self, params: &SessionsListParams, now: UnixMs) -> Vec<Found<'_>> {
        let asked = params.agent_id.as_deref().map(normalize_agent_id);
        let search = params.search.as_deref().map(|s| s.trim().to_lowercase()).filter(|s| !s.is_empty());
        let oldest = params.active_minutes.map(|m| now.0.saturating_sub(m.saturating_mul(60_000)));
        let shown = |key: &SessionKey| match key.as_str() {
            "global" => params.include_global == Some(true),
            "unknown" => params.include_unknown == Some(true),
            _ => true,
        };
        let same = |want: &Option<String>, have: &Option<Box<str>>| {
            want.as_deref().is_none_or(|w| have.as_deref() == Some(w.trim()))
        };
        let mut found: Vec<Found<'_>> = self
            .sessions
            .agents()
            .flat_map(|agent| self.sessions.of(agent).map(move |(stored, index)| (agent, stored, index)))
            .filter(|(_, stored, index)| {
                shown(stored)
                    && same(&params.label, &index.label)
                    && same(&params.spawned_by, &index.spawned_by)
                    && oldest.is_none_or(|o| index.updated_at.unwrap_or(0) >= o)
                    && search.as_deref().is_none_or(|s| index.search.contains(s))
            })
            .map(|(home, stored, index)| {
                let key = SessionKey::resolve(stored.as_str(), home, false);
                Found { agent: key.agent().unwrap_or(home).to_owned(), stored, key, index }
            })
            .filter(|found| asked.as_deref().is_none_or(|a| a == found.agent))
            .collect();
        found.sort_by_key(|f| core::cmp::Reverse(f.index.updated_at.unwrap_or(0)));
        let limit = params.limit.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX));
        found.truncate(limit);
        found
    }

    /// Where the transcript of a session is.
    pub(crate) fn transcript_of(&self, agent: &str, entry: &Entry) -> Option<FileName> {
        if let Some(file) = &entry.session_file {
            return Some(self.cx.settings.host.name(file));
        }
        let dir = self.cx.settings.sessions_dir(agent);
        let id = entry.session_id.as_deref()?;
        Some(FileName { root: dir.root, path: format!("{}/{id}.jsonl", dir.path) })
    }

    pub(crate) fn on_list_read(&mut self, reply: Reply, mut wait: ListWait, files: Read) {
        let mut files = files.into_iter();
        let mut next = |wanted: bool, lines: usize, from_end: bool| {
            if !wanted {
                return None;
            }
            let (bytes, start, size) = data(files.next()).ok().flatten()?;
            Some(Transcript::parse(
                some_lines(&bytes, lines, from_end),
                if from_end { start } else { 0 },
                size,
            ))
        };
        for (place, stored) in &wait.rows {
            let head = next(wait.titles, TITLE_LINES, false);
            let tail = next(wait.last, PREVIEW_LINES, true);
            let Some(row) = wait.result.sessions.get_mut(*place) else { continue };
            if wait.titles {
                row.derived_title = Some(title(stored.as_deref(), head.as_ref(), row));
            }
            if let Some(tail) = tail {
                row.last_message_preview = last_words(&tail);
            }
        }
        self.answer(reply, &wait.result);
    }
}

fn reads(file: &FileName, titles: bool, last: bool) -> Vec<FileOp> {
    let read = |range| FileOp::Read { file: file.clone(), range };
    let mut out = Vec::new();
    if titles {
        out.push(read(Range::Head(TITLE_HEAD_BYTES)));
    }
    if last {
        out.push(read(Range::Tail(PREVIEW_TAIL_BYTES)));
    }
    out
}

/// The first or last lines of a text.
fn some_lines(bytes: &[u8], count: usize, from_end: bool) -> &[u8] {
    let ends: Vec<usize> =
        bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(i, _)| i + 1).collect();
    if from_end {
        let keep = ends.len().checked_sub(count + 1).map_or(0, |i| ends[i]);
        &bytes[keep..]
    } else {
        &bytes[..ends.get(count.saturating_sub(1)).copied().unwrap_or(bytes.len())]
    }
}

fn title(stored: Option<&str>, head: Option<&Transcript>, row: &SessionRow) -> String {
    if let Some(stored) = stored.map(str::trim).filter(|t| !t.is_empty()) {
        return stored.to_owned();
    }
    let first = head.and_then(|h| h.messages().find(|m| m["role"] == "user").map(|m| text_of(&m["content"])));
    let words = first.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty());
    match words {
        Some(text) if text.chars().count() <= MAX_TITLE => text,
        Some(text) => {
            let cut: String = text.chars().take(MAX_TITLE - 1).collect();
            format!("{}…", cut.trim_end())
        }
        None => {
            let id: String = row.session_id.as_deref().unwrap_or(&row.key).chars().take(8).collect();
            let date = UnixMs(row.updated_at.unwrap_or(0)).iso();
            format!("{id} ({})", date.split('T').next().unwrap_or_default())
        }
    }
}

/// The text of the last message that people see.
fn last_words(tail: &Transcript) -> Option<String> {
    tail.messages()
        .rev()
        .filter(|m| matches!(m["role"].as_str(), Some("user" | "assistant")))
        .map(|m| text_of(&m["content"]).trim().to_owned())
        .find(|t| !t.is_empty())
}

/// A session as the list tells it.
fn row(key: &SessionKey, e: Entry) -> SessionRow {
    let origin = e.origin.and_then(|o| serde_json::from_value::<SessionOrigin>(o).ok());
    let delivery = e.delivery_context.and_then(|d| serde_json::from_value::<DeliveryContext>(d).ok());
    let both = e.input_tokens.unwrap_or(0).saturating_add(e.output_tokens.unwrap_or(0));
    let kind = SessionRowKind::from_wire(key.kind(e.chat_type.as_deref())).unwrap_or(SessionRowKind::Direct);
    let of_origin = origin.as_ref().and_then(|o| o.label.clone());
    let channel_name = e
        .channel
        .as_deref()
        .and_then(|c| group_name(c, key, e.group_channel.as_deref(), e.subject.as_deref()));
    SessionRow {
        key: key.to_string(),
        kind,
        display_name: e.display_name.or(channel_name).or_else(|| e.label.clone()).or(of_origin),
        label: e.label,
        channel: e.channel,
        subject: e.subject,
        group_channel: e.group_channel,
        space: e.space,
        chat_type: e.chat_type,
        origin,
        updated_at: e.updated_at,
        session_id: e.session_id,
        system_sent: e.system_sent,
        aborted_last_run: e.aborted_last_run,
        thinking_level: e.thinking_level,
        verbose_level: e.verbose_level,
        reasoning_level: e.reasoning_level,
        elevated_level: e.elevated_level,
        send_policy: e.send_policy,
        input_tokens: e.input_tokens,
        output_tokens: e.output_tokens,
        total_tokens: Some(e.total_tokens.unwrap_or(both)),
        response_usage: e.response_usage,
        model_provider: e.model_provider,
        model: e.model,
        context_tokens: e.context_tokens,
        delivery_context: delivery,
        last_channel: e.last_channel,
        last_to: e.last_to,
        last_account_id: e.last_account_id,
        derived_title: None,
        last_message_preview: None,
    }
}

/// The name of a group that has none of its own: `<channel>:g-<slug>`.
fn group_name(channel: &str, key: &SessionKey, group: Option<&str>, subject: Option<&str>) -> Option<String> {
    let id = key
        .rest()
        .rsplit_once(":group:")
        .or_else(|| key.rest().rsplit_once(":channel:"))
        .map(|(_, id)| id)?;
    let words = group.or(subject).unwrap_or(id);
    let slug: String =
        words.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    Some(format!("{channel}:g-{}", slug.trim_matches('-')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Transcript {
        let line =
            serde_json::json!({"type": "message", "id": "a", "message": {"role": "user", "content": text}});
        Transcript::parse(format!("{line}\n").as_bytes(), 0, 1)
    }

    fn a_row() -> SessionRow {
        row(
            &SessionKey::main("main"),
            Entry { session_id: Some("12345678-9".into()), updated_at: Some(0), ..Entry::default() },
        )
    }

    #[test]
    fn a_title_is_what_the_session_began_with() {
        assert_eq!(title(Some("Named"), Some(&head("x")), &a_row()), "Named");
        assert_eq!(
            title(None, Some(&head("one  two\n[message_id: r]")), &a_row()),
            "one two [message_id: r]"
        );
        assert_eq!(title(None, Some(&head(&"a".repeat(80))), &a_row()), format!("{}…", "a".repeat(59)));
        assert_eq!(title(None, None, &a_row()), "12345678 (1970-01-01)");
    }

    #[test]
    fn the_first_and_the_last_lines_are_found() {
        let text = b"1\n2\n3\n4\n";
        assert_eq!(some_lines(text, 2, false), b"1\n2\n");
        assert_eq!(some_lines(text, 2, true), b"3\n4\n");
        assert_eq!(some_lines(text, 9, true), text);
        assert_eq!(some_lines(b"cut", 2, false), b"cut");
    }

    #[test]
    fn tokens_fall_back_to_their_sum() {
        let e = Entry { input_tokens: Some(3), output_tokens: Some(4), ..Entry::default() };
        assert_eq!(row(&SessionKey::main("main"), e).total_tokens, Some(7));
    }
}
