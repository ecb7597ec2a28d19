//! Threads for what the system only does while someone waits: files, and questions to it.
//!
//! A thread is started when there is more to do than threads that are free, and kept. While there is
//! nothing to do it sleeps without a deadline: an idle gateway makes no wake-ups for it.

use core::panic::AssertUnwindSafe;
use smol::channel::bounded;
use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::panic::{catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// For files of the state directory.
pub(crate) static FILES: Workers = Workers::new("files", 4);

/// For the names of hosts and the table of processes. Apart from files: a name server that stands still
/// holds up no write.
pub(crate) static QUESTIONS: Workers = Workers::new("questions", 8);

type Job = Box<dyn FnOnce() + Send>;

/// A few threads and what they are to do, in order.
pub(crate) struct Workers {
    name: &'static str,
    most: usize,
    state: Mutex<State>,
    work: Condvar,
}

struct State {
    /// Everyone who adds one waits for it, so that those who wait bound its length.
    jobs: VecDeque<Job>,
    threads: usize,
    free: usize,
}

impl Workers {
    const fn new(name: &'static str, most: usize) -> Self {
        let state = State { jobs: VecDeque::new(), threads: 0, free: 0 };
        Self { name, most, state: Mutex::new(state), work: Condvar::new() }
    }

    /// Has something done that blocks. It is done to its end even if nobody waits any more.
    pub(crate) async fn run<T: Send + 'static>(
        &'static self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        let (sender, outcome) = bounded(1);
        self.push(Box::new(move || {
            // Whoever asked may have gone.
            let _ = sender.try_send(catch_unwind(AssertUnwindSafe(work)));
        }));
        match outcome.recv().await {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => unreachable!("a job is done before it is dropped"),
        }
    }

    fn push(&'static self, job: Job) {
        let mut state = self.lock();
        state.jobs.push_back(job);
        if state.free >= state.jobs.len() {
            return self.work.notify_one();
        }
        if state.threads == self.most {
            return;
        }
        state.threads += 1;
        drop(state);
        let named = thread::Builder::new().name(self.name.to_owned());
        if let Err(error) = named.spawn(move || self.serve()) {
            log::warn!("cannot start a thread for {}: {error}", self.name);
            let mut state = self.lock();
            state.threads -= 1;
            if state.threads == 0 {
                // Slow is better than never.
                let jobs = core::mem::take(&mut state.jobs);
                drop(state);
                jobs.into_iter().for_each(|job| job());
            }
        }
    }

    fn serve(&self) {
        let mut state = self.lock();
        loop {
            match state.jobs.pop_front() {
                Some(job) => {
                    drop(state);
                    job();
                    state = self.lock();
                }
                None => {
                    state.free += 1;
                    state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
                    state.free -= 1;
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks for the addresses of a host. One that is named by its address is not asked for.
pub(crate) async fn resolve(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(ip, port)]);
    }
    let host = host.to_owned();
    QUESTIONS.run(move || Ok((host.as_str(), port).to_socket_addrs()?.collect())).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Barrier};

    #[test]
    fn as_many_as_there_are_threads_work_at_once_and_the_rest_follows() {
        static WORKERS: Workers = Workers::new("test", 3);
        let (together, done) = (Arc::new(Barrier::new(3)), Arc::new(AtomicUsize::new(0)));
        let jobs = (0..9).map(|_| {
            let (together, done) = (Arc::clone(&together), Arc::clone(&done));
            WORKERS.run(move || {
                together.wait();
                done.fetch_add(1, Ordering::Relaxed)
            })
        });
        let executor = smol::LocalExecutor::new();
        let tasks: Vec<_> = jobs.map(|job| executor.spawn(job)).collect();
        smol::block_on(executor.run(async {
            for task in tasks {
                task.await;
            }
        }));
        assert_eq!(done.load(Ordering::Relaxed), 9);
        assert_eq!(WORKERS.lock().threads, 3);
    }

    #[test]
    fn a_panic_reaches_who_asked_and_the_thread_goes_on() {
        static WORKERS: Workers = Workers::new("test", 1);
        let asked = catch_unwind(|| smol::block_on(WORKERS.run(|| panic!("asked for"))));
        assert_eq!(asked.unwrap_err().downcast_ref(), Some(&"asked for"));
        assert_eq!(smol::block_on(WORKERS.run(|| 7)), 7);
        assert_eq!(WORKERS.lock().threads, 1);
    }

    #[test]
    fn this_machine_has_an_address() {
        let addresses = smol::block_on(resolve("localhost", 80)).unwrap();
        assert!(addresses.iter().all(|a| a.ip().is_loopback() && a.port() == 80), "{addresses:?}");
        assert!(smol::block_on(resolve("no such host", 80)).is_err());
    }
}
