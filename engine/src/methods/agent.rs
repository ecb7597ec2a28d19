//! `agent`, `agent.wait`: a turn that is answered twice, and waiting for the end of one.

use super::chat::images;
use crate::config::sections::channels::is_chat_channel;
use crate::conn::Reply;
use crate::engine::Engine;
use crate::ids::RunId;
use crate::limits::MAX_WAIT;
use crate::refusal::Refusal;
use crate::run::lane::Lane;
use crate::run::{Kind, NewRun, waiting_timed_out};
use crate::session::{SessionKey, normalize_agent};
use crate::timers::Timer;
use crate::wire::{AgentAccepted, AgentAcceptedStatus, AgentFailed, AgentParams, AgentWaitParams};
use core::time::Duration;
use serde_json::{Map, Value, json};

/// Time `agent.wait` waits unless told otherwise (reference: 30 s).
const DEFAULT_WAIT: Duration = Duration::from_secs(30);

/// The fields of a session's entry that a turn by `agent` keeps; the reference drops the others.
const KEPT: [&str; 27] = [
    "sessionId",
    "updatedAt",
    "thinkingLevel",
    "verboseLevel",
    "reasoningLevel",
    "systemSent",
    "sendPolicy",
    "skillsSnapshot",
    "deliveryContext",
    "lastChannel",
    "lastTo",
    "lastAccountId",
    "lastThreadId",
    "modelOverride",
    "providerOverride",
    "label",
    "spawnedBy",
    "channel",
    "groupId",
    "groupChannel",
    "space",
    "cliSessionIds",
    "claudeCliSessionId",
    "sessionFile",
    "modelProvider",
    "model",
    "contextTokens",
];

/// Where a turn by `agent` belongs.
struct Target {
    agent: String,
    key: SessionKey,
    echo_key: String,
}

impl Engine {
    pub(crate) fn agent(&mut self, reply: Reply, params: AgentParams) {
        let id = RunId::new(params.idempotency_key.trim());
        if let Some(answer) = self.dedupe.get(&format!("agent:{id}")).cloned() {
            return self.answer_again(reply, &answer);
        }
        if self.runs.get(&id).is_some() {
            return self.repeat_run(reply, &id);
        }
        let images = match images(params.attachments.as_deref().unwrap_or_default()) {
            Ok(images) => images,
            Err(text) => return self.refuse(reply, Refusal::invalid(text)),
        };
        for channel in [&params.channel, &params.reply_channel].into_iter().flatten() {
            let channel = channel.trim().to_lowercase();
            let known = matches!(channel.as_str(), "" | "last" | "webchat") || is_chat_channel(&channel);
            if !known {
                return self.refuse(
                    reply,
                    Refusal::invalid(format!("invalid agent params: unknown channel: {channel}")),
                );
            }
        }
        match self.agent_target(&params) {
            Ok(Some(target)) => self.accept_agent(reply, params, id, target, images),
            Ok(None) => self.refuse_in_two(
                reply,
                &id,
                "Error: Pass --to <E.164>, --session-id, or --agent to choose a session",
            ),
            Err(text) => self.refuse(reply, Refusal::invalid(text)),
        }
    }

    /// Finds the session that the params name; `None` when they name none.
    fn agent_target(&self, params: &AgentParams) -> Result<Option<Target>, String> {
        let settings = &self.cx.settings;
        let said = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
        };
        let agent = match said(&params.agent_id) {
            Some(name) => {
                let id = normalize_agent(&name);
                if !settings.agents().any(|a| a.id == id) {
                    return Err(format!("invalid agent params: unknown agent id \"{name}\""));
                }
                Some(id)
            }
            None => None,
        };
        let default = agent.clone().unwrap_or_else(|| settings.default_agent().to_owned());
        if let Some(text) = said(&params.session_key) {
            let key = SessionKey::resolve(&text, settings.default_agent(), settings.is_global());
            let of_key = key.agent().unwrap_or_else(|| settings.default_agent()).to_owned();
            if let Some(agent) = agent.filter(|a| *a != of_key) {
                return Err(format!(
                    "invalid agent params: agent \"{agent}\" does not match session key agent \"{of_key}\""
                ));
            }
            return Ok(Some(Target { agent: of_key, key, echo_key: text }));
        }
        let by_id = said(&params.session_id).and_then(|id| self.session_by_id(&id));
        if let Some((agent, key)) = by_id {
            return Ok(Some(Target { agent, echo_key: key.to_string(), key }));
        }
        let named = agent.is_some() || said(&params.to).is_some() || said(&params.session_id).is_some();
        let key = match said(&params.session_id).filter(|_| agent.is_none() && said(&params.to).is_none()) {
            // A session id that is not known begins a session of that name.
            Some(id) => SessionKey::resolve(&id, &default, false),
            None => settings.main_session(&default),
        };
        Ok(named.then(|| Target { agent: default, echo_key: key.to_string(), key }))
    }

    fn session_by_id(&self, id: &str) -> Option<(String, SessionKey)> {
        self.sessions.agents().find_map(|home| {
            let found = self.sessions.of(home).find(|(_, index)| index.session_id.as_deref() == Some(id));
            let key = SessionKey::resolve(found?.0.as_str(), home, false);
            Some((key.agent().unwrap_or(home).to_owned(), key))
        })
    }

    fn accept_agent(
        &mut self,
        reply: Reply,
        params: AgentParams,
        id: RunId,
        target: Target,
        images: Vec<Value>,
    ) {
        let entry = self.sessions.entry(&self.store, &target.agent, &target.key);
        if self.cx.settings.denies_send(&target.key, entry.as_ref()) {
            return self.refuse(reply, Refusal::invalid("send blocked by session policy"));
        }
        if params.timeout == Some(0) {
            return self.refuse_in_two(reply, &id, "Error: --timeout must be a positive integer (seconds)");
        }
        if let Some(refusal) = self.cannot_run() {
            return self.refuse(reply, refusal);
        }
        let thinking = params.thinking.clone().filter(|t| !t.trim().is_empty());
        let opened = self.open_session(&target.agent, &target.key, |entry| touch(entry, &params));
        let session = match opened {
            Ok(session) => session,
            Err(refusal) => return self.refuse(reply, refusal),
        };
        let mut content = vec![json!({"type": "text", "text": params.message})];
        content.extend(images);
        let settings = &self.cx.settings;
        let model = settings.model_for(&target.agent, Some(&session.entry), None);
        let given = params.timeout.map(Duration::from_secs);
        self.accept_run(NewRun {
            id,
            kind: Kind::Agent,
            session: target.key,
            echo_key: target.echo_key,
            agent: target.agent,
            content,
            extra_system: params.extra_system_prompt,
            thinking: thinking.or_else(|| session.entry.thinking_level.clone()),
            lane: Lane::from_name(params.lane.as_deref()),
            timeout: given.unwrap_or_else(|| settings.run_timeout()),
            expiry: None,
            model,
            verbose: settings.is_verbose(Some(&session.entry)),
            session_id: session.session_id,
            transcript: session.transcript,
            reply: Some(reply),
        });
    }

    /// A run that ends before it begins: accepted, then refused, as the reference does.
    fn refuse_in_two(&mut self, reply: Reply, id: &RunId, text: &str) {
        let again = reply.again();
        let accepted_at = self.cx.now.wall.0;
        self.answer(
            reply,
            &AgentAccepted { run_id: id.to_string(), status: AgentAcceptedStatus::Accepted, accepted_at },
        );
        let failed =
            AgentFailed { run_id: id.to_string(), status: Default::default(), summary: text.to_owned() };
        let payload = serde_json::to_string(&failed).expect("a result is plain data");
        let refusal = Refusal::unavailable(text);
        let error = serde_json::to_string(&refusal.clone().shape()).expect("an error is plain data");
        let answer = crate::dedupe::Remembered {
            ok: false,
            payload: Some(payload.as_str().into()),
            error: Some(error.into()),
        };
        self.dedupe.put(self.cx.now.mono, format!("agent:{id}"), answer);
        self.refuse_with(again, refusal, Some(&payload));
    }

    pub(crate) fn agent_wait(&mut self, reply: Reply, params: AgentWaitParams) {
        let id = RunId::new(params.run_id.trim());
        if let Some(finished) = self.runs.finished(&id).filter(|_| self.runs.get(&id).is_none()) {
            let result = finished.result(&id);
            return self.answer(reply, &result);
        }
        let time = params.timeout_ms.map_or(DEFAULT_WAIT, Duration::from_millis).min(MAX_WAIT);
        if time.is_zero() {
            return self.answer(reply, &waiting_timed_out(&id));
        }
        let wait = self.cx.ids.wait();
        match self.runs.wait(wait, id, reply) {
            Ok(()) => self.timers.set(Timer::Wait(wait), self.cx.now.mono + time),
            Err(reply) => {
                let refusal = Refusal::unavailable("too many callers wait for runs");
                self.refuse(reply, refusal.retry_after(Duration::from_secs(1)));
            }
        }
    }
}

/// Brings the entry of a turn by `agent` to what the reference keeps, with what the params say.
fn touch(entry: &mut Map<String, Value>, params: &AgentParams) {
    entry.retain(|key, _| KEPT.contains(&key.as_str()));
    let mut set = |key: &str, value: &Option<String>| {
        if let Some(value) = value.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
            entry.insert(key.to_owned(), json!(value));
        }
    };
    set("label", &params.label);
    set("spawnedBy", &params.spawned_by);
    set("thinkingLevel", &params.thinking);
    set("groupId", &params.group_id);
    set("groupChannel", &params.group_channel);
    set("space", &params.group_space);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_by_agent_keeps_only_the_reference_s_fields() {
        let mut entry =
            json!({"sessionId": "s", "origin": {}, "label": "old", "custom": 1}).as_object().unwrap().clone();
        let params: AgentParams =
            serde_json::from_value(json!({"message": "m", "idempotencyKey": "k", "label": "new"})).unwrap();
        touch(&mut entry, &params);
        assert_eq!(Value::Object(entry), json!({"sessionId": "s", "label": "new"}));
    }
}
