//! The real program with real sockets, files and signals.

mod binds;
mod crash;
mod disk;
mod http;
mod idle;
mod logs;
mod processes;
mod program;
mod providers;
mod signals;
mod sockets;
mod wire;

use openclaw_tests::outside::missing;

/// Whether this test may do what only root may.
fn is_root(what: &str) -> bool {
    rustix::process::geteuid().is_root() || missing::<()>(&format!("root, for this: {what};")).is_some()
}
