//! Writing down what happens to the engine, for `openclaw replay`. A thread of its own takes the secrets out
//! and writes; when that cannot be done any more, the recording ends and the gateway goes on.

mod files;
mod queue;

pub(crate) use files::Files;
pub(crate) use queue::Recording;

use engine::record::{End, Recorder};
use queue::Shared;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

/// Where to record to, and how much.
#[derive(Clone, Debug)]
pub struct Record {
    /// The first file; the recording goes on in `FILE.1`, `FILE.2`, …
    pub path: PathBuf,
    /// Bytes of all of them together.
    pub max_bytes: u64,
    /// The program's name and version.
    pub build: String,
}

/// Begins to write: everything that is put into the recording is behind the header, which is there already.
pub(crate) fn start(mut files: Files, recorder: Recorder, header: &str) -> io::Result<Recording> {
    files.write(header)?;
    files.flush()?;
    let shared = Arc::new(Shared::default());
    let theirs = Arc::clone(&shared);
    let thread = thread::Builder::new().name("record".to_owned());
    let thread = thread.spawn(move || run(&theirs, recorder, files))?;
    Ok(Recording::new(shared, thread))
}

/// Writes until there is nothing more to write, or it cannot.
fn run(shared: &Shared, mut recorder: Recorder, mut files: Files) {
    let mut written = 0;
    let end = loop {
        let Some(batch) = shared.take() else { break Some(End::Stopped) };
        let steps = batch.steps.into_iter();
        if let Err(end) = write(steps, &mut recorder, &mut files, &mut written) {
            break Some(end);
        }
        if batch.crashed {
            break None;
        }
        if batch.behind {
            break Some(End::Behind);
        }
    };
    shared.give_up();
    let Some(end) = end else { return };
    // What cannot be written any more cannot be told in the file either.
    let told = files.write_last(&Recorder::end(&end, written));
    tell(&end, written, &files);
    if let Err(error) = told
        && !matches!(end, End::Failed(_))
    {
        log::warn!("the recording {} cannot be ended: {error}", files.name());
    }
}

fn write(
    steps: impl Iterator<Item = engine::record::Step>,
    recorder: &mut Recorder,
    files: &mut Files,
    written: &mut u64,
) -> Result<(), End> {
    let failed = |error: io::Error| End::Failed(error.to_string());
    for step in steps {
        let line = recorder.step(step);
        if !files.has_room(line.len()) {
            return Err(End::Limit);
        }
        if files.wants_next(line.len()) {
            let line = line.to_owned();
            files.next(&recorder.continued()).map_err(failed)?;
            files.write(&line).map_err(failed)?;
        } else {
            files.write(line).map_err(failed)?;
        }
        *written += 1;
    }
    files.flush().map_err(failed)
}

fn tell(end: &End, steps: u64, files: &Files) {
    let name = files.name();
    match end {
        End::Stopped => log::info!("recorded {steps} steps to {name}"),
        End::Limit => log::warn!(
            "the recording {name} has reached its limit and ends after {steps} steps; the gateway goes on \
             (--record-max-mb sets the limit)"
        ),
        End::Behind => log::warn!(
            "the recording {name} ends after {steps} steps: it cannot be written as fast as things happen; the \
             gateway goes on"
        ),
        End::Failed(error) => {
            log::warn!("the recording {name} ends after {steps} steps: {error}; the gateway goes on");
        }
    }
}
