//! A provider of models at the other end of a real connection: it streams, stalls, hides behind a proxy,
//! or shows a certificate that only this machine knows.

use super::program::{Gateway, PATIENCE, Place};
use super::wire::Client;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

fn config(base_url: &str) -> Value {
    json!({
        "models": {"providers": {"mock": {"baseUrl": base_url, "apiKey": "k", "api": "openai-completions",
            "models": [{"id": "m", "name": "m", "reasoning": false, "input": ["text"],
                "cost": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0},
                "contextWindow": 100_000, "maxTokens": 1000}]}}},
        "agents": {"defaults": {"model": {"primary": "mock/m"}}},
    })
}

fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

fn accept(listener: &TcpListener) -> TcpStream {
    let (socket, _) = listener.accept().unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

/// Reads a request: its first line, and its body.
fn request(from: &mut impl Read) -> (String, String) {
    let mut reader = BufReader::with_capacity(1, from);
    let (mut first, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        assert!(reader.read_line(&mut line).unwrap() > 0, "the request ends within its head");
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
        if first.is_empty() {
            first = line;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (first, String::from_utf8(body).unwrap())
}

fn begin(to: &mut impl Write) {
    to.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        .unwrap();
}

fn event(to: &mut impl Write, data: &str) {
    let text = format!("data: {data}\n\n");
    write!(to, "{:x}\r\n{text}\r\n", text.len()).unwrap();
    to.flush().unwrap();
}

fn word(to: &mut impl Write, word: &str) {
    event(to, &json!({"choices": [{"index": 0, "delta": {"content": word}}]}).to_string());
}

fn end(to: &mut impl Write) {
    event(to, &json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}).to_string());
    event(to, "[DONE]");
    to.write_all(b"0\r\n\r\n").unwrap();
    to.flush().unwrap();
}

/// Answers requests on one connection until its peer closes it; gives how many there were.
fn serve(mut socket: impl Read + Write, answers: usize) -> Vec<String> {
    let mut asked = Vec::new();
    for _ in 0..answers {
        let (first, _) = request(&mut socket);
        asked.push(first);
        begin(&mut socket);
        word(&mut socket, "hello ");
        word(&mut socket, "there");
        end(&mut socket);
    }
    asked
}

#[test]
fn turns_one_after_the_other_share_a_connection() {
    let (listener, port) = listener();
    let place = Place::new();
    let gateway = place.gateway().config(&config(&format!("http://127.0.0.1:{port}/v1"))).start();
    let serving = std::thread::spawn(move || serve(accept(&listener), 3));
    let mut client = Client::new(gateway.port);
    for key in ["k1", "k2", "k3"] {
        assert_eq!(client.chat("main", "hi", key), "hello there");
    }
    assert_eq!(serving.join().unwrap(), vec!["POST /v1/chat/completions HTTP/1.1\r\n"; 3]);
}

#[test]
fn an_abort_closes_the_connection_to_the_provider() {
    let (listener, port) = listener();
    let place = Place::new();
    let gateway = place.gateway().config(&config(&format!("http://127.0.0.1:{port}/v1"))).start();
    let serving = std::thread::spawn(move || {
        let mut socket = accept(&listener);
        request(&mut socket);
        begin(&mut socket);
        word(&mut socket, "half ");
        // The end of the stream, or a reset: in any case not silence.
        let closed = matches!(socket.read(&mut [0; 16]), Ok(0) | Err(_));
        (closed, std::time::Instant::now())
    });
    let mut client = Client::new(gateway.port);
    client.ok("chat.send", &json!({"sessionKey": "main", "message": "hi", "idempotencyKey": "k1"}));
    client.event("chat", |e| e["state"] == "delta");
    let asked = std::time::Instant::now();
    client.ok("chat.abort", &json!({"sessionKey": "main"}));
    let last = client.event("chat", |e| e["state"] != "delta");
    assert_eq!(last["state"], "aborted", "{last}");
    let (closed, at) = serving.join().unwrap();
    assert!(closed && at.duration_since(asked).as_secs() < 5, "{:?}", at.duration_since(asked));
}

fn failed(gateway: &Gateway) -> String {
    let mut client = Client::new(gateway.port);
    client.ok("chat.send", &json!({"sessionKey": "main", "message": "hi", "idempotencyKey": "k1"}));
    let last = client.event("chat", |e| e["state"] != "delta");
    assert_eq!(last["state"], "error", "{last}");
    last["errorMessage"].as_str().unwrap().to_owned()
}

#[test]
fn a_provider_that_breaks_off_or_is_not_there_is_an_error_that_names_it() {
    let (listener, port) = listener();
    let place = Place::new();
    let gateway = place.gateway().config(&config(&format!("http://127.0.0.1:{port}/v1"))).start();
    let serving = std::thread::spawn(move || {
        let mut socket = accept(&listener);
        request(&mut socket);
        begin(&mut socket);
        word(&mut socket, "half ");
    });
    let text = failed(&gateway);
    assert!(!text.is_empty());
    serving.join().unwrap();
    // Nobody listens any more.
    let place = Place::new();
    let gateway = place.gateway().config(&config(&format!("http://127.0.0.1:{port}/v1"))).start();
    let text = failed(&gateway);
    assert!(text.contains(&format!("127.0.0.1:{port}")), "{text}");
}

#[test]
fn a_provider_elsewhere_is_reached_through_the_proxy_of_the_environment() {
    let (listener, port) = listener();
    let place = Place::new();
    let proxy = format!("http://127.0.0.1:{port}");
    let plan = place.gateway().config(&config("http://models.invalid/v1"));
    let gateway = plan.spawn(&[("http_proxy", proxy.as_str())]);
    gateway.wait_for("agent model:");
    let serving = std::thread::spawn(move || serve(accept(&listener), 1));
    assert_eq!(Client::new(gateway.port).chat("main", "hi", "k1"), "hello there");
    assert_eq!(serving.join().unwrap(), ["POST http://models.invalid/v1/chat/completions HTTP/1.1\r\n"]);
}

#[test]
fn a_provider_with_a_certificate_of_its_own_is_believed_when_that_is_named() {
    let place = Place::new();
    // A certificate for localhost is made by the gateway itself.
    let mut gateway = place.gateway().config(&json!({"gateway": {"tls": {"enabled": true}}})).start();
    gateway.stop();
    let cert = place.state("gateway/tls/gateway-cert.pem");
    let chain = vec![CertificateDer::from_pem_file(&cert).unwrap()];
    let key = PrivateKeyDer::from_pem_file(place.state("gateway/tls/gateway-key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let tls = Arc::new(tls);
    let (listener, port) = listener();
    let serving = std::thread::spawn(move || {
        let mut refused =
            StreamOwned::new(ServerConnection::new(Arc::clone(&tls)).unwrap(), accept(&listener));
        let first = refused.read(&mut [0; 16]);
        let socket = StreamOwned::new(ServerConnection::new(tls).unwrap(), accept(&listener));
        (first.is_err(), serve(socket, 1))
    });
    let config = config(&format!("https://localhost:{port}/v1"));
    let gateway = place.gateway().config(&config).start();
    let text = failed(&gateway);
    assert!(text.to_lowercase().contains("certificate"), "{text}");
    drop(gateway);
    let cert = cert.display().to_string();
    let gateway = place.gateway().config(&config).spawn(&[("NODE_EXTRA_CA_CERTS", cert.as_str())]);
    gateway.wait_for("agent model:");
    assert_eq!(Client::new(gateway.port).chat("other", "hi", "k2"), "hello there");
    let (refused, asked) = serving.join().unwrap();
    assert!(refused && asked.len() == 1);
}
