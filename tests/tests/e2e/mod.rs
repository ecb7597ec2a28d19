//! The real program with real sockets, files and signals.

mod binds;
mod crash;
mod disk;
mod http;
mod idle;
mod kills;
mod logs;
mod overload;
mod processes;
mod providers;
mod replay;
mod signals;
mod sockets;

use openclaw_tests::{program, wire};
