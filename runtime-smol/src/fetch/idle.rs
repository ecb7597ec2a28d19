//! Connections that wait for their next request.

use crate::deadline::within;
use crate::fetch::target::Server;
use crate::fetch::wire::Traffic;

use bytes::Bytes;
use core::cell::{Cell, RefCell};
use core::time::Duration;
use http_body_util::Full;
use hyper::client::conn::http1::SendRequest;
use smol::{LocalExecutor, Task, Timer};
use std::rc::Rc;

/// An open connection. Dropping it closes it.
pub(super) struct Live {
    pub(super) sender: SendRequest<Full<Bytes>>,
    pub(super) traffic: Rc<Traffic>,
    /// Holds the socket.
    _task: Task<()>,
}

impl Live {
    pub(super) fn new(sender: SendRequest<Full<Bytes>>, traffic: Rc<Traffic>, task: Task<()>) -> Self {
        Self { sender, traffic, _task: task }
    }
}

/// The idle connections, oldest first. Which proxy leads to a server never changes, so the server alone
/// tells which connections serve it.
pub(super) struct Idle {
    entries: RefCell<Vec<Entry>>,
    next: Cell<u64>,
    max: usize,
    max_per_host: usize,
    timeout: Duration,
}

struct Entry {
    number: u64,
    server: Server,
    live: Live,
    /// Removes the entry when its time is over.
    _expiry: Task<()>,
}

impl Idle {
    pub(super) fn new(max: usize, max_per_host: usize, timeout: Duration) -> Rc<Self> {
        Rc::new(Self { entries: RefCell::default(), next: Cell::new(0), max, max_per_host, timeout })
    }

    /// The connection to a server that was used last and is still good.
    pub(super) async fn take(&self, server: &Server) -> Option<Live> {
        while let Some(mut live) = self.pop(server) {
            if let Some(Ok(())) = within(READY_TIMEOUT, live.sender.ready()).await {
                return Some(live);
            }
        }
        None
    }

    pub(super) fn put(self: &Rc<Self>, executor: &LocalExecutor<'static>, server: &Server, live: Live) {
        // A request that was answered early may still be under way; the next one would wait behind it.
        if live.sender.is_closed() || live.traffic.stuck.get() {
            return;
        }
        let number = self.next.replace(self.next.get() + 1);
        let (idle, timeout) = (Rc::downgrade(self), self.timeout);
        let expiry = executor.spawn(async move {
            Timer::after(timeout).await;
            if let Some(idle) = idle.upgrade() {
                idle.remove(number);
            }
        });
        let mut entries = self.entries.borrow_mut();
        entries.push(Entry { number, server: server.clone(), live, _expiry: expiry });
        if entries.iter().filter(|entry| entry.server == *server).count() > self.max_per_host {
            let oldest = entries.iter().position(|entry| entry.server == *server);
            oldest.map(|at| entries.remove(at));
        }
        if entries.len() > self.max {
            entries.remove(0);
        }
    }

    fn pop(&self, server: &Server) -> Option<Live> {
        let mut entries = self.entries.borrow_mut();
        let at = entries.iter().rposition(|entry| entry.server == *server)?;
        Some(entries.remove(at).live)
    }

    fn remove(&self, number: u64) {
        self.entries.borrow_mut().retain(|entry| entry.number != number);
    }
}

/// A kept connection is ready at once. When it is not by then, it is not worth waiting for.
const READY_TIMEOUT: Duration = Duration::from_millis(100);
