//! One gateway per configuration: a file that names the process which runs it.
//!
//! The reference's gateway reads and writes the same file by the same rules, so the two exclude each other.

use core::time::Duration;
use engine::UnixMs;
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::thread;
use std::time::{Instant, SystemTime};

/// How long a gateway waits for another one to end.
pub const WAIT: Duration = Duration::from_secs(5);

/// How long it waits between two looks.
const RETRY: Duration = Duration::from_millis(100);

/// Age from which a file counts as left behind when its owner cannot be determined.
const STALE: Duration = Duration::from_secs(30);

/// The right to run the gateway of a configuration; given back when dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    content: String,
}

/// Why the right was not given.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another gateway has it.
    #[error("gateway already running{}; lock timeout after {}ms", of_pid(*.pid), .waited.as_millis())]
    Held {
        /// Its process, if that is known.
        pid: Option<u32>,
        /// How long it was waited for.
        waited: Duration,
    },
    /// The file cannot be made.
    #[error("failed to acquire gateway lock at {}: {source} (make its directory writable, and room on its disk)", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn of_pid(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default()
}

impl Lock {
    /// Takes the right, waiting for `wait` while somebody else has it.
    ///
    /// # Errors
    ///
    /// Somebody still has it after that time, or the file cannot be written.
    pub fn acquire(path: &Path, config_path: &str, wait: Duration) -> Result<Self, LockError> {
        let failed = |source| LockError::Io { path: path.to_owned(), source };
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir).map_err(failed)?;
        }
        let content = claim(config_path, process::id());
        let since = Instant::now();
        loop {
            match put_whole(path, &content) {
                Ok(()) => return Ok(Self { path: path.to_owned(), content }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(error)),
            }
            let found = match Found::read(path) {
                Ok(found) => found,
                // Its owner has just ended.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(failed(error)),
            };
            if found.is_stale(&World) {
                found.remove(path);
            } else if since.elapsed() >= wait {
                return Err(LockError::Held { pid: found.pid(), waited: wait });
            } else {
                thread::sleep(RETRY.min(wait));
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Only our own claim: somebody may have judged it stale and made another.
        if fs::read_to_string(&self.path).is_ok_and(|found| found == self.content) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The name of a configuration's lock file.
#[must_use]
pub fn file_name(config_path: &str) -> String {
    let digest = Sha1::digest(config_path.as_bytes());
    let hash: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("gateway.{hash}.lock")
}

/// The directory in which the locks of this user's gateways lie, below the one for temporary files.
#[must_use]
pub fn shared_dir(temporary: &str) -> PathBuf {
    Path::new(temporary).join(format!("openclaw-{}", rustix::process::getuid().as_raw()))
}

/// Makes a file that is not there yet, with all that it holds: a process that is killed in between must not
/// leave a claim of nobody, which would keep everyone out until it is stale.
fn put_whole(path: &Path, content: &str) -> io::Result<()> {
    let aside = path.with_extension(format!("{}.tmp", process::id()));
    let put = fs::write(&aside, content).and_then(|()| fs::hard_link(&aside, path));
    // It has its name, or is worth nothing.
    let _ = fs::remove_file(&aside);
    match put {
        // A file system without links: the moment in between has to do.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported) =>
        {
            put_at_once(path, content)
        }
        other => other,
    }
}

fn put_at_once(path: &Path, content: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(content.as_bytes()).inspect_err(|_| {
        let _ = fs::remove_file(path);
    })
}

/// What an owner writes about itself.
fn claim(config_path: &str, pid: u32) -> String {
    let mut claim = json!({"pid": pid, "createdAt": now().iso(), "configPath": config_path});
    if let Some(start) = World.start_time(pid) {
        claim["startTime"] = Value::from(start);
    }
    claim.to_string()
}

fn now() -> UnixMs {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    UnixMs(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// A lock file that is there.
#[derive(Debug)]
struct Found {
    text: String,
    claim: Value,
    /// Time since it was last written.
    age: Duration,
}

impl Found {
    fn read(path: &Path) -> io::Result<Self> {
        let text = fs::read(path)?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let written = fs::metadata(path).and_then(|meta| meta.modified())?;
        let age = written.elapsed().unwrap_or_default();
        Ok(Self { claim: serde_json::from_str(&text).unwrap_or_default(), text, age })
    }

    fn pid(&self) -> Option<u32> {
        u32::try_from(self.claim["pid"].as_u64()?).ok().filter(|pid| *pid > 0)
    }

    /// Whether its owner is gone, or cannot be determined and has long been silent.
    fn is_stale(&self, processes: &impl Processes) -> bool {
        let owner = self.pid().map(|pid| processes.owner(pid, self.claim["startTime"].as_u64()));
        match owner {
            Some(Owner::Alive) => false,
            Some(Owner::Gone) => true,
            Some(Owner::Unknown) | None => {
                let created =
                    self.claim["createdAt"].as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
                let age = created.map_or(self.age, |created| {
                    let created = u64::try_from(created.as_millisecond()).unwrap_or(0);
                    now().since(UnixMs(created))
                });
                age > STALE
            }
        }
    }

    /// Removes the file, unless it is another one by now.
    fn remove(&self, path: &Path) {
        if Self::read(path).is_ok_and(|found| found.text == self.text) {
            let _ = fs::remove_file(path);
        }
    }
}

/// What has become of a process that once owned a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Alive,
    Gone,
    Unknown,
}

/// The processes of a machine.
trait Processes {
    fn is_alive(&self, pid: u32) -> bool;
    /// When it was started, in ticks since the machine was; `None` where that is not told.
    fn start_time(&self, pid: u32) -> Option<u64>;
    /// Its command line, where that is told.
    fn command_line(&self, pid: u32) -> Option<Vec<String>>;
    /// Whether start times are told at all.
    fn tells_start_times(&self) -> bool;

    fn owner(&self, pid: u32, started: Option<u64>) -> Owner {
        if !self.is_alive(pid) {
            return Owner::Gone;
        }
        if !self.tells_start_times() {
            return Owner::Alive;
        }
        let judged = |same: bool| if same { Owner::Alive } else { Owner::Gone };
        match started {
            Some(started) => self.start_time(pid).map_or(Owner::Unknown, |now| judged(now == started)),
            None => self.command_line(pid).map_or(Owner::Unknown, |words| judged(is_gateway(&words))),
        }
    }
}

/// Whether a command line is that of a gateway, ours or the reference's.
fn is_gateway(words: &[String]) -> bool {
    const ENTRIES: [&str; 5] =
        ["dist/index.js", "dist/entry.js", "openclaw.mjs", "scripts/run-node.mjs", "src/index.ts"];
    let words: Vec<String> = words.iter().map(|word| word.replace('\\', "/").to_lowercase()).collect();
    let program = words.first().is_some_and(|word| word == "openclaw" || word.ends_with("/openclaw"));
    let entry = || words.iter().any(|word| ENTRIES.iter().any(|entry| word.ends_with(entry)));
    words.iter().any(|word| word == "gateway") && (program || entry())
}

/// The processes of this machine.
struct World;

impl Processes for World {
    fn is_alive(&self, pid: u32) -> bool {
        crate::ports::is_alive(pid)
    }

    fn start_time(&self, pid: u32) -> Option<u64> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The second field is a name in brackets that may hold anything; start time is the 22nd.
        let (_, after) = stat.rsplit_once(')')?;
        after.split_whitespace().nth(19)?.parse().ok()
    }

    fn command_line(&self, pid: u32) -> Option<Vec<String>> {
        let bytes = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        let words = bytes.split(|byte| *byte == 0).filter(|word| !word.is_empty());
        Some(words.map(|word| String::from_utf8_lossy(word).into_owned()).collect())
    }

    fn tells_start_times(&self) -> bool {
        cfg!(target_os = "linux")
    }
}

#[cfg(test)]
#[path = "lock_tests.rs"]
mod tests;
