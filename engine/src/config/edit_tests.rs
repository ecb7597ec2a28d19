use serde_json::json;

use super::super::testing::Seed;
use super::*;

fn path(text: &str) -> Path {
    Path::parse(text).unwrap()
}

fn set_in(raw: &str, at: &str, value: Value) -> String {
    apply_edits(raw, &[(path(at), Some(value))]).unwrap()
}

fn unset_in(raw: &str, at: &str) -> String {
    apply_edits(raw, &[(path(at), None)]).unwrap()
}

const COMMENTED: &str = "\
// head
{
  gateway: { port: 1, mode: 'local' }, // inline
  /* above */
  \"agents\": {
    // why
    defaults: { workspace: \"${HOME}/w\" },
  },
  \"$include\": \"./more.json5\" // last
}
";

#[test]
fn replacing_a_value_touches_nothing_else() {
    assert_eq!(set_in(COMMENTED, "gateway.port", json!(2)), COMMENTED.replace("port: 1", "port: 2"));
}

#[test]
fn setting_what_is_already_there_changes_no_byte() {
    assert_eq!(set_in(COMMENTED, "gateway.mode", json!("local")), COMMENTED);
}

#[test]
fn a_new_key_goes_below_the_last_one_and_its_comment() {
    assert_eq!(
        set_in(COMMENTED, "logging.level", json!("debug")),
        COMMENTED.replace(
            "more.json5\" // last\n",
            "more.json5\", // last\n  \"logging\": {\n    \"level\": \"debug\"\n  }\n"
        )
    );
}

#[test]
fn a_new_key_follows_the_style_of_its_neighbours() {
    assert_eq!(
        set_in(COMMENTED, "gateway.bind", json!("lan")),
        COMMENTED.replace("'local' }", "'local', bind: \"lan\" }")
    );
    assert_eq!(
        set_in(COMMENTED, "agents.list", json!([])),
        COMMENTED.replace("/w\" },\n", "/w\" },\n    list: [],\n")
    );
}

#[test]
fn a_removed_key_takes_its_line_and_comment_along() {
    assert_eq!(
        unset_in(COMMENTED, "gateway"),
        COMMENTED.replace("  gateway: { port: 1, mode: 'local' }, // inline\n", "")
    );
    assert_eq!(unset_in(COMMENTED, "gateway.mode"), COMMENTED.replace(", mode: 'local'", ""));
    assert_eq!(unset_in(COMMENTED, "gateway.port"), COMMENTED.replace("port: 1, ", ""));
}

#[test]
fn the_key_before_a_removed_last_one_loses_its_comma() {
    assert_eq!(unset_in("{\n  \"a\": 1, // a\n  \"b\": 2\n}\n", "b"), "{\n  \"a\": 1 // a\n}\n");
    assert_eq!(unset_in("[1, 2]", "[1]"), "[1]");
    assert_eq!(unset_in("{a: 1}", "a"), "{}");
}

#[test]
fn every_copy_of_a_repeated_key_is_removed() {
    assert_eq!(unset_in("{a: 1, b: 2, a: 3}", "a"), "{b: 2}");
}

#[test]
fn an_empty_file_becomes_an_object() {
    assert_eq!(
        set_in("", "gateway.auth.token", json!("t")),
        "{\n  \"gateway\": {\n    \"auth\": {\n      \"token\": \"t\"\n    }\n  }\n}\n"
    );
}

#[test]
fn lists_grow_at_their_end() {
    assert_eq!(set_in("{a: [1, 2]}", "a[2]", json!(3)), "{a: [1, 2, 3]}");
    assert_eq!(set_in("{a: [1,],}", "a[2]", json!({"x": 1})), "{a: [1, null, {\"x\":1},],}");
    assert_eq!(set_in("{\n\ta: [\n\t\t1\n\t]\n}", "a[1]", json!(2)), "{\n\ta: [\n\t\t1,\n\t\t2\n\t]\n}");
}

#[test]
fn numbers_are_keys_in_objects_and_positions_in_lists() {
    assert_eq!(set_in("{g: {\"5\": {}}}", "g[5]", json!(1)), "{g: {\"5\": 1}}");
    assert_eq!(set_in("{g: [7]}", "g.0", json!(1)), "{g: [1]}");
    assert_eq!(set_in("{}", "g[1]", json!(1)), "{\n  \"g\": [null, 1]\n}");
}

#[test]
fn what_is_not_there_cannot_be_removed() {
    assert_eq!(
        apply_edits("{}", &[(path("a.b"), None)]).unwrap_err().to_string(),
        "Config path not found: a.b"
    );
    assert_eq!(
        apply_edits(COMMENTED, &[(path("models"), None)]).unwrap_err(),
        EditError::Included(path("models"))
    );
}

#[test]
fn a_path_through_a_scalar_is_refused() {
    assert_eq!(
        apply_edits("{a: 1}", &[(path("a.b"), Some(json!(1)))]).unwrap_err(),
        EditError::Blocked(path("a.b"))
    );
    assert_eq!(
        apply_edits("{a: ", &[(path("a"), None)]).unwrap_err().to_string(),
        "SyntaxError: JSON5: invalid end of input at 1:5"
    );
}

#[test]
fn a_key_beside_an_include_is_added_where_it_wins() {
    assert_eq!(
        set_in("{\n  session: { $include: './s.json5' },\n}\n", "session.scope", json!("global")),
        "{\n  session: { $include: './s.json5', scope: \"global\" },\n}\n"
    );
}

#[test]
fn paths_are_read_as_the_command_line_writes_them() {
    assert_eq!(
        path("a.b[0][x.y].c\\.d").steps(),
        [
            Step::Key("a".into()),
            Step::Key("b".into()),
            Step::Index(0),
            Step::Key("x.y".into()),
            Step::Key("c.d".into())
        ]
    );
    assert_eq!(Path::parse(" . ").unwrap_err().to_string(), "Path is empty.");
    assert_eq!(Path::parse("a[1").unwrap_err().to_string(), "Invalid path (missing \"]\"): a[1");
    assert_eq!(Path::parse("a[]").unwrap_err().to_string(), "Invalid path (empty \"[]\"): a[]");
}

#[test]
fn a_merge_patch_edits_only_what_differs() {
    let current = json!({"a": {"b": 1, "c": 2}, "d": [1]});
    let edits = patch_edits(&current, &json!({"a": {"b": 1, "c": null, "e": {"f": null}}, "d": [2]}));
    let shown: Vec<String> = edits.iter().map(|(path, value)| format!("{path} {value:?}")).collect();
    assert_eq!(shown, ["a.c None", "a.e Some(Object {})", "d Some(Array [Number(2)])"]);
}

#[test]
fn an_edited_text_reads_as_the_edited_value() {
    let mut seed = Seed(3);
    let mut below = move |bound: usize| seed.below(bound);
    for round in 0..4000 {
        let text = document(&mut below, 0);
        let text = format!(
            "{{{}a: {text}{}}}",
            ["", "\n  ", "/*x*/"][below(3)],
            ["", ",", " // end\n", ",\n"][below(4)]
        );
        let before = json5::parse(&text).unwrap();
        let steps: Vec<Step> = (0..=below(3))
            .map(|_| match below(5) {
                0 => Step::Index(below(3)),
                other => Step::Key(["a", "b", "c d", "$e", "0"][other].to_owned()),
            })
            .collect();
        let path = Path(steps);
        let value = [None, Some(json!({"n": [1, {"m": "x"}]})), Some(json!(7))][below(3)].clone();
        let Ok(edited) = apply_edits(&text, &[(path.clone(), value.clone())]) else { continue };
        let after =
            json5::parse(&edited).unwrap_or_else(|e| panic!("{round}: {e}\n{text}\n-- {path}\n{edited}"));
        let expected = match &value {
            Some(value) => {
                assert_eq!(path.find(&after), Some(value), "{round}\n{text}\n-- {path}\n{edited}");
                continue_with(&before, path.steps(), Some(value))
            }
            None => continue_with(&before, path.steps(), None),
        };
        assert_eq!(after, expected, "{round}\n{text}\n-- {path}\n{edited}");
    }
}

/// The same edit made on the value.
fn continue_with(value: &Value, steps: &[Step], new: Option<&Value>) -> Value {
    let Some((step, rest)) = steps.split_first() else { return new.cloned().unwrap_or(Value::Null) };
    let mut value = match (value, step) {
        (Value::Null, Step::Index(_)) => json!([]),
        (Value::Null, Step::Key(_)) => json!({}),
        (value, _) => value.clone(),
    };
    match &mut value {
        Value::Array(items) => {
            let index = match step {
                Step::Index(index) => *index,
                Step::Key(key) => key.parse().unwrap(),
            };
            if rest.is_empty() && new.is_none() {
                items.remove(index);
            } else {
                items.resize(items.len().max(index + 1), Value::Null);
                items[index] = continue_with(&items[index], rest, new);
            }
        }
        Value::Object(map) => {
            let key = key_of(step);
            if rest.is_empty() && new.is_none() {
                map.shift_remove(&key);
            } else {
                let inner = continue_with(map.get(&key).unwrap_or(&Value::Null), rest, new);
                map.insert(key, inner);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => unreachable!("refused before"),
    }
    value
}

fn document(below: &mut impl FnMut(usize) -> usize, depth: usize) -> String {
    let blank = |below: &mut dyn FnMut(usize) -> usize| {
        ["", " ", "\n    ", " /* keep */ ", " // keep, too }\n  "][below(5)]
    };
    let kind = if depth > 2 { 0 } else { below(3) };
    if kind == 0 {
        return ["1", "'x'", "\"a // b\"", "true"][below(4)].to_owned();
    }
    let count = below(4);
    let mut out = String::from(if kind == 1 { "[" } else { "{" });
    for index in 0..count {
        out.push_str(blank(below));
        if kind == 2 {
            out.push_str(["a", "b", "'c d'", "$e", "\"0\""][below(5)]);
            out.push_str(": ");
        }
        out.push_str(&document(below, depth + 1));
        out.push_str(blank(below));
        if index + 1 < count || below(2) == 0 {
            out.push(',');
        }
    }
    out.push_str(blank(below));
    out.push(if kind == 1 { ']' } else { '}' });
    out
}
