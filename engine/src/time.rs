//! Time as data: the engine is told what time it is and never asks.

use core::ops::{Add, AddAssign, Sub};
use core::time::Duration;

/// A point on the monotonic clock of the process, in nanoseconds since an origin the runtime chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(u64);

impl Instant {
    /// Makes an instant from nanoseconds since the runtime's origin.
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// Tells the nanoseconds since the runtime's origin.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// Tells how long ago `earlier` was; zero when it is in the future.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, by: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(by.as_nanos()).unwrap_or(u64::MAX)))
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, by: Duration) {
        *self = *self + by;
    }
}

impl Sub for Instant {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.since(earlier)
    }
}

/// Wall-clock time in milliseconds since 1970, as the wire and the files carry it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct UnixMs(pub u64);

impl UnixMs {
    /// Tells how long ago `earlier` was; zero when the clock was set back past it.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// Tells how many milliseconds ago `earlier` was; negative when it lies ahead.
    pub fn age_of(self, earlier: Self) -> i64 {
        let millis = i128::from(self.0) - i128::from(earlier.0);
        i64::try_from(millis).unwrap_or(if millis < 0 { i64::MIN } else { i64::MAX })
    }

    /// Formats the time as the reference's files do: `2026-11-22T08:58:31.199Z`.
    pub fn iso(self) -> String {
        let (secs, millis) = (self.0 / 1000, self.0 % 1000);
        let (days, rest) = (secs / 86_400, secs % 86_400);
        let (year, month, day) = civil(i64::try_from(days).unwrap_or(i64::MAX / 2));
        let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
    }
}

/// Both clocks at one moment. Deadlines use `mono`; what people read uses `wall`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// The monotonic clock: it never goes back, and may stand still while the machine sleeps.
    pub mono: Instant,
    /// The wall clock: it may jump either way.
    pub wall: UnixMs,
}

/// Proleptic Gregorian date of a day count since 1970-01-01 (Howard Hinnant's `civil_from_days`).
fn civil(days: i64) -> (i64, u32, u32) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    (year, u32::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_matches_known_times() {
        assert_eq!(UnixMs(0).iso(), "1970-01-01T00:00:00.000Z");
        assert_eq!(UnixMs(1_795_348_588_249).iso(), "2026-11-22T11:56:28.249Z");
        assert_eq!(UnixMs(951_782_400_000).iso(), "2000-02-29T00:00:00.000Z");
    }

    #[test]
    fn a_clock_set_back_gives_no_negative_age() {
        assert_eq!(UnixMs(5).since(UnixMs(9)), Duration::ZERO);
        assert_eq!(Instant::from_nanos(5) - Instant::from_nanos(9), Duration::ZERO);
        assert_eq!((UnixMs(5).age_of(UnixMs(9)), UnixMs(9).age_of(UnixMs(5))), (-4, 4));
        assert_eq!(UnixMs(0).age_of(UnixMs(u64::MAX)), i64::MIN);
    }
}
