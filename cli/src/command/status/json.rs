//! The report for programs.

use runtime_smol::host;
use serde_json::{Map, Value, json};

use super::{AgentFacts, Report, ServiceFacts};
use crate::service;

/// Why there is nothing to tell about releases.
pub(super) const NO_UPDATES: &str = "this build does not look for updates";

/// Why there is nothing to tell about the memory.
pub(super) const NO_MEMORY: &str = "not part of this build";

impl Report<'_> {
    pub(super) fn json(&self) -> Value {
        let mut report = Map::new();
        let mut set = |key: &str, value: Value| drop(report.insert(key.to_owned(), value));
        if let Some(channel) = self.summary.get("linkChannel") {
            set("linkChannel", channel.clone());
        }
        for key in ["heartbeat", "channelSummary", "queuedSystemEvents", "sessions"] {
            set(key, self.summary.get(key).cloned().unwrap_or_default());
        }
        set("os", os());
        set("update", update());
        let config = self.environment.config();
        set("updateChannel", config.update.channel.as_str().into());
        let configured = self.environment.snapshot.parsed.pointer("/update/channel").is_some();
        set("updateChannelSource", if configured { "config" } else { "default" }.into());
        set("memory", Value::Null);
        set("memoryPlugin", json!({"enabled": false, "slot": null, "reason": NO_MEMORY}));
        set("gateway", self.gateway_json());
        let [gateway, node] = &self.services;
        set("gatewayService", service_json(gateway));
        set("nodeService", service_json(node));
        set("agents", self.agents_json());
        set("securityAudit", self.safety.json());
        if self.args.deep
            && let Some(probed) = &self.probed
        {
            set("health", probed.health.clone());
        }
        if self.args.usage {
            // No provider of this build tells of usage.
            set("usage", json!({"updatedAt": self.now, "providers": []}));
        }
        Value::Object(report)
    }

    fn gateway_json(&self) -> Value {
        let own = self.probed.as_ref().map(crate::probe::Probed::own_entry).unwrap_or_default();
        json!({
            "mode": if self.remote { "remote" } else { "local" },
            "url": self.url,
            "urlSource": self.source.to_string(),
            "misconfigured": self.is_misconfigured(),
            "reachable": self.is_reachable(),
            "connectLatencyMs": self.probed.as_ref().and_then(crate::probe::Probed::latency_ms),
            "self": own,
            "error": self.probed.as_ref().and_then(|probed| probed.error.as_ref()),
        })
    }

    fn agents_json(&self) -> Value {
        let agent = |agent: &AgentFacts| {
            let mut json = json!({"id": agent.id});
            if let Some(name) = &agent.name {
                json["name"] = json!(name);
            }
            json["workspaceDir"] = json!(agent.workspace);
            json["bootstrapPending"] = json!(agent.bootstrap_pending);
            json["sessionsPath"] = json!(agent.store);
            json["sessionsCount"] = json!(agent.sessions);
            json["lastUpdatedAt"] = json!(agent.last_updated);
            json["lastActiveAgeMs"] = json!(agent.last_updated.map(|at| self.now.saturating_sub(at)));
            json
        };
        json!({
            "defaultId": self.environment.config().default_agent_id(),
            "agents": self.agents.iter().map(agent).collect::<Vec<_>>(),
            "totalSessions": self.total_sessions(),
            "bootstrapPendingCount": self.bootstraps(),
        })
    }
}

fn os() -> Value {
    let (platform, release, arch) = (host::system(), host::release(), host::arch());
    json!({"platform": platform, "arch": arch, "release": release, "label": os_label()})
}

/// The operating system in words.
pub(super) fn os_label() -> String {
    format!("{} ({})", host::platform(), host::arch())
}

fn update() -> Value {
    json!({
        "root": null,
        "installKind": "unknown",
        "packageManager": "unknown",
        "deps": {
            "manager": "unknown",
            "status": "unknown",
            "lockfilePath": null,
            "markerPath": null,
            "reason": "unknown package manager",
        },
        "registry": {"latestVersion": null, "error": NO_UPDATES},
    })
}

fn service_json(facts: &ServiceFacts) -> Value {
    json!({
        "label": service::LABEL,
        "installed": facts.installed,
        "loadedText": facts.loaded,
        "runtimeShort": facts.runtime,
    })
}
