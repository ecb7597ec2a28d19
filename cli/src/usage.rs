//! The command line parser, and its errors in the words that scripts and people know.

use clap::builder::Arg;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Command, CommandFactory as _, FromArgMatches as _};

use crate::args::{RawArgs, Request};
use crate::exit::Failure;

/// Parses the words; the inner error is a request that needs no command.
pub(crate) fn read(words: &[String]) -> Result<Result<RawArgs, Request>, Failure> {
    let command = grammar();
    let parsed = command.clone().try_get_matches_from(["openclaw".to_owned()].iter().chain(words));
    match parsed.and_then(|matches| RawArgs::from_arg_matches(&matches)) {
        Ok(raw) => Ok(Ok(raw)),
        Err(error) => answer(&error, &command, words).map(Err),
    }
}

/// The grammar. A value may begin with a dash, as long as something takes it.
fn grammar() -> Command {
    fn lenient(command: Command) -> Command {
        let command =
            command.mut_args(|arg| if takes_value(&arg) { arg.allow_hyphen_values(true) } else { arg });
        command.mut_subcommands(lenient)
    }
    lenient(RawArgs::command())
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values() && !arg.is_positional()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the enum is open: new kinds keep the parser's own words")]
fn answer(error: &Error, command: &Command, words: &[String]) -> Result<Request, Failure> {
    let last = deepest(command, words);
    let invalid = invalid_arg(error);
    let text = match error.kind() {
        ErrorKind::DisplayHelp => return Ok(Request::Help(error.render().to_string())),
        ErrorKind::DisplayVersion => return Ok(Request::Version),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            return Err(Failure::Error(error.render().to_string().trim_end().to_owned()));
        }
        ErrorKind::InvalidSubcommand => {
            let name = context(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("unknown command '{name}'")
        }
        ErrorKind::UnknownArgument => unknown(error, last, &invalid),
        ErrorKind::MissingRequiredArgument => missing(last, &invalid),
        ErrorKind::InvalidValue => format!("option '{}' argument missing", named(last, &invalid)),
        _ => {
            let text = error.render().to_string();
            let line = text.lines().next().unwrap_or_default();
            line.strip_prefix("error: ").unwrap_or(line).to_owned()
        }
    };
    Err(Failure::Error(format!("error: {text}")))
}

fn unknown(error: &Error, command: &Command, word: &str) -> String {
    if word.starts_with('-') {
        let hint =
            context(error, ContextKind::SuggestedArg).map(|known| format!("\n(Did you mean {known}?)"));
        return format!("unknown option '{word}'{}", hint.unwrap_or_default());
    }
    let expected = command.get_positionals().count();
    let plural = if expected == 1 { "" } else { "s" };
    let name = command.get_name();
    format!("too many arguments for '{name}'. Expected {expected} argument{plural} but got {}.", expected + 1)
}

fn missing(command: &Command, shown: &str) -> String {
    match shown.strip_prefix('<') {
        Some(name) => format!("missing required argument '{}'", name.trim_end_matches('>')),
        None => format!("required option '{}' not specified", named(command, shown)),
    }
}

/// An option with its short form in front, if it has one.
fn named(command: &Command, shown: &str) -> String {
    let long = shown.split([' ', '=']).next().unwrap_or_default().trim_start_matches('-');
    let short = command.get_arguments().find(|arg| arg.get_long() == Some(long)).and_then(Arg::get_short);
    short.map_or_else(|| shown.to_owned(), |short| format!("-{short}, {shown}"))
}

/// The command that the words lead to.
fn deepest<'a>(command: &'a Command, words: &[String]) -> &'a Command {
    words.iter().fold(command, |command, word| command.find_subcommand(word).unwrap_or(command))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the enum is open, and only texts are of use")]
fn context(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.first().cloned(),
        _ => None,
    }
}

fn invalid_arg(error: &Error) -> String {
    context(error, ContextKind::InvalidArg).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_free_of_contradictions() {
        grammar().debug_assert();
    }
}
