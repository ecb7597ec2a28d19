//! Recordings that are kept: each build lives them again and does the same.

use engine::record::{Line, Replay};
use openclaw_tests::outside;
use std::fs;
use std::path::PathBuf;

fn recordings() -> Vec<PathBuf> {
    let dir = outside::workspace().join("tests/replays/recordings");
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|e| e == "jsonl")).collect();
    files.sort();
    files
}

#[test]
fn recordings_of_earlier_builds_are_lived_again() {
    let files = recordings();
    assert!(!files.is_empty());
    for file in files {
        let name = file.display();
        let text = fs::read(&file).unwrap();
        let mut lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let mut replay = Replay::begin(lines.next().unwrap()).unwrap_or_else(|e| panic!("{name}: {e}"));
        for line in lines {
            match replay.line(line) {
                Ok(Line::Step(then)) => {
                    let difference = &then.difference;
                    assert_eq!(
                        *difference, None,
                        "{name}: step {} is another one; if that is meant, record it anew (docs/replay.md)",
                        then.step
                    );
                }
                Ok(Line::Continued | Line::End { .. }) => {}
                Err(e) => panic!("{name}: step {}: {e}", replay.steps() + 1),
            }
        }
        assert!(replay.steps() > 20, "{name} has {} steps", replay.steps());
    }
}
