//! The account: what was promised, and what is there.

use super::effect::Kind;
use core::fmt;
use core::time::Duration;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Faults shown in words.
const SHOWN_FAULTS: usize = 40;

/// The figures of one promise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Acknowledged.
    pub acknowledged: u64,
    /// Acknowledged, and there exactly once.
    pub found: u64,
    /// Not acknowledged before the kill, and there all the same: allowed.
    pub unacknowledged: u64,
    /// Refused with an error.
    pub refused: u64,
    /// Acknowledged and not there.
    pub lost: u64,
    /// There more than once, or done more than once.
    pub twice: u64,
}

/// What all kills came to.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// Kills, by the moment they fell on.
    pub kills: BTreeMap<&'static str, u32>,
    /// Effects by kind.
    pub effects: BTreeMap<Kind, Row>,
    /// Answers that were told to be final.
    pub answers: Row,
    /// Runs that were accepted, as `agent.wait` knows them afterwards.
    pub runs: Row,
    /// Requests to the model, by turn.
    pub model: Row,
    /// Commands of tools, by turn.
    pub commands: Row,
    /// Turns that were asked for a second time with their key.
    pub again: u64,
    /// Configurations that were in force after a restart.
    pub configs: u64,
    /// Times from the start of the process to its readiness.
    pub starts: Vec<Duration>,
    /// Starts that were refused, with the reason, because the disk was full.
    pub refused_starts: u32,
    /// Files written aside that a kill left behind, the most at once.
    pub left_aside: usize,
    /// Processes of tools that outlived their gateway, in all.
    pub orphans: usize,
    /// Everything that is wrong, in words.
    pub faults: Vec<String>,
}

impl Account {
    /// Kills in all.
    #[must_use]
    pub fn killed(&self) -> u32 {
        self.kills.values().sum()
    }

    /// Every row.
    pub fn rows(&self) -> impl Iterator<Item = (String, Row)> {
        let effects = self.effects.iter().map(|(kind, row)| (kind.to_string(), *row));
        effects.chain([
            ("final answers".to_owned(), self.answers),
            ("runs, by agent.wait".to_owned(), self.runs),
            ("requests to the model".to_owned(), self.model),
            ("commands of tools".to_owned(), self.commands),
        ])
    }

    /// Whether nothing was lost, nothing was done twice, and nothing else is wrong.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.faults.is_empty() && self.rows().all(|(_, row)| row.lost == 0 && row.twice == 0)
    }

    /// The half and the longest of the starts.
    #[must_use]
    pub fn start_times(&self) -> (Duration, Duration) {
        let mut times = self.starts.clone();
        times.sort();
        let half = times.get(times.len() / 2).copied().unwrap_or_default();
        (half, times.last().copied().unwrap_or_default())
    }

    /// The account for machines.
    #[must_use]
    pub fn json(&self) -> Value {
        let (p50, max) = self.start_times();
        let rows: serde_json::Map<String, Value> =
            self.rows().map(|(name, row)| (name, row.json())).collect();
        json!({
            "kills": self.killed(), "moments": self.kills, "effects": rows, "askedAgain": self.again,
            "configs": self.configs, "startMs": {"p50": ms(p50), "max": ms(max)}, "leftAside": self.left_aside,
            "refusedStarts": self.refused_starts, "orphans": self.orphans, "faults": self.faults, "good": self.is_good(),
        })
    }
}

impl Row {
    /// Counts one effect.
    pub fn count(&mut self, acknowledged: bool, present: usize) {
        self.acknowledged += u64::from(acknowledged);
        self.twice += u64::from(present > 1);
        match (acknowledged, present) {
            (true, 0) => self.lost += 1,
            (true, 1) => self.found += 1,
            (false, 1) => self.unacknowledged += 1,
            (_, _) => {}
        }
    }

    fn json(self) -> Value {
        json!({"acknowledged": self.acknowledged, "found": self.found, "unacknowledgedButThere": self.unacknowledged,
            "refused": self.refused, "lost": self.lost, "twice": self.twice})
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moments: Vec<String> =
            self.kills.iter().map(|(moment, count)| format!("{moment} {count}")).collect();
        writeln!(f, "{} kills: {}", self.killed(), moments.join(", "))?;
        let [a, b, c, d, e, g] = ["acknowledged", "found", "unacked, there", "refused", "lost", "twice"];
        writeln!(f, "{:26}{a:>14}{b:>8}{c:>16}{d:>9}{e:>6}{g:>7}", "")?;
        for (name, r) in self.rows() {
            let Row { acknowledged, found, unacknowledged, refused, lost, twice } = r;
            writeln!(
                f,
                "{name:26}{acknowledged:>14}{found:>8}{unacknowledged:>16}{refused:>9}{lost:>6}{twice:>7}"
            )?;
        }
        let (p50, max) = self.start_times();
        writeln!(f, "{} turns asked for again with their key", self.again)?;
        writeln!(f, "{} configurations in force after a restart", self.configs)?;
        writeln!(f, "start until ready: p50 {:.1} ms, longest {:.1} ms", ms(p50), ms(max))?;
        writeln!(f, "starts refused for lack of room: {}", self.refused_starts)?;
        writeln!(
            f,
            "files left aside at most: {}; processes of tools left: {}",
            self.left_aside, self.orphans
        )?;
        for fault in self.faults.iter().take(SHOWN_FAULTS) {
            writeln!(f, "WRONG: {fault}")?;
        }
        match self.faults.len().saturating_sub(SHOWN_FAULTS) {
            0 => {}
            more => writeln!(f, "and {more} more that are wrong")?,
        }
        Ok(())
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
