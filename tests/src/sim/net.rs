//! Connections: what the gateway sends reaches the peer at once, or waits when the peer is slow.

use crate::peer::{End, Peer};
use engine::transport::http_gate::RequestHead;
use engine::{ConnId, Response};
use std::collections::{BTreeMap, VecDeque};

/// Where a client comes from and what its upgrade request says.
#[derive(Clone, Debug)]
pub struct Route {
    /// The address it comes from.
    pub from: String,
    /// The headers of its request.
    pub headers: Vec<(String, String)>,
}

impl Route {
    /// From this machine.
    #[must_use]
    pub fn local() -> Self {
        Self { from: "127.0.0.1:50000".to_owned(), headers: Vec::new() }.header("host", "127.0.0.1:18789")
    }

    /// From the host of this number in another network.
    #[must_use]
    pub fn remote(host: u8) -> Self {
        Self { from: format!("192.0.2.{host}:50000"), headers: Vec::new() }.header("host", "10.0.0.5:18789")
    }

    /// With a header; one of the same name is replaced.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(n, _)| n != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The far end and our own, as the engine is told.
    #[must_use]
    pub fn peer(&self) -> engine::Peer {
        engine::Peer {
            address: self.from.parse().expect("a route has an address"),
            local: "127.0.0.1:18789".parse().expect("a constant address"),
            tls: false,
        }
    }

    /// The request.
    #[must_use]
    pub fn head(&self, method: &str, target: &str) -> RequestHead {
        let headers: Vec<(&str, &str)> = self.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        RequestHead::new(method, target, &headers)
    }
}

/// A connection as the runtime would hold it.
#[derive(Debug, Default)]
pub struct Link {
    /// The client at the other end.
    pub peer: Peer,
    accepted: bool,
    slow: bool,
    waiting: VecDeque<String>,
    unsent: usize,
    closing: Option<End>,
}

/// Every connection there was.
#[derive(Debug, Default)]
pub struct Net {
    links: BTreeMap<u64, Link>,
    touched: bool,
}

impl Net {
    /// Notes a connection that asks to be let in.
    pub fn open(&mut self, conn: u64) {
        self.links.insert(conn, Link::default());
    }

    /// A connection.
    ///
    /// # Panics
    ///
    /// When there never was one of this number.
    pub fn link(&mut self, conn: u64) -> &mut Link {
        self.links.get_mut(&conn).expect("a connection that was opened")
    }

    /// The client of a connection.
    #[must_use]
    pub fn peer(&self, conn: u64) -> &Peer {
        &self.links[&conn].peer
    }

    /// Whether a connection is open, as far as both ends know.
    #[must_use]
    pub fn is_open(&self, conn: u64) -> bool {
        self.links.get(&conn).is_some_and(|l| l.accepted && l.peer.end.is_none() && l.peer.rejected.is_none())
    }

    /// Numbers of the connections that are open.
    #[must_use]
    pub fn open_links(&self) -> Vec<u64> {
        self.links.keys().copied().filter(|c| self.is_open(*c)).collect()
    }

    /// The gateway lets it in.
    pub fn accept(&mut self, conn: ConnId) {
        self.link(conn.0).accepted = true;
    }

    /// The gateway turns it away.
    pub fn reject(&mut self, conn: ConnId, response: &Response) {
        let body = String::from_utf8_lossy(&response.body).into_owned();
        self.link(conn.0).peer.rejected = Some((response.status, body));
    }

    /// The gateway sends a text.
    pub fn send(&mut self, conn: ConnId, text: String) {
        self.touched = true;
        let link = self.link(conn.0);
        assert!(link.accepted, "a text for a connection that was not let in: {text}");
        assert!(link.closing.is_none(), "a text after the close: {text}");
        if link.peer.end.is_some() {
            return;
        }
        if link.slow {
            link.unsent += text.len();
            link.waiting.push_back(text);
        } else {
            link.peer.receive(&text);
        }
    }

    /// The gateway closes; `true` when the close reached the peer and so is answered.
    pub fn close(&mut self, conn: ConnId, code: u16, reason: &str) -> bool {
        assert!(reason.len() <= 123, "a close reason is too long for its frame: {reason}");
        let link = self.link(conn.0);
        let end = End { code, reason: reason.to_owned() };
        if link.peer.end.is_some() {
            return false;
        }
        if link.slow {
            link.closing = Some(end);
            return false;
        }
        link.peer.end = Some(end);
        true
    }

    /// The gateway cuts the connection.
    pub fn cut(&mut self, conn: ConnId) {
        let link = self.link(conn.0);
        if link.peer.end.is_none() {
            let none = End { code: 1006, reason: String::new() };
            link.peer.end = Some(link.closing.take().unwrap_or(none));
        }
    }

    /// The client goes away.
    pub fn leave(&mut self, conn: u64, code: u16) {
        self.link(conn).peer.end = Some(End { code, reason: String::new() });
    }

    /// The client stops reading, or reads on.
    pub fn slow(&mut self, conn: u64, slow: bool) {
        self.link(conn).slow = slow;
    }

    /// Gives a slow client up to this many of its messages, and tells what is unsent then.
    pub fn drain(&mut self, conn: u64, messages: usize) -> usize {
        let link = self.link(conn);
        for _ in 0..messages {
            let Some(text) = link.waiting.pop_front() else { break };
            link.unsent -= text.len();
            link.peer.receive(&text);
        }
        link.unsent
    }

    /// Whether something was sent since the last call, and what is unsent now.
    pub fn flushed(&mut self) -> Option<Vec<(ConnId, usize)>> {
        if !core::mem::take(&mut self.touched) {
            return None;
        }
        let unsent = self.links.iter().filter(|(_, l)| l.unsent > 0 && l.peer.end.is_none());
        Some(unsent.map(|(c, l)| (ConnId(*c), l.unsent)).collect())
    }
}
