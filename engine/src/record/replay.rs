//! Living a recording again.

use super::FORMAT;
use super::diff::Difference;
use super::write::{Born, End, Header, encoded};
use crate::action::Action;
use crate::engine::Engine;
use crate::input::Input;
use crate::rng::Seeds;
use crate::time::{Instant, Now, UnixMs};
use crate::timers::Timer;
use serde::Deserialize;
use serde_json::value::RawValue;

/// An engine that lives a recording again, line by line.
#[derive(Debug)]
pub struct Replay {
    engine: Engine,
    about: About,
    segments: u32,
    steps: u64,
    ended: bool,
}

/// What a recording says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its name; all its files have the same.
    pub id: String,
    /// The program that made it.
    pub build: String,
    /// When it begins.
    pub began: Now,
    /// Operating system and release of the machine.
    pub platform: String,
}

/// Why a line cannot be replayed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not the first line of a recording.
    #[error("this is no recording: it does not begin with the header of one")]
    NoRecording,
    /// Made by a later program.
    #[error(
        "the recording has format {0}, and this build reads format {FORMAT}: replay it with the build that made it, or a later one"
    )]
    Newer(u32),
    /// It continues a recording that begins in another file.
    #[error("this is part {0} of a recording: give the file it begins in")]
    Part(u32),
    /// Nothing that this format has.
    #[error("byte {at}: {detail}")]
    Corrupt {
        /// Offset in the line, from one.
        at: usize,
        /// What is wrong.
        detail: String,
    },
    /// A step that does not follow the one before.
    #[error("step {found} follows step {last}: lines are missing, doubled or in another order")]
    OutOfOrder {
        /// The last step before it.
        last: u64,
        /// The one that came.
        found: u64,
    },
    /// A part of another recording, or not the next one.
    #[error("this part belongs to another recording, or another part comes first")]
    WrongPart,
    /// A line after the end.
    #[error("there are lines after the end")]
    AfterEnd,
}

/// What a line was.
#[derive(Clone, Debug)]
pub enum Line {
    /// A step, lived again.
    Step(Box<Then>),
    /// The recording goes on in another file.
    Continued,
    /// It ends.
    End {
        /// Why.
        why: End,
        /// How many steps it has.
        steps: u64,
    },
}

/// A step then and now.
#[derive(Clone, Debug)]
pub struct Then {
    /// Its number, from one.
    pub step: u64,
    /// When it happened.
    pub now: Now,
    /// What happened.
    pub input: Input,
    /// The input as it stands in the recording.
    pub input_text: String,
    /// What the engine asks for now.
    pub actions: Vec<Action>,
    /// The same as a recording has it.
    pub action_texts: Vec<String>,
    /// Whether the recording says what came of it. When not, the program ended in this step.
    pub is_complete: bool,
    /// When the engine wants to be woken, and why.
    pub due: Option<(Instant, Timer)>,
    /// Where that is not what was done then.
    pub difference: Option<Difference>,
}

#[derive(Deserialize)]
struct StepLine<'a> {
    n: u64,
    mono: u64,
    wall: u64,
    #[serde(borrow, rename = "in")]
    input: &'a RawValue,
    #[serde(borrow, default)]
    out: Option<Vec<&'a RawValue>>,
    #[serde(default)]
    due: Option<u64>,
}

#[derive(Deserialize)]
struct EndLine {
    end: End,
    steps: u64,
}

impl Replay {
    /// Makes the engine that a recording begins with, from its first line.
    ///
    /// # Errors
    ///
    /// It is no such line, or one of a later format.
    pub fn begin(line: &[u8]) -> Result<Self, Unreadable> {
        let version: Version = serde_json::from_slice(line).map_err(|_| Unreadable::NoRecording)?;
        if version.recording > FORMAT {
            return Err(Unreadable::Newer(version.recording));
        }
        let header: Header = serde_json::from_slice(line).map_err(|e| corrupt(&e, 0))?;
        let Some(born) = header.engine else { return Err(Unreadable::Part(header.segment + 1)) };
        let Born { mono, wall, names, tokens, setup } = born;
        let began = Now { mono: Instant::from_nanos(mono), wall: UnixMs(wall) };
        let seeds = Seeds { names: seed(&names)?, secrets: seed(&tokens)? };
        let setup = setup.setup();
        let about =
            About { id: header.id, build: header.build, began, platform: setup.host.platform.clone() };
        let engine = Engine::replayed(setup, seeds, began);
        Ok(Self { engine, about, segments: 1, steps: 0, ended: false })
    }

    /// What the recording says of itself.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// How many steps were lived so far.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Takes the next line.
    ///
    /// # Errors
    ///
    /// It makes no sense, or not here. Nothing was done then.
    pub fn line(&mut self, line: &[u8]) -> Result<Line, Unreadable> {
        if self.ended {
            return Err(Unreadable::AfterEnd);
        }
        if line.starts_with(b"{\"n\"") {
            return self.step(line);
        }
        if line.starts_with(b"{\"end\"") {
            let EndLine { end, steps } = serde_json::from_slice(line).map_err(|e| corrupt(&e, 0))?;
            self.ended = true;
            return Ok(Line::End { why: end, steps });
        }
        let header: Header = serde_json::from_slice(line).map_err(|e| corrupt(&e, 0))?;
        if header.id != self.about.id || header.segment != self.segments {
            return Err(Unreadable::WrongPart);
        }
        self.segments += 1;
        Ok(Line::Continued)
    }

    fn step(&mut self, line: &[u8]) -> Result<Line, Unreadable> {
        let text = core::str::from_utf8(line).map_err(|e| Unreadable::Corrupt {
            at: e.valid_up_to() + 1,
            detail: "this is not UTF-8".to_owned(),
        })?;
        let read: StepLine<'_> = serde_json::from_str(text).map_err(|e| corrupt(&e, 0))?;
        if read.n != self.steps + 1 {
            return Err(Unreadable::OutOfOrder { last: self.steps, found: read.n });
        }
        let input_text = read.input.get();
        let before = input_text.as_ptr() as usize - text.as_ptr() as usize;
        let input: Input = serde_json::from_str(input_text).map_err(|e| corrupt(&e, before))?;
        self.steps += 1;
        let now = Now { mono: Instant::from_nanos(read.mono), wall: UnixMs(read.wall) };
        self.engine.handle_input(now, input.clone());
        let actions: Vec<_> = core::iter::from_fn(|| self.engine.poll_action()).collect();
        let action_texts: Vec<_> = actions.iter().map(encoded).collect();
        let due = self.engine.poll_timeout();
        let at = due.as_ref().map(|(at, _)| at.as_nanos());
        let difference = read.out.as_ref().and_then(|out| Difference::find(out, &action_texts, read.due, at));
        Ok(Line::Step(Box::new(Then {
            step: self.steps,
            now,
            input,
            input_text: input_text.to_owned(),
            actions,
            action_texts,
            is_complete: read.out.is_some(),
            due,
            difference,
        })))
    }
}

#[derive(Deserialize)]
struct Version {
    recording: u32,
}

fn corrupt(error: &serde_json::Error, before: usize) -> Unreadable {
    let text = error.to_string();
    let detail = text.rsplit_once(" at line ").map_or(text.as_str(), |(detail, _)| detail);
    Unreadable::Corrupt { at: before + error.column(), detail: detail.to_owned() }
}

fn seed(text: &str) -> Result<[u8; 32], Unreadable> {
    let byte = |at: usize| u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
    let bytes = bytes.filter(|_| text.len() == 64).and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| Unreadable::Corrupt { at: 1, detail: "a seed is 64 hexadecimal digits".to_owned() })
}
