// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the presence family.

use crate::literal::Bool;
use serde::{Deserialize, Serialize};

/// One gateway, client or node, now or recently connected.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PresenceEntry {
    /// `host?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// `ip?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// `version?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `platform?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `deviceFamily?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_family: Option<String>,
    /// `modelIdentifier?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_identifier: Option<String>,
    /// `mode?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// `lastInputSeconds?`: `number`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_input_seconds: Option<f64>,
    /// `reason?`: `string`. self, connect, disconnect, or what a beacon said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `deviceId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// `roles?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// `scopes?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// `instanceId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// `text`: `string`.
    pub text: String,
    /// `ts`: `int>=0`.
    pub ts: u64,
}

/// The whole presence list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PresenceEvent {
    /// `presence`: `PresenceEntry[]`.
    pub presence: Vec<PresenceEntry>,
}

/// Params of `system-presence`; nothing is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SystemPresenceParams {}

/// Result of `system-presence`.
pub type SystemPresenceResult = Vec<PresenceEntry>;

/// Params of `system-event`. Optional fields of a wrong type are ignored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SystemEventParams {
    /// `text`: `string`. Not blank. A text beginning with `Node:` updates presence and is queued only when something of note changed.
    pub text: String,
    /// `deviceId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// `instanceId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// `host?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// `ip?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// `mode?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// `version?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `platform?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `deviceFamily?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_family: Option<String>,
    /// `modelIdentifier?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_identifier: Option<String>,
    /// `lastInputSeconds?`: `number`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_input_seconds: Option<f64>,
    /// `reason?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `roles?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// `scopes?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// `tags?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
}

/// Result of `system-event`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SystemEventResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
}
