//! The server's half of the WebSocket handshake.

use super::super::accept::accept_key;
use super::head::{BodyFraming, RequestHead};
use super::refusal::Refusal;

/// The right to answer a valid handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accept {
    key: String,
}

impl Accept {
    /// Builds the response that turns the connection into a WebSocket; no extension and no subprotocol.
    #[must_use]
    pub fn response_101(&self) -> Vec<u8> {
        format!(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Accept: {}\r\n\r\n",
            accept_key(&self.key)
        )
        .into_bytes()
    }
}

/// Decides whether a head is a WebSocket handshake; an `Upgrade` to anything else is ignored, as HTTP allows.
pub(super) fn accept(head: &RequestHead) -> Result<Option<Accept>, Refusal> {
    if !head.header_lists("upgrade", "websocket") {
        return Ok(None);
    }
    if head.method != "GET" {
        return Err(Refusal::UPGRADE_METHOD);
    }
    if head.http10 || head.framing != BodyFraming::None || !head.header_lists("connection", "upgrade") {
        return Err(Refusal::UPGRADE);
    }
    if only(head, "sec-websocket-version") != Some("13") {
        return Err(Refusal::UPGRADE_VERSION);
    }
    match only(head, "sec-websocket-key") {
        Some(key) if is_key(key) => Ok(Some(Accept { key: key.to_owned() })),
        Some(_) | None => Err(Refusal::UPGRADE_KEY),
    }
}

fn only<'a>(head: &'a RequestHead, name: &str) -> Option<&'a str> {
    let mut values = head.header_values(name);
    match (values.next(), values.next()) {
        (value, None) => value,
        (_, Some(_)) => None,
    }
}

/// 16 bytes are 22 characters of base64 and two of padding; unused bits are not looked at, as in the reference.
fn is_key(key: &str) -> bool {
    key.strip_suffix("==").is_some_and(|code| {
        code.len() == KEY_CHARACTERS
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
    })
}

const KEY_CHARACTERS: usize = 22;
