// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the chat family.

use crate::literal::Bool;
use crate::wire_enum::wire_enum;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Params of `chat.history`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatHistoryParams {
    /// `sessionKey`: `string+`.
    pub session_key: String,
    /// `limit?`: `int{1..1000}`. 200 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

/// Result of `chat.history`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatHistoryResult {
    /// `sessionKey`: `string`. As the caller wrote it.
    pub session_key: String,
    /// `sessionId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// `messages`: `ChatMessage[]`. Message objects of the transcript, oldest first.
    pub messages: Vec<ChatMessage>,
    /// `thinkingLevel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thinking_level: Option<String>,
}

/// A message as the transcript holds it; providers add properties.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatMessage {
    /// `role`: `string`. user, assistant, toolResult and a few internal ones.
    pub role: String,
    /// `content?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub content: Option<Value>,
    /// `timestamp?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<u64>,
    /// `stopReason?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_reason: Option<String>,
    /// `usage?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub usage: Option<Value>,
    /// Every further property.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Params of `chat.send`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatSendParams {
    /// `sessionKey`: `string+`.
    pub session_key: String,
    /// `message`: `string`. May be empty when there are attachments.
    pub message: String,
    /// `thinking?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thinking: Option<String>,
    /// `deliver?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver: Option<bool>,
    /// `attachments?`: `any[]`. Objects of the form ChatAttachment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Value>>,
    /// `timeoutMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// `idempotencyKey`: `string+`. Becomes the run id.
    pub idempotency_key: String,
}

/// An image of a message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatAttachment {
    /// `type?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// `mimeType?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// `fileName?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// `content?`: `string`. Base64 or a data URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

/// Result of `chat.send`: what became of the turn, or of the runs when the message was a stop word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "built once, then serialised or matched")]
pub enum ChatSendResult {
    /// State of the turn with this idempotency key.
    SendAck(ChatSendAck),
    /// Result of `chat.abort`.
    AbortResult(ChatAbortResult),
}

impl From<ChatSendAck> for ChatSendResult {
    fn from(value: ChatSendAck) -> Self {
        Self::SendAck(value)
    }
}

impl From<ChatAbortResult> for ChatSendResult {
    fn from(value: ChatAbortResult) -> Self {
        Self::AbortResult(value)
    }
}

wire_enum! {
    /// Values of a field: see `ChatSendAckStatus` in the spec.
    pub enum ChatSendAckStatus {
        Started = "started",
        InFlight = "in_flight",
        Ok = "ok",
        Error = "error",
    }
}

/// State of the turn with this idempotency key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatSendAck {
    /// `runId`: `string`.
    pub run_id: String,
    /// `status`: `"started" or "in_flight" or "ok" or "error"`.
    pub status: ChatSendAckStatus,
    /// `summary?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// Params of `chat.abort`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatAbortParams {
    /// `sessionKey`: `string+`.
    pub session_key: String,
    /// `runId?`: `string+`. All runs of the session when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
}

/// Result of `chat.abort`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatAbortResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `aborted`: `bool`.
    pub aborted: bool,
    /// `runIds`: `string[]`.
    pub run_ids: Vec<String>,
}

/// Params of `chat.inject`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatInjectParams {
    /// `sessionKey`: `string+`.
    pub session_key: String,
    /// `message`: `string+`.
    pub message: String,
    /// `label?`: `string{..100}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// Result of `chat.inject`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatInjectResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `messageId`: `string`.
    pub message_id: String,
}

wire_enum! {
    /// Values of a field: see `ChatEventState` in the spec.
    pub enum ChatEventState {
        Delta = "delta",
        Final = "final",
        Aborted = "aborted",
        Error = "error",
    }
}

/// Text of a turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatEvent {
    /// `runId`: `string`.
    pub run_id: String,
    /// `sessionKey`: `string`. As the caller wrote it.
    pub session_key: String,
    /// `seq`: `int>=0`.
    pub seq: u64,
    /// `state`: `"delta" or "final" or "aborted" or "error"`.
    pub state: ChatEventState,
    /// `message?`: `ChatMessage`. The whole text so far; absent on an empty end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<ChatMessage>,
    /// `errorMessage?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// `stopReason?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_reason: Option<String>,
}
