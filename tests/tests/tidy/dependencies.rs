//! Who depends on whom.

use openclaw_tests::gateway::cargo;
use openclaw_tests::outside;
use openclaw_tests::tidy::deny::{Package, findings, packages};
use openclaw_tests::tidy::graph::{Node, arrow_findings, engine_findings, nodes, runtime_findings};
use serde_json::{Value, json};

use super::none;

#[test]
fn the_engine_depends_on_the_listed_pure_crates_only() {
    none(&engine_findings(&tree("engine", &[]), &allowed()));
}

#[test]
fn a_crate_that_is_not_listed_or_not_pure_is_found() {
    let tree = nodes(
        "0engine v0.1.0 (/a)\n1sha2 v1.0.0\n1tungstenite v0.30.0\n2rand v0.10.0\n3getrandom v0.4.0\n1tokio v1.0.0\n\
         2getrandom v0.4.0 (*)\n1getrandom v0.4.0 (*)\n",
    );
    let found = engine_findings(&tree, "# why\nengine\ngetrandom\nrand\nserde_yaml\ntokio\ntungstenite\n");
    let expected = [
        "sha2: the engine depends on it, and it is not in the list",
        "serde_yaml: in the list, and the engine does not depend on it",
        "getrandom: waits, does IO or draws entropy; engine brings it into the engine",
        "getrandom: waits, does IO or draws entropy; tokio brings it into the engine",
        "tokio: waits, does IO or draws entropy; engine brings it into the engine",
    ];
    assert_eq!(found, expected);
}

#[test]
fn crates_of_the_runtime_are_below_the_runtime_only() {
    for package in ["protocol-spec", "protocol-codegen", "engine"] {
        none(&runtime_findings(package, &tree(package, &[])));
    }
    none(&runtime_findings("openclaw", &tree("openclaw", &["--prune", "runtime-smol"])));
    assert!(
        !runtime_findings("openclaw", &tree("openclaw", &[])).is_empty(),
        "the runtime has no such crate"
    );
}

#[test]
fn every_arrow_points_one_way() {
    none(&arrow_findings(&metadata("Cargo.toml")));
    none(&arrow_findings(&metadata("fuzz/Cargo.toml")));
}

#[test]
fn an_arrow_that_points_back_is_found() {
    let engine = json!({"name": "engine", "path": "/engine", "kind": "dev"});
    let metadata = json!({"packages": [
        {"name": "protocol-spec", "dependencies": [engine, {"name": "serde"}]},
        {"name": "runtime-smol", "dependencies": [engine]},
        {"name": "common", "dependencies": []},
    ]});
    let expected = ["protocol-spec points at engine", "common: a package that is not part of the picture"];
    assert_eq!(arrow_findings(&metadata), expected);
}

#[test]
fn the_fuzz_crate_is_outside_the_workspace() {
    let packages = metadata("Cargo.toml")["packages"].clone();
    let names: Vec<_> = packages.as_array().unwrap().iter().map(|package| package["name"].clone()).collect();
    assert_eq!(names.len(), 6, "{names:?}");
    assert!(!names.contains(&json!("openclaw-fuzz")));
}

#[test]
fn licences_and_versions_are_what_the_file_for_cargo_deny_says() {
    let mut command = cargo();
    command.args(["tree", "--locked", "--workspace", "--edges", "normal,build,dev", "--prefix", "none"]);
    let output = command.args(["--target", TARGET, "--format", "{p}|{l}"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let packages = packages(&String::from_utf8(output.stdout).unwrap());
    assert!(packages.len() > 100, "only {}", packages.len());
    let deny = std::fs::read_to_string(outside::workspace().join("deny.toml")).unwrap();
    none(&findings(&packages, &deny.parse().unwrap()));
}

#[test]
fn a_licence_a_ban_and_a_second_version_are_found() {
    let package = |name: &str, version: &str, licence: &str| Package {
        name: name.to_owned(),
        version: version.to_owned(),
        licence: licence.to_owned(),
    };
    let packages = [
        package("a", "1.0.0", "MIT/Apache-2.0"),
        package("b", "1.0.0", "(MIT OR GPL-3.0) AND Unicode-3.0"),
        package("c", "0.13.1", "MIT"),
        package("c", "0.14.0", "MIT"),
        package("c", "0.2.0", "MIT"),
        package("tokio", "1.0.0", "GPL-3.0 OR LGPL-3.0"),
    ];
    let deny = r#"
        licenses.allow = ["MIT", "Unicode-3.0", "Zlib"]
        bans.deny = [{ name = "tokio" }]
        bans.skip = [{ name = "c", version = "0.2" }, { name = "a", version = "1" }]
    "#;
    let expected = [
        "tokio 1.0.0: licence \"GPL-3.0 OR LGPL-3.0\"",
        "licence Zlib: nothing has it",
        "tokio 1.0.0: banned",
        "c: versions 0.13.1 and 0.14.0",
        "a 1: is not there twice, and need not be skipped",
    ];
    assert_eq!(findings(&packages, &deny.parse().unwrap()), expected);
}

fn allowed() -> String {
    std::fs::read_to_string(outside::workspace().join("tests/engine-dependencies.txt")).unwrap()
}

/// One target, so that the answer is the same everywhere.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// What a package needs to run.
fn tree(package: &str, more: &[&str]) -> Vec<Node> {
    let mut command = cargo();
    command.args(["tree", "--locked", "--package", package, "--edges", "normal", "--prefix", "depth"]);
    command.args(["--target", TARGET]).args(more);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    nodes(&String::from_utf8(output.stdout).unwrap())
}

fn metadata(manifest: &str) -> Value {
    let mut command = cargo();
    command.args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path", manifest]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}
