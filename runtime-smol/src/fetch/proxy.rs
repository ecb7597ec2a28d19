//! Which proxy leads to a server: the rules that `HTTP_PROXY` and its kin set.

use crate::fetch::target::Server;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use engine::secret::Secret;
use hyper::header::HeaderValue;
use std::net::IpAddr;

/// The proxies a person set, as plain values.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    /// For `http` URLs.
    pub http: Option<Secret<String>>,
    /// For `https` URLs.
    pub https: Option<Secret<String>>,
    /// For both, where the above say nothing.
    pub all: Option<Secret<String>>,
    /// Hosts to reach directly, as `NO_PROXY` lists them.
    pub except: String,
    /// Whether a proxy is used for this machine too.
    pub loopback: bool,
}

/// The proxies, parsed.
pub(super) struct Routes {
    http: Route<Proxy>,
    https: Route<Proxy>,
    except: Vec<Rule>,
    loopback: bool,
}

/// A way to a server.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route<P> {
    Direct,
    Through(P),
    /// A proxy is set that cannot be used; going around it would not be what was asked for.
    Unusable,
}

/// A proxy.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Proxy {
    pub(super) server: Server,
    /// Value of `Proxy-Authorization`.
    pub(super) authorization: Option<HeaderValue>,
}

impl Routes {
    pub(super) fn new(proxies: &Proxies) -> Self {
        let route = |url: &Option<Secret<String>>| match url.as_ref().or(proxies.all.as_ref()) {
            Some(url) => Proxy::parse(url.expose()).map_or(Route::Unusable, Route::Through),
            None => Route::Direct,
        };
        Self {
            http: route(&proxies.http),
            https: route(&proxies.https),
            except: proxies.except.split([',', ' ', '\t']).filter_map(Rule::parse).collect(),
            loopback: proxies.loopback,
        }
    }

    pub(super) fn to(&self, server: &Server) -> Route<&Proxy> {
        if (server.is_loopback() && !self.loopback) || self.except.iter().any(|rule| rule.covers(server)) {
            return Route::Direct;
        }
        match if server.tls { &self.https } else { &self.http } {
            Route::Direct => Route::Direct,
            Route::Through(proxy) => Route::Through(proxy),
            Route::Unusable => Route::Unusable,
        }
    }
}

impl Proxy {
    fn parse(url: &str) -> Option<Self> {
        let url = url.trim();
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        let tls = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            _ => return None,
        };
        let authority = rest.split(['/', '?', '#']).next()?;
        let (credentials, host) = match authority.rsplit_once('@') {
            Some((credentials, host)) => (Some(credentials), host),
            None => (None, authority),
        };
        let authorization = match credentials {
            Some(credentials) => Some(basic(credentials)?),
            None => None,
        };
        Some(Self { server: Server::parse(tls, host)?, authorization })
    }
}

fn basic(credentials: &str) -> Option<HeaderValue> {
    let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
    let mut plain = percent_decoded(user);
    plain.push(b':');
    plain.extend(percent_decoded(password));
    let mut value = HeaderValue::try_from(format!("Basic {}", BASE64_STANDARD.encode(plain))).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Bytes behind `%XX`; a stray `%` stands for itself.
fn percent_decoded(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|b| char::from(*b).to_digit(16));
        let escaped = digit(0).zip(digit(1)).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        match escaped.filter(|_| byte == b'%') {
            Some(escaped) => {
                decoded.push(escaped);
                rest = &after[2..];
            }
            None => {
                decoded.push(byte);
                rest = after;
            }
        }
    }
    decoded
}

/// One entry of `NO_PROXY`.
#[derive(Debug, PartialEq, Eq)]
struct Rule {
    hosts: Hosts,
    port: Option<u16>,
}

#[derive(Debug, PartialEq, Eq)]
enum Hosts {
    All,
    /// A name and everything below it.
    Domain(String),
    /// Addresses that begin with so many of these bits.
    Net(IpAddr, u8),
}

impl Rule {
    fn parse(entry: &str) -> Option<Self> {
        let entry = entry.trim();
        if let Some((address, bits)) = entry.split_once('/') {
            let address: IpAddr = unbracketed(address).parse().ok()?;
            let bits = bits.parse().ok().filter(|bits| *bits <= width(address))?;
            return Some(Self { hosts: Hosts::Net(address, bits), port: None });
        }
        if let Ok(address) = unbracketed(entry).parse::<IpAddr>() {
            return Some(Self { hosts: Hosts::Net(address, width(address)), port: None });
        }
        let (host, port) = match entry.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse().ok()?)),
            None => (entry, None),
        };
        let hosts = match unbracketed(host).parse::<IpAddr>() {
            Ok(address) => Hosts::Net(address, width(address)),
            Err(_) if host == "*" => Hosts::All,
            Err(_) => {
                let name = host.strip_prefix('*').unwrap_or(host);
                let name = name.strip_prefix('.').unwrap_or(name);
                Hosts::Domain(Some(name).filter(|name| !name.is_empty())?.to_ascii_lowercase())
            }
        };
        Some(Self { hosts, port })
    }

    fn covers(&self, server: &Server) -> bool {
        if self.port.is_some_and(|port| port != server.port) {
            return false;
        }
        match &self.hosts {
            Hosts::All => true,
            Hosts::Domain(name) => server
                .host
                .strip_suffix(name.as_str())
                .is_some_and(|before| before.is_empty() || before.ends_with('.')),
            Hosts::Net(net, bits) => {
                server.address().is_some_and(|address| starts_with(address, *net, *bits))
            }
        }
    }
}

fn unbracketed(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn starts_with(address: IpAddr, net: IpAddr, bits: u8) -> bool {
    match (address.to_canonical(), net) {
        (IpAddr::V4(address), IpAddr::V4(net)) => {
            let differing = address.to_bits() ^ net.to_bits();
            differing.leading_zeros() >= u32::from(bits)
        }
        (IpAddr::V6(address), IpAddr::V6(net)) => {
            let differing = address.to_bits() ^ net.to_bits();
            differing.leading_zeros() >= u32::from(bits)
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_picks_the_proxy_and_all_fills_the_gap() {
        let routes = Routes::new(&Proxies {
            https: Some(Secret::from("http://secure:3128")),
            all: Some(Secret::from("other:8080")),
            ..Proxies::default()
        });
        assert_eq!(way(&routes, true, "example.com"), "secure:3128");
        assert_eq!(way(&routes, false, "example.com"), "other:8080");
    }

    #[test]
    fn loopback_goes_through_a_proxy_only_when_asked() {
        let mut proxies = Proxies { all: Some(Secret::from("p:1")), ..Proxies::default() };
        for host in ["localhost", "127.0.0.1", "[::1]"] {
            assert_eq!(way(&Routes::new(&proxies), false, host), "direct", "{host}");
        }
        proxies.loopback = true;
        assert_eq!(way(&Routes::new(&proxies), false, "127.0.0.1"), "p:1");
    }

    #[test]
    fn exceptions_are_reached_directly() {
        for (except, host, direct) in [
            ("*", "example.com", true),
            ("example.com", "example.com", true),
            ("example.com", "api.EXAMPLE.com", true),
            (".example.com", "example.com", true),
            ("*.example.com", "a.b.example.com", true),
            ("example.com", "notexample.com", false),
            ("a.example.com", "example.com", false),
            ("x, example.com", "example.com", true),
            ("x example.com", "example.com", true),
            ("example.com:8080", "example.com:8080", true),
            ("example.com:8080", "example.com", false),
            ("*:8080", "other:8080", true),
            ("10.0.0.0/8", "10.250.1.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.1.2.3", "10.1.2.3", true),
            ("10.1.2.3:81", "10.1.2.3", false),
            ("0.0.0.0/0", "8.8.8.8", true),
            ("fd00::/8", "[fd12::1]", true),
            ("[fd12::1]:80", "[fd12::1]", true),
            ("fd12::1", "[fd12::2]", false),
            ("10.0.0.0/8", "[::ffff:10.1.1.1]", true),
            ("10.0.0.0/33", "10.0.0.1", false),
            ("", "example.com", false),
            (".", "example.com", false),
        ] {
            let proxies = Proxies {
                all: Some(Secret::from("http://p:1")),
                except: except.to_owned(),
                ..Proxies::default()
            };
            let went = way(&Routes::new(&proxies), false, host);
            assert_eq!(went == "direct", direct, "{host} with NO_PROXY={except}");
        }
    }

    #[test]
    fn credentials_are_decoded_and_never_shown() {
        let proxy = Proxy::parse("https://us%40er:p%3Aw%zz@proxy.example:8443/ignored").unwrap();
        assert_eq!(proxy.server, Server { tls: true, host: "proxy.example".to_owned(), port: 8443 });
        let expected = format!("Basic {}", BASE64_STANDARD.encode("us@er:p:w%zz"));
        assert_eq!(proxy.authorization.as_ref().unwrap(), &expected);
        assert!(!format!("{proxy:?}").contains(&expected));
    }

    #[test]
    fn a_proxy_that_cannot_be_used_is_not_gone_around() {
        for url in ["socks5://p:1", "http://", "http://p:x"] {
            let routes = Routes::new(&Proxies { all: Some(Secret::from(url)), ..Proxies::default() });
            assert_eq!(way(&routes, false, "example.com"), "unusable", "{url}");
        }
    }

    fn way(routes: &Routes, tls: bool, host: &str) -> String {
        match routes.to(&Server::parse(tls, host).unwrap()) {
            Route::Through(proxy) => proxy.server.host_and_port(),
            Route::Direct => "direct".to_owned(),
            Route::Unusable => "unusable".to_owned(),
        }
    }
}
