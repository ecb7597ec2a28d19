//! Remedies: what to write instead. The reference names the fault only, so these are our own words.

use serde_json::Value;

use super::sections;
use super::shape::{Object, Shape};

/// A remedy for a value of the wrong type.
pub(super) fn for_type(expected: &str, value: Option<&Value>) -> Option<String> {
    let text = match value {
        None => {
            let article = if expected.starts_with(['a', 'o']) { "an" } else { "a" };
            return Some(format!("add this key; it takes {article} {expected}"));
        }
        Some(value) => value.as_str(),
    };
    match (expected, text.map(str::trim)) {
        ("number", Some(text)) if text.parse::<f64>().is_ok() => Some(format!("write {text} without quotes")),
        ("boolean", Some(text @ ("true" | "false"))) => Some(format!("write {text} without quotes")),
        ("array", Some(text)) => Some(format!("write [\"{text}\"]")),
        _ => None,
    }
}

/// The allowed words, and which of them was probably meant.
pub(super) fn for_word(value: Option<&Value>, words: &[&str]) -> String {
    let list: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let list = format!("allowed: {}", list.join(", "));
    match nearest_word(value, words) {
        Some(near) => format!("{near} {list}"),
        None => list,
    }
}

/// Which of the allowed words was probably meant.
pub(super) fn nearest_word(value: Option<&Value>, words: &[&str]) -> Option<String> {
    let near = nearest(value?.as_str()?, words.iter().copied())?;
    Some(format!("did you mean \"{near}\"?"))
}

/// The forms a union takes.
pub(super) fn for_union(shapes: &[Shape]) -> Option<String> {
    let forms: Option<Vec<String>> = shapes.iter().map(form).collect();
    Some(format!("takes {}", forms?.join(" or ")))
}

fn form(shape: &Shape) -> Option<String> {
    Some(match shape {
        Shape::Bool => "true or false".to_owned(),
        Shape::Text | Shape::Secret | Shape::TextOf { .. } | Shape::Matching(_) => "a string".to_owned(),
        Shape::Int(_) | Shape::Num(_) => "a number".to_owned(),
        Shape::Words(words) | Shape::Options(words) => {
            words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" or ")
        }
        Shape::Exactly(word) => format!("\"{word}\""),
        Shape::List(_) => "a list".to_owned(),
        Shape::Map(_) | Shape::NamedMap(..) => "an object".to_owned(),
        Shape::Object(object) => {
            let keys: Vec<_> = object.all().map(|field| field.key).collect();
            format!("an object with {}", keys.join(", "))
        }
        Shape::Filled(shape, _) => form(shape)?,
        Shape::Any | Shape::OneOf(_) => return None,
    })
}

/// For each unknown key the nearest known one, else where in the configuration that key belongs.
pub(super) fn for_keys(keys: &[&str], object: &'static Object) -> Option<String> {
    let hints: Vec<String> = keys.iter().filter_map(|key| for_key(key, object)).collect();
    if hints.is_empty() { None } else { Some(hints.join("; ")) }
}

fn for_key(key: &str, object: &'static Object) -> Option<String> {
    if let Some(near) = nearest(key, object.all().map(|field| field.key)) {
        return Some(format!("did you mean \"{near}\" instead of \"{key}\"?"));
    }
    let mut homes = Vec::new();
    find_key(key, &sections::ROOT, String::new(), &mut homes);
    match homes.as_slice() {
        [] => None,
        [home] => Some(format!("\"{key}\" belongs at {home}")),
        [first, second] => Some(format!("\"{key}\" belongs at {first} or {second}")),
        _ => None,
    }
}

fn find_key(key: &str, object: &'static Object, prefix: String, homes: &mut Vec<String>) {
    for field in object.all() {
        let path = if prefix.is_empty() { field.key.to_owned() } else { format!("{prefix}.{}", field.key) };
        if field.key == key {
            homes.push(path.clone());
        }
        if let Shape::Object(inner) = field.shape {
            find_key(key, inner, path, homes);
        }
    }
}

/// The word that differs least, if it differs by no more than a third of its letters.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let distances = known.map(|known| (distance(&lower, &known.to_lowercase()), known));
    let (distance, known) = distances.min_by_key(|(distance, _)| *distance)?;
    if distance <= known.chars().count().div_ceil(3).min(3) { Some(known) } else { None }
}

/// How many letters have to be inserted, removed or replaced to turn one word into another.
fn distance(a: &str, b: &str) -> usize {
    // Longer words are no typos of short keys, and the table is quadratic.
    const LONGEST: usize = 64;
    let b: Vec<char> = b.chars().take(LONGEST).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(LONGEST).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_finds_its_word() {
        let known = ["loopback", "lan", "tailnet", "auto", "custom"];
        assert_eq!(nearest("lopback", known.into_iter()), Some("loopback"));
        assert_eq!(nearest("LAN", known.into_iter()), Some("lan"));
        assert_eq!(nearest("everywhere", known.into_iter()), None);
    }

    #[test]
    fn a_misplaced_key_finds_its_section() {
        assert_eq!(
            for_key("trustedProxies", &sections::ROOT).as_deref(),
            Some("\"trustedProxies\" belongs at gateway.trustedProxies")
        );
    }
}
