// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the sessions family.

use crate::literal::Bool;
use crate::wire_enum::wire_enum;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Params of `sessions.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsListParams {
    /// `limit?`: `int>=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// `activeMinutes?`: `int>=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_minutes: Option<u64>,
    /// `includeGlobal?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_global: Option<bool>,
    /// `includeUnknown?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_unknown: Option<bool>,
    /// `includeDerivedTitles?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_derived_titles: Option<bool>,
    /// `includeLastMessage?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_last_message: Option<bool>,
    /// `label?`: `string{1..64}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `spawnedBy?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spawned_by: Option<String>,
    /// `agentId?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// `search?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
}

/// Result of `sessions.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsListResult {
    /// `ts`: `int>=0`.
    pub ts: u64,
    /// `path`: `string`. `(multiple)` when each agent has its own store.
    pub path: String,
    /// `count`: `int>=0`.
    pub count: u64,
    /// `defaults`: `SessionsListDefaults`.
    pub defaults: SessionsListDefaults,
    /// `sessions`: `SessionRow[]`.
    pub sessions: Vec<SessionRow>,
}

/// Model of a session without an override.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsListDefaults {
    /// `modelProvider`: `string or null`.
    pub model_provider: Option<String>,
    /// `model`: `string or null`.
    pub model: Option<String>,
    /// `contextTokens`: `int>=0 or null`.
    pub context_tokens: Option<u64>,
}

wire_enum! {
    /// Values of a field: see `SessionRowKind` in the spec.
    pub enum SessionRowKind {
        Direct = "direct",
        Group = "group",
        Global = "global",
        Unknown = "unknown",
    }
}

/// One session of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionRow {
    /// `key`: `string`.
    pub key: String,
    /// `kind`: `"direct" or "group" or "global" or "unknown"`.
    pub kind: SessionRowKind,
    /// `label?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `displayName?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `channel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// `subject?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// `groupChannel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_channel: Option<String>,
    /// `space?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub space: Option<String>,
    /// `chatType?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_type: Option<String>,
    /// `origin?`: `SessionOrigin`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<SessionOrigin>,
    /// `updatedAt`: `int>=0 or null`.
    pub updated_at: Option<u64>,
    /// `sessionId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// `systemSent?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_sent: Option<bool>,
    /// `abortedLastRun?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aborted_last_run: Option<bool>,
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
    /// `sendPolicy?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_policy: Option<String>,
    /// `inputTokens?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_tokens: Option<u64>,
    /// `outputTokens?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_tokens: Option<u64>,
    /// `totalTokens?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_tokens: Option<u64>,
    /// `responseUsage?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_usage: Option<String>,
    /// `modelProvider?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_provider: Option<String>,
    /// `model?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// `contextTokens?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_tokens: Option<u64>,
    /// `deliveryContext?`: `DeliveryContext`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_context: Option<DeliveryContext>,
    /// `lastChannel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_channel: Option<String>,
    /// `lastTo?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_to: Option<String>,
    /// `lastAccountId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_account_id: Option<String>,
    /// `derivedTitle?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derived_title: Option<String>,
    /// `lastMessagePreview?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_message_preview: Option<String>,
}

/// Where a session came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionOrigin {
    /// `label?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `provider?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// `surface?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
    /// `chatType?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_type: Option<String>,
    /// `from?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// `to?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `accountId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// `threadId?`: `string or int`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<Value>,
}

/// Where replies of a session go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryContext {
    /// `channel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// `to?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `accountId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// `threadId?`: `string or int`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<Value>,
}

/// Params of `sessions.preview`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsPreviewParams {
    /// `keys`: `string+[1..]`.
    pub keys: Vec<String>,
    /// `limit?`: `int>=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// `maxChars?`: `int>=20`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_chars: Option<u64>,
}

/// Result of `sessions.preview`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsPreviewResult {
    /// `ts`: `int>=0`.
    pub ts: u64,
    /// `previews`: `SessionPreview[]`.
    pub previews: Vec<SessionPreview>,
}

wire_enum! {
    /// Values of a field: see `SessionPreviewStatus` in the spec.
    pub enum SessionPreviewStatus {
        Ok = "ok",
        Empty = "empty",
        Missing = "missing",
        Error = "error",
    }
}

/// Last lines of one session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionPreview {
    /// `key`: `string`.
    pub key: String,
    /// `status`: `"ok" or "empty" or "missing" or "error"`.
    pub status: SessionPreviewStatus,
    /// `items`: `SessionPreviewItem[]`.
    pub items: Vec<SessionPreviewItem>,
}

wire_enum! {
    /// Values of a field: see `SessionPreviewItemRole` in the spec.
    pub enum SessionPreviewItemRole {
        User = "user",
        Assistant = "assistant",
        Tool = "tool",
        System = "system",
        Other = "other",
    }
}

/// One line of a preview.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionPreviewItem {
    /// `role`: `"user" or "assistant" or "tool" or "system" or "other"`.
    pub role: SessionPreviewItemRole,
    /// `text`: `string`.
    pub text: String,
}

/// Params of `sessions.resolve`: exactly one of key, sessionId and label.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsResolveParams {
    /// `key?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// `sessionId?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// `label?`: `string{1..64}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `agentId?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// `spawnedBy?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spawned_by: Option<String>,
    /// `includeGlobal?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_global: Option<bool>,
    /// `includeUnknown?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_unknown: Option<bool>,
}

/// Result of `sessions.resolve`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsResolveResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `key`: `string`.
    pub key: String,
}

wire_enum! {
    /// Values of a field: see `SessionsPatchParamsResponseUsage` in the spec.
    pub enum SessionsPatchParamsResponseUsage {
        Off = "off",
        Tokens = "tokens",
        Full = "full",
        On = "on",
    }
}

wire_enum! {
    /// Values of a field: see `SessionsPatchParamsSendPolicy` in the spec.
    pub enum SessionsPatchParamsSendPolicy {
        Allow = "allow",
        Deny = "deny",
    }
}

wire_enum! {
    /// Values of a field: see `SessionsPatchParamsGroupActivation` in the spec.
    pub enum SessionsPatchParamsGroupActivation {
        Mention = "mention",
        Always = "always",
    }
}

/// Params of `sessions.patch`: an absent field is left alone, null clears it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsPatchParams {
    /// `key`: `string+`.
    pub key: String,
    /// `label?`: `string{1..64} or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub label: Option<Option<String>>,
    /// `thinkingLevel?`: `string+ or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub thinking_level: Option<Option<String>>,
    /// `verboseLevel?`: `string+ or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub verbose_level: Option<Option<String>>,
    /// `reasoningLevel?`: `string+ or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub reasoning_level: Option<Option<String>>,
    /// `responseUsage?`: `"off" or "tokens" or "full" or "on" or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub response_usage: Option<Option<SessionsPatchParamsResponseUsage>>,
    /// `elevatedLevel?`: `string+ or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub elevated_level: Option<Option<String>>,
    /// `execHost?`: `string+ or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub exec_host: Option<Option<String>>,
    /// `execSecurity?`: `string+ or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub exec_security: Option<Option<String>>,
    /// `execAsk?`: `string+ or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub exec_ask: Option<Option<String>>,
    /// `execNode?`: `string+ or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub exec_node: Option<Option<String>>,
    /// `model?`: `string+ or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub model: Option<Option<String>>,
    /// `spawnedBy?`: `string+ or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub spawned_by: Option<Option<String>>,
    /// `sendPolicy?`: `"allow" or "deny" or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub send_policy: Option<Option<SessionsPatchParamsSendPolicy>>,
    /// `groupActivation?`: `"mention" or "always" or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub group_activation: Option<Option<SessionsPatchParamsGroupActivation>>,
}

/// Result of `sessions.patch`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsPatchResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `path`: `string`.
    pub path: String,
    /// `key`: `string`.
    pub key: String,
    /// `entry`: `SessionEntry`.
    pub entry: SessionEntry,
}

/// A session as the store holds it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionEntry {
    /// `sessionId`: `string`.
    pub session_id: String,
    /// `updatedAt`: `int>=0`.
    pub updated_at: u64,
    /// `sessionFile?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_file: Option<String>,
    /// `spawnedBy?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spawned_by: Option<String>,
    /// `systemSent?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_sent: Option<bool>,
    /// `abortedLastRun?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aborted_last_run: Option<bool>,
    /// `chatType?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_type: Option<String>,
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
    /// `execHost?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exec_host: Option<String>,
    /// `execSecurity?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exec_security: Option<String>,
    /// `execAsk?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exec_ask: Option<String>,
    /// `execNode?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exec_node: Option<String>,
    /// `responseUsage?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_usage: Option<String>,
    /// `providerOverride?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_override: Option<String>,
    /// `modelOverride?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_override: Option<String>,
    /// `groupActivation?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_activation: Option<String>,
    /// `sendPolicy?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_policy: Option<String>,
    /// `inputTokens?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_tokens: Option<u64>,
    /// `outputTokens?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_tokens: Option<u64>,
    /// `totalTokens?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_tokens: Option<u64>,
    /// `modelProvider?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_provider: Option<String>,
    /// `model?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// `contextTokens?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_tokens: Option<u64>,
    /// `label?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `displayName?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `channel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// `subject?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// `origin?`: `SessionOrigin`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<SessionOrigin>,
    /// `deliveryContext?`: `DeliveryContext`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_context: Option<DeliveryContext>,
    /// `lastChannel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_channel: Option<String>,
    /// `lastTo?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_to: Option<String>,
    /// `lastAccountId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_account_id: Option<String>,
    /// Every further property.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Params of `sessions.reset`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsResetParams {
    /// `key`: `string+`.
    pub key: String,
}

/// Result of `sessions.reset`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsResetResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `key`: `string`.
    pub key: String,
    /// `entry`: `SessionEntry`.
    pub entry: SessionEntry,
}

/// Params of `sessions.delete`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsDeleteParams {
    /// `key`: `string+`.
    pub key: String,
    /// `deleteTranscript?`: `bool`. True when absent: the transcript is moved aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_transcript: Option<bool>,
}

/// Result of `sessions.delete`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsDeleteResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `key`: `string`.
    pub key: String,
    /// `deleted`: `bool`.
    pub deleted: bool,
    /// `archived`: `string[]`.
    pub archived: Vec<String>,
}

/// Params of `sessions.compact`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsCompactParams {
    /// `key`: `string+`.
    pub key: String,
    /// `maxLines?`: `int>=1`. 400 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_lines: Option<u64>,
}

/// Result of `sessions.compact`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsCompactResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `key`: `string`.
    pub key: String,
    /// `compacted`: `bool`.
    pub compacted: bool,
    /// `reason?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `archived?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<String>,
    /// `kept?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<u64>,
}
