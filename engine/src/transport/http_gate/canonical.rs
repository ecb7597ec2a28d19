//! The head as the server behind the gate gets to see it.

use super::head::{BodyFraming, RequestHead};

/// Rebuilds a head with one spelling for everything that decides framing and the life of the connection.
///
/// Always HTTP/1.1. `Expect`, `Upgrade` and the other hop-by-hop headers are left out, the length is stated
/// again from [`RequestHead::framing`] (a runtime that has collected a chunked body sets it to
/// [`BodyFraming::Length`] first), and headers with characters beyond ASCII, which the server cannot take, are
/// left out: a handler reads them from the [`RequestHead`].
#[must_use]
pub fn canonical(head: &RequestHead) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(canonical_len(head));
    write_canonical(head, |part| bytes.extend_from_slice(part.as_bytes()));
    bytes
}

pub(super) fn canonical_len(head: &RequestHead) -> usize {
    let mut len = 0;
    write_canonical(head, |part| len += part.len());
    len
}

fn write_canonical(head: &RequestHead, mut put: impl FnMut(&str)) {
    for part in [&head.method, " ", &head.target, " HTTP/1.1\r\n"] {
        put(part);
    }
    for (name, value) in &head.headers {
        if value.is_ascii() && !HOP_BY_HOP.contains(&name.as_str()) {
            for part in [name, ": ", value, "\r\n"] {
                put(part);
            }
        }
    }
    if head.header("host").is_none() {
        put(NO_HOST);
    }
    match head.framing {
        BodyFraming::None => {}
        BodyFraming::Length(length) => {
            put("content-length: ");
            put(&length.to_string());
            put("\r\n");
        }
        BodyFraming::Chunked => put("transfer-encoding: chunked\r\n"),
    }
    put(if head.keep_alive { "connection: keep-alive\r\n\r\n" } else { "connection: close\r\n\r\n" });
}

const HOP_BY_HOP: [&str; 10] = [
    "connection",
    "content-length",
    "expect",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// HTTP/1.0 may go without a host and the server behind the gate may not. The name can never be one of ours, so
/// that such a request is not taken for a local one.
const NO_HOST: &str = "host: unspecified.invalid\r\n";
