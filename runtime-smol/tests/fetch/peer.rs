//! The other end of an exchange: a thread that reads and writes raw bytes.

use core::net::SocketAddr;
use core::time::Duration;
use engine::secret::Secret;
use engine::{OpError, OpErrorKind};
use futures_rustls::pki_types::{CertificateDer, PrivateKeyDer};
use futures_rustls::rustls::crypto::ring;
use futures_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};
use smol::channel::Receiver;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

/// A server that follows a script and then gives its result.
pub(crate) struct Server<T> {
    address: SocketAddr,
    thread: JoinHandle<T>,
    over: Receiver<()>,
}

/// Runs a script beside the test.
pub(crate) fn serve<T: Send + 'static>(script: impl FnOnce(TcpListener) -> T + Send + 'static) -> Server<T> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, over) = smol::channel::bounded::<()>(1);
    let thread = std::thread::spawn(move || {
        let _over_when_dropped = sender;
        script(listener)
    });
    Server { address, thread, over }
}

impl<T> Server<T> {
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn https_url(&self, path: &str) -> String {
        format!("https://{}{path}", self.address)
    }

    /// The server as errors name it.
    pub(crate) fn name(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn as_proxy(&self) -> Secret<String> {
        Secret::new(format!("http://user:pass@{}", self.address))
    }

    pub(crate) fn error(&self, kind: OpErrorKind, what: &str) -> OpError {
        OpError { kind, detail: format!("{}: {what}", self.address) }
    }

    /// Waits for the end of the script while the client goes on.
    pub(crate) async fn done(&self) {
        let _closed = self.over.recv().await;
    }

    pub(crate) fn join(self) -> T {
        self.thread.join().unwrap()
    }
}

/// One accepted connection.
pub(crate) struct Peer<S = TcpStream> {
    stream: S,
}

impl Peer {
    pub(crate) fn accept(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream.set_write_timeout(Some(LIMIT)).unwrap();
        Self { stream }
    }
}

impl<S: Read + Write> Peer<S> {
    pub(crate) fn secured(self, tls: Arc<ServerConfig>) -> Peer<StreamOwned<ServerConnection, S>> {
        Peer { stream: StreamOwned::new(ServerConnection::new(tls).unwrap(), self.stream) }
    }

    /// Reads a request whose body, if any, has a length.
    pub(crate) fn request(&mut self) -> String {
        let head = self.head();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
        self.stream.read_exact(&mut body).unwrap();
        head + core::str::from_utf8(&body).unwrap()
    }

    pub(crate) fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.stream.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        String::from_utf8(head).unwrap()
    }

    pub(crate) fn send(&mut self, text: &str) {
        self.try_send(text.as_bytes()).unwrap();
    }

    pub(crate) fn try_send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)?;
        self.stream.flush()
    }

    /// Asserts that the client closes the connection and sends nothing more.
    pub(crate) fn assert_end(&mut self) {
        assert!(self.next_end_or_request(), "the client sends more");
    }

    /// Waits for what comes next: true for the end.
    pub(crate) fn next_end_or_request(&mut self) -> bool {
        match self.stream.read(&mut [0]) {
            Ok(read) => read == 0,
            Err(error) => {
                assert_eq!(error.kind(), io::ErrorKind::ConnectionReset, "the client does not close");
                true
            }
        }
    }

    /// Reads until the connection ends in whichever way.
    pub(crate) fn read_until_end(&mut self) {
        let mut piece = [0; 1024];
        while let Ok(1..) = self.stream.read(&mut piece) {}
    }
}

/// A self-signed certificate and its file.
pub(crate) struct Certificate {
    signed: rcgen::CertifiedKey<rcgen::KeyPair>,
    dir: tempfile::TempDir,
}

impl Certificate {
    pub(crate) fn new(name: &str) -> Self {
        let signed = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
        let certificate = Self { signed, dir: tempfile::tempdir().unwrap() };
        std::fs::write(certificate.file(), certificate.signed.cert.pem()).unwrap();
        certificate
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.dir.path().join("cert.pem")
    }

    pub(crate) fn server(&self) -> Arc<ServerConfig> {
        let key = PrivateKeyDer::try_from(self.signed.signing_key.serialize_der()).unwrap();
        let chain: Vec<CertificateDer<'static>> = vec![self.signed.cert.der().clone()];
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        Arc::new(config)
    }
}

/// Time after which a read or write means that the other end does not do its part.
const LIMIT: Duration = Duration::from_secs(20);
