//! Lines of a gateway that is about to run: each begins with the time, as its log lines will.

use std::io::{self, Write as _};

use engine::config::Config;
use engine::config::sections::host::ConsoleStyle;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use runtime_smol::host;
use serde_json::json;

use crate::exit::Failure;
use crate::files;
use crate::output::Output;

/// The console, in the style the log will have.
#[derive(Clone, Debug)]
pub(crate) struct Console {
    style: ConsoleStyle,
    zone: TimeZone,
}

impl Console {
    pub(crate) fn new(config: &Config, output: &Output) -> Self {
        Self { style: style(config, output), zone: TimeZone::get(&host::timezone()).unwrap_or(TimeZone::UTC) }
    }

    /// Tells something on standard output. That nobody reads it is no reason to stop.
    pub(crate) fn say(&self, text: &str) {
        let _ = writeln!(io::stdout().lock(), "{}", self.stamped("info", text));
    }

    /// Tells what is wrong on standard error.
    pub(crate) fn warn(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", self.stamped("error", text));
    }

    /// Tells what is wrong, and ends the command.
    pub(crate) fn refuse(&self, text: &str) -> Failure {
        self.warn(text);
        Failure::Told
    }

    fn stamped(&self, level: &str, text: &str) -> String {
        let now = files::now();
        match self.style {
            ConsoleStyle::Json => json!({"time": now.iso(), "level": level, "message": text}).to_string(),
            ConsoleStyle::Compact => format!("{} {text}", now.iso()),
            ConsoleStyle::Pretty => {
                let millis = i64::try_from(now.0).unwrap_or(i64::MAX);
                let local = Timestamp::from_millisecond(millis).map(|time| time.to_zoned(self.zone.clone()));
                local.map_or_else(|_| text.to_owned(), |time| format!("{} {text}", time.strftime("%H:%M:%S")))
            }
        }
    }
}

/// The style of the console: as configured, else what fits the place.
pub(crate) fn style(config: &Config, output: &Output) -> ConsoleStyle {
    let fitting = if output.is_terminal() { ConsoleStyle::Pretty } else { ConsoleStyle::Compact };
    config.logging.console_style.unwrap_or(fitting)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamped(style: ConsoleStyle) -> String {
        Console { style, zone: TimeZone::UTC }.stamped("error", "x")
    }

    #[test]
    fn every_style_says_when() {
        assert_eq!(stamped(ConsoleStyle::Compact).len(), "2026-11-22T08:58:31.199Z x".len());
        assert_eq!(stamped(ConsoleStyle::Pretty).len(), "08:58:31 x".len());
        assert!(stamped(ConsoleStyle::Json).ends_with(r#""level":"error","message":"x"}"#));
    }
}
