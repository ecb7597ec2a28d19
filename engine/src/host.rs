//! What the engine is told about the machine and the process it runs in.

use crate::config::Env;

/// Facts of the machine and the process, gathered once by the caller and never looked up again.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Host {
    /// The machine's name, as in `hello-ok` and the gateway's own presence entry.
    pub hostname: String,
    /// The address shown in the gateway's own presence entry.
    pub ip: String,
    /// Operating system and release, for example `linux 6.18.1`.
    pub platform: String,
    /// `Linux`, `Mac` or `Windows`.
    pub device_family: String,
    /// Processor family in the reference's words (`x64`, `arm64`), or the Mac's model.
    pub model: String,
    /// Process id.
    pub pid: u32,
    /// IANA name of the local time zone.
    pub timezone: String,
    /// The user's home directory, absolute.
    pub home: String,
    /// The state directory, absolute.
    pub state_dir: String,
    /// Absolute path of the main configuration file.
    pub config_path: String,
    /// Absolute path pattern of the log file; `{date}` stands for the local date.
    pub log_file: String,
    /// Version told in `hello-ok`; the reference says `dev` unless it is set.
    pub version: Option<String>,
    /// Commit told in `hello-ok`.
    pub commit: Option<String>,
    /// The environment of the process; written down apart, since it holds secrets.
    #[serde(skip)]
    pub env: Env,
    /// Addresses of the machine's interfaces, for bind modes and Host checks.
    pub addresses: Vec<core::net::IpAddr>,
}

/// A root that file names are relative to. The runtime knows where each one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Root {
    /// The state directory.
    #[serde(rename = "state")]
    State,
    /// The root of the file system: a place the user named in configuration or an older state names.
    #[serde(rename = "host")]
    Host,
}

/// A file's name: a root and a path below it with `/` between its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct FileName {
    /// What the path is relative to.
    pub root: Root,
    /// The path below the root.
    pub path: String,
}

impl FileName {
    /// Names a file below the state directory.
    pub fn state(path: impl Into<String>) -> Self {
        Self { root: Root::State, path: path.into() }
    }

    /// Names a file that the user, or an earlier program, wrote as an absolute path.
    pub fn host(path: impl Into<String>) -> Self {
        Self { root: Root::Host, path: path.into() }
    }
}

impl Host {
    /// Writes a file name as clients and people see it: an absolute path.
    pub fn show(&self, file: &FileName) -> String {
        match file.root {
            Root::State => format!("{}/{}", self.state_dir, file.path),
            Root::Host => file.path.clone(),
        }
    }

    /// Turns an absolute path into a file name, below the state directory where it is there.
    pub fn name(&self, absolute: &str) -> FileName {
        match absolute.strip_prefix(&self.state_dir).and_then(|rest| rest.strip_prefix('/')) {
            Some(path) => FileName::state(path),
            None => FileName::host(absolute),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_below_the_state_dir_is_named_relative_to_it() {
        let host = Host { state_dir: "/s".into(), ..Host::default() };
        assert_eq!(host.name("/s/agents/x"), FileName::state("agents/x"));
        assert_eq!(host.name("/sx/agents"), FileName::host("/sx/agents"));
        assert_eq!(host.show(&host.name("/s/agents/x")), "/s/agents/x");
    }
}
