//! What the engine asks for, done: one short arm for each action.

use crate::conn::Verdict;
use crate::drive::{Inner, World};
use crate::http1::Answer;
use crate::outgoing::Piece;
use crate::{listener, tls};
use engine::transport::ws::WsLimits;
use engine::{Action, ConnId, Input, Listen, ListenerId, Obstacle};
use rustls::ServerConfig;
use smol::Async;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::sync::Arc;

impl Inner {
    pub(crate) fn perform(&mut self, world: &Rc<World>, action: Action) {
        let Some(action) = self.at_door(action) else { return };
        match action {
            Action::Accept { conn } => self.accept_upgrade(conn),
            Action::Reject { conn, response } => {
                if let Some(conn) = self.conns.get(conn) {
                    conn.verdict = Verdict::Rejected(response);
                    conn.wake();
                }
            }
            Action::Send { conn, text } => self.push(world, conn, Piece::text(text)),
            Action::Broadcast { body, end, to } => {
                for (conn, seq) in to {
                    self.push(world, conn, Piece::shared(Arc::clone(&body), seq, Arc::clone(&end)));
                }
            }
            Action::SetReadLimit { conn, max_unsent } => {
                if let Some(conn) = self.conns.get(conn) {
                    conn.max_unsent = max_unsent;
                    conn.ws.set_max_message(WsLimits::default().max_message);
                }
            }
            Action::Close { conn, code, reason } => self.close(world, conn, code, &reason),
            Action::Drop { conn } => {
                if let Some(conn) = self.conns.get(conn) {
                    conn.break_off();
                }
            }
            Action::AcceptBody { http, limit } => self.reply(http, Answer::Body(limit)),
            Action::Respond { http, response } => {
                self.reply(http, Answer::Response(response));
                self.requests.remove(&http);
            }
            Action::Fetch { op, fetch } => self.fetch(world, op, fetch),
            Action::Spawn { op, spawn } => self.spawn(world, op, spawn),
            Action::Files { op, files } => {
                self.queue.push(op, files);
                self.run_files(world);
            }
            Action::Cancel { op } => self.cancel(op),
            Action::Listen { listener, listen } => self.listen(world, listener, &listen),
            Action::Unlisten { listener } => {
                self.listeners.remove(&listener);
            }
            Action::Observe(fact) => self.teller.tell(&fact),
            Action::Exit(exit) => self.end(exit),
        }
    }

    fn push(&mut self, world: &Rc<World>, conn: ConnId, piece: Piece) {
        if self.conns.push(conn, piece) {
            self.overdue = true;
            self.flush(world, conn);
        }
    }

    fn accept_upgrade(&mut self, id: ConnId) {
        let Some(conn) = self.conns.get(id) else { return };
        conn.verdict = Verdict::Accepted;
        conn.wake();
        let switch = core::mem::take(&mut conn.switch);
        self.conns.push(id, Piece::Raw(switch));
    }

    fn close(&mut self, world: &Rc<World>, id: ConnId, code: u16, reason: &str) {
        let Some(conn) = self.conns.get(id) else { return };
        conn.ws.close(code, reason);
        let frame = conn.ws.take_output();
        self.push(world, id, Piece::Raw(frame));
    }

    fn reply(&self, http: engine::HttpId, answer: Answer) {
        if let Some(sender) = self.requests.get(&http) {
            // A peer that is gone needs no answer.
            let _ = sender.try_send(answer);
        }
    }

    fn listen(&mut self, world: &Rc<World>, id: ListenerId, listen: &Listen) {
        match self.open(listen) {
            Ok((sockets, tls)) => {
                let addresses = sockets.iter().map(|(_, address)| *address).collect();
                let accept = |(socket, _)| {
                    let accept = crate::connection::accept(Rc::clone(world), socket, tls.clone());
                    self.executor.spawn(accept)
                };
                let tasks = sockets.into_iter().map(accept).collect();
                self.listeners.insert(id, tasks);
                self.later(Input::Listening { listener: id, addresses });
            }
            Err((obstacle, detail)) => self.later(Input::ListenFailed { listener: id, obstacle, detail }),
        }
    }

    fn open(&self, listen: &Listen) -> Result<Opened, (Obstacle, String)> {
        let certificate = |files| tls::identity(&self.roots, files, &self.names);
        let identity = listen.tls.as_ref().map(certificate).transpose();
        let identity = identity.map_err(|e| (Obstacle::Certificate, e.detail))?;
        let mut open = Vec::new();
        for (i, address) in listen.addresses.iter().enumerate() {
            match listener::open(*address).and_then(|socket| Ok((socket.get_ref().local_addr()?, socket))) {
                Ok((local, socket)) => open.push((socket, local)),
                Err(e) if i == 0 && e.kind() == io::ErrorKind::AddrInUse => {
                    return Err((Obstacle::InUse, e.to_string()));
                }
                Err(e) if i == 0 => return Err((Obstacle::Address, e.to_string())),
                Err(e) => log::warn!("cannot listen on {address} as well: {e}"),
            }
        }
        if let Some(identity) = &identity {
            let made = if identity.fresh { "made a certificate; " } else { "" };
            log::info!("TLS on: {made}SHA-256 fingerprint {}", identity.fingerprint);
        }
        Ok((open, identity.map(|i| i.config)))
    }
}

/// Sockets with the address each one got, and what TLS needs.
type Opened = (Vec<(Async<TcpListener>, SocketAddr)>, Option<Arc<ServerConfig>>);
