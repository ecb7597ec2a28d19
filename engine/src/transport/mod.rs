//! The byte layer: bytes in, requests and messages out, and the bytes to send back.
//!
//! Owned by one connection's task in the runtime, which does the reading and writing. Nothing here knows a
//! socket, a clock, a method or a session, and nothing here panics on what a peer sends: a peer's fault is a
//! [`http_gate::Refusal`] or a [`ws::WsEvent::Failed`]. Every result depends on the bytes alone, never on where
//! the network cut them.

pub mod client_handshake;
pub mod http_gate;
pub mod ws;

mod accept;
#[cfg(test)]
pub(crate) mod testing;
