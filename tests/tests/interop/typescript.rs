//! A TypeScript client that knows the generated types only: it compiles, and it completes a turn.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use openclaw_tests::gateway::Gateway;
use openclaw_tests::outside;
use serde_json::{Value, json};

#[test]
fn the_generated_types_pass_the_strict_compiler() {
    let Some(client) = Client::ready() else { return };
    let output = client.tsc(&["--strict", "--noEmit", "protocol-spec/generated/v3/protocol.ts"]);
    assert!(output.status.success(), "{}", text(&output));
}

#[test]
fn a_client_of_the_generated_types_completes_a_turn() {
    turn(Gateway::unconfigured);
}

#[test]
fn the_blocking_example_serves_the_same_client() {
    turn(Gateway::blocking);
}

fn turn(gateway: fn() -> Gateway) {
    let Some(client) = Client::ready() else { return };
    let gateway = gateway();
    let report = client.run(&gateway);
    assert!(report["methods"].as_u64() > Some(20), "{report}");
    let seen = |field: &str| report[field].clone();
    let turn =
        [seen("protocol"), seen("state"), seen("accepted"), seen("done"), seen("history"), seen("gaps")];
    assert_eq!(json!(turn), json!([3, "final", "accepted", "ok", 2, 0]), "{report}");
    // Every word of the answer comes in a step of its own.
    assert!(report["streamed"].as_u64() >= Some(3), "{report}");
}

/// The client, compiled, with what it needs beside it.
struct Client {
    root: PathBuf,
}

impl Client {
    /// Installs and compiles it once for all tests, outside the source tree.
    fn ready() -> Option<&'static Self> {
        static CLIENT: OnceLock<Option<Client>> = OnceLock::new();
        CLIENT
            .get_or_init(Self::install)
            .as_ref()
            .or_else(|| outside::missing("what the TypeScript client needs"))
    }

    fn install() -> Option<Self> {
        outside::program("node")?;
        let npm = outside::program("npm")?;
        let client = Self { root: Path::new(env!("CARGO_TARGET_TMPDIR")).join("typescript") };
        let package = client.root.join(PACKAGE);
        let installed = is_same(&outside::workspace(), &client.root, &format!("{PACKAGE}/package-lock.json"));
        for file in ["client.ts", "package.json", "package-lock.json", "tsconfig.json"] {
            copy(&outside::workspace(), &client.root, &format!("{PACKAGE}/{file}"));
        }
        copy(&outside::workspace(), &client.root, "protocol-spec/generated/v3/protocol.ts");
        if !installed || !package.join("node_modules/typescript/bin/tsc").exists() {
            let install =
                Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(&package).output();
            let output = install.unwrap();
            if !output.status.success() {
                return outside::missing(&format!("a registry that npm reaches ({})", text(&output)));
            }
        }
        let output = client.tsc(&["--project", PACKAGE, "--outDir", "out"]);
        assert!(output.status.success(), "{}", text(&output));
        Some(client)
    }

    fn tsc(&self, args: &[&str]) -> Output {
        let mut command = self.node(&format!("{PACKAGE}/node_modules/typescript/bin/tsc"));
        command.args(args).output().unwrap()
    }

    fn run(&self, gateway: &Gateway) -> Value {
        let mut command = self.node(&format!("out/{PACKAGE}/client.js"));
        let output = command.args([&gateway.url(), Gateway::TOKEN]).output().unwrap();
        assert!(output.status.success(), "{}\nthe gateway: {}", text(&output), gateway.said());
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn node(&self, script: &str) -> Command {
        let mut command = Command::new("node");
        // The compiled client lies beside, not below, the packages it needs.
        command.env("NODE_PATH", self.root.join(PACKAGE).join("node_modules"));
        command.arg(script).current_dir(&self.root).stdin(Stdio::null());
        command
    }
}

const PACKAGE: &str = "tests/interop";

fn is_same(from: &Path, to: &Path, file: &str) -> bool {
    std::fs::read(to.join(file)).is_ok_and(|there| there == std::fs::read(from.join(file)).unwrap())
}

fn copy(from: &Path, to: &Path, file: &str) {
    std::fs::create_dir_all(to.join(file).parent().unwrap()).unwrap();
    std::fs::copy(from.join(file), to.join(file)).unwrap();
}

fn text(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
