//! A world around an engine, deterministic to the byte: it does what the engine asks for, tells it what
//! happened, and lets time pass when a test says so.

mod client;
mod clock;
mod disk;
mod http;
pub mod life;
pub mod model;
mod net;
mod outside;
mod process;
mod tape;

pub use client::Client;
pub use clock::Clock;
pub use disk::{Disk, Fault, On, Results};
pub use http::Answer;
pub use life::Sim;
pub use model::{Exchange, Model};
pub use net::{Link, Net, Route};
pub use process::Processes;

use core::time::Duration;
use engine::config::auth::Overrides;
use engine::config::{Env, FileText, Loader};
use engine::{Action, ConnId, Engine, Exit, Fact, FileOp, Host, HttpId, Input, ListenerId, OpId, Setup};
use engine::{Obstacle, OpError, OpErrorKind, OpResult, ProcessExit, Signal};
use std::collections::{BTreeMap, VecDeque};
use tape::Tape;

/// The state directory of every world.
pub const STATE: &str = "/op/.openclaw";

/// The configuration file of every world.
pub const CONFIG: &str = "/op/.openclaw/openclaw.json";

/// Inputs one settling may take: more is a loop without end.
const MAX_INPUTS: usize = 200_000;

/// A gateway and everything around it.
#[derive(Debug)]
pub struct World {
    engine: Option<Engine>,
    host: Host,
    seed: u64,
    boots: u8,
    /// Time.
    pub clock: Clock,
    /// Files.
    pub disk: Disk,
    /// Connections.
    pub net: Net,
    /// The model behind the API.
    pub model: Model,
    /// Processes.
    pub processes: Processes,
    /// What the gateway told of itself, oldest first.
    pub facts: Vec<Fact>,
    /// How the process ended, once it did.
    pub exit: Option<Exit>,
    /// The listener that is open.
    pub listening: Option<ListenerId>,
    /// Another process has the port.
    pub port_taken: bool,
    /// An address that the machine does not have.
    pub no_such_address: Option<String>,
    inbox: VecDeque<Input>,
    held: Vec<(OpId, Vec<FileOp>)>,
    holding: Option<String>,
    answers: BTreeMap<HttpId, Answer>,
    next_conn: u64,
    trace: Option<Vec<String>>,
    /// In a debug build every life is recorded, and replayed on the way.
    tape: Option<Tape>,
}

impl World {
    /// Starts a gateway with this configuration, as a person would write it. Its shared token is
    /// `secret` unless the configuration says otherwise.
    ///
    /// # Panics
    ///
    /// When the configuration is wrong, or the gateway does not come to serve.
    #[must_use]
    pub fn new(config: &str, seed: u64) -> Self {
        let mut world = Self::stopped(config, seed);
        world.boot();
        assert!(world.serves(), "the gateway does not serve: {:?} {:?}", world.exit, world.facts);
        world
    }

    /// Makes a machine on which nothing runs yet.
    #[must_use]
    pub fn stopped(config: &str, seed: u64) -> Self {
        let host = host();
        let mut disk = Disk::new(host.clone());
        disk.put(CONFIG, config);
        Self {
            engine: None,
            host,
            seed,
            boots: 0,
            clock: Clock::default(),
            disk,
            net: Net::default(),
            model: Model::default(),
            processes: Processes::default(),
            facts: Vec::new(),
            exit: None,
            listening: None,
            port_taken: false,
            no_such_address: None,
            inbox: VecDeque::new(),
            held: Vec::new(),
            holding: None,
            answers: BTreeMap::new(),
            next_conn: 0,
            trace: None,
            tape: None,
        }
    }

    /// Writes every action and timeout down from now on.
    pub fn record(&mut self) {
        self.trace.get_or_insert_default();
    }

    /// What was written down.
    #[must_use]
    pub fn trace(&self) -> &[String] {
        self.trace.as_deref().unwrap_or_default()
    }

    /// Starts a process: the configuration is read, the engine made and told to start.
    pub fn boot(&mut self) {
        let setup = self.setup();
        self.boots += 1;
        let mut seed = [self.boots; 32];
        seed[..8].copy_from_slice(&self.seed.to_le_bytes());
        self.exit = None;
        let now = self.clock.now();
        self.tape = cfg!(debug_assertions).then(|| Tape::begin(&setup, seed, now));
        self.engine = Some(Engine::new(setup, seed, now));
        self.give(Input::Start);
    }

    fn setup(&self) -> Setup {
        let mut loader = Loader::new(self.host.config_path.clone(), self.host.env.clone());
        while let Some(path) = loader.next_read().map(str::to_owned) {
            let text = self.disk.text(&path).map_or(FileText::Missing, FileText::Text);
            loader.supply(&path, text);
        }
        let snapshot = loader.finish();
        assert!(snapshot.valid, "the configuration is wrong: {:?}", snapshot.issues);
        Setup {
            snapshot,
            overrides: Overrides::default(),
            port: None,
            bind: None,
            verbose: false,
            host: self.host.clone(),
        }
    }

    /// The process is killed: what was written stays, what was in memory is gone.
    pub fn crash(&mut self) {
        self.engine = None;
        self.inbox.clear();
        self.held.clear();
        self.holding = None;
        self.listening = None;
        self.model.forget();
        self.processes = Processes::default();
        for conn in self.net.open_links() {
            self.net.leave(conn, 1006);
        }
    }

    /// The process is killed and started again.
    pub fn reboot(&mut self) {
        self.crash();
        self.facts.clear();
        self.boot();
    }

    /// Whether clients may come.
    #[must_use]
    pub fn serves(&self) -> bool {
        self.exit.is_none() && self.listening.is_some()
    }

    /// Tells the engine something and does everything that follows at once.
    pub fn give(&mut self, input: Input) {
        self.inbox.push_back(input);
        self.settle();
    }

    /// Sends a signal.
    pub fn signal(&mut self, signal: Signal) {
        self.give(Input::Signal(signal));
    }

    /// Lets time pass; what is due on the way happens at its moment.
    pub fn advance(&mut self, time: Duration) {
        let end = self.clock.after(time);
        self.settle();
        for _ in 0..MAX_INPUTS {
            let Some(at) = self.next_timeout().filter(|at| *at <= end) else {
                self.clock.pass_to(end);
                return;
            };
            self.clock.pass_to(at);
            self.give(Input::Timeout);
        }
        panic!("time does not pass: {:?}", self.engine.as_ref().and_then(Engine::poll_timeout));
    }

    /// Lets time pass until something holds, at most this long. `false` when it never held.
    pub fn advance_until(&mut self, most: Duration, mut holds: impl FnMut(&Self) -> bool) -> bool {
        let end = self.clock.after(most);
        for _ in 0..MAX_INPUTS {
            if holds(self) {
                return true;
            }
            let Some(at) = self.next_timeout().filter(|at| *at <= end) else { return false };
            self.clock.pass_to(at);
            self.give(Input::Timeout);
        }
        false
    }

    fn next_timeout(&self) -> Option<engine::Instant> {
        self.exit.is_none().then(|| self.engine.as_ref()?.poll_timeout()).flatten().map(|(at, _)| at)
    }

    /// Keeps operations on such paths from being done until `release`.
    pub fn hold(&mut self, path: &str) {
        self.holding = Some(path.to_owned());
    }

    /// Does what was kept waiting.
    pub fn release(&mut self) {
        self.holding = None;
        for (op, files) in core::mem::take(&mut self.held) {
            self.run_files(op, &files);
        }
        self.settle();
    }

    /// How many operations are kept waiting.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.held.len()
    }

    /// Gives the engine everything that waits for it.
    fn settle(&mut self) {
        for _ in 0..MAX_INPUTS {
            if self.exit.is_some() {
                self.inbox.clear();
            }
            let Some(input) = self.inbox.pop_front() else { return };
            self.step(input);
        }
        panic!("the engine never comes to rest");
    }

    fn step(&mut self, input: Input) {
        let Some(engine) = &mut self.engine else { return };
        let now = self.clock.now();
        if let Some(tape) = &mut self.tape {
            tape.input(now, &input);
        }
        engine.handle_input(now, input);
        while let Some(action) = self.engine.as_mut().and_then(Engine::poll_action) {
            if let Some(tape) = &mut self.tape {
                tape.action(&action);
            }
            if let Some(trace) = &mut self.trace {
                trace.push(format!("{action:?}"));
            }
            self.act(action);
        }
        let timeout = self.engine.as_ref().and_then(Engine::poll_timeout);
        if let Some(tape) = &mut self.tape {
            tape.end(timeout.as_ref().map(|(at, _)| *at));
        }
        if let Some((at, timer)) = &timeout {
            assert!(*at > now.mono, "{timer:?} was due and nothing came of it");
        }
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{timeout:?}"));
        }
        if let Some(unsent) = self.net.flushed() {
            self.inbox.push_back(Input::Flushed { unsent });
        }
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Accept { conn } => self.net.accept(conn),
            Action::Reject { conn, response } => self.net.reject(conn, &response),
            Action::Send { conn, text } => self.net.send(conn, text),
            Action::Broadcast { body, end, to } => {
                for (conn, seq) in to {
                    self.net.send(conn, format!("{body}{seq}{end}"));
                }
            }
            Action::SetReadLimit { .. } => {}
            Action::Close { conn, code, reason } => {
                if self.net.close(conn, code, &reason) {
                    self.inbox.push_back(Input::Closed { conn, code: Some(code), reason: String::new() });
                }
            }
            Action::Drop { conn } => {
                self.net.cut(conn);
                self.inbox.push_back(Input::Closed { conn, code: None, reason: String::new() });
            }
            Action::AcceptBody { http, limit } => self.read_body(http, limit),
            Action::Respond { http, response } => self.respond(http, response),
            Action::Fetch { op, fetch } => self.model.ask(op, fetch),
            Action::Spawn { op, spawn } => self.processes.start(op, spawn),
            Action::Files { op, files } => self.on_files(op, files),
            Action::Cancel { op } => self.cancel(op),
            Action::Listen { listener, listen } => self.listen(listener, listen.addresses),
            Action::Unlisten { listener } => {
                assert_eq!(self.listening, Some(listener), "a listener that is not open is closed");
                self.listening = None;
            }
            Action::Observe(fact) => self.facts.push(fact),
            Action::Exit(exit) => self.exit = Some(exit),
        }
    }

    fn listen(&mut self, listener: ListenerId, addresses: Vec<core::net::SocketAddr>) {
        if self.port_taken {
            let detail = "address already in use".to_owned();
            return self.inbox.push_back(Input::ListenFailed { listener, obstacle: Obstacle::InUse, detail });
        }
        let strange =
            |a: &core::net::SocketAddr| self.no_such_address.as_deref() == Some(&*a.ip().to_string());
        if addresses.first().is_some_and(strange) {
            let detail = "cannot assign requested address".to_owned();
            return self.inbox.push_back(Input::ListenFailed {
                listener,
                obstacle: Obstacle::Address,
                detail,
            });
        }
        self.listening = Some(listener);
        self.inbox.push_back(Input::Listening { listener, addresses });
    }

    fn on_files(&mut self, op: OpId, files: Vec<FileOp>) {
        let held = |holding: &String| self.disk.paths_of(&files).iter().any(|p| p.contains(holding.as_str()));
        if self.holding.as_ref().is_some_and(held) {
            self.held.push((op, files));
        } else {
            self.run_files(op, &files);
        }
    }

    fn run_files(&mut self, op: OpId, files: &[FileOp]) {
        if let Some(results) = self.disk.run(files) {
            self.inbox.push_back(Input::Done { op, result: OpResult::Files(results) });
        }
    }

    /// What is given up still completes.
    fn cancel(&mut self, op: OpId) {
        let gone = || OpError { kind: OpErrorKind::Cancelled, detail: "cancelled".to_owned() };
        let result = if self.model.cancel(op) {
            self.model.end(op);
            OpResult::Fetch(Err(gone()))
        } else if self.processes.cancel(op) {
            OpResult::Process(Ok(ProcessExit { code: None, signal: Some(15) }))
        } else if let Some(at) = self.held.iter().position(|(held, _)| *held == op) {
            self.held.remove(at);
            OpResult::Files(vec![Err(gone())])
        } else {
            // Its end is on the way.
            return;
        };
        self.inbox.push_back(Input::Done { op, result });
    }

    /// How many facts of a kind there are.
    #[must_use]
    pub fn count(&self, is: impl Fn(&Fact) -> bool) -> usize {
        self.facts.iter().filter(|f| is(f)).count()
    }

    fn next_conn(&mut self) -> ConnId {
        self.next_conn += 1;
        ConnId(self.next_conn)
    }
}

pub(crate) fn host() -> Host {
    Host {
        hostname: "box".to_owned(),
        ip: "10.0.0.5".to_owned(),
        platform: "linux 6.18.1".to_owned(),
        device_family: "Linux".to_owned(),
        model: "x64".to_owned(),
        pid: 4242,
        timezone: "UTC".to_owned(),
        home: "/op".to_owned(),
        state_dir: STATE.to_owned(),
        config_path: CONFIG.to_owned(),
        log_file: "/tmp/openclaw/openclaw-{date}.log".to_owned(),
        version: None,
        commit: None,
        env: Env::from_iter([("HOME", "/op"), ("OPENCLAW_GATEWAY_TOKEN", "secret")]),
        addresses: vec!["10.0.0.5".parse().expect("a constant address")],
    }
}
