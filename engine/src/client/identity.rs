//! The key a client is known by, and the files that hold it and the tokens it was given.
//!
//! Text in, text out: who embeds the client reads and writes `identity/device.json` and
//! `identity/device-auth.json`, both with mode 0600.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer as _, SigningKey};
use serde::{Deserialize, Serialize};

use crate::auth::device::device_id;
use crate::time::UnixMs;

/// A device: an Ed25519 key, named by the hash of its public half.
#[derive(Clone)]
pub struct DeviceIdentity {
    key: SigningKey,
    id: String,
    created: UnixMs,
}

/// Why a text is not an identity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadIdentity {
    /// The text is not the JSON of an identity file.
    #[error("not a device identity: {0}")]
    NotIdentity(String),
    /// The file is of a version nobody here knows.
    #[error("unknown version {0} of a device identity")]
    Version(u64),
    /// The private key is not an Ed25519 key in PKCS#8.
    #[error("the private key of the device identity is not readable")]
    Key,
}

impl DeviceIdentity {
    /// Makes an identity from 32 bytes nobody can guess, which become its private key.
    pub fn generate(seed: [u8; 32], now: UnixMs) -> Self {
        let key = SigningKey::from_bytes(&seed);
        Self { id: device_id(&key.verifying_key().to_bytes()), key, created: now }
    }

    /// Reads the text of `identity/device.json`. The id follows from the key, whatever the file says; a file
    /// whose text differs from [`encode`](Self::encode) is to be written anew.
    ///
    /// # Errors
    ///
    /// If the text holds no key.
    pub fn parse(text: &str) -> Result<Self, BadIdentity> {
        let file: File = serde_json::from_str(text).map_err(|e| BadIdentity::NotIdentity(e.to_string()))?;
        if file.version != FILE_VERSION {
            return Err(BadIdentity::Version(file.version));
        }
        let seed = private_key(&file.private_key_pem).ok_or(BadIdentity::Key)?;
        Ok(Self::generate(seed, UnixMs(file.created_at_ms)))
    }

    /// Returns the text of `identity/device.json`, private key and all.
    pub fn encode(&self) -> String {
        let public = [PUBLIC_HEAD, &self.key.verifying_key().to_bytes()[..]].concat();
        let private = [PRIVATE_HEAD, &self.key.to_bytes()[..]].concat();
        file_text(&File {
            version: FILE_VERSION,
            device_id: self.id.clone(),
            public_key_pem: pem("PUBLIC KEY", &public),
            private_key_pem: pem("PRIVATE KEY", &private),
            created_at_ms: self.created.0,
        })
    }

    /// Returns the name of the device: the SHA-256 of its public key, in hexadecimal.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the public key as the wire has it: base64url without padding.
    pub fn public_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.verifying_key().to_bytes())
    }

    /// Signs a text, as the wire has signatures: base64url without padding.
    pub fn sign(&self, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.key.sign(text.as_bytes()).to_bytes())
    }
}

impl PartialEq for DeviceIdentity {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.created == other.created
    }
}

impl Eq for DeviceIdentity {}

impl core::fmt::Debug for DeviceIdentity {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("DeviceIdentity")
            .field("id", &self.id)
            .field("created", &self.created)
            .finish_non_exhaustive()
    }
}

/// The order of the fields is the file's.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    version: u64,
    #[serde(default)]
    device_id: String,
    #[serde(default)]
    public_key_pem: String,
    private_key_pem: String,
    #[serde(default)]
    created_at_ms: u64,
}

/// The text of a file of the identity folder: two spaces of indent, a newline at the end.
pub(super) fn file_text(file: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(file).expect("a file is plain data");
    text.push('\n');
    text
}

fn pem(label: &str, der: &[u8]) -> String {
    // Both keys fit one line of a PEM body, which holds 64 characters.
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
}

/// Reads PKCS#8 of either version: version 2 has the public key behind the private one.
fn private_key(pem: &str) -> Option<[u8; 32]> {
    let body: String = pem.lines().map(str::trim).filter(|line| !line.starts_with("-----")).collect();
    let der = STANDARD.decode(body).ok()?;
    let (head, rest) = der.split_at_checked(PRIVATE_HEAD.len())?;
    let algorithm = 5..PRIVATE_HEAD.len();
    let known = head[0] == PRIVATE_HEAD[0] && head[algorithm.clone()] == PRIVATE_HEAD[algorithm];
    rest.get(..32).filter(|_| known)?.try_into().ok()
}

/// `SubjectPublicKeyInfo` of Ed25519, up to the key.
const PUBLIC_HEAD: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// PKCS#8 of Ed25519, up to the key: a sequence, the version, the algorithm, the octets.
const PRIVATE_HEAD: &[u8] =
    &[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

const FILE_VERSION: u64 = 1;

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// As the reference client wrote it. The device was made for this test.
    pub(in crate::client) const RECORDED: &str = r#"{
  "version": 1,
  "deviceId": "52f077c054639b4891b3e87e50dc31baf9a6785028b6ac7ccee5b7327b2589a0",
  "publicKeyPem": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAaZxc5lVkWIXEoyi7QQ+pBHVn3+KkCJScjh1njbbIWDg=\n-----END PUBLIC KEY-----\n",
  "privateKeyPem": "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEILPJfyXl8JK0yhUCUon6M07gCSN/nhQ6aPnSV7FwCFpX\n-----END PRIVATE KEY-----\n",
  "createdAtMs": 1795353531079
}
"#;

    #[test]
    fn a_file_of_the_reference_client_is_read_and_written_alike() {
        let identity = DeviceIdentity::parse(RECORDED).unwrap();
        assert_eq!(identity.id(), "52f077c054639b4891b3e87e50dc31baf9a6785028b6ac7ccee5b7327b2589a0");
        assert_eq!(identity.public_key(), "aZxc5lVkWIXEoyi7QQ-pBHVn3-KkCJScjh1njbbIWDg");
        assert_eq!(identity.encode(), RECORDED);
    }

    #[test]
    fn a_wrong_id_is_corrected() {
        let spoiled = RECORDED.replace("52f077c0", "00000000");
        assert_eq!(DeviceIdentity::parse(&spoiled).unwrap().encode(), RECORDED);
    }

    #[test]
    fn keys_of_the_rfc_are_read_in_both_versions() {
        let read = |der: &str| {
            let text = serde_json::json!({"version": 1, "privateKeyPem":
                format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n")});
            DeviceIdentity::parse(&text.to_string()).map(|identity| identity.public_key())
        };
        let public = Ok("Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE".to_owned());
        assert_eq!(read("MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC"), public);
        let version_2 = "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\
                         oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";
        assert_eq!(read(version_2), public);
        assert_eq!(
            read("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="),
            Err(BadIdentity::Key)
        );
    }

    #[test]
    fn anything_else_is_refused_with_what_is_wrong() {
        let error = |text: &str| DeviceIdentity::parse(text).unwrap_err().to_string();
        assert!(error("{").starts_with("not a device identity: "));
        assert!(error("[]").starts_with("not a device identity: "));
        assert_eq!(
            error(&RECORDED.replace("\"version\": 1", "\"version\": 2")),
            "unknown version 2 of a device identity"
        );
        assert_eq!(
            error(&RECORDED.replace("MC4C", "!!!!")),
            "the private key of the device identity is not readable"
        );
        assert_eq!(error(r#"{"version":1,"privateKeyPem":""}"#), BadIdentity::Key.to_string());
    }

    #[test]
    fn debug_shows_no_key() {
        let identity = DeviceIdentity::generate([7; 32], UnixMs(5));
        assert_eq!(
            format!("{identity:?}"),
            format!("DeviceIdentity {{ id: \"{}\", created: UnixMs(5), .. }}", identity.id())
        );
    }

    #[test]
    fn the_gateway_believes_the_signature() {
        use crate::auth::device::{Claim, Signatures, Signed, payload, verify};
        let identity = DeviceIdentity::generate([3; 32], UnixMs(5));
        let key = identity.public_key();
        let mut claim =
            Claim { id: identity.id(), public_key: &key, signature: "", signed_at: 5, nonce: Some("n") };
        let signed =
            Signed { client_id: "cli", client_mode: "cli", role: "operator", scopes: &[], token: "t" };
        let signature = identity.sign(&payload(&claim, &signed, Some("n")));
        claim.signature = &signature;
        assert_eq!(verify(&claim, &signed, "n", false, UnixMs(5), Signatures::Verified), Ok(key.clone()));
    }
}
