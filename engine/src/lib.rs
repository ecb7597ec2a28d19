//! The gateway as a pure state machine.

pub mod config;
pub mod secret;
pub mod transport;
