//! Session keys: what callers write, and the one form the stores use.

use crate::config::agent::normalize_agent_id;
use core::fmt;
use std::sync::Arc;

/// The canonical key of a session: `agent:<agent>:<rest>`, or one of the two bare keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SessionKey(Arc<str>);

/// The part of the main session's key after the agent.
pub(crate) const MAIN: &str = "main";

impl SessionKey {
    /// Takes a key from a store as it stands there.
    pub(crate) fn stored(text: &str) -> Self {
        Self(text.into())
    }

    /// The main session of an agent.
    pub(crate) fn main(agent: &str) -> Self {
        Self(format!("agent:{agent}:{MAIN}").into())
    }

    /// Resolves what a caller wrote. `main` and unprefixed keys belong to the default agent; an
    /// agent's key is kept, its agent normalised; with scope `global` the main session is `global`.
    pub(crate) fn resolve(text: &str, default_agent: &str, global: bool) -> Self {
        let text = text.trim();
        let main = |agent: &str| if global { Self::stored("global") } else { Self::main(agent) };
        if text == "global" || text == "unknown" {
            return Self::stored(text);
        }
        // Empty parts do not count, here as in a key that names its agent.
        let text = text.trim_start_matches(':');
        if text.is_empty() || text.eq_ignore_ascii_case(MAIN) {
            return main(default_agent);
        }
        match split(text) {
            Some((agent, rest)) => {
                let agent = normalize_agent_id(agent);
                if rest.eq_ignore_ascii_case(MAIN) {
                    main(&agent)
                } else {
                    Self(format!("agent:{agent}:{rest}").into())
                }
            }
            None => Self(format!("agent:{default_agent}:{text}").into()),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The agent the key names; the bare keys name none.
    pub(crate) fn agent(&self) -> Option<&str> {
        split(&self.0).map(|(agent, _)| agent)
    }

    /// The part after the agent.
    pub(crate) fn rest(&self) -> &str {
        split(&self.0).map_or(&*self.0, |(_, rest)| rest)
    }

    /// `global`, `unknown`, `group` or `direct`, as session rows say it.
    pub(crate) fn kind(&self, chat_type: Option<&str>) -> &'static str {
        match &*self.0 {
            "global" => "global",
            "unknown" => "unknown",
            _ if matches!(chat_type, Some("group" | "channel")) => "group",
            key if key.contains(":group:") || key.contains(":channel:") => "group",
            _ => "direct",
        }
    }
}

impl fmt::Display for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Splits `agent:<agent>:<rest>`; empty parts do not count.
fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("agent:")?.trim_start_matches(':');
    let (agent, rest) = rest.split_once(':')?;
    let rest = rest.trim_start_matches(':');
    (!rest.is_empty()).then_some((agent, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(text: &str) -> String {
        SessionKey::resolve(text, "main", false).to_string()
    }

    #[test]
    fn callers_keys_resolve_to_the_stored_form() {
        assert_eq!(resolve("main"), "agent:main:main");
        assert_eq!(resolve(" Main "), "agent:main:main");
        assert_eq!(resolve("agent:Ops:main"), "agent:ops:main");
        assert_eq!(resolve("agent:ops:telegram:group:-5"), "agent:ops:telegram:group:-5");
        assert_eq!(resolve("My Notes"), "agent:main:My Notes");
        assert_eq!(resolve("global"), "global");
        assert_eq!(resolve("agent:x"), "agent:main:agent:x");
        assert_eq!(resolve("::x"), "agent:main:x");
        assert_eq!(resolve(":main"), "agent:main:main");
        assert_eq!(SessionKey::resolve("main", "ops", true).as_str(), "global");
    }

    #[test]
    fn a_key_names_its_agent_as_the_configuration_does() {
        for id in ["abc-", "_x", "Ops Team!", "--", &format!("{}-b", "a".repeat(63))] {
            let key = SessionKey::resolve(&format!("agent:{id}:notes"), "main", false);
            assert_eq!(key.agent(), Some(&*normalize_agent_id(id)), "{id}");
            assert_eq!(SessionKey::resolve(key.as_str(), "main", false), key);
        }
    }

    #[test]
    fn the_kind_follows_the_key() {
        assert_eq!(SessionKey::stored("agent:main:telegram:group:1").kind(None), "group");
        assert_eq!(SessionKey::stored("agent:main:x").kind(Some("channel")), "group");
        assert_eq!(SessionKey::stored("agent:main:x").kind(Some("direct")), "direct");
        assert_eq!(SessionKey::stored("global").kind(None), "global");
    }
}
