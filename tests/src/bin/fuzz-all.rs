//! `cargo fuzz-all`: runs every fuzz target for a while, and says what came of it.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use openclaw_tests::fuzz::run::{Outcome, Plan, run, targets};
use serde_json::json;

const USAGE: &str = "\
cargo fuzz-all [--seconds N] [--only TARGET]... [--keep] [--json] [--list]

  --seconds N    time for each target (60); 0 builds them only
  --only TARGET  this target alone; may be repeated
  --keep         afterwards, add some of what reaches new code to fuzz/corpus
  --json         the outcome as JSON
  --list         the names of the targets, and nothing else

Ends with 1 when a target found something: the file that repeats it is named.";

struct Args {
    plan: Plan,
    json: bool,
    list: bool,
}

fn main() -> ExitCode {
    match parse(std::env::args().skip(1)).and_then(|args| work(&args).map_err(|e| format!("{e:#}"))) {
        Ok(code) => code,
        Err(text) => {
            tell(&text);
            ExitCode::from(2)
        }
    }
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Args, String> {
    let plan = Plan { seconds: 60, only: Vec::new(), keep: false };
    let mut args = Args { plan, json: false, list: false };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value\n\n{USAGE}"));
        match word.as_str() {
            "--seconds" => {
                let text = value()?;
                args.plan.seconds =
                    text.parse().map_err(|_| format!("--seconds {text:?} is no number\n\n{USAGE}"))?;
            }
            "--only" => {
                let name = value()?;
                args.plan.only.push(name);
            }
            "--keep" => args.plan.keep = true,
            "--json" => args.json = true,
            "--list" => args.list = true,
            "--" => {}
            "--help" | "-h" => return Err(USAGE.to_owned()),
            _ => return Err(format!("{word:?} is not known\n\n{USAGE}")),
        }
    }
    Ok(args)
}

fn work(args: &Args) -> anyhow::Result<ExitCode> {
    if args.list {
        targets()?.iter().for_each(|name| say(name));
        return Ok(ExitCode::SUCCESS);
    }
    if !args.json && args.plan.seconds > 0 {
        say(Outcome::HEAD);
    }
    let outcomes = run(&args.plan, |outcome| {
        if args.json {
            return;
        }
        say(&outcome.row());
        for file in &outcome.crashes {
            tell(&format!("found {}", file.display()));
            tell(&format!("  repeat it: {} {}", outcome.program.display(), file.display()));
        }
    })?;
    if args.json {
        say(&json!(outcomes.iter().map(Outcome::json).collect::<Vec<_>>()).to_string());
    }
    let found = outcomes.iter().any(|outcome| !outcome.crashes.is_empty());
    Ok(if found { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

#[expect(clippy::print_stdout, reason = "what the program is for")]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "what went wrong")]
fn tell(line: &str) {
    eprintln!("{line}");
}
