//! Signals of the process, as the engine knows them.

use crate::drive::World;
use async_signal::{Signal as Sys, Signals};
use engine::{Input, Signal};
use smol::stream::StreamExt as _;
use std::io;
use std::rc::Rc;

/// Takes over the signals that a gateway answers.
pub(crate) fn take() -> io::Result<Signals> {
    Signals::new([Sys::Term, Sys::Int, Sys::Hup, Sys::Usr1])
}

/// Tells the engine of each signal, for ever; `note` hears of it first.
pub(crate) async fn pass_on(world: Rc<World>, mut signals: Signals, note: impl Fn(Signal)) {
    while let Some(signal) = signals.next().await {
        let signal = match signal {
            Ok(Sys::Term) => Signal::Terminate,
            Ok(Sys::Int) => Signal::Interrupt,
            Ok(Sys::Hup) => Signal::HangUp,
            Ok(Sys::Usr1) => Signal::Restart,
            Ok(_) => continue,
            Err(error) => {
                log::warn!("a signal could not be read: {error}");
                continue;
            }
        };
        note(signal);
        world.input(Input::Signal(signal));
    }
}
