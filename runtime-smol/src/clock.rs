//! The two clocks of the machine, as the engine is told of them.

use engine::{Instant, Now, UnixMs};
use std::time::SystemTime;

/// The clocks. The monotonic one counts from the moment this was made.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    origin: std::time::Instant,
}

impl Clock {
    /// Starts counting.
    #[must_use]
    pub fn start() -> Self {
        Self { origin: std::time::Instant::now() }
    }

    /// Reads both clocks.
    #[must_use]
    pub fn now(&self) -> Now {
        let mono = u64::try_from(self.origin.elapsed().as_nanos()).unwrap_or(u64::MAX);
        Now { mono: Instant::from_nanos(mono), wall: wall() }
    }

    /// Turns the engine's time into the system's.
    #[must_use]
    pub fn at(&self, instant: Instant) -> std::time::Instant {
        self.origin + core::time::Duration::from_nanos(instant.as_nanos())
    }
}

/// Reads the wall clock; a clock before 1970 counts as 1970.
#[must_use]
pub fn wall() -> UnixMs {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    UnixMs(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_of_the_engine_is_the_same_moment_of_the_system() {
        let clock = Clock::start();
        let now = clock.now();
        let back = clock.at(now.mono);
        assert!(back <= std::time::Instant::now() && back >= clock.origin);
    }
}
