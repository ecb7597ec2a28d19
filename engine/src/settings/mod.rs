//! What the configuration, the command line and the machine together say: asked here, decided nowhere else.

mod agents;
pub(crate) mod clock;
mod models;

pub(crate) use agents::{Beat, Identity};
pub(crate) use models::Model;

use crate::action::TlsFiles;
use crate::auth::device::Signatures;
use crate::config::auth::{Overrides, ResolvedAuth, resolve};
use crate::config::sections::gateway::{BindMode, TailscaleMode};
use crate::config::sections::session::SessionScope;
use crate::config::{Config, Snapshot, bind, refuse};
use crate::conn::Handshake;
use crate::host::{FileName, Host};
use crate::run::lane::Lane;
use crate::wire::SessionDefaults;
use core::net::{IpAddr, Ipv4Addr, SocketAddr};
use serde_json::Value;
use std::sync::Arc;

/// What a gateway is started with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The configuration as it was read.
    pub snapshot: Snapshot,
    /// Secrets and modes from the command line.
    pub overrides: Overrides,
    /// Port from the command line.
    pub port: Option<u16>,
    /// Bind mode from the command line.
    pub bind: Option<BindMode>,
    /// The machine and the process.
    pub host: Host,
    /// Whether every request and event is told as a fact.
    pub verbose: bool,
}

/// The settings of a running gateway.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) config: Arc<Config>,
    pub(crate) host: Host,
    written: Value,
    default_agent: String,
    auth: ResolvedAuth,
    overrides: Overrides,
    port: Option<u16>,
    bind: Option<BindMode>,
    verbose: bool,
    signatures: Signatures,
}

impl Settings {
    pub(crate) fn new(setup: Setup) -> Self {
        let config = setup.snapshot.config.unwrap_or_default();
        let auth = resolve(&config, &setup.overrides, &setup.host.env);
        let default_agent = config.default_agent_id();
        Self {
            config,
            default_agent,
            host: setup.host,
            written: setup.snapshot.parsed,
            auth,
            overrides: setup.overrides,
            port: setup.port,
            bind: setup.bind,
            verbose: setup.verbose,
            signatures: Signatures::Verified,
        }
    }

    /// Those of an engine that lives a recorded life again.
    pub(crate) fn replayed(setup: Setup) -> Self {
        Self { signatures: Signatures::Recorded, ..Self::new(setup) }
    }

    /// How the signature of a device is judged.
    pub(crate) fn signatures(&self) -> Signatures {
        self.signatures
    }

    /// Takes configuration that was read again. What the command line said stays.
    pub(crate) fn reload(&mut self, config: Arc<Config>, written: Value) {
        self.auth = resolve(&config, &self.overrides, &self.host.env);
        self.default_agent = config.default_agent_id();
        self.config = config;
        self.written = written;
    }

    /// Whether every request and event is told.
    pub(crate) fn verbose(&self) -> bool {
        self.verbose
    }

    pub(crate) fn auth(&self) -> &ResolvedAuth {
        &self.auth
    }

    /// Why the gateway may not be started like this.
    pub(crate) fn refusal_to_start(&self) -> Option<String> {
        let bind = self.bind_mode();
        let first = self.addresses().first().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), SocketAddr::ip);
        let missing = refuse::missing_secret(&self.auth, bind, &self.config, &self.written);
        missing.or_else(|| refuse::at_listen(&self.config, &self.auth, self.tailscale(), first, self.port()))
    }

    pub(crate) fn port(&self) -> u16 {
        bind::gateway_port(&self.config, self.port, &self.host.env)
    }

    fn bind_mode(&self) -> BindMode {
        self.bind.unwrap_or(self.config.gateway.bind)
    }

    fn tailscale(&self) -> TailscaleMode {
        self.overrides.tailscale.unwrap_or(self.config.gateway.tailscale.mode)
    }

    /// Where to listen: the first of these that can be opened.
    pub(crate) fn addresses(&self) -> Vec<SocketAddr> {
        let tailnet = self.host.addresses.iter().find_map(|ip| match ip {
            IpAddr::V4(v4) if is_tailnet(*v4) => Some(*v4),
            IpAddr::V4(_) | IpAddr::V6(_) => None,
        });
        let ips = bind::addresses(self.bind_mode(), self.config.gateway.custom_bind_host, tailnet);
        ips.into_iter().map(|ip| SocketAddr::new(ip, self.port())).collect()
    }

    /// Certificate and key, when the port speaks TLS.
    pub(crate) fn tls(&self) -> Option<TlsFiles> {
        let tls = &self.config.gateway.tls;
        if !tls.enabled {
            return None;
        }
        let file =
            |path: &Option<String>, default: &str| match path.as_deref().filter(|p| !p.trim().is_empty()) {
                Some(path) => self.host.name(path),
                None => FileName::state(default),
            };
        Some(TlsFiles {
            cert: file(&tls.cert_path, "gateway/tls/gateway-cert.pem"),
            key: file(&tls.key_path, "gateway/tls/gateway-key.pem"),
            make: tls.auto_generate,
        })
    }

    /// An address as a URL, for people.
    pub(crate) fn url(&self, place: Option<SocketAddr>) -> String {
        let scheme = if self.config.gateway.tls.enabled { "wss" } else { "ws" };
        let address = place.map_or_else(|| format!("127.0.0.1:{}", self.port()), |a| a.to_string());
        format!("{scheme}://{address}")
    }

    pub(crate) fn trusted_proxies(&self) -> &[String] {
        &self.config.gateway.trusted_proxies
    }

    pub(crate) fn allowed_origins(&self) -> &[String] {
        &self.config.gateway.control_ui.allowed_origins
    }

    /// Whether the browser interface may do without HTTPS and without a device.
    pub(crate) fn insecure_ui(&self) -> bool {
        self.config.gateway.control_ui.allow_insecure_auth
    }

    /// Whether devices of the browser interface are not looked at.
    pub(crate) fn deviceless_ui(&self) -> bool {
        self.config.gateway.control_ui.dangerously_disable_device_auth
    }

    /// Whether a signal may restart the gateway.
    pub(crate) fn restart_allowed(&self) -> bool {
        self.config.commands.restart
    }

    /// How many runs a lane takes at once.
    pub(crate) fn lane_width(&self, lane: &Lane) -> usize {
        match lane {
            Lane::Main => usize::try_from(self.config.agents.defaults.max_concurrent).unwrap_or(usize::MAX),
            Lane::Named(_) => 1,
        }
    }

    pub(crate) fn is_global(&self) -> bool {
        self.config.session.scope == SessionScope::Global
    }

    pub(crate) fn session_defaults(&self) -> SessionDefaults {
        let default = self.default_agent().to_owned();
        SessionDefaults {
            main_session_key: self.main_session(&default).to_string(),
            default_agent_id: default,
            main_key: "main".to_owned(),
            scope: Some(self.config.session.scope.as_str().to_owned()),
        }
    }

    /// The directories the canvas may be in, the first that has a file wins; none when it is off.
    pub(crate) fn canvas_roots(&self) -> Vec<FileName> {
        let off = |name: &str| self.host.env.is_on(name);
        if !self.config.canvas_host.enabled || off("OPENCLAW_SKIP_CANVAS_HOST") {
            return Vec::new();
        }
        match self.config.canvas_host.root.as_deref().filter(|r| !r.trim().is_empty()) {
            Some(root) => vec![self.host.name(root)],
            None => {
                let workspace = self.workspace(self.default_agent());
                vec![self.host.name(&format!("{workspace}/canvas")), FileName::state("canvas")]
            }
        }
    }

    /// Where a client finds the canvas, by the name it used for us.
    pub(crate) fn canvas_url(&self, handshake: &Handshake) -> Option<String> {
        if self.canvas_roots().is_empty() {
            return None;
        }
        let forwarded = handshake.head.header("x-forwarded-proto") == Some("https");
        let scheme = if forwarded || handshake.peer.tls { "https" } else { "http" };
        let host = &handshake.origin.host;
        let name = if host.is_empty() { handshake.peer.local.ip().to_string() } else { host.clone() };
        let name = if name.contains(':') { format!("[{name}]") } else { name };
        Some(format!("{scheme}://{name}:{}", handshake.peer.local.port()))
    }
}

/// Addresses that Tailscale gives: 100.64.0.0/10.
fn is_tailnet(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    a == 100 && (64..128).contains(&b)
}
