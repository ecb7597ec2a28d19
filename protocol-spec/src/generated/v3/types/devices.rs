// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the devices family.

use crate::wire_enum::wire_enum;
use serde::{Deserialize, Serialize};

/// A device that waits to be admitted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DevicePairRequestedEvent {
    /// `requestId`: `string`.
    pub request_id: String,
    /// `deviceId`: `string`.
    pub device_id: String,
    /// `publicKey`: `string`.
    pub public_key: String,
    /// `displayName?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `platform?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `clientId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// `clientMode?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_mode: Option<String>,
    /// `role?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// `roles?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// `scopes?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// `remoteIp?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_ip: Option<String>,
    /// `silent?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silent: Option<bool>,
    /// `isRepair?`: `bool`. The device was admitted before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_repair: Option<bool>,
    /// `ts`: `int>=0`.
    pub ts: u64,
}

/// An admitted device. Token values are never shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PairedDevice {
    /// `deviceId`: `string`.
    pub device_id: String,
    /// `publicKey`: `string`.
    pub public_key: String,
    /// `displayName?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `platform?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `clientId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// `clientMode?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_mode: Option<String>,
    /// `role?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// `roles?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// `scopes?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// `remoteIp?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_ip: Option<String>,
    /// `createdAtMs`: `int>=0`.
    pub created_at_ms: u64,
    /// `approvedAtMs`: `int>=0`.
    pub approved_at_ms: u64,
    /// `tokens?`: `DeviceTokenSummary[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Vec<DeviceTokenSummary>>,
}

/// A token of a device, without its value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceTokenSummary {
    /// `role`: `string`.
    pub role: String,
    /// `scopes`: `string[]`.
    pub scopes: Vec<String>,
    /// `createdAtMs`: `int>=0`.
    pub created_at_ms: u64,
    /// `rotatedAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotated_at_ms: Option<u64>,
    /// `revokedAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at_ms: Option<u64>,
    /// `lastUsedAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at_ms: Option<u64>,
}

/// Params of `device.pair.list`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DevicePairListParams {}

/// Result of `device.pair.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DevicePairListResult {
    /// `pending`: `DevicePairRequestedEvent[]`.
    pub pending: Vec<DevicePairRequestedEvent>,
    /// `paired`: `PairedDevice[]`.
    pub paired: Vec<PairedDevice>,
}

/// Params of `device.pair.approve`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DevicePairApproveParams {
    /// `requestId`: `string+`.
    pub request_id: String,
}

/// Result of `device.pair.approve`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DevicePairApproveResult {
    /// `requestId`: `string`.
    pub request_id: String,
    /// `device`: `PairedDevice`.
    pub device: PairedDevice,
}

/// Params of `device.pair.reject`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DevicePairRejectParams {
    /// `requestId`: `string+`.
    pub request_id: String,
}

/// Result of `device.pair.reject`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DevicePairRejectResult {
    /// `requestId`: `string`.
    pub request_id: String,
    /// `deviceId`: `string`.
    pub device_id: String,
}

wire_enum! {
    /// Values of a field: see `DevicePairResolvedEventDecision` in the spec.
    pub enum DevicePairResolvedEventDecision {
        Approved = "approved",
        Rejected = "rejected",
    }
}

/// A device was admitted or refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DevicePairResolvedEvent {
    /// `requestId`: `string`.
    pub request_id: String,
    /// `deviceId`: `string`.
    pub device_id: String,
    /// `decision`: `"approved" or "rejected"`.
    pub decision: DevicePairResolvedEventDecision,
    /// `ts`: `int>=0`.
    pub ts: u64,
}

/// Params of `device.token.rotate`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceTokenRotateParams {
    /// `deviceId`: `string+`.
    pub device_id: String,
    /// `role`: `string+`.
    pub role: String,
    /// `scopes?`: `string+[]`. Replace the scopes of the device as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
}

/// Result of `device.token.rotate`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceTokenRotateResult {
    /// `deviceId`: `string`.
    pub device_id: String,
    /// `role`: `string`.
    pub role: String,
    /// `token`: `string`.
    pub token: String,
    /// `scopes`: `string[]`.
    pub scopes: Vec<String>,
    /// `rotatedAtMs`: `int>=0`.
    pub rotated_at_ms: u64,
}

/// Params of `device.token.revoke`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceTokenRevokeParams {
    /// `deviceId`: `string+`.
    pub device_id: String,
    /// `role`: `string+`.
    pub role: String,
}

/// Result of `device.token.revoke`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceTokenRevokeResult {
    /// `deviceId`: `string`.
    pub device_id: String,
    /// `role`: `string`.
    pub role: String,
    /// `revokedAtMs`: `int>=0`.
    pub revoked_at_ms: u64,
}
