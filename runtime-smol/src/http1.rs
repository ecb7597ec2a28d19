//! HTTP on a socket: the gate reads requests, the engine answers them, async-h1 writes the answers.

use crate::conn::{Conn, Verdict};
use crate::connection::linger;
use crate::drive::World;
use crate::socket::{Got, Socket};
use async_h1::server::Encoder;
use core::future::poll_fn;
use core::task::Poll;

use engine::limits::{HTTP_BODY_TIMEOUT, HTTP_HEAD_TIMEOUT, HTTP_IDLE_TIMEOUT, HTTP_WRITE_TIMEOUT};
use engine::transport::http_gate::{
    Accept, BodyStep, CONTINUE_100, Gate, GateLimits, GateStep, Refusal, RequestHead, refusal_response,
};
use engine::transport::ws::{Ws, WsLimits};
use engine::{BodyError, ConnId, HttpId, Input, Peer, Response};
use http_types::headers::{HeaderName, HeaderValue};
use http_types::{Method, StatusCode};
use smol::channel::{Receiver, bounded};
use smol::io::AsyncReadExt as _;
use smol::{Timer, future};
use std::io::{self, IoSlice};
use std::rc::Rc;
use std::time::Instant;

/// What the engine says to a request.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Read the body, of at most so many bytes.
    Body(u64),
    /// This.
    Response(Response),
}

/// How an exchange leaves its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// Another request may follow.
    Keep,
    /// It ends; the peer may still be sending.
    Close,
    /// The peer is gone.
    Gone,
}

/// Serves requests until the connection ends, or becomes a WebSocket.
pub(crate) async fn serve(world: &Rc<World>, socket: &Rc<Socket>, peer: Peer) -> Option<ConnId> {
    let mut gate = Gate::new(GateLimits::default());
    let mut deadline = Instant::now() + HTTP_HEAD_TIMEOUT;
    loop {
        match gate.poll() {
            GateStep::NeedMore => {
                let idle = gate.is_idle();
                match fill(world, socket, &mut gate, deadline).await {
                    Fill::Some if idle => deadline = Instant::now() + HTTP_HEAD_TIMEOUT,
                    Fill::Some => {}
                    Fill::Late if gate.is_idle() => break,
                    Fill::Late => return refuse(world, socket, Refusal::HEAD_TIMEOUT).await,
                    Fill::End => match gate.handle_eof() {
                        Some(refusal) => return refuse(world, socket, refusal).await,
                        None => break,
                    },
                }
            }
            GateStep::Request(head) => match exchange(world, socket, &mut gate, &head, peer).await {
                Then::Keep => {
                    deadline = Instant::now() + HTTP_IDLE_TIMEOUT;
                    // Who always has the next request there already must not keep everyone waiting.
                    future::yield_now().await;
                }
                Then::Close => {
                    socket.end();
                    linger(world, socket).await;
                    return None;
                }
                Then::Gone => break,
            },
            GateStep::Upgrade(head, accept) => {
                return upgrade(world, socket, gate, head, &accept, peer).await;
            }
            GateStep::Refuse(refusal) => return refuse(world, socket, refusal).await,
        }
    }
    socket.end();
    None
}

async fn exchange(
    world: &Rc<World>,
    socket: &Socket,
    gate: &mut Gate,
    head: &RequestHead,
    peer: Peer,
) -> Then {
    let (sender, answers) = bounded(2);
    let http = {
        let mut inner = world.inner();
        let http = HttpId(inner.number());
        inner.requests.insert(http, sender);
        http
    };
    world.input(Input::HttpRequest { http, peer, head: head.clone() });
    let mut read_body = false;
    loop {
        let answer = future::or(next(&answers), watch(world, socket, gate)).await;
        match answer {
            None => {
                world.inner().requests.remove(&http);
                world.input(Input::HttpGone { http });
                return Then::Gone;
            }
            Some(Answer::Body(limit)) => {
                read_body = true;
                let body = body(world, socket, gate, head, limit).await;
                world.input(Input::HttpBody { http, body });
            }
            Some(Answer::Response(response)) => {
                // A body nobody wanted is not read: the connection cannot go on behind it.
                let unread = !read_body && !matches!(gate.body(0), BodyStep::End);
                let close = response.close || !head.keep_alive || unread || gate.is_refused();
                let bytes = encode(response, head, close).await;
                return match write(socket, &bytes).await {
                    Ok(()) if close => Then::Close,
                    Ok(()) => Then::Keep,
                    Err(_) => Then::Gone,
                };
            }
        }
    }
}

async fn next(answers: &Receiver<Answer>) -> Option<Answer> {
    answers.recv().await.ok()
}

/// Waits for the peer to leave while its request is worked on. What it sends ahead is kept, as far as
/// there is room.
async fn watch(world: &World, socket: &Socket, gate: &mut Gate) -> Option<Answer> {
    while gate.room() > 0 {
        if socket.readable().await.is_err() {
            return None;
        }
        match read_some(world, socket, gate) {
            Ok(Got::Bytes(_) | Got::Nothing) => {}
            Ok(Got::End) | Err(_) => return None,
        }
    }
    future::pending().await
}

async fn body(
    world: &World,
    socket: &Socket,
    gate: &mut Gate,
    head: &RequestHead,
    limit: u64,
) -> Result<Vec<u8>, BodyError> {
    let deadline = Instant::now() + HTTP_BODY_TIMEOUT;
    let mut told_to_go_on = !head.expect_continue;
    let mut body = Vec::new();
    loop {
        match gate.body(limit) {
            BodyStep::Data(bytes) => body.extend_from_slice(bytes),
            BodyStep::End => return Ok(body),
            BodyStep::Refuse(Refusal::BODY_TOO_LARGE) => return Err(BodyError::TooLarge),
            BodyStep::Refuse(_) => return Err(BodyError::Malformed),
            BodyStep::NeedMore => {
                if !told_to_go_on {
                    told_to_go_on = true;
                    write(socket, CONTINUE_100).await.map_err(|_| BodyError::Malformed)?;
                }
                match fill(world, socket, gate, deadline).await {
                    Fill::Some => {}
                    Fill::Late => return Err(BodyError::TimedOut),
                    Fill::End => return Err(BodyError::Malformed),
                }
            }
        }
    }
}

async fn upgrade(
    world: &Rc<World>,
    socket: &Rc<Socket>,
    gate: Gate,
    head: RequestHead,
    accept: &Accept,
    peer: Peer,
) -> Option<ConnId> {
    let ws = Ws::server(WsLimits::of_a_stranger(), &gate.into_leftover());
    let id = {
        let mut inner = world.inner();
        let id = ConnId(inner.number());
        inner.conns.insert(id, Conn::new(Rc::clone(socket), ws, accept.response_101()));
        id
    };
    let asked = head.clone();
    world.input(Input::Opened { conn: id, peer, head });
    let verdict = poll_fn(|cx| {
        let mut inner = world.inner();
        let Some(conn) = inner.conns.get(id) else { return Poll::Ready(Verdict::Waiting) };
        match core::mem::replace(&mut conn.verdict, Verdict::Waiting) {
            Verdict::Waiting => {
                conn.wait(cx.waker());
                Poll::Pending
            }
            verdict @ (Verdict::Accepted | Verdict::Rejected(_)) => Poll::Ready(verdict),
        }
    })
    .await;
    match verdict {
        Verdict::Accepted => Some(id),
        Verdict::Waiting => None,
        Verdict::Rejected(response) => {
            world.inner().conns.remove(id);
            let bytes = encode(response, &asked, true).await;
            if write(socket, &bytes).await.is_ok() {
                socket.end();
                linger(world, socket).await;
            }
            None
        }
    }
}

async fn refuse(world: &Rc<World>, socket: &Socket, refusal: Refusal) -> Option<ConnId> {
    if write(socket, &refusal_response(&refusal)).await.is_ok() {
        socket.end();
        linger(world, socket).await;
    }
    None
}

/// The bytes of an answer. async-h1 leaves the body out of the answer to a HEAD request.
async fn encode(response: Response, head: &RequestHead, close: bool) -> Vec<u8> {
    let status = StatusCode::try_from(response.status).unwrap_or(StatusCode::InternalServerError);
    let mut out = http_types::Response::new(status);
    out.set_body(response.body);
    out.remove_header("content-type");
    for (name, value) in &response.headers {
        match (
            HeaderName::from_bytes(name.clone().into_bytes()),
            HeaderValue::from_bytes(value.clone().into_bytes()),
        ) {
            (Ok(name), Ok(value)) => out.append_header(name, value),
            (Ok(_) | Err(_), _) => log::warn!("the header {name} of an answer is left out: it is no ASCII"),
        }
    }
    out.insert_header("connection", if close { "close" } else { "keep-alive" });
    if !close {
        out.insert_header("keep-alive", format!("timeout={}", HTTP_IDLE_TIMEOUT.as_secs()));
    }
    let method = if head.method == "HEAD" { Method::Head } else { Method::Get };
    let mut bytes = Vec::new();
    if let Err(error) = Encoder::new(out, method).read_to_end(&mut bytes).await {
        log::warn!("an answer cannot be encoded: {error}");
        return refusal_response(&Refusal::INTERNAL);
    }
    bytes
}

/// What waiting for bytes came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fill {
    Some,
    End,
    Late,
}

async fn fill(world: &World, socket: &Socket, gate: &mut Gate, deadline: Instant) -> Fill {
    let read = async {
        loop {
            match read_some(world, socket, gate) {
                Ok(Got::Bytes(_)) => return Fill::Some,
                Ok(Got::End) | Err(_) => return Fill::End,
                Ok(Got::Nothing) => {}
            }
            if socket.readable().await.is_err() {
                return Fill::End;
            }
        }
    };
    let late = async {
        Timer::at(deadline).await;
        Fill::Late
    };
    future::or(read, late).await
}

fn read_some(world: &World, socket: &Socket, gate: &mut Gate) -> io::Result<Got> {
    let mut inner = world.inner();
    let room = gate.room().min(inner.buffer.len());
    let got = socket.try_read(&mut inner.buffer[..room])?;
    if let Got::Bytes(n) = got {
        gate.receive(&inner.buffer[..n]);
    }
    Ok(got)
}

/// Writes all of it, as long as the peer takes some of it now and then.
async fn write(socket: &Socket, mut bytes: &[u8]) -> io::Result<()> {
    loop {
        let n = socket.try_write(&[IoSlice::new(bytes)])?;
        bytes = &bytes[n..];
        if bytes.is_empty() && socket.try_flush()? {
            return Ok(());
        }
        if n == 0 {
            let late = async {
                Timer::after(HTTP_WRITE_TIMEOUT).await;
                Err(io::ErrorKind::TimedOut.into())
            };
            future::or(socket.writable(), late).await?;
        }
    }
}
