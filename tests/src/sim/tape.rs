//! Every life in a simulated world is recorded and lived again at once, step by step.

use engine::record::{Line, Recorder, Replay, Step};
use engine::{Action, Input, Instant, Now, Setup};

/// A recording that is replayed while it is made.
#[derive(Debug)]
pub(super) struct Tape {
    recorder: Recorder,
    replay: Replay,
    step: Option<Step>,
}

impl Tape {
    pub(super) fn begin(setup: &Setup, seed: [u8; 32], now: Now) -> Self {
        let (recorder, header) = Recorder::begin(setup, seed, now, "a test");
        let replay = Replay::begin(header.as_bytes()).expect("the header of a recording is one");
        Self { recorder, replay, step: None }
    }

    pub(super) fn input(&mut self, now: Now, input: &Input) {
        self.step = Some(Step { now, input: input.clone(), actions: Some(Vec::new()), due: None });
    }

    pub(super) fn action(&mut self, action: &Action) {
        if let Some(actions) = self.step.as_mut().and_then(|step| step.actions.as_mut()) {
            actions.push(action.clone());
        }
    }

    /// The step is done: its replay must do the same.
    pub(super) fn end(&mut self, due: Option<Instant>) {
        let Some(step) = self.step.take() else { return };
        let line = self.recorder.step(Step { due, ..step }).to_owned();
        match self.replay.line(line.as_bytes()) {
            Ok(Line::Step(then)) => {
                assert_eq!(then.difference, None, "a replay does something else at {line}");
            }
            other => panic!("a recording cannot be replayed: {other:?} at {line}"),
        }
    }
}
