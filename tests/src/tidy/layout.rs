//! Rules for what lies where, and how long it is.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::sources::Source;

/// Everything that lies at the top.
pub const TOP: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "cli",
    "clippy.toml",
    "deny.toml",
    "docs",
    "engine",
    "fuzz",
    "protocol-spec",
    "runtime-smol",
    "rustfmt.toml",
    "tests",
];

/// Lines a file may have.
pub const MAX_FILE_LINES: usize = 600;

/// Lines a function may have.
pub const MAX_FUNCTION_LINES: i64 = 70;

/// What lies at the top and should not, or should and does not.
#[must_use]
pub fn top_findings(files: &[PathBuf]) -> Vec<String> {
    let first = |file: &PathBuf| Some(file.components().next()?.as_os_str().to_string_lossy().into_owned());
    let there: BTreeSet<_> = files.iter().filter_map(first).collect();
    let expected: BTreeSet<_> = TOP.iter().map(|name| (*name).to_owned()).collect();
    let extra = there.difference(&expected).map(|name| format!("{name}: does not belong at the top"));
    let absent = expected.difference(&there).map(|name| format!("{name}: is missing at the top"));
    extra.chain(absent).collect()
}

/// Files that are too long; what is generated may be.
#[must_use]
pub fn long_files(sources: &[Source]) -> Vec<String> {
    let written = sources.iter().filter(|source| !source.path.contains("/generated/"));
    let sized = written.map(|source| (source, source.text.lines().count()));
    let long = sized.filter(|(_, lines)| *lines > MAX_FILE_LINES);
    long.map(|(s, lines)| format!("{}: {lines} lines, at most {MAX_FILE_LINES}", s.path)).collect()
}

/// Clippy counts the lines of functions: what keeps it from doing so for a package.
#[must_use]
pub fn unbounded_functions(workspace: &str, members: &[Source], clippy: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    let workspace: toml::Table = workspace.parse().expect("Cargo.toml is TOML");
    if workspace["workspace"]["lints"]["clippy"].get("too_many_lines").is_none() {
        found.push("Cargo.toml: workspace.lints.clippy.too_many_lines is off".to_owned());
    }
    for member in members {
        let manifest: toml::Table = member.text.parse().expect("Cargo.toml is TOML");
        let inherits = manifest.get("lints").and_then(|lints| lints.get("workspace"));
        if inherits.and_then(toml::Value::as_bool) != Some(true) {
            found.push(format!("{}: does not take the lints of the workspace", member.path));
        }
    }
    // Clippy reads the nearest file only, so each has to say it.
    for file in clippy {
        let settings: toml::Table = file.text.parse().expect("clippy.toml is TOML");
        let most = settings.get("too-many-lines-threshold").and_then(toml::Value::as_integer);
        if most != Some(MAX_FUNCTION_LINES) {
            found.push(format!("{}: too-many-lines-threshold is not {MAX_FUNCTION_LINES}", file.path));
        }
    }
    found
}
