//! The machine a life is lived on: it does what the engine asks for, at the pace and with the faults that
//! transitions choose, and tells it what happened.

use super::judge::{Judge, Outside};
use super::links::{Link, Links};
use super::outside::{Exchange, Task};
use super::transition::{Setup, Visitor};
use crate::sim::{Clock, Disk};
use engine::config::auth::Overrides;
use engine::config::{FileText, Loader};
use engine::{Action, ConnId, Engine, Exit, FileOp, Host, HttpId, Input, Instant, ListenerId};
use engine::{Obstacle, OpError, OpErrorKind, OpId, OpResult, ProcessExit, Signal};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Inputs that may follow from one: more is a loop without end.
const MAX_INPUTS: usize = 100_000;

/// File operations that are not done.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) op: OpId,
    pub(super) files: Vec<FileOp>,
    pub(super) paths: BTreeSet<String>,
    pub(super) cancelled: bool,
}

/// An HTTP request without an answer.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) wants_body: bool,
}

/// An operation the engine waits for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Awaited {
    pub(super) since: Instant,
    pub(super) limit: core::time::Duration,
}

/// A gateway's process, and the machine around it.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) setup: Setup,
    engine: Option<Engine>,
    boots: u8,
    pub(super) host: Host,
    pub(super) clock: Clock,
    pub(super) disk: Disk,
    /// Paths whose operations wait; empty for all.
    pub(super) holding: Option<String>,
    pub(super) jobs: Vec<Job>,
    pub(super) links: Links,
    pub(super) fetches: BTreeMap<OpId, Exchange>,
    pub(super) tasks: BTreeMap<OpId, Task>,
    pub(super) calls: BTreeMap<u64, Call>,
    /// Operations the engine has neither heard the end of nor given up.
    pub(super) awaited: BTreeMap<OpId, Awaited>,
    pub(super) listening: Option<ListenerId>,
    pub(super) port_taken: bool,
    pub(super) exit: Option<Exit>,
    inbox: VecDeque<Input>,
    pub(super) next_conn: u64,
    /// Inputs given so far.
    pub(super) inputs: u64,
    pub(super) trace: Option<Vec<String>>,
}

impl Machine {
    pub(super) fn new(setup: Setup) -> Self {
        let host = crate::sim::host();
        let mut disk = Disk::new(host.clone());
        disk.put(crate::sim::CONFIG, &setup.config.text());
        disk.put("/op/.openclaw/workspace/notes.txt", "one\ntwo\nthree\n");
        disk.put("/op/.openclaw/canvas/index.html", "<p>canvas</p>");
        Self {
            setup,
            engine: None,
            boots: 0,
            host,
            clock: Clock::default(),
            disk,
            holding: None,
            jobs: Vec::new(),
            links: Links::default(),
            fetches: BTreeMap::new(),
            tasks: BTreeMap::new(),
            calls: BTreeMap::new(),
            awaited: BTreeMap::new(),
            listening: None,
            port_taken: false,
            exit: None,
            inbox: VecDeque::new(),
            next_conn: 0,
            inputs: 0,
            trace: None,
        }
    }

    /// Whether a process runs.
    pub(super) fn is_up(&self) -> bool {
        self.engine.is_some() && self.exit.is_none()
    }

    /// Whether clients may come.
    pub(super) fn serves(&self) -> bool {
        self.is_up() && self.listening.is_some()
    }

    pub(super) fn engine(&self) -> Option<&Engine> {
        self.engine.as_ref().filter(|_| self.exit.is_none())
    }

    /// Starts a process. A configuration that is wrong keeps it from starting, as the command line would.
    pub(super) fn boot(&mut self, judge: &mut Judge) {
        if self.is_up() {
            return;
        }
        let mut loader = Loader::new(self.host.config_path.clone(), self.host.env.clone());
        while let Some(path) = loader.next_read().map(str::to_owned) {
            let text = self.disk.text(&path).map_or(FileText::Missing, FileText::Text);
            loader.supply(&path, text);
        }
        let snapshot = loader.finish();
        if !snapshot.valid {
            return;
        }
        self.boots = self.boots.wrapping_add(1);
        let mut seed = [self.boots; 32];
        seed[..8].copy_from_slice(&self.setup.seed.to_le_bytes());
        let setup = engine::Setup {
            snapshot,
            overrides: Overrides::default(),
            port: None,
            bind: None,
            verbose: self.setup.verbose,
            host: self.host.clone(),
        };
        self.exit = None;
        self.engine = Some(Engine::new(setup, seed, self.clock.now()));
        judge.on_boot();
        self.give(judge, Input::Start);
    }

    /// The process is gone: what it had under way is done as far as `parts` goes, of the append that comes
    /// then `torn` hundredths.
    pub(super) fn crash(&mut self, judge: &mut Judge, parts: u8, torn: u8, power: bool, spare: bool) {
        let mut left = usize::from(parts);
        'all: for job in core::mem::take(&mut self.jobs) {
            for op in &job.files {
                if left == 0 {
                    self.disk.begin(op, usize::from(torn));
                    break 'all;
                }
                left -= 1;
                let done = self.disk.run(core::slice::from_ref(op));
                if done.is_some_and(|results| results.iter().any(Result::is_err)) {
                    break;
                }
            }
        }
        if power {
            self.disk.power_cut(spare);
        }
        self.end_process(judge);
    }

    /// Whatever the process had is gone.
    pub(super) fn end_process(&mut self, judge: &mut Judge) {
        self.engine = None;
        self.inbox.clear();
        self.jobs.clear();
        self.links.forget_all();
        self.fetches.clear();
        self.tasks.clear();
        self.calls.clear();
        self.awaited.clear();
        self.listening = None;
        judge.on_process_gone();
    }

    /// Tells the engine something, and does everything that follows at once.
    pub(super) fn give(&mut self, judge: &mut Judge, input: Input) {
        self.inbox.push_back(input);
        self.settle(judge);
    }

    pub(super) fn later(&mut self, input: Input) {
        self.inbox.push_back(input);
    }

    pub(super) fn settle(&mut self, judge: &mut Judge) {
        for _ in 0..MAX_INPUTS {
            if self.exit.is_some() {
                self.end_process(judge);
            }
            let input = match self.inbox.pop_front() {
                Some(input) => input,
                None => match self.links.flushed() {
                    Some(unsent) => Input::Flushed { unsent },
                    None => match self.links.next_message() {
                        Some((conn, data)) => Input::Message { conn, data },
                        None => return,
                    },
                },
            };
            self.step(judge, input);
            if judge.checks.violation.is_some() {
                return;
            }
        }
        panic!("the engine never comes to rest");
    }

    /// One input, and the actions that come of it. Gives how many there were.
    fn step(&mut self, judge: &mut Judge, input: Input) -> usize {
        let now = self.clock.now();
        let Some(engine) = &mut self.engine else { return 0 };
        self.inputs += 1;
        if let Input::Done { op, .. } = &input {
            self.awaited.remove(op);
        }
        judge.on_input(now, &input, engine.poll_timeout());
        let timed_out = matches!(input, Input::Timeout);
        engine.handle_input(now, input);
        let mut count = 0;
        while let Some(action) = self.engine.as_mut().and_then(Engine::poll_action) {
            count += 1;
            if let Some(trace) = &mut self.trace {
                trace.push(format!("{action:?}"));
            }
            judge.on_action(now, &action);
            let begun = match &action {
                Action::Fetch { op, .. } | Action::Spawn { op, .. } => Some(*op),
                _ => None,
            };
            self.act(action);
            if let Some(exchange) = begun.and_then(|op| self.fetches.get(&op)) {
                judge.on_fetch(exchange);
            } else if let Some(task) = begun.and_then(|op| self.tasks.get(&op)) {
                judge.on_spawn(task);
            }
        }
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{:?}", self.engine.as_ref().and_then(Engine::poll_timeout)));
        }
        if let Some(outside) = self.outside() {
            judge.at_rest(now, &outside);
        }
        if timed_out { count } else { 0 }
    }

    fn outside(&self) -> Option<Outside<'_>> {
        let engine = self.engine()?;
        Some(Outside {
            held: engine.held(),
            due: engine.poll_timeout(),
            awaited: &self.awaited,
            fetches: &self.fetches,
            tasks: &self.tasks,
            links: &self.links,
            settled: self.jobs.is_empty() && self.inbox.is_empty() && self.listening.is_some(),
            listening: self.listening.is_some(),
        })
    }

    /// Calls the engine although nothing is due; tells whether anything came of it.
    pub(super) fn call_early(&mut self, judge: &mut Judge) -> Option<usize> {
        let due = self.engine()?.poll_timeout().is_some_and(|(at, _)| at <= self.clock.now().mono);
        (!due).then(|| self.step(judge, Input::Timeout))
    }

    fn act(&mut self, action: Action) {
        let now = self.clock.now().mono;
        match action {
            Action::Accept { .. } => {}
            Action::Reject { conn, .. } => self.links.remove(conn),
            Action::Send { conn, text } => self.links.send(conn, &text),
            Action::Broadcast { body, end, to } => {
                for (conn, seq) in to {
                    self.links.send_bytes(conn, body.len() + end.len() + seq.to_string().len());
                }
            }
            Action::SetReadLimit { conn, max_unsent } => self.links.limit(conn, max_unsent),
            Action::Close { conn, code, .. } => {
                if self.links.close(conn) {
                    self.inbox.push_back(Input::Closed { conn, code: Some(code), reason: String::new() });
                }
            }
            Action::Drop { conn } => {
                self.links.remove(conn);
                self.inbox.push_back(Input::Closed { conn, code: None, reason: String::new() });
            }
            Action::AcceptBody { http, .. } => {
                if let Some(call) = self.calls.get_mut(&http.0) {
                    call.wants_body = true;
                }
            }
            Action::Respond { http, .. } => {
                self.calls.remove(&http.0);
            }
            Action::Fetch { op, fetch } => {
                let limit = fetch.head_timeout + core::time::Duration::from_secs(5);
                self.awaited.insert(op, Awaited { since: now, limit });
                self.fetches.insert(op, Exchange::new(&fetch));
            }
            Action::Spawn { op, spawn } => {
                let task = Task::new(&spawn);
                self.awaited.insert(op, Awaited { since: now, limit: task.limit() });
                self.tasks.insert(op, task);
            }
            Action::Files { op, files } => {
                self.awaited.insert(op, Awaited { since: now, limit: engine::limits::FILE_TIMEOUT });
                self.on_files(op, files);
            }
            Action::Cancel { op } => {
                self.awaited.remove(&op);
                self.cancel(op);
            }
            Action::Listen { listener, listen } => self.listen(listener, listen.addresses),
            Action::Unlisten { .. } => self.listening = None,
            Action::Observe(_) => {}
            Action::Exit(exit) => self.exit = Some(exit),
        }
    }

    fn listen(&mut self, listener: ListenerId, addresses: Vec<core::net::SocketAddr>) {
        self.inbox.push_back(if self.port_taken {
            let detail = "address already in use".to_owned();
            Input::ListenFailed { listener, obstacle: Obstacle::InUse, detail }
        } else {
            self.listening = Some(listener);
            Input::Listening { listener, addresses }
        });
    }

    fn on_files(&mut self, op: OpId, files: Vec<FileOp>) {
        let paths = self.disk.paths_of(&files);
        let held = self.holding.as_ref().is_some_and(|part| paths.iter().any(|path| path.contains(part)));
        // What is asked for after it, on the same file, waits for it.
        let behind = self.jobs.iter().any(|job| !job.paths.is_disjoint(&paths));
        if held || behind {
            self.jobs.push(Job { op, files, paths, cancelled: false });
        } else {
            self.do_files(op, &files);
        }
    }

    fn do_files(&mut self, op: OpId, files: &[FileOp]) {
        if let Some(results) = self.disk.run(files) {
            self.inbox.push_back(Input::Done { op, result: OpResult::Files(results) });
        }
    }

    /// Does one of the operations that wait: one of those that nothing on the same file is before.
    pub(super) fn do_job(&mut self, pick: usize) {
        let first = |at: usize| self.jobs[..at].iter().all(|j| j.paths.is_disjoint(&self.jobs[at].paths));
        let free: Vec<usize> = (0..self.jobs.len()).filter(|at| first(*at)).collect();
        if free.is_empty() {
            return;
        }
        let job = self.jobs.remove(free[pick % free.len()]);
        if job.cancelled {
            // Whoever gave it up cannot take back what the kernel has: it is done, and told late.
            let done = self.disk.run(&job.files);
            let late = done.map(|results| Input::Done { op: job.op, result: OpResult::Files(results) });
            self.inbox.extend(late);
        } else {
            self.do_files(job.op, &job.files);
        }
    }

    /// What is given up still completes.
    fn cancel(&mut self, op: OpId) {
        let gone = || OpError { kind: OpErrorKind::Cancelled, detail: "cancelled".to_owned() };
        let result = if self.fetches.remove(&op).is_some() {
            OpResult::Fetch(Err(gone()))
        } else if self.tasks.remove(&op).is_some() {
            OpResult::Process(Ok(ProcessExit { code: None, signal: Some(15) }))
        } else if let Some(job) = self.jobs.iter_mut().find(|job| job.op == op) {
            job.cancelled = true;
            return;
        } else {
            // Its end is on the way.
            return;
        };
        self.inbox.push_back(Input::Done { op, result });
    }

    /// Lets time pass. Every timer is served at its moment, or all of them `late`, at the end.
    pub(super) fn pass(&mut self, judge: &mut Judge, ms: u64, late: bool) {
        let end = self.clock.after(core::time::Duration::from_millis(ms));
        for _ in 0..MAX_INPUTS {
            let due = self.engine().and_then(Engine::poll_timeout).map(|(at, _)| at);
            let Some(at) = due.filter(|at| *at <= end) else { break };
            if late {
                judge.on_slept(end - self.clock.now().mono);
            }
            self.clock.pass_to(if late { end } else { at });
            self.give(judge, Input::Timeout);
            if judge.checks.violation.is_some() {
                return;
            }
        }
        self.clock.pass_to(end);
    }

    pub(super) fn open(&mut self, judge: &mut Judge, client: u8, visitor: &Visitor) {
        if let Some(old) = self.links.of(client) {
            self.links.remove(old);
            self.give(judge, Input::Closed { conn: old, code: None, reason: String::new() });
        }
        if !self.serves() {
            return;
        }
        let conn = self.number();
        self.links.open(conn, Link::new(client, visitor.clone()));
        judge.on_opened(self.clock.now(), conn, visitor);
        let (peer, head) = visitor.upgrade();
        self.give(judge, Input::Opened { conn, peer, head });
    }

    pub(super) fn number(&mut self) -> ConnId {
        self.next_conn += 1;
        ConnId(self.next_conn)
    }

    pub(super) fn signal(&mut self, judge: &mut Judge, signal: Signal) {
        if self.is_up() {
            self.give(judge, Input::Signal(signal));
        }
    }

    /// The numbers of the HTTP requests without an answer.
    pub(super) fn open_calls(&self) -> Vec<HttpId> {
        self.calls.keys().map(|http| HttpId(*http)).collect()
    }
}
