//! The real program: started in a place of its own, watched line by line, ended for sure.

#![expect(clippy::unwrap_used, reason = "a harness of tests: whatever goes wrong here fails the test")]

use crate::gateway::{free_port, programs};
use core::time::Duration;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;
use tempfile::TempDir;

/// Longest wait for anything: far above what a busy machine needs.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A home, a state directory and a temporary directory that nobody else uses.
pub struct Place {
    dir: TempDir,
    state: PathBuf,
}

impl Place {
    #[expect(clippy::new_without_default, reason = "making one takes room on the disk")]
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("state");
        Self::at(dir, state)
    }

    /// The same with a state directory elsewhere.
    pub fn with_state(state: &Path) -> Self {
        Self::at(tempfile::tempdir().unwrap(), state.to_owned())
    }

    fn at(dir: TempDir, state: PathBuf) -> Self {
        for made in [dir.path().join("home"), dir.path().join("tmp"), state.clone()] {
            fs::create_dir_all(made).unwrap();
        }
        Self { dir, state }
    }

    pub fn state(&self, name: &str) -> PathBuf {
        self.state.join(name)
    }

    pub fn home(&self) -> PathBuf {
        self.dir.path().join("home")
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.state(name)).unwrap_or_default()
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::create_dir_all(self.state(name).parent().unwrap()).unwrap();
        fs::write(self.state(name), text).unwrap();
    }

    /// Names below a directory of the state directory that begin so, in order.
    pub fn names(&self, dir: &str, start: &str) -> Vec<String> {
        let entries = fs::read_dir(self.state(dir)).into_iter().flatten();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| name.starts_with(start));
        names.sort();
        names
    }

    /// Everything the log files hold.
    pub fn log(&self) -> String {
        self.names("logs", "openclaw-").iter().map(|name| self.read(&format!("logs/{name}"))).collect()
    }

    /// A gateway in this place.
    pub fn gateway(&self) -> Plan<'_> {
        let port = free_port();
        let command = Command::new(&programs().openclaw);
        Plan { place: self, port, command, args: vec!["--allow-unconfigured".to_owned()], secret: true }
    }
}

/// A gateway to start.
#[must_use]
pub struct Plan<'a> {
    place: &'a Place,
    port: u16,
    command: Command,
    args: Vec<String>,
    secret: bool,
}

impl Plan<'_> {
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    pub fn args(mut self, args: &[&str]) -> Self {
        self.args.extend(args.iter().map(|&arg| arg.to_owned()));
        self
    }

    pub fn config(self, config: &Value) -> Self {
        self.place.write("openclaw.json", config.to_string());
        self
    }

    pub fn without_secret(mut self) -> Self {
        self.secret = false;
        self
    }

    /// Runs it by way of another program.
    pub fn under(mut self, words: &[&str]) -> Self {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).arg(self.command.get_program());
        self.command = command;
        self
    }

    fn command(&mut self, variables: &[(&str, &str)]) -> &mut Command {
        let dir = self.place.dir.path();
        self.command
            .args(["gateway", "--port", &self.port.to_string()])
            .args(&self.args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", dir.join("home"))
            .env("TMPDIR", dir.join("tmp"))
            .env("OPENCLAW_STATE_DIR", &self.place.state)
            .envs(self.secret.then_some(("OPENCLAW_GATEWAY_TOKEN", "secret")))
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
    }

    /// Starts it and waits until it listens.
    pub fn start(self) -> Gateway {
        let gateway = self.spawn(&[]);
        gateway.wait_for("agent model:");
        gateway
    }

    /// Starts it and waits for nothing.
    pub fn spawn(mut self, variables: &[(&str, &str)]) -> Gateway {
        let mut child = self.command(variables).spawn().unwrap();
        let said = Arc::new(Said::default());
        said.listen(child.stdout.take().unwrap());
        said.listen(child.stderr.take().unwrap());
        Gateway { port: self.port, child, said }
    }

    /// Runs it and expects it to end by itself: its exit code and what it said.
    pub fn refused(self) -> (Option<i32>, String) {
        let mut gateway = self.spawn(&[]);
        let status = gateway.wait();
        (status.code(), gateway.said().join("\n"))
    }
}

/// Lines that a process said.
#[derive(Default)]
struct Said {
    lines: Mutex<(Vec<String>, u8)>,
    more: Condvar,
}

impl Said {
    fn listen(self: &Arc<Self>, from: impl Read + Send + 'static) {
        let said = Arc::clone(self);
        std::thread::spawn(move || {
            for line in BufReader::new(from).lines().map_while(Result::ok) {
                said.lines.lock().unwrap().0.push(line);
                said.more.notify_all();
            }
            said.lines.lock().unwrap().1 += 1;
            said.more.notify_all();
        });
    }

    /// Waits until `done` says so of the lines and of how many ends of streams were seen.
    fn wait(&self, done: impl Fn(&[String], u8) -> bool) -> Vec<String> {
        let lines = self.lines.lock().unwrap();
        let waited = self.more.wait_timeout_while(lines, PATIENCE, |(lines, ends)| !done(lines, *ends));
        waited.unwrap().0.0.clone()
    }
}

/// A running gateway; it ends when this is dropped.
pub struct Gateway {
    pub port: u16,
    child: Child,
    said: Arc<Said>,
}

impl Gateway {
    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().try_into().unwrap()).unwrap()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Waits until it listens.
    ///
    /// # Errors
    ///
    /// It ends instead; this is what it said.
    pub fn starts(&self) -> Result<(), String> {
        let listens = |lines: &[String]| lines.iter().any(|line| line.contains("agent model:"));
        let lines = self.said.wait(|lines, ends| listens(lines) || ends == 2);
        if listens(&lines) { Ok(()) } else { Err(lines.join("\n")) }
    }

    /// Waits for a line that holds this.
    pub fn wait_for(&self, text: &str) -> String {
        self.wait_for_count(text, 1)
    }

    /// Waits for that many lines that hold this, and gives the last of them.
    pub fn wait_for_count(&self, text: &str, count: usize) -> String {
        let found = |lines: &[String]| lines.iter().filter(|line| line.contains(text)).count();
        let lines = self.said.wait(|lines, ends| found(lines) >= count || ends == 2);
        let found = lines.iter().filter(|line| line.contains(text)).nth(count - 1);
        found
            .unwrap_or_else(|| panic!("{text:?} was not said {count} times, but:\n{}", lines.join("\n")))
            .clone()
    }

    /// What it said so far.
    pub fn said(&self) -> Vec<String> {
        self.said.lines.lock().unwrap().0.clone()
    }

    /// The memory it holds.
    pub fn memory_kb(&self) -> u64 {
        self.status("VmRSS:").trim_end_matches(" kB").parse().unwrap()
    }

    /// The most memory it ever held.
    pub fn peak_memory_kb(&self) -> u64 {
        self.status("VmHWM:").trim_end_matches(" kB").parse().unwrap()
    }

    /// A line of what the system says of it.
    pub fn status(&self, name: &str) -> String {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_else(|| panic!("no {name} in {status}")).trim().to_owned()
    }

    /// Waits for its end, and for its last words.
    pub fn wait(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            // Nothing tells of the end of a child without taking its status.
            match self.child.try_wait().unwrap() {
                Some(status) => break status,
                None if Instant::now() < end => std::thread::sleep(Duration::from_millis(2)),
                None => panic!("the gateway does not end; it said:\n{}", self.said().join("\n")),
            }
        };
        self.said.wait(|_, ends| ends == 2);
        status
    }

    /// Asks it to stop and waits.
    pub fn stop(&mut self) -> ExitStatus {
        self.signal(Signal::TERM);
        self.wait()
    }

    /// Ends it without a chance to do anything.
    pub fn kill(&mut self) {
        self.kill_now();
    }

    /// The same; `false` when it had come to its end before.
    pub fn kill_now(&mut self) -> bool {
        self.child.kill().unwrap();
        self.wait().signal() == Some(Signal::KILL.as_raw())
    }
}

impl Drop for Gateway {
    #[expect(clippy::print_stdout, reason = "a test that fails shows what the gateway said")]
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            println!("the gateway said:\n{}", self.said().join("\n"));
        }
    }
}
