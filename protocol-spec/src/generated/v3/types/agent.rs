// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the agent family.

use crate::wire_enum::{wire_enum, wire_literal};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Params of `agent`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentParams {
    /// `message`: `string+`.
    pub message: String,
    /// `agentId?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// `to?`: `string`. Recipient that selects the session when no key is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `replyTo?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// `sessionId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// `sessionKey?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_key: Option<String>,
    /// `thinking?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thinking: Option<String>,
    /// `deliver?`: `bool`. Send the reply to a channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver: Option<bool>,
    /// `attachments?`: `any[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Value>>,
    /// `channel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// `replyChannel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_channel: Option<String>,
    /// `accountId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// `replyAccountId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_account_id: Option<String>,
    /// `threadId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<String>,
    /// `groupId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    /// `groupChannel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_channel: Option<String>,
    /// `groupSpace?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_space: Option<String>,
    /// `timeout?`: `int>=0`. Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<u64>,
    /// `lane?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lane: Option<String>,
    /// `extraSystemPrompt?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra_system_prompt: Option<String>,
    /// `idempotencyKey`: `string+`. Becomes the run id.
    pub idempotency_key: String,
    /// `label?`: `string{1..64}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `spawnedBy?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spawned_by: Option<String>,
}

/// Payload of either response to `agent`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "built once, then serialised or matched")]
pub enum AgentResult {
    /// First response: the run is queued.
    Accepted(AgentAccepted),
    /// Second response: the run ended well.
    Done(AgentDone),
    /// Second response: the run failed; the frame carries an error too.
    Failed(AgentFailed),
}

impl From<AgentAccepted> for AgentResult {
    fn from(value: AgentAccepted) -> Self {
        Self::Accepted(value)
    }
}

impl From<AgentDone> for AgentResult {
    fn from(value: AgentDone) -> Self {
        Self::Done(value)
    }
}

impl From<AgentFailed> for AgentResult {
    fn from(value: AgentFailed) -> Self {
        Self::Failed(value)
    }
}

wire_literal! {
    /// Values of a field: see `AgentAcceptedStatus` in the spec.
    pub enum AgentAcceptedStatus {
        Accepted = "accepted",
    }
}

/// First response: the run is queued.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentAccepted {
    /// `runId`: `string`.
    pub run_id: String,
    /// `status`: `"accepted"`.
    pub status: AgentAcceptedStatus,
    /// `acceptedAt`: `int>=0`.
    pub accepted_at: u64,
}

wire_literal! {
    /// Values of a field: see `AgentDoneStatus` in the spec.
    pub enum AgentDoneStatus {
        Ok = "ok",
    }
}

/// Second response: the run ended well.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentDone {
    /// `runId`: `string`.
    pub run_id: String,
    /// `status`: `"ok"`.
    pub status: AgentDoneStatus,
    /// `summary`: `string`.
    pub summary: String,
    /// `result`: `AgentRunResult`.
    pub result: AgentRunResult,
}

wire_literal! {
    /// Values of a field: see `AgentFailedStatus` in the spec.
    pub enum AgentFailedStatus {
        Error = "error",
    }
}

/// Second response: the run failed; the frame carries an error too.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentFailed {
    /// `runId`: `string`.
    pub run_id: String,
    /// `status`: `"error"`.
    pub status: AgentFailedStatus,
    /// `summary`: `string`.
    pub summary: String,
}

/// What a run produced.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentRunResult {
    /// `payloads`: `AgentReplyPayload[]`.
    pub payloads: Vec<AgentReplyPayload>,
    /// `meta`: `AgentRunMeta`.
    pub meta: AgentRunMeta,
}

/// One reply of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentReplyPayload {
    /// `text?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// `mediaUrl`: `string or null`.
    pub media_url: Option<String>,
    /// `mediaUrls?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_urls: Option<Vec<String>>,
}

/// Facts about a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentRunMeta {
    /// `durationMs`: `int>=0`.
    pub duration_ms: u64,
    /// `agentMeta?`: `AgentMeta`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_meta: Option<AgentMeta>,
    /// `aborted?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aborted: Option<bool>,
    /// `systemPromptReport?`: `object`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_prompt_report: Option<Map<String, Value>>,
    /// `error?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub error: Option<Value>,
}

/// Model and use of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentMeta {
    /// `sessionId`: `string`.
    pub session_id: String,
    /// `provider`: `string`.
    pub provider: String,
    /// `model`: `string`.
    pub model: String,
    /// `usage?`: `AgentUsage`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<AgentUsage>,
}

/// Tokens of the last model call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentUsage {
    /// `input?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<u64>,
    /// `output?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<u64>,
    /// `cacheRead?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_read: Option<u64>,
    /// `cacheWrite?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_write: Option<u64>,
    /// `total?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

/// One step of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentEvent {
    /// `runId`: `string`.
    pub run_id: String,
    /// `stream`: `string`. lifecycle, assistant, tool, compaction, error, or one a reader does not know.
    pub stream: String,
    /// `data`: `object`. By stream: AgentLifecycleData, AgentAssistantData, AgentToolData, AgentCompactionData, AgentGapData.
    pub data: Map<String, Value>,
    /// `sessionKey?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_key: Option<String>,
    /// `seq?`: `int>=0`. From 1 per run; absent on a gap notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// `ts`: `int>=0`.
    pub ts: u64,
}

wire_enum! {
    /// Values of a field: see `AgentLifecycleDataPhase` in the spec.
    pub enum AgentLifecycleDataPhase {
        Start = "start",
        End = "end",
        Error = "error",
    }
}

/// Data of stream `lifecycle`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentLifecycleData {
    /// `phase`: `"start" or "end" or "error"`.
    pub phase: AgentLifecycleDataPhase,
    /// `startedAt?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<u64>,
    /// `endedAt?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<u64>,
    /// `aborted?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aborted: Option<bool>,
    /// `error?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Data of stream `assistant`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentAssistantData {
    /// `text`: `string`. The whole message so far.
    pub text: String,
    /// `delta?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delta: Option<String>,
    /// `mediaUrls?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_urls: Option<Vec<String>>,
}

wire_enum! {
    /// Values of a field: see `AgentToolDataPhase` in the spec.
    pub enum AgentToolDataPhase {
        Start = "start",
        Update = "update",
        Result = "result",
    }
}

/// Data of stream `tool`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentToolData {
    /// `phase`: `"start" or "update" or "result"`.
    pub phase: AgentToolDataPhase,
    /// `name`: `string`.
    pub name: String,
    /// `toolCallId`: `string`.
    pub tool_call_id: String,
    /// `args?`: `any`. With phase start.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub args: Option<Value>,
    /// `partialResult?`: `any`. With phase update.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub partial_result: Option<Value>,
    /// `meta?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<String>,
    /// `isError?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_error: Option<bool>,
    /// `result?`: `any`. With phase result.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub result: Option<Value>,
}

wire_enum! {
    /// Values of a field: see `AgentCompactionDataPhase` in the spec.
    pub enum AgentCompactionDataPhase {
        Start = "start",
        End = "end",
    }
}

/// Data of stream `compaction`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentCompactionData {
    /// `phase`: `"start" or "end"`.
    pub phase: AgentCompactionDataPhase,
    /// `willRetry?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub will_retry: Option<bool>,
}

/// Data of stream `error`: events of the run were lost inside the gateway.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentGapData {
    /// `reason`: `string`.
    pub reason: String,
    /// `expected?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<u64>,
    /// `received?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<u64>,
}

/// Params of `agent.identity.get`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentIdentityGetParams {
    /// `agentId?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// `sessionKey?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_key: Option<String>,
}

/// Result of `agent.identity.get`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentIdentityGetResult {
    /// `agentId`: `string`.
    pub agent_id: String,
    /// `name?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `avatar?`: `string`. URL, path or a few characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
}

/// Params of `agent.wait`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentWaitParams {
    /// `runId`: `string+`.
    pub run_id: String,
    /// `timeoutMs?`: `int>=0`. 0 asks without waiting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
}

wire_enum! {
    /// Values of a field: see `AgentWaitResultStatus` in the spec.
    pub enum AgentWaitResultStatus {
        Ok = "ok",
        Error = "error",
        Timeout = "timeout",
    }
}

/// Result of `agent.wait`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentWaitResult {
    /// `runId`: `string`.
    pub run_id: String,
    /// `status`: `"ok" or "error" or "timeout"`.
    pub status: AgentWaitResultStatus,
    /// `startedAt?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<u64>,
    /// `endedAt?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<u64>,
    /// `error?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Params of `agents.list`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AgentsListParams {}

wire_enum! {
    /// Values of a field: see `AgentsListResultScope` in the spec.
    pub enum AgentsListResultScope {
        PerSender = "per-sender",
        Global = "global",
    }
}

/// Result of `agents.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentsListResult {
    /// `defaultId`: `string`.
    pub default_id: String,
    /// `mainKey`: `string`.
    pub main_key: String,
    /// `scope`: `"per-sender" or "global"`.
    pub scope: AgentsListResultScope,
    /// `agents`: `AgentSummary[]`.
    pub agents: Vec<AgentSummary>,
}

/// One configured agent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentSummary {
    /// `id`: `string`.
    pub id: String,
    /// `name?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `identity?`: `AgentIdentity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<AgentIdentity>,
}

/// How an agent presents itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentIdentity {
    /// `name?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `theme?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// `emoji?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// `avatar?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// `avatarUrl?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
}
