//! A bound on guessing: so many failed secrets from one address, then a pause.

use crate::limits::{AUTH_BLOCK, AUTH_WINDOW, MAX_AUTH_ADDRESSES, MAX_AUTH_FAILURES};
use crate::time::Instant;
use core::net::IpAddr;
use core::time::Duration;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug)]
struct Window {
    since: Instant,
    failures: u32,
    blocked_until: Option<Instant>,
}

/// Failures by address.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    windows: BTreeMap<IpAddr, Window>,
}

impl Limiter {
    /// Time for which an address is not listened to, when it guessed too often.
    pub(crate) fn blocked(&self, now: Instant, ip: IpAddr) -> Option<Duration> {
        let until = self.windows.get(&block(ip))?.blocked_until?;
        (until > now).then(|| until - now)
    }

    /// Notes a failure. Gives the pause when this was one too many.
    pub(crate) fn failed(&mut self, now: Instant, ip: IpAddr) -> Option<Duration> {
        let key = block(ip);
        if self.windows.len() >= MAX_AUTH_ADDRESSES && !self.windows.contains_key(&key) {
            self.forget_oldest();
        }
        let w = self.windows.entry(key).or_insert(Window { since: now, failures: 0, blocked_until: None });
        if now - w.since > AUTH_WINDOW {
            *w = Window { since: now, failures: 0, blocked_until: None };
        }
        w.failures += 1;
        if w.failures < MAX_AUTH_FAILURES {
            return None;
        }
        w.blocked_until = Some(now + AUTH_BLOCK);
        Some(AUTH_BLOCK)
    }

    /// Notes a success: earlier slips are forgiven.
    pub(crate) fn succeeded(&mut self, ip: IpAddr) {
        self.windows.remove(&block(ip));
    }

    pub(crate) fn len(&self) -> usize {
        self.windows.len()
    }

    /// Forgets windows that no longer matter.
    pub(crate) fn sweep(&mut self, now: Instant) {
        self.windows.retain(|_, w| w.blocked_until.map_or(now - w.since <= AUTH_WINDOW, |until| until > now));
    }

    fn forget_oldest(&mut self) {
        let oldest =
            self.windows.iter().min_by_key(|(_, w)| (w.blocked_until.is_some(), w.since)).map(|(k, _)| *k);
        if let Some(key) = oldest {
            self.windows.remove(&key);
        }
    }
}

/// One site of version 6 owns a whole /64: its addresses count as one.
fn block(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => {
            let mut octets = v6.octets();
            octets[8..].fill(0);
            if v6.is_loopback() { ip } else { IpAddr::from(octets) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: u64) -> Instant {
        Instant::from_nanos(secs * 1_000_000_000)
    }

    fn ip(n: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, n])
    }

    #[test]
    fn the_tenth_failure_within_a_minute_blocks_for_five() {
        let mut l = Limiter::default();
        for n in 0..9 {
            assert_eq!(l.failed(at(n), ip(1)), None);
        }
        assert_eq!(l.failed(at(9), ip(1)), Some(AUTH_BLOCK));
        assert!(l.blocked(at(9 + 299), ip(1)).is_some());
        assert_eq!(l.blocked(at(9 + 300), ip(1)), None);
        assert_eq!(l.blocked(at(10), ip(2)), None);
    }

    #[test]
    fn slow_failures_never_block() {
        let mut l = Limiter::default();
        for n in 0..40 {
            assert_eq!(l.failed(at(n * 61), ip(1)), None);
        }
    }

    #[test]
    fn the_table_is_bounded_and_keeps_the_blocked() {
        let mut l = Limiter::default();
        for _ in 0..MAX_AUTH_FAILURES {
            l.failed(at(0), ip(1));
        }
        for n in 0..MAX_AUTH_ADDRESSES as u32 + 100 {
            l.failed(at(1), IpAddr::from(n.to_be_bytes()));
        }
        assert!(l.windows.len() <= MAX_AUTH_ADDRESSES);
        assert!(l.blocked(at(2), ip(1)).is_some());
    }
}
