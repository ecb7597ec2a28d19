//! What a gateway was started with, as a recording tells it.

use super::hide::Hide;
use crate::config::auth::Overrides;
use crate::config::sections::gateway::{AuthMode, BindMode, TailscaleMode};
use crate::config::{Env, Snapshot};
use crate::host::Host;
use crate::secret::Secret;
use crate::settings::Setup;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A setup without its secrets.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ToldSetup {
    config: ToldConfig,
    #[serde(default)]
    auth: Option<String>,
    #[serde(default)]
    token: Option<String>,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    tailscale: Option<String>,
    #[serde(default)]
    port: Option<u16>,
    #[serde(default)]
    bind: Option<String>,
    #[serde(default)]
    verbose: bool,
    host: Host,
    env: BTreeMap<String, String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ToldConfig {
    path: String,
    /// Whether there was one that could be used.
    usable: bool,
    written: Value,
    resolved: Value,
}

impl ToldSetup {
    /// Takes the secrets out of a setup, and remembers them.
    pub(super) fn of(setup: &Setup, hide: &mut Hide) -> Self {
        let Overrides { mode, token, password, tailscale } = &setup.overrides;
        let mut secret = |secret: &Option<Secret<String>>| {
            secret.as_ref().map(|secret| hide.stand_ins.of(secret.expose()))
        };
        let (token, password) = (secret(token), secret(password));
        let (mut written, mut resolved) = (setup.snapshot.parsed.clone(), setup.snapshot.resolved.clone());
        for (name, value) in setup.host.env.iter() {
            hide.own_variable(name, value, false);
        }
        hide.config(&mut resolved);
        hide.config(&mut written);
        let raw = setup.snapshot.raw.clone().unwrap_or_default();
        let told = |(name, value): (&str, &str)| {
            let named = raw.contains(&format!("${{{name}}}"));
            (name.to_owned(), hide.own_variable(name, value, named))
        };
        Self {
            env: setup.host.env.iter().map(told).collect(),
            config: ToldConfig {
                path: setup.snapshot.path.clone(),
                usable: setup.snapshot.config.is_some(),
                written,
                resolved,
            },
            auth: mode.map(|mode| mode.as_str().to_owned()),
            token,
            password,
            tailscale: tailscale.map(|mode| mode.as_str().to_owned()),
            port: setup.port,
            bind: setup.bind.map(|bind| bind.as_str().to_owned()),
            verbose: setup.verbose,
            host: setup.host.clone(),
        }
    }

    /// The setup again, with stand-ins for secrets.
    pub(super) fn setup(self) -> Setup {
        let env: Env = self.env.into_iter().collect();
        let ToldConfig { path, usable, written, resolved } = self.config;
        let secret = |text: Option<String>| text.as_deref().map(Secret::from);
        Setup {
            snapshot: Snapshot::recorded(&path, written, resolved, usable, &env),
            overrides: Overrides {
                mode: self.auth.as_deref().and_then(AuthMode::from_word),
                token: secret(self.token),
                password: secret(self.password),
                tailscale: self.tailscale.as_deref().and_then(TailscaleMode::from_word),
            },
            port: self.port,
            bind: self.bind.as_deref().and_then(BindMode::from_word),
            host: Host { env, ..self.host },
            verbose: self.verbose,
        }
    }
}
