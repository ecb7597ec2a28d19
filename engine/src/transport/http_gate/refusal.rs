//! Why a request is not let through, and the response that says so.

/// The answer to a peer that broke a rule of HTTP or of the gate; the connection closes behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// What the peer is told.
    pub reason: &'static str,
    /// Header lines the status calls for, each ending in CRLF; mostly none.
    pub headers: &'static str,
}

impl Refusal {
    /// Creates a refusal without header lines of its own.
    #[must_use]
    pub const fn new(status: u16, reason: &'static str) -> Self {
        Self { status, reason, headers: "" }
    }

    const fn with_headers(status: u16, reason: &'static str, headers: &'static str) -> Self {
        Self { status, reason, headers }
    }
}

/// Faults of the request line.
impl Refusal {
    /// Two empty lines where a request line belongs; one is forgiven.
    pub const EMPTY_REQUEST_LINE: Self = Self::new(400, "empty request line");
    /// Not `method target version` with single spaces between; HTTP/0.9 among others.
    pub const REQUEST_LINE: Self = Self::new(400, "malformed request line");
    /// A version that is not HTTP/1.0 or HTTP/1.1, such as the preface of HTTP/2.
    pub const VERSION: Self = Self::new(505, "unsupported HTTP version");
    /// A method that no handler knows.
    pub const METHOD: Self = Self::new(501, "method not implemented");
    /// A target in absolute, authority or asterisk form, or with bytes beyond visible ASCII.
    pub const TARGET: Self = Self::new(400, "request target must be an absolute path");
    /// A path that two readers could resolve to two places.
    pub const AMBIGUOUS_PATH: Self = Self::new(400, "ambiguous request path");
}

/// Faults of the header lines.
impl Refusal {
    /// A line feed without its carriage return.
    pub const BARE_LF: Self = Self::new(400, "bare line feed in request head");
    /// A carriage return without its line feed.
    pub const BARE_CR: Self = Self::new(400, "bare carriage return in request head");
    /// A NUL byte.
    pub const NUL: Self = Self::new(400, "NUL in request head");
    /// Any other control character.
    pub const CONTROL_CHARACTER: Self = Self::new(400, "control character in request head");
    /// A header continued on a second line.
    pub const FOLDED_HEADER: Self = Self::new(400, "folded header line");
    /// A line without a colon, with a space before it, or with a name that is no token.
    pub const HEADER_LINE: Self = Self::new(400, "malformed header line");
    /// A head over the limit, as sent or as rebuilt.
    pub const HEAD_TOO_LARGE: Self = Self::new(431, "request head too large");
    /// More header lines than a request can need.
    pub const TOO_MANY_HEADERS: Self = Self::new(431, "too many header lines");
    /// HTTP/1.1 without a `Host`.
    pub const HOST_MISSING: Self = Self::new(400, "missing Host header");
    /// More than one `Host`.
    pub const HOST_REPEATED: Self = Self::new(400, "more than one Host header");
    /// A `Host` that is not a name or an address with an optional port.
    pub const HOST: Self = Self::new(400, "invalid Host header");
    /// An `Expect` other than `100-continue`.
    pub const EXPECTATION: Self = Self::new(417, "expectation not supported");
}

/// Faults of the framing and of the body.
impl Refusal {
    /// More than one `Content-Length`, equal or not.
    pub const LENGTH_REPEATED: Self = Self::new(400, "more than one Content-Length header");
    /// A `Content-Length` that is not a plain number.
    pub const LENGTH: Self = Self::new(400, "invalid Content-Length header");
    /// `Content-Length` beside `Transfer-Encoding`.
    pub const LENGTH_AND_ENCODING: Self = Self::new(400, "both Content-Length and Transfer-Encoding headers");
    /// `Transfer-Encoding` in HTTP/1.0, which does not know it.
    pub const ENCODING_IN_HTTP10: Self = Self::new(400, "Transfer-Encoding in an HTTP/1.0 request");
    /// A `Transfer-Encoding` other than exactly `chunked`.
    pub const ENCODING: Self = Self::new(501, "transfer encoding not implemented");
    /// A chunk that does not begin with its size and a CRLF.
    pub const CHUNK_LINE: Self = Self::new(400, "malformed chunk size line");
    /// A chunk that is not followed by CRLF.
    pub const CHUNK_END: Self = Self::new(400, "chunk does not end at its size");
    /// More chunk extensions than any sender needs.
    pub const CHUNK_EXTENSIONS: Self = Self::new(400, "chunk extensions too large");
    /// A trailer line that is no header line.
    pub const TRAILER: Self = Self::new(400, "malformed trailer line");
    /// Trailers over the limit of a head.
    pub const TRAILERS_TOO_LARGE: Self = Self::new(431, "trailers too large");
    /// A body over the limit of its endpoint.
    pub const BODY_TOO_LARGE: Self = Self::new(413, "payload too large");
    /// The peer closed within a head.
    pub const HEAD_CUT_OFF: Self = Self::new(400, "connection closed within the request head");
    /// The peer closed within a body.
    pub const BODY_CUT_OFF: Self = Self::new(400, "connection closed within the request body");
}

/// Faults of a WebSocket handshake.
impl Refusal {
    /// A handshake with a method other than GET.
    pub const UPGRADE_METHOD: Self =
        Self::with_headers(405, "a WebSocket handshake must be a GET request", ALLOW_GET);
    /// A handshake over HTTP/1.0, with a body, or without `upgrade` in `Connection`.
    pub const UPGRADE: Self =
        Self::with_headers(400, "malformed WebSocket handshake", "Sec-WebSocket-Version: 13\r\n");
    /// A handshake whose key is not 16 bytes in base64, once.
    pub const UPGRADE_KEY: Self = Self::with_headers(
        400,
        "missing or invalid Sec-WebSocket-Key header",
        "Sec-WebSocket-Version: 13\r\n",
    );
    /// A handshake of another version than 13.
    pub const UPGRADE_VERSION: Self = Self::with_headers(
        426,
        "missing or unsupported Sec-WebSocket-Version header",
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
    );
}

/// Faults only a runtime can see.
impl Refusal {
    /// The head did not arrive in time.
    pub const HEAD_TIMEOUT: Self = Self::new(408, "request head timed out");
    /// The body did not arrive in time.
    pub const BODY_TIMEOUT: Self = Self::new(408, "request body timed out");
    /// The server behind the gate could not read the rebuilt head.
    pub const UNREADABLE: Self = Self::new(400, "unreadable request");
    /// A handler failed before its response began.
    pub const INTERNAL: Self = Self::new(500, "internal server error");
    /// No room for another connection or request.
    pub const BUSY: Self = Self::new(503, "too many connections");
}

/// Builds the whole response to a refused request, after which the connection closes.
#[must_use]
pub fn refusal_response(refusal: &Refusal) -> Vec<u8> {
    let body = serde_json::json!({
        "error": { "message": refusal.reason, "type": error_type(refusal.status) }
    })
    .to_string();
    format!(
        "HTTP/1.1 {} {}\r\n{}Content-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        refusal.status,
        status_phrase(refusal.status),
        refusal.headers,
        body.len(),
    )
    .into_bytes()
}

fn error_type(status: u16) -> &'static str {
    match status {
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        408 => "timeout",
        500 | 502..=504 => "api_error",
        _ => "invalid_request_error",
    }
}

fn status_phrase(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Payload Too Large",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        426 => "Upgrade Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Error",
    }
}

const ALLOW_GET: &str = "Allow: GET\r\n";
