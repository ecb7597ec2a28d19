// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the exec family.

use crate::literal::{Bool, Int};
use crate::ordered_map::OrderedMap;
use crate::wire_enum::wire_enum;
use serde::{Deserialize, Serialize};

/// Params of `exec.approvals.get`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExecApprovalsGetParams {}

/// The policy file. The socket token is never shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalsSnapshot {
    /// `path`: `string`.
    pub path: String,
    /// `exists`: `bool`.
    pub exists: bool,
    /// `hash`: `string`. `baseHash` of the next write.
    pub hash: String,
    /// `file`: `ExecApprovalsFile`.
    pub file: ExecApprovalsFile,
}

/// Content of the policy file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalsFile {
    /// `version`: `1`.
    pub version: Int<1>,
    /// `socket?`: `ExecApprovalsSocket`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub socket: Option<ExecApprovalsSocket>,
    /// `defaults?`: `ExecApprovalsDefaults`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defaults: Option<ExecApprovalsDefaults>,
    /// `agents?`: `map<ExecApprovalsAgent>`. By agent id, or `*`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agents: Option<OrderedMap<ExecApprovalsAgent>>,
}

/// Socket of the approval companion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalsSocket {
    /// `path?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// `token?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// Policy of an agent without its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalsDefaults {
    /// `security?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<String>,
    /// `ask?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// `askFallback?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask_fallback: Option<String>,
    /// `autoAllowSkills?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_allow_skills: Option<bool>,
}

/// Policy of one agent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalsAgent {
    /// `security?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<String>,
    /// `ask?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// `askFallback?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask_fallback: Option<String>,
    /// `autoAllowSkills?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_allow_skills: Option<bool>,
    /// `allowlist?`: `ExecAllowlistEntry[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowlist: Option<Vec<ExecAllowlistEntry>>,
}

/// A program that may run without asking.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecAllowlistEntry {
    /// `id?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `pattern`: `string`.
    pub pattern: String,
    /// `lastUsedAt?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<u64>,
    /// `lastUsedCommand?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_command: Option<String>,
    /// `lastResolvedPath?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_resolved_path: Option<String>,
}

/// Params of `exec.approvals.set`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalsSetParams {
    /// `file`: `ExecApprovalsFile`.
    pub file: ExecApprovalsFile,
    /// `baseHash?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_hash: Option<String>,
}

/// Params of `exec.approvals.node.get`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalsNodeGetParams {
    /// `nodeId`: `string+`.
    pub node_id: String,
}

/// Params of `exec.approvals.node.set`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalsNodeSetParams {
    /// `nodeId`: `string+`.
    pub node_id: String,
    /// `file`: `ExecApprovalsFile`.
    pub file: ExecApprovalsFile,
    /// `baseHash?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_hash: Option<String>,
}

/// Params of `exec.approval.request`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalRequestParams {
    /// `id?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `command`: `string+`.
    pub command: String,
    /// `cwd?`: `string or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub cwd: Option<Option<String>>,
    /// `host?`: `string or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub host: Option<Option<String>>,
    /// `security?`: `string or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub security: Option<Option<String>>,
    /// `ask?`: `string or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub ask: Option<Option<String>>,
    /// `agentId?`: `string or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<Option<String>>,
    /// `resolvedPath?`: `string or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub resolved_path: Option<Option<String>>,
    /// `sessionKey?`: `string or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub session_key: Option<Option<String>>,
    /// `timeoutMs?`: `int>=1`. 120000 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
}

/// Result of `exec.approval.request`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalRequestResult {
    /// `id`: `string`.
    pub id: String,
    /// `decision`: `ExecDecision or null`. Null when time ran out.
    pub decision: Option<ExecDecision>,
    /// `createdAtMs`: `int>=0`.
    pub created_at_ms: u64,
    /// `expiresAtMs`: `int>=0`.
    pub expires_at_ms: u64,
}

wire_enum! {
    /// What was decided about a command.
    pub enum ExecDecision {
        AllowOnce = "allow-once",
        AllowAlways = "allow-always",
        Deny = "deny",
    }
}

/// Params of `exec.approval.resolve`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalResolveParams {
    /// `id`: `string+`.
    pub id: String,
    /// `decision`: `string+`. Another text than a decision gets an answer of its own.
    pub decision: String,
}

/// Result of `exec.approval.resolve`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalResolveResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
}

/// A command waits for a decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalRequestedEvent {
    /// `id`: `string`.
    pub id: String,
    /// `request`: `ExecApprovalRequest`.
    pub request: ExecApprovalRequest,
    /// `createdAtMs`: `int>=0`.
    pub created_at_ms: u64,
    /// `expiresAtMs`: `int>=0`.
    pub expires_at_ms: u64,
}

/// The command that waits; what is not known is null.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalRequest {
    /// `command`: `string`.
    pub command: String,
    /// `cwd`: `string or null`.
    pub cwd: Option<String>,
    /// `host`: `string or null`.
    pub host: Option<String>,
    /// `security`: `string or null`.
    pub security: Option<String>,
    /// `ask`: `string or null`.
    pub ask: Option<String>,
    /// `agentId`: `string or null`.
    pub agent_id: Option<String>,
    /// `resolvedPath`: `string or null`.
    pub resolved_path: Option<String>,
    /// `sessionKey`: `string or null`.
    pub session_key: Option<String>,
}

/// A command was decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecApprovalResolvedEvent {
    /// `id`: `string`.
    pub id: String,
    /// `decision`: `ExecDecision`.
    pub decision: ExecDecision,
    /// `resolvedBy?`: `string or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub resolved_by: Option<Option<String>>,
    /// `ts`: `int>=0`.
    pub ts: u64,
}
