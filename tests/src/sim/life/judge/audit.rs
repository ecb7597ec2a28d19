//! Looking into what the disk kept: transcripts, read as the lines of JSON they are.

use super::Judge;
use crate::sim::Disk;
use crate::sim::life::invariants::Invariant;
use crate::sim::life::outside::key_in;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What the transcripts hold.
#[derive(Debug, Default)]
pub(in crate::sim::life) struct Transcripts {
    /// How often each turn's question stands there.
    questions: BTreeMap<String, u32>,
    /// Everything an agent said.
    said: Vec<String>,
    /// The ids of all lines.
    ids: BTreeSet<String>,
    /// Lines that are no JSON.
    broken: Vec<String>,
}

impl Transcripts {
    /// Reads every transcript.
    pub(in crate::sim::life) fn read(disk: &Disk) -> Self {
        let mut all = Self::default();
        for path in disk.paths(".jsonl") {
            let text = disk.text(&path).unwrap_or_default();
            for line in text.lines() {
                match serde_json::from_str::<Value>(line) {
                    Ok(value) => all.take(&value),
                    Err(e) => all.broken.push(format!("{path}: {e}: {line}")),
                }
            }
        }
        all
    }

    fn take(&mut self, line: &Value) {
        self.ids.extend(line["id"].as_str().map(str::to_owned));
        let message = &line["message"];
        let parts = message["content"].as_array().map_or(&[][..], Vec::as_slice);
        let text: String = parts.iter().filter_map(|part| part["text"].as_str()).collect();
        match message["role"].as_str() {
            Some("user") => {
                if let Some(key) = key_in(&text) {
                    *self.questions.entry(key).or_default() += 1;
                }
            }
            Some("assistant") => self.said.push(text),
            Some(_) | None => {}
        }
    }
}

impl Judge {
    /// Compares the transcripts with what was promised.
    pub(in crate::sim::life) fn check_transcripts(&mut self, found: &Transcripts) {
        self.checks
            .check(Invariant::LinesWhole, found.broken.is_empty(), || format!("{:?}", found.broken.first()));
        for (run, turn) in &self.turns.all {
            let questions = found.questions.get(run).copied().unwrap_or(0);
            if questions > 0 {
                self.checks.check(Invariant::RunOnce, questions <= turn.taken, || {
                    format!("the question of {run} stands {questions} times in its transcript")
                });
            }
            let Some(told) = &turn.told else { continue };
            self.checks.check(Invariant::RunKept, questions > 0, || {
                format!("{run} was told to have ended well, and its question is in no transcript")
            });
            let text = told.trim();
            let kept = text.is_empty() || found.said.iter().any(|said| said.contains(text));
            self.checks.check(Invariant::RunKept, kept, || {
                format!("{run} was told to have ended with {told:?}, and that is in no transcript")
            });
        }
        for id in &self.promises.injected {
            self.checks.check(Invariant::InjectKept, found.ids.contains(id), || {
                format!("the line {id} was acknowledged and is in no transcript")
            });
        }
    }

    /// `agent.wait` is asked about a turn that was taken: it is known how it ended.
    pub(in crate::sim::life) fn check_known(&mut self, run: &str, answer: &Value) {
        let told = matches!(answer["payload"]["status"].as_str(), Some("ok" | "error"));
        self.checks.check(Invariant::RunKept, told, || {
            format!("{run} was taken, and nothing is known of it: {answer}")
        });
    }
}
