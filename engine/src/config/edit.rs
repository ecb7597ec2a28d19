//! Changes a configuration text in place: only what is asked for changes; comments, quotes, includes and
//! `${VAR}` stay as they were written.
//!
//! The text is read by the grammar that reads it at start, so whatever can be read can be edited.

use core::fmt;
use core::ops::Range;

use serde_json::{Map, Value};

use super::diff::diff;
use super::json5::{self, Kind, Member, Node, blank_end};

/// One change: a value to set, or nothing to remove what is there.
pub type Edit = (Path, Option<Value>);

/// Where in a configuration a value stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(Vec<Step>);

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A key of an object.
    Key(String),
    /// An item of a list, or a key written as a number.
    Index(usize),
}

/// Longest list an index may ask for.
const MAX_INDEX: usize = 10_000;

impl Path {
    /// Reads `a.b`, `a[0]`, `a[key]`; a backslash takes the next character as it is.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        let mut steps = Vec::new();
        let mut key = String::new();
        let mut chars = text.trim().chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => key.extend(chars.next()),
                '.' => flush(&mut key, &mut steps),
                '[' => {
                    flush(&mut key, &mut steps);
                    let rest = chars.as_str();
                    let Some((inside, after)) = rest.split_once(']') else {
                        return Err(PathError::Open(text.to_owned()));
                    };
                    chars = after.chars();
                    steps.push(match (inside.trim(), inside.trim().parse()) {
                        ("", _) => return Err(PathError::NoKey(text.to_owned())),
                        (_, Ok(index)) if index <= MAX_INDEX => Step::Index(index),
                        (key, _) => Step::Key(key.to_owned()),
                    });
                }
                c => key.push(c),
            }
        }
        flush(&mut key, &mut steps);
        if steps.is_empty() { Err(PathError::Empty) } else { Ok(Self(steps)) }
    }

    /// A path of keys, taken as they are.
    pub fn keys<K: Into<String>>(keys: impl IntoIterator<Item = K>) -> Self {
        Self(keys.into_iter().map(|key| Step::Key(key.into())).collect())
    }

    /// Its steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The value at this place.
    #[must_use]
    pub fn find<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(value, |value, step| match (value, step) {
            (Value::Array(items), Step::Index(index)) => items.get(*index),
            (Value::Array(items), Step::Key(key)) => items.get(key.parse::<usize>().ok()?),
            (value, Step::Key(key)) => value.get(key),
            (value, Step::Index(index)) => value.get(index.to_string()),
        })
    }
}

fn flush(key: &mut String, steps: &mut Vec<Step>) {
    let trimmed = core::mem::take(key);
    if !trimmed.trim().is_empty() {
        steps.push(Step::Key(trimmed.trim().to_owned()));
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if position == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// A path that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Nothing in it.
    #[error("Path is empty.")]
    Empty,
    /// A bracket that never closes.
    #[error("Invalid path (missing \"]\"): {0}")]
    Open(String),
    /// Nothing between brackets.
    #[error("Invalid path (empty \"[]\"): {0}")]
    NoKey(String),
}

/// An edit that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text itself is broken.
    #[error("SyntaxError: {0}")]
    Syntax(#[from] json5::Error),
    /// There is nothing to remove.
    #[error("Config path not found: {0}")]
    Missing(Path),
    /// The value stands in an included file.
    #[error("{0} comes from an included file; change it there")]
    Included(Path),
    /// A step leads into something that holds nothing.
    #[error("{0} leads into a value that is neither an object nor a list")]
    Blocked(Path),
    /// An index beyond any sensible list.
    #[error("{0} is beyond the longest list")]
    TooFar(Path),
}

/// Makes every change, one after the other. Parents that are missing are made.
///
/// A key whose object is partly included is set beside the `$include`, where it wins; what an included file
/// alone holds cannot be removed from here.
pub fn apply_edits(raw: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut text = if raw.trim().is_empty() { "{}\n".to_owned() } else { raw.to_owned() };
    for (path, value) in edits {
        text = match value {
            Some(value) => set(&text, path, value)?,
            None => unset(&text, path)?,
        };
    }
    Ok(text)
}

/// The edits that turn one configuration into another.
#[must_use]
pub fn edits_between(old: &Value, new: &Value) -> Vec<Edit> {
    let mut edits = Vec::new();
    collect_between(old, new, &mut Vec::new(), &mut edits);
    debug_assert_eq!(edits.len(), diff(old, new).len(), "edits and differences are found alike");
    edits
}

fn collect_between(old: &Value, new: &Value, path: &mut Vec<Step>, edits: &mut Vec<Edit>) {
    let (Value::Object(before), Value::Object(after)) = (old, new) else {
        if old != new {
            edits.push((Path(path.clone()), Some(new.clone())));
        }
        return;
    };
    let added = after.keys().filter(|key| !before.contains_key(*key));
    for key in before.keys().chain(added) {
        path.push(Step::Key(key.clone()));
        match (before.get(key), after.get(key)) {
            (Some(old), Some(new)) => collect_between(old, new, path, edits),
            (_, value) => edits.push((Path(path.clone()), value.cloned())),
        }
        path.pop();
    }
}

/// The edits a merge patch (RFC 7396) means for a configuration; what already is so stays untouched.
#[must_use]
pub fn patch_edits(current: &Value, patch: &Value) -> Vec<Edit> {
    edits_between(current, &merge_patch(current, patch))
}

/// Applies a merge patch (RFC 7396).
#[must_use]
pub fn merge_patch(current: &Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else { return patch.clone() };
    let mut merged = current.as_object().cloned().unwrap_or_else(Map::new);
    for (key, value) in patch {
        if value.is_null() {
            merged.shift_remove(key);
        } else {
            let next = merge_patch(merged.get(key).unwrap_or(&Value::Null), value);
            merged.insert(key.clone(), next);
        }
    }
    Value::Object(merged)
}

fn set(text: &str, path: &Path, value: &Value) -> Result<String, EditError> {
    let root = json5::parse_tree(text)?;
    let mut node = &root;
    for (depth, step) in path.steps().iter().enumerate() {
        let rest = &path.steps()[depth + 1..];
        match (&node.kind, index_in(node, step)) {
            (Kind::Object(members), _) => match node.member(&key_of(step)) {
                Some(member) => node = &member.value,
                None => {
                    let value = nest(rest, value, path)?;
                    return Ok(add_member(text, node, members, &key_of(step), &value));
                }
            },
            (Kind::List(items), Some(index)) if index < items.len() => node = &items[index],
            (Kind::List(items), Some(index)) => {
                let value = nest(rest, value, path)?;
                return add_items(text, node, items, index, &value, path);
            }
            _ => return Err(EditError::Blocked(path.clone())),
        }
    }
    if node.to_value() == *value {
        return Ok(text.to_owned());
    }
    let indent = line_indent(text, node.span.start);
    let rendered = render(value, &indent, &unit(text));
    Ok(splice(text, node.span.clone(), &rendered))
}

/// A value inside the parents that a path still names.
fn nest(rest: &[Step], value: &Value, path: &Path) -> Result<Value, EditError> {
    rest.iter().rev().try_fold(value.clone(), |value, step| {
        Ok(match step {
            Step::Key(key) => Value::Object(Map::from_iter([(key.clone(), value)])),
            Step::Index(index) if *index > MAX_INDEX => return Err(EditError::TooFar(path.clone())),
            Step::Index(index) => {
                let mut items = vec![Value::Null; *index];
                items.push(value);
                Value::Array(items)
            }
        })
    })
}

fn key_of(step: &Step) -> String {
    match step {
        Step::Key(key) => key.clone(),
        Step::Index(index) => index.to_string(),
    }
}

fn index_in(node: &Node, step: &Step) -> Option<usize> {
    match (&node.kind, step) {
        (Kind::List(_), Step::Index(index)) => Some(*index),
        (Kind::List(_), Step::Key(key)) => key.parse().ok(),
        _ => None,
    }
}

/// Where the elements of a container stand, keys included.
type Elements = Vec<Range<usize>>;

fn elements_of_object(members: &[Member]) -> Elements {
    members.iter().map(|member| member.key_span.start..member.value.span.end).collect()
}

fn elements_of_list(items: &[Node]) -> Elements {
    items.iter().map(|item| item.span.clone()).collect()
}

fn add_member(text: &str, node: &Node, members: &[Member], key: &str, value: &Value) -> String {
    let bare = members.last().is_some_and(|member| !text[member.key_span.clone()].starts_with(['"', '\'']));
    let key = if bare && is_identifier(key) { key.to_owned() } else { Value::from(key).to_string() };
    add(text, &node.span, &elements_of_object(members), |indent, unit| match indent {
        Some(indent) => format!("{key}: {}", render(value, indent, unit)),
        None => format!("{key}: {value}"),
    })
}

fn add_items(
    text: &str,
    node: &Node,
    items: &[Node],
    index: usize,
    value: &Value,
    path: &Path,
) -> Result<String, EditError> {
    if index > MAX_INDEX {
        return Err(EditError::TooFar(path.clone()));
    }
    let holes = "null, ".repeat(index - items.len());
    Ok(add(text, &node.span, &elements_of_list(items), |indent, unit| match indent {
        Some(indent) => format!("{holes}{}", render(value, indent, unit)),
        None => format!("{holes}{value}"),
    }))
}

/// Adds an element at the end of a container. `make` gets the indentation of its line, or none when it goes
/// onto the line of the others.
fn add(
    text: &str,
    container: &Range<usize>,
    elements: &[Range<usize>],
    make: impl FnOnce(Option<&str>, &str) -> String,
) -> String {
    let unit = unit(text);
    let outer = line_indent(text, container.start);
    let Some(last) = elements.last() else {
        let inner = format!("{outer}{unit}");
        // A comment inside an empty container stays above the new element.
        let inside = text[container.start + 1..container.end - 1].trim_end();
        let made = format!("{inside}\n{inner}{}\n{outer}", make(Some(&inner), &unit));
        return splice(text, container.start + 1..container.end - 1, &made);
    };
    let comma = comma_after(text, last.end);
    let end = comma.map_or(last.end, |comma| comma + 1);
    let own_line = begins_line(text, last.start).then(|| line_indent(text, last.start));
    let Some(indent) = own_line else {
        // The others share a line, and so does the new one; a trailing comma stays trailing.
        let made = make(None, &unit);
        return match comma {
            Some(_) => splice(text, end..end, &format!(" {made},")),
            None => splice(text, end..end, &format!(", {made}")),
        };
    };
    let made = make(Some(&indent), &unit);
    let at = line_rest_end(text, end).min(container.end - 1);
    let tail = if comma.is_some() { "," } else { "" };
    let with_element = splice(text, at..at, &format!("\n{indent}{made}{tail}"));
    match comma {
        Some(_) => with_element,
        None => splice(&with_element, end..end, ","),
    }
}

fn unset(text: &str, path: &Path) -> Result<String, EditError> {
    let (mut text, mut again) = unset_once(text, path)?;
    // A key may be written more than once; the one that counted hid the others.
    while again {
        match unset_once(&text, path) {
            Ok((shorter, _)) => text = shorter,
            Err(_) => again = false,
        }
    }
    Ok(text)
}

/// Removes one element; also tells whether it was a key.
fn unset_once(text: &str, path: &Path) -> Result<(String, bool), EditError> {
    let root = json5::parse_tree(text)?;
    let mut node = &root;
    let mut included = false;
    let missing = |included: bool| {
        if included { EditError::Included(path.clone()) } else { EditError::Missing(path.clone()) }
    };
    let (last, parents) = path.steps().split_last().ok_or_else(|| missing(false))?;
    for step in parents {
        included |= node.member("$include").is_some();
        node = child(node, step).ok_or_else(|| missing(included))?;
    }
    included |= node.member("$include").is_some();
    match (&node.kind, index_in(node, last)) {
        (Kind::Object(members), _) => {
            let key = key_of(last);
            let hit = members.iter().rposition(|member| member.key == key);
            let hit = hit.ok_or_else(|| missing(included))?;
            Ok((remove(text, &elements_of_object(members), hit), true))
        }
        (Kind::List(items), Some(index)) if index < items.len() => {
            Ok((remove(text, &elements_of_list(items), index), false))
        }
        _ => Err(missing(included)),
    }
}

fn child<'a>(node: &'a Node, step: &Step) -> Option<&'a Node> {
    match &node.kind {
        Kind::Object(_) => node.member(&key_of(step)).map(|member| &member.value),
        Kind::List(items) => items.get(index_in(node, step)?),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => None,
    }
}

/// Removes one element with its comma and the comment behind it on its line.
fn remove(text: &str, elements: &[Range<usize>], index: usize) -> String {
    let span = &elements[index];
    let comma = comma_after(text, span.end);
    let end = comma.map_or(span.end, |comma| comma + 1);
    let rest = line_rest_end(text, end);
    let own_line =
        begins_line(text, span.start) && (rest == text.len() || text[rest..].starts_with(['\n', '\r']));
    // Without a comma of its own this is the last element, and the one before loses its comma.
    let before = index.checked_sub(1).filter(|_| comma.is_none());
    let before = before.and_then(|before| comma_after(text, elements[before].end));
    let removed = if own_line {
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[rest..].find('\n').map_or(text.len(), |at| rest + at + 1);
        start..end
    } else if let Some(at) = before.filter(|at| text[at + 1..span.start].trim().is_empty()) {
        return splice(text, at..span.end, "");
    } else {
        let blank = text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
        span.start..if index + 1 == elements.len() { end } else { end + blank }
    };
    let edited = splice(text, removed, "");
    match before {
        Some(at) => splice(&edited, at..at + 1, ""),
        None => edited,
    }
}

/// The comma that follows a value, behind white space and comments.
fn comma_after(text: &str, at: usize) -> Option<usize> {
    let at = blank_end(text, at);
    text[at..].starts_with(',').then_some(at)
}

/// Where the blanks and comments end that stand on the same line behind `at`, if nothing else does.
fn line_rest_end(text: &str, at: usize) -> usize {
    let end = blank_end(text, at);
    let rest = &text[at..end];
    // A comment that goes on over several lines belongs to what follows.
    let mut cut = rest.find(['\n', '\r']).unwrap_or(rest.len());
    if let Some(open) = rest[..cut].rfind("/*")
        && !rest[open..cut].contains("*/")
        && !rest[..open].contains("//")
    {
        cut = open;
    }
    let trimmed = rest[..cut].trim_end().len();
    let ends_line = rest.len() > cut || end == text.len();
    if ends_line { at + trimmed } else { at }
}

fn begins_line(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map(|start| start + 1);
    line.is_some_and(|start| text[start..at].trim().is_empty())
}

/// The white space a line begins with.
fn line_indent(text: &str, at: usize) -> String {
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    text[start..at].chars().take_while(|c| matches!(c, ' ' | '\t')).collect()
}

/// One step of indentation, taken from the first indented line.
fn unit(text: &str) -> String {
    let indented = text.lines().find(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty());
    let indent =
        indented.map(|line| line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect::<String>());
    indent.unwrap_or_else(|| "  ".to_owned())
}

/// Prints a value over several lines, those after the first at `indent`.
fn render(value: &Value, indent: &str, unit: &str) -> String {
    let inner = format!("{indent}{unit}");
    let (open, parts, close) = match value {
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            let parts: Vec<_> = items.iter().map(|item| render(item, &inner, unit)).collect();
            ('[', parts, ']')
        }
        Value::Object(map) if !map.is_empty() => {
            let member = |(key, value): (&String, &Value)| {
                format!("{}: {}", Value::from(key.as_str()), render(value, &inner, unit))
            };
            ('{', map.iter().map(member).collect(), '}')
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(Value::to_string).collect();
            return format!("[{}]", items.join(", "));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            return value.to_string();
        }
    };
    format!("{open}\n{inner}{}\n{indent}{close}", parts.join(&format!(",\n{inner}")))
}

fn is_identifier(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

fn splice(text: &str, span: Range<usize>, new: &str) -> String {
    format!("{}{new}{}", &text[..span.start], &text[span.end..])
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
