//! Rules for the text of sources.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::scan::{self, Line};

/// A file of the workspace: its path from the root, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path, with slashes.
    pub path: String,
    /// The text.
    pub text: String,
}

/// Words that the engine's code does without: it is one machine that owns its state, and never waits.
const IMPURE: &[(&str, &str)] = &[
    ("async", "the engine never waits: an operation is an Action, its end an Input"),
    ("await", "the engine never waits: an operation is an Action, its end an Input"),
    ("Rc", "one owner, no shared state"),
    ("RefCell", "one owner, no shared state"),
    ("Cell", "one owner, no shared state"),
    ("UnsafeCell", "one owner, no shared state"),
    ("OnceCell", "one owner, no shared state"),
    ("OnceLock", "what is the same for all engines is a const"),
    ("LazyLock", "what is the same for all engines is a const"),
    ("Mutex", "one owner, no locks"),
    ("RwLock", "one owner, no locks"),
    ("thread_local", "one owner, no hidden state"),
    ("todo", "finish it, or leave it out"),
    ("unimplemented", "finish it, or leave it out"),
    ("dbg", "a fact is told by Action::Observe"),
];

/// Pairs of words that the engine's code does without.
const IMPURE_PAIRS: &[(&str, &str, &str)] = &[
    ("static", "mut", "one owner, no hidden state"),
    ("extern", "crate", "dependencies are named in Cargo.toml"),
];

/// What is wrong with the engine's sources.
#[must_use]
pub fn engine_findings(sources: &[Source], wire_names: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for source in outside_tests(sources) {
        for line in scan::lines(&source.text) {
            let mut say = |what: &str, why: &str| {
                found.push(format!("{}:{}: `{what}`: {why}", source.path, line.number));
            };
            let words: Vec<_> = line.words().collect();
            for (word, why) in IMPURE.iter().filter(|(word, _)| words.contains(word)) {
                say(word, why);
            }
            for (first, second, why) in IMPURE_PAIRS {
                if words.windows(2).any(|pair| pair == [*first, *second]) {
                    say(&format!("{first} {second}"), why);
                }
            }
            if line.code.contains("WebSocketContext::new(") && !line.code.contains("new(Role::Server") {
                say("WebSocketContext::new", "a client's context draws its masks from the system's entropy");
            }
            for name in line.literals.iter().filter(|literal| wire_names.contains(*literal)) {
                say(name, "names of methods and events come from protocol-spec");
            }
        }
    }
    found
}

/// Names of methods and events that cannot be mistaken for an ordinary word, such as `health` or `agent`.
#[must_use]
pub fn wire_names(methods: &str, events: &str) -> BTreeSet<String> {
    let names = |text: &str, table: &str| {
        let spec: toml::Table = text.parse().expect("the spec is TOML");
        spec[table].as_table().expect("the spec is a table").keys().cloned().collect::<Vec<_>>()
    };
    let all = names(methods, "methods").into_iter().chain(names(events, "events"));
    all.filter(|name| name.contains(['.', '-'])).collect()
}

/// What is wrong with the runtime's sources: it carries messages and does not look into them.
///
/// `Method` is also HTTP's word, so it is rejected unless it is that one, and `Frame` in any case.
#[must_use]
pub fn runtime_findings(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in outside_tests(sources) {
        let lines = scan::lines(&source.text);
        let uses = |word: &'static str| lines.iter().filter(move |line| line.words().any(|w| w == word));
        let is_http = |line: &Line| {
            ["use http_types::", "use hyper::"].iter().any(|http| line.code.trim().starts_with(http))
        };
        let is_imported = uses("Method").any(is_http);
        let mut say = |line: &Line, word: &str| {
            let why = "what a message means is the engine's business";
            found.push(format!("{}:{}: `{word}`: {why}", source.path, line.number));
        };
        for line in uses("Frame") {
            say(line, "Frame");
        }
        for line in uses("Method") {
            let is_use = line.code.trim().starts_with("use ") || line.words().any(|w| w == "engine");
            if !is_imported || (is_use && !is_http(line)) {
                say(line, "Method");
            }
        }
        for word in ["protocol_spec", "decode_frame"] {
            for line in uses(word) {
                say(line, word);
            }
        }
    }
    found
}

/// Tests that are never run.
#[must_use]
pub fn ignored_tests(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let lines = source.text.lines().enumerate();
        let ignored = lines.filter(|(_, line)| line.trim_start().starts_with("#[ignore"));
        found.extend(
            ignored.map(|(at, _)| format!("{}:{}: assert today's behaviour instead", source.path, at + 1)),
        );
    }
    found
}

/// Leaves out the files of modules that are compiled for tests only.
fn outside_tests(sources: &[Source]) -> impl Iterator<Item = &Source> {
    let mut tests = BTreeSet::new();
    for source in sources {
        let path = Path::new(&source.path);
        let is_root = ["mod.rs", "lib.rs", "main.rs"].iter().any(|name| path.ends_with(name));
        let below = if is_root { path.with_file_name("") } else { path.with_extension("") };
        for module in scan::test_modules(&source.text) {
            if module.ends_with(".rs") {
                tests.insert(path.with_file_name(module).to_string_lossy().into_owned());
                continue;
            }
            let file = |name: String| below.join(name).to_string_lossy().into_owned();
            tests.extend([file(format!("{module}.rs")), file(format!("{module}/"))]);
        }
    }
    let is_test = move |path: &str| {
        tests.iter().any(|test| path == test || (test.ends_with('/') && path.starts_with(test.as_str())))
    };
    sources.iter().filter(move |source| !is_test(&source.path))
}

/// The files that are not ignored, from the root of the workspace; `None` without `git`.
#[must_use]
pub fn tracked(root: &Path) -> Option<Vec<PathBuf>> {
    let mut git = std::process::Command::new("git");
    let listed = git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root);
    let output = listed.output().ok().filter(|output| output.status.success())?;
    let paths = String::from_utf8(output.stdout).ok()?;
    let there = |path: &str| root.join(path).is_file().then(|| PathBuf::from(path));
    Some(paths.split('\0').filter_map(there).collect())
}

/// Reads those of these files that lie below a directory and end alike.
///
/// # Panics
///
/// When one cannot be read.
#[must_use]
pub fn read(root: &Path, files: &[PathBuf], below: &str, extension: &str) -> Vec<Source> {
    let wanted =
        files.iter().filter(|f| f.starts_with(below) && f.extension().is_some_and(|e| e == extension));
    let read = wanted.map(|file| Source {
        path: file.to_string_lossy().into_owned(),
        text: std::fs::read_to_string(root.join(file)).unwrap_or_else(|e| panic!("{}: {e}", file.display())),
    });
    read.collect()
}
