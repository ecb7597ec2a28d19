//! Bounds on waiting.

use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::task::Poll;
use core::time::Duration;
use smol::Timer;
use std::time::Instant;

/// The future's output, or `None` when it takes longer than `limit`.
pub(crate) async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    smol::future::or(async { Some(future.await) }, async {
        Timer::after(limit).await;
        None
    })
    .await
}

/// A bound on how long a stream may be silent. One timer serves however many parts come in time: it is let
/// ring, and set anew for what is left.
#[derive(Debug)]
pub(crate) struct Silence {
    limit: Duration,
    heard: Instant,
    timer: Timer,
}

impl Silence {
    pub(crate) fn new(limit: Duration) -> Self {
        Self { limit, heard: Instant::now(), timer: Timer::after(limit) }
    }

    /// The future's output, or `None` when nothing was heard for as long as the limit.
    pub(crate) async fn within<T>(&mut self, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        self.heard = Instant::now();
        poll_fn(|cx| {
            if let Poll::Ready(output) = future.as_mut().poll(cx) {
                return Poll::Ready(Some(output));
            }
            while Pin::new(&mut self.timer).poll(cx).is_ready() {
                let due = self.heard.checked_add(self.limit);
                let Some(due) = due.filter(|due| *due > Instant::now()) else { return Poll::Ready(None) };
                self.timer.set_at(due);
            }
            Poll::Pending
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smol::block_on;
    use smol::future::pending;

    #[test]
    fn silence_is_counted_from_the_last_part() {
        const LIMIT: Duration = Duration::from_millis(40);
        block_on(async {
            let begun = Instant::now();
            let mut silence = Silence::new(LIMIT);
            for _ in 0..4 {
                let part = async {
                    Timer::after(LIMIT / 2).await;
                };
                assert_eq!(silence.within(part).await, Some(()));
            }
            let last = Instant::now();
            assert_eq!(silence.within(pending::<()>()).await, None);
            assert!(last - begun >= LIMIT * 2 && last.elapsed() >= LIMIT);
        });
    }
}
