//! Reads JSON5 text into a tree that remembers where each part stands, so that the same grammar serves
//! reading a file and editing it in place.
//!
//! Error texts and positions are those of the JavaScript `json5` package, since they travel to clients;
//! nesting is bounded, so no text can exhaust the stack.

use core::fmt;
use core::ops::Range;

use serde_json::{Map, Number, Value};

/// How deep lists and objects may nest. No known configuration passes 15 levels.
pub const MAX_DEPTH: usize = 100;

/// Parses a text into plain JSON values. Later duplicates of a key win; `NaN` and infinities become null.
pub fn parse(text: &str) -> Result<Value, Error> {
    parse_tree(text).map(|node| node.to_value())
}

/// Parses a text into a tree with positions.
pub fn parse_tree(text: &str) -> Result<Node, Error> {
    let mut reader = Reader { text, at: 0 };
    reader.skip_blank()?;
    let node = reader.value(0)?;
    reader.skip_blank()?;
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.unexpected()),
    }
}

/// One value and the bytes it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where the value stands in the text.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of JSON5 values.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number, including hexadecimal, `Infinity` and `NaN`.
    Number(f64),
    /// A string of either quote.
    Text(String),
    /// An array.
    List(Vec<Node>),
    /// An object, members as written, duplicates included.
    Object(Vec<Member>),
}

/// One `key: value` of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The key, unquoted and unescaped.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The value without positions.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(flag) => Value::Bool(*flag),
            Kind::Number(number) => number_value(*number),
            Kind::Text(text) => Value::String(text.clone()),
            Kind::List(items) => Value::Array(items.iter().map(Self::to_value).collect()),
            Kind::Object(members) => {
                let mut map = Map::new();
                for member in members {
                    map.insert(member.key.clone(), member.value.to_value());
                }
                Value::Object(map)
            }
        }
    }

    /// The last member with this key, the one that counts; nothing for other kinds.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<&Member> {
        match &self.kind {
            Kind::Object(members) => members.iter().rev().find(|member| member.key == key),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::List(_) => None,
        }
    }
}

/// Where and at what a text stopped being JSON5.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What stood there.
    pub found: Found,
    /// Line, from 1.
    pub line: usize,
    /// Column in UTF-16 units, from 1; 0 when the offending character is the line break itself.
    pub column: usize,
}

/// What the parser met where something else was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The text was over.
    End,
    /// This character.
    Character(char),
    /// One more level than [`MAX_DEPTH`].
    TooDeep,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.found {
            Found::End => f.write_str("JSON5: invalid end of input")?,
            Found::Character(c) => write!(f, "JSON5: invalid character '{}'", Shown(c))?,
            Found::TooDeep => write!(f, "JSON5: nested deeper than {MAX_DEPTH} levels")?,
        }
        write!(f, " at {}:{}", self.line, self.column)
    }
}

impl core::error::Error for Error {}

/// A character as the JavaScript package prints it.
struct Shown(char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            '\'' => f.write_str("\\'"),
            '"' => f.write_str("\\\""),
            '\\' => f.write_str("\\\\"),
            '\u{8}' => f.write_str("\\b"),
            '\u{c}' => f.write_str("\\f"),
            '\n' => f.write_str("\\n"),
            '\r' => f.write_str("\\r"),
            '\t' => f.write_str("\\t"),
            '\u{b}' => f.write_str("\\v"),
            '\0' => f.write_str("\\0"),
            '\u{2028}' => f.write_str("\\u2028"),
            '\u{2029}' => f.write_str("\\u2029"),
            c if c < ' ' => write!(f, "\\x{:02x}", u32::from(c)),
            c => write!(f, "{c}"),
        }
    }
}

/// A JavaScript number as JSON would print it: integral values without a fraction.
pub(crate) fn number_value(number: f64) -> Value {
    const EXACT: f64 = 9_223_372_036_854_774_784.0;
    if number.fract() == 0.0 && number.abs() <= EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "integral and within i64")]
        return Value::Number(Number::from(number as i64));
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// The end of the white space and comments that begin at `at`; for the editor, in texts already parsed.
pub(crate) fn blank_end(text: &str, at: usize) -> usize {
    let mut reader = Reader { text, at };
    reader.skip_blank().map_or(at, |()| reader.at)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn eat(&mut self, wanted: char) -> bool {
        let hit = self.peek() == Some(wanted);
        if hit {
            self.at += wanted.len_utf8();
        }
        hit
    }

    /// The error for the character the reader stands on.
    fn unexpected(&self) -> Error {
        let found = self.peek().map_or(Found::End, Found::Character);
        self.error(found)
    }

    fn error(&self, found: Found) -> Error {
        let end = self.at + self.peek().map_or(0, char::len_utf8);
        let read = &self.text[..end];
        let line_start = read.rfind('\n').map_or(0, |at| at + 1);
        let units: usize = read[line_start..].chars().map(char::len_utf16).sum();
        let column = if self.peek().is_none() { units + 1 } else { units };
        Error { found, line: 1 + read.matches('\n').count(), column }
    }

    fn skip_blank(&mut self) -> Result<(), Error> {
        while let Some(c) = self.peek() {
            if c == '/' {
                self.comment()?;
            } else if is_blank(c) {
                self.at += c.len_utf8();
            } else {
                break;
            }
        }
        Ok(())
    }

    fn comment(&mut self) -> Result<(), Error> {
        self.bump();
        match self.peek() {
            Some('/') => {
                while self.peek().is_some_and(|c| !is_line_end(c)) {
                    self.bump();
                }
                Ok(())
            }
            Some('*') => {
                self.bump();
                let Some(length) = self.text[self.at..].find("*/") else {
                    self.at = self.text.len();
                    return Err(self.unexpected());
                };
                self.at += length + 2;
                Ok(())
            }
            Some(_) | None => Err(self.unexpected()),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, Error> {
        let start = self.at;
        let kind = match self.peek() {
            Some('{' | '[') if depth == MAX_DEPTH => return Err(self.error(Found::TooDeep)),
            Some('{') => self.object(depth + 1)?,
            Some('[') => self.list(depth + 1)?,
            Some('"' | '\'') => Kind::Text(self.text()?),
            Some('n') => self.word("null", Kind::Null)?,
            Some('t') => self.word("true", Kind::Bool(true))?,
            Some('f') => self.word("false", Kind::Bool(false))?,
            Some('+' | '-' | '.' | '0'..='9' | 'I' | 'N') => Kind::Number(self.number()?),
            Some(_) | None => return Err(self.unexpected()),
        };
        Ok(Node { span: start..self.at, kind })
    }

    fn word(&mut self, word: &str, kind: Kind) -> Result<Kind, Error> {
        for wanted in word.chars() {
            if !self.eat(wanted) {
                return Err(self.unexpected());
            }
        }
        Ok(kind)
    }

    fn list(&mut self, depth: usize) -> Result<Kind, Error> {
        self.bump();
        let mut items = Vec::new();
        loop {
            self.skip_blank()?;
            if self.eat(']') {
                break;
            }
            items.push(self.value(depth)?);
            self.skip_blank()?;
            if self.eat(']') {
                break;
            }
            if !self.eat(',') {
                return Err(self.unexpected());
            }
        }
        Ok(Kind::List(items))
    }

    fn object(&mut self, depth: usize) -> Result<Kind, Error> {
        self.bump();
        let mut members = Vec::new();
        loop {
            self.skip_blank()?;
            if self.eat('}') {
                break;
            }
            members.push(self.member(depth)?);
            self.skip_blank()?;
            if self.eat('}') {
                break;
            }
            if !self.eat(',') {
                return Err(self.unexpected());
            }
        }
        Ok(Kind::Object(members))
    }

    fn member(&mut self, depth: usize) -> Result<Member, Error> {
        let start = self.at;
        let key = match self.peek() {
            Some('"' | '\'') => self.text()?,
            Some(_) | None => self.identifier()?,
        };
        let key_span = start..self.at;
        self.skip_blank()?;
        if !self.eat(':') {
            return Err(self.unexpected());
        }
        self.skip_blank()?;
        Ok(Member { key, key_span, value: self.value(depth)? })
    }

    fn identifier(&mut self) -> Result<String, Error> {
        let mut name = String::new();
        while let Some(c) = self.peek() {
            let c = if c == '\\' {
                let start = self.at;
                self.bump();
                if !self.eat('u') {
                    return Err(self.unexpected());
                }
                let unit = self.hex_digits(4)?;
                char::from_u32(unit).filter(|c| continues_identifier(*c)).ok_or_else(|| {
                    self.at = start;
                    self.unexpected()
                })?
            } else if starts_identifier(c) || (!name.is_empty() && continues_identifier(c)) {
                self.at += c.len_utf8();
                c
            } else {
                break;
            };
            name.push(c);
        }
        if name.is_empty() { Err(self.unexpected()) } else { Ok(name) }
    }

    fn text(&mut self) -> Result<String, Error> {
        let quote = self.bump();
        let mut text = String::new();
        let mut high = None;
        loop {
            match self.peek() {
                None | Some('\n' | '\r') => return Err(self.unexpected()),
                Some(c) if Some(c) == quote => {
                    self.bump();
                    settle(&mut text, &mut high);
                    return Ok(text);
                }
                Some('\\') => {
                    self.bump();
                    self.escape(&mut text, &mut high)?;
                }
                Some(c) => {
                    self.bump();
                    settle(&mut text, &mut high);
                    text.push(c);
                }
            }
        }
    }

    /// Reads what follows a backslash. `high` holds the first half of a surrogate pair.
    fn escape(&mut self, text: &mut String, high: &mut Option<u32>) -> Result<(), Error> {
        let Some(c) = self.peek() else { return Err(self.unexpected()) };
        if matches!(c, '1'..='9') {
            return Err(self.unexpected());
        }
        self.bump();
        if c == 'u' {
            return self.unicode_escape(text, high);
        }
        settle(text, high);
        let c = match c {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '0' if matches!(self.peek(), Some('0'..='9')) => return Err(self.unexpected()),
            '0' => '\0',
            'x' => char::from_u32(self.hex_digits(2)?).unwrap_or(char::REPLACEMENT_CHARACTER),
            '\n' | '\u{2028}' | '\u{2029}' => return Ok(()),
            '\r' => {
                self.eat('\n');
                return Ok(());
            }
            c => c,
        };
        text.push(c);
        Ok(())
    }

    fn unicode_escape(&mut self, text: &mut String, high: &mut Option<u32>) -> Result<(), Error> {
        let unit = self.hex_digits(4)?;
        match (*high, unit) {
            (Some(first), 0xDC00..=0xDFFF) => {
                let code = 0x1_0000 + ((first - 0xD800) << 10) + (unit - 0xDC00);
                text.extend(char::from_u32(code));
                *high = None;
            }
            (_, 0xD800..=0xDBFF) => {
                settle(text, high);
                *high = Some(unit);
            }
            _ => {
                settle(text, high);
                text.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
        Ok(())
    }

    fn hex_digits(&mut self, count: usize) -> Result<u32, Error> {
        let mut value = 0;
        for _ in 0..count {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) else {
                return Err(self.unexpected());
            };
            self.bump();
            value = value * 16 + digit;
        }
        Ok(value)
    }

    fn number(&mut self) -> Result<f64, Error> {
        let negative = self.peek() == Some('-');
        if negative || self.peek() == Some('+') {
            self.bump();
        }
        let size = match self.peek() {
            Some('I') => self.word("Infinity", Kind::Null).map(|_| f64::INFINITY)?,
            Some('N') => self.word("NaN", Kind::Null).map(|_| f64::NAN)?,
            Some('0') if matches!(self.text[self.at + 1..].chars().next(), Some('x' | 'X')) => {
                self.hexadecimal()?
            }
            Some('.' | '0'..='9') => self.decimal()?,
            Some(_) | None => return Err(self.unexpected()),
        };
        Ok(if negative { -size } else { size })
    }

    fn hexadecimal(&mut self) -> Result<f64, Error> {
        self.at += 2;
        let mut value = u128::from(self.hex_digits(1)?);
        let mut left_out = 0_i32;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) {
            self.bump();
            if value >> 124 == 0 {
                value = value << 4 | u128::from(digit);
            } else {
                // Too far behind to count, but for the side to which a number in the middle is rounded.
                value |= u128::from(digit != 0);
                left_out = left_out.saturating_add(4);
            }
        }
        Ok(value as f64 * 2_f64.powi(left_out))
    }

    fn decimal(&mut self) -> Result<f64, Error> {
        let start = self.at;
        // A leading zero stands alone: what follows it is for the caller to refuse.
        let whole = if self.eat('0') { true } else { self.digits() };
        if self.eat('.') && !self.digits() && !whole {
            return Err(self.unexpected());
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            self.bump();
            if matches!(self.peek(), Some('+' | '-')) {
                self.bump();
            }
            if !self.digits() {
                return Err(self.unexpected());
            }
        }
        Ok(self.text[start..self.at].parse().unwrap_or(f64::NAN))
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while matches!(self.peek(), Some('0'..='9')) {
            self.at += 1;
        }
        self.at > start
    }
}

/// Half a surrogate pair that found no other half stands for no character.
fn settle(text: &mut String, high: &mut Option<u32>) {
    if high.take().is_some() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

fn is_blank(c: char) -> bool {
    matches!(c, '\t' | '\u{b}' | '\u{c}' | ' ' | '\u{a0}' | '\u{feff}')
        || is_line_end(c)
        || (c.is_whitespace() && c != '\u{85}')
}

fn starts_identifier(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '$' | '_')
}

fn continues_identifier(c: char) -> bool {
    starts_identifier(c)
        || c.is_alphanumeric()
        || matches!(c, '\u{200c}' | '\u{200d}' | '\u{300}'..='\u{36f}')
}

#[cfg(test)]
#[path = "json5_tests.rs"]
mod tests;
