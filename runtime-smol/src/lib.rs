//! The gateway engine on smol: sockets, files, processes, clocks and entropy, and no policy.

pub mod dial;
pub mod host;
pub mod lock;
pub mod ports;
mod serve;

pub use serve::{Log, Serve, WsLog, serve};
