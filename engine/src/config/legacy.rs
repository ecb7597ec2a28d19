//! Keys of older versions: where they are, and what became of them.

use serde_json::Value;

use super::Issue;

/// One key that moved.
struct Rule {
    path: &'static [&'static str],
    message: &'static str,
    /// Whether only a string is meant: the key itself still exists with another type.
    text_only: bool,
}

const fn moved(path: &'static [&'static str], message: &'static str) -> Rule {
    Rule { path, message, text_only: false }
}

const fn replaced(path: &'static [&'static str], message: &'static str) -> Rule {
    Rule { path, message, text_only: true }
}

/// The rules in the order the reference reports them.
const RULES: &[Rule] = &[
    moved(&["whatsapp"], "whatsapp config moved to channels.whatsapp"),
    moved(&["telegram"], "telegram config moved to channels.telegram"),
    moved(&["discord"], "discord config moved to channels.discord"),
    moved(&["slack"], "slack config moved to channels.slack"),
    moved(&["signal"], "signal config moved to channels.signal"),
    moved(&["imessage"], "imessage config moved to channels.imessage"),
    moved(&["msteams"], "msteams config moved to channels.msteams"),
    moved(
        &["routing", "allowFrom"],
        "routing.allowFrom was removed; use channels.whatsapp.allowFrom instead",
    ),
    moved(&["routing", "bindings"], "routing.bindings was moved; use top-level bindings instead"),
    moved(&["routing", "agents"], "routing.agents was moved; use agents.list instead"),
    moved(
        &["routing", "defaultAgentId"],
        "routing.defaultAgentId was moved; use agents.list[].default instead",
    ),
    moved(&["routing", "agentToAgent"], "routing.agentToAgent was moved; use tools.agentToAgent instead"),
    moved(
        &["routing", "groupChat", "requireMention"],
        "routing.groupChat.requireMention was removed; use channels.whatsapp/telegram/imessage groups defaults \
         (e.g. channels.whatsapp.groups.\"*\".requireMention) instead",
    ),
    moved(
        &["routing", "groupChat", "mentionPatterns"],
        "routing.groupChat.mentionPatterns was moved; use agents.list[].groupChat.mentionPatterns or \
         messages.groupChat.mentionPatterns instead",
    ),
    moved(&["routing", "queue"], "routing.queue was moved; use messages.queue instead"),
    moved(
        &["routing", "transcribeAudio"],
        "routing.transcribeAudio was moved; use tools.media.audio.models instead",
    ),
    moved(
        &["telegram", "requireMention"],
        "telegram.requireMention was removed; use channels.telegram.groups.\"*\".requireMention instead",
    ),
    moved(&["identity"], "identity was moved; use agents.list[].identity instead"),
    moved(
        &["agent"],
        "agent.* was moved; use agents.defaults (and tools.* for tool/elevated/exec settings) instead",
    ),
    moved(&["tools", "bash"], "tools.bash was removed; use tools.exec instead"),
    replaced(
        &["agent", "model"],
        "agent.model string was replaced by agents.defaults.model.primary/fallbacks and agents.defaults.models",
    ),
    replaced(
        &["agent", "imageModel"],
        "agent.imageModel string was replaced by agents.defaults.imageModel.primary/fallbacks",
    ),
    moved(&["agent", "allowedModels"], "agent.allowedModels was replaced by agents.defaults.models"),
    moved(&["agent", "modelAliases"], "agent.modelAliases was replaced by agents.defaults.models.*.alias"),
    moved(
        &["agent", "modelFallbacks"],
        "agent.modelFallbacks was replaced by agents.defaults.model.fallbacks",
    ),
    moved(
        &["agent", "imageModelFallbacks"],
        "agent.imageModelFallbacks was replaced by agents.defaults.imageModel.fallbacks",
    ),
    moved(&["messages", "tts", "enabled"], "messages.tts.enabled was replaced by messages.tts.auto"),
    moved(&["gateway", "token"], "gateway.token is ignored; use gateway.auth.token instead"),
];

/// Reports every such key.
pub(super) fn scan(config: &Value) -> Vec<Issue> {
    let present = |rule: &&Rule| {
        let value = rule.path.iter().try_fold(config, |value, key| value.get(key));
        value.is_some_and(|value| value.is_string() || !rule.text_only)
    };
    let issue = |rule: &Rule| Issue {
        path: rule.path.join("."),
        message: format!("{} (auto-migrated on load).", rule.message),
        hint: Some("run \"openclaw doctor\" to migrate the file".to_owned()),
    };
    RULES.iter().filter(present).map(issue).collect()
}

/// The configuration without the keys already reported, so that nothing is reported twice.
pub(super) fn without(config: &Value, reported: &[Issue]) -> Value {
    let mut config = config.clone();
    for issue in reported {
        remove(&mut config, &issue.path.split('.').collect::<Vec<_>>());
    }
    // What is left of `routing` says nothing that its own issues have not said.
    let routing = reported.iter().any(|issue| issue.path.starts_with("routing."));
    if let Some(map) = config.as_object_mut().filter(|_| routing) {
        map.shift_remove("routing");
    }
    config
}

fn remove(value: &mut Value, path: &[&str]) {
    let (Some(map), [key, rest @ ..]) = (value.as_object_mut(), path) else { return };
    if rest.is_empty() {
        map.shift_remove(*key);
    } else if let Some(value) = map.get_mut(*key) {
        remove(value, rest);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn legacy_keys_are_reported_in_the_order_of_the_rules() {
        let config = json!({
            "gateway": {"token": "x"}, "tools": {"bash": {}}, "messages": {"tts": {"enabled": true}},
            "agent": {"model": "x", "imageModel": {}}, "telegram": {"requireMention": true}, "identity": 5,
            "routing": {"queue": {}, "groupChat": {"historyLimit": 4}},
        });
        let found = scan(&config);
        let paths: Vec<&str> = found.iter().map(|issue| issue.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "telegram",
                "routing.queue",
                "telegram.requireMention",
                "identity",
                "agent",
                "tools.bash",
                "agent.model",
                "messages.tts.enabled",
                "gateway.token"
            ]
        );
        assert_eq!(
            found.last().unwrap().message,
            "gateway.token is ignored; use gateway.auth.token instead (auto-migrated on load)."
        );
        assert_eq!(without(&config, &found), json!({"gateway": {}, "tools": {}, "messages": {"tts": {}}}));
    }
}
