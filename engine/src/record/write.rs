//! Writing a recording.

use super::FORMAT;
use super::hide::Hide;
use super::setup::ToldSetup;
use super::stand_in::StandIns;
use crate::action::Action;
use crate::input::Input;
use crate::rng::{Seeds, derive, hex};
use crate::settings::Setup;
use crate::time::{Instant, Now};
use core::fmt::Write as _;
use serde::{Deserialize, Serialize};

/// One input, and what came of it.
#[derive(Clone, Debug)]
pub struct Step {
    /// When it happened.
    pub now: Now,
    /// What happened.
    pub input: Input,
    /// What the engine asked for, in order; `None` when it did not come back from the input.
    pub actions: Option<Vec<Action>>,
    /// When it wanted to be woken then.
    pub due: Option<Instant>,
}

/// Why a recording ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum End {
    /// The gateway stopped.
    Stopped,
    /// It is as large as it may become.
    Limit,
    /// It could not be written as fast as things happened.
    Behind,
    /// It could not be written: the system's words.
    Failed(String),
}

/// Writes the life of one engine. It may be asked on another thread than the engine's.
#[derive(Debug)]
pub struct Recorder {
    hide: Hide,
    id: String,
    build: String,
    segments: u32,
    steps: u64,
    text: String,
}

/// The first line of a recording and, without the second half, of each file that continues one.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) recording: u32,
    pub(super) id: String,
    pub(super) segment: u32,
    pub(super) build: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) engine: Option<Born>,
}

/// What an engine was made of.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Born {
    pub(super) mono: u64,
    pub(super) wall: u64,
    /// The seed of names and nonces.
    pub(super) names: String,
    /// The seed of the tokens that stand in for those that were made.
    pub(super) tokens: String,
    pub(super) setup: ToldSetup,
}

impl Recorder {
    /// Begins with the engine that [`Engine::new`](crate::Engine::new) makes of the same setup, seed and time.
    /// Gives the first line; `build` names the program in it.
    #[must_use]
    pub fn begin(setup: &Setup, seed: [u8; 32], now: Now, build: &str) -> (Self, String) {
        let seeds = Seeds::of(seed);
        let replay = Seeds { names: seeds.names, secrets: derive(b"replay", &seeds.secrets) };
        let mut hide = Hide::new(StandIns::new(seeds, replay), &setup.host);
        let told = ToldSetup::of(setup, &mut hide);
        let id = hex(&derive(b"recording", &seeds.secrets)[..8]);
        let new = Self { hide, id, build: build.to_owned(), segments: 1, steps: 0, text: String::new() };
        let born = Born {
            mono: now.mono.as_nanos(),
            wall: now.wall.0,
            names: hex(&replay.names),
            tokens: hex(&replay.secrets),
            setup: told,
        };
        let line = new.header(0, Some(born));
        (new, line)
    }

    /// The first line of a file that continues the recording.
    #[must_use]
    pub fn continued(&mut self) -> String {
        self.segments += 1;
        self.header(self.segments - 1, None)
    }

    /// The line of a step.
    pub fn step(&mut self, mut step: Step) -> &str {
        self.steps += 1;
        self.hide.input(&mut step.input);
        let input = self.encoded(&step.input);
        let (mono, wall) = (step.now.mono.as_nanos(), step.now.wall.0);
        self.text.clear();
        let _ = write!(self.text, "{{\"n\":{},\"mono\":{mono},\"wall\":{wall},\"in\":{input}", self.steps);
        if let Some(actions) = step.actions {
            self.text.push_str(",\"out\":[");
            for (i, mut action) in actions.into_iter().enumerate() {
                self.hide.action(&mut action);
                let action = self.encoded(&action);
                self.text.push_str(if i == 0 { "" } else { "," });
                self.text.push_str(&action);
            }
            self.text.push(']');
            if let Some(due) = step.due {
                let _ = write!(self.text, ",\"due\":{}", due.as_nanos());
            }
        }
        self.text.push_str("}\n");
        &self.text
    }

    /// The last line, behind so many steps.
    #[must_use]
    pub fn end(end: &End, steps: u64) -> String {
        format!("{{\"end\":{},\"steps\":{steps}}}\n", encoded(end))
    }

    fn header(&self, segment: u32, engine: Option<Born>) -> String {
        let (id, build) = (self.id.clone(), self.build.clone());
        let header = Header { recording: FORMAT, id, segment, build, engine };
        serde_json::to_string(&header).expect("a header is plain data") + "\n"
    }

    fn encoded(&mut self, value: &impl Serialize) -> String {
        let mut text = encoded(value);
        // Texts that stand alone in it were swept before they were cut; this is for all the others.
        self.hide.stand_ins.sweep_text(&mut text);
        text
    }
}

pub(super) fn encoded(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("inputs and actions are plain data")
}
