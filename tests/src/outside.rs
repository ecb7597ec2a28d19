//! What lies outside this repository: the folder of recordings and peers beside it, programs, registries.
//!
//! A test that lacks one of them prints a line and passes. In CI (`CI=true`) lacking one is a failure.

use std::path::{Path, PathBuf};

/// The root of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this crate lies inside the workspace").to_owned()
}

/// A file of the shared folder, which lies beside the workspace.
#[must_use]
pub fn shared(path: &str) -> Option<PathBuf> {
    let beside = workspace().parent()?.join("shared");
    let found = beside.join(path);
    found.exists().then_some(found).or_else(|| missing(&format!("../shared/{path}")))
}

/// A program that is installed.
#[must_use]
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file());
    found.or_else(|| missing(&format!("the program {name}")))
}

/// Says that a test is skipped for lack of something.
///
/// # Panics
///
/// In CI, where everything is there.
#[must_use]
#[expect(clippy::print_stderr, reason = "whoever runs the tests has to see what they did not try")]
pub fn missing<T>(what: &str) -> Option<T> {
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{what} is missing");
    eprintln!("skipped: {what} is missing");
    None
}
