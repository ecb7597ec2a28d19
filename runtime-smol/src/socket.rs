//! One accepted socket, plain or TLS: reads and writes that never wait, and waiting apart from them.

use rustls::ServerConnection;
use smol::Async;
use std::cell::RefCell;
use std::io::{self, IoSlice, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;

/// Plaintext a TLS socket holds for a peer that does not read; more is left with the caller.
const TLS_BUFFER: usize = 64 * 1024;

/// Reads of encrypted bytes in one turn that may come to nothing.
const MAX_TLS_READS: u32 = 16;

/// An accepted socket.
#[derive(Debug)]
pub(crate) struct Socket {
    tcp: Async<TcpStream>,
    tls: Option<RefCell<Box<ServerConnection>>>,
}

/// What a read gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Got {
    /// So many bytes.
    Bytes(usize),
    /// Nothing now.
    Nothing,
    /// The peer ended its side.
    End,
}

impl Socket {
    pub(crate) fn plain(tcp: Async<TcpStream>) -> Self {
        Self { tcp, tls: None }
    }

    pub(crate) fn tls(
        tcp: Async<TcpStream>,
        config: Arc<rustls::ServerConfig>,
    ) -> Result<Self, rustls::Error> {
        let mut tls = ServerConnection::new(config)?;
        tls.set_buffer_limit(Some(TLS_BUFFER));
        Ok(Self { tcp, tls: Some(RefCell::new(Box::new(tls))) })
    }

    pub(crate) fn is_tls(&self) -> bool {
        self.tls.is_some()
    }

    /// Reads what is there.
    pub(crate) fn try_read(&self, buffer: &mut [u8]) -> io::Result<Got> {
        let Some(tls) = &self.tls else {
            return got(self.tcp.get_ref().read(buffer));
        };
        let mut tls = tls.borrow_mut();
        for round in 0.. {
            match tls.reader().read(buffer) {
                // Records may hold nothing: a peer that sends only such must not keep everyone waiting.
                Err(e) if e.kind() == io::ErrorKind::WouldBlock && round == MAX_TLS_READS => break,
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                // A peer that leaves without a word ends its side too.
                Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(Got::End),
                other => return got(other),
            }
            match tls.read_tls(&mut self.tcp.get_ref()) {
                Ok(_) => {
                    let processed = tls.process_new_packets();
                    let _ = write_tls(&mut tls, self.tcp.get_ref());
                    processed.map_err(io::Error::other)?;
                }
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => break,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(Got::Nothing)
    }

    /// Writes what the system takes now; 0 when it takes nothing.
    pub(crate) fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let Some(tls) = &self.tls else {
            let written = match slices {
                [slice] => self.tcp.get_ref().write(slice),
                _ => self.tcp.get_ref().write_vectored(slices),
            };
            return taken(written);
        };
        let mut tls = tls.borrow_mut();
        let written = tls.writer().write_vectored(slices)?;
        write_tls(&mut tls, self.tcp.get_ref())?;
        Ok(written)
    }

    /// Hands encrypted bytes that wait to the system. `true` when none is left.
    pub(crate) fn try_flush(&self) -> io::Result<bool> {
        let Some(tls) = &self.tls else { return Ok(true) };
        let mut tls = tls.borrow_mut();
        write_tls(&mut tls, self.tcp.get_ref())?;
        Ok(!tls.wants_write())
    }

    pub(crate) async fn readable(&self) -> io::Result<()> {
        self.tcp.readable().await
    }

    pub(crate) async fn writable(&self) -> io::Result<()> {
        self.tcp.writable().await
    }

    /// Tells the peer that nothing more comes.
    pub(crate) fn end(&self) {
        if let Some(tls) = &self.tls {
            let mut tls = tls.borrow_mut();
            tls.send_close_notify();
            let _ = write_tls(&mut tls, self.tcp.get_ref());
        }
        // The peer may be gone already.
        let _ = self.tcp.get_ref().shutdown(Shutdown::Write);
    }

    /// Ends both sides at once.
    pub(crate) fn drop_now(&self) {
        let _ = self.tcp.get_ref().shutdown(Shutdown::Both);
    }
}

fn got(result: io::Result<usize>) -> io::Result<Got> {
    match result {
        Ok(0) => Ok(Got::End),
        Ok(n) => Ok(Got::Bytes(n)),
        Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
            Ok(Got::Nothing)
        }
        Err(e) => Err(e),
    }
}

fn taken(result: io::Result<usize>) -> io::Result<usize> {
    match result {
        Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => Ok(0),
        other => other,
    }
}

fn write_tls(tls: &mut ServerConnection, mut tcp: &TcpStream) -> io::Result<()> {
    while tls.wants_write() {
        match tls.write_tls(&mut tcp) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => return Ok(()),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    tcp.flush()
}
