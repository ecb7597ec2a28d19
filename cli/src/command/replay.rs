//! `replay`: a recorded life once more, without state, configuration or network.

mod read;
mod show;
mod stats;

use std::time::Instant;

use engine::record::{Line, Replay};

use crate::args::ReplayArgs;
use crate::exit::Failure;
use crate::output::Output;
use read::Lines;
use show::{Show, Summary};

/// Replays a recording and tells whether the same was done.
pub(super) fn run(args: &ReplayArgs, output: &Output) -> Result<(), Failure> {
    let mut lines = Lines::open(&args.file)?;
    let Some(first) = lines.next()? else { return Err(lines.error("there is no whole line in it")) };
    let mut replay = Replay::begin(&first).map_err(|error| lines.unreadable(&error))?;
    let mut show = Show::new(args, output, replay.about());
    let mut summary = Summary::default();
    while let Some(line) = lines.next()? {
        let began = Instant::now();
        match replay.line(&line).map_err(|error| lines.unreadable(&error))? {
            Line::Step(then) => {
                show.step(&then, began.elapsed())?;
                summary.took(&then, show.since_start(&then));
                if then.difference.is_some() {
                    summary.files = lines.files();
                    summary.follow = left(&mut lines)?;
                    show.difference(&then, &summary)?;
                    return Err(Failure::Differs);
                }
                summary.stopped = args.until.is_some_and(|until| then.step >= until);
                if summary.stopped {
                    break;
                }
            }
            Line::Continued => {}
            Line::End { why, .. } => {
                summary.end = Some(why);
                lines.end();
            }
        }
    }
    summary.files = lines.files();
    summary.tear = lines.tear();
    show.same(&summary)
}

/// How many steps are left.
fn left(lines: &mut Lines) -> Result<u64, Failure> {
    let mut steps = 0;
    while let Some(line) = lines.next()? {
        steps += u64::from(line.starts_with(b"{\"n\""));
    }
    Ok(steps)
}
