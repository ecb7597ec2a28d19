//! System events: notes for a session that its next turn brings to the model.

use crate::limits::{MAX_SYSTEM_EVENT_SESSIONS, MAX_SYSTEM_EVENTS};
use crate::session::SessionKey;
use crate::time::UnixMs;
use std::collections::{BTreeMap, VecDeque};

/// A note and when it was made.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Note {
    pub(crate) text: String,
    pub(crate) at: UnixMs,
}

/// The notes that wait, by session.
#[derive(Debug, Default)]
pub(crate) struct SystemEvents {
    waiting: BTreeMap<SessionKey, VecDeque<Note>>,
}

impl SystemEvents {
    /// Keeps a note. A note that repeats the last one is not kept again. `false` says that there was no
    /// room for another session.
    pub(crate) fn add(&mut self, key: &SessionKey, text: &str, at: UnixMs) -> bool {
        let text = text.trim();
        if text.is_empty() {
            return true;
        }
        if !self.waiting.contains_key(key) && self.waiting.len() >= MAX_SYSTEM_EVENT_SESSIONS {
            return false;
        }
        let notes = self.waiting.entry(key.clone()).or_default();
        if notes.back().is_none_or(|last| last.text != text) {
            notes.push_back(Note { text: text.to_owned(), at });
        }
        if notes.len() > MAX_SYSTEM_EVENTS {
            notes.pop_front();
        }
        true
    }

    /// Sessions that have notes.
    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Takes the notes of a session.
    pub(crate) fn take(&mut self, key: &SessionKey) -> Vec<Note> {
        self.waiting.remove(key).map(Vec::from).unwrap_or_default()
    }

    /// The notes of a session, which stay.
    pub(crate) fn peek(&self, key: &SessionKey) -> impl Iterator<Item = &Note> {
        self.waiting.get(key).into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_note_goes_first_and_repeats_are_not_kept() {
        let key = SessionKey::main("main");
        let mut e = SystemEvents::default();
        for n in 0..MAX_SYSTEM_EVENTS + 1 {
            e.add(&key, &format!("n{n}"), UnixMs(0));
        }
        e.add(&key, " n20 ", UnixMs(0));
        e.add(&key, "  ", UnixMs(0));
        let notes = e.take(&key);
        assert_eq!(notes.len(), MAX_SYSTEM_EVENTS);
        assert_eq!(notes[0].text, "n1");
        assert!(e.take(&key).is_empty());
    }

    #[test]
    fn the_number_of_sessions_is_bounded() {
        let mut e = SystemEvents::default();
        for n in 0..MAX_SYSTEM_EVENT_SESSIONS {
            assert!(e.add(&SessionKey::stored(&n.to_string()), "x", UnixMs(0)));
        }
        assert!(!e.add(&SessionKey::stored("more"), "x", UnixMs(0)));
    }
}
