// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the health family.

use crate::schema::{BOOLEAN, COUNT, Field, Literal, NON_EMPTY, NULL, OBJECT, Object, STRING, Schema};

/// Schema of `HealthParams`: Params of `health`.
pub static HEALTH_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field { name: "probe", required: false, schema: &BOOLEAN }],
    required: 0,
    rest: None,
    strict: false,
});

/// Schema of `HealthSnapshot`: State of the gateway: result of `health` and payload of the event.
pub static HEALTH_SNAPSHOT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "ts", required: true, schema: &COUNT },
        Field { name: "durationMs", required: true, schema: &COUNT },
        Field { name: "linkChannel", required: false, schema: &LINK_CHANNEL },
        Field { name: "channels", required: true, schema: &Schema::Map(&OBJECT) },
        Field {
            name: "channelOrder",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "channelLabels", required: true, schema: &Schema::Map(&STRING) },
        Field { name: "heartbeatSeconds", required: true, schema: &COUNT },
        Field { name: "defaultAgentId", required: true, schema: &STRING },
        Field {
            name: "agents",
            required: true,
            schema: &Schema::Array { items: &HEALTH_AGENT, min: 0, max: usize::MAX },
        },
        Field { name: "sessions", required: true, schema: &HEALTH_SESSIONS },
    ],
    required: 10,
    rest: None,
    strict: false,
});

/// Schema of `LinkChannel`: The channel whose link matters most.
pub static LINK_CHANNEL: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &STRING },
        Field { name: "label", required: true, schema: &STRING },
        Field { name: "linked", required: true, schema: &BOOLEAN },
        Field {
            name: "authAgeMs",
            required: true,
            schema: &Schema::AnyOf(&[&Schema::Number { min: None, max: None }, &NULL]),
        },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `HealthAgent`: One agent in the health snapshot.
pub static HEALTH_AGENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "agentId", required: true, schema: &STRING },
        Field { name: "name", required: false, schema: &STRING },
        Field { name: "isDefault", required: true, schema: &BOOLEAN },
        Field { name: "heartbeat", required: true, schema: &HEALTH_HEARTBEAT },
        Field { name: "sessions", required: true, schema: &HEALTH_SESSIONS },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `HealthHeartbeat`: Heartbeat settings of an agent.
pub static HEALTH_HEARTBEAT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "enabled", required: true, schema: &BOOLEAN },
        Field { name: "every", required: true, schema: &STRING },
        Field { name: "everyMs", required: true, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field { name: "prompt", required: true, schema: &STRING },
        Field { name: "target", required: true, schema: &STRING },
        Field { name: "model", required: false, schema: &STRING },
        Field { name: "ackMaxChars", required: true, schema: &COUNT },
    ],
    required: 6,
    rest: None,
    strict: false,
});

/// Schema of `HealthSessions`: Session store of an agent.
pub static HEALTH_SESSIONS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "path", required: true, schema: &STRING },
        Field { name: "count", required: true, schema: &COUNT },
        Field {
            name: "recent",
            required: true,
            schema: &Schema::Array { items: &HEALTH_SESSION, min: 0, max: usize::MAX },
        },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `HealthSession`: A recent session in the health snapshot.
pub static HEALTH_SESSION: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "key", required: true, schema: &STRING },
        Field { name: "updatedAt", required: true, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field {
            name: "age",
            required: true,
            schema: &Schema::AnyOf(&[&Schema::Integer { min: None, max: None }, &NULL]),
        },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `StatusParams`: Params of `status`; nothing is looked at.
pub static STATUS_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: false });

/// Schema of `StatusResult`: Result of `status`.
pub static STATUS_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "linkChannel", required: false, schema: &LINK_CHANNEL },
        Field { name: "heartbeat", required: true, schema: &STATUS_HEARTBEAT },
        Field {
            name: "channelSummary",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "queuedSystemEvents",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "sessions", required: true, schema: &STATUS_SESSIONS },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `StatusHeartbeat`: Heartbeats of all agents.
pub static STATUS_HEARTBEAT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "defaultAgentId", required: true, schema: &STRING },
        Field {
            name: "agents",
            required: true,
            schema: &Schema::Array { items: &STATUS_HEARTBEAT_AGENT, min: 0, max: usize::MAX },
        },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `StatusHeartbeatAgent`: Heartbeat of one agent.
pub static STATUS_HEARTBEAT_AGENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "agentId", required: true, schema: &STRING },
        Field { name: "enabled", required: true, schema: &BOOLEAN },
        Field { name: "every", required: true, schema: &STRING },
        Field { name: "everyMs", required: true, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `StatusSessions`: Sessions of all agents.
pub static STATUS_SESSIONS: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "paths",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "count", required: true, schema: &COUNT },
        Field { name: "defaults", required: true, schema: &STATUS_SESSION_DEFAULTS },
        Field {
            name: "recent",
            required: true,
            schema: &Schema::Array { items: &STATUS_SESSION, min: 0, max: usize::MAX },
        },
        Field {
            name: "byAgent",
            required: true,
            schema: &Schema::Array { items: &STATUS_AGENT_SESSIONS, min: 0, max: usize::MAX },
        },
    ],
    required: 5,
    rest: None,
    strict: false,
});

/// Schema of `StatusSessionDefaults`: Model of a session without an override.
pub static STATUS_SESSION_DEFAULTS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "model", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "contextTokens", required: true, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `StatusAgentSessions`: Sessions of one agent.
pub static STATUS_AGENT_SESSIONS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "agentId", required: true, schema: &STRING },
        Field { name: "path", required: true, schema: &STRING },
        Field { name: "count", required: true, schema: &COUNT },
        Field {
            name: "recent",
            required: true,
            schema: &Schema::Array { items: &STATUS_SESSION, min: 0, max: usize::MAX },
        },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `StatusSession`: A session in the status summary.
pub static STATUS_SESSION: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "agentId", required: false, schema: &STRING },
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
        Field { name: "sessionId", required: false, schema: &STRING },
        Field { name: "updatedAt", required: true, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field {
            name: "age",
            required: true,
            schema: &Schema::AnyOf(&[&Schema::Integer { min: None, max: None }, &NULL]),
        },
        Field { name: "thinkingLevel", required: false, schema: &STRING },
        Field { name: "verboseLevel", required: false, schema: &STRING },
        Field { name: "reasoningLevel", required: false, schema: &STRING },
        Field { name: "elevatedLevel", required: false, schema: &STRING },
        Field { name: "systemSent", required: false, schema: &BOOLEAN },
        Field { name: "abortedLastRun", required: false, schema: &BOOLEAN },
        Field { name: "inputTokens", required: false, schema: &COUNT },
        Field { name: "outputTokens", required: false, schema: &COUNT },
        Field { name: "totalTokens", required: true, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field {
            name: "remainingTokens",
            required: true,
            schema: &Schema::AnyOf(&[&Schema::Integer { min: None, max: None }, &NULL]),
        },
        Field { name: "percentUsed", required: true, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field { name: "model", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "contextTokens", required: true, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field {
            name: "flags",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
    ],
    required: 10,
    rest: None,
    strict: false,
});

/// Schema of `LastHeartbeatParams`: Params of `last-heartbeat`; nothing is looked at.
pub static LAST_HEARTBEAT_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: false });

/// Schema of `LastHeartbeatResult`: Result of `last-heartbeat`: null before the first one.
pub static LAST_HEARTBEAT_RESULT: Schema = Schema::AnyOf(&[&HEARTBEAT_EVENT, &NULL]);

/// Schema of `HeartbeatEvent`: Outcome of a heartbeat.
pub static HEARTBEAT_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ts", required: true, schema: &COUNT },
        Field {
            name: "status",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("sent")),
                &Schema::Literal(Literal::Text("ok-empty")),
                &Schema::Literal(Literal::Text("ok-token")),
                &Schema::Literal(Literal::Text("skipped")),
                &Schema::Literal(Literal::Text("failed")),
            ]),
        },
        Field { name: "to", required: false, schema: &STRING },
        Field { name: "reason", required: false, schema: &STRING },
        Field { name: "preview", required: false, schema: &STRING },
        Field { name: "durationMs", required: false, schema: &COUNT },
        Field { name: "hasMedia", required: false, schema: &BOOLEAN },
        Field { name: "channel", required: false, schema: &STRING },
        Field { name: "silent", required: false, schema: &BOOLEAN },
        Field {
            name: "indicatorType",
            required: false,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("ok")),
                &Schema::Literal(Literal::Text("alert")),
                &Schema::Literal(Literal::Text("error")),
            ]),
        },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `SetHeartbeatsParams`: Params of `set-heartbeats`.
pub static SET_HEARTBEATS_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field { name: "enabled", required: true, schema: &BOOLEAN }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `SetHeartbeatsResult`: Result of `set-heartbeats`.
pub static SET_HEARTBEATS_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "enabled", required: true, schema: &BOOLEAN },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `WakeParams`: Params of `wake`.
pub static WAKE_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "mode",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("now")),
                &Schema::Literal(Literal::Text("next-heartbeat")),
            ]),
        },
        Field { name: "text", required: true, schema: &NON_EMPTY },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `WakeResult`: Result of `wake`.
pub static WAKE_RESULT: Schema = Schema::Object(Object {
    fields: &[Field { name: "ok", required: true, schema: &BOOLEAN }],
    required: 1,
    rest: None,
    strict: false,
});
