//! `status`: a short account of heartbeats and sessions.

use crate::conn::Reply;
use crate::engine::Engine;
use crate::session::{Entry, SessionKey};
use crate::time::UnixMs;
use crate::wire::{
    StatusAgentSessions, StatusHeartbeat, StatusHeartbeatAgent, StatusResult, StatusSession,
    StatusSessionDefaults, StatusSessionKind, StatusSessions,
};

/// Recent sessions told.
const RECENT: usize = 10;

/// Most that `percentUsed` says.
const MAX_PERCENT: u64 = 999;

impl Engine {
    pub(crate) fn status(&mut self, reply: Reply) {
        let settings = &self.cx.settings;
        let default = settings.default_agent().to_owned();
        let ids: Vec<String> = settings.agents().map(|a| a.id).collect();
        let beats = ids.iter().map(|id| {
            let beat = settings.beat(id);
            StatusHeartbeatAgent {
                agent_id: id.clone(),
                enabled: beat.every.is_some(),
                every: beat.words(),
                every_ms: beat.every.map(|d| d.as_millis() as u64),
            }
        });
        let heartbeat = StatusHeartbeat { default_agent_id: default.clone(), agents: beats.collect() };
        let main = settings.main_session(&default);
        let queued = self.system_events.peek(&main).map(|n| n.text.clone()).collect();
        let by_agent: Vec<StatusAgentSessions> = ids.iter().map(|id| self.agent_sessions(id)).collect();
        let mut recent: Vec<StatusSession> = by_agent.iter().flat_map(|a| a.recent.iter().cloned()).collect();
        recent.sort_by_key(|r| core::cmp::Reverse(r.updated_at));
        recent.truncate(RECENT);
        let model = settings.default_model();
        let sessions = StatusSessions {
            paths: by_agent.iter().map(|a| a.path.clone()).collect(),
            count: by_agent.iter().map(|a| a.count).sum(),
            defaults: StatusSessionDefaults {
                model: Some(model.id.clone()),
                context_tokens: Some(model.context_window),
            },
            recent,
            by_agent,
        };
        let result = StatusResult {
            link_channel: None,
            heartbeat,
            channel_summary: Vec::new(),
            queued_system_events: queued,
            sessions,
        };
        self.answer(reply, &result);
    }

    fn agent_sessions(&self, agent: &str) -> StatusAgentSessions {
        let shown = |key: &SessionKey| !matches!(key.as_str(), "global" | "unknown");
        let mut all: Vec<_> = self.sessions.of(agent).filter(|(k, _)| shown(k)).collect();
        let count = all.len() as u64;
        all.sort_by_key(|(_, index)| core::cmp::Reverse(index.updated_at));
        let doc = self.store.doc(&self.sessions.doc(agent));
        let recent = all.into_iter().take(RECENT).map(|(key, _)| {
            let entry: Entry = doc.and_then(|d| d.read(key.as_str())).unwrap_or_default();
            self.status_row(agent, key, &entry)
        });
        let path = self.cx.settings.host.show(&self.cx.settings.store_file(agent));
        StatusAgentSessions { agent_id: agent.to_owned(), path, count, recent: recent.collect() }
    }

    fn status_row(&self, agent: &str, key: &SessionKey, entry: &Entry) -> StatusSession {
        let fallback = self.cx.settings.default_model();
        let model = entry
            .model
            .clone()
            .or_else(|| entry.model_override.clone())
            .unwrap_or_else(|| fallback.id.clone());
        let context = entry.context_tokens.unwrap_or(fallback.context_window);
        let both = entry.input_tokens.unwrap_or(0).saturating_add(entry.output_tokens.unwrap_or(0));
        let total = entry.total_tokens.unwrap_or(both);
        let percent = (context > 0).then(|| {
            let rounded = (u128::from(total) * 100 + u128::from(context / 2)) / u128::from(context);
            u64::try_from(rounded).unwrap_or(MAX_PERCENT).min(MAX_PERCENT)
        });
        StatusSession {
            agent_id: Some(agent.to_owned()),
            key: key.to_string(),
            kind: StatusSessionKind::from_wire(key.kind(entry.chat_type.as_deref()))
                .unwrap_or(StatusSessionKind::Direct),
            session_id: entry.session_id.clone(),
            updated_at: entry.updated_at,
            age: entry.updated_at.map(|at| self.cx.now.wall.age_of(UnixMs(at))),
            thinking_level: entry.thinking_level.clone(),
            verbose_level: entry.verbose_level.clone(),
            reasoning_level: entry.reasoning_level.clone(),
            elevated_level: entry.elevated_level.clone(),
            system_sent: entry.system_sent,
            aborted_last_run: entry.aborted_last_run,
            input_tokens: entry.input_tokens,
            output_tokens: entry.output_tokens,
            total_tokens: Some(total),
            remaining_tokens: Some(i64::try_from(context.saturating_sub(total)).unwrap_or(i64::MAX)),
            percent_used: percent,
            model: Some(model),
            context_tokens: Some(context),
            flags: flags(entry),
        }
    }
}

fn flags(entry: &Entry) -> Vec<String> {
    let mut out = Vec::new();
    let mut level = |name: &str, value: &Option<String>| {
        if let Some(value) = value {
            out.push(format!("{name}:{value}"));
        }
    };
    level("think", &entry.thinking_level);
    level("verbose", &entry.verbose_level);
    level("reasoning", &entry.reasoning_level);
    level("elevated", &entry.elevated_level);
    if entry.system_sent == Some(true) {
        out.push("system".to_owned());
    }
    if entry.aborted_last_run == Some(true) {
        out.push("aborted".to_owned());
    }
    if let Some(id) = &entry.session_id {
        out.push(format!("id:{id}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_come_in_the_reference_s_order() {
        let entry = Entry {
            thinking_level: Some("low".into()),
            system_sent: Some(true),
            aborted_last_run: Some(true),
            session_id: Some("s".into()),
            ..Entry::default()
        };
        assert_eq!(flags(&entry), ["think:low", "system", "aborted", "id:s"]);
    }
}
