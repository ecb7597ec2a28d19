//! What is out of date or unusual about an installed service.

use serde_json::{Value, json};

use super::unit::Unit;

/// Something to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Issue {
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
    pub(crate) detail: Option<String>,
    /// Whether the service may not work at all like this.
    pub(crate) aggressive: bool,
}

impl Issue {
    const fn new(code: &'static str, message: &'static str) -> Self {
        Self { code, message, detail: None, aggressive: false }
    }

    pub(crate) fn json(&self) -> Value {
        let mut issue = json!({"code": self.code, "message": self.message});
        if let Some(detail) = &self.detail {
            issue["detail"] = json!(detail);
        }
        issue["level"] = json!(if self.aggressive { "aggressive" } else { "recommended" });
        issue
    }
}

/// Directories every service should find its programs in.
const REQUIRED: [&str; 3] = ["/usr/local/bin", "/usr/bin", "/bin"];

/// Parts of paths that belong to version and package managers: they change below a service's feet.
const UNSTABLE: [&str; 8] =
    ["/.nvm/", "/.fnm/", "/.volta/", "/.asdf/", "/.n/", "/.nodenv/", "/.nodebrew/", "/nvs/"];

/// Checks a systemd unit.
pub(crate) fn audit(unit: &Unit) -> Vec<Issue> {
    let mut issues = Vec::new();
    if !unit.arguments.iter().any(|word| word == "gateway") {
        issues.push(Issue {
            aggressive: true,
            ..Issue::new("gateway-command-missing", "Service command does not include the gateway subcommand")
        });
    }
    let says = |key: &str, wanted: &str| {
        let mut lines = unit.text.lines().filter_map(|line| line.trim().strip_prefix(key)?.strip_prefix('='));
        lines.any(|value| value.split_whitespace().any(|word| word == wanted))
    };
    let detail = || Some(unit.path.clone());
    if !says("After", "network-online.target") {
        let issue = Issue::new("systemd-after-network-online", "Missing systemd After=network-online.target");
        issues.push(Issue { detail: detail(), ..issue });
    }
    if !says("Wants", "network-online.target") {
        let issue = Issue::new("systemd-wants-network-online", "Missing systemd Wants=network-online.target");
        issues.push(Issue { detail: detail(), ..issue });
    }
    if !says("RestartSec", "5") && !says("RestartSec", "5s") {
        let issue = Issue::new("systemd-restart-sec", "RestartSec does not match the recommended 5s");
        issues.push(Issue { detail: detail(), ..issue });
    }
    issues.extend(search_path(unit));
    issues
}

fn search_path(unit: &Unit) -> Vec<Issue> {
    let Some(path) = unit.variable("PATH").filter(|path| !path.trim().is_empty()) else {
        let message = "Gateway service PATH is not set; the daemon should use a minimal PATH.";
        return vec![Issue::new("gateway-path-missing", message)];
    };
    let dirs: Vec<&str> = path.split(':').map(str::trim).filter(|dir| !dir.is_empty()).collect();
    let mut issues = Vec::new();
    let missing: Vec<&str> = REQUIRED.into_iter().filter(|dir| !dirs.contains(dir)).collect();
    if !missing.is_empty() {
        let issue = Issue::new("gateway-path-missing-dirs", "Gateway service PATH missing required dirs:");
        issues.push(Issue { detail: Some(missing.join(", ")), ..issue });
    }
    let unstable = |dir: &&&str| UNSTABLE.iter().any(|part| format!("{dir}/").contains(part));
    let unstable: Vec<&str> = dirs.iter().filter(unstable).copied().collect();
    // The manager's own stable link is one a service may use.
    let unstable: Vec<&str> = unstable.into_iter().filter(|dir| !dir.ends_with("/current/bin")).collect();
    if !unstable.is_empty() {
        let message =
            "Gateway service PATH includes version managers or package managers; recommend a minimal PATH.";
        let issue = Issue::new("gateway-path-nonminimal", message);
        issues.push(Issue { detail: Some(unstable.join(", ")), ..issue });
    }
    issues
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("u.service");
        std::fs::write(&path, text).unwrap();
        audit(&Unit::read(path.to_str().unwrap()).unwrap()).iter().map(|issue| issue.code).collect()
    }

    #[test]
    fn a_unit_as_it_is_installed_is_fine() {
        assert_eq!(codes(super::super::unit::tests::UNIT), Vec::<&str>::new());
    }

    #[test]
    fn everything_unusual_is_found() {
        let text = "[Service]\nExecStart=/usr/bin/openclaw node\nRestartSec=50\nEnvironment=PATH=/h/.nvm/v22/bin:/bin\n";
        assert_eq!(
            codes(text),
            [
                "gateway-command-missing",
                "systemd-after-network-online",
                "systemd-wants-network-online",
                "systemd-restart-sec",
                "gateway-path-missing-dirs",
                "gateway-path-nonminimal",
            ]
        );
        assert!(codes("[Service]\nExecStart=x gateway\n").contains(&"gateway-path-missing"));
    }
}
