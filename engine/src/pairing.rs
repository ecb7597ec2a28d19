//! Devices: who is paired, who asks to be, and the tokens they hold.

use crate::limits::{MAX_PENDING_PAIRINGS, PAIRING_TTL};
use crate::rng::Rng;
use crate::store::{Doc, Store};
use crate::time::UnixMs;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A device that may connect, as its file has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Paired {
    pub(crate) device_id: String,
    pub(crate) public_key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) platform: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) roles: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) scopes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) remote_ip: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tokens: BTreeMap<String, Token>,
    #[serde(default)]
    pub(crate) created_at_ms: u64,
    #[serde(default)]
    pub(crate) approved_at_ms: u64,
    /// Fields that other programs keep here.
    #[serde(flatten)]
    pub(crate) other: Map<String, Value>,
}

/// What a device shows instead of the shared secret, for one role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Token {
    pub(crate) token: String,
    pub(crate) role: String,
    #[serde(default)]
    pub(crate) scopes: Vec<String>,
    #[serde(default)]
    pub(crate) created_at_ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rotated_at_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) revoked_at_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_used_at_ms: Option<u64>,
    #[serde(flatten)]
    pub(crate) other: Map<String, Value>,
}

impl Token {
    /// When the token was made.
    pub(crate) fn issued_at(&self) -> u64 {
        self.rotated_at_ms.unwrap_or(self.created_at_ms)
    }
}

/// A device that asks to be paired, as its file and the event have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pending {
    pub(crate) request_id: String,
    pub(crate) device_id: String,
    pub(crate) public_key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) platform: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) roles: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) scopes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) remote_ip: Option<String>,
    #[serde(default)]
    pub(crate) silent: bool,
    #[serde(default)]
    pub(crate) is_repair: bool,
    #[serde(default)]
    pub(crate) ts: u64,
}

/// A device at the door: what it is and what it asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Caller {
    pub(crate) device_id: String,
    pub(crate) public_key: String,
    pub(crate) display_name: Option<String>,
    pub(crate) platform: Option<String>,
    pub(crate) client_id: String,
    pub(crate) client_mode: String,
    pub(crate) role: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) remote_ip: Option<String>,
}

/// Pending requests cannot be more than `MAX_PENDING_PAIRINGS`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooManyPending;

/// The pairing store.
#[derive(Debug, Default)]
pub(crate) struct Devices {
    paired: BTreeMap<String, Paired>,
    pending: BTreeMap<String, Pending>,
    /// Devices whose pairing or token changed, when the journal may not have it yet.
    unsaved: BTreeSet<String>,
}

impl Devices {
    /// Reads the files. An entry that is not understood stays in its file and is not used.
    pub(crate) fn load(&mut self, store: &Store) {
        fn all<T: for<'a> Deserialize<'a>>(store: &Store, doc: &Doc) -> BTreeMap<String, T> {
            let entries = store.doc(doc).into_iter().flat_map(|d| d.iter());
            entries.filter_map(|(k, v)| Some((k.to_owned(), serde_json::from_str(v).ok()?))).collect()
        }
        self.paired = all(store, &Doc::Paired);
        self.pending = all(store, &Doc::Pending);
        self.unsaved.clear();
    }

    /// The journal has everything.
    pub(crate) fn saved(&mut self) {
        self.unsaved.clear();
    }

    /// Whether what a device would be told may be lost yet.
    pub(crate) fn is_unsaved(&self, device: &str) -> bool {
        self.unsaved.contains(device)
    }

    pub(crate) fn paired(&self) -> impl Iterator<Item = &Paired> {
        self.paired.values()
    }

    pub(crate) fn pending(&self) -> impl Iterator<Item = &Pending> {
        self.pending.values()
    }

    /// The token of a device for a role.
    pub(crate) fn token(&self, device: &str, role: &str) -> Option<&Token> {
        self.paired.get(device)?.tokens.get(role)
    }

    /// Whether the device must be paired, again or for more, before it may connect.
    pub(crate) fn must_pair(&self, caller: &Caller) -> bool {
        let Some(device) = self.paired.get(&caller.device_id) else { return true };
        device.public_key != caller.public_key
            || !device.roles.contains(&caller.role)
            || caller.scopes.iter().any(|s| !device.scopes.contains(s))
    }

    /// Asks for a device to be paired. The request that already waits is given unchanged; `true` says
    /// that this one is new.
    pub(crate) fn request(
        &mut self,
        store: &mut Store,
        rng: &mut Rng,
        now: UnixMs,
        caller: &Caller,
        silent: bool,
    ) -> Result<(Pending, bool), TooManyPending> {
        self.forget_old(store, now);
        if let Some(pending) = self.pending.values().find(|p| p.device_id == caller.device_id) {
            return Ok((pending.clone(), false));
        }
        if self.pending.len() >= MAX_PENDING_PAIRINGS {
            return Err(TooManyPending);
        }
        let pending = Pending {
            request_id: rng.uuid(),
            device_id: caller.device_id.clone(),
            public_key: caller.public_key.clone(),
            display_name: caller.display_name.clone(),
            platform: caller.platform.clone(),
            client_id: Some(caller.client_id.clone()),
            client_mode: Some(caller.client_mode.clone()),
            role: Some(caller.role.clone()),
            roles: vec![caller.role.clone()],
            scopes: Some(caller.scopes.clone()),
            remote_ip: caller.remote_ip.clone(),
            silent,
            is_repair: self.paired.contains_key(&caller.device_id),
            ts: now.0,
        };
        put(store, &Doc::Pending, &pending.request_id, &pending);
        self.pending.insert(pending.request_id.clone(), pending.clone());
        Ok((pending, true))
    }

    /// Pairs a device that asked: roles and scopes join the ones it has, its role gets a new token.
    pub(crate) fn approve(
        &mut self,
        store: &mut Store,
        rng: &mut Rng,
        now: UnixMs,
        request: &str,
    ) -> Option<Paired> {
        self.forget_old(store, now);
        let pending = self.pending.remove(request)?;
        store.delete(&Doc::Pending, request);
        let old = self.paired.remove(&pending.device_id);
        let (created, other) =
            old.as_ref().map_or_else(|| (now.0, Map::new()), |d| (d.created_at_ms, d.other.clone()));
        let (mut roles, mut scopes, mut tokens) =
            old.map_or_else(Default::default, |d| (d.roles, d.scopes, d.tokens));
        join(&mut roles, &pending.roles);
        join(&mut scopes, pending.scopes.as_deref().unwrap_or_default());
        if let Some(role) = &pending.role {
            let granted = sorted(pending.scopes.as_deref().unwrap_or_default());
            let token = mint(rng, now, role, granted, tokens.get(role));
            tokens.insert(role.clone(), token);
        }
        let device = Paired {
            device_id: pending.device_id.clone(),
            public_key: pending.public_key,
            display_name: pending.display_name,
            platform: pending.platform,
            client_id: pending.client_id,
            client_mode: pending.client_mode,
            role: pending.role,
            roles,
            scopes,
            remote_ip: pending.remote_ip,
            tokens,
            created_at_ms: created,
            approved_at_ms: now.0,
            other,
        };
        self.keep_promised(store, device.clone());
        Some(device)
    }

    /// Turns a device away that asked.
    pub(crate) fn reject(&mut self, store: &mut Store, now: UnixMs, request: &str) -> Option<Pending> {
        self.forget_old(store, now);
        let pending = self.pending.remove(request)?;
        store.delete(&Doc::Pending, request);
        Some(pending)
    }

    /// Notes what a paired device now says of itself. Nothing is written when nothing changed.
    pub(crate) fn refresh(&mut self, store: &mut Store, caller: &Caller) {
        let Some(old) = self.paired.get(&caller.device_id) else { return };
        let mut device = old.clone();
        device.display_name.clone_from(&caller.display_name);
        device.platform.clone_from(&caller.platform);
        device.client_id = Some(caller.client_id.clone());
        device.client_mode = Some(caller.client_mode.clone());
        device.role = Some(caller.role.clone());
        device.remote_ip.clone_from(&caller.remote_ip);
        join(&mut device.roles, core::slice::from_ref(&caller.role));
        join(&mut device.scopes, &caller.scopes);
        if device != *old {
            self.keep(store, device);
        }
    }

    /// The token of a device for a role: the one it has when that covers the scopes, else a new one.
    pub(crate) fn ensure_token(
        &mut self,
        store: &mut Store,
        rng: &mut Rng,
        now: UnixMs,
        caller: &Caller,
    ) -> Option<Token> {
        let mut device = self.paired.get(&caller.device_id)?.clone();
        let old = device.tokens.get(&caller.role);
        if let Some(token) = old
            && token.revoked_at_ms.is_none()
            && caller.scopes.iter().all(|s| token.scopes.contains(s))
        {
            return Some(token.clone());
        }
        let token = mint(rng, now, &caller.role, sorted(&caller.scopes), old);
        device.tokens.insert(caller.role.clone(), token.clone());
        self.keep_promised(store, device);
        Some(token)
    }

    /// Whether this is the token of a device for a role, good for these scopes. Its use is noted.
    pub(crate) fn verify_token(
        &mut self,
        store: &mut Store,
        now: UnixMs,
        caller: &Caller,
        offered: &str,
    ) -> bool {
        use subtle::ConstantTimeEq as _;
        let Some(device) = self.paired.get(&caller.device_id) else { return false };
        let Some(token) = device.tokens.get(&caller.role) else { return false };
        let good = token.revoked_at_ms.is_none()
            && bool::from(token.token.as_bytes().ct_eq(offered.as_bytes()))
            && caller.scopes.iter().all(|s| token.scopes.contains(s));
        if good {
            let mut device = device.clone();
            if let Some(token) = device.tokens.get_mut(&caller.role) {
                token.last_used_at_ms = Some(now.0);
            }
            self.keep(store, device);
        }
        good
    }

    /// Gives a role of a device a new token. Scopes that are given also become the device's.
    pub(crate) fn rotate(
        &mut self,
        store: &mut Store,
        rng: &mut Rng,
        now: UnixMs,
        device: &str,
        role: &str,
        scopes: Option<&[String]>,
    ) -> Option<Token> {
        let mut device = self.paired.get(device)?.clone();
        let old = device.tokens.get(role);
        let granted = match (scopes, old) {
            (Some(scopes), _) => sorted(scopes),
            (None, Some(token)) => token.scopes.clone(),
            (None, None) => device.scopes.clone(),
        };
        let token = mint(rng, now, role, granted, old);
        if scopes.is_some() {
            device.scopes.clone_from(&token.scopes);
        }
        device.tokens.insert(role.to_owned(), token.clone());
        self.keep_promised(store, device);
        Some(token)
    }

    /// Makes the token of a role of a device worthless. Gives the time of it.
    pub(crate) fn revoke(&mut self, store: &mut Store, now: UnixMs, device: &str, role: &str) -> Option<u64> {
        let mut device = self.paired.get(device)?.clone();
        device.tokens.get_mut(role)?.revoked_at_ms = Some(now.0);
        self.keep_promised(store, device);
        Some(now.0)
    }

    /// Keeps a change that someone is told of once it is saved.
    fn keep_promised(&mut self, store: &mut Store, device: Paired) {
        self.unsaved.insert(device.device_id.clone());
        self.keep(store, device);
    }

    fn keep(&mut self, store: &mut Store, device: Paired) {
        put(store, &Doc::Paired, &device.device_id, &device);
        self.paired.insert(device.device_id.clone(), device);
    }

    fn forget_old(&mut self, store: &mut Store, now: UnixMs) {
        let old = |p: &Pending| now.since(UnixMs(p.ts)) > PAIRING_TTL;
        let gone: Vec<_> = self.pending.iter().filter(|(_, p)| old(p)).map(|(k, _)| k.clone()).collect();
        for key in gone {
            self.pending.remove(&key);
            store.delete(&Doc::Pending, &key);
        }
    }
}

fn put<T: Serialize>(store: &mut Store, doc: &Doc, key: &str, value: &T) {
    let value = serde_json::to_value(value).expect("a pairing entry is plain data");
    store.put(doc, key, &value);
}

fn mint(rng: &mut Rng, now: UnixMs, role: &str, scopes: Vec<String>, old: Option<&Token>) -> Token {
    Token {
        token: rng.hex::<16>(),
        role: role.to_owned(),
        scopes,
        created_at_ms: old.map_or(now.0, |t| t.created_at_ms),
        rotated_at_ms: old.map(|_| now.0),
        revoked_at_ms: None,
        last_used_at_ms: old.and_then(|t| t.last_used_at_ms),
        other: old.map(|t| t.other.clone()).unwrap_or_default(),
    }
}

/// Adds what is new, keeping the order.
pub(crate) fn join(into: &mut Vec<String>, more: &[String]) {
    for item in more.iter().map(|s| s.trim()).filter(|s| !s.is_empty()) {
        if !into.iter().any(|have| have == item) {
            into.push(item.to_owned());
        }
    }
}

/// Trimmed, without repeats, sorted.
fn sorted(scopes: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    join(&mut out, scopes);
    out.sort();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::FileName;
    use crate::store::DocFile;

    struct Bench {
        devices: Devices,
        store: Store,
        rng: Rng,
    }

    const NOW: UnixMs = UnixMs(1_000_000_000_000);

    fn bench() -> Bench {
        let mut store = Store::default();
        store.adopt(Doc::Paired, DocFile::new(FileName::state("devices/paired.json")));
        store.adopt(Doc::Pending, DocFile::new(FileName::state("devices/pending.json")));
        Bench { devices: Devices::default(), store, rng: Rng::new([3; 32]) }
    }

    fn caller(role: &str, scopes: &[&str]) -> Caller {
        Caller {
            device_id: "d".into(),
            public_key: "k".into(),
            display_name: None,
            platform: Some("linux".into()),
            client_id: "cli".into(),
            client_mode: "cli".into(),
            role: role.into(),
            scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
            remote_ip: None,
        }
    }

    impl Bench {
        fn pair(&mut self, caller: &Caller) -> Paired {
            let (pending, _) =
                self.devices.request(&mut self.store, &mut self.rng, NOW, caller, true).unwrap();
            self.devices.approve(&mut self.store, &mut self.rng, NOW, &pending.request_id).unwrap()
        }
    }

    #[test]
    fn a_paired_device_needs_no_pairing_until_it_asks_for_more() {
        let mut b = bench();
        let read = caller("operator", &["operator.read"]);
        assert!(b.devices.must_pair(&read));
        b.pair(&read);
        assert!(!b.devices.must_pair(&read));
        assert!(b.devices.must_pair(&caller("operator", &["operator.read", "operator.write"])));
        assert!(b.devices.must_pair(&caller("node", &[])));
        assert!(b.devices.must_pair(&Caller { public_key: "other".into(), ..read }));
    }

    #[test]
    fn asking_twice_gives_the_same_request() {
        let mut b = bench();
        let c = caller("operator", &["operator.read"]);
        let (first, new) = b.devices.request(&mut b.store, &mut b.rng, NOW, &c, false).unwrap();
        assert!(new);
        let (second, new) = b.devices.request(&mut b.store, &mut b.rng, UnixMs(NOW.0 + 1), &c, true).unwrap();
        assert_eq!((second, new), (first, false));
    }

    #[test]
    fn a_request_is_forgotten_after_five_minutes() {
        let mut b = bench();
        let c = caller("operator", &[]);
        let (first, _) = b.devices.request(&mut b.store, &mut b.rng, NOW, &c, false).unwrap();
        let later = UnixMs(NOW.0 + 300_001);
        assert_eq!(b.devices.approve(&mut b.store, &mut b.rng, later, &first.request_id), None);
    }

    #[test]
    fn pairing_again_joins_roles_and_scopes_and_keeps_tokens() {
        let mut b = bench();
        b.pair(&caller("operator", &["operator.read"]));
        let d = b.pair(&caller("node", &[]));
        assert_eq!(d.roles, ["operator", "node"]);
        assert_eq!(d.tokens.len(), 2);
        let d = b.pair(&caller("operator", &["operator.write"]));
        assert_eq!(d.scopes, ["operator.read", "operator.write"]);
        assert_eq!(d.tokens["operator"].rotated_at_ms, Some(NOW.0));
    }

    #[test]
    fn a_token_is_reused_while_it_covers_the_scopes() {
        let mut b = bench();
        let c = caller("operator", &["operator.read", "operator.write"]);
        let first = b.pair(&c).tokens["operator"].token.clone();
        let few = caller("operator", &["operator.read"]);
        assert_eq!(b.devices.ensure_token(&mut b.store, &mut b.rng, NOW, &few).unwrap().token, first);
        b.devices.revoke(&mut b.store, NOW, "d", "operator").unwrap();
        assert!(!b.devices.verify_token(&mut b.store, NOW, &few, &first));
        let fresh = b.devices.ensure_token(&mut b.store, &mut b.rng, NOW, &few).unwrap();
        assert_ne!(fresh.token, first);
        assert!(b.devices.verify_token(&mut b.store, NOW, &few, &fresh.token));
        assert!(!b.devices.verify_token(&mut b.store, NOW, &c, &fresh.token));
    }

    #[test]
    fn rotation_with_scopes_makes_them_the_devices() {
        let mut b = bench();
        b.pair(&caller("operator", &["operator.read"]));
        let scopes = ["operator.read".to_owned(), "operator.read".to_owned(), " x ".to_owned()];
        let t = b.devices.rotate(&mut b.store, &mut b.rng, NOW, "d", "operator", Some(&scopes)).unwrap();
        assert_eq!(t.scopes, ["operator.read", "x"]);
        let t = b.devices.rotate(&mut b.store, &mut b.rng, NOW, "d", "node", None).unwrap();
        assert_eq!(t.scopes, ["operator.read", "x"]);
        assert!(b.devices.rotate(&mut b.store, &mut b.rng, NOW, "nobody", "node", None).is_none());
    }

    #[test]
    fn the_number_of_requests_is_bounded() {
        let mut b = bench();
        let ask = |b: &mut Bench, n: usize| {
            let c = Caller { device_id: format!("d{n}"), ..caller("operator", &[]) };
            b.devices.request(&mut b.store, &mut b.rng, NOW, &c, false).map(|_| ())
        };
        for n in 0..MAX_PENDING_PAIRINGS {
            assert_eq!(ask(&mut b, n), Ok(()));
        }
        assert_eq!(ask(&mut b, 9999), Err(TooManyPending));
    }
}
