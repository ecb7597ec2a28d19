//! What the pool is told about the machine it runs on.

use crate::fetch::proxy::Proxies;
use core::time::Duration;
use engine::secret::Secret;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The settings of a [`Pool`](crate::fetch::Pool).
#[derive(Clone, Debug)]
pub struct Setup {
    /// `User-Agent` of requests that bring none.
    pub user_agent: String,
    /// PEM files with certificates to trust besides the public roots.
    pub ca_files: Vec<PathBuf>,
    /// Proxies to go through.
    pub proxies: Proxies,
    /// Idle connections kept in all.
    pub max_idle: usize,
    /// Idle connections kept to one host.
    pub max_idle_per_host: usize,
    /// Time after which an idle connection is closed.
    pub idle_timeout: Duration,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            user_agent: concat!("openclaw/", env!("CARGO_PKG_VERSION")).to_owned(),
            ca_files: Vec::new(),
            proxies: Proxies::default(),
            max_idle: MAX_IDLE,
            max_idle_per_host: MAX_IDLE_PER_HOST,
            idle_timeout: IDLE_TIMEOUT,
        }
    }
}

impl Setup {
    /// Takes from environment variables what they say about proxies and certificates. Of a name in both
    /// cases, the lower one wins; an empty value is as good as none.
    pub fn from_env(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let variables: BTreeMap<String, String> =
            variables.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
        let exact = |name: &str| variables.get(name).cloned();
        let either = |name: &str| exact(name).or_else(|| exact(&name.to_ascii_uppercase()));
        Self {
            ca_files: CA_FILES.iter().filter_map(|name| exact(name)).map(PathBuf::from).collect(),
            proxies: Proxies {
                http: either("http_proxy").map(Secret::new),
                https: either("https_proxy").map(Secret::new),
                all: either("all_proxy").map(Secret::new),
                except: either("no_proxy").unwrap_or_default(),
                loopback: false,
            },
            ..Self::default()
        }
    }
}

/// The variables that name files of certificates.
const CA_FILES: [&str; 2] = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"];

/// Idle connections kept in all: a gateway talks to a handful of providers and channels.
const MAX_IDLE: usize = 32;

/// Idle connections kept to one host: more runs than this seldom end at one moment.
const MAX_IDLE_PER_HOST: usize = 8;

/// Below the 60 s after which common servers and load balancers close what is idle.
const IDLE_TIMEOUT: Duration = Duration::from_secs(45);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_case_variable_wins_and_blank_ones_do_not_count() {
        let setup = from_env(&[
            ("HTTPS_PROXY", "http://upper:1"),
            ("https_proxy", "http://lower:1"),
            ("HTTP_PROXY", "http://only:1"),
            ("all_proxy", " "),
            ("Http_Proxy", "http://mixed:1"),
            ("NO_PROXY", "a.example"),
        ]);
        assert_eq!(setup.proxies.https, Some(Secret::from("http://lower:1")));
        assert_eq!(setup.proxies.http, Some(Secret::from("http://only:1")));
        assert_eq!(setup.proxies.all, None);
        assert_eq!(setup.proxies.except, "a.example");
    }

    #[test]
    fn both_certificate_variables_are_read() {
        let setup = from_env(&[("SSL_CERT_FILE", "/a.pem"), ("NODE_EXTRA_CA_CERTS", "/b.pem"), ("X", "/c")]);
        assert_eq!(setup.ca_files, [PathBuf::from("/a.pem"), PathBuf::from("/b.pem")]);
    }

    fn from_env(variables: &[(&str, &str)]) -> Setup {
        Setup::from_env(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }
}
