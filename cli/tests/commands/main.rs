//! The `openclaw` command as people and scripts meet it: the real program, exact output, exact exit codes.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails where it must and says what it skips"
)]

mod agent;
mod down;
mod harness;
mod health;
mod plain;
mod run;
mod services;
mod system;
