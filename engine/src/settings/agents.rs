//! Agents, their places and their sessions.

use super::Settings;
use crate::config::sections::session::{ChatType, SendAction};
use crate::host::FileName;
use crate::session::{Entry, SessionKey};
use core::time::Duration;

/// An agent that is configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AgentInfo {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
}

/// How an agent presents itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) name: Option<String>,
    pub(crate) theme: Option<String>,
    pub(crate) emoji: Option<String>,
    pub(crate) avatar: Option<String>,
}

/// When and how an agent beats.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Beat {
    pub(crate) every: Option<Duration>,
    text: Option<String>,
    pub(crate) prompt: String,
    pub(crate) target: String,
    pub(crate) model: Option<String>,
    pub(crate) ack_max_chars: u64,
}

impl Beat {
    /// The period as it was written.
    pub(crate) fn words(&self) -> String {
        self.text.clone().unwrap_or_else(|| "disabled".to_owned())
    }
}

impl Settings {
    /// The agents, in the order of the configuration.
    pub(crate) fn agents(&self) -> impl Iterator<Item = AgentInfo> {
        self.config.agent_ids().into_iter().map(|id| AgentInfo { name: self.agent_label(&id), id })
    }

    /// Whether the configuration lists its agents.
    pub(crate) fn lists_agents(&self) -> bool {
        !self.config.agents.list.is_empty()
    }

    pub(crate) fn default_agent(&self) -> &str {
        &self.default_agent
    }

    /// The name given to an agent.
    pub(crate) fn agent_label(&self, agent: &str) -> Option<String> {
        self.config.agent(agent).and_then(|a| a.name.clone()).filter(|n| !n.trim().is_empty())
    }

    /// What an agent calls itself.
    pub(crate) fn agent_name(&self, agent: &str) -> String {
        let identity = self.identity_of(agent).and_then(|i| i.name);
        identity.or_else(|| self.agent_label(agent)).unwrap_or_else(|| "Assistant".to_owned())
    }

    pub(crate) fn identity_of(&self, agent: &str) -> Option<Identity> {
        let i = &self.config.agent(agent)?.identity;
        let text = |t: &Option<String>| t.clone().filter(|t| !t.trim().is_empty());
        Some(Identity {
            name: text(&i.name),
            theme: text(&i.theme),
            emoji: text(&i.emoji),
            avatar: text(&i.avatar),
        })
    }

    /// The identity that the browser interface shows whatever the agent is.
    pub(crate) fn ui_identity(&self) -> Identity {
        let a = &self.config.ui.assistant;
        Identity { name: a.name.clone(), avatar: a.avatar.clone(), ..Identity::default() }
    }

    /// An agent's working directory, absolute.
    pub(crate) fn workspace(&self, agent: &str) -> String {
        self.config.workspace_dir(agent, &self.host.env)
    }

    /// The session store of an agent.
    pub(crate) fn store_file(&self, agent: &str) -> FileName {
        self.host.name(&self.config.session_store(agent, &self.host.env, &self.host.state_dir))
    }

    /// The agent that stands for all when one store holds the sessions of all.
    pub(crate) fn shared_store(&self) -> Option<String> {
        let store = self.config.session.store.as_deref().filter(|s| !s.trim().is_empty())?;
        (!store.contains("{agentId}")).then(|| self.default_agent().to_owned())
    }

    /// Whether the stores of agents that are not configured are found when state is loaded.
    pub(crate) fn finds_every_store(&self) -> bool {
        self.config.session.store.as_deref().is_none_or(|s| s.trim().is_empty())
    }

    /// The directory of an agent's transcripts: that of its store.
    pub(crate) fn sessions_dir(&self, agent: &str) -> FileName {
        let store = self.store_file(agent);
        let dir = store.path.rsplit_once('/').map_or(String::new(), |(dir, _)| dir.to_owned());
        FileName { root: store.root, path: dir }
    }

    /// What `sessions.list` says of the store.
    pub(crate) fn store_words(&self) -> String {
        match self.config.session.store.as_deref().filter(|s| !s.trim().is_empty()) {
            Some(store) if !store.contains("{agentId}") => {
                self.host.show(&self.store_file(self.default_agent()))
            }
            Some(_) | None => "(multiple)".to_owned(),
        }
    }

    /// The main session of an agent.
    pub(crate) fn main_session(&self, agent: &str) -> SessionKey {
        if self.is_global() { SessionKey::stored("global") } else { SessionKey::main(agent) }
    }

    /// Whether configuration or the session itself forbids a turn in it.
    pub(crate) fn denies_send(&self, key: &SessionKey, entry: Option<&Entry>) -> bool {
        match entry.and_then(|e| e.send_policy.as_deref()) {
            Some("deny") => return true,
            Some("allow") => return false,
            Some(_) | None => {}
        }
        let policy = &self.config.session.send_policy;
        let channel = entry.and_then(|e| e.channel.as_deref().or(e.last_channel.as_deref()));
        let kind = match entry.and_then(|e| e.chat_type.as_deref()) {
            Some("group") => Some(ChatType::Group),
            Some("channel") => Some(ChatType::Channel),
            Some("direct") => Some(ChatType::Direct),
            Some(_) | None => None,
        };
        let hit = policy.rules.iter().find(|rule| {
            let m = &rule.matches;
            m.channel.as_deref().is_none_or(|c| channel.is_some_and(|have| have.eq_ignore_ascii_case(c)))
                && m.chat_type.is_none_or(|t| kind == Some(t))
                && m.key_prefix
                    .as_deref()
                    .is_none_or(|p| key.as_str().starts_with(p) || key.rest().starts_with(p))
        });
        hit.map_or(policy.default, |rule| rule.action) == SendAction::Deny
    }

    /// Whether tool events of a session are told.
    pub(crate) fn is_verbose(&self, entry: Option<&Entry>) -> bool {
        match entry.and_then(|e| e.verbose_level.as_deref()) {
            Some(level) => level == "on",
            None => self.config.agents.defaults.verbose_default.as_str() == "on",
        }
    }

    /// Time a run may take.
    pub(crate) fn run_timeout(&self) -> Duration {
        self.config.agents.defaults.timeout
    }

    /// When and how an agent beats.
    pub(crate) fn beat(&self, agent: &str) -> Beat {
        let plan = self.config.heartbeat(agent, &self.host.env);
        Beat {
            every: plan.every.as_ref().map(|e| e.period),
            text: plan.every.map(|e| e.text),
            prompt: plan.prompt,
            target: plan.target,
            model: plan.model,
            ack_max_chars: plan.ack_max_chars,
        }
    }

    /// The agents that beat, and how often.
    pub(crate) fn beating(&self) -> Vec<(String, Duration)> {
        self.agents().filter_map(|a| Some((a.id.clone(), self.beat(&a.id).every?))).collect()
    }

    /// Time between the beats of the default agent.
    pub(crate) fn heartbeat_interval(&self) -> Option<Duration> {
        self.beat(self.default_agent()).every
    }

    /// The session in which an agent beats.
    pub(crate) fn heartbeat_session(&self, agent: &str) -> SessionKey {
        let plan = self.config.heartbeat(agent, &self.host.env);
        match plan.session.as_deref().map(str::trim).filter(|s| !s.is_empty()) {
            Some(name) => SessionKey::resolve(name, agent, self.is_global()),
            None => self.main_session(agent),
        }
    }

    /// Whether an agent may use a tool: what is denied is not, and an allow list names the rest.
    pub(crate) fn allows_tool(&self, agent: &str, tool: &str) -> bool {
        let global = &self.config.tools;
        let own = self.config.agent(agent).map(|a| &a.tools);
        let own = own.map_or((None, &[][..]), |t| (t.allow.as_deref(), t.deny.as_slice()));
        [(global.allow.as_deref(), global.deny.as_slice()), own].into_iter().all(|(allow, deny)| {
            !names(deny, tool) && allow.is_none_or(|list| list.is_empty() || names(list, tool))
        })
    }
}

/// Whether a policy's list names a tool: by itself, by its group, or by a pattern.
fn names(list: &[String], tool: &str) -> bool {
    let group = match tool {
        "read" | "write" | "edit" | "apply_patch" => "group:fs",
        "exec" | "process" => "group:runtime",
        _ => "",
    };
    list.iter().map(|n| n.trim().to_lowercase()).any(|name| match name.as_str() {
        "*" => true,
        "bash" => tool == "exec",
        name if name == tool || name == group => true,
        name => name.strip_suffix('*').is_some_and(|prefix| tool.starts_with(prefix)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_names_tools_groups_and_patterns() {
        let list = |items: &[&str]| items.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert!(names(&list(&["group:fs"]), "read"));
        assert!(names(&list(&["BASH"]), "exec"));
        assert!(names(&list(&["re*"]), "read"));
        assert!(!names(&list(&["exec", "group:runtime"]), "read"));
    }
}
