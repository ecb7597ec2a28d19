//! Listening sockets.

use smol::Async;
use std::io;
use std::net::{SocketAddr, TcpListener};

/// Connections the system keeps for us until they are accepted.
const BACKLOG: i32 = 4096;

/// Opens one address. A port whose old connections linger can be had again at once.
pub(crate) fn open(address: SocketAddr) -> io::Result<Async<TcpListener>> {
    let listener = TcpListener::bind(address)?;
    // The standard library's backlog is too short for a few thousand clients that come back together.
    rustix::net::listen(&listener, BACKLOG)?;
    Async::new(listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_taken_is_in_use() {
        let first = open("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = first.get_ref().local_addr().unwrap();
        assert_eq!(open(address).unwrap_err().kind(), io::ErrorKind::AddrInUse);
    }
}
