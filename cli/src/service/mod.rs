//! The service manager that may keep a gateway running: systemd for the user, or launchd.

mod audit;
mod extra;
mod unit;

use std::process::{Command, Stdio};

use engine::config::Env;
use serde_json::{Map, Value};

pub(crate) use audit::{Issue, audit};
pub(crate) use extra::{Extra, find as find_extra};
pub(crate) use unit::Unit;

/// A service of this user.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    /// The unit or label, without any ending.
    name: String,
}

/// What the manager says of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Runtime {
    pub(crate) status: Status,
    pub(crate) state: Option<String>,
    pub(crate) sub_state: Option<String>,
    pub(crate) pid: Option<u32>,
    pub(crate) last_exit_status: Option<i64>,
    pub(crate) last_exit_reason: Option<String>,
    pub(crate) detail: Option<String>,
    /// The manager knows no such service.
    pub(crate) missing_unit: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Status {
    Running,
    Stopped,
    #[default]
    Unknown,
}

impl Status {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Unknown => "unknown",
        }
    }
}

impl Runtime {
    /// Its state in one line: the status, and in brackets what more is known.
    pub(crate) fn line(&self) -> String {
        let state = self.state.as_deref().filter(|state| *state != self.status.as_str());
        self.with([
            self.pid.map(|pid| format!("pid {pid}")),
            state.map(|state| format!("state {state}")),
            self.sub_state.as_ref().map(|sub| format!("sub {sub}")),
            self.last_exit_status.map(|status| format!("last exit {status}")),
            self.last_exit_reason.as_ref().map(|reason| format!("reason {reason}")),
            self.detail.clone(),
        ])
    }

    /// The same in few words.
    pub(crate) fn short(&self) -> String {
        let state = self.state.as_deref().filter(|state| *state != self.status.as_str());
        self.with([
            self.pid.map(|pid| format!("pid {pid}")),
            state.map(|state| format!("state {state}")),
            self.detail.clone(),
        ])
    }

    fn with<const N: usize>(&self, details: [Option<String>; N]) -> String {
        let details: Vec<String> = details.into_iter().flatten().collect();
        let status = self.status.as_str();
        if details.is_empty() { status.to_owned() } else { format!("{status} ({})", details.join(", ")) }
    }

    pub(crate) fn json(&self) -> Value {
        let mut json = Map::new();
        let mut set = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                json.insert(key.to_owned(), value);
            }
        };
        set("status", Some(self.status.as_str().into()));
        set("state", self.state.clone().map(Value::from));
        set("subState", self.sub_state.clone().map(Value::from));
        set("pid", self.pid.map(Value::from));
        set("lastExitStatus", self.last_exit_status.map(Value::from));
        set("lastExitReason", self.last_exit_reason.clone().map(Value::from));
        set("detail", self.detail.clone().map(Value::from));
        if self.missing_unit {
            set("missingUnit", Some(true.into()));
        }
        Value::Object(json)
    }
}

const IS_MAC: bool = cfg!(target_os = "macos");

/// What the manager calls its services.
pub(crate) const LABEL: &str = if IS_MAC { "LaunchAgent" } else { "systemd" };

/// What a service is when it is installed.
pub(crate) const LOADED: &str = if IS_MAC { "loaded" } else { "enabled" };

/// What it is when it is not.
pub(crate) const NOT_LOADED: &str = if IS_MAC { "not loaded" } else { "disabled" };

impl Service {
    /// The service of the gateway, one for each profile.
    pub(crate) fn gateway(env: &Env) -> Self {
        let profile = env.filled("OPENCLAW_PROFILE").map(str::trim);
        let profile = profile.filter(|name| !name.eq_ignore_ascii_case("default"));
        let name = if IS_MAC {
            let own = env.filled("OPENCLAW_LAUNCHD_LABEL").map(|label| label.trim().to_owned());
            own.unwrap_or_else(|| format!("bot.molt.{}", profile.unwrap_or("gateway")))
        } else {
            let own = env
                .filled("OPENCLAW_SYSTEMD_UNIT")
                .map(|unit| unit.trim().trim_end_matches(".service").to_owned());
            let profile = profile.map(|profile| format!("-{profile}")).unwrap_or_default();
            own.unwrap_or_else(|| format!("openclaw-gateway{profile}"))
        };
        Self { name }
    }

    /// The service that runs this machine as a node.
    pub(crate) fn node() -> Self {
        Self { name: if IS_MAC { "bot.molt.node" } else { "openclaw-node" }.to_owned() }
    }

    /// Whether it is installed; the error says why that cannot be told.
    pub(crate) fn is_loaded(&self) -> Result<bool, String> {
        if IS_MAC {
            let domain = format!("gui/{}/{}", rustix::process::getuid().as_raw(), self.name);
            return ask("launchctl", &["print", &domain]).map(|answer| answer.ok).map_err(|_| no_manager());
        }
        manager()?;
        let unit = self.unit();
        Ok(ask("systemctl", &["--user", "is-enabled", &unit]).is_ok_and(|answer| answer.ok))
    }

    /// How it runs.
    pub(crate) fn runtime(&self) -> Runtime {
        if IS_MAC {
            return Runtime { detail: Some("not read on this system".to_owned()), ..Runtime::default() };
        }
        if let Err(reason) = manager() {
            return Runtime { detail: Some(format!("Error: {reason}")), ..Runtime::default() };
        }
        const PROPERTIES: &str = "ActiveState,SubState,MainPID,ExecMainStatus,ExecMainCode";
        let unit = self.unit();
        match ask("systemctl", &["--user", "show", &unit, "--no-page", "--property", PROPERTIES]) {
            Ok(answer) if answer.ok => shown(&answer.text),
            Ok(answer) => {
                let text = answer.text.to_lowercase();
                let missing_unit = text.contains("not found") || text.contains("could not be found");
                let status = if missing_unit { Status::Stopped } else { Status::Unknown };
                Runtime { status, detail: Some(answer.text), missing_unit, ..Runtime::default() }
            }
            Err(_) => Runtime { detail: Some(no_manager()), ..Runtime::default() },
        }
    }

    /// The command that stops it without this program.
    pub(crate) fn stop_command(&self) -> String {
        if IS_MAC {
            format!("launchctl bootout gui/$UID/{}", self.name)
        } else {
            format!("systemctl --user stop {}", self.unit())
        }
    }

    /// What it runs, when it is installed. A launch agent's file is not read in this build.
    pub(crate) fn command(&self, env: &Env) -> Option<Unit> {
        if IS_MAC {
            None
        } else {
            Unit::read(&format!("{}/.config/systemd/user/{}", env.home(), self.unit()))
        }
    }

    /// The command that shows what it wrote last.
    pub(crate) fn logs_command(&self, state_dir: &str) -> String {
        if IS_MAC {
            format!("tail -n 200 {state_dir}/logs/gateway.log {state_dir}/logs/gateway.err.log")
        } else {
            format!("journalctl --user -u {} -n 200 --no-pager", self.unit())
        }
    }

    /// The command that removes it without this program.
    pub(crate) fn cleanup_command(&self) -> String {
        if IS_MAC {
            format!("launchctl bootout gui/$UID/{}", self.name)
        } else {
            format!("systemctl --user disable --now {}", self.unit())
        }
    }

    /// The name of its file.
    pub(crate) fn unit(&self) -> String {
        format!("{}.service", self.name)
    }
}

/// What to do where the manager is not there.
pub(crate) const NO_MANAGER_HINTS: [&str; 2] = [
    "systemd user services are unavailable; install/enable systemd or run the gateway under your supervisor.",
    "If you're in a container, run the gateway in the foreground instead of `openclaw gateway`.",
];

fn no_manager() -> String {
    if IS_MAC {
        "launchctl not available".to_owned()
    } else {
        "systemctl not available; systemd user services are required on Linux.".to_owned()
    }
}

/// Whether systemd runs for this user.
fn manager() -> Result<(), String> {
    let answer = ask("systemctl", &["--user", "status"]).map_err(|_| no_manager())?;
    match answer.text.trim() {
        _ if answer.ok => Ok(()),
        "" => Err("systemctl --user unavailable: unknown error".to_owned()),
        detail => Err(format!("systemctl --user unavailable: {detail}")),
    }
}

struct Answer {
    ok: bool,
    text: String,
}

fn ask(program: &str, args: &[&str]) -> std::io::Result<Answer> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output()?;
    let text = if output.status.success() { &output.stdout } else { &output.stderr };
    let text = if text.is_empty() { &output.stdout } else { text };
    Ok(Answer { ok: output.status.success(), text: String::from_utf8_lossy(text).trim().to_owned() })
}

/// Reads what `systemctl show` prints.
fn shown(text: &str) -> Runtime {
    let value = |name: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        found.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let state = value("ActiveState");
    Runtime {
        status: match state.as_deref().map(str::to_lowercase).as_deref() {
            Some("active") => Status::Running,
            Some(_) => Status::Stopped,
            None => Status::Unknown,
        },
        state,
        sub_state: value("SubState"),
        pid: value("MainPID").and_then(|pid| pid.parse().ok()).filter(|pid| *pid > 0),
        last_exit_status: value("ExecMainStatus").and_then(|status| status.parse().ok()),
        last_exit_reason: value("ExecMainCode"),
        detail: None,
        missing_unit: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_profile_has_a_service_of_its_own() {
        let unit = |vars: &[(&str, &str)]| Service::gateway(&vars.iter().copied().collect()).unit();
        if !IS_MAC {
            assert_eq!(unit(&[]), "openclaw-gateway.service");
            assert_eq!(unit(&[("OPENCLAW_PROFILE", "Default")]), "openclaw-gateway.service");
            assert_eq!(unit(&[("OPENCLAW_PROFILE", "w")]), "openclaw-gateway-w.service");
            assert_eq!(unit(&[("OPENCLAW_SYSTEMD_UNIT", "x.service")]), "x.service");
        }
    }

    #[test]
    fn a_runtime_is_told_in_one_line() {
        let runtime =
            shown("MainPID=12\nExecMainCode=0\nExecMainStatus=0\nActiveState=active\nSubState=running\n");
        assert_eq!(runtime.line(), "running (pid 12, state active, sub running, last exit 0, reason 0)");
        assert_eq!(runtime.short(), "running (pid 12, state active)");
        assert_eq!(Runtime::default().line(), "unknown");
        assert_eq!(
            runtime.json().to_string(),
            r#"{"status":"running","state":"active","subState":"running","pid":12,"lastExitStatus":0,"lastExitReason":"0"}"#
        );
    }

    #[test]
    fn what_systemd_shows_is_understood() {
        let runtime =
            shown("MainPID=12\nExecMainCode=0\nExecMainStatus=0\nActiveState=active\nSubState=running\n");
        assert_eq!(
            (runtime.status, runtime.pid, runtime.last_exit_status),
            (Status::Running, Some(12), Some(0))
        );
        let runtime = shown("MainPID=0\nActiveState=inactive\nSubState=dead\n");
        assert_eq!(
            (runtime.status, runtime.pid, runtime.sub_state.as_deref()),
            (Status::Stopped, None, Some("dead"))
        );
        assert_eq!(shown("").status, Status::Unknown);
    }
}
