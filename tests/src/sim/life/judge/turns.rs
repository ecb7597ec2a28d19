//! Turns: which there are, which go on, and that each is run once.

use crate::sim::life::invariants::{Checks, Invariant};
use crate::sim::life::outside::is_key;
use core::time::Duration;
use engine::{Instant, Now, UnixMs};
use std::collections::{BTreeMap, BTreeSet};

/// Time for which a key that was used starts nothing new.
const REMEMBERED: Duration = Duration::from_secs(300);

/// Time for which it is known how a turn ended.
const KNOWN: Duration = Duration::from_secs(590);

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
    ended: Option<(Instant, UnixMs)>,
    /// A start found that it had ended too long ago.
    forgotten: bool,
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
#[derive(Debug, Default)]
pub(in crate::sim::life) struct Turns {
    pub(in crate::sim::life) all: BTreeMap<String, Turn>,
    /// The lane of turns that asked for one of their own.
    lanes: BTreeMap<String, String>,
    /// How many go on at once in the lane of all: no less than this, and no more.
    width: (usize, usize),
    /// The same by the configuration that is on the disk, when that is good.
    written: Option<usize>,
    /// A restart is going on, and one of these widths is what it reads.
    reading: Option<(usize, usize)>,
}

impl Turns {
    /// The configuration on the disk says how many turns may go on at once, or says nothing that is good.
    pub(in crate::sim::life) fn on_written(&mut self, width: Option<u8>) {
        self.written = width.map(|width| usize::from(width.max(1)));
        let (low, high) = self.candidates();
        self.reading = self.reading.map(|(l, h)| (l.min(low), h.max(high)));
    }

    /// What a configuration that is read now may say. One that is no good leaves everything as it is.
    fn candidates(&self) -> (usize, usize) {
        self.written.map_or(self.width, |width| (width, width))
    }

    /// A process starts, by the configuration that is on the disk.
    pub(super) fn on_boot(&mut self) {
        self.width = self.candidates();
        self.reading = None;
    }

    /// The gateway begins to stop: when it restarts in place it reads its configuration some time later.
    pub(super) fn on_draining(&mut self) {
        self.reading = Some(self.candidates());
    }

    /// Somebody asks for a turn, perhaps in a lane of its own.
    pub(super) fn in_lane(&mut self, run: &str, lane: Option<&str>) {
        if self.all.get(run).is_some_and(|turn| turn.live) {
            return;
        }
        match lane {
            Some(lane) => self.lanes.insert(run.to_owned(), lane.to_owned()),
            None => self.lanes.remove(run),
        };
    }

    /// Time passed at once: a turn may have ended long before that can be told.
    pub(in crate::sim::life) fn on_slept(&mut self) {
        for turn in self.all.values_mut().filter(|turn| turn.live) {
            turn.forgotten = true;
        }
    }

    pub(super) fn on_accepted(&mut self, checks: &mut Checks, now: Now, life: u32, run: &str, session: &str) {
        let turn = self.all.entry(run.to_owned()).or_default();
        if turn.taken > 0 && (turn.acked || turn.started) {
            let remembered = !turn.forgotten;
            let again =
                turn.live || remembered && turn.ended.is_some_and(|(at, _)| now.mono - at <= REMEMBERED);
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

    pub(super) fn on_ended(&mut self, now: Now, run: &str) {
        if let Some(turn) = self.all.get_mut(run) {
            turn.live = false;
            turn.ended = Some((now.mono, now.wall));
        }
    }

    pub(super) fn on_interrupted(&mut self, now: Now, run: &str) {
        self.on_ended(now, run);
    }

    /// It could not be saved that a turn was taken.
    pub(super) fn on_unsaved(&mut self, run: &str) {
        if let Some(turn) = self.all.get_mut(run).filter(|turn| !turn.acked && !turn.started) {
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
        let width = if lane.is_some() { 1 } else { self.width.1 };
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
    pub(super) fn on_event(&self, checks: &mut Checks, run: &str, words: &str) {
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

    /// The turns of which something must be known: they were taken, and did not end too long ago.
    pub(in crate::sim::life) fn known_at(&self, now: Now) -> Vec<String> {
        let known = |turn: &Turn| {
            let young = turn.ended.is_none_or(|(at, _)| now.mono - at <= KNOWN);
            turn.acked && young && !turn.forgotten
        };
        self.all.iter().filter(|(_, turn)| known(turn)).map(|(run, _)| run.clone()).collect()
    }

    /// Nobody is there to whom a beginning could be told.
    pub(super) fn on_nobody_there(&mut self) {
        for turn in self.all.values_mut().filter(|turn| turn.live && !turn.started) {
            turn.unseen = true;
        }
    }

    /// State was loaded: whatever went on is over, and ends that are too old by the clock on the wall are
    /// forgotten.
    pub(super) fn on_loaded(&mut self, now: Now) {
        self.width = self.reading.take().unwrap_or(self.width);
        for turn in self.all.values_mut() {
            if turn.live {
                turn.live = false;
                turn.ended = (turn.acked || turn.started).then_some((now.mono, now.wall));
            }
            turn.forgotten |= turn.ended.is_some_and(|(_, wall)| now.wall.since(wall) > KNOWN);
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
            let width = if lane.is_some() { 1 } else { self.width.0 };
            if busy || beside >= width {
                continue;
            }
            checks.check(Invariant::LaneMoves, turn.started, || {
                format!("{run} waits although nothing else goes on in {} and in lane {lane:?}", turn.session)
            });
        }
    }
}
