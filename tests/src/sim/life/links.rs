//! Connections as the runtime would hold them: what waits to be sent, what waits to be read.

use super::transition::Visitor;
use engine::ConnId;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};

/// A connection.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) client: u8,
    pub(super) visitor: Visitor,
    /// The nonce of its challenge.
    pub(super) nonce: String,
    pub(super) stalled: bool,
    pub(super) clogged: bool,
    /// Sizes of the messages it has not taken, and their sum.
    waiting: VecDeque<usize>,
    pub(super) unsent: usize,
    /// Unsent bytes above which its own messages are left unread.
    limit: usize,
    /// What it said and nobody read.
    pub(super) unread: VecDeque<Vec<u8>>,
    /// The gateway closed it, and it did not answer.
    closing: bool,
    requests: u64,
    /// Its last request.
    pub(super) last: Option<String>,
}

impl Link {
    pub(super) fn new(client: u8, visitor: Visitor) -> Self {
        Self {
            client,
            visitor,
            nonce: String::new(),
            stalled: false,
            clogged: false,
            waiting: VecDeque::new(),
            unsent: 0,
            limit: usize::MAX,
            unread: VecDeque::new(),
            closing: false,
            requests: 0,
            last: None,
        }
    }

    /// Makes a request in raw JSON.
    pub(super) fn request(&mut self, method: &str, params: &Value) -> String {
        self.requests += 1;
        let text = format!(
            "{{\"type\":\"req\",\"id\":\"q{}\",\"method\":\"{method}\",\"params\":{params}}}",
            self.requests
        );
        self.last = Some(text.clone());
        text
    }

    fn is_readable(&self) -> bool {
        !self.clogged && !self.closing && self.unsent <= self.limit && !self.unread.is_empty()
    }

    fn push(&mut self, bytes: usize) {
        if self.stalled {
            self.waiting.push_back(bytes);
            self.unsent += bytes;
        }
    }
}

/// Every connection there is.
#[derive(Debug, Default)]
pub(super) struct Links {
    all: BTreeMap<u64, Link>,
    clients: BTreeMap<u8, u64>,
    touched: bool,
}

impl Links {
    pub(super) fn open(&mut self, conn: ConnId, link: Link) {
        self.clients.insert(link.client, conn.0);
        self.all.insert(conn.0, link);
    }

    /// The connection of a client.
    pub(super) fn of(&self, client: u8) -> Option<ConnId> {
        self.clients.get(&client).map(|conn| ConnId(*conn))
    }

    pub(super) fn get(&self, conn: ConnId) -> Option<&Link> {
        self.all.get(&conn.0)
    }

    pub(super) fn of_client(&mut self, client: u8) -> Option<&mut Link> {
        self.all.get_mut(self.clients.get(&client)?)
    }

    /// The clients that have a connection.
    pub(super) fn clients(&self) -> Vec<u8> {
        self.clients.keys().copied().collect()
    }

    /// The clients that do not read, or that are not heard.
    pub(super) fn slow_clients(&self, stalled: bool) -> Vec<u8> {
        let slow = |link: &Link| if stalled { link.stalled } else { link.clogged };
        let of = |(client, conn): (&u8, &u64)| self.all.get(conn).filter(|link| slow(link)).map(|_| *client);
        self.clients.iter().filter_map(of).collect()
    }

    pub(super) fn remove(&mut self, conn: ConnId) {
        if let Some(link) = self.all.remove(&conn.0)
            && self.clients.get(&link.client) == Some(&conn.0)
        {
            self.clients.remove(&link.client);
        }
    }

    pub(super) fn forget_all(&mut self) {
        self.all.clear();
        self.clients.clear();
        self.touched = false;
    }

    pub(super) fn send(&mut self, conn: ConnId, text: &str) {
        if let Some(link) = self.all.get_mut(&conn.0)
            && link.nonce.is_empty()
            && let Some((_, rest)) = text.split_once("\"nonce\":\"")
        {
            link.nonce = rest.split('"').next().unwrap_or_default().to_owned();
        }
        self.send_bytes(conn, text.len());
    }

    pub(super) fn send_bytes(&mut self, conn: ConnId, bytes: usize) {
        self.touched = true;
        if let Some(link) = self.all.get_mut(&conn.0) {
            link.push(bytes);
        }
    }

    pub(super) fn limit(&mut self, conn: ConnId, max_unsent: usize) {
        if let Some(link) = self.all.get_mut(&conn.0) {
            link.limit = max_unsent;
        }
    }

    /// The gateway closes; `true` when the peer answers at once.
    pub(super) fn close(&mut self, conn: ConnId) -> bool {
        let Some(link) = self.all.get_mut(&conn.0) else { return false };
        if link.stalled {
            link.closing = true;
            return false;
        }
        self.remove(conn);
        true
    }

    /// The client takes so many of its messages, or all of them and every later one. Gives what is unsent
    /// then, and whether it answers a close.
    pub(super) fn drain(&mut self, conn: ConnId, messages: Option<usize>) -> Option<(usize, bool)> {
        let link = self.all.get_mut(&conn.0)?;
        for _ in 0..messages.unwrap_or(usize::MAX) {
            let Some(bytes) = link.waiting.pop_front() else { break };
            link.unsent -= bytes;
        }
        link.stalled &= messages.is_some();
        Some((link.unsent, link.closing && link.waiting.is_empty()))
    }

    /// Whether something was sent since the last call, and what is unsent now.
    pub(super) fn flushed(&mut self) -> Option<Vec<(ConnId, usize)>> {
        if !core::mem::take(&mut self.touched) {
            return None;
        }
        let unsent = self.all.iter().filter(|(_, link)| link.unsent > 0);
        Some(unsent.map(|(conn, link)| (ConnId(*conn), link.unsent)).collect())
    }

    /// The next message that may be read.
    pub(super) fn next_message(&mut self) -> Option<(ConnId, Vec<u8>)> {
        let (conn, link) = self.all.iter_mut().find(|(_, link)| link.is_readable())?;
        Some((ConnId(*conn), link.unread.pop_front()?))
    }

    /// A client says something; it arrives when the way is free.
    pub(super) fn say(&mut self, client: u8, data: Vec<u8>) {
        if let Some(link) = self.of_client(client) {
            link.unread.push_back(data);
        }
    }

    /// So many messages of a client arrive although the way is clogged.
    pub(super) fn arrive(&mut self, client: u8, messages: usize) -> Vec<(ConnId, Vec<u8>)> {
        let Some(conn) = self.of(client) else { return Vec::new() };
        let Some(link) = self.of_client(client) else { return Vec::new() };
        let messages = messages.min(link.unread.len());
        if link.closing || link.unsent > link.limit {
            return Vec::new();
        }
        link.unread.drain(..messages).map(|data| (conn, data)).collect()
    }
}
