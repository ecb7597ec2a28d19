// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the config family.

use crate::schema::{ANY, BOOLEAN, COUNT, Field, Literal, NON_EMPTY, NULL, OBJECT, Object, STRING, Schema};

/// Schema of `ConfigGetParams`: Params of `config.get`.
pub static CONFIG_GET_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: true });

/// Schema of `ConfigGetResult`: Result of `config.get`. Secrets are not hidden.
pub static CONFIG_GET_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "path", required: true, schema: &STRING },
        Field { name: "exists", required: true, schema: &BOOLEAN },
        Field { name: "raw", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "parsed", required: true, schema: &ANY },
        Field { name: "valid", required: true, schema: &BOOLEAN },
        Field { name: "config", required: true, schema: &OBJECT },
        Field { name: "hash", required: true, schema: &STRING },
        Field {
            name: "issues",
            required: true,
            schema: &Schema::Array { items: &CONFIG_ISSUE, min: 0, max: usize::MAX },
        },
        Field {
            name: "warnings",
            required: true,
            schema: &Schema::Array { items: &CONFIG_ISSUE, min: 0, max: usize::MAX },
        },
        Field {
            name: "legacyIssues",
            required: true,
            schema: &Schema::Array { items: &CONFIG_ISSUE, min: 0, max: usize::MAX },
        },
    ],
    required: 10,
    rest: None,
    strict: false,
});

/// Schema of `ConfigIssue`: Something wrong with one path of the configuration.
pub static CONFIG_ISSUE: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "path", required: true, schema: &STRING },
        Field { name: "message", required: true, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `ConfigInvalidDetails`: `error.details` of a refused configuration.
pub static CONFIG_INVALID_DETAILS: Schema = Schema::Object(Object {
    fields: &[Field {
        name: "issues",
        required: true,
        schema: &Schema::Array { items: &CONFIG_ISSUE, min: 0, max: usize::MAX },
    }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `ConfigSchemaParams`: Params of `config.schema`.
pub static CONFIG_SCHEMA_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: true });

/// Schema of `ConfigSchemaResult`: Result of `config.schema`.
pub static CONFIG_SCHEMA_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "schema", required: true, schema: &ANY },
        Field { name: "uiHints", required: true, schema: &Schema::Map(&CONFIG_UI_HINT) },
        Field { name: "version", required: true, schema: &STRING },
        Field { name: "generatedAt", required: true, schema: &STRING },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `ConfigUiHint`: How a form shows one path.
pub static CONFIG_UI_HINT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "label", required: false, schema: &STRING },
        Field { name: "help", required: false, schema: &STRING },
        Field { name: "group", required: false, schema: &STRING },
        Field { name: "order", required: false, schema: &Schema::Integer { min: None, max: None } },
        Field { name: "advanced", required: false, schema: &BOOLEAN },
        Field { name: "sensitive", required: false, schema: &BOOLEAN },
        Field { name: "placeholder", required: false, schema: &STRING },
        Field { name: "itemTemplate", required: false, schema: &ANY },
    ],
    required: 0,
    rest: None,
    strict: false,
});

/// Schema of `ConfigSetParams`: Params of `config.set`.
pub static CONFIG_SET_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "raw", required: true, schema: &NON_EMPTY },
        Field { name: "baseHash", required: false, schema: &NON_EMPTY },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `ConfigSetResult`: Result of `config.set`.
pub static CONFIG_SET_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "path", required: true, schema: &STRING },
        Field { name: "config", required: true, schema: &OBJECT },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `ConfigApplyParams`: Params of `config.apply`.
pub static CONFIG_APPLY_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "raw", required: true, schema: &NON_EMPTY },
        Field { name: "baseHash", required: false, schema: &NON_EMPTY },
        Field { name: "sessionKey", required: false, schema: &STRING },
        Field { name: "note", required: false, schema: &STRING },
        Field { name: "restartDelayMs", required: false, schema: &COUNT },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `ConfigApplyResult`: Result of `config.apply`.
pub static CONFIG_APPLY_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "path", required: true, schema: &STRING },
        Field { name: "config", required: true, schema: &OBJECT },
        Field { name: "restart", required: true, schema: &RESTART_SCHEDULE },
        Field { name: "sentinel", required: true, schema: &RESTART_SENTINEL },
    ],
    required: 5,
    rest: None,
    strict: false,
});

/// Schema of `ConfigPatchParams`: Params of `config.patch`.
pub static CONFIG_PATCH_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "raw", required: true, schema: &NON_EMPTY },
        Field { name: "baseHash", required: false, schema: &NON_EMPTY },
        Field { name: "sessionKey", required: false, schema: &STRING },
        Field { name: "note", required: false, schema: &STRING },
        Field { name: "restartDelayMs", required: false, schema: &COUNT },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `ConfigPatchResult`: Result of `config.patch`.
pub static CONFIG_PATCH_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "path", required: true, schema: &STRING },
        Field { name: "config", required: true, schema: &OBJECT },
        Field { name: "restart", required: true, schema: &RESTART_SCHEDULE },
        Field { name: "sentinel", required: true, schema: &RESTART_SENTINEL },
    ],
    required: 5,
    rest: None,
    strict: false,
});

/// Schema of `RestartSchedule`: A restart that was requested.
pub static RESTART_SCHEDULE: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &BOOLEAN },
        Field { name: "pid", required: true, schema: &COUNT },
        Field { name: "signal", required: true, schema: &STRING },
        Field { name: "delayMs", required: true, schema: &COUNT },
        Field { name: "reason", required: false, schema: &STRING },
        Field {
            name: "mode",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("emit")),
                &Schema::Literal(Literal::Text("signal")),
            ]),
        },
    ],
    required: 5,
    rest: None,
    strict: false,
});

/// Schema of `RestartSentinel`: Note to the next process about why there was a restart.
pub static RESTART_SENTINEL: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "path", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "payload", required: true, schema: &RESTART_SENTINEL_PAYLOAD },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `RestartSentinelPayload`: Content of the note.
pub static RESTART_SENTINEL_PAYLOAD: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "kind", required: true, schema: &STRING },
        Field {
            name: "status",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("ok")),
                &Schema::Literal(Literal::Text("error")),
                &Schema::Literal(Literal::Text("skipped")),
            ]),
        },
        Field { name: "ts", required: true, schema: &COUNT },
        Field { name: "sessionKey", required: false, schema: &STRING },
        Field { name: "message", required: false, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "doctorHint", required: false, schema: &STRING },
        Field { name: "stats", required: false, schema: &OBJECT },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `UpdateRunParams`: Params of `update.run`.
pub static UPDATE_RUN_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "sessionKey", required: false, schema: &STRING },
        Field { name: "note", required: false, schema: &STRING },
        Field { name: "restartDelayMs", required: false, schema: &COUNT },
        Field { name: "timeoutMs", required: false, schema: &Schema::Integer { min: Some(1), max: None } },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `UpdateRunResult`: Result of `update.run`.
pub static UPDATE_RUN_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "result", required: true, schema: &UPDATE_OUTCOME },
        Field { name: "restart", required: true, schema: &RESTART_SCHEDULE },
        Field { name: "sentinel", required: true, schema: &RESTART_SENTINEL },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `UpdateOutcome`: How an update went.
pub static UPDATE_OUTCOME: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "status",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("ok")),
                &Schema::Literal(Literal::Text("error")),
                &Schema::Literal(Literal::Text("skipped")),
            ]),
        },
        Field { name: "mode", required: true, schema: &STRING },
        Field { name: "root", required: false, schema: &STRING },
        Field { name: "before", required: false, schema: &ANY },
        Field { name: "after", required: false, schema: &ANY },
        Field {
            name: "steps",
            required: true,
            schema: &Schema::Array { items: &ANY, min: 0, max: usize::MAX },
        },
        Field { name: "reason", required: false, schema: &STRING },
        Field { name: "durationMs", required: true, schema: &COUNT },
    ],
    required: 4,
    rest: None,
    strict: false,
});
