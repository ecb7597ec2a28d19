//! Reads Rust text well enough to tell code from comments, literals and tests.

/// A line of code without its comments, and with every literal emptied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from one.
    pub number: usize,
    /// What is left of it.
    pub code: String,
    /// The string literals that begin on it.
    pub literals: Vec<String>,
}

impl Line {
    /// The words of its code, in order: identifiers and keywords.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty())
    }
}

/// The lines of a file that hold code outside tests.
#[must_use]
pub fn lines(text: &str) -> Vec<Line> {
    without_tests(code(text))
}

/// Modules in files of their own that are declared for tests only: the name of each, or the file it names.
#[must_use]
pub fn test_modules(text: &str) -> Vec<String> {
    let lines = code(text);
    let marks = lines.iter().enumerate().filter(|(_, line)| is_test_mark(line));
    let mut found = Vec::new();
    for (at, _) in marks {
        let attributes = lines[at..].iter().take_while(|line| line.code.trim().starts_with("#["));
        let path = attributes.clone().find(|line| line.code.trim().starts_with("#[path"));
        let declaration =
            lines.get(at + attributes.count()).and_then(|line| line.code.trim().strip_suffix(';'));
        let name = declaration.and_then(|code| Some(code.rsplit_once("mod ")?.1));
        found.extend(name.map(|name| path.map_or(name, |line| line.literals[0].as_str()).to_owned()));
    }
    found
}

fn is_test_mark(line: &Line) -> bool {
    line.code.trim().starts_with("#[cfg(test)]")
}

/// Leaves out what each `#[cfg(test)]` stands before, up to its semicolon or closing brace.
fn without_tests(lines: Vec<Line>) -> Vec<Line> {
    let mut kept = Vec::new();
    let mut depth: Option<usize> = None;
    for line in lines {
        if depth.is_none() && !is_test_mark(&line) {
            kept.push(line);
            continue;
        }
        let is_attribute = line.code.trim_start().starts_with("#[");
        let mut open = depth.unwrap_or_default();
        let mut ended = false;
        for c in line.code.chars().filter(|_| !is_attribute) {
            match c {
                '{' => open += 1,
                '}' => {
                    open -= 1;
                    ended = open == 0;
                }
                ';' => ended |= open == 0,
                _ => {}
            }
        }
        depth = (!ended).then_some(open);
    }
    kept
}

/// Every line, without comments and the contents of literals.
fn code(text: &str) -> Vec<Line> {
    let mut scanner = Scanner { rest: text, lines: vec![Line { number: 1, ..Line::default() }] };
    while let Some(c) = scanner.rest.chars().next() {
        scanner.step(c);
    }
    scanner.lines
}

struct Scanner<'a> {
    rest: &'a str,
    lines: Vec<Line>,
}

impl Scanner<'_> {
    fn step(&mut self, c: char) {
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.rest = &self.rest[end..];
        } else if self.rest.starts_with("/*") {
            self.skip(self.rest.find("*/").map_or(self.rest.len(), |end| end + 2));
        } else if c == '"' {
            self.literal(1, "\"", true);
        } else if let Some(hashes) = self.raw_string() {
            self.literal(hashes + 2, &format!("\"{}", "#".repeat(hashes)), false);
        } else if c == '\'' {
            self.quote();
        } else {
            if c != '\n' {
                self.last().code.push(c);
            }
            self.skip(c.len_utf8());
        }
    }

    /// Moves on, counting lines.
    fn skip(&mut self, bytes: usize) {
        let (skipped, rest) = self.rest.split_at(bytes);
        let mut number = self.lines.len();
        self.lines.extend(skipped.matches('\n').map(|_| {
            number += 1;
            Line { number, ..Line::default() }
        }));
        self.rest = rest;
    }

    fn last(&mut self) -> &mut Line {
        self.lines.last_mut().expect("there is a first line")
    }

    /// The number of hashes of a raw string that begins here.
    fn raw_string(&self) -> Option<usize> {
        let in_word = |c: char| c.is_alphanumeric() || c == '_';
        if self.lines.last().is_some_and(|line| line.code.ends_with(in_word) && !line.code.ends_with('b')) {
            return None;
        }
        let after = self.rest.strip_prefix('r')?;
        let opened = after.trim_start_matches('#');
        opened.starts_with('"').then(|| after.len() - opened.len())
    }

    /// A string that begins with so many bytes and goes on to this end.
    fn literal(&mut self, begin: usize, end: &str, escapes: bool) {
        let body = &self.rest[begin..];
        let mut len = 0;
        while len < body.len() && !body[len..].starts_with(end) {
            let escaped = usize::from(escapes && body[len..].starts_with('\\'));
            let chars = body[len..].chars().take(1 + escaped);
            len += chars.map(char::len_utf8).sum::<usize>();
        }
        let line = self.lines.last_mut().expect("there is a first line");
        line.literals.push(body[..len].to_owned());
        line.code.push_str("\"\"");
        self.skip((begin + len + end.len()).min(self.rest.len()));
    }

    /// A character, or the mark of a lifetime.
    fn quote(&mut self) {
        let mut chars = self.rest.char_indices().skip(1);
        let end = match (chars.next(), chars.next()) {
            (Some((_, '\\')), Some(_)) => self.rest[3..].find('\'').map(|at| at + 4),
            (Some(_), Some((at, '\''))) => Some(at + 1),
            _ => None,
        };
        self.last().code.push('\'');
        self.skip(end.unwrap_or(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<(usize, String)> {
        let lines = lines(text).into_iter().filter(|line| !line.code.trim().is_empty());
        lines.map(|line| (line.number, line.code.trim().to_owned())).collect()
    }

    #[test]
    fn comments_and_literals_are_no_code() {
        let text = "a(\"x // y\", '\"', b'\\'', r#\"z\"q\"#); // c\n/* d\n e */ f::<'g>();\n";
        assert_eq!(codes(text), [(1, "a(\"\", ', b', \"\");".to_owned()), (3, "f::<'g>();".to_owned())]);
        assert_eq!(lines(text)[0].literals, ["x // y", "z\"q"]);
    }

    #[test]
    fn what_is_only_for_tests_is_left_out() {
        let text = "a();\n#[cfg(test)]\nuse b;\nc();\n#[cfg(test)]\n#[expect(d)]\nmod e {\n  fn f() { '{' }\n}\ng();\n";
        let kept: Vec<_> = codes(text).into_iter().map(|(_, code)| code).collect();
        assert_eq!(kept, ["a();", "c();", "g();"]);
    }

    #[test]
    fn modules_of_tests_are_named() {
        let text = "mod a;\n#[cfg(test)]\npub(super) mod b;\n#[cfg(test)]\nmod c {}\n";
        assert_eq!(test_modules(text), ["b"]);
        assert_eq!(test_modules("#[cfg(test)]\n#[path = \"d_tests.rs\"]\nmod tests;\n"), ["d_tests.rs"]);
    }
}
