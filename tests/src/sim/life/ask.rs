//! Requests as clients write them: method and params, in raw JSON.

use super::transition::{Ask, Text};
use super::visitor::scopes_of;
use crate::peer::Device;
use serde_json::{Value, json};

/// The sessions that clients speak of.
pub(super) const SESSIONS: [&str; 6] =
    ["main", "second", "agent:ops:main", "agent:ops:third", "Agent:OPS:main", "My Notes"];

/// The key of a session by its number.
pub(super) fn session(number: u8) -> &'static str {
    SESSIONS[usize::from(number) % SESSIONS.len()]
}

/// The key of a turn by its number: turns of `chat.send` and of `agent` never share one.
pub(super) fn chat_key(key: u32) -> String {
    format!("c{key}")
}

/// See `chat_key`.
pub(super) fn agent_key(key: u32) -> String {
    format!("a{key}")
}

/// The key of a turn whose kind is not known: even numbers are those of chats.
pub(super) fn any_key(key: u32) -> String {
    if key.is_multiple_of(2) { chat_key(key) } else { agent_key(key) }
}

impl Text {
    /// What is said: it names its turn between two `#`, so that it is known again everywhere.
    pub(super) fn said(self, key: &str) -> String {
        match self {
            Self::Words => format!("tell me of #{key}#"),
            Self::Slow(ms) => format!("!slow {ms} one two three four #{key}#"),
            Self::Exec => format!("!tool exec {{\"command\": \"make #{key}#\"}}"),
            Self::Read => format!("!tool read {{\"path\": \"notes.txt\", \"why\": \"#{key}#\"}}"),
            Self::Fail => format!("!fail as asked by #{key}#"),
            Self::Stop => "/stop".to_owned(),
        }
    }
}

impl Ask {
    /// The method and the params. `pending` are the requests for pairing that wait.
    pub(super) fn written(&self, pending: &[String]) -> Option<(String, Value)> {
        let nth = |n: u8| pending.get(usize::from(n) % pending.len().max(1)).cloned();
        let role = |node: bool| if node { "node" } else { "operator" };
        Some(match self {
            Self::Chat { session: number, key, text, timeout_ms } => {
                let key = chat_key(*key);
                let mut params = json!({"sessionKey": session(*number), "message": text.said(&key), "idempotencyKey": key});
                if let Some(ms) = timeout_ms {
                    params["timeoutMs"] = json!(ms);
                }
                ("chat.send".to_owned(), params)
            }
            Self::Agent { session: number, key, text, timeout, lane } => {
                let key = agent_key(*key);
                // Only a chat window stops turns by a word.
                let text = if *text == Text::Stop { Text::Words } else { *text };
                let mut params = json!({"sessionKey": session(*number), "message": text.said(&key), "idempotencyKey": key});
                if let Some(seconds) = timeout {
                    params["timeout"] = json!(seconds);
                }
                if *lane > 0 {
                    params["lane"] = json!(format!("lane{lane}"));
                }
                ("agent".to_owned(), params)
            }
            Self::Wait { key, timeout_ms } => {
                ("agent.wait".to_owned(), json!({"runId": any_key(*key), "timeoutMs": timeout_ms}))
            }
            Self::Abort { session: number, key } => {
                let mut params = json!({"sessionKey": session(*number)});
                if let Some(key) = key {
                    params["runId"] = json!(any_key(*key));
                }
                ("chat.abort".to_owned(), params)
            }
            Self::Inject { session: number, number: n } => {
                let params = json!({"sessionKey": session(*number), "message": format!("note {n}")});
                ("chat.inject".to_owned(), params)
            }
            Self::History { session: number, limit } => {
                let params = json!({"sessionKey": session(*number), "limit": (*limit).max(1)});
                ("chat.history".to_owned(), params)
            }
            Self::Approve { nth: n } => ("device.pair.approve".to_owned(), json!({"requestId": nth(*n)?})),
            Self::Reject { nth: n } => ("device.pair.reject".to_owned(), json!({"requestId": nth(*n)?})),
            Self::Rotate { device, node, scopes } => {
                let mut params = json!({"deviceId": Device::new(*device).id(), "role": role(*node)});
                if let Some(bits) = scopes {
                    params["scopes"] = json!(scopes_of(*bits));
                }
                ("device.token.rotate".to_owned(), params)
            }
            Self::Revoke { device, node } => {
                let params = json!({"deviceId": Device::new(*device).id(), "role": role(*node)});
                ("device.token.revoke".to_owned(), params)
            }
            Self::Voicewake { number } => {
                ("voicewake.set".to_owned(), json!({"triggers": [format!("word{number}")]}))
            }
            Self::Beacon { machine, word } => ("system-event".to_owned(), beacon(*machine, *word)),
            Self::Beacons { .. } => return None,
            Self::Plain { method, params } => (method.clone(), params.clone()),
        })
    }
}

/// What a machine says of itself.
pub(super) fn beacon(machine: u16, word: u8) -> Value {
    let reason = ["launch", "periodic", "heartbeat", "sleep"][usize::from(word) % 4];
    json!({
        "text": format!("Node: box{machine} (10.1.0.{}) · app 1.{word} · mode local · reason {reason}", machine % 250),
        "deviceId": format!("machine{machine}"), "reason": reason,
    })
}
