//! What the cross-crate tests are made of.
//!
//! [`sim`] is a world around an engine: a clock, a disk, connections, a model and processes, all of them
//! in memory and all of them obedient. [`peer`] is a client that shares nothing with the engine but the
//! wire. [`gateway`] starts the real programs; [`outside`] finds what is not in this repository. [`tidy`]
//! holds the rules of the house that a machine can check; [`fuzz`] is what the fuzz targets check that
//! needs a second opinion, and the program that runs them.

#![forbid(unsafe_code)]

pub mod fuzz;
pub mod gateway;
pub mod outside;
pub mod peer;
pub mod sim;
pub mod tidy;
