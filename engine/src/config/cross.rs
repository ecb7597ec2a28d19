//! Rules between sections. They read the raw values, so that they speak even when the schema has
//! complained about something else.

use serde_json::{Map, Value};

use super::agent::normalize_agent_id;
use super::sections::channels::CHANNELS;
use super::shape::{At, Findings};
use super::{Env, hint, path, roots};

/// Notes what contradicts itself.
pub(super) fn check(config: &Value, env: &Env, found: &mut Findings) {
    check_broadcast(config, found);
    check_agents(config, env, found);
    check_plugins(config, found);
    check_channels(config, found);
    check_heartbeats(config, found);
    check_bind(config, found);
}

fn at_key<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, key| value.get(key))
}

fn object<'a>(config: &'a Value, path: &[&str]) -> impl Iterator<Item = (&'a String, &'a Value)> {
    at_key(config, path).and_then(Value::as_object).into_iter().flatten()
}

fn list<'a>(config: &'a Value, path: &[&str]) -> &'a [Value] {
    at_key(config, path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, path: &[&str]) -> Option<&'a str> {
    at_key(value, path).and_then(Value::as_str)
}

fn check_broadcast(config: &Value, found: &mut Findings) {
    let agents: Vec<&str> =
        list(config, &["agents", "list"]).iter().filter_map(|agent| text(agent, &["id"])).collect();
    if agents.is_empty() {
        return;
    }
    for (peer, ids) in object(config, &["broadcast"]).filter(|(peer, _)| *peer != "strategy") {
        for (index, id) in ids.as_array().into_iter().flatten().enumerate() {
            let Some(id) = id.as_str().filter(|id| !agents.contains(id)) else { continue };
            let message = format!("Unknown agent id \"{id}\" (not in agents.list).");
            let hint =
                hint::nearest(id, agents.iter().copied()).map(|near| format!("did you mean \"{near}\"?"));
            found.refuse(At::Item(&At::Key(&At::Key(&At::Root, "broadcast"), peer), index), message, hint);
        }
    }
}

fn check_agents(config: &Value, env: &Env, found: &mut Findings) {
    let agents = At::Key(&At::Root, "agents");
    let at = At::Key(&agents, "list");
    check_agent_dirs(config, env, at, found);
    for (index, agent) in list(config, &["agents", "list"]).iter().enumerate() {
        let Some(avatar) = text(agent, &["identity", "avatar"]) else { continue };
        let workspace = workspace(config, agent, env);
        if let Some(message) = refuse_avatar(avatar.trim(), &workspace) {
            let item = At::Item(&at, index);
            found.refuse(At::Key(&At::Key(&item, "identity"), "avatar"), message, None);
        }
    }
}

fn workspace(config: &Value, agent: &Value, env: &Env) -> String {
    let id = normalize_agent_id(text(agent, &["id"]).unwrap_or_default());
    let agents = list(config, &["agents", "list"]);
    let marked = agents.iter().find(|agent| agent.get("default") == Some(&Value::Bool(true)));
    let default = marked.or_else(|| agents.first()).is_some_and(|default| core::ptr::eq(default, agent));
    let shared = || text(config, &["agents", "defaults", "workspace"]).filter(|_| default);
    text(agent, &["workspace"]).or_else(shared).map_or_else(
        || roots::default_workspace(env, Some(id.as_str()).filter(|_| !default)),
        |own| path::expand_home(own, env.home()),
    )
}

fn refuse_avatar(avatar: &str, workspace: &str) -> Option<&'static str> {
    const FORM: &str = "identity.avatar must be a workspace-relative path, http(s) URL, or data URI.";
    const OUTSIDE: &str = "identity.avatar must stay within the agent workspace.";
    let lower = avatar.to_lowercase();
    if avatar.is_empty() || ["http://", "https://", "data:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return None;
    }
    if avatar.starts_with('~') || has_scheme(&lower) {
        return Some(FORM);
    }
    let workspace = path::normalize(workspace);
    let resolved = path::join(&workspace, avatar);
    let inside =
        resolved.strip_prefix(&workspace).is_some_and(|rest| rest.starts_with('/') || workspace == "/");
    if inside { None } else { Some(OUTSIDE) }
}

fn has_scheme(text: &str) -> bool {
    // A single letter before the colon is a drive.
    let Some((scheme, _)) = text.split_once(':') else { return false };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"+-.".contains(&b))
}

fn check_agent_dirs(config: &Value, env: &Env, at: At<'_>, found: &mut Findings) {
    let mut dirs: Vec<(String, Vec<String>)> = Vec::new();
    for agent in list(config, &["agents", "list"]) {
        let Some(id) = text(agent, &["id"]) else { continue };
        let id = normalize_agent_id(id);
        let own = text(agent, &["agentDir"]).map(|dir| path::expand_home(dir, env.home()));
        let dir = own.unwrap_or_else(|| format!("{}/agents/{id}/agent", roots::state_dir_of(env)));
        let dir = path::normalize(&dir);
        match dirs.iter_mut().find(|(known, _)| *known == dir) {
            Some((_, ids)) if !ids.contains(&id) => ids.push(id),
            Some(_) => {}
            None => dirs.push((dir, vec![id])),
        }
    }
    let shared: Vec<String> = dirs
        .iter()
        .filter(|(_, ids)| ids.len() > 1)
        .map(|(dir, ids)| {
            let ids: Vec<_> = ids.iter().map(|id| format!("\"{id}\"")).collect();
            format!("- {dir}: {}", ids.join(", "))
        })
        .collect();
    if !shared.is_empty() {
        let message = format!(
            "Duplicate agentDir detected (multi-agent config).\nEach agent must have a unique agentDir; sharing it \
             causes auth/session state collisions and token invalidation.\n\nConflicts:\n{}\n\nFix: remove the \
             shared agents.list[].agentDir override (or give each agent its own directory).\nIf you want to share \
             credentials, copy auth-profiles.json instead of sharing the entire agentDir.",
            shared.join("\n")
        );
        found.refuse(at, message, None);
    }
}

/// Plugins the reference ships. Others can only come from `plugins.load.paths` or an installation.
const BUNDLED_PLUGINS: &[&str] = &[
    "copilot-proxy",
    "diagnostics-otel",
    "google-antigravity-auth",
    "google-gemini-cli-auth",
    "llm-task",
    "lobster",
    "memory-core",
    "memory-lancedb",
    "minimax-portal-auth",
    "open-prose",
    "qwen-portal-auth",
    "voice-call",
];

fn check_plugins(config: &Value, found: &mut Findings) {
    let Some(plugins) = config.get("plugins") else { return };
    let at = At::Key(&At::Root, "plugins");
    let known =
        |id: &str| BUNDLED_PLUGINS.contains(&id) || CHANNELS.iter().any(|(channel, _)| *channel == id);
    let outside =
        !list(plugins, &["load", "paths"]).is_empty() || object(plugins, &["installs"]).next().is_some();
    let mut name = |at: At<'_>, id: &str| {
        let message = format!("plugin not found: {id}");
        if known(id) {
            return;
        }
        if outside {
            found.warn(at, message, Some("not a bundled plugin; it has to come from elsewhere".to_owned()));
        } else {
            let all = BUNDLED_PLUGINS.iter().copied().chain(CHANNELS.iter().map(|(channel, _)| *channel));
            found.refuse(at, message, hint::nearest(id, all).map(|near| format!("did you mean \"{near}\"?")));
        }
    };
    let entries = at.key("entries");
    for (id, _) in object(plugins, &["entries"]) {
        name(entries.key(id), id);
    }
    for key in ["allow", "deny"] {
        for id in list(plugins, &[key]).iter().filter_map(Value::as_str) {
            name(at.key(key), id);
        }
    }
    if let Some(id) = text(plugins, &["slots", "memory"]).filter(|id| !id.trim().is_empty() && *id != "none")
    {
        name(at.key("slots").key("memory"), id);
    }
}

fn check_channels(config: &Value, found: &mut Findings) {
    let at = At::Key(&At::Root, "channels");
    let known = || CHANNELS.iter().map(|(id, _)| *id);
    for (id, _) in object(config, &["channels"]) {
        if id != "defaults" && !known().any(|known| known == id) {
            let hint = hint::nearest(id, known()).map(|near| format!("did you mean \"{near}\"?"));
            found.refuse(at.key(id), format!("unknown channel id: {id}"), hint);
        }
    }
}

fn check_heartbeats(config: &Value, found: &mut Findings) {
    let agents = At::Key(&At::Root, "agents");
    if let Some(defaults) = at_key(config, &["agents", "defaults"]) {
        check_target(defaults, agents.key("defaults"), found);
    }
    let at = agents.key("list");
    for (index, agent) in list(config, &["agents", "list"]).iter().enumerate() {
        check_target(agent, At::Item(&at, index), found);
    }
}

fn check_target(owner: &Value, at: At<'_>, found: &mut Findings) {
    let Some(target) = text(owner, &["heartbeat", "target"]) else { return };
    let heartbeat = at.key("heartbeat");
    let name = target.trim().to_lowercase();
    let known = |(id, aliases): &(&str, &[&str])| *id == name || aliases.contains(&name.as_str());
    if name.is_empty() {
        found.refuse(heartbeat.key("target"), "heartbeat target must not be empty", None);
    } else if name != "last" && name != "none" && !CHANNELS.iter().any(known) {
        let hint = Some("allowed: \"last\", \"none\", or a channel id".to_owned());
        found.refuse(heartbeat.key("target"), format!("unknown heartbeat target: {}", target.trim()), hint);
    }
}

fn check_bind(config: &Value, found: &mut Findings) {
    let gateway = config.get("gateway").and_then(Value::as_object);
    let has = |gateway: &Map<String, Value>| gateway.contains_key("customBindHost");
    if gateway.is_some_and(|gateway| text(config, &["gateway", "bind"]) == Some("custom") && !has(gateway)) {
        let hint = Some("set gateway.customBindHost to the address to listen on".to_owned());
        found.warn(
            At::Key(&At::Key(&At::Root, "gateway"), "bind"),
            "bind is custom but no customBindHost is set; every address is used",
            hint,
        );
    }
}
