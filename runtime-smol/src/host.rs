//! The machine and the process, as the engine is told of them.

use core::net::IpAddr;
use engine::Host;
use engine::config::Env;
use engine::config::roots::Roots;
use std::process::{self, Command, Stdio};

/// Interfaces whose address stands for the machine, when they have one.
const PREFERRED_INTERFACES: [&str; 2] = ["en0", "eth0"];

/// Looks at the machine once. `log_file` is an absolute path that may hold `{date}`.
#[must_use]
pub fn host(env: Env, roots: &Roots, log_file: String) -> Host {
    let interfaces = Interfaces::look();
    let hostname = hostname();
    let told = |name: &str| env.filled(name).map(|value| value.trim().to_owned());
    Host {
        ip: interfaces.primary().unwrap_or_else(|| hostname.clone()),
        hostname,
        platform: platform(),
        device_family: device_family().to_owned(),
        model: model(),
        pid: process::id(),
        timezone: timezone(),
        home: env.home().to_owned(),
        state_dir: roots.state_dir.clone(),
        config_path: roots.config_path.clone(),
        log_file,
        version: told("OPENCLAW_VERSION"),
        commit: told("GIT_COMMIT"),
        addresses: interfaces.0.into_iter().map(|(_, ip)| ip).collect(),
        env,
    }
}

/// Names and addresses of the machine's interfaces.
#[derive(Clone, Debug, Default)]
pub struct Interfaces(Vec<(String, IpAddr)>);

impl Interfaces {
    /// Asks the system. A system that does not tell has none.
    #[must_use]
    pub fn look() -> Self {
        let found = if_addrs::get_if_addrs().unwrap_or_default();
        Self(found.into_iter().map(|interface| (interface.name.clone(), interface.ip())).collect())
    }

    /// The addresses.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> + '_ {
        self.0.iter().map(|(_, ip)| *ip)
    }

    /// The IPv4 address by which others on the network know this machine.
    fn primary(&self) -> Option<String> {
        let outer = || self.0.iter().filter(|(_, ip)| ip.is_ipv4() && !ip.is_loopback());
        let preferred = |(name, _): &&(String, IpAddr)| PREFERRED_INTERFACES.contains(&name.as_str());
        outer().find(preferred).or_else(|| outer().next()).map(|(_, ip)| ip.to_string())
    }
}

/// The machine's name.
#[must_use]
pub fn hostname() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// The operating system in the reference's words.
#[must_use]
pub const fn system() -> &'static str {
    if cfg!(target_os = "macos") { "darwin" } else { std::env::consts::OS }
}

/// Release of the kernel.
#[must_use]
pub fn release() -> String {
    rustix::system::uname().release().to_string_lossy().into_owned()
}

/// The processor family in the reference's words.
#[must_use]
pub const fn arch() -> &'static str {
    match std::env::consts::ARCH.as_bytes() {
        b"x86_64" => "x64",
        b"aarch64" => "arm64",
        b"x86" => "ia32",
        _ => std::env::consts::ARCH,
    }
}

/// Operating system and release: `linux 6.18.1`, `macos 15.1`.
#[must_use]
pub fn platform() -> String {
    match told_by("sw_vers", &["-productVersion"]) {
        Some(version) if cfg!(target_os = "macos") => format!("macos {version}"),
        Some(_) | None => format!("{} {}", system(), release()),
    }
}

const fn device_family() -> &'static str {
    match std::env::consts::OS.as_bytes() {
        b"linux" => "Linux",
        b"macos" => "Mac",
        b"windows" => "Windows",
        _ => std::env::consts::OS,
    }
}

/// The Mac's model, elsewhere the processor family.
fn model() -> String {
    let model = told_by("sysctl", &["-n", "hw.model"]).filter(|_| cfg!(target_os = "macos"));
    model.unwrap_or_else(|| arch().to_owned())
}

/// What a program of the system prints; nothing outside macOS, where these programs are.
fn told_by(program: &str, args: &[&str]) -> Option<String> {
    if !cfg!(target_os = "macos") {
        return None;
    }
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Some(text).filter(|text| output.status.success() && !text.is_empty())
}

/// IANA name of the local time zone.
#[must_use]
pub fn timezone() -> String {
    iana_time_zone::get_timezone().unwrap_or_else(|_| "UTC".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interfaces(list: &[(&str, &str)]) -> Interfaces {
        Interfaces(list.iter().map(|(name, ip)| ((*name).to_owned(), ip.parse().unwrap())).collect())
    }

    #[test]
    fn the_address_shown_is_the_first_outer_one() {
        let all =
            [("lo", "127.0.0.1"), ("docker0", "172.17.0.1"), ("eth0", "fe80::1"), ("eth0", "192.0.2.2")];
        assert_eq!(interfaces(&all).primary().as_deref(), Some("192.0.2.2"));
        assert_eq!(interfaces(&all[..3]).primary().as_deref(), Some("172.17.0.1"));
        assert_eq!(interfaces(&all[..1]).primary(), None);
    }

    #[test]
    fn the_machine_has_a_name_and_a_platform() {
        let roots = Roots::find(&Env::default(), &std::collections::BTreeSet::new());
        let host = host(Env::from_iter([("HOME", "/h")]), &roots, "/l".to_owned());
        assert!(!host.hostname.is_empty() && !host.timezone.is_empty() && !host.ip.is_empty());
        assert_eq!((host.pid, host.home.as_str()), (process::id(), "/h"));
        assert!(host.platform.contains(' '), "{}", host.platform);
        assert!(host.addresses.iter().any(IpAddr::is_loopback), "{:?}", host.addresses);
    }
}
