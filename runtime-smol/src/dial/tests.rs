use super::stream::{Stream, upgrade};
use super::*;
use core::time::Duration;
use engine::client::{Cause, Connect, Reconnect};
use engine::transport::http_gate::{Gate, GateLimits, GateStep};
use engine::transport::ws::{Ws, WsEvent, WsLimits, frame_header};
use futures_rustls::TlsAcceptor;
use futures_rustls::pki_types::PrivateKeyDer;
use futures_rustls::rustls::{ServerConfig, crypto::ring};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use smol::future::zip;
use smol::io::{AsyncReadExt as _, AsyncWriteExt as _};
use smol::net::{TcpListener, unix::UnixStream};
use std::sync::Arc;

/// A gateway that says what the test makes it say.
struct Fake {
    stream: Box<dyn Stream>,
    ws: Ws,
}

impl Fake {
    /// Takes the WebSocket handshake.
    async fn accept(mut stream: Box<dyn Stream>) -> Self {
        let mut gate = Gate::new(GateLimits::default());
        loop {
            if let GateStep::Upgrade(_, accept) = gate.poll() {
                stream.write_all(&accept.response_101()).await.unwrap();
                stream.flush().await.unwrap();
                let limits = WsLimits { max_message: 1 << 24, ..WsLimits::default() };
                return Self { stream, ws: Ws::server(limits, &gate.into_leftover()) };
            }
            let mut buffer = [0; 1024];
            let read = stream.read(&mut buffer).await.unwrap();
            assert_eq!(gate.receive(&buffer[..read]), read);
        }
    }

    async fn event(&mut self) -> Option<WsEvent> {
        loop {
            let event = self.ws.poll();
            self.stream.write_all(&self.ws.take_output()).await.ok()?;
            self.stream.flush().await.ok()?;
            if event.is_some() {
                return event;
            }
            let mut buffer = [0; 4096];
            let read = self.stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
            self.ws.receive(&buffer[..read]);
        }
    }

    async fn take(&mut self) -> Value {
        let event = self.event().await;
        let Some(WsEvent::Text(text)) = event else { panic!("no message: {event:?}") };
        serde_json::from_str(&text).unwrap()
    }

    async fn send(&mut self, frame: Value) {
        let text = frame.to_string();
        self.stream.write_all(frame_header(text.len()).as_ref()).await.unwrap();
        self.stream.write_all(text.as_bytes()).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    async fn answer(&mut self, request: &Value, payload: Value) {
        self.send(json!({"type": "res", "id": request["id"], "ok": true, "payload": payload})).await;
    }

    async fn refuse(&mut self, request: &Value, message: &str) {
        let error = json!({"code": "INVALID_REQUEST", "message": message});
        self.send(json!({"type": "res", "id": request["id"], "ok": false, "error": error})).await;
    }

    /// Does the gateway's part of the handshake; returns the frame of `connect`.
    async fn greet(&mut self) -> Value {
        let challenge = json!({"nonce": "n", "ts": 1});
        self.send(json!({"type": "event", "event": "connect.challenge", "payload": challenge})).await;
        let connect = self.take().await;
        self.answer(
            &connect,
            json!({
                "type": "hello-ok", "protocol": 3,
                "server": {"version": "dev", "host": "h", "connId": "c"},
                "features": {"methods": [], "events": []},
                "snapshot": {"presence": [], "health": {}, "stateVersion": {"presence": 1, "health": 1},
                    "uptimeMs": 1},
                "policy": {"maxPayload": 9_000_000, "maxBufferedBytes": 1000, "tickIntervalMs": 30_000}}),
        )
        .await;
        connect
    }

    async fn close(&mut self, code: u16, reason: &str) {
        self.ws.close(code, reason);
        while self.event().await.is_some() {}
    }
}

fn setup() -> Setup {
    Setup { token: Some("secret".into()), ..Setup::command("1", "linux") }
}

fn options(expect_final: bool) -> RequestOptions {
    RequestOptions { timeout: Some(Duration::from_secs(10)), expect_final }
}

async fn listen() -> (TcpListener, Target) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    (listener, Target::parse(&url, None).unwrap())
}

/// Asks a gateway for `health` and hangs up, while it does what the test says.
fn ask(serve: impl AsyncFnOnce(Fake)) -> Called {
    smol::block_on(async {
        let (listener, target) = listen().await;
        let server = async {
            let (stream, _) = listener.accept().await.unwrap();
            serve(Fake::accept(Box::new(stream)).await).await;
        };
        let client = async {
            let mut dial = Dial::new(setup(), target, [1; 32]);
            let result = dial.ask("health", json!({}), options(true), |_| {}).await;
            dial.close().await;
            Called { result, tokens: Vec::new() }
        };
        zip(client, server).await.0
    })
}

#[test]
fn a_call_shakes_hands_asks_and_says_goodbye() {
    let called = ask(async |mut fake| {
        let connect = fake.greet().await;
        assert_eq!(connect["params"]["auth"]["token"], "secret");
        let request = fake.take().await;
        assert_eq!(request["method"], "health");
        fake.answer(&request, json!({"ok": true})).await;
        assert_eq!(fake.event().await, Some(WsEvent::Closed { code: Some(1000), reason: String::new() }));
    });
    assert_eq!(called.result, Ok(json!({"ok": true})));
}

#[test]
fn the_first_phase_of_an_answer_is_observed() {
    let mut seen = Vec::new();
    let result = smol::block_on(async {
        let (listener, target) = listen().await;
        let server = async {
            let mut fake = Fake::accept(Box::new(listener.accept().await.unwrap().0)).await;
            fake.greet().await;
            let request = fake.take().await;
            fake.answer(&request, json!({"status": "accepted"})).await;
            fake.send(json!({"type": "event", "event": "agent", "payload": {}, "seq": 1})).await;
            fake.answer(&request, json!({"status": "ok"})).await;
        };
        let mut dial = Dial::new(setup(), target, [1; 32]);
        let observe = |event: &ClientEvent| {
            seen.push(match event {
                ClientEvent::Ready(_) => "ready",
                ClientEvent::Accepted { .. } => "accepted",
                ClientEvent::Event { .. } => "event",
                ClientEvent::Response { .. }
                | ClientEvent::Gap { .. }
                | ClientEvent::Token(_)
                | ClientEvent::Disconnected { .. } => "other",
            });
        };
        zip(dial.ask("agent", json!({}), options(true), observe), server).await.0
    });
    assert_eq!(result, Ok(json!({"status": "ok"})));
    assert_eq!(seen, ["ready", "accepted", "event"]);
}

#[test]
fn a_refused_connect_is_closed_with_1008() {
    let called = ask(async |mut fake| {
        fake.send(json!({"type": "event", "event": "connect.challenge", "payload": {"nonce": "n", "ts": 1}}))
            .await;
        let connect = fake.take().await;
        fake.refuse(&connect, "unauthorized: gateway token mismatch (x)").await;
        let reason = "connect failed".to_owned();
        assert_eq!(fake.event().await, Some(WsEvent::Closed { code: Some(1008), reason }));
    });
    let Err(RequestError::Disconnected(disconnect)) = called.result else { panic!("{called:?}") };
    assert_eq!(disconnect.to_string(), "gateway closed (1008): connect failed");
    assert_eq!(disconnect.detail(), Some("unauthorized: gateway token mismatch (x)"));
}

#[test]
fn a_close_frame_is_told_with_its_code_and_reason() {
    let called = ask(async |mut fake| {
        fake.greet().await;
        fake.take().await;
        fake.close(1012, "service restart").await;
    });
    assert_eq!(called.result.unwrap_err().to_string(), "gateway closed (1012): service restart");
}

#[test]
fn a_broken_connection_is_told_as_1006() {
    let called = ask(async |mut fake| {
        fake.greet().await;
        fake.take().await;
    });
    let words = "gateway closed (1006 abnormal closure (no close frame)): no close reason";
    assert_eq!(called.result.unwrap_err().to_string(), words);
}

#[test]
fn a_silent_gateway_is_given_up_in_time() {
    let result = smol::block_on(async {
        let (_listener, target) = listen().await;
        let mut dial = Dial::new(setup(), target, [1; 32]);
        let short = RequestOptions { timeout: Some(Duration::from_millis(20)), expect_final: false };
        dial.ask("health", json!({}), short, |_| {}).await
    });
    assert_eq!(result.unwrap_err().to_string(), "gateway timeout after 20ms");
}

#[test]
fn a_refused_port_is_named() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let target = Target::parse(&format!("ws://127.0.0.1:{port}"), None).unwrap();
    let called = call(setup(), target, [1; 32], "health", Value::Null, options(false));
    let Err(RequestError::Disconnected(disconnect)) = called.result else { panic!("{called:?}") };
    assert_eq!(disconnect.detail(), Some(format!("connect ECONNREFUSED 127.0.0.1:{port}").as_str()));
    assert_eq!(disconnect.code, 1006);
}

#[test]
fn an_http_server_that_is_no_gateway_is_told_by_its_status() {
    let cause = smol::block_on(async {
        let (listener, target) = listen().await;
        let server = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 1024]).await.unwrap();
            stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").await.unwrap();
            stream
        };
        let mut dial = Dial::new(setup(), target, [1; 32]);
        let (event, _stream) = zip(dial.next_event(), server).await;
        let Ok(ClientEvent::Disconnected { disconnect, retry: None }) = event else { panic!("{event:?}") };
        disconnect.cause
    });
    assert_eq!(cause, Cause::Unreachable { detail: "Unexpected server response: 404".to_owned() });
}

#[test]
fn a_lasting_client_connects_again() {
    smol::block_on(async {
        let (listener, target) = listen().await;
        let server = async {
            for code in [1012, 1000] {
                let mut fake = Fake::accept(Box::new(listener.accept().await.unwrap().0)).await;
                fake.greet().await;
                fake.close(code, "").await;
            }
        };
        let client = async {
            let setup = Setup { reconnect: Reconnect::Always, ..setup() };
            let mut dial = Dial::new(setup, target, [1; 32]);
            let mut codes = Vec::new();
            while codes.len() < 2 {
                if let ClientEvent::Disconnected { disconnect, retry } = dial.next_event().await.unwrap() {
                    codes.push((disconnect.code, retry.map(|pause| pause.as_secs())));
                }
            }
            codes
        };
        assert_eq!(zip(client, server).await.0, [(1012, Some(1)), (1000, Some(1))]);
    });
}

/// Much more than the socket holds goes both ways at once: neither end may wait for the other to read first.
#[test]
fn large_messages_cross() {
    const LARGE: usize = 1_000_000;
    let (ours, theirs) = UnixStream::pair().unwrap();
    let address = Target::parse("ws://h", None).unwrap().address;
    let connect = Connect { attempt: 1, key: [2; 16], mask_seed: [3; 32] };
    smol::block_on(async {
        let client = async {
            let mut socket = upgrade(Box::new(ours), &address, connect).await.unwrap();
            socket.send(&"c".repeat(LARGE));
            let input = socket.next().await;
            socket.leave(Some((1000, String::new()))).await;
            input
        };
        let server = async {
            let mut fake = Fake::accept(Box::new(theirs)).await;
            fake.send(Value::String("s".repeat(LARGE))).await;
            let message = fake.event().await;
            while fake.event().await.is_some() {}
            message
        };
        let (input, message) = zip(client, server).await;
        assert!(matches!(input, ClientInput::Message(text) if text.len() == LARGE + 2));
        assert!(matches!(message, Some(WsEvent::Text(text)) if text.len() == LARGE));
    });
}

/// Asks over TLS a gateway with a certificate of its own; the fingerprint is that one's, spoiled by the test.
fn ask_encrypted(spoil: impl FnOnce(&mut [u8; 32]), pinned: bool) -> Called {
    let made = rcgen::generate_simple_self_signed(["openclaw-gateway".to_owned()]).unwrap();
    let mut print: [u8; 32] = Sha256::digest(made.cert.der()).into();
    spoil(&mut print);
    let print = engine::client::Fingerprint(print).to_string();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    smol::block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("wss://{}", listener.local_addr().unwrap());
        let target = Target::parse(&url, Some(print.as_str()).filter(|_| pinned)).unwrap();
        let server = async {
            let (stream, _) = listener.accept().await.unwrap();
            let Ok(stream) = TlsAcceptor::from(Arc::new(config)).accept(stream).await else { return };
            let mut fake = Fake::accept(Box::new(stream)).await;
            fake.greet().await;
            let request = fake.take().await;
            fake.answer(&request, json!(1)).await;
            assert!(matches!(fake.event().await, Some(WsEvent::Closed { code: Some(1000), .. })));
        };
        let client = async {
            let mut dial = Dial::new(setup(), target, [1; 32]);
            let result = dial.ask("health", json!({}), options(false), |_| {}).await;
            dial.close().await;
            Called { result, tokens: Vec::new() }
        };
        zip(client, server).await.0
    })
}

fn detail(called: Called) -> String {
    let Err(RequestError::Disconnected(disconnect)) = called.result else { panic!("{called:?}") };
    disconnect.detail().unwrap().to_owned()
}

#[test]
fn the_pinned_certificate_is_trusted() {
    assert_eq!(ask_encrypted(|_| {}, true).result, Ok(json!(1)));
}

#[test]
fn a_certificate_other_than_the_pinned_one_is_not_trusted() {
    let detail = detail(ask_encrypted(|print| print[31] ^= 1, true));
    assert!(detail.contains("certificate has the fingerprint"), "{detail}");
}

#[test]
fn a_certificate_of_nobodys_is_not_trusted() {
    let detail = detail(ask_encrypted(|_| {}, false));
    assert!(detail.starts_with("tls: invalid peer certificate"), "{detail}");
}
