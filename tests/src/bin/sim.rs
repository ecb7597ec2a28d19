//! `sim`: lives of a gateway by the thousand, each drawn from a number.

#![forbid(unsafe_code)]

use clap::Parser;
use openclaw_tests::sim::life::{Case, Checks, Coverage, Invariant, STEPS, Sim, shrink};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Lives a gateway as often as asked, and says what was seen.
#[derive(Debug, Parser)]
#[command(name = "sim", about = "Lives of a gateway, drawn from numbers, judged by a reference model")]
struct Args {
    /// How many lives.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The number of the first.
    #[arg(long, default_value_t = 1)]
    first_seed: u64,
    /// One life only, told step by step.
    #[arg(long, conflicts_with_all = ["seeds", "first_seed", "replay"])]
    seed: Option<u64>,
    /// A life that was written to a file.
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
    /// With one life: every action of the engine is told.
    #[arg(long)]
    trace: bool,
    /// Transitions in a life.
    #[arg(long, default_value_t = STEPS)]
    steps: usize,
    /// Lives at a time; as many as there are processors unless given.
    #[arg(long)]
    jobs: Option<usize>,
    /// Lives that may be tried to cut a failure down.
    #[arg(long, default_value_t = 2_000)]
    shrink: usize,
    /// Failures after which no more lives are begun.
    #[arg(long, default_value_t = 5)]
    enough: usize,
    /// Where a failure is written to.
    #[arg(long, default_value = "target/sim", value_name = "DIR")]
    failures: PathBuf,
    /// The report as JSON.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    // A panic of the engine is caught and told as an invariant that does not hold.
    std::panic::set_hook(Box::new(|_| {}));
    match (&args.seed, &args.replay) {
        (Some(seed), _) => one(&args, *seed),
        (None, Some(file)) => replay(&args, file),
        (None, None) => many(&args),
    }
}

fn say(text: &str) {
    // Nobody is left to be told when the output is closed.
    let _ = writeln!(std::io::stdout(), "{text}");
}

fn one(args: &Args, seed: u64) -> ExitCode {
    let mut sim = Sim::new(seed);
    if args.trace {
        sim.record();
    }
    sim.run(args.steps);
    tell(args, &sim);
    match sim.violation() {
        None => ExitCode::SUCCESS,
        Some(_) => fail(args, seed, &sim, args.shrink),
    }
}

fn replay(args: &Args, file: &Path) -> ExitCode {
    let case =
        match std::fs::read_to_string(file).map_err(|e| e.to_string()).and_then(|text| Case::parse(&text)) {
            Ok(case) => case,
            Err(e) => {
                say(&format!("cannot read {}: {e}", file.display()));
                return ExitCode::from(2);
            }
        };
    let mut sim = Sim::of(&case.setup);
    if args.trace {
        sim.record();
    }
    sim.replay(&case.transitions);
    tell(args, &sim);
    if let Some(violation) = sim.violation() {
        say(&format!("step {}: {violation}", sim.transitions().len()));
        return ExitCode::FAILURE;
    }
    say(&format!("{} transitions, {} inputs, every invariant holds", sim.transitions().len(), sim.inputs()));
    ExitCode::SUCCESS
}

fn tell(args: &Args, sim: &Sim) {
    if args.trace {
        for line in sim.trace() {
            say(line);
        }
    } else {
        for (at, transition) in sim.transitions().iter().enumerate() {
            say(&format!("{:4} {}", at + 1, serde_json::to_string(transition).unwrap_or_default()));
        }
    }
}

/// Tells of a failure, cuts it down and writes it to a file.
fn fail(args: &Args, seed: u64, sim: &Sim, tries: usize) -> ExitCode {
    let Some(violation) = sim.violation() else { return ExitCode::SUCCESS };
    say(&format!("seed {seed}, step {} of {}: {violation}", sim.transitions().len(), args.steps));
    say(&format!("again: cargo sim --seed {seed} --steps {}", args.steps));
    if tries == 0 {
        return ExitCode::FAILURE;
    }
    let short = shrink(&Case::from(sim), violation.invariant, tries);
    let file = args.failures.join(format!("{seed}-{}.jsonl", violation.invariant));
    let written = std::fs::create_dir_all(&args.failures).and_then(|()| std::fs::write(&file, short.text()));
    match written {
        Ok(()) => say(&format!(
            "cut down to {} transitions: cargo sim --replay {}",
            short.transitions.len(),
            file.display()
        )),
        Err(e) => say(&format!("cannot write {}: {e}\n{}", file.display(), short.text())),
    }
    ExitCode::FAILURE
}

/// What all lives came to.
#[derive(Debug, Default)]
struct Sum {
    seeds: u64,
    steps: u64,
    inputs: u64,
    checks: Checks,
    coverage: Coverage,
    failed: Vec<(u64, Sim)>,
}

fn many(args: &Args) -> ExitCode {
    let jobs =
        args.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let (next, stop, begun) = (AtomicU64::new(0), AtomicBool::new(false), Instant::now());
    let sum = Mutex::new(Sum::default());
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| work(args, &next, &stop, &sum));
        }
        scope.spawn(|| progress(args, &stop, &sum, begun));
    });
    let sum = sum.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    report(args, &sum, begun.elapsed())
}

/// Lives one seed after the other. Sums are handed over now and then.
fn work(args: &Args, next: &AtomicU64, stop: &AtomicBool, sum: &Mutex<Sum>) {
    while !stop.load(Ordering::Relaxed) {
        let at = next.fetch_add(1, Ordering::Relaxed);
        if at >= args.seeds {
            return;
        }
        let seed = args.first_seed + at;
        let mut sim = Sim::new(seed);
        sim.run(args.steps);
        let mut sum = sum.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        sum.seeds += 1;
        sum.steps += sim.transitions().len() as u64;
        sum.inputs += sim.inputs();
        sum.checks.add(sim.checks());
        sum.coverage.add(sim.coverage());
        if sim.violation().is_some() {
            sum.failed.push((seed, sim));
            if sum.failed.len() >= args.enough {
                stop.store(true, Ordering::Relaxed);
            }
        }
        if sum.seeds == args.seeds {
            stop.store(true, Ordering::Relaxed);
        }
    }
}

fn progress(args: &Args, stop: &AtomicBool, sum: &Mutex<Sum>, begun: Instant) {
    let shown = std::io::stderr().is_terminal();
    let mut told = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(Duration::from_millis(50));
        let pause = if shown { 1 } else { 30 };
        if told.elapsed() < Duration::from_secs(pause) {
            continue;
        }
        told = Instant::now();
        let sum = sum.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let rate = sum.seeds as f64 / begun.elapsed().as_secs_f64();
        let (start, end) = if shown { ("\r", "") } else { ("", "\n") };
        let line = format!(
            "{start}{} of {} lives, {rate:.0}/s, {} failed{end}",
            sum.seeds,
            args.seeds,
            sum.failed.len()
        );
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

fn report(args: &Args, sum: &Sum, took: Duration) -> ExitCode {
    let seconds = took.as_secs_f64().max(0.001);
    let idle = sum.checks.idle();
    let enough = args.seeds >= 1_000;
    if args.json {
        say(&as_json(sum, seconds).to_string());
    } else {
        say(&format!(
            "{} lives ({} to {}), {} transitions, {} inputs in {seconds:.1} s: {:.0} lives/s, {:.0} transitions/s, {:.0} inputs/s",
            sum.seeds,
            args.first_seed,
            args.first_seed + args.seeds.saturating_sub(1),
            sum.steps,
            sum.inputs,
            sum.seeds as f64 / seconds,
            sum.steps as f64 / seconds,
            sum.inputs as f64 / seconds,
        ));
        say("transitions:");
        let kinds = sum.coverage.counts.iter().filter(|((what, _), _)| *what == "transition");
        let kinds: Vec<String> = kinds.map(|((_, name), count)| format!("{name} {count}")).collect();
        say(&format!("  {}", kinds.join(", ")));
        say("invariants, and how often each was put to the test:");
        for invariant in Invariant::ALL {
            say(&format!("  {:>12} {invariant}: {}", sum.checks.count(*invariant), invariant.demands()));
        }
        say(&sum.coverage.report());
    }
    let mut told = Vec::new();
    for (seed, sim) in &sum.failed {
        let invariant = sim.violation().map(|violation| violation.invariant);
        // One of a kind is cut down; the others are likely the same.
        let tries = if told.contains(&invariant) { 0 } else { args.shrink };
        told.push(invariant);
        fail(args, *seed, sim, tries);
    }
    if !sum.failed.is_empty() {
        return ExitCode::FAILURE;
    }
    if enough && !idle.is_empty() {
        let names: Vec<&str> = idle.iter().map(|invariant| invariant.name()).collect();
        say(&format!("never put to the test: {}", names.join(", ")));
        return ExitCode::FAILURE;
    }
    if !args.json {
        say("every invariant holds");
    }
    ExitCode::SUCCESS
}

fn as_json(sum: &Sum, seconds: f64) -> serde_json::Value {
    let invariants: serde_json::Map<String, serde_json::Value> =
        Invariant::ALL.iter().map(|i| (i.name().to_owned(), sum.checks.count(*i).into())).collect();
    let mut reached = serde_json::Map::new();
    for ((what, name), count) in &sum.coverage.counts {
        reached.entry(*what).or_insert_with(|| serde_json::json!({}))[name] = (*count).into();
    }
    let failed: Vec<serde_json::Value> = sum
        .failed
        .iter()
        .map(|(seed, sim)| {
            let violation = sim.violation();
            serde_json::json!({
                "seed": seed, "step": sim.transitions().len(),
                "invariant": violation.map(|v| v.invariant.name()), "detail": violation.map(|v| &v.detail),
            })
        })
        .collect();
    serde_json::json!({
        "seeds": sum.seeds, "transitions": sum.steps, "inputs": sum.inputs, "seconds": seconds,
        "invariants": invariants, "reached": reached, "failed": failed,
    })
}
