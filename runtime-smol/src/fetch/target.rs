//! Where a request goes: the URL, taken apart.

use crate::fetch::error::op_error;
use engine::{OpError, OpErrorKind};
use hyper::Uri;
use hyper::http::uri::PathAndQuery;
use std::net::{IpAddr, Ipv6Addr};

/// A parsed `http` or `https` URL.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// The server.
    pub(super) server: Server,
    /// What is asked of it.
    pub(super) path: PathAndQuery,
}

/// A host, a port, and how to speak there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Server {
    /// Whether it speaks TLS.
    pub(super) tls: bool,
    /// Name or address, in lower case, without brackets.
    pub(super) host: String,
    /// The port.
    pub(super) port: u16,
}

impl Target {
    pub(super) fn parse(url: &str) -> Result<Self, OpError> {
        let uri: Uri = url.parse().map_err(|_| invalid("the url is not valid"))?;
        let tls = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            Some(_) | None => return Err(invalid("the url is neither http nor https")),
        };
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        if authority.contains('@') {
            return Err(invalid("the url holds credentials"));
        }
        let server = Server::parse(tls, authority).ok_or_else(|| invalid("the url names no valid host"))?;
        let path = match uri.path_and_query() {
            Some(path) if path.as_str().starts_with('/') => path.clone(),
            Some(path) => PathAndQuery::try_from(format!("/{}", path.as_str()))
                .map_err(|_| invalid("the url is not valid"))?,
            None => PathAndQuery::from_static("/"),
        };
        Ok(Self { server, path })
    }

    /// The server as errors name it.
    pub(super) fn name(&self) -> String {
        self.server.authority()
    }

    /// The URL as a request to a proxy carries it.
    pub(super) fn absolute(&self) -> String {
        let scheme = if self.server.tls { "https" } else { "http" };
        format!("{scheme}://{}{}", self.server.authority(), self.path)
    }
}

impl Server {
    /// Reads `host` or `host:port`.
    pub(super) fn parse(tls: bool, authority: &str) -> Option<Self> {
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => {
                let (host, port) = rest.split_once(']')?;
                host.parse::<Ipv6Addr>().ok()?;
                (host, if port.is_empty() { "" } else { port.strip_prefix(':')? })
            }
            None => authority.split_once(':').unwrap_or((authority, "")),
        };
        let port = match port {
            "" if tls => 443,
            "" => 80,
            digits if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok()?,
            _ => return None,
        };
        (!host.is_empty() && port != 0).then(|| Self { tls, host: host.to_ascii_lowercase(), port })
    }

    /// The host as errors name it, with its port when that is not the scheme's own.
    pub(super) fn authority(&self) -> String {
        let own = if self.tls { 443 } else { 80 };
        if self.port == own { bracketed(&self.host) } else { self.host_and_port() }
    }

    /// The host with its port.
    pub(super) fn host_and_port(&self) -> String {
        format!("{}:{}", bracketed(&self.host), self.port)
    }

    /// The address, when the host is one.
    pub(super) fn address(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }

    /// Whether it is this machine.
    pub(super) fn is_loopback(&self) -> bool {
        match self.address() {
            Some(address) => address.to_canonical().is_loopback(),
            None => self.host == "localhost" || self.host.ends_with(".localhost"),
        }
    }
}

fn bracketed(host: &str) -> String {
    if host.contains(':') { format!("[{host}]") } else { host.to_owned() }
}

fn invalid(detail: &str) -> OpError {
    op_error(OpErrorKind::Other, detail.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart() {
        let target = Target::parse("https://API.example.com/v1/x?y=1#frag").unwrap();
        assert_eq!(target.server, Server { tls: true, host: "api.example.com".to_owned(), port: 443 });
        assert_eq!(target.path, "/v1/x?y=1");
        assert_eq!(target.server.authority(), "api.example.com");
        assert_eq!(target.server.host_and_port(), "api.example.com:443");
    }

    #[test]
    fn an_empty_path_becomes_a_slash() {
        assert_eq!(Target::parse("http://h").unwrap().path, "/");
        assert_eq!(Target::parse("http://h?q=1").unwrap().path, "/?q=1");
        assert_eq!(Target::parse("http://h:8080?q=1").unwrap().absolute(), "http://h:8080/?q=1");
    }

    #[test]
    fn an_ipv6_host_keeps_its_brackets_on_the_wire_only() {
        let server = Target::parse("http://[::1]:81/").unwrap().server;
        assert_eq!(server.host, "::1");
        assert_eq!(server.authority(), "[::1]:81");
    }

    #[test]
    fn what_cannot_be_reached_is_refused_without_quoting_it() {
        for (url, text) in [
            ("ftp://h/secret", "the url is neither http nor https"),
            ("/secret", "the url is neither http nor https"),
            ("http://user:secret@h/", "the url holds credentials"),
            ("http://h:99999/secret", "the url names no valid host"),
            ("http://h:0/secret", "the url names no valid host"),
            ("http://h/secret path", "the url is not valid"),
        ] {
            assert_eq!(Target::parse(url).unwrap_err().detail, text, "{url}");
        }
    }

    #[test]
    fn loopback_is_known_by_name_and_by_address() {
        for (host, loopback) in [
            ("localhost", true),
            ("a.localhost", true),
            ("127.9.9.9", true),
            ("[::1]", true),
            ("notlocalhost", false),
            ("10.0.0.1", false),
        ] {
            assert_eq!(Server::parse(false, host).unwrap().is_loopback(), loopback, "{host}");
        }
        assert!(Server::parse(false, "[::ffff:127.0.0.1]").unwrap().is_loopback());
    }
}
