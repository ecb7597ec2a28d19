//! A gateway without a port: its only client is in the same process, and talks to the engine directly.
//!
//! Client and engine are the same as on two ends of a socket; what one sends the other is told.

use crate::clock::Clock;
use crate::dial::Called;
use crate::drive::{Inner, Parts, World};
use crate::entropy;
use crate::fetch::{self, Pool};
use crate::lock::Lock;
use crate::log_sink::{Log, Writer};
use crate::process::Processes;
use crate::signals;
use crate::store::Roots;
use crate::tell::Teller;
use core::cell::Cell;
use core::future::{pending, poll_fn};
use core::net::{Ipv4Addr, SocketAddr};
use core::task::{Poll, Waker};
use engine::client::{
    self, ABNORMAL, Client, ClientAction, ClientEvent, ClientInput, RequestError, RequestId, RequestOptions,
};
use engine::transport::http_gate::RequestHead;
use engine::{Action, ConnId, Engine, Exit, Input, Instant, Peer, Setup, Signal};
use serde_json::Value;
use smol::future::or;
use smol::{LocalExecutor, Timer};
use std::collections::VecDeque;
use std::rc::Rc;

/// A gateway to ask without a port.
#[derive(Debug)]
pub struct Embed {
    /// The engine's setup.
    pub setup: Setup,
    /// What is logged where.
    pub log: Log,
    /// The right to run on this state, given back at the end.
    pub lock: Option<Lock>,
    /// Whether nothing may be written: whatever changes is forgotten at the end.
    pub read_only: bool,
    /// Who asks.
    pub client: client::Setup,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The method.
    pub method: &'a str,
    /// Its parameters.
    pub params: Value,
    /// How long to wait, and for which answer.
    pub options: RequestOptions,
}

/// Starts a gateway, asks one thing, and stops it; blocks until its state is on the disk.
///
/// # Errors
///
/// The gateway cannot start: its words. Or the process was told to stop meanwhile.
pub fn ask(
    embed: Embed,
    question: Question<'_>,
    mut observe: impl FnMut(&ClientEvent),
) -> Result<Called, String> {
    let refused = |error| format!("the system refused what every gateway needs: {error}");
    let Embed { setup, log, lock, read_only, client } = embed;
    let writer = Writer::start(log, &setup.host).map_err(refused)?;
    let signals = signals::take().map_err(refused)?;
    let (gateway_seed, client_seed) = (entropy::seed().map_err(refused)?, entropy::seed().map_err(refused)?);
    let executor = Rc::new(LocalExecutor::new());
    let world = world(setup, &executor, &writer, read_only, gateway_seed);
    let stopped = Rc::new(Cell::new(false));
    let asked = smol::block_on(executor.run(async {
        let noted = Rc::clone(&stopped);
        let note = move |signal| noted.set(noted.get() || signal != Signal::Restart);
        executor.spawn(signals::pass_on(Rc::clone(&world), signals, note)).detach();
        world.keep_going();
        world.input(Input::Start);
        let opened = async {
            let conn = open(&world).await;
            let client = Client::new(client, client_seed, world.inner().clock.now());
            Ok(Visit { world: Rc::clone(&world), client, conn }.ask(question, &mut observe).await)
        };
        let exited = async { Err(world.exit().await) };
        let asked = or(opened, exited).await;
        if asked.is_ok() {
            world.input(Input::Signal(Signal::Terminate));
            world.exit().await;
        }
        world.inner().processes.kill_all();
        asked
    }));
    drop(writer);
    drop(lock);
    if stopped.get() {
        return Err("stopped by a signal; what was done until then is kept".to_owned());
    }
    asked.map_err(|exit| match exit {
        Exit::Stopped => "stopped before there was an answer".to_owned(),
        Exit::Failed(text) => text,
    })
}

fn world(
    setup: Setup,
    executor: &Rc<LocalExecutor<'static>>,
    writer: &Writer,
    read_only: bool,
    seed: [u8; 32],
) -> Rc<World> {
    let host = setup.host.clone();
    let clock = Clock::start();
    let variables = host.env.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let pool = Pool::new(fetch::Setup::from_env(variables), Rc::clone(executor));
    let roots = Roots::new(&host.state_dir);
    let world = World::new(Parts {
        engine: Box::new(Engine::new(setup, seed, clock.now())),
        clock,
        executor: Rc::clone(executor),
        roots: if read_only { roots.read_only() } else { roots },
        // Nobody can knock.
        max_sockets: 0,
        recording: None,
        names: Vec::new(),
        pool: Rc::new(pool),
        processes: Rc::new(Processes::new(executor)),
        teller: Teller::new(writer.sink(), Default::default(), host.pid, host.log_file),
    });
    world.inner().door = Some(Door::default());
    world
}

/// Where the one client stands. What the engine sends it waits here; the engine itself bounds how much.
#[derive(Debug, Default)]
pub(crate) struct Door {
    /// Where the gateway believes it listens.
    place: Option<SocketAddr>,
    inbox: VecDeque<ClientInput>,
    waker: Option<Waker>,
}

impl Door {
    fn put(&mut self, input: ClientInput) {
        self.inbox.push_back(input);
        self.wake();
    }

    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl Inner {
    /// Does what is asked for at the door, and gives back what is asked for elsewhere.
    #[expect(clippy::wildcard_enum_match_arm, reason = "everything that is not the door's is given back")]
    pub(crate) fn at_door(&mut self, action: Action) -> Option<Action> {
        let Some(door) = &mut self.door else { return Some(action) };
        match action {
            Action::Listen { listener, listen } => {
                door.place = listen.addresses.first().copied();
                door.wake();
                self.later(Input::Listening { listener, addresses: listen.addresses });
            }
            Action::Unlisten { .. } | Action::SetReadLimit { .. } => {}
            Action::Accept { .. } => door.put(ClientInput::Connected),
            Action::Reject { response, .. } => {
                let detail = format!("unexpected server response: {}", response.status);
                door.put(ClientInput::ConnectFailed { detail });
            }
            Action::Send { text, .. } => door.put(ClientInput::Message(text)),
            Action::Broadcast { body, end, to } => {
                for (_, seq) in to {
                    door.put(ClientInput::Message(format!("{body}{seq}{end}")));
                }
            }
            Action::Close { code, reason, .. } => door.put(ClientInput::Closed { code, reason }),
            Action::Drop { .. } => door.put(ClientInput::Closed { code: ABNORMAL, reason: String::new() }),
            other => return Some(other),
        }
        None
    }
}

/// Waits until the gateway would take connections.
async fn open(world: &Rc<World>) -> Conn {
    let local = poll_fn(|cx| {
        let mut inner = world.inner();
        let Some(door) = &mut inner.door else { return Poll::Pending };
        match door.place {
            Some(place) => Poll::Ready(place),
            None => {
                door.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    })
    .await;
    Conn { id: ConnId(world.inner().number()), local }
}

/// The one connection.
#[derive(Clone, Copy, Debug)]
struct Conn {
    id: ConnId,
    local: SocketAddr,
}

/// A client at the door.
struct Visit {
    world: Rc<World>,
    client: Client,
    conn: Conn,
}

impl Visit {
    async fn ask(mut self, question: Question<'_>, observe: &mut impl FnMut(&ClientEvent)) -> Called {
        let now = self.world.inner().clock.now();
        let asked = self.client.request(now, question.method, question.params, question.options);
        let mut tokens = Vec::new();
        let result = loop {
            if let Some(result) = self.act(asked, observe, &mut tokens) {
                break result;
            }
            if let Some(disconnect) = self.client.ended() {
                break Err(RequestError::Disconnected(disconnect.clone()));
            }
            let input = or(self.next(), self.timer(self.client.poll_timeout())).await;
            let now = self.world.inner().clock.now();
            self.client.handle_input(now, input);
        };
        self.client.close();
        self.act(asked, observe, &mut tokens);
        Called { result, tokens }
    }

    /// Does what the client asks for, until there is nothing or the answer is among it.
    fn act(
        &mut self,
        asked: RequestId,
        observe: &mut impl FnMut(&ClientEvent),
        tokens: &mut Vec<client::TokenChange>,
    ) -> Option<Result<Value, RequestError>> {
        while let Some(action) = self.client.poll_action() {
            match action {
                ClientAction::Connect(_) => self.world.input(self.conn.opened()),
                ClientAction::Send(text) => {
                    let data = text.expose().clone().into_bytes();
                    self.world.input(Input::Message { conn: self.conn.id, data });
                }
                ClientAction::Close { code, reason } => {
                    self.world.input(Input::Closed { conn: self.conn.id, code: Some(code), reason });
                }
                ClientAction::Event(ClientEvent::Response { id, result }) if id == asked => {
                    return Some(result);
                }
                ClientAction::Event(event) => {
                    if let ClientEvent::Token(change) = &event {
                        tokens.push(change.clone());
                    }
                    observe(&event);
                }
            }
        }
        None
    }

    /// Waits for something the engine has for the client.
    async fn next(&self) -> ClientInput {
        let (input, empty) = poll_fn(|cx| {
            let mut inner = self.world.inner();
            let Some(door) = &mut inner.door else { return Poll::Pending };
            match door.inbox.pop_front() {
                Some(input) => Poll::Ready((input, door.inbox.is_empty())),
                None => {
                    door.waker = Some(cx.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await;
        if empty {
            self.world.input(Input::Flushed { unsent: Vec::new() });
        }
        input
    }

    async fn timer(&self, due: Option<Instant>) -> ClientInput {
        let clock = self.world.inner().clock;
        match due {
            Some(at) => drop(Timer::at(clock.at(at)).await),
            None => pending().await,
        }
        ClientInput::Timeout
    }
}

impl Conn {
    /// The upgrade of a client on this machine.
    fn opened(&self) -> Input {
        let host = self.local.to_string();
        let headers = [
            ("Host", host.as_str()),
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Version", "13"),
        ];
        let peer =
            Peer { address: SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 1), local: self.local, tls: false };
        Input::Opened { conn: self.id, peer, head: RequestHead::new("GET", "/", &headers) }
    }
}
