//! Rules for who depends on whom.

use std::collections::BTreeSet;

use serde_json::Value;

/// The arrows: what each package of the workspace may name as a dependency, for any purpose.
const ARROWS: &[(&str, &[&str])] = &[
    ("protocol-spec", &[]),
    // It writes what protocol-spec is made of, so it cannot need it.
    ("protocol-codegen", &[]),
    ("engine", &["protocol-spec"]),
    ("runtime-smol", &["engine"]),
    ("openclaw", &["engine", "protocol-spec", "runtime-smol"]),
    ("openclaw-tests", &["engine", "protocol-spec", "runtime-smol"]),
    // The simulator and the second opinions that its targets need are the tests' own.
    ("openclaw-fuzz", &["engine", "openclaw-tests"]),
];

/// Beginnings of names of crates that wait, do IO, or draw entropy.
const OUTSIDE: &[&str] = &[
    "actix",
    "async",
    "aws-lc",
    "blocking",
    "crossbeam",
    "curl",
    "event-listener",
    "fastrand",
    "futures",
    "getrandom",
    "h2",
    "hyper",
    "isahc",
    "libc",
    "mio",
    "native-tls",
    "nix",
    "notify",
    "openssl",
    "parking",
    "polling",
    "quinn",
    "rand",
    "rayon",
    "reqwest",
    "ring",
    "rustix",
    "rustls",
    "signal-hook",
    "smol",
    "socket2",
    "tempfile",
    "tokio",
    "ureq",
    "walkdir",
];

/// Crates of that kind that the engine's tree holds and never calls, with the one crate that brings each.
const UNCALLED: &[(&str, &str)] = &[
    // Traits, and no source of randomness.
    ("rand_core", "chacha20 getrandom rand"),
    // tungstenite cannot be had without them. It draws a mask for each message of a client's context and a key
    // for each handshake; the engine does its own handshakes, and its only contexts are servers' (see `sources`).
    ("rand", "tungstenite"),
    ("getrandom", "rand"),
    // What getrandom calls the system with.
    ("libc", "getrandom"),
];

/// The runtime's crates, which belong below it and nowhere else.
const RUNTIME: &[&str] = &[
    "async",
    "blocking",
    "event-listener",
    "futures",
    "http-types",
    "hyper",
    "polling",
    "rustls",
    "smol",
    "tokio",
];

/// A package and the packages it needs, by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Who needs it.
    pub parents: BTreeSet<String>,
}

/// Reads what `cargo tree --prefix depth` printed.
#[must_use]
pub fn nodes(tree: &str) -> Vec<Node> {
    let mut found: Vec<Node> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    for line in tree.lines() {
        let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or_default();
        let (Ok(depth), Some(name)) = (line[..digits].parse::<usize>(), line[digits..].split(' ').next())
        else {
            continue;
        };
        path.truncate(depth);
        let parent = path.last().cloned();
        path.push(name.to_owned());
        let at = found.iter().position(|node| node.name == name).unwrap_or_else(|| {
            found.push(Node { name: name.to_owned(), parents: BTreeSet::new() });
            found.len() - 1
        });
        found[at].parents.extend(parent);
    }
    found.sort();
    found
}

/// Where the engine's dependencies and the committed list differ, and what in them is not pure.
#[must_use]
pub fn engine_findings(nodes: &[Node], allowed: &str) -> Vec<String> {
    let allowed: BTreeSet<&str> =
        allowed.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let there: BTreeSet<&str> = nodes.iter().map(|node| node.name.as_str()).collect();
    let mut found = Vec::new();
    for name in there.difference(&allowed) {
        found.push(format!("{name}: the engine depends on it, and it is not in the list"));
    }
    for name in allowed.difference(&there) {
        found.push(format!("{name}: in the list, and the engine does not depend on it"));
    }
    for node in nodes.iter().filter(|node| is_of(OUTSIDE, &node.name)) {
        let known = UNCALLED.iter().find(|(name, _)| *name == node.name);
        let through: BTreeSet<&str> =
            known.map(|(_, through)| through.split(' ').collect()).unwrap_or_default();
        for parent in node.parents.iter().filter(|parent| !through.contains(parent.as_str())) {
            found.push(format!(
                "{}: waits, does IO or draws entropy; {parent} brings it into the engine",
                node.name
            ));
        }
    }
    found
}

/// Crates of the runtime in a tree that the runtime is not in.
#[must_use]
pub fn runtime_findings(package: &str, nodes: &[Node]) -> Vec<String> {
    let theirs = nodes.iter().filter(|node| is_of(RUNTIME, &node.name));
    theirs.map(|node| format!("{}: only runtime-smol may bring it, {package} does too", node.name)).collect()
}

/// Arrows that point where they should not, in what `cargo metadata --no-deps` printed.
#[must_use]
pub fn arrow_findings(metadata: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, may)) = ARROWS.iter().find(|(known, _)| *known == name) else {
            found.push(format!("{name}: a package that is not part of the picture"));
            continue;
        };
        let needs = package["dependencies"].as_array().map_or(&[][..], Vec::as_slice);
        let ours =
            needs.iter().filter(|need| need["path"].is_string()).filter_map(|need| need["name"].as_str());
        found.extend(ours.filter(|need| !may.contains(need)).map(|need| format!("{name} points at {need}")));
    }
    found
}

fn is_of(kind: &[&str], name: &str) -> bool {
    kind.iter().any(|begin| {
        name.strip_prefix(begin).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
    })
}
