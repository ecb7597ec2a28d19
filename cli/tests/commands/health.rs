//! A running gateway, asked how it is.

use serde_json::json;

use super::harness::{Home, TOKEN, keys};

#[test]
fn a_running_gateway_tells_how_it_is() {
    let home = Home::configured();
    let gateway = home.cli("gateway").start();
    let lines = "Agents: main (default)\nHeartbeat interval: 30m (main)\n\
                 Session store (main): [HOME]/.openclaw/agents/main/sessions/sessions.json (0 entries)\n";
    home.cli("health").run().is(0, lines, "");
    // Waits that make no sense are the usual ones here: scripts rely on it.
    home.cli("health --timeout abc").run().is(0, lines, "");
    let connection = "Gateway connection:\n  Gateway target: ws://127.0.0.1:[PORT]\n  Source: local loopback\n  \
                      Config: [HOME]/.openclaw/openclaw.json\n  Bind: loopback\n";
    home.cli("health --verbose").run().is(0, &format!("{connection}{lines}"), "");
    home.cli("gateway health").run().is(0, "Gateway Health\nOK ([..]ms)\n", "");
    let health = home.cli("health --json").run().json();
    assert_eq!(
        keys(&health),
        [
            "ok",
            "ts",
            "durationMs",
            "channels",
            "channelOrder",
            "channelLabels",
            "heartbeatSeconds",
            "defaultAgentId",
            "agents",
            "sessions"
        ]
    );
    assert_eq!(keys(&home.cli("gateway health --json").run().json()), keys(&health));
    assert_eq!(keys(&home.cli("gateway call health --json").run().json()), keys(&health));
    let called = home.cli("gateway call health").run();
    assert!(called.stdout.starts_with("Gateway call: health\n{\n  \"ok\": true,\n"), "{}", called.stdout);
    let (code, said) = gateway.stop();
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn what_a_call_refuses_is_told() {
    let home = Home::configured();
    let _gateway = home.cli("gateway").start();
    home.cli("gateway call nope").run().is(1, "", "Gateway call failed: Error: unknown method: nope\n");
    home.cli("gateway call health --params {bad").run().is(
        1,
        "",
        "Gateway call failed: SyntaxError: --params is not JSON: [..]\n",
    );
    home.cli("gateway call sessions.list --json --params").word(r#"{"limit": "x"}"#).run().is(
        1,
        "",
        "Gateway call failed: Error: invalid sessions.list params: at /limit: must be integer\n",
    );
    let listed = home.cli("gateway call sessions.list --json --params").word(r#"{"limit": 5}"#).run().json();
    assert_eq!(listed["count"], 0);
}

#[test]
fn a_wrong_token_is_told_with_the_gateway_s_own_words() {
    let home = Home::configured();
    let _gateway = home.cli("gateway").start();
    // Nobody knows this machine yet: only the token counts.
    let ran = home.cli("gateway call health --token wrong").run();
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    let refused = "Gateway call failed: Error: gateway closed (1008): unauthorized: gateway token mismatch";
    assert!(ran.stderr.starts_with(refused), "{}", ran.stderr);
    assert!(ran.stderr.contains("\nGateway target: ws://127.0.0.1:[PORT]\n"), "{}", ran.stderr);
    for line in [format!("gateway health --token {TOKEN}"), format!("gateway --token {TOKEN} health")] {
        home.cli(&line)
            .env("OPENCLAW_STATE_DIR", home.path("stranger").to_str().unwrap())
            .env("OPENCLAW_CONFIG_PATH", home.path(".openclaw/openclaw.json").to_str().unwrap())
            .env("OPENCLAW_GATEWAY_TOKEN", "wrong")
            .run()
            .is(0, "Gateway Health\nOK ([..]ms)\n", "");
        std::fs::remove_dir_all(home.path("stranger")).unwrap();
    }
}

#[test]
fn a_remote_gateway_is_asked_with_its_own_credentials() {
    let served = Home::configured();
    let _gateway = served.cli("gateway").start();
    let home = Home::new();
    home.configure(&format!(
        r#"{{gateway: {{mode: "remote", port: {}, auth: {{token: "local"}}, remote: {{url: "ws://127.0.0.1:{}", token: "{TOKEN}"}}}}}}"#,
        home.port, served.port
    ));
    let remote = |line: &str| {
        home.cli(line).replace(served.port, "[REMOTE]").replace(served.path("").display(), "[SERVED]/")
    };
    let ran = remote("health --verbose").run();
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let connection = "Gateway connection:\n  Gateway target: ws://127.0.0.1:[REMOTE]\n  Source: config gateway.remote.url\n  \
                      Config: [HOME]/.openclaw/openclaw.json\nAgents: main (default)\n";
    assert!(ran.stdout.starts_with(connection), "{}", ran.stdout);
    let status = remote("status --json").run().json();
    assert_eq!(
        (&status["gateway"]["mode"], &status["gateway"]["reachable"]),
        (&json!("remote"), &json!(true))
    );
    assert_eq!(status["gateway"]["urlSource"], "config gateway.remote.url");
    let probed = remote("gateway probe").run();
    let begin = "Remote (configured) ws://127.0.0.1:[REMOTE]\n  Connect: ok (";
    let end = "Local loopback ws://127.0.0.1:[PORT]\n  Connect: failed - ";
    assert!(
        probed.code == Some(0) && probed.stdout.contains(begin) && probed.stdout.contains(end),
        "{}",
        probed.stdout
    );
    remote("agent --message hi --session-id t1").run().is(0, "You said: hi", "");
    assert!(!home.path(".openclaw/agents").exists(), "the turn was done where the gateway is");
}

#[test]
fn a_probe_shows_who_answers() {
    let home = Home::configured();
    let _gateway = home.cli("gateway").start();
    let url = format!("ws://127.0.0.1:{}", super::harness::free_port());
    let ran = home.cli(&format!("gateway probe --url {url}")).replace(url, "[OTHER]").run();
    ran.is(
        0,
        "Gateway Status\nReachable: yes\nProbe budget: 3000ms\n\nDiscovery (this machine)\n\
         Nobody was asked: discovery is not part of this build.\n\nTargets\n\
         URL (explicit) [OTHER]\n  Connect: failed - connect failed: connect ECONNREFUSED 127.0.0.1:[..]\n\n\
         Local loopback ws://127.0.0.1:[PORT]\n  Connect: ok ([..]ms) · RPC: ok\n  Gateway: [..] · app [..]\n\n",
        "",
    );
    let report = home.cli("gateway probe --json").run().json();
    assert_eq!(
        keys(&report),
        [
            "ok",
            "ts",
            "durationMs",
            "timeoutMs",
            "primaryTargetId",
            "warnings",
            "network",
            "discovery",
            "targets"
        ]
    );
    assert_eq!(report["primaryTargetId"], "localLoopback");
    let target = &report["targets"][0];
    assert_eq!(keys(&target["self"]), ["host", "ip", "version", "platform"]);
    assert_eq!(target["presence"][0]["mode"], "gateway");
    assert_eq!((&target["connect"]["error"], &target["connect"]["close"]), (&json!(null), &json!(null)));
}

#[test]
fn status_shows_everything_at_a_glance() {
    let home = Home::configured();
    let _gateway = home.cli("gateway").start();
    home.cli("agent --message hi --session-id t1").run().is(0, "You said: hi", "");
    let ran = home.cli("status --deep").run();
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for line in [
        "OpenClaw status\n\nOverview\n┌──",
        "│ Dashboard       │ http://127.0.0.1:[PORT]/ ",
        "(local loopback) · reachable ",
        "│ Gateway service │ systemd not installed ",
        "│ Probes          │ enabled ",
        "│ Sessions        │ 1 active · default echo (200k ctx) · ~/.openclaw/agents/main/sessions/sessions.json ",
        "\nSecurity audit\nSummary: 0 critical · 1 warn · 1 info\n  WARN Reverse proxy headers are not trusted\n",
        "│ agent:main:t1 ",
        "│ Gateway  │ reachable │ ",
        "  Need to test channels? openclaw status --deep\n",
    ] {
        assert!(ran.stdout.contains(line), "{line}\n{}", ran.stdout);
    }
    assert!(ran.stdout.lines().all(|line| line.chars().count() < 170), "{}", ran.stdout);
    let report = home.cli("status --json --deep --usage").run().json();
    assert_eq!(
        keys(&report),
        [
            "heartbeat",
            "channelSummary",
            "queuedSystemEvents",
            "sessions",
            "os",
            "update",
            "updateChannel",
            "updateChannelSource",
            "memory",
            "memoryPlugin",
            "gateway",
            "gatewayService",
            "nodeService",
            "agents",
            "securityAudit",
            "health",
            "usage"
        ]
    );
    assert_eq!(keys(&report["os"]), ["platform", "arch", "release", "label"]);
    assert_eq!(report["update"]["registry"]["latestVersion"], json!(null));
    assert_eq!(keys(&report["gatewayService"]), ["label", "installed", "loadedText", "runtimeShort"]);
    assert_eq!(report["agents"]["totalSessions"], 1);
    assert_eq!(report["securityAudit"]["summary"], json!({"critical": 0, "warn": 1, "info": 1}));
}

#[test]
fn the_device_is_made_once_and_kept_to_itself() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::configured();
    let _gateway = home.cli("gateway").start();
    home.cli("gateway health").run().is(0, "Gateway Health\nOK ([..]ms)\n", "");
    let identity = home.path(".openclaw/identity/device.json");
    let first = std::fs::read_to_string(&identity).unwrap();
    // The token the device was given is enough from now on.
    home.cli("gateway health --token wrong").run().is(0, "Gateway Health\nOK ([..]ms)\n", "");
    assert_eq!(std::fs::read_to_string(&identity).unwrap(), first);
    // A gateway that forgot the device refuses that token; then the shared one counts again.
    let auth = home.path(".openclaw/identity/device-auth.json");
    let text = std::fs::read_to_string(&auth).unwrap();
    let stored: serde_json::Value = serde_json::from_str(&text).unwrap();
    let token = stored["tokens"]["operator"]["token"].as_str().unwrap();
    std::fs::write(&auth, text.replace(token, "forgotten")).unwrap();
    home.cli("gateway health").run().is(0, "Gateway Health\nOK ([..]ms)\n", "");
    assert!(!std::fs::read_to_string(&auth).unwrap().contains("forgotten"));
    for name in ["device.json", "device-auth.json"] {
        let path = home.path(".openclaw/identity").join(name);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
}
