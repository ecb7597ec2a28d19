//! Why a gateway does not start: every reason with the text an operator reads.

use core::net::IpAddr;

use serde_json::Value;

use super::auth::ResolvedAuth;
use super::sections::gateway::{AuthMode, BindMode, GatewayMode, TailscaleMode};
use super::{Config, Snapshot};

/// An invalid configuration file.
#[must_use]
pub fn invalid_config(snapshot: &Snapshot) -> Option<String> {
    if snapshot.valid {
        return None;
    }
    let mut text = format!("Invalid config at {}.", snapshot.path);
    for issue in &snapshot.issues {
        let path = if issue.path.is_empty() { "<root>" } else { &issue.path };
        text.push_str(&format!("\n- {path}: {}", issue.message));
        if let Some(hint) = &issue.hint {
            text.push_str(&format!(" ({hint})"));
        }
    }
    text.push_str("\nRun \"openclaw doctor\" to repair, then retry.");
    Some(text)
}

/// A machine that was never told to run a gateway.
#[must_use]
pub fn unconfigured(config: &Config, exists: bool, allow_unconfigured: bool) -> Option<String> {
    match (config.gateway.mode, exists) {
        _ if allow_unconfigured => None,
        (Some(GatewayMode::Local), true) => None,
        (_, false) => Some(
            "Missing config. Run `openclaw setup` or set gateway.mode=local (or pass --allow-unconfigured)."
                .to_owned(),
        ),
        (mode, true) => {
            let current = mode.map_or("unset", GatewayMode::as_str);
            Some(format!(
                "Gateway start blocked: set gateway.mode=local (current: {current}) or pass --allow-unconfigured."
            ))
        }
    }
}

/// A secret that is asked for but not set, or an open address without one. `written` is the file's content:
/// it may hold the token in a place where it does not count.
#[must_use]
pub fn missing_secret(
    auth: &ResolvedAuth,
    bind: BindMode,
    config: &Config,
    written: &Value,
) -> Option<String> {
    let (name, variable, flag) = match auth.mode {
        AuthMode::Token => ("token", "OPENCLAW_GATEWAY_TOKEN", "--token"),
        AuthMode::Password => ("password", "OPENCLAW_GATEWAY_PASSWORD", "--password"),
    };
    if auth.secret().is_none() && !(auth.mode == AuthMode::Token && auth.allow_tailscale) {
        let mut lines = vec![
            format!("Gateway auth is set to {name}, but no {name} is configured."),
            format!("Set gateway.auth.{name} (or {variable}), or pass {flag}."),
        ];
        if written.pointer("/gateway/token").and_then(Value::as_str).is_some() {
            lines.push("Found \"gateway.token\" in config. Use \"gateway.auth.token\" instead.".to_owned());
        }
        if config.gateway.remote.token.is_some() {
            lines.push(
                "\"gateway.remote.token\" is for remote CLI calls; it does not enable local gateway auth."
                    .to_owned(),
            );
        }
        return Some(lines.join("\n"));
    }
    if bind != BindMode::Loopback && auth.secret().is_none() {
        return Some(format!(
            "Refusing to bind gateway to {} without auth.\nSet gateway.auth.token/password (or \
             OPENCLAW_GATEWAY_TOKEN/OPENCLAW_GATEWAY_PASSWORD) or pass --token/--password.",
            bind.as_str()
        ));
    }
    None
}

/// What the server itself finds, once the address is known.
#[must_use]
pub fn at_listen(
    config: &Config,
    auth: &ResolvedAuth,
    tailscale: TailscaleMode,
    host: IpAddr,
    port: u16,
) -> Option<String> {
    no_secret(auth)
        .or_else(|| tailscale_conflict(auth, tailscale, host))
        .or_else(|| open_without_secret(auth, host, port))
        .or_else(|| hooks(config, auth))
}

fn no_secret(auth: &ResolvedAuth) -> Option<String> {
    let text = match auth.mode {
        AuthMode::Token if auth.token.is_none() && !auth.allow_tailscale => {
            "gateway auth mode is token, but no token was configured (set gateway.auth.token or \
             OPENCLAW_GATEWAY_TOKEN)"
        }
        AuthMode::Password if auth.password.is_none() => {
            "gateway auth mode is password, but no password was configured"
        }
        AuthMode::Token | AuthMode::Password => return None,
    };
    Some(text.to_owned())
}

fn tailscale_conflict(auth: &ResolvedAuth, tailscale: TailscaleMode, host: IpAddr) -> Option<String> {
    let text = match tailscale {
        TailscaleMode::Funnel if auth.mode != AuthMode::Password => {
            "tailscale funnel requires gateway auth mode=password (set gateway.auth.password or \
             OPENCLAW_GATEWAY_PASSWORD)"
        }
        TailscaleMode::Serve | TailscaleMode::Funnel if !host.is_loopback() => {
            "tailscale serve/funnel requires gateway bind=loopback (127.0.0.1)"
        }
        TailscaleMode::Off | TailscaleMode::Serve | TailscaleMode::Funnel => return None,
    };
    Some(text.to_owned())
}

fn open_without_secret(auth: &ResolvedAuth, host: IpAddr, port: u16) -> Option<String> {
    if host.is_loopback() || auth.secret().is_some() {
        return None;
    }
    Some(format!(
        "refusing to bind gateway to {host}:{port} without auth (set gateway.auth.token/password, or set \
         OPENCLAW_GATEWAY_TOKEN/OPENCLAW_GATEWAY_PASSWORD)"
    ))
}

/// Hooks that anyone could call, that would take over every path, or that share the gateway's secret.
#[must_use]
pub fn hooks(config: &Config, auth: &ResolvedAuth) -> Option<String> {
    let hooks = &config.hooks;
    if !hooks.enabled {
        return None;
    }
    let Some(token) = hooks.token.as_ref().filter(|token| !token.is_blank()) else {
        return Some("hooks.enabled requires hooks.token".to_owned());
    };
    let path = hooks.path.trim();
    if !path.is_empty() && path.trim_matches('/').is_empty() {
        return Some("hooks.path may not be '/'".to_owned());
    }
    let token = token.expose().trim();
    if auth.token.iter().chain(&auth.password).any(|secret| secret.matches(token)) {
        return Some(
            "hooks.token must differ from the gateway secret: whoever may call a hook could control the gateway \
             (change hooks.token)"
                .to_owned(),
        );
    }
    None
}

/// Tells that a newer program wrote the file, which is odd but no reason to stop.
#[must_use]
pub fn newer_writer(config: &Config, current: &str) -> Option<String> {
    let written = config.meta.last_touched_version.as_deref()?;
    if version_numbers(written)? <= version_numbers(current)? {
        return None;
    }
    Some(format!("Config was last written by a newer OpenClaw ({written}); current version is {current}."))
}

fn version_numbers(version: &str) -> Option<Vec<u64>> {
    let plain = version.trim().trim_start_matches('v');
    let plain = plain.split(['-', '+']).next().unwrap_or(plain);
    plain.split('.').map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
#[path = "refuse_tests.rs"]
mod tests;
