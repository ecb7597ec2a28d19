//! A JSON file of the state directory: one object, held as the text of its values.

use crate::host::FileName;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Which of the state files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Doc {
    /// The session store of an agent.
    Sessions(String),
    /// Paired devices and their tokens.
    Paired,
    /// Devices that ask to be paired.
    Pending,
    /// Voice wake words.
    Voicewake,
    /// Runs that were accepted, and how they ended; not a file of the reference.
    Runs,
}

impl Doc {
    /// The name in journal records.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Sessions(agent) => format!("sessions:{agent}"),
            Self::Paired => "devices/paired".to_owned(),
            Self::Pending => "devices/pending".to_owned(),
            Self::Voicewake => "voicewake".to_owned(),
            Self::Runs => "runs".to_owned(),
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "devices/paired" => Some(Self::Paired),
            "devices/pending" => Some(Self::Pending),
            "voicewake" => Some(Self::Voicewake),
            "runs" => Some(Self::Runs),
            other => other.strip_prefix("sessions:").map(|agent| Self::Sessions(agent.to_owned())),
        }
    }
}

/// The content of one state file. Values are kept as they stand in the file, so that fields nobody
/// here knows survive, ten thousand sessions cost what their text costs, and writing is copying.
#[derive(Debug)]
pub(crate) struct DocFile {
    pub(crate) file: FileName,
    entries: BTreeMap<String, Box<str>>,
    bytes: usize,
    pub(crate) dirty: bool,
}

impl DocFile {
    pub(crate) fn new(file: FileName) -> Self {
        Self { file, entries: BTreeMap::new(), bytes: 0, dirty: false }
    }

    /// Reads a file's text. The reference writes strict JSON and reads JSON5; so do we.
    pub(crate) fn parse(file: FileName, text: &str) -> Result<Self, String> {
        let mut doc = Self::new(file);
        if text.trim().is_empty() {
            return Ok(doc);
        }
        match serde_json::from_str::<BTreeMap<String, &RawValue>>(text) {
            Ok(entries) => {
                for (key, value) in entries {
                    doc.set(key, value.get().into());
                }
            }
            Err(strict) => {
                let value: Value = crate::config::json5::parse(text).map_err(|_| strict.to_string())?;
                let Value::Object(map) = value else { return Err("not an object".to_owned()) };
                for (key, value) in map {
                    doc.set(key, nested(&value).into());
                }
                doc.dirty = true;
            }
        }
        Ok(doc)
    }

    /// The whole file, two spaces deep, no newline at the end.
    pub(crate) fn text(&self) -> String {
        if self.entries.is_empty() {
            return "{}".to_owned();
        }
        let mut out = String::with_capacity(self.bytes + self.entries.len() * 8 + 4);
        out.push('{');
        for (i, (key, value)) in self.entries.iter().enumerate() {
            out.push_str(if i == 0 { "\n  " } else { ",\n  " });
            push_json_string(&mut out, key);
            out.push_str(": ");
            out.push_str(value);
        }
        out.push_str("\n}");
        out
    }

    pub(crate) fn put(&mut self, key: &str, value: &Value) {
        self.set(key.to_owned(), nested(value).into());
        self.dirty = true;
    }

    pub(crate) fn delete(&mut self, key: &str) {
        if let Some(old) = self.entries.remove(key) {
            self.bytes -= old.len() + key.len();
            self.dirty = true;
        }
    }

    pub(crate) fn raw(&self, key: &str) -> Option<&str> {
        self.entries.get(key).map(|v| &**v)
    }

    /// Reads a value as `T`; a value of another shape counts as absent.
    pub(crate) fn read<'a, T: Deserialize<'a>>(&'a self, key: &str) -> Option<T> {
        serde_json::from_str(self.raw(key)?).ok()
    }

    /// Reads a value for changing.
    pub(crate) fn object(&self, key: &str) -> Option<Map<String, Value>> {
        self.read(key)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(k, v)| (k.as_str(), &**v))
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    fn set(&mut self, key: String, value: Box<str>) {
        self.bytes += value.len() + key.len();
        let key_len = key.len();
        if let Some(old) = self.entries.insert(key, value) {
            self.bytes -= old.len() + key_len;
        }
    }
}

/// A value's text as it stands one level deep in a file: every line but the first indented by two.
fn nested(value: &Value) -> String {
    let flat = serde_json::to_string_pretty(value).expect("a JSON value always has a text");
    if !flat.contains('\n') {
        return flat;
    }
    flat.replace('\n', "\n  ")
}

fn push_json_string(out: &mut String, text: &str) {
    out.push_str(&serde_json::to_string(text).expect("a string always has a JSON text"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn file() -> FileName {
        FileName::state("x.json")
    }

    #[test]
    fn text_is_what_json_stringify_writes() {
        let mut doc = DocFile::new(file());
        assert_eq!(doc.text(), "{}");
        doc.put("b", &json!({"x": [1, {"y": {}}], "z": []}));
        doc.put("a", &json!("s\n\u{1f980}"));
        let value = json!({"a": "s\n\u{1f980}", "b": {"x": [1, {"y": {}}], "z": []}});
        assert_eq!(doc.text(), serde_json::to_string_pretty(&value).unwrap());
    }

    #[test]
    fn an_untouched_entry_is_written_back_byte_for_byte() {
        let text = "{\n  \"k\": {\n    \"odd\":   1.50,\n    \"u\": \"\\u00e9\"\n  }\n}";
        let doc = DocFile::parse(file(), text).unwrap();
        assert_eq!(doc.text(), text);
        assert!(!doc.dirty);
    }

    #[test]
    fn json5_is_read_and_a_broken_file_is_an_error() {
        let doc = DocFile::parse(file(), "{ k: {a: 1,}, // c\n}").unwrap();
        assert_eq!(doc.raw("k"), Some("{\n    \"a\": 1\n  }"));
        assert!(DocFile::parse(file(), "{\"k\": ").is_err());
        assert!(DocFile::parse(file(), "[1]").is_err());
    }

    #[test]
    fn the_byte_count_follows_changes() {
        let mut doc = DocFile::new(file());
        doc.put("k", &json!(1));
        doc.put("k", &json!(12345));
        assert_eq!(doc.bytes(), 6);
        doc.delete("k");
        assert_eq!(doc.bytes(), 0);
    }
}
