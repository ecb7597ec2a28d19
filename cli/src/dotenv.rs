//! `.env` files.

use engine::config::Env;

/// Sets the variables of a `.env` text that the environment does not have.
pub(crate) fn apply(text: &str, env: &mut Env) {
    for (name, value) in parse(text) {
        if env.var(&name).is_none() {
            env.set(name, value);
        }
    }
}

/// Reads `NAME=value` lines: `export` in front, quotes around the value and comments are understood. A
/// quoted value may go over several lines; in double quotes `\n` and `\r` are line ends.
fn parse(text: &str) -> Vec<(String, String)> {
    let text = text.replace("\r\n", "\n");
    let mut rest = text.as_str();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let Some((name, value)) = assignment(line) else {
            rest = after;
            continue;
        };
        let start = line.len() - value.len();
        let (value, used) = value_of(&rest[start..]);
        found.push((name.to_owned(), value));
        rest = rest[start + used..].split_once('\n').map_or("", |(_, after)| after);
    }
    found
}

/// The name on a line and what follows its `=`.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").map_or(line, str::trim_start);
    let (name, value) = line.split_once('=')?;
    let name = name.trim_end();
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-');
    (!name.is_empty() && name.bytes().all(plain)).then(|| (name, value.trim_start_matches([' ', '\t'])))
}

/// The value at the start of a text, and how much of the text it takes.
fn value_of(text: &str) -> (String, usize) {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    if let Some(quote) = quote
        && let Some(end) = closing(&text[1..], quote)
    {
        let inside = &text[1..=end];
        let value =
            if quote == '"' { inside.replace("\\n", "\n").replace("\\r", "\r") } else { inside.to_owned() };
        return (value, end + 2);
    }
    let line = text.split('\n').next().unwrap_or_default();
    let bare = line.split('#').next().unwrap_or_default();
    (bare.trim().to_owned(), line.len())
}

/// Where a quoted text ends; a quote after a backslash does not end it.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            c if c == quote && !escaped => return Some(at),
            c => escaped = c == '\\' && !escaped,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_shells_write_them() {
        let text = "# note\nA=1\n export B = two words # why\nC='a # b'\nD=\"x\\ny\"\nE=\"two\nlines\"\r\nF=\nG=`q`\nbad line\nH=\"open\nI=last";
        let found = parse(text);
        let shown: Vec<_> = found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("A", "1"),
                ("B", "two words"),
                ("C", "a # b"),
                ("D", "x\ny"),
                ("E", "two\nlines"),
                ("F", ""),
                ("G", "q"),
                ("H", "\"open"),
                ("I", "last"),
            ]
        );
    }

    #[test]
    fn what_is_set_already_stays() {
        let mut env = Env::from_iter([("A", "old"), ("B", "")]);
        apply("A=new\nB=new\nC=new", &mut env);
        assert_eq!((env.var("A"), env.var("B"), env.var("C")), (Some("old"), Some(""), Some("new")));
    }
}
