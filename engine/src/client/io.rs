//! What a client is told and what it asks for.

use core::time::Duration;

use protocol_spec::types::HelloOk;
use serde_json::Value;

use super::error::{Disconnect, RequestError};
use super::requests::RequestId;
use super::tokens::TokenChange;
use crate::secret::Secret;

/// Something that happened to the connection.
#[derive(Clone, Debug, PartialEq)]
pub enum ClientInput {
    /// The WebSocket that was asked for is open.
    Connected,
    /// It cannot be had.
    ConnectFailed {
        /// The system's or the server's words.
        detail: String,
    },
    /// The gateway sent a message.
    Message(String),
    /// The gateway closed the connection, or it broke.
    Closed {
        /// The close code, [`NO_STATUS`](super::NO_STATUS) or [`ABNORMAL`](super::ABNORMAL).
        code: u16,
        /// The gateway's text.
        reason: String,
    },
    /// The time that [`Client::poll_timeout`](super::Client::poll_timeout) named has come.
    Timeout,
}

/// Something the client wants done, or has to tell.
#[derive(Clone, Debug, PartialEq)]
pub enum ClientAction {
    /// Open a WebSocket; answered by `Connected` or `ConnectFailed`.
    Connect(Connect),
    /// Send a text message. It may hold the credentials.
    Send(Secret<String>),
    /// Give the connection up, open or not yet, with a close frame if it is open; nothing more is told of it.
    Close {
        /// The close code.
        code: u16,
        /// The close reason.
        reason: String,
    },
    /// Tell who uses the client.
    Event(ClientEvent),
}

/// What a connection is made with, besides the address. The randomness is the client's, so that a run repeats.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Connect {
    /// Counts the attempts since the client was made, from 1.
    pub attempt: u32,
    /// The key of the WebSocket handshake.
    pub key: [u8; 16],
    /// The seed of the masks of the WebSocket's frames.
    pub mask_seed: [u8; 32],
}

impl core::fmt::Debug for Connect {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Connect").field("attempt", &self.attempt).finish_non_exhaustive()
    }
}

/// Something the user of a client wants to know.
#[derive(Clone, Debug, PartialEq)]
pub enum ClientEvent {
    /// The handshake is done. The device token is left out of `auth`: it comes as `Token`.
    Ready(Box<HelloOk>),
    /// A request has its answer; the last one it gets.
    Response {
        /// Which request.
        id: RequestId,
        /// The result.
        result: Result<Value, RequestError>,
    },
    /// The gateway took on what was asked; the answer follows. Only for requests that expect a final one.
    Accepted {
        /// Which request.
        id: RequestId,
        /// The first answer.
        payload: Value,
    },
    /// The gateway tells of something.
    Event {
        /// Its name, perhaps unknown.
        name: String,
        /// Its payload, null when there is none.
        payload: Value,
        /// Its number, absent on events meant for this connection alone.
        seq: Option<u64>,
    },
    /// Events were left out before the one that follows. With the reference that may be events this client is not
    /// meant to see: it counts them all.
    Gap {
        /// The number that was due.
        expected: u64,
        /// The number that came.
        received: u64,
    },
    /// The stored device token has changed and is to be saved.
    Token(TokenChange),
    /// The connection, or the attempt at one, is over; every request that was sent has its `Response` already.
    Disconnected {
        /// Why.
        disconnect: Disconnect,
        /// The pause until the next attempt; nothing when the client has given up.
        retry: Option<Duration>,
    },
}
