//! The client against the reference gateway, which is started for it on a free port.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails where it must and says what it skips"
)]

use core::time::Duration;
use engine::UnixMs;
use engine::client::{
    Cause, ClientEvent, DeviceIdentity, DeviceTokens, Disconnect, Reconnect, RequestError, RequestOptions,
    Role, Setup, Target, TokenChange,
};
use runtime_smol::dial::{self, Dial};
use serde_json::{Value, json};
use smol::block_on;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const PEER: &str = "2026.1.30";
const MINUTE: RequestOptions = RequestOptions { timeout: Some(Duration::from_secs(60)), expect_final: false };

/// One gateway serves every check: it takes many seconds to start.
#[test]
fn the_reference_gateway_is_spoken_to() {
    let Some(gateway) = Gateway::start() else { return };
    let identity = DeviceIdentity::generate([7; 32], UnixMs(1));
    let mut tokens = DeviceTokens::new(identity.id());
    let mut setup = Setup::command("test", "linux");
    setup.token = Some("secret".into());
    setup.identity = Some(identity);

    let mut dial =
        Dial::new(Setup { reconnect: Reconnect::Always, ..setup.clone() }, gateway.target.clone(), [1; 32]);
    let issued = block_on(a_local_device_is_paired_silently_and_given_a_token(&mut dial));
    tokens.apply(&issued, dial.now().wall);
    block_on(async {
        methods_answer(&mut dial).await;
        a_refusal_is_an_answer(&mut dial).await;
        an_agent_run_is_accepted_and_then_ends(&mut dial).await;
        ticks_come_in(&mut dial).await;
        dial.close().await;
    });

    the_issued_token_connects_in_place_of_the_shared_one(&gateway, &setup, &tokens);
    a_wrong_token_is_refused(&gateway);
    a_stale_token_is_given_up(&gateway, &setup);
    the_files_of_the_reference_client_are_ours(&gateway);
}

async fn a_local_device_is_paired_silently_and_given_a_token(dial: &mut Dial) -> TokenChange {
    let mut issued = None;
    loop {
        // While the gateway starts, attempts fail and are repeated.
        match dial.next_event().await.expect("the client goes on trying") {
            ClientEvent::Token(change) => issued = Some(change),
            ClientEvent::Ready(hello) => {
                let auth = hello.auth.expect("a device gets a token");
                assert_eq!((hello.protocol, auth.role.as_str()), (3, "operator"));
                return issued.expect("the token is told before");
            }
            ClientEvent::Disconnected { disconnect, retry } => {
                assert!(matches!(disconnect.cause, Cause::Unreachable { .. }), "{disconnect:?}");
                assert!(retry.is_some());
            }
            event @ (ClientEvent::Response { .. }
            | ClientEvent::Accepted { .. }
            | ClientEvent::Event { .. }
            | ClientEvent::Gap { .. }) => panic!("{event:?}"),
        }
    }
}

async fn methods_answer(dial: &mut Dial) {
    let health = dial.ask("health", json!({}), MINUTE, |_| {}).await.unwrap();
    assert_eq!(health["ok"], true);
    let presence = dial.ask("system-presence", json!({}), MINUTE, |_| {}).await.unwrap();
    assert_eq!(presence[0]["mode"], "gateway", "{presence}");
}

async fn a_refusal_is_an_answer(dial: &mut Dial) {
    let refused = dial.ask("agent.wait", json!({"runId": 5}), MINUTE, |_| {}).await.unwrap_err();
    let RequestError::Refused { error, .. } = refused else { panic!("{refused:?}") };
    assert_eq!(error.code, "INVALID_REQUEST");
    assert_eq!(error.message, "invalid agent.wait params: at /runId: must be string");
}

/// There is no model to reach, so the run fails, but in two phases.
async fn an_agent_run_is_accepted_and_then_ends(dial: &mut Dial) {
    let mut accepted = Vec::new();
    let params = json!({"message": "hello", "agentId": "main", "idempotencyKey": "run-1"});
    let options = RequestOptions { expect_final: true, ..MINUTE };
    let ended = dial
        .ask("agent", params, options, |event| {
            if let ClientEvent::Accepted { payload, .. } = event {
                accepted.push(payload.clone());
            }
        })
        .await;
    assert_eq!((accepted.len(), accepted[0]["runId"].as_str()), (1, Some("run-1")), "{accepted:?}");
    let Err(RequestError::Refused { error, payload }) = ended else { panic!("{ended:?}") };
    assert_eq!(error.code, "UNAVAILABLE");
    assert_eq!(payload.map(|payload| payload["status"].clone()), Some(json!("error")));
}

async fn ticks_come_in(dial: &mut Dial) {
    loop {
        if let ClientEvent::Event { name, seq, .. } = dial.next_event().await.unwrap()
            && name == "tick"
        {
            assert!(seq.is_some());
            return;
        }
    }
}

fn the_issued_token_connects_in_place_of_the_shared_one(
    gateway: &Gateway,
    setup: &Setup,
    tokens: &DeviceTokens,
) {
    let device_token = tokens.get(Role::Operator);
    assert!(device_token.is_some());
    let setup = Setup { token: None, device_token, ..setup.clone() };
    let called = dial::call(setup, gateway.target.clone(), [2; 32], "health", json!({}), MINUTE);
    assert!(called.result.is_ok(), "{called:?}");
    assert_eq!(called.tokens, [], "the same token is no news");
}

fn a_wrong_token_is_refused(gateway: &Gateway) {
    let setup = Setup { token: Some("wrong".into()), ..Setup::command("test", "linux") };
    let disconnect = refused(gateway, setup).0;
    assert_eq!(disconnect.to_string(), "gateway closed (1008): connect failed");
    assert_eq!(
        disconnect.detail(),
        Some("unauthorized: gateway token mismatch (set gateway.remote.token to match gateway.auth.token)")
    );
}

fn a_stale_token_is_given_up(gateway: &Gateway, setup: &Setup) {
    let setup = Setup { device_token: Some("0123456789abcdef".into()), ..setup.clone() };
    let (_, tokens) = refused(gateway, setup);
    assert_eq!(tokens, [TokenChange::Refused { role: Role::Operator }]);
}

fn refused(gateway: &Gateway, setup: Setup) -> (Disconnect, Vec<TokenChange>) {
    let called = dial::call(setup, gateway.target.clone(), [3; 32], "health", Value::Null, MINUTE);
    let Err(RequestError::Disconnected(disconnect)) = called.result else { panic!("{called:?}") };
    assert!(matches!(disconnect.cause, Cause::Refused(_)), "{disconnect:?}");
    (disconnect, called.tokens)
}

/// The reference's own command leaves its identity behind: we read it, are the same device, and write it alike.
fn the_files_of_the_reference_client_are_ours(gateway: &Gateway) {
    let url = gateway.target.address.to_string();
    let done = peer(gateway.home.path(), &["gateway", "call", "health", "--url", &url]).status().unwrap();
    assert!(done.success());
    let file = |name: &str| {
        std::fs::read_to_string(gateway.home.path().join(".openclaw/identity").join(name)).unwrap()
    };
    let identity = DeviceIdentity::parse(&file("device.json")).unwrap();
    assert_eq!(identity.encode(), file("device.json"));
    let tokens = DeviceTokens::parse(&file("device-auth.json"), identity.id());
    assert_eq!(tokens.encode(), file("device-auth.json"));

    let mut setup = Setup::command("test", "linux");
    setup.identity = Some(identity);
    setup.device_token = tokens.get(Role::Operator);
    assert!(setup.device_token.is_some());
    let called = dial::call(setup, gateway.target.clone(), [4; 32], "health", json!({}), MINUTE);
    assert!(called.result.is_ok(), "{called:?}");
}

/// A running gateway with a home of its own.
struct Gateway {
    process: Child,
    home: tempfile::TempDir,
    target: Target,
}

impl Gateway {
    fn start() -> Option<Self> {
        if !runner().exists() {
            assert!(
                std::env::var_os("CI").is_none_or(|ci| ci != "true"),
                "{} is missing",
                runner().display()
            );
            eprintln!("skipped: {} is missing", runner().display());
            return None;
        }
        let home = tempfile::tempdir().unwrap();
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port().to_string();
        drop(free);
        let target = Target::parse(&format!("ws://127.0.0.1:{port}"), None).unwrap();
        let process =
            peer(home.path(), &["gateway", "--port", &port, "--allow-unconfigured"]).spawn().unwrap();
        Some(Self { process, home, target })
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn runner() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/peer/run")
}

fn peer(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(runner());
    command
        .arg(PEER)
        .arg("--home")
        .arg(home)
        .arg("--")
        .args(args)
        .env("OPENCLAW_GATEWAY_TOKEN", "secret")
        .env("OPENCLAW_NO_RESPAWN", "1")
        .env("OPENCLAW_DISABLE_BONJOUR", "1")
        .env("OPENCLAW_SKIP_CHANNELS", "1")
        .env("OPENCLAW_SKIP_BROWSER_CONTROL_SERVER", "1")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}
