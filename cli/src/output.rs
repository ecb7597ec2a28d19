//! Standard output and error: text for people, JSON for programs.

use std::io::{self, IsTerminal as _, Write as _};

use engine::config::Env;
use serde::Serialize;

use crate::exit::Failure;

/// Columns assumed where there is no terminal.
const DEFAULT_WIDTH: usize = 120;

/// Where a command prints, and whether colours are wanted there.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    color: bool,
    error_color: bool,
    terminal: bool,
    width: usize,
}

/// What a piece of text is, as far as colours go.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Style {
    Title,
    Heading,
    Accent,
    Muted,
    Good,
    Warn,
    Bad,
}

impl Output {
    pub(crate) fn new(env: &Env) -> Self {
        let terminal = io::stdout().is_terminal();
        Self {
            color: wants_color(env, terminal),
            error_color: wants_color(env, io::stderr().is_terminal()),
            terminal,
            width: columns(env).filter(|_| terminal).unwrap_or(DEFAULT_WIDTH),
        }
    }

    /// One without colours, for tests.
    #[cfg(test)]
    pub(crate) const fn plain(width: usize) -> Self {
        Self { color: false, error_color: false, terminal: false, width }
    }

    /// Whether a person sees standard output directly.
    pub(crate) const fn is_terminal(&self) -> bool {
        self.terminal
    }

    pub(crate) const fn color(&self) -> bool {
        self.color
    }

    pub(crate) const fn width(&self) -> usize {
        self.width
    }

    /// Prints text and a line end.
    pub(crate) fn line(&self, text: &str) -> Result<(), Failure> {
        Ok(writeln!(io::stdout().lock(), "{text}")?)
    }

    /// Prints text as it is.
    pub(crate) fn text(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        Ok(out.flush()?)
    }

    /// Prints a value as JSON for programs: indented by two spaces.
    pub(crate) fn json(&self, value: &impl Serialize) -> Result<(), Failure> {
        let text =
            serde_json::to_string_pretty(value).map_err(|error| Failure::error(format!("Error: {error}")))?;
        self.line(&text)
    }

    /// Prints a line on standard error. That nobody reads it is no reason to stop.
    pub(crate) fn error(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    pub(crate) fn paint(&self, style: Style, text: &str) -> String {
        painted(self.color, style, text)
    }

    /// The same for text that goes to standard error.
    pub(crate) fn paint_error(&self, style: Style, text: &str) -> String {
        painted(self.error_color, style, text)
    }
}

fn painted(color: bool, style: Style, text: &str) -> String {
    if !color {
        return text.to_owned();
    }
    let (on, off) = match style {
        Style::Title => ("1;91", "22;39"),
        Style::Heading => ("1", "22"),
        Style::Accent => ("93", "39"),
        Style::Muted => ("90", "39"),
        Style::Good => ("32", "39"),
        Style::Warn => ("33", "39"),
        Style::Bad => ("31", "39"),
    };
    format!("\u{1b}[{on}m{text}\u{1b}[{off}m")
}

/// Colours are for terminals, unless `FORCE_COLOR` or `NO_COLOR` says otherwise.
fn wants_color(env: &Env, terminal: bool) -> bool {
    match env.filled("FORCE_COLOR").map(str::trim) {
        Some("0") => false,
        Some(_) => true,
        None => terminal && env.filled("NO_COLOR").is_none() && env.var("TERM") != Some("dumb"),
    }
}

fn columns(env: &Env) -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok();
    let known = size.map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0);
    known.or_else(|| env.filled("COLUMNS")?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(vars: &[(&str, &str)], terminal: bool) -> bool {
        wants_color(&vars.iter().copied().collect(), terminal)
    }

    #[test]
    fn colours_are_for_terminals_unless_a_variable_decides() {
        assert!(color(&[], true) && !color(&[], false));
        assert!(!color(&[("NO_COLOR", "1")], true));
        assert!(
            color(&[("FORCE_COLOR", "1")], false) && color(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], false)
        );
        assert!(!color(&[("FORCE_COLOR", "0")], true));
    }

    #[test]
    fn without_colours_text_stays_as_it_is() {
        assert_eq!(painted(false, Style::Bad, "x"), "x");
        assert_eq!(painted(true, Style::Bad, "x"), "\u{1b}[31mx\u{1b}[39m");
    }
}
