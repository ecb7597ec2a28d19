//! What a recording consists of.

use core::time::Duration;
use std::collections::BTreeMap;

use engine::record::Then;
use serde_json::{Value, json};

/// Steps that are named for the time they took.
const SLOWEST: usize = 5;

/// Counts of inputs and actions by kind.
#[derive(Debug, Default)]
pub(super) struct Stats {
    inputs: BTreeMap<String, u64>,
    actions: BTreeMap<String, u64>,
    slowest: Vec<(Duration, u64, String)>,
}

impl Stats {
    pub(super) fn count(&mut self, then: &Then, took: Duration) {
        let input = kind(&then.input_text);
        *self.inputs.entry(input.to_owned()).or_default() += 1;
        for text in &then.action_texts {
            *self.actions.entry(kind(text).to_owned()).or_default() += 1;
        }
        if self.slowest.len() < SLOWEST || self.slowest.last().is_some_and(|last| last.0 < took) {
            let at = self.slowest.partition_point(|(other, ..)| *other >= took);
            self.slowest.insert(at, (took, then.step, input.to_owned()));
            self.slowest.truncate(SLOWEST);
        }
    }

    pub(super) fn json(&self) -> Value {
        let slowest = self.slowest.iter().map(|(took, step, input)| {
            json!({"step": step, "input": input, "micros": u64::try_from(took.as_micros()).unwrap_or(u64::MAX)})
        });
        json!({"inputs": self.inputs, "actions": self.actions, "slowest": slowest.collect::<Vec<_>>()})
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let list = |counts: &BTreeMap<String, u64>| {
            let each: Vec<_> = counts.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
            each.join(", ")
        };
        let slowest = self
            .slowest
            .iter()
            .map(|(took, step, input)| format!("step {step} ({input}) {} µs", took.as_micros()));
        vec![
            format!("inputs     {}", list(&self.inputs)),
            format!("actions    {}", list(&self.actions)),
            format!("slowest    {}", slowest.collect::<Vec<_>>().join(", ")),
        ]
    }
}

/// The kind of an input or action: its only key, or the whole of it.
pub(super) fn kind(text: &str) -> &str {
    text.trim_start_matches(['{', '"']).split('"').next().unwrap_or_default()
}
