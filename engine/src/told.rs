//! How often a peer's faults are told one by one: whoever sends rubbish must not fill the log.

use crate::limits::{MAX_FAULTS_TOLD, TOLD_WINDOW};
use crate::time::Instant;

/// Counts what peers do wrong, a second at a time.
#[derive(Debug, Default)]
pub(crate) struct Told {
    since: Instant,
    told: u32,
    left_out: u64,
}

impl Told {
    /// Whether one more is told.
    pub(crate) fn one_more(&mut self, now: Instant) -> bool {
        if now - self.since >= TOLD_WINDOW {
            (self.since, self.told) = (now, 0);
        }
        let tell = self.told < MAX_FAULTS_TOLD;
        if tell {
            self.told += 1;
        } else {
            self.left_out += 1;
        }
        tell
    }

    /// How many were left out, once it is time to say so.
    pub(crate) fn left_out(&mut self, now: Instant) -> Option<u64> {
        let over = self.left_out > 0 && now - self.since >= TOLD_WINDOW;
        over.then(|| core::mem::take(&mut self.left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::time::Duration;

    #[test]
    fn the_first_of_a_second_are_told_and_the_rest_are_counted() {
        let mut told = Told::default();
        let start = Instant::from_nanos(5_000_000_000);
        let tells = (0..MAX_FAULTS_TOLD + 7).filter(|_| told.one_more(start)).count();
        assert_eq!(tells, MAX_FAULTS_TOLD as usize);
        assert_eq!(told.left_out(start), None);
        let later = start + Duration::from_secs(1);
        assert_eq!(told.left_out(later), Some(7));
        assert_eq!(told.left_out(later), None);
        assert!(told.one_more(later));
    }
}
