//! What the model is told before the conversation, and how a message reaches it.

use super::Run;
use crate::engine::Engine;
use crate::model::ToolSpec;
use crate::settings::Settings;
use crate::system_events::Note;
use crate::time::UnixMs;

/// The system prompt of a run.
pub(crate) fn system(settings: &Settings, run: &Run, tools: &[ToolSpec]) -> String {
    let mut lines = vec![format!(
        "You are {}, a personal assistant that runs inside OpenClaw.",
        settings.agent_name(&run.agent)
    )];
    if !tools.is_empty() {
        lines.push("## Tooling".to_owned());
        lines.extend(tools.iter().map(|t| format!("- {}: {}", t.name, t.description)));
    }
    lines.push("## Workspace".to_owned());
    lines.push(format!("Your working directory is {}.", settings.workspace(&run.agent)));
    lines.push("## Current Date & Time".to_owned());
    lines.push(format!("Time zone: {}", settings.timezone()));
    if let Some(extra) = run.extra_system.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
        lines.push(extra.to_owned());
    }
    lines.push(format!(
        "Runtime: agent={} | host={} | os={} ({}) | model={} | thinking={}",
        run.agent,
        settings.host.hostname,
        settings.host.platform,
        settings.host.model,
        run.model,
        run.thinking
    ));
    lines.join("\n")
}

/// A message with the notes that waited for it.
pub(crate) fn with_notes(settings: &Settings, notes: &[Note], body: &str) -> String {
    if notes.is_empty() {
        return body.to_owned();
    }
    let line = |note: &Note| format!("System: [{}] {}", stamp(settings, note.at), note.text);
    let lines: Vec<_> = notes.iter().map(line).collect();
    format!("{}\n\n{body}", lines.join("\n"))
}

/// A moment as the user's clock shows it.
fn stamp(settings: &Settings, at: UnixMs) -> String {
    let utc = jiff::Timestamp::from_millisecond(i64::try_from(at.0).unwrap_or(i64::MAX)).unwrap_or_default();
    let zone = jiff::tz::TimeZone::get(settings.timezone()).unwrap_or(jiff::tz::TimeZone::UTC);
    utc.to_zoned(zone).strftime("%Y-%m-%d %H:%M:%S %Z").to_string()
}

impl Engine {
    /// Takes the notes that wait for a session and puts them before a message.
    pub(crate) fn take_notes(&mut self, key: &crate::session::SessionKey, body: &str) -> String {
        let notes = self.system_events.take(key);
        with_notes(&self.cx.settings, &notes, body)
    }
}
