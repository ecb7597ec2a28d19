//! Instances made from bytes along a schema: most of them nearly fit.

use protocol_spec::schema::{Literal, Object, Schema};
use serde_json::{Map, Value, json};

/// Bytes, each a choice. When there are none left every choice is the first one, and the instance ends.
#[derive(Debug)]
pub(super) struct Guide<'a>(pub(super) &'a [u8]);

/// Levels below which nothing but scalars is made.
const MAX_DEPTH: usize = 8;

/// Choices from here on are spoilt ones.
const SPOILT: u8 = 0xe8;

impl Guide<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        let high = if end > 256 { usize::from(self.byte()) << 8 } else { 0 };
        (high | usize::from(self.byte())) % end.max(1)
    }

    /// An instance: as the schema wants it, or a little different, or something else altogether.
    pub(super) fn instance(&mut self, schema: &Schema, depth: usize) -> Value {
        if depth > MAX_DEPTH || self.byte() >= SPOILT {
            return self.anything();
        }
        match schema {
            Schema::Any => self.anything(),
            Schema::Null => Value::Null,
            Schema::Boolean => json!(self.byte() & 1 == 1),
            Schema::String { min, max } => {
                let length = self.near(*min, *max);
                self.text(length)
            }
            Schema::Integer { min, max } | Schema::Number { min, max } => self.number(*min, *max),
            Schema::Literal(literal) => self.literal(*literal),
            Schema::Array { items, min, max } => {
                let length = self.near(*min, *max).min(MAX_ITEMS);
                (0..length).map(|_| self.instance(items, depth + 1)).collect()
            }
            Schema::Map(values) => {
                let length = self.below(4);
                (0..length).map(|_| (self.key(), self.instance(values, depth + 1))).collect()
            }
            Schema::Object(object) => self.object(object, depth),
            Schema::AnyOf(branches) => {
                let branch = branches[self.below(branches.len())];
                self.instance(branch, depth + 1)
            }
        }
    }

    fn object(&mut self, object: &Object, depth: usize) -> Value {
        let mut map = Map::new();
        for field in object.fields {
            let choice = self.byte();
            let is_there = if field.required { choice < SPOILT } else { choice & 1 == 1 };
            if is_there {
                map.insert(field.name.to_owned(), self.instance(field.schema, depth + 1));
            }
        }
        match (self.byte(), object.rest) {
            (SPOILT.., _) => {
                let (key, value) = (self.key(), self.anything());
                map.insert(key, value);
            }
            (1..=0x40, Some(rest)) => {
                let (key, value) = (self.key(), self.instance(rest, depth + 1));
                map.insert(key, value);
            }
            _ => {}
        }
        Value::Object(map)
    }

    /// A size at a bound, just beyond it, or small.
    fn near(&mut self, min: usize, max: usize) -> usize {
        let size = match self.below(8) {
            0 | 1 => min.max(1).min(max),
            2 => min,
            3 => min.saturating_sub(1),
            4 => max,
            5 => max.saturating_add(1),
            6 => min.saturating_add(2),
            _ => 3,
        };
        if size > MAX_SIZE { 4 } else { size }
    }

    /// A text of so many code points.
    fn text(&mut self, length: usize) -> Value {
        let alphabet = ["x", "é", "🦀", "\u{0}", "e\u{301}", "A", " ", "-"][self.below(8)];
        json!(alphabet.chars().cycle().take(length).collect::<String>())
    }

    fn number(&mut self, min: Option<i64>, max: Option<i64>) -> Value {
        let (low, high) = (min.unwrap_or(-7), max.unwrap_or(99));
        match self.below(16) {
            0 => json!(low),
            1 => json!(low.saturating_sub(1)),
            2 => json!(high),
            3 => json!(high.saturating_add(1)),
            4 => json!(low.saturating_add(i64::from(self.byte()))),
            5 => json!(low as f64),
            6 => json!(low as f64 + 0.5),
            7 => json!(high as f64 - 0.5),
            8 => json!(u64::MAX),
            9 => json!(i64::MIN),
            10 => json!(1e300),
            11 => json!(-0.0),
            12 => json!(9_007_199_254_740_993_u64),
            13 => json!(1e18),
            14 => json!(9.3e18),
            _ => json!(-1.8e19),
        }
    }

    fn literal(&mut self, literal: Literal) -> Value {
        match (literal, self.byte()) {
            (Literal::Text(text), 0xd0..) => json!(text.to_uppercase()),
            (Literal::Text(text), 0xc0..) => json!(format!("{text} ")),
            (Literal::Text(text), _) => json!(text),
            (Literal::Integer(value), 0xd0..) => json!(value as f64),
            (Literal::Integer(value), 0xc0..) => json!(value.to_string()),
            (Literal::Integer(value), _) => json!(value),
            (Literal::Bool(value), 0xd0..) => json!(u8::from(value)),
            (Literal::Bool(value), 0xc0..) => json!(!value),
            (Literal::Bool(value), _) => json!(value),
        }
    }

    fn key(&mut self) -> String {
        const KEYS: [&str; 10] = ["", "a", "zz", "__proto__", "a/b", "~", "0", "type", "id", "é"];
        KEYS[self.below(KEYS.len())].to_owned()
    }

    fn anything(&mut self) -> Value {
        match self.below(14) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(0),
            3 => json!(-1),
            4 => json!(1.5),
            5 => json!(3.0),
            6 => json!(""),
            7 => json!("last"),
            8 => json!("é".repeat(64)),
            9 => json!([]),
            10 => json!({}),
            11 => json!([1, {"a": null}]),
            12 => json!({"type": "req", "a": 1}),
            _ => json!("x".repeat(usize::from(self.byte()) * 4)),
        }
    }
}

/// Longest text and list that are made to be at a bound; what is larger is made small.
const MAX_SIZE: usize = 70_000;

/// Longest list that is made.
const MAX_ITEMS: usize = 300;
