//! A scratch home, the program in it, and gateways that end with the test.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A home directory of its own: nothing outside is read or written.
pub(crate) struct Home {
    dir: TempDir,
    pub(crate) port: u16,
}

/// What the local service manager says when there is none for the user.
const NO_SYSTEMD: &str = "#!/bin/sh\necho 'Failed to connect to bus: No medium found' >&2\nexit 1\n";

impl Home {
    pub(crate) fn new() -> Self {
        let home = Self { dir: tempfile::tempdir().unwrap(), port: free_port() };
        fs::create_dir(home.path("tmp")).unwrap();
        home.program("systemctl", NO_SYSTEMD);
        home
    }

    /// One with a gateway configured on its port, with the token `secret-secret-secret-secret`.
    pub(crate) fn configured() -> Self {
        let home = Self::new();
        home.configure(&format!(
            r#"{{gateway: {{mode: "local", port: {}, auth: {{token: "{TOKEN}"}}}}, logging: {{file: "{}"}}}}"#,
            home.port,
            home.path("gateway.log").display()
        ));
        home
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    /// Writes the configuration, readable by its owner alone.
    pub(crate) fn configure(&self, text: &str) {
        self.write(".openclaw/openclaw.json", text);
        for (path, mode) in [(".openclaw", 0o700), (".openclaw/openclaw.json", 0o600)] {
            fs::set_permissions(self.path(path), fs::Permissions::from_mode(mode)).unwrap();
        }
    }

    pub(crate) fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Puts a program in front of the system's.
    pub(crate) fn program(&self, name: &str, script: &str) {
        let below = format!("bin/{name}");
        self.write(&below, script);
        fs::set_permissions(self.path(&below), fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// The program with a command line, split at blanks.
    pub(crate) fn cli(&self, line: &str) -> Cli<'_> {
        let words = line.split(' ').filter(|word| !word.is_empty());
        Cli { home: self, words: words.map(str::to_owned).collect(), env: Vec::new(), replaced: Vec::new() }
    }

    fn command(&self, words: &[String], env: &[(String, String)]) -> Command {
        let path = format!("{}:{}", self.path("bin").display(), std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new(env!("CARGO_BIN_EXE_openclaw"));
        command.args(words).current_dir(self.dir.path()).stdin(Stdio::null()).env_clear();
        command.env("HOME", self.dir.path()).env("TMPDIR", self.path("tmp")).env("PATH", path);
        command.envs(env.iter().cloned());
        command
    }
}

pub(crate) const TOKEN: &str = "secret-secret-secret-secret";

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A command line to be run.
#[must_use]
pub(crate) struct Cli<'a> {
    home: &'a Home,
    words: Vec<String>,
    env: Vec<(String, String)>,
    replaced: Vec<(String, &'static str)>,
}

impl<'a> Cli<'a> {
    /// Adds one word, blanks and all.
    pub(crate) fn word(mut self, word: &str) -> Self {
        self.words.push(word.to_owned());
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Shows something that differs from run to run by a name.
    pub(crate) fn replace(mut self, text: impl ToString, name: &'static str) -> Self {
        self.replaced.push((text.to_string(), name));
        self
    }

    pub(crate) fn run(self) -> Ran {
        let output = self.home.command(&self.words, &self.env).output().unwrap();
        self.told(&output)
    }

    /// Starts it and leaves it running.
    pub(crate) fn spawn(self) -> Child {
        let mut command = self.home.command(&self.words, &self.env);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Runs it with nobody to read what it prints.
    pub(crate) fn run_unread(self) -> Ran {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child = self.home.command(&self.words, &self.env).stdout(writer).stderr(Stdio::piped()).spawn();
        let output = child.unwrap().wait_with_output().unwrap();
        self.told(&output)
    }

    /// Starts a gateway; what it says is read until it listens.
    pub(crate) fn start(self) -> Gateway<'a> {
        let mut command = self.home.command(&self.words, &self.env);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        let mut said = Vec::new();
        loop {
            let mut line = String::new();
            let read = reader.read_line(&mut line).unwrap();
            assert!(read > 0, "the gateway ended before it listened: {said:?}");
            let listens = line.contains("listening on ws");
            said.push(line.trim_end().to_owned());
            if listens {
                break;
            }
        }
        Gateway { home: self.home, child, said, reader }
    }

    fn told(&self, output: &Output) -> Ran {
        let text = |bytes: &[u8]| {
            let mut text = String::from_utf8(bytes.to_vec()).unwrap();
            text = text.replace(self.home.dir.path().to_str().unwrap(), "[HOME]");
            text = text.replace(&format!(":{}", self.home.port), ":[PORT]");
            for (from, to) in &self.replaced {
                text = text.replace(from, to);
            }
            text
        };
        Ran {
            line: self.words.join(" "),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            code: output.status.code(),
        }
    }
}

/// What a command line came to.
#[must_use]
pub(crate) struct Ran {
    line: String,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

impl Ran {
    /// Demands exactly this. `[..]` stands for anything within a line.
    #[track_caller]
    pub(crate) fn is(&self, code: i32, stdout: &str, stderr: &str) {
        let Self { line, stdout: out, stderr: err, .. } = self;
        assert_eq!(self.code, Some(code), "{line}\nstdout:\n{out}\nstderr:\n{err}");
        assert!(matches(out, stdout), "{line}\nstdout:\n{out}\nwanted:\n{stdout}");
        assert!(matches(err, stderr), "{line}\nstderr:\n{err}\nwanted:\n{stderr}");
    }

    /// The JSON on standard output of a command that succeeded and said nothing else.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{}\n{}", self.line, self.stdout);
        let value: Value = serde_json::from_str(&self.stdout).unwrap();
        assert_eq!(self.stdout, format!("{}\n", serde_json::to_string_pretty(&value).unwrap()));
        value
    }
}

fn matches(text: &str, wanted: &str) -> bool {
    let (text, wanted): (Vec<&str>, Vec<&str>) = (text.lines().collect(), wanted.lines().collect());
    text.len() == wanted.len() && text.iter().zip(&wanted).all(|(text, wanted)| line_matches(text, wanted))
}

fn line_matches(text: &str, wanted: &str) -> bool {
    let mut parts = wanted.split("[..]");
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// The keys of an object, in their order.
#[track_caller]
pub(crate) fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// A gateway that ends with the test.
pub(crate) struct Gateway<'a> {
    pub(crate) home: &'a Home,
    child: Child,
    /// What it said until it listened.
    pub(crate) said: Vec<String>,
    reader: BufReader<std::process::ChildStdout>,
}

impl Gateway<'_> {
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Stops it as a service manager would, and gives its exit code and what it said since.
    pub(crate) fn stop(mut self) -> (Option<i32>, String) {
        let told = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status().unwrap();
        assert!(told.success());
        self.ended()
    }

    /// Waits for its end.
    pub(crate) fn ended(&mut self) -> (Option<i32>, String) {
        let mut rest = String::new();
        self.reader.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

impl Drop for Gateway<'_> {
    fn drop(&mut self) {
        // One that has ended already needs no end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until something is there, as long as a process that is to make it runs.
pub(crate) fn awaited<T>(by: &mut Child, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(by.try_wait().unwrap().is_none(), "it ended before");
        assert!(begun.elapsed() < PATIENCE, "nothing came");
        std::thread::yield_now();
    }
}

const PATIENCE: Duration = Duration::from_secs(60);

/// Whether a program is there; without it a test is skipped, but not where everything has to be.
pub(crate) fn has(program: &str) -> bool {
    let found = Command::new(program).arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{program} is missing");
        println!("skipped: there is no {program}");
    }
    found
}

#[test]
fn a_pattern_matches_within_a_line_only() {
    assert!(line_matches("took 12ms here", "took [..]ms here") && line_matches("a", "[..]"));
    assert!(!line_matches("took 12s", "took [..]ms") && !line_matches("ab", "a"));
    assert!(!matches("a\nb", "[..]"));
}
