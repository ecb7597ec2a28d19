//! Runs the fuzz targets one after the other: builds them, gives each its time, reads what libFuzzer says.
//!
//! A target begins with its committed corpus. What it finds goes to a corpus of its own below
//! `fuzz/target`, which the next run begins with too; `keep` adds some of that to the committed one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};

use crate::gateway::cargo;
use crate::outside;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Seconds for each target; none builds them only.
    pub seconds: u64,
    /// The targets; all of them when empty.
    pub only: Vec<String>,
    /// Whether some of what was found is added to the committed corpus.
    pub keep: bool,
}

/// What came of one target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Its name.
    pub target: String,
    /// The program; a file as its argument repeats what that file does.
    pub program: PathBuf,
    /// How often it was run.
    pub executions: u64,
    /// The same per second.
    pub per_second: u64,
    /// Blocks of code that were reached.
    pub coverage: u64,
    /// What libFuzzer tells apart: blocks, and how often, and with which values.
    pub features: u64,
    /// Files of the corpus at the end.
    pub corpus: u64,
    /// The most memory it had, in MiB.
    pub peak_mib: u64,
    /// Inputs that ended it.
    pub crashes: Vec<PathBuf>,
}

/// What makes libFuzzer see the code: coverage of blocks and comparisons, assertions on. No sanitizer, which
/// would need a nightly compiler: there is no unsafe code in what is tested.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cllvm-args=-simplifycfg-branch-fold-threshold=0 \
    -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks";

/// Largest input, and largest file of a committed corpus.
const MAX_LEN: usize = 4096;

/// Files that a committed corpus may grow to by itself; findings are kept beside them.
const MAX_CORPUS: usize = 64;

/// Seconds after which one input is taken for one without end.
const TIMEOUT: u32 = 20;

/// MiB of memory that no target may exceed.
const MAX_MIB: u32 = 2048;

/// The names of all targets.
///
/// # Errors
///
/// When their manifest cannot be read.
pub fn targets() -> anyhow::Result<Vec<String>> {
    let manifest = fs::read_to_string(directory().join("Cargo.toml")).context("fuzz/Cargo.toml")?;
    let manifest: toml::Table = manifest.parse().context("fuzz/Cargo.toml")?;
    let bins = manifest.get("bin").and_then(toml::Value::as_array).map_or(&[][..], Vec::as_slice);
    let names = bins.iter().filter_map(|bin| bin.get("name").and_then(toml::Value::as_str));
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort();
    Ok(names)
}

/// Where the fuzz targets and their corpora are.
#[must_use]
pub fn directory() -> PathBuf {
    outside::workspace().join("fuzz")
}

/// Builds the targets and runs what is asked for; `told` gets each outcome when it is there.
///
/// # Errors
///
/// When a target is not known, or something cannot be built or run.
pub fn run(plan: &Plan, mut told: impl FnMut(&Outcome)) -> anyhow::Result<Vec<Outcome>> {
    let all = targets()?;
    if let Some(unknown) = plan.only.iter().find(|name| !all.contains(name)) {
        bail!("no fuzz target {unknown:?}; there are {}", all.join(", "));
    }
    let triple = host_triple()?;
    build(&triple, &plan.only)?;
    if plan.seconds == 0 {
        return Ok(Vec::new());
    }
    let wanted = all.into_iter().filter(|name| plan.only.is_empty() || plan.only.contains(name));
    let mut outcomes = Vec::new();
    for target in wanted {
        let program = directory().join("target").join(&triple).join("release").join(&target);
        let outcome = one(&program, &target, plan).with_context(|| format!("fuzz target {target}"))?;
        told(&outcome);
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

fn host_triple() -> anyhow::Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").stdin(Stdio::null()).output().context("rustc -vV")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc -vV names no host")?.to_owned())
}

/// With a target named, the flags are for the targets alone and not for the programs that build them.
fn build(triple: &str, only: &[String]) -> anyhow::Result<()> {
    let mut command = cargo();
    command.current_dir(directory()).args(["build", "--release", "--locked", "--target", triple]);
    command.args(only.iter().flat_map(|name| ["--bin", name]));
    let rustflags = std::env::var("RUSTFLAGS").unwrap_or_default();
    command
        .env("RUSTFLAGS", format!("{rustflags} {FLAGS}"))
        .env("CARGO_TARGET_DIR", directory().join("target"));
    ensure!(command.status().context("cargo build")?.success(), "the fuzz targets do not build");
    Ok(())
}

fn one(program: &Path, target: &str, plan: &Plan) -> anyhow::Result<Outcome> {
    let (grown, committed) = corpora(target)?;
    let artifacts = directory().join("artifacts").join(target);
    fs::create_dir_all(&artifacts)?;
    let before = files(&artifacts)?;
    let mut command = Command::new(program);
    command.arg(format!("-max_total_time={}", plan.seconds)).arg("-print_final_stats=1");
    command.arg(format!("-artifact_prefix={}/", artifacts.display())).arg(format!("-timeout={TIMEOUT}"));
    command.arg(format!("-rss_limit_mb={MAX_MIB}")).arg(format!("-max_len={MAX_LEN}"));
    let dictionary = directory().join("dictionaries").join(target);
    if dictionary.exists() {
        command.arg(format!("-dict={}", dictionary.display()));
    }
    command.arg(&grown).arg(&committed).current_dir(directory()).stdin(Stdio::null());
    let output = command.output().with_context(|| program.display().to_string())?;
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    fs::write(grown.with_extension("log"), &log)?;
    let mut outcome = read_log(target, &log);
    outcome.program = program.to_owned();
    outcome.crashes = files(&artifacts)?.into_iter().filter(|file| !before.contains(file)).collect();
    let is_clean = output.status.success() && outcome.executions > 0;
    if !is_clean && outcome.crashes.is_empty() {
        bail!("it ended with {}: {}", output.status, last_lines(&log));
    }
    if plan.keep && outcome.crashes.is_empty() {
        merge(program, &grown, &committed)?;
    }
    Ok(outcome)
}

/// The corpus that grows, and the committed one.
fn corpora(target: &str) -> anyhow::Result<(PathBuf, PathBuf)> {
    let grown = directory().join("target").join("corpus").join(target);
    let committed = directory().join("corpus").join(target);
    fs::create_dir_all(&grown)?;
    ensure!(committed.is_dir(), "{} is missing", committed.display());
    Ok((grown, committed))
}

/// Copies what reaches new code to the committed corpus, as far as it may grow: first what reaches most.
fn merge(program: &Path, grown: &Path, committed: &Path) -> anyhow::Result<()> {
    let known = files(committed)?;
    let cover = grown.with_extension("cover");
    if cover.exists() {
        fs::remove_dir_all(&cover)?;
    }
    fs::create_dir_all(&cover)?;
    for file in &known {
        fs::copy(file, cover.join(file.file_name().context("a file has a name")?))?;
    }
    let mut command = Command::new(program);
    command.args(["-set_cover_merge=1", &format!("-max_len={MAX_LEN}")]).arg(&cover).arg(grown);
    let output = command.stdin(Stdio::null()).output().context("merging")?;
    ensure!(output.status.success(), "merging: {}", last_lines(&String::from_utf8_lossy(&output.stderr)));
    let is_new = |file: &PathBuf| !file.file_name().is_some_and(|name| committed.join(name).exists());
    let mut new: Vec<PathBuf> = files(&cover)?.into_iter().filter(is_new).collect();
    // They are written in the order in which they were chosen.
    new.sort_by_key(|file| fs::metadata(file).and_then(|data| data.modified()).ok());
    for file in new.iter().take(MAX_CORPUS.saturating_sub(known.len())) {
        fs::copy(file, committed.join(file.file_name().context("a file has a name")?))?;
    }
    Ok(())
}

fn files(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.sort();
    Ok(files)
}

fn last_lines(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

/// Reads the numbers of a run: the last line of progress, and the totals.
#[must_use]
pub fn read_log(target: &str, log: &str) -> Outcome {
    let total = |name: &str| {
        let line = log.lines().rev().find_map(|line| line.strip_prefix("stat::")?.strip_prefix(name));
        line.and_then(|rest| rest.trim_start_matches(':').trim().parse().ok()).unwrap_or(0)
    };
    let progress = log.lines().rev().find(|line| line.starts_with('#') && line.contains(" cov: "));
    let words: Vec<&str> = progress.unwrap_or_default().split_whitespace().collect();
    let after = |name: &str| {
        let at = words.iter().position(|word| *word == name);
        let word = at.and_then(|at| words.get(at + 1)).and_then(|word| word.split('/').next());
        word.and_then(|word| word.parse().ok()).unwrap_or(0)
    };
    Outcome {
        target: target.to_owned(),
        program: PathBuf::new(),
        executions: total("number_of_executed_units"),
        per_second: total("average_exec_per_sec"),
        coverage: after("cov:"),
        features: after("ft:"),
        corpus: after("corp:"),
        peak_mib: total("peak_rss_mb"),
        crashes: Vec::new(),
    }
}

impl Outcome {
    /// The columns of [`Self::row`].
    pub const HEAD: &str = "target             executions   exec/s   cov      ft  corpus   MiB  crashes";

    /// A line of the table.
    #[must_use]
    pub fn row(&self) -> String {
        format!(
            "{:<17} {:>11} {:>8} {:>5} {:>7} {:>7} {:>5} {:>8}",
            self.target,
            self.executions,
            self.per_second,
            self.coverage,
            self.features,
            self.corpus,
            self.peak_mib,
            self.crashes.len()
        )
    }

    /// The same for programs.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({
            "target": self.target, "executions": self.executions, "executionsPerSecond": self.per_second,
            "coverage": self.coverage, "features": self.features, "corpus": self.corpus,
            "peakMiB": self.peak_mib, "crashes": self.crashes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_last_lines() {
        let log = "#2\tINITED cov: 5 ft: 6 corp: 1/1b exec/s: 0 rss: 30Mb\n\
                   #4096\tREDUCE cov: 205 ft: 796 corp: 61/1234b lim: 43 exec/s: 2048 rss: 31Mb L: 3/4 MS: 1\n\
                   Done 5000 runs in 2 second(s)\nstat::number_of_executed_units: 5000\n\
                   stat::average_exec_per_sec:     2500\nstat::peak_rss_mb:              41\n";
        let outcome = read_log("frame", log);
        let expected = Outcome {
            target: "frame".to_owned(),
            program: PathBuf::new(),
            executions: 5000,
            per_second: 2500,
            coverage: 205,
            features: 796,
            corpus: 61,
            peak_mib: 41,
            crashes: Vec::new(),
        };
        assert_eq!(outcome, expected);
        assert_eq!(outcome.row().len(), Outcome::HEAD.len());
    }
}
