//! A whole runtime for the engine in one blocking loop over `polling`: one thread, no async.
//!
//! ```sh
//! cargo run -p engine --example blocking -- 19101 secret
//! ```
//!
//! It serves WebSocket clients of the gateway with the built-in model. Its disk is a table in memory, so
//! nothing outlives it. Models over HTTP, processes and TLS are left out: such an operation fails with a
//! text that says so, and the engine goes on.

#![expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "this is the outside of the engine")]
#![expect(clippy::print_stderr, reason = "facts go to the terminal")]

use engine::config::auth::Overrides;
use engine::config::{Env, FileText, Loader};
use engine::secret::Secret;
use engine::transport::http_gate::{Accept, Gate, GateLimits, GateStep, Refusal, refusal_response};
use engine::transport::ws::{Ws, WsEvent, WsLimits, frame_header};
use engine::{
    Action, ConnId, Engine, FileDone, FileName, FileOp, Host, Input, Instant, Now, OpError, OpErrorKind,
    OpId, OpResult, Peer, Setup, UnixMs,
};
use polling::{Event, Events, Poller};
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::SystemTime;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// A client: bytes in through the gate, then through the WebSocket; bytes out as fast as it takes them.
struct Client {
    socket: TcpStream,
    peer: Peer,
    stage: Stage,
    unsent: Vec<u8>,
    max_unsent: usize,
    ends: bool,
}

enum Stage {
    Http(Gate),
    Upgrading(Accept, Vec<u8>),
    Open(Box<Ws>),
}

struct Runtime {
    engine: Engine,
    begun: std::time::Instant,
    poller: Poller,
    listener: Option<TcpListener>,
    clients: BTreeMap<usize, Client>,
    disk: BTreeMap<FileName, Vec<u8>>,
    last: usize,
    happened: VecDeque<Input>,
    ended: bool,
}

const LISTENER: usize = 0;

fn main() -> Fallible<()> {
    let usage = "usage: blocking PORT TOKEN";
    let mut args = std::env::args().skip(1);
    let port = args.next().ok_or(usage)?.parse()?;
    let token = Some(Secret::from(args.next().ok_or(usage)?.as_str()));
    let host =
        Host { hostname: "blocking".into(), home: "/".into(), state_dir: "/state".into(), ..Host::default() };
    let mut loader = Loader::new("/state/openclaw.json".into(), Env::default());
    loader.supply("/state/openclaw.json", FileText::Missing);
    let overrides = Overrides { token, ..Overrides::default() };
    let setup =
        Setup { snapshot: loader.finish(), overrides, port: Some(port), bind: None, host, verbose: false };
    let mut seed = [0; 32];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut seed)?;
    let begun = std::time::Instant::now();
    let mut runtime = Runtime {
        engine: Engine::new(setup, seed, now(begun)),
        begun,
        poller: Poller::new()?,
        listener: None,
        clients: BTreeMap::new(),
        disk: BTreeMap::new(),
        last: LISTENER,
        happened: VecDeque::from([Input::Start]),
        ended: false,
    };
    runtime.run()
}

fn now(begun: std::time::Instant) -> Now {
    let wall = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Now {
        mono: Instant::from_nanos(begun.elapsed().as_nanos() as u64),
        wall: UnixMs(wall.as_millis() as u64),
    }
}

impl Runtime {
    /// The loop: tell what happened, do what is asked for, wait.
    fn run(&mut self) -> Fallible<()> {
        let mut events = Events::new();
        loop {
            while let Some(input) = self.happened.pop_front() {
                self.tell(input)?;
                if self.happened.is_empty() {
                    self.flush()?;
                }
            }
            if self.ended {
                return Ok(());
            }
            let wait = self.engine.poll_timeout().map(|(due, _)| due - now(self.begun).mono);
            events.clear();
            self.poller.wait(&mut events, wait)?;
            if events.is_empty() {
                self.happened.push_back(Input::Timeout);
            }
            for event in events.iter() {
                match event.key {
                    LISTENER => self.accept()?,
                    key => self.read(key),
                }
            }
        }
    }

    fn tell(&mut self, input: Input) -> io::Result<()> {
        self.engine.handle_input(now(self.begun), input);
        while let Some(action) = self.engine.poll_action() {
            self.perform(action)?;
        }
        Ok(())
    }

    fn perform(&mut self, action: Action) -> io::Result<()> {
        match action {
            Action::Accept { conn } => self.upgrade(conn),
            Action::Reject { conn, .. } | Action::Drop { conn } => self.lose(conn.0 as usize),
            Action::Send { conn, text } => self.send(conn, &[text.as_bytes()]),
            Action::Broadcast { body, end, to } => {
                for (conn, seq) in to {
                    self.send(conn, &[body.as_bytes(), seq.to_string().as_bytes(), end.as_bytes()]);
                }
            }
            Action::SetReadLimit { conn, max_unsent } => {
                if let Some(client) = self.clients.get_mut(&(conn.0 as usize)) {
                    client.max_unsent = max_unsent;
                }
            }
            Action::Close { conn, code, reason } => {
                if let Some(Client { stage: Stage::Open(ws), unsent, .. }) =
                    self.clients.get_mut(&(conn.0 as usize))
                {
                    ws.close(code, &reason);
                    unsent.extend(ws.take_output());
                }
            }
            Action::Files { op, files } => {
                let results = files.into_iter().map(|file| self.file(file)).collect();
                self.happened.push_back(Input::Done { op, result: OpResult::Files(results) });
            }
            Action::Listen { listener, listen } => {
                let socket = TcpListener::bind(listen.addresses[0])?;
                socket.set_nonblocking(true)?;
                let addresses = vec![socket.local_addr()?];
                watch(&self.poller, &socket, LISTENER)?;
                self.listener = Some(socket);
                self.happened.push_back(Input::Listening { listener, addresses });
            }
            Action::Unlisten { .. } => {
                if let Some(socket) = self.listener.take() {
                    self.poller.delete(&socket)?;
                }
            }
            Action::Fetch { op, .. } => self.cannot(op, OpResult::Fetch),
            Action::Spawn { op, .. } => self.cannot(op, OpResult::Process),
            Action::Cancel { .. } | Action::AcceptBody { .. } | Action::Respond { .. } => {}
            Action::Observe(fact) => eprintln!("{fact:?}"),
            Action::Exit(exit) => {
                eprintln!("{exit:?}");
                self.ended = true;
            }
        }
        Ok(())
    }

    fn accept(&mut self) -> io::Result<()> {
        let Some(listener) = &self.listener else { return Ok(()) };
        self.poller.modify(listener, Event::readable(LISTENER))?;
        let Ok((socket, address)) = listener.accept() else { return Ok(()) };
        socket.set_nonblocking(true)?;
        self.last += 1;
        watch(&self.poller, &socket, self.last)?;
        let peer = Peer { address, local: socket.local_addr()?, tls: false };
        let stage = Stage::Http(Gate::new(GateLimits::default()));
        let client = Client { socket, peer, stage, unsent: Vec::new(), max_unsent: usize::MAX, ends: false };
        self.clients.insert(self.last, client);
        Ok(())
    }

    /// Reads once, and tells the engine what the bytes amount to.
    fn read(&mut self, key: usize) {
        let Some(client) = self.clients.get_mut(&key) else { return };
        let mut buffer = [0; 16 * 1024];
        let room = match &client.stage {
            Stage::Http(gate) => gate.room().min(buffer.len()),
            Stage::Upgrading(..) => 0,
            Stage::Open(_) if client.unsent.len() > client.max_unsent => 0,
            Stage::Open(_) => buffer.len(),
        };
        match client.socket.read(&mut buffer[..room]) {
            Ok(0) if room > 0 => return self.lose(key),
            Ok(n) => client.take(key, &buffer[..n], &mut self.happened),
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
            Err(_) => return self.lose(key),
        }
        self.happened.push_back(Input::Drained { conn: ConnId(key as u64), unsent: client.unsent.len() });
    }

    fn upgrade(&mut self, conn: ConnId) {
        let Some(client) = self.clients.get_mut(&(conn.0 as usize)) else { return };
        if let Stage::Upgrading(accept, leftover) = &client.stage {
            client.unsent.extend(accept.response_101());
            client.stage = Stage::Open(Box::new(Ws::server(WsLimits::default(), leftover)));
        }
    }

    fn send(&mut self, conn: ConnId, parts: &[&[u8]]) {
        let Some(client) = self.clients.get_mut(&(conn.0 as usize)) else { return };
        client.unsent.extend(frame_header(parts.iter().map(|p| p.len()).sum()).as_ref());
        client.unsent.extend(parts.iter().copied().flatten());
    }

    /// Writes what the sockets take, and has them watched for what they may do next.
    fn flush(&mut self) -> io::Result<()> {
        let (mut unsent, mut lost) = (Vec::new(), Vec::new());
        for (key, client) in &mut self.clients {
            let broken = match client.socket.write(&client.unsent) {
                Ok(n) => client.unsent.drain(..n).len() != n,
                Err(e) => e.kind() != io::ErrorKind::WouldBlock,
            };
            let left = client.unsent.len();
            let interest = Event::new(*key, left <= client.max_unsent, left > 0);
            if broken || (client.ends && left == 0) || self.poller.modify(&client.socket, interest).is_err() {
                lost.push(*key);
            } else if left > 0 {
                unsent.push((ConnId(*key as u64), left));
            }
        }
        lost.into_iter().for_each(|key| self.lose(key));
        self.tell(Input::Flushed { unsent })
    }

    fn lose(&mut self, key: usize) {
        let Some(client) = self.clients.remove(&key) else { return };
        // Dropping the socket ends it; the poller must not know it any more.
        let _ = self.poller.delete(&client.socket);
        self.happened.push_back(Input::Closed {
            conn: ConnId(key as u64),
            code: None,
            reason: String::new(),
        });
    }

    fn cannot<T>(&mut self, op: OpId, result: impl FnOnce(Result<T, OpError>) -> OpResult) {
        let error = OpError {
            kind: OpErrorKind::Other,
            detail: "this runtime has no network and no processes".into(),
        };
        self.happened.push_back(Input::Done { op, result: result(Err(error)) });
    }

    fn file(&mut self, op: FileOp) -> Result<FileDone, OpError> {
        let missing = || OpError { kind: OpErrorKind::NotFound, detail: "no such file".into() };
        match op {
            FileOp::Read { file, range } => {
                let all = self.disk.get(&file).ok_or_else(missing)?;
                let (start, len) = range.within(all.len() as u64).ok_or_else(missing)?;
                let bytes = all[start as usize..(start + len) as usize].to_vec();
                return Ok(FileDone::Data { bytes, start, size: all.len() as u64 });
            }
            FileOp::ReadBelow { .. } => return Err(missing()),
            FileOp::List { dir } => {
                let below =
                    |name: &FileName| name.path.strip_prefix(&dir.path)?.strip_prefix('/').map(str::to_owned);
                return Ok(FileDone::Names(self.disk.keys().filter_map(below).collect()));
            }
            FileOp::Write { file, bytes, .. } => drop(self.disk.insert(file, bytes)),
            FileOp::Append { file, bytes, .. } => {
                let log = self.disk.entry(file).or_default();
                log.extend(bytes);
                return Ok(FileDone::Written { size: log.len() as u64 });
            }
            FileOp::Sync { .. } => {}
            FileOp::Rename { from, to } => {
                let bytes = self.disk.remove(&from).ok_or_else(missing)?;
                self.disk.insert(to, bytes);
            }
            FileOp::Remove { file } => drop(self.disk.remove(&file)),
        }
        Ok(FileDone::Done)
    }
}

impl Client {
    fn take(&mut self, key: usize, bytes: &[u8], happened: &mut VecDeque<Input>) {
        let peer = self.peer;
        if let Stage::Http(gate) = &mut self.stage {
            gate.receive(bytes);
            match gate.poll() {
                GateStep::NeedMore => {}
                GateStep::Request(_) => {
                    self.unsent
                        .extend(refusal_response(&Refusal::new(404, "there are only WebSockets here")));
                    self.ends = true;
                }
                GateStep::Upgrade(head, accept) => {
                    let gate = core::mem::replace(gate, Gate::new(GateLimits::default()));
                    self.stage = Stage::Upgrading(accept, gate.into_leftover());
                    happened.push_back(Input::Opened { conn: ConnId(key as u64), peer, head });
                }
                GateStep::Refuse(refusal) => {
                    self.unsent.extend(refusal_response(&refusal));
                    self.ends = true;
                }
            }
        } else if let Stage::Open(ws) = &mut self.stage {
            ws.receive(bytes);
            while let Some(event) = ws.poll() {
                let conn = ConnId(key as u64);
                match event {
                    WsEvent::Text(text) => {
                        happened.push_back(Input::Message { conn, data: text.as_bytes().to_vec() })
                    }
                    WsEvent::Binary(data) => happened.push_back(Input::Message { conn, data }),
                    WsEvent::Closed { .. } | WsEvent::Failed { .. } => self.ends = true,
                }
            }
            self.unsent.extend(ws.take_output());
        }
    }
}

fn watch(poller: &Poller, socket: &impl std::os::fd::AsRawFd, key: usize) -> io::Result<()> {
    // SAFETY: every socket is taken out of the poller before it is dropped.
    #[expect(unsafe_code, reason = "polling wants the promise that a socket outlives its registration")]
    unsafe {
        poller.add(socket, Event::readable(key))
    }
}
