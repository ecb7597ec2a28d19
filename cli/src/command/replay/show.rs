//! What `replay` prints.

use core::time::Duration;
use std::time::Instant;

use engine::ConnId;
use engine::record::{About, End, Narrow, Then};
use serde_json::{Value, json};

use super::read::Tear;
use super::stats::Stats;
use crate::args::ReplayArgs;
use crate::exit::Failure;
use crate::output::{Output, Style};

/// Characters of a value that are shown without `--full`.
const SHORT: usize = 160;

/// What came of a replay.
#[derive(Debug, Default)]
pub(super) struct Summary {
    steps: u64,
    actions: u64,
    last: Duration,
    /// The program ended in the last step.
    died: bool,
    pub(super) files: u32,
    pub(super) end: Option<End>,
    pub(super) stopped: bool,
    pub(super) tear: Option<Tear>,
    pub(super) follow: u64,
}

impl Summary {
    pub(super) fn took(&mut self, then: &Then, since_start: Duration) {
        self.steps = then.step;
        self.actions += then.actions.len() as u64;
        self.last = since_start;
        self.died = !then.is_complete;
    }

    /// How the recording ends.
    fn ending(&self) -> String {
        if let Some(tear) = &self.tear {
            return format!(
                "it breaks off in {} line {} ({} bytes of a line that is not whole): the program was killed while it wrote",
                tear.file, tear.line, tear.bytes
            );
        }
        match &self.end {
            _ if self.stopped => "stopped here as asked".to_owned(),
            _ if self.died => "the program ended in its last step".to_owned(),
            Some(End::Stopped) => "the gateway stopped".to_owned(),
            Some(End::Limit) => "it had reached its limit; the gateway went on".to_owned(),
            Some(End::Behind) => "it could not be written fast enough; the gateway went on".to_owned(),
            Some(End::Failed(error)) => format!("it could not be written: {error}; the gateway went on"),
            None => "it has no end: the program was killed".to_owned(),
        }
    }
}

/// Prints steps as they are asked for, and the result.
pub(super) struct Show<'a> {
    args: &'a ReplayArgs,
    output: &'a Output,
    about: About,
    narrow: Narrow,
    stats: Stats,
    started: Instant,
}

impl<'a> Show<'a> {
    pub(super) fn new(args: &'a ReplayArgs, output: &'a Output, about: &About) -> Self {
        let narrow = Narrow::new(args.conn.map(ConnId), args.run.as_deref());
        let (about, started) = (about.clone(), Instant::now());
        Self { args, output, about, narrow, stats: Stats::default(), started }
    }

    /// Time since the recording began.
    pub(super) fn since_start(&self, then: &Then) -> Duration {
        then.now.mono - self.about.began.mono
    }

    pub(super) fn step(&mut self, then: &Then, took: Duration) -> Result<(), Failure> {
        if self.args.stats {
            self.stats.count(then, took);
        }
        let Some(picked) = self.narrow.pick(then) else { return Ok(()) };
        if !self.args.actions || self.args.from.is_some_and(|from| then.step < from) {
            return Ok(());
        }
        if self.args.json {
            let raw = |text: &String| serde_json::from_str(text).unwrap_or(Value::Null);
            let out: Vec<Value> = picked.iter().map(|at| raw(&then.action_texts[*at])).collect();
            let due = then
                .due
                .as_ref()
                .map(|(at, timer)| json!({"mono": at.as_nanos(), "timer": format!("{timer:?}")}));
            let step = json!({"n": then.step, "mono": then.now.mono.as_nanos(), "wall": then.now.wall.0,
                "in": raw(&then.input_text), "out": out, "due": due});
            return self.output.line(&step.to_string());
        }
        let number = self.output.paint(Style::Accent, &format!("#{}", then.step));
        let at = self.output.paint(Style::Muted, &seconds(self.since_start(then)));
        self.output.line(&format!("{number} {at} {}", self.worded(&then.input_text)))?;
        for at in picked {
            self.output.line(&format!("    {}", self.worded(&then.action_texts[at])))?;
        }
        let Some((at, timer)) = &then.due else { return Ok(()) };
        let next = format!("    next at {}: {timer:?}", seconds(*at - self.about.began.mono));
        self.output.line(&self.output.paint(Style::Muted, &next))
    }

    pub(super) fn same(&self, summary: &Summary) -> Result<(), Failure> {
        if self.args.quiet {
            return Ok(());
        }
        if self.args.json {
            return self.result(&self.json(summary));
        }
        self.head(summary)?;
        let result = self.output.paint(Style::Good, "the same actions");
        self.output.line(&format!("replayed   {}: {result}", self.counts(summary)))?;
        self.output.line(&format!("ends       {}", summary.ending()))?;
        self.tail()
    }

    pub(super) fn difference(&self, then: &Then, summary: &Summary) -> Result<(), Failure> {
        let Some(difference) = &then.difference else { return Ok(()) };
        let Summary { follow, .. } = summary;
        if self.args.json {
            let fields = difference.fields.iter();
            let fields = fields.map(|(field, then, now)| json!({"field": field, "then": then, "now": now}));
            let parsed = |text: &Option<String>| {
                text.as_ref().map(|text| serde_json::from_str(text).unwrap_or_else(|_| json!(text)))
            };
            let mut result = self.json(summary);
            result["same"] = json!(false);
            result["difference"] = json!({"step": then.step, "at": then.now.wall.iso(),
                "afterMs": u64::try_from(self.since_start(then).as_millis()).unwrap_or(u64::MAX),
                "input": serde_json::from_str::<Value>(&then.input_text).unwrap_or(Value::Null),
                "action": difference.action, "then": parsed(&difference.then), "now": parsed(&difference.now),
                "fields": fields.collect::<Vec<_>>(), "follow": follow});
            return self.result(&result);
        }
        self.head(summary)?;
        let differs = self.output.paint(Style::Bad, "differs");
        self.output.line(&format!("replayed   {}: {differs} at step {}", self.counts(summary), then.step))?;
        self.output.line(&format!(
            "\nstep {} at {}, {} after the start; {follow} steps follow",
            then.step,
            then.now.wall.iso(),
            seconds(self.since_start(then))
        ))?;
        let nothing = || "nothing more".to_owned();
        let worded = |text: &Option<String>| text.as_ref().map_or_else(nothing, |text| self.worded(text));
        self.output.line(&format!("  input      {}", self.worded(&then.input_text)))?;
        let (was, is) = (worded(&difference.then), worded(&difference.now));
        if difference.is_wake_up() {
            self.output.line(&format!("  the same actions, and the next wake-up: then {was}, now {is}"))?;
            return self.tail();
        }
        self.output.line(&format!("  action {}", difference.action))?;
        self.output.line(&self.output.paint(Style::Bad, &format!("  - then     {was}")))?;
        self.output.line(&self.output.paint(Style::Good, &format!("  + now      {is}")))?;
        for (field, was, is) in &difference.fields {
            let field = if field.is_empty() { "(all)" } else { field };
            self.output.line(&format!("  {field}: then {}, now {}", self.short(was), self.short(is)))?;
        }
        self.tail()
    }

    fn head(&self, summary: &Summary) -> Result<(), Failure> {
        let About { build, began, platform, .. } = &self.about;
        let files = if summary.files == 1 { String::new() } else { format!(", {} files", summary.files) };
        let file = &self.args.file;
        let began = began.wall.iso();
        self.output.line(&format!("recording  {file}{files}, by {build} on {platform}, from {began} on"))
    }

    fn counts(&self, summary: &Summary) -> String {
        let took = self.started.elapsed();
        let Summary { steps, actions, last, .. } = summary;
        format!("{steps} steps, {actions} actions, {} of its life in {}", seconds(*last), seconds(took))
    }

    fn tail(&self) -> Result<(), Failure> {
        if self.args.stats {
            for line in self.stats.lines() {
                self.output.line(&line)?;
            }
        }
        Ok(())
    }

    fn json(&self, summary: &Summary) -> Value {
        let About { id, build, began, platform } = &self.about;
        let mut result = json!({
            "recording": {"file": self.args.file, "files": summary.files, "id": id, "build": build,
                "platform": platform, "began": began.wall.iso()},
            "steps": summary.steps, "actions": summary.actions, "same": true, "ends": summary.ending(),
            "torn": summary.tear.is_some(), "difference": null,
        });
        if self.args.stats {
            result["stats"] = self.stats.json();
        }
        result
    }

    fn result(&self, result: &Value) -> Result<(), Failure> {
        if self.args.actions { self.output.line(&result.to_string()) } else { self.output.json(result) }
    }

    /// An input or action in words: its kind, then its fields.
    fn worded(&self, text: &str) -> String {
        match serde_json::from_str::<Value>(text) {
            Ok(Value::String(kind)) => kind,
            Ok(Value::Object(map)) if map.len() == 1 => {
                let (kind, value) = map.iter().next().map_or(("", &Value::Null), |(k, v)| (k, v));
                let Some(fields) = value.as_object() else { return format!("{kind} {}", self.value(value)) };
                let fields: Vec<_> = fields.iter().map(|(k, v)| format!("{k}={}", self.value(v))).collect();
                format!("{kind} {}", fields.join(" "))
            }
            Ok(_) | Err(_) => self.short(text),
        }
    }

    fn value(&self, value: &Value) -> String {
        value.as_str().map_or_else(|| self.short(&value.to_string()), |text| self.short(text))
    }

    fn short(&self, text: &str) -> String {
        let end = text.char_indices().nth(SHORT).map(|(at, _)| at).filter(|_| !self.args.full);
        end.map_or_else(|| text.to_owned(), |end| format!("{}… ({} bytes)", &text[..end], text.len()))
    }
}

fn seconds(duration: Duration) -> String {
    format!("{:.3} s", duration.as_secs_f64())
}
