//! Types with a single value: fields that always hold the same truth value or number.

use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The truth value `VALUE`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bool<const VALUE: bool>;

/// The number `VALUE`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Int<const VALUE: i64>;

impl<const VALUE: bool> Serialize for Bool<VALUE> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(VALUE)
    }
}

impl<'de, const VALUE: bool> Deserialize<'de> for Bool<VALUE> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = bool::deserialize(deserializer)?;
        let expected = if VALUE { "true" } else { "false" };
        if found == VALUE {
            Ok(Self)
        } else {
            Err(D::Error::invalid_value(Unexpected::Bool(found), &expected))
        }
    }
}

impl<const VALUE: i64> Serialize for Int<VALUE> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(VALUE)
    }
}

impl<'de, const VALUE: i64> Deserialize<'de> for Int<VALUE> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = i64::deserialize(deserializer)?;
        let expected = VALUE.to_string();
        if found == VALUE {
            Ok(Self)
        } else {
            Err(D::Error::invalid_value(Unexpected::Signed(found), &expected.as_str()))
        }
    }
}
