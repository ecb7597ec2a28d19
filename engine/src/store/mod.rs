//! State on disk: what is in memory, what the journal has, and what the reference's files have.
//!
//! A change goes to memory and to the journal in one call; what it promises is done when the journal
//! is on the disk. The files of the reference are checkpoints: written when it is quiet, complete after
//! every clean stop, rebuilt from the journal after a crash.

mod checkpoint;
mod doc;
pub(crate) mod journal;
mod lines;

pub(crate) use checkpoint::{Checkpoint, Covers, Write};
pub(crate) use doc::{Doc, DocFile};
pub(crate) use journal::{JOURNAL_DIR, Journal, Record, read_segment, segment_file, segment_number};
pub(crate) use lines::Lines;

use crate::broadcast::EventOut;
use crate::conn::Reply;
use crate::host::FileName;
use crate::ids::{ConnId, RunId};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What is done once a change is on the disk, or refused when it cannot be written.
#[derive(Debug)]
pub(crate) enum Then {
    /// Tell everyone, then answer.
    Reply { reply: Reply, payload: String, events: Vec<EventOut> },
    /// Tell everyone, then go on with a handshake whose pairing is on the disk.
    Paired { conn: ConnId, events: Vec<EventOut> },
    /// Tell the caller that its run was accepted, and start it.
    Accepted { run: RunId },
    /// Tell everyone that a run has ended.
    Ended { run: RunId },
    /// Write a transcript line that the journal has now.
    Line(Line),
}

/// A transcript line and the length of the file before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) file: FileName,
    pub(crate) at: u64,
    pub(crate) bytes: Vec<u8>,
}

/// The state files, the journal, and the transcripts that were written to.
#[derive(Debug, Default)]
pub(crate) struct Store {
    docs: BTreeMap<Doc, DocFile>,
    pub(crate) journal: Journal,
    pub(crate) checkpoint: Checkpoint,
    /// Transcripts written to since the last checkpoint.
    touched: BTreeSet<FileName>,
    /// Lines the journal has and their files have not.
    pub(crate) lines: Lines,
    /// Whether everything was read.
    pub(crate) loaded: bool,
    /// Broken files that are not yet kept under another name.
    pub(crate) asides: usize,
}

impl Store {
    /// Takes a state file that was read, or the empty one.
    pub(crate) fn adopt(&mut self, doc: Doc, file: DocFile) {
        self.docs.insert(doc, file);
    }

    pub(crate) fn doc(&self, doc: &Doc) -> Option<&DocFile> {
        self.docs.get(doc)
    }

    /// The agents that have a session store.
    pub(crate) fn session_agents(&self) -> Vec<String> {
        let agent = |doc: &Doc| match doc {
            Doc::Sessions(agent) => Some(agent.clone()),
            Doc::Paired | Doc::Pending | Doc::Voicewake | Doc::Runs => None,
        };
        self.docs.keys().filter_map(agent).collect()
    }

    /// Sets a value: in memory, and in the journal.
    pub(crate) fn put(&mut self, doc: &Doc, key: &str, value: &Value) {
        self.journal.record(&Record::Put { d: doc.name().into(), k: key.into(), v: Cow::Borrowed(value) });
        if let Some(file) = self.docs.get_mut(doc) {
            file.put(key, value);
        }
    }

    /// Sets a value that is an object.
    pub(crate) fn put_object(&mut self, doc: &Doc, key: &str, value: Map<String, Value>) {
        self.put(doc, key, &Value::Object(value));
    }

    /// Removes a value: in memory, and in the journal.
    pub(crate) fn delete(&mut self, doc: &Doc, key: &str) {
        self.journal.record(&Record::Del { d: doc.name().into(), k: key.into() });
        if let Some(file) = self.docs.get_mut(doc) {
            file.delete(key);
        }
    }

    /// Adds a line to a transcript: it is written to the file once the journal has it.
    pub(crate) fn line(&mut self, file: &FileName, at: u64, mut text: String) {
        self.journal.record(&Record::Line { f: Cow::Borrowed(file), at, l: text.as_str().into() });
        text.push('\n');
        self.journal.after(Then::Line(Line { file: file.clone(), at, bytes: text.into_bytes() }));
    }

    /// Applies a record that was read from the journal at start.
    pub(crate) fn replay(&mut self, record: Record<'_>) {
        match record {
            Record::Put { d, k, v } => {
                if let Some(file) = Doc::from_name(&d).and_then(|d| self.docs.get_mut(&d)) {
                    file.put(&k, &v);
                }
            }
            Record::Del { d, k } => {
                if let Some(file) = Doc::from_name(&d).and_then(|d| self.docs.get_mut(&d)) {
                    file.delete(&k);
                }
            }
            Record::Line { f, at, l } => {
                let mut bytes = l.into_owned().into_bytes();
                bytes.push(b'\n');
                self.lines.add(Line { file: f.into_owned(), at, bytes });
            }
        }
    }

    /// Remembers that a transcript was written to, so that the next checkpoint syncs it.
    pub(crate) fn touch(&mut self, file: &FileName) {
        self.touched.insert(file.clone());
    }

    /// Whether every file holds what memory holds and no segment is needed.
    pub(crate) fn is_clean(&self) -> bool {
        self.journal.is_idle()
            && self.journal.written() == 0
            && self.checkpoint.is_idle()
            && self.lines.is_empty()
            && self.touched.is_empty()
            && !self.docs.values().any(|d| d.dirty)
    }

    /// Whether the journal or a transcript takes something just now.
    pub(crate) fn is_busy(&self) -> bool {
        (!self.journal.is_idle() && self.journal.failing().is_none()) || self.lines.in_flight() > 0
    }

    /// Bytes that the next checkpoint would write.
    pub(crate) fn dirty_bytes(&self) -> usize {
        self.docs.values().filter(|d| d.dirty).map(DocFile::bytes).sum()
    }
}
