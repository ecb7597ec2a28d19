// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the browser family.

use crate::ordered_map::OrderedMap;
use crate::wire_enum::wire_enum;
use serde::{Deserialize, Serialize};
use serde_json::Value;

wire_enum! {
    /// Values of a field: see `BrowserRequestParamsMethod` in the spec.
    pub enum BrowserRequestParamsMethod {
        Get = "GET",
        Post = "POST",
        Delete = "DELETE",
    }
}

/// Params of `browser.request`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BrowserRequestParams {
    /// `method`: `"GET" or "POST" or "DELETE"`.
    pub method: BrowserRequestParamsMethod,
    /// `path`: `string`.
    pub path: String,
    /// `query?`: `map<any>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<OrderedMap<Value>>,
    /// `body?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// `timeoutMs?`: `int>=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
}
