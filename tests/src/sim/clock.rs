//! Time that passes when it is told to.

use core::time::Duration;
use engine::{Instant, Now, UnixMs};

/// Where every world begins: 2026-11-22, ten in the morning, UTC.
const BEGINNING: u64 = 1_795_341_600_000;

/// Both clocks of the simulated machine.
#[derive(Debug)]
pub struct Clock {
    nanos: u64,
    wall_offset_ms: i64,
}

impl Default for Clock {
    fn default() -> Self {
        Self { nanos: 1_000_000_000, wall_offset_ms: 0 }
    }
}

impl Clock {
    /// What both clocks show.
    #[must_use]
    pub fn now(&self) -> Now {
        Now { mono: Instant::from_nanos(self.nanos), wall: UnixMs(self.wall_ms()) }
    }

    /// What the wall clock shows.
    #[must_use]
    pub fn wall_ms(&self) -> u64 {
        (BEGINNING + self.nanos / 1_000_000).saturating_add_signed(self.wall_offset_ms)
    }

    /// Lets time pass, up to a moment that is not in the past.
    pub fn pass_to(&mut self, at: Instant) {
        self.nanos = self.nanos.max(at.as_nanos());
    }

    /// The moment that is so far ahead.
    #[must_use]
    pub fn after(&self, time: Duration) -> Instant {
        self.now().mono + time
    }

    /// Sets the wall clock, forward or back; the monotonic one does not notice.
    pub fn step_wall(&mut self, by_ms: i64) {
        self.wall_offset_ms += by_ms;
    }
}
