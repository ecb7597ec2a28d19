//! What changed between two configurations.

use serde_json::Value;

/// The deepest paths at which two configurations differ. Lists are compared whole; a section that exists
/// on one side only is named itself. Keys of the old side come first.
#[must_use]
pub fn diff(old: &Value, new: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    compare(Some(old), Some(new), &mut String::new(), &mut paths);
    paths
}

fn compare(old: Option<&Value>, new: Option<&Value>, path: &mut String, paths: &mut Vec<String>) {
    if let (Some(Value::Object(old)), Some(Value::Object(new))) = (old, new) {
        let length = path.len();
        let added = new.keys().filter(|key| !old.contains_key(*key));
        for key in old.keys().chain(added) {
            if length > 0 {
                path.push('.');
            }
            path.push_str(key);
            compare(old.get(key), new.get(key), path, paths);
            path.truncate(length);
        }
    } else if old != new {
        paths.push(if path.is_empty() { "<root>".to_owned() } else { path.clone() });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_deepest_differing_paths_are_named() {
        let old = json!({"gateway": {"port": 1, "auth": {"token": "a", "mode": "token"}}, "gone": {"x": 1}, "list": [1]});
        let new = json!({"gateway": {"auth": {"mode": "token", "token": "b"}, "port": 1}, "list": [1, 2], "added": {}});
        assert_eq!(diff(&old, &new), ["gateway.auth.token", "gone", "list", "added"]);
    }

    #[test]
    fn equal_configurations_have_no_difference() {
        let value = json!({"a": [1, {"b": null}], "c": {}});
        assert_eq!(diff(&value, &value), Vec::<String>::new());
    }

    #[test]
    fn a_file_that_is_no_object_differs_as_a_whole() {
        assert_eq!(diff(&json!([]), &json!({})), ["<root>"]);
    }
}
