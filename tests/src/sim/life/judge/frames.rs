//! What goes over the wire, in both directions.

use super::Judge;
use super::access::{is_unnumbered, may_ask, may_see, needs};
use super::seat::{Request, Seat};
use crate::sim::life::invariants::Invariant;
use engine::{ConnId, Now};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Age at which a presence entry is forgotten.
const PRESENCE_TTL_MS: u64 = 300_000;

impl Judge {
    /// A client says something.
    pub(super) fn on_message(&mut self, now: Now, conn: ConnId, data: &[u8]) {
        let Some(seat) = self.seats.get_mut(&conn.0) else { return };
        seat.spoke = true;
        if seat.closing.is_some() {
            return;
        }
        let Ok(frame) = serde_json::from_slice::<Value>(data) else { return };
        let (Some(id), Some(method)) = (frame["id"].as_str(), frame["method"].as_str()) else {
            seat.strange += 1;
            return;
        };
        let params = frame["params"].clone();
        if method == "connect" && seat.grant.is_none() {
            seat.shown = params["auth"]["token"].as_str().map(str::to_owned);
            let visitor = seat.visitor.clone();
            self.grants.on_connect(&visitor);
            // It may be given a new token.
            if let Some(device) = visitor.device {
                self.promises.revoked.remove(&(device, visitor.kind.role().to_owned()));
            }
        }
        let ready = self.seats.get(&conn.0).is_some_and(Seat::is_ready);
        let grant = self.seats.get(&conn.0).and_then(|seat| seat.grant.as_ref());
        if ready && grant.is_some_and(|(role, scopes)| may_ask(role, scopes, method)) {
            self.on_asked(method, &params);
        }
        let request =
            Request { method: method.to_owned(), params, at: now.mono, answers: 0, final_due: false };
        if let Some(seat) = self.seats.get_mut(&conn.0) {
            seat.requests.entry(id.to_owned()).or_default().push(request);
        }
    }

    /// One text for one connection.
    pub(super) fn on_send(&mut self, now: Now, conn: ConnId, text: &str) {
        self.check_open(conn, text);
        if let Some(seat) = self.seats.get_mut(&conn.0) {
            seat.sent(text.len());
        }
        match serde_json::from_str::<Value>(text) {
            Ok(frame) if frame["type"] == "res" => self.on_answer(now, conn, frame),
            Ok(frame) => self.on_event(now, conn, None, &frame, &Shared::of(&frame)),
            Err(e) => {
                self.checks.fail(Invariant::SendToOpen, format!("{conn} is sent no JSON ({e}): {text}"))
            }
        }
    }

    /// One event for many, each with its own number.
    pub(super) fn on_broadcast(&mut self, now: Now, body: &str, end: &str, to: &[(ConnId, u64)]) {
        let Some((_, first)) = to.first() else { return };
        let text = format!("{body}{first}{end}");
        let frame: Value = match serde_json::from_str(&text) {
            Ok(frame) => frame,
            Err(e) => {
                return self.checks.fail(Invariant::SendToOpen, format!("an event is no JSON ({e}): {text}"));
            }
        };
        self.on_told(now, &frame);
        let shared = Shared::of(&frame);
        for (conn, seq) in to {
            self.check_open(*conn, body);
            if let Some(seat) = self.seats.get_mut(&conn.0) {
                seat.sent(text.len());
            }
            self.on_event(now, *conn, Some(*seq), &frame, &shared);
        }
    }

    fn check_open(&mut self, conn: ConnId, text: &str) {
        let seat = self.seats.get(&conn.0);
        let open = seat.is_some_and(|seat| seat.accepted && seat.closing.is_none());
        self.checks.check(Invariant::SendToOpen, open, || {
            let state = seat.map(|seat| (seat.accepted, seat.closing));
            format!("{conn} is sent a text in state {state:?}: {}", &text[..text.len().min(200)])
        });
    }

    fn on_event(&mut self, now: Now, conn: ConnId, seq: Option<u64>, frame: &Value, shared: &Shared) {
        let Some(seat) = self.seats.get_mut(&conn.0) else { return };
        let event = frame["event"].as_str().unwrap_or_default();
        if let Some(seq) = seq {
            let due = seat.seq + 1 + core::mem::take(&mut seat.dropped);
            seat.seq = seq;
            self.checks.check(Invariant::SeqContiguous, seq == due, || {
                format!("{conn} is sent {event} with number {seq} instead of {due}")
            });
        } else {
            // A node is told the wake words when it comes, without a number.
            let fits = is_unnumbered(event) || (event == "voicewake.changed" && seat.grant.is_some());
            self.checks.check(Invariant::SeqContiguous, fits && frame.get("seq").is_none(), || {
                format!("{conn} is sent {event} alone: {frame}")
            });
        }
        if event != "connect.challenge" {
            let sees = seat.grant.as_ref().is_some_and(|(role, scopes)| may_see(role, scopes, event));
            self.checks.check(Invariant::EventScope, sees, || {
                format!("{conn} is sent {event}, with {:?}", seat.grant)
            });
        }
        self.note_versions(conn, event, frame);
        let Some(seat) = self.seats.get_mut(&conn.0) else { return };
        match event {
            "presence" => {
                seat.presence.clone_from(&shared.presence);
                seat.presence_known = true;
                seat.latest_wall = now.wall.0;
            }
            "health" => seat.health.clone_from(&shared.payload),
            _ => {}
        }
    }

    fn note_versions(&mut self, conn: ConnId, event: &str, frame: &Value) {
        let Some(seat) = self.seats.get_mut(&conn.0) else { return };
        let version = &frame["stateVersion"];
        let (Some(presence), Some(health)) = (version["presence"].as_u64(), version["health"].as_u64())
        else {
            return;
        };
        let (old_presence, old_health) = seat.versions;
        let due = old_health + u64::from(event == "health");
        self.checks.check(Invariant::VersionsGrow, presence >= old_presence && health == due, || {
            format!("{conn} is sent {event} with presence {presence} after {old_presence}, health {health} instead of {due}")
        });
        seat.versions = (presence, health);
    }

    /// An answer to a request.
    fn on_answer(&mut self, now: Now, conn: ConnId, frame: Value) {
        let Some(seat) = self.seats.get_mut(&conn.0) else { return };
        if let Some(heard) = &mut seat.heard {
            heard.push(frame.clone());
        }
        let id = frame["id"].as_str().unwrap_or_default();
        let request = seat.requests.get_mut(id).and_then(|all| all.iter_mut().find(|r| r.is_open()));
        let Some(request) = request else {
            let credit = seat.strange > 0;
            seat.strange = seat.strange.saturating_sub(1);
            return self
                .checks
                .check(Invariant::OneReply, credit, || format!("{conn} did not ask for {frame}"));
        };
        request.answers += 1;
        let accepted =
            request.method == "agent" && frame["payload"]["status"] == "accepted" && request.answers == 1;
        let (method, params, at) = (request.method.clone(), request.params.clone(), request.at);
        if accepted {
            // A turn that goes on already is another request's: this one hears no more of it.
            let key = params["idempotencyKey"].as_str().unwrap_or_default();
            request.final_due = !self.turns.all.get(key).is_some_and(|turn| turn.live && turn.acked);
        }
        let done = !request.is_open();
        self.checks.check(Invariant::OneReply, true, String::new);
        if done && let Some(all) = seat.requests.get_mut(id) {
            all.retain(Request::is_open);
            if all.is_empty() {
                seat.requests.remove(id);
            }
        }
        self.see_answer(&method, &frame);
        if method == "connect" && self.seats.get(&conn.0).is_some_and(|seat| seat.grant.is_none()) {
            return self.on_connect_answer(now, conn, &frame);
        }
        self.check_access(conn, &method, &frame);
        self.check_wait(now, &method, &params, at, &frame);
        self.on_method_answer(now, conn, &method, &params, &frame);
    }

    fn see_answer(&mut self, method: &str, frame: &Value) {
        let outcome = if frame["ok"] == true { "ok" } else { frame["error"]["code"].as_str().unwrap_or("?") };
        let known = protocol_spec::Method::from_wire(method).map_or("(unknown)", |method| method.as_str());
        self.coverage.see("answer", &format!("{known} {outcome}"));
    }

    /// What is done may be asked for, and what is denied may not.
    fn check_access(&mut self, conn: ConnId, method: &str, frame: &Value) {
        let Some((role, scopes)) = self.seats.get(&conn.0).and_then(|seat| seat.grant.clone()) else {
            return;
        };
        let message = frame["error"]["message"].as_str().unwrap_or_default();
        let denied = message.starts_with("missing scope: ") || message.starts_with("unauthorized role: ");
        let may = may_ask(role, &scopes, method);
        // A frame that is no request is refused before anyone looks at who sent it.
        let looked_at = !message.starts_with("invalid request frame");
        self.checks.check(Invariant::MethodScope, may != denied || !looked_at, || {
            format!("{role} with {scopes:?} asks for {method}, which needs {}: {frame}", needs(method))
        });
    }

    /// The presence that a client was told, and what it is told now.
    pub(super) fn check_presence(&mut self, now: Now, conn: ConnId, answer: &Value) {
        let Some(seat) = self.seats.get(&conn.0) else { return };
        let Some(known) = seat.presence.clone().filter(|_| seat.presence_known) else { return };
        let (known, told) = (others(&known), others(answer));
        let age = |entry: &Value, at: u64| at.saturating_sub(entry["ts"].as_u64().unwrap_or(0));
        let lost = known.iter().find(|e| !told.contains(e) && age(e, seat.latest_wall) <= PRESENCE_TTL_MS);
        let strange = told.iter().find(|e| !known.contains(e) || age(e, now.wall.0) > PRESENCE_TTL_MS);
        self.checks.check(Invariant::PresenceIsStream, lost.is_none() && strange.is_none(), || {
            format!(
                "{conn} is told {} entries and knows {}; lost: {lost:?}; new or old: {strange:?}",
                told.len(),
                known.len()
            )
        });
    }

    pub(super) fn check_health(&mut self, conn: ConnId, answer: &Value) {
        let Some(seat) = self.seats.get(&conn.0) else { return };
        let same = seat.health.as_ref().is_some_and(|health| **health == *answer);
        self.checks.check(Invariant::HealthIsStream, same, || {
            format!("{conn} is told {answer} and knows {:?}", seat.health.as_deref().map(Value::to_string))
        });
    }

    /// A connection is closed.
    pub(super) fn on_close(&mut self, now: Now, conn: ConnId, code: u16) {
        self.coverage.see("close", &code.to_string());
        let Some(seat) = self.seats.get_mut(&conn.0) else { return };
        if seat.is_shaking() && !seat.spoke && code == 1000 {
            let waited = now.mono - seat.opened;
            let early = waited < engine::limits::HANDSHAKE_TIMEOUT;
            self.checks.check(Invariant::HandshakeOnTime, !early, || {
                format!("{conn} has to go after {waited:?} without a word")
            });
        }
        seat.closing = Some(now.mono);
        seat.requests.clear();
    }

    /// A connection is dropped.
    pub(super) fn on_drop(&mut self, now: Now, conn: ConnId) {
        self.coverage.see("close", "dropped");
        let Some(seat) = self.seats.remove(&conn.0) else { return };
        if let Some(since) = seat.closing {
            let waited = now.mono - since;
            let early = waited < engine::limits::CLOSE_LINGER;
            self.checks
                .check(Invariant::LingerOnTime, !early, || format!("{conn} is dropped after {waited:?}"));
        }
    }

    /// Aborts that are told to whoever wanted them.
    pub(super) fn on_abort_answer(&mut self, frame: &Value) {
        let ids = frame["payload"]["runIds"].as_array().map_or(&[][..], Vec::as_slice);
        let runs: BTreeSet<String> = ids.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        if !runs.is_empty() {
            self.turns.on_aborted(&runs);
            self.promises.just_aborted.extend(runs);
        }
    }
}

/// What many connections are told, kept once.
#[derive(Debug, Default)]
pub(super) struct Shared {
    payload: Option<Arc<Value>>,
    presence: Option<Arc<Value>>,
}

impl Shared {
    fn of(frame: &Value) -> Self {
        match frame["event"].as_str() {
            Some("health") => Self { payload: Some(Arc::new(frame["payload"].clone())), presence: None },
            Some("presence") => {
                Self { payload: None, presence: Some(Arc::new(frame["payload"]["presence"].clone())) }
            }
            _ => Self::default(),
        }
    }
}

/// The entries of a presence list without the gateway's own.
fn others(list: &Value) -> &[Value] {
    list.as_array().and_then(|all| all.get(1..)).unwrap_or_default()
}
