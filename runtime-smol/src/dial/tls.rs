//! Whom a client trusts: the public authorities, or exactly one certificate.

use engine::client::{Address, Fingerprint};
use futures_rustls::TlsConnector;
use futures_rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use futures_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use futures_rustls::rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature,
};
use futures_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

use super::stream::Stream;

/// Encrypts a connection.
pub(super) async fn encrypt(
    stream: Box<dyn Stream>,
    address: &Address,
    fingerprint: Option<Fingerprint>,
) -> Result<Box<dyn Stream>, String> {
    let name = ServerName::try_from(address.host.clone()).map_err(|e| format!("tls: {e}"))?;
    let connector = TlsConnector::from(Arc::new(config(fingerprint)));
    let stream = connector.connect(name, stream).await.map_err(|e| format!("tls: {e}"))?;
    Ok(Box::new(stream))
}

fn config(fingerprint: Option<Fingerprint>) -> ClientConfig {
    let provider = Arc::new(ring::default_provider());
    let pinned = fingerprint.map(|fingerprint| Pinned::new(fingerprint, &provider));
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has a cipher suite for each default version");
    let builder = match pinned {
        Some(pinned) => builder.dangerous().with_custom_certificate_verifier(Arc::new(pinned)),
        None => {
            builder.with_root_certificates(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
        }
    };
    let mut config = builder.with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config
}

/// Trusts the one certificate with this hash, whatever it says of itself: gateways make their own.
#[derive(Debug)]
struct Pinned {
    fingerprint: Fingerprint,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Pinned {
    fn new(fingerprint: Fingerprint, provider: &CryptoProvider) -> Self {
        Self { fingerprint, algorithms: provider.signature_verification_algorithms }
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let found = Fingerprint(Sha256::digest(end_entity.as_ref()).into());
        if found == self.fingerprint {
            return Ok(ServerCertVerified::assertion());
        }
        let expected = self.fingerprint;
        Err(Error::General(format!("certificate has the fingerprint {found}, expected {expected}")))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
