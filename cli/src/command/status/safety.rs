//! What is unsafe here: the engine's judgement of the configuration and the files around it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use engine::config::audit::{self, Files, Finding, Guarded, Severity};
use serde_json::{Value, json};

use crate::environment::Environment;
use crate::files;
use crate::output::{Output, Style};

/// Findings that are shown to people.
const SHOWN: usize = 6;

/// Characters of a detail that are shown to people.
const DETAIL: usize = 160;

/// What was found.
pub(super) struct Safety {
    findings: Vec<Finding>,
    at: u64,
}

impl Safety {
    pub(super) fn look(environment: &Environment) -> Self {
        let roots = &environment.roots;
        let config = environment.config();
        let log = config.logging.file.as_deref().map(|file| environment.absolute(file));
        let files = Files {
            state_dir: guarded(&roots.state_dir),
            config: guarded(&roots.config_path),
            log: log.and_then(|path| guarded(&path)),
            credentials: guarded(&roots.oauth_dir),
        };
        Self { findings: audit::audit(&config, &environment.env, &files), at: files::now().0 }
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    pub(super) fn json(&self) -> Value {
        let finding = |finding: &Finding| {
            let mut json = json!({
                "checkId": finding.id,
                "severity": finding.severity.as_str(),
                "title": finding.title,
                "detail": finding.detail,
            });
            if let Some(fix) = &finding.fix {
                json["remediation"] = json!(fix);
            }
            json
        };
        json!({
            "ts": self.at,
            "summary": {
                "critical": self.count(Severity::Critical),
                "warn": self.count(Severity::Warn),
                "info": self.count(Severity::Info),
            },
            "findings": self.findings.iter().map(finding).collect::<Vec<_>>(),
        })
    }

    pub(super) fn lines(&self, output: &Output) -> Vec<String> {
        let muted = |text: &str| output.paint(Style::Muted, text);
        let (critical, warn, info) =
            (self.count(Severity::Critical), self.count(Severity::Warn), self.count(Severity::Info));
        let mut lines = vec![muted(&format!("Summary: {critical} critical · {warn} warn · {info} info"))];
        let mut found: Vec<&Finding> =
            self.findings.iter().filter(|finding| finding.severity != Severity::Info).collect();
        found.sort_by_key(|finding| finding.severity);
        if found.is_empty() {
            lines.push(muted("No critical or warn findings detected."));
        }
        for finding in found.iter().take(SHOWN) {
            let style = if finding.severity == Severity::Critical { Style::Bad } else { Style::Warn };
            let word = output.paint(style, &finding.severity.as_str().to_uppercase());
            lines.push(format!("  {word} {}", finding.title));
            lines.push(format!("    {}", shortened(&finding.detail.replace('\n', " "))));
            lines.extend(finding.fix.as_ref().map(|fix| muted(&format!("    Fix: {fix}"))));
        }
        if found.len() > SHOWN {
            lines.push(muted(&format!("… +{} more", found.len() - SHOWN)));
        }
        lines
    }
}

fn guarded(path: &str) -> Option<Guarded> {
    let mode = fs::metadata(path).ok()?.permissions().mode() & 0o777;
    Some(Guarded { path: path.to_owned(), mode })
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= DETAIL {
        return text.to_owned();
    }
    let cut: String = text.chars().take(DETAIL - 1).collect();
    format!("{cut}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(severity: Severity, title: &'static str) -> Finding {
        Finding { id: "x", severity, title, detail: "d".repeat(200), fix: None }
    }

    #[test]
    fn the_worst_comes_first_and_the_rest_is_counted() {
        let mut findings = vec![finding(Severity::Info, "info")];
        findings.extend((0..7).map(|_| finding(Severity::Warn, "warn")));
        findings.push(finding(Severity::Critical, "bad"));
        let lines = Safety { findings, at: 0 }.lines(&Output::plain(80));
        assert_eq!(lines[0], "Summary: 1 critical · 7 warn · 1 info");
        assert_eq!(lines[1], "  CRITICAL bad");
        assert_eq!(lines[2].chars().count(), 4 + DETAIL);
        assert_eq!(lines.last().unwrap(), "… +2 more");
    }
}
