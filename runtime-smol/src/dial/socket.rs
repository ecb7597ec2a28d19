//! An open WebSocket: bytes on one side, inputs of the client on the other.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use engine::client::{ABNORMAL, ClientInput, NO_STATUS};
use engine::limits::CLOSE_LINGER;
use engine::transport::ws::{Ws, WsEvent, WsLimits};
use smol::Timer;
use smol::future::{or, poll_fn};
use smol::io::{AsyncRead as _, AsyncWrite as _};

use super::stream::Stream;

pub(super) struct Socket {
    stream: Box<dyn Stream>,
    ws: Ws,
    out: Vec<u8>,
    written: usize,
    flushed: bool,
    /// A write failed. What the gateway sent before may still be read, such as why it closed.
    mute: bool,
    buffer: Box<[u8]>,
}

impl Socket {
    pub(super) fn new(stream: Box<dyn Stream>, leftover: &[u8], mask_seed: [u8; 32]) -> Self {
        let limits = WsLimits { max_message: MAX_MESSAGE, ..WsLimits::default() };
        Self {
            stream,
            ws: Ws::client(limits, leftover, mask_seed),
            out: Vec::new(),
            written: 0,
            flushed: true,
            mute: false,
            buffer: vec![0; READ_BUFFER].into_boxed_slice(),
        }
    }

    /// Sends a message as soon as the socket is waited on.
    pub(super) fn send(&mut self, text: &str) {
        let frame = self.ws.encode_client_text(text);
        self.out.extend_from_slice(&frame);
    }

    /// Waits for something to tell the client; sends meanwhile. May be dropped and called again.
    pub(super) async fn next(&mut self) -> ClientInput {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    /// Says goodbye, unless the gateway did so first, and waits a little for it to answer: a connection that is
    /// dropped with something unread is reset, and the goodbye may be lost with it.
    pub(super) async fn leave(mut self, goodbye: Option<(u16, String)>) {
        if let Some((code, reason)) = goodbye {
            self.ws.close(code, &reason);
            let gone = async { while !matches!(self.next().await, ClientInput::Closed { .. }) {} };
            or(gone, linger()).await;
        }
        or(poll_fn(|cx| self.poll_shut(cx)), linger()).await;
    }

    fn poll_shut(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.poll_write(cx);
        if !self.out.is_empty() {
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_close(cx).map(drop)
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<ClientInput> {
        loop {
            let event = self.ws.poll();
            self.out.append(&mut self.ws.take_output());
            self.poll_write(cx);
            if let Some(event) = event {
                return Poll::Ready(input(event));
            }
            let read = ready!(Pin::new(&mut self.stream).poll_read(cx, &mut self.buffer));
            match read {
                Ok(0) | Err(_) => {
                    return Poll::Ready(ClientInput::Closed { code: ABNORMAL, reason: String::new() });
                }
                Ok(read) => self.ws.receive(&self.buffer[..read]),
            }
        }
    }

    /// Writes as much as the stream takes.
    fn poll_write(&mut self, cx: &mut Context<'_>) {
        while self.written < self.out.len() && !self.mute {
            match Pin::new(&mut self.stream).poll_write(cx, &self.out[self.written..]) {
                Poll::Ready(Ok(0) | Err(_)) => self.mute = true,
                Poll::Ready(Ok(written)) => {
                    self.written += written;
                    self.flushed = false;
                }
                // No flush now: that of a TCP stream forgets who waits to write.
                Poll::Pending => return,
            }
        }
        self.written = 0;
        self.out = Vec::new();
        if self.flushed || self.mute {
            return;
        }
        match Pin::new(&mut self.stream).poll_flush(cx) {
            Poll::Ready(Ok(())) => self.flushed = true,
            Poll::Ready(Err(_)) => self.mute = true,
            Poll::Pending => {}
        }
    }
}

async fn linger() {
    Timer::after(CLOSE_LINGER).await;
}

fn input(event: WsEvent) -> ClientInput {
    match event {
        WsEvent::Text(text) => ClientInput::Message(text.as_str().to_owned()),
        WsEvent::Binary(bytes) => ClientInput::Message(String::from_utf8_lossy(&bytes).into_owned()),
        WsEvent::Closed { code, reason } => ClientInput::Closed { code: code.unwrap_or(NO_STATUS), reason },
        WsEvent::Failed { code, reason } => ClientInput::Closed { code, reason: reason.to_owned() },
    }
}

/// The gateway sets no bound on what it sends; this is the reference client's.
const MAX_MESSAGE: usize = 25 * 1024 * 1024;

const READ_BUFFER: usize = 16 * 1024;
