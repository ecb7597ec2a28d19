// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the skills family.

use crate::literal::Bool;
use crate::ordered_map::OrderedMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Params of `skills.status`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SkillsStatusParams {}

/// Result of `skills.status`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillsStatusResult {
    /// `workspaceDir`: `string`.
    pub workspace_dir: String,
    /// `managedSkillsDir`: `string`.
    pub managed_skills_dir: String,
    /// `skills`: `SkillStatus[]`.
    pub skills: Vec<SkillStatus>,
}

/// One skill.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillStatus {
    /// `name`: `string`.
    pub name: String,
    /// `description`: `string`.
    pub description: String,
    /// `source`: `string`.
    pub source: String,
    /// `filePath`: `string`.
    pub file_path: String,
    /// `baseDir`: `string`.
    pub base_dir: String,
    /// `skillKey`: `string`.
    pub skill_key: String,
    /// `primaryEnv?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_env: Option<String>,
    /// `emoji?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// `homepage?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub homepage: Option<String>,
    /// `always`: `bool`.
    pub always: bool,
    /// `disabled`: `bool`.
    pub disabled: bool,
    /// `blockedByAllowlist`: `bool`.
    pub blocked_by_allowlist: bool,
    /// `eligible`: `bool`.
    pub eligible: bool,
    /// `requirements`: `SkillRequirements`.
    pub requirements: SkillRequirements,
    /// `missing`: `SkillRequirements`.
    pub missing: SkillRequirements,
    /// `configChecks`: `SkillConfigCheck[]`.
    pub config_checks: Vec<SkillConfigCheck>,
    /// `install`: `SkillInstaller[]`.
    pub install: Vec<SkillInstaller>,
}

/// What a skill needs, or lacks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillRequirements {
    /// `bins`: `string[]`.
    pub bins: Vec<String>,
    /// `anyBins`: `string[]`.
    pub any_bins: Vec<String>,
    /// `env`: `string[]`.
    pub env: Vec<String>,
    /// `config`: `string[]`.
    pub config: Vec<String>,
    /// `os`: `string[]`.
    pub os: Vec<String>,
}

/// A setting a skill depends on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillConfigCheck {
    /// `path`: `string`.
    pub path: String,
    /// `value?`: `any`.
    #[serde(default, deserialize_with = "crate::nullable::present", skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// `satisfied`: `bool`.
    pub satisfied: bool,
}

/// A way to install what a skill lacks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillInstaller {
    /// `id`: `string`.
    pub id: String,
    /// `kind`: `string`.
    pub kind: String,
    /// `label`: `string`.
    pub label: String,
    /// `bins`: `string[]`.
    pub bins: Vec<String>,
}

/// Params of `skills.bins`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SkillsBinsParams {}

/// Result of `skills.bins`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillsBinsResult {
    /// `bins`: `string[]`.
    pub bins: Vec<String>,
}

/// Params of `skills.install`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillsInstallParams {
    /// `name`: `string+`.
    pub name: String,
    /// `installId`: `string+`.
    pub install_id: String,
    /// `timeoutMs?`: `int>=1000`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
}

/// Result of `skills.install`; sent with the error too when the installer failed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillsInstallResult {
    /// `ok`: `bool`.
    pub ok: bool,
    /// `message`: `string`.
    pub message: String,
    /// `stdout`: `string`.
    pub stdout: String,
    /// `stderr`: `string`.
    pub stderr: String,
    /// `code`: `int or null`.
    pub code: Option<i64>,
}

/// Params of `skills.update`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillsUpdateParams {
    /// `skillKey`: `string+`.
    pub skill_key: String,
    /// `enabled?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// `apiKey?`: `string`. An empty one removes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_key: Option<String>,
    /// `env?`: `map<string>`. An empty value removes the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub env: Option<OrderedMap<String>>,
}

/// Result of `skills.update`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillsUpdateResult {
    /// `ok`: `true`.
    pub ok: Bool<true>,
    /// `skillKey`: `string`.
    pub skill_key: String,
    /// `config`: `SkillConfig`.
    pub config: SkillConfig,
}

/// Settings of a skill.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillConfig {
    /// `enabled?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// `apiKey?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_key: Option<String>,
    /// `env?`: `map<string>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub env: Option<OrderedMap<String>>,
    /// Every further property.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
