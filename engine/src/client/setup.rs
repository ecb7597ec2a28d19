//! What a client says of itself, and how persistent it is.

use protocol_spec::types::{ClientId, ClientMode, ConnectAuth, ConnectClient, ConnectDevice, ConnectParams};
use protocol_spec::{OrderedMap, PROTOCOL_VERSION, Role, Scope};

use super::identity::DeviceIdentity;
use crate::auth::device::{Claim, Signed, payload};
use crate::secret::Secret;
use crate::time::UnixMs;

/// Who connects, as what, and with which credentials.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// The program; without an instance id it gets a random one.
    pub client: ConnectClient,
    /// What the connection is to be.
    pub role: Role,
    /// The scopes asked for; an operator who names none gets all.
    pub scopes: Vec<String>,
    /// Capabilities of a node.
    pub caps: Vec<String>,
    /// Commands a node answers.
    pub commands: Vec<String>,
    /// Permissions a node has been given.
    pub permissions: OrderedMap<bool>,
    /// `PATH` of a node's host.
    pub path_env: Option<String>,
    /// Language of the user.
    pub locale: Option<String>,
    /// The browser.
    pub user_agent: Option<String>,
    /// The gateway's shared token.
    pub token: Option<Secret<String>>,
    /// The gateway's shared password.
    pub password: Option<Secret<String>>,
    /// The device; without one the gateway demands a token.
    pub identity: Option<DeviceIdentity>,
    /// The token a gateway gave the device for this role, offered in place of the shared one.
    pub device_token: Option<Secret<String>>,
    /// What follows the end of a connection.
    pub reconnect: Reconnect,
}

/// Whether a client connects again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reconnect {
    /// One attempt, one connection.
    Never,
    /// Until it is closed, with pauses that double from one second to thirty.
    Always,
}

impl Setup {
    /// Makes the setup of a command: an operator with the scopes the reference's commands ask for, no credentials
    /// yet, one attempt.
    pub fn command(version: &str, platform: &str) -> Self {
        Self {
            client: ConnectClient {
                id: ClientId::Cli,
                display_name: None,
                version: version.to_owned(),
                platform: platform.to_owned(),
                device_family: None,
                model_identifier: None,
                mode: ClientMode::Cli,
                instance_id: None,
            },
            role: Role::Operator,
            scopes: [Scope::Admin, Scope::Approvals, Scope::Pairing].map(|s| s.as_str().to_owned()).to_vec(),
            caps: Vec::new(),
            commands: Vec::new(),
            permissions: OrderedMap::new(),
            path_env: None,
            locale: None,
            user_agent: None,
            token: None,
            password: None,
            identity: None,
            device_token: None,
            reconnect: Reconnect::Never,
        }
    }

    /// Whether `connect` offers the device token. It is worth nothing without the device's signature.
    pub(super) fn offers_device_token(&self) -> bool {
        self.identity.is_some() && self.device_token.is_some()
    }

    /// The params of `connect`, signed over the gateway's nonce if it sent one.
    pub(super) fn connect_params(&self, nonce: Option<&str>, now: UnixMs) -> ConnectParams {
        let token = if self.offers_device_token() { &self.device_token } else { &self.token };
        let token = token.as_ref().map(|token| token.expose().clone());
        let password = self.password.as_ref().map(|password| password.expose().clone());
        let device = self.identity.as_ref().map(|identity| {
            let signed = Signed {
                client_id: self.client.id.as_str(),
                client_mode: self.client.mode.as_str(),
                role: self.role.as_str(),
                scopes: &self.scopes,
                token: token.as_deref().unwrap_or_default(),
            };
            sign(identity, &signed, nonce, now)
        });
        let filled = |list: &Vec<String>| (!list.is_empty()).then(|| list.clone());
        ConnectParams {
            min_protocol: PROTOCOL_VERSION,
            max_protocol: PROTOCOL_VERSION,
            client: self.client.clone(),
            caps: Some(self.caps.clone()),
            commands: filled(&self.commands),
            permissions: (!self.permissions.is_empty()).then(|| self.permissions.clone()),
            path_env: self.path_env.clone(),
            role: Some(self.role.as_str().to_owned()),
            scopes: Some(self.scopes.clone()),
            device,
            auth: (token.is_some() || password.is_some()).then_some(ConnectAuth { token, password }),
            locale: self.locale.clone(),
            user_agent: self.user_agent.clone(),
        }
    }
}

fn sign(identity: &DeviceIdentity, signed: &Signed<'_>, nonce: Option<&str>, now: UnixMs) -> ConnectDevice {
    let public_key = identity.public_key();
    let claim = Claim { id: identity.id(), public_key: &public_key, signature: "", signed_at: now.0, nonce };
    let signature = identity.sign(&payload(&claim, signed, nonce));
    ConnectDevice {
        id: identity.id().to_owned(),
        public_key,
        signature,
        signed_at: now.0,
        nonce: nonce.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::super::identity::tests::RECORDED;
    use super::*;
    use serde_json::json;

    fn recorded() -> Setup {
        let mut setup = Setup::command("dev", "linux");
        setup.identity = Some(DeviceIdentity::parse(RECORDED).unwrap());
        setup.token = Some("secret".into());
        setup
    }

    /// What the reference client 2026.1.30 sent, with the same key, at the same time.
    #[test]
    fn the_params_are_those_the_reference_client_sent() {
        let mut setup = recorded();
        setup.client.instance_id = Some("a0f6a034-dba2-4390-8714-38649a5cba2e".to_owned());
        let params = setup.connect_params(Some("n-1"), UnixMs(1_795_353_531_103));
        let expected = json!({
            "minProtocol": 3, "maxProtocol": 3,
            "client": {"id": "cli", "version": "dev", "platform": "linux", "mode": "cli",
                "instanceId": "a0f6a034-dba2-4390-8714-38649a5cba2e"},
            "caps": [],
            "auth": {"token": "secret"},
            "role": "operator",
            "scopes": ["operator.admin", "operator.approvals", "operator.pairing"],
            "device": {
                "id": "52f077c054639b4891b3e87e50dc31baf9a6785028b6ac7ccee5b7327b2589a0",
                "publicKey": "aZxc5lVkWIXEoyi7QQ-pBHVn3-KkCJScjh1njbbIWDg",
                "signature": "imIgj5s4agXJYfJjATqUNVVDOX4BnQgxZV4_SC38rdlGdeJt15Kar6n_edJD0CflQ-ltsahQdnsjqt7WlKO2DQ",
                "signedAt": 1_795_353_531_103_u64, "nonce": "n-1"}
        });
        assert_eq!(serde_json::to_value(&params).unwrap(), expected);
    }

    /// The same, to a gateway that sent no challenge.
    #[test]
    fn without_a_nonce_the_first_version_is_signed() {
        let device = recorded().connect_params(None, UnixMs(1_795_353_569_395)).device.unwrap();
        assert_eq!(
            device.signature,
            "rkqzk-4JJ2os7-fce2hFHcbOi261bSfr8cW9Q9VYENTWPv8AodpbJoPZn13Xw3r7VDQAVvZXAzFAVmAqBs_KBg"
        );
        assert_eq!(device.nonce, None);
    }

    /// The same, with a token stored from an earlier connection.
    #[test]
    fn the_stored_token_is_offered_and_signed_in_place_of_the_shared_one() {
        let mut setup = recorded();
        setup.device_token = Some("tok1abc".into());
        let params = setup.connect_params(Some("n-1"), UnixMs(1_795_353_561_618));
        assert_eq!(params.auth.unwrap().token.as_deref(), Some("tok1abc"));
        assert_eq!(
            params.device.unwrap().signature,
            "_nc8r4Wg22MZaotQovdHYh-bPWtESp9Z_zT_Gij1gKO-ZIQ66AhUriBO_AUhebYMh7t7J4HaeecNJbtLIxyTAQ"
        );
    }

    #[test]
    fn a_device_token_without_a_device_is_not_offered() {
        let mut setup = recorded();
        setup.identity = None;
        setup.device_token = Some("tok1abc".into());
        let params = setup.connect_params(Some("n-1"), UnixMs(1));
        assert_eq!((params.auth.unwrap().token.as_deref(), params.device), (Some("secret"), None));
    }

    #[test]
    fn without_any_secret_there_is_no_auth() {
        let mut setup = recorded();
        setup.token = None;
        assert_eq!(setup.connect_params(None, UnixMs(1)).auth, None);
        setup.password = Some("pw".into());
        let auth = setup.connect_params(None, UnixMs(1)).auth.unwrap();
        assert_eq!((auth.token, auth.password.as_deref()), (None, Some("pw")));
    }
}
