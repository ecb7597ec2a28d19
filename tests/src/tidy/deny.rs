//! What `deny.toml` says, held to the lock file where `cargo deny` is not at hand: licences, banned crates and
//! double versions. Advisories need a database and are left to it.

use std::collections::{BTreeMap, BTreeSet};

use toml::Table;

/// A crate that is compiled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What its authors allow, as an SPDX expression.
    pub licence: String,
}

/// The crates of other people in what `cargo tree --prefix none --format {p}|{l}` printed.
#[must_use]
pub fn packages(tree: &str) -> Vec<Package> {
    let package = |line: &str| {
        let (package, licence) = line.split_once('|')?;
        let mut words = package.split(' ').filter(|word| *word != "(proc-macro)");
        let (name, version) = (words.next()?.to_owned(), words.next()?.trim_start_matches('v').to_owned());
        // Our own are followed by where they lie.
        let licence = licence.trim_end_matches(" (*)").to_owned();
        words.next().is_none().then_some(Package { name, version, licence })
    };
    let found: BTreeSet<Package> = tree.lines().filter_map(package).collect();
    found.into_iter().collect()
}

/// What of it is not allowed, and which lines of `deny.toml` are not needed.
#[must_use]
pub fn findings(packages: &[Package], deny: &Table) -> Vec<String> {
    let mut found = licences(packages, &deny["licenses"]);
    found.extend(banned(packages, &deny["bans"]));
    found.extend(doubles(packages, &deny["bans"]));
    found
}

fn licences(packages: &[Package], rules: &toml::Value) -> Vec<String> {
    let allowed: BTreeSet<&str> = items(rules, "allow").filter_map(toml::Value::as_str).collect();
    let mut found = Vec::new();
    for package in packages.iter().filter(|package| !is_allowed(&package.licence, &allowed)) {
        found.push(format!("{} {}: licence {:?}", package.name, package.version, package.licence));
    }
    let named: BTreeSet<&str> = packages.iter().flat_map(|p| p.licence.split([' ', '/', '(', ')'])).collect();
    found.extend(allowed.difference(&named).map(|licence| format!("licence {licence}: nothing has it")));
    found
}

/// Whether one of the choices that an expression gives is allowed in all its parts.
fn is_allowed(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let expression = expression.trim();
    for (operator, all) in [(" OR ", false), ("/", false), (" AND ", true)] {
        let parts = outside_brackets(expression, operator);
        if parts.len() > 1 {
            let mut answers = parts.into_iter().map(|part| is_allowed(part, allowed));
            return if all { answers.all(|yes| yes) } else { answers.any(|yes| yes) };
        }
    }
    match expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => is_allowed(inner, allowed),
        None => allowed.contains(expression),
    }
}

fn outside_brackets<'a>(text: &'a str, operator: &str) -> Vec<&'a str> {
    let (mut parts, mut begin, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= begin && text[at..].starts_with(operator) => {
                parts.push(&text[begin..at]);
                begin = at + operator.len();
            }
            _ => {}
        }
    }
    parts.push(&text[begin..]);
    parts
}

fn banned(packages: &[Package], rules: &toml::Value) -> Vec<String> {
    let names: BTreeSet<_> = items(rules, "deny").filter_map(|ban| ban["name"].as_str()).collect();
    let there = packages.iter().filter(|package| names.contains(package.name.as_str()));
    there.map(|package| format!("{} {}: banned", package.name, package.version)).collect()
}

fn doubles(packages: &[Package], rules: &toml::Value) -> Vec<String> {
    let text = |skip: &toml::Value, key: &str| skip[key].as_str().unwrap_or_default().to_owned();
    let skips: Vec<_> =
        items(rules, "skip").map(|skip| (text(skip, "name"), text(skip, "version"))).collect();
    let is_of = |package: &Package, (name, version): &(String, String)| {
        package.name == *name && format!("{}.", package.version).starts_with(&format!("{version}."))
    };
    let mut versions: BTreeMap<&str, Vec<&Package>> = BTreeMap::new();
    for package in packages {
        versions.entry(&package.name).or_default().push(package);
    }
    let mut found = Vec::new();
    for (name, there) in &versions {
        let counted: Vec<_> = there.iter().filter(|p| !skips.iter().any(|skip| is_of(p, skip))).collect();
        if counted.len() > 1 {
            let which: Vec<_> = counted.iter().map(|package| package.version.as_str()).collect();
            found.push(format!("{name}: versions {}", which.join(" and ")));
        }
    }
    for skip in &skips {
        let (name, version) = skip;
        let there = versions.get(name.as_str()).map_or(&[][..], Vec::as_slice);
        if there.len() < 2 || !there.iter().any(|package| is_of(package, skip)) {
            found.push(format!("{name} {version}: is not there twice, and need not be skipped"));
        }
    }
    found
}

fn items<'a>(rules: &'a toml::Value, key: &str) -> impl Iterator<Item = &'a toml::Value> {
    rules.get(key).and_then(toml::Value::as_array).into_iter().flatten()
}
