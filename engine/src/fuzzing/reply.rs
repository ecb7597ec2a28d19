//! Replies as people see them while they come.

use super::Choices;
use crate::run::{Answer, Progress};

/// However a model cuts its text, the end is the same; what was told on the way is the beginning of it,
/// unless the reply turned out to be one that is kept to itself.
pub fn reply_directives(data: &[u8]) {
    let mut choices = Choices(data);
    let cut = usize::from(choices.byte() % 29) + 1;
    let text = choices.text();
    let (_, whole) = streamed(&text, usize::MAX);
    let (told, last) = streamed(&text, cut);
    assert_eq!(whole, last, "depends on the cut: {text:?} by {cut}");
    assert!(
        last.starts_with(&told) || last.is_empty(),
        "showed what should have been held back: {told:?}, then {last:?}"
    );
    assert_eq!(last, last.trim(), "white space around a reply");
    if !["<", "[[", "MEDIA:", "NO_REPLY"].iter().any(|mark| text.contains(mark)) {
        assert_eq!(last, text.trim(), "something was left out of a plain text");
    }
}

/// What was told before the end, and what is shown at the end.
fn streamed(text: &str, cut: usize) -> (String, String) {
    let mut answer = Answer::default();
    let mut told = String::new();
    let chars: Vec<char> = text.chars().collect();
    for part in chars.chunks(cut.min(chars.len()).max(1)) {
        answer.raw.extend(part);
        if let Some(progress) = answer.progress() {
            told.push_str(progress.delta);
            check_escapes(&progress, &told);
        }
        assert_eq!(told, answer.shown(), "the deltas are not the text");
    }
    let before = told.clone();
    if let Some(progress) = answer.finish() {
        told.push_str(progress.delta);
        check_escapes(&progress, &told);
    }
    (before, answer.shown().to_owned())
}

/// The escaped texts are the texts.
fn check_escapes(progress: &Progress<'_>, told: &str) {
    let json = format!("[\"{}\",\"{}\"]", progress.escaped_text, progress.escaped_delta);
    let read: [String; 2] = serde_json::from_str(&json).expect("escaped texts are JSON between quotes");
    assert_eq!(read, [told, progress.delta]);
}
