//! The report for people.

use serde_json::Value;

use super::json::{NO_MEMORY, NO_UPDATES, os_label};
use super::{Report, ServiceFacts};
use crate::command::health::channel_lines;
use crate::exit::Failure;
use crate::output::Style;
use crate::probe::self_words;
use crate::service;
use crate::table::{Column, render};
use crate::words::{age, items, number, text, thousands};

/// Sessions that are shown.
const SESSIONS: usize = 10;

/// Narrowest table.
const MIN_WIDTH: usize = 60;

impl Report<'_> {
    pub(super) fn print(&self) -> Result<(), Failure> {
        let output = &self.environment.output;
        self.title("OpenClaw status")?;
        self.section("Overview")?;
        self.table(&overview_columns(), &self.overview())?;
        self.section("Security audit")?;
        self.safety.lines(output).iter().try_for_each(|line| output.line(line))?;
        self.muted(&format!("Full report: {}", self.environment.hint("openclaw status --json")))?;
        self.section("Channels")?;
        self.table(&CHANNELS, &self.channels())?;
        self.section("Sessions")?;
        self.table(&SESSION_COLUMNS, &self.sessions())?;
        if self.args.deep {
            self.section("Health")?;
            self.table(&HEALTH, &self.health())?;
        }
        if self.args.usage {
            self.section("Usage")?;
            self.muted("Usage: no provider usage available.")?;
        }
        output.line("")?;
        output.line("FAQ: https://docs.openclaw.ai/faq")?;
        output.line("Troubleshooting: https://docs.openclaw.ai/troubleshooting")?;
        output.line("")?;
        self.next_steps()
    }

    pub(super) fn title(&self, text: &str) -> Result<(), Failure> {
        let output = &self.environment.output;
        output.line(&output.paint(Style::Heading, text))
    }

    pub(super) fn section(&self, text: &str) -> Result<(), Failure> {
        self.environment.output.line("")?;
        self.title(text)
    }

    pub(super) fn muted(&self, text: &str) -> Result<(), Failure> {
        let output = &self.environment.output;
        output.line(&output.paint(Style::Muted, text))
    }

    pub(super) fn table(&self, columns: &[Column], rows: &[Vec<String>]) -> Result<(), Failure> {
        let width = self.environment.output.width().saturating_sub(1).max(MIN_WIDTH);
        self.environment.output.line(&render(columns, rows, width))
    }

    fn overview(&self) -> Vec<Vec<String>> {
        let config = self.environment.config();
        let [gateway, node] = &self.services;
        let rows = [
            ("Dashboard", self.dashboard()),
            ("OS", os_label()),
            ("Tailscale", config.gateway.tailscale.mode.as_str().to_owned()),
            ("Channel", self.update_channel()),
            ("Update", format!("unknown ({NO_UPDATES})")),
            ("Gateway", self.gateway(true)),
            ("Gateway service", service_words(gateway)),
            ("Node service", service_words(node)),
            ("Agents", self.agents()),
            ("Memory", format!("disabled ({NO_MEMORY})")),
            ("Probes", if self.args.deep { "enabled" } else { "skipped (use --deep)" }.to_owned()),
            ("Events", self.events()),
            ("Heartbeat", self.heartbeats()),
            ("Sessions", self.sessions_line()),
        ];
        rows.map(|(item, value)| vec![item.to_owned(), value]).to_vec()
    }

    pub(super) fn dashboard(&self) -> String {
        let ui = &self.environment.config().gateway.control_ui;
        if !ui.enabled {
            return "disabled".to_owned();
        }
        let host = self.url.split('?').next().unwrap_or_default().trim_end_matches('/');
        format!("{}{}/", host.replacen("ws", "http", 1), ui.base_path)
    }

    pub(super) fn update_channel(&self) -> String {
        let configured = self.environment.snapshot.parsed.pointer("/update/channel").is_some();
        let channel = self.environment.config().update.channel;
        format!("{} ({})", channel.as_str(), if configured { "config" } else { "default" })
    }

    /// How the gateway is reached, and who it is.
    pub(super) fn gateway(&self, with_self: bool) -> String {
        let mode = if self.remote { "remote" } else { "local" };
        if self.is_misconfigured() {
            return format!("{mode} · fallback {} · misconfigured (remote.url missing)", self.url);
        }
        let reach = match &self.probed {
            Some(probed) if probed.ok => {
                let took = probed.latency_ms().unwrap_or_default();
                format!("reachable {took}ms · auth {}", self.credentials)
            }
            Some(probed) => match &probed.error {
                Some(error) => format!("unreachable ({error})"),
                None => "unreachable".to_owned(),
            },
            None => "unreachable".to_owned(),
        };
        let own = self.own().filter(|_| with_self).map(|own| format!(" · {own}")).unwrap_or_default();
        format!("{mode} · {} ({}) · {reach}{own}", self.url, self.source)
    }

    pub(super) fn own(&self) -> Option<String> {
        self.probed.as_ref().and_then(|probed| self_words(&probed.own_entry()))
    }

    fn agents(&self) -> String {
        let default = self.environment.config().default_agent_id();
        let active =
            self.agents.iter().find(|agent| agent.id == default).and_then(|agent| agent.last_updated);
        let active = age(active.map(|at| self.now.saturating_sub(at)));
        let bootstraps = match self.bootstraps() {
            0 => "no bootstraps".to_owned(),
            pending => format!("{pending} bootstrapping"),
        };
        let sessions = self.total_sessions().map_or_else(|| "unknown".to_owned(), |count| count.to_string());
        format!(
            "{} · {bootstraps} · sessions {sessions} · default {default} active {active}",
            self.agents.len()
        )
    }

    fn events(&self) -> String {
        match items(&self.summary, "queuedSystemEvents").len() {
            0 => "none".to_owned(),
            queued => format!("{queued} queued"),
        }
    }

    fn heartbeats(&self) -> String {
        let beats = items(&self.summary["heartbeat"], "agents").iter().map(|agent| {
            let every = text(agent, "every").filter(|_| agent["enabled"] == true);
            format!("{} ({})", every.unwrap_or("disabled"), text(agent, "agentId").unwrap_or("unknown"))
        });
        let beats: Vec<String> = beats.collect();
        if beats.is_empty() { "unknown".to_owned() } else { beats.join(", ") }
    }

    fn sessions_line(&self) -> String {
        let sessions = &self.summary["sessions"];
        let Some(count) = number(sessions, "count") else { return "unknown".to_owned() };
        let defaults = &sessions["defaults"];
        let model = text(defaults, "model").unwrap_or("unknown");
        let context =
            number(defaults, "contextTokens").map(|n| format!(" ({} ctx)", thousands(n))).unwrap_or_default();
        let stores = items(sessions, "paths");
        let store = match stores {
            [path] => self.environment.short(path.as_str().unwrap_or("unknown")),
            _ => format!("{} stores", stores.len()),
        };
        format!("{count} active · default {model}{context} · {store}")
    }

    /// Channels that are configured. None runs in this build.
    pub(super) fn channels(&self) -> Vec<Vec<String>> {
        let Some(channels) = self.environment.snapshot.parsed.get("channels").and_then(Value::as_object)
        else {
            return Vec::new();
        };
        let configured = channels.iter().filter(|(id, _)| *id != "defaults");
        let row = |(id, channel): (&String, &Value)| {
            let on = if channel["enabled"] == false { "OFF" } else { "ON" };
            vec![id.clone(), on.to_owned(), "OFF".to_owned(), "not part of this build".to_owned()]
        };
        configured.map(row).collect()
    }

    fn sessions(&self) -> Vec<Vec<String>> {
        let recent = items(&self.summary["sessions"], "recent");
        if recent.is_empty() {
            return vec![vec!["no sessions yet".to_owned()]];
        }
        let row = |session: &Value| {
            let key: String = text(session, "key").unwrap_or("unknown").to_owned();
            let cell = |key| text(session, key).unwrap_or("unknown").to_owned();
            let updated = number(session, "updatedAt").map(|at| self.now.saturating_sub(at));
            vec![key, cell("kind"), age(updated), cell("model"), tokens(session)]
        };
        recent.iter().take(SESSIONS).map(row).collect()
    }

    fn health(&self) -> Vec<Vec<String>> {
        let Some(probed) = self.probed.as_ref().filter(|probed| probed.ok) else {
            let error = self.probed.as_ref().and_then(|probed| probed.error.clone());
            return vec![vec!["Gateway".to_owned(), "unreachable".to_owned(), error.unwrap_or_default()]];
        };
        let took = number(&probed.health, "durationMs").unwrap_or_default();
        let mut rows = vec![vec!["Gateway".to_owned(), "reachable".to_owned(), format!("{took}ms")]];
        for line in channel_lines(&probed.health) {
            let (channel, state) = line.split_once(": ").unwrap_or((&line, ""));
            let word = match state {
                state if state.starts_with("ok") || state.starts_with("configured") => "OK",
                "linked" => "LINKED",
                state if state.starts_with("linked") => "LINKED",
                state if state.starts_with("not linked") => "UNLINKED",
                state if state.starts_with("not configured") => "OFF",
                _ => "WARN",
            };
            rows.push(vec![channel.to_owned(), word.to_owned(), state.to_owned()]);
        }
        rows
    }

    fn next_steps(&self) -> Result<(), Failure> {
        let hint = |command: &str| self.environment.hint(command);
        let output = &self.environment.output;
        output.line("Next steps:")?;
        output.line(&format!("  Need to share?      {}", hint("openclaw status --all")))?;
        output.line(&format!("  Need to debug live? {}", hint("openclaw gateway call logs.tail")))?;
        output.line(&if self.is_reachable() {
            format!("  Need to test channels? {}", hint("openclaw status --deep"))
        } else {
            format!("  Fix reachability first: {}", hint("openclaw gateway probe"))
        })
    }
}

pub(super) fn overview_columns() -> [Column; 2] {
    [Column::new("Item", 12), Column::flexible("Value", 32)]
}

pub(super) const CHANNELS: [Column; 4] = [
    Column::new("Channel", 10),
    Column::new("Enabled", 9),
    Column::new("State", 8),
    Column::flexible("Detail", 24),
];

const SESSION_COLUMNS: [Column; 5] = [
    Column::flexible("Key", 20),
    Column::new("Kind", 6),
    Column::new("Age", 9),
    Column::new("Model", 14),
    Column::new("Tokens", 16),
];

const HEALTH: [Column; 3] =
    [Column::new("Item", 10), Column::new("Status", 8), Column::flexible("Detail", 28)];

pub(super) fn service_words(facts: &ServiceFacts) -> String {
    if facts.installed {
        format!("{} installed · {} · {}", service::LABEL, facts.loaded, facts.runtime)
    } else {
        format!("{} not installed", service::LABEL)
    }
}

/// How much of its context a session uses.
fn tokens(session: &Value) -> String {
    let used = thousands(number(session, "totalTokens").unwrap_or_default());
    match (number(session, "contextTokens"), number(session, "percentUsed")) {
        (None | Some(0), _) => format!("{used} used"),
        (Some(context), Some(percent)) => format!("{used}/{} ({percent}%)", thousands(context)),
        (Some(context), None) => format!("{used}/{} (?%)", thousands(context)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn tokens_are_told_as_a_part_of_the_context() {
        let session = json!({"totalTokens": 1500, "contextTokens": 200_000, "percentUsed": 1});
        assert_eq!(tokens(&session), "1.5k/200k (1%)");
        assert_eq!(tokens(&json!({"totalTokens": 20_000})), "20k used");
        assert_eq!(tokens(&json!({"contextTokens": 1000})), "0.0k/1.0k (?%)");
    }

    #[test]
    fn a_service_that_is_not_installed_needs_few_words() {
        let facts =
            |installed| ServiceFacts { installed, loaded: "enabled", runtime: "running (pid 1)".to_owned() };
        assert_eq!(service_words(&facts(false)), format!("{} not installed", service::LABEL));
        assert_eq!(
            service_words(&facts(true)),
            format!("{} installed · enabled · running (pid 1)", service::LABEL)
        );
    }
}
