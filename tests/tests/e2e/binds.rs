//! Where the port is: every bind mode, and TLS.

use super::program::{Gateway, PATIENCE, Place};
use super::wire::{Client, Wire, dial, dial_at, http};
use openclaw_tests::peer::Connect;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv6Addr, SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

/// The addresses a gateway says that it listens on.
fn listens(gateway: &Gateway) -> Vec<String> {
    let port = format!(":{}", gateway.port);
    let said = gateway.said();
    let places = said.iter().filter_map(|line| line.split_once("listening on ")?.1.split(' ').next());
    places.map(|url| url.trim_end_matches(&port).to_owned()).collect()
}

fn bound(config: &Value) -> (Place, Gateway) {
    let place = Place::new();
    let gateway = place.gateway().config(&json!({"gateway": config})).start();
    Client::new(gateway.port).ok("health", &json!({}));
    (place, gateway)
}

fn has_ipv6() -> bool {
    std::net::TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok()
}

#[test]
fn loopback_is_both_of_its_addresses_and_nothing_else() {
    let (_place, gateway) = bound(&json!({"bind": "loopback"}));
    if has_ipv6() {
        assert_eq!(listens(&gateway), ["ws://127.0.0.1", "ws://[::1]"]);
        let socket = dial_at(SocketAddr::new(Ipv6Addr::LOCALHOST.into(), gateway.port));
        let host = format!("[::1]:{}", gateway.port);
        Client::with(Wire::open(socket, &host, ""), &Connect::cli()).ok("health", &json!({}));
    } else {
        println!("skipped: this machine has no IPv6");
        assert_eq!(listens(&gateway), ["ws://127.0.0.1"]);
    }
    if let Some(ip) = own_address() {
        assert!(TcpStream::connect_timeout(&SocketAddr::new(ip, gateway.port), PATIENCE).is_err());
    }
}

/// An address of this machine that others may reach it by.
fn own_address() -> Option<IpAddr> {
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").ok()?;
    // Nothing is sent: the system only looks up the way.
    socket.connect("192.0.2.1:9").ok()?;
    socket.local_addr().ok().map(|a| a.ip()).filter(|ip| !ip.is_loopback() && !ip.is_unspecified())
}

#[test]
fn each_mode_listens_where_the_reference_does() {
    // No address of a tailnet is to be had here, so that one falls back.
    for (config, place) in [
        (json!({"bind": "lan"}), "ws://0.0.0.0"),
        (json!({"bind": "tailnet"}), "ws://127.0.0.1"),
        (json!({"bind": "auto"}), "ws://127.0.0.1"),
        (json!({"bind": "custom", "customBindHost": "127.0.0.1"}), "ws://127.0.0.1"),
        (json!({"bind": "custom", "customBindHost": "127.0.0.7"}), "ws://127.0.0.7"),
        (json!({"bind": "custom", "customBindHost": "192.0.2.77"}), "ws://0.0.0.0"),
    ] {
        let home = Place::new();
        let gateway = home.gateway().config(&json!({"gateway": config})).start();
        assert_eq!(listens(&gateway)[0], place, "{config}");
        let ip = if place.ends_with("127.0.0.7") { [127, 0, 0, 7] } else { [127, 0, 0, 1] };
        let socket = dial_at(SocketAddr::from((ip, gateway.port)));
        Client::with(Wire::open(socket, "127.0.0.1", ""), &Connect::cli()).ok("health", &json!({}));
    }
}

#[test]
fn others_may_not_reach_a_gateway_without_a_secret() {
    for bind in ["lan", "auto", "custom"] {
        let place = Place::new();
        let (code, said) = place.gateway().args(&["--bind", bind]).without_secret().refused();
        assert_eq!(code, Some(1), "{bind}: {said}");
        assert!(said.contains("OPENCLAW_GATEWAY_TOKEN"), "{bind}: {said}");
    }
}

#[test]
fn a_port_that_is_taken_is_said_in_the_words_of_the_reference() {
    let place = Place::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let (code, said) = place.gateway().port(port).refused();
    assert_eq!(code, Some(1), "{said}");
    let text = format!("another gateway instance is already listening on ws://127.0.0.1:{port}");
    assert!(said.contains(&text), "{said}");
}

/// Believes any certificate, and remembers its fingerprint: it is pinned, not verified.
#[derive(Debug, Default)]
struct Pin(std::sync::Mutex<String>);

impl ServerCertVerifier for Pin {
    fn verify_server_cert(
        &self,
        cert: &CertificateDer<'_>,
        _chain: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let pairs: Vec<String> = Sha256::digest(cert).iter().map(|b| format!("{b:02X}")).collect();
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = pairs.join(":");
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}

type Tls = StreamOwned<ClientConnection, TcpStream>;

fn encrypted(port: u16, pin: &Arc<Pin>) -> Tls {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(pin) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    StreamOwned::new(ClientConnection::new(Arc::new(config), name).unwrap(), dial(port))
}

/// A turn over TLS; gives the certificate's fingerprint.
fn check_encrypted_turn(port: u16) -> String {
    let pin = Arc::new(Pin::default());
    let wire = Wire::open(encrypted(port, &pin), "localhost", "");
    let mut client = Client::with(wire, &Connect::cli());
    // More than one record of TLS each way.
    let word = "x".repeat(100_000);
    assert_eq!(client.chat("main", &word, &format!("k{port}")), format!("You said: {word}"));
    let mut get = encrypted(port, &pin);
    get.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut told = String::new();
    // Whether the end of the stream is announced is not what this is about.
    let _ = get.read_to_string(&mut told);
    assert!(told.starts_with("HTTP/1.1 200 "), "{told}");
    let print = pin.0.lock().unwrap();
    print.clone()
}

#[test]
fn tls_makes_a_certificate_once_tells_its_fingerprint_and_keeps_it() {
    let place = Place::new();
    let tls = json!({"gateway": {"tls": {"enabled": true}}});
    let mut fingerprints = Vec::new();
    for _ in 0..2 {
        let mut gateway = place.gateway().config(&tls).start();
        assert!(gateway.wait_for("listening on wss://127.0.0.1").contains("PID"));
        let told = gateway.wait_for("fingerprint ");
        assert_eq!(told.contains("made a certificate"), fingerprints.is_empty(), "{told}");
        let print = check_encrypted_turn(gateway.port);
        assert!(told.ends_with(&print), "{told} is not {print}");
        fingerprints.push(print);
        check_plain_text_is_sent_away(&gateway);
        assert!(gateway.stop().success());
    }
    assert_eq!(fingerprints[0], fingerprints[1]);
    let key = fs::metadata(place.state("gateway/tls/gateway-key.pem")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
    assert!(place.read("gateway/tls/gateway-cert.pem").starts_with("-----BEGIN CERTIFICATE-----"));
}

fn check_plain_text_is_sent_away(gateway: &Gateway) {
    let told = http(gateway.port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(!told.contains("HTTP/1.1 200"), "{told}");
    let mut silent = dial(gateway.port);
    let mut rest = Vec::new();
    silent.read_to_end(&mut rest).unwrap();
    // The alert of TLS, if anything.
    assert!(rest.is_empty() || rest[0] == 0x15, "{rest:?}");
}

#[test]
fn tls_uses_the_files_it_is_given_and_names_those_it_cannot_use() {
    let place = Place::new();
    let mut gateway = place.gateway().config(&json!({"gateway": {"tls": {"enabled": true}}})).start();
    gateway.stop();
    let paths = [place.home().join("cert.pem"), place.home().join("key.pem")];
    fs::rename(place.state("gateway/tls/gateway-cert.pem"), &paths[0]).unwrap();
    fs::rename(place.state("gateway/tls/gateway-key.pem"), &paths[1]).unwrap();
    let own = json!({"gateway": {"tls": {"enabled": true, "autoGenerate": false,
        "certPath": paths[0], "keyPath": paths[1]}}});
    let gateway = place.gateway().config(&own).start();
    check_encrypted_turn(gateway.port);
    drop(gateway);
    fs::write(&paths[1], "no key").unwrap();
    let (code, said) = place.gateway().config(&own).refused();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&paths[1].display().to_string()), "{said}");
    let missing = json!({"gateway": {"tls": {"enabled": true, "autoGenerate": false}}});
    let (code, said) = place.gateway().config(&missing).refused();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("gateway/tls/gateway-cert.pem") && said.contains("autoGenerate"), "{said}");
}
