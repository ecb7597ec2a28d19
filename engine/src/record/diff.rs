//! Where what is done now is not what was done then.

use serde_json::Value;
use serde_json::value::RawValue;

/// The first place in a step where two lives part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which action of the step, from one; one past the last when the wake-up after them differs.
    pub action: usize,
    /// What was done then; `None` when nothing more was.
    pub then: Option<String>,
    /// What is done now; `None` when nothing more is.
    pub now: Option<String>,
    /// The fields that differ, with their values then and now.
    pub fields: Vec<(String, String, String)>,
}

/// Fields of one difference that are told.
const MAX_FIELDS: usize = 12;

/// What stands for a value that is not there.
const NOTHING: &str = "nothing";

/// What is told of a step when only the time differs at which the engine wants to be woken after it.
const WAKE_UP: &str = "wake-up";

impl Difference {
    /// Whether the actions are the same, and only the time differs at which the engine wants to be woken.
    #[must_use]
    pub fn is_wake_up(&self) -> bool {
        self.fields.iter().any(|(field, ..)| field == WAKE_UP)
    }

    pub(super) fn find(
        then: &[&RawValue],
        now: &[String],
        due_then: Option<u64>,
        due_now: Option<u64>,
    ) -> Option<Self> {
        let longest = then.len().max(now.len());
        let text = |at: usize| then.get(at).map(|raw| raw.get());
        if let Some(at) = (0..longest).find(|at| text(*at) != now.get(*at).map(String::as_str)) {
            let (then, now) = (text(at).map(str::to_owned), now.get(at).cloned());
            let mut fields = Vec::new();
            if let (Some(then), Some(now)) = (&then, &now) {
                compare("", &value(then), &value(now), &mut fields);
            }
            return Some(Self { action: at + 1, then, now, fields });
        }
        let second = 1_000_000_000;
        let shown = |at: u64| format!("at {}.{:09} s", at / second, at % second);
        let wake = |due: Option<u64>| due.map_or_else(|| "never".to_owned(), shown);
        (due_then != due_now).then(|| {
            let (then, now) = (wake(due_then), wake(due_now));
            let fields = vec![(WAKE_UP.to_owned(), then.clone(), now.clone())];
            Self { action: longest + 1, then: Some(then), now: Some(now), fields }
        })
    }
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

/// Notes the fields that differ. A text that is JSON itself is looked into.
fn compare(path: &str, then: &Value, now: &Value, fields: &mut Vec<(String, String, String)>) {
    if then == now || fields.len() >= MAX_FIELDS {
        return;
    }
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (then, now) {
        (Value::Object(a), Value::Object(b)) => {
            let added = b.keys().filter(|key| !a.contains_key(*key));
            for key in a.keys().chain(added) {
                match (a.get(key), b.get(key)) {
                    (Some(a), Some(b)) => compare(&below(key), a, b, fields),
                    (a, b) => note(below(key), a, b, fields),
                }
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for at in 0..a.len().max(b.len()) {
                match (a.get(at), b.get(at)) {
                    (Some(a), Some(b)) => compare(&below(&at.to_string()), a, b, fields),
                    (a, b) => note(below(&at.to_string()), a, b, fields),
                }
            }
        }
        (Value::String(a), Value::String(b)) if is_json(a) && is_json(b) => {
            compare(path, &value(a), &value(b), fields);
        }
        (Value::String(a), Value::String(b)) if a.contains('\n') && lines(a) == lines(b) => {
            for (at, (a, b)) in a.lines().zip(b.lines()).enumerate() {
                compare(&below(&at.to_string()), &a.into(), &b.into(), fields);
            }
        }
        (Value::String(a), Value::String(b)) => match (sealed(a), sealed(b)) {
            (Some(a), Some(b)) if a != b => compare(path, &value(a), &value(b), fields),
            _ => {
                let from = part(a, b);
                note(path.to_owned(), Some(&from_there(a, from)), Some(&from_there(b, from)), fields);
            }
        },
        (a, b) => note(path.to_owned(), Some(a), Some(b), fields),
    }
}

/// Bytes that two texts have in common before they are told from there on, and how many of those still are.
const COMMON: (usize, usize) = (80, 30);

/// Where two texts part, a little before; their beginning when that is not far.
fn part(a: &str, b: &str) -> usize {
    let common = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let from = if common < COMMON.0 { 0 } else { common - COMMON.1 };
    (from..=common).find(|at| a.is_char_boundary(*at) && b.is_char_boundary(*at)).unwrap_or(0)
}

fn from_there(text: &str, from: usize) -> Value {
    if from == 0 { text.into() } else { format!("…{}", &text[from..]).into() }
}

fn lines(text: &str) -> usize {
    text.lines().count()
}

/// The JSON of a line of the journal, behind its checksum.
fn sealed(line: &str) -> Option<&str> {
    let (_, json) = line.split_at_checked(9)?;
    is_json(json).then_some(json)
}

fn is_json(text: &str) -> bool {
    text.starts_with(['{', '[']) && serde_json::from_str::<&RawValue>(text).is_ok()
}

fn note(path: String, then: Option<&Value>, now: Option<&Value>, fields: &mut Vec<(String, String, String)>) {
    let text = |value: Option<&Value>| value.map_or_else(|| NOTHING.to_owned(), Value::to_string);
    if fields.len() < MAX_FIELDS {
        fields.push((path, text(then), text(now)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn find(then: &[Value], now: &[Value]) -> Option<Difference> {
        let raw: Vec<_> = then.iter().map(|v| RawValue::from_string(v.to_string()).unwrap()).collect();
        let raw: Vec<_> = raw.iter().map(|v| &**v).collect();
        Difference::find(&raw, &now.iter().map(Value::to_string).collect::<Vec<_>>(), Some(1), Some(1))
    }

    #[test]
    fn a_difference_is_told_by_its_fields_even_inside_a_text() {
        let send = |n: u32| json!({"send": {"conn": 1, "text": json!({"payload": {"a": n, "b": [1, n]}}).to_string()}});
        let found = find(&[json!(1), send(2)], &[json!(1), send(3)]).unwrap();
        assert_eq!(found.action, 2);
        let field = |path: &str| (format!("send.text.{path}"), "2".to_owned(), "3".to_owned());
        assert_eq!(found.fields, [field("payload.a"), field("payload.b.1")]);
    }

    #[test]
    fn one_action_more_or_less_is_a_difference() {
        let less = find(&[json!(1), json!(2)], &[json!(1)]).unwrap();
        assert_eq!((less.action, less.then.as_deref(), less.now), (2, Some("2"), None));
        let more = find(&[], &[json!(1)]).unwrap();
        assert_eq!((more.action, more.then, more.now.as_deref()), (1, None, Some("1")));
        assert_eq!(find(&[json!(1)], &[json!(1)]), None);
    }

    #[test]
    fn lines_of_the_journal_are_looked_into() {
        let append = |sum: &str, text: &str| {
            let line = json!({"l": json!({"text": text}).to_string()});
            json!({"append": format!("00000000 {{\"same\":1}}\n{sum} {line}\n")})
        };
        let found = find(&[append("01234567", "hi")], &[append("89abcdef", "ho")]).unwrap();
        assert_eq!(found.fields, [("append.1.l.text".to_owned(), "\"hi\"".to_owned(), "\"ho\"".to_owned())]);
    }

    #[test]
    fn long_texts_are_told_from_where_they_part() {
        let text = |end: &str| json!({"send": {"text": "é".repeat(100) + end}});
        let found = find(&[text("abc")], &[text("abd")]).unwrap();
        let told = |end: &str| format!("\"…{}{end}\"", "é".repeat(14));
        assert_eq!(found.fields, [("send.text".to_owned(), told("abc"), told("abd"))]);
    }

    #[test]
    fn another_wake_up_is_a_difference() {
        let found = Difference::find(&[], &[], Some(5), None).unwrap();
        assert!(found.is_wake_up());
        assert_eq!(found.fields, [("wake-up".to_owned(), "at 0.000000005 s".to_owned(), "never".to_owned())]);
    }
}
