//! Sessions: their keys, their store, their transcripts.

pub(crate) mod entry;
pub(crate) mod key;
pub(crate) mod transcript;

pub(crate) use entry::{Entry, Index};
pub(crate) use key::SessionKey;
pub(crate) use transcript::{Tail, Transcript, Writer};

use crate::host::FileName;
use crate::store::{Doc, Store};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Transcripts whose end is remembered, so that the next line needs no look at the file.
pub(crate) const MAX_TAILS: usize = 4_096;

/// What is known of every session without reading its text.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    /// The agent whose store holds the sessions of all, when they share one.
    shared: Option<String>,
    agents: BTreeMap<String, BTreeMap<SessionKey, Index>>,
    tails: BTreeMap<FileName, Tail>,
}

impl Sessions {
    /// Sessions of agents that have a store each, or share that of one.
    pub(crate) fn new(shared: Option<String>) -> Self {
        Self { shared, ..Self::default() }
    }

    /// The agent in whose store the sessions of an agent are.
    pub(crate) fn home<'a>(&'a self, agent: &'a str) -> &'a str {
        self.shared.as_deref().unwrap_or(agent)
    }

    /// The store that the sessions of an agent are in.
    pub(crate) fn doc(&self, agent: &str) -> Doc {
        Doc::Sessions(self.home(agent).to_owned())
    }

    /// Builds the index of an agent's store after it was read.
    pub(crate) fn load(&mut self, agent: &str, store: &Store) {
        let mut index = BTreeMap::new();
        if let Some(doc) = store.doc(&Doc::Sessions(agent.to_owned())) {
            for (key, text) in doc.iter() {
                let entry: Entry = serde_json::from_str(text).unwrap_or_default();
                index.insert(SessionKey::stored(key), Index::of(key, &entry));
            }
        }
        self.agents.insert(agent.to_owned(), index);
    }

    /// The agents that have a store.
    pub(crate) fn agents(&self) -> impl Iterator<Item = &str> {
        self.agents.keys().map(String::as_str)
    }

    /// The sessions of one agent, as they are keyed in its store.
    pub(crate) fn of(&self, agent: &str) -> impl Iterator<Item = (&SessionKey, &Index)> {
        self.agents.get(self.home(agent)).into_iter().flatten()
    }

    pub(crate) fn count(&self, agent: &str) -> usize {
        self.agents.get(self.home(agent)).map_or(0, BTreeMap::len)
    }

    /// Reads an entry. A caller's key that is not there may be stored without its prefix.
    pub(crate) fn entry(&self, store: &Store, agent: &str, key: &SessionKey) -> Option<Entry> {
        let stored = self.stored_key(agent, key)?;
        store.doc(&self.doc(agent))?.read(stored)
    }

    /// The key under which an entry is stored: the canonical one, or its part after the agent.
    fn stored_key<'a>(&'a self, agent: &str, key: &'a SessionKey) -> Option<&'a str> {
        let index = self.agents.get(self.home(agent))?;
        if index.contains_key(key) {
            return Some(key.as_str());
        }
        let bare = SessionKey::stored(key.rest());
        index.get_key_value(&bare).map(|(k, _)| k.as_str())
    }

    /// Changes an entry, or makes it: in memory and in the journal. An entry stored under its bare key
    /// moves to the canonical one.
    pub(crate) fn edit(
        &mut self,
        store: &mut Store,
        agent: &str,
        key: &SessionKey,
        edit: impl FnOnce(&mut Map<String, Value>),
    ) {
        let doc = self.doc(agent);
        let home = self.home(agent).to_owned();
        let stored = self.stored_key(agent, key).map(str::to_owned);
        let mut entry = stored.as_deref().and_then(|k| store.doc(&doc)?.object(k)).unwrap_or_default();
        edit(&mut entry);
        if let Some(old) = stored.filter(|k| k != key.as_str()) {
            store.delete(&doc, &old);
            self.agents.entry(home.clone()).or_default().remove(&SessionKey::stored(&old));
        }
        let read: Entry = serde_json::from_value(Value::Object(entry.clone())).unwrap_or_default();
        let index = Index::of(key.as_str(), &read);
        self.agents.entry(home).or_default().insert(key.clone(), index);
        store.put_object(&doc, key.as_str(), entry);
    }

    /// The end of a transcript, when it is known.
    pub(crate) fn tail(&self, file: &FileName) -> Option<&Tail> {
        self.tails.get(file)
    }

    /// Remembers the end of a transcript. At the limit those that no run writes to are forgotten: they
    /// are read again.
    pub(crate) fn remember(
        &mut self,
        file: FileName,
        tail: Tail,
        written_to: impl FnOnce() -> BTreeSet<FileName>,
    ) {
        if self.tails.len() >= MAX_TAILS && !self.tails.contains_key(&file) {
            let keep = written_to();
            self.tails.retain(|file, _| keep.contains(file));
        }
        self.tails.insert(file, tail);
    }

    /// A transcript has at least this many bytes.
    pub(crate) fn grew(&mut self, file: &FileName, size: u64) {
        if let Some(tail) = self.tails.get_mut(file) {
            tail.size = tail.size.max(size);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::DocFile;
    use serde_json::json;

    fn stored(text: &str) -> (Sessions, Store) {
        let (mut sessions, mut store) = (Sessions::default(), Store::default());
        let doc = DocFile::parse(FileName::state("s.json"), text).unwrap();
        store.adopt(Doc::Sessions("main".into()), doc);
        sessions.load("main", &store);
        (sessions, store)
    }

    #[test]
    fn the_end_of_a_transcript_that_is_written_to_is_never_forgotten() {
        let mut sessions = Sessions::default();
        let file = |n: usize| FileName::state(format!("{n}.jsonl"));
        let live = || BTreeSet::from([file(0)]);
        for n in 0..MAX_TAILS * 3 {
            sessions.remember(file(n), Tail { size: 7, ..Tail::default() }, live);
        }
        assert_eq!(sessions.tail(&file(0)).map(|t| t.size), Some(7));
        assert!(sessions.tails.len() <= MAX_TAILS);
        sessions.grew(&file(0), 9);
        sessions.grew(&file(0), 8);
        assert_eq!(sessions.tail(&file(0)).map(|t| t.size), Some(9));
    }

    #[test]
    fn an_entry_under_its_bare_key_is_found_and_moves_when_changed() {
        let (mut sessions, mut store) = stored(r#"{"notes": {"sessionId": "s1", "zz": 7}}"#);
        let key = SessionKey::resolve("notes", "main", false);
        assert_eq!(sessions.entry(&store, "main", &key).unwrap().session_id.as_deref(), Some("s1"));
        sessions.edit(&mut store, "main", &key, |e| {
            e.insert("label".into(), json!("L"));
        });
        let doc = store.doc(&Doc::Sessions("main".into())).unwrap();
        assert_eq!(doc.raw("notes"), None);
        assert_eq!(doc.object("agent:main:notes").unwrap()["zz"], 7);
        assert_eq!(sessions.count("main"), 1);
    }
}
