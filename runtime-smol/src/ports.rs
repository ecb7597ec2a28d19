//! Who listens on a port, and how to make them stop.

use core::net::Ipv4Addr;
use core::time::Duration;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use std::io::{self, ErrorKind};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Instant;

/// How long a process that was asked to end may take.
const GRACE: Duration = Duration::from_millis(700);

/// How long freeing a port may take altogether.
const LIMIT: Duration = Duration::from_millis(2000);

/// Time between two looks.
const POLL: Duration = Duration::from_millis(100);

/// A process that listens on a port.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listener {
    /// Its number.
    pub pid: u32,
    /// Its name.
    pub command: Option<String>,
    /// Where it listens.
    pub address: Option<String>,
    /// How it was started.
    pub command_line: Option<String>,
    /// Who started it.
    pub user: Option<String>,
}

/// Whether a port is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Usage {
    /// Nobody listens.
    Free,
    /// Somebody does; nobody is named when the system does not tell.
    Busy(Vec<Listener>),
    /// It cannot be found out.
    Unknown,
}

/// Finds out who listens on a port.
#[must_use]
pub fn usage(port: u16) -> Usage {
    match listeners(port) {
        Ok(found) if !found.is_empty() => Usage::Busy(found.into_iter().map(describe).collect()),
        Ok(_) | Err(_) => match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(_) => Usage::Free,
            Err(error) if error.kind() == ErrorKind::AddrInUse => Usage::Busy(Vec::new()),
            Err(_) => Usage::Unknown,
        },
    }
}

/// Why a port could not be freed.
#[derive(Debug, thiserror::Error)]
pub enum ForceError {
    /// There is no way to find the listeners.
    #[error("lsof not found; required for --force")]
    NoLsof,
    /// Asking failed.
    #[error("lsof failed: {0}")]
    Lsof(io::Error),
    /// A listener cannot be ended.
    #[error("failed to kill pid {pid}: {source}")]
    Kill {
        /// Its number.
        pid: u32,
        /// Why.
        source: io::Error,
    },
    /// Somebody still listens.
    #[error("port {port} still has listeners after --force: {}", numbers(.pids))]
    StillBusy {
        /// The port.
        port: u16,
        /// Who.
        pids: Vec<u32>,
    },
}

fn numbers(pids: &[u32]) -> String {
    pids.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// What it took to free a port.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forced {
    /// Who was asked to end.
    pub killed: Vec<Listener>,
    /// Whether somebody had to be ended without being asked.
    pub escalated: bool,
    /// How long it took.
    pub waited: Duration,
}

/// Ends whoever listens on a port: asked first, then not.
///
/// # Errors
///
/// The listeners cannot be found or ended.
pub fn free(port: u16) -> Result<Forced, ForceError> {
    let killed = listeners(port)?;
    if killed.is_empty() {
        return Ok(Forced::default());
    }
    let since = Instant::now();
    end(&killed, Signal::TERM)?;
    let mut escalated = false;
    loop {
        let left = listeners(port)?;
        let waited = since.elapsed();
        if left.is_empty() {
            return Ok(Forced { killed, escalated, waited });
        }
        if waited >= LIMIT {
            return Err(ForceError::StillBusy {
                port,
                pids: left.iter().map(|listener| listener.pid).collect(),
            });
        }
        if waited >= GRACE && !escalated {
            end(&left, Signal::KILL)?;
            escalated = true;
        }
        thread::sleep(POLL);
    }
}

fn end(listeners: &[Listener], signal: Signal) -> Result<(), ForceError> {
    for Listener { pid, .. } in listeners {
        let Some(process) = process(*pid) else { continue };
        match kill_process(process, signal) {
            Ok(()) | Err(rustix::io::Errno::SRCH) => {}
            Err(error) => return Err(ForceError::Kill { pid: *pid, source: error.into() }),
        }
    }
    Ok(())
}

fn process(pid: u32) -> Option<Pid> {
    i32::try_from(pid).ok().and_then(Pid::from_raw)
}

/// Whether a process exists, whoever it belongs to.
pub(crate) fn is_alive(pid: u32) -> bool {
    process(pid).is_some_and(|process| !matches!(test_kill_process(process), Err(rustix::io::Errno::SRCH)))
}

/// Asks `lsof`.
fn listeners(port: u16) -> Result<Vec<Listener>, ForceError> {
    const PLACES: [&str; 2] = ["/usr/sbin/lsof", "/usr/bin/lsof"];
    let program = PLACES.into_iter().find(|path| Path::new(path).exists()).unwrap_or("lsof");
    let port = format!("-iTCP:{port}");
    let asked = output(program, &["-nP", &port, "-sTCP:LISTEN", "-FpFcFn"]);
    let answer = asked.map_err(|error| {
        if error.kind() == ErrorKind::NotFound { ForceError::NoLsof } else { ForceError::Lsof(error) }
    })?;
    // It exits with 1 both when nobody listens and when it could not look everywhere.
    Ok(parse(&String::from_utf8_lossy(&answer.stdout)))
}

fn output(program: &str, args: &[&str]) -> io::Result<Output> {
    Command::new(program).args(args).stdin(Stdio::null()).output()
}

/// Reads the fields `lsof -F` prints: one a line, a process from one `p` to the next.
fn parse(text: &str) -> Vec<Listener> {
    let mut found: Vec<Listener> = Vec::new();
    for line in text.lines() {
        let mut chars = line.chars();
        let field = chars.next();
        let value = chars.as_str();
        match (field, found.last_mut()) {
            (Some('p'), _) => {
                if let Ok(pid) = value.parse() {
                    found.push(Listener { pid, ..Listener::default() });
                }
            }
            (Some('c'), Some(listener)) => listener.command = Some(value.to_owned()),
            (Some('n'), Some(listener)) => {
                // A process with several sockets is known by the first.
                let address = value.strip_suffix(" (LISTEN)").unwrap_or(value);
                listener.address.get_or_insert_with(|| address.to_owned());
            }
            _ => {}
        }
    }
    found
}

/// Adds what `ps` knows.
fn describe(mut listener: Listener) -> Listener {
    let asked = |field: &str| {
        let output = output("ps", &["-p", &listener.pid.to_string(), "-o", field]).ok()?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Some(text).filter(|text| !text.is_empty())
    };
    let (command_line, user) = (asked("command="), asked("user="));
    listener.command_line = command_line;
    listener.user = user;
    listener
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_lsof_are_gathered_by_process() {
        let text = "p12\ncopenclaw\nf20\nn127.0.0.1:18789\nf21\nn[::1]:18789\np13\ncssh\nf4\nn*:18789\n";
        let found = parse(text);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].pid, found[0].address.as_deref()), (12, Some("127.0.0.1:18789")));
        assert_eq!(
            (found[1].command.as_deref(), found[1].address.as_deref()),
            (Some("ssh"), Some("*:18789"))
        );
    }

    #[test]
    fn a_port_is_busy_as_long_as_somebody_listens() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        assert!(matches!(usage(port), Usage::Busy(_)));
        drop(listener);
        assert_eq!(usage(port), Usage::Free);
    }

    #[test]
    fn freeing_a_free_port_ends_nobody() {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        match free(port) {
            Ok(forced) => assert_eq!(forced, Forced::default()),
            Err(ForceError::NoLsof) => println!("skipped: there is no lsof"),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn a_process_is_alive_until_it_ends() {
        assert!(is_alive(std::process::id()) && is_alive(1));
        assert!(!is_alive(0) && !is_alive(i32::MAX as u32 - 1));
    }

    #[test]
    fn listeners_that_stay_are_named() {
        let error = ForceError::StillBusy { port: 5, pids: vec![1, 2] };
        assert_eq!(error.to_string(), "port 5 still has listeners after --force: 1, 2");
    }
}
