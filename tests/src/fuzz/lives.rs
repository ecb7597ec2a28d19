//! The engine itself, from bytes to transitions: those that the simulator draws.

use crate::sim::Sim;
use crate::sim::life::STEPS;

/// A life that bytes choose: whatever happens in it, every invariant of the simulator holds, and in the end
/// everything comes to its end.
pub fn engine(data: &[u8]) {
    let mut sim = Sim::from_bytes(data);
    sim.run(STEPS);
    if let Some(violation) = sim.violation() {
        let transitions: Vec<String> =
            sim.transitions().iter().map(|t| serde_json::to_string(t).unwrap_or_default()).collect();
        panic!("{violation:?} in {:?} after {}", sim.setup(), transitions.join("\n"));
    }
}
