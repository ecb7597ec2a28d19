//! How a server is reached: directly, through TLS, through a proxy.

use crate::peer::{Certificate, Peer, serve};
use crate::{OK, fetch, get, run};
use core::time::Duration;
use engine::secret::Secret;
use engine::{Fetch, OpError, OpErrorKind};
use runtime_smol::fetch::{Proxies, Setup};

#[test]
fn a_tls_handshake_counts_as_connecting() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.read_until_end();
    });
    run(Setup::default(), async |pool| {
        let slow = Fetch { connect_timeout: Duration::from_millis(50), ..get(&server.https_url("/")) };
        let error = fetch(pool, slow).await.unwrap_err();
        assert_eq!(error, server.error(OpErrorKind::TimedOut, "no connection within 50ms"));
        server.done().await;
    });
    server.join();
}

#[test]
fn a_port_where_nobody_listens_refuses() {
    let server = serve(drop);
    run(Setup::default(), async |pool| {
        server.done().await;
        let error = fetch(pool, get(&server.url("/?key=secret"))).await.unwrap_err();
        assert_eq!(error.kind, OpErrorKind::Connection);
        let expected = format!("{}: connection refused", server.name());
        assert!(error.detail.starts_with(&expected) && !error.detail.contains("secret"), "{error}");
    });
    server.join();
}

#[test]
fn a_certificate_in_the_extra_file_is_trusted_and_the_connection_kept() {
    let certificate = Certificate::new("localhost");
    let tls = certificate.server();
    let server = serve(move |listener| {
        let mut peer = Peer::accept(&listener).secured(tls);
        for _ in 0..2 {
            peer.request();
            peer.send(OK);
        }
    });
    run(Setup { ca_files: vec![certificate.file()], ..Setup::default() }, async |pool| {
        for _ in 0..2 {
            let url = server.https_url("/").replace("127.0.0.1", "localhost");
            assert_eq!(fetch(pool, get(&url)).await.unwrap().body, b"ok");
        }
    });
    server.join();
}

#[test]
fn a_certificate_that_nobody_vouches_for_or_for_another_name_is_refused() {
    let certificate = Certificate::new("example.com");
    for ca_files in [Vec::new(), vec![certificate.file()]] {
        let tls = certificate.server();
        let server = serve(move |listener| Peer::accept(&listener).secured(tls).read_until_end());
        run(Setup { ca_files, ..Setup::default() }, async |pool| {
            let error = fetch(pool, get(&server.https_url("/"))).await.unwrap_err();
            assert_eq!(error.kind, OpErrorKind::Other);
            let expected = format!("{}: tls: invalid peer certificate", server.name());
            assert!(error.detail.starts_with(&expected), "{error}");
            server.done().await;
        });
        server.join();
    }
}

#[test]
fn https_goes_through_a_tunnel() {
    let certificate = Certificate::new("api.example.com");
    let tls = certificate.server();
    let proxy = serve(move |listener| {
        let mut peer = Peer::accept(&listener);
        let connect = peer.head();
        peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
        let mut peer = peer.secured(tls);
        let request = peer.request();
        peer.send(OK);
        (connect, request)
    });
    let proxies = Proxies { https: Some(proxy.as_proxy()), ..Proxies::default() };
    run(Setup { proxies, ca_files: vec![certificate.file()], ..Setup::default() }, async |pool| {
        assert_eq!(fetch(pool, get("https://api.example.com/v1")).await.unwrap().body, b"ok");
    });
    let (connect, request) = proxy.join();
    assert_eq!(
        connect,
        "CONNECT api.example.com:443 HTTP/1.1\r\nHost: api.example.com:443\r\n\
         Proxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n"
    );
    assert!(request.starts_with("GET /v1 HTTP/1.1\r\nhost: api.example.com\r\n"), "{request}");
    assert!(!request.contains("roxy"), "{request}");
}

#[test]
fn a_tunnel_may_lead_through_a_proxy_that_speaks_tls_itself() {
    let (outer, inner) = (Certificate::new("localhost"), Certificate::new("api.example.com"));
    let (outer_tls, inner_tls) = (outer.server(), inner.server());
    let proxy = serve(move |listener| {
        let mut peer = Peer::accept(&listener).secured(outer_tls);
        peer.head();
        peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
        let mut peer = peer.secured(inner_tls);
        peer.request();
        peer.send(OK);
    });
    let url = proxy.https_url("").replace("127.0.0.1", "localhost");
    let proxies = Proxies { all: Some(Secret::new(url)), ..Proxies::default() };
    run(Setup { proxies, ca_files: vec![outer.file(), inner.file()], ..Setup::default() }, async |pool| {
        assert_eq!(fetch(pool, get("https://api.example.com/")).await.unwrap().body, b"ok");
    });
    proxy.join();
}

#[test]
fn a_proxy_that_refuses_a_tunnel_is_named() {
    for (answer, kind, what) in [
        (
            "HTTP/1.1 407 No\r\n\r\n",
            OpErrorKind::Denied,
            "refused a tunnel to api.example.com:443 with status 407",
        ),
        (
            "HTTP/1.1 502 No\r\n\r\nbody",
            OpErrorKind::Connection,
            "refused a tunnel to api.example.com:443 with status 502",
        ),
        ("garbage\r\n\r\n", OpErrorKind::Other, "the response is not valid http"),
        ("", OpErrorKind::Connection, "closed the connection instead of opening a tunnel"),
        ("HTTP/1.1 200 Ok\r\n\r\nmore", OpErrorKind::Other, "sent bytes before the server behind it could"),
    ] {
        let proxy = serve(move |listener| {
            let mut peer = Peer::accept(&listener);
            peer.head();
            peer.send(answer);
        });
        let proxies = Proxies { all: Some(proxy.as_proxy()), ..Proxies::default() };
        run(Setup { proxies, ..Setup::default() }, async |pool| {
            let error = fetch(pool, get("https://api.example.com/?key=secret")).await.unwrap_err();
            let detail = format!("proxy {}: {what}", proxy.name());
            assert_eq!(error, OpError { kind, detail });
        });
        proxy.join();
    }
}

#[test]
fn http_goes_to_the_proxy_in_absolute_form() {
    let proxy = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        let request = peer.request();
        peer.send(OK);
        request
    });
    let proxies = Proxies { http: Some(proxy.as_proxy()), ..Proxies::default() };
    run(Setup { proxies, ..Setup::default() }, async |pool| {
        assert_eq!(fetch(pool, get("http://api.example.com:8080/v1?q=1")).await.unwrap().body, b"ok");
    });
    let request = proxy.join();
    let expected = "GET http://api.example.com:8080/v1?q=1 HTTP/1.1\r\nhost: api.example.com:8080\r\n";
    assert!(request.starts_with(expected), "{request}");
    assert!(request.contains("\r\nproxy-authorization: Basic dXNlcjpwYXNz\r\n"), "{request}");
}

#[test]
fn loopback_is_reached_directly_though_a_proxy_is_set() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        let request = peer.request();
        peer.send(OK);
        request
    });
    let proxies = Proxies { all: Some(Secret::from("http://proxy.invalid:1")), ..Proxies::default() };
    run(Setup { proxies, ..Setup::default() }, async |pool| {
        assert_eq!(fetch(pool, get(&server.url("/"))).await.unwrap().body, b"ok");
    });
    assert!(server.join().starts_with("GET / HTTP/1.1\r\n"));
}

#[test]
fn a_proxy_of_an_unknown_kind_is_an_error_and_not_gone_around() {
    let proxies = Proxies { all: Some(Secret::from("socks5://user:secret@p:1")), ..Proxies::default() };
    run(Setup { proxies, ..Setup::default() }, async |pool| {
        let error = fetch(pool, get("http://api.example.com/")).await.unwrap_err();
        assert_eq!(error.detail, "api.example.com: the proxy set for it is not a usable http url");
    });
}
