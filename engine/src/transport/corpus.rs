//! Replays the fuzzers' corpora, and mutations of them, through the functions the fuzz targets call.

use std::path::PathBuf;

use super::testing::Noise;
use super::{client_handshake, http_gate, ws};

#[path = "../../../fuzz/src/checks.rs"]
#[expect(unreachable_pub, reason = "public in the fuzz crate, which shares the file")]
mod checks;

#[test]
fn http_head_corpus_holds() {
    replay("http_head", checks::http_head);
}

#[test]
fn http_body_corpus_holds() {
    replay("http_body", checks::http_body);
}

#[test]
fn ws_server_corpus_holds() {
    replay("ws_server", checks::ws_server);
}

#[test]
fn ws_client_corpus_holds() {
    replay("ws_client", checks::ws_client);
}

fn replay(target: &str, check: fn(&[u8])) {
    let mut seeds = corpus(target);
    seeds.sort();
    assert!(!seeds.is_empty(), "corpus of {target} is empty");
    let mut noise = Noise::new(seeds.len() as u64);
    for (name, bytes) in &seeds {
        println!("{target}/{name}");
        check(bytes);
        for _ in 0..MUTATIONS {
            let mut mutated = bytes.clone();
            noise.mutate(&mut mutated);
            check(&mutated);
        }
    }
    for _ in 0..MUTATIONS {
        let len = noise.below(200);
        let random: Vec<u8> = (0..len).map(|_| noise.next() as u8).collect();
        check(&random);
    }
}

#[expect(clippy::disallowed_methods, reason = "a test reads its own input")]
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let entries = std::fs::read_dir(&directory).expect("corpus is committed");
    entries
        .map(|entry| entry.expect("corpus is readable"))
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).expect("corpus is readable"))
        })
        .collect()
}

/// Mutations per seed: enough to visit each byte of most seeds, few enough for every test run.
const MUTATIONS: usize = 400;
