//! A client among others: how long it waits for its answers.

use crate::wire::Client;
use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use serde_json::json;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Instant;

/// Between two questions.
const PAUSE: Duration = Duration::from_millis(10);

/// How long answers took.
#[derive(Clone, Copy, Debug)]
pub struct Latency {
    /// How many there were.
    pub asked: usize,
    /// Half of them were faster.
    pub p50: Duration,
    /// The slowest one.
    pub longest: Duration,
}

/// A client that asks until it is ended.
#[derive(Debug)]
pub struct Probe {
    stop: Arc<AtomicBool>,
    asking: JoinHandle<Vec<Duration>>,
}

impl Probe {
    /// Connects, and begins to ask.
    #[must_use]
    pub fn start(port: u16) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut client = Client::new(port);
        let stopped = Arc::clone(&stop);
        let asking = std::thread::spawn(move || {
            let mut took = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                let since = Instant::now();
                client.ok("health", &json!({}));
                took.push(since.elapsed());
                client.peer.clear();
                std::thread::sleep(PAUSE);
            }
            took
        });
        Self { stop, asking }
    }

    /// Ends it.
    ///
    /// # Panics
    ///
    /// When an answer did not come.
    #[must_use]
    pub fn end(self) -> Latency {
        self.stop.store(true, Ordering::Relaxed);
        let mut took = self.asking.join().expect("every answer came");
        took.sort();
        let at = |n: usize| took.get(n).copied().unwrap_or_default();
        Latency { asked: took.len(), p50: at(took.len() / 2), longest: at(took.len().saturating_sub(1)) }
    }
}
