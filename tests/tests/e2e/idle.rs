//! What an idle gateway costs: no wake-ups between what is due, a few kilobytes for each client.

use super::program::{Gateway, Place};
use super::wire::Client;
use core::time::Duration;
use serde_json::json;
use std::fs;

/// Times that any of its threads was woken.
fn wake_ups(gateway: &Gateway) -> u64 {
    let tasks = fs::read_dir(format!("/proc/{}/task", gateway.pid().as_raw_nonzero())).unwrap();
    let of_task = |status: String| -> u64 {
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        line.unwrap().trim().parse().unwrap()
    };
    tasks.map(|task| of_task(fs::read_to_string(task.unwrap().path().join("status")).unwrap())).sum()
}

#[test]
fn nothing_wakes_an_idle_gateway() {
    for clients in [0, 50] {
        let place = Place::new();
        // With a turn, files were written, tools were ready: everything that could leave something behind.
        let gateway = place.gateway().start();
        Client::new(gateway.port).chat("main", "hello", "k1");
        let connected: Vec<Client> = (0..clients).map(|_| Client::new(gateway.port)).collect();
        // What was begun comes to its end: files are written out two seconds after the last change.
        std::thread::sleep(Duration::from_secs(4));
        let before = wake_ups(&gateway);
        // This is what is measured.
        std::thread::sleep(Duration::from_secs(6));
        let woken = wake_ups(&gateway) - before;
        // One due event may fall into it; with clients it wakes the writer and the timer's thread too.
        assert!(woken <= 6, "{woken} wake-ups in six seconds with {clients} clients");
        drop(connected);
    }
}

#[test]
fn a_silent_client_costs_a_few_kilobytes() {
    const CLIENTS: u64 = 400;
    let place = Place::new();
    let gateway = place.gateway().start();
    let resident = || -> u64 { gateway.status("VmRSS:").trim_end_matches(" kB").parse().unwrap() };
    let mut first = Client::new(gateway.port);
    first.ok("health", &json!({}));
    let before = resident();
    let clients: Vec<Client> = (0..CLIENTS).map(|_| Client::new(gateway.port)).collect();
    first.ok("health", &json!({}));
    let each = resident().saturating_sub(before) / CLIENTS;
    assert!(each <= 10, "{each} kB for each of {CLIENTS} clients");
    drop(clients);
}
