//! What waits to be written.

use core::time::Duration;
use engine::record::Step;
use engine::{Action, FileDone, FileOp, Input, Instant, Now, OpResult};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// Bytes that may wait. Beyond them the gateway waits, but not for long.
const MAX_WAITING: usize = 64 * 1024 * 1024;

/// How long it waits before the recording is given up.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long steps gather before they are written together: to wake the thread for each would cost more than
/// to write it.
const GATHER: Duration = Duration::from_millis(5);

/// The engine's end of a recording. What was put in is written before this is gone.
#[derive(Debug)]
pub(crate) struct Recording {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    open: Option<Step>,
    weight: usize,
}

/// Between the engine's thread and the one that writes.
#[derive(Debug, Default)]
pub(super) struct Shared {
    state: Mutex<State>,
    /// There is something to write.
    work: Condvar,
    /// There is room again.
    room: Condvar,
}

#[derive(Debug, Default)]
struct State {
    batch: Batch,
    weight: usize,
    /// The writer waits without a deadline.
    asleep: bool,
    /// Nothing more comes.
    closed: bool,
    /// Nothing more is written.
    dead: bool,
}

/// What is written together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) steps: Vec<Step>,
    /// The program ends in the last of them.
    pub(super) crashed: bool,
    /// More happened than could be kept.
    pub(super) behind: bool,
}

impl Recording {
    pub(super) fn new(shared: Arc<Shared>, thread: JoinHandle<()>) -> Self {
        Self { shared, thread: Some(thread), open: None, weight: 0 }
    }

    /// The engine is about to be told of something.
    pub(crate) fn begin(&mut self, now: Now, input: &Input) {
        self.weight = weight_of_input(input);
        self.open = Some(Step { now, input: input.clone(), actions: Some(Vec::new()), due: None });
    }

    /// It asks for something.
    pub(crate) fn action(&mut self, action: &Action) {
        if let Some(actions) = self.open.as_mut().and_then(|step| step.actions.as_mut()) {
            self.weight += weight_of_action(action);
            actions.push(action.clone());
        }
    }

    /// That was all. Gives whether the recording goes on.
    pub(crate) fn end(&mut self, due: Option<Instant>) -> bool {
        let Some(step) = self.open.take() else { return true };
        self.shared.put(Step { due, ..step }, self.weight)
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        if let Some(step) = self.open.take() {
            // The engine did not come back from it: this is the step to look at.
            state.batch.steps.push(Step { actions: None, ..step });
            state.batch.crashed = true;
        }
        state.batch.crashed |= thread::panicking();
        state.closed = true;
        drop(state);
        self.shared.work.notify_one();
        if let Some(thread) = self.thread.take() {
            // A panic there was told there.
            let _ = thread.join();
        }
    }
}

impl Shared {
    /// Adds a step. Gives whether it will be written.
    fn put(&self, step: Step, weight: usize) -> bool {
        let mut state = self.lock();
        if state.weight >= MAX_WAITING && !state.dead {
            let full = |state: &mut State| state.weight >= MAX_WAITING && !state.dead;
            let waited = self.room.wait_timeout_while(state, PATIENCE, full);
            let (locked, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            state = locked;
            state.batch.behind |= timeout.timed_out();
        }
        if state.dead || state.batch.behind {
            return false;
        }
        state.batch.steps.push(step);
        state.weight += weight;
        if state.asleep {
            state.asleep = false;
            drop(state);
            self.work.notify_one();
        }
        true
    }

    /// Waits for something to write; `None` when nothing more comes.
    pub(super) fn take(&self) -> Option<Batch> {
        let mut state = self.lock();
        while state.batch.steps.is_empty() && !state.batch.behind {
            if state.closed {
                return if state.batch.crashed { Some(core::mem::take(&mut state.batch)) } else { None };
            }
            state.asleep = true;
            state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.asleep = false;
            if !state.closed {
                drop(state);
                thread::sleep(GATHER);
                state = self.lock();
            }
        }
        let batch = core::mem::take(&mut state.batch);
        state.weight = 0;
        drop(state);
        self.room.notify_one();
        Some(batch)
    }

    /// Nothing is written any more.
    pub(super) fn give_up(&self) {
        let mut state = self.lock();
        state.dead = true;
        state.batch = Batch::default();
        drop(state);
        self.room.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a step takes besides its texts.
const OWN_WEIGHT: usize = 512;

fn weight_of_input(input: &Input) -> usize {
    let texts = match input {
        Input::Message { data, .. } => data.len(),
        Input::HttpBody { body: Ok(body), .. } => body.len(),
        Input::Chunk { chunk, .. } => match chunk {
            engine::Chunk::Body(bytes) | engine::Chunk::Stdout(bytes) | engine::Chunk::Stderr(bytes) => {
                bytes.len()
            }
            engine::Chunk::Head { .. } => 0,
        },
        Input::Done { result: OpResult::Files(results), .. } => {
            let bytes = results.iter().map(|result| match result {
                Ok(FileDone::Data { bytes, .. }) => bytes.len(),
                Ok(FileDone::Names(names)) => names.len() * 32,
                Ok(FileDone::Written { .. } | FileDone::Done) | Err(_) => 0,
            });
            bytes.sum()
        }
        Input::Start
        | Input::Listening { .. }
        | Input::ListenFailed { .. }
        | Input::Opened { .. }
        | Input::Flushed { .. }
        | Input::Drained { .. }
        | Input::Closed { .. }
        | Input::HttpRequest { .. }
        | Input::HttpBody { .. }
        | Input::HttpGone { .. }
        | Input::Done { .. }
        | Input::Signal(_)
        | Input::Timeout => 0,
    };
    OWN_WEIGHT + texts
}

fn weight_of_action(action: &Action) -> usize {
    let texts = match action {
        Action::Send { text, .. } => text.len(),
        // Its text is shared with the connections it goes to.
        Action::Broadcast { to, body, .. } => body.len() + to.len() * 16,
        Action::Reject { response, .. } | Action::Respond { response, .. } => response.body.len(),
        Action::Fetch { fetch, .. } => fetch.body.len(),
        Action::Spawn { spawn, .. } => spawn.stdin.len(),
        Action::Files { files, .. } => {
            let bytes = files.iter().map(|op| match op {
                FileOp::Write { bytes, .. } | FileOp::Append { bytes, .. } => bytes.len(),
                FileOp::Read { .. }
                | FileOp::ReadBelow { .. }
                | FileOp::List { .. }
                | FileOp::Sync { .. }
                | FileOp::Rename { .. }
                | FileOp::Remove { .. } => 0,
            });
            bytes.sum()
        }
        Action::Accept { .. }
        | Action::SetReadLimit { .. }
        | Action::Close { .. }
        | Action::Drop { .. }
        | Action::AcceptBody { .. }
        | Action::Cancel { .. }
        | Action::Listen { .. }
        | Action::Unlisten { .. }
        | Action::Observe(_)
        | Action::Exit(_) => 0,
    };
    OWN_WEIGHT / 4 + texts
}
