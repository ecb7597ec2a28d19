// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the talk family.

use crate::schema::{ANY, BOOLEAN, COUNT, Field, Literal, NULL, Object, STRING, Schema};

/// Schema of `TalkModeParams`: Params of `talk.mode`.
pub static TALK_MODE_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "enabled", required: true, schema: &BOOLEAN },
        Field { name: "phase", required: false, schema: &STRING },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `TalkModeEvent`: Payload of the event and result of `talk.mode`.
pub static TALK_MODE_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "enabled", required: true, schema: &BOOLEAN },
        Field { name: "phase", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "ts", required: true, schema: &COUNT },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `VoicewakeGetParams`: Params of `voicewake.get`; nothing is looked at.
pub static VOICEWAKE_GET_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: false });

/// Schema of `VoicewakeSetParams`: Params of `voicewake.set`. Entries that are no strings are dropped.
pub static VOICEWAKE_SET_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field {
        name: "triggers",
        required: true,
        schema: &Schema::Array { items: &ANY, min: 0, max: usize::MAX },
    }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `VoicewakeChangedEvent`: The wake words: payload of the event and result of `voicewake.get` and `voicewake.set`.
pub static VOICEWAKE_CHANGED_EVENT: Schema = Schema::Object(Object {
    fields: &[Field {
        name: "triggers",
        required: true,
        schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
    }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `TtsStatusParams`: Params of `tts.status`; nothing is looked at.
pub static TTS_STATUS_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: false });

/// Schema of `TtsStatusResult`: Result of `tts.status`.
pub static TTS_STATUS_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "enabled", required: true, schema: &BOOLEAN },
        Field { name: "auto", required: true, schema: &STRING },
        Field { name: "provider", required: true, schema: &STRING },
        Field { name: "fallbackProvider", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field {
            name: "fallbackProviders",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "prefsPath", required: true, schema: &STRING },
        Field { name: "hasOpenAIKey", required: true, schema: &BOOLEAN },
        Field { name: "hasElevenLabsKey", required: true, schema: &BOOLEAN },
        Field { name: "edgeEnabled", required: true, schema: &BOOLEAN },
    ],
    required: 9,
    rest: None,
    strict: false,
});

/// Schema of `TtsProvidersParams`: Params of `tts.providers`; nothing is looked at.
pub static TTS_PROVIDERS_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: false });

/// Schema of `TtsProvidersResult`: Result of `tts.providers`.
pub static TTS_PROVIDERS_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "providers",
            required: true,
            schema: &Schema::Array { items: &TTS_PROVIDER, min: 0, max: usize::MAX },
        },
        Field { name: "active", required: true, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `TtsProvider`: A speech provider.
pub static TTS_PROVIDER: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &STRING },
        Field { name: "name", required: true, schema: &STRING },
        Field { name: "configured", required: true, schema: &BOOLEAN },
        Field {
            name: "models",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "voices",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `TtsEnableParams`: Params of `tts.enable`; nothing is looked at.
pub static TTS_ENABLE_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: false });

/// Schema of `TtsEnableResult`: Result of `tts.enable`.
pub static TTS_ENABLE_RESULT: Schema = Schema::Object(Object {
    fields: &[Field { name: "enabled", required: true, schema: &BOOLEAN }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `TtsDisableParams`: Params of `tts.disable`; nothing is looked at.
pub static TTS_DISABLE_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: false });

/// Schema of `TtsDisableResult`: Result of `tts.disable`.
pub static TTS_DISABLE_RESULT: Schema = Schema::Object(Object {
    fields: &[Field { name: "enabled", required: true, schema: &BOOLEAN }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `TtsConvertParams`: Params of `tts.convert`.
pub static TTS_CONVERT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "text", required: true, schema: &STRING },
        Field { name: "channel", required: false, schema: &STRING },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `TtsConvertResult`: Result of `tts.convert`.
pub static TTS_CONVERT_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "audioPath", required: true, schema: &STRING },
        Field { name: "provider", required: false, schema: &STRING },
        Field { name: "outputFormat", required: false, schema: &STRING },
        Field { name: "voiceCompatible", required: false, schema: &BOOLEAN },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `TtsSetProviderParams`: Params of `tts.setProvider`.
pub static TTS_SET_PROVIDER_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field {
        name: "provider",
        required: true,
        schema: &Schema::AnyOf(&[
            &Schema::Literal(Literal::Text("openai")),
            &Schema::Literal(Literal::Text("elevenlabs")),
            &Schema::Literal(Literal::Text("edge")),
        ]),
    }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `TtsSetProviderResult`: Result of `tts.setProvider`.
pub static TTS_SET_PROVIDER_RESULT: Schema = Schema::Object(Object {
    fields: &[Field { name: "provider", required: true, schema: &STRING }],
    required: 1,
    rest: None,
    strict: false,
});
