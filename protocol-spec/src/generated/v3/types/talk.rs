// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Types of the talk family.

use crate::wire_enum::wire_enum;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Params of `talk.mode`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TalkModeParams {
    /// `enabled`: `bool`.
    pub enabled: bool,
    /// `phase?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
}

/// Payload of the event and result of `talk.mode`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TalkModeEvent {
    /// `enabled`: `bool`.
    pub enabled: bool,
    /// `phase`: `string or null`.
    pub phase: Option<String>,
    /// `ts`: `int>=0`.
    pub ts: u64,
}

/// Params of `voicewake.get`; nothing is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VoicewakeGetParams {}

/// Params of `voicewake.set`. Entries that are no strings are dropped.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VoicewakeSetParams {
    /// `triggers`: `any[]`. At most 32 of at most 64 characters are kept; an empty list restores the defaults.
    pub triggers: Vec<Value>,
}

/// The wake words: payload of the event and result of `voicewake.get` and `voicewake.set`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VoicewakeChangedEvent {
    /// `triggers`: `string[]`.
    pub triggers: Vec<String>,
}

/// Params of `tts.status`; nothing is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TtsStatusParams {}

/// Result of `tts.status`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TtsStatusResult {
    /// `enabled`: `bool`.
    pub enabled: bool,
    /// `auto`: `string`.
    pub auto: String,
    /// `provider`: `string`.
    pub provider: String,
    /// `fallbackProvider`: `string or null`.
    pub fallback_provider: Option<String>,
    /// `fallbackProviders`: `string[]`.
    pub fallback_providers: Vec<String>,
    /// `prefsPath`: `string`.
    pub prefs_path: String,
    /// `hasOpenAIKey`: `bool`.
    #[serde(rename = "hasOpenAIKey")]
    pub has_open_ai_key: bool,
    /// `hasElevenLabsKey`: `bool`.
    pub has_eleven_labs_key: bool,
    /// `edgeEnabled`: `bool`.
    pub edge_enabled: bool,
}

/// Params of `tts.providers`; nothing is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TtsProvidersParams {}

/// Result of `tts.providers`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TtsProvidersResult {
    /// `providers`: `TtsProvider[]`.
    pub providers: Vec<TtsProvider>,
    /// `active`: `string`.
    pub active: String,
}

/// A speech provider.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TtsProvider {
    /// `id`: `string`.
    pub id: String,
    /// `name`: `string`.
    pub name: String,
    /// `configured`: `bool`.
    pub configured: bool,
    /// `models`: `string[]`.
    pub models: Vec<String>,
    /// `voices?`: `string[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voices: Option<Vec<String>>,
}

/// Params of `tts.enable`; nothing is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TtsEnableParams {}

/// Result of `tts.enable`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TtsEnableResult {
    /// `enabled`: `bool`.
    pub enabled: bool,
}

/// Params of `tts.disable`; nothing is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TtsDisableParams {}

/// Result of `tts.disable`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TtsDisableResult {
    /// `enabled`: `bool`.
    pub enabled: bool,
}

/// Params of `tts.convert`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TtsConvertParams {
    /// `text`: `string`.
    pub text: String,
    /// `channel?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

/// Result of `tts.convert`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TtsConvertResult {
    /// `audioPath`: `string`.
    pub audio_path: String,
    /// `provider?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// `outputFormat?`: `string`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_format: Option<String>,
    /// `voiceCompatible?`: `bool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_compatible: Option<bool>,
}

wire_enum! {
    /// Values of a field: see `TtsSetProviderParamsProvider` in the spec.
    pub enum TtsSetProviderParamsProvider {
        Openai = "openai",
        Elevenlabs = "elevenlabs",
        Edge = "edge",
    }
}

/// Params of `tts.setProvider`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TtsSetProviderParams {
    /// `provider`: `"openai" or "elevenlabs" or "edge"`.
    pub provider: TtsSetProviderParamsProvider,
}

/// Result of `tts.setProvider`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TtsSetProviderResult {
    /// `provider`: `string`.
    pub provider: String,
}
