//! Who was granted what: pairings, scopes, tokens.

use super::Judge;
use super::promises::Promises;
use crate::peer::Device;
use crate::sim::life::invariants::Invariant;
use crate::sim::life::transition::{Config, Kind, Place, Secret, Visitor};
use engine::{ConnId, Now};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Devices that visitors may have.
pub(in crate::sim::life) const DEVICES: u8 = 6;

/// Roles and scopes a device may have.
#[derive(Clone, Debug, Default)]
struct Granted {
    roles: BTreeSet<String>,
    scopes: BTreeSet<String>,
    /// Scopes that a change took away which was not acknowledged yet.
    maybe: BTreeSet<String>,
    /// Every scope it was ever granted: a token that nobody replaced keeps those it was made with.
    ever: BTreeSet<String>,
}

impl Granted {
    fn add(&mut self, scopes: impl IntoIterator<Item = String>) {
        for scope in scopes {
            self.ever.insert(scope.clone());
            self.scopes.insert(scope);
        }
    }
}

/// A token of a device.
#[derive(Clone, Debug)]
struct Token {
    text: String,
    /// It was revoked or replaced, and whoever did was told so.
    dead: bool,
}

/// What a request for pairing asks for.
#[derive(Clone, Debug)]
struct Wanted {
    device: u8,
    role: String,
    scopes: Vec<String>,
}

/// Everything that was granted.
#[derive(Debug)]
pub(in crate::sim::life) struct Grants {
    /// Device ids by number, and back.
    ids: BTreeMap<String, u8>,
    granted: BTreeMap<u8, Granted>,
    tokens: BTreeMap<(u8, String), Vec<Token>>,
    wanted: BTreeMap<String, Wanted>,
    /// Users for whom Tailscale was said to vouch.
    pub(in crate::sim::life) vouched: BTreeSet<u8>,
    /// Tailscale may count, devices of the browser interface may not.
    pub(in crate::sim::life) tailscale: bool,
    pub(in crate::sim::life) insecure_ui: bool,
}

impl Grants {
    pub(super) fn new(config: &Config) -> Self {
        let ids = (1..=DEVICES).map(|number| (Device::new(number).id(), number)).collect();
        Self {
            ids,
            granted: BTreeMap::new(),
            tokens: BTreeMap::new(),
            wanted: BTreeMap::new(),
            vouched: BTreeSet::new(),
            tailscale: config.tailscale,
            insecure_ui: config.insecure_ui,
        }
    }

    /// A configuration that may be taken from now on.
    pub(in crate::sim::life) fn on_configured(&mut self, config: &Config) {
        self.tailscale |= config.tailscale;
        self.insecure_ui |= config.insecure_ui;
    }

    /// The token a device would show: the newest of its role, or one that many before.
    pub(in crate::sim::life) fn token(&self, visitor: &Visitor) -> Option<String> {
        let Secret::Token(back) = visitor.secret else { return None };
        let tokens = self.tokens.get(&(visitor.device?, visitor.kind.role().to_owned()))?;
        let at = tokens.len().checked_sub(1 + usize::from(back) % tokens.len().max(1))?;
        tokens.get(at).map(|token| token.text.clone())
    }

    pub(super) fn on_connect(&mut self, visitor: &Visitor) {
        let Some(device) = visitor.device else { return };
        // Who comes from this machine is paired at once; where devices do not count, what they say does.
        let trusted = visitor.from.is_local() || (visitor.kind == Kind::Panel && self.insecure_ui);
        if trusted {
            let granted = self.granted.entry(device).or_default();
            granted.roles.insert(visitor.kind.role().to_owned());
            granted.add(visitor.asks_for().into_iter().map(str::to_owned));
        }
    }

    /// A request for pairing is known by its number now.
    pub(super) fn on_wanted(&mut self, request: &str, device: u8, role: &str, scopes: Vec<String>) {
        let wanted = Wanted { device, role: role.to_owned(), scopes };
        self.wanted.entry(request.to_owned()).or_insert(wanted);
    }

    pub(super) fn device_of(&self, id: &str) -> Option<u8> {
        self.ids.get(id).copied()
    }

    /// Somebody approves: from now on it may count.
    pub(super) fn on_approving(&mut self, request: &str) -> Option<(u8, String)> {
        let wanted = self.wanted.get(request).cloned()?;
        let granted = self.granted.entry(wanted.device).or_default();
        granted.roles.insert(wanted.role.clone());
        granted.add(wanted.scopes);
        Some((wanted.device, wanted.role))
    }

    /// Somebody has a token replaced, perhaps with other scopes.
    pub(super) fn on_rotating(&mut self, params: &Value) -> Option<(u8, String)> {
        let device = params["deviceId"].as_str().and_then(|id| self.device_of(id))?;
        if let Some(scopes) = params["scopes"].as_array() {
            let granted = self.granted.entry(device).or_default();
            let old = core::mem::take(&mut granted.scopes);
            granted.maybe.extend(old);
            granted.add(scopes.iter().filter_map(Value::as_str).map(str::to_owned));
        }
        Some((device, params["role"].as_str().unwrap_or_default().to_owned()))
    }

    pub(super) fn on_rotated(&mut self, params: &Value, payload: &Value, promises: &mut Promises) {
        let Some(device) = params["deviceId"].as_str().and_then(|id| self.device_of(id)) else { return };
        if params["scopes"].is_array() {
            self.granted.entry(device).or_default().maybe.clear();
        }
        let role = payload["role"].as_str().unwrap_or_default();
        self.on_token(device, role, payload["token"].as_str().unwrap_or_default());
        promises.revoked.remove(&(device, role.to_owned()));
    }

    pub(super) fn on_revoked(&mut self, params: &Value, promises: &mut Promises) {
        let Some(device) = params["deviceId"].as_str().and_then(|id| self.device_of(id)) else { return };
        let role = params["role"].as_str().unwrap_or_default().to_owned();
        for token in self.tokens.entry((device, role.clone())).or_default() {
            token.dead = true;
        }
        promises.revoked.insert((device, role));
    }

    /// A device was told its token: every other one of its role is worth nothing.
    fn on_token(&mut self, device: u8, role: &str, text: &str) {
        let tokens = self.tokens.entry((device, role.to_owned())).or_default();
        for token in tokens.iter_mut().filter(|token| token.text != text) {
            token.dead = true;
        }
        if !tokens.iter().any(|token| token.text == text) {
            tokens.push(Token { text: text.to_owned(), dead: false });
        }
    }

    fn may_have(&self, device: u8, role: &str, scope: &str) -> bool {
        self.granted.get(&device).is_some_and(|granted| {
            granted.roles.contains(role) && (granted.scopes.contains(scope) || granted.maybe.contains(scope))
        })
    }
}

impl Judge {
    /// A client is let in or turned away.
    pub(super) fn on_connect_answer(&mut self, now: Now, conn: ConnId, frame: &Value) {
        let Some(seat) = self.seats.get(&conn.0) else { return };
        let visitor = seat.visitor.clone();
        if frame["ok"] != true {
            if let (Some(request), Some(device)) =
                (frame["error"]["details"]["requestId"].as_str(), visitor.device)
            {
                let scopes = visitor.asks_for().into_iter().map(str::to_owned).collect();
                self.grants.on_wanted(request, device, visitor.kind.role(), scopes);
                self.promises.on_pending(request);
            }
            return;
        }
        self.check_secret(conn, &visitor);
        self.check_grant(conn, &visitor, &frame["payload"]);
        if let (Some(device), Some(token)) =
            (visitor.device, frame["payload"]["auth"]["deviceToken"].as_str())
        {
            let role = visitor.kind.role();
            self.grants.on_token(device, role, token);
            self.promises.revoked.remove(&(device, role.to_owned()));
            self.promises.paired.insert(device);
        }
        let snapshot = &frame["payload"]["snapshot"];
        let version = &snapshot["stateVersion"];
        if let Some(seat) = self.seats.get_mut(&conn.0) {
            seat.grant = Some((visitor.kind.role(), visitor.asks_for()));
            seat.presence = Some(Arc::new(snapshot["presence"].clone()));
            seat.health = Some(Arc::new(snapshot["health"].clone()));
            seat.versions =
                (version["presence"].as_u64().unwrap_or(0), version["health"].as_u64().unwrap_or(0));
            seat.latest_wall = now.wall.0;
        }
        // Whoever comes is noted and told to nobody at once, but the command line, which is not noted. The
        // list may also have become shorter by the old.
        for (other, seat) in &mut self.seats {
            if *other == conn.0 {
                seat.presence_known = true;
            } else if visitor.kind != Kind::Cli {
                seat.presence_known = false;
            }
        }
    }

    fn check_secret(&mut self, conn: ConnId, visitor: &Visitor) {
        let vouched = match visitor.from {
            Place::Tailnet(user) => self.grants.tailscale && self.grants.vouched.contains(&user.max(1)),
            Place::Local
            | Place::Remote(_)
            | Place::Page
            | Place::OwnPage
            | Place::Elsewhere
            | Place::LiveReload => false,
        };
        let good = match visitor.secret {
            Secret::Right => true,
            Secret::Wrong | Secret::Missing => vouched,
            Secret::Token(_) => vouched || self.is_good_token(conn, visitor),
        };
        self.checks.check(Invariant::SecretNeeded, good, || format!("{conn} is let in as {visitor:?}"));
    }

    fn is_good_token(&mut self, conn: ConnId, visitor: &Visitor) -> bool {
        let Some(shown) = self.seats.get(&conn.0).and_then(|seat| seat.shown.clone()) else { return false };
        let Some(device) = visitor.device else { return false };
        let tokens = self.grants.tokens.get(&(device, visitor.kind.role().to_owned()));
        let token = tokens.into_iter().flatten().find(|token| token.text == shown).cloned();
        let dead = token.as_ref().is_some_and(|token| token.dead);
        self.checks.check(Invariant::DeadToken, !dead, || {
            format!("{conn} is let in with a dead token as {visitor:?}")
        });
        token.is_some()
    }

    fn check_grant(&mut self, conn: ConnId, visitor: &Visitor, hello: &Value) {
        let Some(device) = visitor.device else { return };
        let role = visitor.kind.role();
        let told = hello["auth"]["scopes"].as_array().map_or(&[][..], Vec::as_slice);
        let told: Vec<&str> = told.iter().filter_map(Value::as_str).collect();
        let asked = visitor.asks_for();
        let ever = |scope: &&&str| self.grants.granted.get(&device).is_some_and(|g| g.ever.contains(**scope));
        let too_much = asked.iter().find(|scope| !self.grants.may_have(device, role, scope));
        let too_much = too_much.or_else(|| told.iter().find(|scope| !ever(scope)));
        let in_role = self.grants.granted.get(&device).is_some_and(|granted| granted.roles.contains(role));
        self.checks.check(Invariant::GrantNotExceeded, in_role && too_much.is_none(), || {
            format!(
                "{conn}, device {device}, has {too_much:?} as {role}; granted: {:?}",
                self.grants.granted.get(&device)
            )
        });
    }
}
