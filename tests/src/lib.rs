//! What the cross-crate tests are made of.
//!
//! [`sim`] is a world around an engine: a clock, a disk, connections, a model and processes, all of them
//! in memory and all of them obedient. [`peer`] is a client that shares nothing with the engine but the
//! wire. [`plants`] are bugs that the simulator has to find. [`gateway`] starts the real programs; [`outside`] finds what is not in this repository. [`tidy`]
//! holds the rules of the house that a machine can check.

#![forbid(unsafe_code)]

pub mod gateway;
pub mod outside;
pub mod peer;
pub mod plants;
pub mod sim;
pub mod tidy;
