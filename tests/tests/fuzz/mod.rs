//! The fuzz targets: their corpora, replayed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use openclaw_tests::fuzz::{TARGETS, run};

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
    corpora! { config connect_params duration engine frame json5 recording schema_validator }
}

#[test]
fn every_target_is_replayed() {
    let replayed: BTreeSet<&str> = corpus_holds::ALL.iter().copied().collect();
    assert_eq!(replayed, TARGETS.iter().map(|(name, _)| *name).collect());
}

#[test]
fn every_target_has_a_program_and_a_corpus_of_small_files() {
    let targets = run::targets().unwrap();
    assert!(targets.len() > 20, "only {targets:?}");
    let listed = |directory: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(run::directory().join(directory)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.map(|name| name.trim_end_matches(".rs").to_owned()).collect()
    };
    let targets: BTreeSet<String> = targets.into_iter().collect();
    assert_eq!(listed("fuzz_targets"), targets);
    assert_eq!(listed("corpus"), targets);
    for target in &targets {
        let files = files(&run::directory().join("corpus").join(target));
        assert!(files.len() >= 10, "the corpus of {target} has {} files", files.len());
        for (name, bytes) in files {
            assert!(bytes.len() <= MAX_FILE, "{target}/{name} has {} bytes", bytes.len());
        }
    }
}

/// Each target calls one check: one of ours, or one that the engine's own tests replay.
#[test]
fn every_target_that_calls_a_check_of_ours_is_in_the_list() {
    let programs = files(&run::directory().join("fuzz_targets"));
    let calls = |bytes: &[u8], path: &str| String::from_utf8_lossy(bytes).contains(path);
    let ours: BTreeSet<String> = programs
        .iter()
        .filter(|(_, bytes)| !calls(bytes, "engine::fuzzing::"))
        .map(|(name, bytes)| {
            let name = name.trim_end_matches(".rs").to_owned();
            assert!(calls(bytes, &format!("openclaw_tests::fuzz::{name}(")), "{name} calls another check");
            name
        })
        .collect();
    assert_eq!(ours, TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect());
}

fn replay(target: &str) {
    let check = TARGETS.iter().find(|(name, _)| *name == target).unwrap().1;
    let files = files(&run::directory().join("corpus").join(target));
    for (name, bytes) in &files {
        println!("{target}/{name}");
        check(bytes);
    }
}

fn files(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(directory).unwrap_or_else(|e| panic!("{}: {e}", directory.display()));
    let mut files: Vec<_> = entries
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Bytes of the largest file of a corpus.
const MAX_FILE: usize = 4096;
