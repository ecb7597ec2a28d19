//! Outbound HTTP/1.1: executes the engine's fetches.
//!
//! Owns the pool of connections to other servers. It follows no redirect, decodes no content coding and
//! keeps no cookie: what the server says goes to the engine as it arrives. Error texts name the host and
//! what happened; header values, credentials, paths and queries never appear in them.

mod dial;
mod error;
mod exchange;
mod idle;
mod proxy;
mod setup;
mod target;
mod tls;
mod tunnel;
mod wire;

pub use proxy::Proxies;
pub use setup::Setup;

use crate::deadline::{Silence, within};
use crate::fetch::dial::Dialer;
use crate::fetch::error::http_error;
use crate::fetch::exchange::Exchange;
use crate::fetch::idle::{Idle, Live};
use crate::fetch::wire::{READ_BUFFER, Wire};
use engine::{Chunk, Fetch, OpError, OpErrorKind};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::{Response, StatusCode};
use smol::LocalExecutor;
use std::rc::Rc;

/// Makes requests, over kept connections where there are any.
pub struct Pool {
    executor: Rc<LocalExecutor<'static>>,
    dialer: Dialer,
    user_agent: String,
    idle: Rc<Idle>,
}

impl Pool {
    /// Makes a pool without connections, whose tasks run on `executor`.
    #[must_use]
    pub fn new(setup: Setup, executor: Rc<LocalExecutor<'static>>) -> Self {
        let idle = Idle::new(setup.max_idle, setup.max_idle_per_host, setup.idle_timeout);
        let dialer = Dialer::new(tls::connector(&setup.ca_files), &setup.proxies);
        Self { executor, dialer, user_agent: setup.user_agent, idle }
    }

    /// Makes one request. `on_chunk` gets the head and then the body as it arrives. Dropping the future
    /// closes the connection.
    pub async fn fetch(&self, fetch: Fetch, mut on_chunk: impl FnMut(Chunk)) -> Result<(), OpError> {
        let exchange = Exchange::new(fetch, &self.user_agent, &self.dialer)?;
        let (live, response) = self.response(&exchange).await?;
        let (head, mut body) = response.into_parts();
        if head.status == StatusCode::SWITCHING_PROTOCOLS {
            return Err(exchange.failed(OpErrorKind::Other, "switched protocols without being asked"));
        }
        on_chunk(exchange::head_chunk(&head));
        let mut room = exchange.max_body;
        let mut silence = Silence::new(exchange.idle_timeout);
        while let Some(frame) = silence.within(body.frame()).await.ok_or_else(|| {
            let silence = exchange.idle_timeout;
            exchange.failed(OpErrorKind::TimedOut, &format!("silent for {silence:?} amid the body"))
        })? {
            let frame = frame.map_err(|e| http_error(&exchange.target.name(), &e))?;
            let Ok(bytes) = frame.into_data() else { continue };
            if bytes.is_empty() {
                continue;
            }
            let Some(left) = room.checked_sub(bytes.len() as u64) else {
                let limit = exchange.max_body;
                return Err(
                    exchange.failed(OpErrorKind::TooLarge, &format!("the body is larger than {limit} bytes"))
                );
            };
            room = left;
            on_chunk(Chunk::Body(bytes.into()));
        }
        self.idle.put(&self.executor, &exchange.target.server, live);
        Ok(())
    }

    /// Sends the request and waits for the head. When a kept connection turns out to be closed, a new one
    /// is made: a server may close what is idle at any time, and it answered nothing.
    async fn response(&self, exchange: &Exchange<'_>) -> Result<(Live, Response<Incoming>), OpError> {
        if let Some(mut live) = self.idle.take(&exchange.target.server).await {
            match send(&mut live, exchange).await {
                Ok(response) => return Ok((live, response)),
                Err(NoHead { error, unseen: false }) => return Err(error),
                Err(NoHead { unseen: true, .. }) => {}
            }
        }
        let mut live = self.connect(exchange).await?;
        match send(&mut live, exchange).await {
            Ok(response) => Ok((live, response)),
            Err(NoHead { error, .. }) => Err(error),
        }
    }

    async fn connect(&self, exchange: &Exchange<'_>) -> Result<Live, OpError> {
        let budget = exchange.connect_timeout;
        let dialing = self.dialer.dial(&exchange.target, exchange.proxy);
        let stream = within(budget, dialing).await.ok_or_else(|| {
            exchange.failed(OpErrorKind::TimedOut, &format!("no connection within {budget:?}"))
        })??;
        let wire = Wire::new(stream);
        let traffic = wire.traffic();
        let (sender, connection) = http1::Builder::new()
            .max_headers(MAX_HEADERS)
            .max_header_size(MAX_HEAD)
            .read_buf_exact_size(Some(READ_BUFFER))
            .handshake(wire)
            .await
            .map_err(|e| http_error(&exchange.target.name(), &e))?;
        let host = exchange.target.name();
        let task = self.executor.spawn(async move {
            if let Err(error) = connection.await {
                log::debug!("connection to {host} ended: {error}");
            }
        });
        Ok(Live::new(sender, traffic, task))
    }
}

/// Why there is no head, and whether the server sent nothing at all since the request.
struct NoHead {
    error: OpError,
    unseen: bool,
}

async fn send(live: &mut Live, exchange: &Exchange<'_>) -> Result<Response<Incoming>, NoHead> {
    let limit = exchange.head_timeout;
    live.traffic.heard.set(false);
    match within(limit, live.sender.send_request(exchange.request())).await {
        Some(Ok(response)) => Ok(response),
        Some(Err(error)) => {
            let error = http_error(&exchange.target.name(), &error);
            Err(NoHead { error, unseen: !live.traffic.heard.get() })
        }
        None => {
            let error = exchange.failed(OpErrorKind::TimedOut, &format!("no response head within {limit:?}"));
            Err(NoHead { error, unseen: false })
        }
    }
}

/// Headers of a response above which it is refused.
const MAX_HEADERS: usize = 256;

/// Bytes of a response head above which it is refused.
const MAX_HEAD: usize = 64 * 1024;
