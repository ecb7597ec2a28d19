//! The recorded transcripts of the reference gateway, replayed against ours.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use openclaw_tests::gateway::{free_port, programs};
use openclaw_tests::outside;

/// What has to agree with the recordings, but for `deviations.json`.
const SCENARIOS: &[&str] = &[
    "hs-ok-*",
    "hs-device-token-reconnect",
    "hs-scope-upgrade-silent",
    "hs-wrong-*",
    "hs-password-on-token-gateway",
    "hs-no-*",
    "hs-empty-*",
    "hs-control-ui-no-device",
    "hs-protocol-*",
    "hs-invalid-role",
    "hs-unknown-*",
    "hs-min-protocol-zero",
    "hs-missing-fields",
    "hs-first-*",
    "hs-malformed-json",
    "hs-number-id",
    "hs-oversize",
    "hs-timeout",
    "hs-binary-connect",
    "hs-two-first-frames",
    "frame-*",
    "m-presence-list",
    "m-health",
    "m-status",
    "m-heartbeat",
    "m-logs-tail",
    "m-invalid-*",
    "role-operator-*",
    "role-node*",
    "presence-entry-fields",
    "talk-*",
    "tick-event",
    "health-event",
    "wake-heartbeat",
    "device-pair-remote",
    "chat-send-stream",
    "chat-send-in-flight",
    "chat-abort-session",
    "agent-two-phase",
    "agent-main-session",
    "agent-options",
    "agent-serial-lane",
    "sigterm-shutdown",
    "sigusr1-*",
    "password-auth",
];

/// Scenarios that cannot come out clean, with every difference there may be. Each text is the beginning of a line.
const APART: &[(&str, &[&str])] = &[
    // Row B21: unknown fields of connect are ignored. The scenario waits for a close that does not come, and
    // the checker accepts no deviation of a scenario that was given up.
    (
        "hs-extra-property",
        &[
            "Error: a: not closed within 15000 ms",
            "a/c1.ok: expected false, got true",
            "a/c1.error: missing (expected {\"code\":\"INVALID_REQUEST\",\"message\":\"invalid connect params: at root: \
             unexpected property 'surprise'\"})",
            "a/c1.payload: unexpected {\"type\":\"hello-ok\",\"protocol\":3,",
            "a: expected close {\"code\":1008,\"reason\":\"invalid connect params: at root: unexpected property \
             'surprise'\"}, got {\"code\":1000,\"reason\":\"\"}",
        ],
    ),
    (
        "hs-extra-client-property",
        &[
            "Error: a: not closed within 15000 ms",
            "a/c1.ok: expected false, got true",
            "a/c1.error: missing (expected {\"code\":\"INVALID_REQUEST\",\"message\":\"invalid connect params: at \
             /client: unexpected property 'surprise'\"})",
            "a/c1.payload: unexpected {\"type\":\"hello-ok\",\"protocol\":3,",
            "a: expected close {\"code\":1008,\"reason\":\"invalid connect params: at /client: unexpected property \
             'surprise'\"}, got {\"code\":1000,\"reason\":\"\"}",
        ],
    ),
    (
        "hs-device-invalid",
        &[
            "Error: extra: not closed within 15000 ms",
            "extra/c1.ok: expected false, got true",
            "extra/c1.error: missing (expected {\"code\":\"INVALID_REQUEST\",\"message\":\"invalid connect params: at \
             /device: unexpected property 'extra'\"})",
            "extra/c1.payload: unexpected {\"type\":\"hello-ok\",\"protocol\":3,",
            "extra: expected close {\"code\":1008,\"reason\":\"invalid connect params: at /device: unexpected \
             property 'extra'\"}, got {\"code\":1000,\"reason\":\"\"}",
            // It was given up before its turn; the tests of protocol-spec try the same recording.
            "connection negative: nothing received",
        ],
    ),
    // Twelve entries of the recording were left behind by scenarios that ran before it. The reference too has
    // two when this one runs alone.
    ("presence-fanout", &["a/sp1.payload: expected 14 items, got 2"]),
];

#[test]
fn recorded_scenarios_agree_but_for_the_listed_deviations() {
    let Some(check) = Check::new() else { return };
    let output = check.run(&SCENARIOS.join(","));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
    let passed = text.lines().filter(|l| l.starts_with("ok ")).count();
    assert_eq!(passed, 80, "another number of scenarios than there are: {text}");
}

#[test]
fn scenarios_that_cannot_agree_differ_by_no_more_than_is_said() {
    let Some(check) = Check::new() else { return };
    for (scenario, expected) in APART {
        let output = check.run(scenario);
        let text = String::from_utf8_lossy(&output.stdout);
        let differences: Vec<_> = text.lines().filter_map(|l| l.strip_prefix("       ")).collect();
        assert_eq!(differences.len(), expected.len(), "{text}");
        for (difference, expected) in differences.iter().zip(*expected) {
            assert!(difference.starts_with(expected), "{scenario}: {expected:?} was expected in {text}");
        }
    }
}

struct Check {
    program: PathBuf,
    gateway: &'static Path,
}

impl Check {
    fn new() -> Option<Self> {
        outside::program("node")?;
        let program = outside::shared("golden/check")?;
        Some(Self { program, gateway: &programs().openclaw })
    }

    fn run(&self, only: &str) -> Output {
        let deviations = outside::workspace().join("tests/interop/deviations.json");
        Command::new(&self.program)
            .arg("--spawn")
            .arg(format!("'{}' gateway --port {{port}} --allow-unconfigured", self.gateway.display()))
            .args(["--port", &free_port().to_string(), "--mock-port", &free_port().to_string()])
            .args(["--only", only, "--all-diffs", "--deviations"])
            .arg(deviations)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }
}
