//! `gateway run`: everything between the command line and a running gateway.

use engine::config::auth::{self, Overrides, PASSWORD_VARS, TOKEN_VARS};
use engine::config::bind::{self, PORT_VARS};
use engine::config::refuse;
use engine::config::sections::gateway::{AuthMode, BindMode, TailscaleMode};
use engine::config::sections::host::LogLevel;
use engine::secret::Secret;
use engine::{Exit, Setup};
use runtime_smol::lock::{self, Lock, LockError};
use runtime_smol::ports::{self, ForceError, Usage};
use runtime_smol::{Log, Record, Serve, WsLog, host, serve};

use super::dev;
use crate::args::RunFlags;
use crate::banner::{FILES_VERSION, VERSION};
use crate::console::{self, Console};
use crate::environment::Environment;
use crate::exit::Failure;
use crate::port_report;
use crate::service::{self, Service};

/// Checks everything in the reference's order, then runs the gateway until it stops.
pub(super) fn run(flags: RunFlags, mut environment: Environment) -> Result<(), Failure> {
    let is_dev = flags.dev || dev::is_dev_profile(&environment);
    if flags.reset && !is_dev {
        return Err(Failure::error("Use --reset with --dev."));
    }
    let console = Console::new(&environment.config(), &environment.output);
    let refuse = |text: String| console.refuse(&text);
    let ws_log = ws_log(&flags).map_err(refuse)?;
    let record = record(&flags, &environment).map_err(refuse)?;
    if is_dev {
        dev::prepare(&mut environment, &console, flags.reset)?;
    }
    let port = flags.port.as_deref().map(parse_port).transpose().map_err(refuse)?;
    let final_port = bind::gateway_port(&environment.config(), port, &environment.env);
    if flags.force {
        force(final_port, &console)?;
    }
    let overrides = overrides(&flags).map_err(refuse)?;
    let unconfigured =
        refuse::unconfigured(&environment.config(), environment.snapshot.exists, flags.allow_unconfigured);
    if let Some(text) = unconfigured {
        return Err(refuse(environment.hint(&text)));
    }
    let bind = flags.bind.as_deref().map(parse_bind).transpose().map_err(refuse)?;
    if is_dev {
        dev::ensure_token(&mut environment, &console, &overrides)?;
    }
    check_secret(&environment, &overrides, bind).map_err(refuse)?;
    if let Some(text) = refuse::newer_writer(&environment.config(), FILES_VERSION) {
        console.warn(&text);
    }
    export(&mut environment, &flags, final_port);
    let start = Start { flags, overrides, port, bind, ws_log, record };
    start.serve(&environment).or_else(|stop| explain(&stop, final_port, &environment, &console))
}

/// Everything that was asked for, checked.
struct Start {
    flags: RunFlags,
    overrides: Overrides,
    port: Option<u16>,
    bind: Option<BindMode>,
    ws_log: WsLog,
    record: Option<Record>,
}

/// Why there is no gateway.
enum Stop {
    Lock(LockError),
    Engine(String),
}

impl Start {
    fn serve(self, environment: &Environment) -> Result<(), Stop> {
        let config = environment.config();
        let lock = match environment.lock_path() {
            Some(path) => {
                let taken = Lock::acquire(&path, &environment.roots.config_path, lock::WAIT);
                Some(taken.map_err(Stop::Lock)?)
            }
            None => None,
        };
        let log_file = environment.log_file(&config);
        let setup = Setup {
            snapshot: environment.snapshot.clone(),
            overrides: self.overrides,
            port: self.port,
            bind: self.bind,
            verbose: self.flags.verbose,
            host: host::host(environment.env.clone(), &environment.roots, log_file.clone()),
        };
        let log = Log {
            verbose: self.flags.verbose,
            ws_log: self.ws_log,
            file: log_file,
            level: config.logging.level,
            console_level: if self.flags.verbose { LogLevel::Debug } else { config.logging.console_level },
            console_style: console::style(&config, &environment.output),
            color: environment.output.color(),
        };
        match serve(Serve { setup, log, lock, record: self.record }) {
            Exit::Stopped => Ok(()),
            Exit::Failed(text) => Err(Stop::Engine(text)),
        }
    }
}

fn ws_log(flags: &RunFlags) -> Result<WsLog, String> {
    match flags.ws_log.as_deref().map(str::trim) {
        _ if flags.compact => Ok(WsLog::Compact),
        None | Some("auto") => Ok(WsLog::Auto),
        Some("full") => Ok(WsLog::Full),
        Some("compact") => Ok(WsLog::Compact),
        Some(_) => Err("Invalid --ws-log (use \"auto\", \"full\", \"compact\")".to_owned()),
    }
}

/// Megabytes of a recording, where nothing else is said.
const RECORD_MAX_MB: u64 = 512;

/// Bytes of a megabyte.
const MB: u64 = 1024 * 1024;

fn record(flags: &RunFlags, environment: &Environment) -> Result<Option<Record>, String> {
    let mb = match flags.record_max_mb.as_deref().map(str::trim) {
        None => RECORD_MAX_MB,
        Some(typed) => {
            let mb = typed.parse().ok().filter(|mb| (1..=u64::MAX / MB).contains(mb));
            mb.ok_or("Invalid --record-max-mb (use a whole number of megabytes, at least 1)")?
        }
    };
    Ok(flags.record.as_deref().map(|file| Record {
        path: environment.absolute(file).into(),
        max_bytes: mb * MB,
        build: format!("openclaw {VERSION}"),
    }))
}

fn parse_port(typed: &str) -> Result<u16, String> {
    let port = typed.trim().parse().ok().filter(|port| *port > 0);
    port.ok_or_else(|| "Invalid port".to_owned())
}

fn parse_bind(typed: &str) -> Result<BindMode, String> {
    const MODES: [BindMode; 5] =
        [BindMode::Loopback, BindMode::Lan, BindMode::Tailnet, BindMode::Auto, BindMode::Custom];
    let found = MODES.into_iter().find(|mode| mode.as_str() == typed.trim());
    let text = "Invalid --bind (use \"loopback\", \"lan\", \"tailnet\", \"auto\", or \"custom\")";
    found.ok_or_else(|| text.to_owned())
}

fn overrides(flags: &RunFlags) -> Result<Overrides, String> {
    const AUTH: [AuthMode; 2] = [AuthMode::Token, AuthMode::Password];
    const TAILSCALE: [TailscaleMode; 3] = [TailscaleMode::Off, TailscaleMode::Serve, TailscaleMode::Funnel];
    let secret = |typed: &Option<String>| typed.as_deref().map(str::trim).map(Secret::from);
    let mode = match flags.auth.as_deref().map(str::trim) {
        None => None,
        Some(typed) => {
            let found = AUTH.into_iter().find(|mode| mode.as_str() == typed);
            Some(found.ok_or("Invalid --auth (use \"token\" or \"password\")")?)
        }
    };
    let tailscale = match flags.tailscale.as_deref().map(str::trim) {
        None => None,
        Some(typed) => {
            let found = TAILSCALE.into_iter().find(|mode| mode.as_str() == typed);
            Some(found.ok_or("Invalid --tailscale (use \"off\", \"serve\", or \"funnel\")")?)
        }
    };
    Ok(Overrides { mode, token: secret(&flags.token), password: secret(&flags.password), tailscale })
}

fn check_secret(
    environment: &Environment,
    overrides: &Overrides,
    bind: Option<BindMode>,
) -> Result<(), String> {
    let config = environment.config();
    let resolved = auth::resolve(&config, overrides, &environment.env);
    let bind = bind.unwrap_or(config.gateway.bind);
    refuse::missing_secret(&resolved, bind, &config, &environment.snapshot.parsed).map_or(Ok(()), Err)
}

/// Tells the gateway's children what the command line decided.
fn export(environment: &mut Environment, flags: &RunFlags, port: u16) {
    let env = &mut environment.env;
    env.set(PORT_VARS[0], port.to_string());
    if let Some(token) = &flags.token {
        env.set(TOKEN_VARS[0], token.trim());
    }
    if let Some(password) = &flags.password {
        env.set(PASSWORD_VARS[0], password.trim());
    }
    if flags.claude_cli_logs {
        env.set("OPENCLAW_CLAUDE_CLI_LOG_OUTPUT", "1");
    }
    if flags.raw_stream {
        env.set("OPENCLAW_RAW_STREAM", "1");
    }
    if let Some(path) = &flags.raw_stream_path {
        env.set("OPENCLAW_RAW_STREAM_PATH", path.as_str());
    }
}

fn force(port: u16, console: &Console) -> Result<(), Failure> {
    let say = |text: String| console.say(&format!("[gateway] force: {text}"));
    let forced =
        ports::free(port).map_err(|error: ForceError| console.refuse(&format!("Force: Error: {error}")))?;
    if forced.killed.is_empty() {
        say(format!("no listeners on port {port}"));
        return Ok(());
    }
    for listener in &forced.killed {
        let command = listener.command.as_ref().map(|command| format!(" ({command})")).unwrap_or_default();
        say(format!("killed pid {}{command} on port {port}", listener.pid));
    }
    if forced.escalated {
        say(format!("escalated to SIGKILL while freeing port {port}"));
    }
    if forced.waited.as_millis() > 0 {
        say(format!("waited {}ms for port {port} to free", forced.waited.as_millis()));
    }
    Ok(())
}

/// How the engine says that it does not get its port.
const PORT_TAKEN: [&str; 2] =
    ["another gateway instance is already listening", "failed to bind gateway socket"];

/// Tells why there is no gateway, and, when another one is in the way, how to stop that.
fn explain(stop: &Stop, port: u16, environment: &Environment, console: &Console) -> Result<(), Failure> {
    let text = match stop {
        Stop::Engine(text) if !PORT_TAKEN.iter().any(|start| text.starts_with(start)) => {
            return Err(console.refuse(&format!("Gateway failed to start: Error: {text}")));
        }
        Stop::Engine(text) => text.clone(),
        Stop::Lock(error) => error.to_string(),
    };
    let stop_command = environment.hint("openclaw gateway stop");
    console.warn(&format!(
        "Gateway failed to start: {text}\nIf the gateway is supervised, stop it with: {stop_command}"
    ));
    let usage = ports::usage(port);
    if let Usage::Busy(listeners) = &usage {
        for line in port_report::lines(port, listeners, environment) {
            console.warn(&line);
        }
    }
    let service = Service::gateway(&environment.env);
    console.warn(&match service.is_loaded() {
        Ok(true) => format!("Gateway service appears {}. Stop it first.", service::LOADED),
        Ok(false) => format!("Gateway service appears {}.", service::NOT_LOADED),
        Err(_) => "Gateway service status unknown; if supervised, stop it first.".to_owned(),
    });
    console.warn(&format!("Tip: {stop_command}"));
    Err(console.refuse(&format!("Or: {}", service.stop_command())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_a_number_that_exists() {
        assert_eq!(parse_port(" 80 "), Ok(80));
        for typed in ["0", "-1", "65536", "80x", "", "1.5"] {
            assert_eq!(parse_port(typed), Err("Invalid port".to_owned()), "{typed:?}");
        }
    }

    #[test]
    fn compact_beats_the_style_that_is_named() {
        let flags = |style: Option<&str>, compact| RunFlags {
            ws_log: style.map(str::to_owned),
            compact,
            ..RunFlags::default()
        };
        assert_eq!(ws_log(&flags(None, false)), Ok(WsLog::Auto));
        assert_eq!(ws_log(&flags(Some("full"), false)), Ok(WsLog::Full));
        assert_eq!(ws_log(&flags(Some("full"), true)), Ok(WsLog::Compact));
        assert!(ws_log(&flags(Some("FULL"), false)).is_err());
    }
}
