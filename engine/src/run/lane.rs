//! Lanes: which of the accepted runs may run now. Occupancy is read off the runs, never stored beside them.

use super::{Run, Runs, State};
use crate::ids::RunId;
use crate::session::SessionKey;
use std::collections::{BTreeMap, BTreeSet};

/// A lane shared by many sessions, with its own width.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lane {
    /// The lane of turns that people ask for.
    Main,
    /// A lane that the caller named; one run at a time.
    Named(String),
}

impl Lane {
    pub(crate) fn from_name(name: Option<&str>) -> Self {
        match name.map(str::trim).filter(|n| !n.is_empty()) {
            None | Some("main") => Self::Main,
            Some(name) => Self::Named(name.to_owned()),
        }
    }
}

impl Runs {
    /// The runs that may start now, in the order of their acceptance: first of their session, and their
    /// lane has room.
    pub(crate) fn startable(&self, width: impl Fn(&Lane) -> usize) -> Vec<RunId> {
        let mut sessions: BTreeSet<&SessionKey> = BTreeSet::new();
        let mut used: BTreeMap<&Lane, usize> = BTreeMap::new();
        for run in self.live.values().filter(|r| r.is_running()) {
            sessions.insert(&run.session);
            *used.entry(&run.lane).or_default() += 1;
        }
        let mut waiting: Vec<(&RunId, &Run)> = self.live.iter().filter(|(_, r)| !r.is_running()).collect();
        waiting.sort_by_key(|(_, r)| r.order);
        let mut out = Vec::new();
        for (id, run) in waiting {
            // A run that is not on the disk yet keeps its place in its session.
            let first = sessions.insert(&run.session);
            let used = used.entry(&run.lane).or_default();
            if first && *used < width(&run.lane) && matches!(run.state, State::Queued) {
                *used += 1;
                out.push(id.clone());
            }
        }
        out
    }

    /// Whether a lane has work.
    pub(crate) fn is_lane_busy(&self, lane: &Lane) -> bool {
        self.live.values().any(|r| r.lane == *lane)
    }
}
