//! Everything the engine may ask the world to do. Plain data: it says what, never how.

use crate::fact::Fact;
use crate::host::FileName;
use crate::ids::{ConnId, HttpId, ListenerId, OpId};
use crate::record::plain;
use core::time::Duration;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::Arc;

/// Something the runtime is to do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// Complete the WebSocket upgrade of a connection.
    Accept {
        /// Which connection.
        conn: ConnId,
    },
    /// Refuse the WebSocket upgrade with an HTTP answer.
    Reject {
        /// Which connection.
        conn: ConnId,
        /// The answer.
        response: Response,
    },
    /// Send one text message to one connection.
    Send {
        /// Which connection.
        conn: ConnId,
        /// The message.
        #[serde(serialize_with = "plain::cut")]
        text: String,
    },
    /// Send one event to many connections: to each the shared `body`, its own number in decimal, and
    /// the shared `end`, as one text message.
    Broadcast {
        /// Up to and including `"seq":`.
        #[serde(serialize_with = "plain::cut")]
        body: Arc<str>,
        /// What follows the number.
        #[serde(serialize_with = "plain::cut")]
        end: Arc<str>,
        /// Each receiver and its number.
        to: Vec<(ConnId, u64)>,
    },
    /// Stop taking messages from a connection while more than this many bytes to it are unsent.
    SetReadLimit {
        /// Which connection.
        conn: ConnId,
        /// Unsent bytes above which its messages are left unread.
        max_unsent: usize,
    },
    /// Close a connection after what was sent to it: the code and reason go to the peer.
    Close {
        /// Which connection.
        conn: ConnId,
        /// Close code; 1000 for a normal end.
        code: u16,
        /// At most 123 bytes.
        reason: String,
    },
    /// Drop a connection at once.
    Drop {
        /// Which connection.
        conn: ConnId,
    },
    /// Read the body of an HTTP request.
    AcceptBody {
        /// Which request.
        http: HttpId,
        /// Bytes above which it is refused.
        limit: u64,
    },
    /// Answer an HTTP request. To `HEAD` the answer is the same without its body.
    Respond {
        /// Which request.
        http: HttpId,
        /// The answer.
        response: Response,
    },
    /// Make an HTTP request; its response comes as chunks.
    Fetch {
        /// The operation.
        op: OpId,
        /// The request.
        fetch: Fetch,
    },
    /// Run a process in a group of its own; its output comes as chunks.
    Spawn {
        /// The operation.
        op: OpId,
        /// The process.
        spawn: Spawn,
    },
    /// Do file operations in order. A read that fails is one failed result; after a write that fails
    /// the rest are not tried. Operations on one file are done in the order in which they were asked
    /// for, across operations.
    Files {
        /// The operation.
        op: OpId,
        /// What to do.
        files: Vec<FileOp>,
    },
    /// Give an operation up: close its connection, end its process group. It still completes.
    Cancel {
        /// Which operation.
        op: OpId,
    },
    /// Open a listener on every one of these addresses; it is open when the first is.
    Listen {
        /// The listener.
        listener: ListenerId,
        /// What to open.
        listen: Listen,
    },
    /// Close a listener; its connections stay.
    Unlisten {
        /// Which one.
        listener: ListenerId,
    },
    /// A fact worth a log line or a metric.
    Observe(Fact),
    /// End the process.
    Exit(Exit),
}

/// A whole HTTP answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Headers; `Content-Length` and `Connection` are the runtime's.
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(serialize_with = "plain::cut")]
    pub body: Vec<u8>,
    /// Whether the connection ends after it.
    pub close: bool,
}

impl Response {
    /// A plain text.
    pub fn text(status: u16, text: &str) -> Self {
        let headers = vec![("Content-Type".to_owned(), "text/plain; charset=utf-8".to_owned())];
        Self { status, headers, body: text.as_bytes().to_vec(), close: false }
    }

    /// A JSON value.
    pub fn json(status: u16, value: &serde_json::Value) -> Self {
        let headers = vec![("Content-Type".to_owned(), "application/json; charset=utf-8".to_owned())];
        Self { status, headers, body: value.to_string().into_bytes(), close: false }
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// An HTTP request to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fetch {
    /// The method.
    pub method: &'static str,
    /// Absolute `http` or `https` URL.
    pub url: String,
    /// Headers; `Host` and `Content-Length` are the runtime's.
    #[serde(serialize_with = "plain::headers")]
    pub headers: Vec<(String, crate::secret::Secret<String>)>,
    /// The body.
    #[serde(serialize_with = "plain::cut")]
    pub body: Vec<u8>,
    /// Time to connect, TLS included.
    pub connect_timeout: Duration,
    /// Time until the head of the response.
    pub head_timeout: Duration,
    /// Longest silence between two pieces of the body.
    pub idle_timeout: Duration,
    /// Bytes of body after which the exchange is given up.
    pub max_body: u64,
}

/// A process to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Spawn {
    /// Program and arguments; looked up in `PATH` when it has no slash.
    pub argv: Vec<String>,
    /// Working directory, absolute.
    pub cwd: Option<String>,
    /// Whether the working directory is made when it is missing.
    pub make_cwd: bool,
    /// Variables set on top of the gateway's own environment.
    pub env: Vec<(String, String)>,
    /// What it reads from its standard input.
    #[serde(serialize_with = "plain::cut")]
    pub stdin: Vec<u8>,
    /// Bytes of output, both streams together, after which the rest is read and thrown away.
    pub max_output: usize,
    /// Time between the polite and the final signal when it is cancelled.
    pub grace: Duration,
}

/// One file operation. Paths are below a root; parents are made when something is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum FileOp {
    /// Read bytes.
    Read {
        /// The file.
        file: FileName,
        /// Which bytes.
        range: Range,
    },
    /// Read a whole regular file below a directory. A path that leaves the directory, or meets a symbolic
    /// link on its way, is not found.
    ReadBelow {
        /// The directory.
        dir: FileName,
        /// The path below it, with `/` between its parts.
        path: String,
        /// Bytes above which it is refused.
        max: u64,
    },
    /// List the names in a directory, sorted; a missing directory has none.
    List {
        /// The directory.
        dir: FileName,
    },
    /// Replace a file as a whole: written aside, synced, renamed, directory synced.
    Write {
        /// The file.
        file: FileName,
        /// Its new content.
        #[serde(serialize_with = "plain::cut")]
        bytes: Vec<u8>,
        /// Unix permission bits.
        mode: u32,
    },
    /// Write whole lines at the end of a file. What the file holds of them already, at `at` or as lines
    /// behind it, or as the beginning that a crash left at its end, is not added a second time, but given to
    /// the disk again. When a write fails the file is cut back to the length it had.
    Append {
        /// The file.
        file: FileName,
        /// The length the file is expected to have.
        at: u64,
        /// The bytes.
        #[serde(serialize_with = "plain::cut")]
        bytes: Vec<u8>,
        /// Whether to wait until they are on the disk.
        sync: bool,
    },
    /// Wait until everything written to a file is on the disk. A missing file is fine.
    Sync {
        /// The file.
        file: FileName,
    },
    /// Rename a file. A missing file is an error.
    Rename {
        /// The file.
        from: FileName,
        /// Its new name.
        to: FileName,
    },
    /// Remove a file. A missing file is fine.
    Remove {
        /// The file.
        file: FileName,
    },
}

/// Which bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Range {
    /// The whole file; refused when it is larger than this.
    Whole(u64),
    /// At most this many bytes at the end.
    Tail(u64),
    /// At most this many bytes at the beginning.
    Head(u64),
    /// At most `max` bytes from `start` on.
    From {
        /// Offset of the first byte.
        start: u64,
        /// At most so many bytes.
        max: u64,
    },
}

impl Range {
    /// Where the bytes begin in a file of this size, and how many there are; `None` when a whole file is
    /// wanted and it is too large.
    #[must_use]
    pub fn within(self, size: u64) -> Option<(u64, u64)> {
        let (start, max) = match self {
            Self::Whole(max) if size > max => return None,
            Self::Whole(max) | Self::Head(max) => (0, max),
            Self::Tail(max) => (size.saturating_sub(max), max),
            Self::From { start, max } => (start.min(size), max),
        };
        Some((start, max.min(size - start)))
    }
}

/// What a file operation gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FileDone {
    /// The bytes read, where they began, and the size of the whole file.
    Data {
        /// The bytes.
        #[serde(with = "plain::bytes")]
        bytes: Vec<u8>,
        /// Offset of the first of them.
        start: u64,
        /// Size of the file.
        size: u64,
    },
    /// The names in a directory.
    Names(Vec<String>),
    /// The size of the file after writing.
    Written {
        /// Size in bytes.
        size: u64,
    },
    /// Done; nothing to tell.
    Done,
}

/// What a listener opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listen {
    /// The first must open; the others may fail.
    pub addresses: Vec<core::net::SocketAddr>,
    /// Certificate and key files, when the listener speaks TLS.
    pub tls: Option<TlsFiles>,
}

/// Where the certificate of a listener is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TlsFiles {
    /// PEM certificate chain.
    pub cert: FileName,
    /// PEM private key.
    pub key: FileName,
    /// Whether a missing pair is made: self-signed, ten years.
    pub make: bool,
}

/// How the process ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Exit {
    /// Stopped on request: code 0.
    Stopped,
    /// Could not start, or cannot go on: code 1 and the text on standard error.
    Failed(String),
}

/// The queue of actions that are yet to be taken by the runtime.
#[derive(Debug, Default)]
pub(crate) struct Actions {
    queue: VecDeque<Action>,
}

impl Actions {
    pub(crate) fn push(&mut self, action: Action) {
        self.queue.push_back(action);
    }

    pub(crate) fn observe(&mut self, fact: Fact) {
        self.queue.push_back(Action::Observe(fact));
    }

    pub(crate) fn len(&self) -> usize {
        self.queue.len()
    }

    pub(crate) fn pop(&mut self) -> Option<Action> {
        self.queue.pop_front()
    }
}
