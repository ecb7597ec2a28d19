// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the config family.

use crate::literal::Bool;
use crate::ordered_map::OrderedMap;
use crate::wire_enum::wire_enum;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Params of `config.get`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ConfigGetParams {}

/// Result of `config.get`. Secrets are not hidden.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigGetResult {
    /// `path`: `string`.
    pub path: String,
    /// `exists`: `bool`.
    pub exists: bool,
    /// `raw`: `string or null`.
    pub raw: Option<String>,
    /// `parsed`: `any`. The file as it is.
    pub parsed: Value,
    /// `valid`: `bool`.
    pub valid: bool,
    /// `config`: `object`. The file with defaults filled in.
    pub config: Map<String, Value>,
    /// `hash`: `string`. Hex SHA-256 of the raw text; `baseHash` of the next write.
    pub hash: String,
    /// `issues`: `ConfigIssue[]`.
    pub issues: Vec<ConfigIssue>,
    /// `warnings`: `ConfigIssue[]`.
    pub warnings: Vec<ConfigIssue>,
    /// `legacyIssues`: `ConfigIssue[]`.
    pub legacy_issues: Vec<ConfigIssue>,
}

/// Something wrong with one path of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigIssue {
    /// `path`: `string`.
    pub path: String,
    /// `message`: `string`.
    pub message: String,
}

/// `error.details` of a refused configuration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigInvalidDetails {
    /// `issues`: `ConfigIssue[]`.
    pub issues: Vec<ConfigIssue>,
}

/// Params of `config.schema`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ConfigSchemaParams {}

/// Result of `config.schema`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigSchemaResult {
    /// `schema`: `any`.
    pub schema: Value,
    /// `uiHints`: `map<ConfigUiHint>`.
    pub ui_hints: OrderedMap<ConfigUiHint>,
    /// `version`: `string`.
    pub version: String,
    /// `generatedAt`: `string`. ISO 8601.
    pub generated_at: String,
}

/// How a form shows one path.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigUiHint {
    /// `label?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `help?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// `group?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// `order?`: `int`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<i64>,
    /// `advanced?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advanced: Option<bool>,
    /// `sensitive?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
    /// `placeholder?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// `itemTemplate?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub item_template: Option<Value>,
}

/// Params of `config.set`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigSetParams {
    /// `raw`: `string+`. JSON5.
    pub raw: String,
    /// `baseHash?`: `string+`. Required when the file exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_hash: Option<String>,
}

/// Result of `config.set`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigSetResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `path`: `string`.
    pub path: String,
    /// `config`: `object`.
    pub config: Map<String, Value>,
}

/// Params of `config.apply`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigApplyParams {
    /// `raw`: `string+`. JSON5.
    pub raw: String,
    /// `baseHash?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_hash: Option<String>,
    /// `sessionKey?`: `string`. Session told about the restart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_key: Option<String>,
    /// `note?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// `restartDelayMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart_delay_ms: Option<u64>,
}

/// Result of `config.apply`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigApplyResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `path`: `string`.
    pub path: String,
    /// `config`: `object`.
    pub config: Map<String, Value>,
    /// `restart`: `RestartSchedule`.
    pub restart: RestartSchedule,
    /// `sentinel`: `RestartSentinel`.
    pub sentinel: RestartSentinel,
}

/// Params of `config.patch`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigPatchParams {
    /// `raw`: `string+`. JSON5 object, merged by RFC 7396.
    pub raw: String,
    /// `baseHash?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_hash: Option<String>,
    /// `sessionKey?`: `string`. Session told about the restart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_key: Option<String>,
    /// `note?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// `restartDelayMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart_delay_ms: Option<u64>,
}

/// Result of `config.patch`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigPatchResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `path`: `string`.
    pub path: String,
    /// `config`: `object`.
    pub config: Map<String, Value>,
    /// `restart`: `RestartSchedule`.
    pub restart: RestartSchedule,
    /// `sentinel`: `RestartSentinel`.
    pub sentinel: RestartSentinel,
}

wire_enum! {
    /// Values of a field: see `RestartScheduleMode` in the spec.
    pub enum RestartScheduleMode {
        Emit = "emit",
        Signal = "signal",
    }
}

/// A restart that was requested.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestartSchedule {
    /// `ok`: `bool`.
    pub ok: bool,
    /// `pid`: `int>=0`.
    pub pid: u64,
    /// `signal`: `string`.
    pub signal: String,
    /// `delayMs`: `int>=0`.
    pub delay_ms: u64,
    /// `reason?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `mode`: `"emit" or "signal"`.
    pub mode: RestartScheduleMode,
}

/// Note to the next process about why there was a restart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestartSentinel {
    /// `path`: `string or null`.
    pub path: Option<String>,
    /// `payload`: `RestartSentinelPayload`.
    pub payload: RestartSentinelPayload,
}

wire_enum! {
    /// Values of a field: see `RestartSentinelPayloadStatus` in the spec.
    pub enum RestartSentinelPayloadStatus {
        Ok = "ok",
        Error = "error",
        Skipped = "skipped",
    }
}

/// Content of the note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestartSentinelPayload {
    /// `kind`: `string`. config-apply, update or restart.
    pub kind: String,
    /// `status`: `"ok" or "error" or "skipped"`.
    pub status: RestartSentinelPayloadStatus,
    /// `ts`: `int>=0`.
    pub ts: u64,
    /// `sessionKey?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_key: Option<String>,
    /// `message?`: `string or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub message: Option<Option<String>>,
    /// `doctorHint?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doctor_hint: Option<String>,
    /// `stats?`: `object`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stats: Option<Map<String, Value>>,
}

/// Params of `update.run`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateRunParams {
    /// `sessionKey?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_key: Option<String>,
    /// `note?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// `restartDelayMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart_delay_ms: Option<u64>,
    /// `timeoutMs?`: `int>=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
}

/// Result of `update.run`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateRunResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `result`: `UpdateOutcome`.
    pub result: UpdateOutcome,
    /// `restart`: `RestartSchedule`.
    pub restart: RestartSchedule,
    /// `sentinel`: `RestartSentinel`.
    pub sentinel: RestartSentinel,
}

wire_enum! {
    /// Values of a field: see `UpdateOutcomeStatus` in the spec.
    pub enum UpdateOutcomeStatus {
        Ok = "ok",
        Error = "error",
        Skipped = "skipped",
    }
}

/// How an update went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateOutcome {
    /// `status`: `"ok" or "error" or "skipped"`.
    pub status: UpdateOutcomeStatus,
    /// `mode`: `string`.
    pub mode: String,
    /// `root?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// `before?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// `after?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
    /// `steps`: `any[]`.
    pub steps: Vec<Value>,
    /// `reason?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `durationMs`: `int>=0`.
    pub duration_ms: u64,
}
