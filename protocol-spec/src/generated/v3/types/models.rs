// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the models family.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Params of `models.list`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ModelsListParams {}

/// Result of `models.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelsListResult {
    /// `models`: `ModelChoice[]`.
    pub models: Vec<ModelChoice>,
}

/// A model that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelChoice {
    /// `id`: `string`.
    pub id: String,
    /// `name`: `string`.
    pub name: String,
    /// `provider`: `string`.
    pub provider: String,
    /// `contextWindow?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_window: Option<u64>,
    /// `reasoning?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning: Option<bool>,
    /// `input?`: `string[]`. text, image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<Vec<String>>,
}

/// Params of `usage.status`; nothing is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UsageStatusParams {}

/// Result of `usage.status`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageStatusResult {
    /// `updatedAt`: `int>=0`.
    pub updated_at: u64,
    /// `providers`: `UsageProvider[]`.
    pub providers: Vec<UsageProvider>,
}

/// Quota of a model provider.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageProvider {
    /// `provider`: `string`.
    pub provider: String,
    /// `displayName`: `string`.
    pub display_name: String,
    /// `windows`: `UsageWindow[]`.
    pub windows: Vec<UsageWindow>,
    /// `plan?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// `error?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A quota window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageWindow {
    /// `label`: `string`.
    pub label: String,
    /// `usedPercent`: `number`.
    pub used_percent: f64,
    /// `resetAt?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_at: Option<u64>,
}

/// Params of `usage.cost`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageCostParams {
    /// `days?`: `number or string`. 30 when absent or no number, at least 1.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub days: Option<Value>,
}

/// Result of `usage.cost`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageCostResult {
    /// `updatedAt`: `int>=0`.
    pub updated_at: u64,
    /// `days`: `int>=1`.
    pub days: u64,
    /// `daily`: `UsageCostDay[]`.
    pub daily: Vec<UsageCostDay>,
    /// `totals`: `UsageCostTotals`.
    pub totals: UsageCostTotals,
}

/// Use of one day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageCostDay {
    /// `date`: `string`. YYYY-MM-DD.
    pub date: String,
    /// `input`: `int>=0`.
    pub input: u64,
    /// `output`: `int>=0`.
    pub output: u64,
    /// `cacheRead`: `int>=0`.
    pub cache_read: u64,
    /// `cacheWrite`: `int>=0`.
    pub cache_write: u64,
    /// `totalTokens`: `int>=0`.
    pub total_tokens: u64,
    /// `totalCost`: `number`.
    pub total_cost: f64,
    /// `missingCostEntries`: `int>=0`.
    pub missing_cost_entries: u64,
}

/// Use of all days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageCostTotals {
    /// `input`: `int>=0`.
    pub input: u64,
    /// `output`: `int>=0`.
    pub output: u64,
    /// `cacheRead`: `int>=0`.
    pub cache_read: u64,
    /// `cacheWrite`: `int>=0`.
    pub cache_write: u64,
    /// `totalTokens`: `int>=0`.
    pub total_tokens: u64,
    /// `totalCost`: `number`.
    pub total_cost: f64,
    /// `missingCostEntries`: `int>=0`.
    pub missing_cost_entries: u64,
}
