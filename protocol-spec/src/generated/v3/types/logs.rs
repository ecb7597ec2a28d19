// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the logs family.

use serde::{Deserialize, Serialize};

/// Params of `logs.tail`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogsTailParams {
    /// `cursor?`: `int>=0`. Byte to go on from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<u64>,
    /// `limit?`: `int{1..5000}`. 500 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// `maxBytes?`: `int{1..1000000}`. 250000 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
}

/// Result of `logs.tail`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogsTailResult {
    /// `file`: `string`.
    pub file: String,
    /// `cursor`: `int>=0`. Byte to go on from next time.
    pub cursor: u64,
    /// `size`: `int>=0`.
    pub size: u64,
    /// `lines`: `string[]`.
    pub lines: Vec<String>,
    /// `truncated?`: `bool`. More was there than `maxBytes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
    /// `reset?`: `bool`. The cursor was of no use: the tail is returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset: Option<bool>,
}
