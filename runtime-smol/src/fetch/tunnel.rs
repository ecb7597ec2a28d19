//! `CONNECT`: a way through a proxy to a server that speaks TLS.

use crate::fetch::error::{io_error, op_error};
use crate::fetch::proxy::Proxy;
use crate::fetch::target::Server;
use engine::{OpError, OpErrorKind};
use smol::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// Asks the proxy at the other end of `stream` for a connection to `server`.
pub(super) async fn open(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    proxy: &Proxy,
    server: &Server,
) -> Result<(), OpError> {
    let name = format!("proxy {}", proxy.server.host_and_port());
    let to = server.host_and_port();
    let mut request = format!("CONNECT {to} HTTP/1.1\r\nHost: {to}\r\n").into_bytes();
    if let Some(authorization) = &proxy.authorization {
        request.extend_from_slice(b"Proxy-Authorization: ");
        request.extend_from_slice(authorization.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    stream.write_all(&request).await.map_err(|e| io_error(&name, &e))?;
    stream.flush().await.map_err(|e| io_error(&name, &e))?;
    let wrong = |kind, what: &str| op_error(kind, format!("{name}: {what}"));
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    while head.len() < MAX_HEAD {
        let read = stream.read(&mut piece).await.map_err(|e| io_error(&name, &e))?;
        if read == 0 {
            return Err(wrong(OpErrorKind::Connection, "closed the connection instead of opening a tunnel"));
        }
        head.extend_from_slice(&piece[..read]);
        match status(&head) {
            Ok(None) => {}
            Ok(Some((200..=299, end))) if end == head.len() => return Ok(()),
            Ok(Some((200..=299, _))) => {
                return Err(wrong(OpErrorKind::Other, "sent bytes before the server behind it could"));
            }
            Ok(Some((status, _))) => {
                let kind = if status == 407 { OpErrorKind::Denied } else { OpErrorKind::Connection };
                return Err(wrong(kind, &format!("refused a tunnel to {to} with status {status}")));
            }
            Err(_) => return Err(wrong(OpErrorKind::Other, "the response is not valid http")),
        }
    }
    Err(wrong(OpErrorKind::TooLarge, "the response head is too large"))
}

/// Status and length of a head, when it is whole.
fn status(head: &[u8]) -> Result<Option<(u16, usize)>, httparse::Error> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    match response.parse(head)? {
        httparse::Status::Complete(end) => Ok(response.code.map(|code| (code, end))),
        httparse::Status::Partial => Ok(None),
    }
}

/// Bytes of a proxy's answer above which it is refused.
const MAX_HEAD: usize = 16 * 1024;

/// Headers of a proxy's answer above which it is refused.
const MAX_HEADERS: usize = 64;
