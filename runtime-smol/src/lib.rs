//! The gateway engine on smol: sockets, files, processes, clocks and entropy, and no policy.

mod deadline;

pub mod fetch;
pub mod process;
