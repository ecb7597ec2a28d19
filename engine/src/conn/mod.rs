//! Connections: each is shaking hands, ready, or closing, and owns only what that state may touch.

pub(crate) mod handshake;
pub(crate) mod origin;
pub(crate) mod outbox;
mod reply;

pub(crate) use origin::Origin;
pub(crate) use outbox::Outbox;
pub(crate) use reply::Reply;

use crate::ids::ConnId;
use crate::input::Peer;
use crate::time::{Instant, UnixMs};
use crate::transport::http_gate::RequestHead;
use crate::wire::{ConnectParams, Role, Scope, Version};
use std::collections::BTreeMap;

/// A connection in one of its states.
#[derive(Debug)]
pub(crate) enum Connection {
    /// It has not said who it is.
    Handshake(Box<Handshake>),
    /// It is known, may ask and is told.
    Ready(Box<Ready>),
    /// It was told to go; nothing it says counts.
    Closing,
}

/// A connection that has not completed its handshake.
#[derive(Debug)]
pub(crate) struct Handshake {
    /// The number clients see, a UUID.
    pub(crate) uuid: String,
    pub(crate) nonce: String,
    pub(crate) origin: Origin,
    pub(crate) peer: Peer,
    pub(crate) head: RequestHead,
    pub(crate) opened: Instant,
    pub(crate) waiting: Option<Waiting>,
}

/// A `connect` that waits for something outside.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) id: String,
    pub(crate) params: ConnectParams,
    pub(crate) until: WaitingFor,
}

/// What a `connect` waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WaitingFor {
    /// Who the Tailscale address belongs to.
    Whois,
    /// Its pairing to be on the disk.
    Disk,
}

/// What a connection may do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grant {
    pub(crate) role: Role,
    /// The scopes as the client named them; unknown ones grant nothing.
    pub(crate) scopes: Vec<String>,
}

impl Grant {
    /// Whether a scope is among the granted ones, or implied by one that is.
    pub(crate) fn allows(&self, scope: Scope) -> bool {
        self.scopes
            .iter()
            .filter_map(|s| Scope::from_wire(s))
            .any(|granted| scope.granted_by().contains(&granted))
    }

    /// Whether an event guarded by a scope may be seen. Nodes see no guarded event.
    pub(crate) fn sees(&self, guard: Option<Scope>) -> bool {
        guard.is_none_or(|scope| self.role == Role::Operator && self.allows(scope))
    }
}

/// A connection that completed its handshake.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) uuid: String,
    pub(crate) version: Version,
    pub(crate) grant: Grant,
    pub(crate) client: Client,
    /// The device id, or what stands for one.
    pub(crate) device_id: Option<String>,
    /// The key of its presence entry; command line clients have none.
    pub(crate) presence: Option<Box<str>>,
    pub(crate) outbox: Outbox,
}

/// What a client said of itself, as far as it is needed later.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Client {
    pub(crate) id: &'static str,
    pub(crate) mode: &'static str,
    pub(crate) display_name: Option<Box<str>>,
    pub(crate) platform: Box<str>,
    pub(crate) device_family: Option<Box<str>>,
    pub(crate) connected_at: UnixMs,
}

impl Client {
    /// A chat window in a browser or an app.
    pub(crate) fn is_webchat(&self) -> bool {
        self.mode == "webchat" || self.id == "webchat-ui"
    }

    /// A phone or tablet.
    pub(crate) fn is_mobile(&self) -> bool {
        let platform = self.platform.to_lowercase();
        platform.starts_with("ios") || platform.starts_with("ipados") || platform.starts_with("android")
    }
}

/// All connections.
#[derive(Debug, Default)]
pub(crate) struct Conns {
    all: BTreeMap<ConnId, Connection>,
    shaking: usize,
    /// How often the runtime said that everything was handed to the system.
    flushes: u64,
}

impl Conns {
    pub(crate) fn insert(&mut self, conn: ConnId, handshake: Handshake) {
        self.shaking += 1;
        self.all.insert(conn, Connection::Handshake(Box::new(handshake)));
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// How many have not completed their handshake.
    pub(crate) fn shaking(&self) -> usize {
        self.shaking
    }

    /// Whether a connection has not completed its handshake.
    pub(crate) fn is_shaking(&self, conn: ConnId) -> bool {
        matches!(self.all.get(&conn), Some(Connection::Handshake(_)))
    }

    /// Whether a connection was told to go.
    pub(crate) fn is_closing(&self, conn: ConnId) -> bool {
        matches!(self.all.get(&conn), Some(Connection::Closing))
    }

    pub(crate) fn get(&self, conn: ConnId) -> Option<&Connection> {
        self.all.get(&conn)
    }

    pub(crate) fn ready(&self, conn: ConnId) -> Option<&Ready> {
        match self.all.get(&conn) {
            Some(Connection::Ready(ready)) => Some(ready),
            Some(Connection::Handshake(_) | Connection::Closing) | None => None,
        }
    }

    pub(crate) fn ready_mut(&mut self, conn: ConnId) -> Option<&mut Ready> {
        match self.all.get_mut(&conn) {
            Some(Connection::Ready(ready)) => Some(ready),
            Some(Connection::Handshake(_) | Connection::Closing) | None => None,
        }
    }

    pub(crate) fn handshake_mut(&mut self, conn: ConnId) -> Option<&mut Handshake> {
        match self.all.get_mut(&conn) {
            Some(Connection::Handshake(handshake)) => Some(handshake),
            Some(Connection::Ready(_) | Connection::Closing) | None => None,
        }
    }

    /// Moves a connection on: its old state is given back.
    pub(crate) fn turn(&mut self, conn: ConnId, next: Connection) -> Option<Connection> {
        let old = self.all.get_mut(&conn).map(|slot| core::mem::replace(slot, next))?;
        self.count_out(&old);
        Some(old)
    }

    pub(crate) fn remove(&mut self, conn: ConnId) -> Option<Connection> {
        let old = self.all.remove(&conn)?;
        self.count_out(&old);
        Some(old)
    }

    /// Every connection that completed its handshake, in the order in which they came.
    pub(crate) fn all_ready(&self) -> impl Iterator<Item = (ConnId, &Ready)> {
        self.all.iter().filter_map(|(id, c)| match c {
            Connection::Ready(ready) => Some((*id, &**ready)),
            Connection::Handshake(_) | Connection::Closing => None,
        })
    }

    pub(crate) fn all_ready_mut(&mut self) -> impl Iterator<Item = (ConnId, &mut Ready)> {
        self.all.iter_mut().filter_map(|(id, c)| match c {
            Connection::Ready(ready) => Some((*id, &mut **ready)),
            Connection::Handshake(_) | Connection::Closing => None,
        })
    }

    /// How many flushes there were.
    pub(crate) fn flushes(&self) -> u64 {
        self.flushes
    }

    /// Counts bytes that are sent to a connection.
    pub(crate) fn sent(&mut self, conn: ConnId, bytes: usize) {
        let flushes = self.flushes;
        if let Some(ready) = self.ready_mut(conn) {
            ready.outbox.sent(flushes, bytes);
        }
    }

    /// Everything was handed to the system, but for what these connections hold.
    pub(crate) fn flushed(&mut self, unsent: &[(ConnId, usize)]) {
        self.flushes += 1;
        for (conn, bytes) in unsent {
            self.drained(*conn, *bytes);
        }
    }

    /// A connection holds this many unsent bytes.
    pub(crate) fn drained(&mut self, conn: ConnId, unsent: usize) {
        let flushes = self.flushes;
        if let Some(ready) = self.ready_mut(conn) {
            ready.outbox.flushed(flushes, unsent);
        }
    }

    pub(crate) fn ids(&self) -> Vec<ConnId> {
        self.all.keys().copied().collect()
    }

    fn count_out(&mut self, old: &Connection) {
        if matches!(old, Connection::Handshake(_)) {
            self.shaking -= 1;
        }
    }
}
