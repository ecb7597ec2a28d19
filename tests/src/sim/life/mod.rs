//! A life of a gateway, drawn from one number: what its clients ask, what its model and its tools do, what
//! goes wrong with disk, network, clock and configuration, when it dies and is started again. After every
//! step a reference model says what must be true; at the end the world is healed, and everything has to come
//! to its end.
//!
//! [`Sim`] draws one [`Transition`] after the other and applies it. A list of transitions can be applied
//! without drawing: that is how a life is repeated, cut down ([`shrink`]) and kept ([`Case`]).

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each part of the simulator deals with the few kinds it is about and passes over the rest"
)]

mod apply;
mod ask;
mod case;
mod choose;
pub mod coverage;
mod draw;
mod faults;
mod invariants;
mod judge;
mod links;
mod machine;
mod outside;
mod quiet;
mod shrink;
mod transition;
mod visitor;

pub use case::Case;
pub use coverage::Coverage;
pub use draw::Draw;
pub use invariants::{Checks, Invariant, Violation};
pub use shrink::shrink;
pub use transition::*;

use choose::Chooser;
use judge::Judge;
use machine::Machine;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Transitions in a life, unless another number is asked for.
pub const STEPS: usize = 300;

/// Transitions that are drawn from bytes at most.
const MAX_STEPS: usize = 600;

/// A life of a gateway.
#[derive(Debug)]
pub struct Sim {
    machine: Machine,
    judge: Judge,
    chooser: Chooser,
    transitions: Vec<Transition>,
}

impl Sim {
    /// A life that is drawn from a number.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::drawn(Draw::seeded(seed), seed)
    }

    /// A life that is drawn from bytes, as a fuzzer has them: it ends with them.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::drawn(Draw::bytes(bytes), bytes.len() as u64)
    }

    fn drawn(mut draw: Draw, seed: u64) -> Self {
        let setup = choose::setup(&mut draw, seed);
        Self::begin(setup, draw)
    }

    /// A life whose transitions come from elsewhere.
    #[must_use]
    pub fn of(setup: &Setup) -> Self {
        Self::begin(setup.clone(), Draw::bytes(&[]))
    }

    fn begin(setup: Setup, draw: Draw) -> Self {
        let judge = Judge::new(&setup.config);
        let mut sim = Self {
            machine: Machine::new(setup),
            judge,
            chooser: Chooser::new(draw),
            transitions: Vec::new(),
        };
        sim.judge.turns.on_written(Some(sim.machine.setup.config.width));
        sim.guarded(|sim| sim.machine.boot(&mut sim.judge));
        sim
    }

    /// Writes every action of the engine down from now on.
    pub fn record(&mut self) {
        self.machine.trace.get_or_insert_default();
    }

    /// What was written down.
    #[must_use]
    pub fn trace(&self) -> &[String] {
        self.machine.trace.as_deref().unwrap_or_default()
    }

    /// How the gateway was set up.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        &self.machine.setup
    }

    /// What has happened so far.
    #[must_use]
    pub fn transitions(&self) -> &[Transition] {
        &self.transitions
    }

    /// The first invariant that did not hold.
    #[must_use]
    pub fn violation(&self) -> Option<&Violation> {
        self.judge.checks.violation.as_ref()
    }

    /// How often each invariant was put to the test.
    #[must_use]
    pub fn checks(&self) -> &Checks {
        &self.judge.checks
    }

    /// What was reached.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        &self.judge.coverage
    }

    /// Inputs the engine was given so far.
    #[must_use]
    pub fn inputs(&self) -> u64 {
        self.machine.inputs
    }

    /// Draws what happens next, and lets it happen. `false` when there is nothing more to draw, or when an
    /// invariant does not hold.
    pub fn step(&mut self) -> bool {
        let spent = self.chooser.is_spent() || self.transitions.len() >= MAX_STEPS;
        if spent || self.violation().is_some() {
            return false;
        }
        let transition = self.chooser.next(&self.machine, &self.judge);
        self.apply(&transition);
        self.violation().is_none()
    }

    /// Lets something happen.
    pub fn apply(&mut self, transition: &Transition) {
        if self.violation().is_some() {
            return;
        }
        self.transitions.push(transition.clone());
        self.judge.coverage.see("transition", transition.kind());
        if let Some(trace) = &mut self.machine.trace {
            trace.push(format!("> {}", serde_json::to_string(transition).unwrap_or_default()));
        }
        self.guarded(|sim| apply::apply(&mut sim.machine, &mut sim.judge, transition));
    }

    /// Heals the world, and demands that everything comes to its end, and that what was promised is there:
    /// before and after one more crash, and after a clean stop.
    pub fn finish(&mut self) {
        if self.violation().is_none() {
            self.guarded(|sim| quiet::finish(&mut sim.machine, &mut sim.judge));
        }
    }

    /// Draws so many transitions, and comes to an end.
    pub fn run(&mut self, steps: usize) {
        for _ in 0..steps {
            if !self.step() {
                break;
            }
        }
        self.finish();
    }

    /// Lets all of these happen, and comes to an end.
    pub fn replay(&mut self, transitions: &[Transition]) {
        for transition in transitions {
            self.apply(transition);
        }
        self.finish();
    }

    /// A panic is an invariant that does not hold.
    fn guarded(&mut self, does: impl FnOnce(&mut Self)) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| does(self))) {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|t| (*t).to_owned()));
            let text = text.unwrap_or_else(|| "a panic without words".to_owned());
            self.judge.checks.fail(Invariant::NoPanic, text);
        }
    }
}

/// Bytes from hexadecimal digits; what is none ends them.
fn bytes_of(hex: &str) -> Vec<u8> {
    let pair = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    (0..hex.len()).step_by(2).map_while(pair).collect()
}
