//! A life in a file: a line of JSON for its setup, and one for each transition.

use super::{Setup, Sim, Transition};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// A life that was written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What it shows, in words, and which invariant it broke.
    pub about: String,
    /// How the gateway is set up.
    pub setup: Setup,
    /// What happens.
    pub transitions: Vec<Transition>,
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    about: String,
    setup: Setup,
}

impl Case {
    /// Reads a file's text.
    ///
    /// # Errors
    ///
    /// Which line is wrong, and how.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let wrong = |at: usize, e: serde_json::Error| format!("line {}: {e}", at + 1);
        let (at, first) = lines.next().ok_or("the file is empty")?;
        let head: Head = serde_json::from_str(first).map_err(|e| wrong(at, e))?;
        let transitions = lines.map(|(at, line)| serde_json::from_str(line).map_err(|e| wrong(at, e)));
        Ok(Self { about: head.about, setup: head.setup, transitions: transitions.collect::<Result<_, _>>()? })
    }

    /// The file's text.
    ///
    /// # Panics
    ///
    /// Never: transitions are plain data.
    #[must_use]
    pub fn text(&self) -> String {
        let head = Head { about: self.about.clone(), setup: self.setup.clone() };
        let mut out = String::new();
        let _ = writeln!(out, "{}", serde_json::to_string(&head).expect("a setup is plain data"));
        for transition in &self.transitions {
            let _ = writeln!(out, "{}", serde_json::to_string(transition).expect("it is plain data"));
        }
        out
    }

    /// Lives it again.
    #[must_use]
    pub fn live(&self) -> Sim {
        let mut sim = Sim::of(&self.setup);
        sim.replay(&self.transitions);
        sim
    }
}

impl From<&Sim> for Case {
    fn from(sim: &Sim) -> Self {
        let about = sim.violation().map_or_else(String::new, ToString::to_string);
        Self { about, setup: sim.setup().clone(), transitions: sim.transitions().to_vec() }
    }
}
