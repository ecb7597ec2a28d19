//! The service manager that may keep a gateway running: systemd for the user, or launchd.

use std::process::{Command, Stdio};

use engine::config::Env;

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
            Ok(answer) => Runtime { detail: Some(answer.text), ..Runtime::default() },
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

    fn unit(&self) -> String {
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
