//! The line above the output of a command on a terminal.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::output::{Output, Style};

/// This program's version.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The version whose files this program reads and writes; stamped into the configuration.
pub(crate) const FILES_VERSION: &str = "2026.1.30";

const TAGLINES: [&str; 8] = [
    "One shell between your chats and your agents.",
    "Two claws, one port.",
    "Small shell, firm grip.",
    "Quiet on loopback, loud in the logs.",
    "Sideways is a direction too.",
    "Holds the line while the model thinks.",
    "Every message molts into an answer.",
    "No tides were harmed in this restart.",
];

/// The banner with a blank line above and below it. Too long a line is broken before the tagline.
pub(crate) fn text(output: &Output) -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let tagline =
        usize::try_from(since.subsec_micros()).map_or(TAGLINES[0], |n| TAGLINES[n % TAGLINES.len()]);
    let commit = option_env!("OPENCLAW_COMMIT").unwrap_or("unknown");
    format!("\n{}\n\n", compose(output, commit, tagline))
}

fn compose(output: &Output, commit: &str, tagline: &str) -> String {
    let title = output.paint(Style::Title, "🦞 OpenClaw");
    let plain = format!("🦞 OpenClaw {VERSION} ({commit}) — {tagline}");
    let version = output.paint(Style::Accent, VERSION);
    let commit = output.paint(Style::Muted, &format!("({commit})"));
    // The lobster is two columns wide.
    let fits = plain.chars().count() < output.width();
    let tagline = output.paint(Style::Muted, tagline);
    if fits {
        format!("{title} {version} {commit} — {tagline}")
    } else {
        format!("{title} {version} {commit}\n   {tagline}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_terminal_gets_the_tagline_on_a_line_of_its_own() {
        let wide = compose(&Output::plain(80), "abc", "Short.");
        assert_eq!(wide, format!("🦞 OpenClaw {VERSION} (abc) — Short."));
        let narrow = compose(&Output::plain(20), "abc", "Short.");
        assert_eq!(narrow, format!("🦞 OpenClaw {VERSION} (abc)\n   Short."));
    }
}
