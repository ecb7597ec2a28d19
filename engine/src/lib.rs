//! The gateway as a pure state machine.
