//! `sessions.resolve`: which session is meant.

use crate::config::agent::normalize_agent_id;
use crate::conn::Reply;
use crate::engine::Engine;
use crate::refusal::Refusal;
use crate::session::{Index, SessionKey};
use crate::wire::{SessionsResolveParams, SessionsResolveResult};

impl Engine {
    pub(crate) fn sessions_resolve(&mut self, reply: Reply, params: SessionsResolveParams) {
        match self.resolve_session(&params) {
            Ok(key) => {
                self.answer(reply, &SessionsResolveResult { ok: Default::default(), key: key.to_string() })
            }
            Err(text) => self.refuse(reply, Refusal::invalid(text)),
        }
    }

    fn resolve_session(&self, params: &SessionsResolveParams) -> Result<SessionKey, String> {
        let said = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
        };
        let (key, id, label) = (said(&params.key), said(&params.session_id), said(&params.label));
        match (key, id, label) {
            (None, None, None) => Err("Either key, sessionId, or label is required".to_owned()),
            (Some(key), None, None) => self.resolve_key(&key),
            (None, Some(id), None) => {
                let found = self.matching(params, |key, index| {
                    index.session_id.as_deref() == Some(&*id) || key.as_str() == id
                });
                one(
                    found,
                    &format!("No session found: {id}"),
                    &format!("Multiple sessions found for sessionId: {id}"),
                )
            }
            (None, None, Some(label)) => {
                let found = self.matching(params, |_, index| index.label.as_deref() == Some(&*label));
                let many = format!("Multiple sessions found with label: {label}");
                one(found, &format!("No session found with label: {label}"), &many)
            }
            (Some(_), Some(_), _) | (Some(_), _, Some(_)) | (_, Some(_), Some(_)) => {
                Err("Provide either key, sessionId, or label (not multiple)".to_owned())
            }
        }
    }

    fn resolve_key(&self, text: &str) -> Result<SessionKey, String> {
        let settings = &self.cx.settings;
        let key = SessionKey::resolve(text, settings.default_agent(), settings.is_global());
        let agent = key.agent().unwrap_or_else(|| settings.default_agent()).to_owned();
        match self.sessions.entry(&self.store, &agent, &key) {
            Some(_) => Ok(key),
            None => Err(format!("No session found: {text}")),
        }
    }

    fn matching(
        &self,
        params: &SessionsResolveParams,
        hit: impl Fn(&SessionKey, &Index) -> bool,
    ) -> Vec<SessionKey> {
        let asked = params.agent_id.as_deref().map(normalize_agent_id);
        let spawned = params.spawned_by.as_deref();
        let shown = |key: &SessionKey| match key.as_str() {
            "global" => params.include_global == Some(true),
            "unknown" => params.include_unknown == Some(true),
            _ => true,
        };
        self.sessions
            .agents()
            .flat_map(|agent| self.sessions.of(agent).map(move |(k, i)| (agent, k, i)))
            .filter(|(_, k, i)| {
                shown(k) && hit(k, i) && spawned.is_none_or(|s| i.spawned_by.as_deref() == Some(s))
            })
            .map(|(home, k, _)| (home, SessionKey::resolve(k.as_str(), home, false)))
            .filter(|(home, k)| asked.as_deref().is_none_or(|want| want == k.agent().unwrap_or(home)))
            .map(|(_, key)| key)
            .collect()
    }
}

fn one(mut found: Vec<SessionKey>, none: &str, many: &str) -> Result<SessionKey, String> {
    match found.len() {
        0 => Err(none.to_owned()),
        1 => Ok(found.remove(0)),
        _ => {
            let keys: Vec<_> = found.iter().map(SessionKey::to_string).collect();
            Err(format!("{many} ({})", keys.join(", ")))
        }
    }
}
