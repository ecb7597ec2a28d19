// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the exec family.

use crate::schema::{BOOLEAN, COUNT, Field, Literal, NON_EMPTY, NULL, Object, STRING, Schema};

/// Schema of `ExecApprovalsGetParams`: Params of `exec.approvals.get`.
pub static EXEC_APPROVALS_GET_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: true });

/// Schema of `ExecApprovalsSnapshot`: The policy file. The socket token is never shown.
pub static EXEC_APPROVALS_SNAPSHOT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "path", required: true, schema: &STRING },
        Field { name: "exists", required: true, schema: &BOOLEAN },
        Field { name: "hash", required: true, schema: &STRING },
        Field { name: "file", required: true, schema: &EXEC_APPROVALS_FILE },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `ExecApprovalsFile`: Content of the policy file.
pub static EXEC_APPROVALS_FILE: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "version", required: true, schema: &Schema::Literal(Literal::Integer(1)) },
        Field { name: "socket", required: false, schema: &EXEC_APPROVALS_SOCKET },
        Field { name: "defaults", required: false, schema: &EXEC_APPROVALS_DEFAULTS },
        Field { name: "agents", required: false, schema: &Schema::Map(&EXEC_APPROVALS_AGENT) },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `ExecApprovalsSocket`: Socket of the approval companion.
pub static EXEC_APPROVALS_SOCKET: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "path", required: false, schema: &STRING },
        Field { name: "token", required: false, schema: &STRING },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `ExecApprovalsDefaults`: Policy of an agent without its own.
pub static EXEC_APPROVALS_DEFAULTS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "security", required: false, schema: &STRING },
        Field { name: "ask", required: false, schema: &STRING },
        Field { name: "askFallback", required: false, schema: &STRING },
        Field { name: "autoAllowSkills", required: false, schema: &BOOLEAN },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `ExecApprovalsAgent`: Policy of one agent.
pub static EXEC_APPROVALS_AGENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "security", required: false, schema: &STRING },
        Field { name: "ask", required: false, schema: &STRING },
        Field { name: "askFallback", required: false, schema: &STRING },
        Field { name: "autoAllowSkills", required: false, schema: &BOOLEAN },
        Field {
            name: "allowlist",
            required: false,
            schema: &Schema::Array { items: &EXEC_ALLOWLIST_ENTRY, min: 0, max: usize::MAX },
        },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `ExecAllowlistEntry`: A program that may run without asking.
pub static EXEC_ALLOWLIST_ENTRY: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: false, schema: &NON_EMPTY },
        Field { name: "pattern", required: true, schema: &STRING },
        Field { name: "lastUsedAt", required: false, schema: &COUNT },
        Field { name: "lastUsedCommand", required: false, schema: &STRING },
        Field { name: "lastResolvedPath", required: false, schema: &STRING },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `ExecApprovalsSetParams`: Params of `exec.approvals.set`.
pub static EXEC_APPROVALS_SET_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "file", required: true, schema: &EXEC_APPROVALS_FILE },
        Field { name: "baseHash", required: false, schema: &NON_EMPTY },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `ExecApprovalsNodeGetParams`: Params of `exec.approvals.node.get`.
pub static EXEC_APPROVALS_NODE_GET_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field { name: "nodeId", required: true, schema: &NON_EMPTY }],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `ExecApprovalsNodeSetParams`: Params of `exec.approvals.node.set`.
pub static EXEC_APPROVALS_NODE_SET_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "nodeId", required: true, schema: &NON_EMPTY },
        Field { name: "file", required: true, schema: &EXEC_APPROVALS_FILE },
        Field { name: "baseHash", required: false, schema: &NON_EMPTY },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `ExecApprovalRequestParams`: Params of `exec.approval.request`.
pub static EXEC_APPROVAL_REQUEST_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: false, schema: &NON_EMPTY },
        Field { name: "command", required: true, schema: &NON_EMPTY },
        Field { name: "cwd", required: false, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "host", required: false, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "security", required: false, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "ask", required: false, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "agentId", required: false, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "resolvedPath", required: false, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "sessionKey", required: false, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "timeoutMs", required: false, schema: &Schema::Integer { min: Some(1), max: None } },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `ExecApprovalRequestResult`: Result of `exec.approval.request`.
pub static EXEC_APPROVAL_REQUEST_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &STRING },
        Field { name: "decision", required: true, schema: &Schema::AnyOf(&[&EXEC_DECISION, &NULL]) },
        Field { name: "createdAtMs", required: true, schema: &COUNT },
        Field { name: "expiresAtMs", required: true, schema: &COUNT },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `ExecDecision`: What was decided about a command.
pub static EXEC_DECISION: Schema = Schema::AnyOf(&[
    &Schema::Literal(Literal::Text("allow-once")),
    &Schema::Literal(Literal::Text("allow-always")),
    &Schema::Literal(Literal::Text("deny")),
]);

/// Schema of `ExecApprovalResolveParams`: Params of `exec.approval.resolve`.
pub static EXEC_APPROVAL_RESOLVE_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &NON_EMPTY },
        Field { name: "decision", required: true, schema: &NON_EMPTY },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `ExecApprovalResolveResult`: Result of `exec.approval.resolve`.
pub static EXEC_APPROVAL_RESOLVE_RESULT: Schema = Schema::Object(Object {
    fields: &[Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `ExecApprovalRequestedEvent`: A command waits for a decision.
pub static EXEC_APPROVAL_REQUESTED_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &STRING },
        Field { name: "request", required: true, schema: &EXEC_APPROVAL_REQUEST },
        Field { name: "createdAtMs", required: true, schema: &COUNT },
        Field { name: "expiresAtMs", required: true, schema: &COUNT },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `ExecApprovalRequest`: The command that waits; what is not known is null.
pub static EXEC_APPROVAL_REQUEST: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "command", required: true, schema: &STRING },
        Field { name: "cwd", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "host", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "security", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "ask", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "agentId", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "resolvedPath", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "sessionKey", required: true, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
    ],
    required: 8,
    rest: None,
    strict: false,
});

/// Schema of `ExecApprovalResolvedEvent`: A command was decided.
pub static EXEC_APPROVAL_RESOLVED_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &STRING },
        Field { name: "decision", required: true, schema: &EXEC_DECISION },
        Field { name: "resolvedBy", required: false, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "ts", required: true, schema: &COUNT },
    ],
    required: 3,
    rest: None,
    strict: false,
});
