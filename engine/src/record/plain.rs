//! How bytes and texts stand in a recording.

use crate::input::BodyError;
use crate::rng::hex;
use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use core::fmt;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// Bytes of an action's text above which a digest stands for it.
pub(super) const CUT: usize = 2 * 1024;

/// Bytes of such a text that are told.
const HEAD: usize = 512;

/// Bytes that are most often text: a string, or an object with their base64.
pub(crate) mod bytes {
    use super::{Bytes, Shown};
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        Shown(bytes).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        Ok(Bytes::deserialize(from)?.0)
    }
}

/// A body, or why there is none.
pub(crate) mod body {
    use super::{BodyError, Bytes, Shown};
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        body: &Result<Vec<u8>, BodyError>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        body.as_ref().map(|bytes| Shown(bytes)).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Result<Vec<u8>, BodyError>, D::Error> {
        Ok(Result::<Bytes, BodyError>::deserialize(from)?.map(|bytes| bytes.0))
    }
}

/// Writes the text of an action: whole when it is short, else its beginning, its length and its digest.
pub(crate) fn cut<T: Carried, S: Serializer>(text: &T, to: S) -> Result<S::Ok, S::Error> {
    let bytes = text.carried();
    if bytes.len() <= CUT {
        return Shown(bytes).serialize(to);
    }
    let mut map = to.serialize_map(Some(3))?;
    map.serialize_entry("head", &String::from_utf8_lossy(&bytes[..HEAD]))?;
    map.serialize_entry("bytes", &bytes.len())?;
    map.serialize_entry("sha256", &hex(&Sha256::digest(bytes)[..16]))?;
    map.end()
}

/// Writes headers whose values are stand-ins by now.
pub(crate) fn headers<S: Serializer>(headers: &[(String, Secret<String>)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(headers.iter().map(|(name, value)| (name, value.expose())))
}

/// What an action carries.
pub(crate) trait Carried {
    fn carried(&self) -> &[u8];
}

impl Carried for String {
    fn carried(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl Carried for Arc<str> {
    fn carried(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl Carried for Vec<u8> {
    fn carried(&self) -> &[u8] {
        self
    }
}

struct Shown<'a>(&'a [u8]);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match core::str::from_utf8(self.0) {
            Ok(text) => to.serialize_str(text),
            Err(_) => {
                let mut map = to.serialize_map(Some(1))?;
                map.serialize_entry("base64", &BASE64.encode(self.0))?;
                map.end()
            }
        }
    }
}

struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(BytesVisitor)
    }
}

struct BytesVisitor;

impl<'de> Visitor<'de> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or an object with the bytes as `base64`")
    }

    fn visit_str<E>(self, text: &str) -> Result<Bytes, E> {
        Ok(Bytes(text.as_bytes().to_vec()))
    }

    fn visit_string<E>(self, text: String) -> Result<Bytes, E> {
        Ok(Bytes(text.into_bytes()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Bytes, A::Error> {
        let Some(("base64", text)) = map.next_entry::<&str, &str>()? else {
            return Err(A::Error::custom("bytes that are no text stand as `base64`"));
        };
        BASE64.decode(text).map(Bytes).map_err(A::Error::custom)
    }
}
