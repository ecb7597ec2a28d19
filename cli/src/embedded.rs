//! The engine in this process: for a turn without a gateway, and to look into the state of one that is down.

use core::time::Duration;

use engine::client::{ClientEvent, RequestOptions, Setup as ClientSetup};
use engine::config::auth::Overrides;
use engine::config::sections::gateway::{AuthMode, BindMode, TailscaleMode};
use engine::config::sections::host::LogLevel;
use engine::secret::Secret;
use engine::{Host, Setup};
use runtime_smol::embed::{self, Embed, Question};
use runtime_smol::lock::{Lock, LockError};
use runtime_smol::{Log, WsLog, host};
use serde_json::Value;

use crate::banner::VERSION;
use crate::chance;
use crate::console;
use crate::environment::Environment;
use crate::rpc;

/// Time to look into the state.
const LOOK: Duration = Duration::from_secs(30);

/// Runs something on the state as the gateway would, then leaves it as the gateway would.
pub(crate) fn run(
    environment: &Environment,
    question: Question<'_>,
    observe: impl FnMut(&ClientEvent),
) -> Result<Value, String> {
    let lock = environment.lock_path().map(|path| {
        Lock::acquire(&path, &environment.roots.config_path, Duration::ZERO)
            .map_err(|error| held(&error, environment))
    });
    let embed = embed(environment, lock.transpose()?, false)?;
    let called = embed::ask(embed, question, observe)?;
    called.result.map_err(|error| rpc::words(&error))
}

/// Asks something of the state without changing it, whoever else uses it.
pub(crate) fn look(environment: &Environment, method: &str, params: Value) -> Result<Value, String> {
    let options = RequestOptions { timeout: Some(LOOK), expect_final: false };
    let embed = embed(environment, None, true)?;
    let called = embed::ask(embed, Question { method, params, options }, |_| {})?;
    called.result.map_err(|error| rpc::words(&error))
}

fn held(error: &LockError, environment: &Environment) -> String {
    match error {
        LockError::Held { pid, .. } => {
            let dir = environment.short(&environment.roots.state_dir);
            let process = pid.map(|pid| format!(", process {pid},")).unwrap_or_default();
            format!(
                "a gateway{process} is running on {dir}, and only one process may write there: go through it (without \
                 --local, with its token), or stop it first"
            )
        }
        LockError::Io { .. } => error.to_string(),
    }
}

fn embed(environment: &Environment, lock: Option<Lock>, read_only: bool) -> Result<Embed, String> {
    // Nobody but this process can reach the engine; it still wants a secret, and gets one nobody knows.
    let secret = Secret::from(chance::token().map_err(|error| error.to_string())?.as_str());
    let overrides = Overrides {
        mode: Some(AuthMode::Token),
        token: Some(secret.clone()),
        password: None,
        tailscale: Some(TailscaleMode::Off),
    };
    let config = environment.config();
    let log_file = environment.log_file(&config);
    let host: Host = host::host(environment.env.clone(), &environment.roots, log_file.clone());
    let setup = Setup {
        snapshot: environment.snapshot.clone(),
        overrides,
        port: None,
        bind: Some(BindMode::Loopback),
        verbose: false,
        host,
    };
    let mut client = ClientSetup::command(VERSION, host::system());
    client.token = Some(secret);
    // A look leaves nothing behind, and nothing old is removed for it.
    let (level, log_file) = if read_only {
        (LogLevel::Silent, "/dev/null".to_owned())
    } else {
        (quieter(config.logging.level), log_file)
    };
    let log = Log {
        verbose: false,
        ws_log: WsLog::Auto,
        file: log_file,
        level,
        console_level: LogLevel::Silent,
        console_style: console::style(&config, &environment.output),
        color: false,
    };
    Ok(Embed { setup, log, lock, read_only, client })
}

/// What is no trouble is not logged: there is no gateway that others would look for.
fn quieter(level: LogLevel) -> LogLevel {
    match level {
        LogLevel::Info | LogLevel::Debug | LogLevel::Trace => LogLevel::Warn,
        LogLevel::Silent | LogLevel::Fatal | LogLevel::Error | LogLevel::Warn => level,
    }
}
