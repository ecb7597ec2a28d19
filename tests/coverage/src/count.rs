//! From a profile to the functions of the engine, and to what of each was reached.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use llvm_profparser::{CoverageMapping, CoverageReport, SourceLocation};

/// A function of the engine, its closures included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Function {
    /// Whether it has code of its own: a table has only closures.
    has_body: bool,
    /// Whether that was ever entered.
    entered: bool,
    /// Its branches: pieces of code that are run as a whole or not at all, and how often each was.
    pub(crate) branches: BTreeMap<Span, usize>,
}

impl Function {
    /// Whether it was ever entered; of a table, whether anything in it was.
    pub(crate) fn is_reached(&self) -> bool {
        if self.has_body { self.entered } else { self.branches.values().any(|count| *count > 0) }
    }
}

/// Where a piece of code begins and ends, in lines and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) from: (usize, usize),
    pub(crate) to: (usize, usize),
}

/// A function by the module it stands in and its name, such as `run::end` and `Engine::end_run`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    pub(crate) module: String,
    pub(crate) function: String,
}

impl Name {
    /// The name as one path.
    pub(crate) fn path(&self) -> String {
        format!("{}::{}", self.module, self.function)
    }
}

/// Every function of the engine.
pub(crate) type Functions = BTreeMap<Name, Function>;

/// Reads what a run of `program` has left in `profile`, as far as it is about files in `sources`.
pub(crate) fn read(profile: &Path, program: &Path, sources: &Path) -> Result<Functions> {
    let parsed = llvm_profparser::parse(profile)
        .with_context(|| format!("{} is no profile of this compiler", profile.display()))?;
    let programs = [program.to_owned()];
    let mapping = CoverageMapping::new(&programs, &parsed, false)?;
    let report = mapping.generate_subreport(|files| files.iter().any(|file| file.starts_with(sources)))?;
    let functions = functions(&report, sources);
    ensure!(!functions.is_empty(), "{} holds no function of {}", profile.display(), sources.display());
    Ok(functions)
}

fn functions(report: &CoverageReport, sources: &Path) -> Functions {
    let mut all = Functions::new();
    for (file, result) in &report.files {
        let Ok(file) = file.strip_prefix(sources) else { continue };
        for (symbol, hits) in &result.hits_by_function {
            let Some((function, is_whole)) = short_name(symbol) else { continue };
            let name = Name { module: module(file), function };
            add(all.entry(name).or_default(), is_whole, hits);
        }
    }
    all
}

/// Adds what one compiled form of a function has counted: generic ones have several.
fn add(function: &mut Function, is_whole: bool, hits: &BTreeMap<SourceLocation, usize>) {
    function.has_body |= is_whole;
    for (at, count) in hits {
        let span = Span { from: (at.line_start, at.column_start), to: (at.line_end, at.column_end) };
        *function.branches.entry(span).or_default() += count;
        function.entered |= is_whole && *count > 0;
    }
}

/// The path of a module by that of its file under `src`.
fn module(file: &Path) -> String {
    let path = file.with_extension("");
    let path = if path.ends_with("mod") { path.parent().map(PathBuf::from).unwrap_or(path) } else { path };
    let parts = path.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("::")
}

/// The type and name of a function by its symbol, and whether it is the function itself and not a closure in
/// it. Something else than a function, such as a table, is what its closures are.
fn short_name(symbol: &str) -> Option<(String, bool)> {
    let name = format!("{:#}", rustc_demangle::try_demangle(symbol).ok()?);
    let name = without_generics(&name);
    let (name, is_whole) = match name.split_once("::{") {
        Some((outer, _)) => (outer, false),
        None => (name.as_str(), true),
    };
    let Some(inner) = name.strip_prefix('<') else {
        let last = name.rsplit("::").next()?;
        return Some((last.to_owned(), is_whole));
    };
    let (of, function) = inner.rsplit_once(">::")?;
    let of = of.split(" as ").next()?;
    Some((format!("{}::{function}", of.rsplit("::").next()?), is_whole))
}

/// Leaves out what stands between angle brackets, but for those of `<Type as Trait>::name`.
fn without_generics(name: &str) -> String {
    let mut out = String::new();
    let mut open = Vec::new();
    let mut before = ' ';
    for c in name.chars() {
        match c {
            '<' => {
                let keep = out.is_empty();
                open.push(keep);
                if keep {
                    out.push(c);
                }
            }
            // Of `->`.
            '>' if before == '-' => {}
            '>' => {
                if open.pop() == Some(true) {
                    out.push(c);
                } else if open.iter().all(|keep| *keep) && out.ends_with("::") {
                    out.truncate(out.len() - 2);
                }
            }
            _ if open.iter().all(|keep| *keep) => out.push(c),
            _ => {}
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_named_by_its_file() {
        assert_eq!(module(Path::new("run/end.rs")), "run::end");
        assert_eq!(module(Path::new("run/mod.rs")), "run");
        assert_eq!(module(Path::new("ops.rs")), "ops");
    }

    #[test]
    fn generics_are_left_out() {
        let short = |name| without_generics(name);
        assert_eq!(short("engine::read::<engine::Params>"), "engine::read");
        assert_eq!(
            short("<engine::Slot<u8> as core::fmt::Display>::fmt"),
            "<engine::Slot as core::fmt::Display>::fmt"
        );
        assert_eq!(
            short("<engine::Engine>::begin::<fn() -> u8>::{closure#0}"),
            "<engine::Engine>::begin::{closure#0}"
        );
    }
}
