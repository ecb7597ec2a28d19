//! From a server's name to a stream that speaks its protocol: lookup, TCP, proxy, TLS.

use crate::fetch::error::{io_error, lookup_error, op_error};
use crate::fetch::proxy::{Proxies, Proxy, Route, Routes};
use crate::fetch::target::{Server, Target};
use crate::fetch::tunnel;
use crate::fetch::wire::Stream;
use crate::workers::resolve;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use engine::{OpError, OpErrorKind};
use futures_rustls::TlsConnector;
use futures_rustls::pki_types::ServerName;
use smol::Timer;
use smol::net::TcpStream;
use std::io;
use std::net::SocketAddr;

/// Opens connections.
pub(super) struct Dialer {
    tls: TlsConnector,
    routes: Routes,
}

impl Dialer {
    pub(super) fn new(tls: TlsConnector, proxies: &Proxies) -> Self {
        Self { tls, routes: Routes::new(proxies) }
    }

    /// The proxy that leads to a server, if one does.
    pub(super) fn proxy(&self, server: &Server) -> Result<Option<&Proxy>, OpError> {
        match self.routes.to(server) {
            Route::Direct => Ok(None),
            Route::Through(proxy) => Ok(Some(proxy)),
            Route::Unusable => {
                let detail = format!("{}: the proxy set for it is not a usable http url", server.authority());
                Err(op_error(OpErrorKind::Other, detail))
            }
        }
    }

    /// Connects; the caller bounds the time.
    pub(super) async fn dial(
        &self,
        target: &Target,
        proxy: Option<&Proxy>,
    ) -> Result<Box<dyn Stream>, OpError> {
        let server = &target.server;
        let Some(proxy) = proxy else {
            let stream = tcp(server, &server.authority()).await?;
            return self.secured(Box::new(stream), server, &server.authority()).await;
        };
        let name = format!("proxy {}", proxy.server.host_and_port());
        let stream = tcp(&proxy.server, &name).await?;
        let mut stream = self.secured(Box::new(stream), &proxy.server, &name).await?;
        if !server.tls {
            return Ok(stream);
        }
        tunnel::open(&mut stream, proxy, server).await?;
        self.secured(stream, server, &server.authority()).await
    }

    async fn secured(
        &self,
        stream: Box<dyn Stream>,
        server: &Server,
        name: &str,
    ) -> Result<Box<dyn Stream>, OpError> {
        if !server.tls {
            return Ok(stream);
        }
        let tls_name = ServerName::try_from(server.host.clone())
            .map_err(|_| op_error(OpErrorKind::NotFound, format!("{name}: not a valid host name")))?;
        let stream = self.tls.connect(tls_name, stream).await.map_err(|e| io_error(name, &e))?;
        Ok(Box::new(stream))
    }
}

async fn tcp(server: &Server, name: &str) -> Result<TcpStream, OpError> {
    let addresses = resolve(&server.host, server.port).await.map_err(|e| lookup_error(name, &e))?;
    let stream = first_to_connect(addresses).await.map_err(|e| io_error(name, &e))?;
    stream.set_nodelay(true).map_err(|e| io_error(name, &e))?;
    Ok(stream)
}

/// Tries the addresses in order. The next one starts when one fails or takes long, and the first
/// connection wins: an address family that leads nowhere must not use up the time.
async fn first_to_connect(addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
    let mut waiting = addresses.into_iter().take(MAX_ADDRESSES);
    let mut attempts = Attempts(Vec::new());
    let mut error = io::Error::new(io::ErrorKind::AddrNotAvailable, "the name has no address");
    loop {
        if let Some(address) = waiting.next() {
            attempts.0.push(Box::pin(TcpStream::connect(address)));
        }
        if attempts.0.is_empty() {
            return Err(error);
        }
        let stagger = if waiting.len() == 0 { Timer::never() } else { Timer::after(STAGGER) };
        let next = smol::future::or(async { Some((&mut attempts).await) }, async {
            stagger.await;
            None
        });
        match next.await {
            Some(Ok(stream)) => return Ok(stream),
            Some(Err(e)) => error = e,
            None => {}
        }
    }
}

/// Connections in the making; gives the first that ends, either way.
struct Attempts(Vec<Pin<Box<dyn Future<Output = io::Result<TcpStream>>>>>);

impl Future for Attempts {
    type Output = io::Result<TcpStream>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        for at in 0..self.0.len() {
            if let Poll::Ready(result) = self.0[at].as_mut().poll(cx) {
                drop(self.0.swap_remove(at));
                return Poll::Ready(result);
            }
        }
        Poll::Pending
    }
}

/// Addresses of one name that are tried.
const MAX_ADDRESSES: usize = 16;

/// Head start of an address over the next one, as RFC 8305 recommends.
const STAGGER: Duration = Duration::from_millis(250);

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn an_address_that_refuses_gives_way_to_the_next() {
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let open = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = open.local_addr().unwrap();
        let stream = smol::block_on(first_to_connect(vec![closed, address])).unwrap();
        assert_eq!(stream.peer_addr().unwrap(), address);
    }

    #[test]
    fn a_name_without_an_address_is_an_error() {
        let error = smol::block_on(first_to_connect(Vec::new())).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AddrNotAvailable);
    }

    #[test]
    fn an_attempt_that_hangs_does_not_keep_the_next_from_winning() {
        let open = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = open.local_addr().unwrap();
        let hanging = Box::pin(core::future::pending());
        let attempts = Attempts(vec![hanging, Box::pin(TcpStream::connect(address))]);
        assert_eq!(smol::block_on(attempts).unwrap().peer_addr().unwrap(), address);
    }
}
