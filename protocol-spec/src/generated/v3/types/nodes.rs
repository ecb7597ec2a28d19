// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the nodes family.

use crate::literal::Bool;
use crate::ordered_map::OrderedMap;
use crate::wire_enum::{wire_enum, wire_literal};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Params of `node.pair.request`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodePairRequestParams {
    /// `nodeId`: `string+`.
    pub node_id: String,
    /// `displayName?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `platform?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `version?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `coreVersion?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub core_version: Option<String>,
    /// `uiVersion?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ui_version: Option<String>,
    /// `deviceFamily?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_family: Option<String>,
    /// `modelIdentifier?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_identifier: Option<String>,
    /// `caps?`: `string+[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caps: Option<Vec<String>>,
    /// `commands?`: `string+[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commands: Option<Vec<String>>,
    /// `remoteIp?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_ip: Option<String>,
    /// `silent?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silent: Option<bool>,
}

wire_literal! {
    /// Values of a field: see `NodePairRequestResultStatus` in the spec.
    pub enum NodePairRequestResultStatus {
        Pending = "pending",
    }
}

/// Result of `node.pair.request`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodePairRequestResult {
    /// `status`: `"pending"`.
    pub status: NodePairRequestResultStatus,
    /// `request`: `NodePairRequestedEvent`.
    pub request: NodePairRequestedEvent,
    /// `created`: `bool`. False when the request was pending already.
    pub created: bool,
}

/// A node that waits to be admitted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodePairRequestedEvent {
    /// `requestId`: `string`.
    pub request_id: String,
    /// `nodeId`: `string`.
    pub node_id: String,
    /// `displayName?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `platform?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `version?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `coreVersion?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub core_version: Option<String>,
    /// `uiVersion?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ui_version: Option<String>,
    /// `deviceFamily?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_family: Option<String>,
    /// `modelIdentifier?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_identifier: Option<String>,
    /// `caps?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caps: Option<Vec<String>>,
    /// `commands?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commands: Option<Vec<String>>,
    /// `permissions?`: `map<bool>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<OrderedMap<bool>>,
    /// `remoteIp?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_ip: Option<String>,
    /// `silent?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silent: Option<bool>,
    /// `isRepair?`: `bool`. The node was admitted before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_repair: Option<bool>,
    /// `ts`: `int>=0`.
    pub ts: u64,
}

/// An admitted node of the legacy store.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PairedNode {
    /// `nodeId`: `string`.
    pub node_id: String,
    /// `token`: `string`.
    pub token: String,
    /// `displayName?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `platform?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `version?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `coreVersion?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub core_version: Option<String>,
    /// `uiVersion?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ui_version: Option<String>,
    /// `deviceFamily?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_family: Option<String>,
    /// `modelIdentifier?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_identifier: Option<String>,
    /// `caps?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caps: Option<Vec<String>>,
    /// `commands?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commands: Option<Vec<String>>,
    /// `bins?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bins: Option<Vec<String>>,
    /// `permissions?`: `map<bool>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<OrderedMap<bool>>,
    /// `remoteIp?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_ip: Option<String>,
    /// `createdAtMs`: `int>=0`.
    pub created_at_ms: u64,
    /// `approvedAtMs`: `int>=0`.
    pub approved_at_ms: u64,
    /// `lastConnectedAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_connected_at_ms: Option<u64>,
}

/// Params of `node.pair.list`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NodePairListParams {}

/// Result of `node.pair.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodePairListResult {
    /// `pending`: `NodePairRequestedEvent[]`.
    pub pending: Vec<NodePairRequestedEvent>,
    /// `paired`: `PairedNode[]`.
    pub paired: Vec<PairedNode>,
}

/// Params of `node.pair.approve`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodePairApproveParams {
    /// `requestId`: `string+`.
    pub request_id: String,
}

/// Result of `node.pair.approve`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodePairApproveResult {
    /// `requestId`: `string`.
    pub request_id: String,
    /// `node`: `PairedNode`.
    pub node: PairedNode,
}

/// Params of `node.pair.reject`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodePairRejectParams {
    /// `requestId`: `string+`.
    pub request_id: String,
}

/// Result of `node.pair.reject`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodePairRejectResult {
    /// `requestId`: `string`.
    pub request_id: String,
    /// `nodeId`: `string`.
    pub node_id: String,
}

/// Params of `node.pair.verify`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodePairVerifyParams {
    /// `nodeId`: `string+`.
    pub node_id: String,
    /// `token`: `string+`.
    pub token: String,
}

/// Result of `node.pair.verify`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodePairVerifyResult {
    /// `ok`: `bool`.
    pub ok: bool,
    /// `node?`: `PairedNode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<PairedNode>,
}

wire_enum! {
    /// Values of a field: see `NodePairResolvedEventDecision` in the spec.
    pub enum NodePairResolvedEventDecision {
        Approved = "approved",
        Rejected = "rejected",
    }
}

/// A node was admitted or refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodePairResolvedEvent {
    /// `requestId`: `string`.
    pub request_id: String,
    /// `nodeId`: `string`.
    pub node_id: String,
    /// `decision`: `"approved" or "rejected"`.
    pub decision: NodePairResolvedEventDecision,
    /// `ts`: `int>=0`.
    pub ts: u64,
}

/// Params of `node.rename`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeRenameParams {
    /// `nodeId`: `string+`.
    pub node_id: String,
    /// `displayName`: `string+`.
    pub display_name: String,
}

/// Result of `node.rename`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeRenameResult {
    /// `nodeId`: `string`.
    pub node_id: String,
    /// `displayName`: `string`.
    pub display_name: String,
}

/// Params of `node.list`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NodeListParams {}

/// Result of `node.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeListResult {
    /// `ts`: `int>=0`.
    pub ts: u64,
    /// `nodes`: `NodeRow[]`.
    pub nodes: Vec<NodeRow>,
}

/// One node, connected or admitted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeRow {
    /// `nodeId`: `string`.
    pub node_id: String,
    /// `displayName?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `platform?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `version?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `coreVersion?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub core_version: Option<String>,
    /// `uiVersion?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ui_version: Option<String>,
    /// `deviceFamily?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_family: Option<String>,
    /// `modelIdentifier?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_identifier: Option<String>,
    /// `remoteIp?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_ip: Option<String>,
    /// `caps`: `string[]`.
    pub caps: Vec<String>,
    /// `commands`: `string[]`.
    pub commands: Vec<String>,
    /// `pathEnv?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_env: Option<String>,
    /// `permissions?`: `map<bool>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<OrderedMap<bool>>,
    /// `connectedAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected_at_ms: Option<u64>,
    /// `paired`: `bool`.
    pub paired: bool,
    /// `connected`: `bool`.
    pub connected: bool,
}

/// Params of `node.describe`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeDescribeParams {
    /// `nodeId`: `string+`.
    pub node_id: String,
}

/// Result of `node.describe`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeDescribeResult {
    /// `ts`: `int>=0`.
    pub ts: u64,
    /// `nodeId`: `string`.
    pub node_id: String,
    /// `displayName?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `platform?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `version?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `coreVersion?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub core_version: Option<String>,
    /// `uiVersion?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ui_version: Option<String>,
    /// `deviceFamily?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_family: Option<String>,
    /// `modelIdentifier?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_identifier: Option<String>,
    /// `remoteIp?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_ip: Option<String>,
    /// `caps`: `string[]`.
    pub caps: Vec<String>,
    /// `commands`: `string[]`.
    pub commands: Vec<String>,
    /// `pathEnv?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_env: Option<String>,
    /// `permissions?`: `map<bool>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<OrderedMap<bool>>,
    /// `connectedAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected_at_ms: Option<u64>,
    /// `paired`: `bool`.
    pub paired: bool,
    /// `connected`: `bool`.
    pub connected: bool,
}

/// Params of `node.invoke`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeInvokeParams {
    /// `nodeId`: `string+`.
    pub node_id: String,
    /// `command`: `string+`.
    pub command: String,
    /// `params?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub params: Option<Value>,
    /// `timeoutMs?`: `int>=0`. 30000 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// `idempotencyKey`: `string+`. Passed to the node; the gateway does not look at it.
    pub idempotency_key: String,
}

/// Result of `node.invoke`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeInvokeResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `nodeId`: `string`.
    pub node_id: String,
    /// `command`: `string`.
    pub command: String,
    /// `payload?`: `any`. The parsed `payloadJSON`, or the payload the node sent.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub payload: Option<Value>,
    /// `payloadJSON`: `string or null`.
    #[serde(rename = "payloadJSON")]
    pub payload_json: Option<String>,
}

/// A command for a node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeInvokeRequestEvent {
    /// `id`: `string`. Names the call in `node.invoke.result`.
    pub id: String,
    /// `nodeId`: `string`.
    pub node_id: String,
    /// `command`: `string`.
    pub command: String,
    /// `paramsJSON`: `string or null`. The params as JSON text.
    #[serde(rename = "paramsJSON")]
    pub params_json: Option<String>,
    /// `timeoutMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// `idempotencyKey?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
}

/// Params of `node.invoke.result`, after null `payloadJSON` and `error` are dropped and another `payloadJSON` than a string has become `payload`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeInvokeResultParams {
    /// `id`: `string+`.
    pub id: String,
    /// `nodeId`: `string+`.
    pub node_id: String,
    /// `ok`: `bool`.
    pub ok: bool,
    /// `payload?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub payload: Option<Value>,
    /// `payloadJSON?`: `string`.
    #[serde(rename = "payloadJSON", skip_serializing_if = "Option::is_none")]
    pub payload_json: Option<String>,
    /// `error?`: `NodeError`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<NodeError>,
}

/// Why a command failed on a node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeError {
    /// `code?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// `message?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// `error.details` of a command that failed on a node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeErrorDetails {
    /// `nodeError`: `NodeError or null`.
    pub node_error: Option<NodeError>,
}

/// Result of `node.invoke.result`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeInvokeResultResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `ignored?`: `true`. The call is unknown or over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignored: Option<Bool<true>>,
}

/// Params of `node.event`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeEventParams {
    /// `event`: `string+`. Unknown ones are accepted and ignored.
    pub event: String,
    /// `payload?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub payload: Option<Value>,
    /// `payloadJSON?`: `string`.
    #[serde(rename = "payloadJSON", skip_serializing_if = "Option::is_none")]
    pub payload_json: Option<String>,
}

/// Result of `node.event`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeEventResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
}
