//! Replays the committed corpora, and mutations of them, through the functions the fuzz targets call.

use super::TARGETS;
use crate::transport::testing::Noise;
use std::collections::BTreeSet;
use std::path::PathBuf;

macro_rules! corpora {
    ($( $target:ident )*) => {
        $(
            #[test]
            fn $target() {
                super::replay(stringify!($target));
            }
        )*

        pub(super) const ALL: &[&str] = &[$( stringify!($target) ),*];
    };
}

mod corpus_holds {
    corpora! {
        checkpoint clock cron device_auth echo http_body http_head journal reply_directives session_key
        sse_openai store_doc transcript ws_client ws_server
    }
}

#[test]
fn every_target_is_replayed() {
    let replayed: BTreeSet<&str> = corpus_holds::ALL.iter().copied().collect();
    assert_eq!(replayed, TARGETS.iter().map(|(name, _)| *name).collect());
}

/// Each fuzz target that calls this crate is one of those above.
#[test]
fn every_target_is_a_program() {
    let calls = |text: &str| text.contains("engine::fuzzing::");
    let programs = files("fuzz_targets").into_iter();
    let programs: BTreeSet<String> = programs
        .filter(|(_, bytes)| calls(&String::from_utf8_lossy(bytes)))
        .map(|(name, _)| name.trim_end_matches(".rs").to_owned())
        .collect();
    assert_eq!(programs, TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect());
}

fn replay(target: &str) {
    let check = TARGETS.iter().find(|(name, _)| *name == target).expect("a target").1;
    let seeds = files(&format!("corpus/{target}"));
    assert!(!seeds.is_empty(), "corpus of {target} is empty");
    let mut noise = Noise::new(seeds.len() as u64);
    for (name, bytes) in &seeds {
        println!("{target}/{name}");
        check(bytes);
        for _ in 0..(MUTATIONS / seeds.len()).max(1) {
            let mut mutated = bytes.clone();
            noise.mutate(&mut mutated);
            println!("{target}/{name}, changed: {mutated:?}");
            check(&mutated);
        }
    }
}

/// The files of a directory of the fuzz crate, by name.
#[expect(clippy::disallowed_methods, reason = "a test reads its own input")]
fn files(directory: &str) -> Vec<(String, Vec<u8>)> {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fuzz").join(directory);
    let entries = std::fs::read_dir(&directory).unwrap_or_else(|e| panic!("{}: {e}", directory.display()));
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("a directory of ours is readable"))
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).expect("a file of ours is readable"))
        })
        .collect();
    files.sort();
    files
}

/// Mutations per target: enough to look around each seed, few enough for every test run.
const MUTATIONS: usize = 8_000;
