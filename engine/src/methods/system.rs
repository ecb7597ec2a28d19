//! `health`, `last-heartbeat`, `set-heartbeats`, `wake`, `system-event`, `system-presence`, `talk.mode`.

use crate::broadcast::EventOut;
use crate::conn::Reply;
use crate::engine::Engine;
use crate::fact::Fact;
use crate::ids::ConnId;
use crate::presence::{Beacon, Changed};
use crate::refusal::Refusal;
use crate::session::SessionKey;
use crate::wire::{
    Event, Method, SetHeartbeatsResult, SystemEventResult, TalkModeEvent, TalkModeParams, WakeParams,
    WakeParamsMode, WakeResult,
};
use serde_json::Value;

impl Engine {
    /// Refusals that come before the params are looked at.
    pub(crate) fn refusal_before_params(&self, conn: ConnId, method: Method) -> Option<Refusal> {
        if method == Method::Connect {
            return Some(Refusal::invalid("connect is only valid as the first request"));
        }
        if method != Method::TalkMode || !self.conns.ready(conn)?.client.is_webchat() {
            return None;
        }
        let mobile = self
            .conns
            .all_ready()
            .any(|(_, r)| r.grant.role == crate::wire::Role::Node && r.client.is_mobile());
        (!mobile).then(|| Refusal::unavailable("talk disabled: no connected iOS/Android nodes"))
    }

    pub(crate) fn health_get(&mut self, reply: Reply, params: &Value) {
        let probe = params["probe"] == Value::Bool(true);
        match self.health.fresh(self.cx.now.mono).filter(|_| !probe) {
            Some(json) => {
                self.answer_text(reply, &json);
                self.ask_health_refresh();
            }
            None => {
                self.refresh_health();
                let json = self.health.json();
                self.answer_text(reply, &json);
            }
        }
    }

    pub(crate) fn last_heartbeat(&mut self, reply: Reply) {
        let last = self.heartbeats.last().cloned();
        self.answer(reply, &last);
    }

    pub(crate) fn set_heartbeats(&mut self, reply: Reply, params: &Value) {
        match params["enabled"].as_bool() {
            Some(enabled) => {
                self.heartbeats.enable(enabled);
                self.answer(reply, &SetHeartbeatsResult { ok: Default::default(), enabled });
            }
            None => self
                .refuse(reply, Refusal::invalid("invalid set-heartbeats params: enabled (boolean) required")),
        }
    }

    pub(crate) fn wake(&mut self, reply: Reply, params: WakeParams) {
        let ok = !params.text.trim().is_empty();
        if ok {
            let key = self.cx.settings.main_session(self.cx.settings.default_agent());
            self.add_note(&key, &params.text);
            if params.mode == WakeParamsMode::Now {
                self.ask_wake();
            }
        }
        self.answer(reply, &WakeResult { ok });
    }

    /// Keeps a note for a session's next turn.
    pub(crate) fn add_note(&mut self, key: &SessionKey, text: &str) {
        if !self.system_events.add(key, text, self.cx.now.wall) {
            self.cx.observe(Fact::SystemEventDropped);
        }
    }

    pub(crate) fn system_presence(&mut self, reply: Reply) {
        let list = self.presence.list(&self.cx.settings.host, self.cx.now.wall);
        self.answer(reply, &list);
    }

    pub(crate) fn system_event(&mut self, reply: Reply, params: &Value) {
        let Some(text) = params["text"].as_str().map(str::trim).filter(|t| !t.is_empty()) else {
            return self.refuse(reply, Refusal::invalid("text required"));
        };
        let beacon = beacon(text, params);
        let changed = self.presence.beacon(&beacon, self.cx.now.wall);
        let key = self.cx.settings.main_session(self.cx.settings.default_agent());
        let note = if text.starts_with("Node:") { node_note(&changed) } else { Some(text.to_owned()) };
        if let Some(note) = note {
            self.add_note(&key, &note);
        }
        self.tell_presence();
        self.answer(reply, &SystemEventResult { ok: Default::default() });
    }

    pub(crate) fn talk_mode(&mut self, reply: Reply, params: TalkModeParams) {
        let event = TalkModeEvent { enabled: params.enabled, phase: params.phase, ts: self.cx.now.wall.0 };
        self.broadcast(&EventOut::new(Event::TalkMode, &event));
        self.answer(reply, &event);
    }
}

/// Reads a beacon; fields of a wrong type are passed over.
fn beacon(text: &str, params: &Value) -> Beacon {
    let field = |key: &str| params[key].as_str().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let list = |key: &str| {
        let items = params[key].as_array().map_or(&[][..], Vec::as_slice);
        if items.iter().all(Value::is_string) {
            items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        } else {
            Vec::new()
        }
    };
    Beacon {
        text: text.to_owned(),
        device_id: field("deviceId"),
        instance_id: field("instanceId"),
        host: field("host"),
        ip: field("ip"),
        mode: field("mode"),
        version: field("version"),
        platform: field("platform"),
        device_family: field("deviceFamily"),
        model_identifier: field("modelIdentifier"),
        last_input_seconds: params["lastInputSeconds"].as_f64().filter(|n| n.is_finite()),
        reason: field("reason"),
        roles: list("roles"),
        scopes: list("scopes"),
    }
}

/// What is worth a note in a beacon of a machine; a beacon that says nothing new is none.
fn node_note(changed: &Changed) -> Option<String> {
    let (old, new) = (changed.before.clone().unwrap_or_default(), &changed.after);
    let reason = new.reason.as_deref().unwrap_or_default();
    let routine = reason.starts_with("periodic") || reason == "heartbeat";
    let moved = old.host != new.host || old.ip != new.ip;
    let mut parts = Vec::new();
    if old.version != new.version
        && let Some(version) = &new.version
    {
        parts.push(format!("app {version}"));
    }
    if old.mode != new.mode
        && let Some(mode) = &new.mode
    {
        parts.push(format!("mode {mode}"));
    }
    if old.reason != new.reason && !routine && !reason.is_empty() {
        parts.push(format!("reason {reason}"));
    }
    if parts.is_empty() && !moved {
        return None;
    }
    let host = new.host.as_deref().unwrap_or("unknown");
    let name = match &new.ip {
        Some(ip) => format!("Node: {host} ({ip})"),
        None => format!("Node: {host}"),
    };
    parts.insert(0, name);
    Some(parts.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::PresenceEntry;

    fn changed(before: Option<(&str, &str)>, after: (&str, &str)) -> Changed {
        let entry = |(mode, reason): (&str, &str)| PresenceEntry {
            host: Some("box".into()),
            mode: Some(mode.into()),
            reason: Some(reason.into()),
            ..PresenceEntry::default()
        };
        Changed { key: "box".into(), before: before.map(entry), after: entry(after) }
    }

    #[test]
    fn only_news_of_a_machine_are_noted() {
        assert_eq!(
            node_note(&changed(None, ("local", "launch"))).as_deref(),
            Some("Node: box · mode local · reason launch")
        );
        assert_eq!(node_note(&changed(Some(("local", "launch")), ("local", "periodic"))), None);
        assert_eq!(
            node_note(&changed(Some(("local", "x")), ("remote", "x"))).as_deref(),
            Some("Node: box · mode remote")
        );
    }
}
