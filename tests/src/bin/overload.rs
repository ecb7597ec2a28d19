//! `cargo overload`: more than the gateway takes, and the figures. See `docs/testing.md`.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use openclaw_tests::overload::{frames, half_messages, handshakes, idle, runs, storm, waiters};

fn main() {
    print!("{}", handshakes());
    print!("{}", half_messages());
    print!("{}", runs());
    print!("{}", waiters());
    print!("{}", frames());
    print!("{}", storm(3_000));
    print!("{}", idle(10_000));
}
