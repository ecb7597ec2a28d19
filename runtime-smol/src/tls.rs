//! The certificate of the port: read, or made once and kept.

use crate::store::{Roots, failed};
use engine::{OpError, OpErrorKind, TlsFiles};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

/// A certificate ready to serve with.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) config: Arc<ServerConfig>,
    /// SHA-256 of the certificate in hex pairs with colons, for people and for pinning.
    pub(crate) fingerprint: String,
    /// It was made just now.
    pub(crate) fresh: bool,
}

/// Reads certificate and key; a pair that is missing is made when that is wanted.
pub(crate) fn identity(roots: &Roots, files: &TlsFiles, names: &[String]) -> Result<Identity, OpError> {
    let (cert, key) = (roots.path(&files.cert), roots.path(&files.key));
    let fresh = files.make && !cert.exists() && !key.exists();
    if fresh {
        make(&cert, &key, names)?;
    }
    let chain = CertificateDer::pem_file_iter(&cert)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|e| broken("certificate", &cert, &e.to_string()))?;
    let first = chain.first().ok_or_else(|| broken("certificate", &cert, "it holds no certificate"))?;
    let fingerprint = fingerprint(first);
    let secret = PrivateKeyDer::from_pem_file(&key).map_err(|e| broken("key", &key, &e.to_string()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, secret))
        .map_err(|e| broken("certificate", &cert, &e.to_string()))?;
    Ok(Identity { config: Arc::new(config), fingerprint, fresh })
}

fn make(cert: &Path, key: &Path, names: &[String]) -> Result<(), OpError> {
    let other = |e: rcgen::Error| OpError {
        kind: OpErrorKind::Other,
        detail: format!("cannot make a certificate: {e}"),
    };
    let secret = rcgen::KeyPair::generate().map_err(other)?;
    let mut params = rcgen::CertificateParams::new(names.to_vec()).map_err(other)?;
    params.distinguished_name.push(rcgen::DnType::CommonName, "openclaw-gateway");
    // Ten years, a day in the past for clocks that differ.
    let now = std::time::SystemTime::now();
    params.not_before = (now - core::time::Duration::from_secs(86_400)).into();
    params.not_after = (now + core::time::Duration::from_secs(3650 * 86_400)).into();
    let made = params.self_signed(&secret).map_err(other)?;
    write(key, &secret.serialize_pem(), 0o600)?;
    write(cert, &made.pem(), 0o644)
}

fn write(path: &Path, text: &str, mode: u32) -> Result<(), OpError> {
    let dir = path.parent().unwrap_or_else(|| Path::new("/"));
    fs::create_dir_all(dir).map_err(|e| failed("make", dir, &e))?;
    let mut open = fs::OpenOptions::new();
    let file = open.write(true).create_new(true).mode(mode).open(path);
    file.and_then(|mut f| f.write_all(text.as_bytes()).and_then(|()| f.sync_all()))
        .map_err(|e| failed("write", path, &e))
}

fn fingerprint(cert: &CertificateDer<'_>) -> String {
    let hash = Sha256::digest(cert.as_ref());
    hash.iter().map(|b| format!("{b:02X}")).collect::<Vec<_>>().join(":")
}

/// The SHA-256 of the first certificate in a PEM file, in hex pairs with colons; nothing when there is none.
#[must_use]
pub fn certificate_fingerprint(path: &str) -> Option<String> {
    CertificateDer::pem_file_iter(path).ok()?.next()?.ok().map(|cert| fingerprint(&cert))
}

fn broken(what: &str, path: &Path, detail: &str) -> OpError {
    let detail = format!("cannot use the TLS {what} {}: {detail}", path.display());
    OpError { kind: OpErrorKind::Other, detail }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::FileName;

    fn files(make: bool) -> TlsFiles {
        TlsFiles { cert: FileName::state("tls/cert.pem"), key: FileName::state("tls/key.pem"), make }
    }

    #[test]
    fn a_missing_pair_is_made_once_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let roots = Roots::new(dir.path());
        let first = identity(&roots, &files(true), &["localhost".to_owned()]).unwrap();
        let second = identity(&roots, &files(true), &["other".to_owned()]).unwrap();
        assert!(first.fresh && !second.fresh);
        assert_eq!(first.fingerprint, second.fingerprint);
        assert_eq!(first.fingerprint.len(), 32 * 3 - 1);
        let cert = dir.path().join("tls/cert.pem");
        assert_eq!(certificate_fingerprint(cert.to_str().unwrap()), Some(first.fingerprint));
        assert_eq!(certificate_fingerprint("/nowhere"), None);
    }

    #[test]
    fn nothing_is_made_unasked_and_a_broken_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let roots = Roots::new(dir.path());
        assert!(identity(&roots, &files(false), &[]).is_err());
        identity(&roots, &files(true), &[]).unwrap();
        fs::write(dir.path().join("tls/key.pem"), "no key").unwrap();
        let error = identity(&roots, &files(true), &[]).unwrap_err();
        assert!(error.detail.contains("tls/key.pem"), "{}", error.detail);
    }
}
