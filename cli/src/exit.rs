//! How a command ends.
//!
//! | Code | When |
//! |---|---|
//! | 0 | success, and a reader of our output that went away |
//! | 1 | any error; its text is on standard error |
//! | 2 | `--dev` or `--profile` used wrongly |
//! | 3 | `replay` does not do what was done then |

use std::io::{self, Write as _};
use std::process::ExitCode;

/// Why a command did not succeed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The text to print.
    Error(String),
    /// `--dev` or `--profile` used wrongly.
    Profile(&'static str),
    /// All that had to be said is said.
    Told,
    /// A recording is replayed otherwise than it was made; that is said.
    Differs,
    /// Whoever read our output has gone.
    BrokenPipe,
}

impl Failure {
    pub(crate) fn error(text: impl Into<String>) -> Self {
        Self::Error(text.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            Self::Error(format!("Error: {error}"))
        }
    }
}

/// Prints what is left to say and gives the exit code.
pub(crate) fn report(result: Result<(), Failure>) -> ExitCode {
    let (text, code) = match result {
        Ok(()) | Err(Failure::BrokenPipe) => return ExitCode::SUCCESS,
        Err(Failure::Told) => return ExitCode::FAILURE,
        Err(Failure::Differs) => return ExitCode::from(3),
        Err(Failure::Error(text)) => (text, 1),
        Err(Failure::Profile(text)) => (format!("[openclaw] {text}"), 2),
    };
    // Nobody can be told that standard error is gone.
    let _ = writeln!(io::stderr(), "{text}");
    ExitCode::from(code)
}
