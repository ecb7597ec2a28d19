//! The directory an agent works in, and the files it starts with.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::files;

/// What goes into a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contents {
    /// Nothing: the user brings the files.
    Empty,
    /// The files of an agent, and the first conversation if the directory is new.
    Agent,
    /// The files of the development agent.
    Dev,
}

const AGENT: [(&str, &str); 6] = [
    ("AGENTS.md", include_str!("../templates/AGENTS.md")),
    ("SOUL.md", include_str!("../templates/SOUL.md")),
    ("TOOLS.md", include_str!("../templates/TOOLS.md")),
    ("IDENTITY.md", include_str!("../templates/IDENTITY.md")),
    ("USER.md", include_str!("../templates/USER.md")),
    ("HEARTBEAT.md", include_str!("../templates/HEARTBEAT.md")),
];

/// The file of the first conversation; the agent deletes it afterwards.
pub(crate) const BOOTSTRAP: &str = "BOOTSTRAP.md";

const DEV: [(&str, &str); 5] = [
    ("AGENTS.md", include_str!("../templates/dev/AGENTS.md")),
    ("SOUL.md", include_str!("../templates/dev/SOUL.md")),
    ("TOOLS.md", include_str!("../templates/dev/TOOLS.md")),
    ("IDENTITY.md", include_str!("../templates/dev/IDENTITY.md")),
    ("USER.md", include_str!("../templates/dev/USER.md")),
];

/// Makes the directory and the files it lacks.
pub(crate) fn prepare(dir: &str, contents: Contents) -> io::Result<()> {
    let dir = Path::new(dir);
    fs::create_dir_all(dir)?;
    match contents {
        Contents::Empty => {}
        Contents::Dev => write_missing(dir, &DEV)?,
        Contents::Agent => {
            let is_new = !AGENT.iter().any(|(name, _)| dir.join(name).exists());
            write_missing(dir, &AGENT)?;
            if is_new {
                files::write_new(&dir.join(BOOTSTRAP), include_str!("../templates/BOOTSTRAP.md"))?;
                keep_history(dir);
            }
        }
    }
    Ok(())
}

fn write_missing(dir: &Path, files: &[(&str, &str)]) -> io::Result<()> {
    for (name, text) in files {
        files::write_new(&dir.join(name), text)?;
    }
    Ok(())
}

/// Makes the directory a git repository. Without git there is simply no history.
fn keep_history(dir: &Path) {
    if !dir.join(".git").exists() {
        let mut git = Command::new("git");
        git.arg("init").current_dir(dir).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let _ = git.status();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> =
            entries.map(|name| name.into_string().unwrap()).filter(|name| name != ".git").collect();
        names.sort();
        names
    }

    #[test]
    fn the_first_conversation_is_only_for_a_new_workspace() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("w");
        prepare(path.to_str().unwrap(), Contents::Agent).unwrap();
        assert_eq!(
            names(&path),
            ["AGENTS.md", "BOOTSTRAP.md", "HEARTBEAT.md", "IDENTITY.md", "SOUL.md", "TOOLS.md", "USER.md"]
        );
        fs::remove_file(path.join(BOOTSTRAP)).unwrap();
        fs::remove_file(path.join("SOUL.md")).unwrap();
        prepare(path.to_str().unwrap(), Contents::Agent).unwrap();
        assert!(!path.join(BOOTSTRAP).exists() && path.join("SOUL.md").exists());
    }

    #[test]
    fn what_the_user_wrote_stays() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("SOUL.md"), "mine").unwrap();
        prepare(dir.path().to_str().unwrap(), Contents::Dev).unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("SOUL.md")).unwrap(), "mine");
        assert_eq!(names(dir.path()).len(), DEV.len());
    }

    #[test]
    fn an_untouched_heartbeat_file_asks_for_nothing() {
        let text = AGENT.iter().find(|(name, _)| *name == "HEARTBEAT.md").unwrap().1;
        assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')));
    }
}
