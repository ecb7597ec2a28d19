//! What a changed configuration asks for: nothing, a part to be restarted, or the whole gateway.

use super::sections::channels::CHANNELS;
use super::sections::gateway::ReloadMode;

/// A part that is restarted alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hot {
    /// The Gmail watcher, hooks included.
    GmailWatcher,
    /// The hooks.
    Hooks,
    /// The heartbeats.
    Heartbeat,
    /// The job clock.
    Cron,
    /// Browser control.
    Browser,
    /// One channel.
    Channel(String),
}

/// What a change means.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Nothing,
    Hot(Hot),
    Restart,
}

/// What a set of changed paths means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Paths that need a restart of the gateway.
    pub restart: Vec<String>,
    /// Paths that need a part restarted, and which.
    pub hot: Vec<(String, Hot)>,
    /// Paths that are read anew whenever they are needed.
    pub none: Vec<String>,
}

/// Sorts changed paths by what they need. `loaded` names the running channels.
#[must_use]
pub fn classify(paths: &[String], loaded: &[&str]) -> Plan {
    let mut plan = Plan::default();
    for path in paths {
        match kind(path, loaded) {
            Kind::Nothing => plan.none.push(path.clone()),
            Kind::Hot(hot) => plan.hot.push((path.clone(), hot)),
            Kind::Restart => plan.restart.push(path.clone()),
        }
    }
    plan
}

impl Plan {
    /// The parts to restart, each once.
    #[must_use]
    pub fn parts(&self) -> Vec<Hot> {
        let mut parts: Vec<Hot> = self.hot.iter().map(|(_, hot)| hot.clone()).collect();
        parts.sort();
        parts.dedup();
        parts
    }
}

/// The first rule whose prefix fits decides.
fn kind(path: &str, loaded: &[&str]) -> Kind {
    if UNREAD.iter().any(|prefix| is_under(path, prefix)) {
        return Kind::Nothing;
    }
    for (prefix, hot) in [
        ("hooks.gmail", Hot::GmailWatcher),
        ("hooks", Hot::Hooks),
        ("agents.defaults.heartbeat", Hot::Heartbeat),
        ("agent.heartbeat", Hot::Heartbeat),
        ("cron", Hot::Cron),
        ("browser", Hot::Browser),
    ] {
        if is_under(path, prefix) {
            return Kind::Hot(hot);
        }
    }
    if let Some(kind) = channel_kind(path, loaded) {
        return kind;
    }
    if READ_ANEW.iter().any(|prefix| is_under(path, prefix)) { Kind::Nothing } else { Kind::Restart }
}

/// The gateway's own sections that it does not read, or reads at each reload.
const UNREAD: &[&str] = &["gateway.remote", "gateway.reload"];

/// Sections that are read whenever they are needed. `meta` is one of ours: what a program notes about its
/// own writing is no reason to restart.
const READ_ANEW: &[&str] = &[
    "meta", "identity", "wizard", "logging", "models", "agents", "tools", "bindings", "audio", "agent",
    "routing", "messages", "session", "talk", "skills", "ui",
];

fn channel_kind(path: &str, loaded: &[&str]) -> Option<Kind> {
    if is_under(path, "web") && loaded.contains(&"whatsapp") {
        return Some(Kind::Hot(Hot::Channel("whatsapp".to_owned())));
    }
    let id = path.strip_prefix("channels.")?.split('.').next()?;
    if !loaded.contains(&id) || !CHANNELS.iter().any(|(known, _)| *known == id) {
        return None;
    }
    Some(if id == "whatsapp" { Kind::Nothing } else { Kind::Hot(Hot::Channel(id.to_owned())) })
}

fn is_under(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What is done about a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Nothing, by configuration.
    Off,
    /// Nothing has to be done.
    ReadAnew(Vec<String>),
    /// These parts are restarted; `ignored` would have needed a restart of the gateway.
    Apply {
        /// The parts.
        parts: Vec<Hot>,
        /// Why.
        paths: Vec<String>,
        /// What is left undone.
        ignored: Vec<String>,
    },
    /// The gateway is restarted.
    Restart(Vec<String>),
}

impl Plan {
    /// What the mode makes of the plan.
    #[must_use]
    pub fn decide(self, mode: ReloadMode) -> Decision {
        let parts = self.parts();
        let Self { restart, hot, none } = self;
        let hot: Vec<String> = hot.into_iter().map(|(path, _)| path).collect();
        match mode {
            ReloadMode::Off => Decision::Off,
            ReloadMode::Restart => {
                let all: Vec<String> = restart.into_iter().chain(hot).chain(none).collect();
                if all.is_empty() { Decision::ReadAnew(all) } else { Decision::Restart(all) }
            }
            ReloadMode::Hybrid if !restart.is_empty() => Decision::Restart(restart),
            ReloadMode::Hot | ReloadMode::Hybrid if hot.is_empty() && restart.is_empty() => {
                Decision::ReadAnew(none)
            }
            ReloadMode::Hot | ReloadMode::Hybrid => {
                let paths = hot.into_iter().chain(none).collect();
                Decision::Apply { parts, paths, ignored: restart }
            }
        }
    }
}

impl Decision {
    /// What is written to the log.
    #[must_use]
    pub fn log_lines(&self) -> Vec<String> {
        match self {
            Self::Off => vec!["config reload disabled (gateway.reload.mode=off)".to_owned()],
            Self::ReadAnew(paths) => {
                vec![format!("config change applied (dynamic reads: {})", paths.join(", "))]
            }
            Self::Apply { paths, ignored, .. } => {
                let mut lines = Vec::new();
                if !ignored.is_empty() {
                    let ignored = ignored.join(", ");
                    lines.push(format!(
                        "config reload requires gateway restart; hot mode ignoring ({ignored})"
                    ));
                }
                if !paths.is_empty() {
                    lines.push(format!("config hot reload applied ({})", paths.join(", ")));
                }
                lines
            }
            Self::Restart(paths) => {
                vec![format!("config change requires gateway restart ({})", paths.join(", "))]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(paths: &[&str]) -> Plan {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        classify(&paths, &["telegram", "whatsapp"])
    }

    #[test]
    fn each_path_takes_the_first_rule_that_fits() {
        let plan = plan(&[
            "gateway.remote.url",
            "gateway.reload.mode",
            "hooks.gmail.label",
            "hooks.token",
            "hooksy",
            "agents.defaults.heartbeat.every",
            "agents.list",
            "cron",
            "channels.telegram.botToken",
            "channels.whatsapp.allowFrom",
            "channels.discord",
            "channels.defaults.groupPolicy",
            "web.enabled",
            "gateway.port",
            "plugins.entries",
            "env.vars.A",
        ]);
        assert_eq!(
            plan.none,
            ["gateway.remote.url", "gateway.reload.mode", "agents.list", "channels.whatsapp.allowFrom"]
        );
        let hot: Vec<String> = plan.hot.iter().map(|(path, hot)| format!("{path} {hot:?}")).collect();
        assert_eq!(
            hot,
            [
                "hooks.gmail.label GmailWatcher",
                "hooks.token Hooks",
                "agents.defaults.heartbeat.every Heartbeat",
                "cron Cron",
                "channels.telegram.botToken Channel(\"telegram\")",
                "web.enabled Channel(\"whatsapp\")",
            ]
        );
        assert_eq!(
            plan.restart,
            [
                "hooksy",
                "channels.discord",
                "channels.defaults.groupPolicy",
                "gateway.port",
                "plugins.entries",
                "env.vars.A"
            ]
        );
    }

    #[test]
    fn the_programs_own_stamp_restarts_nothing() {
        let decision = plan(&["meta.lastTouchedAt"]).decide(ReloadMode::Hybrid);
        assert_eq!(decision.log_lines(), ["config change applied (dynamic reads: meta.lastTouchedAt)"]);
    }

    #[test]
    fn the_mode_decides_what_a_restart_path_does() {
        let lines = |mode| plan(&["gateway.port", "cron.enabled", "tools"]).decide(mode).log_lines();
        assert_eq!(lines(ReloadMode::Off), ["config reload disabled (gateway.reload.mode=off)"]);
        assert_eq!(lines(ReloadMode::Hybrid), ["config change requires gateway restart (gateway.port)"]);
        assert_eq!(
            lines(ReloadMode::Restart),
            ["config change requires gateway restart (gateway.port, cron.enabled, tools)"]
        );
        assert_eq!(
            lines(ReloadMode::Hot),
            [
                "config reload requires gateway restart; hot mode ignoring (gateway.port)",
                "config hot reload applied (cron.enabled, tools)",
            ]
        );
    }

    #[test]
    fn each_part_is_restarted_once() {
        assert_eq!(plan(&["hooks.path", "hooks.token"]).parts(), [Hot::Hooks]);
    }
}
