//! A connection as the reference model sees it.

use crate::sim::life::transition::Visitor;
use engine::Instant;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A request, and what was answered.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) params: Value,
    pub(super) at: Instant,
    /// Answers so far.
    pub(super) answers: u8,
    /// Its turn was another request's already.
    pub(super) repeats: bool,
    /// `agent` said that the turn was accepted, and this request is the one it is for.
    pub(super) final_due: bool,
}

impl Request {
    /// Whether it may have one more answer.
    pub(super) fn is_open(&self) -> bool {
        self.answers == 0 || (self.final_due && self.answers == 1)
    }
}

/// A connection.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) visitor: Visitor,
    pub(super) opened: Instant,
    pub(super) accepted: bool,
    /// Role and scopes, once it was let in.
    pub(super) grant: Option<(&'static str, Vec<&'static str>)>,
    /// The gateway closed it.
    pub(super) closing: Option<Instant>,
    /// The token it showed in `connect`.
    pub(super) shown: Option<String>,
    pub(super) requests: BTreeMap<String, Vec<Request>>,
    /// Messages that were no requests: each may have an answer.
    pub(super) strange: u32,
    /// Whether it said anything.
    pub(super) spoke: bool,
    pub(super) seq: u64,
    /// Events it was too slow for.
    pub(super) dropped: u64,
    /// The presence list it knows, and whether that is still what the gateway knows.
    pub(super) presence: Option<Arc<Value>>,
    pub(super) presence_known: bool,
    /// The latest that the wall clock showed since.
    pub(super) latest_wall: u64,
    pub(super) health: Option<Arc<Value>>,
    /// Counters: presence and health.
    pub(super) versions: (u64, u64),
    unsent: usize,
    since: usize,
    pub(super) largest: usize,
    /// Its answers, when somebody wants to hear them.
    pub(super) heard: Option<Vec<Value>>,
}

impl Seat {
    pub(super) fn new(visitor: Visitor, opened: Instant) -> Self {
        Self {
            visitor,
            opened,
            accepted: false,
            grant: None,
            closing: None,
            shown: None,
            requests: BTreeMap::new(),
            strange: 0,
            spoke: false,
            seq: 0,
            dropped: 0,
            presence: None,
            presence_known: false,
            latest_wall: 0,
            health: None,
            versions: (0, 0),
            unsent: 0,
            since: 0,
            largest: 0,
            heard: None,
        }
    }

    pub(super) fn is_ready(&self) -> bool {
        self.grant.is_some() && self.closing.is_none()
    }

    pub(super) fn is_shaking(&self) -> bool {
        self.accepted && self.grant.is_none() && self.closing.is_none()
    }

    /// The runtime says how many bytes are unsent.
    pub(super) fn flushed(&mut self, unsent: usize) {
        (self.unsent, self.since) = (unsent, 0);
    }

    /// Notes that bytes were sent to it.
    pub(super) fn sent(&mut self, bytes: usize) {
        self.since += bytes;
        self.largest = self.largest.max(bytes);
    }

    /// Bytes it has not taken, as far as the gateway can know.
    pub(super) fn unsent(&self) -> usize {
        self.unsent + self.since
    }
}
