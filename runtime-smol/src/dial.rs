//! A client of a gateway on real sockets: [`engine::client::Client`], with somebody to do what it asks for.
//!
//! What to send, whom to believe and when to give up is the client's business. Here are a resolver, a socket and a
//! timer, all on the thread that waits; only a host name that has to be looked up takes another.
//!
//! ```no_run
//! # use engine::client::{RequestOptions, Setup, Target};
//! # use runtime_smol::dial;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let setup = Setup { token: Some("secret".into()), ..Setup::command("1.0", "linux") };
//! let target = Target::parse("ws://127.0.0.1:18789", None)?;
//! let seed = [0; 32]; // of the system's entropy
//! let called = dial::call(setup, target, seed, "health", serde_json::json!({}), RequestOptions::default());
//! println!("{}", called.result?);
//! # Ok(())
//! # }
//! ```

mod socket;
mod stream;
mod tls;

#[cfg(test)]
mod tests;

use crate::clock::Clock;
use core::fmt;
use core::future::{Future, pending};
use core::pin::Pin;
use core::time::Duration;
use engine::client::{
    Client, ClientAction, ClientEvent, ClientInput, Disconnect, RequestError, RequestId, RequestOptions,
    Setup, Target, TokenChange,
};
use engine::{Instant, Now};
use serde_json::Value;
use smol::Timer;
use smol::future::or;
use std::collections::BTreeMap;

use socket::Socket;

/// A client and its connection.
#[derive(Debug)]
pub struct Dial {
    client: Client,
    target: Target,
    clock: Clock,
    link: Link,
}

/// What came of a [`call`].
#[derive(Debug)]
pub struct Called {
    /// The answer.
    pub result: Result<Value, RequestError>,
    /// Changes of the stored device token, in order; they are to be saved whatever the answer is.
    pub tokens: Vec<TokenChange>,
}

/// Connects, asks one thing, and hangs up; blocks until then.
pub fn call(
    setup: Setup,
    target: Target,
    seed: [u8; 32],
    method: &str,
    params: Value,
    options: RequestOptions,
) -> Called {
    call_observed(setup, target, seed, method, params, options, |_| {})
}

/// The same, with everything told that happens until the answer is there.
pub fn call_observed(
    setup: Setup,
    target: Target,
    seed: [u8; 32],
    method: &str,
    params: Value,
    options: RequestOptions,
    mut observe: impl FnMut(&ClientEvent),
) -> Called {
    let mut tokens = Vec::new();
    let result = smol::block_on(async {
        let mut dial = Dial::new(setup, target, seed);
        let result = dial
            .ask(method, params, options, |event| {
                if let ClientEvent::Token(change) = event {
                    tokens.push(change.clone());
                }
                observe(event);
            })
            .await;
        dial.close().await;
        result
    });
    Called { result, tokens }
}

/// What came of a [`visit`].
#[derive(Debug)]
pub struct Visited {
    /// How long it took until the gateway had let the client in; nothing when it did not.
    pub greeted: Option<Duration>,
    /// An answer to each question, in their order.
    pub results: Vec<Result<Value, RequestError>>,
    /// Changes of the stored device token, in order.
    pub tokens: Vec<TokenChange>,
}

/// Connects, asks several things at once, and hangs up; blocks until every answer is there.
pub fn visit(
    setup: Setup,
    target: Target,
    seed: [u8; 32],
    questions: &[(&str, Value)],
    timeout: Duration,
) -> Visited {
    let options = RequestOptions { timeout: Some(timeout), expect_final: false };
    smol::block_on(async {
        let mut dial = Dial::new(setup, target, seed);
        let begun = dial.now().mono;
        let ids: Vec<RequestId> =
            questions.iter().map(|(method, params)| dial.request(method, params.clone(), options)).collect();
        let mut answers: BTreeMap<RequestId, Result<Value, RequestError>> = BTreeMap::new();
        let (mut greeted, mut tokens) = (None, Vec::new());
        while answers.len() < ids.len() {
            match dial.next_event().await {
                Ok(ClientEvent::Ready(_)) => greeted = Some(dial.now().mono - begun),
                Ok(ClientEvent::Token(change)) => tokens.push(change),
                Ok(ClientEvent::Response { id, result }) => drop(answers.insert(id, result)),
                Ok(
                    ClientEvent::Accepted { .. }
                    | ClientEvent::Event { .. }
                    | ClientEvent::Gap { .. }
                    | ClientEvent::Disconnected { .. },
                ) => {}
                Err(disconnect) => {
                    for id in &ids {
                        answers
                            .entry(*id)
                            .or_insert_with(|| Err(RequestError::Disconnected(disconnect.clone())));
                    }
                }
            }
        }
        dial.close().await;
        Visited { greeted, results: answers.into_values().collect(), tokens }
    })
}

impl Dial {
    /// Makes a client that connects as soon as it is waited on. The seed must not be guessable.
    #[must_use]
    pub fn new(setup: Setup, target: Target, seed: [u8; 32]) -> Self {
        let clock = Clock::start();
        Self { client: Client::new(setup, seed, clock.now()), target, clock, link: Link::Idle }
    }

    /// Tells the time the client lives in.
    #[must_use]
    pub fn now(&self) -> Now {
        self.clock.now()
    }

    /// Asks the gateway, now or once there is a connection. The answer is among the events.
    pub fn request(&mut self, method: &str, params: Value, options: RequestOptions) -> RequestId {
        self.client.request(self.clock.now(), method, params, options)
    }

    /// Waits for the next event. May be dropped and called again; in between nothing is received or sent.
    ///
    /// # Errors
    ///
    /// There is no connection and will be none. The event that says so has been told before.
    pub async fn next_event(&mut self) -> Result<ClientEvent, Disconnect> {
        loop {
            while let Some(action) = self.client.poll_action() {
                if let Some(event) = self.perform(action) {
                    return Ok(event);
                }
            }
            if let Some(disconnect) = self.client.ended() {
                return Err(disconnect.clone());
            }
            let input = self.wait().await;
            self.client.handle_input(self.clock.now(), input);
        }
    }

    /// Asks the gateway and waits for the answer; what else is told meanwhile goes to `observe`.
    ///
    /// # Errors
    ///
    /// The gateway refused, or there is no answer.
    pub async fn ask(
        &mut self,
        method: &str,
        params: Value,
        options: RequestOptions,
        mut observe: impl FnMut(&ClientEvent),
    ) -> Result<Value, RequestError> {
        let asked = self.request(method, params, options);
        loop {
            let event = self.next_event().await.map_err(RequestError::Disconnected)?;
            let ClientEvent::Response { id, result } = event else {
                observe(&event);
                continue;
            };
            if id == asked {
                return result;
            }
            observe(&ClientEvent::Response { id, result });
        }
    }

    /// Hangs up; waits a little for the gateway to do the same.
    pub async fn close(mut self) {
        self.client.close();
        while let Some(action) = self.client.poll_action() {
            self.perform(action);
        }
        if let Link::Leaving(leaving) = self.link {
            leaving.await;
        }
    }

    /// Does what is asked for, or hands out what is told.
    fn perform(&mut self, action: ClientAction) -> Option<ClientEvent> {
        match action {
            ClientAction::Connect(connect) => {
                self.link = Link::Opening(Box::pin(stream::open(self.target.clone(), connect)));
            }
            ClientAction::Send(text) => {
                if let Link::Open(socket) = &mut self.link {
                    socket.send(text.expose());
                }
            }
            ClientAction::Close { code, reason } => self.link.leave(Some((code, reason))),
            ClientAction::Event(event) => return Some(event),
        }
        None
    }

    async fn wait(&mut self) -> ClientInput {
        let due = self.client.poll_timeout();
        // A gateway that never stops talking must not keep a deadline from being noticed.
        if due.is_some_and(|at| at <= self.clock.now().mono) {
            return ClientInput::Timeout;
        }
        or(self.link.next(), timer(self.clock, due)).await
    }
}

async fn timer(clock: Clock, due: Option<Instant>) -> ClientInput {
    match due {
        Some(at) => drop(Timer::at(clock.at(at)).await),
        None => pending().await,
    }
    ClientInput::Timeout
}

/// How far the connection is.
enum Link {
    Idle,
    Opening(Pin<Box<dyn Future<Output = Result<Socket, String>>>>),
    Open(Box<Socket>),
    /// The client has done with it; the goodbye is on its way.
    Leaving(Pin<Box<dyn Future<Output = ()>>>),
}

impl Link {
    /// Waits for something to tell the client.
    async fn next(&mut self) -> ClientInput {
        match self {
            Self::Idle => pending().await,
            Self::Opening(opening) => match opening.await {
                Ok(socket) => {
                    *self = Self::Open(Box::new(socket));
                    ClientInput::Connected
                }
                Err(detail) => {
                    *self = Self::Idle;
                    ClientInput::ConnectFailed { detail }
                }
            },
            Self::Open(socket) => {
                let input = socket.next().await;
                if matches!(input, ClientInput::Closed { .. }) {
                    self.leave(None);
                }
                input
            }
            Self::Leaving(leaving) => {
                leaving.await;
                *self = Self::Idle;
                pending().await
            }
        }
    }

    /// Gives the connection up; one that is not open yet is simply dropped.
    fn leave(&mut self, goodbye: Option<(u16, String)>) {
        *self = match core::mem::replace(self, Self::Idle) {
            Self::Open(socket) => Self::Leaving(Box::pin(socket.leave(goodbye))),
            leaving @ Self::Leaving(_) => leaving,
            Self::Idle | Self::Opening(_) => Self::Idle,
        };
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Idle => "Idle",
            Self::Opening(_) => "Opening",
            Self::Open(_) => "Open",
            Self::Leaving(_) => "Leaving",
        })
    }
}
