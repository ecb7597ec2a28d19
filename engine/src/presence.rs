//! Presence: who is, or lately was, connected, and what they said of themselves.

use crate::host::Host;
use crate::limits::{MAX_PRESENCE, MAX_PRESENCE_FIELD, PRESENCE_TTL};
use crate::pairing::join;
use crate::time::UnixMs;
use crate::wire::PresenceEntry;
use std::collections::BTreeMap;

/// The presence map and its counter.
#[derive(Debug)]
pub(crate) struct Presence {
    entries: BTreeMap<String, PresenceEntry>,
    version: u64,
}

impl Default for Presence {
    fn default() -> Self {
        Self { entries: BTreeMap::new(), version: 1 }
    }
}

/// A beacon: what a client says of itself, or of a machine it watches.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Beacon {
    pub(crate) text: String,
    pub(crate) device_id: Option<String>,
    pub(crate) instance_id: Option<String>,
    pub(crate) host: Option<String>,
    pub(crate) ip: Option<String>,
    pub(crate) mode: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) platform: Option<String>,
    pub(crate) device_family: Option<String>,
    pub(crate) model_identifier: Option<String>,
    pub(crate) last_input_seconds: Option<f64>,
    pub(crate) reason: Option<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) scopes: Vec<String>,
}

/// What a beacon changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Changed {
    pub(crate) key: String,
    pub(crate) before: Option<PresenceEntry>,
    pub(crate) after: PresenceEntry,
}

impl Presence {
    /// Entries, without the gateway's own.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// Notes that a client connected or left. What the client does not say is cleared.
    pub(crate) fn client(&mut self, key: &str, mut entry: PresenceEntry) {
        let key = fold(key);
        let old = self.entries.remove(&key);
        if let Some(old) = &old {
            entry.roles = union(old.roles.as_ref(), entry.roles.take());
            entry.scopes = union(old.scopes.as_ref(), entry.scopes.take());
        }
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        entry.text = match old {
            Some(old) => old.text,
            None => format!("Node: {} · mode {}", said(&entry.host), said(&entry.mode)),
        };
        self.entries.insert(key, entry);
        self.version += 1;
    }

    /// Notes that a client left: its entry stays, with the reason.
    pub(crate) fn left(&mut self, key: &str, now: UnixMs) {
        if let Some(entry) = self.entries.get_mut(&fold(key)) {
            entry.reason = Some("disconnect".to_owned());
            entry.ts = now.0;
        }
        self.version += 1;
    }

    /// Takes a beacon in. Fields it does not say are kept.
    pub(crate) fn beacon(&mut self, beacon: &Beacon, now: UnixMs) -> Changed {
        let read = parse(&beacon.text);
        let head: String = beacon.text.chars().take(64).collect();
        let named = [&beacon.device_id, &beacon.instance_id, &read.host, &read.ip];
        let key = fold(named.into_iter().flatten().next().unwrap_or(&head));
        let before = self.entries.get(&key).cloned();
        let mut e = before.clone().unwrap_or_default();
        let pick = |said: &Option<String>, read: &Option<String>, kept: &mut Option<String>| {
            if let Some(text) = said.as_ref().or(read.as_ref()) {
                *kept = Some(cut(text));
            }
        };
        pick(&beacon.host, &read.host, &mut e.host);
        pick(&beacon.ip, &read.ip, &mut e.ip);
        pick(&beacon.version, &read.version, &mut e.version);
        pick(&beacon.mode, &read.mode, &mut e.mode);
        pick(&beacon.reason, &read.reason, &mut e.reason);
        pick(&beacon.platform, &None, &mut e.platform);
        pick(&beacon.device_family, &None, &mut e.device_family);
        pick(&beacon.model_identifier, &None, &mut e.model_identifier);
        pick(&beacon.device_id, &None, &mut e.device_id);
        pick(&beacon.instance_id, &None, &mut e.instance_id);
        e.last_input_seconds = beacon.last_input_seconds.or(read.last_input_seconds).or(e.last_input_seconds);
        e.roles = union(e.roles.as_ref(), Some(beacon.roles.clone()));
        e.scopes = union(e.scopes.as_ref(), Some(beacon.scopes.clone()));
        e.text = cut(&beacon.text);
        e.ts = now.0;
        self.entries.insert(key.clone(), e.clone());
        self.version += 1;
        self.shrink(now);
        Changed { key, before, after: e }
    }

    /// The list: the gateway itself and everyone not forgotten, newest first.
    pub(crate) fn list(&mut self, host: &Host, now: UnixMs) -> Vec<PresenceEntry> {
        self.shrink(now);
        let mut out = vec![own(host, now)];
        let mut others: Vec<_> = self.entries.values().cloned().collect();
        others.sort_by_key(|e| core::cmp::Reverse(e.ts));
        out.extend(others);
        out
    }

    fn shrink(&mut self, now: UnixMs) {
        self.entries.retain(|_, e| now.since(UnixMs(e.ts)) <= PRESENCE_TTL);
        // One place is the gateway's own.
        while self.entries.len() > MAX_PRESENCE - 1 {
            let oldest = self.entries.iter().min_by_key(|(_, e)| e.ts).map(|(k, _)| k.clone());
            if let Some(key) = oldest {
                self.entries.remove(&key);
            }
        }
    }
}

/// The gateway's own entry.
fn own(host: &Host, now: UnixMs) -> PresenceEntry {
    let version = host.version.clone().unwrap_or_else(|| "unknown".to_owned());
    let text =
        format!("Gateway: {} ({}) · app {version} · mode gateway · reason self", host.hostname, host.ip);
    PresenceEntry {
        host: Some(host.hostname.clone()),
        ip: Some(host.ip.clone()),
        version: Some(version),
        platform: Some(host.platform.clone()),
        device_family: Some(host.device_family.clone()),
        model_identifier: Some(host.model.clone()),
        mode: Some("gateway".to_owned()),
        reason: Some("self".to_owned()),
        text,
        ts: now.0,
        ..PresenceEntry::default()
    }
}

/// Reads `Node: HOST (IP) · app V · last input Ns ago · mode M · reason R`, in any part.
fn parse(text: &str) -> Beacon {
    let mut out = Beacon::default();
    for (i, part) in text.split('·').map(str::trim).enumerate() {
        let lower = part.to_lowercase();
        let after = |word: &str| lower.starts_with(word).then(|| part[word.len()..].trim().to_owned());
        if i == 0
            && let Some(name) = after("node:")
        {
            match name.split_once('(').and_then(|(host, ip)| Some((host, ip.strip_suffix(')')?))) {
                Some((host, ip)) => {
                    out.host = Some(host.trim().to_owned());
                    out.ip = Some(ip.trim().to_owned());
                }
                None => out.host = Some(name),
            }
        }
        out.version = after("app ").or(out.version);
        out.mode = after("mode ").or(out.mode);
        out.reason = after("reason ").or(out.reason);
        let seconds =
            after("last input ").and_then(|t| t.strip_suffix("s ago").and_then(|n| n.trim().parse().ok()));
        out.last_input_seconds = seconds.or(out.last_input_seconds);
    }
    for field in [&mut out.host, &mut out.ip] {
        if field.as_ref().is_some_and(String::is_empty) {
            *field = None;
        }
    }
    out
}

fn fold(key: &str) -> String {
    key.trim().to_lowercase().chars().take(256).collect()
}

fn cut(text: &str) -> String {
    text.char_indices().take_while(|(i, _)| *i < MAX_PRESENCE_FIELD).map(|(_, c)| c).collect()
}

fn union(have: Option<&Vec<String>>, more: Option<Vec<String>>) -> Option<Vec<String>> {
    let mut out = have.cloned().unwrap_or_default();
    join(&mut out, &more.unwrap_or_default());
    Some(out).filter(|v| !v.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(mode: &str, ts: u64) -> PresenceEntry {
        PresenceEntry { host: Some("Mac".into()), mode: Some(mode.into()), ts, ..PresenceEntry::default() }
    }

    #[test]
    fn a_beacon_is_read_from_its_text() {
        let b = parse("Node: box (10.0.0.9) · app 1.2.3 · last input 5s ago · mode local · reason launch");
        assert_eq!(b.host.as_deref(), Some("box"));
        assert_eq!(b.ip.as_deref(), Some("10.0.0.9"));
        assert_eq!((b.version.as_deref(), b.last_input_seconds), (Some("1.2.3"), Some(5.0)));
        assert_eq!((b.mode.as_deref(), b.reason.as_deref()), (Some("local"), Some("launch")));
        assert_eq!(parse("plain words"), Beacon::default());
    }

    #[test]
    fn a_beacon_keeps_what_it_does_not_say() {
        let mut p = Presence::default();
        let first = Beacon {
            text: "Node: box2".into(),
            device_id: Some("DEV".into()),
            host: Some("box2".into()),
            ..Beacon::default()
        };
        p.beacon(&first, UnixMs(1));
        let again = Beacon {
            text: "hello".into(),
            device_id: Some("dev".into()),
            reason: Some("periodic".into()),
            ..Beacon::default()
        };
        let c = p.beacon(&again, UnixMs(2));
        assert_eq!(c.key, "dev");
        assert_eq!(c.before.unwrap().text, "Node: box2");
        assert_eq!((c.after.host.as_deref(), c.after.text.as_str()), (Some("box2"), "hello"));
        assert_eq!(p.version(), 3);
    }

    #[test]
    fn a_client_that_returns_keeps_its_text_and_joins_its_scopes() {
        let mut p = Presence::default();
        p.client("K", PresenceEntry { scopes: Some(vec!["a".into()]), ..entry("ui", 1) });
        p.left("k", UnixMs(2));
        p.client("k", PresenceEntry { scopes: Some(vec!["b".into()]), ..entry("backend", 3) });
        let list = p.list(&Host::default(), UnixMs(4));
        assert_eq!(list.len(), 2);
        assert_eq!(list[1].text, "Node: Mac · mode ui");
        assert_eq!(list[1].scopes, Some(vec!["a".to_owned(), "b".to_owned()]));
    }

    #[test]
    fn the_list_is_newest_first_without_the_old() {
        let mut p = Presence::default();
        p.client("a", entry("ui", 1_000));
        p.client("b", entry("ui", 400_000));
        p.client("c", entry("ui", 300_000));
        let ts: Vec<_> = p.list(&Host::default(), UnixMs(400_500)).iter().map(|e| e.ts).collect();
        assert_eq!(ts, [400_500, 400_000, 300_000]);
    }

    #[test]
    fn the_list_is_bounded() {
        let mut p = Presence::default();
        for n in 0..500 {
            p.client(&n.to_string(), entry("ui", n));
        }
        let list = p.list(&Host::default(), UnixMs(500));
        assert_eq!(list.len(), MAX_PRESENCE);
        assert_eq!(list[1].ts, 499);
    }
}
