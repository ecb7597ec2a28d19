//! `cargo coverage`: how much of the engine the simulator reaches, by module.
//!
//! The compiler counts what is run (`-C instrument-coverage`); the counts are read by a library, so that nothing
//! but Rust has to be installed. What is never reached is held against `tests/coverage.toml`: it has a floor for
//! every module, and a reason for every function that no seed enters.

mod build;
mod count;
mod expect;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::expect::Expected;
use crate::report::Report;

const USAGE: &str = "\
usage: cargo coverage [--seeds N] [--first-seed N] [--unreached] [--json]

  --seeds N       lives that are lived (500)
  --first-seed N  the first of them (1)
  --unreached     lists every branch that is never reached
  --json          prints everything as JSON";

struct Args {
    seeds: u64,
    first_seed: u64,
    unreached: bool,
    json: bool,
}

fn main() -> Result<ExitCode> {
    if let Some(status) = build::as_compiler()? {
        return Ok(status);
    }
    let Some(args) = parse(std::env::args().skip(1))? else {
        println!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    };
    let workspace = workspace();
    let expected = Expected::read(&workspace.join("tests/coverage.toml"))?;
    let target = workspace.join("target");
    let program = build::simulator(&workspace, &target)?;
    let profile = target.join("coverage.profraw");
    build::run(&program, &profile, args.seeds, args.first_seed)?;
    let functions = count::read(&profile, &program, &workspace.join("engine/src"))?;
    let report = Report::of(&functions);
    let findings = expected.findings(&report);
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report.json(&findings))?);
    } else {
        print!("{}", report.text(&expected));
        if args.unreached {
            print!("{}", report.unreached(&workspace.join("engine/src"))?);
        }
    }
    for finding in &findings {
        eprintln!("{finding}");
    }
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Option<Args>> {
    let mut args = Args { seeds: 500, first_seed: 1, unreached: false, json: false };
    while let Some(word) = words.next() {
        let mut number = || -> Result<u64> {
            let value = words.next().with_context(|| format!("{word} needs a number"))?;
            value.parse().with_context(|| format!("{word} needs a number, not {value}"))
        };
        match word.as_str() {
            "--seeds" => args.seeds = number()?,
            "--first-seed" => args.first_seed = number()?,
            "--unreached" => args.unreached = true,
            "--json" => args.json = true,
            "--help" | "-h" => return Ok(None),
            _ => bail!("{word} is unknown\n{USAGE}"),
        }
    }
    Ok(Some(args))
}

/// The workspace that this crate lies in.
fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}
