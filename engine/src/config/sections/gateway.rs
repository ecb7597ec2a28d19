//! `gateway`: where the server listens, who may talk to it, what it serves.

use core::net::IpAddr;
use core::time::Duration;

use serde_json::Value;

use crate::config::read::{COUNT, MILLIS, PORT, POSITIVE, POSITIVE_MILLIS, Readable, Rule, section, words};
use crate::config::shape::{Pattern, Rest, Shape};
use crate::secret::Secret;

const MIB: u64 = 1024 * 1024;

section! {
    /// `gateway`.
    pub struct Gateway {
        /// The one port for WebSocket and HTTP.
        port: Option<u16> => "port" as PORT,
        /// Whether this machine runs the gateway or only talks to one elsewhere.
        mode: Option<GatewayMode> => "mode",
        /// Which addresses to listen on.
        bind: BindMode = BindMode::Loopback => "bind",
        /// The address for `bind: "custom"`.
        custom_bind_host: Option<IpAddr> => "customBindHost" as IP,
        /// The browser interface.
        control_ui: ControlUi => "controlUi",
        /// The shared secret.
        auth: GatewayAuth => "auth",
        /// Addresses of proxies whose forwarding headers count.
        trusted_proxies: Vec<String> => "trustedProxies",
        /// Exposure through Tailscale.
        tailscale: Tailscale => "tailscale",
        /// The gateway that clients on this machine talk to in remote mode.
        remote: Remote => "remote",
        /// How a changed configuration file is applied.
        reload: Reload => "reload",
        /// TLS on the port.
        tls: Tls => "tls",
        /// HTTP endpoints that are off unless asked for.
        http: Http => "http",
        /// What connected nodes may be asked to do.
        nodes: Nodes => "nodes",
    }
}

words! {
    /// `gateway.mode`.
    pub enum GatewayMode as Words {
        /// The gateway runs here.
        Local = "local",
        /// Clients talk to `gateway.remote.url`.
        Remote = "remote",
    }
}

words! {
    /// `gateway.bind`.
    pub enum BindMode as Words {
        /// Loopback if it can be bound, else every address.
        Auto = "auto",
        /// Every IPv4 address.
        Lan = "lan",
        /// 127.0.0.1, and ::1 where it exists.
        Loopback = "loopback",
        /// `gateway.customBindHost`.
        Custom = "custom",
        /// The Tailscale address.
        Tailnet = "tailnet",
    }
}

section! {
    /// `gateway.controlUi`.
    pub struct ControlUi {
        /// Whether the browser interface is served.
        enabled: bool = true => "enabled",
        /// URL prefix: empty, or a path with a leading and without a trailing slash.
        base_path: String => "basePath" as BASE_PATH,
        /// Whether a token alone suffices over plain HTTP, without a device identity.
        allow_insecure_auth: bool => "allowInsecureAuth",
        /// Whether the interface is spared all device checks.
        dangerously_disable_device_auth: bool => "dangerouslyDisableDeviceAuth",
        /// Foreign origins whose pages may connect.
        allowed_origins: Vec<String> => "allowedOrigins",
    }
}

section! {
    /// `gateway.auth`.
    pub struct GatewayAuth {
        /// Which secret counts; a configured password decides when unset.
        mode: Option<AuthMode> => "mode",
        /// The shared token.
        token: Option<Secret<String>> => "token",
        /// The shared password.
        password: Option<Secret<String>> => "password",
        /// Whether Tailscale identity headers are accepted.
        allow_tailscale: Option<bool> => "allowTailscale",
    }
}

words! {
    /// `gateway.auth.mode`.
    pub enum AuthMode as Words {
        /// A shared token.
        Token = "token",
        /// A shared password.
        Password = "password",
    }
}

section! {
    /// `gateway.tailscale`.
    pub struct Tailscale {
        /// How the port is published.
        mode: TailscaleMode = TailscaleMode::Off => "mode",
        /// Whether publishing is undone at stop.
        reset_on_exit: bool => "resetOnExit",
    }
}

words! {
    /// `gateway.tailscale.mode`.
    pub enum TailscaleMode as Words {
        /// Not published.
        Off = "off",
        /// To the tailnet.
        Serve = "serve",
        /// To the internet.
        Funnel = "funnel",
    }
}

section! {
    /// `gateway.remote`.
    pub struct Remote {
        /// WebSocket address of the remote gateway.
        url: Option<String> => "url",
        /// How the desktop application reaches it.
        transport: Option<RemoteTransport> => "transport",
        /// Token to present there.
        token: Option<Secret<String>> => "token",
        /// Password to present there.
        password: Option<Secret<String>> => "password",
        /// SHA-256 fingerprint its certificate must have.
        tls_fingerprint: Option<String> => "tlsFingerprint",
        /// `user@host` for a tunnel.
        ssh_target: Option<String> => "sshTarget",
        /// Key file for the tunnel.
        ssh_identity: Option<String> => "sshIdentity",
    }
}

words! {
    /// `gateway.remote.transport`.
    pub enum RemoteTransport as Words {
        /// Through a tunnel.
        Ssh = "ssh",
        /// Directly.
        Direct = "direct",
    }
}

section! {
    /// `gateway.reload`.
    pub struct Reload {
        /// What a changed file may cause.
        mode: ReloadMode = ReloadMode::Hybrid => "mode",
        /// Quiet time that ends a series of changes.
        debounce: Duration = Duration::from_millis(300) => "debounceMs" as MILLIS,
    }
}

words! {
    /// `gateway.reload.mode`.
    pub enum ReloadMode as Words {
        /// Changes are ignored until the next start.
        Off = "off",
        /// Every change restarts.
        Restart = "restart",
        /// What can be applied live is, the rest is ignored.
        Hot = "hot",
        /// What can be applied live is, the rest restarts.
        Hybrid = "hybrid",
    }
}

section! {
    /// `gateway.tls`.
    pub struct Tls {
        /// Whether the port speaks TLS.
        enabled: bool => "enabled",
        /// Whether a missing certificate is made.
        auto_generate: bool = true => "autoGenerate",
        /// Certificate chain, PEM.
        cert_path: Option<String> => "certPath",
        /// Private key, PEM.
        key_path: Option<String> => "keyPath",
        /// Authority for client certificates, PEM.
        ca_path: Option<String> => "caPath",
    }
    rest Rest::Dropped;
}

section! {
    /// `gateway.http`.
    pub struct Http {
        /// The endpoints.
        endpoints: Endpoints => "endpoints",
    }
}

section! {
    /// `gateway.http.endpoints`.
    pub struct Endpoints {
        /// `/v1/chat/completions`.
        chat_completions: ChatCompletions => "chatCompletions",
        /// `/v1/responses`.
        responses: Responses => "responses",
    }
}

section! {
    /// `gateway.http.endpoints.chatCompletions`.
    pub struct ChatCompletions {
        /// Whether the endpoint answers.
        enabled: bool => "enabled",
    }
}

section! {
    /// `gateway.http.endpoints.responses`.
    pub struct Responses {
        /// Whether the endpoint answers.
        enabled: bool => "enabled",
        /// Largest body accepted.
        max_body_bytes: u64 = 20 * MIB => "maxBodyBytes" as POSITIVE,
        /// Files in requests.
        files: ResponseFiles => "files",
        /// Images in requests.
        images: ResponseImages => "images",
    }
}

section! {
    /// `gateway.http.endpoints.responses.files`.
    pub struct ResponseFiles {
        /// Whether a file may be given by URL.
        allow_url: bool = true => "allowUrl",
        /// Accepted media types.
        allowed_mimes: Vec<String> = owned(&[
            "text/plain", "text/markdown", "text/html", "text/csv", "application/json", "application/pdf",
        ]) => "allowedMimes",
        /// Largest file.
        max_bytes: u64 = 5 * MIB => "maxBytes" as POSITIVE,
        /// Longest text taken from a file.
        max_chars: u64 = 200_000 => "maxChars" as POSITIVE,
        /// Redirects followed while fetching.
        max_redirects: u64 = 3 => "maxRedirects" as COUNT,
        /// Time for fetching.
        timeout: Duration = Duration::from_secs(10) => "timeoutMs" as POSITIVE_MILLIS,
        /// PDF files.
        pdf: ResponsePdf => "pdf",
    }
}

section! {
    /// `gateway.http.endpoints.responses.files.pdf`.
    pub struct ResponsePdf {
        /// Pages read.
        max_pages: u64 = 4 => "maxPages" as POSITIVE,
        /// Pixels rendered per page.
        max_pixels: u64 = 4_000_000 => "maxPixels" as POSITIVE,
        /// Below this much text pages are rendered instead.
        min_text_chars: u64 = 200 => "minTextChars" as COUNT,
    }
}

section! {
    /// `gateway.http.endpoints.responses.images`.
    pub struct ResponseImages {
        /// Whether an image may be given by URL.
        allow_url: bool = true => "allowUrl",
        /// Accepted media types.
        allowed_mimes: Vec<String> = owned(&["image/jpeg", "image/png", "image/gif", "image/webp"]) => "allowedMimes",
        /// Largest image.
        max_bytes: u64 = 10 * MIB => "maxBytes" as POSITIVE,
        /// Redirects followed while fetching.
        max_redirects: u64 = 3 => "maxRedirects" as COUNT,
        /// Time for fetching.
        timeout: Duration = Duration::from_secs(10) => "timeoutMs" as POSITIVE_MILLIS,
    }
}

section! {
    /// `gateway.nodes`.
    pub struct Nodes {
        /// Browser proxying through nodes.
        browser: NodesBrowser => "browser",
        /// Commands allowed beyond the platform's own list.
        allow_commands: Vec<String> => "allowCommands",
        /// Commands forbidden in any case.
        deny_commands: Vec<String> => "denyCommands",
    }
}

section! {
    /// `gateway.nodes.browser`.
    pub struct NodesBrowser {
        /// How a node is chosen.
        mode: NodesBrowserMode = NodesBrowserMode::Auto => "mode",
        /// The one node to use.
        node: Option<String> => "node",
    }
}

words! {
    /// `gateway.nodes.browser.mode`.
    pub enum NodesBrowserMode as Words {
        /// The only capable node.
        Auto = "auto",
        /// Only the node asked for.
        Manual = "manual",
        /// Never.
        Off = "off",
    }
}

const IP: Rule<IpAddr> = Rule {
    shape: Shape::Matching(&Pattern {
        regex: "",
        test: |text| text.trim().parse::<IpAddr>().is_ok(),
        message: "expected an IP address",
    }),
    read: |value| value.as_str()?.trim().parse().ok(),
};

const BASE_PATH: Rule<String> = Rule { shape: String::SHAPE, read: base_path };

fn base_path(value: &Value) -> Option<String> {
    let path = value.as_str()?.trim().trim_matches('/');
    Some(if path.is_empty() { String::new() } else { format!("/{path}") })
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
