//! What a gateway shows of itself once it runs again.

use super::effect::{Effect, Kind};
use crate::wire::Client;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A client that looks things up, each only once.
pub(super) struct View {
    client: Client,
    histories: BTreeMap<String, Vec<(String, String)>>,
    pairing: Value,
    words: u64,
    tools: BTreeMap<String, usize>,
}

impl View {
    /// Looks at the gateway on a port, and at the file that commands wrote to.
    pub(super) fn of(port: u16, tools: &Path) -> Self {
        let mut client = Client::new(port);
        let pairing = client.ok("device.pair.list", &json!({}));
        let words = client.ok("voicewake.get", &json!({}))["triggers"][0].clone();
        let words = words.as_str().and_then(|w| w.strip_prefix("words ")?.parse().ok()).unwrap_or(0);
        let mut ran = BTreeMap::new();
        for name in fs::read_to_string(tools).unwrap_or_default().lines() {
            *ran.entry(name.to_owned()).or_default() += 1;
        }
        Self { client, histories: BTreeMap::new(), pairing, words, tools: ran }
    }

    /// How often an effect is there.
    pub(super) fn present(&mut self, effect: &Effect) -> usize {
        let device = |device: &str| -> Vec<Value> {
            let paired = self.pairing["paired"].as_array().cloned().unwrap_or_default();
            paired.into_iter().filter(|d| d["deviceId"] == device).collect()
        };
        let pending = |request: &str| {
            self.pairing["pending"]
                .as_array()
                .is_some_and(|all| all.iter().any(|p| p["requestId"] == request))
        };
        let token = |name: &str, field: &str| {
            let at = device(name).first().map(|d| d["tokens"][0][field].clone()).filter(Value::is_u64);
            let told = effect.acknowledged.as_ref().map(|a| a[field].clone());
            usize::from(at.is_some_and(|at| told.is_none_or(|told| told == at)))
        };
        match effect.kind {
            // Who is stopped before it began was never heard; that it ended is what was promised.
            Kind::Abort if effect.acknowledged.is_some() => {
                self.said(&effect.session, "user", &effect.text).max(1)
            }
            Kind::Abort | Kind::Chat | Kind::ChatTool | Kind::Agent | Kind::Model | Kind::ModelTool => {
                self.said(&effect.session, "user", &effect.text)
            }
            Kind::Inject => self.said(&effect.session, "assistant", &effect.text),
            // A later list of the same worker takes the place of an earlier one.
            Kind::Voicewake => usize::from(effect.name.parse().is_ok_and(|n: u64| n <= self.words)),
            Kind::Approve if pending(&effect.name) => 0,
            Kind::Approve => device(&effect.text).len(),
            Kind::Reject => usize::from(!pending(&effect.name) && device(&effect.text).is_empty()),
            Kind::Rotate => token(&effect.name, "rotatedAtMs"),
            Kind::Revoke => token(&effect.name, "revokedAtMs"),
        }
    }

    /// How often the whole answer to a turn is there.
    pub(super) fn answered(&mut self, effect: &Effect) -> usize {
        self.said(&effect.session, "assistant", &effect.answer)
    }

    /// How often the command of a turn ran.
    pub(super) fn ran(&self, effect: &Effect) -> usize {
        self.tools.get(&effect.name).copied().unwrap_or_default()
    }

    /// What `agent.wait` tells of a run.
    pub(super) fn waited(&mut self, run: &str) -> Value {
        self.client.ok("agent.wait", &json!({"runId": run, "timeoutMs": 0}))
    }

    /// The name of the agent, which is configured.
    pub(super) fn agent_name(&mut self) -> Value {
        self.client.ok("agent.identity.get", &json!({}))["name"].clone()
    }

    /// Asks for an effect a second time, as a client does that lost its connection.
    pub(super) fn again(&mut self, effect: &Effect) -> Value {
        self.client.call(effect.method, &effect.params)
    }

    /// The last list of words.
    pub(super) fn words(&self) -> u64 {
        self.words
    }

    fn said(&mut self, session: &str, role: &str, text: &str) -> usize {
        let client = &mut self.client;
        let history = self.histories.entry(session.to_owned()).or_insert_with(|| {
            let history = client.ok("chat.history", &json!({"sessionKey": session, "limit": 1000}));
            client.peer.clear();
            let messages = history["messages"].as_array().cloned().unwrap_or_default();
            messages.iter().map(|m| (word(&m["role"]), words_of(m))).collect()
        });
        history.iter().filter(|(r, t)| r == role && t == text).count()
    }
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn words_of(message: &Value) -> String {
    let content = &message["content"];
    let parts = || content.as_array().into_iter().flatten().filter_map(|p| p["text"].as_str()).collect();
    content.as_str().map_or_else(parts, str::to_owned)
}
