//! Which secret the server asks for.

use super::sections::gateway::{AuthMode, TailscaleMode};
use super::{Config, Env};
use crate::secret::Secret;

/// Variables that hold the shared token, the newer name first.
pub const TOKEN_VARS: [&str; 2] = ["OPENCLAW_GATEWAY_TOKEN", "CLAWDBOT_GATEWAY_TOKEN"];

/// Variables that hold the shared password, the newer name first.
pub const PASSWORD_VARS: [&str; 2] = ["OPENCLAW_GATEWAY_PASSWORD", "CLAWDBOT_GATEWAY_PASSWORD"];

/// What the command line says, over everything else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// `--auth`.
    pub mode: Option<AuthMode>,
    /// `--token`.
    pub token: Option<Secret<String>>,
    /// `--password`.
    pub password: Option<Secret<String>>,
    /// `--tailscale`.
    pub tailscale: Option<TailscaleMode>,
}

/// What the server asks of a client.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedAuth {
    /// Which of the two secrets counts.
    pub mode: AuthMode,
    /// The token, if any.
    pub token: Option<Secret<String>>,
    /// The password, if any.
    pub password: Option<Secret<String>>,
    /// Whether Tailscale identity headers are accepted instead.
    pub allow_tailscale: bool,
}

impl ResolvedAuth {
    /// The secret that counts, if there is one.
    #[must_use]
    pub const fn secret(&self) -> Option<&Secret<String>> {
        match self.mode {
            AuthMode::Token => self.token.as_ref(),
            AuthMode::Password => self.password.as_ref(),
        }
    }
}

/// Resolves the server's secret: command line, then configuration, then environment. Blank ones do not count.
#[must_use]
pub fn resolve(config: &Config, overrides: &Overrides, env: &Env) -> ResolvedAuth {
    let auth = &config.gateway.auth;
    let token = pick(&overrides.token, &auth.token, env.first(&TOKEN_VARS));
    let password = pick(&overrides.password, &auth.password, env.first(&PASSWORD_VARS));
    let by_password = || if password.is_some() { AuthMode::Password } else { AuthMode::Token };
    let mode = overrides.mode.or(auth.mode).unwrap_or_else(by_password);
    let tailscale = overrides.tailscale.unwrap_or(config.gateway.tailscale.mode);
    let served = tailscale == TailscaleMode::Serve && mode != AuthMode::Password;
    ResolvedAuth { mode, token, password, allow_tailscale: auth.allow_tailscale.unwrap_or(served) }
}

fn pick(
    flag: &Option<Secret<String>>,
    config: &Option<Secret<String>>,
    env: Option<&str>,
) -> Option<Secret<String>> {
    let filled = |secret: &&Secret<String>| !secret.is_blank();
    let written = flag.iter().chain(config).find(filled).cloned();
    written.or_else(|| env.map(Secret::from))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::read::Readable as _;
    use super::*;

    fn resolved(config: Value, overrides: &Overrides, env: &[(&str, &str)]) -> ResolvedAuth {
        resolve(&Config::read(&config).unwrap(), overrides, &Env::from_iter(env.iter().copied()))
    }

    fn shown(secret: Option<&Secret<String>>) -> Option<&str> {
        secret.map(|secret| secret.expose().as_str())
    }

    #[test]
    fn command_line_beats_configuration_beats_environment() {
        let config = json!({"gateway": {"auth": {"token": "config"}}});
        let env = [("OPENCLAW_GATEWAY_TOKEN", "new"), ("CLAWDBOT_GATEWAY_TOKEN", "old")];
        let flag = Overrides { token: Some("flag".into()), ..Overrides::default() };
        assert_eq!(shown(resolved(config.clone(), &flag, &env).secret()), Some("flag"));
        assert_eq!(shown(resolved(config, &Overrides::default(), &env).secret()), Some("config"));
        assert_eq!(shown(resolved(json!({}), &Overrides::default(), &env).secret()), Some("new"));
        assert_eq!(shown(resolved(json!({}), &Overrides::default(), &env[1..]).secret()), Some("old"));
        assert_eq!(resolved(json!({}), &Overrides::default(), &[]).secret(), None);
    }

    #[test]
    fn a_password_decides_the_mode_when_none_is_set() {
        let env = [("OPENCLAW_GATEWAY_PASSWORD", "p"), ("OPENCLAW_GATEWAY_TOKEN", "t")];
        assert_eq!(resolved(json!({}), &Overrides::default(), &env).mode, AuthMode::Password);
        let config = json!({"gateway": {"auth": {"mode": "token"}}});
        assert_eq!(resolved(config.clone(), &Overrides::default(), &env).mode, AuthMode::Token);
        let flag = Overrides { mode: Some(AuthMode::Password), ..Overrides::default() };
        assert_eq!(resolved(config, &flag, &env).mode, AuthMode::Password);
    }

    #[test]
    fn tailscale_headers_count_when_served_without_a_password() {
        let serve = json!({"gateway": {"tailscale": {"mode": "serve"}}});
        assert!(resolved(serve.clone(), &Overrides::default(), &[]).allow_tailscale);
        assert!(
            !resolved(serve, &Overrides::default(), &[("OPENCLAW_GATEWAY_PASSWORD", "p")]).allow_tailscale
        );
        let forced = json!({"gateway": {"auth": {"mode": "password", "allowTailscale": true}}});
        assert!(resolved(forced, &Overrides::default(), &[]).allow_tailscale);
        assert!(!resolved(json!({}), &Overrides::default(), &[]).allow_tailscale);
    }

    #[test]
    fn a_blank_secret_does_not_hide_the_next_one() {
        let config = json!({"gateway": {"auth": {"token": " "}}});
        let auth = resolved(config, &Overrides::default(), &[("OPENCLAW_GATEWAY_TOKEN", "t")]);
        assert_eq!(shown(auth.secret()), Some("t"));
    }
}
