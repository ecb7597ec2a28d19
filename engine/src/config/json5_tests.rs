use serde_json::json;

use super::super::testing::Seed;
use super::*;

/// Texts the JavaScript package refuses, and what it says.
const REFUSED: &[(&str, &str)] = &[
    ("", "JSON5: invalid end of input at 1:1"),
    ("{a:", "JSON5: invalid end of input at 1:4"),
    ("{a:1,}}", "JSON5: invalid character '}' at 1:7"),
    ("{\n  a: 1\n  b: 2 }", "JSON5: invalid character 'b' at 3:3"),
    ("{\"a\": 01}", "JSON5: invalid character '1' at 1:8"),
    ("{a: 'x\n'}", "JSON5: invalid character '\\n' at 2:0"),
    ("// only comment", "JSON5: invalid end of input at 1:16"),
    ("{\"a\":tru}", "JSON5: invalid character '}' at 1:9"),
    ("{\"a\":1]", "JSON5: invalid character ']' at 1:7"),
    ("{\"a\" 1}", "JSON5: invalid character '1' at 1:6"),
    ("{a:\"\\x\"}", "JSON5: invalid character '\\\"' at 1:7"),
    ("{a:\"\\u12\"}", "JSON5: invalid character '\\\"' at 1:9"),
    ("{a:\"abc", "JSON5: invalid end of input at 1:8"),
    ("/* x", "JSON5: invalid end of input at 1:5"),
    ("{a:1 /", "JSON5: invalid end of input at 1:7"),
    ("{a-b:1}", "JSON5: invalid character '-' at 1:3"),
    ("{5:1}", "JSON5: invalid character '5' at 1:2"),
    ("{a:-}", "JSON5: invalid character '}' at 1:5"),
    ("{a:1e}", "JSON5: invalid character '}' at 1:6"),
    ("{a:.}", "JSON5: invalid character '}' at 1:5"),
    ("{a:0x}", "JSON5: invalid character '}' at 1:6"),
    ("{,}", "JSON5: invalid character ',' at 1:2"),
    ("[,]", "JSON5: invalid character ',' at 1:2"),
    ("[1,,2]", "JSON5: invalid character ',' at 1:4"),
    ("{a:undefined}", "JSON5: invalid character 'u' at 1:4"),
    ("{a:+\"x\"}", "JSON5: invalid character '\\\"' at 1:5"),
    ("{a:+-1}", "JSON5: invalid character '-' at 1:5"),
    ("}", "JSON5: invalid character '}' at 1:1"),
    ("\"\\8\"", "JSON5: invalid character '8' at 1:3"),
    ("'\\01'", "JSON5: invalid character '1' at 1:4"),
    ("{a:1 b:2}", "JSON5: invalid character 'b' at 1:6"),
    ("{\n\n  \"gateway\": {\n    \"port\": 1,\n    é\n", "JSON5: invalid end of input at 6:1"),
    ("nul", "JSON5: invalid end of input at 1:4"),
    ("truex", "JSON5: invalid character 'x' at 1:5"),
    ("{a:nul l}", "JSON5: invalid character ' ' at 1:7"),
    ("🦀", "JSON5: invalid character '🦀' at 1:2"),
    ("{\n\"a\": \"🦀🦀\" x}", "JSON5: invalid character 'x' at 2:13"),
    ("{\r\n\"a\": x}", "JSON5: invalid character 'x' at 2:6"),
    ("{\r\"a\": x}", "JSON5: invalid character 'x' at 1:8"),
    ("{\t\t\"a\": x}", "JSON5: invalid character 'x' at 1:9"),
];

#[test]
fn refusals_carry_the_text_and_position_of_the_javascript_package() {
    for (text, message) in REFUSED {
        assert_eq!(parse(text).unwrap_err().to_string(), *message, "{text:?}");
    }
}

#[test]
fn every_json5_form_of_a_value_is_read() {
    let text = "\u{feff}// head\n{ plain: 'it\\'s', \"q\": +5.0, hex: 0x1F, dot: .5e2, tail: 5., neg: -0,\n\
                /* mid */ $id_1: [1, 2,], é: \"a\\\nb\", esc: '\\u0041\\x42\\0\\v', pair: '\\ud83e\\udd80', }";
    assert_eq!(
        parse(text).unwrap(),
        json!({"plain": "it's", "q": 5, "hex": 31, "dot": 50, "tail": 5, "neg": 0,
               "$id_1": [1, 2], "é": "ab", "esc": "AB\0\u{b}", "pair": "🦀"})
    );
}

#[test]
fn a_long_hexadecimal_number_is_rounded_once() {
    let long = format!(
        "[0x72436854776992254775e24580, 0x{}1, 0x1{}, 0x{}]",
        "8".repeat(60),
        "0".repeat(300),
        "0".repeat(300)
    );
    assert_eq!(parse(&long).unwrap(), json!([9.052872149450959e30, 1.5077094952775546e73, null, 0]));
}

#[test]
fn the_last_of_two_equal_keys_wins() {
    assert_eq!(parse("{a: 1, b: 2, a: 3}").unwrap(), json!({"a": 3, "b": 2}));
}

#[test]
fn values_json_cannot_hold_become_null() {
    assert_eq!(parse("[Infinity, -Infinity, NaN, 1e400]").unwrap(), json!([null, null, null, null]));
}

#[test]
fn nesting_is_bounded() {
    let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    assert!(parse(&deep(MAX_DEPTH)).is_ok());
    let refused = parse(&deep(MAX_DEPTH + 1)).unwrap_err();
    assert_eq!(refused.to_string(), "JSON5: nested deeper than 100 levels at 1:101");
    assert!(parse(&"{a:".repeat(1_000_000)).is_err());
}

#[test]
fn spans_cut_the_value_out_of_the_text() {
    let text = "{ a : [1 , 'x'] /* c */ }";
    let node = parse_tree(text).unwrap();
    let member = node.member("a").unwrap();
    assert_eq!(&text[member.key_span.clone()], "a");
    assert_eq!(&text[member.value.span.clone()], "[1 , 'x']");
}

#[test]
fn the_published_crate_reads_the_same_values() {
    let mut seed = Seed(7);
    for _ in 0..2000 {
        let text = document(&mut seed, 0);
        let theirs = javascript_numbers(json5::from_str(&text).unwrap());
        assert_eq!(parse(&text).unwrap(), theirs, "{text}");
    }
}

fn javascript_numbers(value: Value) -> Value {
    match value {
        Value::Number(number) => number_value(number.as_f64().unwrap()),
        Value::Array(items) => items.into_iter().map(javascript_numbers).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, javascript_numbers(value))).collect(),
        Value::Null | Value::Bool(_) | Value::String(_) => value,
    }
}

#[test]
fn arbitrary_text_never_panics() {
    let mut seed = Seed(11);
    for _ in 0..5_000 {
        let mut text = document(&mut seed, 0);
        for _ in 0..seed.below(4) {
            let at = seed.below(text.len() + 1);
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let scrap =
                ["{", "}", "[", "]", "\"", "'", "\\", "/", "*", ",", ":", "u", "\n", "é", "🦀", "0x", "-"];
            text.insert_str(at, scrap[seed.below(scrap.len())]);
        }
        let _ = parse(&text);
        let bytes: Vec<u8> = (0..seed.below(40)).map(|_| seed.byte()).collect();
        let _ = parse(&String::from_utf8_lossy(&bytes));
    }
}

fn document(seed: &mut Seed, depth: usize) -> String {
    const SCALARS: &[&str] =
        &["null", "true", "false", "1", "-2", "0x10", "0.5", "12e1", "'a'", "\"b\\n\"", "'\\u00e9'"];
    match seed.below(if depth > 3 { 1 } else { 3 }) {
        0 => (*seed.pick(SCALARS)).to_owned(),
        1 => {
            let items: Vec<_> = (0..seed.below(4)).map(|_| document(seed, depth + 1)).collect();
            format!("[{}]", items.join(" ,\n// c\n"))
        }
        _ => {
            let keys = ["a", "$b", "'c d'", "\"e\"", "é"];
            let members: Vec<_> = (0..seed.below(4))
                .map(|_| format!("{} : {}", seed.pick(&keys), document(seed, depth + 1)))
                .collect();
            format!("{{{}}}", members.join(", /* x */"))
        }
    }
}
