//! Idempotency: a request that is repeated with its key gets the first answer again.

use crate::limits::{DEDUPE_TTL, MAX_DEDUPE};
use crate::time::Instant;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A remembered answer: payload and error as JSON texts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Remembered {
    pub(crate) ok: bool,
    pub(crate) payload: Option<Arc<str>>,
    pub(crate) error: Option<Arc<str>>,
}

#[derive(Debug)]
struct Slot {
    at: Instant,
    answer: Remembered,
}

/// The answers given lately, by `<prefix>:<idempotencyKey>`.
#[derive(Debug, Default)]
pub(crate) struct Dedupe {
    slots: BTreeMap<String, Slot>,
}

impl Dedupe {
    pub(crate) fn get(&self, key: &str) -> Option<&Remembered> {
        self.slots.get(key).map(|s| &s.answer)
    }

    pub(crate) fn put(&mut self, now: Instant, key: String, answer: Remembered) {
        self.slots.insert(key, Slot { at: now, answer });
        if self.slots.len() > 2 * MAX_DEDUPE {
            self.sweep(now);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Forgets what is old, then the oldest beyond the limit.
    pub(crate) fn sweep(&mut self, now: Instant) {
        self.slots.retain(|_, s| now - s.at <= DEDUPE_TTL);
        let excess = self.slots.len().saturating_sub(MAX_DEDUPE);
        if excess == 0 {
            return;
        }
        let mut ages: Vec<_> = self.slots.iter().map(|(k, s)| (s.at, k.clone())).collect();
        ages.sort();
        for (_, key) in ages.into_iter().take(excess) {
            self.slots.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Remembered {
        Remembered { ok: true, payload: None, error: None }
    }

    #[test]
    fn old_keys_and_the_oldest_beyond_the_limit_are_forgotten() {
        let at = |s: u64| Instant::from_nanos(s * 1_000_000_000);
        let mut d = Dedupe::default();
        d.put(at(0), "old".into(), answer());
        for n in 0..=MAX_DEDUPE as u64 {
            d.put(at(301 + n), format!("k{n}"), answer());
        }
        d.sweep(at(301));
        assert_eq!(d.get("old"), None);
        assert_eq!(d.get("k0"), None);
        assert!(d.get("k1").is_some());
        assert_eq!(d.slots.len(), MAX_DEDUPE);
    }
}
