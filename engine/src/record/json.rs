//! The fields of a JSON text, found without understanding it: what surrounds them stays byte for byte.

/// Visits every field that holds a string, wherever it is. What the visitor gives takes its place.
pub(super) fn each_field(text: &mut Vec<u8>, mut visit: impl FnMut(&str, &str) -> Option<String>) {
    let mut at = 0;
    while let Some(name) = string(text, at) {
        at = name.1 + 1;
        let colon = blanks(text, at);
        if text.get(colon) != Some(&b':') {
            continue;
        }
        at = blanks(text, colon + 1);
        if text.get(at) != Some(&b'"') {
            continue;
        }
        let Some(value) = string(text, at) else { return };
        at = value.1 + 1;
        let (Some(name), Some(held)) = (unescape(text, name), unescape(text, value)) else { continue };
        if let Some(other) = visit(&name, &held)
            && let Ok(json) = serde_json::to_string(&other)
        {
            at = value.0 + json.len();
            text.splice(value.0..=value.1, json.into_bytes());
        }
    }
}

/// The next string at or after an offset: where its quotes are.
fn string(text: &[u8], from: usize) -> Option<(usize, usize)> {
    let open = from + text.get(from..)?.iter().position(|b| *b == b'"')?;
    let mut at = open + 1;
    loop {
        match text.get(at)? {
            b'"' => return Some((open, at)),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn blanks(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

fn unescape(text: &[u8], (open, close): (usize, usize)) -> Option<String> {
    serde_json::from_slice(text.get(open..=close)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> String {
        let mut text = text.as_bytes().to_vec();
        each_field(&mut text, |name, value| (name == "token").then(|| value.replace('t', "\"")));
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn fields_are_found_at_any_depth_and_everything_else_stays() {
        assert_eq!(
            hidden(r#"{ "a":[{"token" : "tt", "b":1}],"c":{"token":"xt\"","d":"token"}, "token":5}"#),
            r#"{ "a":[{"token" : "\"\"", "b":1}],"c":{"token":"x\"\"","d":"token"}, "token":5}"#
        );
    }

    #[test]
    fn what_stands_in_a_string_is_no_field() {
        let text = r#"{"text":"{\"token\":\"tt\"}"}"#;
        assert_eq!(hidden(text), text);
    }

    #[test]
    fn a_text_that_breaks_off_is_left_alone() {
        for text in [r#"{"token"#, r#"{"token":"#, r#"{"token":"tt"#, r#"{"token":"t\"#, "", "tt"] {
            assert_eq!(hidden(text), text);
        }
    }
}
