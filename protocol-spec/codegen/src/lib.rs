//! Turns `protocol-spec/spec` into Rust, JSON Schema, TypeScript and Swift.
//!
//! [`generate`] is a pure function of the spec directory: it returns every file it is responsible for. Writing them, or
//! comparing them with what is on disk, is [`output`]'s.

#![forbid(unsafe_code)]

mod json_schema;
mod names;
pub mod notation;
pub mod output;
mod rust;
pub mod spec;
mod swift;
mod typescript;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::output::GeneratedFile;
use crate::spec::Spec;

/// The protocol versions that have a directory below `spec/`.
const VERSIONS: [&str; 1] = ["v3"];

/// The package the spec lives in and the files are generated for.
pub fn package_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this crate lies inside protocol-spec").to_owned()
}

/// Returns every generated file of the package at `root`, formatted.
pub fn generate(root: &Path) -> Result<Vec<GeneratedFile>> {
    let mut files = vec![rust::versions_module(&VERSIONS)];
    for version in VERSIONS {
        let spec = Spec::load(&root.join("spec").join(version))?;
        files.extend(rust::files(&spec, version));
        let generated = Path::new("generated").join(version);
        files.push(GeneratedFile::new(generated.join("protocol.schema.json"), json_schema::document(&spec)));
        files.push(GeneratedFile::new(generated.join("protocol.ts"), typescript::module(&spec)));
        files.push(GeneratedFile::new(generated.join("Protocol.swift"), swift::module(&spec)));
    }
    output::format_rust(root, &mut files)?;
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_files_are_current() {
        let root = package_root();
        let files = generate(&root).unwrap();
        let stale = output::stale(&root, &files).unwrap();
        assert!(stale.is_empty(), "run `cargo gen`; stale: {stale:?}");
    }
}
