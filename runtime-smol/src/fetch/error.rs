//! The world's faults in words: lower case, naming the host and what happened.

use core::error::Error;
use engine::{OpError, OpErrorKind};
use futures_rustls::rustls;
use std::io;

pub(super) fn op_error(kind: OpErrorKind, detail: String) -> OpError {
    OpError { kind, detail }
}

/// A failed system call, or what TLS makes look like one.
pub(super) fn io_error(host: &str, error: &io::Error) -> OpError {
    let kind = if BROKEN.contains(&error.kind()) {
        OpErrorKind::Connection
    } else if error.kind() == io::ErrorKind::TimedOut {
        OpErrorKind::TimedOut
    } else if error.kind() == io::ErrorKind::PermissionDenied {
        OpErrorKind::Denied
    } else {
        OpErrorKind::Other
    };
    let tls = error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>());
    let what = if tls { "tls: " } else { "" };
    op_error(kind, format!("{host}: {what}{}", lower_first(&error.to_string())))
}

/// A failed name lookup. The system tells its reason in words only.
pub(super) fn lookup_error(host: &str, error: &io::Error) -> OpError {
    let text = error.to_string();
    if text.contains("emporary failure") || text.contains("ry again") {
        op_error(OpErrorKind::Connection, format!("{host}: the name cannot be looked up at present"))
    } else {
        op_error(OpErrorKind::NotFound, format!("{host}: no such host"))
    }
}

/// A failed exchange.
pub(super) fn http_error(host: &str, error: &hyper::Error) -> OpError {
    if let Some(error) = source_io_error(error) {
        let cut = error.kind() == io::ErrorKind::UnexpectedEof;
        return if cut { cut_short(host) } else { io_error(host, error) };
    }
    if error.is_parse() && error.to_string() == HEAD_TOO_LARGE {
        return op_error(OpErrorKind::TooLarge, format!("{host}: the response head is too large"));
    }
    if error.is_parse() {
        return op_error(OpErrorKind::Other, format!("{host}: the response is not valid http: {error}"));
    }
    if error.is_incomplete_message() || error.is_canceled() || error.is_closed() {
        return cut_short(host);
    }
    op_error(OpErrorKind::Other, format!("{host}: {error}"))
}

fn cut_short(host: &str) -> OpError {
    let detail = format!("{host}: the connection was closed before the response was complete");
    op_error(OpErrorKind::Connection, detail)
}

fn source_io_error(error: &hyper::Error) -> Option<&io::Error> {
    core::iter::successors(error.source(), |e| (*e).source()).take(8).find_map(|e| e.downcast_ref())
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_ascii_lowercase()).into_iter().chain(chars).collect()
}

/// How hyper words it; a client cannot ask for the kind.
const HEAD_TOO_LARGE: &str = "message head is too large";

/// Kinds that say that nobody listens or that the connection broke.
const BROKEN: [io::ErrorKind; 10] = [
    io::ErrorKind::AddrNotAvailable,
    io::ErrorKind::BrokenPipe,
    io::ErrorKind::ConnectionAborted,
    io::ErrorKind::ConnectionRefused,
    io::ErrorKind::ConnectionReset,
    io::ErrorKind::HostUnreachable,
    io::ErrorKind::NetworkDown,
    io::ErrorKind::NetworkUnreachable,
    io::ErrorKind::NotConnected,
    io::ErrorKind::UnexpectedEof,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_connection_is_worded_in_lower_case() {
        let error =
            io_error("h:1", &io::Error::from_raw_os_error(rustix::io::Errno::CONNREFUSED.raw_os_error()));
        assert_eq!(error.kind, OpErrorKind::Connection);
        assert!(error.detail.starts_with("h:1: connection refused"), "{}", error.detail);
    }

    #[test]
    fn an_unknown_name_differs_from_a_resolver_that_is_away() {
        let unknown = io::Error::other("failed to lookup address information: Name or service not known");
        assert_eq!(lookup_error("h", &unknown).kind, OpErrorKind::NotFound);
        let away =
            io::Error::other("failed to lookup address information: Temporary failure in name resolution");
        assert_eq!(lookup_error("h", &away).kind, OpErrorKind::Connection);
    }

    #[test]
    fn a_distrusted_certificate_is_not_a_broken_connection() {
        let inner = rustls::Error::General("x".to_owned());
        let error = io_error("h", &io::Error::new(io::ErrorKind::InvalidData, inner));
        assert_eq!(error.kind, OpErrorKind::Other);
        assert!(error.detail.starts_with("h: tls: "), "{}", error.detail);
    }
}
