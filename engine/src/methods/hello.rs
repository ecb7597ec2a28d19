//! What a client is told when it is let in, and how its coming and going is noted.

use crate::broadcast::EventOut;
use crate::conn::{Connection, Handshake};
use crate::dispatch::is_built;
use crate::engine::Engine;
use crate::fact::Fact;
use crate::ids::ConnId;
use crate::limits::{MAX_BUFFERED_BYTES, TICK_INTERVAL};
use crate::timers::Timer;
use crate::wire::{
    ConnectParams, Event, HelloAuth, HelloFeatures, HelloPolicy, HelloServer, Method, PROTOCOL_VERSION,
    PresenceEntry, PresenceEvent, Role, SessionDefaults, StateVersion,
};
use serde::Serialize;
use serde_json::value::RawValue;

/// Bytes of one message from a client.
pub(crate) const MAX_PAYLOAD: u64 = protocol_spec::limits::MAX_PAYLOAD as u64;

/// `hello-ok` as it is written: the spec's `HelloOk` with the health snapshot as its cached text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HelloOut<'a> {
    r#type: &'static str,
    protocol: u64,
    server: HelloServer,
    features: HelloFeatures,
    snapshot: SnapshotOut<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canvas_host_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth: Option<HelloAuth>,
    policy: HelloPolicy,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SnapshotOut<'a> {
    presence: Vec<PresenceEntry>,
    health: &'a RawValue,
    state_version: StateVersion,
    uptime_ms: u64,
    config_path: &'a str,
    state_dir: &'a str,
    session_defaults: SessionDefaults,
}

impl Engine {
    /// The payload of `hello-ok`, encoded.
    pub(crate) fn hello_payload(&mut self, conn: ConnId, handshake: &Handshake) -> String {
        let presence = self.presence.list(&self.cx.settings.host, self.cx.now.wall);
        let health = self.health.json();
        let health: &RawValue = serde_json::from_str(&health).expect("the cached snapshot is JSON");
        let uptime_ms = u64::try_from(self.uptime().as_millis()).unwrap_or(u64::MAX);
        let settings = &self.cx.settings;
        let (auth, version) = match self.conns.ready(conn) {
            Some(ready) => (self.hello_auth(ready.device_id.as_deref(), ready.grant.role), ready.version),
            None => (None, crate::wire::Version::V3),
        };
        let protocol = match version {
            crate::wire::Version::V3 => PROTOCOL_VERSION,
        };
        let hello = HelloOut {
            r#type: "hello-ok",
            protocol,
            server: HelloServer {
                version: settings.host.version.clone().unwrap_or_else(|| "dev".to_owned()),
                commit: settings.host.commit.clone(),
                host: settings.host.hostname.clone(),
                conn_id: handshake.uuid.clone(),
            },
            features: features(),
            snapshot: SnapshotOut {
                presence,
                health,
                state_version: self.state_version(),
                uptime_ms,
                config_path: &settings.host.config_path,
                state_dir: &settings.host.state_dir,
                session_defaults: settings.session_defaults(),
            },
            canvas_host_url: settings.canvas_url(handshake),
            auth,
            policy: HelloPolicy {
                max_payload: MAX_PAYLOAD,
                max_buffered_bytes: MAX_BUFFERED_BYTES as u64,
                tick_interval_ms: TICK_INTERVAL.as_millis() as u64,
            },
        };
        serde_json::to_string(&hello).expect("hello is plain data")
    }

    fn hello_auth(&self, device: Option<&str>, role: Role) -> Option<HelloAuth> {
        let token = self.devices.token(device?, role.as_str())?;
        Some(HelloAuth {
            device_token: token.token.clone(),
            role: token.role.clone(),
            scopes: token.scopes.clone(),
            issued_at_ms: Some(token.issued_at()),
        })
    }

    /// Notes that a client is there. Command line clients come and go unnoted. Gives the entry's key.
    pub(crate) fn note_presence(
        &mut self,
        conn: ConnId,
        params: &ConnectParams,
        device: Option<String>,
        role: Role,
        scopes: &[String],
    ) -> Option<Box<str>> {
        let client = &params.client;
        if client.mode.as_str() == "cli" {
            return None;
        }
        let handshake = self.conns.handshake_mut(conn)?;
        let instance = device.clone().or_else(|| client.instance_id.clone());
        let key = instance.clone().unwrap_or_else(|| handshake.uuid.clone());
        let entry = PresenceEntry {
            host: Some(client.display_name.clone().unwrap_or_else(|| client.id.as_str().to_owned())),
            ip: handshake.origin.remote_ip.map(|ip| ip.to_string()),
            version: Some(client.version.clone()),
            platform: Some(client.platform.clone()),
            device_family: client.device_family.clone(),
            model_identifier: client.model_identifier.clone(),
            mode: Some(client.mode.as_str().to_owned()),
            reason: Some("connect".to_owned()),
            device_id: device,
            roles: Some(vec![role.as_str().to_owned()]),
            scopes: Some(scopes.to_vec()).filter(|s| !s.is_empty()),
            instance_id: instance,
            ts: self.cx.now.wall.0,
            ..PresenceEntry::default()
        };
        self.presence.client(&key, entry);
        Some(key.into())
    }

    pub(crate) fn on_closed(&mut self, conn: ConnId, code: Option<u16>, reason: String) {
        self.timers.cancel(&Timer::CloseLinger(conn));
        if let Some(old) = self.conns.remove(conn) {
            self.on_left(conn, old, code, &reason);
        }
    }

    /// A connection is over, by whichever side: what was its is forgotten, and everyone is told.
    pub(crate) fn on_left(&mut self, conn: ConnId, old: Connection, code: Option<u16>, reason: &str) {
        match old {
            Connection::Handshake(handshake) => {
                self.timers.cancel(&Timer::Handshake(conn));
                let (uuid, reason) = (handshake.uuid, reason.to_owned());
                self.cx.observe(Fact::ClosedEarly { uuid, code, reason });
            }
            Connection::Ready(ready) => {
                self.forget_waiters(conn);
                self.forget_requests(conn);
                let (uuid, client, reason) = (ready.uuid, ready.client.id, reason.to_owned());
                self.cx.observe(Fact::Disconnected { uuid, client, code, reason });
                if let Some(key) = ready.presence {
                    self.presence.left(&key, self.cx.now.wall);
                    self.tell_presence();
                }
            }
            Connection::Closing => {}
        }
    }

    /// Tells everyone who is there.
    pub(crate) fn tell_presence(&mut self) {
        let presence = self.presence.list(&self.cx.settings.host, self.cx.now.wall);
        let event = EventOut::new(Event::Presence, &PresenceEvent { presence });
        let version = self.state_version();
        self.broadcast(&event.with_version(version));
    }
}

fn features() -> HelloFeatures {
    let methods = Method::LISTED.iter().filter(|m| is_built(**m)).map(|m| m.as_str().to_owned()).collect();
    HelloFeatures { methods, events: Event::ALL.iter().map(|e| e.as_str().to_owned()).collect() }
}
