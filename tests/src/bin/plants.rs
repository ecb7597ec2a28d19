//! `cargo plants`: plants one bug after the other in a copy of the workspace, and tells within how many seeds the
//! simulator finds each.

#![forbid(unsafe_code)]

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use openclaw_tests::outside::workspace;
use openclaw_tests::plants::{Field, Finding, Hunt, Plant};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Plants bugs in the engine, one by one, and lets the simulator find them.
#[derive(Debug, Parser)]
#[command(name = "plants", about = "Bugs planted one by one, and the seed that finds each")]
struct Args {
    /// Only plants whose name begins so; may be given more than once.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// The number of the first life.
    #[arg(long, default_value_t = 1)]
    first_seed: u64,
    /// Names the plants and does nothing.
    #[arg(long)]
    list: bool,
    /// The report as JSON.
    #[arg(long)]
    json: bool,
}

/// What came of a plant.
struct Row<'a> {
    plant: &'a Plant,
    found: Option<Finding>,
    built_in: Duration,
    found_in: Duration,
}

fn main() -> Result<ExitCode> {
    let args = Args::parse();
    let mut plants = Plant::all(&workspace())?;
    plants.retain(|p| args.only.is_empty() || args.only.iter().any(|name| p.name.starts_with(name.as_str())));
    ensure!(!plants.is_empty(), "no plant has such a name: --list tells them");
    if args.list {
        for plant in &plants {
            say(&format!("{:<28}{:>6} seeds  {:<16}{}", plant.name, plant.seeds, plant.finds, plant.bug))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let rows = hunt_all(&args, &plants)?;
    if args.json {
        let rows: Vec<Value> = rows.iter().map(Row::json).collect();
        say(&serde_json::to_string_pretty(&rows)?)?;
    }
    let missed: Vec<&str> =
        rows.iter().filter(|r| r.found.is_none()).map(|r| r.plant.name.as_str()).collect();
    if missed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("not found: {}", missed.join(", ")))?;
    Ok(ExitCode::FAILURE)
}

/// Plants one after the other. That nothing is found where nothing is planted comes first.
fn hunt_all<'a>(args: &Args, plants: &'a [Plant]) -> Result<Vec<Row<'a>>> {
    let target = workspace().join("target");
    let field = Field::lay(&workspace(), &target.join("field"))?;
    // Shared with `cargo coverage`: what both need of other crates is built once.
    let hunt = Hunt::new(target.join("trial"), args.first_seed);
    let seeds = plants.iter().map(|plant| plant.seeds).max().unwrap_or(1);
    let begun = Instant::now();
    hunt.build(&field).context("nothing is planted yet")?;
    let built_in = begun.elapsed();
    if let Some(Finding { seed, invariant, detail, .. }) = hunt.look(seeds)? {
        bail!("nothing is planted, and seed {seed} fails: {invariant}: {detail}");
    }
    let found_in = (begun.elapsed() - built_in).as_secs();
    if !args.json {
        say(&format!(
            "nothing planted: nothing found in {seeds} seeds ({} s, {found_in} s)\n",
            built_in.as_secs()
        ))?;
        say(&format!(
            "{:<28}{:>6}{:>8}  {:<18}{:>7}{:>7}",
            "plant", "seeds", "found", "invariant", "build", "look"
        ))?;
    }
    let mut rows = Vec::new();
    for plant in plants {
        let row = hunt_one(&hunt, &field, plant)?;
        if !args.json {
            say(&row.text())?;
        }
        rows.push(row);
    }
    Ok(rows)
}

fn hunt_one<'a>(hunt: &Hunt, field: &Field, plant: &'a Plant) -> Result<Row<'a>> {
    field.plant(plant)?;
    let begun = Instant::now();
    let built = hunt.build(field).with_context(|| plant.name.clone());
    let built_in = begun.elapsed();
    let found = built.and_then(|()| hunt.look(plant.seeds).with_context(|| plant.name.clone()));
    field.clear(plant)?;
    Ok(Row { plant, found: found?, built_in, found_in: begun.elapsed() - built_in })
}

impl Row<'_> {
    fn text(&self) -> String {
        let (found, invariant) = match &self.found {
            Some(finding) => (format!("at {}", finding.seed), finding.invariant.as_str()),
            None => ("no".to_owned(), ""),
        };
        // A panic of the engine, or a finding by another invariant than the one meant, is one all the same.
        let other = if invariant.is_empty() || invariant == self.plant.finds { "" } else { " *" };
        format!(
            "{:<28}{:>6}{found:>8}  {:<18}{:>5} s{:>5} s",
            self.plant.name,
            self.plant.seeds,
            format!("{invariant}{other}"),
            self.built_in.as_secs(),
            self.found_in.as_secs(),
        )
    }

    fn json(&self) -> Value {
        let found = self.found.as_ref();
        json!({
            "plant": self.plant.name, "bug": self.plant.bug, "seeds": self.plant.seeds, "expected": self.plant.finds,
            "seed": found.map(|f| f.seed), "step": found.map(|f| f.step),
            "invariant": found.map(|f| &f.invariant), "detail": found.map(|f| &f.detail),
            "buildSeconds": self.built_in.as_secs_f64(), "lookSeconds": self.found_in.as_secs_f64(),
        })
    }
}

fn say(text: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{text}").context("cannot print")
}
