//! `status --all`: a report to be read by others. No secret is in it.

use std::path::Path;

use engine::config::bind::gateway_port;
use runtime_smol::ports::{self, Usage};

use super::Report;
use super::json::{NO_UPDATES, os_label};
use super::print::{CHANNELS, overview_columns, service_words};
use crate::banner::VERSION;
use crate::exit::Failure;
use crate::output::Style;
use crate::port_report;
use crate::table::Column;
use crate::words::age;

const AGENTS: [Column; 5] = [
    Column::new("Agent", 12),
    Column::new("Bootstrap", 11),
    Column::new("Sessions", 10).right(),
    Column::new("Active", 10),
    Column::flexible("Store", 34),
];

/// Age up to which an agent counts as active.
const ACTIVE: u64 = 10 * 60 * 1000;

impl Report<'_> {
    pub(super) fn print_all(&self) -> Result<(), Failure> {
        self.title("OpenClaw status --all")?;
        self.section("Overview")?;
        self.table(&overview_columns(), &self.overview_all())?;
        self.section("Channels")?;
        self.table(&CHANNELS, &self.channels())?;
        self.section("Agents")?;
        self.table(&AGENTS, &self.agent_rows())?;
        self.section("Diagnosis (read-only)")?;
        self.environment.output.line("")?;
        self.diagnosis()?;
        self.environment.output.line("")?;
        self.muted("Pasteable debug report. Auth tokens redacted.")?;
        self.muted("Troubleshooting: https://docs.openclaw.ai/troubleshooting")?;
        self.environment.output.line("")
    }

    fn overview_all(&self) -> Vec<Vec<String>> {
        let environment = self.environment;
        let config = environment.config();
        let [gateway, node] = &self.services;
        let rows = [
            ("Version", VERSION.to_owned()),
            ("OS", os_label()),
            ("Config", environment.short(&environment.roots.config_path)),
            ("Dashboard", self.dashboard()),
            ("Tailscale", config.gateway.tailscale.mode.as_str().to_owned()),
            ("Channel", self.update_channel()),
            ("Update", format!("unknown ({NO_UPDATES})")),
            ("Gateway", self.gateway(false)),
            ("Security", format!("Run: {}", environment.hint("openclaw status"))),
            ("Gateway self", self.own().unwrap_or_else(|| "unknown".to_owned())),
            ("Gateway service", service_words(gateway)),
            ("Node service", service_words(node)),
            ("Agents", self.agents_all()),
        ];
        rows.map(|(item, value)| vec![item.to_owned(), value]).to_vec()
    }

    fn agents_all(&self) -> String {
        let age = |at: u64| self.now.saturating_sub(at);
        let active =
            self.agents.iter().filter(|agent| agent.last_updated.is_some_and(|at| age(at) <= ACTIVE));
        let sessions = self.total_sessions().map_or_else(|| "unknown".to_owned(), |count| count.to_string());
        format!(
            "{} total · {} bootstrapping · {} active · {sessions} sessions",
            self.agents.len(),
            self.bootstraps(),
            active.count()
        )
    }

    fn agent_rows(&self) -> Vec<Vec<String>> {
        let row = |agent: &super::AgentFacts| {
            let name = agent.name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
            vec![
                format!("{}{name}", agent.id),
                if agent.bootstrap_pending { "PENDING" } else { "OK" }.to_owned(),
                agent.sessions.map_or_else(|| "?".to_owned(), |count| count.to_string()),
                age(agent.last_updated.map(|at| self.now.saturating_sub(at))),
                self.environment.short(&agent.store),
            ]
        };
        self.agents.iter().map(row).collect()
    }

    fn diagnosis(&self) -> Result<(), Failure> {
        let environment = self.environment;
        let output = &environment.output;
        output.line("Gateway connection details:")?;
        self.details.iter().try_for_each(|line| output.line(&format!("  {line}")))?;
        output.line("")?;
        let snapshot = &environment.snapshot;
        self.check(snapshot.valid, &format!("Config: {}", snapshot.path))?;
        for issue in &snapshot.issues {
            let path = if issue.path.is_empty() { "<root>" } else { &issue.path };
            output.line(&format!("  {path}: {}", issue.message))?;
        }
        let sentinel = Path::new(&environment.roots.state_dir).join("restart-sentinel.json").exists();
        self.check(!sentinel, &format!("Restart sentinel: {}", if sentinel { "present" } else { "none" }))?;
        let port = gateway_port(&environment.config(), None, &environment.env);
        let usage = ports::usage(port);
        let ours = self.is_reachable() && !self.remote;
        let fine = usage == Usage::Free || ours;
        self.check(fine, &format!("Port {port}"))?;
        if let Usage::Busy(listeners) = &usage
            && !ours
        {
            let lines = port_report::lines(port, listeners, environment);
            lines.iter().try_for_each(|line| output.line(&format!("  {line}")))?;
        }
        let log = environment.log_file_today();
        let written = Path::new(&log).exists();
        let log = environment.short(&log);
        self.check(written, &format!("Log file: {log}{}", if written { "" } else { " (missing)" }))
    }

    fn check(&self, fine: bool, text: &str) -> Result<(), Failure> {
        let output = &self.environment.output;
        let mark = if fine { output.paint(Style::Good, "✓") } else { output.paint(Style::Warn, "!") };
        output.line(&format!("{mark} {text}"))
    }
}
