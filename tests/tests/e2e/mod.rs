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
mod replay;
mod signals;
mod sockets;
mod wire;

/// Whether this test may do what only root may; a reason is printed when not. Under CI it must.
fn is_root(what: &str) -> bool {
    let root = rustix::process::geteuid().is_root();
    assert!(root || std::env::var_os("CI").is_none(), "CI runs as root: {what}");
    if !root {
        println!("skipped, this is not root: {what}");
    }
    root
}
