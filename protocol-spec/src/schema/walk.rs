//! The walk over an instance: first whether it fits, then, if it does not, why.

use serde_json::{Map, Number, Value};

use crate::generated::v3::limits::MAX_VIOLATIONS;
use crate::schema::{Fault, Field, Literal, Object, Schema, Violation};

/// One check. The common case, a valid instance, allocates nothing; only a refused one is walked for its errors, and
/// only one with a number in need of it is walked to normalise.
pub(super) struct Walk {
    strict: bool,
    /// Whether an integer was met that is not written as one of 64 bits.
    inexact: bool,
}

impl Walk {
    pub(super) const fn new(strict: bool) -> Self {
        Self { strict, inexact: false }
    }

    pub(super) fn check(mut self, schema: &'static Schema, value: &mut Value) -> Result<(), Vec<Violation>> {
        if self.accepts(schema, value) {
            if self.inexact {
                self.normalise(schema, value);
            }
            return Ok(());
        }
        let mut errors = Errors { path: String::new(), found: Vec::new() };
        self.collect(schema, value, &mut errors);
        Err(errors.found)
    }

    fn accepts(&mut self, schema: &'static Schema, value: &Value) -> bool {
        match (schema, value) {
            (Schema::Any, _) | (Schema::Null, Value::Null) | (Schema::Boolean, Value::Bool(_)) => true,
            (Schema::String { min, max }, Value::String(text)) => has_length(text, *min, *max),
            (Schema::Integer { min, max }, Value::Number(number)) => {
                self.inexact |= exact(number, *min).as_ref() != Some(number);
                is_integral(number) && is_within(number, *min, *max)
            }
            (Schema::Number { min, max }, Value::Number(number)) => is_within(number, *min, *max),
            (Schema::Literal(literal), value) => {
                self.inexact |= value.is_f64();
                literal.is(value)
            }
            (Schema::Array { items, min, max }, Value::Array(list)) => {
                (*min..=*max).contains(&list.len()) && list.iter().all(|item| self.accepts(items, item))
            }
            (Schema::Map(values), Value::Object(map)) => {
                map.values().all(|value| self.accepts(values, value))
            }
            (Schema::Object(object), Value::Object(map)) => self.accepts_object(object, map),
            (Schema::AnyOf(branches), value) => branches.iter().any(|branch| self.accepts(branch, value)),
            _ => false,
        }
    }

    fn accepts_object(&mut self, object: &'static Object, map: &Map<String, Value>) -> bool {
        let mut required = 0;
        for (key, value) in map {
            let fits = match (object.field(key), object.rest) {
                (Some(field), _) => {
                    required += usize::from(field.required);
                    self.accepts(field.schema, value)
                }
                (None, Some(rest)) => self.accepts(rest, value),
                (None, None) => !(object.strict && self.strict),
            };
            if !fits {
                return false;
            }
        }
        required == object.required
    }

    /// Rewrites the integers of an accepted instance.
    fn normalise(&mut self, schema: &'static Schema, value: &mut Value) {
        match (schema, value) {
            (Schema::Integer { min, .. }, Value::Number(number)) => {
                if let Some(exact) = exact(number, *min) {
                    *number = exact;
                }
            }
            (Schema::Literal(Literal::Integer(literal)), value) => *value = (*literal).into(),
            (Schema::Array { items, .. }, Value::Array(list)) => {
                list.iter_mut().for_each(|item| self.normalise(items, item));
            }
            (Schema::Map(values), Value::Object(map)) => {
                map.values_mut().for_each(|value| self.normalise(values, value));
            }
            (Schema::Object(object), Value::Object(map)) => {
                for (key, value) in map {
                    if let Some(schema) = object.field(key).map(|field| field.schema).or(object.rest) {
                        self.normalise(schema, value);
                    }
                }
            }
            (Schema::AnyOf(branches), value) => {
                if let Some(branch) = branches.iter().find(|branch| self.accepts(branch, value)) {
                    self.normalise(branch, value);
                }
            }
            _ => {}
        }
    }

    fn collect(&mut self, schema: &'static Schema, value: &Value, errors: &mut Errors) {
        match schema {
            Schema::Any => {}
            Schema::Null => errors.unless(value.is_null(), Fault::Type("null")),
            Schema::Boolean => errors.unless(value.is_boolean(), Fault::Type("boolean")),
            Schema::String { min, max } => {
                let Value::String(text) = value else { return errors.push(Fault::Type("string")) };
                errors.unless(has_length(text, 0, *max), Fault::TooLong(*max));
                errors.unless(has_length(text, *min, usize::MAX), Fault::TooShort(*min));
            }
            Schema::Integer { min, max } => {
                let integral = matches!(value, Value::Number(number) if is_integral(number));
                errors.unless(integral, Fault::Type("integer"));
                errors.bounds(value, *min, *max);
            }
            Schema::Number { min, max } => {
                errors.unless(value.is_number(), Fault::Type("number"));
                errors.bounds(value, *min, *max);
            }
            Schema::Literal(literal) => {
                errors.unless(literal.is_type_of(value), Fault::Type(literal.type_name()));
                errors.unless(literal.is(value), Fault::Constant);
            }
            Schema::Array { items, min, max } => {
                let Value::Array(list) = value else { return errors.push(Fault::Type("array")) };
                errors.unless(list.len() <= *max, Fault::TooMany(*max));
                errors.unless(list.len() >= *min, Fault::TooFew(*min));
                for (index, item) in list.iter().enumerate() {
                    errors.below(&index.to_string(), |errors| self.collect(items, item, errors));
                }
            }
            Schema::Map(values) => {
                let Value::Object(map) = value else { return errors.push(Fault::Type("object")) };
                for (key, value) in in_script_order(map) {
                    errors.below(key, |errors| self.collect(values, value, errors));
                }
            }
            Schema::Object(object) => {
                let Value::Object(map) = value else { return errors.push(Fault::Type("object")) };
                self.collect_object(object, map, errors);
            }
            Schema::AnyOf(branches) => {
                if !branches.iter().any(|branch| self.accepts(branch, value)) {
                    branches.iter().for_each(|branch| self.collect(branch, value, errors));
                    errors.push(Fault::NoBranch);
                }
            }
        }
    }

    fn collect_object(&mut self, object: &'static Object, map: &Map<String, Value>, errors: &mut Errors) {
        let missing = object.fields.iter().filter(|field| field.required && !map.contains_key(field.name));
        missing.for_each(|field| errors.push(Fault::Missing(field.name)));
        for (key, value) in in_script_order(map) {
            match (object.field(key), object.rest) {
                (None, Some(rest)) => errors.below(key, |errors| self.collect(rest, value, errors)),
                (None, None) if object.strict && self.strict => errors.push(Fault::Unexpected(key.clone())),
                _ => {}
            }
        }
        for field in object.fields {
            if let Some(value) = map.get(field.name) {
                errors.below(field.name, |errors| self.collect(field.schema, value, errors));
            }
        }
    }
}

impl Object {
    fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Literal {
    fn is(self, value: &Value) -> bool {
        match self {
            Self::Text(text) => value == text,
            Self::Integer(literal) => value.as_f64().is_some_and(|number| number == literal as f64),
            Self::Bool(literal) => *value == literal,
        }
    }

    fn is_type_of(self, value: &Value) -> bool {
        match self {
            Self::Text(_) => value.is_string(),
            Self::Integer(_) => value.is_number(),
            Self::Bool(_) => value.is_boolean(),
        }
    }

    const fn type_name(self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::Integer(_) => "number",
            Self::Bool(_) => "boolean",
        }
    }
}

/// The errors found so far and the place being looked at.
struct Errors {
    path: String,
    found: Vec<Violation>,
}

impl Errors {
    fn push(&mut self, fault: Fault) {
        if !self.is_full() {
            self.found.push(Violation { path: self.path.clone(), fault });
        }
    }

    fn unless(&mut self, holds: bool, fault: Fault) {
        if !holds {
            self.push(fault);
        }
    }

    fn bounds(&mut self, value: &Value, min: Option<i64>, max: Option<i64>) {
        let Value::Number(number) = value else { return };
        if let Some(max) = max {
            self.unless(is_within(number, None, Some(max)), Fault::Maximum(max));
        }
        if let Some(min) = min {
            self.unless(is_within(number, Some(min), None), Fault::Minimum(min));
        }
    }

    fn below(&mut self, key: &str, look: impl FnOnce(&mut Self)) {
        if self.is_full() {
            return;
        }
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&key.replace('~', "~0").replace('/', "~1"));
        look(self);
        self.path.truncate(length);
    }

    const fn is_full(&self) -> bool {
        self.found.len() >= MAX_VIOLATIONS
    }
}

fn has_length(text: &str, min: usize, max: usize) -> bool {
    // A code point has one to four bytes: most texts need no counting.
    if text.len() <= max && (min <= 1 || text.len() >= min.saturating_mul(4)) {
        return min == 0 || !text.is_empty();
    }
    (min..=max).contains(&text.chars().count())
}

fn is_integral(number: &Number) -> bool {
    !number.is_f64() || number.as_f64().is_some_and(|float| float.fract() == 0.0)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "bounds are small; a number near 2^53 is far from all of them"
)]
fn is_within(number: &Number, min: Option<i64>, max: Option<i64>) -> bool {
    let Some(number) = number.as_f64() else { return false };
    min.is_none_or(|min| number >= min as f64) && max.is_none_or(|max| number <= max as f64)
}

/// The integer of the type that fields with this minimum decode to: unsigned when they cannot be negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from float saturates, as wanted"
)]
fn exact(number: &Number, min: Option<i64>) -> Option<Number> {
    let unsigned = min.is_some_and(|min| min >= 0);
    let float = number.as_f64()?;
    Some(match (number.is_f64(), unsigned) {
        (true, true) => Number::from(float as u64),
        (true, false) => Number::from(float as i64),
        (false, false) if number.is_u64() && !number.is_i64() => Number::from(i64::MAX),
        (false, _) => number.clone(),
    })
}

/// Entries in the order JavaScript walks them, which is that of the reference's errors: array indices first.
fn in_script_order(map: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    let mut indices: Vec<(u32, (&String, &Value))> =
        map.iter().filter_map(|entry| Some((array_index(entry.0)?, entry))).collect();
    indices.sort_unstable_by_key(|(index, _)| *index);
    indices
        .into_iter()
        .map(|(_, entry)| entry)
        .chain(map.iter().filter(|(key, _)| array_index(key).is_none()))
}

fn array_index(key: &str) -> Option<u32> {
    let canonical = key == "0" || (!key.starts_with('0') && key.bytes().all(|byte| byte.is_ascii_digit()));
    if canonical { key.parse().ok().filter(|index| *index != u32::MAX) } else { None }
}
