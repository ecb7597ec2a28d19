//! What a step may use: the moment, the settings, chance, numbers, and the queue of actions.

use crate::action::{Action, Actions};
use crate::fact::Fact;
use crate::ids::Ids;
use crate::rng::Rng;
use crate::settings::Settings;
use crate::time::Now;

/// The context of a step. These five, no more.
#[derive(Debug)]
pub(crate) struct Cx {
    pub(crate) now: Now,
    pub(crate) settings: Settings,
    pub(crate) rng: Rng,
    pub(crate) ids: Ids,
    pub(crate) actions: Actions,
}

impl Cx {
    pub(crate) fn act(&mut self, action: Action) {
        self.actions.push(action);
    }

    pub(crate) fn observe(&mut self, fact: Fact) {
        self.actions.observe(fact);
    }
}
