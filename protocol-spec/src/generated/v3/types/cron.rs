// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the cron family.

use crate::wire_enum::{wire_enum, wire_literal};
use serde::{Deserialize, Serialize};

/// A job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronJob {
    /// `id`: `string`.
    pub id: String,
    /// `agentId?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// `name`: `string`.
    pub name: String,
    /// `description?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `enabled?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// `deleteAfterRun?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_after_run: Option<bool>,
    /// `createdAtMs`: `int>=0`.
    pub created_at_ms: u64,
    /// `updatedAtMs`: `int>=0`.
    pub updated_at_ms: u64,
    /// `schedule`: `CronSchedule`.
    pub schedule: CronSchedule,
    /// `sessionTarget`: `CronSessionTarget`.
    pub session_target: CronSessionTarget,
    /// `wakeMode`: `CronWakeMode`.
    pub wake_mode: CronWakeMode,
    /// `payload`: `CronPayload`.
    pub payload: CronPayload,
    /// `isolation?`: `CronIsolation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isolation: Option<CronIsolation>,
    /// `state`: `CronJobState`.
    pub state: CronJobState,
}

/// When a job runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "built once, then serialised or matched")]
pub enum CronSchedule {
    /// Once.
    At(CronScheduleAt),
    /// At a fixed distance.
    Every(CronScheduleEvery),
    /// By a cron expression.
    Cron(CronScheduleCron),
}

impl From<CronScheduleAt> for CronSchedule {
    fn from(value: CronScheduleAt) -> Self {
        Self::At(value)
    }
}

impl From<CronScheduleEvery> for CronSchedule {
    fn from(value: CronScheduleEvery) -> Self {
        Self::Every(value)
    }
}

impl From<CronScheduleCron> for CronSchedule {
    fn from(value: CronScheduleCron) -> Self {
        Self::Cron(value)
    }
}

wire_literal! {
    /// Values of a field: see `CronScheduleAtKind` in the spec.
    pub enum CronScheduleAtKind {
        At = "at",
    }
}

/// Once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronScheduleAt {
    /// `kind`: `"at"`.
    pub kind: CronScheduleAtKind,
    /// `atMs`: `int>=0`.
    pub at_ms: u64,
}

wire_literal! {
    /// Values of a field: see `CronScheduleEveryKind` in the spec.
    pub enum CronScheduleEveryKind {
        Every = "every",
    }
}

/// At a fixed distance.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronScheduleEvery {
    /// `kind`: `"every"`.
    pub kind: CronScheduleEveryKind,
    /// `everyMs`: `int>=1`.
    pub every_ms: u64,
    /// `anchorMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor_ms: Option<u64>,
}

wire_literal! {
    /// Values of a field: see `CronScheduleCronKind` in the spec.
    pub enum CronScheduleCronKind {
        Cron = "cron",
    }
}

/// By a cron expression.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronScheduleCron {
    /// `kind`: `"cron"`.
    pub kind: CronScheduleCronKind,
    /// `expr`: `string+`.
    pub expr: String,
    /// `tz?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tz: Option<String>,
}

wire_enum! {
    /// Which session a job runs in.
    pub enum CronSessionTarget {
        Main = "main",
        Isolated = "isolated",
    }
}

wire_enum! {
    /// When the main session hears of a job.
    pub enum CronWakeMode {
        NextHeartbeat = "next-heartbeat",
        Now = "now",
    }
}

/// What a job does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "built once, then serialised or matched")]
pub enum CronPayload {
    /// Queues a text for the main session.
    SystemEvent(CronSystemEvent),
    /// Runs a turn of its own.
    AgentTurn(CronAgentTurn),
}

impl From<CronSystemEvent> for CronPayload {
    fn from(value: CronSystemEvent) -> Self {
        Self::SystemEvent(value)
    }
}

impl From<CronAgentTurn> for CronPayload {
    fn from(value: CronAgentTurn) -> Self {
        Self::AgentTurn(value)
    }
}

wire_literal! {
    /// Values of a field: see `CronSystemEventKind` in the spec.
    pub enum CronSystemEventKind {
        SystemEvent = "systemEvent",
    }
}

/// Queues a text for the main session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronSystemEvent {
    /// `kind`: `"systemEvent"`.
    pub kind: CronSystemEventKind,
    /// `text`: `string+`.
    pub text: String,
}

wire_literal! {
    /// Values of a field: see `CronAgentTurnKind` in the spec.
    pub enum CronAgentTurnKind {
        AgentTurn = "agentTurn",
    }
}

/// Runs a turn of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronAgentTurn {
    /// `kind`: `"agentTurn"`.
    pub kind: CronAgentTurnKind,
    /// `message`: `string+`.
    pub message: String,
    /// `model?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// `thinking?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thinking: Option<String>,
    /// `timeoutSeconds?`: `int>=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_seconds: Option<u64>,
    /// `deliver?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver: Option<bool>,
    /// `channel?`: `"last" or string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// `to?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `bestEffortDeliver?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best_effort_deliver: Option<bool>,
}

/// A change of what a job does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "built once, then serialised or matched")]
pub enum CronPayloadPatch {
    /// A change of a system event.
    SystemEventPatch(CronSystemEventPatch),
    /// A change of an agent turn.
    AgentTurnPatch(CronAgentTurnPatch),
}

impl From<CronSystemEventPatch> for CronPayloadPatch {
    fn from(value: CronSystemEventPatch) -> Self {
        Self::SystemEventPatch(value)
    }
}

impl From<CronAgentTurnPatch> for CronPayloadPatch {
    fn from(value: CronAgentTurnPatch) -> Self {
        Self::AgentTurnPatch(value)
    }
}

wire_literal! {
    /// Values of a field: see `CronSystemEventPatchKind` in the spec.
    pub enum CronSystemEventPatchKind {
        SystemEvent = "systemEvent",
    }
}

/// A change of a system event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronSystemEventPatch {
    /// `kind`: `"systemEvent"`.
    pub kind: CronSystemEventPatchKind,
    /// `text?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

wire_literal! {
    /// Values of a field: see `CronAgentTurnPatchKind` in the spec.
    pub enum CronAgentTurnPatchKind {
        AgentTurn = "agentTurn",
    }
}

/// A change of an agent turn.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronAgentTurnPatch {
    /// `kind`: `"agentTurn"`.
    pub kind: CronAgentTurnPatchKind,
    /// `message?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// `model?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// `thinking?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thinking: Option<String>,
    /// `timeoutSeconds?`: `int>=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_seconds: Option<u64>,
    /// `deliver?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver: Option<bool>,
    /// `channel?`: `"last" or string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// `to?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `bestEffortDeliver?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best_effort_deliver: Option<bool>,
}

wire_enum! {
    /// Values of a field: see `CronIsolationPostToMainMode` in the spec.
    pub enum CronIsolationPostToMainMode {
        Summary = "summary",
        Full = "full",
    }
}

/// What an isolated job reports to the main session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronIsolation {
    /// `postToMainPrefix?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_to_main_prefix: Option<String>,
    /// `postToMainMode?`: `"summary" or "full"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_to_main_mode: Option<CronIsolationPostToMainMode>,
    /// `postToMainMaxChars?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_to_main_max_chars: Option<u64>,
}

wire_enum! {
    /// Values of a field: see `CronJobStateLastStatus` in the spec.
    pub enum CronJobStateLastStatus {
        Ok = "ok",
        Error = "error",
        Skipped = "skipped",
    }
}

/// Where a job stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronJobState {
    /// `nextRunAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_run_at_ms: Option<u64>,
    /// `runningAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub running_at_ms: Option<u64>,
    /// `lastRunAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_run_at_ms: Option<u64>,
    /// `lastStatus?`: `"ok" or "error" or "skipped"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_status: Option<CronJobStateLastStatus>,
    /// `lastError?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// `lastDurationMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_duration_ms: Option<u64>,
}

/// Params of `cron.list`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronListParams {
    /// `includeDisabled?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_disabled: Option<bool>,
}

/// Result of `cron.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronListResult {
    /// `jobs`: `CronJob[]`.
    pub jobs: Vec<CronJob>,
}

/// Params of `cron.status`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CronStatusParams {}

/// Result of `cron.status`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronStatusResult {
    /// `enabled`: `bool`.
    pub enabled: bool,
    /// `storePath`: `string`.
    pub store_path: String,
    /// `jobs`: `int>=0`.
    pub jobs: u64,
    /// `nextWakeAtMs`: `int>=0 or null`.
    pub next_wake_at_ms: Option<u64>,
}

/// Params of `cron.add`, after looser shapes have been brought into this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronAddParams {
    /// `name`: `string+`.
    pub name: String,
    /// `agentId?`: `string+ or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<Option<String>>,
    /// `description?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `enabled?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// `deleteAfterRun?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_after_run: Option<bool>,
    /// `schedule`: `CronSchedule`.
    pub schedule: CronSchedule,
    /// `sessionTarget`: `CronSessionTarget`.
    pub session_target: CronSessionTarget,
    /// `wakeMode`: `CronWakeMode`.
    pub wake_mode: CronWakeMode,
    /// `payload`: `CronPayload`.
    pub payload: CronPayload,
    /// `isolation?`: `CronIsolation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isolation: Option<CronIsolation>,
}

/// Params of `cron.update`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "built once, then serialised or matched")]
pub enum CronUpdateParams {
    /// Changes the job with this `id`.
    Id(CronUpdateById),
    /// Changes the job with this `jobId`.
    JobId(CronUpdateByJobId),
}

impl From<CronUpdateById> for CronUpdateParams {
    fn from(value: CronUpdateById) -> Self {
        Self::Id(value)
    }
}

impl From<CronUpdateByJobId> for CronUpdateParams {
    fn from(value: CronUpdateByJobId) -> Self {
        Self::JobId(value)
    }
}

/// Changes the job with this `id`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronUpdateById {
    /// `id`: `string+`.
    pub id: String,
    /// `patch`: `CronJobPatch`.
    pub patch: CronJobPatch,
}

/// Changes the job with this `jobId`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronUpdateByJobId {
    /// `jobId`: `string+`.
    pub job_id: String,
    /// `patch`: `CronJobPatch`.
    pub patch: CronJobPatch,
}

/// A change of a job.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronJobPatch {
    /// `name?`: `string+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `agentId?`: `string+ or null`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<Option<String>>,
    /// `description?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `enabled?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// `deleteAfterRun?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_after_run: Option<bool>,
    /// `schedule?`: `CronSchedule`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<CronSchedule>,
    /// `sessionTarget?`: `CronSessionTarget`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_target: Option<CronSessionTarget>,
    /// `wakeMode?`: `CronWakeMode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wake_mode: Option<CronWakeMode>,
    /// `payload?`: `CronPayloadPatch`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<CronPayloadPatch>,
    /// `isolation?`: `CronIsolation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isolation: Option<CronIsolation>,
    /// `state?`: `CronJobState`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<CronJobState>,
}

/// Params of `cron.remove`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "built once, then serialised or matched")]
pub enum CronRemoveParams {
    /// Removes the job with this `id`.
    Id(CronRemoveById),
    /// Removes the job with this `jobId`.
    JobId(CronRemoveByJobId),
}

impl From<CronRemoveById> for CronRemoveParams {
    fn from(value: CronRemoveById) -> Self {
        Self::Id(value)
    }
}

impl From<CronRemoveByJobId> for CronRemoveParams {
    fn from(value: CronRemoveByJobId) -> Self {
        Self::JobId(value)
    }
}

/// Removes the job with this `id`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronRemoveById {
    /// `id`: `string+`.
    pub id: String,
}

/// Removes the job with this `jobId`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronRemoveByJobId {
    /// `jobId`: `string+`.
    pub job_id: String,
}

/// Result of `cron.remove`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronRemoveResult {
    /// `ok`: `bool`.
    pub ok: bool,
    /// `removed`: `bool`.
    pub removed: bool,
}

/// Params of `cron.run`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "built once, then serialised or matched")]
pub enum CronRunParams {
    /// Runs the job with this `id`.
    Id(CronRunById),
    /// Runs the job with this `jobId`.
    JobId(CronRunByJobId),
}

impl From<CronRunById> for CronRunParams {
    fn from(value: CronRunById) -> Self {
        Self::Id(value)
    }
}

impl From<CronRunByJobId> for CronRunParams {
    fn from(value: CronRunByJobId) -> Self {
        Self::JobId(value)
    }
}

/// Runs the job with this `id`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronRunById {
    /// `id`: `string+`.
    pub id: String,
    /// `mode?`: `CronRunMode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<CronRunMode>,
}

/// Runs the job with this `jobId`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronRunByJobId {
    /// `jobId`: `string+`.
    pub job_id: String,
    /// `mode?`: `CronRunMode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<CronRunMode>,
}

wire_enum! {
    /// Whether a job that is not due runs as well.
    pub enum CronRunMode {
        Due = "due",
        Force = "force",
    }
}

/// Result of `cron.run`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronRunResult {
    /// `ok`: `bool`.
    pub ok: bool,
    /// `ran`: `bool`.
    pub ran: bool,
    /// `reason?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Params of `cron.runs`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "built once, then serialised or matched")]
pub enum CronRunsParams {
    /// History of the job with this `id`.
    Id(CronRunsById),
    /// History of the job with this `jobId`.
    JobId(CronRunsByJobId),
}

impl From<CronRunsById> for CronRunsParams {
    fn from(value: CronRunsById) -> Self {
        Self::Id(value)
    }
}

impl From<CronRunsByJobId> for CronRunsParams {
    fn from(value: CronRunsByJobId) -> Self {
        Self::JobId(value)
    }
}

/// History of the job with this `id`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronRunsById {
    /// `id`: `string+`.
    pub id: String,
    /// `limit?`: `int{1..5000}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

/// History of the job with this `jobId`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronRunsByJobId {
    /// `jobId`: `string+`.
    pub job_id: String,
    /// `limit?`: `int{1..5000}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

/// Result of `cron.runs`, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronRunsResult {
    /// `entries`: `CronRunEntry[]`.
    pub entries: Vec<CronRunEntry>,
}

wire_literal! {
    /// Values of a field: see `CronRunEntryAction` in the spec.
    pub enum CronRunEntryAction {
        Finished = "finished",
    }
}

wire_enum! {
    /// Values of a field: see `CronRunEntryStatus` in the spec.
    pub enum CronRunEntryStatus {
        Ok = "ok",
        Error = "error",
        Skipped = "skipped",
    }
}

/// One run of a job.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronRunEntry {
    /// `ts`: `int>=0`.
    pub ts: u64,
    /// `jobId`: `string`.
    pub job_id: String,
    /// `action`: `"finished"`.
    pub action: CronRunEntryAction,
    /// `status?`: `"ok" or "error" or "skipped"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CronRunEntryStatus>,
    /// `error?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// `summary?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// `runAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_at_ms: Option<u64>,
    /// `durationMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// `nextRunAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_run_at_ms: Option<u64>,
}

wire_enum! {
    /// Values of a field: see `CronEventAction` in the spec.
    pub enum CronEventAction {
        Added = "added",
        Updated = "updated",
        Removed = "removed",
        Started = "started",
        Finished = "finished",
    }
}

wire_enum! {
    /// Values of a field: see `CronEventStatus` in the spec.
    pub enum CronEventStatus {
        Ok = "ok",
        Error = "error",
        Skipped = "skipped",
    }
}

/// A job changed, started or finished.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CronEvent {
    /// `jobId`: `string`.
    pub job_id: String,
    /// `action`: `"added" or "updated" or "removed" or "started" or "finished"`.
    pub action: CronEventAction,
    /// `status?`: `"ok" or "error" or "skipped"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CronEventStatus>,
    /// `error?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// `summary?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// `runAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_at_ms: Option<u64>,
    /// `durationMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// `nextRunAtMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_run_at_ms: Option<u64>,
}
