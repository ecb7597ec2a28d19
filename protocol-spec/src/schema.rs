//! Checking an instance against a schema, with the errors the protocol promises.
//!
//! Errors come in a fixed order, since clients show them and recorded transcripts compare them. For an object: missing
//! required properties in schema order, then unexpected properties in the order of the instance, then the properties in
//! schema order. For a union: the errors of every branch, then that none fits. A property of type integer that is no
//! number is one error; one with a fraction is that error and also any bound it breaks. A constant reports a wrong type
//! and a wrong value separately. Lengths are counted in code points.

mod walk;

use core::fmt;
use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::schema::walk::Walk;

/// What an instance has to be.
#[derive(Debug)]
pub enum Schema {
    /// Anything.
    Any,
    /// null.
    Null,
    /// true or false.
    Boolean,
    /// A text with bounds on its length.
    String {
        /// Fewest code points.
        min: usize,
        /// Most code points.
        max: usize,
    },
    /// A number without fraction.
    Integer {
        /// Least value.
        min: Option<i64>,
        /// Greatest value.
        max: Option<i64>,
    },
    /// A number.
    Number {
        /// Least value.
        min: Option<i64>,
        /// Greatest value.
        max: Option<i64>,
    },
    /// Exactly one value.
    Literal(Literal),
    /// A list.
    Array {
        /// What its items have to be.
        items: &'static Self,
        /// Fewest items.
        min: usize,
        /// Most items.
        max: usize,
    },
    /// An object with any keys.
    Map(&'static Self),
    /// An object with known keys.
    Object(Object),
    /// One of these; the first that fits.
    AnyOf(&'static [&'static Self]),
}

/// The one value an instance may have.
#[derive(Clone, Copy, Debug)]
pub enum Literal {
    /// A text.
    Text(&'static str),
    /// A number.
    Integer(i64),
    /// A truth value.
    Bool(bool),
}

/// An object with known keys.
#[derive(Debug)]
pub struct Object {
    /// The known properties.
    pub fields: &'static [Field],
    /// How many of them are required.
    pub required: usize,
    /// What a further property has to be.
    pub rest: Option<&'static Schema>,
    /// Whether a further property is refused.
    pub strict: bool,
}

/// A known property of an object.
#[derive(Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What it has to be.
    pub schema: &'static Schema,
}

/// Something an instance is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer to the place; empty at the root.
    pub path: String,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong at one place of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A required property is missing.
    Missing(&'static str),
    /// A property is not known.
    Unexpected(String),
    /// The value has not this type.
    Type(&'static str),
    /// The value is not the one allowed.
    Constant,
    /// The number is less than this.
    Minimum(i64),
    /// The number is greater than this.
    Maximum(i64),
    /// The text has fewer code points.
    TooShort(usize),
    /// The text has more code points.
    TooLong(usize),
    /// The list has fewer items.
    TooFew(usize),
    /// The list has more items.
    TooMany(usize),
    /// No branch of a union fits.
    NoBranch,
}

/// Checks an instance. On success, numbers such as `3.0` where an integer is expected have become integers, and those
/// beyond 64 bits the nearest one, so that [`decode`] cannot fail.
pub fn check(schema: &'static Schema, value: &mut Value) -> Result<(), Vec<Violation>> {
    Walk::new(true).check(schema, value)
}

/// Checks an instance like [`check`], but ignores unknown properties wherever they are.
pub fn check_lenient(schema: &'static Schema, value: &mut Value) -> Result<(), Vec<Violation>> {
    Walk::new(false).check(schema, value)
}

/// Words the errors of one instance, each once.
pub fn describe(violations: &[Violation]) -> String {
    let mut seen = BTreeSet::new();
    let mut text = String::new();
    for line in violations.iter().map(Violation::to_string) {
        if !seen.contains(&line) {
            text.push_str(if text.is_empty() { "" } else { "; " });
            text.push_str(&line);
            seen.insert(line);
        }
    }
    text
}

/// Turns an instance into the type of the schema it passed.
///
/// # Panics
///
/// Panics when the instance has not passed the check of `T`'s schema.
pub fn decode<T: DeserializeOwned>(checked: Value) -> T {
    match serde_json::from_value(checked) {
        Ok(decoded) => decoded,
        Err(error) => panic!("an instance that passed the check decodes: {error}"),
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Fault::Unexpected(_) = self.fault {
            return match self.path.as_str() {
                "" => write!(f, "at root: {}", self.fault),
                path => write!(f, "at {path}: {}", self.fault),
            };
        }
        if !self.path.is_empty() {
            write!(f, "at {}: ", self.path)?;
        }
        self.fault.fmt(f)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(key) => write!(f, "must have required property '{key}'"),
            Self::Unexpected(key) => write!(f, "unexpected property '{key}'"),
            Self::Type(name) => write!(f, "must be {name}"),
            Self::Constant => f.write_str("must be equal to constant"),
            Self::Minimum(min) => write!(f, "must be >= {min}"),
            Self::Maximum(max) => write!(f, "must be <= {max}"),
            Self::TooShort(min) => write!(f, "must NOT have fewer than {min} characters"),
            Self::TooLong(max) => write!(f, "must NOT have more than {max} characters"),
            Self::TooFew(min) => write!(f, "must NOT have fewer than {min} items"),
            Self::TooMany(max) => write!(f, "must NOT have more than {max} items"),
            Self::NoBranch => f.write_str("must match a schema in anyOf"),
        }
    }
}

pub(crate) static ANY: Schema = Schema::Any;
pub(crate) static NULL: Schema = Schema::Null;
pub(crate) static BOOLEAN: Schema = Schema::Boolean;
pub(crate) static STRING: Schema = Schema::String { min: 0, max: usize::MAX };
pub(crate) static NON_EMPTY: Schema = Schema::String { min: 1, max: usize::MAX };
pub(crate) static COUNT: Schema = Schema::Integer { min: Some(0), max: None };
pub(crate) static OBJECT: Schema = Schema::Map(&ANY);

#[cfg(test)]
pub(crate) use tests::{RoundTrip, round_trip};

#[cfg(test)]
mod tests;
