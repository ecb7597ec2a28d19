//! One request head: what it says once every rule holds.

use core::net::Ipv6Addr;
use serde::{Deserialize, Serialize};

use super::canonical::canonical_len;
use super::refusal::Refusal;

/// A request head with exactly one reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestHead {
    /// The method, one of those in upper case that a handler may know.
    pub method: String,
    /// The target as sent: path and query, beginning with `/`, visible ASCII.
    pub target: String,
    /// Names in lower case and values without outer blanks, in the order sent; a byte beyond ASCII becomes the
    /// character of the same number, as the reference program reads it.
    pub headers: Vec<(String, String)>,
    /// How the body is delimited.
    pub framing: BodyFraming,
    /// Whether another request may follow on the connection.
    pub keep_alive: bool,
    /// Whether the client speaks HTTP/1.0, and so cannot read a chunked response.
    pub http10: bool,
    /// Whether the client waits for [`CONTINUE_100`](super::CONTINUE_100) before it sends the body.
    pub expect_continue: bool,
}

/// How the end of a request body is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BodyFraming {
    /// There is no body.
    None,
    /// The body has this many bytes, at least one.
    Length(u64),
    /// The body comes in chunks.
    Chunked,
}

impl RequestHead {
    /// Makes the head of a request without a body, for whoever reads HTTP by other means or not at all.
    #[must_use]
    pub fn new(method: &str, target: &str, headers: &[(&str, &str)]) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: headers
                .iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), (*value).to_owned()))
                .collect(),
            framing: BodyFraming::None,
            keep_alive: true,
            http10: false,
            expect_continue: false,
        }
    }

    /// Returns the first value of a header, named in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.header_values(name).next()
    }

    /// Returns the target up to its query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// Returns the query without its question mark, if there is one.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Tells whether a header that lists words has this one, in any case.
    #[must_use]
    pub fn header_lists(&self, name: &str, word: &str) -> bool {
        self.header_values(name)
            .flat_map(|value| value.split(','))
            .any(|item| item.trim_matches(BLANKS).eq_ignore_ascii_case(word))
    }

    pub(super) fn header_values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a whole head that the scan has passed.
pub(super) fn parse(bytes: &[u8], limit: usize) -> Result<RequestHead, Refusal> {
    let mut lines = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut lines);
    match request.parse(bytes) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) => return Err(Refusal::HEADER_LINE),
        Err(httparse::Error::TooManyHeaders) => return Err(Refusal::TOO_MANY_HEADERS),
        Err(httparse::Error::Token | httparse::Error::Version | httparse::Error::Status) => {
            return Err(Refusal::REQUEST_LINE);
        }
        Err(httparse::Error::HeaderName | httparse::Error::HeaderValue | httparse::Error::NewLine) => {
            return Err(Refusal::HEADER_LINE);
        }
    }
    let (Some(method), Some(target), Some(minor)) = (request.method, request.path, request.version) else {
        return Err(Refusal::REQUEST_LINE);
    };
    let headers: Vec<_> =
        request.headers.iter().map(|line| (line.name.to_ascii_lowercase(), latin1(line.value))).collect();
    let http10 = minor == 0;
    let mut head = RequestHead {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
        framing: BodyFraming::None,
        keep_alive: false,
        http10,
        expect_continue: false,
    };
    check_host(&head)?;
    head.framing = framing(&head)?;
    head.expect_continue = expectation(&head)?;
    head.keep_alive = !head.header_lists("connection", "close")
        && (!http10 || head.header_lists("connection", "keep-alive"));
    if canonical_len(&head) > limit {
        return Err(Refusal::HEAD_TOO_LARGE);
    }
    Ok(head)
}

/// Checks the first line of a head, so that a peer which speaks something else is told at once.
pub(super) fn check_request_line(line: &[u8]) -> Result<(), Refusal> {
    let mut parts = line.split(|&byte| byte == b' ');
    let (Some(method), Some(target), Some(version), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Refusal::REQUEST_LINE);
    };
    match version {
        b"HTTP/1.0" | b"HTTP/1.1" => {}
        [b'H', b'T', b'T', b'P', b'/', major, b'.', minor]
            if major.is_ascii_digit() && minor.is_ascii_digit() =>
        {
            return Err(Refusal::VERSION);
        }
        _ => return Err(Refusal::REQUEST_LINE),
    }
    if !super::is_header_name(method) {
        return Err(Refusal::REQUEST_LINE);
    }
    if !METHODS.contains(&method) {
        return Err(Refusal::METHOD);
    }
    check_target(target)
}

/// The server behind the gate resolves a path before it routes: only one that resolves to itself may pass.
fn check_target(target: &[u8]) -> Result<(), Refusal> {
    let visible = target.iter().all(|byte| matches!(byte, 0x21..=0x7e) && *byte != b'#');
    if !visible || target.first() != Some(&b'/') {
        return Err(Refusal::TARGET);
    }
    let path = target.split(|&byte| byte == b'?').next().unwrap_or_default();
    let encoded = path.windows(3).any(|window| {
        [b"%2e", b"%2f", b"%5c"].iter().any(|code| window.eq_ignore_ascii_case(code.as_slice()))
    });
    let dotted = path.split(|&byte| byte == b'/').any(|segment| segment == b"." || segment == b"..");
    if encoded || dotted || path.contains(&b'\\') || path.windows(2).any(|pair| pair == b"//") {
        return Err(Refusal::AMBIGUOUS_PATH);
    }
    Ok(())
}

fn check_host(head: &RequestHead) -> Result<(), Refusal> {
    let mut hosts = head.header_values("host");
    match (hosts.next(), hosts.next()) {
        (None, _) if head.http10 => Ok(()),
        (None, _) => Err(Refusal::HOST_MISSING),
        (Some(_), Some(_)) => Err(Refusal::HOST_REPEATED),
        (Some(host), None) if is_host(host) => Ok(()),
        (Some(_), None) => Err(Refusal::HOST),
    }
}

/// A name or an address, then perhaps a colon and a port.
fn is_host(host: &str) -> bool {
    let allowed = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]%".contains(&byte));
    if let Some(rest) = host.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else { return false };
        let address = address.split_once('%').map_or(address, |(address, _zone)| address);
        return allowed && address.parse::<Ipv6Addr>().is_ok() && (port.is_empty() || is_port(port));
    }
    let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
    allowed && !name.is_empty() && !name.contains(['[', ']']) && (port.is_empty() || is_port(port))
}

/// A colon, then a number that may be left out.
fn is_port(text: &str) -> bool {
    let Some(digits) = text.strip_prefix(':') else { return false };
    digits.is_empty() || (digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok())
}

fn framing(head: &RequestHead) -> Result<BodyFraming, Refusal> {
    let mut lengths = head.header_values("content-length");
    let mut encodings = head.header_values("transfer-encoding");
    let length = lengths.next();
    if lengths.next().is_some() {
        return Err(Refusal::LENGTH_REPEATED);
    }
    match (length, encodings.next(), encodings.next()) {
        (None, None, _) => Ok(BodyFraming::None),
        (Some(_), Some(_), _) => Err(Refusal::LENGTH_AND_ENCODING),
        (Some(length), None, _) => match parse_length(length).ok_or(Refusal::LENGTH)? {
            0 => Ok(BodyFraming::None),
            length => Ok(BodyFraming::Length(length)),
        },
        (None, Some(_), _) if head.http10 => Err(Refusal::ENCODING_IN_HTTP10),
        (None, Some(encoding), None) if encoding.eq_ignore_ascii_case("chunked") => Ok(BodyFraming::Chunked),
        (None, Some(_), _) => Err(Refusal::ENCODING),
    }
}

fn parse_length(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn expectation(head: &RequestHead) -> Result<bool, Refusal> {
    if head.http10 {
        return Ok(false);
    }
    let mut expected = false;
    for value in head.header_values("expect") {
        if !value.eq_ignore_ascii_case("100-continue") {
            return Err(Refusal::EXPECTATION);
        }
        expected = true;
    }
    Ok(expected && head.framing != BodyFraming::None)
}

/// One character per byte, so that no value is lost and none fails.
fn latin1(value: &[u8]) -> String {
    let value = value.trim_ascii();
    match core::str::from_utf8(value) {
        Ok(text) if text.is_ascii() => text.to_owned(),
        Ok(_) | Err(_) => value.iter().map(|&byte| char::from(byte)).collect(),
    }
}

const BLANKS: [char; 2] = [' ', '\t'];

/// Header lines of one request; browsers send fewer than 30.
pub(super) const MAX_HEADERS: usize = 64;

/// Those a handler may know; any other cannot reach one.
const METHODS: [&[u8]; 8] = [b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE"];
