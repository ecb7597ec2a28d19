//! The figures: by module, as text and as JSON.

use core::fmt::Write as _;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::count::{Functions, Name, Span};
use crate::expect::Expected;

/// What was reached of what there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) functions: (usize, usize),
    pub(crate) branches: (usize, usize),
}

impl Count {
    /// Per cent of the branches.
    pub(crate) fn percent(&self) -> f64 {
        let (reached, all) = self.branches;
        if all == 0 { 100.0 } else { 100.0 * reached as f64 / all as f64 }
    }

    fn add(&mut self, other: Self) {
        self.functions = (self.functions.0 + other.functions.0, self.functions.1 + other.functions.1);
        self.branches = (self.branches.0 + other.branches.0, self.branches.1 + other.branches.1);
    }
}

/// Everything that was counted.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// By the part of the engine: what lies directly under `src`.
    pub(crate) modules: BTreeMap<String, Count>,
    /// Functions that were never entered.
    pub(crate) unentered: Vec<Name>,
    /// Branches never reached of those that were.
    missed: Vec<(Name, Vec<Span>)>,
}

impl Report {
    pub(crate) fn of(functions: &Functions) -> Self {
        let mut report = Self::default();
        for (name, function) in functions {
            let part = name.module.split("::").next().unwrap_or_default();
            let reached = function.branches.values().filter(|count| **count > 0).count();
            report.modules.entry(part.to_owned()).or_default().add(Count {
                functions: (usize::from(function.is_reached()), 1),
                branches: (reached, function.branches.len()),
            });
            if !function.is_reached() {
                report.unentered.push(name.clone());
            } else if reached < function.branches.len() {
                let missed = function.branches.iter().filter(|(_, count)| **count == 0);
                report.missed.push((name.clone(), missed.map(|(span, _)| *span).collect()));
            }
        }
        report
    }

    /// All modules together.
    pub(crate) fn total(&self) -> Count {
        let mut total = Count::default();
        self.modules.values().for_each(|count| total.add(*count));
        total
    }

    /// The table, then the functions that are not reached with their reasons.
    pub(crate) fn text(&self, expected: &Expected) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "{:<16} {:>13} {:>15} {:>8}", "module", "functions", "branches", "reached");
        let total = self.total();
        for (name, count) in self.modules.iter().map(|(k, v)| (k.as_str(), v)).chain([("all", &total)]) {
            let ((f, functions), (b, branches)) = (count.functions, count.branches);
            let (f, b) = (format!("{f} / {functions}"), format!("{b} / {branches}"));
            let _ = writeln!(out, "{name:<16} {f:>13} {b:>15} {:>6.1} %", count.percent());
        }
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for name in &self.unentered {
            *reasons.entry(expected.why(name).unwrap_or("no reason is given")).or_default() += 1;
        }
        let _ = writeln!(out, "\nfunctions no seed enters:");
        for (why, count) in reasons {
            let _ = writeln!(out, "{count:>6}  {why}");
        }
        out
    }

    /// Every function that is not entered, and of the others every branch that is not reached, with its text.
    pub(crate) fn unreached(&self, sources: &Path) -> Result<String> {
        let mut out = String::new();
        for name in &self.unentered {
            let _ = writeln!(out, "{}: never entered", name.path());
        }
        for (name, spans) in &self.missed {
            let text = source(sources, &name.module)?;
            let lines: Vec<&str> = text.lines().collect();
            // A branch within another is told with it, one line tells of all on it.
            let begun: BTreeSet<usize> = spans.iter().map(|span| span.from.0).collect();
            for line in begun {
                let code = lines.get(line - 1).copied().unwrap_or_default().trim();
                let _ = writeln!(out, "{}:{line}: {code}", name.path());
            }
        }
        Ok(out)
    }

    pub(crate) fn json(&self, findings: &[String]) -> Value {
        let count = |count: &Count| {
            json!({
                "functions": {"reached": count.functions.0, "all": count.functions.1},
                "branches": {"reached": count.branches.0, "all": count.branches.1},
                "percent": count.percent(),
            })
        };
        let modules: serde_json::Map<String, Value> =
            self.modules.iter().map(|(name, of)| (name.clone(), count(of))).collect();
        let unentered: Vec<String> = self.unentered.iter().map(Name::path).collect();
        let missed: serde_json::Map<String, Value> = self
            .missed
            .iter()
            .map(|(name, spans)| (name.path(), spans.iter().map(|s| s.from.0).collect::<Vec<_>>().into()))
            .collect();
        json!({
            "total": count(&self.total()), "modules": modules,
            "functionsNotEntered": unentered, "linesNotReached": missed, "findings": findings,
        })
    }
}

fn source(sources: &Path, module: &str) -> Result<String> {
    let path = sources.join(module.replace("::", "/"));
    let file = path.with_extension("rs");
    let file = if file.is_file() { file } else { path.join("mod.rs") };
    std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))
}
