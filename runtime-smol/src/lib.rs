//! The gateway engine on smol: sockets, files, processes, clocks and entropy, and no policy.
//!
//! One thread drives one [`engine::Engine`]: what happens becomes an input, what the engine asks for is
//! done, and what is to be sent leaves in one call for each connection. Files are worked on by a few
//! threads of their own, log lines by one. Nothing here decides by what a message means.

#![forbid(unsafe_code)]

mod clock;
#[cfg(test)]
mod conformance_tests;
mod conn;
mod connection;
mod deadline;
pub mod dial;
mod drive;
pub mod embed;
mod entropy;
pub mod fetch;
mod gather;
pub mod host;
mod http1;
mod listener;
pub mod lock;
mod log_sink;
mod ops;
mod outgoing;
mod perform;
pub mod ports;
pub mod process;
mod record;
mod serve;
mod signals;
mod socket;
mod store;
mod tell;
mod tls;
mod workers;

pub use clock::{Clock, wall};
pub use entropy::seed;
pub use log_sink::{Log, WsLog};
pub use record::Record;
pub use serve::{Serve, serve};
pub use store::{Roots, perform};
pub use tls::certificate_fingerprint;
