//! This machine as a client: its key and the tokens gateways gave it, in the state directory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use engine::client::{BadIdentity, DeviceIdentity, DeviceTokens, TokenChange};

use crate::files;

/// The key, the tokens, and where both are kept.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) identity: DeviceIdentity,
    pub(crate) tokens: DeviceTokens,
    dir: PathBuf,
}

const IDENTITY: &str = "device.json";
const TOKENS: &str = "device-auth.json";

/// Only its owner may read what is written here.
const MODE: u32 = 0o600;

impl Device {
    /// Reads the key, or makes one. A file that holds none is kept aside; what happened to it is the second
    /// thing given.
    pub(crate) fn load(state_dir: &str) -> io::Result<(Self, Option<String>)> {
        let dir = Path::new(state_dir).join("identity");
        let path = dir.join(IDENTITY);
        let (identity, note) = match read(&path)? {
            None => (make(&path)?, None),
            Some(text) => match DeviceIdentity::parse(&text) {
                Ok(identity) => {
                    if identity.encode() != text {
                        files::write_private(&path, &identity.encode(), MODE)?;
                    }
                    (identity, None)
                }
                Err(error) => {
                    let note = put_aside(&path, &error)?;
                    (make(&path)?, Some(note))
                }
            },
        };
        let tokens = match read(&dir.join(TOKENS))? {
            Some(text) => DeviceTokens::parse(&text, identity.id()),
            None => DeviceTokens::new(identity.id()),
        };
        Ok((Self { identity, tokens, dir }, note))
    }

    /// Keeps what a gateway said of the token. Another command may have written since: its changes stay.
    pub(crate) fn save(&mut self, changes: &[TokenChange]) -> io::Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        let path = self.dir.join(TOKENS);
        if let Some(text) = read(&path)? {
            self.tokens = DeviceTokens::parse(&text, self.identity.id());
        }
        for change in changes {
            self.tokens.apply(change, files::now());
        }
        files::write_private(&path, &self.tokens.encode(), MODE)
    }
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes a key, unless another command was faster: then its key is ours.
fn make(path: &Path) -> io::Result<DeviceIdentity> {
    let identity = DeviceIdentity::generate(runtime_smol::seed()?, files::now());
    if files::write_private_new(path, &identity.encode(), MODE)? {
        return Ok(identity);
    }
    let text = read(path)?.unwrap_or_default();
    DeviceIdentity::parse(&text).map_err(io::Error::other)
}

fn put_aside(path: &Path, error: &BadIdentity) -> io::Result<String> {
    let kept = path.with_file_name(format!("{IDENTITY}.corrupt-{}", files::now().iso().replace(':', "-")));
    fs::rename(path, &kept)?;
    Ok(format!(
        "{} is unusable ({error}); it is kept as {} and this machine has a new identity, which a remote gateway has to \
         approve again",
        path.display(),
        kept.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::client::{DeviceToken, Role};
    use std::os::unix::fs::PermissionsExt as _;

    fn issued(token: &str) -> TokenChange {
        let role = Role::Operator.as_str().to_owned();
        TokenChange::Issued(DeviceToken { token: token.into(), role, scopes: Vec::new() })
    }

    #[test]
    fn the_key_and_its_tokens_stay() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().to_str().unwrap();
        let (mut first, note) = Device::load(state).unwrap();
        assert_eq!(note, None);
        first.save(&[issued("t")]).unwrap();
        let (second, _) = Device::load(state).unwrap();
        assert_eq!(second.identity, first.identity);
        assert_eq!(second.tokens.get(Role::Operator), Some("t".into()));
        for name in [IDENTITY, TOKENS] {
            let mode = fs::metadata(dir.path().join("identity").join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, MODE, "{name}");
        }
    }

    #[test]
    fn a_key_that_cannot_be_read_is_kept_aside() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().to_str().unwrap();
        fs::create_dir_all(dir.path().join("identity")).unwrap();
        fs::write(dir.path().join("identity/device.json"), "{broken").unwrap();
        let (_, note) = Device::load(state).unwrap();
        assert!(note.unwrap().contains("device.json.corrupt-"));
        let kept = fs::read_dir(dir.path().join("identity")).unwrap().map(|entry| entry.unwrap().path());
        let kept = kept.filter(|path| path.to_string_lossy().contains("corrupt")).last().unwrap();
        assert_eq!(fs::read_to_string(kept).unwrap(), "{broken");
    }

    #[test]
    fn a_token_another_command_saved_meanwhile_stays() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().to_str().unwrap();
        let (mut one, _) = Device::load(state).unwrap();
        let (mut two, _) = Device::load(state).unwrap();
        one.save(&[issued("one")]).unwrap();
        two.save(&[]).unwrap();
        assert_eq!(Device::load(state).unwrap().0.tokens.get(Role::Operator), Some("one".into()));
    }
}
