//! `gateway probe`: which gateways can be reached from here, and what each says of itself.

use core::time::Duration;
use std::thread;
use std::time::Instant;

use engine::config::bind::gateway_port;
use engine::config::sections::gateway::GatewayMode;
use engine::config::target::{ClientTarget, describe_target};
use serde_json::{Value, json};

use crate::args::ProbeArgs;
use crate::environment::Environment;
use crate::exit::Failure;
use crate::files;
use crate::output::Style;
use crate::probe::{Probed, probe};
use crate::rpc::{self, Gateway, tailnet};
use crate::tunnel::{self, Tunnel};
use crate::words::{items, text};

/// Time for everything.
const BUDGET: Duration = Duration::from_secs(3);

pub(super) fn run(args: &ProbeArgs, environment: &Environment) -> Result<(), Failure> {
    let begun = Instant::now();
    let budget = rpc::timeout(args.timeout.as_deref(), BUDGET)?;
    let mut warnings = Vec::new();
    let tunnel = tunnel(args, environment, budget, &mut warnings);
    let targets = targets(args, environment, tunnel.as_ref());
    let targets = look(targets, environment, budget);
    let found: Vec<&Looked> = targets.iter().filter(|looked| looked.probed.ok).collect();
    if found.len() > 1 {
        warnings.push(json!({
            "code": "multiple_gateways",
            "message": "Unconventional setup: multiple reachable gateways detected. Usually one gateway per network is \
                        recommended unless you intentionally run isolated profiles, like a rescue bot.",
            "targetIds": found.iter().map(|looked| looked.target.id).collect::<Vec<_>>(),
        }));
    }
    let report = Report { targets: &targets, warnings, budget, took: begun.elapsed(), environment };
    if args.json {
        environment.output.json(&report.json())?;
    } else {
        report.print()?;
    }
    if report.is_ok() { Ok(()) } else { Err(Failure::Told) }
}

/// A gateway there may be.
#[derive(Clone, Debug)]
struct Candidate {
    id: &'static str,
    /// Whether commands would use it.
    active: bool,
    target: ClientTarget,
    budget: Duration,
    tunnel: Option<Value>,
}

/// One that was looked at.
struct Looked {
    target: Candidate,
    probed: Probed,
}

const LOOPBACK_BUDGET: Duration = Duration::from_millis(800);
const TUNNEL_BUDGET: Duration = Duration::from_millis(2000);
const REMOTE_BUDGET: Duration = Duration::from_millis(1500);

fn tunnel(
    args: &ProbeArgs,
    environment: &Environment,
    budget: Duration,
    warnings: &mut Vec<Value>,
) -> Option<Tunnel> {
    let mut warn = |message: String| warnings.push(json!({"code": "ssh_tunnel_failed", "message": message}));
    if args.ssh_auto && args.ssh.is_none() {
        warn(
            "--ssh-auto needs discovery, which is not part of this build: name the host with --ssh"
                .to_owned(),
        );
    }
    let host = args.ssh.as_deref()?;
    let port = gateway_port(&environment.config(), None, &environment.env);
    match tunnel::open(host, args.ssh_identity.as_deref(), port, budget) {
        Ok(tunnel) => Some(tunnel),
        Err(error) => {
            warn(format!("SSH tunnel failed: {error}"));
            None
        }
    }
}

fn targets(args: &ProbeArgs, environment: &Environment, tunnel: Option<&Tunnel>) -> Vec<Candidate> {
    let config = environment.config();
    let remote_mode = config.gateway.mode == Some(GatewayMode::Remote);
    let at =
        |url: &str| describe_target(&config, &environment.env, &args.secrets.target(Some(url)), tailnet());
    let mut found = Vec::new();
    let mut add = |id, active, budget, target: ClientTarget, tunnel: Option<Value>| {
        found.push(Candidate { id, active, target, budget, tunnel });
    };
    if let Some(url) = args.url.as_deref().map(str::trim).filter(|url| !url.is_empty()) {
        add("explicit", true, REMOTE_BUDGET, at(url), None);
    }
    if let Some(tunnel) = tunnel {
        let url = format!("ws://127.0.0.1:{}", tunnel.local_port);
        add("sshTunnel", true, TUNNEL_BUDGET, at(&url), Some(tunnel.json()));
    }
    let remote = config.gateway.remote.url.as_deref().map(str::trim).filter(|url| !url.is_empty());
    if let Some(url) = remote {
        let mut target = at(url);
        let remote = &config.gateway.remote;
        target.token = args.secrets.token.as_deref().map(Into::into).or_else(|| remote.token.clone());
        target.password =
            args.secrets.password.as_deref().map(Into::into).or_else(|| remote.password.clone());
        target.fingerprint.clone_from(&remote.tls_fingerprint);
        add("configRemote", remote_mode, REMOTE_BUDGET, target, None);
    }
    let local = loopback(args, environment);
    add("localLoopback", !remote_mode, LOOPBACK_BUDGET, local, None);
    found
}

/// The gateway of this machine, whatever mode is configured.
fn loopback(args: &ProbeArgs, environment: &Environment) -> ClientTarget {
    let mut config = (*environment.config()).clone();
    config.gateway.mode = Some(GatewayMode::Local);
    describe_target(&config, &environment.env, &args.secrets.target(None), None)
}

/// Looks at all of them at the same time.
fn look(targets: Vec<Candidate>, environment: &Environment, budget: Duration) -> Vec<Looked> {
    thread::scope(|scope| {
        let start = |target: Candidate| {
            scope.spawn(move || {
                let gateway = Gateway::at(environment, target.target.clone()).probing();
                let probed = probe(&gateway, target.budget.min(budget), json!({}));
                Looked { target, probed }
            })
        };
        let looks: Vec<_> = targets.into_iter().map(start).collect();
        looks.into_iter().filter_map(|look| look.join().ok()).collect()
    })
}

struct Report<'a> {
    targets: &'a [Looked],
    warnings: Vec<Value>,
    budget: Duration,
    took: Duration,
    environment: &'a Environment,
}

impl Report<'_> {
    fn is_ok(&self) -> bool {
        self.targets.iter().any(|looked| looked.probed.ok)
    }

    fn json(&self) -> Value {
        let config = self.environment.config();
        let port = gateway_port(&config, None, &self.environment.env);
        let scheme = if config.gateway.tls.enabled { "wss" } else { "ws" };
        let primary = self.targets.iter().find(|looked| looked.probed.ok).map(|looked| looked.target.id);
        let tailnet = tailnet().map(|address| address.to_string());
        json!({
            "ok": self.is_ok(),
            "ts": files::now().0,
            "durationMs": millis(self.took),
            "timeoutMs": millis(self.budget),
            "primaryTargetId": primary,
            "warnings": self.warnings,
            "network": {
                "localLoopbackUrl": format!("{scheme}://127.0.0.1:{port}"),
                "localTailnetUrl": tailnet.as_ref().map(|address| format!("{scheme}://{address}:{port}")),
                "tailnetIPv4": tailnet,
            },
            // Nobody was asked: discovery is not part of this build.
            "discovery": {"timeoutMs": 0, "count": 0, "beacons": []},
            "targets": self.targets.iter().map(Looked::json).collect::<Vec<_>>(),
        })
    }

    fn print(&self) -> Result<(), Failure> {
        let output = &self.environment.output;
        let heading = |text: &str| output.paint(Style::Heading, text);
        output.line(&heading("Gateway Status"))?;
        output.line(&if self.is_ok() {
            format!("{}: yes", output.paint(Style::Good, "Reachable"))
        } else {
            format!("{}: no", output.paint(Style::Bad, "Reachable"))
        })?;
        output.line(&output.paint(Style::Muted, &format!("Probe budget: {}ms", millis(self.budget))))?;
        if !self.warnings.is_empty() {
            output.line("")?;
            output.line(&output.paint(Style::Warn, "Warning:"))?;
            for warning in &self.warnings {
                output.line(&format!("- {}", text(warning, "message").unwrap_or_default()))?;
            }
        }
        output.line("")?;
        output.line(&heading("Discovery (this machine)"))?;
        output.line(&output.paint(Style::Muted, "Nobody was asked: discovery is not part of this build."))?;
        output.line("")?;
        output.line(&heading("Targets"))?;
        for looked in self.targets {
            let title = format!(
                "{} {}",
                heading(looked.title()),
                output.paint(Style::Muted, &looked.target.target.url)
            );
            output.line(&title)?;
            looked.lines().iter().try_for_each(|line| output.line(&format!("  {line}")))?;
            output.line("")?;
        }
        Ok(())
    }
}

impl Looked {
    fn title(&self) -> &'static str {
        match self.target.id {
            "localLoopback" => "Local loopback",
            "sshTunnel" => "Remote over SSH",
            "configRemote" if self.target.active => "Remote (configured)",
            "configRemote" => "Remote (configured, inactive)",
            _ => "URL (explicit)",
        }
    }

    fn lines(&self) -> Vec<String> {
        let Probed { ok, error, .. } = &self.probed;
        let detail = error.as_ref().map(|error| format!(" - {error}")).unwrap_or_default();
        let mut lines = vec![match (ok, self.probed.latency_ms()) {
            (true, latency) => format!("Connect: ok ({}ms) · RPC: ok", latency.unwrap_or_default()),
            (false, Some(latency)) => format!("Connect: ok ({latency}ms) · RPC: failed{detail}"),
            (false, None) => format!("Connect: failed{detail}"),
        }];
        if let Some(tunnel) = &self.target.tunnel {
            lines.push(format!("SSH: {}", text(tunnel, "target").unwrap_or_default()));
        }
        let own = self.probed.own_entry();
        if let Some(host) = text(&own, "host") {
            let ip = text(&own, "ip").map(|ip| format!(" ({ip})")).unwrap_or_default();
            let platform = text(&own, "platform").map(|name| format!(" · {name}")).unwrap_or_default();
            let version =
                text(&own, "version").map(|version| format!(" · app {version}")).unwrap_or_default();
            lines.push(format!("Gateway: {host}{ip}{platform}{version}"));
        }
        let config = self.probed.config_summary();
        if config.is_object() {
            let wide = match config["discovery"]["wideAreaEnabled"].as_bool() {
                Some(true) => "enabled",
                Some(false) => "disabled",
                None => "unknown",
            };
            lines.push(format!("Wide-area discovery: {wide}"));
            lines.extend(items(&config, "issues").iter().filter_map(|issue| {
                Some(format!(
                    "Config issue: {}: {}",
                    text(issue, "path").unwrap_or("<root>"),
                    text(issue, "message")?
                ))
            }));
        }
        lines
    }

    fn json(&self) -> Value {
        let Probed { ok, error, close, health, status, presence, .. } = &self.probed;
        let close = close.as_ref().map(|(code, reason)| json!({"code": code, "reason": reason}));
        json!({
            "id": self.target.id,
            "kind": self.target.id,
            "url": self.target.target.url,
            "active": self.target.active,
            "tunnel": self.target.tunnel,
            "connect": {"ok": ok, "latencyMs": self.probed.latency_ms(), "error": error, "close": close},
            "self": self.probed.own_entry(),
            "config": self.probed.config_summary(),
            "health": health,
            "summary": status,
            "presence": presence,
        })
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::config::target::ClientFlags;

    fn looked(id: &'static str, probed: Probed) -> Looked {
        let target = describe_target(&Default::default(), &Default::default(), &ClientFlags::default(), None);
        Looked { target: Candidate { id, active: false, target, budget: BUDGET, tunnel: None }, probed }
    }

    #[test]
    fn a_target_says_in_a_line_how_far_one_gets() {
        let first = |probed| looked("configRemote", probed).lines().remove(0);
        let latency = Some(Duration::from_millis(12));
        let error = || Some("boom".to_owned());
        assert_eq!(first(Probed { ok: true, latency, ..Probed::default() }), "Connect: ok (12ms) · RPC: ok");
        assert_eq!(
            first(Probed { latency, error: error(), ..Probed::default() }),
            "Connect: ok (12ms) · RPC: failed - boom"
        );
        assert_eq!(first(Probed { error: error(), ..Probed::default() }), "Connect: failed - boom");
    }

    #[test]
    fn a_gateway_that_is_configured_and_not_used_is_marked() {
        assert_eq!(looked("configRemote", Probed::default()).title(), "Remote (configured, inactive)");
        assert_eq!(looked("explicit", Probed::default()).title(), "URL (explicit)");
    }

    #[test]
    fn the_json_of_a_target_has_every_key() {
        let json =
            looked("localLoopback", Probed { close: Some((1006, String::new())), ..Probed::default() })
                .json();
        let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "id", "kind", "url", "active", "tunnel", "connect", "self", "config", "health", "summary",
                "presence"
            ]
        );
        assert_eq!(
            json["connect"].to_string(),
            r#"{"ok":false,"latencyMs":null,"error":null,"close":{"code":1006,"reason":""}}"#
        );
    }
}
