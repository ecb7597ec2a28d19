//! From texts to a [`Snapshot`].

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::read::Readable as _;
use super::sections::{Config, ROOT};
use super::shape::{At, Findings, Shape};
use super::{Env, cross, defaults, include, json5, legacy, path, substitute};

/// Gathers the texts a configuration consists of.
///
/// Read what [`next_read`](Self::next_read) names and [`supply`](Self::supply) it, until it names nothing
/// more; then [`finish`](Self::finish).
#[derive(Clone, Debug)]
pub struct Loader {
    path: String,
    env: Env,
    files: BTreeMap<String, Source>,
    wanted: VecDeque<(String, usize)>,
}

/// What reading a file gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileText {
    /// There is no such file.
    Missing,
    /// Its text.
    Text(String),
    /// It is there but cannot be read; the system's own words.
    Failed(String),
}

/// A file, read and parsed.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Missing,
    Failed(String),
    Broken { raw: String, error: json5::Error },
    Parsed { raw: String, value: Value },
}

/// Something wrong with a configuration, or worth a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Where, with dots; empty for the whole file.
    pub path: String,
    /// What, in the reference's words.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A configuration file at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The main file.
    pub path: String,
    /// Whether it exists.
    pub exists: bool,
    /// Its text.
    pub raw: Option<String>,
    /// Its content, as written.
    pub parsed: Value,
    /// The content with includes and variables resolved.
    pub resolved: Value,
    /// The content as clients are shown it: resolved, in schema order, with defaults written out. Equals
    /// `resolved` when invalid.
    pub shown: Value,
    /// Whether it may be used.
    pub valid: bool,
    /// The typed configuration, when valid.
    pub config: Option<Arc<Config>>,
    /// Everything wrong with it.
    pub issues: Vec<Issue>,
    /// What is odd but harmless.
    pub warnings: Vec<Issue>,
    /// Keys of older versions that have to be migrated; they are among `issues` too.
    pub legacy_issues: Vec<Issue>,
    /// SHA-256 of the text, in hex; of the empty text when there is none.
    pub hash: String,
    /// Variables the `env` block adds to the environment.
    pub env_applied: Vec<(String, String)>,
}

impl Loader {
    /// Begins with the main file.
    #[must_use]
    pub fn new(path: String, env: Env) -> Self {
        let wanted = VecDeque::from([(path.clone(), 0)]);
        Self { path, env, files: BTreeMap::new(), wanted }
    }

    /// The next file to read.
    #[must_use]
    pub fn next_read(&self) -> Option<&str> {
        self.wanted.front().map(|(path, _)| path.as_str())
    }

    /// Takes what reading a file gave.
    pub fn supply(&mut self, path: &str, text: FileText) {
        let at = self.wanted.iter().position(|(wanted, _)| wanted == path);
        let depth = at.and_then(|at| self.wanted.remove(at)).map_or(0, |(_, depth)| depth);
        let source = match text {
            FileText::Missing => Source::Missing,
            FileText::Failed(reason) => Source::Failed(reason),
            FileText::Text(raw) => match json5::parse(&raw) {
                Ok(value) => Source::Parsed { raw, value },
                Err(error) => Source::Broken { raw, error },
            },
        };
        if let Source::Parsed { value, .. } = &source
            && depth < include::MAX_DEPTH
        {
            for found in include::wanted(value, path) {
                let known =
                    self.files.contains_key(&found) || self.wanted.iter().any(|(path, _)| *path == found);
                if !known && found != path && self.files.len() + self.wanted.len() <= include::MAX_FILES {
                    self.wanted.push_back((found, depth + 1));
                }
            }
        }
        self.files.insert(path.to_owned(), source);
    }

    /// Runs the pipeline. A file that was asked for but never supplied counts as missing.
    #[must_use]
    pub fn finish(self) -> Snapshot {
        let mut snapshot = Snapshot::empty(&self.path);
        let value = match self.files.get(&self.path) {
            None | Some(Source::Missing) => {
                snapshot.judge(json!({}), &self.env);
                return snapshot;
            }
            Some(Source::Failed(reason)) => {
                snapshot.exists = true;
                return snapshot.refused(format!("read failed: {reason}"), None);
            }
            Some(Source::Broken { raw, error }) => {
                snapshot.take_text(raw);
                let hint = format!("see line {}, column {} of {}", error.line, error.column, self.path);
                return snapshot.refused(format!("JSON5 parse failed: SyntaxError: {error}"), Some(hint));
            }
            Some(Source::Parsed { raw, value }) => {
                snapshot.take_text(raw);
                value
            }
        };
        snapshot.parsed = value.clone();
        match include::resolve(value, &self.path, &self.files) {
            Err(issues) => {
                snapshot.resolved = value.clone();
                snapshot.shown = value.clone();
                snapshot.issues = issues;
            }
            Ok(value) => snapshot.resolve_variables(value, self.env),
        }
        snapshot
    }
}

impl Snapshot {
    fn empty(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            exists: false,
            raw: None,
            parsed: json!({}),
            resolved: json!({}),
            shown: json!({}),
            valid: false,
            config: None,
            issues: Vec::new(),
            warnings: Vec::new(),
            legacy_issues: Vec::new(),
            hash: hash(""),
            env_applied: Vec::new(),
        }
    }

    /// That of a recording: what was resolved then, typed again.
    pub(crate) fn recorded(path: &str, parsed: Value, resolved: Value, usable: bool, env: &Env) -> Self {
        let mut snapshot = Self::empty(path);
        if usable {
            let mut typed = resolved.clone();
            path::expand_homes(&mut typed, env.home());
            snapshot.config = Config::read(&typed).map(Arc::new);
        }
        Self { exists: true, valid: snapshot.config.is_some(), parsed, resolved, ..snapshot }
    }

    fn take_text(&mut self, raw: &str) {
        self.exists = true;
        self.hash = hash(raw);
        self.raw = Some(raw.to_owned());
    }

    fn refused(mut self, message: String, hint: Option<String>) -> Self {
        self.issues.push(Issue { path: String::new(), message, hint });
        self
    }

    fn resolve_variables(&mut self, mut value: Value, mut env: Env) {
        self.env_applied = substitute::env_block(&value, &env);
        for (name, value) in &self.env_applied {
            env.set(name, value);
        }
        self.issues = substitute::variables(&mut value, &env);
        if self.issues.is_empty() {
            self.judge(value, &env);
        } else {
            self.shown = value.clone();
            self.resolved = value;
        }
    }

    /// Checks the resolved content and, if nothing is wrong, types it.
    fn judge(&mut self, value: Value, env: &Env) {
        self.legacy_issues = legacy::scan(&value);
        let current = legacy::without(&value, &self.legacy_issues);
        let mut found = Findings::default();
        let root = Shape::Object(&ROOT);
        root.check(Some(&current), At::Root, &mut found);
        cross::check(&current, env, &mut found);
        self.issues = self.legacy_issues.iter().cloned().chain(found.issues).collect();
        self.warnings = found.warnings;
        self.valid = self.issues.is_empty();
        self.shown = value.clone();
        if self.valid {
            let mut shown = root.project(&value);
            defaults::write_out(&mut shown);
            path::expand_homes(&mut shown, env.home());
            self.shown = shown;
            let mut typed = value.clone();
            path::expand_homes(&mut typed, env.home());
            self.config = Config::read(&typed).map(Arc::new);
        }
        self.resolved = value;
    }
}

/// SHA-256 in hex.
fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
