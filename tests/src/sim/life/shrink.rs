//! Cutting a life that broke an invariant down to what it takes to break it.

use super::{Case, Invariant, Sim, Transition};

/// Leaves out what can be left out, as long as the same invariant breaks: halves first, then smaller parts,
/// then each transition by itself. At most so many lives are tried.
#[must_use]
pub fn shrink(case: &Case, invariant: Invariant, tries: usize) -> Case {
    let mut best = case.clone();
    let mut left = tries;
    let mut part = best.transitions.len().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        let mut cut = false;
        while at < best.transitions.len() && left > 0 {
            left -= 1;
            let end = (at + part).min(best.transitions.len());
            let mut fewer = best.transitions.clone();
            fewer.drain(at..end);
            match breaks(&best, fewer, invariant) {
                Some(shorter) => {
                    best = shorter;
                    cut = true;
                }
                None => at = end,
            }
        }
        if left == 0 || (part == 1 && !cut) {
            return best;
        }
        part = if cut && part > 1 { part } else { part.div_ceil(2) }.min(best.transitions.len()).max(1);
        if best.transitions.is_empty() {
            return best;
        }
    }
}

fn breaks(case: &Case, transitions: Vec<Transition>, invariant: Invariant) -> Option<Case> {
    let mut sim = Sim::of(&case.setup);
    sim.replay(&transitions);
    let violation = sim.violation().filter(|violation| violation.invariant == invariant)?;
    // What comes after the break was not lived: it can go.
    let lived = sim.transitions().len();
    let transitions = transitions.into_iter().take(lived).collect();
    Some(Case { about: violation.to_string(), transitions, ..case.clone() })
}
