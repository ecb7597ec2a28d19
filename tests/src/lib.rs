//! What the cross-crate tests are made of.
//!
//! [`sim`] is a world around an engine: a clock, a disk, connections, a model and processes, all of them
//! in memory and all of them obedient. [`peer`] is a client that shares nothing with the engine but the
//! wire, and [`wire`] carries it over a real socket. [`gateway`] and [`program`] start the real programs,
//! and [`kills`] kills them, also on a [`disk`] that is full; [`overload`] asks too much of them. [`plants`]
//! are bugs that the simulator has to find. [`outside`] finds what is not in this repository. [`tidy`] holds
//! the rules of the house that a machine can check; [`fuzz`] is what the fuzz targets check that needs a
//! second opinion, and the program that runs them.

#![forbid(unsafe_code)]

pub mod disk;
pub mod fuzz;
pub mod gateway;
pub mod kills;
pub mod outside;
pub mod overload;
pub mod peer;
pub mod plants;
pub mod program;
pub mod sim;
pub mod tidy;
pub mod wire;
