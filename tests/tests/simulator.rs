//! The simulator, as far as it fits into a test run: some lives, every life that once broke something, and
//! that a life is the same whenever and wherever it is lived.

use openclaw_tests::sim::Sim;
use openclaw_tests::sim::life::{Case, Invariant, STEPS, Transition, shrink};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lives of a test run. Thousands are lived by `cargo sim`.
const LIVES: u64 = 120;

/// The variable that makes a test of this file print what it came to.
const TELL: &str = "SIMULATOR_TELL";

#[test]
fn some_lives_break_nothing() {
    let first = first_seed();
    let half = |from: u64| {
        for seed in from..from + LIVES / 2 {
            let mut sim = Sim::new(seed);
            sim.run(STEPS);
            if let Some(violation) = sim.violation() {
                let step = sim.transitions().len();
                panic!("seed {seed}, step {step}: {violation}\nagain: cargo sim --seed {seed}");
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| half(first));
        half(first + LIVES / 2);
    });
}

/// Where the seeds begin: by the commit, where one is known, so that every commit looks elsewhere and a
/// failure is found again from the commit alone.
fn first_seed() -> u64 {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let head = Command::new("git").args(["rev-parse", "HEAD"]).current_dir(root).output();
    let head = head.ok().filter(|out| out.status.success()).map(|out| out.stdout).unwrap_or_default();
    let digits = head.get(..8).and_then(|digits| core::str::from_utf8(digits).ok());
    digits.and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(1)
}

#[test]
fn lives_that_once_broke_something_break_nothing() {
    let mut count = 0;
    for file in replays() {
        let case = Case::parse(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let sim = case.live();
        assert_eq!(sim.violation(), None, "{}", file.display());
        assert_eq!(case, Case::parse(&case.text()).unwrap(), "{}", file.display());
        count += 1;
    }
    assert!(count > 0, "no life was kept");
}

fn replays() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("replays");
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "jsonl"))
        .collect();
    files.sort();
    files
}

#[test]
fn the_same_seed_twice_is_the_same_life() {
    let (first, second) = (trace(42), trace(42));
    if let Some(at) = first.iter().zip(&second).position(|(a, b)| a != b) {
        panic!("line {at} of the trace differs:\n{}\n{}", first[at], second[at]);
    }
    assert_eq!(first.len(), second.len());
    assert!(first.len() > 1_000, "only {} lines", first.len());
    assert_ne!(digest(&first), digest(&trace(43)));
}

#[test]
fn a_fresh_process_lives_the_same_life() {
    let here = digest(&trace(44));
    if std::env::var_os(TELL).is_some() {
        println!("{TELL}={here}");
        return;
    }
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "simulator::a_fresh_process_lives_the_same_life", "--nocapture"]).env(TELL, "1");
    let said = String::from_utf8(again.output().unwrap().stdout).unwrap();
    let there = said.lines().find_map(|line| line.rsplit_once(&format!("{TELL}="))).map(|(_, digest)| digest);
    assert_eq!(there, Some(here.as_str()), "{said}");
}

/// A list of transitions is a whole life: nothing is drawn when it is lived again.
#[test]
fn a_life_that_was_written_down_is_the_same_life() {
    let mut sim = Sim::new(45);
    sim.record();
    sim.run(STEPS);
    let case = Case::parse(&Case::from(&sim).text()).unwrap();
    let mut again = Sim::of(&case.setup);
    again.record();
    again.replay(&case.transitions);
    assert_eq!(digest(sim.trace()), digest(again.trace()));
}

#[test]
fn bytes_are_a_life_that_ends_with_them() {
    let bytes: Vec<u8> = (0..2_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut sim = Sim::from_bytes(&bytes);
    let mut steps = 0;
    while sim.step() {
        steps += 1;
    }
    assert!((50..2_000).contains(&steps), "{steps}");
    sim.finish();
    assert_eq!(sim.violation(), None);
    let mut nothing = Sim::from_bytes(&[]);
    assert!(!nothing.step());
    nothing.finish();
    assert_eq!(nothing.violation(), None);
}

/// Transitions can be left out: one that is about something that is gone does nothing.
#[test]
fn a_life_with_holes_is_a_life() {
    let mut sim = Sim::new(46);
    sim.run(STEPS);
    for keep in 2..6 {
        let mut holes = Sim::of(sim.setup());
        let kept: Vec<Transition> = sim.transitions().iter().step_by(keep).cloned().collect();
        holes.replay(&kept);
        assert_eq!(holes.violation(), None, "every {keep}th");
    }
}

#[test]
fn what_breaks_nothing_cannot_be_cut_down() {
    let mut sim = Sim::new(47);
    sim.run(20);
    let case = Case::from(&sim);
    assert_eq!(shrink(&case, Invariant::OneReply, 10).transitions, case.transitions);
}

fn trace(seed: u64) -> Vec<String> {
    let mut sim = Sim::new(seed);
    sim.record();
    sim.run(STEPS);
    sim.trace().to_vec()
}

fn digest(trace: &[String]) -> String {
    Sha256::digest(trace.join("\n").as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
