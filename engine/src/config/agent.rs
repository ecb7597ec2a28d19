//! What follows from the configuration for one agent: its id, directories, models and heartbeat.

use core::time::Duration;

use super::sections::agents::{ActiveHours, Agent, Every, Heartbeat};
use super::sections::models::AuthProfileMode;
use super::{Config, Env, path, roots};

/// The agent that answers when nothing else is configured.
pub const MAIN_AGENT: &str = "main";

/// Longest agent id.
pub const MAX_AGENT_ID: usize = 64;

/// Aliases that exist without being configured, as long as their model is.
pub const BUILT_IN_ALIASES: &[(&str, &str)] = &[
    ("opus", "anthropic/claude-opus-4-5"),
    ("sonnet", "anthropic/claude-sonnet-4-5"),
    ("gpt", "openai/gpt-5.2"),
    ("gpt-mini", "openai/gpt-5-mini"),
    ("gemini", "google/gemini-3-pro-preview"),
    ("gemini-flash", "google/gemini-3-flash-preview"),
];

/// The model used when none is configured.
pub const DEFAULT_MODEL: &str = "anthropic/claude-opus-4-5";

/// What a heartbeat is told unless configured.
pub const HEARTBEAT_PROMPT: &str = "Read HEARTBEAT.md if it exists (workspace context). Follow it strictly. Do \
     not infer or repeat old tasks from prior chats. If nothing needs attention, reply HEARTBEAT_OK.";

/// Text length up to which a heartbeat's answer counts as "nothing to report" unless configured.
pub const HEARTBEAT_ACK_MAX_CHARS: u64 = 300;

/// Brings an agent id into the one form in which ids are compared: lower case letters, digits, `_`, `-`.
#[must_use]
pub fn normalize_agent_id(written: &str) -> String {
    let lower = written.trim().to_lowercase();
    let mut id = String::new();
    for c in lower.chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-' {
            id.push(c);
        } else if !id.ends_with('\u{0}') {
            id.push('\u{0}');
        }
    }
    let is_plain = |id: &str| {
        id.len() <= MAX_AGENT_ID
            && !id.contains('\u{0}')
            && id.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    if is_plain(&id) {
        return id;
    }
    let dashed = id.replace('\u{0}', "-");
    let cut: String = dashed.trim_matches('-').chars().take(MAX_AGENT_ID).collect();
    // A normal form is its own normal form, where the cut left a dash at the end as well.
    let cut = if is_plain(&cut) { &cut } else { cut.trim_end_matches('-') };
    if cut.is_empty() { MAIN_AGENT.to_owned() } else { cut.to_owned() }
}

/// When and how an agent beats.
#[derive(Clone, Debug, PartialEq)]
pub struct HeartbeatPlan {
    /// Time between beats, as written and as a duration; nothing when this agent does not beat.
    pub every: Option<Every>,
    /// Hours in which it beats.
    pub active_hours: Option<ActiveHours>,
    /// Model for it.
    pub model: Option<String>,
    /// Session it runs in; the agent's main one when unset.
    pub session: Option<String>,
    /// `last`, `none` or a channel.
    pub target: String,
    /// The peer there.
    pub to: Option<String>,
    /// What it is told.
    pub prompt: String,
    /// Longest text still taken as "nothing to report".
    pub ack_max_chars: u64,
    /// Whether reasoning is delivered too.
    pub include_reasoning: bool,
}

/// How the Anthropic provider is paid, which decides how often the heartbeat beats by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnthropicAuth {
    /// By key.
    ApiKey,
    /// By subscription.
    Subscription,
}

impl Config {
    /// The agent that answers by default, in normalised form.
    #[must_use]
    pub fn default_agent_id(&self) -> String {
        let list = &self.agents.list;
        let agent = list.iter().find(|agent| agent.default).or_else(|| list.first());
        agent.map_or_else(|| MAIN_AGENT.to_owned(), |agent| normalize_agent_id(&agent.id))
    }

    /// All agents in normalised form, in the order of the file; the default one alone when none is listed.
    #[must_use]
    pub fn agent_ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for agent in &self.agents.list {
            let id = normalize_agent_id(&agent.id);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        if ids.is_empty() {
            ids.push(MAIN_AGENT.to_owned());
        }
        ids
    }

    /// The entry of an agent.
    #[must_use]
    pub fn agent(&self, id: &str) -> Option<&Agent> {
        let id = normalize_agent_id(id);
        self.agents.list.iter().find(|agent| normalize_agent_id(&agent.id) == id)
    }

    /// The working directory of an agent.
    #[must_use]
    pub fn workspace_dir(&self, id: &str, env: &Env) -> String {
        let id = normalize_agent_id(id);
        let default = id == self.default_agent_id();
        let shared = self.agents.defaults.workspace.as_ref().filter(|_| default);
        let own = self.agent(&id).and_then(|agent| agent.workspace.as_ref()).or(shared);
        own.filter(|dir| !dir.trim().is_empty()).map_or_else(
            || roots::default_workspace(env, Some(id.as_str()).filter(|_| !default)),
            |dir| path::expand_home(dir, env.home()),
        )
    }

    /// The directory of an agent's credentials and catalogues.
    #[must_use]
    pub fn agent_dir(&self, id: &str, env: &Env, state_dir: &str) -> String {
        let id = normalize_agent_id(id);
        let own = self.agent(&id).and_then(|agent| agent.agent_dir.as_deref());
        let moved = || env.first(&["OPENCLAW_AGENT_DIR", "PI_CODING_AGENT_DIR"]).filter(|_| id == MAIN_AGENT);
        own.filter(|dir| !dir.trim().is_empty()).or_else(moved).map_or_else(
            || format!("{state_dir}/agents/{id}/agent"),
            |dir| path::expand_home(dir, env.home()),
        )
    }

    /// The file of an agent's session store.
    #[must_use]
    pub fn session_store(&self, id: &str, env: &Env, state_dir: &str) -> String {
        let id = normalize_agent_id(id);
        match self.session.store.as_deref().filter(|store| !store.trim().is_empty()) {
            Some(store) => path::expand_home(&store.replace("{agentId}", &id), env.home()),
            None => format!("{state_dir}/agents/{id}/sessions/sessions.json"),
        }
    }

    /// Aliases with their models, built-in ones included. The first of two equal aliases counts.
    #[must_use]
    pub fn model_aliases(&self) -> Vec<(String, String)> {
        let mut aliases = Vec::new();
        for (target, settings) in self.agents.defaults.models.iter() {
            let built_in =
                || BUILT_IN_ALIASES.iter().find(|(_, model)| *model == target).map(|(alias, _)| *alias);
            let alias = settings.alias.as_deref().or_else(built_in).map(str::trim);
            if let Some(alias) = alias.filter(|alias| !alias.is_empty()) {
                aliases.push((alias.to_owned(), target.to_owned()));
            }
        }
        aliases
    }

    /// The model a name means: an alias in any case, else the name itself.
    #[must_use]
    pub fn model_for(&self, name: &str) -> String {
        let wanted = name.trim().to_lowercase();
        let aliases = self.model_aliases();
        let hit = aliases.into_iter().find(|(alias, _)| alias.to_lowercase() == wanted);
        hit.map_or_else(|| name.trim().to_owned(), |(_, target)| target)
    }

    /// The model of an agent and what to fall back on, aliases resolved.
    #[must_use]
    pub fn model_chain(&self, id: &str) -> Vec<String> {
        let shared = &self.agents.defaults.model;
        let own = self.agent(id).and_then(|agent| agent.model.as_ref());
        let primary = own.and_then(|own| own.primary.as_ref()).or(shared.primary.as_ref());
        let fallbacks =
            own.filter(|own| !own.fallbacks.is_empty()).map_or(&shared.fallbacks, |own| &own.fallbacks);
        let primary = primary.map_or_else(|| DEFAULT_MODEL.to_owned(), |primary| self.model_for(primary));
        core::iter::once(primary).chain(fallbacks.iter().map(|name| self.model_for(name))).collect()
    }

    /// When and how an agent beats. If any agent has a heartbeat of its own, only such agents beat, else only
    /// the default one.
    #[must_use]
    pub fn heartbeat(&self, id: &str, env: &Env) -> HeartbeatPlan {
        let id = normalize_agent_id(id);
        let shared = &self.agents.defaults.heartbeat;
        let none = Heartbeat::default();
        let own = self.agent(&id).and_then(|agent| agent.heartbeat.as_ref());
        let chosen = if self.agents.list.iter().any(|agent| agent.heartbeat.is_some()) {
            own.is_some()
        } else {
            id == self.default_agent_id()
        };
        let own = own.unwrap_or(&none);
        let every =
            own.every.clone().or_else(|| shared.every.clone()).unwrap_or_else(|| self.usual_beat(env));
        HeartbeatPlan {
            every: Some(every).filter(|every| chosen && every.period > Duration::ZERO),
            active_hours: own.active_hours.clone().or_else(|| shared.active_hours.clone()),
            model: own.model.clone().or_else(|| shared.model.clone()),
            session: own.session.clone().or_else(|| shared.session.clone()),
            target: filled(&own.target, &shared.target).unwrap_or_else(|| "last".to_owned()),
            to: own.to.clone().or_else(|| shared.to.clone()),
            prompt: filled(&own.prompt, &shared.prompt).unwrap_or_else(|| HEARTBEAT_PROMPT.to_owned()),
            ack_max_chars: own.ack_max_chars.or(shared.ack_max_chars).unwrap_or(HEARTBEAT_ACK_MAX_CHARS),
            include_reasoning: own.include_reasoning.or(shared.include_reasoning).unwrap_or(false),
        }
    }

    fn usual_beat(&self, env: &Env) -> Every {
        let (text, minutes) = match self.anthropic_auth(env) {
            Some(AnthropicAuth::Subscription) => ("1h", 60),
            Some(AnthropicAuth::ApiKey) | None => ("30m", 30),
        };
        Every { text: text.to_owned(), period: Duration::from_secs(minutes * 60) }
    }

    /// How the Anthropic provider is paid, as far as configuration and environment tell.
    #[must_use]
    pub fn anthropic_auth(&self, env: &Env) -> Option<AnthropicAuth> {
        let kind = |mode| match mode {
            AuthProfileMode::ApiKey => AnthropicAuth::ApiKey,
            AuthProfileMode::Oauth | AuthProfileMode::Token => AnthropicAuth::Subscription,
        };
        let profiles = &self.auth.profiles;
        let order = self.auth.order.get("anthropic").into_iter().flatten();
        let ordered = order.filter_map(|id| profiles.get(id)).find(|profile| profile.provider == "anthropic");
        if let Some(profile) = ordered {
            return Some(kind(profile.mode));
        }
        let kinds = || profiles.iter().filter(|(_, p)| p.provider == "anthropic").map(|(_, p)| kind(p.mode));
        if kinds().any(|kind| kind == AnthropicAuth::ApiKey) {
            return Some(AnthropicAuth::ApiKey);
        }
        kinds().next().or_else(|| match env.filled("ANTHROPIC_OAUTH_TOKEN") {
            Some(_) => Some(AnthropicAuth::Subscription),
            None => env.filled("ANTHROPIC_API_KEY").map(|_| AnthropicAuth::ApiKey),
        })
    }
}

fn filled(own: &Option<String>, shared: &Option<String>) -> Option<String> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    given(own).or_else(|| given(shared))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::read::Readable as _;
    use super::*;

    fn config(value: Value) -> Config {
        Config::read(&value).unwrap()
    }

    fn home() -> Env {
        Env::from_iter([("HOME", "/h")])
    }

    #[test]
    fn ids_are_normalised_to_letters_digits_and_dashes() {
        for (written, id) in [
            ("Main", "main"),
            (" Bad Name! ", "bad-name"),
            ("A b", "a-b"),
            ("a__b", "a__b"),
            ("-x-", "x"),
            ("!!!", "main"),
            ("", "main"),
            ("日本", "main"),
        ] {
            assert_eq!(normalize_agent_id(written), id, "{written:?}");
        }
        assert_eq!(normalize_agent_id(&"a".repeat(80)), "a".repeat(64));
        let cut = format!("_{}", "a".repeat(62));
        assert_eq!(normalize_agent_id(&format!("{cut}-b")), cut);
    }

    #[test]
    fn the_marked_agent_is_the_default_else_the_first_else_main() {
        assert_eq!(config(json!({})).default_agent_id(), "main");
        assert_eq!(config(json!({"agents": {"list": [{"id": "A"}, {"id": "b"}]}})).default_agent_id(), "a");
        let marked = json!({"agents": {"list": [{"id": "a"}, {"id": "B", "default": true}]}});
        assert_eq!(config(marked).default_agent_id(), "b");
    }

    #[test]
    fn workspaces_follow_agent_then_shared_then_profile() {
        let config = config(json!({"agents": {
            "defaults": {"workspace": "~/w"},
            "list": [{"id": "main"}, {"id": "ops"}, {"id": "own", "workspace": "/o"}],
        }}));
        assert_eq!(config.workspace_dir("main", &home()), "/h/w");
        assert_eq!(config.workspace_dir("ops", &home()), "/h/.openclaw/workspace-ops");
        assert_eq!(config.workspace_dir("own", &home()), "/o");
        let profile = Env::from_iter([("HOME", "/h"), ("OPENCLAW_PROFILE", "dev")]);
        assert_eq!(Config::default().workspace_dir("main", &profile), "/h/.openclaw/workspace-dev");
    }

    #[test]
    fn the_session_store_template_names_the_agent() {
        let config = config(json!({"session": {"store": "~/s/{agentId}.json"}}));
        assert_eq!(config.session_store("Ops", &home(), "/s"), "/h/s/ops.json");
        assert_eq!(
            Config::default().session_store("main", &home(), "/s"),
            "/s/agents/main/sessions/sessions.json"
        );
    }

    #[test]
    fn built_in_aliases_hold_for_configured_models_only() {
        let config = config(json!({"agents": {"defaults": {"models": {
            "anthropic/claude-opus-4-5": {}, "openai/gpt-5.2": {"alias": "x"}, "mock/m": {"alias": "Mock"}, "a/b": {"alias": ""},
        }}}}));
        let pair = |alias: &str, model: &str| (alias.to_owned(), model.to_owned());
        assert_eq!(
            config.model_aliases(),
            [pair("opus", "anthropic/claude-opus-4-5"), pair("x", "openai/gpt-5.2"), pair("Mock", "mock/m")]
        );
        assert_eq!(config.model_for("mock"), "mock/m");
        assert_eq!(config.model_for("gpt"), "gpt");
    }

    #[test]
    fn an_agents_model_comes_before_the_shared_one() {
        let config = config(json!({"agents": {
            "defaults": {"model": {"primary": "a/b", "fallbacks": ["c/d"]}},
            "list": [{"id": "main"}, {"id": "x", "model": "e/f"}],
        }}));
        assert_eq!(config.model_chain("main"), ["a/b", "c/d"]);
        assert_eq!(config.model_chain("x"), ["e/f", "c/d"]);
        assert_eq!(Config::default().model_chain("main"), [DEFAULT_MODEL]);
    }

    #[test]
    fn only_the_default_agent_beats_unless_agents_say_otherwise() {
        let plain = config(json!({"agents": {"list": [{"id": "main"}, {"id": "ops"}]}}));
        let every = |config: &Config, id| config.heartbeat(id, &home()).every.map(|every| every.text);
        assert_eq!(every(&plain, "main").as_deref(), Some("30m"));
        assert_eq!(every(&plain, "ops"), None);
        let own = config(
            json!({"agents": {"list": [{"id": "main"}, {"id": "ops", "heartbeat": {"every": "2h"}}]}}),
        );
        assert_eq!(every(&own, "main"), None);
        assert_eq!(every(&own, "ops").as_deref(), Some("2h"));
    }

    #[test]
    fn a_zero_period_disables_the_heartbeat() {
        let config = config(json!({"agents": {"defaults": {"heartbeat": {"every": "0m"}}}}));
        assert_eq!(config.heartbeat("main", &home()).every, None);
    }

    #[test]
    fn an_agents_heartbeat_is_laid_over_the_shared_one() {
        let config = config(json!({"agents": {
            "defaults": {"heartbeat": {"every": "5m", "target": "none", "ackMaxChars": 10}},
            "list": [{"id": "main", "heartbeat": {"target": "telegram", "prompt": " "}}],
        }}));
        let plan = config.heartbeat("main", &home());
        assert_eq!(plan.every.unwrap().period, Duration::from_secs(300));
        assert_eq!((plan.target.as_str(), plan.ack_max_chars), ("telegram", 10));
        assert_eq!(plan.prompt, HEARTBEAT_PROMPT);
    }

    #[test]
    fn a_subscription_alone_slows_the_usual_beat() {
        let profile = |mode| json!({"auth": {"profiles": {"a": {"provider": "anthropic", "mode": mode}}}});
        let period = |value, env: &Env| config(value).heartbeat("main", env).every.unwrap().text;
        assert_eq!(period(profile("oauth"), &home()), "1h");
        assert_eq!(period(profile("api_key"), &home()), "30m");
        let env = Env::from_iter([("HOME", "/h"), ("ANTHROPIC_OAUTH_TOKEN", "t")]);
        assert_eq!(period(json!({}), &env), "1h");
        assert_eq!(period(profile("api_key"), &env), "30m");
    }
}
