// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the channels family.

use crate::ordered_map::OrderedMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Params of `channels.status`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChannelsStatusParams {
    /// `probe?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probe: Option<bool>,
    /// `timeoutMs?`: `int>=0`. 10000 when absent, at least 1000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
}

/// Result of `channels.status`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChannelsStatusResult {
    /// `ts`: `int>=0`.
    pub ts: u64,
    /// `channelOrder`: `string[]`.
    pub channel_order: Vec<String>,
    /// `channelLabels`: `map<string>`.
    pub channel_labels: OrderedMap<String>,
    /// `channelDetailLabels`: `map<string>`.
    pub channel_detail_labels: OrderedMap<String>,
    /// `channelSystemImages`: `map<string>`.
    pub channel_system_images: OrderedMap<String>,
    /// `channelMeta`: `ChannelMeta[]`.
    pub channel_meta: Vec<ChannelMeta>,
    /// `channels`: `map<object>`. Summary by channel id.
    pub channels: OrderedMap<Map<String, Value>>,
    /// `channelAccounts`: `map<ChannelAccount[]>`.
    pub channel_accounts: OrderedMap<Vec<ChannelAccount>>,
    /// `channelDefaultAccountId`: `map<string>`.
    pub channel_default_account_id: OrderedMap<String>,
}

/// How a channel is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChannelMeta {
    /// `id`: `string`.
    pub id: String,
    /// `label`: `string`.
    pub label: String,
    /// `detailLabel`: `string`.
    pub detail_label: String,
    /// `systemImage?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_image: Option<String>,
}

/// State of one account; channels add properties.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChannelAccount {
    /// `accountId`: `string`.
    pub account_id: String,
    /// `name?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `enabled?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// `configured?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configured: Option<bool>,
    /// `linked?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked: Option<bool>,
    /// `running?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub running: Option<bool>,
    /// `connected?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected: Option<bool>,
    /// `reconnectAttempts?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconnect_attempts: Option<u64>,
    /// `lastConnectedAt?`: `int>=0 or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub last_connected_at: Option<Option<u64>>,
    /// `lastError?`: `string or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub last_error: Option<Option<String>>,
    /// `lastStartAt?`: `int>=0 or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub last_start_at: Option<Option<u64>>,
    /// `lastStopAt?`: `int>=0 or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub last_stop_at: Option<Option<u64>>,
    /// `lastInboundAt?`: `int>=0 or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub last_inbound_at: Option<Option<u64>>,
    /// `lastOutboundAt?`: `int>=0 or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub last_outbound_at: Option<Option<u64>>,
    /// `lastProbeAt?`: `int>=0 or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub last_probe_at: Option<Option<u64>>,
    /// `mode?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// `dmPolicy?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dm_policy: Option<String>,
    /// `allowFrom?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_from: Option<Vec<String>>,
    /// `tokenSource?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_source: Option<String>,
    /// `botTokenSource?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bot_token_source: Option<String>,
    /// `appTokenSource?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_token_source: Option<String>,
    /// `baseUrl?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// `allowUnmentionedGroups?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_unmentioned_groups: Option<bool>,
    /// `cliPath?`: `string or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub cli_path: Option<Option<String>>,
    /// `dbPath?`: `string or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub db_path: Option<Option<String>>,
    /// `port?`: `int>=0 or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub port: Option<Option<u64>>,
    /// `probe?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub probe: Option<Value>,
    /// `audit?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub audit: Option<Value>,
    /// `application?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub application: Option<Value>,
    /// Every further property.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Params of `channels.logout`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChannelsLogoutParams {
    /// `channel`: `string+`.
    pub channel: String,
    /// `accountId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
}

/// Result of `channels.logout`; channels add properties.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChannelsLogoutResult {
    /// `channel`: `string`.
    pub channel: String,
    /// `accountId`: `string`.
    pub account_id: String,
    /// `cleared`: `bool`.
    pub cleared: bool,
    /// Every further property.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Params of `web.login.start`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebLoginStartParams {
    /// `force?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub force: Option<bool>,
    /// `timeoutMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// `verbose?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verbose: Option<bool>,
    /// `accountId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
}

/// Result of `web.login.start`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebLoginStartResult {
    /// `message`: `string`.
    pub message: String,
    /// `qrDataUrl?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qr_data_url: Option<String>,
}

/// Params of `web.login.wait`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebLoginWaitParams {
    /// `timeoutMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// `accountId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
}

/// Result of `web.login.wait`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebLoginWaitResult {
    /// `connected`: `bool`.
    pub connected: bool,
    /// `message`: `string`.
    pub message: String,
}
