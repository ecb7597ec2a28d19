// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the send family.

use serde::{Deserialize, Serialize};

/// Params of `send`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendParams {
    /// `to`: `string+`.
    pub to: String,
    /// `message`: `string+`.
    pub message: String,
    /// `mediaUrl?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_url: Option<String>,
    /// `mediaUrls?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_urls: Option<Vec<String>>,
    /// `gifPlayback?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gif_playback: Option<bool>,
    /// `channel?`: `string`. whatsapp when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// `accountId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// `sessionKey?`: `string`. Session whose transcript gets a copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_key: Option<String>,
    /// `idempotencyKey`: `string+`.
    pub idempotency_key: String,
}

/// Result of `send`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendResult {
    /// `runId`: `string`.
    pub run_id: String,
    /// `messageId`: `string`.
    pub message_id: String,
    /// `channel`: `string`.
    pub channel: String,
    /// `chatId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_id: Option<String>,
    /// `channelId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// `toJid?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_jid: Option<String>,
    /// `conversationId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
}

/// Params of `poll`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PollParams {
    /// `to`: `string+`.
    pub to: String,
    /// `question`: `string+`.
    pub question: String,
    /// `options`: `string+[2..12]`.
    pub options: Vec<String>,
    /// `maxSelections?`: `int{1..12}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_selections: Option<u64>,
    /// `durationHours?`: `int>=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_hours: Option<u64>,
    /// `channel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// `accountId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// `idempotencyKey`: `string+`.
    pub idempotency_key: String,
}

/// Result of `poll`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PollResult {
    /// `runId`: `string`.
    pub run_id: String,
    /// `messageId`: `string`.
    pub message_id: String,
    /// `channel`: `string`.
    pub channel: String,
    /// `toJid?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_jid: Option<String>,
    /// `channelId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// `conversationId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
    /// `pollId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll_id: Option<String>,
}
