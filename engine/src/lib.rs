//! The gateway as a pure state machine.

pub mod transport;
