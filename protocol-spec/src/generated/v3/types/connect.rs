// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the connect family.

use super::{PresenceEntry, StateVersion};
use crate::ordered_map::OrderedMap;
use crate::wire_enum::{wire_enum, wire_literal};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Params of `connect`. Unknown properties are reported by a strict check and ignored by a lenient one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectParams {
    /// `minProtocol`: `int>=1`.
    pub min_protocol: u64,
    /// `maxProtocol`: `int>=1`.
    pub max_protocol: u64,
    /// `client`: `ConnectClient`.
    pub client: ConnectClient,
    /// `caps?`: `string+[]`. Capabilities of a node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caps: Option<Vec<String>>,
    /// `commands?`: `string+[]`. Commands a node answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commands: Option<Vec<String>>,
    /// `permissions?`: `map<bool>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<OrderedMap<bool>>,
    /// `pathEnv?`: `string`. PATH of a node's host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_env: Option<String>,
    /// `role?`: `string+`. operator when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// `scopes?`: `string+[]`. Scopes asked for; an operator that names none gets operator.admin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// `device?`: `ConnectDevice`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<ConnectDevice>,
    /// `auth?`: `ConnectAuth`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<ConnectAuth>,
    /// `locale?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// `userAgent?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
}

/// What is connecting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectClient {
    /// `id`: `ClientId`.
    pub id: ClientId,
    /// `displayName?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `version`: `string+`.
    pub version: String,
    /// `platform`: `string+`.
    pub platform: String,
    /// `deviceFamily?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_family: Option<String>,
    /// `modelIdentifier?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_identifier: Option<String>,
    /// `mode`: `ClientMode`.
    pub mode: ClientMode,
    /// `instanceId?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
}

wire_enum! {
    /// The known client programs.
    pub enum ClientId {
        WebchatUi = "webchat-ui",
        OpenclawControlUi = "openclaw-control-ui",
        Webchat = "webchat",
        Cli = "cli",
        GatewayClient = "gateway-client",
        OpenclawMacos = "openclaw-macos",
        OpenclawIos = "openclaw-ios",
        OpenclawAndroid = "openclaw-android",
        NodeHost = "node-host",
        Test = "test",
        Fingerprint = "fingerprint",
        OpenclawProbe = "openclaw-probe",
    }
}

wire_enum! {
    /// What a client is used as.
    pub enum ClientMode {
        Webchat = "webchat",
        Cli = "cli",
        Ui = "ui",
        Backend = "backend",
        Node = "node",
        Probe = "probe",
        Test = "test",
    }
}

/// Device identity with a signature over the handshake.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectDevice {
    /// `id`: `string+`. Lower-case hex SHA-256 of the raw public key.
    pub id: String,
    /// `publicKey`: `string+`. Ed25519 key, base64url of the raw 32 bytes.
    pub public_key: String,
    /// `signature`: `string+`. Ed25519 signature, base64url.
    pub signature: String,
    /// `signedAt`: `int>=0`.
    pub signed_at: u64,
    /// `nonce?`: `string+`. The challenge nonce; required unless the connection is local.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}

/// Shared secret or device token.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectAuth {
    /// `token?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// `password?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

wire_literal! {
    /// Values of a field: see `HelloOkType` in the spec.
    pub enum HelloOkType {
        HelloOk = "hello-ok",
    }
}

/// Result of `connect`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HelloOk {
    /// `type`: `"hello-ok"`.
    pub r#type: HelloOkType,
    /// `protocol`: `int>=1`. The version the connection speaks.
    pub protocol: u64,
    /// `server`: `HelloServer`.
    pub server: HelloServer,
    /// `features`: `HelloFeatures`.
    pub features: HelloFeatures,
    /// `snapshot`: `Snapshot`.
    pub snapshot: Snapshot,
    /// `canvasHostUrl?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canvas_host_url: Option<String>,
    /// `auth?`: `HelloAuth`. Absent without a device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<HelloAuth>,
    /// `policy`: `HelloPolicy`.
    pub policy: HelloPolicy,
}

/// Which gateway answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HelloServer {
    /// `version`: `string`.
    pub version: String,
    /// `commit?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// `host`: `string`.
    pub host: String,
    /// `connId`: `string`.
    pub conn_id: String,
}

/// What the gateway offers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HelloFeatures {
    /// `methods`: `string[]`.
    pub methods: Vec<String>,
    /// `events`: `string[]`.
    pub events: Vec<String>,
}

/// Token of the device for its role.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HelloAuth {
    /// `deviceToken`: `string`.
    pub device_token: String,
    /// `role`: `string`.
    pub role: String,
    /// `scopes`: `string[]`.
    pub scopes: Vec<String>,
    /// `issuedAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at_ms: Option<u64>,
}

/// Limits a client has to keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HelloPolicy {
    /// `maxPayload`: `int>=1`.
    pub max_payload: u64,
    /// `maxBufferedBytes`: `int>=1`.
    pub max_buffered_bytes: u64,
    /// `tickIntervalMs`: `int>=1`.
    pub tick_interval_ms: u64,
}

/// State at the moment of connecting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// `presence`: `PresenceEntry[]`.
    pub presence: Vec<PresenceEntry>,
    /// `health`: `HealthSnapshot or object`. Empty until the first refresh is done.
    pub health: Value,
    /// `stateVersion`: `StateVersion`.
    pub state_version: StateVersion,
    /// `uptimeMs`: `int>=0`.
    pub uptime_ms: u64,
    /// `configPath?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_path: Option<String>,
    /// `stateDir?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_dir: Option<String>,
    /// `sessionDefaults?`: `SessionDefaults`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_defaults: Option<SessionDefaults>,
}

/// Names a client needs to find the main session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionDefaults {
    /// `defaultAgentId`: `string`.
    pub default_agent_id: String,
    /// `mainKey`: `string`.
    pub main_key: String,
    /// `mainSessionKey`: `string`.
    pub main_session_key: String,
    /// `scope?`: `string`. per-sender or global.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// `error.details` of a refused version range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProtocolMismatchDetails {
    /// `expectedProtocol`: `int>=1`.
    pub expected_protocol: u64,
}

/// `error.details` of NOT_PAIRED when a pairing request is pending.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PairingRequiredDetails {
    /// `requestId`: `string`.
    pub request_id: String,
}

/// The nonce a device signs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectChallengeEvent {
    /// `nonce`: `string`.
    pub nonce: String,
    /// `ts`: `int>=0`.
    pub ts: u64,
}

/// Sign of life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TickEvent {
    /// `ts`: `int>=0`.
    pub ts: u64,
}

/// Announces the end of the connection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShutdownEvent {
    /// `reason`: `string`.
    pub reason: String,
    /// `restartExpectedMs`: `int>=0 or null`. Null when no restart follows.
    pub restart_expected_ms: Option<u64>,
}
