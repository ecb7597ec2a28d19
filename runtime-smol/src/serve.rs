//! A gateway, from its start to its end.

use crate::lock::Lock;
use engine::config::sections::host::{ConsoleStyle, LogLevel};
use engine::{Exit, Setup};

/// What a gateway is started with.
#[derive(Debug)]
pub struct Serve {
    /// The engine's setup.
    pub setup: Setup,
    /// What is logged where.
    pub log: Log,
    /// The right to run it, given back at the end.
    pub lock: Option<Lock>,
}

/// What is logged where.
#[derive(Clone, Debug)]
pub struct Log {
    /// Everything goes to the console.
    pub verbose: bool,
    /// How requests and events are logged.
    pub ws_log: WsLog,
    /// Absolute path of the file; `{date}` stands for the local date.
    pub file: String,
    /// What goes into the file.
    pub level: LogLevel,
    /// What goes to the console.
    pub console_level: LogLevel,
    /// How it looks there.
    pub console_style: ConsoleStyle,
    /// Whether the console shows colours.
    pub color: bool,
}

/// How requests and events are logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WsLog {
    /// A line for a request with its answer.
    #[default]
    Auto,
    /// The same.
    Compact,
    /// A line for each frame.
    Full,
}

/// Runs a gateway until it is told to stop, or cannot go on.
#[must_use]
pub fn serve(serve: Serve) -> Exit {
    drop(serve);
    Exit::Failed("this build has no server".to_owned())
}
