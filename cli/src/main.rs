//! The `openclaw` command: runs the gateway and talks to it.
//!
//! It holds no policy: it parses, reads files through the engine's configuration loader, calls the engine
//! and the runtime, and prints.

#![forbid(unsafe_code)]

mod args;
mod banner;
mod chance;
mod command;
mod console;
mod device;
mod dotenv;
mod embedded;
mod environment;
mod exit;
mod files;
mod output;
mod port_report;
mod probe;
mod rpc;
mod service;
mod table;
mod trash;
mod tunnel;
mod usage;
mod words;
mod workspace;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let known = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    exit::report(command::run(words, env::vars_os().filter_map(known).collect()))
}
