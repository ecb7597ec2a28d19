//! A byte stream of the futures world as hyper's.

use core::cell::Cell;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use hyper::rt::{Read, ReadBufCursor, Write};
use smol::io::{AsyncRead, AsyncWrite};
use std::io;
use std::rc::Rc;

/// A connected socket, with whatever is layered on it.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin {}

impl<S: AsyncRead + AsyncWrite + Unpin> Stream for S {}

/// A stream that hyper can use.
pub(super) struct Wire {
    stream: Box<dyn Stream>,
    traffic: Rc<Traffic>,
    buffer: Box<[u8]>,
}

/// What happens on a wire, as hyper does not tell it.
#[derive(Default)]
pub(super) struct Traffic {
    /// Set when bytes arrive; whoever wants to know clears it.
    pub(super) heard: Cell<bool>,
    /// Whether bytes are waiting because the other end does not take them.
    pub(super) stuck: Cell<bool>,
}

impl Wire {
    pub(super) fn new(stream: Box<dyn Stream>) -> Self {
        Self { stream, traffic: Rc::default(), buffer: vec![0; READ_BUFFER].into_boxed_slice() }
    }

    pub(super) fn traffic(&self) -> Rc<Traffic> {
        Rc::clone(&self.traffic)
    }

    fn told<T>(&self, written: Poll<T>) -> Poll<T> {
        self.traffic.stuck.set(written.is_pending());
        written
    }
}

impl Read for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut cursor: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let Self { stream, traffic, buffer } = &mut *self;
        let room = buffer.len().min(cursor.remaining());
        let read = ready!(Pin::new(stream).poll_read(cx, &mut buffer[..room]))?;
        traffic.heard.set(traffic.heard.get() || read > 0);
        cursor.put_slice(&buffer[..read]);
        Poll::Ready(Ok(()))
    }
}

impl Write for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.told(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        self.told(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_close(cx)
    }
}

/// Bytes read at once. A fast model sends some hundred parts together: what is read at once reaches the clients
/// as one event instead of many. hyper lends memory that may be uninitialised, which only unsafe code may pass
/// on, so what is read is copied once.
pub(super) const READ_BUFFER: usize = 64 * 1024;
