//! What lies where, and how long it is.

use std::path::PathBuf;

use openclaw_tests::outside;
use openclaw_tests::tidy::layout::{long_files, top_findings, unbounded_functions};
use openclaw_tests::tidy::sources::{Source, read, tracked};

use super::none;

#[test]
fn the_top_holds_what_belongs_there() {
    let Some(mut files) = files() else { return };
    none(&top_findings(&files));
    files.retain(|file| !file.starts_with("LICENSE"));
    files.push("utils/src/lib.rs".into());
    let expected = ["utils: does not belong at the top", "LICENSE: is missing at the top"];
    assert_eq!(top_findings(&files), expected);
}

#[test]
fn no_file_is_longer_than_six_hundred_lines() {
    let Some(files) = files() else { return };
    for extension in ["rs", "ts", "toml", "md"] {
        none(&long_files(&read(&outside::workspace(), &files, "", extension)));
    }
    let file = |path: &str, lines: usize| Source { path: path.to_owned(), text: "\n".repeat(lines) };
    let sources = [file("a.rs", 600), file("b.rs", 601), file("src/generated/c.rs", 601)];
    assert_eq!(long_files(&sources), ["b.rs: 601 lines, at most 600"]);
}

/// Outside the workspace, because of what it depends on.
fn is_apart(path: &str) -> bool {
    path.starts_with("fuzz/") || path.starts_with("tests/coverage/")
}

#[test]
fn clippy_counts_the_lines_of_every_function() {
    let Some(files) = files() else { return };
    let root = outside::workspace();
    let named = |name: &str| -> Vec<Source> {
        let all = read(&root, &files, "", "toml").into_iter();
        all.filter(|file| file.path.rsplit('/').next() == Some(name)).collect()
    };
    let (packages, clippy) = (named("Cargo.toml"), named("clippy.toml"));
    let (workspace, members): (Vec<_>, Vec<_>) =
        packages.into_iter().partition(|file| file.path == "Cargo.toml");
    let members: Vec<_> = members.into_iter().filter(|file| !is_apart(&file.path)).collect();
    assert_eq!((members.len(), clippy.len()), (6, 3));
    none(&unbounded_functions(&workspace[0].text, &members, &clippy));

    let file = |text: &str| [Source { path: "a.toml".to_owned(), text: text.to_owned() }];
    let found = unbounded_functions(
        "[workspace.lints.clippy]",
        &file("[package]"),
        &file("too-many-lines-threshold = 100"),
    );
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn what_may_not_be_unsafe_says_so() {
    let libraries = ["engine", "protocol-spec", "protocol-spec/codegen", "runtime-smol", "tests"];
    let roots = libraries.map(|package| format!("{package}/src/lib.rs"));
    for file in roots.into_iter().chain(["cli/src/main.rs".to_owned()]) {
        let text = std::fs::read_to_string(outside::workspace().join(&file)).unwrap();
        assert!(text.contains("#![forbid(unsafe_code)]"), "{file} does not forbid unsafe code");
    }
}

fn files() -> Option<Vec<PathBuf>> {
    tracked(&outside::workspace()).or_else(|| outside::missing("git, or a checkout made with it"))
}
