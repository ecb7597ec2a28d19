//! `gateway run`: what it refuses, in which order, and what it puts in order.

use std::fs;

use super::harness::{Home, has};

/// The time in front of a line.
const AT: &str = "20[..]Z ";

#[test]
fn refusals_come_in_the_reference_s_order() {
    let home = Home::new();
    let refused = |line: &str, text: &str| {
        let text = format!("{AT}{text}\n");
        home.cli(line).run().is(1, "", &text);
    };
    home.cli("gateway --reset --ws-log x").run().is(1, "", "Use --reset with --dev.\n");
    refused("gateway --ws-log x --port x", "Invalid --ws-log (use \"auto\", \"full\", \"compact\")");
    refused("gateway --port x --auth x", "Invalid port");
    refused("gateway --port 65536", "Invalid port");
    refused("gateway --auth x --tailscale x", "Invalid --auth (use \"token\" or \"password\")");
    refused("gateway --tailscale x", "Invalid --tailscale (use \"off\", \"serve\", or \"funnel\")");
    refused(
        "gateway --bind x",
        "Missing config. Run `openclaw setup` or set gateway.mode=local (or pass --allow-unconfigured).",
    );
    home.configure("{}");
    refused(
        "gateway --bind x",
        "Gateway start blocked: set gateway.mode=local (current: unset) or pass --allow-unconfigured.",
    );
    refused(
        "gateway --allow-unconfigured --bind x",
        "Invalid --bind (use \"loopback\", \"lan\", \"tailnet\", \"auto\", or \"custom\")",
    );
    refused(
        "gateway --allow-unconfigured",
        "Gateway auth is set to token, but no token is configured.\nSet gateway.auth.token (or OPENCLAW_GATEWAY_TOKEN), or \
         pass --token.",
    );
    refused(
        "gateway --allow-unconfigured --auth password",
        "Gateway auth is set to password, but no password is configured.\nSet gateway.auth.password (or \
         OPENCLAW_GATEWAY_PASSWORD), or pass --password.",
    );
    home.configure(r#"{gateway: {mode: "local", bind: "lan", auth: {allowTailscale: true}}}"#);
    refused(
        "gateway",
        "Refusing to bind gateway to lan without auth.\nSet gateway.auth.token/password (or \
         OPENCLAW_GATEWAY_TOKEN/OPENCLAW_GATEWAY_PASSWORD) or pass --token/--password.",
    );
}

#[test]
fn a_second_gateway_is_told_who_is_in_the_way() {
    let home = Home::configured();
    let first = home.cli("gateway").start();
    let other = Home::new();
    other.configure(&format!(r#"{{logging: {{file: "{}"}}}}"#, other.path("log").display()));
    let line = format!("gateway --allow-unconfigured --token t --port {}", home.port);
    let ran = other.cli(&line).replace(home.port, "[PORT]").replace(first.pid(), "[PID]").run();
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{}", ran.stderr);
    let begin = "Gateway failed to start: another gateway instance is already listening on ws://127.0.0.1:[PORT]\n\
                 If the gateway is supervised, stop it with: openclaw gateway stop\n";
    assert!(ran.stderr.contains(begin), "{}", ran.stderr);
    let end = "Gateway service status unknown; if supervised, stop it first.";
    assert!(
        ran.stderr.contains(end)
            && ran.stderr.contains("Or: systemctl --user stop openclaw-gateway.service\n")
    );
    assert!(ran.stderr.contains("Port [PORT] is already in use."), "{}", ran.stderr);
    // On the same configuration the lock comes first.
    let ran = home.cli("gateway").replace(first.pid(), "[PID]").run();
    let locked = "Gateway failed to start: gateway already running (pid [PID]); lock timeout after 5000ms\n";
    assert!(ran.code == Some(1) && ran.stderr.contains(locked), "{}", ran.stderr);
}

#[test]
fn force_ends_who_is_in_the_way() {
    if !has("lsof") {
        return;
    }
    let home = Home::configured();
    let other = Home::new();
    other.configure(&format!(
        r#"{{gateway: {{mode: "local"}}, logging: {{file: "{}"}}}}"#,
        other.path("log").display()
    ));
    let mut first = other.cli(&format!("gateway --token t --port {}", home.port)).start();
    let second = home.cli("gateway --force").start();
    assert_eq!(first.ended().0, Some(0), "it was asked to stop and did");
    let killed = format!("[gateway] force: killed pid {} (openclaw) on port {}", first.pid(), home.port);
    assert!(second.said.iter().any(|line| line.ends_with(&killed)), "{:?}", second.said);
    home.cli("gateway health").run().is(0, "Gateway Health\nOK ([..]ms)\n", "");
    drop(second);
    let third = home.cli("gateway --force").start();
    let none = format!("[gateway] force: no listeners on port {}", home.port);
    assert!(third.said.iter().any(|line| line.ends_with(&none)), "{:?}", third.said);
}

#[test]
fn a_profile_keeps_everything_apart() {
    let home = Home::configured();
    home.write(
        ".openclaw-work/openclaw.json",
        &format!(r#"{{gateway: {{mode: "local", port: {}, auth: {{token: "work"}}}}}}"#, home.port),
    );
    let _gateway = home.cli("--profile work gateway").start();
    let ran = home.cli("--profile work health").run();
    assert!(ran.stdout.contains("[HOME]/.openclaw-work/agents/main/sessions"), "{}", ran.stdout);
    assert_eq!(home.cli("--profile work agent --message hi --session-id t1").run().stdout, "You said: hi\n");
    assert!(home.path(".openclaw-work/identity/device.json").exists());
    assert!(!home.path(".openclaw/agents").exists() && !home.path(".openclaw/identity").exists());
    let refused = home.cli("gateway call health").run();
    assert!(refused.stderr.contains("unauthorized"), "another profile has another token: {}", refused.stderr);
    let status = home.cli("--profile work status").run();
    assert!(status.stdout.contains("openclaw --profile work status --all"), "{}", status.stdout);
}

#[test]
fn a_newcomer_needs_two_commands() {
    let home = Home::new();
    let port = home.port.to_string();
    let dev = |line: &str| home.cli(line).env("OPENCLAW_GATEWAY_PORT", &port);
    let gateway = dev("gateway --dev").start();
    for line in
        ["Dev config ready: ~/.openclaw-dev/openclaw.json", "Dev workspace ready: ~/.openclaw/workspace-dev"]
    {
        assert!(gateway.said.iter().any(|said| said.ends_with(line)), "{line}: {:?}", gateway.said);
    }
    dev("--dev agent --message hi --session-id t1").run().is(0, "You said: hi", "");
    // What health knows of the sessions is from before the turn, or from after it.
    let health = dev("--dev health").run();
    let head = "Agents: dev (default)\nHeartbeat interval: 30m (dev)\nSession store (dev): ";
    assert!(health.stdout.starts_with(head) && health.code == Some(0), "{}", health.stdout);
    assert_eq!(dev("--dev status --json").run().json()["sessions"]["count"], 1);
    let status = dev("--dev status").run();
    assert!(status.stdout.contains("openclaw --dev status --all"), "{}", status.stdout);
    assert!(!home.path(".openclaw/openclaw.json").exists(), "what is set up already is not touched");
    assert_eq!(gateway.stop().0, Some(0));

    let gateway = dev("--dev gateway --reset").start();
    for line in [
        "Moved to Trash: ~/.openclaw-dev/openclaw.json",
        "Moved to Trash: ~/.openclaw-dev/agents/dev/sessions",
        "Moved to Trash: ~/.openclaw/workspace-dev",
        "Dev config ready: ~/.openclaw-dev/openclaw.json",
    ] {
        assert!(gateway.said.iter().any(|said| said.ends_with(line)), "{line}: {:?}", gateway.said);
    }
    let trashed = fs::read_dir(home.path(".local/share/Trash/files")).unwrap().count();
    assert_eq!(trashed, 3);
    assert_eq!(dev("--dev status --json").run().json()["sessions"]["count"], 0);
}
