//! The real programs: built once for all tests, started with a home and ports of their own.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use serde_json::Value;
use tempfile::TempDir;

use crate::outside;

/// The programs of this workspace that are tried from outside.
#[derive(Debug)]
pub struct Programs {
    /// The `openclaw` command.
    pub openclaw: PathBuf,
    /// The engine's example of another runtime.
    pub blocking: PathBuf,
}

/// Builds the programs from the sources of this moment; where they are built already, that takes no time.
///
/// # Panics
///
/// When they cannot be built.
#[must_use]
pub fn programs() -> &'static Programs {
    static PROGRAMS: OnceLock<Programs> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        // The same packages and features as the tests were built with: nothing is compiled twice.
        let mut command = cargo();
        command.args(["build", "--workspace", "--bin", "openclaw", "--example", "blocking"]);
        command.args(["--message-format", "json-render-diagnostics"]);
        if !cfg!(debug_assertions) {
            command.arg("--release");
        }
        let output = command.output().expect("cargo runs");
        assert!(output.status.success(), "they cannot be built: {}", String::from_utf8_lossy(&output.stderr));
        let executable = |name: &str| {
            let messages =
                output.stdout.split(|b| *b == b'\n').filter_map(|l| serde_json::from_slice(l).ok());
            let mut found = messages.filter(|m: &Value| m["target"]["name"] == name);
            found
                .find_map(|m| m["executable"].as_str().map(PathBuf::from))
                .expect("cargo names what it built")
        };
        Programs { openclaw: executable("openclaw"), blocking: executable("blocking") }
    })
}

/// The cargo that runs the tests, in the workspace.
#[must_use]
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(outside::workspace()).stdin(Stdio::null());
    command
}

/// A port that nobody listens on at this moment.
///
/// # Panics
///
/// When the machine has none left.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    listener.local_addr().expect("a listener has an address").port()
}

/// Takes the caller's settings out of a command's environment and gives it a home.
pub fn isolate(command: &mut Command, home: &Path) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        let prefixes = ["OPENCLAW_", "CLAWDBOT_", "MOLTBOT_", "XDG_"];
        if prefixes.iter().any(|prefix| name.starts_with(prefix)) || name.to_lowercase().ends_with("_proxy") {
            command.env_remove(name);
        }
    }
    command.env("HOME", home).env("TMPDIR", home).env("NO_COLOR", "1").stdin(Stdio::null());
}

/// The variable that names the gateway's port, to itself and to its clients.
pub const PORT: &str = "OPENCLAW_GATEWAY_PORT";

/// A gateway that runs. It is killed when this goes out of scope.
#[derive(Debug)]
pub struct Gateway {
    process: Child,
    home: TempDir,
    port: u16,
    said: Arc<Mutex<String>>,
}

impl Gateway {
    /// The token of a gateway that has none of its own.
    pub const TOKEN: &str = "secret";

    /// Starts `openclaw` as a person would in an empty home, and waits until it listens. Its port comes from
    /// the environment.
    ///
    /// # Panics
    ///
    /// When it ends instead.
    #[must_use]
    pub fn openclaw<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Self {
        let home = tempfile::tempdir().expect("there is room for a home");
        let port = free_port();
        let mut command = Command::new(&programs().openclaw);
        isolate(&mut command, home.path());
        command.args(args).env(PORT, port.to_string());
        Self::start(command, home, port)
    }

    /// Starts `openclaw gateway` with the token of every test.
    ///
    /// # Panics
    ///
    /// When it ends instead of listening.
    #[must_use]
    pub fn unconfigured() -> Self {
        Self::openclaw(["gateway", "--allow-unconfigured", "--token", Self::TOKEN])
    }

    /// Starts the engine on the blocking example's runtime.
    ///
    /// # Panics
    ///
    /// When it ends instead of listening.
    #[must_use]
    pub fn blocking() -> Self {
        let home = tempfile::tempdir().expect("there is room for a home");
        let port = free_port();
        let mut command = Command::new(&programs().blocking);
        isolate(&mut command, home.path());
        command.arg(port.to_string()).arg(Self::TOKEN);
        Self::start(command, home, port)
    }

    fn start(mut command: Command, home: TempDir, port: u16) -> Self {
        let mut process =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be started");
        let said = Arc::new(Mutex::new(String::new()));
        let (tell, told) = std::sync::mpsc::sync_channel(1);
        let out = process.stdout.take().map(|out| Box::new(out) as Box<dyn Read + Send>);
        let err = process.stderr.take().map(|err| Box::new(err) as Box<dyn Read + Send>);
        for stream in [out, err].into_iter().flatten() {
            let (said, tell) = (Arc::clone(&said), tell.clone());
            thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let listens = line.to_lowercase().contains("listening");
                    let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
                    said.push_str(&line);
                    said.push('\n');
                    if listens {
                        let _ = tell.try_send(());
                    }
                }
            });
        }
        drop(tell);
        let gateway = Self { process, home, port, said };
        // Both ends of the channel are gone when both streams have ended, and so has the process.
        assert!(told.recv().is_ok(), "the gateway ended: {}", gateway.said());
        gateway
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where clients find it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    /// Its home directory.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Everything it printed.
    #[must_use]
    pub fn said(&self) -> String {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left of it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
