//! A service's own file: what it runs, and with which variables.

use std::fs;

/// What a service runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Program and arguments.
    pub(crate) arguments: Vec<String>,
    pub(crate) working_dir: Option<String>,
    /// Variables, in the order of the file.
    pub(crate) environment: Vec<(String, String)>,
    /// The file.
    pub(crate) path: String,
    /// Its lines, for what is checked word by word.
    pub(crate) text: String,
}

/// The variables of a unit that may be shown.
const SHOWN: [&str; 5] = [
    "OPENCLAW_PROFILE",
    "OPENCLAW_STATE_DIR",
    "OPENCLAW_CONFIG_PATH",
    "OPENCLAW_GATEWAY_PORT",
    "OPENCLAW_NIX_MODE",
];

impl Unit {
    /// Reads a systemd unit; nothing when there is none, or when it starts nothing.
    pub(crate) fn read(path: &str) -> Option<Self> {
        let text = fs::read_to_string(path).ok()?;
        let unit = Self { path: path.to_owned(), ..Self::parse(&text) };
        Some(unit).filter(|unit| !unit.arguments.is_empty())
    }

    fn parse(text: &str) -> Self {
        let mut unit = Self { text: text.to_owned(), ..Self::default() };
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';'])) {
            let Some((key, value)) = line.split_once('=') else { continue };
            match key {
                "ExecStart" => unit.arguments = split(value),
                "WorkingDirectory" => {
                    unit.working_dir = Some(value.trim().to_owned()).filter(|dir| !dir.is_empty())
                }
                "Environment" => {
                    unit.environment.extend(split(value).iter().filter_map(|pair| assignment(pair)))
                }
                _ => {}
            }
        }
        unit
    }

    /// The value of a variable.
    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        self.environment.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The variables that may be shown: none holds a secret.
    pub(crate) fn shown(&self) -> Vec<(&str, &str)> {
        SHOWN
            .iter()
            .filter_map(|name| Some((*name, self.variable(name)?)))
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    /// The port among the arguments.
    pub(crate) fn port(&self) -> Option<u16> {
        let mut words = self.arguments.iter();
        let typed = loop {
            let word = words.next()?;
            match word.strip_prefix("--port") {
                Some("") => break words.next()?.as_str(),
                Some(rest) if rest.starts_with('=') => break &rest[1..],
                Some(_) | None => {}
            }
        };
        typed.trim().parse().ok().filter(|port| *port > 0)
    }
}

fn assignment(pair: &str) -> Option<(String, String)> {
    let (name, value) = pair.split_once('=')?;
    Some((name.trim().to_owned(), value.to_owned()))
}

/// Splits a value at blanks; quotes keep blanks, and a backslash keeps the sign behind it.
fn split(value: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\\', _) => word.get_or_insert_default().extend(chars.next()),
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::service) const UNIT: &str = "[Unit]\nDescription=x\nAfter=network-online.target\nWants=network-online.target\n\n\
        [Service]\nExecStart=/usr/bin/openclaw gateway --port 19005\nRestartSec=5\n# Environment=NO=1\n\
        Environment=HOME=/h\nEnvironment=\"PATH=/usr/local/bin:/usr/bin:/bin\"\nEnvironment=A=1 \"B=two words\"\n\
        Environment=OPENCLAW_PROFILE=work\nEnvironment=OPENCLAW_GATEWAY_TOKEN=secret\n";

    #[test]
    fn a_unit_says_what_runs_with_which_variables() {
        let unit = Unit::parse(UNIT);
        assert_eq!(unit.arguments, ["/usr/bin/openclaw", "gateway", "--port", "19005"]);
        assert_eq!(unit.port(), Some(19_005));
        assert_eq!(unit.variable("B"), Some("two words"));
        assert_eq!(unit.variable("NO"), None);
        assert_eq!(unit.shown(), [("OPENCLAW_PROFILE", "work")]);
    }

    #[test]
    fn quotes_and_backslashes_are_understood() {
        assert_eq!(split(r#"a "b c" 'd "e"' f\ g "h\"i" """#), ["a", "b c", "d \"e\"", "f g", "h\"i", ""]);
        let port = |text: &str| Unit { arguments: split(text), ..Unit::default() }.port();
        assert_eq!((port("x --port=7"), port("x --port"), port("x --portal 7")), (Some(7), None, None));
    }

    #[test]
    fn a_file_that_starts_nothing_is_no_service() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.service");
        let path = path.to_str().unwrap();
        assert_eq!(Unit::read(path), None);
        fs::write(path, "[Unit]\n").unwrap();
        assert_eq!(Unit::read(path), None);
        fs::write(path, UNIT).unwrap();
        assert_eq!(Unit::read(path).unwrap().path, path);
    }
}
