//! What is unsafe about a configuration and the files around it, in the reference's words.

use super::auth::{self, Overrides};
use super::sections::gateway::{AuthMode, BindMode, TailscaleMode};
use super::sections::host::Redaction;
use super::{Config, Env};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Whoever can reach the machine can do harm.
    Critical,
    /// It should be otherwise.
    Warn,
    /// Good to know.
    Info,
}

impl Severity {
    /// The word programs know.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Warn => "warn",
            Self::Info => "info",
        }
    }
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its name, for programs.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is.
    pub title: &'static str,
    /// The values behind it.
    pub detail: String,
    /// What to do.
    pub fix: Option<String>,
}

/// A file or directory whose permissions count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guarded {
    /// Its path.
    pub path: String,
    /// Its Unix permission bits.
    pub mode: u32,
}

/// The files around a configuration; those that do not exist are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// The state directory.
    pub state_dir: Option<Guarded>,
    /// The configuration file.
    pub config: Option<Guarded>,
    /// The configured log file.
    pub log: Option<Guarded>,
    /// The directory of channel credentials.
    pub credentials: Option<Guarded>,
}

/// Shortest token nobody guesses.
const LONG_TOKEN: usize = 24;

/// Looks for everything that is known to be unsafe.
#[must_use]
pub fn audit(config: &Config, env: &Env, files: &Files) -> Vec<Finding> {
    let mut found = vec![surface(config)];
    found.extend(access(config, env));
    found.extend(interface(config));
    found.extend(tailscale(config));
    found.extend(hooks(config));
    found.extend(permissions(files));
    found
}

fn finding(id: &'static str, severity: Severity, title: &'static str, detail: String) -> Finding {
    Finding { id, severity, title, detail, fix: None }
}

impl Finding {
    fn fix(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }
}

fn surface(config: &Config) -> Finding {
    let on = |enabled| if enabled { "enabled" } else { "disabled" };
    let detail = format!(
        "tools.elevated: {}\nhooks: {}\nHTTP chat completions: {}",
        on(config.tools.elevated.enabled.unwrap_or(true)),
        on(config.hooks.enabled),
        on(config.gateway.http.endpoints.chat_completions.enabled),
    );
    finding("summary.attack_surface", Severity::Info, "Attack surface summary", detail)
}

fn access(config: &Config, env: &Env) -> Vec<Finding> {
    let mut found = Vec::new();
    let gateway = &config.gateway;
    let resolved = auth::resolve(config, &Overrides::default(), env);
    let secret = resolved.secret().filter(|secret| !secret.is_blank());
    let loopback = gateway.bind == BindMode::Loopback;
    if secret.is_none() && !loopback {
        let detail = format!(
            "gateway.bind=\"{}\" but no gateway.auth token/password is configured.",
            gateway.bind.as_str()
        );
        let fix = "Set gateway.auth (token recommended) or bind to loopback.";
        found.push(
            finding(
                "gateway.bind_no_auth",
                Severity::Critical,
                "Gateway binds beyond loopback without auth",
                detail,
            )
            .fix(fix),
        );
    }
    if loopback && gateway.control_ui.enabled && gateway.trusted_proxies.is_empty() {
        let detail = "gateway.bind is loopback and gateway.trustedProxies is empty. If you expose the Control UI through a \
                      reverse proxy, configure trusted proxies so local-client checks cannot be spoofed.";
        let fix = "Set gateway.trustedProxies to your proxy IPs or keep the Control UI local-only.";
        let title = "Reverse proxy headers are not trusted";
        found.push(
            finding("gateway.trusted_proxies_missing", Severity::Warn, title, detail.to_owned()).fix(fix),
        );
    }
    if loopback && gateway.control_ui.enabled && secret.is_none() {
        let detail = "gateway.bind is loopback but no gateway auth secret is configured. If the Control UI is exposed \
                      through a reverse proxy, unauthenticated access is possible.";
        let fix = "Set gateway.auth (token recommended) or keep the Control UI local-only.";
        let title = "Gateway auth missing on loopback";
        found
            .push(finding("gateway.loopback_no_auth", Severity::Critical, title, detail.to_owned()).fix(fix));
    }
    let short = resolved
        .token
        .as_ref()
        .map(|token| token.expose().trim().len())
        .filter(|n| (1..LONG_TOKEN).contains(n));
    if let (Some(length), AuthMode::Token) = (short, resolved.mode) {
        let detail = format!("gateway auth token is {length} chars; prefer a long random token.");
        found.push(finding("gateway.token_too_short", Severity::Warn, "Gateway token looks short", detail));
    }
    found
}

fn interface(config: &Config) -> Vec<Finding> {
    let mut found = Vec::new();
    let ui = &config.gateway.control_ui;
    if ui.allow_insecure_auth {
        let detail = "gateway.controlUi.allowInsecureAuth=true allows token-only auth over HTTP and skips device identity.";
        let fix = "Disable it or switch to HTTPS (Tailscale Serve) or localhost.";
        let title = "Control UI allows insecure HTTP auth";
        found.push(
            finding("gateway.control_ui.insecure_auth", Severity::Critical, title, detail.to_owned())
                .fix(fix),
        );
    }
    if ui.dangerously_disable_device_auth {
        let detail = "gateway.controlUi.dangerouslyDisableDeviceAuth=true disables device identity checks for the Control UI.";
        let fix = "Disable it unless you are in a short-lived break-glass scenario.";
        let title = "DANGEROUS: Control UI device auth disabled";
        found.push(
            finding("gateway.control_ui.device_auth_disabled", Severity::Critical, title, detail.to_owned())
                .fix(fix),
        );
    }
    if config.logging.redact_sensitive == Redaction::Off {
        let detail = "logging.redactSensitive=\"off\" can leak secrets into logs and status output.";
        let fix = "Set logging.redactSensitive=\"tools\".";
        found.push(
            finding(
                "logging.redact_off",
                Severity::Warn,
                "Tool summary redaction is disabled",
                detail.to_owned(),
            )
            .fix(fix),
        );
    }
    found
}

fn tailscale(config: &Config) -> Option<Finding> {
    match config.gateway.tailscale.mode {
        TailscaleMode::Off => None,
        TailscaleMode::Serve => Some(finding(
            "gateway.tailscale_serve",
            Severity::Info,
            "Tailscale Serve exposure enabled",
            "gateway.tailscale.mode=\"serve\" exposes the Gateway to your tailnet (loopback behind Tailscale).".to_owned(),
        )),
        TailscaleMode::Funnel => Some(
            finding(
                "gateway.tailscale_funnel",
                Severity::Critical,
                "Tailscale Funnel exposure enabled",
                "gateway.tailscale.mode=\"funnel\" exposes the Gateway publicly; keep auth strict and treat it as internet-facing."
                    .to_owned(),
            )
            .fix("Prefer tailscale.mode=\"serve\" (tailnet-only) or set tailscale.mode=\"off\"."),
        ),
    }
}

fn hooks(config: &Config) -> Option<Finding> {
    let token = config.hooks.token.as_ref().filter(|_| config.hooks.enabled)?;
    let length = token.expose().trim().len();
    let detail = format!("hooks.token is {length} chars; prefer a long random token.");
    (1..LONG_TOKEN)
        .contains(&length)
        .then(|| finding("hooks.token_too_short", Severity::Warn, "Hooks token looks short", detail))
}

const OTHERS_WRITE: u32 = 0o002;
const GROUP_WRITES: u32 = 0o020;
const OTHERS_READ: u32 = 0o004;
const GROUP_READS: u32 = 0o040;

fn permissions(files: &Files) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(files.state_dir.as_ref().and_then(state_dir));
    found.extend(files.config.as_ref().and_then(config_file));
    found.extend(files.credentials.as_ref().and_then(credentials));
    found.extend(files.log.as_ref().and_then(log_file));
    found
}

fn state_dir(dir: &Guarded) -> Option<Finding> {
    use Severity::{Critical, Warn};
    let words = |rest: &str| format!("{} mode={:03o}; {rest}", dir.path, dir.mode);
    let (id, severity, title, detail) = match dir.mode {
        mode if mode & OTHERS_WRITE != 0 => (
            "fs.state_dir.perms_world_writable",
            Critical,
            "State dir is world-writable",
            words("other users can write into your OpenClaw state."),
        ),
        mode if mode & GROUP_WRITES != 0 => (
            "fs.state_dir.perms_group_writable",
            Warn,
            "State dir is group-writable",
            words("group users can write into your OpenClaw state."),
        ),
        mode if mode & (OTHERS_READ | GROUP_READS) != 0 => (
            "fs.state_dir.perms_readable",
            Warn,
            "State dir is readable by others",
            words("consider restricting to 700."),
        ),
        _ => return None,
    };
    Some(finding(id, severity, title, detail).fix(format!("chmod 700 {}", dir.path)))
}

fn config_file(file: &Guarded) -> Option<Finding> {
    use Severity::{Critical, Warn};
    let secrets = "config can contain tokens and private settings.";
    let words = |rest: &str| format!("{} mode={:03o}; {rest}", file.path, file.mode);
    let (id, severity, title, detail) = match file.mode {
        mode if mode & (OTHERS_WRITE | GROUP_WRITES) != 0 => (
            "fs.config.perms_writable",
            Critical,
            "Config file is writable by others",
            words("another user could change gateway/auth/tool policies."),
        ),
        mode if mode & OTHERS_READ != 0 => {
            ("fs.config.perms_world_readable", Critical, "Config file is world-readable", words(secrets))
        }
        mode if mode & GROUP_READS != 0 => {
            ("fs.config.perms_group_readable", Warn, "Config file is group-readable", words(secrets))
        }
        _ => return None,
    };
    Some(finding(id, severity, title, detail).fix(format!("chmod 600 {}", file.path)))
}

fn credentials(dir: &Guarded) -> Option<Finding> {
    use Severity::{Critical, Warn};
    let words = |rest: &str| format!("{} mode={:03o}; {rest}", dir.path, dir.mode);
    let (id, severity, title, detail) = match dir.mode {
        mode if mode & (OTHERS_WRITE | GROUP_WRITES) != 0 => (
            "fs.credentials_dir.perms_writable",
            Critical,
            "Credentials dir is writable by others",
            words("another user could drop/modify credential files."),
        ),
        mode if mode & (OTHERS_READ | GROUP_READS) != 0 => (
            "fs.credentials_dir.perms_readable",
            Warn,
            "Credentials dir is readable by others",
            words("credentials and allowlists can be sensitive."),
        ),
        _ => return None,
    };
    Some(finding(id, severity, title, detail).fix(format!("chmod 700 {}", dir.path)))
}

fn log_file(file: &Guarded) -> Option<Finding> {
    let readable = file.mode & (OTHERS_READ | GROUP_READS) != 0;
    let detail =
        format!("{} mode={:03o}; logs can contain private messages and tool output.", file.path, file.mode);
    readable.then(|| {
        let title = "Log file is readable by others";
        finding("fs.log_file.perms_readable", Severity::Warn, title, detail)
            .fix(format!("chmod 600 {}", file.path))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::read::Readable as _;
    use super::*;

    fn ids(config: Value, files: &Files) -> Vec<&'static str> {
        let config = Config::read(&config).unwrap();
        let found = audit(&config, &Env::default(), files);
        found.iter().filter(|finding| finding.severity != Severity::Info).map(|finding| finding.id).collect()
    }

    fn guarded(mode: u32) -> Guarded {
        Guarded { path: "/p".to_owned(), mode }
    }

    #[test]
    fn a_gateway_on_loopback_with_a_long_token_behind_known_proxies_is_fine() {
        let config = json!({"gateway": {"auth": {"token": "t".repeat(24)}, "trustedProxies": ["10.0.0.1"]}});
        let files = Files {
            state_dir: Some(guarded(0o700)),
            config: Some(guarded(0o600)),
            log: Some(guarded(0o600)),
            credentials: None,
        };
        assert_eq!(ids(config, &files), Vec::<&str>::new());
    }

    #[test]
    fn what_lets_others_in_is_found() {
        assert_eq!(
            ids(json!({}), &Files::default()),
            ["gateway.trusted_proxies_missing", "gateway.loopback_no_auth"]
        );
        let open = json!({"gateway": {"bind": "lan", "controlUi": {"allowInsecureAuth": true,
            "dangerouslyDisableDeviceAuth": true}, "tailscale": {"mode": "funnel"}},
            "logging": {"redactSensitive": "off"}, "hooks": {"enabled": true, "token": "short"}});
        assert_eq!(
            ids(open, &Files::default()),
            [
                "gateway.bind_no_auth",
                "gateway.control_ui.insecure_auth",
                "gateway.control_ui.device_auth_disabled",
                "logging.redact_off",
                "gateway.tailscale_funnel",
                "hooks.token_too_short",
            ]
        );
    }

    #[test]
    fn a_short_token_is_measured() {
        let config = Config::read(&json!({"gateway": {"auth": {"token": "secret"}}})).unwrap();
        let found = audit(&config, &Env::default(), &Files::default());
        let short = found.iter().find(|finding| finding.id == "gateway.token_too_short").unwrap();
        assert_eq!(short.detail, "gateway auth token is 6 chars; prefer a long random token.");
    }

    #[test]
    fn permissions_that_are_too_wide_come_with_the_command_that_narrows_them() {
        let found = |mode| {
            permissions(&Files {
                state_dir: Some(guarded(mode)),
                config: Some(guarded(mode)),
                log: Some(guarded(mode)),
                credentials: Some(guarded(mode)),
            })
        };
        let shown: Vec<_> = found(0o755).iter().map(|f| (f.id, f.severity)).collect();
        assert_eq!(
            shown,
            [
                ("fs.state_dir.perms_readable", Severity::Warn),
                ("fs.config.perms_world_readable", Severity::Critical),
                ("fs.credentials_dir.perms_readable", Severity::Warn),
                ("fs.log_file.perms_readable", Severity::Warn),
            ]
        );
        assert_eq!(found(0o640)[1].fix.as_deref(), Some("chmod 600 /p"));
        assert_eq!(found(0o640)[1].detail, "/p mode=640; config can contain tokens and private settings.");
        assert_eq!(found(0o777)[0].severity, Severity::Critical);
        assert!(found(0o600).is_empty());
    }
}
