//! Builds the simulator over a field and lets it look for what is planted there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use super::Field;

/// How the simulator is built, and from which seed on it looks.
#[derive(Debug)]
pub struct Hunt {
    target: PathBuf,
    first_seed: u64,
}

/// A life in which something did not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Finding {
    /// The seed it was drawn from.
    pub seed: u64,
    /// The step at which it was seen.
    pub step: u64,
    /// The invariant.
    pub invariant: String,
    /// What was seen.
    pub detail: String,
}

/// What the simulator says of all its lives, as far as it is of interest here.
#[derive(Debug, Deserialize)]
struct Said {
    seeds: u64,
    failed: Vec<Finding>,
}

/// Time the lives of one plant may take: one that makes the engine go round for ever is not found.
const MAX_HUNT: Duration = Duration::from_secs(300);

impl Hunt {
    /// Builds below `target`; what is there from the last time is used again.
    #[must_use]
    pub fn new(target: PathBuf, first_seed: u64) -> Self {
        Self { target, first_seed }
    }

    /// Builds the simulator over a field. That it cannot be built is no finding but an error.
    pub fn build(&self, field: &Field) -> Result<()> {
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
        cargo.current_dir(field.path()).env("CARGO_TARGET_DIR", &self.target).stdin(Stdio::null());
        let output = cargo.output().context("cannot run cargo")?;
        ensure!(output.status.success(), "it does not build:\n{}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// Lives so many lives. Gives the first of them in which something did not hold.
    pub fn look(&self, seeds: u64) -> Result<Option<Finding>> {
        let log = self.target.join("sim.log");
        let output =
            std::fs::File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut sim = Command::new(self.target.join("trial/sim"));
        sim.args(["--seeds", &seeds.to_string(), "--first-seed", &self.first_seed.to_string()]);
        // The failure is wanted, not the shortest way to it.
        sim.args(["--json", "--shrink", "0", "--failures"]).arg(self.target.join("failures"));
        sim.stdin(Stdio::null()).stdout(output).stderr(Stdio::null());
        let mut child = sim.spawn().context("cannot run the simulator")?;
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if begun.elapsed() > MAX_HUNT {
                child.kill()?;
                child.wait()?;
                bail!("the simulator did not come to an end in {} s", MAX_HUNT.as_secs());
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let said = read(&log)?;
        if said.failed.is_empty() {
            ensure!(status.success(), "the simulator ended with {status}, and nothing was wrong");
            ensure!(said.seeds == seeds, "the simulator lived {} lives instead of {seeds}", said.seeds);
        }
        Ok(said.failed.into_iter().min())
    }
}

/// What the simulator said: its report is the first line.
fn read(log: &Path) -> Result<Said> {
    let text = std::fs::read_to_string(log).with_context(|| format!("cannot read {}", log.display()))?;
    let report = text.lines().next().unwrap_or_default();
    serde_json::from_str(report).with_context(|| format!("the simulator gave no report, but: {text}"))
}
