//! Values that must not reach a log: shared tokens, passwords, API keys.

use core::fmt;

use subtle::ConstantTimeEq as _;

/// A value whose `Debug` shows nothing and which is never serialized.
#[derive(Clone, Default)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Hands out the value; every call site is a place where it may leak.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl Secret<String> {
    /// Compares with a candidate in time that depends on the lengths only.
    #[must_use]
    pub fn matches(&self, candidate: &str) -> bool {
        self.0.as_bytes().ct_eq(candidate.as_bytes()).into()
    }

    /// Whether nothing but white space is inside.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl PartialEq for Secret<String> {
    fn eq(&self, other: &Self) -> bool {
        self.matches(&other.0)
    }
}

impl Eq for Secret<String> {}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl From<&str> for Secret<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_value() {
        assert_eq!(format!("{:?}", Secret::from("hunter2")), "Secret(..)");
    }

    #[test]
    fn equality_is_by_content() {
        assert!(Secret::from("abc").matches("abc"));
        assert!(!Secret::from("abc").matches("abd"));
        assert!(!Secret::from("abc").matches("abcd"));
        assert_eq!(Secret::from("abc"), Secret::from("abc"));
    }

    #[test]
    fn white_space_counts_as_blank() {
        assert!(Secret::from(" \t").is_blank());
        assert!(!Secret::from(" x").is_blank());
    }
}
