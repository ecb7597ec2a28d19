//! The table of WebSocket connections: what each one is owed, and when it may be read.

use crate::outgoing::{EAGER_BYTES, Outgoing, Piece};
use crate::socket::Socket;
use core::task::Waker;
use engine::transport::ws::Ws;
use engine::{ConnId, Response};
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;

/// What the engine said to an upgrade request.
#[derive(Debug)]
pub(crate) enum Verdict {
    Waiting,
    Accepted,
    Rejected(Response),
}

/// One connection, from its upgrade request on.
#[derive(Debug)]
pub(crate) struct Conn {
    pub(crate) socket: Rc<Socket>,
    pub(crate) ws: Ws,
    pub(crate) out: Outgoing,
    pub(crate) verdict: Verdict,
    /// The response that completes the upgrade.
    pub(crate) switch: Vec<u8>,
    /// Unsent bytes above which nothing is read.
    pub(crate) max_unsent: usize,
    /// A task waits for the socket to take more.
    pub(crate) stalled: bool,
    dirty: bool,
    broken: bool,
    reader: Option<Waker>,
}

impl Conn {
    pub(crate) fn new(socket: Rc<Socket>, ws: Ws, switch: Vec<u8>) -> Self {
        Self {
            socket,
            ws,
            out: Outgoing::default(),
            verdict: Verdict::Waiting,
            switch,
            max_unsent: usize::MAX,
            stalled: false,
            dirty: false,
            broken: false,
            reader: None,
        }
    }

    /// Whether its peer must take something before more is read from it.
    pub(crate) fn is_full(&self) -> bool {
        self.out.unsent() > self.max_unsent && !self.broken
    }

    /// Wakes the reader that waits for room.
    pub(crate) fn wake(&mut self) {
        if let Some(waker) = self.reader.take() {
            waker.wake();
        }
    }

    /// Remembers who waits for room.
    pub(crate) fn wait(&mut self, waker: &Waker) {
        self.reader = Some(waker.clone());
    }

    /// Ends both sides at once; the reader finds out.
    pub(crate) fn break_off(&mut self) {
        self.broken = true;
        self.socket.drop_now();
        self.wake();
    }
}

/// What flushing a connection came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flushed {
    /// Everything is with the system.
    All,
    /// The system takes no more now, so many bytes are left; the caller starts a task that waits.
    Stalled(usize),
    /// The same, and that task is there already.
    StillStalled(usize),
}

/// Every WebSocket connection.
#[derive(Debug, Default)]
pub(crate) struct Conns {
    all: BTreeMap<ConnId, Conn>,
    dirty: Vec<ConnId>,
}

impl Conns {
    pub(crate) fn insert(&mut self, id: ConnId, conn: Conn) {
        self.all.insert(id, conn);
    }

    pub(crate) fn get(&mut self, id: ConnId) -> Option<&mut Conn> {
        self.all.get_mut(&id)
    }

    pub(crate) fn remove(&mut self, id: ConnId) -> Option<Conn> {
        self.all.remove(&id)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Conn> {
        self.all.values_mut()
    }

    /// Queues something for a connection; it leaves with the next flush. `true` when there is so much
    /// that it should leave now.
    pub(crate) fn push(&mut self, id: ConnId, piece: Piece) -> bool {
        let Some(conn) = self.all.get_mut(&id) else { return false };
        conn.out.push(piece);
        if !conn.dirty {
            conn.dirty = true;
            self.dirty.push(id);
        }
        !conn.stalled && conn.out.unsent() > EAGER_BYTES
    }

    /// Takes the connections that have something new to send.
    pub(crate) fn take_dirty(&mut self) -> Vec<ConnId> {
        core::mem::take(&mut self.dirty)
    }

    /// Gives the list of dirty connections back, so that its room is used again.
    pub(crate) fn reuse(&mut self, mut list: Vec<ConnId>) {
        if self.dirty.is_empty() {
            list.clear();
            self.dirty = list;
        }
    }

    /// Hands a connection's bytes to the system, as many as it takes.
    pub(crate) fn flush(&mut self, id: ConnId) -> Flushed {
        let Some(conn) = self.all.get_mut(&id) else { return Flushed::All };
        conn.dirty = false;
        if conn.broken {
            conn.out = Outgoing::default();
            return Flushed::All;
        }
        let Conn { socket, out, .. } = conn;
        let flushed = out.flush(|slices| socket.try_write(slices)).and_then(|()| socket.try_flush());
        let clear = match flushed {
            Ok(clear) => clear && conn.out.unsent() == 0,
            Err(error) => {
                log_break(&error);
                conn.out = Outgoing::default();
                conn.break_off();
                true
            }
        };
        if !conn.is_full() {
            conn.wake();
        }
        match (clear, conn.stalled) {
            (true, _) => Flushed::All,
            (false, true) => Flushed::StillStalled(conn.out.unsent()),
            (false, false) => {
                conn.stalled = true;
                Flushed::Stalled(conn.out.unsent())
            }
        }
    }
}

/// A peer that is gone is no news; anything else is worth a line when someone looks for it.
fn log_break(error: &io::Error) {
    if !matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset) {
        log::debug!("a connection cannot be written to: {error}");
    }
}
