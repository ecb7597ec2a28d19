//! Builds the simulator so that it counts, and runs it.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, ensure};

/// Set for the compiler calls of `cargo build`: this program stands before the compiler then.
const MARK: &str = "OPENCLAW_COVERAGE_COMPILES";

/// The crates whose code is counted: the engine, and the program, which brings the counters to the disk.
const COUNTED: [&str; 2] = ["engine", "sim"];

/// Compiles a crate of the workspace when cargo asks for that, as it does within `simulator`.
pub(crate) fn as_compiler() -> Result<Option<ExitCode>> {
    if std::env::var_os(MARK).is_none() {
        return Ok(None);
    }
    let mut words = std::env::args_os().skip(1);
    let compiler = words.next().context("cargo names no compiler")?;
    let words: Vec<_> = words.collect();
    let name = words.windows(2).find(|pair| pair[0] == "--crate-name").map(|pair| pair[1].clone());
    let mut rustc = Command::new(compiler);
    rustc.args(words);
    if name.is_some_and(|name| COUNTED.iter().any(|counted| name == *counted)) {
        // In one piece: of several the linker takes only those that the program calls, and what is not called is
        // what the report is about.
        rustc.args(["-C", "instrument-coverage", "-C", "codegen-units=1"]);
    }
    let status = rustc.status().context("cannot run the compiler")?;
    Ok(Some(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE }))
}

/// Builds the simulator. Gives the program.
pub(crate) fn simulator(workspace: &Path, target: &Path) -> Result<PathBuf> {
    // Shared with `cargo plants`: what both need of other crates is built once.
    let target = target.join("trial");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([
        "build",
        "--quiet",
        "--locked",
        "--profile",
        "trial",
        "-p",
        "openclaw-tests",
        "--bin",
        "sim",
    ]);
    cargo.current_dir(workspace).env("CARGO_TARGET_DIR", &target).stdin(Stdio::null());
    cargo.env(MARK, "1").env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?);
    let status = cargo.status().context("cannot run cargo")?;
    ensure!(status.success(), "the simulator cannot be built");
    Ok(target.join("trial/sim"))
}

/// Lives so many lives; what was counted is in `profile` then.
pub(crate) fn run(program: &Path, profile: &Path, seeds: u64, first_seed: u64) -> Result<()> {
    let mut sim = Command::new(program);
    sim.args(["--seeds", &seeds.to_string(), "--first-seed", &first_seed.to_string()]);
    sim.env("LLVM_PROFILE_FILE", profile).stdin(Stdio::null()).stdout(Stdio::null());
    let status = sim.status().with_context(|| format!("cannot run {}", program.display()))?;
    ensure!(status.success(), "the simulator ended with {status}: run it alone to see why");
    Ok(())
}
