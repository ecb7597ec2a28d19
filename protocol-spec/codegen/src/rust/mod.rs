//! The Rust form: method, event, error and limit tables, schema tables, and structs.

mod facts;
mod schemas;
mod types;

use std::path::{Path, PathBuf};

use crate::output::GeneratedFile;
use crate::spec::Spec;

/// The module that holds one module per protocol version.
pub(crate) fn versions_module(versions: &[&str]) -> GeneratedFile {
    let modules: String = versions.iter().map(|version| format!("pub(crate) mod {version};\n")).collect();
    GeneratedFile::new(Path::new("src/generated/mod.rs").to_owned(), format!("{HEADER}{modules}"))
}

/// Every Rust file of one protocol version.
pub(crate) fn files(spec: &Spec, version: &str) -> Vec<GeneratedFile> {
    let directory = Path::new("src/generated").join(version);
    let file = |path: &str, text: String| GeneratedFile::new(directory.join(path), format!("{HEADER}{text}"));
    let mut files = vec![
        file("mod.rs", MODULES.to_owned()),
        file("access.rs", facts::access(spec)),
        file("methods.rs", facts::methods(spec)),
        file("events.rs", facts::events(spec)),
        file("errors.rs", facts::errors(spec)),
        file("limits.rs", facts::limits(spec)),
        file("types/mod.rs", family_modules(spec, "Params, results and payloads, by family.")),
        file("schemas/mod.rs", schemas::module(spec)),
    ];
    for family in &spec.families {
        let path =
            |kind: &str| PathBuf::from(kind).join(&family.name).with_extension("rs").display().to_string();
        if let Some(text) = types::family(spec, family) {
            files.push(file(&path("types"), text));
        }
        files.push(file(&path("schemas"), schemas::family(spec, family)));
    }
    files
}

/// A module per family, everything re-exported.
fn family_modules(spec: &Spec, doc: &str) -> String {
    let mut text = format!("//! {doc}\n\n");
    for family in spec.families.iter().filter(|family| types::family(spec, family).is_some()) {
        text += &format!("mod {0};\npub use self::{0}::*;\n", family.name);
    }
    text + &round_trips(spec)
}

/// For the tests: every type, decoded and encoded again.
fn round_trips(spec: &Spec) -> String {
    let mut text = String::from(
        "\n/// Decodes an instance of each type and encodes it again.\n#[cfg(test)]\npub(crate) static ROUND_TRIPS: \
         &[(&str, crate::schema::RoundTrip)] = &[\n",
    );
    for def in spec.types().filter(|def| def.manual.is_none()) {
        text += &format!("    ({0:?}, crate::schema::round_trip::<{0}>),\n", def.name);
    }
    text + "];\n"
}

/// Whether code, its comments aside, has this identifier.
fn uses(code: &str, identifier: &str) -> bool {
    let boundary = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_');
    code.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
        line.match_indices(identifier).any(|(at, _)| {
            boundary(line[..at].chars().next_back()) && boundary(line[at + identifier.len()..].chars().next())
        })
    })
}

/// A doc comment, one line per line of `doc`.
fn doc_comment(doc: &str) -> String {
    doc.lines().map(|line| format!("/// {line}\n")).collect()
}

const HEADER: &str = "// Generated from protocol-spec/spec by `cargo gen`; edit that instead.\n\n";

const MODULES: &str = "pub(crate) mod access;
pub(crate) mod errors;
pub(crate) mod events;
pub(crate) mod limits;
pub(crate) mod methods;
pub(crate) mod schemas;
pub(crate) mod types;
";
