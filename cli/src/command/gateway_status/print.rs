//! The same for people: what is fine on standard output, what is not on standard error.

use runtime_smol::ports::Usage;
use serde_json::Value;

use super::Report;
use crate::exit::Failure;
use crate::output::Style;
use crate::port_report;
use crate::service::{self, Status};

/// Lines of an error that are shown.
const MAX_ERROR_LINES: usize = 12;

/// Issues of a configuration that are shown.
const MAX_ISSUES: usize = 5;

impl Report<'_> {
    pub(super) fn print(&self) -> Result<(), Failure> {
        self.print_service()?;
        self.print_config()?;
        self.print_gateway()?;
        self.print_runtime()?;
        self.print_port()?;
        self.print_extra()?;
        self.say("Troubles: run", &self.environment.hint("openclaw status"), " ")?;
        self.say("Troubleshooting", "https://docs.openclaw.ai/troubleshooting", ": ")
    }

    fn line(&self, text: &str) -> Result<(), Failure> {
        self.environment.output.line(text)
    }

    fn say(&self, name: &str, value: &str, between: &str) -> Result<(), Failure> {
        let name = self.environment.output.paint(Style::Muted, &format!("{name}{}", between.trim_end()));
        self.line(&format!("{name} {value}"))
    }

    fn warn(&self, text: &str) {
        let output = &self.environment.output;
        output.error(&output.paint_error(Style::Warn, text));
    }

    fn fail(&self, text: &str) {
        let output = &self.environment.output;
        output.error(&output.paint_error(Style::Bad, text));
    }

    fn print_service(&self) -> Result<(), Failure> {
        let environment = self.environment;
        self.say("Service", &format!("{} ({})", service::LABEL, self.loaded_words()), ": ")?;
        self.say("File logs", &environment.short(&environment.log_file_today()), ": ")?;
        if let Some(unit) = &self.unit {
            self.say("Command", &unit.arguments.join(" "), ": ")?;
            self.say("Service file", &environment.short(&unit.path), ": ")?;
            if let Some(dir) = &unit.working_dir {
                self.say("Working dir", &environment.short(dir), ": ")?;
            }
            let shown: Vec<String> =
                unit.shown().iter().map(|(name, value)| format!("{name}={value}")).collect();
            if !shown.is_empty() {
                self.say("Service env", &shown.join(" "), ": ")?;
            }
        }
        self.line("")?;
        let audit = self.audit();
        if !audit.is_empty() {
            self.warn("Service config looks out of date or non-standard.");
            for issue in &audit {
                let detail = issue.detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
                self.warn(&format!("Service config issue: {}{detail}", issue.message));
            }
            let (doctor, repair) =
                (environment.hint("openclaw doctor"), environment.hint("openclaw doctor --repair"));
            self.warn(&format!("Recommendation: run \"{doctor}\" (or \"{repair}\")."));
        }
        Ok(())
    }

    fn print_config(&self) -> Result<(), Failure> {
        let environment = self.environment;
        for (whose, snapshot, issue) in [
            ("cli", &environment.snapshot, "Config issue"),
            ("service", &self.daemon.snapshot, "Service config issue"),
        ] {
            let missing = if snapshot.exists { "" } else { " (missing)" };
            let invalid = if snapshot.valid { "" } else { " (invalid)" };
            let shown = format!("{}{missing}{invalid}", environment.short(&snapshot.path));
            self.say(&format!("Config ({whose})"), &shown, ": ")?;
            for found in snapshot.issues.iter().take(MAX_ISSUES) {
                let path = if found.path.is_empty() { "<root>" } else { &found.path };
                self.fail(&format!("{issue}: {path}: {}", found.message));
            }
        }
        if self.is_mismatched() {
            self.fail(
                "Root cause: CLI and service are using different config paths (likely a profile/state-dir mismatch).",
            );
            let install = environment.hint("openclaw gateway install --force");
            self.fail(&format!(
                "Fix: rerun `{install}` from the same --profile / OPENCLAW_STATE_DIR you expect."
            ));
        }
        self.line("")
    }

    fn print_gateway(&self) -> Result<(), Failure> {
        let gateway = &self.daemon.config.gateway;
        let bind = format!(
            "bind={} ({}), port={} ({})",
            gateway.bind.as_str(),
            self.daemon.host(),
            self.daemon.port,
            self.port_source()
        );
        self.say("Gateway", &bind, ": ")?;
        self.say("Probe target", &self.url, ": ")?;
        let dashboard = if gateway.control_ui.enabled {
            let host = self.daemon.url().replacen("ws", "http", 1);
            format!("{host}{}/", gateway.control_ui.base_path)
        } else {
            "disabled".to_owned()
        };
        self.say("Dashboard", &dashboard, ": ")?;
        if let Some(note) = self.note {
            self.say("Probe note", note, ": ")?;
        }
        self.line("")
    }

    fn print_runtime(&self) -> Result<(), Failure> {
        let environment = self.environment;
        self.say("Runtime", &self.runtime.line(), ": ")?;
        let (loaded, running) = (self.loaded == Ok(true), self.runtime.status == Status::Running);
        match &self.rpc {
            Some(Ok(())) => {
                let fine = environment.output.paint(Style::Good, "ok");
                self.say("RPC probe", &fine, ": ")?;
            }
            Some(Err(error)) => {
                if loaded && running {
                    self.line("Warm-up: launch agents can take a few seconds. Try again shortly.")?;
                }
                self.fail("RPC probe: failed");
                self.fail(&format!("RPC target: {}", self.url));
                for line in error.lines().filter(|line| !line.is_empty()).take(MAX_ERROR_LINES) {
                    self.fail(&format!("  {line}"));
                }
            }
            None => {}
        }
        if self.rpc.is_some() {
            self.line("")?;
        }
        if self.loaded.is_err() {
            self.fail("systemd user services unavailable.");
            for hint in service::NO_MANAGER_HINTS {
                self.fail(hint);
            }
            return self.line("");
        }
        let logs = environment.short(&environment.log_file_today());
        if self.runtime.missing_unit {
            self.fail("Service unit not found.");
            let install = environment.hint("openclaw gateway install");
            self.fail(&format!("Service not installed. Run: {install}"));
            self.fail(&format!("File logs: {logs}"));
            self.line("")?;
        } else if loaded && self.runtime.status == Status::Stopped {
            self.fail("Service is loaded but not running (likely exited immediately).");
            self.fail(&format!("File logs: {logs}"));
            self.fail(&format!("Logs: {}", self.service.logs_command(&self.daemon.state_dir)));
            self.line("")?;
        }
        Ok(())
    }

    fn print_port(&self) -> Result<(), Failure> {
        let environment = self.environment;
        let port = self.daemon.port;
        let listeners = port_report::listeners(&self.usage);
        let busy = matches!(self.usage, Usage::Busy(_));
        if busy && self.rpc != Some(Ok(())) {
            for line in port_report::lines(port, listeners, environment) {
                self.fail(&line);
            }
        }
        let mut addresses: Vec<&str> =
            listeners.iter().filter_map(|listener| listener.address.as_deref()).collect();
        addresses.dedup();
        if !addresses.is_empty() {
            self.say("Listening", &addresses.join(", "), ": ")?;
        }
        if let Some((own, usage)) = &self.own_port {
            let status = super::port_json(*own, usage, environment);
            let status = status.get("status").and_then(Value::as_str).unwrap_or("unknown");
            self.say("Note", &format!("CLI config resolves gateway port={own} ({status})."), ": ")?;
        }
        let running = self.loaded == Ok(true) && self.runtime.status == Status::Running;
        if running && self.usage == Usage::Free {
            self.fail(&format!("Gateway port {port} is not listening (service appears running)."));
            if let Some(error) = &self.last_error {
                self.fail(&format!("Last gateway error: {error}"));
            }
            self.fail(&format!("Logs: {}", self.service.logs_command(&self.daemon.state_dir)));
        }
        Ok(())
    }

    fn print_extra(&self) -> Result<(), Failure> {
        if self.extra.is_empty() {
            return Ok(());
        }
        self.fail("Other gateway-like services detected (best effort):");
        for extra in &self.extra {
            self.fail(&format!("- {} ({}, {})", extra.label, extra.scope(), extra.detail));
        }
        self.fail(&format!("Cleanup hint: {}", self.service.cleanup_command()));
        self.line("")?;
        self.fail("Recommendation: run a single gateway per machine for most setups.");
        self.fail("If you need multiple gateways, isolate ports + config/state (see docs: /gateway#multiple-gateways-same-host).");
        self.line("")
    }
}
