//! Voice wake words: `voicewake.get`, `voicewake.set`.

use crate::broadcast::EventOut;
use crate::conn::Reply;
use crate::engine::Engine;
use crate::refusal::Refusal;
use crate::store::{Doc, Store, Then};
use crate::wire::{Event, VoicewakeChangedEvent};
use serde_json::{Value, json};

/// Words kept at most (reference: 32).
const MAX_TRIGGERS: usize = 32;

/// Characters of one word (reference: 64).
const MAX_TRIGGER: usize = 64;

/// The words, until others are chosen.
const DEFAULTS: [&str; 3] = ["openclaw", "claude", "computer"];

/// The words that wake a listening device.
#[derive(Debug, PartialEq)]
pub(crate) struct Voicewake {
    triggers: Vec<String>,
}

impl Default for Voicewake {
    fn default() -> Self {
        Self { triggers: DEFAULTS.map(str::to_owned).to_vec() }
    }
}

impl Voicewake {
    pub(crate) fn load(&mut self, store: &Store) {
        let stored = store.doc(&Doc::Voicewake).and_then(|d| d.read::<Value>("triggers"));
        *self = stored.map_or_else(Self::default, |v| Self { triggers: cleaned(&v) });
    }

    pub(crate) fn event(&self) -> VoicewakeChangedEvent {
        VoicewakeChangedEvent { triggers: self.triggers.clone() }
    }
}

impl Engine {
    pub(crate) fn voicewake_get(&mut self, reply: Reply) {
        let event = self.voicewake.event();
        self.answer(reply, &event);
    }

    pub(crate) fn voicewake_set(&mut self, reply: Reply, params: &Value) {
        if !params["triggers"].is_array() {
            return self.refuse(reply, Refusal::invalid("voicewake.set requires triggers: string[]"));
        }
        if let Some(refusal) = self.cannot_save() {
            return self.refuse(reply, refusal);
        }
        self.voicewake.triggers = cleaned(&params["triggers"]);
        let event = self.voicewake.event();
        self.store.put(&Doc::Voicewake, "triggers", &json!(event.triggers));
        self.store.put(&Doc::Voicewake, "updatedAtMs", &json!(self.cx.now.wall.0));
        let payload = serde_json::to_string(&event).expect("words are plain data");
        let events = vec![EventOut::new(Event::VoicewakeChanged, &event)];
        self.store.journal.after(Then::Reply { reply, payload, events });
    }
}

/// Trimmed words without the empty ones; none at all means the defaults.
fn cleaned(triggers: &Value) -> Vec<String> {
    let items = triggers.as_array().map_or(&[][..], Vec::as_slice);
    let words = items.iter().filter_map(Value::as_str).map(str::trim).filter(|t| !t.is_empty());
    let words: Vec<String> =
        words.take(MAX_TRIGGERS).map(|t| t.chars().take(MAX_TRIGGER).collect()).collect();
    if words.is_empty() { DEFAULTS.map(str::to_owned).to_vec() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_trimmed_and_bounded() {
        assert_eq!(cleaned(&json!(["  hello ", "", "claw", 5])), ["hello", "claw"]);
        assert_eq!(cleaned(&json!([])), DEFAULTS);
        assert_eq!(cleaned(&json!(vec!["x".repeat(99); 50])).len(), MAX_TRIGGERS);
        assert_eq!(cleaned(&json!(["x".repeat(99)]))[0].len(), MAX_TRIGGER);
    }
}
