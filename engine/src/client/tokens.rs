//! The tokens gateways gave this device, as `identity/device-auth.json` has them.

use protocol_spec::{OrderedMap, Role};
use serde::{Deserialize, Serialize};

use super::identity::file_text;
use crate::secret::Secret;
use crate::time::UnixMs;

/// A change of the token stored for a role, which outlives the connection only if it is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenChange {
    /// The gateway gave the device a token: it is to be stored and offered next time.
    Issued(DeviceToken),
    /// A connect with the stored token failed while a shared token is at hand: the stored one is to be removed.
    Refused {
        /// The role it was for.
        role: Role,
    },
}

/// A token of one device for one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceToken {
    /// What to offer in place of the shared token.
    pub token: Secret<String>,
    /// The role it is for, as the gateway names it.
    pub role: String,
    /// What it allows.
    pub scopes: Vec<String>,
}

/// The tokens of one device, by role.
#[derive(Clone, PartialEq)]
pub struct DeviceTokens {
    file: File,
}

impl DeviceTokens {
    /// Makes the tokens of a device that has none.
    pub fn new(device_id: &str) -> Self {
        let file =
            File { version: FILE_VERSION, device_id: device_id.to_owned(), tokens: OrderedMap::default() };
        Self { file }
    }

    /// Reads the text of `identity/device-auth.json`. Tokens of another device are of no use and a broken file
    /// holds none: both count as empty.
    pub fn parse(text: &str, device_id: &str) -> Self {
        let file = serde_json::from_str(text).ok();
        let own = |file: &File| file.version == FILE_VERSION && file.device_id == device_id;
        file.filter(own).map_or_else(|| Self::new(device_id), |file| Self { file })
    }

    /// Returns the text of `identity/device-auth.json`.
    pub fn encode(&self) -> String {
        file_text(&self.file)
    }

    /// Returns the token for a role.
    pub fn get(&self, role: Role) -> Option<Secret<String>> {
        let entry = self.file.tokens.get(role.as_str())?;
        Some(Secret::from(entry.token.as_str())).filter(|token| !token.is_blank())
    }

    /// Carries out a change the client told of.
    pub fn apply(&mut self, change: &TokenChange, now: UnixMs) {
        match change {
            TokenChange::Issued(issued) => {
                self.file.tokens.insert(issued.role.clone(), Entry::new(issued, now));
            }
            TokenChange::Refused { role } => {
                let tokens = core::mem::take(&mut self.file.tokens);
                self.file.tokens = tokens.into_iter().filter(|(name, _)| name != role.as_str()).collect();
            }
        }
    }
}

impl core::fmt::Debug for DeviceTokens {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let roles: Vec<&str> = self.file.tokens.iter().map(|(role, _)| role).collect();
        f.debug_struct("DeviceTokens")
            .field("device_id", &self.file.device_id)
            .field("roles", &roles)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    version: u64,
    device_id: String,
    tokens: OrderedMap<Entry>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    token: String,
    role: String,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    updated_at_ms: u64,
}

impl Entry {
    fn new(issued: &DeviceToken, now: UnixMs) -> Self {
        let mut scopes: Vec<String> =
            issued.scopes.iter().map(|scope| scope.trim().to_owned()).filter(|s| !s.is_empty()).collect();
        scopes.sort();
        scopes.dedup();
        Self { token: issued.token.expose().clone(), role: issued.role.clone(), scopes, updated_at_ms: now.0 }
    }
}

const FILE_VERSION: u64 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    /// As the reference client wrote it, after a gateway issued the scopes in another order.
    const RECORDED: &str = r#"{
  "version": 1,
  "deviceId": "52f077c054639b4891b3e87e50dc31baf9a6785028b6ac7ccee5b7327b2589a0",
  "tokens": {
    "operator": {
      "token": "tok1abc",
      "role": "operator",
      "scopes": [
        "operator.admin",
        "operator.approvals",
        "operator.pairing"
      ],
      "updatedAtMs": 1795353531111
    }
  }
}
"#;
    const ID: &str = "52f077c054639b4891b3e87e50dc31baf9a6785028b6ac7ccee5b7327b2589a0";

    fn issued(token: &str, role: &str) -> TokenChange {
        let scopes = ["operator.pairing", "operator.admin", "operator.approvals"].map(str::to_owned).to_vec();
        TokenChange::Issued(DeviceToken { token: token.into(), role: role.to_owned(), scopes })
    }

    #[test]
    fn an_issued_token_is_stored_as_the_reference_client_does() {
        let mut tokens = DeviceTokens::new(ID);
        tokens.apply(&issued("tok1abc", "operator"), UnixMs(1_795_353_531_111));
        assert_eq!(tokens.encode(), RECORDED);
        assert_eq!(DeviceTokens::parse(RECORDED, ID), tokens);
        assert_eq!(tokens.get(Role::Operator), Some("tok1abc".into()));
    }

    #[test]
    fn a_refused_token_leaves_the_others() {
        let mut tokens = DeviceTokens::parse(RECORDED, ID);
        tokens.apply(&issued("n", "node"), UnixMs(1));
        tokens.apply(&TokenChange::Refused { role: Role::Operator }, UnixMs(2));
        assert_eq!((tokens.get(Role::Operator), tokens.get(Role::Node)), (None, Some("n".into())));
    }

    #[test]
    fn a_store_without_tokens_is_written_as_the_reference_client_does() {
        let mut tokens = DeviceTokens::parse(RECORDED, ID);
        tokens.apply(&TokenChange::Refused { role: Role::Operator }, UnixMs(2));
        assert_eq!(
            tokens.encode(),
            format!("{{\n  \"version\": 1,\n  \"deviceId\": \"{ID}\",\n  \"tokens\": {{}}\n}}\n")
        );
    }

    #[test]
    fn the_tokens_of_another_device_and_a_broken_file_count_as_none() {
        for text in [RECORDED.replace("52f0", "0000"), RECORDED.replace(": 1,", ": 2,"), "{".to_owned()] {
            assert_eq!(DeviceTokens::parse(&text, ID), DeviceTokens::new(ID), "{text}");
        }
    }

    #[test]
    fn debug_shows_no_token() {
        let shown = format!("{:?} {:?}", DeviceTokens::parse(RECORDED, ID), issued("tok1abc", "operator"));
        assert!(!shown.contains("tok1abc"), "{shown}");
    }
}
