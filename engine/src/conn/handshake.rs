//! The handshake: from an upgrade request to `hello-ok`, every check in the reference's order.

use super::origin::{Origin, host_is_ours, page_is_allowed};
use super::{Client, Connection, Grant, Handshake, Outbox, Ready, Waiting, WaitingFor};
use crate::action::{Action, Response};
use crate::auth::device::{Claim, Signed, verify};
use crate::auth::{Audience, Offer, check_secret};
use crate::broadcast::EventOut;
use crate::engine::Engine;
use crate::fact::Fact;
use crate::ids::ConnId;
use crate::input::Peer;
use crate::limits::{HANDSHAKE_TIMEOUT, MAX_CONNECTIONS, MAX_HANDSHAKES, READ_PAUSE_BYTES};
use crate::pairing::Caller;
use crate::refusal::{CloseCode, Refusal};
use crate::store::Then;
use crate::tailscale::claim as tailscale_claim;
use crate::timers::Timer;
use crate::transport::http_gate::RequestHead;
use crate::wire::{
    BadFrame, ConnectChallengeEvent, ConnectParams, DevicePairResolvedEvent, ErrorCode, Event, Method,
    PROTOCOL_VERSION, Role, Version, check_connect, decode_request, encode_err, event_alone,
};
use serde_json::json;

/// A `connect` that passed every check that needs nothing from outside.
struct Candidate {
    role: Role,
    scopes: Vec<String>,
    /// The device's public key, when it proved to have one.
    device_key: Option<String>,
    /// Devices do not count for it: configuration says so.
    skips_pairing: bool,
}

/// Why a handshake ends, and how.
struct Refused {
    refusal: Refusal,
    close: CloseCode,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, close: CloseCode::Policy }
    }
}

impl Engine {
    pub(crate) fn on_opened(&mut self, conn: ConnId, peer: Peer, head: RequestHead) {
        let origin = Origin::of(&peer, &head, self.cx.settings.trusted_proxies());
        if let Some(response) = self.turn_away(&origin, &head) {
            return self.cx.act(Action::Reject { conn, response });
        }
        if origin.untrusted_proxy {
            self.cx.observe(Fact::UntrustedProxy { ip: peer.address.ip() });
        } else if origin.foreign_host {
            self.cx.observe(Fact::ForeignHost { host: origin.host.clone() });
        }
        let (uuid, nonce) = (self.cx.rng.uuid(), self.cx.rng.uuid());
        let challenge = ConnectChallengeEvent { nonce: nonce.clone(), ts: self.cx.now.wall.0 };
        let opened = self.cx.now.mono;
        self.conns.insert(conn, Handshake { uuid, nonce, origin, peer, head, opened, waiting: None });
        self.timers.set(Timer::Handshake(conn), opened + HANDSHAKE_TIMEOUT);
        self.cx.act(Action::Accept { conn });
        self.send(conn, event_alone(Event::ConnectChallenge, &challenge));
    }

    /// Whether a connection is refused before it may speak.
    fn turn_away(&mut self, origin: &Origin, head: &RequestHead) -> Option<Response> {
        let allowed = self.cx.settings.allowed_origins();
        let page = page_is_allowed(head, allowed);
        let named = host_is_ours(&origin.host, &self.cx.settings.host.hostname, allowed);
        if page == Some(false) || (page == Some(true) && !named) {
            let from = head.header("origin").unwrap_or_default().to_owned();
            self.cx.observe(Fact::OriginRefused { origin: from, ip: origin.client_ip });
            return Some(Response::text(
                403,
                "origin not allowed (add it to gateway.controlUi.allowedOrigins)",
            ));
        }
        // The live reload of the canvas has this path in the reference; it is no door to the gateway.
        if head.path() == "/__openclaw__/ws" {
            return Some(Response::text(404, "Not Found"));
        }
        let full = self.conns.len() >= MAX_CONNECTIONS || self.conns.shaking() >= MAX_HANDSHAKES;
        if full || !self.lifecycle.is_serving() {
            let why = if full { "too many connections" } else { "the gateway is not serving" };
            let response = Response::text(503, why);
            return Some(response.with("Retry-After", "1"));
        }
        None
    }

    pub(crate) fn on_handshake_timeout(&mut self, conn: ConnId) {
        if let Some(handshake) = self.conns.handshake_mut(conn) {
            let uuid = handshake.uuid.clone();
            self.cx.observe(Fact::HandshakeTimeout { uuid });
            self.close(conn, CloseCode::Normal, "");
        }
    }

    /// The first message of a connection, or another one before it is ready.
    pub(crate) fn on_first_message(&mut self, conn: ConnId, data: &[u8]) {
        let request = match decode_request(data) {
            Ok(request) => request,
            Err(BadFrame::NotJson) => {
                if let Some(handshake) = self.conns.handshake_mut(conn) {
                    let uuid = handshake.uuid.clone();
                    self.cx.observe(Fact::NotJson { uuid, handshake: true });
                }
                return self.close(conn, CloseCode::Normal, "");
            }
            Err(BadFrame::Invalid { .. }) => {
                return self.close(conn, CloseCode::Policy, "invalid request frame");
            }
        };
        let waits = self.conns.handshake_mut(conn).is_some_and(|h| h.waiting.is_some());
        if waits || Method::from_wire(&request.method) != Some(Method::Connect) {
            let refusal = Refusal::invalid("invalid handshake: first request must be connect");
            return self.refuse_handshake(conn, &request.id, refusal.into());
        }
        match check_connect(request.params) {
            Ok(params) => self.connect(conn, request.id, params),
            Err(errors) => {
                let refusal = Refusal::invalid(format!("invalid connect params: {errors}"));
                self.refuse_handshake(conn, &request.id, refusal.into());
            }
        }
    }

    fn connect(&mut self, conn: ConnId, id: String, params: ConnectParams) {
        match self.inspect(conn, &params) {
            Ok(candidate) => match self.unknown_tailscale(conn) {
                Some(ip) => {
                    if let Some(handshake) = self.conns.handshake_mut(conn) {
                        handshake.waiting = Some(Waiting { id, params, until: WaitingFor::Whois });
                    }
                    self.ask_whois(conn, ip);
                }
                None => self.admit(conn, id, params, candidate),
            },
            Err(refused) => self.refuse_handshake(conn, &id, refused),
        }
    }

    /// An answer from outside is here: go on where the handshake waits for it.
    pub(crate) fn resume_connect(&mut self, conn: ConnId) {
        let Some(handshake) = self.conns.handshake_mut(conn) else { return };
        let Some(waiting) = handshake.waiting.take_if(|w| w.until == WaitingFor::Whois) else { return };
        match self.inspect(conn, &waiting.params) {
            Ok(candidate) => self.admit(conn, waiting.id, waiting.params, candidate),
            Err(refused) => self.refuse_handshake(conn, &waiting.id, refused),
        }
    }

    /// Checks version, role, scopes and device.
    fn inspect(&mut self, conn: ConnId, params: &ConnectParams) -> Result<Candidate, Refused> {
        if !(params.min_protocol..=params.max_protocol).contains(&PROTOCOL_VERSION) {
            let details = json!({"expectedProtocol": PROTOCOL_VERSION});
            let refusal = Refusal::invalid("protocol mismatch").with_details(details);
            return Err(Refused { refusal, close: CloseCode::Protocol });
        }
        let role = match params.role.as_deref() {
            None => Role::Operator,
            Some(name) => Role::from_wire(name).ok_or_else(|| Refusal::invalid("invalid role"))?,
        };
        let asked = params.scopes.as_deref().unwrap_or_default();
        let scopes = match (asked, role) {
            ([], Role::Operator) => vec!["operator.admin".to_owned()],
            (asked, _) => asked.to_vec(),
        };
        let ui = params.client.id.as_str() == "openclaw-control-ui";
        let insecure = ui && self.cx.settings.insecure_ui();
        let no_device = ui && self.cx.settings.deviceless_ui();
        let (token, password) = offered(params);
        let device = params.device.as_ref().filter(|_| !no_device);
        let Some(device) = device else {
            if ui && !insecure && !no_device {
                return Err(
                    Refusal::invalid("control ui requires HTTPS or localhost (secure context)").into()
                );
            }
            if token.is_none() && !((insecure || no_device) && password.is_some()) {
                return Err(Refusal::coded(ErrorCode::NotPaired, "device identity required").into());
            }
            return Ok(Candidate { role, scopes, device_key: None, skips_pairing: true });
        };
        let claim = Claim {
            id: &device.id,
            public_key: &device.public_key,
            signature: &device.signature,
            signed_at: device.signed_at,
            nonce: device.nonce.as_deref(),
        };
        let signed = Signed {
            client_id: params.client.id.as_str(),
            client_mode: params.client.mode.as_str(),
            role: role.as_str(),
            scopes: asked,
            token: token.unwrap_or_default(),
        };
        let now = self.cx.now.wall;
        let handshake =
            self.conns.handshake_mut(conn).ok_or_else(|| Refusal::unavailable("connection is gone"))?;
        let key = verify(&claim, &signed, &handshake.nonce, handshake.origin.local, now)
            .map_err(|e| Refusal::invalid(e.to_string()))?;
        let skips_pairing = (insecure || no_device) && (token.is_some() || password.is_some());
        Ok(Candidate { role, scopes, device_key: Some(key), skips_pairing })
    }

    /// The address of a Tailscale user whose name has to be asked for.
    fn unknown_tailscale(&mut self, conn: ConnId) -> Option<core::net::IpAddr> {
        if !self.cx.settings.auth().allow_tailscale {
            return None;
        }
        let handshake = self.conns.handshake_mut(conn)?;
        let claim = tailscale_claim(&handshake.origin, handshake.peer.address.ip(), &handshake.head)?;
        self.whois.login(self.cx.now.mono, claim.ip).is_none().then_some(claim.ip)
    }

    fn is_tailscale_user(&mut self, conn: ConnId) -> bool {
        if !self.cx.settings.auth().allow_tailscale {
            return false;
        }
        let now = self.cx.now.mono;
        let Some(handshake) = self.conns.handshake_mut(conn) else { return false };
        let claim = tailscale_claim(&handshake.origin, handshake.peer.address.ip(), &handshake.head);
        claim.is_some_and(|c| c.is(self.whois.login(now, c.ip).flatten()))
    }

    /// Checks the secret, then the pairing; what is new is on the disk before the client hears of it.
    fn admit(&mut self, conn: ConnId, id: String, params: ConnectParams, candidate: Candidate) {
        let caller = self.caller(conn, &params, &candidate);
        if let Err(refused) = self.authorize(conn, &params, caller.as_ref()) {
            return self.refuse_handshake(conn, &id, refused);
        }
        let events = match caller.as_ref().filter(|_| !candidate.skips_pairing) {
            Some(caller) => match self.pair(conn, caller) {
                Ok(events) => events,
                Err(refused) => return self.refuse_handshake(conn, &id, refused),
            },
            None => Vec::new(),
        };
        let mut must_be_saved = !events.is_empty();
        if let Some(caller) = &caller {
            self.devices.refresh(&mut self.store, caller);
            let had = self.devices.token(&caller.device_id, &caller.role).map(|t| t.token.clone());
            let (store, rng, now) = (&mut self.store, &mut self.cx.rng, self.cx.now.wall);
            let has = self.devices.ensure_token(store, rng, now, caller);
            must_be_saved |= has.map(|t| t.token) != had;
            // What an earlier connection changed and was not told of, since it could not be saved.
            must_be_saved |= self.devices.is_unsaved(&caller.device_id);
        }
        if !must_be_saved {
            return self.hello(conn, &id, &params, candidate);
        }
        if let Some(handshake) = self.conns.handshake_mut(conn) {
            handshake.waiting = Some(Waiting { id, params, until: WaitingFor::Disk });
        }
        self.store.journal.after(Then::Paired { conn, events });
    }

    /// The pairing of a connection is on the disk.
    pub(crate) fn on_paired(&mut self, conn: ConnId) {
        let Some(handshake) = self.conns.handshake_mut(conn) else { return };
        let Some(waiting) = handshake.waiting.take_if(|w| w.until == WaitingFor::Disk) else { return };
        match self.inspect(conn, &waiting.params) {
            Ok(candidate) => self.hello(conn, &waiting.id, &waiting.params, candidate),
            Err(refused) => self.refuse_handshake(conn, &waiting.id, refused),
        }
    }

    fn caller(&mut self, conn: ConnId, params: &ConnectParams, candidate: &Candidate) -> Option<Caller> {
        let device = params.device.as_ref()?;
        let public_key = candidate.device_key.clone()?;
        let remote_ip =
            self.conns.handshake_mut(conn).and_then(|h| h.origin.remote_ip).map(|ip| ip.to_string());
        Some(Caller {
            device_id: device.id.clone(),
            public_key,
            display_name: params.client.display_name.clone(),
            platform: Some(params.client.platform.clone()),
            client_id: params.client.id.as_str().to_owned(),
            client_mode: params.client.mode.as_str().to_owned(),
            role: candidate.role.as_str().to_owned(),
            scopes: candidate.scopes.clone(),
            remote_ip,
        })
    }

    fn authorize(
        &mut self,
        conn: ConnId,
        params: &ConnectParams,
        caller: Option<&Caller>,
    ) -> Result<(), Refused> {
        if self.is_tailscale_user(conn) {
            return Ok(());
        }
        let now = self.cx.now.mono;
        let Some(handshake) = self.conns.handshake_mut(conn) else { return Ok(()) };
        let (ip, exempt) = (handshake.origin.client_ip, handshake.origin.is_own_machine());
        let uuid = handshake.uuid.clone();
        if let Some(pause) = self.limiter.blocked(now, ip).filter(|_| !exempt) {
            let text = "unauthorized: too many failed attempts from this address";
            return Err(Refusal::invalid(text).retry_after(pause).into());
        }
        let (token, password) = offered(params);
        let error = match check_secret(self.cx.settings.auth(), Offer { token, password }) {
            Ok(()) => {
                self.limiter.succeeded(ip);
                return Ok(());
            }
            Err(error) => error,
        };
        if let (Some(caller), Some(token)) = (caller, token)
            && self.devices.verify_token(&mut self.store, self.cx.now.wall, caller, token)
        {
            return Ok(());
        }
        let client = params.client.id.as_str().to_owned();
        self.cx.observe(Fact::Unauthorized { uuid, ip, client, reason: error.reason().to_owned() });
        let mut refusal = Refusal::invalid(error.text(audience(params)));
        if error.is_guess()
            && !exempt
            && let Some(pause) = self.limiter.failed(now, ip)
        {
            self.cx.observe(Fact::Blocked { ip, pause });
            refusal = refusal.retry_after(pause);
        }
        Err(refusal.into())
    }

    /// Pairs a device that must be, when it may be paired at once. Gives what everyone is to be told.
    fn pair(&mut self, conn: ConnId, caller: &Caller) -> Result<Vec<EventOut>, Refused> {
        if !self.devices.must_pair(caller) {
            return Ok(Vec::new());
        }
        if let Some(refusal) = self.cannot_save() {
            return Err(refusal.into());
        }
        let silent = self.conns.handshake_mut(conn).is_some_and(|h| h.origin.local);
        let (store, rng, now) = (&mut self.store, &mut self.cx.rng, self.cx.now.wall);
        let Ok((pending, new)) = self.devices.request(store, rng, now, caller, silent) else {
            return Err(Refusal::unavailable(
                "too many devices wait to be paired; approve or reject some first",
            )
            .into());
        };
        self.cx.observe(Fact::Pairing {
            device: caller.device_id.clone(),
            role: caller.role.clone(),
            silent: pending.silent,
        });
        if pending.silent {
            let request = pending.request_id;
            self.devices.approve(&mut self.store, &mut self.cx.rng, now, &request);
            return Ok(vec![resolved(request, caller.device_id.clone(), true, now.0)]);
        }
        if new {
            self.broadcast(&EventOut::new(Event::DevicePairRequested, &pending));
        }
        let refusal = Refusal::coded(ErrorCode::NotPaired, "pairing required");
        Err(refusal.with_details(json!({"requestId": pending.request_id})).into())
    }

    fn hello(&mut self, conn: ConnId, id: &str, params: &ConnectParams, candidate: Candidate) {
        let Candidate { role, scopes, device_key, .. } = candidate;
        // A device that proved nothing is none.
        let device_id = device_key.and(params.device.as_ref()).map(|d| d.id.clone());
        let presence = self.note_presence(conn, params, device_id.clone(), role, &scopes);
        let Some(Connection::Handshake(handshake)) = self.conns.turn(conn, Connection::Closing) else {
            return;
        };
        self.timers.cancel(&Timer::Handshake(conn));
        let client = Client {
            id: params.client.id.as_str(),
            mode: params.client.mode.as_str(),
            display_name: params.client.display_name.as_deref().map(Into::into),
            platform: params.client.platform.as_str().into(),
            device_family: params.client.device_family.as_deref().map(Into::into),
            connected_at: self.cx.now.wall,
        };
        let took = self.cx.now.mono - handshake.opened;
        self.cx.observe(Fact::Connected {
            uuid: handshake.uuid.clone(),
            client: client.id,
            mode: client.mode,
            took,
        });
        let ready = Ready {
            uuid: handshake.uuid.clone(),
            version: Version::V3,
            grant: Grant { role, scopes },
            client,
            device_id,
            presence,
            outbox: Outbox::default(),
        };
        self.conns.turn(conn, Connection::Ready(Box::new(ready)));
        self.cx.act(Action::SetReadLimit { conn, max_unsent: READ_PAUSE_BYTES });
        let payload = self.hello_payload(conn, &handshake);
        self.send(conn, crate::wire::encode_ok(id, &payload));
        if role == Role::Node {
            let event = event_alone(Event::VoicewakeChanged, &self.voicewake.event());
            self.send(conn, event);
        }
        self.ask_health_refresh();
    }

    /// Refuses a `connect` that waited, by whatever it waited for.
    pub(crate) fn refuse_connect(&mut self, conn: ConnId, refusal: Refusal, close: CloseCode) {
        let waiting = self.conns.handshake_mut(conn).and_then(|h| h.waiting.take());
        if let Some(waiting) = waiting {
            self.refuse_handshake(conn, &waiting.id, Refused { refusal, close });
        }
    }

    fn refuse_handshake(&mut self, conn: ConnId, id: &str, refused: Refused) {
        let text = refused.refusal.message.clone();
        self.send(conn, encode_err(id, &refused.refusal.shape(), None));
        self.close(conn, refused.close, &text);
    }
}

/// The event that a request for pairing was decided.
pub(crate) fn resolved(request_id: String, device_id: String, approved: bool, ts: u64) -> EventOut {
    use crate::wire::DevicePairResolvedEventDecision::{Approved, Rejected};
    let decision = if approved { Approved } else { Rejected };
    EventOut::new(Event::DevicePairResolved, &DevicePairResolvedEvent { request_id, device_id, decision, ts })
}

/// The secrets a client offers; an empty one counts as none.
fn offered(params: &ConnectParams) -> (Option<&str>, Option<&str>) {
    let Some(auth) = &params.auth else { return (None, None) };
    let token = auth.token.as_deref().filter(|t| !t.is_empty());
    let password = auth.password.as_deref().filter(|t| !t.is_empty());
    (token, password)
}

fn audience(params: &ConnectParams) -> Audience {
    match (params.client.id.as_str(), params.client.mode.as_str()) {
        (_, "cli") => Audience::Cli,
        ("openclaw-control-ui" | "webchat-ui", _) | (_, "webchat") => Audience::Ui,
        _ => Audience::Other,
    }
}
