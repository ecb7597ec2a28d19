//! What people are shown of a model's text: without its thinking aloud and its directives.

/// A reply that is to be kept to itself.
const SILENT: &str = "NO_REPLY";

/// How a media line begins.
const MEDIA: &str = "MEDIA:";

/// The text as people see it, when all of it is there.
pub(crate) fn clean(raw: &str) -> String {
    cleaned(raw, false)
}

/// The text as people see it, when more may come. A tag, directive or media line that is not complete yet
/// is held back, so that a stream never shows half of one.
pub(crate) fn clean_so_far(raw: &str) -> String {
    cleaned(raw, true)
}

/// Whether the end of a text may be the beginning of something that is left out.
pub(crate) fn may_begin_mark(raw: &str) -> bool {
    let line = raw.rsplit('\n').next().unwrap_or_default().trim_start();
    raw.ends_with('[') || begins_media(line)
}

fn cleaned(raw: &str, open: bool) -> String {
    let text = without_blocks(raw, open);
    let text = without_directives(&text, open);
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") {
            fenced = !fenced;
        }
        let held = open && !line.ends_with('\n') && (trimmed.starts_with(MEDIA) || begins_media(trimmed));
        if fenced || !(is_media(trimmed) || held) {
            out.push_str(line);
        }
    }
    let out = out.trim();
    if is_silent(out, open) { String::new() } else { out.to_owned() }
}

/// Whether a line is the beginning of the mark of a media line.
fn begins_media(line: &str) -> bool {
    !line.is_empty() && MEDIA.starts_with(line)
}

fn is_media(line: &str) -> bool {
    let Some(rest) = line.strip_prefix(MEDIA) else { return false };
    let target = rest.trim().trim_matches(['`', '"', '\'']);
    let local = target.starts_with("./") && !target.contains("..");
    (local || target.starts_with("http://") || target.starts_with("https://")) && target.len() <= 4096
}

fn is_silent(text: &str, open: bool) -> bool {
    let starts = text
        .strip_prefix(SILENT)
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
    let ends = text
        .strip_suffix(SILENT)
        .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_'));
    starts || ends || (open && !text.is_empty() && SILENT.starts_with(text))
}

/// Leaves out `<think>` blocks with their content and `<final>` tags without it.
fn without_blocks(raw: &str, open: bool) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let lower: String = tail.chars().take(12).flat_map(char::to_lowercase).collect();
        let tag = |name: &str| {
            lower
                .strip_prefix('<')
                .map(|t| t.strip_prefix('/').unwrap_or(t))
                .is_some_and(|t| t.starts_with(name))
        };
        if tag("think>") || tag("thinking>") {
            let close = if tag("thinking>") { "</thinking>" } else { "</think>" };
            if lower.starts_with("</") {
                rest = tail.split_once('>').map_or("", |(_, r)| r);
                continue;
            }
            rest = match find_ignoring_case(tail, close) {
                Some(end) => &tail[end + close.len()..],
                None => "",
            };
        } else if tag("final>") {
            rest = tail.split_once('>').map_or("", |(_, r)| r);
        } else if open && tail.len() < 11 && !tail.contains('>') && is_tag_start(&lower) {
            rest = "";
        } else {
            out.push('<');
            rest = &tail[1..];
        }
    }
    out.push_str(rest);
    out
}

fn is_tag_start(lower: &str) -> bool {
    ["<thinking>", "</thinking>", "<think>", "</think>", "<final>", "</final>"]
        .iter()
        .any(|t| t.starts_with(lower))
}

fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    text.char_indices()
        .map(|(i, _)| i)
        .find(|i| text[*i..].get(..what.len()).is_some_and(|t| t.eq_ignore_ascii_case(what)))
}

/// Leaves out `[[reply_to_current]]`, `[[reply_to:ID]]` and `[[audio_as_voice]]`.
fn without_directives(text: &str, open: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("[[") {
        let Some(end) = rest[at..].find("]]") else {
            if open && is_directive(&rest[at + 2..], false) {
                rest = &rest[..at];
            }
            break;
        };
        out.push_str(&rest[..at]);
        if is_directive(&rest[at + 2..at + end], true) {
            if out.ends_with(' ') && rest[at + end + 2..].starts_with(' ') {
                out.pop();
            }
        } else {
            out.push_str(&rest[at..at + end + 2]);
        }
        rest = &rest[at + end + 2..];
    }
    out.push_str(if open { rest.strip_suffix('[').unwrap_or(rest) } else { rest });
    out
}

fn is_directive(inner: &str, whole: bool) -> bool {
    // A stream may stop between the closing brackets.
    let inner = if whole { inner } else { inner.strip_suffix(']').unwrap_or(inner) };
    let inner = inner.trim().to_lowercase();
    let known = ["reply_to_current", "reply_to:", "audio_as_voice"];
    if whole {
        inner == known[0] || inner.starts_with(known[1]) || inner == known[2]
    } else {
        known.iter().any(|k| k.starts_with(inner.as_str()) || inner.starts_with(known[1]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_only_trimmed() {
        assert_eq!(clean(" a < b, [[x]] \n"), "a < b, [[x]]");
    }

    #[test]
    fn thinking_and_directives_are_not_shown() {
        assert_eq!(clean("<think>hm</think>yes"), "yes");
        assert_eq!(clean("<Thinking>hm</Thinking> <final>yes</final>"), "yes");
        assert_eq!(clean("[[reply_to_current]] yes [[ reply_to: 5 ]] no"), "yes no");
        assert_eq!(clean("a\nMEDIA:./x.png\nb"), "a\nb");
        assert_eq!(clean("```\nMEDIA:./x.png\n```"), "```\nMEDIA:./x.png\n```");
    }

    #[test]
    fn a_silent_reply_is_empty() {
        assert_eq!(clean("NO_REPLY"), "");
        assert_eq!(clean("done. NO_REPLY"), "");
        assert_eq!(clean("NO_REPLYING is fine"), "NO_REPLYING is fine");
    }

    #[test]
    fn a_stream_never_shows_half_a_tag() {
        let whole = "<think>secret</think>Hello [[reply_to_current]]there <final>x</final>";
        for cut in 0..=whole.len() {
            let shown = clean_so_far(&whole[..cut]);
            assert!(
                !shown.contains("secret") && !shown.contains("<t") && !shown.contains("reply_to"),
                "{cut}: {shown}"
            );
        }
        assert_eq!(clean(whole), "Hello there x");
    }

    #[test]
    fn a_tag_has_one_slash_at_most() {
        // Half of it is not held back, so all of it is text.
        assert_eq!(clean_so_far("so <//thi"), "so <//thi");
        assert_eq!(clean("so <//think> and </think>then"), "so <//think> and then");
    }

    #[test]
    fn what_only_looked_like_a_mark_is_shown_at_the_end() {
        for text in ["a <", "a [", "a\nMED", "NO_", "b [[reply"] {
            assert_ne!(clean_so_far(text), text);
            assert_eq!(clean(text), text);
        }
    }
}
