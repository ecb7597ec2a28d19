//! State files and the journal in front of them.

mod world;

use super::Choices;
use crate::host::FileName;
use crate::ids::OpId;
use crate::store::{DocFile, Journal, Record, read_segment};
use core::fmt::Write as _;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use world::World;

/// What was written is read back; a segment cut anywhere gives its whole lines and says that its end is
/// torn; one whose bytes were changed gives nothing that was not written; and any bytes at all are read.
pub fn journal(data: &[u8]) {
    let mut choices = Choices(data);
    let (cut, flip, bit) = (choices.pair(), choices.pair(), choices.byte() % 8);
    let rest = choices.rest();
    let any = read_segment(rest);
    let again = read_segment(&segment(&any.records));
    assert_eq!((&again.records, again.damage), (&any.records, None), "records that were read, written again");

    let text = String::from_utf8_lossy(rest);
    let records: Vec<Record<'_>> = text.lines().filter_map(record).collect();
    let bytes = segment(&records);
    let read = read_segment(&bytes);
    assert_eq!((&read.records, read.damage), (&records, None), "what was written");
    if bytes.is_empty() {
        return;
    }

    let cut = cut % bytes.len();
    let whole = bytes[..cut].iter().filter(|b| **b == b'\n').count();
    let read = read_segment(&bytes[..cut]);
    assert_eq!(read.records, records[..whole], "a segment cut at {cut}");
    let torn = cut > 0 && bytes[cut - 1] != b'\n';
    assert_eq!(read.damage.map(|d| d.torn), torn.then_some(true), "a segment cut at {cut}");

    let mut spoilt = bytes;
    let flip = flip % spoilt.len();
    spoilt[flip] ^= 1 << bit;
    let read = read_segment(&spoilt);
    assert!(read.damage.is_some(), "a changed byte is not noticed");
    let mut written = records.iter();
    for record in &read.records {
        assert!(written.any(|w| w == record), "a record that was not written, or not there: {record:?}");
    }
    assert!(read.records.len() + 2 >= records.len(), "a changed byte costs more than the lines it is in");
}

/// `=NAME JSON` sets, `-NAME` removes, `@OFFSET TEXT` is a line of a transcript.
fn record(line: &str) -> Option<Record<'_>> {
    let doc = |name: &str| Cow::Owned(format!("sessions:{name}"));
    let (first, rest) = line.split_at_checked(1)?;
    let (word, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    match first {
        "=" => {
            let value: Value = serde_json::from_str(rest).unwrap_or_else(|_| json!(rest));
            Some(Record::Put { d: doc(word), k: word.into(), v: Cow::Owned(value) })
        }
        "-" => Some(Record::Del { d: doc(word), k: rest.into() }),
        "@" => Some(Record::Line {
            f: Cow::Owned(FileName::state(word)),
            at: word.parse().unwrap_or(u64::MAX),
            l: rest.into(),
        }),
        _ => None,
    }
}

fn segment(records: &[Record<'_>]) -> Vec<u8> {
    let mut journal = Journal::default();
    records.iter().for_each(|record| journal.record(record));
    let mut bytes = Vec::new();
    while let Some(append) = journal.take_append(OpId(1)) {
        assert_eq!(append.at, bytes.len() as u64, "an append goes to the end");
        bytes.extend(append.bytes);
        journal.appended();
    }
    bytes
}

/// A state file that is read is written back as it was, value for value; a change changes what it names and
/// nothing else; the bytes are counted right.
pub fn store_doc(data: &[u8]) {
    let mut choices = Choices(data);
    let nth = usize::from(choices.byte());
    let text = choices.text();
    let name = || FileName::state("x.json");
    let Ok(mut doc) = DocFile::parse(name(), &text) else {
        let strict = serde_json::from_str::<Map<String, Value>>(&text);
        return assert!(strict.is_err(), "strict JSON is refused: {text:?}");
    };
    let entries = |doc: &DocFile| -> BTreeMap<String, String> {
        doc.iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    };
    let before = entries(&doc);
    check_again(&doc, &before);
    if let Ok(strict) = serde_json::from_str::<Map<String, Value>>(&text) {
        let read: Map<String, Value> =
            before.keys().filter_map(|key| Some((key.clone(), doc.read(key)?))).collect();
        assert_eq!(read, strict, "what the file says");
        assert!(!doc.dirty, "a strict file needs no writing");
    }

    let key = before.keys().nth(nth % (before.len() + 1)).cloned().unwrap_or_else(|| "new".to_owned());
    let value = json!({"n": nth, "t": [text.len(), {"deep": null}], "s": "a\n\u{1f980}"});
    doc.put(&key, &value);
    assert!(doc.dirty, "a change is to be written");
    let mut expected = before;
    expected.insert(key.clone(), doc.raw(&key).unwrap_or_default().to_owned());
    check_again(&doc, &expected);
    assert_eq!(doc.read::<Value>(&key), Some(value), "what was put");
    doc.delete(&key);
    expected.remove(&key);
    check_again(&doc, &expected);
}

/// The file as it would be written says the same when it is read.
fn check_again(doc: &DocFile, expected: &BTreeMap<String, String>) {
    let text = doc.text();
    let read = DocFile::parse(FileName::state("x.json"), &text);
    let read = read.unwrap_or_else(|e| panic!("the file that is written cannot be read: {e}: {text}"));
    let entries: BTreeMap<_, _> =
        read.iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    assert_eq!(entries, *expected);
    let bytes: usize = expected.iter().map(|(key, value)| key.len() + value.len()).sum();
    assert_eq!((doc.bytes(), read.bytes()), (bytes, bytes), "the bytes");
}

/// The store through any order of changes, appends, failures, checkpoints and crashes: after every crash
/// everything acknowledged is there, in order, and no transcript line is missing or there twice.
pub fn checkpoint(data: &[u8]) {
    let mut world = World::default();
    let mut choices = Choices(data);
    let mut story = String::new();
    for _ in 0..MAX_STEPS {
        if choices.is_empty() {
            break;
        }
        let step = world.step(&mut choices);
        let _ = write!(story, "{step} ");
    }
    world.crash(&mut choices, &story);
    world.come_to_rest(&story);
}

/// More steps say nothing that fewer do not.
const MAX_STEPS: usize = 400;
