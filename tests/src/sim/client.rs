//! The clients of a world: opening a connection, shaking hands, asking.

use super::{Route, World};
use crate::peer::{Connect, End, Peer};
use core::time::Duration;
use engine::{ConnId, Input};
use serde_json::{Value, json};

/// A connection of a world, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Client(pub u64);

impl World {
    /// Opens a connection; nothing is said yet.
    pub fn open(&mut self, route: &Route) -> Client {
        let conn = self.next_conn();
        self.net.open(conn.0);
        self.give(Input::Opened { conn, peer: route.peer(), head: route.head("GET", "/") });
        Client(conn.0)
    }

    /// Opens a connection and says `connect`. The answer is `Null` when there is none yet.
    pub fn try_connect(&mut self, route: &Route, connect: &Connect) -> (Client, Value) {
        let client = self.open(route);
        let answer = self.say_connect(client, connect);
        (client, answer)
    }

    /// Says `connect` on an open connection.
    pub fn say_connect(&mut self, client: Client, connect: &Connect) -> Value {
        let nonce = self.nonce(client);
        let params = connect.params(&nonce, self.clock.wall_ms());
        let id = self.send(client, "connect", &params);
        self.answer(client, &id)
    }

    /// The nonce of a connection's challenge.
    #[must_use]
    pub fn nonce(&self, client: Client) -> String {
        let challenges = self.peer(client).events("connect.challenge");
        challenges.first().and_then(|c| c["nonce"].as_str()).unwrap_or_default().to_owned()
    }

    /// Connects from this machine.
    ///
    /// # Panics
    ///
    /// When the gateway does not let it in.
    pub fn connect(&mut self, connect: &Connect) -> Client {
        self.connect_from(&Route::local(), connect)
    }

    /// Connects from somewhere.
    ///
    /// # Panics
    ///
    /// When the gateway does not let it in.
    pub fn connect_from(&mut self, route: &Route, connect: &Connect) -> Client {
        let (client, answer) = self.try_connect(route, connect);
        assert_eq!(answer["payload"]["type"], "hello-ok", "{answer} {:?}", self.peer(client).end);
        client
    }

    /// Connects a command line client with every scope.
    pub fn operator(&mut self) -> Client {
        self.connect(&Connect::cli())
    }

    /// What the client was told when it was let in.
    #[must_use]
    pub fn hello(&self, client: Client) -> Value {
        let frames = self.peer(client).frames();
        let hello = frames.iter().find(|f| f["payload"]["type"] == "hello-ok");
        hello.map_or(Value::Null, |f| f["payload"].clone())
    }

    /// Asks, without waiting for an answer. Gives the request's id.
    pub fn send(&mut self, client: Client, method: &str, params: &Value) -> String {
        let (id, text) = self.net.link(client.0).peer.request(method, params);
        self.text(client, &text);
        id
    }

    /// Sends any text.
    pub fn text(&mut self, client: Client, text: &str) {
        self.give(Input::Message { conn: ConnId(client.0), data: text.as_bytes().to_vec() });
    }

    /// Asks; the answer, whole, must be there at once.
    ///
    /// # Panics
    ///
    /// When it is not there.
    #[expect(clippy::needless_pass_by_value, reason = "callers write the params in place")]
    pub fn call(&mut self, client: Client, method: &str, params: Value) -> Value {
        let id = self.send(client, method, &params);
        let answer = self.answer(client, &id);
        assert!(!answer.is_null(), "{method} was not answered; the connection: {:?}", self.peer(client).end);
        answer
    }

    /// Asks; the answer's payload.
    ///
    /// # Panics
    ///
    /// When there is no answer, or it is an error.
    pub fn ok(&mut self, client: Client, method: &str, params: Value) -> Value {
        let answer = self.call(client, method, params);
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer["payload"].clone()
    }

    /// Asks; the answer's error.
    ///
    /// # Panics
    ///
    /// When there is no answer, or it is not an error.
    pub fn err(&mut self, client: Client, method: &str, params: Value) -> Value {
        let answer = self.call(client, method, params);
        assert_eq!(answer["ok"], false, "{method}: {answer}");
        answer["error"].clone()
    }

    /// The first answer to a request, or `Null`.
    #[must_use]
    pub fn answer(&self, client: Client, id: &str) -> Value {
        self.peer(client).responses(id).into_iter().next().unwrap_or(Value::Null)
    }

    /// Every answer to a request.
    #[must_use]
    pub fn answers(&self, client: Client, id: &str) -> Vec<Value> {
        self.peer(client).responses(id)
    }

    /// Lets time pass until a request has so many answers, at most ten minutes.
    ///
    /// # Panics
    ///
    /// When it never has.
    pub fn await_answers(&mut self, client: Client, id: &str, count: usize) -> Vec<Value> {
        let there = self.advance_until(Duration::from_secs(600), |w| w.answers(client, id).len() >= count);
        let answers = self.answers(client, id);
        assert!(there, "{} answers instead of {count}: {answers:?}", answers.len());
        answers
    }

    /// Begins a chat turn; its run has the idempotency key `key`.
    pub fn chat(&mut self, client: Client, session: &str, text: &str, key: &str) -> Value {
        self.ok(client, "chat.send", json!({"sessionKey": session, "message": text, "idempotencyKey": key}))
    }

    /// Lets time pass until a run has ended, at most ten minutes; what `agent.wait` says of it.
    pub fn await_run(&mut self, client: Client, run: &str) -> Value {
        let id = self.send(client, "agent.wait", &json!({"runId": run, "timeoutMs": 600_000}));
        self.await_answers(client, &id, 1)[0]["payload"].clone()
    }

    /// The client at the end of a connection.
    #[must_use]
    pub fn peer(&self, client: Client) -> &Peer {
        self.net.peer(client.0)
    }

    /// How a connection ended.
    #[must_use]
    pub fn end(&self, client: Client) -> Option<End> {
        self.peer(client).end.clone()
    }

    /// Forgets what a client was told so far.
    pub fn forget(&mut self, client: Client) {
        self.net.link(client.0).peer.clear();
    }

    /// The chat events of a run, in order.
    #[must_use]
    pub fn chat_events(&self, client: Client, run: &str) -> Vec<Value> {
        self.peer(client).events("chat").into_iter().filter(|e| e["runId"] == run).collect()
    }

    /// The agent events of a run, in order.
    #[must_use]
    pub fn agent_events(&self, client: Client, run: &str) -> Vec<Value> {
        self.peer(client).events("agent").into_iter().filter(|e| e["runId"] == run).collect()
    }

    /// The client goes away.
    pub fn leave(&mut self, client: Client) {
        self.net.leave(client.0, 1000);
        self.give(Input::Closed { conn: ConnId(client.0), code: Some(1000), reason: String::new() });
    }

    /// The client stops reading.
    pub fn stall(&mut self, client: Client) {
        self.net.slow(client.0, true);
    }

    /// A client that stopped reading takes so many of its messages.
    pub fn drain(&mut self, client: Client, messages: usize) {
        let unsent = self.net.drain(client.0, messages);
        self.give(Input::Drained { conn: ConnId(client.0), unsent });
    }
}
