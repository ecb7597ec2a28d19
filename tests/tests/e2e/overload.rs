//! More than the gateway takes; `cargo overload` does it in larger numbers, on a release build.

use core::time::Duration;
use openclaw_tests::overload::{Figures, frames, half_messages, handshakes, idle, runs, storm, waiters};

/// Far above what a busy machine needs, which runs other tests at the same time: who is served beside a crowd must
/// not wait for its end. How long it really was is printed.
const PATIENT: Duration = Duration::from_secs(60);

/// Memory may grow by so many kB at the height.
fn check(figures: &Figures, grows: u64) {
    println!("{figures}");
    let [before, height, _] = figures.memory;
    assert!(height.saturating_sub(before) < grows, "{figures}");
    assert!(figures.latency.longest < PATIENT, "{figures}");
}

#[test]
fn who_is_one_too_many_at_the_door_is_told_to_come_later() {
    check(&handshakes(), 40 * 1024);
}

#[test]
fn what_is_held_for_strangers_is_bounded() {
    check(&half_messages(), 200 * 1024);
}

#[test]
fn a_turn_too_many_is_refused_until_there_is_room() {
    check(&runs(), 40 * 1024);
}

#[test]
fn a_caller_too_many_that_waits_is_refused() {
    check(&waiters(), 20 * 1024);
}

#[test]
fn frames_without_end_and_frames_too_large_cost_no_memory() {
    check(&frames(), 100 * 1024);
}

#[test]
fn everyone_of_a_storm_is_let_in_or_told_why_not() {
    check(&storm(3_000), 100 * 1024);
}

#[test]
fn two_thousand_idle_clients_cost_little() {
    check(&idle(2_000), 2_000 * 12);
}
