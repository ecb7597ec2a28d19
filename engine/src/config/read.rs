//! From checked JSON values to typed structs. [`section!`] declares a struct, its defaults and the keys it
//! is read from in one place; [`words!`] does the same for a set of words.

use core::time::Duration;

use serde_json::Value;

use super::shape::{self, Fill, Range, Shape};
use crate::secret::Secret;

/// How a value is checked and then read. Reading never fails loudly: the check has spoken before.
#[derive(Debug)]
pub(crate) struct Rule<T> {
    pub(crate) shape: Shape,
    pub(crate) read: fn(&Value) -> Option<T>,
}

/// A type with one way to be written in a configuration.
pub(crate) trait Readable: Sized {
    const SHAPE: Shape;
    const RULE: Rule<Self> = Rule { shape: Self::SHAPE, read: Self::read };

    fn read(value: &Value) -> Option<Self>;
}

impl Readable for bool {
    const SHAPE: Shape = Shape::Bool;

    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Readable for String {
    const SHAPE: Shape = Shape::Text;

    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(Self::from)
    }
}

impl Readable for Secret<String> {
    const SHAPE: Shape = Shape::Secret;

    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(Self::from)
    }
}

impl Readable for f64 {
    const SHAPE: Shape = Shape::Num(Range::ANY);

    fn read(value: &Value) -> Option<Self> {
        value.as_f64()
    }
}

impl<T: Readable> Readable for Option<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read(value: &Value) -> Option<Self> {
        T::read(value).map(Some)
    }
}

impl<T: Readable> Readable for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn read(value: &Value) -> Option<Self> {
        Some(value.as_array()?.iter().filter_map(T::read).collect())
    }
}

/// Values by name, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Named<T>(Vec<(String, T)>);

impl<T> Named<T> {
    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// All names and values, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// All names, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> FromIterator<(String, T)> for Named<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl<T: Readable> Readable for Named<T> {
    const SHAPE: Shape = Shape::Map(&T::SHAPE);

    fn read(value: &Value) -> Option<Self> {
        let pairs = value.as_object()?.iter();
        Some(pairs.filter_map(|(key, value)| Some((key.clone(), T::read(value)?))).collect())
    }
}

pub(crate) const POSITIVE: Rule<u64> = Rule { shape: shape::POSITIVE, read: integer };
pub(crate) const COUNT: Rule<u64> = Rule { shape: shape::COUNT, read: integer };
pub(crate) const FRACTION: Rule<f64> = Rule { shape: shape::FRACTION, read: Value::as_f64 };
pub(crate) const POSITIVE_NUMBER: Rule<f64> =
    Rule { shape: Shape::Num(Range::POSITIVE), read: Value::as_f64 };
pub(crate) const NONEMPTY: Rule<String> = Rule { shape: shape::NONEMPTY, read: String::read };
pub(crate) const PEERS: Rule<Vec<String>> = Rule { shape: shape::PEERS, read: peers };
pub(crate) const MILLIS: Rule<Duration> = Rule { shape: shape::COUNT, read: millis };
pub(crate) const POSITIVE_MILLIS: Rule<Duration> = Rule { shape: shape::POSITIVE, read: millis };
pub(crate) const SECONDS: Rule<Duration> = Rule { shape: shape::POSITIVE, read: seconds };
pub(crate) const MINUTES: Rule<Duration> = Rule { shape: shape::POSITIVE, read: minutes };
/// A port. The reference accepts any positive integer and fails when it listens.
pub(crate) const PORT: Rule<u16> = Rule {
    shape: Shape::Int(Range { low: shape::Low::Above(0.0), high: Some(65_535.0) }),
    read: |value| integer(value)?.try_into().ok(),
};

/// A value that is checked but kept as it is.
pub(crate) const fn tree(shape: Shape) -> Rule<Value> {
    Rule { shape, read: |value| Some(value.clone()) }
}

/// `rule` with a value that the written-out configuration shows when the key is absent.
pub(crate) const fn filled<T: Copy>(
    shape: &'static Shape,
    fill: Fill,
    read: fn(&Value) -> Option<T>,
) -> Rule<T> {
    Rule { shape: Shape::Filled(shape, fill), read }
}

pub(crate) fn integer(value: &Value) -> Option<u64> {
    value.as_u64()
}

fn millis(value: &Value) -> Option<Duration> {
    integer(value).map(Duration::from_millis)
}

fn seconds(value: &Value) -> Option<Duration> {
    integer(value).map(Duration::from_secs)
}

fn minutes(value: &Value) -> Option<Duration> {
    integer(value)?.checked_mul(60).map(Duration::from_secs)
}

/// Chat peers are written as strings or numbers; both are text inside.
fn peers(value: &Value) -> Option<Vec<String>> {
    let text = |peer: &Value| match peer {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    Some(value.as_array()?.iter().filter_map(text).collect())
}

/// Parses `500ms`, `30s`, `5m`, `1.5h`, `1d`; a bare number counts in `unit`.
#[must_use]
pub fn parse_duration(text: &str, unit: Unit) -> Option<Duration> {
    let text = text.trim().to_lowercase();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, suffix) = text.split_at(digits);
    let plain = number.split('.').all(|part| !part.is_empty()) && number.split('.').count() <= 2;
    let millis_per_unit = match suffix {
        "" => unit.millis(),
        "ms" => Unit::Millis.millis(),
        "s" => Unit::Seconds.millis(),
        "m" => Unit::Minutes.millis(),
        "h" => Unit::Hours.millis(),
        "d" => 24.0 * Unit::Hours.millis(),
        _ => return None,
    };
    let millis = number.parse::<f64>().ok().filter(|_| plain)? * millis_per_unit;
    Duration::try_from_secs_f64(millis.round() / 1000.0).ok()
}

/// Units a bare number may count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds.
    Millis,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
}

impl Unit {
    const fn millis(self) -> f64 {
        match self {
            Self::Millis => 1.0,
            Self::Seconds => 1000.0,
            Self::Minutes => 60_000.0,
            Self::Hours => 3_600_000.0,
        }
    }
}

/// Declares a section: a struct of public fields, each with its key, default and rule.
///
/// A line reads `field: Type = default => "key" as RULE,`. Without a default the type's own counts; without
/// a rule the type's own. `required "key"` makes the key mandatory. `rest` says what happens to unknown
/// keys (refused unless said otherwise), `check` names a rule between several keys.
macro_rules! section {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$doc:meta])* $field:ident : $ty:ty $(= $default:expr)? => $($required:ident)? $key:literal $(as $rule:expr)? , )*
        }
        $(rest $rest:expr ;)?
        $(check $check:expr ;)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[$doc])* pub $field: $ty, )*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: section!(@default $($default)?), )* }
            }
        }

        impl $name {
            pub(in $crate::config) const FIELDS: &'static [$crate::config::shape::Field] = &[
                $( $crate::config::shape::Field {
                    key: $key,
                    shape: section!(@rule $ty $(, $rule)?).shape,
                    required: section!(@required $($required)?),
                }, )*
            ];

            pub(in $crate::config) const OBJECT: &'static $crate::config::shape::Object =
                &$crate::config::shape::Object {
                    fields: Self::FIELDS,
                    more: &[],
                    rest: section!(@rest $($rest)?),
                    check: section!(@check $($check)?),
                };

            fn read_fields(map: &serde_json::Map<String, serde_json::Value>) -> Self {
                Self { $(
                    $field: map
                        .get($key)
                        .and_then(section!(@rule $ty $(, $rule)?).read)
                        .map_or_else(|| section!(@default $($default)?), <$ty>::from),
                )* }
            }
        }

        impl $crate::config::read::Readable for $name {
            const SHAPE: $crate::config::shape::Shape = $crate::config::shape::Shape::Object(Self::OBJECT);

            fn read(value: &serde_json::Value) -> Option<Self> {
                value.as_object().map(Self::read_fields)
            }
        }
    };
    (@default) => { Default::default() };
    (@default $default:expr) => { $default };
    (@rule $ty:ty) => { <$ty as $crate::config::read::Readable>::RULE };
    (@rule $ty:ty, $rule:expr) => { $rule };
    (@required) => { false };
    (@required required) => { true };
    (@rest) => { $crate::config::shape::Rest::Refused };
    (@rest $rest:expr) => { $rest };
    (@check) => { None };
    (@check $check:expr) => { Some($check) };
}

/// Declares a set of words. `as Words` refuses others without naming them, `as Options` lists them, which
/// is all that differs between the reference's two ways to say the same.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident as $shape:ident {
            $( $(#[$doc:meta])* $variant:ident = $word:literal , )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $( $(#[$doc])* $variant, )*
        }

        impl $name {
            /// Every word, in the order the reference lists them.
            pub const WORDS: &'static [&'static str] = &[ $( $word ),* ];

            /// The word as it is written.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }

            /// Reads a word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $( $word => Some(Self::$variant), )* _ => None }
            }
        }

        impl $crate::config::read::Readable for $name {
            const SHAPE: $crate::config::shape::Shape = $crate::config::shape::Shape::$shape(Self::WORDS);

            fn read(value: &serde_json::Value) -> Option<Self> {
                value.as_str().and_then(Self::from_word)
            }
        }
    };
}

pub(crate) use {section, words};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_take_one_number_and_one_unit() {
        let minutes = |text| parse_duration(text, Unit::Minutes);
        assert_eq!(minutes("30"), Some(Duration::from_secs(1800)));
        assert_eq!(minutes("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(minutes("1.5h"), Some(Duration::from_secs(5400)));
        assert_eq!(minutes("1d"), Some(Duration::from_secs(86_400)));
        assert_eq!(minutes("5M"), Some(Duration::from_secs(300)));
        assert_eq!(minutes("0m"), Some(Duration::ZERO));
        for refused in ["", "   ", "foo", "1h30m", " 5 m ", "-5m", "+5m", ".5m", "5.m", "off", "1.2.3s"] {
            assert_eq!(minutes(refused), None, "{refused:?}");
        }
    }
}
