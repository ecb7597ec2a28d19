//! A way to a gateway on another machine, by the system's `ssh`.

use core::net::Ipv4Addr;
use core::time::Duration;
use std::io::{self, Read as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use serde_json::{Value, json};

/// A tunnel; it ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Tunnel {
    pub(crate) local_port: u16,
    host: Host,
    child: Child,
}

/// Where `ssh` goes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Host {
    name: String,
    port: u16,
}

/// Time between two looks at the tunnel.
const POLL: Duration = Duration::from_millis(50);

const SSH_PORT: u16 = 22;

/// Opens a tunnel to the gateway's port on a host, within a time.
pub(crate) fn open(
    typed: &str,
    identity: Option<&str>,
    gateway_port: u16,
    budget: Duration,
) -> Result<Tunnel, String> {
    let host = Host::parse(typed)
        .ok_or_else(|| format!("invalid SSH target {typed:?} (use user@host or user@host:port)"))?;
    let local_port = free_port().map_err(|error| format!("no free port: {error}"))?;
    let mut ssh = Command::new("ssh");
    ssh.args(["-N", "-L", &format!("{local_port}:127.0.0.1:{gateway_port}"), "-p", &host.port.to_string()]);
    for option in ["ExitOnForwardFailure=yes", "BatchMode=yes", "ConnectTimeout=5"] {
        ssh.args(["-o", option]);
    }
    if let Some(identity) = identity {
        ssh.args(["-i", identity]);
    }
    // What follows `--` is a host, whatever it looks like.
    ssh.args(["--", &host.name]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let child = ssh.spawn().map_err(|error| format!("cannot run ssh: {error}"))?;
    let mut tunnel = Tunnel { local_port, host, child };
    tunnel.wait(budget)?;
    Ok(tunnel)
}

impl Tunnel {
    fn wait(&mut self, budget: Duration) -> Result<(), String> {
        let since = Instant::now();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.local_port));
        while since.elapsed() < budget {
            if let Ok(Some(status)) = self.child.try_wait() {
                let mut text = String::new();
                let stderr = self.child.stderr.take().map(|mut stderr| stderr.read_to_string(&mut text));
                let words = text.trim().lines().last().unwrap_or_default();
                return Err(match stderr {
                    Some(Ok(_)) if !words.is_empty() => words.to_owned(),
                    Some(_) | None => format!("ssh ended with {status}"),
                });
            }
            if TcpStream::connect_timeout(&address, POLL).is_ok() {
                return Ok(());
            }
            thread::sleep(POLL);
        }
        Err(format!("timeout after {}ms", budget.as_millis()))
    }

    pub(crate) fn json(&self) -> Value {
        json!({
            "kind": "ssh",
            "target": self.host.to_string(),
            "localPort": self.local_port,
            "pid": self.child.id(),
        })
    }
}

impl Drop for Tunnel {
    fn drop(&mut self) {
        // One that has ended already needs no end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Host {
    fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let typed = typed.strip_prefix("ssh ").map_or(typed, str::trim);
        let (name, port) = match typed.rsplit_once(':') {
            Some((name, port)) => (name, port.parse().ok().filter(|port| *port > 0)?),
            None => (typed, SSH_PORT),
        };
        let plain = !name.is_empty() && !name.starts_with('-') && !name.contains(char::is_whitespace);
        plain.then(|| Self { name: name.to_owned(), port })
    }
}

impl core::fmt::Display for Host {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        if self.port == SSH_PORT { f.write_str(&self.name) } else { write!(f, "{}:{}", self.name, self.port) }
    }
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_may_have_a_user_and_a_port_and_is_never_an_option() {
        let shown = |typed: &str| Host::parse(typed).map(|host| format!("{host} {}", host.port));
        assert_eq!(shown("me@box").as_deref(), Some("me@box 22"));
        assert_eq!(shown(" ssh me@box:2222 ").as_deref(), Some("me@box:2222 2222"));
        for typed in ["", "-oProxyCommand=x", "a b", "box:", "box:0", "box:x", ":22"] {
            assert_eq!(Host::parse(typed), None, "{typed:?}");
        }
    }
}
