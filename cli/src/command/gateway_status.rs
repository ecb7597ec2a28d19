//! `gateway status`: the service, the port, and whether the gateway answers.

mod print;

use core::net::{IpAddr, Ipv4Addr};
use core::time::Duration;
use std::fs;
use std::sync::Arc;

use engine::config::bind::{addresses, gateway_port};
use engine::config::sections::gateway::BindMode;
use engine::config::target::{ClientTarget, UrlSource, describe_target};
use engine::config::{Config, Env, Snapshot};
use runtime_smol::ports::{self, Usage};
use serde_json::{Value, json};

use crate::args::GatewayStatusArgs;
use crate::environment::Environment;
use crate::exit::Failure;
use crate::files;
use crate::port_report;
use crate::rpc::{self, Gateway, tailnet};
use crate::service::{self, Runtime, Service, Status, Unit};

pub(super) fn run(args: &GatewayStatusArgs, environment: &Environment) -> Result<(), Failure> {
    let timeout = rpc::timeout(args.timeout.as_deref(), rpc::DEFAULT_TIMEOUT)?;
    let report = Report::gather(args, timeout, environment);
    if args.json { environment.output.json(&report.json()) } else { report.print() }
}

/// Everything there is to tell.
struct Report<'a> {
    environment: &'a Environment,
    service: Service,
    loaded: Result<bool, String>,
    unit: Option<Unit>,
    runtime: Runtime,
    daemon: Daemon,
    url: String,
    note: Option<&'static str>,
    usage: Usage,
    /// The port this command would use, when it is another one.
    own_port: Option<(u16, Usage)>,
    last_error: Option<String>,
    rpc: Option<Result<(), String>>,
    extra: Vec<service::Extra>,
}

/// The gateway as its service would run it; without a service, as this command would.
struct Daemon {
    env: Env,
    snapshot: Snapshot,
    config: Arc<Config>,
    state_dir: String,
    port: u16,
    port_from_service: bool,
}

impl Daemon {
    fn of(unit: Option<&Unit>, environment: &Environment) -> Self {
        let Some(unit) = unit else {
            let config = environment.config();
            return Self {
                port: gateway_port(&config, None, &environment.env),
                env: environment.env.clone(),
                snapshot: environment.snapshot.clone(),
                config,
                state_dir: environment.roots.state_dir.clone(),
                port_from_service: false,
            };
        };
        let env = environment.env.with(&unit.environment);
        let roots = files::find_roots(&env);
        let snapshot = files::load_config(&roots.config_path, &env);
        let config = snapshot.config.clone().unwrap_or_default();
        let from_service = unit.port();
        Self {
            port: from_service.unwrap_or_else(|| gateway_port(&config, None, &env)),
            port_from_service: from_service.is_some(),
            state_dir: roots.state_dir,
            env,
            snapshot,
            config,
        }
    }

    fn host(&self) -> IpAddr {
        let gateway = &self.config.gateway;
        let all = addresses(gateway.bind, gateway.custom_bind_host, tailnet());
        all.first().copied().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
    }

    /// Where a client on this machine finds it.
    fn url(&self) -> String {
        let gateway = &self.config.gateway;
        let host = match (gateway.bind, self.host()) {
            (BindMode::Tailnet | BindMode::Custom, host) if !host.is_unspecified() => host,
            _ => IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        let scheme = if gateway.tls.enabled { "wss" } else { "ws" };
        format!("{scheme}://{}", std::net::SocketAddr::new(host, self.port))
    }

    /// What a client on this machine presents to it.
    fn target(&self, args: &GatewayStatusArgs, url: &str) -> ClientTarget {
        let mut config = (*self.config).clone();
        config.gateway.mode = None;
        let local = describe_target(&config, &self.env, &args.secrets.target(Some(url)), None);
        let own = || rpc::own_certificate(&config, &self.state_dir, self.env.home());
        let fingerprint = if url == self.url() && config.gateway.tls.enabled { own() } else { None };
        ClientTarget { source: UrlSource::Flag, bind: None, fingerprint, ..local }
    }
}

impl<'a> Report<'a> {
    fn gather(args: &GatewayStatusArgs, timeout: Duration, environment: &'a Environment) -> Self {
        let service = Service::gateway(&environment.env);
        let (loaded, runtime) = (service.is_loaded(), service.runtime());
        let unit = service.command(&environment.env);
        let daemon = Daemon::of(unit.as_ref(), environment);
        let typed = args.url.as_deref().map(str::trim).filter(|url| !url.is_empty());
        let note = if typed.is_some() { None } else { note(daemon.config.gateway.bind) };
        let url = typed.map_or_else(|| daemon.url(), str::to_owned);
        let own = gateway_port(&environment.config(), None, &environment.env);
        let own_port = (own != daemon.port).then(|| (own, ports::usage(own)));
        let usage = ports::usage(daemon.port);
        let rpc = (!args.no_probe).then(|| {
            let target = daemon.target(args, &url);
            let gateway = Gateway::at(environment, target);
            let asked = gateway.call("status", json!({}), rpc::Asking { timeout, expect_final: false });
            asked.map(drop).map_err(|error| error.to_string())
        });
        let silent = runtime.status == Status::Running && !matches!(usage, Usage::Busy(_));
        let last_error = if silent && loaded == Ok(true) { last_error(&daemon.state_dir) } else { None };
        let extra = service::find_extra(environment.env.home(), &service.unit(), args.deep);
        Self {
            environment,
            service,
            loaded,
            unit,
            runtime,
            daemon,
            url,
            note,
            usage,
            own_port,
            last_error,
            rpc,
            extra,
        }
    }

    /// What the manager says of the service, in its own word.
    fn loaded_words(&self) -> &'static str {
        if self.loaded == Ok(true) { service::LOADED } else { service::NOT_LOADED }
    }

    fn audit(&self) -> Vec<service::Issue> {
        self.unit.as_ref().map(service::audit).unwrap_or_default()
    }

    fn is_mismatched(&self) -> bool {
        self.daemon.snapshot.path != self.environment.snapshot.path
    }

    fn json(&self) -> Value {
        let environment = self.environment;
        let audit = self.audit();
        let gateway = &self.daemon.config.gateway;
        let mut config = json!({
            "cli": config_json(&environment.snapshot),
            "daemon": config_json(&self.daemon.snapshot),
        });
        if self.is_mismatched() {
            config["mismatch"] = json!(true);
        }
        let mut report = json!({
            "service": {
                "label": service::LABEL,
                "loaded": self.loaded == Ok(true),
                "loadedText": service::LOADED,
                "notLoadedText": service::NOT_LOADED,
                "command": self.unit.as_ref().map(command_json),
                "runtime": self.runtime.json(),
                "configAudit": {
                    "ok": audit.is_empty(),
                    "issues": audit.iter().map(service::Issue::json).collect::<Vec<_>>(),
                },
            },
            "config": config,
            "gateway": {"bindMode": gateway.bind.as_str(), "bindHost": self.daemon.host().to_string()},
            "port": port_json(self.daemon.port, &self.usage, environment),
        });
        let shown = &mut report["gateway"];
        if let Some(host) = gateway.custom_bind_host {
            shown["customBindHost"] = json!(host.to_string());
        }
        shown["port"] = json!(self.daemon.port);
        shown["portSource"] = json!(self.port_source());
        shown["probeUrl"] = json!(self.url);
        if let Some(note) = self.note {
            shown["probeNote"] = json!(note);
        }
        if let Some((port, usage)) = &self.own_port {
            report["portCli"] = port_json(*port, usage, environment);
        }
        if let Some(error) = &self.last_error {
            report["lastError"] = json!(error);
        }
        if let Some(rpc) = &self.rpc {
            report["rpc"] = match rpc {
                Ok(()) => json!({"ok": true, "url": self.url}),
                Err(error) => json!({"ok": false, "error": error, "url": self.url}),
            };
        }
        report["extraServices"] = self.extra.iter().map(service::Extra::json).collect();
        report
    }

    const fn port_source(&self) -> &'static str {
        if self.daemon.port_from_service { "service args" } else { "env/config" }
    }
}

const fn note(bind: BindMode) -> Option<&'static str> {
    match bind {
        BindMode::Loopback => Some("Loopback-only gateway; only local clients can connect."),
        BindMode::Lan => Some(
            "Local probe uses loopback (127.0.0.1). bind=lan listens on 0.0.0.0 (all interfaces); use a LAN IP for \
             remote clients.",
        ),
        BindMode::Auto | BindMode::Custom | BindMode::Tailnet => None,
    }
}

fn config_json(snapshot: &Snapshot) -> Value {
    let mut json = json!({"path": snapshot.path, "exists": snapshot.exists, "valid": snapshot.valid});
    if !snapshot.issues.is_empty() {
        let issues =
            snapshot.issues.iter().map(|issue| json!({"path": issue.path, "message": issue.message}));
        json["issues"] = issues.collect();
    }
    if let Some(ui) = snapshot.parsed.pointer("/gateway/controlUi") {
        json["controlUi"] = ui.clone();
    }
    json
}

fn command_json(unit: &Unit) -> Value {
    let mut json = json!({"programArguments": unit.arguments});
    if let Some(dir) = &unit.working_dir {
        json["workingDirectory"] = json!(dir);
    }
    let shown = unit.shown();
    if !shown.is_empty() {
        json["environment"] =
            shown.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    }
    json["sourcePath"] = json!(unit.path);
    json
}

fn port_json(port: u16, usage: &Usage, environment: &Environment) -> Value {
    let status = match usage {
        Usage::Free => "free",
        Usage::Busy(_) => "busy",
        Usage::Unknown => "unknown",
    };
    let listeners = port_report::listeners(usage);
    let listener = |listener: &ports::Listener| {
        json!({
            "pid": listener.pid,
            "command": listener.command,
            "address": listener.address,
            "commandLine": listener.command_line,
            "user": listener.user,
        })
    };
    json!({
        "port": port,
        "status": status,
        "listeners": listeners.iter().map(listener).collect::<Vec<_>>(),
        "hints": port_report::hints(listeners, environment),
    })
}

/// Lines that say why a gateway did not start.
const REASONS: [&str; 4] = [
    "refusing to bind gateway",
    "gateway auth mode",
    "gateway start blocked",
    "failed to bind gateway socket",
];

/// The last thing a supervised gateway complained of.
fn last_error(state_dir: &str) -> Option<String> {
    let logs = ["gateway.err.log", "gateway.log"].map(|name| format!("{state_dir}/logs/{name}"));
    let logs = logs.map(|path| fs::read_to_string(path).unwrap_or_default());
    let telling = |line: &&str| {
        let line = line.to_lowercase();
        let tailscale = line.contains("tailscale ") && line.contains(" requires");
        tailscale || REASONS.iter().any(|reason| line.contains(reason))
    };
    let reason = logs.iter().find_map(|text| text.lines().rev().find(telling));
    let last = || logs.iter().find_map(|text| text.lines().rev().find(|line| !line.trim().is_empty()));
    reason.or_else(last).map(|line| line.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_says_why_beats_the_last_one() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().to_str().unwrap();
        assert_eq!(last_error(state), None);
        fs::create_dir(dir.path().join("logs")).unwrap();
        fs::write(dir.path().join("logs/gateway.log"), "Refusing to bind gateway to lan\nbye\n\n").unwrap();
        fs::write(dir.path().join("logs/gateway.err.log"), "first\nlast\n").unwrap();
        assert_eq!(last_error(state).as_deref(), Some("Refusing to bind gateway to lan"));
        fs::write(dir.path().join("logs/gateway.log"), "").unwrap();
        assert_eq!(last_error(state).as_deref(), Some("last"));
    }
}
