//! Which gateway a client command talks to, and with which credentials.

use core::fmt;
use core::net::Ipv4Addr;

use super::auth::{PASSWORD_VARS, TOKEN_VARS};
use super::bind::gateway_port;
use super::sections::gateway::{BindMode, GatewayMode};
use super::{Config, Env};
use crate::secret::Secret;

/// What the command line says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClientFlags {
    /// `--url`.
    pub url: Option<String>,
    /// `--token`.
    pub token: Option<Secret<String>>,
    /// `--password`.
    pub password: Option<Secret<String>>,
}

/// Where to connect and what to present.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientTarget {
    /// WebSocket address.
    pub url: String,
    /// Where the address comes from.
    pub source: UrlSource,
    /// Token to present.
    pub token: Option<Secret<String>>,
    /// Password to present.
    pub password: Option<Secret<String>>,
    /// SHA-256 fingerprint the certificate must have. For a local gateway with TLS it is that of the
    /// gateway's own certificate, which the caller has to read.
    pub fingerprint: Option<String>,
    /// How the local gateway is configured to bind, for messages; nothing for other addresses.
    pub bind: Option<BindMode>,
}

impl ClientTarget {
    /// Tells where a command connects and why there, for errors and for people who ask.
    #[must_use]
    pub fn details(&self, config_path: &str) -> Vec<String> {
        let mut lines = vec![
            format!("Gateway target: {}", self.url),
            format!("Source: {}", self.source),
            format!("Config: {config_path}"),
        ];
        lines.extend(self.bind.map(|bind| format!("Bind: {}", bind.as_str())));
        if self.source == UrlSource::MissingRemote {
            lines.push(
                "Warn: gateway.mode=remote but gateway.remote.url is missing; set gateway.remote.url or switch \
                 gateway.mode=local."
                    .to_owned(),
            );
        }
        lines
    }
}

/// Where a client's address comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlSource {
    /// The command line.
    Flag,
    /// The configuration.
    Remote,
    /// The local gateway, since remote mode names no address.
    MissingRemote,
    /// The local gateway at its Tailscale address.
    LocalTailnet(Ipv4Addr),
    /// The local gateway.
    LocalLoopback,
}

impl fmt::Display for UrlSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("cli --url"),
            Self::Remote => f.write_str("config gateway.remote.url"),
            Self::MissingRemote => f.write_str("missing gateway.remote.url (fallback local)"),
            Self::LocalTailnet(address) => write!(f, "local tailnet {address}"),
            Self::LocalLoopback => f.write_str("local loopback"),
        }
    }
}

/// Remote mode without an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "gateway remote mode misconfigured: gateway.remote.url missing\nConfig: {config_path}\nFix: set gateway.remote.url, \
     or set gateway.mode=local."
)]
pub struct MissingRemoteUrl {
    /// The file to mend, as shown to people.
    pub config_path: String,
}

/// Resolves where a client command connects.
pub fn client_target(
    config: &Config,
    env: &Env,
    flags: &ClientFlags,
    tailnet: Option<Ipv4Addr>,
    config_path: &str,
) -> Result<ClientTarget, MissingRemoteUrl> {
    let target = describe_target(config, env, flags, tailnet);
    if target.source == UrlSource::MissingRemote {
        return Err(MissingRemoteUrl { config_path: config_path.to_owned() });
    }
    Ok(target)
}

/// The same for commands that only show where they would connect: a missing remote address is no error.
#[must_use]
pub fn describe_target(
    config: &Config,
    env: &Env,
    flags: &ClientFlags,
    tailnet: Option<Ipv4Addr>,
) -> ClientTarget {
    let gateway = &config.gateway;
    let remote = gateway.mode == Some(GatewayMode::Remote);
    let (url, source) = address(config, env, flags, tailnet);
    let local = matches!(source, UrlSource::LocalLoopback | UrlSource::LocalTailnet(_));
    let fingerprint = gateway.remote.tls_fingerprint.as_deref().map(str::trim);
    let (token, password) = if remote {
        (gateway.remote.token.clone(), gateway.remote.password.clone())
    } else {
        let token = env.first(&TOKEN_VARS).map(Secret::from).or_else(|| gateway.auth.token.clone());
        (token, gateway.auth.password.clone())
    };
    let env_password = env.first(&PASSWORD_VARS).map(Secret::from);
    ClientTarget {
        token: first_filled([flags.token.clone(), token]),
        password: first_filled([flags.password.clone(), env_password, password]),
        fingerprint: fingerprint
            .filter(|print| source == UrlSource::Remote && !print.is_empty())
            .map(str::to_owned),
        bind: Some(gateway.bind).filter(|_| local),
        url,
        source,
    }
}

fn address(
    config: &Config,
    env: &Env,
    flags: &ClientFlags,
    tailnet: Option<Ipv4Addr>,
) -> (String, UrlSource) {
    let gateway = &config.gateway;
    let filled =
        |url: &Option<String>| url.as_deref().map(str::trim).filter(|url| !url.is_empty()).map(str::to_owned);
    if let Some(url) = filled(&flags.url) {
        return (url, UrlSource::Flag);
    }
    let remote = gateway.mode == Some(GatewayMode::Remote);
    if let Some(url) = filled(&gateway.remote.url).filter(|_| remote) {
        return (url, UrlSource::Remote);
    }
    let scheme = if gateway.tls.enabled { "wss" } else { "ws" };
    let port = gateway_port(config, None, env);
    match tailnet.filter(|_| gateway.bind == BindMode::Tailnet) {
        Some(address) if !remote => {
            (format!("{scheme}://{address}:{port}"), UrlSource::LocalTailnet(address))
        }
        Some(_) | None => {
            let source = if remote { UrlSource::MissingRemote } else { UrlSource::LocalLoopback };
            (format!("{scheme}://127.0.0.1:{port}"), source)
        }
    }
}

fn first_filled<const N: usize>(secrets: [Option<Secret<String>>; N]) -> Option<Secret<String>> {
    let trimmed = |secret: Secret<String>| Secret::from(secret.expose().trim());
    secrets.into_iter().flatten().map(trimmed).find(|secret| !secret.is_blank())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::read::Readable as _;
    use super::*;

    fn target(
        config: Value,
        env: &[(&str, &str)],
        flags: &ClientFlags,
    ) -> Result<ClientTarget, MissingRemoteUrl> {
        let tailnet = Some(Ipv4Addr::new(100, 64, 0, 9));
        let config = Config::read(&config).unwrap();
        client_target(
            &config,
            &Env::from_iter(env.iter().copied()),
            flags,
            tailnet,
            "~/.openclaw/openclaw.json",
        )
    }

    fn place(config: Value) -> String {
        let target = target(config, &[], &ClientFlags::default()).unwrap();
        format!("{} {}", target.url, target.source)
    }

    #[test]
    fn the_local_gateway_is_the_usual_target() {
        assert_eq!(place(json!({})), "ws://127.0.0.1:18789 local loopback");
        assert_eq!(
            place(json!({"gateway": {"tls": {"enabled": true}, "port": 5}})),
            "wss://127.0.0.1:5 local loopback"
        );
        assert_eq!(
            place(json!({"gateway": {"bind": "tailnet"}})),
            "ws://100.64.0.9:18789 local tailnet 100.64.0.9"
        );
    }

    #[test]
    fn remote_mode_uses_the_remote_address_and_its_credentials() {
        let config = json!({"gateway": {"mode": "remote", "auth": {"token": "local"},
            "remote": {"url": "wss://r", "token": "remote", "tlsFingerprint": "ab"}}});
        let env = [("OPENCLAW_GATEWAY_TOKEN", "env")];
        let target = target(config, &env, &ClientFlags::default()).unwrap();
        assert_eq!(format!("{} {}", target.url, target.source), "wss://r config gateway.remote.url");
        assert_eq!(target.token, Some("remote".into()));
        assert_eq!(target.fingerprint.as_deref(), Some("ab"));
    }

    #[test]
    fn remote_mode_without_an_address_is_refused() {
        let error = target(json!({"gateway": {"mode": "remote"}}), &[], &ClientFlags::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "gateway remote mode misconfigured: gateway.remote.url missing\n\
             Config: ~/.openclaw/openclaw.json\n\
             Fix: set gateway.remote.url, or set gateway.mode=local."
        );
        let config = Config::read(&json!({"gateway": {"mode": "remote"}})).unwrap();
        let shown = describe_target(&config, &Env::default(), &ClientFlags::default(), None);
        assert_eq!(shown.source.to_string(), "missing gateway.remote.url (fallback local)");
    }

    #[test]
    fn a_url_on_the_command_line_wins() {
        let flags = ClientFlags { url: Some(" ws://x ".to_owned()), ..ClientFlags::default() };
        let target = target(json!({"gateway": {"mode": "remote"}}), &[], &flags).unwrap();
        assert_eq!(format!("{} {}", target.url, target.source), "ws://x cli --url");
    }

    #[test]
    fn the_details_say_where_and_why_there() {
        let local = target(json!({}), &[], &ClientFlags::default()).unwrap();
        assert_eq!(
            local.details("/h/c.json").join("\n"),
            "Gateway target: ws://127.0.0.1:18789\nSource: local loopback\nConfig: /h/c.json\nBind: loopback"
        );
        let flags = ClientFlags { url: Some("ws://x".to_owned()), ..ClientFlags::default() };
        let named = target(json!({}), &[], &flags).unwrap();
        assert_eq!(named.details("/c").join("\n"), "Gateway target: ws://x\nSource: cli --url\nConfig: /c");
    }

    #[test]
    fn locally_the_environment_beats_the_configuration() {
        let config = json!({"gateway": {"auth": {"token": "ct", "password": "cp"}}});
        let env = [("OPENCLAW_GATEWAY_TOKEN", "et"), ("OPENCLAW_GATEWAY_PASSWORD", "ep")];
        let with_env = target(config.clone(), &env, &ClientFlags::default()).unwrap();
        assert_eq!((with_env.token, with_env.password), (Some("et".into()), Some("ep".into())));
        let without = target(config.clone(), &[], &ClientFlags::default()).unwrap();
        assert_eq!((without.token, without.password), (Some("ct".into()), Some("cp".into())));
        let flags = ClientFlags { token: Some("ft".into()), ..ClientFlags::default() };
        assert_eq!(target(config, &env, &flags).unwrap().token, Some("ft".into()));
    }
}
