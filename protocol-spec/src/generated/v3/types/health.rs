// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the health family.

use crate::literal::Bool;
use crate::ordered_map::OrderedMap;
use crate::wire_enum::wire_enum;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Params of `health`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HealthParams {
    /// `probe?`: `bool`. Probe the channels instead of serving the cached snapshot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probe: Option<bool>,
}

/// State of the gateway: result of `health` and payload of the event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HealthSnapshot {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `ts`: `int>=0`.
    pub ts: u64,
    /// `durationMs`: `int>=0`.
    pub duration_ms: u64,
    /// `linkChannel?`: `LinkChannel`. Present when a channel that has to be linked is configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_channel: Option<LinkChannel>,
    /// `channels`: `map<object>`. By channel id: a summary with accountId, configured, lastProbeAt, probe and accounts.
    pub channels: OrderedMap<Map<String, Value>>,
    /// `channelOrder`: `string[]`.
    pub channel_order: Vec<String>,
    /// `channelLabels`: `map<string>`.
    pub channel_labels: OrderedMap<String>,
    /// `heartbeatSeconds`: `int>=0`. Of the default agent; 0 when disabled.
    pub heartbeat_seconds: u64,
    /// `defaultAgentId`: `string`.
    pub default_agent_id: String,
    /// `agents`: `HealthAgent[]`.
    pub agents: Vec<HealthAgent>,
    /// `sessions`: `HealthSessions`.
    pub sessions: HealthSessions,
}

/// The channel whose link matters most.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkChannel {
    /// `id`: `string`.
    pub id: String,
    /// `label`: `string`.
    pub label: String,
    /// `linked`: `bool`.
    pub linked: bool,
    /// `authAgeMs`: `number or null`.
    pub auth_age_ms: Option<f64>,
}

/// One agent in the health snapshot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HealthAgent {
    /// `agentId`: `string`.
    pub agent_id: String,
    /// `name?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `isDefault`: `bool`.
    pub is_default: bool,
    /// `heartbeat`: `HealthHeartbeat`.
    pub heartbeat: HealthHeartbeat,
    /// `sessions`: `HealthSessions`.
    pub sessions: HealthSessions,
}

/// Heartbeat settings of an agent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HealthHeartbeat {
    /// `enabled`: `bool`.
    pub enabled: bool,
    /// `every`: `string`. `disabled` when it is off.
    pub every: String,
    /// `everyMs`: `int>=0 or null`.
    pub every_ms: Option<u64>,
    /// `prompt`: `string`.
    pub prompt: String,
    /// `target`: `string`.
    pub target: String,
    /// `model?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// `ackMaxChars`: `int>=0`.
    pub ack_max_chars: u64,
}

/// Session store of an agent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HealthSessions {
    /// `path`: `string`.
    pub path: String,
    /// `count`: `int>=0`.
    pub count: u64,
    /// `recent`: `HealthSession[]`.
    pub recent: Vec<HealthSession>,
}

/// A recent session in the health snapshot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HealthSession {
    /// `key`: `string`.
    pub key: String,
    /// `updatedAt`: `int>=0 or null`.
    pub updated_at: Option<u64>,
    /// `age`: `int or null`.
    pub age: Option<i64>,
}

/// Params of `status`; nothing is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StatusParams {}

/// Result of `status`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusResult {
    /// `linkChannel?`: `LinkChannel`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_channel: Option<LinkChannel>,
    /// `heartbeat`: `StatusHeartbeat`.
    pub heartbeat: StatusHeartbeat,
    /// `channelSummary`: `string[]`. Lines for a terminal; may hold ANSI colours.
    pub channel_summary: Vec<String>,
    /// `queuedSystemEvents`: `string[]`. Of the main session.
    pub queued_system_events: Vec<String>,
    /// `sessions`: `StatusSessions`.
    pub sessions: StatusSessions,
}

/// Heartbeats of all agents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusHeartbeat {
    /// `defaultAgentId`: `string`.
    pub default_agent_id: String,
    /// `agents`: `StatusHeartbeatAgent[]`.
    pub agents: Vec<StatusHeartbeatAgent>,
}

/// Heartbeat of one agent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusHeartbeatAgent {
    /// `agentId`: `string`.
    pub agent_id: String,
    /// `enabled`: `bool`.
    pub enabled: bool,
    /// `every`: `string`.
    pub every: String,
    /// `everyMs`: `int>=0 or null`.
    pub every_ms: Option<u64>,
}

/// Sessions of all agents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusSessions {
    /// `paths`: `string[]`.
    pub paths: Vec<String>,
    /// `count`: `int>=0`.
    pub count: u64,
    /// `defaults`: `StatusSessionDefaults`.
    pub defaults: StatusSessionDefaults,
    /// `recent`: `StatusSession[]`.
    pub recent: Vec<StatusSession>,
    /// `byAgent`: `StatusAgentSessions[]`.
    pub by_agent: Vec<StatusAgentSessions>,
}

/// Model of a session without an override.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusSessionDefaults {
    /// `model`: `string or null`.
    pub model: Option<String>,
    /// `contextTokens`: `int>=0 or null`.
    pub context_tokens: Option<u64>,
}

/// Sessions of one agent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusAgentSessions {
    /// `agentId`: `string`.
    pub agent_id: String,
    /// `path`: `string`.
    pub path: String,
    /// `count`: `int>=0`.
    pub count: u64,
    /// `recent`: `StatusSession[]`.
    pub recent: Vec<StatusSession>,
}

wire_enum! {
    /// Values of a field: see `StatusSessionKind` in the spec.
    pub enum StatusSessionKind {
        Direct = "direct",
        Group = "group",
        Global = "global",
        Unknown = "unknown",
    }
}

/// A session in the status summary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusSession {
    /// `agentId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// `key`: `string`.
    pub key: String,
    /// `kind`: `"direct" or "group" or "global" or "unknown"`.
    pub kind: StatusSessionKind,
    /// `sessionId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// `updatedAt`: `int>=0 or null`.
    pub updated_at: Option<u64>,
    /// `age`: `int or null`.
    pub age: Option<i64>,
    /// `thinkingLevel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thinking_level: Option<String>,
    /// `verboseLevel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verbose_level: Option<String>,
    /// `reasoningLevel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning_level: Option<String>,
    /// `elevatedLevel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elevated_level: Option<String>,
    /// `systemSent?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_sent: Option<bool>,
    /// `abortedLastRun?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aborted_last_run: Option<bool>,
    /// `inputTokens?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_tokens: Option<u64>,
    /// `outputTokens?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_tokens: Option<u64>,
    /// `totalTokens`: `int>=0 or null`.
    pub total_tokens: Option<u64>,
    /// `remainingTokens`: `int or null`.
    pub remaining_tokens: Option<i64>,
    /// `percentUsed`: `int>=0 or null`. At most 999.
    pub percent_used: Option<u64>,
    /// `model`: `string or null`.
    pub model: Option<String>,
    /// `contextTokens`: `int>=0 or null`.
    pub context_tokens: Option<u64>,
    /// `flags`: `string[]`.
    pub flags: Vec<String>,
}

/// Params of `last-heartbeat`; nothing is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LastHeartbeatParams {}

/// Result of `last-heartbeat`: null before the first one.
pub type LastHeartbeatResult = Option<HeartbeatEvent>;

wire_enum! {
    /// Values of a field: see `HeartbeatEventStatus` in the spec.
    pub enum HeartbeatEventStatus {
        Sent = "sent",
        OkEmpty = "ok-empty",
        OkToken = "ok-token",
        Skipped = "skipped",
        Failed = "failed",
    }
}

wire_enum! {
    /// Values of a field: see `HeartbeatEventIndicatorType` in the spec.
    pub enum HeartbeatEventIndicatorType {
        Ok = "ok",
        Alert = "alert",
        Error = "error",
    }
}

/// Outcome of a heartbeat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HeartbeatEvent {
    /// `ts`: `int>=0`.
    pub ts: u64,
    /// `status`: `"sent" or "ok-empty" or "ok-token" or "skipped" or "failed"`.
    pub status: HeartbeatEventStatus,
    /// `to?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `reason?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `preview?`: `string`. At most 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<String>,
    /// `durationMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// `hasMedia?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_media: Option<bool>,
    /// `channel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// `silent?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silent: Option<bool>,
    /// `indicatorType?`: `"ok" or "alert" or "error"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator_type: Option<HeartbeatEventIndicatorType>,
}

/// Params of `set-heartbeats`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetHeartbeatsParams {
    /// `enabled`: `bool`.
    pub enabled: bool,
}

/// Result of `set-heartbeats`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetHeartbeatsResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `enabled`: `bool`.
    pub enabled: bool,
}

wire_enum! {
    /// Values of a field: see `WakeParamsMode` in the spec.
    pub enum WakeParamsMode {
        Now = "now",
        NextHeartbeat = "next-heartbeat",
    }
}

/// Params of `wake`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WakeParams {
    /// `mode`: `"now" or "next-heartbeat"`.
    pub mode: WakeParamsMode,
    /// `text`: `string+`.
    pub text: String,
}

/// Result of `wake`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WakeResult {
    /// `ok`: `bool`. False for a blank text.
    pub ok: bool,
}
