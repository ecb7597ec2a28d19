//! `gateway status` and the service manager behind it.

use super::harness::{Home, keys};

const NO_SYSTEMD: &str = "systemd user services unavailable.\n\
    systemd user services are unavailable; install/enable systemd or run the gateway under your supervisor.\n\
    If you're in a container, run the gateway in the foreground instead of `openclaw gateway`.\n";

const HEAD: &str = "Service: systemd (disabled)\nFile logs: ~/gateway.log\n\n\
    Config (cli): ~/.openclaw/openclaw.json\nConfig (service): ~/.openclaw/openclaw.json\n\n\
    Gateway: bind=loopback (127.0.0.1), port=[..] (env/config)\nProbe target: ws://127.0.0.1:[PORT]\n\
    Dashboard: http://127.0.0.1:[PORT]/\nProbe note: Loopback-only gateway; only local clients can connect.\n\n\
    Runtime: unknown (Error: systemctl --user unavailable: Failed to connect to bus: No medium found)\n";

const TAIL: &str =
    "Troubles: run openclaw status\nTroubleshooting: https://docs.openclaw.ai/troubleshooting\n";

#[test]
fn a_gateway_in_the_foreground_answers_without_a_service() {
    let home = Home::configured();
    let _gateway = home.cli("gateway").start();
    let ran = home.cli("gateway status").run();
    ran.is(0, &format!("{HEAD}RPC probe: ok\n\n\n[..]Listening: 127.0.0.1:[PORT]\n{TAIL}"), NO_SYSTEMD);
    let report = home.cli("gateway status --json").run().json();
    assert_eq!(keys(&report), ["service", "config", "gateway", "port", "rpc", "extraServices"]);
    assert_eq!(
        keys(&report["service"]),
        ["label", "loaded", "loadedText", "notLoadedText", "command", "runtime", "configAudit"]
    );
    assert_eq!(
        keys(&report["gateway"]),
        ["bindMode", "bindHost", "port", "portSource", "probeUrl", "probeNote"]
    );
    assert_eq!(report["port"]["status"], "busy");
    assert_eq!(report["rpc"]["ok"], true);
    let unasked = home.cli("gateway status --no-probe --json").run().json();
    assert!(unasked.get("rpc").is_none(), "{unasked}");
}

#[test]
fn a_gateway_that_is_down_is_no_failure_of_the_command() {
    let home = Home::configured();
    let failed = "RPC probe: failed\nRPC target: ws://127.0.0.1:[PORT]\n  gateway closed (1006 abnormal closure (no close \
                  frame)): no close reason\n  Gateway target: ws://127.0.0.1:[PORT]\n  Source: cli --url\n  Config: \
                  [HOME]/.openclaw/openclaw.json\n";
    home.cli("gateway status").run().is(0, &format!("{HEAD}\n\n{TAIL}"), &format!("{failed}{NO_SYSTEMD}"));
}

#[test]
fn an_installed_service_decides_what_is_probed() {
    let home = Home::configured();
    let other = home.port;
    home.program(
        "systemctl",
        "#!/bin/sh\ncase \"$2\" in\n  show) printf 'ActiveState=active\\nSubState=running\\nMainPID=12\\nExecMainStatus=0\\n\
         ExecMainCode=0\\n' ;;\nesac\nexit 0\n",
    );
    let unit = format!(
        "[Unit]\nAfter=network-online.target\n[Service]\nExecStart=/usr/bin/openclaw gateway --port {other}\nRestartSec=5\n\
         Environment=PATH=/usr/local/bin:/usr/bin:/bin\nEnvironment=OPENCLAW_STATE_DIR={}\nEnvironment=OPENCLAW_GATEWAY_TOKEN=hidden\n",
        home.path("served").display()
    );
    home.write(".config/systemd/user/openclaw-gateway.service", &unit);
    home.write(".config/systemd/user/clawdbot.service", "ExecStart=clawdbot gateway");
    home.configure(r#"{gateway: {port: 1}}"#);
    let ran = home.cli("gateway status").replace(format!("--port {other}"), "--port [PORT]").run();
    for line in [
        "Service: systemd (enabled)\n",
        "Command: /usr/bin/openclaw gateway --port [PORT]\nService file: ~/.config/systemd/user/openclaw-gateway.service\n\
         Service env: OPENCLAW_STATE_DIR=[HOME]/served\n",
        "Config (service): ~/served/openclaw.json (missing)\n",
        "(service args)\nProbe target: ws://127.0.0.1:[PORT]\n",
        "Runtime: running (pid 12, state active, sub running, last exit 0, reason 0)\n",
        "Note: CLI config resolves gateway port=1 (",
    ] {
        assert!(ran.stdout.contains(line), "{line}\n{}", ran.stdout);
    }
    for line in [
        "Service config issue: Missing systemd Wants=network-online.target ([HOME]/.config/systemd/user/openclaw-gateway.service)\n",
        "Root cause: CLI and service are using different config paths (likely a profile/state-dir mismatch).\n",
        " is not listening (service appears running).\n",
        "- clawdbot.service (user, unit: [HOME]/.config/systemd/user/clawdbot.service)\n",
    ] {
        assert!(ran.stderr.contains(line), "{line}\n{}", ran.stderr);
    }
    assert_eq!(ran.code, Some(0));
    let report = home.cli("gateway status --json").run().json();
    assert_eq!(report["config"]["mismatch"], true);
    assert_eq!(report["portCli"]["port"], 1);
    assert_eq!(keys(&report["service"]["command"]), ["programArguments", "environment", "sourcePath"]);
    assert!(!report.to_string().contains("hidden"), "{report}");
    assert_eq!(report["extraServices"][0]["legacy"], true);
}

#[test]
fn a_gateway_with_a_certificate_of_its_own_is_trusted_here() {
    let home = Home::new();
    home.configure(&format!(
        r#"{{gateway: {{mode: "local", port: {}, tls: {{enabled: true}}, auth: {{password: "pw"}}}}, logging: {{file: "{}"}}}}"#,
        home.port,
        home.path("gateway.log").display()
    ));
    let _gateway = home.cli("gateway").start();
    home.cli("gateway health").run().is(0, "Gateway Health\nOK ([..]ms)\n", "");
    let report = home.cli("gateway status --json").run().json();
    assert_eq!(
        (report["rpc"]["ok"].as_bool(), report["rpc"]["url"].as_str().unwrap().get(..6)),
        (Some(true), Some("wss://"))
    );
    // By its address alone it is a stranger.
    let ran = home.cli(&format!("gateway health --url wss://127.0.0.1:{}", home.port)).run();
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("\nReason: ") && ran.stderr.contains("certificate"), "{}", ran.stderr);
}
