//! Turns: through the gateway, and in the command's own process.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::thread::{self, JoinHandle};

use serde_json::Value;

use super::harness::{Home, awaited, has, keys};

#[test]
fn a_turn_goes_through_the_gateway() {
    let home = Home::configured();
    let _gateway = home.cli("gateway").start();
    home.cli("agent --session-id t1 --message").word("hello there").run().is(0, "You said: hello there", "");
    home.cli("agent --agent main -m hi").run().is(0, "You said: hi", "");
    let answer = home.cli("agent --message hi --session-id t1 --json").run().json();
    assert_eq!(keys(&answer), ["runId", "status", "summary", "result"]);
    assert_eq!(answer["result"]["payloads"][0]["text"], "You said: hi");
    assert_eq!(answer["result"]["meta"]["agentMeta"]["provider"], "builtin");
}

#[test]
fn without_a_gateway_the_turn_is_done_here() {
    let home = Home::configured();
    let fell_back = "Gateway agent failed; falling back to embedded: Error: gateway closed (1006 abnormal closure (no close \
                     frame)): no close reason\nGateway target: ws://127.0.0.1:[PORT]\nSource: local loopback\nConfig: \
                     [HOME]/.openclaw/openclaw.json\nBind: loopback\n";
    home.cli("agent --message hi --session-id t1").run().is(0, "You said: hi", fell_back);
    home.cli("agent --message again --session-id t1 --local").run().is(0, "You said: again", "");
    home.cli("agent --session-id t1 --local --message").word("!fail here").run().is(1, "", "Error: here\n");
    let answer = home.cli("agent --message hi --session-id t1 --local --json").run().json();
    assert_eq!(answer["status"], "ok");
    // Everything is where a gateway finds it.
    let store = std::fs::read(home.path(".openclaw/agents/main/sessions/sessions.json")).unwrap();
    let store: Value = serde_json::from_slice(&store).unwrap();
    assert!(store["agent:main:t1"]["sessionId"].is_string(), "{store}");
    let _gateway = home.cli("gateway").start();
    assert_eq!(home.cli("gateway call sessions.list --json").run().json()["count"], 1);
}

/// Serves one answer of an OpenAI-compatible model, in two parts.
fn model(listener: TcpListener) -> JoinHandle<String> {
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = Vec::new();
        let mut buffer = [0; 4096];
        while !String::from_utf8_lossy(&asked).contains("hello model") {
            let read = stream.read(&mut buffer).unwrap();
            assert!(read > 0, "the question is incomplete");
            asked.extend_from_slice(&buffer[..read]);
        }
        let part = |text: &str| {
            format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
        };
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
        stream.write_all(format!("{head}{}", part("well ")).as_bytes()).unwrap();
        stream.flush().unwrap();
        let end =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        stream.write_all(format!("{}{end}", part("met")).as_bytes()).unwrap();
        String::from_utf8_lossy(&asked).into_owned()
    })
}

#[test]
fn a_turn_done_here_uses_the_configured_model() {
    let home = Home::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let provider = format!(
        r#"{{baseUrl: "http://{address}/v1", apiKey: "k", api: "openai-completions", models: [{{id: "m", name: "M"}}]}}"#
    );
    home.configure(&format!(
        r#"{{models: {{providers: {{fake: {provider}}}}}, agents: {{defaults: {{model: {{primary: "fake/m"}}}}}}, logging: {{file: "{}"}}}}"#,
        home.path("log").display()
    ));
    let served = model(listener);
    home.cli("agent --local --session-id t1 --message").word("hello model").run().is(0, "well met", "");
    assert!(served.join().unwrap().starts_with("POST /v1/chat/completions HTTP/1.1\r\n"));
}

#[test]
fn a_running_gateway_keeps_others_off_its_state() {
    let home = Home::configured();
    let gateway = home.cli("gateway").start();
    let held = "Error: a gateway, process [PID], is running on ~/.openclaw, and only one process may write there: go \
                through it (without --local, with its token), or stop it first\n";
    let local = home.cli("agent --message hi --session-id t1 --local").replace(gateway.pid(), "[PID]").run();
    local.is(1, "", held);
    let ran = home
        .cli("agent --message hi --session-id t1")
        .env("OPENCLAW_GATEWAY_TOKEN", "wrong")
        .replace(gateway.pid(), "[PID]")
        .run();
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert!(
        ran.stderr
            .starts_with("Gateway agent failed; falling back to embedded: Error: gateway closed (1008): ")
    );
    assert!(ran.stderr.ends_with(held), "{}", ran.stderr);
    assert_eq!(gateway.home.cli("gateway call sessions.list --json").run().json()["count"], 0);
}

#[test]
fn a_turn_that_was_begun_is_not_begun_again() {
    let home = Home::configured();
    let _gateway = home.cli("gateway").start();
    let ran = home.cli("agent --session-id t1 --message").word("!fail out of credit").run();
    ran.is(1, "", "Gateway agent failed: out of credit\n");
    home.cli("agent --session-id t1 --message").word("!fail again").env("OPENCLAW_GATEWAY_PORT", "9").run().is(
        1,
        "",
        "Gateway agent failed; falling back to embedded: Error: [..]\nGateway target: ws://127.0.0.1:9\nSource: local \
         loopback\nConfig: [HOME]/.openclaw/openclaw.json\nBind: loopback\nError: a gateway, process [..], is running on \
         ~/.openclaw, and only one process may write there: go through it (without --local, with its token), or stop it first\n",
    );
}

#[test]
fn a_signal_ends_a_turn_that_is_done_here() {
    let home = Home::configured();
    let mut running =
        home.cli("agent --local --session-id t1 --message").word("!slow 60000 never said").spawn();
    let lock = awaited(&mut running, || {
        let dirs = std::fs::read_dir(home.path("tmp")).unwrap().map(|entry| entry.unwrap().path());
        dirs.flat_map(|dir| std::fs::read_dir(dir).unwrap()).map(|entry| entry.unwrap().path()).next()
    });
    let transcripts = home.path(".openclaw/agents/main/sessions");
    awaited(&mut running, || transcripts.exists().then_some(()));
    let told = Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap();
    assert!(told.success());
    let output = running.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = "Error: stopped by a signal; what was done until then is kept\n";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), text);
    assert!(!lock.exists(), "the lock is given back");
    home.cli("agent --local --session-id t1 --message hi").run().is(0, "You said: hi", "");
}

#[test]
fn turns_that_make_no_sense_are_refused_before_anything_is_asked() {
    let home = Home::configured();
    for (line, error) in [
        ("agent --message hi", "Pass --to <E.164>, --session-id, or --agent to choose a session"),
        (
            "agent --message hi --agent x",
            "Unknown agent id \"x\". Use \"openclaw agents list\" to see configured agents.",
        ),
        ("agent --message hi --session-id t --timeout 0", "--timeout must be a positive integer (seconds)"),
        (
            "agent --message hi --session-id t --thinking much",
            "Invalid thinking level. Use one of: off, minimal, low, medium, high.",
        ),
    ] {
        home.cli(line).run().is(1, "", &format!("Error: {error}\n"));
    }
    home.cli("agent --session-id t --message").word(" ").run().is(
        1,
        "",
        "Error: Message (--message) is required\n",
    );
}

#[test]
fn on_a_terminal_the_answer_is_shown_once_while_it_comes() {
    if !has("script") {
        return;
    }
    let home = Home::configured();
    let _gateway = home.cli("gateway").start();
    let line = format!(
        "'{}' agent --session-id t1 --message 'one two three four five six seven eight'",
        env!("CARGO_BIN_EXE_openclaw")
    );
    let output = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .env("HOME", home.path(""))
        .env("TMPDIR", home.path("tmp"))
        .env("OPENCLAW_HIDE_BANNER", "1")
        .env("NO_COLOR", "1")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap().replace('\r', "");
    assert_eq!(shown, "You said: one two three four five six seven eight\n");
}
