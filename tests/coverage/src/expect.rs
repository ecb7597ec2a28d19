//! What is expected of the coverage: floors, and reasons for what is not reached.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::count::Name;
use crate::report::Report;

/// What `tests/coverage.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// Per cent of all branches that are reached at least.
    pub(crate) total: f64,
    /// The same of single modules.
    pub(crate) floor: BTreeMap<String, f64>,
    /// Why functions are not reached.
    pub(crate) reason: Vec<Reason>,
}

/// Why some functions are not reached.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    /// Modules or functions, each by its path: all that is in it.
    pub(crate) of: Vec<String>,
    /// Why.
    pub(crate) why: String,
}

impl Expected {
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        toml::from_str(&text).with_context(|| format!("{} makes no sense", file.display()))
    }

    /// The reason for which a function is not reached.
    pub(crate) fn why(&self, name: &Name) -> Option<&str> {
        let path = name.path();
        let of = |reason: &&Reason| reason.of.iter().any(|prefix| is_in(&path, prefix));
        self.reason.iter().find(of).map(|reason| reason.why.as_str())
    }

    /// What is not as expected, a line each.
    pub(crate) fn findings(&self, report: &Report) -> Vec<String> {
        let mut found = Vec::new();
        let total = report.total();
        if total.percent() < self.total {
            found.push(format!(
                "coverage fell to {:.1} %, below its floor of {} %",
                total.percent(),
                self.total
            ));
        }
        for (module, floor) in &self.floor {
            match report.modules.get(module) {
                Some(count) if count.percent() < *floor => {
                    let percent = count.percent();
                    found.push(format!(
                        "coverage of {module} fell to {percent:.1} %, below its floor of {floor} %"
                    ));
                }
                Some(_) => {}
                None => found.push(format!("tests/coverage.toml: floor.{module}: there is no such module")),
            }
        }
        for module in report.modules.keys().filter(|module| !self.floor.contains_key(*module)) {
            found.push(format!("tests/coverage.toml: the module {module} has no floor"));
        }
        for name in report.unentered.iter().filter(|name| self.why(name).is_none()) {
            found.push(format!(
                "{}: no seed enters it; give it a fault that does, or a reason in tests/coverage.toml",
                name.path()
            ));
        }
        for prefix in self.reason.iter().flat_map(|reason| &reason.of) {
            if !report.unentered.iter().any(|name| is_in(&name.path(), prefix)) {
                found.push(format!(
                    "tests/coverage.toml: {prefix} is reached, or is no more: remove its reason"
                ));
            }
        }
        found
    }
}

/// Whether a path is this one, or lies in it.
fn is_in(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_in_itself_and_in_what_is_around_it() {
        assert!(is_in("run::end::Engine::end_run", "run"));
        assert!(is_in("run::end::Engine::end_run", "run::end::Engine::end_run"));
        assert!(!is_in("run::end::Engine::end_run", "run::end::Engine::end"));
    }
}
