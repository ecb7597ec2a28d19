//! Where a connection really comes from, and whether it may speak to us at all.

use crate::input::Peer;
use crate::transport::http_gate::RequestHead;
use core::net::{IpAddr, SocketAddr};

/// What the addresses and headers of a request say about its sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The client's address: the socket's, or what a trusted proxy says.
    pub(crate) client_ip: IpAddr,
    /// Nothing stands between us and a client on this machine.
    pub(crate) local: bool,
    /// The address to remember for a client elsewhere.
    pub(crate) remote_ip: Option<IpAddr>,
    /// Headers of a proxy that nobody told us to trust.
    pub(crate) untrusted_proxy: bool,
    /// A peer on this machine that calls us by a name that is not local.
    pub(crate) foreign_host: bool,
    /// Name in the Host header, lower case, without port.
    pub(crate) host: String,
    /// The request comes from a page in a browser.
    pub(crate) browser: bool,
}

const FORWARDED: [&str; 3] = ["x-forwarded-for", "x-real-ip", "x-forwarded-host"];

impl Origin {
    pub(crate) fn of(peer: &Peer, head: &RequestHead, trusted: &[String]) -> Self {
        let socket_ip = plain(peer.address.ip());
        let is_trusted =
            trusted.iter().any(|t| t.trim().parse::<IpAddr>().is_ok_and(|ip| plain(ip) == socket_ip));
        let forwarded = FORWARDED.iter().any(|h| head.header(h).is_some());
        let client_ip = if is_trusted { forwarded_ip(head).unwrap_or(socket_ip) } else { socket_ip };
        let host = host_name(head.header("host").unwrap_or_default());
        let local_name =
            matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1") || host.ends_with(".ts.net");
        let browser = head.header("origin").is_some();
        let untrusted_proxy = forwarded && !is_trusted;
        let local = client_ip.is_loopback() && local_name && !untrusted_proxy && !browser;
        let remote = !local && !untrusted_proxy && !client_ip.is_loopback();
        Self {
            client_ip,
            local,
            remote_ip: remote.then_some(client_ip),
            untrusted_proxy,
            foreign_host: client_ip.is_loopback() && !local_name,
            host,
            browser,
        }
    }
}

impl Origin {
    /// A program on this machine, not a page in a browser: it could read the secret from its file.
    pub(crate) fn is_own_machine(&self) -> bool {
        self.client_ip.is_loopback() && !self.browser && !self.untrusted_proxy
    }
}

/// Whether a page of this origin may open a connection: it is served by us, or by this machine, or it
/// was allowed by name. `None` when the request comes from no page.
pub(crate) fn page_is_allowed(head: &RequestHead, allowed: &[String]) -> Option<bool> {
    let mut origins = head.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("origin"));
    let origin = origins.next()?.1.trim();
    if origins.next().is_some() {
        // A page has one; which of two would be believed depends on who reads them.
        return Some(false);
    }
    if allowed.iter().any(|a| a == "*" || a.trim_end_matches('/').eq_ignore_ascii_case(origin)) {
        return Some(true);
    }
    let Some((scheme, rest)) = origin.split_once("://") else { return Some(false) };
    if !matches!(scheme, "http" | "https") {
        return Some(false);
    }
    let authority = rest.split('/').next().unwrap_or_default().to_lowercase();
    let name = host_name(&authority);
    let loopback = name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    let same = head.header("host").is_some_and(|h| h.trim().eq_ignore_ascii_case(&authority));
    Some(same || loopback)
}

/// Whether this is a name the gateway is reached by. An address cannot be re-bound by a foreign name
/// server; a name can, so names must be known.
pub(crate) fn host_is_ours(host: &str, hostname: &str, allowed: &[String]) -> bool {
    let own = hostname.to_lowercase();
    host == "localhost"
        || host.parse::<IpAddr>().is_ok()
        || host.ends_with(".localhost")
        || host.ends_with(".ts.net")
        || (!own.is_empty() && (host == own || host == format!("{own}.local")))
        || allowed.iter().any(|a| a.split_once("://").is_some_and(|(_, rest)| host_name(rest) == host))
}

/// The name in a Host header or an authority: lower case, without port and brackets.
pub(crate) fn host_name(authority: &str) -> String {
    let text = authority.trim().to_lowercase();
    if let Some(rest) = text.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default().to_owned();
    }
    match text.split_once(':') {
        // More than one colon: an address of version 6 without brackets.
        Some((_, rest)) if rest.contains(':') => text,
        Some((name, _)) => name.to_owned(),
        None => text,
    }
}

/// The address without its mapping into version 6.
fn plain(ip: IpAddr) -> IpAddr {
    ip.to_canonical()
}

fn forwarded_ip(head: &RequestHead) -> Option<IpAddr> {
    let first = head.header("x-forwarded-for").and_then(|v| v.split(',').next());
    first.and_then(address).or_else(|| head.header("x-real-ip").and_then(address))
}

fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|a| a.ip())).map(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(headers: &[(&str, &str)]) -> RequestHead {
        RequestHead::new("GET", "/", headers)
    }

    fn origin(from: &str, headers: &[(&str, &str)], trusted: &[&str]) -> Origin {
        let peer =
            Peer { address: from.parse().unwrap(), local: "127.0.0.1:18789".parse().unwrap(), tls: false };
        let trusted: Vec<_> = trusted.iter().map(|t| (*t).to_owned()).collect();
        Origin::of(&peer, &head(headers), &trusted)
    }

    #[test]
    fn only_a_direct_client_of_this_machine_is_local() {
        let host = ("host", "127.0.0.1:18789");
        assert!(origin("127.0.0.1:5", &[host], &[]).local);
        assert!(origin("[::ffff:127.0.0.1]:5", &[("host", "localhost")], &[]).local);
        assert!(!origin("192.0.2.7:5", &[host], &[]).local);
        assert!(!origin("127.0.0.1:5", &[("host", "gw.example.com")], &[]).local);
        assert!(!origin("127.0.0.1:5", &[host, ("x-forwarded-for", "192.0.2.7")], &[]).local);
        assert!(!origin("127.0.0.1:5", &[host, ("origin", "http://127.0.0.1:18789")], &[]).local);
    }

    #[test]
    fn a_trusted_proxy_names_the_client() {
        let headers = [("host", "127.0.0.1"), ("x-forwarded-for", "192.0.2.7:1234, 10.0.0.1")];
        let o = origin("127.0.0.1:5", &headers, &["127.0.0.1"]);
        assert_eq!((o.client_ip.to_string().as_str(), o.local), ("192.0.2.7", false));
        assert_eq!(o.remote_ip, Some(o.client_ip));
        let o = origin("127.0.0.1:5", &[("host", "localhost"), ("x-real-ip", "::1")], &["127.0.0.1"]);
        assert!(o.local);
    }

    #[test]
    fn an_untrusted_proxy_names_nobody() {
        let o = origin("10.0.0.2:5", &[("host", "x"), ("x-forwarded-for", "192.0.2.7")], &["10.0.0.1"]);
        assert_eq!(
            (o.client_ip.to_string().as_str(), o.remote_ip, o.untrusted_proxy),
            ("10.0.0.2", None, true)
        );
    }

    #[test]
    fn pages_of_strangers_are_refused() {
        let page = |origin, host| page_is_allowed(&head(&[("origin", origin), ("host", host)]), &[]);
        assert_eq!(page("http://gw.lan:18789", "gw.lan:18789"), Some(true));
        assert_eq!(page("http://localhost:3000", "127.0.0.1:18789"), Some(true));
        assert_eq!(page("http://evil.example", "127.0.0.1:18789"), Some(false));
        assert_eq!(page("null", "127.0.0.1:18789"), Some(false));
        assert_eq!(page_is_allowed(&head(&[("host", "x")]), &[]), None);
        let allowed = ["https://ui.example/".to_owned()];
        assert_eq!(page_is_allowed(&head(&[("origin", "https://ui.example")]), &allowed), Some(true));
    }

    #[test]
    fn names_that_can_be_rebound_are_not_ours() {
        assert!(host_is_ours("192.0.2.1", "box", &[]));
        assert!(host_is_ours("box.local", "Box", &[]));
        assert!(host_is_ours("ui.example", "box", &["https://ui.example:444".to_owned()]));
        assert!(!host_is_ours("evil.example", "box", &[]));
        assert!(!host_is_ours("", "", &[]));
    }

    #[test]
    fn ports_and_brackets_are_no_part_of_a_name() {
        assert_eq!(host_name("Gw.Lan:80"), "gw.lan");
        assert_eq!(host_name("[::1]:80"), "::1");
        assert_eq!(host_name("::1"), "::1");
    }
}
