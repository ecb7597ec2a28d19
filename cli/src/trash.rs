//! The user's trash, for what `--reset` takes away.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use engine::config::Env;

use crate::files;

/// Moves a file or directory into the trash of the user's desktop.
pub(crate) fn discard(path: &Path, env: &Env) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let trash = Trash::of(env);
    fs::create_dir_all(&trash.files)?;
    let free = |n: usize| {
        let mut free = name.to_owned();
        if n > 0 {
            free.push(format!(".{n}"));
        }
        free
    };
    let taken = |name: &std::ffi::OsString| trash.files.join(name).symlink_metadata().is_ok();
    let name = (0..).map(free).find(|name| !taken(name)).unwrap_or_else(|| name.to_owned());
    if let Some(info) = &trash.info {
        fs::create_dir_all(info)?;
        let mut file = name.clone();
        file.push(".trashinfo");
        let since = files::now().iso();
        let text = format!("[Trash Info]\nPath={}\nDeletionDate={}\n", encoded(path), &since[..19]);
        fs::write(info.join(file), text)?;
    }
    fs::rename(path, trash.files.join(&name))
}

struct Trash {
    files: PathBuf,
    /// Where it is noted what came from where; the Mac keeps no such notes.
    info: Option<PathBuf>,
}

impl Trash {
    fn of(env: &Env) -> Self {
        let home = env.home();
        if cfg!(target_os = "macos") {
            return Self { files: Path::new(home).join(".Trash"), info: None };
        }
        let data = env.filled("XDG_DATA_HOME").map_or_else(|| format!("{home}/.local/share"), str::to_owned);
        let trash = Path::new(&data).join("Trash");
        Self { files: trash.join("files"), info: Some(trash.join("info")) }
    }
}

/// A path with everything but plain characters percent-encoded.
fn encoded(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~');
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    bytes
        .map(|byte| if plain(*byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_of_the_same_name_lie_side_by_side_in_the_trash() {
        let dir = tempfile::tempdir().unwrap();
        let env = Env::from_iter([("HOME", dir.path().to_str().unwrap())]);
        let path = dir.path().join("a b");
        for text in ["1", "2"] {
            fs::write(&path, text).unwrap();
            discard(&path, &env).unwrap();
        }
        assert!(!path.exists());
        let trash = Trash::of(&env);
        let read = |name: &str| fs::read_to_string(trash.files.join(name)).unwrap();
        assert_eq!((read("a b"), read("a b.1")), ("1".to_owned(), "2".to_owned()));
        if let Some(info) = trash.info {
            let note = fs::read_to_string(info.join("a b.1.trashinfo")).unwrap();
            assert!(note.contains("/a%20b\nDeletionDate=2"), "{note}");
        }
    }

    #[test]
    fn what_is_not_there_cannot_be_discarded() {
        let dir = tempfile::tempdir().unwrap();
        let env = Env::from_iter([("HOME", dir.path().to_str().unwrap())]);
        assert!(discard(&dir.path().join("x"), &env).is_err());
    }
}
