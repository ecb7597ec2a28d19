//! What lies on the disk after a kill: every file can be read, and only the last line of one may be torn.

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// What is wrong with the files of a state directory.
pub(super) fn faults(state: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    for file in all(state) {
        let name = file.strip_prefix(state).unwrap_or(&file).display().to_string();
        let bytes = fs::read(&file).unwrap_or_default();
        let kind = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let fault = match kind {
            _ if name.contains(".corrupt-") => Some("it was put aside".to_owned()),
            "json" if serde_json::from_slice::<Value>(&bytes).is_err() => Some("no JSON".to_owned()),
            "jsonl" => torn(&bytes, |line| serde_json::from_slice::<Value>(line).is_ok()),
            "log" if name.starts_with("journal") => torn(&bytes, is_record),
            _ => None,
        };
        faults.extend(fault.map(|what| format!("{name}: {what}")));
    }
    faults
}

/// Files that were written aside and never took their place.
pub(super) fn left_aside(state: &Path) -> usize {
    all(state).iter().filter(|file| file.extension().is_some_and(|e| e == "tmp")).count()
}

/// Whether a line makes no sense that is not the last one.
fn torn(bytes: &[u8], good: impl Fn(&[u8]) -> bool) -> Option<String> {
    let mut lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').collect();
    // What follows the last newline is nothing, or was cut off.
    lines.pop();
    let bad = lines.iter().position(|line| !good(line))?;
    Some(format!("line {} of {} makes no sense", bad + 1, lines.len()))
}

/// A line of the journal: a sum, a blank, JSON.
fn is_record(line: &[u8]) -> bool {
    let Some((sum, json)) = line.split_at_checked(9) else { return false };
    let is: String = Sha256::digest(json)[..4].iter().map(|b| format!("{b:02x}")).collect();
    sum == format!("{is} ").as_bytes() && serde_json::from_slice::<Value>(json).is_ok()
}

fn all(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(all(&entry.path())),
            _ => found.push(entry.path()),
        }
    }
    found
}
