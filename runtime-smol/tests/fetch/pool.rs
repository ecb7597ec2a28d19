//! Which connection a request goes over, and how long connections last.

use crate::peer::{Peer, serve};
use crate::{CUT_SHORT, OK, fetch, get, post, run};
use core::time::Duration;
use engine::{Fetch, OpErrorKind};
use runtime_smol::fetch::Setup;
use std::io;

#[test]
fn a_kept_connection_serves_the_next_request() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        for _ in 0..3 {
            peer.request();
            peer.send(OK);
        }
    });
    run(Setup::default(), async |pool| {
        for _ in 0..3 {
            assert_eq!(fetch(pool, get(&server.url("/"))).await.unwrap().body, b"ok");
        }
    });
    server.join();
}

#[test]
fn a_connection_that_the_server_means_to_close_is_not_used_again() {
    let server = serve(|listener| {
        for _ in 0..2 {
            let mut peer = Peer::accept(&listener);
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
            peer.assert_end();
        }
    });
    run(Setup::default(), async |pool| {
        for _ in 0..2 {
            assert_eq!(fetch(pool, get(&server.url("/"))).await.unwrap().body, b"ok");
        }
    });
    server.join();
}

#[test]
fn a_request_that_a_closing_kept_connection_swallowed_is_made_again() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.send(OK);
        peer.request();
        drop(peer);
        let mut peer = Peer::accept(&listener);
        assert!(peer.request().ends_with("again"));
        peer.send(OK);
    });
    run(Setup::default(), async |pool| {
        fetch(pool, get(&server.url("/"))).await.unwrap();
        assert_eq!(fetch(pool, post(&server.url("/"), "again")).await.unwrap().body, b"ok");
    });
    server.join();
}

#[test]
fn a_request_is_not_made_again_once_a_response_began() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.send(OK);
        peer.request();
        peer.send("HTTP/1.1 2");
        drop(peer);
        listener
    });
    run(Setup::default(), async |pool| {
        fetch(pool, get(&server.url("/"))).await.unwrap();
        let error = fetch(pool, get(&server.url("/"))).await.unwrap_err();
        assert_eq!(error, server.error(OpErrorKind::Connection, CUT_SHORT));
    });
    assert_nobody_waits(&server.join());
}

#[test]
fn a_new_connection_that_closes_at_once_is_not_tried_again() {
    let server = serve(|listener| {
        Peer::accept(&listener).request();
        listener
    });
    run(Setup::default(), async |pool| {
        let error = fetch(pool, get(&server.url("/"))).await.unwrap_err();
        assert_eq!(error, server.error(OpErrorKind::Connection, CUT_SHORT));
    });
    assert_nobody_waits(&server.join());
}

#[test]
fn dropping_the_future_closes_the_connection() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        peer.assert_end();
    });
    run(Setup::default(), async |pool| {
        let (arrived, has_arrived) = smol::channel::bounded(9);
        let exchange = pool.fetch(get(&server.url("/")), |_| arrived.try_send(()).unwrap());
        let dropped = smol::future::or(async { Some(exchange.await) }, async {
            has_arrived.recv().await.unwrap();
            None
        });
        assert_eq!(dropped.await, None);
        server.done().await;
    });
    server.join();
}

#[test]
fn an_idle_connection_is_closed_after_its_time() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.send(OK);
        peer.assert_end();
    });
    run(Setup { idle_timeout: Duration::from_millis(20), ..Setup::default() }, async |pool| {
        fetch(pool, get(&server.url("/"))).await.unwrap();
        server.done().await;
    });
    server.join();
}

#[test]
fn idle_connections_are_bounded() {
    for setup in
        [Setup { max_idle_per_host: 1, ..Setup::default() }, Setup { max_idle: 1, ..Setup::default() }]
    {
        let server = serve(|listener| {
            let mut peers = [Peer::accept(&listener), Peer::accept(&listener)];
            for peer in &mut peers {
                peer.request();
            }
            let [first, second] = &mut peers;
            first.send(OK);
            second.send(OK);
            let ended = usize::from(first.next_end_or_request()) + usize::from(second.next_end_or_request());
            assert_eq!(ended, 1, "one of the two is kept");
        });
        run(setup, async |pool| {
            let url = server.url("/");
            let both = smol::future::zip(fetch(pool, get(&url)), fetch(pool, get(&url))).await;
            both.0.unwrap();
            both.1.unwrap();
            // The kept one gets a request, which its server takes as the sign that it is the kept one.
            drop(fetch(pool, get(&url)).await);
            server.done().await;
        });
        server.join();
    }
}

#[test]
fn a_connection_that_still_sends_an_answered_request_is_not_used_again() {
    let server = serve(|listener| {
        let mut early = Peer::accept(&listener);
        early.head();
        early.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.send(OK);
    });
    run(Setup::default(), async |pool| {
        let large = Fetch { body: vec![0; 16_000_000], ..post(&server.url("/"), "") };
        assert_eq!(fetch(pool, large).await.unwrap().status, 413);
        assert_eq!(fetch(pool, get(&server.url("/"))).await.unwrap().body, b"ok");
    });
    server.join();
}

fn assert_nobody_waits(listener: &std::net::TcpListener) {
    listener.set_nonblocking(true).unwrap();
    assert_eq!(listener.accept().unwrap_err().kind(), io::ErrorKind::WouldBlock);
}
