// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the agent family.

use crate::schema::{ANY, BOOLEAN, COUNT, Field, Literal, NON_EMPTY, NULL, OBJECT, Object, STRING, Schema};

/// Schema of `AgentParams`: Params of `agent`.
pub static AGENT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "message", required: true, schema: &NON_EMPTY },
        Field { name: "agentId", required: false, schema: &NON_EMPTY },
        Field { name: "to", required: false, schema: &STRING },
        Field { name: "replyTo", required: false, schema: &STRING },
        Field { name: "sessionId", required: false, schema: &STRING },
        Field { name: "sessionKey", required: false, schema: &STRING },
        Field { name: "thinking", required: false, schema: &STRING },
        Field { name: "deliver", required: false, schema: &BOOLEAN },
        Field {
            name: "attachments",
            required: false,
            schema: &Schema::Array { items: &ANY, min: 0, max: usize::MAX },
        },
        Field { name: "channel", required: false, schema: &STRING },
        Field { name: "replyChannel", required: false, schema: &STRING },
        Field { name: "accountId", required: false, schema: &STRING },
        Field { name: "replyAccountId", required: false, schema: &STRING },
        Field { name: "threadId", required: false, schema: &STRING },
        Field { name: "groupId", required: false, schema: &STRING },
        Field { name: "groupChannel", required: false, schema: &STRING },
        Field { name: "groupSpace", required: false, schema: &STRING },
        Field { name: "timeout", required: false, schema: &COUNT },
        Field { name: "lane", required: false, schema: &STRING },
        Field { name: "extraSystemPrompt", required: false, schema: &STRING },
        Field { name: "idempotencyKey", required: true, schema: &NON_EMPTY },
        Field { name: "label", required: false, schema: &Schema::String { min: 1, max: 64 } },
        Field { name: "spawnedBy", required: false, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `AgentResult`: Payload of either response to `agent`.
pub static AGENT_RESULT: Schema = Schema::AnyOf(&[&AGENT_ACCEPTED, &AGENT_DONE, &AGENT_FAILED]);

/// Schema of `AgentAccepted`: First response: the run is queued.
pub static AGENT_ACCEPTED: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "runId", required: true, schema: &STRING },
        Field { name: "status", required: true, schema: &Schema::Literal(Literal::Text("accepted")) },
        Field { name: "acceptedAt", required: true, schema: &COUNT },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `AgentDone`: Second response: the run ended well.
pub static AGENT_DONE: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "runId", required: true, schema: &STRING },
        Field { name: "status", required: true, schema: &Schema::Literal(Literal::Text("ok")) },
        Field { name: "summary", required: true, schema: &STRING },
        Field { name: "result", required: true, schema: &AGENT_RUN_RESULT },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `AgentFailed`: Second response: the run failed; the frame carries an error too.
pub static AGENT_FAILED: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "runId", required: true, schema: &STRING },
        Field { name: "status", required: true, schema: &Schema::Literal(Literal::Text("error")) },
        Field { name: "summary", required: true, schema: &STRING },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `AgentRunResult`: What a run produced.
pub static AGENT_RUN_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "payloads",
            required: true,
            schema: &Schema::Array { items: &AGENT_REPLY_PAYLOAD, min: 0, max: usize::MAX },
        },
        Field { name: "meta", required: true, schema: &AGENT_RUN_META },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `AgentReplyPayload`: One reply of a run.
pub static AGENT_REPLY_PAYLOAD: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "text", required: false, schema: &STRING },
        Field { name: "mediaUrl", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field {
            name: "mediaUrls",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `AgentRunMeta`: Facts about a run.
pub static AGENT_RUN_META: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "durationMs", required: true, schema: &COUNT },
        Field { name: "agentMeta", required: false, schema: &AGENT_META },
        Field { name: "aborted", required: false, schema: &BOOLEAN },
        Field { name: "systemPromptReport", required: false, schema: &OBJECT },
        Field { name: "error", required: false, schema: &ANY },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `AgentMeta`: Model and use of a run.
pub static AGENT_META: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "sessionId", required: true, schema: &STRING },
        Field { name: "provider", required: true, schema: &STRING },
        Field { name: "model", required: true, schema: &STRING },
        Field { name: "usage", required: false, schema: &AGENT_USAGE },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `AgentUsage`: Tokens of the last model call.
pub static AGENT_USAGE: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "input", required: false, schema: &COUNT },
        Field { name: "output", required: false, schema: &COUNT },
        Field { name: "cacheRead", required: false, schema: &COUNT },
        Field { name: "cacheWrite", required: false, schema: &COUNT },
        Field { name: "total", required: false, schema: &COUNT },
    ],
    required: 0,
    rest: None,
    strict: false,
});

/// Schema of `AgentEvent`: One step of a run.
pub static AGENT_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "runId", required: true, schema: &STRING },
        Field { name: "stream", required: true, schema: &STRING },
        Field { name: "data", required: true, schema: &OBJECT },
        Field { name: "sessionKey", required: false, schema: &STRING },
        Field { name: "seq", required: false, schema: &COUNT },
        Field { name: "ts", required: true, schema: &COUNT },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `AgentLifecycleData`: Data of stream `lifecycle`.
pub static AGENT_LIFECYCLE_DATA: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "phase",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("start")),
                &Schema::Literal(Literal::Text("end")),
                &Schema::Literal(Literal::Text("error")),
            ]),
        },
        Field { name: "startedAt", required: false, schema: &COUNT },
        Field { name: "endedAt", required: false, schema: &COUNT },
        Field { name: "aborted", required: false, schema: &BOOLEAN },
        Field { name: "error", required: false, schema: &STRING },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `AgentAssistantData`: Data of stream `assistant`.
pub static AGENT_ASSISTANT_DATA: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "text", required: true, schema: &STRING },
        Field { name: "delta", required: false, schema: &STRING },
        Field {
            name: "mediaUrls",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `AgentToolData`: Data of stream `tool`.
pub static AGENT_TOOL_DATA: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "phase",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("start")),
                &Schema::Literal(Literal::Text("update")),
                &Schema::Literal(Literal::Text("result")),
            ]),
        },
        Field { name: "name", required: true, schema: &STRING },
        Field { name: "toolCallId", required: true, schema: &STRING },
        Field { name: "args", required: false, schema: &ANY },
        Field { name: "partialResult", required: false, schema: &ANY },
        Field { name: "meta", required: false, schema: &STRING },
        Field { name: "isError", required: false, schema: &BOOLEAN },
        Field { name: "result", required: false, schema: &ANY },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `AgentCompactionData`: Data of stream `compaction`.
pub static AGENT_COMPACTION_DATA: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "phase",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("start")),
                &Schema::Literal(Literal::Text("end")),
            ]),
        },
        Field { name: "willRetry", required: false, schema: &BOOLEAN },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `AgentGapData`: Data of stream `error`: events of the run were lost inside the gateway.
pub static AGENT_GAP_DATA: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "reason", required: true, schema: &STRING },
        Field { name: "expected", required: false, schema: &COUNT },
        Field { name: "received", required: false, schema: &COUNT },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `AgentIdentityGetParams`: Params of `agent.identity.get`.
pub static AGENT_IDENTITY_GET_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "agentId", required: false, schema: &NON_EMPTY },
        Field { name: "sessionKey", required: false, schema: &STRING },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `AgentIdentityGetResult`: Result of `agent.identity.get`.
pub static AGENT_IDENTITY_GET_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "agentId", required: true, schema: &STRING },
        Field { name: "name", required: false, schema: &STRING },
        Field { name: "avatar", required: false, schema: &STRING },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `AgentWaitParams`: Params of `agent.wait`.
pub static AGENT_WAIT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "runId", required: true, schema: &NON_EMPTY },
        Field { name: "timeoutMs", required: false, schema: &COUNT },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `AgentWaitResult`: Result of `agent.wait`.
pub static AGENT_WAIT_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "runId", required: true, schema: &STRING },
        Field {
            name: "status",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("ok")),
                &Schema::Literal(Literal::Text("error")),
                &Schema::Literal(Literal::Text("timeout")),
            ]),
        },
        Field { name: "startedAt", required: false, schema: &COUNT },
        Field { name: "endedAt", required: false, schema: &COUNT },
        Field { name: "error", required: false, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `AgentsListParams`: Params of `agents.list`.
pub static AGENTS_LIST_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: true });

/// Schema of `AgentsListResult`: Result of `agents.list`.
pub static AGENTS_LIST_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "defaultId", required: true, schema: &STRING },
        Field { name: "mainKey", required: true, schema: &STRING },
        Field {
            name: "scope",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("per-sender")),
                &Schema::Literal(Literal::Text("global")),
            ]),
        },
        Field {
            name: "agents",
            required: true,
            schema: &Schema::Array { items: &AGENT_SUMMARY, min: 0, max: usize::MAX },
        },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `AgentSummary`: One configured agent.
pub static AGENT_SUMMARY: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &STRING },
        Field { name: "name", required: false, schema: &STRING },
        Field { name: "identity", required: false, schema: &AGENT_IDENTITY },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `AgentIdentity`: How an agent presents itself.
pub static AGENT_IDENTITY: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "name", required: false, schema: &STRING },
        Field { name: "theme", required: false, schema: &STRING },
        Field { name: "emoji", required: false, schema: &STRING },
        Field { name: "avatar", required: false, schema: &STRING },
        Field { name: "avatarUrl", required: false, schema: &STRING },
    ],
    required: 0,
    rest: None,
    strict: false,
});
