// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the wizard family.

use crate::wire_enum::wire_enum;
use serde::{Deserialize, Serialize};
use serde_json::Value;

wire_enum! {
    /// Values of a field: see `WizardStartParamsMode` in the spec.
    pub enum WizardStartParamsMode {
        Local = "local",
        Remote = "remote",
    }
}

/// Params of `wizard.start`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WizardStartParams {
    /// `mode?`: `"local" or "remote"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<WizardStartParamsMode>,
    /// `workspace?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace: Option<String>,
}

/// Result of `wizard.start`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WizardStartResult {
    /// `sessionId`: `string`.
    pub session_id: String,
    /// `done`: `bool`.
    pub done: bool,
    /// `step?`: `WizardStep`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<WizardStep>,
    /// `status?`: `WizardState`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<WizardState>,
    /// `error?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

wire_enum! {
    /// State of a wizard session.
    pub enum WizardState {
        Running = "running",
        Done = "done",
        Cancelled = "cancelled",
        Error = "error",
    }
}

wire_enum! {
    /// Values of a field: see `WizardStepType` in the spec.
    pub enum WizardStepType {
        Note = "note",
        Select = "select",
        Text = "text",
        Confirm = "confirm",
        Multiselect = "multiselect",
        Progress = "progress",
        Action = "action",
    }
}

/// One question or notice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WizardStep {
    /// `type`: `"note" or "select" or "text" or "confirm" or "multiselect" or "progress" or "action"`.
    pub r#type: WizardStepType,
    /// `title?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// `message?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// `options?`: `WizardOption[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<WizardOption>>,
    /// `initialValue?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub initial_value: Option<Value>,
    /// `placeholder?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// `sensitive?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
    /// `executor?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub executor: Option<String>,
    /// `id`: `string`.
    pub id: String,
}

/// A choice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WizardOption {
    /// `value`: `any`.
    pub value: Value,
    /// `label`: `string`.
    pub label: String,
    /// `hint?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// Params of `wizard.next`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WizardNextParams {
    /// `sessionId`: `string+`.
    pub session_id: String,
    /// `answer?`: `WizardAnswer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<WizardAnswer>,
}

/// The answer to a step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WizardAnswer {
    /// `stepId`: `string+`.
    pub step_id: String,
    /// `value?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// Result of `wizard.next`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WizardNextResult {
    /// `done`: `bool`.
    pub done: bool,
    /// `step?`: `WizardStep`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<WizardStep>,
    /// `status?`: `WizardState`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<WizardState>,
    /// `error?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Params of `wizard.cancel`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WizardCancelParams {
    /// `sessionId`: `string+`.
    pub session_id: String,
}

/// Params of `wizard.status`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WizardStatusParams {
    /// `sessionId`: `string+`.
    pub session_id: String,
}

/// Result of `wizard.status` and `wizard.cancel`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WizardStatusResult {
    /// `status`: `WizardState`.
    pub status: WizardState,
    /// `error?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
