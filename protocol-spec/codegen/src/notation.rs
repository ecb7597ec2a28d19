//! The one-line type notation of `spec/README.md`.

use anyhow::{Context, Result, bail, ensure};

/// A type as the notation writes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Anything at all.
    Any,
    /// Only null.
    Null,
    /// true or false.
    Bool,
    /// Text; bounds are counted in code points.
    String(Bounds),
    /// A number without fraction.
    Integer(Bounds),
    /// Any number.
    Number(Bounds),
    /// Exactly this value.
    Literal(Literal),
    /// Any object.
    Object,
    /// An object with any keys, whose values have one type.
    Map(Box<Self>),
    /// A list; bounds are on its length.
    Array(Box<Self>, Bounds),
    /// The first alternative that fits.
    Union(Vec<Self>),
    /// A type of the spec.
    Named(String),
}

/// Inclusive lower and upper bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// At least this.
    pub min: Option<i64>,
    /// At most this.
    pub max: Option<i64>,
}

/// A single value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A truth value.
    Bool(bool),
}

impl Type {
    /// Parses one line of the notation.
    pub fn parse(text: &str) -> Result<Self> {
        let mut parser = Parser { rest: text };
        let parsed = parser.union().with_context(|| format!("in type `{text}`"))?;
        ensure!(parser.peek().is_none(), "in type `{text}`: `{}` is left over", parser.rest);
        Ok(parsed)
    }

    /// Returns the texts of a union of text literals, or of a single one.
    pub fn texts(&self) -> Option<Vec<&str>> {
        match self {
            Self::Literal(Literal::Text(text)) => Some(vec![text]),
            Self::Union(items) => items.iter().map(|item| item.texts()?.first().copied()).collect(),
            Self::Any
            | Self::Null
            | Self::Bool
            | Self::String(_)
            | Self::Integer(_)
            | Self::Number(_)
            | Self::Literal(_)
            | Self::Object
            | Self::Map(_)
            | Self::Array(..)
            | Self::Named(_) => None,
        }
    }

    /// Splits null off a union: what else it may be, and whether null was there.
    pub fn without_null(&self) -> (Self, bool) {
        let Self::Union(items) = self else { return (self.clone(), false) };
        let mut others: Vec<Self> = items.iter().filter(|item| **item != Self::Null).cloned().collect();
        let nullable = others.len() < items.len();
        let other = if others.len() == 1 { others.remove(0) } else { Self::Union(others) };
        (other, nullable)
    }

    /// Calls `found` with every type named in this one.
    pub fn each_name<'a>(&'a self, found: &mut impl FnMut(&'a str)) {
        match self {
            Self::Named(name) => found(name),
            Self::Map(inner) | Self::Array(inner, _) => inner.each_name(found),
            Self::Union(items) => items.iter().for_each(|item| item.each_name(found)),
            Self::Any
            | Self::Null
            | Self::Bool
            | Self::String(_)
            | Self::Integer(_)
            | Self::Number(_)
            | Self::Literal(_)
            | Self::Object => {}
        }
    }
}

impl Bounds {
    const NOT_EMPTY: Self = Self { min: Some(1), max: None };
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn union(&mut self) -> Result<Type> {
        let mut items = vec![self.item()?];
        while self.eat("|") {
            items.push(self.item()?);
        }
        Ok(if items.len() == 1 { items.remove(0) } else { Type::Union(items) })
    }

    fn item(&mut self) -> Result<Type> {
        let mut item = self.atom()?;
        while self.eat("[") {
            let bounds = if self.eat("]") { Bounds::default() } else { self.bounds("]")? };
            item = Type::Array(Box::new(item), bounds);
        }
        Ok(item)
    }

    fn atom(&mut self) -> Result<Type> {
        if self.eat("(") {
            let inner = self.union()?;
            ensure!(self.eat(")"), "`)` is missing");
            return Ok(inner);
        }
        if self.eat("\"") {
            let (text, rest) = self.rest.split_once('"').context("a literal is not closed")?;
            self.rest = rest;
            return Ok(Type::Literal(Literal::Text(text.to_owned())));
        }
        if self.peek().is_some_and(|c| c.is_ascii_digit() || c == '-') {
            return Ok(Type::Literal(Literal::Integer(self.integer()?)));
        }
        Ok(match self.word() {
            "" => bail!("a type is missing at `{}`", self.rest),
            "any" => Type::Any,
            "null" => Type::Null,
            "bool" => Type::Bool,
            "object" => Type::Object,
            "true" => Type::Literal(Literal::Bool(true)),
            "false" => Type::Literal(Literal::Bool(false)),
            "string" if self.eat("+") => Type::String(Bounds::NOT_EMPTY),
            "string" => Type::String(self.range()?),
            "int" => Type::Integer(self.range()?),
            "number" => Type::Number(self.range()?),
            "map" => {
                ensure!(self.eat("<"), "`<` is missing after map");
                let inner = self.union()?;
                ensure!(self.eat(">"), "`>` is missing after map<…");
                Type::Map(Box::new(inner))
            }
            name if name.starts_with(|c: char| c.is_ascii_uppercase()) => Type::Named(name.to_owned()),
            other => bail!("`{other}` is no type"),
        })
    }

    /// `>=N`, `{A..B}` or nothing.
    fn range(&mut self) -> Result<Bounds> {
        if self.eat(">=") {
            return Ok(Bounds { min: Some(self.integer()?), max: None });
        }
        if self.eat("{") { self.bounds("}") } else { Ok(Bounds::default()) }
    }

    /// `A..B` up to the closing bracket; either end may be left out.
    fn bounds(&mut self, close: &str) -> Result<Bounds> {
        let min = if self.peek() == Some('.') { None } else { Some(self.integer()?) };
        ensure!(self.eat(".."), "`..` is missing in bounds");
        let max = if self.eat(close) { None } else { Some(self.integer()?) };
        ensure!(max.is_none() || self.eat(close), "`{close}` is missing after bounds");
        Ok(Bounds { min, max })
    }

    fn integer(&mut self) -> Result<i64> {
        let end = self.rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        digits.parse().with_context(|| format!("`{digits}` is no number"))
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn eat(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        let found = self.rest.strip_prefix(token);
        self.rest = found.unwrap_or(self.rest);
        if found.is_some() && token != "\"" {
            self.rest = self.rest.trim_start();
        }
        found.is_some()
    }

    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Type) {
        assert_eq!(Type::parse(text).unwrap(), expected, "{text}");
    }

    #[test]
    fn every_form_is_read() {
        let bounds = |min, max| Bounds { min, max };
        let text = |t: &str| Type::Literal(Literal::Text(t.to_owned()));
        check("string+", Type::String(bounds(Some(1), None)));
        check("string{..100}", Type::String(bounds(None, Some(100))));
        check("int>=0", Type::Integer(bounds(Some(0), None)));
        check("int{1..5000}", Type::Integer(bounds(Some(1), Some(5000))));
        check("true", Type::Literal(Literal::Bool(true)));
        check("1", Type::Literal(Literal::Integer(1)));
        check("map<bool>", Type::Map(Box::new(Type::Bool)));
        let not_empty = || Box::new(Type::String(bounds(Some(1), None)));
        check("string+[]", Type::Array(not_empty(), Bounds::default()));
        check("string+[2..12]", Type::Array(not_empty(), bounds(Some(2), Some(12))));
        check("\"last\" | string+", Type::Union(vec![text("last"), Type::String(bounds(Some(1), None))]));
        check(
            "map<Row[]> | null",
            Type::Union(vec![
                Type::Map(Box::new(Type::Array(Box::new(Type::Named("Row".to_owned())), Bounds::default()))),
                Type::Null,
            ]),
        );
    }

    #[test]
    fn mistakes_are_refused() {
        for text in ["", "strin", "string |", "map<bool", "int>=x", "string+ string", "\"open", "x[1"] {
            assert!(Type::parse(text).is_err(), "{text}");
        }
    }
}
