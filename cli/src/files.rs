//! Files of a gateway, as the command line touches them.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use engine::UnixMs;
use engine::config::roots::{self, Roots};
use engine::config::{Env, FileText, Loader, Snapshot};

/// How many earlier configurations are kept beside the current one.
const BACKUPS: usize = 5;

/// The wall clock.
pub(crate) fn now() -> UnixMs {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    UnixMs(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// Finds the places of the gateway.
pub(crate) fn find_roots(env: &Env) -> Roots {
    let existing: BTreeSet<String> =
        roots::candidates(env).into_iter().filter(|path| Path::new(path).exists()).collect();
    Roots::find(env, &existing)
}

/// Reads the configuration and everything it includes.
pub(crate) fn load_config(path: &str, env: &Env) -> Snapshot {
    let mut loader = Loader::new(path.to_owned(), env.clone());
    while let Some(wanted) = loader.next_read().map(str::to_owned) {
        loader.supply(&wanted, read(&wanted));
    }
    loader.finish()
}

/// Judges a text that is to become the configuration.
pub(crate) fn judge_config(path: &str, text: &str, env: &Env) -> Snapshot {
    let mut loader = Loader::new(path.to_owned(), env.clone());
    while let Some(wanted) = loader.next_read().map(str::to_owned) {
        let found = if wanted == path { FileText::Text(text.to_owned()) } else { read(&wanted) };
        loader.supply(&wanted, found);
    }
    loader.finish()
}

fn read(path: &str) -> FileText {
    match fs::read(path) {
        Ok(bytes) => FileText::Text(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => FileText::Missing,
        Err(error) => FileText::Failed(error.to_string()),
    }
}

/// Replaces the configuration: at no moment is there a file that is half written, and the earlier ones are
/// kept as `.bak`, `.bak.1` and so on.
pub(crate) fn write_config(path: &str, text: &str) -> io::Result<()> {
    let path = Path::new(path);
    let temporary = write_beside(path, text, 0o600)?;
    if path.exists() {
        rotate_backups(path)?;
    }
    fs::rename(&temporary, path)
}

/// Replaces a file that only some may read; its directory is made when it is missing.
pub(crate) fn write_private(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let temporary = write_beside(path, text, mode)?;
    fs::rename(&temporary, path)
}

/// The same for a file that must not be there yet; tells whether it was written. It appears as a whole.
pub(crate) fn write_private_new(path: &Path, text: &str, mode: u32) -> io::Result<bool> {
    let temporary = write_beside(path, text, mode)?;
    let linked = fs::hard_link(&temporary, path);
    fs::remove_file(&temporary)?;
    match linked {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

fn write_beside(path: &Path, text: &str, mode: u32) -> io::Result<std::path::PathBuf> {
    if let Some(dir) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    }
    // Two threads may write the same file at the same time.
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let temporary = sibling(path, &format!(".{}.{count}.tmp", process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(&temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(temporary)
}

fn rotate_backups(path: &Path) -> io::Result<()> {
    let backup =
        |age: usize| sibling(path, &if age == 0 { ".bak".to_owned() } else { format!(".bak.{age}") });
    for age in (1..BACKUPS).rev() {
        if backup(age - 1).exists() {
            fs::rename(backup(age - 1), backup(age))?;
        }
    }
    fs::copy(path, backup(0)).map(drop)
}

fn sibling(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Writes a file that must not be there yet; tells whether it was written.
pub(crate) fn write_new(path: &Path, text: &str) -> io::Result<bool> {
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_earlier_configurations_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sub/openclaw.json");
        let name = path.to_str().unwrap();
        for text in ["0", "1", "2", "3", "4", "5", "6"] {
            write_config(name, text).unwrap();
        }
        let read = |ending: &str| fs::read_to_string(sibling(&path, ending)).ok();
        let kept = ["", ".bak", ".bak.1", ".bak.2", ".bak.3", ".bak.4", ".bak.5"].map(read);
        let kept: Vec<_> = kept.iter().flatten().map(String::as_str).collect();
        assert_eq!(kept, ["6", "5", "4", "3", "2", "1"]);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 6, "no temporary file is left");
    }

    #[test]
    fn a_file_that_exists_is_not_written_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        assert!(write_new(&path, "1").unwrap() && !write_new(&path, "2").unwrap());
        assert_eq!(fs::read_to_string(path).unwrap(), "1");
    }
}
