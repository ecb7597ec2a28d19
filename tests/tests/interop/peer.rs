//! The reference's own command line against our gateway.

use std::path::Path;
use std::process::{Command, Output};

use openclaw_tests::gateway::{Gateway, PORT, isolate};
use openclaw_tests::outside;
use serde_json::Value;

/// One test, since each command takes seconds to start and the first of them much longer.
#[test]
fn the_reference_command_line_works_against_our_gateway() {
    let Some(peer) = outside::shared("peer/run") else { return };
    // As on a person's machine: both use one home, and the token is in the configuration there.
    let gateway = Gateway::openclaw(["gateway", "--dev"]);
    let run = |words: &[&str]| {
        let mut command = command(&peer, "2026.1.30", gateway.home());
        let output = command.args(words).env(PORT, gateway.port().to_string()).output().unwrap();
        let said = String::from_utf8(output.stdout.clone()).unwrap();
        assert!(output.status.success(), "{words:?}: {}\nthe gateway: {}", text(&output), gateway.said());
        said
    };

    let health = json(&run(&["gateway", "call", "health"]));
    assert_eq!((&health["ok"], &health["agents"][0]["agentId"]), (&true.into(), &"dev".into()));
    let status = json(&run(&["gateway", "call", "status"]));
    assert_eq!(status["sessions"]["defaults"]["model"], "echo");
    let presence = json(&run(&["gateway", "call", "system-presence"]));
    assert_eq!((&presence[0]["mode"], &presence[0]["reason"]), (&"gateway".into(), &"self".into()));
    assert!(run(&["gateway", "health"]).starts_with("Gateway Health\nOK ("));
    assert_eq!(json(&run(&["health", "--json"]))["ok"], true);

    assert_eq!(run(&["agent", "--message", "hi", "--session-id", "t1"]), "You said: hi\n");
    let status = run(&["status"]);
    assert!(status.contains(&format!("local · {}", gateway.url())), "{status}");
    // Its probe also asks for the configuration, which this build cannot give yet.
    assert!(status.contains("unreachable (config.get"), "{status}");
    let listed = json(&run(&["gateway", "call", "sessions.list"]));
    assert_eq!(listed["count"], 1, "the turn left its session behind: {listed}");
}

#[test]
fn the_newest_command_line_is_told_that_the_protocols_differ() {
    let Some(peer) = outside::shared("peer/run") else { return };
    let gateway = Gateway::unconfigured();
    let mut newest = command(&peer, "2026.9.6", &gateway.home().join("other"));
    let url = gateway.url();
    newest.args(["gateway", "call", "health", "--url", &url, "--token", Gateway::TOKEN]);
    let output = newest.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("Gateway call failed: protocol mismatch"), "{}", text(&output));
}

fn command(peer: &Path, version: &str, home: &Path) -> Command {
    // Where the peers are installed depends on the caller's home, which they do not get to see.
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(Into::into)
        .unwrap_or_else(|| Path::new(&std::env::var_os("HOME").unwrap_or_default()).join(".cache"));
    let installed =
        std::env::var_os("OPENCLAW_PEER_DIR").unwrap_or_else(|| cache.join("openclaw-peer").into());
    let mut command = Command::new(peer);
    isolate(&mut command, home);
    command
        .args([version, "--home"])
        .arg(home)
        .arg("--")
        .env("OPENCLAW_PEER_DIR", installed)
        .env("OPENCLAW_NO_RESPAWN", "1")
        .env("NODE_COMPILE_CACHE", Path::new(env!("CARGO_TARGET_TMPDIR")).join("node-compile-cache"));
    command
}

/// The JSON in what a command printed, whatever heading stands above it.
fn json(said: &str) -> Value {
    let begin = said.find(['{', '[']).unwrap_or_else(|| panic!("no JSON in {said:?}"));
    serde_json::from_str(&said[begin..]).unwrap_or_else(|e| panic!("{e} in {said:?}"))
}

fn text(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
