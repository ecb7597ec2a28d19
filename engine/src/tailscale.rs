//! Tailscale: who an address belongs to is a question for the outside, and its answer is kept a while.

use crate::action::{Action, Spawn};
use crate::conn::Origin;
use crate::engine::Engine;
use crate::ids::ConnId;
use crate::limits::{MAX_AUTH_ADDRESSES, WHOIS_FAILURE_TTL, WHOIS_TIMEOUT, WHOIS_TTL};
use crate::ops::Owner;
use crate::time::Instant;
use crate::transport::http_gate::RequestHead;
use core::net::IpAddr;
use core::time::Duration;
use serde_json::Value;
use std::collections::BTreeMap;

/// Bytes of the answer that are read.
const MAX_ANSWER: usize = 64 * 1024;

/// Logins by address, as far as they were asked for lately.
#[derive(Debug, Default)]
pub(crate) struct Whois {
    known: BTreeMap<IpAddr, (Option<String>, Instant)>,
    /// What was printed so far, by the connection that waits.
    output: BTreeMap<ConnId, Vec<u8>>,
}

/// A proxy's claim of who the user is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TailscaleClaim {
    pub(crate) login: String,
    pub(crate) ip: IpAddr,
}

impl Whois {
    /// The login of an address, when it is known: `Some(None)` says that it has none.
    pub(crate) fn login(&self, now: Instant, ip: IpAddr) -> Option<Option<&str>> {
        let (login, until) = self.known.get(&ip)?;
        (*until > now).then_some(login.as_deref())
    }

    fn learn(&mut self, now: Instant, ip: IpAddr, login: Option<String>) {
        if self.known.len() >= MAX_AUTH_ADDRESSES {
            self.known.clear();
        }
        let ttl = if login.is_some() { WHOIS_TTL } else { WHOIS_FAILURE_TTL };
        self.known.insert(ip, (login, now + ttl));
    }

    pub(crate) fn printed(&mut self, conn: ConnId, bytes: &[u8]) {
        let output = self.output.entry(conn).or_default();
        let room = MAX_ANSWER.saturating_sub(output.len());
        output.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    pub(crate) fn sweep(&mut self, now: Instant) {
        self.known.retain(|_, (_, until)| *until > now);
    }
}

/// Reads the claim of `tailscale serve` from a request. It counts only when it comes through the proxy
/// on this machine.
pub(crate) fn claim(origin: &Origin, socket_ip: IpAddr, head: &RequestHead) -> Option<TailscaleClaim> {
    let login = head.header("tailscale-user-login")?.trim();
    let forwarded = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"];
    if login.is_empty() || origin.local || !socket_ip.to_canonical().is_loopback() {
        return None;
    }
    if !forwarded.iter().all(|h| head.header(h).is_some_and(|v| !v.trim().is_empty())) {
        return None;
    }
    let ip = head.header("x-forwarded-for")?.split(',').next()?.trim().parse().ok()?;
    Some(TailscaleClaim { login: login.to_owned(), ip })
}

impl TailscaleClaim {
    /// Whether the login found is the one claimed.
    pub(crate) fn is(&self, login: Option<&str>) -> bool {
        login.is_some_and(|l| l.trim().eq_ignore_ascii_case(&self.login))
    }
}

impl Engine {
    /// Asks who an address is, for a connection that waits for it.
    pub(crate) fn ask_whois(&mut self, conn: ConnId, ip: IpAddr) {
        let argv = ["tailscale", "whois", "--json", &ip.to_string()].map(str::to_owned).to_vec();
        let spawn = Spawn {
            argv,
            cwd: None,
            make_cwd: false,
            env: Vec::new(),
            stdin: Vec::new(),
            max_output: MAX_ANSWER,
            grace: Duration::ZERO,
        };
        self.begin(Owner::Whois(conn), WHOIS_TIMEOUT, |op| Action::Spawn { op, spawn });
    }

    /// The question was answered, or could not be.
    pub(crate) fn on_whois(&mut self, conn: ConnId, answered: bool) {
        let output = self.whois.output.remove(&conn).unwrap_or_default();
        let Some(handshake) = self.conns.handshake_mut(conn) else { return };
        let claim = claim(&handshake.origin, handshake.peer.address.ip(), &handshake.head);
        if let Some(claim) = claim {
            let login = answered.then(|| login_of(&output)).flatten();
            self.whois.learn(self.cx.now.mono, claim.ip, login);
        }
        self.resume_connect(conn);
    }
}

fn login_of(output: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(output).ok()?;
    value["UserProfile"]["LoginName"].as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Peer;

    fn ask(headers: &[(&str, &str)], from: &str) -> Option<TailscaleClaim> {
        let head = RequestHead::new("GET", "/", headers);
        let peer = Peer { address: from.parse().unwrap(), local: "127.0.0.1:1".parse().unwrap(), tls: false };
        claim(&Origin::of(&peer, &head, &[]), peer.address.ip(), &head)
    }

    const FORWARDED: [(&str, &str); 4] = [
        ("host", "box.tail.ts.net"),
        ("x-forwarded-for", "100.64.0.7"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "box.tail.ts.net"),
    ];

    #[test]
    fn a_claim_counts_only_through_the_local_proxy() {
        let with = |extra| [&FORWARDED[..], &[extra]].concat();
        let login = ("tailscale-user-login", "Ann@example.com");
        let claim = ask(&with(login), "127.0.0.1:5").unwrap();
        assert!(claim.is(Some("ann@example.com ")));
        assert!(!claim.is(Some("bob@example.com")));
        assert!(!claim.is(None));
        assert_eq!(ask(&with(login), "192.0.2.1:5"), None);
        assert_eq!(ask(&[FORWARDED[0], login], "127.0.0.1:5"), None);
        assert_eq!(ask(&FORWARDED, "127.0.0.1:5"), None);
    }

    #[test]
    fn the_login_is_read_from_the_answer() {
        assert_eq!(login_of(br#"{"UserProfile":{"LoginName":"a@b"}}"#).as_deref(), Some("a@b"));
        assert_eq!(login_of(b"nonsense"), None);
    }
}
