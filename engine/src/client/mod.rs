//! The other end of the protocol: what connects to a gateway, asks and listens.
//!
//! [`Client`] has the shape of [`Engine`](crate::Engine) and its rules: it knows no socket and no clock, never fails
//! on what the gateway sends, and is drained after each call.
//!
//! ```no_run
//! # use engine::client::{Client, ClientAction, ClientInput, RequestOptions, Setup};
//! # use engine::{Instant, Now};
//! # fn do_it(_: ClientAction) {}
//! # fn next(_: Option<Instant>) -> (Now, ClientInput) { unimplemented!() }
//! # fn run(setup: Setup, seed: [u8; 32], now: Now) {
//! let mut client = Client::new(setup, seed, now);
//! client.request(now, "health", serde_json::json!({}), RequestOptions::default());
//! while client.ended().is_none() {
//!     while let Some(action) = client.poll_action() {
//!         do_it(action);
//!     }
//!     let (now, input) = next(client.poll_timeout());
//!     client.handle_input(now, input);
//! }
//! # }
//! ```
//!
//! A request made before the handshake is done is sent when it is. One that was sent and is unanswered when the
//! connection ends fails, since nobody knows whether it was carried out. Sequence numbers start anew with each
//! connection. A connection on which nothing came for two tick intervals counts as dead.

mod error;
pub mod identity;
mod io;
mod requests;
mod setup;
mod target;
mod tokens;

#[cfg(test)]
mod tests;

use core::time::Duration;
use std::collections::VecDeque;

use protocol_spec::Event;
use protocol_spec::frame::{self, EventFrame, Frame, ResponseFrame};
use protocol_spec::limits::{
    CLIENT_CONNECT_FALLBACK_MS, CLIENT_RECONNECT_MAX_MS, CLIENT_RECONNECT_MIN_MS, MAX_PAYLOAD,
};
use serde_json::Value;

use crate::rng::{Rng, Seeds};
use crate::secret::Secret;
use crate::time::{Instant, Now};
use requests::{Requests, failed};

pub use protocol_spec::limits::CLIENT_MAX_PAYLOAD;
pub use protocol_spec::types::{ClientId, ClientMode, ConnectClient, ErrorShape, HelloOk};
pub use protocol_spec::{Method, Role, Scope};

pub use error::{ABNORMAL, Cause, Disconnect, NO_STATUS, RequestError};
pub use identity::{BadIdentity, DeviceIdentity};
pub use io::{ClientAction, ClientEvent, ClientInput, Connect};
pub use requests::{RequestId, RequestOptions};
pub use setup::{Reconnect, Setup};
pub use target::{Address, BadTarget, Fingerprint, Target};
pub use tokens::{DeviceToken, DeviceTokens, TokenChange};

/// A client of one gateway.
#[derive(Debug)]
pub struct Client {
    setup: Setup,
    rng: Rng,
    link: Link,
    requests: Requests,
    actions: VecDeque<ClientAction>,
    attempts: u32,
    pause: Duration,
    ignored: u64,
}

/// How far the connection is.
#[derive(Debug)]
enum Link {
    /// Between two attempts.
    Waiting { until: Instant },
    /// A WebSocket was asked for.
    Opening { deadline: Instant },
    /// The challenge is awaited.
    Greeting { fallback: Instant, deadline: Instant },
    /// `connect` is sent.
    Proving { id: RequestId, stored_token: bool, deadline: Instant, last_seq: Option<u64> },
    /// The handshake is done.
    Ready { alive_until: Instant, patience: Duration, max_payload: usize, last_seq: Option<u64> },
    /// There will be no other connection.
    Over(Disconnect),
}

impl Client {
    /// Makes a client, which asks for its first connection at once. The seed must not be guessable.
    pub fn new(setup: Setup, seed: [u8; 32], now: Now) -> Self {
        let mut client = Self {
            setup,
            rng: Rng::new(Seeds::of(seed)),
            link: Link::Waiting { until: now.mono },
            requests: Requests::default(),
            actions: VecDeque::new(),
            attempts: 0,
            pause: RECONNECT_MIN,
            ignored: 0,
        };
        let instance = client.rng.uuid();
        client.setup.client.instance_id.get_or_insert(instance);
        client.attempt(now);
        client
    }

    /// Takes what happened. Inputs that do not fit the state of the connection change nothing.
    pub fn handle_input(&mut self, now: Now, input: ClientInput) {
        match (input, &self.link) {
            (ClientInput::Connected, Link::Opening { deadline }) => {
                self.link = Link::Greeting { fallback: now.mono + CHALLENGE_WAIT, deadline: *deadline };
            }
            (ClientInput::ConnectFailed { detail }, Link::Opening { .. }) => {
                self.lose(now, Disconnect::unreachable(detail));
            }
            (ClientInput::Message(text), _) => self.on_message(now, &text),
            (
                ClientInput::Closed { code, reason },
                Link::Greeting { .. } | Link::Proving { .. } | Link::Ready { .. },
            ) => self.lose(now, Disconnect { code, reason, cause: Cause::Peer }),
            (ClientInput::Timeout, _) => self.on_timeout(now),
            (
                ClientInput::Connected | ClientInput::ConnectFailed { .. } | ClientInput::Closed { .. },
                Link::Waiting { .. }
                | Link::Opening { .. }
                | Link::Greeting { .. }
                | Link::Proving { .. }
                | Link::Ready { .. }
                | Link::Over(_),
            ) => {}
        }
    }

    /// Returns the next thing to do; to be called until there is none.
    pub fn poll_action(&mut self) -> Option<ClientAction> {
        self.actions.pop_front()
    }

    /// Tells when to call with [`ClientInput::Timeout`], unless something else happens first.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let link = match &self.link {
            Link::Waiting { until } => Some(*until),
            Link::Opening { deadline } | Link::Proving { deadline, .. } => Some(*deadline),
            Link::Greeting { fallback, deadline } => Some(*fallback.min(deadline)),
            Link::Ready { alive_until, .. } => Some(*alive_until),
            Link::Over(_) => None,
        };
        [link, self.requests.next_deadline()].into_iter().flatten().min()
    }

    /// Asks the gateway; exactly one [`ClientEvent::Response`] follows. Absent params are `Value::Null`.
    pub fn request(
        &mut self,
        now: Now,
        method: impl AsRef<str>,
        params: Value,
        options: RequestOptions,
    ) -> RequestId {
        let id = self.requests.next_id();
        if let Link::Over(disconnect) = &self.link {
            let error = RequestError::Disconnected(disconnect.clone());
            self.tell(failed(id, error));
            return id;
        }
        let params = Some(params).filter(|params| !params.is_null());
        let frame = encode(id, method.as_ref(), params.as_ref());
        match self.requests.admit(id, frame, options, now.mono) {
            Ok(()) => self.send_waiting(),
            Err(error) => self.tell(failed(id, error)),
        }
        id
    }

    /// Ends the connection for good; what is unanswered fails.
    pub fn close(&mut self) {
        match self.link {
            Link::Over(_) => return,
            Link::Waiting { .. } => {}
            Link::Opening { .. } | Link::Greeting { .. } | Link::Proving { .. } | Link::Ready { .. } => {
                self.actions.push_back(ClientAction::Close { code: NORMAL, reason: String::new() });
            }
        }
        self.finish(Disconnect::new(NORMAL, CLOSED, Cause::Own));
    }

    /// Tells why there will be no other connection, once the client has given up or was closed.
    pub fn ended(&self) -> Option<&Disconnect> {
        if let Link::Over(disconnect) = &self.link { Some(disconnect) } else { None }
    }

    /// Counts the messages that were no frame, or no frame anybody waited for.
    pub fn ignored_messages(&self) -> u64 {
        self.ignored
    }

    fn attempt(&mut self, now: Now) {
        self.attempts = self.attempts.saturating_add(1);
        self.link = Link::Opening { deadline: now.mono + HANDSHAKE_TIMEOUT };
        let connect = Connect { attempt: self.attempts, key: self.rng.bytes(), mask_seed: self.rng.bytes() };
        self.actions.push_back(ClientAction::Connect(connect));
    }

    fn on_timeout(&mut self, now: Now) {
        for event in self.requests.expire(now.mono) {
            self.tell(event);
        }
        let due = |at: &Instant| *at <= now.mono;
        match &self.link {
            Link::Waiting { until } if due(until) => self.attempt(now),
            Link::Opening { deadline } | Link::Greeting { deadline, .. } | Link::Proving { deadline, .. }
                if due(deadline) =>
            {
                self.hang_up(now, Disconnect::new(POLICY, "handshake timeout", Cause::HandshakeTimeout));
            }
            Link::Greeting { fallback, .. } if due(fallback) => self.send_connect(now, None),
            Link::Ready { alive_until, .. } if due(alive_until) => {
                self.hang_up(now, Disconnect::new(TICK_TIMEOUT, "tick timeout", Cause::TickTimeout));
            }
            Link::Waiting { .. }
            | Link::Opening { .. }
            | Link::Greeting { .. }
            | Link::Proving { .. }
            | Link::Ready { .. }
            | Link::Over(_) => {}
        }
    }

    fn on_message(&mut self, now: Now, text: &str) {
        if let Link::Ready { alive_until, patience, .. } = &mut self.link {
            *alive_until = now.mono + *patience;
        }
        match frame::decode(text.as_bytes()) {
            Ok(Frame::Event(event)) => self.on_event(now, event),
            Ok(Frame::Response(response)) => self.on_response(now, response),
            Ok(Frame::Request(_)) | Err(_) => self.ignore(),
        }
    }

    fn on_event(&mut self, now: Now, event: EventFrame) {
        let challenge = event.event == Event::ConnectChallenge.as_str();
        let payload = event.payload.unwrap_or(Value::Null);
        let last_seq = match &mut self.link {
            Link::Greeting { .. } if challenge => {
                let nonce = payload.get("nonce").and_then(Value::as_str).map(str::trim);
                let nonce = nonce.filter(|nonce| !nonce.is_empty()).map(str::to_owned);
                return self.send_connect(now, nonce.as_deref());
            }
            Link::Proving { last_seq, .. } | Link::Ready { last_seq, .. } if !challenge => last_seq,
            Link::Waiting { .. }
            | Link::Opening { .. }
            | Link::Greeting { .. }
            | Link::Proving { .. }
            | Link::Ready { .. }
            | Link::Over(_) => return self.ignore(),
        };
        let expected = last_seq.map(|last| last.saturating_add(1));
        *last_seq = event.seq.or(*last_seq);
        if let (Some(expected), Some(received)) = (expected, event.seq)
            && received > expected
        {
            self.tell(ClientEvent::Gap { expected, received });
        }
        self.tell(ClientEvent::Event { name: event.event, payload, seq: event.seq });
    }

    fn on_response(&mut self, now: Now, response: ResponseFrame) {
        match self.link {
            Link::Proving { id, last_seq, .. } if response.id.as_str() == Some(&id.to_string()) => {
                self.on_hello(now, response, last_seq);
            }
            Link::Ready { .. } => match self.requests.answer(response) {
                Some(event) => self.tell(event),
                None => self.ignore(),
            },
            Link::Waiting { .. }
            | Link::Opening { .. }
            | Link::Greeting { .. }
            | Link::Proving { .. }
            | Link::Over(_) => self.ignore(),
        }
    }

    fn on_hello(&mut self, now: Now, response: ResponseFrame, last_seq: Option<u64>) {
        if !response.ok {
            let error = Box::new(response.error.unwrap_or_else(requests::unknown_error));
            return self.hang_up(now, Disconnect::new(POLICY, CONNECT_FAILED, Cause::Refused(error)));
        }
        let mut hello: HelloOk = match serde_json::from_value(response.payload.unwrap_or(Value::Null)) {
            Ok(hello) => hello,
            Err(error) => {
                let cause = Cause::BadHello { detail: format!("invalid hello-ok: {error}") };
                return self.hang_up(now, Disconnect::new(POLICY, CONNECT_FAILED, cause));
            }
        };
        self.pause = RECONNECT_MIN;
        let interval = Duration::from_millis(hello.policy.tick_interval_ms).max(MIN_TICK_INTERVAL);
        let patience = interval.saturating_mul(MISSED_TICKS);
        self.link = Link::Ready {
            alive_until: now.mono + patience,
            patience,
            max_payload: usize::try_from(hello.policy.max_payload).unwrap_or(MAX_PAYLOAD),
            last_seq,
        };
        self.take_token(&mut hello);
        self.tell(ClientEvent::Ready(Box::new(hello)));
        self.send_waiting();
    }

    /// A token the client has already is no news.
    fn take_token(&mut self, hello: &mut HelloOk) {
        let Some(auth) = &mut hello.auth else { return };
        let token = Secret::new(core::mem::take(&mut auth.device_token));
        if token.is_blank() || self.setup.device_token.as_ref() == Some(&token) {
            return;
        }
        self.setup.device_token = Some(token.clone());
        let issued = DeviceToken { token, role: auth.role.clone(), scopes: auth.scopes.clone() };
        self.tell(ClientEvent::Token(TokenChange::Issued(issued)));
    }

    fn send_connect(&mut self, now: Now, nonce: Option<&str>) {
        let Link::Greeting { deadline, .. } = self.link else { return };
        let id = self.requests.next_id();
        let params = self.setup.connect_params(nonce, now.wall);
        self.send(encode(id, Method::Connect.as_str(), Some(&params)));
        let stored_token = self.setup.offers_device_token();
        self.link = Link::Proving { id, stored_token, deadline, last_seq: None };
    }

    fn send_waiting(&mut self) {
        let Link::Ready { max_payload, .. } = self.link else { return };
        for frame in self.requests.send(max_payload) {
            match frame {
                Ok(frame) => self.send(frame),
                Err(event) => self.tell(event),
            }
        }
    }

    fn send(&mut self, frame: String) {
        self.actions.push_back(ClientAction::Send(Secret::new(frame)));
    }

    /// Ends the connection from this side.
    fn hang_up(&mut self, now: Now, disconnect: Disconnect) {
        let (code, reason) = (disconnect.code, disconnect.reason.clone());
        self.actions.push_back(ClientAction::Close { code, reason });
        self.lose(now, disconnect);
    }

    /// Deals with the end of a connection.
    fn lose(&mut self, now: Now, disconnect: Disconnect) {
        self.doubt_token(&disconnect);
        match self.setup.reconnect {
            Reconnect::Never => self.finish(disconnect),
            Reconnect::Always => {
                let pause = self.pause;
                self.pause = pause.saturating_mul(2).min(RECONNECT_MAX);
                self.link = Link::Waiting { until: now.mono + pause };
                self.fail_requests(false, &disconnect);
                self.tell(ClientEvent::Disconnected { disconnect, retry: Some(pause) });
            }
        }
    }

    /// The reference takes any end of a connect with the stored token as its refusal, if it has another to offer.
    fn doubt_token(&mut self, disconnect: &Disconnect) {
        let offered = matches!(self.link, Link::Proving { stored_token: true, .. });
        let ended = matches!(disconnect.cause, Cause::Refused(_) | Cause::Peer);
        if offered && ended && self.setup.token.is_some() {
            self.setup.device_token = None;
            self.tell(ClientEvent::Token(TokenChange::Refused { role: self.setup.role }));
        }
    }

    fn finish(&mut self, disconnect: Disconnect) {
        self.link = Link::Over(disconnect.clone());
        self.fail_requests(true, &disconnect);
        self.tell(ClientEvent::Disconnected { disconnect, retry: None });
    }

    fn fail_requests(&mut self, all: bool, disconnect: &Disconnect) {
        for event in self.requests.fail(all, &RequestError::Disconnected(disconnect.clone())) {
            self.tell(event);
        }
    }

    fn ignore(&mut self) {
        self.ignored = self.ignored.saturating_add(1);
    }

    fn tell(&mut self, event: ClientEvent) {
        self.actions.push_back(ClientAction::Event(event));
    }
}

fn encode<P: serde::Serialize>(id: RequestId, method: &str, params: Option<&P>) -> String {
    let mut frame = String::new();
    frame::encode_request(&mut frame, &id.to_string(), method, params);
    frame
}

/// Time the gateway has for its challenge (reference: 750 ms).
const CHALLENGE_WAIT: Duration = Duration::from_millis(CLIENT_CONNECT_FALLBACK_MS);

/// Time from the wish for a connection to the end of its handshake. The gateway gives a handshake 10 s.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(15);

/// The pauses between attempts (reference: 1 s, doubling to 30 s).
const RECONNECT_MIN: Duration = Duration::from_millis(CLIENT_RECONNECT_MIN_MS);

/// See `RECONNECT_MIN`.
const RECONNECT_MAX: Duration = Duration::from_millis(CLIENT_RECONNECT_MAX_MS);

/// Tick intervals without a message after which a connection is dead (reference: two, of ticks alone).
const MISSED_TICKS: u32 = 2;

/// The shortest tick interval that is believed.
const MIN_TICK_INTERVAL: Duration = Duration::from_secs(1);

const NORMAL: u16 = 1000;
const POLICY: u16 = 1008;
const TICK_TIMEOUT: u16 = 4000;

/// Close reason of a refused handshake (the reference's).
const CONNECT_FAILED: &str = "connect failed";

/// What a request learns that the user ended.
const CLOSED: &str = "client closed";

const _: () = assert!(
    CHALLENGE_WAIT.as_millis() < HANDSHAKE_TIMEOUT.as_millis(),
    "connect is sent without a challenge"
);
