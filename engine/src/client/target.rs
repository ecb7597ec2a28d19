//! Where a client connects: the parts of a gateway's address, and the certificate it must have.

use core::fmt;
use core::net::IpAddr;

use crate::config::target::ClientTarget;

/// A gateway to connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its address.
    pub address: Address,
    /// The certificate it must have; without it, any that the public authorities vouch for.
    pub fingerprint: Option<Fingerprint>,
}

/// The parts of a WebSocket address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Whether the connection is encrypted.
    pub tls: bool,
    /// Name or address of the host; an IPv6 address has no brackets.
    pub host: String,
    /// The port, the scheme's own when none was named.
    pub port: u16,
    /// Path and query.
    pub path: String,
}

/// The SHA-256 of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint(pub [u8; 32]);

/// Why there is nothing to connect to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTarget {
    /// The address is not one of a WebSocket.
    #[error("invalid gateway url {0:?}")]
    Url(String),
    /// The fingerprint is not 64 hexadecimal digits.
    #[error("invalid tls fingerprint {0:?}")]
    Fingerprint(String),
    /// A certificate is demanded of a connection that has none.
    #[error("a tls fingerprint needs a wss:// url, not {0:?}")]
    NotEncrypted(String),
}

impl Target {
    /// Reads an address and, if there is one, a fingerprint.
    ///
    /// # Errors
    ///
    /// If either is not what it should be, or the fingerprint would not be looked at.
    pub fn parse(url: &str, fingerprint: Option<&str>) -> Result<Self, BadTarget> {
        let address = Address::parse(url)?;
        let fingerprint = fingerprint.map(Fingerprint::parse).transpose()?;
        if fingerprint.is_some() && !address.tls {
            return Err(BadTarget::NotEncrypted(url.to_owned()));
        }
        Ok(Self { address, fingerprint })
    }
}

impl TryFrom<&ClientTarget> for Target {
    type Error = BadTarget;

    fn try_from(target: &ClientTarget) -> Result<Self, BadTarget> {
        Self::parse(&target.url, target.fingerprint.as_deref())
    }
}

impl Address {
    /// Reads `ws://` and `wss://` addresses, and `http://` and `https://` as the same.
    ///
    /// # Errors
    ///
    /// If the text is another address or none.
    pub fn parse(url: &str) -> Result<Self, BadTarget> {
        Self::read(url.trim()).ok_or_else(|| BadTarget::Url(url.to_owned()))
    }

    fn read(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let tls = match scheme.to_ascii_lowercase().as_str() {
            "ws" | "http" => false,
            "wss" | "https" => true,
            _ => return None,
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let (host, port) = split_port(authority.rsplit('@').next().unwrap_or_default())?;
        let port = match port {
            None | Some("") => default_port(tls),
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
            Some(_) => return None,
        };
        let visible = |text: &str| text.bytes().all(|byte| matches!(byte, 0x21..=0x7e));
        let usable = !host.is_empty() && visible(host) && visible(&path) && port != 0;
        usable.then(|| Self { tls, host: host.to_owned(), port, path })
    }

    /// Returns the value of the `Host` header: the port is left out when it is the scheme's own.
    pub fn host_header(&self) -> String {
        let host = self.bracketed();
        if self.port == default_port(self.tls) { host } else { format!("{host}:{}", self.port) }
    }

    fn bracketed(&self) -> String {
        if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "wss" } else { "ws" };
        let path = if self.path == "/" { "" } else { &self.path };
        write!(f, "{scheme}://{}{path}", self.host_header())
    }
}

/// Takes an authority apart. Only brackets may hold colons of the host, and they hold an IPv6 address.
fn split_port(authority: &str) -> Option<(&str, Option<&str>)> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        let port = if rest.is_empty() { None } else { Some(rest.strip_prefix(':')?) };
        return matches!(host.parse(), Ok(IpAddr::V6(_))).then_some((host, port));
    }
    match authority.split_once(':') {
        Some((host, port)) => Some((host, Some(port))),
        None => Some((authority, None)),
    }
}

const fn default_port(tls: bool) -> u16 {
    if tls { 443 } else { 80 }
}

impl Fingerprint {
    /// Reads 64 hexadecimal digits; colons between them, a `sha256:` before them and case do not matter.
    ///
    /// # Errors
    ///
    /// If the text is anything else.
    pub fn parse(text: &str) -> Result<Self, BadTarget> {
        let lower = text.trim().to_ascii_lowercase();
        let digits = ["sha256", "sha-256"].iter().find_map(|name| lower.strip_prefix(name)).unwrap_or(&lower);
        let digits: Option<Vec<u8>> = digits
            .chars()
            .filter(|c| !matches!(c, ':' | '=' | ' '))
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        let bytes: Option<Vec<u8>> = digits
            .filter(|digits| digits.len() == 64)
            .map(|digits| digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect());
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| BadTarget::Fingerprint(text.to_owned()))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::rng::hex(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(url: &str) -> Option<(bool, String, u16, String)> {
        Address::parse(url).ok().map(|a| (a.tls, a.host, a.port, a.path))
    }

    #[test]
    fn an_address_has_four_parts() {
        let some = |tls, host: &str, port, path: &str| Some((tls, host.to_owned(), port, path.to_owned()));
        assert_eq!(parts("ws://127.0.0.1:18789"), some(false, "127.0.0.1", 18789, "/"));
        assert_eq!(parts(" wss://gw.example "), some(true, "gw.example", 443, "/"));
        assert_eq!(parts("WS://h/a/b?c=d#e"), some(false, "h", 80, "/a/b?c=d"));
        assert_eq!(parts("https://h:8443?q"), some(true, "h", 8443, "/?q"));
        assert_eq!(parts("ws://[::1]:5/"), some(false, "::1", 5, "/"));
        assert_eq!(parts("ws://user:pw@h:5"), some(false, "h", 5, "/"));
        assert_eq!(parts("ws://h:/"), some(false, "h", 80, "/"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for url in [
            "",
            "h:1",
            "ftp://h",
            "ws://",
            "ws://:5",
            "ws://h:0",
            "ws://h:65536",
            "ws://h:+5",
            "ws://h:x",
            "ws://[::1",
            "ws://[::1]5",
            "ws://[h]",
            "ws://::1",
            "ws://h o",
            "ws://h/a b",
            "ws://hé",
            "ws:///x",
        ] {
            assert_eq!(Address::parse(url), Err(BadTarget::Url(url.to_owned())), "{url}");
        }
    }

    #[test]
    fn the_host_header_has_only_a_port_that_is_not_the_schemes_own() {
        let header = |url: &str| Address::parse(url).unwrap().host_header();
        assert_eq!(header("ws://h:80"), "h");
        assert_eq!(header("wss://h:80"), "h:80");
        assert_eq!(header("ws://[::1]:18789"), "[::1]:18789");
    }

    #[test]
    fn an_address_is_shown_as_it_is_written() {
        for url in ["ws://127.0.0.1:18789", "wss://[::1]:5/a?b", "wss://h"] {
            assert_eq!(Address::parse(url).unwrap().to_string(), url);
        }
    }

    #[test]
    fn a_fingerprint_is_read_in_each_form_people_paste() {
        let plain = "ab".repeat(32);
        let colons = vec!["AB"; 32].join(":");
        for text in [plain.clone(), colons.clone(), format!("sha256:{plain}"), format!(" SHA-256={colons} ")]
        {
            assert_eq!(Fingerprint::parse(&text), Ok(Fingerprint([0xab; 32])), "{text}");
        }
        for text in ["", "ab", &"g".repeat(64), &"a".repeat(65), &"é".repeat(64)] {
            assert_eq!(Fingerprint::parse(text), Err(BadTarget::Fingerprint(text.to_owned())));
        }
        assert_eq!(Fingerprint([0xab; 32]).to_string(), plain);
    }

    #[test]
    fn a_fingerprint_without_encryption_is_refused() {
        let print = "ab".repeat(32);
        assert!(Target::parse("wss://h", Some(&print)).is_ok());
        assert_eq!(Target::parse("ws://h", Some(&print)), Err(BadTarget::NotEncrypted("ws://h".to_owned())));
    }
}
