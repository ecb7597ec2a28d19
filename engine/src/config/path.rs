//! File paths as text: the engine joins and normalises them but never touches a disk.

use serde_json::Value;

/// The directory a path stands in; `.` when it names none.
#[must_use]
pub fn parent(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) => "/",
        Some(at) => &path[..at],
        None => ".",
    }
}

/// A path seen from a directory, with `.`, `..` and doubled slashes resolved by their text alone.
#[must_use]
pub fn join(base: &str, path: &str) -> String {
    if path.starts_with('/') { normalize(path) } else { normalize(&format!("{base}/{path}")) }
}

/// Resolves `.`, `..` and doubled slashes by their text alone.
#[must_use]
pub fn normalize(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if absolute => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (absolute, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// Replaces a leading `~` by the home directory; other paths stay as they are written.
#[must_use]
pub fn expand_home(path: &str, home: &str) -> String {
    let trimmed = path.trim();
    match trimmed.strip_prefix('~') {
        Some("") => home.to_owned(),
        Some(rest) if rest.starts_with('/') => normalize(&format!("{home}{rest}")),
        Some(rest) if rest.starts_with('\\') => format!("{home}{rest}"),
        Some(_) | None => path.to_owned(),
    }
}

/// Expands `~` in every value whose key says that it holds a path.
pub(super) fn expand_homes(value: &mut Value, home: &str) {
    walk(value, Role::Other, home);
}

#[derive(Clone, Copy, PartialEq)]
enum Role {
    Path,
    PathList,
    Other,
}

fn walk(value: &mut Value, role: Role, home: &str) {
    match value {
        Value::String(text) if role == Role::Path => *text = expand_home(text, home),
        Value::Array(items) => {
            let role = if role == Role::PathList { Role::Path } else { Role::Other };
            items.iter_mut().for_each(|item| walk(item, role, home));
        }
        Value::Object(map) => map.iter_mut().for_each(|(key, item)| walk(item, role_of(key, item), home)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn role_of(key: &str, value: &Value) -> Role {
    const ENDINGS: [&str; 6] = ["dir", "path", "paths", "file", "root", "workspace"];
    let lower = key.to_lowercase();
    if value.is_array() {
        let list = matches!(key, "paths" | "pathPrepend");
        return if list { Role::PathList } else { Role::Other };
    }
    let path = ENDINGS.iter().any(|ending| lower.ends_with(ending));
    if path { Role::Path } else { Role::Other }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn joining_resolves_dots_by_text() {
        assert_eq!(join("/a/b", "../c/./d.json"), "/a/c/d.json");
        assert_eq!(join("/a/b", "/x//y/"), "/x/y");
        assert_eq!(join("/a", "../../.."), "/");
        assert_eq!(join("a", "../../b"), "../b");
        assert_eq!(join("/a", "~/b"), "/a/~/b");
    }

    #[test]
    fn parents_are_cut_at_the_last_slash() {
        assert_eq!(parent("/a/b.json"), "/a");
        assert_eq!(parent("/b.json"), "/");
        assert_eq!(parent("b.json"), ".");
    }

    #[test]
    fn only_a_leading_tilde_of_the_own_home_expands() {
        for (path, expanded) in [
            ("~", "/home/u"),
            ("~/a/../b", "/home/u/b"),
            ("~//c", "/home/u/c"),
            (" ~/c ", "/home/u/c"),
            ("~other/k", "~other/k"),
            ("rel/x", "rel/x"),
        ] {
            assert_eq!(expand_home(path, "/home/u"), expanded);
        }
    }

    #[test]
    fn keys_decide_what_is_a_path() {
        let mut value = json!({
            "file": "~/l", "certPath": "~/c", "repoRoot": "~/r", "workspace": "~/w", "env": {"MY_DIR": "~/d"},
            "paths": ["~/p", 5], "pathPrepend": ["~/b"], "extraPaths": ["~/x"], "store": "~/s", "safeBins": ["~/k"],
        });
        expand_homes(&mut value, "/h");
        assert_eq!(
            value,
            json!({
                "file": "/h/l", "certPath": "/h/c", "repoRoot": "/h/r", "workspace": "/h/w", "env": {"MY_DIR": "/h/d"},
                "paths": ["/h/p", 5], "pathPrepend": ["/h/b"], "extraPaths": ["~/x"], "store": "~/s", "safeBins": ["~/k"],
            })
        );
    }
}
