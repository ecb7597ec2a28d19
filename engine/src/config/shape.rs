//! What a configuration value may look like, as data: one tree of [`Shape`]s refuses what does not fit,
//! tells in the reference's words what is wrong, and rebuilds the accepted value in schema order.

use core::fmt;

use serde_json::{Map, Value};

use super::Issue;
use super::hint;

/// The largest integer JavaScript counts exactly.
pub(super) const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// What one value may be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Anything at all.
    Any,
    Bool,
    Text,
    /// A string that must not be shown.
    Secret,
    /// A string of so many UTF-16 units.
    TextOf {
        min: usize,
        max: usize,
    },
    /// A string that passes a test of its own.
    Matching(&'static Pattern),
    Int(Range),
    Num(Range),
    /// One of these words; refused without naming them.
    Words(&'static [&'static str]),
    /// One of these words; refused with a list of them.
    Options(&'static [&'static str]),
    Exactly(&'static str),
    OneOf(&'static [Self]),
    List(&'static Self),
    Map(&'static Self),
    /// A map whose keys have to fit a pattern.
    NamedMap(&'static Pattern, &'static Self),
    Object(&'static Object),
    /// A shape with a value that stands in when it is absent.
    Filled(&'static Self, Fill),
}

/// A numeric range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    pub(crate) low: Low,
    pub(crate) high: Option<f64>,
}

/// The lower end of a range.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Low {
    Open,
    From(f64),
    Above(f64),
}

impl Range {
    pub(crate) const ANY: Self = Self { low: Low::Open, high: None };
    pub(crate) const POSITIVE: Self = Self { low: Low::Above(0.0), high: None };
    pub(crate) const NOT_NEGATIVE: Self = Self { low: Low::From(0.0), high: None };

    pub(crate) const fn between(low: f64, high: f64) -> Self {
        Self { low: Low::From(low), high: Some(high) }
    }
}

pub(crate) const POSITIVE: Shape = Shape::Int(Range::POSITIVE);
pub(crate) const COUNT: Shape = Shape::Int(Range::NOT_NEGATIVE);
pub(crate) const FRACTION: Shape = Shape::Num(Range::between(0.0, 1.0));
pub(crate) const NONEMPTY: Shape = Shape::TextOf { min: 1, max: usize::MAX };
pub(crate) const TEXTS: Shape = Shape::List(&Shape::Text);
pub(crate) const TEXT_MAP: Shape = Shape::Map(&Shape::Text);
pub(crate) const TEXT_OR_NUMBER: Shape = Shape::OneOf(&[Shape::Text, Shape::Num(Range::ANY)]);
pub(crate) const PEERS: Shape = Shape::List(&TEXT_OR_NUMBER);

/// A test on strings.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) regex: &'static str,
    pub(crate) test: fn(&str) -> bool,
    pub(crate) message: &'static str,
}

/// A value that stands in for an absent one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fill {
    Text(&'static str),
    Bool(bool),
    Int(i64),
}

impl Fill {
    pub(super) fn value(self) -> Value {
        match self {
            Self::Text(text) => text.into(),
            Self::Bool(flag) => flag.into(),
            Self::Int(number) => number.into(),
        }
    }
}

/// An object with known keys.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) fields: &'static [Field],
    /// Keys that come after `fields`, for objects that share most of them.
    pub(crate) more: &'static [Field],
    pub(crate) rest: Rest,
    /// A rule between several keys.
    pub(crate) check: Option<Check>,
}

/// A rule between several keys of one object.
pub(crate) type Check = fn(&Map<String, Value>, At<'_>, &mut Findings);

impl Object {
    /// An object that refuses other keys.
    pub(crate) const fn strict(fields: &'static [Field]) -> Self {
        Self { fields, more: &[], rest: Rest::Refused, check: None }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.fields.iter().chain(self.more)
    }

    fn knows(&self, key: &str) -> bool {
        self.all().any(|field| field.key == key)
    }
}

/// One key of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
}

/// An optional key.
pub(crate) const fn key(key: &'static str, shape: Shape) -> Field {
    Field { key, shape, required: false }
}

/// A required key.
pub(crate) const fn need(key: &'static str, shape: Shape) -> Field {
    Field { key, shape, required: true }
}

/// What happens to keys that are not listed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rest {
    Refused,
    /// Accepted and forgotten.
    Dropped,
    /// Accepted and kept.
    Kept,
    /// Each has this shape.
    Each(&'static Shape),
}

/// Where in the configuration a value stands.
#[derive(Clone, Copy)]
pub(crate) enum At<'a> {
    Root,
    Key(&'a Self, &'a str),
    Item(&'a Self, usize),
}

impl<'a> At<'a> {
    pub(crate) const fn key(&'a self, key: &'a str) -> Self {
        Self::Key(self, key)
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parent, step): (_, &dyn fmt::Display) = match self {
            At::Root => return Ok(()),
            At::Key(parent, key) => (parent, key),
            At::Item(parent, index) => (parent, index),
        };
        match parent {
            At::Root => write!(f, "{step}"),
            At::Key(..) | At::Item(..) => write!(f, "{parent}.{step}"),
        }
    }
}

/// What was found wrong so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) issues: Vec<Issue>,
    pub(crate) warnings: Vec<Issue>,
    /// Whether a value was of a wrong kind altogether, which rules out one way of reading a union.
    misfit: bool,
}

impl Findings {
    /// Notes a value of a right kind with a wrong content.
    pub(crate) fn refuse(&mut self, at: At<'_>, message: impl Into<String>, hint: Option<String>) {
        self.issues.push(Issue { path: at.to_string(), message: message.into(), hint });
    }

    fn misfit(&mut self, at: At<'_>, message: impl Into<String>, hint: Option<String>) {
        self.misfit = true;
        self.refuse(at, message, hint);
    }

    /// Notes something that does not make the configuration invalid.
    pub(crate) fn warn(&mut self, at: At<'_>, message: impl Into<String>, hint: Option<String>) {
        self.warnings.push(Issue { path: at.to_string(), message: message.into(), hint });
    }

    fn wrong_type(&mut self, at: At<'_>, expected: &str, value: Option<&Value>) {
        let message = format!("Invalid input: expected {expected}, received {}", type_name(value));
        self.misfit(at, message, hint::for_type(expected, value));
    }
}

/// JavaScript's name for the kind of a value, as the reference's messages have it.
fn type_name(value: Option<&Value>) -> &'static str {
    match value {
        None => "undefined",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    }
}

impl Shape {
    /// Notes everything about `value` that does not fit; `None` stands for a required value that is absent.
    pub(crate) fn check(&self, value: Option<&Value>, at: At<'_>, found: &mut Findings) {
        match self {
            Self::Any => {}
            Self::Bool => {
                if !matches!(value, Some(Value::Bool(_))) {
                    found.wrong_type(at, "boolean", value);
                }
            }
            Self::Text | Self::Secret => check_text(value, at, found, |_, _| {}),
            Self::TextOf { min, max } => {
                check_text(value, at, found, |text, found| check_length(text, *min, *max, at, found));
            }
            Self::Matching(pattern) => check_text(value, at, found, |text, found| {
                if !(pattern.test)(text) {
                    found.refuse(at, pattern.message, None);
                }
            }),
            Self::Int(range) => check_number(value, *range, true, at, found),
            Self::Num(range) => check_number(value, *range, false, at, found),
            Self::Words(words) => {
                if !is_one_of(value, words) {
                    found.misfit(at, "Invalid input", Some(hint::for_word(value, words)));
                }
            }
            Self::Options(words) => {
                if !is_one_of(value, words) {
                    let list: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
                    let message = format!("Invalid option: expected one of {}", list.join("|"));
                    found.misfit(at, message, hint::nearest_word(value, words));
                }
            }
            Self::Exactly(word) => {
                if !is_one_of(value, &[word]) {
                    found.misfit(at, format!("Invalid input: expected \"{word}\""), None);
                }
            }
            Self::OneOf(shapes) => check_union(shapes, value, at, found),
            Self::List(item) => match value {
                Some(Value::Array(items)) => {
                    for (index, value) in items.iter().enumerate() {
                        item.check(Some(value), At::Item(&at, index), found);
                    }
                }
                value => found.wrong_type(at, "array", value),
            },
            Self::Map(shape) => check_map(None, shape, value, at, found),
            Self::NamedMap(pattern, shape) => check_map(Some(pattern), shape, value, at, found),
            Self::Object(object) => match value {
                Some(Value::Object(map)) => object.check(map, at, found),
                value => found.wrong_type(at, "object", value),
            },
            Self::Filled(shape, _) => {
                if value.is_some() {
                    shape.check(value, at, found);
                }
            }
        }
    }
}

fn check_text(
    value: Option<&Value>,
    at: At<'_>,
    found: &mut Findings,
    more: impl FnOnce(&str, &mut Findings),
) {
    match value {
        Some(Value::String(text)) => more(text, found),
        value => found.wrong_type(at, "string", value),
    }
}

fn check_length(text: &str, min: usize, max: usize, at: At<'_>, found: &mut Findings) {
    let length: usize = text.chars().map(char::len_utf16).sum();
    if length < min {
        found.refuse(at, format!("Too small: expected string to have >={min} characters"), None);
    }
    if length > max {
        found.refuse(at, format!("Too big: expected string to have <={max} characters"), None);
    }
}

fn check_number(value: Option<&Value>, range: Range, whole: bool, at: At<'_>, found: &mut Findings) {
    let Some(number) = value.and_then(Value::as_f64) else {
        return found.wrong_type(at, "number", value);
    };
    if whole && number.fract() != 0.0 {
        return found.misfit(at, "Invalid input: expected int, received number", None);
    }
    if whole && number > MAX_SAFE {
        found.refuse(at, "Too big: expected int to be <=9007199254740991", None);
    }
    if whole && number < -MAX_SAFE {
        found.refuse(at, "Too small: expected int to be >=-9007199254740991", None);
    }
    match range.low {
        Low::From(low) if number < low => {
            found.refuse(at, format!("Too small: expected number to be >={low}"), None);
        }
        Low::Above(low) if number <= low => {
            found.refuse(at, format!("Too small: expected number to be >{low}"), None);
        }
        Low::Open | Low::From(_) | Low::Above(_) => {}
    }
    if let Some(high) = range.high.filter(|high| number > *high) {
        found.refuse(at, format!("Too big: expected number to be <={high}"), None);
    }
}

fn is_one_of(value: Option<&Value>, words: &[&str]) -> bool {
    value.and_then(Value::as_str).is_some_and(|text| words.contains(&text))
}

/// A union fits if one of its shapes does. When exactly one shape is of the right kind, its own complaints
/// are reported, else only that nothing fits.
fn check_union(shapes: &'static [Shape], value: Option<&Value>, at: At<'_>, found: &mut Findings) {
    let mut near = Vec::new();
    for shape in shapes {
        let mut own = Findings::default();
        shape.check(value, at, &mut own);
        if own.issues.is_empty() {
            return found.warnings.append(&mut own.warnings);
        }
        if !own.misfit {
            near.push(own);
        }
    }
    match near.pop() {
        Some(own) if near.is_empty() => found.issues.extend(own.issues),
        Some(_) | None => found.misfit(at, "Invalid input", hint::for_union(shapes)),
    }
}

fn check_map(
    names: Option<&'static Pattern>,
    shape: &'static Shape,
    value: Option<&Value>,
    at: At<'_>,
    found: &mut Findings,
) {
    let Some(Value::Object(map)) = value else {
        return found.wrong_type(at, "record", value);
    };
    for (key, value) in map {
        let at = At::Key(&at, key);
        match names.filter(|names| !(names.test)(key)) {
            Some(names) => found.misfit(at, "Invalid key in record", Some(names.message.to_owned())),
            None => shape.check(Some(value), at, found),
        }
    }
}

impl Object {
    fn check(&'static self, map: &Map<String, Value>, at: At<'_>, found: &mut Findings) {
        for field in self.all() {
            let value = map.get(field.key);
            if value.is_some() || field.required {
                field.shape.check(value, At::Key(&at, field.key), found);
            }
        }
        let others = map.iter().filter(|(key, _)| !self.knows(key));
        match self.rest {
            Rest::Dropped | Rest::Kept => {}
            Rest::Each(shape) => others.for_each(|(key, value)| shape.check(Some(value), at.key(key), found)),
            Rest::Refused => {
                let keys: Vec<&str> = others.map(|(key, _)| key.as_str()).collect();
                if !keys.is_empty() {
                    let quoted: Vec<_> = keys.iter().map(|key| format!("\"{key}\"")).collect();
                    let noun = if keys.len() == 1 { "key" } else { "keys" };
                    let message = format!("Unrecognized {noun}: {}", quoted.join(", "));
                    found.refuse(at, message, hint::for_keys(&keys, self));
                }
            }
        }
        if let Some(check) = self.check {
            check(map, at, found);
        }
    }
}

impl Shape {
    /// Rebuilds an accepted value in schema order, with fills put in and dropped keys left out.
    pub(crate) fn project(&self, value: &Value) -> Value {
        match (self, value) {
            (Self::Filled(shape, _), _) => shape.project(value),
            (Self::OneOf(shapes), _) => {
                let fits = |shape: &&Self| {
                    let mut found = Findings::default();
                    shape.check(Some(value), At::Root, &mut found);
                    found.issues.is_empty()
                };
                shapes.iter().find(fits).map_or_else(|| value.clone(), |shape| shape.project(value))
            }
            (Self::List(item), Value::Array(items)) => {
                items.iter().map(|value| item.project(value)).collect()
            }
            (Self::Map(shape) | Self::NamedMap(_, shape), Value::Object(map)) => {
                map.iter().map(|(key, value)| (key.clone(), shape.project(value))).collect()
            }
            (Self::Object(object), Value::Object(map)) => object.project(map),
            (_, value) => value.clone(),
        }
    }

    /// The value that stands in when this one is absent.
    pub(super) fn fill(&self) -> Option<Value> {
        if let Self::Filled(_, fill) = self { Some(fill.value()) } else { None }
    }
}

impl Object {
    fn project(&'static self, map: &Map<String, Value>) -> Value {
        let mut out = Map::new();
        for field in self.all() {
            let value = map.get(field.key).map(|value| field.shape.project(value));
            if let Some(value) = value.or_else(|| field.shape.fill()) {
                out.insert(field.key.to_owned(), value);
            }
        }
        for (key, value) in map.iter().filter(|(key, _)| !self.knows(key)) {
            match self.rest {
                Rest::Refused | Rest::Dropped => {}
                Rest::Kept => drop(out.insert(key.clone(), value.clone())),
                Rest::Each(shape) => drop(out.insert(key.clone(), shape.project(value))),
            }
        }
        Value::Object(out)
    }
}
