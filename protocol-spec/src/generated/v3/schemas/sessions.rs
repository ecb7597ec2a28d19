// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the sessions family.

use crate::schema::{ANY, BOOLEAN, COUNT, Field, Literal, NON_EMPTY, NULL, Object, STRING, Schema};

/// Schema of `SessionsListParams`: Params of `sessions.list`.
pub static SESSIONS_LIST_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "limit", required: false, schema: &Schema::Integer { min: Some(1), max: None } },
        Field {
            name: "activeMinutes",
            required: false,
            schema: &Schema::Integer { min: Some(1), max: None },
        },
        Field { name: "includeGlobal", required: false, schema: &BOOLEAN },
        Field { name: "includeUnknown", required: false, schema: &BOOLEAN },
        Field { name: "includeDerivedTitles", required: false, schema: &BOOLEAN },
        Field { name: "includeLastMessage", required: false, schema: &BOOLEAN },
        Field { name: "label", required: false, schema: &Schema::String { min: 1, max: 64 } },
        Field { name: "spawnedBy", required: false, schema: &NON_EMPTY },
        Field { name: "agentId", required: false, schema: &NON_EMPTY },
        Field { name: "search", required: false, schema: &STRING },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `SessionsListResult`: Result of `sessions.list`.
pub static SESSIONS_LIST_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ts", required: true, schema: &COUNT },
        Field { name: "path", required: true, schema: &STRING },
        Field { name: "count", required: true, schema: &COUNT },
        Field { name: "defaults", required: true, schema: &SESSIONS_LIST_DEFAULTS },
        Field {
            name: "sessions",
            required: true,
            schema: &Schema::Array { items: &SESSION_ROW, min: 0, max: usize::MAX },
        },
    ],
    required: 5,
    rest: None,
    strict: false,
});

/// Schema of `SessionsListDefaults`: Model of a session without an override.
pub static SESSIONS_LIST_DEFAULTS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "modelProvider", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "model", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "contextTokens", required: true, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `SessionRow`: One session of the list.
pub static SESSION_ROW: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "key", required: true, schema: &STRING },
        Field {
            name: "kind",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("direct")),
                &Schema::Literal(Literal::Text("group")),
                &Schema::Literal(Literal::Text("global")),
                &Schema::Literal(Literal::Text("unknown")),
            ]),
        },
        Field { name: "label", required: false, schema: &STRING },
        Field { name: "displayName", required: false, schema: &STRING },
        Field { name: "channel", required: false, schema: &STRING },
        Field { name: "subject", required: false, schema: &STRING },
        Field { name: "groupChannel", required: false, schema: &STRING },
        Field { name: "space", required: false, schema: &STRING },
        Field { name: "chatType", required: false, schema: &STRING },
        Field { name: "origin", required: false, schema: &SESSION_ORIGIN },
        Field { name: "updatedAt", required: true, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field { name: "sessionId", required: false, schema: &STRING },
        Field { name: "systemSent", required: false, schema: &BOOLEAN },
        Field { name: "abortedLastRun", required: false, schema: &BOOLEAN },
        Field { name: "thinkingLevel", required: false, schema: &STRING },
        Field { name: "verboseLevel", required: false, schema: &STRING },
        Field { name: "reasoningLevel", required: false, schema: &STRING },
        Field { name: "elevatedLevel", required: false, schema: &STRING },
        Field { name: "sendPolicy", required: false, schema: &STRING },
        Field { name: "inputTokens", required: false, schema: &COUNT },
        Field { name: "outputTokens", required: false, schema: &COUNT },
        Field { name: "totalTokens", required: false, schema: &COUNT },
        Field { name: "responseUsage", required: false, schema: &STRING },
        Field { name: "modelProvider", required: false, schema: &STRING },
        Field { name: "model", required: false, schema: &STRING },
        Field { name: "contextTokens", required: false, schema: &COUNT },
        Field { name: "deliveryContext", required: false, schema: &DELIVERY_CONTEXT },
        Field { name: "lastChannel", required: false, schema: &STRING },
        Field { name: "lastTo", required: false, schema: &STRING },
        Field { name: "lastAccountId", required: false, schema: &STRING },
        Field { name: "derivedTitle", required: false, schema: &STRING },
        Field { name: "lastMessagePreview", required: false, schema: &STRING },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `SessionOrigin`: Where a session came from.
pub static SESSION_ORIGIN: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "label", required: false, schema: &STRING },
        Field { name: "provider", required: false, schema: &STRING },
        Field { name: "surface", required: false, schema: &STRING },
        Field { name: "chatType", required: false, schema: &STRING },
        Field { name: "from", required: false, schema: &STRING },
        Field { name: "to", required: false, schema: &STRING },
        Field { name: "accountId", required: false, schema: &STRING },
        Field {
            name: "threadId",
            required: false,
            schema: &Schema::AnyOf(&[&STRING, &Schema::Integer { min: None, max: None }]),
        },
    ],
    required: 0,
    rest: None,
    strict: false,
});

/// Schema of `DeliveryContext`: Where replies of a session go.
pub static DELIVERY_CONTEXT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "channel", required: false, schema: &STRING },
        Field { name: "to", required: false, schema: &STRING },
        Field { name: "accountId", required: false, schema: &STRING },
        Field {
            name: "threadId",
            required: false,
            schema: &Schema::AnyOf(&[&STRING, &Schema::Integer { min: None, max: None }]),
        },
    ],
    required: 0,
    rest: None,
    strict: false,
});

/// Schema of `SessionsPreviewParams`: Params of `sessions.preview`.
pub static SESSIONS_PREVIEW_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "keys",
            required: true,
            schema: &Schema::Array { items: &NON_EMPTY, min: 1, max: usize::MAX },
        },
        Field { name: "limit", required: false, schema: &Schema::Integer { min: Some(1), max: None } },
        Field { name: "maxChars", required: false, schema: &Schema::Integer { min: Some(20), max: None } },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `SessionsPreviewResult`: Result of `sessions.preview`.
pub static SESSIONS_PREVIEW_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ts", required: true, schema: &COUNT },
        Field {
            name: "previews",
            required: true,
            schema: &Schema::Array { items: &SESSION_PREVIEW, min: 0, max: usize::MAX },
        },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `SessionPreview`: Last lines of one session.
pub static SESSION_PREVIEW: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "key", required: true, schema: &STRING },
        Field {
            name: "status",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("ok")),
                &Schema::Literal(Literal::Text("empty")),
                &Schema::Literal(Literal::Text("missing")),
                &Schema::Literal(Literal::Text("error")),
            ]),
        },
        Field {
            name: "items",
            required: true,
            schema: &Schema::Array { items: &SESSION_PREVIEW_ITEM, min: 0, max: usize::MAX },
        },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `SessionPreviewItem`: One line of a preview.
pub static SESSION_PREVIEW_ITEM: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "role",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("user")),
                &Schema::Literal(Literal::Text("assistant")),
                &Schema::Literal(Literal::Text("tool")),
                &Schema::Literal(Literal::Text("system")),
                &Schema::Literal(Literal::Text("other")),
            ]),
        },
        Field { name: "text", required: true, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `SessionsResolveParams`: Params of `sessions.resolve`: exactly one of key, sessionId and label.
pub static SESSIONS_RESOLVE_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "key", required: false, schema: &NON_EMPTY },
        Field { name: "sessionId", required: false, schema: &NON_EMPTY },
        Field { name: "label", required: false, schema: &Schema::String { min: 1, max: 64 } },
        Field { name: "agentId", required: false, schema: &NON_EMPTY },
        Field { name: "spawnedBy", required: false, schema: &NON_EMPTY },
        Field { name: "includeGlobal", required: false, schema: &BOOLEAN },
        Field { name: "includeUnknown", required: false, schema: &BOOLEAN },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `SessionsResolveResult`: Result of `sessions.resolve`.
pub static SESSIONS_RESOLVE_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "key", required: true, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `SessionsPatchParams`: Params of `sessions.patch`: an absent field is left alone, null clears it.
pub static SESSIONS_PATCH_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "key", required: true, schema: &NON_EMPTY },
        Field {
            name: "label",
            required: false,
            schema: &Schema::AnyOf(&[&Schema::String { min: 1, max: 64 }, &NULL]),
        },
        Field { name: "thinkingLevel", required: false, schema: &Schema::AnyOf(&[&NON_EMPTY, &NULL]) },
        Field { name: "verboseLevel", required: false, schema: &Schema::AnyOf(&[&NON_EMPTY, &NULL]) },
        Field { name: "reasoningLevel", required: false, schema: &Schema::AnyOf(&[&NON_EMPTY, &NULL]) },
        Field {
            name: "responseUsage",
            required: false,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("off")),
                &Schema::Literal(Literal::Text("tokens")),
                &Schema::Literal(Literal::Text("full")),
                &Schema::Literal(Literal::Text("on")),
                &NULL,
            ]),
        },
        Field { name: "elevatedLevel", required: false, schema: &Schema::AnyOf(&[&NON_EMPTY, &NULL]) },
        Field { name: "execHost", required: false, schema: &Schema::AnyOf(&[&NON_EMPTY, &NULL]) },
        Field { name: "execSecurity", required: false, schema: &Schema::AnyOf(&[&NON_EMPTY, &NULL]) },
        Field { name: "execAsk", required: false, schema: &Schema::AnyOf(&[&NON_EMPTY, &NULL]) },
        Field { name: "execNode", required: false, schema: &Schema::AnyOf(&[&NON_EMPTY, &NULL]) },
        Field { name: "model", required: false, schema: &Schema::AnyOf(&[&NON_EMPTY, &NULL]) },
        Field { name: "spawnedBy", required: false, schema: &Schema::AnyOf(&[&NON_EMPTY, &NULL]) },
        Field {
            name: "sendPolicy",
            required: false,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("allow")),
                &Schema::Literal(Literal::Text("deny")),
                &NULL,
            ]),
        },
        Field {
            name: "groupActivation",
            required: false,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("mention")),
                &Schema::Literal(Literal::Text("always")),
                &NULL,
            ]),
        },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `SessionsPatchResult`: Result of `sessions.patch`.
pub static SESSIONS_PATCH_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "path", required: true, schema: &STRING },
        Field { name: "key", required: true, schema: &STRING },
        Field { name: "entry", required: true, schema: &SESSION_ENTRY },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `SessionEntry`: A session as the store holds it.
pub static SESSION_ENTRY: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "sessionId", required: true, schema: &STRING },
        Field { name: "updatedAt", required: true, schema: &COUNT },
        Field { name: "sessionFile", required: false, schema: &STRING },
        Field { name: "spawnedBy", required: false, schema: &STRING },
        Field { name: "systemSent", required: false, schema: &BOOLEAN },
        Field { name: "abortedLastRun", required: false, schema: &BOOLEAN },
        Field { name: "chatType", required: false, schema: &STRING },
        Field { name: "thinkingLevel", required: false, schema: &STRING },
        Field { name: "verboseLevel", required: false, schema: &STRING },
        Field { name: "reasoningLevel", required: false, schema: &STRING },
        Field { name: "elevatedLevel", required: false, schema: &STRING },
        Field { name: "execHost", required: false, schema: &STRING },
        Field { name: "execSecurity", required: false, schema: &STRING },
        Field { name: "execAsk", required: false, schema: &STRING },
        Field { name: "execNode", required: false, schema: &STRING },
        Field { name: "responseUsage", required: false, schema: &STRING },
        Field { name: "providerOverride", required: false, schema: &STRING },
        Field { name: "modelOverride", required: false, schema: &STRING },
        Field { name: "groupActivation", required: false, schema: &STRING },
        Field { name: "sendPolicy", required: false, schema: &STRING },
        Field { name: "inputTokens", required: false, schema: &COUNT },
        Field { name: "outputTokens", required: false, schema: &COUNT },
        Field { name: "totalTokens", required: false, schema: &COUNT },
        Field { name: "modelProvider", required: false, schema: &STRING },
        Field { name: "model", required: false, schema: &STRING },
        Field { name: "contextTokens", required: false, schema: &COUNT },
        Field { name: "label", required: false, schema: &STRING },
        Field { name: "displayName", required: false, schema: &STRING },
        Field { name: "channel", required: false, schema: &STRING },
        Field { name: "subject", required: false, schema: &STRING },
        Field { name: "origin", required: false, schema: &SESSION_ORIGIN },
        Field { name: "deliveryContext", required: false, schema: &DELIVERY_CONTEXT },
        Field { name: "lastChannel", required: false, schema: &STRING },
        Field { name: "lastTo", required: false, schema: &STRING },
        Field { name: "lastAccountId", required: false, schema: &STRING },
    ],
    required: 2,
    rest: Some(&ANY),
    strict: false,
});

/// Schema of `SessionsResetParams`: Params of `sessions.reset`.
pub static SESSIONS_RESET_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field { name: "key", required: true, schema: &NON_EMPTY }],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `SessionsResetResult`: Result of `sessions.reset`.
pub static SESSIONS_RESET_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "key", required: true, schema: &STRING },
        Field { name: "entry", required: true, schema: &SESSION_ENTRY },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `SessionsDeleteParams`: Params of `sessions.delete`.
pub static SESSIONS_DELETE_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "key", required: true, schema: &NON_EMPTY },
        Field { name: "deleteTranscript", required: false, schema: &BOOLEAN },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `SessionsDeleteResult`: Result of `sessions.delete`.
pub static SESSIONS_DELETE_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "key", required: true, schema: &STRING },
        Field { name: "deleted", required: true, schema: &BOOLEAN },
        Field {
            name: "archived",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `SessionsCompactParams`: Params of `sessions.compact`.
pub static SESSIONS_COMPACT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "key", required: true, schema: &NON_EMPTY },
        Field { name: "maxLines", required: false, schema: &Schema::Integer { min: Some(1), max: None } },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `SessionsCompactResult`: Result of `sessions.compact`.
pub static SESSIONS_COMPACT_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "key", required: true, schema: &STRING },
        Field { name: "compacted", required: true, schema: &BOOLEAN },
        Field { name: "reason", required: false, schema: &STRING },
        Field { name: "archived", required: false, schema: &STRING },
        Field { name: "kept", required: false, schema: &COUNT },
    ],
    required: 3,
    rest: None,
    strict: false,
});
