//! A gateway that is not there, or does not answer.

use std::net::TcpListener;

use serde_json::Value;

use super::harness::{Home, keys};

const CLOSED: &str = "gateway closed (1006 abnormal closure (no close frame)): no close reason\n\
     Gateway target: ws://127.0.0.1:[PORT]\nSource: local loopback\nConfig: [HOME]/.openclaw/openclaw.json\nBind: loopback\n";

#[test]
fn each_command_says_where_it_looked() {
    let home = Home::configured();
    let failed = |start: &str| format!("{start}{CLOSED}");
    home.cli("health").run().is(1, "", &failed("[openclaw] Failed to start CLI: Error: "));
    home.cli("health --json").run().is(1, "", &failed("[openclaw] Failed to start CLI: Error: "));
    home.cli("gateway health").run().is(1, "", &failed("Error: "));
    home.cli("gateway call health").run().is(1, "", &failed("Gateway call failed: Error: "));
    for line in ["system presence", "system event --text x", "system heartbeat last"] {
        home.cli(line).run().is(1, "", &failed("Error: "));
    }
}

#[test]
fn a_gateway_that_says_nothing_is_given_up() {
    let home = Home::configured();
    let _silent = TcpListener::bind(("127.0.0.1", home.port)).unwrap();
    let details = CLOSED.split_once('\n').unwrap().1;
    home.cli("gateway call health --timeout 150").run().is(
        1,
        "",
        &format!("Gateway call failed: Error: gateway timeout after 150ms\n{details}"),
    );
    let status = home.cli("status --json --timeout 300").run().json();
    assert_eq!(status["gateway"]["error"], "timeout");
}

#[test]
fn another_address_is_told_as_such() {
    let home = Home::configured();
    let url = "Gateway target: ws://127.0.0.1:[PORT]/x\nSource: cli --url\nConfig: [HOME]/.openclaw/openclaw.json\n";
    let line = format!("gateway health --url ws://127.0.0.1:{}/x --token t", home.port);
    let closed = CLOSED.split_once('\n').unwrap().0;
    home.cli(&line).run().is(1, "", &format!("Error: {closed}\n{url}"));
    home.cli("gateway health --url nonsense").run().is(1, "", "Error: invalid gateway url \"nonsense\"\n");
}

#[test]
fn a_probe_that_finds_nothing_fails() {
    let home = Home::configured();
    home.cli("gateway probe").run().is(
        1,
        "Gateway Status\nReachable: no\nProbe budget: 3000ms\n\nDiscovery (this machine)\n\
         Nobody was asked: discovery is not part of this build.\n\nTargets\n\
         Local loopback ws://127.0.0.1:[PORT]\n  Connect: failed - connect failed: connect ECONNREFUSED 127.0.0.1:[PORT]\n\n",
        "",
    );
    let ran = home.cli("gateway probe --json").run();
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        (ran.code, &report["ok"], &report["primaryTargetId"]),
        (Some(1), &Value::Bool(false), &Value::Null)
    );
    let target = &report["targets"][0];
    assert_eq!(target["connect"]["close"]["code"], 1006);
    assert_eq!((&target["self"], &target["health"]), (&Value::Null, &Value::Null));
}

#[test]
fn status_works_without_a_gateway() {
    let home = Home::configured();
    let ran = home.cli("status").run();
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{}", ran.stdout);
    for line in [
        "│ Gateway         │ local · ws://127.0.0.1:[PORT] (local loopback) · unreachable (connect failed: connect ECONNREFUSED",
        "│ Agents          │ 1 · no bootstraps · sessions 0 · default main active unknown ",
        "│ Heartbeat       │ 30m (main) ",
        "│ no sessions yet ",
        "  Fix reachability first: openclaw gateway probe",
    ] {
        assert!(ran.stdout.contains(line), "{line}\n{}", ran.stdout);
    }
    let report = home.cli("status --json").run().json();
    assert_eq!(report["gateway"]["reachable"], false);
    assert_eq!(report["sessions"]["count"], 0);
    assert_eq!(
        keys(&report["gateway"]),
        ["mode", "url", "urlSource", "misconfigured", "reachable", "connectLatencyMs", "self", "error"]
    );
    assert!(!home.path(".openclaw/journal").exists(), "a look writes nothing");
}

#[test]
fn all_of_the_status_can_be_shown_to_others() {
    let home = Home::configured();
    let ran = home.cli("status --all").run();
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.starts_with("OpenClaw status --all\n\nOverview\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("✓ Config: [HOME]/.openclaw/openclaw.json\n"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("secret"), "{}", ran.stdout);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let home = Home::configured();
    for line in ["status --json", "status", "--help", "gateway status"] {
        let ran = home.cli(line).run_unread();
        assert_eq!(ran.code, Some(0), "{line}: {}", ran.stderr);
    }
}
