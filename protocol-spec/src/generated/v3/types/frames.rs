// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the frames family.

use crate::literal::Bool;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Why a request failed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorShape {
    /// `code`: `string+`. One of the error codes; a reader must bear new ones.
    pub code: String,
    /// `message`: `string+`.
    pub message: String,
    /// `details?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub details: Option<Value>,
    /// `retryable?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retryable: Option<bool>,
    /// `retryAfterMs?`: `int>=0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
}

/// Counters that rise when presence or health change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StateVersion {
    /// `presence`: `int>=0`.
    pub presence: u64,
    /// `health`: `int>=0`.
    pub health: u64,
}

/// Nothing but success.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OkResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
}
