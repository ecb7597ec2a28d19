//! The way to a gateway: name, TCP, and the first bytes of the WebSocket.

use engine::client::{Address, Connect, Target};
use engine::transport::client_handshake::{ClientHandshake, HandshakeStep};
use smol::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use smol::net::TcpStream;
use std::io;

use super::socket::Socket;
use super::tls;
use crate::workers::resolve;

/// A connection, encrypted or not.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin {}

impl<S: AsyncRead + AsyncWrite + Unpin> Stream for S {}

/// Opens a WebSocket; the error is what to tell people.
pub(super) async fn open(target: Target, connect: Connect) -> Result<Socket, String> {
    let mut stream: Box<dyn Stream> = Box::new(reach(&target.address).await?);
    if target.address.tls {
        stream = tls::encrypt(stream, &target.address, target.fingerprint).await?;
    }
    upgrade(stream, &target.address, connect).await
}

/// Tries the addresses of the host in order.
async fn reach(address: &Address) -> Result<TcpStream, String> {
    let mut failed = format!("getaddrinfo ENOTFOUND {}", address.host);
    for at in resolve(&address.host, address.port).await.map_err(|_| failed.clone())? {
        match TcpStream::connect(at).await {
            Ok(stream) => {
                // Requests are small and wait for answers.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Err(e) => failed = format!("connect {} {}:{}", words(&e), at.ip(), at.port()),
        }
    }
    Err(failed)
}

/// The names people know these errors by; the reference prints them.
fn words(error: &io::Error) -> String {
    let name = NAMES.iter().find(|(kind, _)| *kind == error.kind());
    name.map_or_else(|| error.to_string(), |(_, name)| (*name).to_owned())
}

const NAMES: [(io::ErrorKind, &str); 7] = [
    (io::ErrorKind::ConnectionRefused, "ECONNREFUSED"),
    (io::ErrorKind::ConnectionReset, "ECONNRESET"),
    (io::ErrorKind::TimedOut, "ETIMEDOUT"),
    (io::ErrorKind::HostUnreachable, "EHOSTUNREACH"),
    (io::ErrorKind::NetworkUnreachable, "ENETUNREACH"),
    (io::ErrorKind::AddrNotAvailable, "EADDRNOTAVAIL"),
    (io::ErrorKind::PermissionDenied, "EACCES"),
];

pub(super) async fn upgrade(
    mut stream: Box<dyn Stream>,
    address: &Address,
    connect: Connect,
) -> Result<Socket, String> {
    let mut handshake = ClientHandshake::new(&address.host_header(), &address.path, connect.key, &[])
        .map_err(|e| e.to_string())?;
    let broken = |e: io::Error| format!("websocket handshake failed: {}", words(&e));
    stream.write_all(handshake.request()).await.map_err(broken)?;
    stream.flush().await.map_err(broken)?;
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.map_err(broken)?;
        if read == 0 {
            return Err("socket hang up".to_owned());
        }
        match handshake.receive(&buffer[..read]) {
            HandshakeStep::NeedMore => {}
            HandshakeStep::Accepted { leftover } => {
                return Ok(Socket::new(stream, &leftover, connect.mask_seed));
            }
            HandshakeStep::Refused { status: Some(status), .. } if status != 101 => {
                return Err(format!("Unexpected server response: {status}"));
            }
            HandshakeStep::Refused { reason, .. } => return Err(reason),
        }
    }
}
