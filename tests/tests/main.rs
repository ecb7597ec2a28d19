//! All cross-crate tests.

#[cfg(test)]
mod determinism;
#[cfg(test)]
mod e2e;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod interop;
#[cfg(test)]
mod plants;
#[cfg(test)]
mod replays;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod simulator;
#[cfg(test)]
mod tidy;
