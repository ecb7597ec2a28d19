//! What a visitor says of itself: its upgrade request and its `connect`, in raw JSON.

use super::transition::{Config, Flaw, Kind, Place, SCOPES, Secret, Visitor};
use crate::peer::{Connect, Device};
use crate::sim::Route;
use engine::transport::http_gate::RequestHead;
use serde_json::{Value, json};

impl Place {
    /// The way from there.
    pub(super) fn route(self) -> Route {
        match self {
            Self::Local => Route::local(),
            Self::Remote(host) => Route::remote(host.max(1)),
            Self::Tailnet(user) => Route::local()
                .header("host", "box.tail.ts.net")
                .header("x-forwarded-for", &format!("100.64.0.{}", user.max(1)))
                .header("x-forwarded-proto", "https")
                .header("x-forwarded-host", "box.tail.ts.net")
                .header("tailscale-user-login", &login(user)),
            Self::Page => Route::local().header("origin", "https://evil.example"),
            Self::OwnPage => Route::local().header("origin", "http://127.0.0.1:18789"),
            Self::Elsewhere => Route::local().header("host", "evil.example"),
            Self::LiveReload => Route::local(),
        }
    }

    /// Whether nothing stands between a client there and the gateway.
    pub(super) fn is_local(self) -> bool {
        matches!(self, Self::Local | Self::LiveReload)
    }
}

/// The name of a Tailscale user.
pub(super) fn login(user: u8) -> String {
    format!("user{user}@example.com")
}

/// The scopes of a set of bits.
pub(super) fn scopes_of(bits: u8) -> Vec<&'static str> {
    SCOPES.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1).map(|(_, scope)| *scope).collect()
}

impl Kind {
    pub(super) fn is_node(self) -> bool {
        matches!(self, Self::Node | Self::Phone)
    }

    /// The role it has.
    pub(super) fn role(self) -> &'static str {
        if self.is_node() { "node" } else { "operator" }
    }
}

impl Visitor {
    /// Its upgrade request.
    pub(super) fn upgrade(&self) -> (engine::Peer, RequestHead) {
        let route = self.from.route();
        let target = if self.from == Place::LiveReload { "/__openclaw__/ws" } else { "/" };
        (route.peer(), route.head("GET", target))
    }

    /// The scopes it is let in with, if it is: an operator that asks for none has them all.
    pub(super) fn asks_for(&self) -> Vec<&'static str> {
        match self.scopes.map(scopes_of).filter(|scopes| !scopes.is_empty()) {
            Some(scopes) => scopes,
            None if self.kind.is_node() => Vec::new(),
            None => vec!["operator.admin"],
        }
    }

    /// What it says in `connect`. `token` is the one it shows instead of the shared secret.
    pub(super) fn connect(&self, client: u8, token: Option<&str>) -> Connect {
        let (id, mode) = match self.kind {
            Kind::Cli => ("cli", "cli"),
            Kind::Webchat => ("webchat", "webchat"),
            Kind::App => ("openclaw-macos", "ui"),
            Kind::Panel => ("openclaw-control-ui", "webchat"),
            Kind::Node => ("node-host", "node"),
            Kind::Phone => ("openclaw-ios", "node"),
        };
        let mut connect = Connect::new(id, mode);
        if self.kind.is_node() {
            connect = connect.role("node");
        }
        if self.kind == Kind::Phone {
            connect = connect.set("/client/platform", json!("iOS 26.1"));
        }
        if let Some(bits) = self.scopes {
            connect = connect.scopes(&scopes_of(bits));
        }
        if self.device.is_none() && client.is_multiple_of(2) {
            connect = connect.set("/client/instanceId", json!(format!("instance{client}")));
        }
        connect = match self.secret {
            Secret::Right => connect.set("/auth", json!({"token": "secret", "password": "secret"})),
            Secret::Wrong => connect.set("/auth", json!({"token": "guess", "password": "guess"})),
            Secret::Missing => connect.without("auth"),
            Secret::Token(_) => connect.token(token.unwrap_or("00000000000000000000000000000000")),
        };
        if let Some(number) = self.device {
            connect = connect.device(&Device::new(number));
        }
        self.flawed(connect)
    }

    fn flawed(&self, connect: Connect) -> Connect {
        match self.flaw {
            Flaw::None => connect,
            Flaw::Protocol => connect.set("/minProtocol", json!(4)).set("/maxProtocol", json!(9)),
            Flaw::Role => connect.set("/role", json!("king")),
            Flaw::Params => connect.set("/client/mode", json!(7)),
            Flaw::Nonce => connect.nonce("11111111-1111-4111-8111-111111111111"),
            Flaw::Clock => connect.clock_skew_ms(-3_600_000),
            Flaw::Tampered => connect.tamper("/scopes", json!(["operator.admin", "operator.pairing"])),
        }
    }
}

impl Config {
    /// The configuration as a person would write it.
    #[must_use]
    pub fn text(&self) -> String {
        let beat = self.beat.map_or_else(|| "0m".to_owned(), |minutes| format!("{}m", minutes.max(1)));
        let main = if self.api { "mock/gpt" } else { "builtin/echo" };
        let auth: Value = if self.password {
            json!({"mode": "password", "password": "secret"})
        } else {
            json!({"mode": "token", "token": "secret"})
        };
        let mut config = json!({
            "gateway": {"auth": auth},
            "agents": {
                "defaults": {
                    "heartbeat": {"every": beat}, "maxConcurrent": self.width.max(1),
                    "timeoutSeconds": self.timeout.max(1),
                },
                "list": [{"id": "main", "default": true, "model": main}, {"id": "ops", "model": "mock/gpt"}],
            },
            "models": {"providers": {"mock": {
                "baseUrl": "http://127.0.0.1:9/v1", "apiKey": "key", "api": "openai-completions",
                "models": [{"id": "gpt", "name": "GPT", "contextWindow": 50_000}],
            }}},
            "commands": {"restart": self.restart},
        });
        if self.tailscale {
            config["gateway"]["auth"]["allowTailscale"] = json!(true);
        }
        if self.insecure_ui {
            config["gateway"]["controlUi"] = json!({"allowInsecureAuth": true});
        }
        if self.global {
            config["session"] = json!({"scope": "global"});
        }
        if self.tools_told {
            config["agents"]["defaults"]["verboseDefault"] = json!("on");
        }
        config.to_string()
    }
}
