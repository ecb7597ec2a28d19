//! The two clocks of the machine, as a client is told of them.

use core::time::Duration;
use engine::{Instant, Now, UnixMs};
use std::time::SystemTime;

/// The clocks. The monotonic one counts from the moment this was made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    origin: std::time::Instant,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self { origin: std::time::Instant::now() }
    }

    pub(super) fn now(&self) -> Now {
        let mono = u64::try_from(self.origin.elapsed().as_nanos()).unwrap_or(u64::MAX);
        // A clock before 1970 counts as 1970.
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let wall = UnixMs(u64::try_from(since.as_millis()).unwrap_or(u64::MAX));
        Now { mono: Instant::from_nanos(mono), wall }
    }

    pub(super) fn at(&self, instant: Instant) -> std::time::Instant {
        self.origin + Duration::from_nanos(instant.as_nanos())
    }
}
