//! What needs no gateway: versions, help, words that make no sense, profiles, configurations.

use super::harness::Home;

#[test]
fn the_version_is_printed_bare() {
    let home = Home::new();
    for line in ["--version", "-V", "-v", "--dev --version"] {
        home.cli(line).run().is(0, env!("CARGO_PKG_VERSION"), "");
    }
}

#[test]
fn help_names_every_command() {
    let ran = Home::new().cli("--help").run();
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for command in ["setup", "gateway", "health", "status", "agent", "system"] {
        assert!(ran.stdout.contains(&format!("\n  {command} ")), "{command}: {}", ran.stdout);
    }
    let ran = Home::new().cli("gateway --help").run();
    for command in ["run", "status", "probe", "health", "call"] {
        assert!(ran.stdout.contains(&format!("\n  {command} ")), "{command}: {}", ran.stdout);
    }
}

#[test]
fn words_that_make_no_sense_are_named() {
    let home = Home::new();
    for (line, error) in [
        ("nope", "error: unknown command 'nope'"),
        ("health --nope", "error: unknown option '--nope'"),
        ("gateway call", "error: missing required argument 'method'"),
        ("system event", "error: required option '--text <text>' not specified"),
        ("agent --session-id t1", "error: required option '-m, --message <text>' not specified"),
    ] {
        home.cli(line).run().is(1, "", error);
    }
}

#[test]
fn profiles_that_make_no_sense_end_with_code_2() {
    let home = Home::new();
    for (line, error) in [
        ("--profile", "[openclaw] --profile requires a value"),
        ("--profile a/b health", "[openclaw] Invalid --profile (use letters, numbers, \"_\", \"-\" only)"),
        ("--dev --profile work health", "[openclaw] Cannot combine --dev with --profile"),
    ] {
        home.cli(line).run().is(2, "", error);
    }
}

#[test]
fn an_invalid_configuration_stops_what_needs_one_and_warns_what_does_not() {
    let home = Home::new();
    home.configure(r#"{gateway: {port: "x"}}"#);
    let invalid = "Config invalid\nFile: ~/.openclaw/openclaw.json\nProblem:\n  - gateway.port: Invalid input: expected \
                   number, received string\n\nRun: openclaw doctor --fix\n";
    for line in ["agent --message hi --session-id t1", "system presence", "gateway", "gateway run", "setup"] {
        home.cli(line).run().is(1, "", invalid);
    }
    let port = home.port.to_string();
    let closed = format!(
        "{invalid}[openclaw] Failed to start CLI: Error: gateway closed (1006 abnormal closure (no close frame)): no \
         close reason\nGateway target: ws://127.0.0.1:[PORT]\nSource: local loopback\nConfig: \
         [HOME]/.openclaw/openclaw.json\nBind: loopback\n"
    );
    home.cli("health").env("OPENCLAW_GATEWAY_PORT", &port).run().is(1, "", &closed);
    for line in ["status", "gateway status"] {
        let ran = home.cli(line).env("OPENCLAW_GATEWAY_PORT", &port).run();
        assert_eq!(ran.code, Some(0), "{line}");
        assert!(ran.stderr.starts_with(invalid), "{line}: {}", ran.stderr);
    }
}

#[test]
fn remote_mode_without_an_address_is_refused_with_what_to_do() {
    let home = Home::new();
    home.configure(r#"{gateway: {mode: "remote"}}"#);
    let told = "gateway remote mode misconfigured: gateway.remote.url missing\nConfig: [HOME]/.openclaw/openclaw.json\n\
                Fix: set gateway.remote.url, or set gateway.mode=local.\n";
    home.cli("health").run().is(1, "", &format!("[openclaw] Failed to start CLI: Error: {told}"));
    home.cli("gateway call health").run().is(1, "", &format!("Gateway call failed: Error: {told}"));
    home.cli("gateway health").run().is(1, "", &format!("Error: {told}"));
    home.cli("system presence").run().is(1, "", &format!("Error: {told}"));
    let status = home.cli("status --json").run().json();
    assert_eq!(status["gateway"]["misconfigured"], true);
    assert_eq!(status["gateway"]["urlSource"], "missing gateway.remote.url (fallback local)");
}

#[test]
fn times_that_make_no_sense_are_refused() {
    let home = Home::configured();
    let refused = "--timeout must be a positive integer (milliseconds)";
    for line in [
        "gateway health --timeout abc",
        "gateway call health --timeout 0",
        "gateway status --timeout -1",
        "gateway probe --timeout 1.5",
        "system presence --timeout x",
    ] {
        home.cli(line).run().is(1, "", refused);
    }
}
