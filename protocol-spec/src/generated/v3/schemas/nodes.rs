// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the nodes family.

use crate::schema::{ANY, BOOLEAN, COUNT, Field, Literal, NON_EMPTY, NULL, Object, STRING, Schema};

/// Schema of `NodePairRequestParams`: Params of `node.pair.request`.
pub static NODE_PAIR_REQUEST_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "nodeId", required: true, schema: &NON_EMPTY },
        Field { name: "displayName", required: false, schema: &NON_EMPTY },
        Field { name: "platform", required: false, schema: &NON_EMPTY },
        Field { name: "version", required: false, schema: &NON_EMPTY },
        Field { name: "coreVersion", required: false, schema: &NON_EMPTY },
        Field { name: "uiVersion", required: false, schema: &NON_EMPTY },
        Field { name: "deviceFamily", required: false, schema: &NON_EMPTY },
        Field { name: "modelIdentifier", required: false, schema: &NON_EMPTY },
        Field {
            name: "caps",
            required: false,
            schema: &Schema::Array { items: &NON_EMPTY, min: 0, max: usize::MAX },
        },
        Field {
            name: "commands",
            required: false,
            schema: &Schema::Array { items: &NON_EMPTY, min: 0, max: usize::MAX },
        },
        Field { name: "remoteIp", required: false, schema: &NON_EMPTY },
        Field { name: "silent", required: false, schema: &BOOLEAN },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `NodePairRequestResult`: Result of `node.pair.request`.
pub static NODE_PAIR_REQUEST_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "status", required: true, schema: &Schema::Literal(Literal::Text("pending")) },
        Field { name: "request", required: true, schema: &NODE_PAIR_REQUESTED_EVENT },
        Field { name: "created", required: true, schema: &BOOLEAN },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `NodePairRequestedEvent`: A node that waits to be admitted.
pub static NODE_PAIR_REQUESTED_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "requestId", required: true, schema: &STRING },
        Field { name: "nodeId", required: true, schema: &STRING },
        Field { name: "displayName", required: false, schema: &STRING },
        Field { name: "platform", required: false, schema: &STRING },
        Field { name: "version", required: false, schema: &STRING },
        Field { name: "coreVersion", required: false, schema: &STRING },
        Field { name: "uiVersion", required: false, schema: &STRING },
        Field { name: "deviceFamily", required: false, schema: &STRING },
        Field { name: "modelIdentifier", required: false, schema: &STRING },
        Field {
            name: "caps",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "commands",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "permissions", required: false, schema: &Schema::Map(&BOOLEAN) },
        Field { name: "remoteIp", required: false, schema: &STRING },
        Field { name: "silent", required: false, schema: &BOOLEAN },
        Field { name: "isRepair", required: false, schema: &BOOLEAN },
        Field { name: "ts", required: true, schema: &COUNT },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `PairedNode`: An admitted node of the legacy store.
pub static PAIRED_NODE: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "nodeId", required: true, schema: &STRING },
        Field { name: "token", required: true, schema: &STRING },
        Field { name: "displayName", required: false, schema: &STRING },
        Field { name: "platform", required: false, schema: &STRING },
        Field { name: "version", required: false, schema: &STRING },
        Field { name: "coreVersion", required: false, schema: &STRING },
        Field { name: "uiVersion", required: false, schema: &STRING },
        Field { name: "deviceFamily", required: false, schema: &STRING },
        Field { name: "modelIdentifier", required: false, schema: &STRING },
        Field {
            name: "caps",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "commands",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "bins",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "permissions", required: false, schema: &Schema::Map(&BOOLEAN) },
        Field { name: "remoteIp", required: false, schema: &STRING },
        Field { name: "createdAtMs", required: true, schema: &COUNT },
        Field { name: "approvedAtMs", required: true, schema: &COUNT },
        Field { name: "lastConnectedAtMs", required: false, schema: &COUNT },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `NodePairListParams`: Params of `node.pair.list`.
pub static NODE_PAIR_LIST_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: true });

/// Schema of `NodePairListResult`: Result of `node.pair.list`.
pub static NODE_PAIR_LIST_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "pending",
            required: true,
            schema: &Schema::Array { items: &NODE_PAIR_REQUESTED_EVENT, min: 0, max: usize::MAX },
        },
        Field {
            name: "paired",
            required: true,
            schema: &Schema::Array { items: &PAIRED_NODE, min: 0, max: usize::MAX },
        },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `NodePairApproveParams`: Params of `node.pair.approve`.
pub static NODE_PAIR_APPROVE_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field { name: "requestId", required: true, schema: &NON_EMPTY }],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `NodePairApproveResult`: Result of `node.pair.approve`.
pub static NODE_PAIR_APPROVE_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "requestId", required: true, schema: &STRING },
        Field { name: "node", required: true, schema: &PAIRED_NODE },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `NodePairRejectParams`: Params of `node.pair.reject`.
pub static NODE_PAIR_REJECT_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field { name: "requestId", required: true, schema: &NON_EMPTY }],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `NodePairRejectResult`: Result of `node.pair.reject`.
pub static NODE_PAIR_REJECT_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "requestId", required: true, schema: &STRING },
        Field { name: "nodeId", required: true, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `NodePairVerifyParams`: Params of `node.pair.verify`.
pub static NODE_PAIR_VERIFY_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "nodeId", required: true, schema: &NON_EMPTY },
        Field { name: "token", required: true, schema: &NON_EMPTY },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `NodePairVerifyResult`: Result of `node.pair.verify`.
pub static NODE_PAIR_VERIFY_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &BOOLEAN },
        Field { name: "node", required: false, schema: &PAIRED_NODE },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `NodePairResolvedEvent`: A node was admitted or refused.
pub static NODE_PAIR_RESOLVED_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "requestId", required: true, schema: &STRING },
        Field { name: "nodeId", required: true, schema: &STRING },
        Field {
            name: "decision",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("approved")),
                &Schema::Literal(Literal::Text("rejected")),
            ]),
        },
        Field { name: "ts", required: true, schema: &COUNT },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `NodeRenameParams`: Params of `node.rename`.
pub static NODE_RENAME_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "nodeId", required: true, schema: &NON_EMPTY },
        Field { name: "displayName", required: true, schema: &NON_EMPTY },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `NodeRenameResult`: Result of `node.rename`.
pub static NODE_RENAME_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "nodeId", required: true, schema: &STRING },
        Field { name: "displayName", required: true, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `NodeListParams`: Params of `node.list`.
pub static NODE_LIST_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: true });

/// Schema of `NodeListResult`: Result of `node.list`.
pub static NODE_LIST_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ts", required: true, schema: &COUNT },
        Field {
            name: "nodes",
            required: true,
            schema: &Schema::Array { items: &NODE_ROW, min: 0, max: usize::MAX },
        },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `NodeRow`: One node, connected or admitted.
pub static NODE_ROW: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "nodeId", required: true, schema: &STRING },
        Field { name: "displayName", required: false, schema: &STRING },
        Field { name: "platform", required: false, schema: &STRING },
        Field { name: "version", required: false, schema: &STRING },
        Field { name: "coreVersion", required: false, schema: &STRING },
        Field { name: "uiVersion", required: false, schema: &STRING },
        Field { name: "deviceFamily", required: false, schema: &STRING },
        Field { name: "modelIdentifier", required: false, schema: &STRING },
        Field { name: "remoteIp", required: false, schema: &STRING },
        Field {
            name: "caps",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "commands",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "pathEnv", required: false, schema: &STRING },
        Field { name: "permissions", required: false, schema: &Schema::Map(&BOOLEAN) },
        Field { name: "connectedAtMs", required: false, schema: &COUNT },
        Field { name: "paired", required: true, schema: &BOOLEAN },
        Field { name: "connected", required: true, schema: &BOOLEAN },
    ],
    required: 5,
    rest: None,
    strict: false,
});

/// Schema of `NodeDescribeParams`: Params of `node.describe`.
pub static NODE_DESCRIBE_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field { name: "nodeId", required: true, schema: &NON_EMPTY }],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `NodeDescribeResult`: Result of `node.describe`.
pub static NODE_DESCRIBE_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ts", required: true, schema: &COUNT },
        Field { name: "nodeId", required: true, schema: &STRING },
        Field { name: "displayName", required: false, schema: &STRING },
        Field { name: "platform", required: false, schema: &STRING },
        Field { name: "version", required: false, schema: &STRING },
        Field { name: "coreVersion", required: false, schema: &STRING },
        Field { name: "uiVersion", required: false, schema: &STRING },
        Field { name: "deviceFamily", required: false, schema: &STRING },
        Field { name: "modelIdentifier", required: false, schema: &STRING },
        Field { name: "remoteIp", required: false, schema: &STRING },
        Field {
            name: "caps",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "commands",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "pathEnv", required: false, schema: &STRING },
        Field { name: "permissions", required: false, schema: &Schema::Map(&BOOLEAN) },
        Field { name: "connectedAtMs", required: false, schema: &COUNT },
        Field { name: "paired", required: true, schema: &BOOLEAN },
        Field { name: "connected", required: true, schema: &BOOLEAN },
    ],
    required: 6,
    rest: None,
    strict: false,
});

/// Schema of `NodeInvokeParams`: Params of `node.invoke`.
pub static NODE_INVOKE_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "nodeId", required: true, schema: &NON_EMPTY },
        Field { name: "command", required: true, schema: &NON_EMPTY },
        Field { name: "params", required: false, schema: &ANY },
        Field { name: "timeoutMs", required: false, schema: &COUNT },
        Field { name: "idempotencyKey", required: true, schema: &NON_EMPTY },
    ],
    required: 3,
    rest: None,
    strict: true,
});

/// Schema of `NodeInvokeResult`: Result of `node.invoke`.
pub static NODE_INVOKE_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "nodeId", required: true, schema: &STRING },
        Field { name: "command", required: true, schema: &STRING },
        Field { name: "payload", required: false, schema: &ANY },
        Field { name: "payloadJSON", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `NodeInvokeRequestEvent`: A command for a node.
pub static NODE_INVOKE_REQUEST_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &STRING },
        Field { name: "nodeId", required: true, schema: &STRING },
        Field { name: "command", required: true, schema: &STRING },
        Field { name: "paramsJSON", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "timeoutMs", required: false, schema: &COUNT },
        Field { name: "idempotencyKey", required: false, schema: &STRING },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `NodeInvokeResultParams`: Params of `node.invoke.result`, after null `payloadJSON` and `error` are dropped and another `payloadJSON` than a string has become `payload`.
pub static NODE_INVOKE_RESULT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &NON_EMPTY },
        Field { name: "nodeId", required: true, schema: &NON_EMPTY },
        Field { name: "ok", required: true, schema: &BOOLEAN },
        Field { name: "payload", required: false, schema: &ANY },
        Field { name: "payloadJSON", required: false, schema: &STRING },
        Field { name: "error", required: false, schema: &NODE_ERROR },
    ],
    required: 3,
    rest: None,
    strict: true,
});

/// Schema of `NodeError`: Why a command failed on a node.
pub static NODE_ERROR: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "code", required: false, schema: &NON_EMPTY },
        Field { name: "message", required: false, schema: &NON_EMPTY },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `NodeErrorDetails`: `error.details` of a command that failed on a node.
pub static NODE_ERROR_DETAILS: Schema = Schema::Object(Object {
    fields: &[Field { name: "nodeError", required: true, schema: &Schema::AnyOf(&[&NODE_ERROR, &NULL]) }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `NodeInvokeResultResult`: Result of `node.invoke.result`.
pub static NODE_INVOKE_RESULT_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "ignored", required: false, schema: &Schema::Literal(Literal::Bool(true)) },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `NodeEventParams`: Params of `node.event`.
pub static NODE_EVENT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "event", required: true, schema: &NON_EMPTY },
        Field { name: "payload", required: false, schema: &ANY },
        Field { name: "payloadJSON", required: false, schema: &STRING },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `NodeEventResult`: Result of `node.event`.
pub static NODE_EVENT_RESULT: Schema = Schema::Object(Object {
    fields: &[Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) }],
    required: 1,
    rest: None,
    strict: false,
});
