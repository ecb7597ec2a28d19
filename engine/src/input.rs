//! Everything that can happen to the engine. A whole run is a list of `(Now, Input)`.

use crate::action::FileDone;
use crate::ids::{ConnId, HttpId, ListenerId, OpId};
use crate::record::plain;
use crate::transport::http_gate::RequestHead;
use core::net::SocketAddr;
use serde::{Deserialize, Serialize};

/// Something that happened outside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Input {
    /// The first call: the engine begins to load its state.
    Start,
    /// A listener that was asked for is open.
    Listening {
        /// Which one.
        listener: ListenerId,
        /// The addresses it accepts on.
        addresses: Vec<SocketAddr>,
    },
    /// A listener that was asked for cannot be opened.
    ListenFailed {
        /// Which one.
        listener: ListenerId,
        /// What stands in the way.
        obstacle: Obstacle,
        /// The system's words.
        detail: String,
    },
    /// A peer asks for a WebSocket; answered by `Accept` or `Reject`.
    Opened {
        /// The connection's number.
        conn: ConnId,
        /// Where it comes from.
        peer: Peer,
        /// The upgrade request.
        head: RequestHead,
    },
    /// A connection sent a message.
    Message {
        /// Which one.
        conn: ConnId,
        /// The message: text, or the bytes of a binary message, which count the same.
        #[serde(with = "plain::bytes")]
        data: Vec<u8>,
    },
    /// Every byte sent so far was handed to the system, but for what these connections still hold.
    Flushed {
        /// Connections that could not take everything, and the bytes still unsent.
        unsent: Vec<(ConnId, usize)>,
    },
    /// A connection that held unsent bytes has fewer now.
    Drained {
        /// Which one.
        conn: ConnId,
        /// Bytes still unsent.
        unsent: usize,
    },
    /// A connection is gone: the peer closed it, it broke, or our close was answered.
    Closed {
        /// Which one.
        conn: ConnId,
        /// The close code, when there was one.
        code: Option<u16>,
        /// The peer's reason.
        reason: String,
    },
    /// A peer sent the head of an HTTP request; answered by `AcceptBody` or `Respond`.
    HttpRequest {
        /// The request's number.
        http: HttpId,
        /// Where it comes from.
        peer: Peer,
        /// The head.
        head: RequestHead,
    },
    /// The body that was asked for is here, or cannot be had.
    HttpBody {
        /// Which request.
        http: HttpId,
        /// The whole body.
        #[serde(with = "plain::body")]
        body: Result<Vec<u8>, BodyError>,
    },
    /// The peer of an HTTP request went away before the answer was complete.
    HttpGone {
        /// Which request.
        http: HttpId,
    },
    /// A part of an operation's result.
    Chunk {
        /// Which operation.
        op: OpId,
        /// The part.
        chunk: Chunk,
    },
    /// An operation ended; nothing more comes for it.
    Done {
        /// Which operation.
        op: OpId,
        /// How it ended.
        result: OpResult,
    },
    /// A signal reached the process.
    Signal(Signal),
    /// Time passed: at least one timer is due.
    Timeout,
}

/// What stands in the way of a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Obstacle {
    /// Another process holds the address.
    InUse,
    /// The address cannot be had; another one may.
    Address,
    /// Certificate or key cannot be used, at whatever address.
    Certificate,
}

/// The far end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    /// The peer's address.
    pub address: SocketAddr,
    /// Our address, as the peer reached it.
    pub local: SocketAddr,
    /// Whether the connection is encrypted.
    pub tls: bool,
}

/// Why a request body is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BodyError {
    /// It is larger than the limit that was given.
    TooLarge,
    /// It did not arrive in time.
    TimedOut,
    /// Its framing is broken.
    Malformed,
}

/// A part of an operation's result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Chunk {
    /// The head of an HTTP response.
    Head {
        /// Status code.
        status: u16,
        /// Headers with lower-case names, in the order received.
        headers: Vec<(String, String)>,
    },
    /// Bytes of an HTTP response body.
    Body(#[serde(with = "plain::bytes")] Vec<u8>),
    /// Bytes a process wrote to its standard output.
    Stdout(#[serde(with = "plain::bytes")] Vec<u8>),
    /// Bytes a process wrote to its standard error.
    Stderr(#[serde(with = "plain::bytes")] Vec<u8>),
}

/// How an operation ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OpResult {
    /// File operations: one result for each that was tried, in order. After a failed write the rest are
    /// not tried and have no result.
    Files(Vec<Result<FileDone, OpError>>),
    /// An HTTP exchange: complete, or why not.
    Fetch(Result<(), OpError>),
    /// A process: its exit, or why it could not be run.
    Process(Result<ProcessExit, OpError>),
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessExit {
    /// Exit code, when it exited by itself.
    pub code: Option<i32>,
    /// Signal number, when a signal ended it.
    pub signal: Option<i32>,
}

/// The world's fault: why an operation failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{detail}")]
pub struct OpError {
    /// What kind of failure it is, as far as anyone decides by it.
    pub kind: OpErrorKind,
    /// The system's words, naming what failed.
    pub detail: String,
}

/// The kinds of failure that anyone decides by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OpErrorKind {
    /// There is no such file, program or host.
    NotFound,
    /// Permission denied, or a read-only file system.
    Denied,
    /// The disk or the quota is full.
    DiskFull,
    /// It did not complete before its deadline.
    TimedOut,
    /// Nobody listens at the address, or the connection broke.
    Connection,
    /// The result is larger than the limit that was given.
    TooLarge,
    /// Cancelled by us.
    Cancelled,
    /// Anything else.
    Other,
}

/// A signal, by what it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Signal {
    /// SIGTERM.
    Terminate,
    /// SIGINT.
    Interrupt,
    /// SIGHUP: the terminal is gone.
    HangUp,
    /// SIGUSR1: restart in place.
    Restart,
}
