//! Fields that tell absent from null: `None`, `Some(None)`, `Some(Some(_))`.

use serde::{Deserialize, Deserializer};

/// Deserialises a field that is there; an absent one takes the default.
pub(crate) fn present<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
