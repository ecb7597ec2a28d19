//! Whether a gateway can be reached, and what it says of itself.

use core::time::Duration;

use engine::client::RequestError;
use serde_json::{Value, json};

use crate::rpc::{self, Gateway};
use crate::words::{items, text};

/// What a look at a gateway came to.
#[derive(Debug, Default)]
pub(crate) struct Probed {
    /// Whether it answered everything.
    pub(crate) ok: bool,
    /// How long it took until it let us in; nothing when it did not.
    pub(crate) latency: Option<Duration>,
    pub(crate) error: Option<String>,
    /// How it closed the connection.
    pub(crate) close: Option<(u16, String)>,
    /// Its answers; null where there is none.
    pub(crate) health: Value,
    pub(crate) status: Value,
    pub(crate) presence: Value,
    pub(crate) config: Value,
}

/// Shortest look.
const MIN_BUDGET: Duration = Duration::from_millis(250);

/// Asks a gateway how it is.
pub(crate) fn probe(gateway: &Gateway<'_>, budget: Duration, health: Value) -> Probed {
    let questions = [
        ("health", health),
        ("status", json!({})),
        ("system-presence", json!({})),
        // Not every gateway has it; without it there is less to tell.
        ("config.get", json!({})),
    ];
    let visited = match gateway.visit(&questions, budget.max(MIN_BUDGET)) {
        Ok(visited) => visited,
        Err(error) => return Probed { error: Some(error.to_string()), ..Probed::default() },
    };
    let mut probed = Probed { latency: visited.greeted, ..Probed::default() };
    let mut answers = visited.results.into_iter();
    let mut next = || answers.next().unwrap_or(Ok(Value::Null));
    let essential = [next(), next(), next()];
    let failed = essential.iter().find_map(|answer| answer.as_ref().err());
    if let Some(error) = failed {
        (probed.error, probed.close) = explain(error);
        return probed;
    }
    probed.ok = true;
    [probed.health, probed.status, probed.presence] = essential.map(Result::unwrap_or_default);
    probed.config = next().unwrap_or_default();
    probed
}

fn explain(error: &RequestError) -> (Option<String>, Option<(u16, String)>) {
    match error {
        RequestError::Timeout(_) => (Some("timeout".to_owned()), None),
        RequestError::Disconnected(disconnect) => {
            let detail = disconnect.detail().map(|detail| format!("connect failed: {detail}"));
            let close = Some((disconnect.code, disconnect.reason.clone()));
            (Some(detail.unwrap_or_else(|| rpc::words(error))), close)
        }
        RequestError::Refused { .. } | RequestError::TooMany | RequestError::TooLarge { .. } => {
            (Some(rpc::words(error)), None)
        }
    }
}

impl Probed {
    /// The gateway's own entry in its presence list.
    pub(crate) fn own_entry(&self) -> Value {
        let entries = self.presence.as_array().map_or(&[][..], Vec::as_slice);
        let own = entries.iter().find(|entry| entry["mode"] == "gateway" && entry["reason"] == "self");
        own.map_or(Value::Null, |entry| {
            let field = |key| text(entry, key).map_or(Value::Null, Value::from);
            json!({"host": field("host"), "ip": field("ip"), "version": field("version"), "platform": field("platform")})
        })
    }

    /// The time it took, for people and programs.
    pub(crate) fn latency_ms(&self) -> Option<u64> {
        self.latency.map(|took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX))
    }

    /// What matters of its configuration, without secrets.
    pub(crate) fn config_summary(&self) -> Value {
        let snapshot = &self.config;
        if !snapshot.is_object() {
            return Value::Null;
        }
        let config = &snapshot["config"];
        let at = |pointer: &str| config.pointer(pointer).cloned().unwrap_or_default();
        let filled = |pointer: &str| {
            config.pointer(pointer).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
        };
        json!({
            "path": text(snapshot, "path"),
            "exists": snapshot["exists"].as_bool().unwrap_or(false),
            "valid": snapshot["valid"].as_bool().unwrap_or(true),
            "issues": items(snapshot, "issues"),
            "legacyIssues": items(snapshot, "legacyIssues"),
            "gateway": {
                "mode": at("/gateway/mode"),
                "bind": at("/gateway/bind"),
                "port": at("/gateway/port"),
                "controlUiEnabled": at("/gateway/controlUi/enabled"),
                "controlUiBasePath": at("/gateway/controlUi/basePath"),
                "authMode": at("/gateway/auth/mode"),
                "authTokenConfigured": filled("/gateway/auth/token"),
                "authPasswordConfigured": filled("/gateway/auth/password"),
                "remoteUrl": at("/gateway/remote/url"),
                "remoteTokenConfigured": filled("/gateway/remote/token"),
                "remotePasswordConfigured": filled("/gateway/remote/password"),
                "tailscaleMode": at("/gateway/tailscale/mode"),
            },
            "discovery": {"wideAreaEnabled": at("/discovery/wideArea/enabled")},
        })
    }
}

/// The gateway's entry in words: `name (address) app 1.0 linux 6.1`.
pub(crate) fn self_words(own: &Value) -> Option<String> {
    let words: Vec<String> = [
        text(own, "host").map(str::to_owned),
        text(own, "ip").map(|ip| format!("({ip})")),
        text(own, "version").map(|version| format!("app {version}")),
        text(own, "platform").map(str::to_owned),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::client::{Cause, Disconnect};

    #[test]
    fn a_failed_look_says_why() {
        let cause = Cause::Unreachable { detail: "connect ECONNREFUSED 127.0.0.1:9".to_owned() };
        let gone = RequestError::Disconnected(Disconnect { code: 1006, reason: String::new(), cause });
        assert_eq!(
            explain(&gone),
            (
                Some("connect failed: connect ECONNREFUSED 127.0.0.1:9".to_owned()),
                Some((1006, String::new()))
            )
        );
        let late = RequestError::Timeout(Duration::from_secs(1));
        assert_eq!(explain(&late), (Some("timeout".to_owned()), None));
    }

    #[test]
    fn the_gateway_is_found_among_those_present() {
        let presence = json!([
            {"host": "a", "mode": "cli", "reason": "self"},
            {"host": "b", "ip": "192.0.2.2", "mode": "gateway", "reason": "self", "version": "1"},
        ]);
        let probed = Probed { presence, ..Probed::default() };
        assert_eq!(
            probed.own_entry(),
            json!({"host": "b", "ip": "192.0.2.2", "version": "1", "platform": null})
        );
        assert_eq!(self_words(&probed.own_entry()).as_deref(), Some("b (192.0.2.2) app 1"));
        assert_eq!(self_words(&Value::Null), None);
    }

    #[test]
    fn secrets_are_only_told_to_be_there() {
        let config =
            json!({"path": "/c", "exists": true, "config": {"gateway": {"auth": {"token": "t"}, "port": 5}}});
        let summary = Probed { config, ..Probed::default() }.config_summary();
        assert_eq!(summary["gateway"]["authTokenConfigured"], true);
        assert_eq!((summary["gateway"]["port"].as_u64(), summary["valid"].as_bool()), (Some(5), Some(true)));
        assert!(!summary.to_string().contains("\"t\""));
        assert_eq!(Probed::default().config_summary(), Value::Null);
    }
}
