//! One accepted socket and its task: HTTP first, and messages once it is upgraded.

use crate::conn::Conns;
use crate::drive::{Inner, World};
use crate::http1;
use crate::outgoing::Piece;
use crate::socket::{Got, Socket};
use core::future::poll_fn;
use core::task::Poll;
use core::time::Duration;
use engine::transport::ws::WsEvent;
use engine::{ConnId, Input, Peer};
use rustls::ServerConfig;
use smol::{Async, Timer, future};
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

/// Pause after the system could not accept: it is out of descriptors or memory.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Least time between two lines about connections that are dropped.
const CROWDED_PAUSE: Duration = Duration::from_secs(10);

/// Silence after which the system asks whether a peer is still there.
const KEEPALIVE: Duration = Duration::from_secs(120);

/// Time and bytes given to a peer that still sends while it is told that it broke a rule: a socket
/// that is closed with unread bytes takes the last words back.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 64 * 1024 * 1024;

/// Accepts connections for ever.
pub(crate) async fn accept(world: Rc<World>, listener: Async<TcpListener>, tls: Option<Arc<ServerConfig>>) {
    let mut failing = false;
    loop {
        match listener.accept().await {
            Ok((tcp, address)) => {
                failing = false;
                accepted(&world, tcp, address, tls.clone());
                // Those who are in must not wait for a crowd to come in.
                future::yield_now().await;
            }
            Err(error) => {
                if !core::mem::replace(&mut failing, true) {
                    log::warn!("cannot accept a connection: {error}");
                }
                Timer::after(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn accepted(world: &Rc<World>, tcp: Async<TcpStream>, address: SocketAddr, tls: Option<Arc<ServerConfig>>) {
    let Ok(local) = tcp.get_ref().local_addr() else { return };
    let _ = tcp.get_ref().set_nodelay(true);
    let _ = rustix::net::sockopt::set_socket_keepalive(&tcp, true);
    let _ = rustix::net::sockopt::set_tcp_keepidle(&tcp, KEEPALIVE);
    let is_tls = tls.is_some();
    let socket = match tls {
        Some(config) => match Socket::tls(tcp, config) {
            Ok(socket) => socket,
            Err(error) => return log::warn!("cannot begin TLS: {error}"),
        },
        None => Socket::plain(tcp),
    };
    let mut inner = world.inner();
    if inner.sockets >= inner.max_sockets {
        return crowded(&mut inner, address);
    }
    inner.sockets += 1;
    let peer = Peer { address, local, tls: is_tls };
    inner.executor.spawn(serve(Rc::clone(world), Rc::new(socket), peer)).detach();
}

/// Tells that a connection is dropped, but not of each one: strangers must not fill the log.
fn crowded(inner: &mut Inner, address: SocketAddr) {
    if inner.told_crowded.is_none_or(|at| at.elapsed() >= CROWDED_PAUSE) {
        inner.told_crowded = Some(Instant::now());
        let open = inner.sockets;
        log::warn!("{open} connections are open: more are dropped, like this one from {address}");
    }
}

async fn serve(world: Rc<World>, socket: Rc<Socket>, peer: Peer) {
    // What HTTP needs is given back before a WebSocket begins its long life.
    if let Some(id) = Box::pin(http1::serve(&world, &socket, peer)).await {
        messages(&world, &socket, id).await;
    }
    world.inner().sockets -= 1;
}

/// What reading a connection came to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// There may be more.
    More,
    /// Nothing now.
    Nothing,
    /// Its peer must take something first.
    Full,
    /// It is over.
    Over(Over),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Over {
    /// The peer closed, with what it said.
    Closed(Option<u16>, String),
    /// The peer broke the protocol and is told so.
    Failed(u16, &'static str),
    /// The socket is gone.
    Lost,
}

async fn messages(world: &Rc<World>, socket: &Rc<Socket>, id: ConnId) {
    let over = loop {
        match step(world, socket, id) {
            Step::More => future::yield_now().await,
            Step::Nothing => {
                if socket.readable().await.is_err() {
                    break Over::Lost;
                }
            }
            Step::Full => room(world, id).await,
            Step::Over(over) => break over,
        }
    };
    let lingers = matches!(over, Over::Failed(..));
    let (code, reason) = match over {
        Over::Closed(code, reason) => (code, reason),
        Over::Failed(code, reason) => (Some(code), reason.to_owned()),
        Over::Lost => (None, String::new()),
    };
    world.input(Input::Closed { conn: id, code, reason });
    world.inner().conns.remove(id);
    socket.end();
    if lingers {
        linger(world, socket).await;
    }
}

/// Takes what one read gives, and tells the engine message by message.
fn step(world: &Rc<World>, socket: &Socket, id: ConnId) -> Step {
    let mut inner = world.inner();
    let step = match deliver(&mut inner, world, id) {
        Some(step) => step,
        None => read(&mut inner, world, socket, id),
    };
    if let Step::Over(_) = step {
        // The peer's close is echoed, or it is told what it did wrong.
        answer_control(&mut inner.conns, id);
    }
    inner.settle(world);
    step
}

fn read(inner: &mut Inner, world: &Rc<World>, socket: &Socket, id: ConnId) -> Step {
    let mut buffer = core::mem::take(&mut inner.buffer);
    let got = socket.try_read(&mut buffer);
    let step = match got {
        Ok(Got::Bytes(n)) => match inner.conns.get(id) {
            Some(conn) => {
                conn.ws.receive(&buffer[..n]);
                let more = n == buffer.len() || socket.is_tls();
                let rest = if more { Step::More } else { Step::Nothing };
                // After a close frame nothing else may be sent: what came before it is answered first.
                if !conn.ws.is_closing() {
                    answer_control(&mut inner.conns, id);
                }
                deliver(inner, world, id).unwrap_or(rest)
            }
            None => Step::Over(Over::Lost),
        },
        Ok(Got::Nothing) => Step::Nothing,
        Ok(Got::End) | Err(_) => Step::Over(Over::Lost),
    };
    inner.buffer = buffer;
    step
}

/// Tells the engine of the messages that are there. `None` when there is none left.
fn deliver(inner: &mut Inner, world: &Rc<World>, id: ConnId) -> Option<Step> {
    loop {
        let conn = inner.conns.get(id)?;
        if conn.is_full() {
            return Some(Step::Full);
        }
        let data = match conn.ws.poll()? {
            WsEvent::Text(text) => text.as_bytes().to_vec(),
            WsEvent::Binary(bytes) => bytes,
            WsEvent::Closed { code, reason } => return Some(Step::Over(Over::Closed(code, reason))),
            WsEvent::Failed { code, reason } => return Some(Step::Over(Over::Failed(code, reason))),
        };
        inner.turn(world, Input::Message { conn: id, data });
    }
}

/// Queues the control frames that are owed.
fn answer_control(conns: &mut Conns, id: ConnId) {
    if let Some(conn) = conns.get(id)
        && conn.ws.has_output()
    {
        let frames = conn.ws.take_output();
        conns.push(id, Piece::Raw(frames));
    }
}

/// Waits until a connection's peer has taken enough.
async fn room(world: &Rc<World>, id: ConnId) {
    poll_fn(|cx| match world.inner().conns.get(id) {
        Some(conn) if conn.is_full() => {
            conn.wait(cx.waker());
            Poll::Pending
        }
        Some(_) | None => Poll::Ready(()),
    })
    .await;
}

/// Writes what a connection's peer did not take at first, as fast as it takes it.
pub(crate) async fn drain(world: Rc<World>, id: ConnId) {
    loop {
        let Some(socket) = world.inner().conns.get(id).map(|c| Rc::clone(&c.socket)) else { return };
        let writable = socket.writable().await;
        let mut inner = world.inner();
        if writable.is_err() {
            if let Some(conn) = inner.conns.get(id) {
                conn.break_off();
            }
            return;
        }
        let flushed = inner.conns.flush(id);
        let Some(conn) = inner.conns.get(id) else { return };
        let unsent = conn.out.unsent();
        let done = flushed == crate::conn::Flushed::All;
        conn.stalled = !done;
        inner.turn(&world, Input::Drained { conn: id, unsent });
        inner.settle(&world);
        if done {
            return;
        }
    }
}

/// Reads and forgets what a peer still sends, so that the last words to it are not lost.
pub(crate) async fn linger(world: &Rc<World>, socket: &Socket) {
    let read = async {
        let mut left = LINGER_BYTES;
        while left > 0 {
            let got = {
                let mut inner = world.inner();
                let mut buffer = core::mem::take(&mut inner.buffer);
                let got = socket.try_read(&mut buffer);
                inner.buffer = buffer;
                got
            };
            match got {
                Ok(Got::Bytes(n)) => left = left.saturating_sub(n),
                Ok(Got::Nothing) => socket.readable().await?,
                Ok(Got::End) | Err(_) => break,
            }
            future::yield_now().await;
        }
        io::Result::Ok(())
    };
    let limit = async {
        Timer::after(LINGER).await;
        Ok(())
    };
    // However it ends, the socket is closed next.
    let _ = future::or(read, limit).await;
}
