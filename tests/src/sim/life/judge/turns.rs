//! Turns: which there are, which go on, and that each is run once.

use crate::sim::life::invariants::{Checks, Invariant};
use crate::sim::life::outside::is_key;
use core::time::Duration;
use engine::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// Time for which a key that was used starts nothing new.
const REMEMBERED: Duration = Duration::from_secs(300);

/// A turn that somebody asked for, or that the gateway began itself.
#[derive(Debug, Default)]
pub(in crate::sim::life) struct Turn {
    pub(in crate::sim::life) session: String,
    /// It was taken and has not ended, as far as can be told.
    pub(in crate::sim::life) live: bool,
    /// Whoever asked was told that it was taken.
    pub(in crate::sim::life) acked: bool,
    /// It has begun.
    started: bool,
    /// Nobody was there to whom its beginning could be told.
    unseen: bool,
    /// When it ended.
    ended: Option<Instant>,
    /// How often it was taken anew, after its key was forgotten.
    pub(in crate::sim::life) taken: u32,
    /// How often the model was asked its question.
    asked: u32,
    /// It was aborted, and whoever did was told so.
    silent: bool,
    /// It was told to have ended well, with this text.
    pub(in crate::sim::life) told: Option<String>,
}

/// Every turn.
#[derive(Debug)]
pub(in crate::sim::life) struct Turns {
    pub(in crate::sim::life) all: BTreeMap<String, Turn>,
    /// The lane of turns that asked for one of their own.
    lanes: BTreeMap<String, String>,
    pub(in crate::sim::life) width: usize,
}

impl Default for Turns {
    fn default() -> Self {
        Self { all: BTreeMap::new(), lanes: BTreeMap::new(), width: usize::MAX }
    }
}

impl Turns {
    /// Somebody asks for a turn in a lane of its own.
    pub(super) fn in_lane(&mut self, run: &str, lane: &str) {
        if !self.all.get(run).is_some_and(|turn| turn.live) {
            self.lanes.insert(run.to_owned(), lane.to_owned());
        }
    }

    pub(super) fn on_accepted(
        &mut self,
        checks: &mut Checks,
        now: Instant,
        life: u32,
        run: &str,
        session: &str,
    ) {
        let turn = self.all.entry(run.to_owned()).or_default();
        if turn.taken > 0 && (turn.acked || turn.started) {
            let again = turn.live || turn.ended.is_some_and(|at| now - at <= REMEMBERED);
            checks.check(Invariant::RunOnce, !again, || {
                format!(
                    "{run} is taken once more (process {life}); it was taken {} times, live: {}",
                    turn.taken, turn.live
                )
            });
        }
        *turn = Turn {
            session: session.to_owned(),
            live: true,
            taken: turn.taken + 1,
            told: turn.told.take(),
            ..Turn::default()
        };
    }

    pub(super) fn on_ended(&mut self, now: Instant, run: &str) {
        if let Some(turn) = self.all.get_mut(run) {
            turn.live = false;
            turn.ended = Some(now);
        }
    }

    pub(super) fn on_interrupted(&mut self, now: Instant, run: &str) {
        self.on_ended(now, run);
    }

    pub(super) fn on_process_gone(&mut self) {
        for turn in self.all.values_mut() {
            turn.live = false;
        }
    }

    pub(super) fn on_acked(&mut self, run: &str) {
        if let Some(turn) = self.all.get_mut(run).filter(|turn| turn.live) {
            turn.acked = true;
        }
    }

    /// A turn has begun: it was told, or the model was asked.
    pub(super) fn on_started(&mut self, checks: &mut Checks, run: &str) {
        let Some(turn) = self.all.get_mut(run).filter(|turn| turn.live && !turn.started) else { return };
        turn.started = true;
        let session = turn.session.clone();
        let lane = self.lanes.get(run);
        let going: Vec<&String> =
            self.all.iter().filter(|(id, t)| *id != run && t.live && t.started).map(|(id, _)| id).collect();
        let same = going.iter().find(|id| self.all[**id].session == session);
        checks.check(Invariant::LaneHolds, same.is_none(), || {
            format!("{run} begins while {} goes on in {session}", same.map_or("", |id| id.as_str()))
        });
        let beside = going.iter().filter(|id| self.lanes.get(**id) == lane).count();
        let width = if lane.is_some() { 1 } else { self.width };
        checks.check(Invariant::LaneHolds, beside < width, || {
            format!("{run} begins in lane {lane:?} of width {width} beside {beside} others")
        });
    }

    /// The model is asked a turn's own question.
    pub(super) fn on_asked(&mut self, checks: &mut Checks, run: &str) {
        self.on_started(checks, run);
        let Some(turn) = self.all.get_mut(run) else { return };
        turn.asked += 1;
        let asked = turn.asked;
        checks.check(Invariant::RunOnce, asked == 1, || {
            format!("the model is asked about {run} {asked} times")
        });
    }

    /// An event of a turn is told.
    pub(super) fn on_event(&mut self, checks: &mut Checks, run: &str, words: &str) {
        if let Some(turn) = self.all.get(run) {
            let silent = turn.silent;
            checks.check(Invariant::AbortSilent, !silent, || {
                format!("{words} is told of {run}, whose abort was answered")
            });
        }
    }

    pub(super) fn is_silent(&self, run: &str) -> bool {
        self.all.get(run).is_some_and(|turn| turn.silent)
    }

    /// Whoever aborted turns was told so.
    pub(super) fn on_aborted(&mut self, runs: &BTreeSet<String>) {
        for run in runs {
            if let Some(turn) = self.all.get_mut(run) {
                turn.silent = true;
            }
        }
    }

    /// It is told that a turn has ended well.
    pub(super) fn on_told(&mut self, run: &str, text: &str) {
        if let Some(turn) = self.all.get_mut(run).filter(|_| is_key(run)) {
            turn.told = Some(text.to_owned());
        }
    }

    /// The turns that were taken, and of which no end is known.
    pub(in crate::sim::life) fn live(&self) -> impl Iterator<Item = &String> {
        self.all.iter().filter(|(_, turn)| turn.live && turn.acked).map(|(run, _)| run)
    }

    /// Nobody is there to whom a beginning could be told.
    pub(super) fn on_nobody_there(&mut self) {
        for turn in self.all.values_mut().filter(|turn| turn.live && !turn.started) {
            turn.unseen = true;
        }
    }

    /// State was loaded: whatever went on is over.
    pub(super) fn on_loaded(&mut self, now: Instant) {
        for turn in self.all.values_mut().filter(|turn| turn.live) {
            turn.live = false;
            turn.ended = (turn.acked || turn.started).then_some(now);
        }
    }

    /// With nothing on its way to the disk a turn whose session and lane are free has begun.
    pub(super) fn check_lanes(&self, checks: &mut Checks) {
        let going: Vec<(&String, &Turn)> = self.all.iter().filter(|(_, turn)| turn.live).collect();
        for (run, turn) in going.iter().filter(|(_, t)| t.acked && !t.silent && !t.unseen) {
            let busy = going.iter().any(|(other, t)| other != run && t.session == turn.session);
            let lane = self.lanes.get(*run);
            let beside =
                going.iter().filter(|(other, _)| other != run && self.lanes.get(*other) == lane).count();
            let width = if lane.is_some() { 1 } else { self.width };
            if busy || beside >= width {
                continue;
            }
            checks.check(Invariant::LaneMoves, turn.started, || {
                format!("{run} waits although nothing else goes on in {} and in lane {lane:?}", turn.session)
            });
        }
    }
}
