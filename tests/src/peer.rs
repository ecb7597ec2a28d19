//! A client that speaks raw JSON and shares no type with the engine: what it sends and understands is
//! written here a second time, from the protocol's description.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

/// A device: an Ed25519 key, named by the hash of its public half.
#[derive(Clone, Debug)]
pub struct Device {
    key: SigningKey,
}

impl Device {
    /// Makes the device of a number; the same number is the same device.
    #[must_use]
    pub fn new(number: u8) -> Self {
        Self { key: SigningKey::from_bytes(&[number; 32]) }
    }

    /// Makes the device of a text; the same text is the same device.
    #[must_use]
    pub fn named(text: &str) -> Self {
        Self { key: SigningKey::from_bytes(&Sha256::digest(text).into()) }
    }

    /// Its name on the wire.
    #[must_use]
    pub fn id(&self) -> String {
        Sha256::digest(self.key.verifying_key().as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Its public key on the wire.
    #[must_use]
    pub fn public_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.verifying_key().as_bytes())
    }

    /// Signs a text.
    #[must_use]
    pub fn sign(&self, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.key.sign(text.as_bytes()).to_bytes())
    }
}

/// What a client says in `connect`.
#[derive(Clone, Debug)]
pub struct Connect {
    params: Value,
    device: Option<Device>,
    with_nonce: bool,
    nonce: Option<String>,
    clock_skew_ms: i64,
    after_signing: Vec<(String, Value)>,
}

impl Connect {
    /// A client of this id and mode with the shared token `secret`.
    #[must_use]
    pub fn new(id: &str, mode: &str) -> Self {
        let params = json!({
            "minProtocol": 3, "maxProtocol": 3,
            "client": {"id": id, "version": "1.0.0", "platform": "linux", "mode": mode},
            "auth": {"token": "secret"},
        });
        Self {
            params,
            device: None,
            with_nonce: true,
            nonce: None,
            clock_skew_ms: 0,
            after_signing: Vec::new(),
        }
    }

    /// A command line client.
    #[must_use]
    pub fn cli() -> Self {
        Self::new("cli", "cli")
    }

    /// A chat window.
    #[must_use]
    pub fn webchat() -> Self {
        Self::new("webchat", "webchat")
    }

    /// A node.
    #[must_use]
    pub fn node() -> Self {
        Self::new("node-host", "node").role("node")
    }

    /// Sets a field by its JSON pointer, whatever is there.
    #[must_use]
    pub fn set(mut self, pointer: &str, value: Value) -> Self {
        put(&mut self.params, pointer, value);
        self
    }

    /// Leaves a top-level field out.
    #[must_use]
    pub fn without(mut self, field: &str) -> Self {
        if let Some(map) = self.params.as_object_mut() {
            map.remove(field);
        }
        self
    }

    /// Asks for a role.
    #[must_use]
    pub fn role(self, role: &str) -> Self {
        self.set("/role", json!(role))
    }

    /// Asks for scopes.
    #[must_use]
    pub fn scopes(self, scopes: &[&str]) -> Self {
        self.set("/scopes", json!(scopes))
    }

    /// Offers a token.
    #[must_use]
    pub fn token(self, token: &str) -> Self {
        self.set("/auth", json!({"token": token}))
    }

    /// Offers a password.
    #[must_use]
    pub fn password(self, password: &str) -> Self {
        self.set("/auth", json!({"password": password}))
    }

    /// Proves to be a device.
    #[must_use]
    pub fn device(mut self, device: &Device) -> Self {
        self.device = Some(device.clone());
        self
    }

    /// Signs without the nonce of the challenge, as version 1 of the signature does.
    #[must_use]
    pub fn v1(mut self) -> Self {
        self.with_nonce = false;
        self
    }

    /// Signs another nonce than the challenge's.
    #[must_use]
    pub fn nonce(mut self, nonce: &str) -> Self {
        self.nonce = Some(nonce.to_owned());
        self
    }

    /// Has a clock that differs.
    #[must_use]
    pub fn clock_skew_ms(mut self, skew: i64) -> Self {
        self.clock_skew_ms = skew;
        self
    }

    /// Changes a field once everything is signed.
    #[must_use]
    pub fn tamper(mut self, pointer: &str, value: Value) -> Self {
        self.after_signing.push((pointer.to_owned(), value));
        self
    }

    /// The params, signed for this challenge at this time.
    #[must_use]
    pub fn params(&self, challenge: &str, now_ms: u64) -> Value {
        let mut params = self.params.clone();
        if let Some(device) = &self.device {
            let signed_at = now_ms.saturating_add_signed(self.clock_skew_ms);
            let nonce = self.with_nonce.then(|| self.nonce.clone().unwrap_or_else(|| challenge.to_owned()));
            let text = signed_text(&params, &device.id(), signed_at, nonce.as_deref());
            let mut proof = json!({
                "id": device.id(), "publicKey": device.public_key(),
                "signature": device.sign(&text), "signedAt": signed_at,
            });
            if let Some(nonce) = nonce {
                proof["nonce"] = json!(nonce);
            }
            params["device"] = proof;
        }
        for (pointer, value) in &self.after_signing {
            put(&mut params, pointer, value.clone());
        }
        params
    }
}

/// The text a device signs for these params.
fn signed_text(params: &Value, device: &str, signed_at: u64, nonce: Option<&str>) -> String {
    let text = |pointer: &str| params.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let scopes = params["scopes"].as_array().map_or(&[][..], Vec::as_slice);
    let scopes: Vec<_> = scopes.iter().filter_map(Value::as_str).collect();
    let role = params["role"].as_str().unwrap_or("operator").to_owned();
    let mut parts = vec![
        if nonce.is_some() { "v2" } else { "v1" }.to_owned(),
        device.to_owned(),
        text("/client/id"),
        text("/client/mode"),
        role,
        scopes.join(","),
        signed_at.to_string(),
        text("/auth/token"),
    ];
    parts.extend(nonce.map(str::to_owned));
    parts.join("|")
}

fn put(value: &mut Value, pointer: &str, new: Value) {
    let mut at = value;
    for part in pointer.split('/').skip(1) {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        at = at.as_object_mut().expect("it was made an object").entry(part).or_insert(Value::Null);
    }
    *at = new;
}

/// How a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The close code.
    pub code: u16,
    /// The close reason.
    pub reason: String,
}

/// One end of a connection: what it sent, what it got.
#[derive(Debug, Default)]
pub struct Peer {
    requests: u64,
    frames: Vec<Value>,
    last_seq: u64,
    /// Numbers of events that never came.
    pub missed: u64,
    /// How the connection ended, if it did.
    pub end: Option<End>,
    /// The answer to the upgrade request, if it was refused.
    pub rejected: Option<(u16, String)>,
}

impl Peer {
    /// Makes the next request: its id and its text.
    pub fn request(&mut self, method: &str, params: &Value) -> (String, String) {
        self.requests += 1;
        let id = format!("q{}", self.requests);
        let text = json!({"type": "req", "id": id, "method": method, "params": params}).to_string();
        (id, text)
    }

    /// Takes a message. It must be a frame, and events are numbered upwards.
    pub fn receive(&mut self, text: &str) {
        let frame: Value = serde_json::from_str(text)
            .unwrap_or_else(|e| panic!("the gateway sent what is no JSON ({e}): {text}"));
        match frame["type"].as_str() {
            Some("event") => {
                assert!(frame["event"].is_string(), "an event without a name: {text}");
                if let Some(seq) = frame["seq"].as_u64() {
                    assert!(seq > self.last_seq, "event {seq} came after {}: {text}", self.last_seq);
                    self.missed += seq - self.last_seq - 1;
                    self.last_seq = seq;
                }
            }
            Some("res") => {
                let ok = frame["ok"].as_bool().expect("a response says whether it is one");
                assert_eq!(ok, frame.get("error").is_none(), "an error, or none: {text}");
            }
            _ => panic!("neither an event nor a response: {text}"),
        }
        self.frames.push(frame);
    }

    /// Every frame so far, in order.
    #[must_use]
    pub fn frames(&self) -> &[Value] {
        &self.frames
    }

    /// Every response to a request, in order.
    #[must_use]
    pub fn responses(&self, id: &str) -> Vec<Value> {
        self.frames.iter().filter(|f| f["type"] == "res" && f["id"] == id).cloned().collect()
    }

    /// The payloads of every event of this name, in order.
    #[must_use]
    pub fn events(&self, name: &str) -> Vec<Value> {
        self.event_frames(name).into_iter().map(|f| f["payload"].clone()).collect()
    }

    /// Every event of this name, whole, in order.
    #[must_use]
    pub fn event_frames(&self, name: &str) -> Vec<Value> {
        self.frames.iter().filter(|f| f["type"] == "event" && f["event"] == name).cloned().collect()
    }

    /// Names of the events so far, in order.
    #[must_use]
    pub fn event_names(&self) -> Vec<String> {
        self.frames.iter().filter_map(|f| f["event"].as_str()).map(str::to_owned).collect()
    }

    /// Number of the last numbered event.
    #[must_use]
    pub fn last_seq(&self) -> u64 {
        self.last_seq
    }

    /// Forgets the frames so far; numbering goes on.
    pub fn clear(&mut self) {
        self.frames.clear();
    }
}
