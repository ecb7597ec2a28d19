//! Tools run as processes: they end with the run that started them, and with the gateway.

use super::program::{PATIENCE, Place};
use super::wire::Client;
use core::time::Duration;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Whether a process is there and no mere entry of one that ended.
fn is_alive(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
    state.is_some_and(|state| state != 'Z' && state != 'X')
}

fn group_of(pid: u32) -> String {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    stat.rsplit_once(") ").unwrap().1.split(' ').nth(2).unwrap().to_owned()
}

/// Waits for something that no event tells.
fn wait_until(what: &str, done: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Starts a tool that leaves a grandchild behind and waits; gives the numbers of both.
fn start_tool(client: &mut Client, dir: &Path) -> Vec<u32> {
    let pids = dir.join("pids");
    let script = format!(
        "(sleep 300 & echo $! > {0}.part) ; echo $$ >> {0}.part; mv {0}.part {0}; sleep 300",
        pids.display()
    );
    let message = format!("!tool exec {}", json!({"command": script}));
    client.ok("chat.send", &json!({"sessionKey": "main", "message": message, "idempotencyKey": "k1"}));
    wait_until("the tool does not start", || pids.exists());
    let pids: Vec<u32> = fs::read_to_string(pids).unwrap().lines().map(|l| l.parse().unwrap()).collect();
    assert_eq!(pids.len(), 2);
    assert!(pids.iter().all(|pid| is_alive(*pid)), "{pids:?}");
    pids
}

#[test]
fn an_abort_ends_a_tool_and_all_it_started() {
    let place = Place::new();
    let gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    let pids = start_tool(&mut client, &place.home());
    let own = group_of(gateway.pid().as_raw_nonzero().get().unsigned_abs());
    assert!(pids.iter().all(|pid| group_of(*pid) != own), "tools are in a group of their own");
    let since = Instant::now();
    client.ok("chat.abort", &json!({"sessionKey": "main"}));
    let last = client.event("chat", |e| e["state"] != "delta");
    assert_eq!(last["state"], "aborted", "{last}");
    assert!(since.elapsed() < Duration::from_secs(2), "the end is told at once: {:?}", since.elapsed());
    wait_until("the tool lives on", || pids.iter().all(|pid| !is_alive(*pid)));
    assert_eq!(client.chat("main", "after", "k2"), "You said: after");
}

#[test]
fn a_gateway_that_stops_takes_its_tools_along() {
    let place = Place::new();
    let mut gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    let pids = start_tool(&mut client, &place.home());
    let since = Instant::now();
    assert_eq!(gateway.stop().code(), Some(0));
    assert!(since.elapsed() < Duration::from_secs(6), "{:?}", since.elapsed());
    wait_until("the tool lives on", || pids.iter().all(|pid| !is_alive(*pid)));
}

#[test]
fn a_tool_that_says_too_much_costs_no_memory() {
    let place = Place::new();
    let gateway = place.gateway().start();
    let mut client = Client::new(gateway.port);
    let said =
        client.chat("main", "!tool exec {\"command\": \"head -c 300000000 /dev/zero | tr '\\\\0' x\"}", "k1");
    assert!((100_000..1_000_000).contains(&said.len()), "{} bytes", said.len());
    assert!(gateway.peak_memory_kb() < 128 * 1024, "{} kB", gateway.peak_memory_kb());
}
