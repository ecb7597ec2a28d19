//! What the README and the documents say, done.

use std::path::Path;

use engine::config::{Env, FileText, Loader};
use openclaw_tests::gateway::{Gateway, cargo};
use openclaw_tests::outside;
use openclaw_tests::tidy::sources::{read, tracked};
use serde_json::{Value, json};

#[test]
fn the_commands_of_the_readme_work() {
    let readme = text("README.md");
    let commands: Vec<_> = blocks(&readme, "sh").iter().flat_map(|block| commands(block)).collect();
    assert_eq!(commands.len(), 2, "{commands:?}");
    let run =
        commands[0].strip_prefix("cargo run --release -- ").expect("the first command starts the gateway");
    let gateway = Gateway::openclaw(run.split(' '));
    assert!(gateway.said().contains("listening on"), "{}", gateway.said());
    // The second runs this very test; what is left to say is that CI runs it too.
    assert!(text(".ci/run").lines().any(|line| line == commands[1]), "{} is not in .ci/run", commands[1]);
}

/// Cargo takes the one package that names a program to run; to try it would build everything once more.
#[test]
fn cargo_run_at_the_top_is_the_openclaw_command() {
    let output = cargo().args(["metadata", "--no-deps", "--format-version", "1"]).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let named: Vec<_> = packages.filter(|package| package["default_run"].is_string()).collect();
    assert_eq!(named.len(), 1, "{named:?}");
    assert_eq!((&named[0]["name"], &named[0]["default_run"]), (&json!("openclaw"), &json!("openclaw")));
    assert_eq!(metadata["workspace_default_members"], metadata["workspace_members"]);
}

#[test]
fn the_configuration_of_the_readme_is_valid() {
    let readme = text("README.md");
    let path = "/op/.openclaw/openclaw.json";
    let mut loader =
        Loader::new(path.to_owned(), Env::from_iter([("HOME", "/op"), ("LOCAL_API_KEY", "key")]));
    loader.supply(path, FileText::Text(blocks(&readme, "json5")[0].to_owned()));
    let snapshot = loader.finish();
    assert!(snapshot.valid, "{:?}", snapshot.issues);
}

#[test]
fn links_between_documents_lead_somewhere() {
    let root = outside::workspace();
    let Some(files) = tracked(&root).or_else(|| outside::missing("git, or a checkout made with it")) else {
        return;
    };
    let mut links = 0;
    for document in read(&root, &files, "", "md") {
        let beside = root.join(&document.path).parent().unwrap().to_owned();
        for link in document.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            if link.contains("://") {
                continue;
            }
            let to = if file.is_empty() { root.join(&document.path) } else { beside.join(file) };
            assert!(to.exists(), "{}: {link} leads nowhere", document.path);
            assert!(has_heading(&to, heading), "{}: {link} leads to no heading", document.path);
            links += 1;
        }
    }
    assert!(links > 10, "only {links} links");
}

fn has_heading(file: &Path, anchor: &str) -> bool {
    let as_anchor = |line: &str| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    anchor.is_empty()
        || std::fs::read_to_string(file)
            .unwrap()
            .lines()
            .any(|l| l.starts_with('#') && as_anchor(l) == anchor)
}

fn text(file: &str) -> String {
    std::fs::read_to_string(outside::workspace().join(file)).unwrap()
}

/// The blocks of code in one language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let begin = format!("```{language}\n");
    text.split(&begin).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// The commands of a block, without the comments behind them.
fn commands(block: &str) -> Vec<&str> {
    let lines = block.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty()).collect()
}
