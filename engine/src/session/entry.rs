//! A session's entry in its store: the fields we use, read from the text that is kept.

use serde::Deserialize;
use serde_json::Value;

/// The fields of an entry that anyone here reads. Unknown fields stay in the text.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Entry {
    pub(crate) session_id: Option<String>,
    #[serde(deserialize_with = "millis")]
    pub(crate) updated_at: Option<u64>,
    pub(crate) session_file: Option<String>,
    pub(crate) spawned_by: Option<String>,
    pub(crate) system_sent: Option<bool>,
    pub(crate) aborted_last_run: Option<bool>,
    pub(crate) chat_type: Option<String>,
    pub(crate) thinking_level: Option<String>,
    pub(crate) verbose_level: Option<String>,
    pub(crate) reasoning_level: Option<String>,
    pub(crate) elevated_level: Option<String>,
    pub(crate) response_usage: Option<String>,
    pub(crate) provider_override: Option<String>,
    pub(crate) model_override: Option<String>,
    pub(crate) send_policy: Option<String>,
    pub(crate) input_tokens: Option<u64>,
    pub(crate) output_tokens: Option<u64>,
    pub(crate) total_tokens: Option<u64>,
    pub(crate) model_provider: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) context_tokens: Option<u64>,
    pub(crate) label: Option<String>,
    pub(crate) display_name: Option<String>,
    pub(crate) channel: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) group_channel: Option<String>,
    pub(crate) space: Option<String>,
    pub(crate) origin: Option<Value>,
    pub(crate) delivery_context: Option<Value>,
    pub(crate) last_channel: Option<String>,
    pub(crate) last_to: Option<String>,
    pub(crate) last_account_id: Option<String>,
}

/// What is kept beside the text of every entry, so that lists need not read ten thousand texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Index {
    pub(crate) updated_at: Option<u64>,
    pub(crate) session_id: Option<Box<str>>,
    pub(crate) label: Option<Box<str>>,
    pub(crate) spawned_by: Option<Box<str>>,
    /// What `search` looks in, lower case, one field a line.
    pub(crate) search: Box<str>,
}

impl Index {
    pub(crate) fn of(key: &str, entry: &Entry) -> Self {
        let fields = [&entry.display_name, &entry.label, &entry.subject, &entry.session_id];
        let mut search = key.to_lowercase();
        for field in fields.into_iter().flatten() {
            search.push('\n');
            search.push_str(&field.to_lowercase());
        }
        Self {
            updated_at: entry.updated_at,
            session_id: entry.session_id.as_deref().map(Into::into),
            label: entry.label.as_deref().map(Into::into),
            spawned_by: entry.spawned_by.as_deref().map(Into::into),
            search: search.into(),
        }
    }
}

/// Other programs may have written a fraction or a negative number.
fn millis<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<u64>, D::Error> {
    let value = Option::<f64>::deserialize(d)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and times fit")]
    Ok(value.map(|v| v as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_fields_and_odd_numbers_do_not_hide_an_entry() {
        let e: Entry = serde_json::from_str(r#"{"sessionId":"s","updatedAt":12.5,"zz":[1]}"#).unwrap();
        assert_eq!(e.session_id.as_deref(), Some("s"));
        assert_eq!(e.updated_at, Some(12));
    }
}
