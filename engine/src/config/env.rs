//! The environment as the configuration sees it: handed in, never read.

use core::fmt;
use std::collections::BTreeMap;

/// Environment variables by name.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Env(BTreeMap<String, String>);

impl Env {
    /// The value of a variable, blank or not.
    #[must_use]
    pub fn var(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The value of a variable that holds more than white space.
    #[must_use]
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.var(name).filter(|value| !value.trim().is_empty())
    }

    /// The first filled one of several names, for variables that were renamed.
    #[must_use]
    pub fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.filled(name))
    }

    /// Whether a switch is on: `1`, `true`, `yes` or `on` in any case.
    #[must_use]
    pub fn is_on(&self, name: &str) -> bool {
        self.filled(name)
            .is_some_and(|value| matches!(value.trim().to_lowercase().as_str(), "1" | "true" | "yes" | "on"))
    }

    /// Every variable, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Sets a variable.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// The user's home directory, or the root when it is unknown.
    #[must_use]
    pub fn home(&self) -> &str {
        let home = self.first(&["HOME", "USERPROFILE"]).unwrap_or_default().trim_end_matches('/');
        if home.is_empty() { "/" } else { home }
    }

    /// The environment with the variables of an `env` block on top.
    #[must_use]
    pub fn with(&self, added: &[(String, String)]) -> Self {
        let mut env = self.clone();
        env.0.extend(added.iter().cloned());
        env
    }
}

/// Names alone: values may be secrets.
impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Env {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_variable_counts_as_unset() {
        let env = Env::from_iter([("A", "  "), ("B", "b")]);
        assert_eq!(env.filled("A"), None);
        assert_eq!(env.first(&["A", "B"]), Some("b"));
    }

    #[test]
    fn a_home_at_the_root_is_the_root() {
        assert_eq!(Env::from_iter([("HOME", "/")]).home(), "/");
        assert_eq!(Env::from_iter([("HOME", "/h/")]).home(), "/h");
    }

    #[test]
    fn switches_take_the_usual_words() {
        let env = Env::from_iter([("A", "Yes"), ("B", "0"), ("C", "1")]);
        assert!(env.is_on("A") && env.is_on("C") && !env.is_on("B") && !env.is_on("D"));
    }
}
