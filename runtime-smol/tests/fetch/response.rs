//! What is sent, and what becomes of each kind of response.

use crate::peer::{Peer, serve};
use crate::{CUT_SHORT, OK, fetch, get, post, run};
use core::time::Duration;
use engine::secret::Secret;
use engine::{Chunk, Fetch, OpErrorKind};
use runtime_smol::fetch::Setup;
use std::sync::mpsc;

#[test]
fn the_head_and_each_event_arrive_before_the_next_is_sent() {
    let (seen, is_seen) = mpsc::sync_channel(4);
    let server = serve(move |listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for piece in ["data: 1\n\n", "data: 2\n\n", "data: 3\n\n"] {
            is_seen.recv_timeout(Duration::from_secs(20)).unwrap();
            peer.send(&format!("{:x}\r\n{piece}\r\n", piece.len()));
        }
        is_seen.recv_timeout(Duration::from_secs(20)).unwrap();
        peer.send("0\r\n\r\n");
    });
    let mut chunks = Vec::new();
    run(Setup::default(), async |pool| {
        let on_chunk = |chunk| {
            chunks.push(chunk);
            seen.send(()).unwrap();
        };
        pool.fetch(get(&server.url("/")), on_chunk).await.unwrap();
    });
    let headers = vec![
        ("content-type".to_owned(), "text/event-stream".to_owned()),
        ("transfer-encoding".to_owned(), "chunked".to_owned()),
    ];
    let body = |n| Chunk::Body(format!("data: {n}\n\n").into_bytes());
    assert_eq!(chunks, [Chunk::Head { status: 200, headers }, body(1), body(2), body(3)]);
    server.join();
}

#[test]
fn a_head_that_does_not_come_in_time_is_given_up_and_the_connection_closed() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.assert_end();
    });
    run(Setup::default(), async |pool| {
        let slow = Fetch { head_timeout: Duration::from_millis(50), ..get(&server.url("/?key=secret")) };
        let error = fetch(pool, slow).await.unwrap_err();
        assert_eq!(error, server.error(OpErrorKind::TimedOut, "no response head within 50ms"));
        server.done().await;
    });
    server.join();
}

#[test]
fn a_silence_amid_the_body_is_bounded() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        peer.assert_end();
    });
    run(Setup::default(), async |pool| {
        let slow = Fetch { idle_timeout: Duration::from_millis(50), ..get(&server.url("/")) };
        let error = fetch(pool, slow).await.unwrap_err();
        assert_eq!(error, server.error(OpErrorKind::TimedOut, "silent for 50ms amid the body"));
        server.done().await;
    });
    server.join();
}

#[test]
fn an_endless_body_is_given_up_at_the_limit() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\n\r\n");
        let piece = [b'x'; 1000];
        assert!((0..1_000_000).any(|_| peer.try_send(&piece).is_err()), "the client reads for ever");
    });
    let mut taken = 0;
    run(Setup::default(), async |pool| {
        let limited = Fetch { max_body: 100_000, ..get(&server.url("/")) };
        let on_chunk = |chunk| {
            if let Chunk::Body(bytes) = chunk {
                taken += bytes.len();
            }
        };
        let error = pool.fetch(limited, on_chunk).await.unwrap_err();
        assert_eq!(error, server.error(OpErrorKind::TooLarge, "the body is larger than 100000 bytes"));
        server.done().await;
    });
    assert!(taken <= 100_000, "{taken}");
    server.join();
}

#[test]
fn a_body_of_exactly_the_limit_is_taken() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.send(OK);
    });
    run(Setup::default(), async |pool| {
        let limited = Fetch { max_body: 2, ..get(&server.url("/")) };
        assert_eq!(fetch(pool, limited).await.unwrap().body, b"ok");
    });
    server.join();
}

#[test]
fn what_is_no_http_is_told_so() {
    for garbage in
        ["SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nbad header\r\n\r\n"]
    {
        let server = serve(move |listener| {
            let mut peer = Peer::accept(&listener);
            peer.request();
            peer.send(garbage);
            peer.read_until_end();
        });
        run(Setup::default(), async |pool| {
            let error = fetch(pool, get(&server.url("/?key=secret"))).await.unwrap_err();
            assert_eq!(error.kind, OpErrorKind::Other, "{error}");
            let expected = format!("{}: the response is not valid http: ", server.name());
            assert!(error.detail.starts_with(&expected) && !error.detail.contains("secret"), "{error}");
            server.done().await;
        });
        server.join();
    }
}

#[test]
fn a_head_without_end_is_too_large() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\n");
        let line = b"x-filler: 0123456789\r\n";
        assert!((0..1_000_000).any(|_| peer.try_send(line).is_err()), "the client reads for ever");
    });
    run(Setup::default(), async |pool| {
        let error = fetch(pool, get(&server.url("/"))).await.unwrap_err();
        assert_eq!(error, server.error(OpErrorKind::TooLarge, "the response head is too large"));
        server.done().await;
    });
    server.join();
}

#[test]
fn a_body_that_is_cut_short_is_no_success() {
    for head in ["Content-Length: 10", "Transfer-Encoding: chunked"] {
        let server = serve(move |listener| {
            let mut peer = Peer::accept(&listener);
            peer.request();
            peer.send(&format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n5\r\nhe"));
        });
        run(Setup::default(), async |pool| {
            let error = fetch(pool, get(&server.url("/"))).await.unwrap_err();
            assert_eq!(error, server.error(OpErrorKind::Connection, CUT_SHORT));
        });
        server.join();
    }
}

#[test]
fn informational_responses_are_passed_over() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
        peer.send(OK);
    });
    run(Setup::default(), async |pool| {
        let answer = fetch(pool, get(&server.url("/"))).await.unwrap();
        assert_eq!((answer.status, answer.body.as_slice()), (200, &b"ok"[..]));
    });
    server.join();
}

#[test]
fn a_switch_of_protocols_that_nobody_asked_for_is_an_error() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
        peer.read_until_end();
    });
    run(Setup::default(), async |pool| {
        let error = fetch(pool, get(&server.url("/"))).await.unwrap_err();
        assert_eq!(error, server.error(OpErrorKind::Other, "switched protocols without being asked"));
        server.done().await;
    });
    server.join();
}

#[test]
fn a_response_to_head_has_no_body_and_keeps_the_connection() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        assert!(peer.request().starts_with("HEAD / HTTP/1.1\r\n"));
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
        peer.request();
        peer.send(OK);
    });
    run(Setup::default(), async |pool| {
        let head = Fetch { method: "HEAD", ..get(&server.url("/")) };
        assert_eq!(fetch(pool, head).await.unwrap().body, b"");
        assert_eq!(fetch(pool, get(&server.url("/"))).await.unwrap().body, b"ok");
    });
    server.join();
}

#[test]
fn the_request_carries_what_it_should() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        core::array::from_fn::<_, 3, _>(|_| {
            let request = peer.request();
            peer.send(OK);
            request
        })
    });
    run(Setup { user_agent: "openclaw/1".to_owned(), ..Setup::default() }, async |pool| {
        let mut custom = post(&server.url("/v1?a=b#fragment"), "body");
        for (name, value) in
            [("X-Key", "k\u{e4}y"), ("Host", "other"), ("Content-Length", "99"), ("user-agent", "mine")]
        {
            custom.headers.push((name.to_owned(), Secret::from(value)));
        }
        for request in [custom, get(&server.url("")), post(&server.url("/"), "")] {
            fetch(pool, request).await.unwrap();
        }
    });
    let name = server.name();
    let [custom, get, empty_post] = server.join();
    assert_eq!(
        custom,
        format!(
            "POST /v1?a=b HTTP/1.1\r\nhost: {name}\r\nx-key: k\u{e4}y\r\nuser-agent: mine\r\ncontent-length: 4\r\n\r\nbody"
        )
    );
    assert_eq!(get, format!("GET / HTTP/1.1\r\nhost: {name}\r\nuser-agent: openclaw/1\r\n\r\n"));
    assert!(empty_post.contains("\r\ncontent-length: 0\r\n"), "{empty_post}");
}

#[test]
fn header_bytes_that_are_no_utf8_are_replaced() {
    let server = serve(|listener| {
        let mut peer = Peer::accept(&listener);
        peer.request();
        peer.try_send(b"HTTP/1.1 200 OK\r\nX-Name: caf\xe9\r\nX-Name: two\r\nContent-Length: 0\r\n\r\n")
            .unwrap();
    });
    run(Setup::default(), async |pool| {
        let answer = fetch(pool, get(&server.url("/"))).await.unwrap();
        let named =
            answer.headers.iter().filter(|(name, _)| name == "x-name").map(|(_, value)| value.as_str());
        assert_eq!(named.collect::<Vec<_>>(), ["caf\u{fffd}", "two"]);
    });
    server.join();
}

#[test]
fn a_request_that_cannot_be_written_is_refused_without_its_secrets() {
    run(Setup::default(), async |pool| {
        let mut split = get("http://127.0.0.1:9/");
        split.headers.push(("X-Key".to_owned(), Secret::from("a\r\nsecret: b")));
        let error = fetch(pool, split).await.unwrap_err();
        assert_eq!(error.detail, "127.0.0.1:9: the value of header x-key is not valid");
        let error = fetch(pool, get("http://user:secret@127.0.0.1:9/")).await.unwrap_err();
        assert_eq!(error.detail, "the url holds credentials");
    });
}
