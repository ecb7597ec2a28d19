//! Where a gateway keeps its files: pure functions of the environment and of which paths exist.

use std::collections::BTreeSet;

use super::{Env, path};

/// The state directory's name, and those of older versions.
const STATE_NAMES: [&str; 4] = [".openclaw", ".clawdbot", ".moltbot", ".moldbot"];

/// The configuration file's name, and those of older versions.
const CONFIG_NAMES: [&str; 4] = ["openclaw.json", "clawdbot.json", "moltbot.json", "moldbot.json"];

const STATE_DIR: [&str; 2] = ["OPENCLAW_STATE_DIR", "CLAWDBOT_STATE_DIR"];
const CONFIG_PATH: [&str; 2] = ["OPENCLAW_CONFIG_PATH", "CLAWDBOT_CONFIG_PATH"];

/// The places of one gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roots {
    /// Where everything but the workspaces lies.
    pub state_dir: String,
    /// The configuration file.
    pub config_path: String,
    /// Credentials of channels.
    pub oauth_dir: String,
}

impl Roots {
    /// Finds the places; `existing` answers [`candidates`].
    #[must_use]
    pub fn find(env: &Env, existing: &BTreeSet<String>) -> Self {
        let exists = |path: &String| existing.contains(path);
        let state_dir = override_of(env, &STATE_DIR).unwrap_or_else(|| {
            let found = STATE_NAMES.iter().map(|name| home_file(env, name)).find(exists);
            found.unwrap_or_else(|| home_file(env, STATE_NAMES[0]))
        });
        let config_path = override_of(env, &CONFIG_PATH).unwrap_or_else(|| {
            let found = config_candidates(env).into_iter().find(exists);
            found.unwrap_or_else(|| format!("{state_dir}/{}", CONFIG_NAMES[0]))
        });
        let oauth_dir =
            override_of(env, &["OPENCLAW_OAUTH_DIR"]).unwrap_or_else(|| format!("{state_dir}/credentials"));
        Self { state_dir, config_path, oauth_dir }
    }
}

/// Every path whose existence [`Roots::find`] asks about.
#[must_use]
pub fn candidates(env: &Env) -> Vec<String> {
    let states = STATE_NAMES.iter().map(|name| home_file(env, name));
    states.chain(config_candidates(env)).collect()
}

fn config_candidates(env: &Env) -> Vec<String> {
    let dirs = match override_of(env, &STATE_DIR) {
        Some(dir) => vec![dir],
        None => STATE_NAMES.iter().map(|name| home_file(env, name)).collect(),
    };
    let names = |dir: &String| CONFIG_NAMES.map(|name| format!("{dir}/{name}"));
    dirs.iter().flat_map(names).collect()
}

/// The state directory as far as the environment alone tells.
pub(super) fn state_dir_of(env: &Env) -> String {
    override_of(env, &STATE_DIR).unwrap_or_else(|| home_file(env, STATE_NAMES[0]))
}

fn override_of(env: &Env, names: &[&str]) -> Option<String> {
    let written = env.first(names)?.trim();
    let expanded = path::expand_home(written, env.home());
    Some(if expanded == "/" { expanded } else { expanded.trim_end_matches('/').to_owned() })
}

fn home_file(env: &Env, name: &str) -> String {
    path::normalize(&format!("{}/{name}", env.home()))
}

/// The workspace of an agent that configures none. It follows the profile, not the state directory; an
/// agent other than the default one has its own.
#[must_use]
pub fn default_workspace(env: &Env, agent: Option<&str>) -> String {
    let profile = env.filled("OPENCLAW_PROFILE").map(str::trim).filter(|name| !is_default(name));
    let base = home_file(env, ".openclaw/workspace");
    match agent.or(profile) {
        Some(name) => format!("{base}-{name}"),
        None => base,
    }
}

fn is_default(profile: &str) -> bool {
    profile.eq_ignore_ascii_case("default")
}

/// Longest profile name.
const MAX_PROFILE: usize = 64;

/// Whether a name may be a profile's.
#[must_use]
pub fn is_profile_name(name: &str) -> bool {
    name.len() <= MAX_PROFILE
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// The profile of `--dev`.
pub const DEV_PROFILE: &str = "dev";

/// The gateway port of `--dev`.
pub const DEV_PORT: u16 = 19_001;

/// Moves a gateway into a profile of its own: sets what the environment does not set already.
pub fn enter_profile(env: &mut Env, profile: &str) {
    env.set("OPENCLAW_PROFILE", profile);
    if env.first(&STATE_DIR).is_none() {
        let name = if is_default(profile) { ".openclaw".to_owned() } else { format!(".openclaw-{profile}") };
        let dir = home_file(env, &name);
        env.set(STATE_DIR[0], dir);
    }
    if env.first(&CONFIG_PATH).is_none() {
        let path = format!("{}/{}", state_dir_of(env), CONFIG_NAMES[0]);
        env.set(CONFIG_PATH[0], path);
    }
}

/// Enters the development profile, with its own port.
pub fn enter_dev(env: &mut Env) {
    enter_profile(env, DEV_PROFILE);
    if env.filled("OPENCLAW_GATEWAY_PORT").is_none() {
        env.set("OPENCLAW_GATEWAY_PORT", DEV_PORT.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(env: &[(&str, &str)], existing: &[&str]) -> Roots {
        let env = Env::from_iter([("HOME", "/h")].iter().chain(env).copied());
        Roots::find(&env, &existing.iter().map(|path| (*path).to_owned()).collect())
    }

    #[test]
    fn a_fresh_machine_uses_the_home_directory() {
        let roots = find(&[], &[]);
        assert_eq!(roots.state_dir, "/h/.openclaw");
        assert_eq!(roots.config_path, "/h/.openclaw/openclaw.json");
        assert_eq!(roots.oauth_dir, "/h/.openclaw/credentials");
    }

    #[test]
    fn an_older_installation_is_found() {
        let roots = find(&[], &["/h/.clawdbot", "/h/.clawdbot/clawdbot.json"]);
        assert_eq!(roots.state_dir, "/h/.clawdbot");
        assert_eq!(roots.config_path, "/h/.clawdbot/clawdbot.json");
    }

    #[test]
    fn a_state_directory_of_ones_own_hides_the_home_directory() {
        let roots =
            find(&[("OPENCLAW_STATE_DIR", "~/s/")], &["/h/.openclaw/openclaw.json", "/h/s/moltbot.json"]);
        assert_eq!(roots.state_dir, "/h/s");
        assert_eq!(roots.config_path, "/h/s/moltbot.json");
        assert_eq!(find(&[("CLAWDBOT_STATE_DIR", "/x")], &[]).config_path, "/x/openclaw.json");
    }

    #[test]
    fn a_config_path_beats_everything() {
        let roots = find(&[("OPENCLAW_CONFIG_PATH", "~/c.json5")], &["/h/.openclaw/openclaw.json"]);
        assert_eq!(roots.config_path, "/h/c.json5");
        assert_eq!(roots.state_dir, "/h/.openclaw");
    }

    #[test]
    fn everything_that_decides_is_among_the_candidates() {
        let env = Env::from_iter([("HOME", "/h")]);
        let candidates = candidates(&env);
        assert_eq!(candidates.len(), 4 + 16);
        assert_eq!(candidates[4], "/h/.openclaw/openclaw.json");
    }

    #[test]
    fn a_profile_sets_only_what_is_unset() {
        let mut env = Env::from_iter([("HOME", "/h")]);
        enter_profile(&mut env, "work");
        assert_eq!(env.var("OPENCLAW_STATE_DIR"), Some("/h/.openclaw-work"));
        assert_eq!(env.var("OPENCLAW_CONFIG_PATH"), Some("/h/.openclaw-work/openclaw.json"));
        assert_eq!(default_workspace(&env, None), "/h/.openclaw/workspace-work");

        let mut env = Env::from_iter([("HOME", "/h"), ("OPENCLAW_STATE_DIR", "/s")]);
        enter_profile(&mut env, "Default");
        assert_eq!(env.var("OPENCLAW_STATE_DIR"), Some("/s"));
        assert_eq!(env.var("OPENCLAW_CONFIG_PATH"), Some("/s/openclaw.json"));
        assert_eq!(default_workspace(&env, None), "/h/.openclaw/workspace");
    }

    #[test]
    fn the_development_profile_has_its_own_port() {
        let mut env = Env::from_iter([("HOME", "/h")]);
        enter_dev(&mut env);
        assert_eq!(env.var("OPENCLAW_GATEWAY_PORT"), Some("19001"));
        assert_eq!(env.var("OPENCLAW_STATE_DIR"), Some("/h/.openclaw-dev"));
    }

    #[test]
    fn profile_names_are_plain_words() {
        assert!(is_profile_name("a") && is_profile_name("9-x_Y"));
        let long = "a".repeat(65);
        for refused in ["", "-a", "_a", "a b", "a/b", "é", long.as_str()] {
            assert!(!is_profile_name(refused), "{refused:?}");
        }
    }
}
