//! What was promised: an answer that says that something was done is kept, whatever happens next.

use super::Judge;
use crate::sim::life::invariants::Invariant;
use engine::{ConnId, Instant, Now};
use serde_json::Value;
use std::collections::BTreeSet;

/// Longest `agent.wait`.
const MAX_WAIT_MS: u64 = 24 * 3_600_000;

/// Promises that outlive a process.
#[derive(Debug, Default)]
pub(in crate::sim::life) struct Promises {
    /// Wake words in the order in which they were chosen, and the place of the last that was acknowledged.
    words: Vec<Value>,
    kept_word: Option<usize>,
    /// Devices that are paired.
    pub(super) paired: BTreeSet<u8>,
    /// Roles of devices whose token was revoked.
    pub(super) revoked: BTreeSet<(u8, String)>,
    /// Requests for pairing that wait, as far as they were seen, oldest first.
    pub(in crate::sim::life) pending: Vec<String>,
    /// Requests that were decided.
    decided: BTreeSet<String>,
    /// Lines put into sessions.
    pub(super) injected: BTreeSet<String>,
    /// Turns whose abort was answered just now.
    pub(super) just_aborted: BTreeSet<String>,
}

impl Promises {
    pub(super) fn on_process_gone(&mut self) {
        self.just_aborted.clear();
    }

    /// A request for pairing was seen.
    pub(super) fn on_pending(&mut self, request: &str) {
        if !self.pending.iter().any(|known| known == request) && !self.decided.contains(request) {
            self.pending.push(request.to_owned());
        }
    }

    fn on_decided(&mut self, request: &str) {
        self.pending.retain(|known| known != request);
        self.decided.insert(request.to_owned());
    }
}

impl Judge {
    /// A client that may ask asks: what it wants may be the case from now on.
    pub(super) fn on_asked(&mut self, method: &str, params: &Value) {
        match method {
            "voicewake.set" => self.promises.words.push(params["triggers"].clone()),
            "device.pair.approve" => {
                let request = params["requestId"].as_str().unwrap_or_default();
                // Its role gets a new token.
                if let Some(role) = self.grants.on_approving(request) {
                    self.promises.revoked.remove(&role);
                }
            }
            "device.token.rotate" => {
                if let Some(role) = self.grants.on_rotating(params) {
                    self.promises.revoked.remove(&role);
                }
            }
            "agent" => {
                if let Some(run) = params["idempotencyKey"].as_str() {
                    self.turns.in_lane(run, params["lane"].as_str());
                }
            }
            _ => {}
        }
    }

    /// An answer to something that a client may ask.
    pub(super) fn on_method_answer(
        &mut self,
        now: Now,
        conn: ConnId,
        method: &str,
        params: &Value,
        frame: &Value,
    ) {
        let payload = &frame["payload"];
        if frame["ok"] != true {
            return self.on_refusal(method, params, frame);
        }
        match method {
            "voicewake.set" => self.on_words_kept(&params["triggers"]),
            "voicewake.get" => self.check_words(&payload["triggers"]),
            "device.pair.approve" | "device.pair.reject" => {
                self.promises.on_decided(params["requestId"].as_str().unwrap_or_default());
                let device = payload["device"]["deviceId"].as_str().and_then(|id| self.grants.device_of(id));
                self.promises.paired.extend(device);
            }
            "device.pair.list" => self.check_pairing(payload),
            "device.token.rotate" => self.grants.on_rotated(params, payload, &mut self.promises),
            "device.token.revoke" => self.grants.on_revoked(params, &mut self.promises),
            "chat.inject" => {
                self.promises.injected.extend(payload["messageId"].as_str().map(str::to_owned));
            }
            "chat.abort" => self.on_abort_answer(frame),
            "chat.send" => self.on_chat_answer(params, frame),
            "agent" => self.on_agent_answer(params, payload),
            "system-presence" => self.check_presence(now, conn, payload),
            "health" => self.check_health(conn, payload),
            _ => {}
        }
    }

    /// A turn that could not be saved never was.
    fn on_refusal(&mut self, method: &str, params: &Value, frame: &Value) {
        let unsaved = frame["error"]["message"].as_str().is_some_and(|m| m.starts_with("could not be saved"));
        if unsaved && matches!(method, "agent" | "chat.send") {
            self.turns.on_unsaved(params["idempotencyKey"].as_str().unwrap_or_default());
        }
    }

    fn on_chat_answer(&mut self, params: &Value, frame: &Value) {
        let key = params["idempotencyKey"].as_str().unwrap_or_default();
        if frame["payload"]["runIds"].is_array() {
            self.on_abort_answer(frame);
        } else if frame["payload"]["status"] == "started" {
            self.turns.on_acked(key);
        }
    }

    fn on_agent_answer(&mut self, params: &Value, payload: &Value) {
        let key = params["idempotencyKey"].as_str().unwrap_or_default();
        match payload["status"].as_str() {
            // Such a turn is refused at once, and never was one.
            Some("accepted") if params["timeout"] == 0 => {}
            Some("accepted") => self.turns.on_acked(key),
            Some("ok") if payload["summary"] == "completed" => {
                let texts = payload["result"]["payloads"].as_array().map_or(&[][..], Vec::as_slice);
                let text = texts.last().and_then(|p| p["text"].as_str()).unwrap_or_default();
                self.turns.on_told(key, text);
            }
            _ => {}
        }
    }

    /// An event is told to everyone who may know.
    pub(super) fn on_told(&mut self, now: Now, frame: &Value) {
        let payload = &frame["payload"];
        match frame["event"].as_str().unwrap_or_default() {
            "chat" | "agent" => self.on_turn_event(payload),
            "device.pair.requested" => {
                if let (Some(request), Some(device)) = (
                    payload["requestId"].as_str(),
                    payload["deviceId"].as_str().and_then(|id| self.grants.device_of(id)),
                ) {
                    let scopes = payload["scopes"].as_array().map_or(&[][..], Vec::as_slice);
                    let scopes = scopes.iter().filter_map(Value::as_str).map(str::to_owned).collect();
                    let role = payload["role"].as_str().unwrap_or_default();
                    self.grants.on_wanted(request, device, role, scopes);
                    self.promises.on_pending(request);
                }
            }
            "device.pair.resolved" => {
                self.promises.on_decided(payload["requestId"].as_str().unwrap_or_default());
                if payload["decision"] == "approved" {
                    let device = payload["deviceId"].as_str().and_then(|id| self.grants.device_of(id));
                    self.promises.paired.extend(device);
                }
            }
            "voicewake.changed" => self.on_words_kept(&payload["triggers"]),
            "tick" => self.on_tick(now),
            _ => {}
        }
    }

    fn on_turn_event(&mut self, payload: &Value) {
        let run = payload["runId"].as_str().unwrap_or_default();
        let words = match (payload["stream"].as_str(), payload["state"].as_str()) {
            (Some(stream), _) => format!("{stream} {}", payload["data"]["phase"].as_str().unwrap_or("")),
            (None, state) => state.unwrap_or_default().to_owned(),
        };
        self.turns.on_event(&mut self.checks, run, &words);
        match words.as_str() {
            "lifecycle start" => self.turns.on_started(&mut self.checks, run),
            "final" => {
                let content = payload["message"]["content"].as_array();
                let text = content.and_then(|parts| parts.first()?["text"].as_str());
                // A turn that was cut short also ends its chat.
                if payload["stopReason"].is_null() {
                    self.turns.on_told(run, text.unwrap_or_default());
                }
            }
            _ => {}
        }
    }

    fn on_words_kept(&mut self, words: &Value) {
        let at = self.promises.words.iter().rposition(|known| known == words);
        self.promises.kept_word = self.promises.kept_word.max(at);
    }

    /// Words that were chosen later may have come in their place.
    fn check_words(&mut self, told: &Value) {
        let Some(kept) = self.promises.kept_word else { return };
        let later = &self.promises.words[kept..];
        self.checks.check(Invariant::WordsKept, later.contains(told), || {
            format!("the wake words are {told}, and {} was acknowledged", later[0])
        });
    }

    fn check_pairing(&mut self, payload: &Value) {
        let list = |name: &str| payload[name].as_array().cloned().unwrap_or_default();
        let (paired, pending) = (list("paired"), list("pending"));
        let device = |entry: &Value| entry["deviceId"].as_str().and_then(|id| self.grants.device_of(id));
        let there: BTreeSet<u8> = paired.iter().filter_map(device).collect();
        let lost = self.promises.paired.difference(&there).next().copied();
        let back = pending.iter().find_map(|entry| {
            entry["requestId"].as_str().filter(|id| self.promises.decided.contains(*id)).map(str::to_owned)
        });
        let token = |entry: &Value, role: &str| {
            let tokens = entry["tokens"].as_array().map_or(&[][..], Vec::as_slice);
            tokens.iter().any(|t| t["role"] == role && t["revokedAtMs"].is_null())
        };
        let alive = self.promises.revoked.iter().find(|(number, role)| {
            paired.iter().any(|entry| device(entry) == Some(*number) && token(entry, role))
        });
        if self.promises.paired.is_empty() && self.promises.decided.is_empty() {
            return;
        }
        self.checks.check(Invariant::PairingKept, lost.is_none() && back.is_none(), || {
            format!("device {lost:?} is not paired any more, request {back:?} waits again")
        });
        self.checks.check(Invariant::DeadToken, alive.is_none(), || {
            format!("the token of {alive:?} is alive again")
        });
    }

    /// `agent.wait` says that time is up when it is.
    pub(super) fn check_wait(&mut self, now: Now, method: &str, params: &Value, at: Instant, frame: &Value) {
        if method == "agent.wait" && frame["payload"]["status"] == "timeout" {
            let (waited, wanted) = (now.mono - at, wait_of(params));
            self.checks.check(Invariant::WaitOnTime, waited >= wanted, || {
                format!("{frame} after {waited:?} instead of {wanted:?}")
            });
        }
    }
}

/// How long an `agent.wait` may wait.
pub(super) fn wait_of(params: &Value) -> core::time::Duration {
    core::time::Duration::from_millis(params["timeoutMs"].as_u64().unwrap_or(30_000).min(MAX_WAIT_MS))
}
