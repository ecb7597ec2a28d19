//! The gateway engine on smol: sockets, files, processes, clocks and entropy, and no policy.

#![forbid(unsafe_code)]

mod deadline;
pub mod dial;
pub mod fetch;
pub mod process;
