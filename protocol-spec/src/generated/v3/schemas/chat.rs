// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the chat family.

use crate::schema::{ANY, BOOLEAN, COUNT, Field, Literal, NON_EMPTY, Object, STRING, Schema};

/// Schema of `ChatHistoryParams`: Params of `chat.history`.
pub static CHAT_HISTORY_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "sessionKey", required: true, schema: &NON_EMPTY },
        Field { name: "limit", required: false, schema: &Schema::Integer { min: Some(1), max: Some(1000) } },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `ChatHistoryResult`: Result of `chat.history`.
pub static CHAT_HISTORY_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "sessionKey", required: true, schema: &STRING },
        Field { name: "sessionId", required: false, schema: &STRING },
        Field {
            name: "messages",
            required: true,
            schema: &Schema::Array { items: &CHAT_MESSAGE, min: 0, max: usize::MAX },
        },
        Field { name: "thinkingLevel", required: false, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `ChatMessage`: A message as the transcript holds it; providers add properties.
pub static CHAT_MESSAGE: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "role", required: true, schema: &STRING },
        Field { name: "content", required: false, schema: &ANY },
        Field { name: "timestamp", required: false, schema: &COUNT },
        Field { name: "stopReason", required: false, schema: &STRING },
        Field { name: "usage", required: false, schema: &ANY },
    ],
    required: 1,
    rest: Some(&ANY),
    strict: false,
});

/// Schema of `ChatSendParams`: Params of `chat.send`.
pub static CHAT_SEND_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "sessionKey", required: true, schema: &NON_EMPTY },
        Field { name: "message", required: true, schema: &STRING },
        Field { name: "thinking", required: false, schema: &STRING },
        Field { name: "deliver", required: false, schema: &BOOLEAN },
        Field {
            name: "attachments",
            required: false,
            schema: &Schema::Array { items: &ANY, min: 0, max: usize::MAX },
        },
        Field { name: "timeoutMs", required: false, schema: &COUNT },
        Field { name: "idempotencyKey", required: true, schema: &NON_EMPTY },
    ],
    required: 3,
    rest: None,
    strict: true,
});

/// Schema of `ChatAttachment`: An image of a message.
pub static CHAT_ATTACHMENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "type", required: false, schema: &STRING },
        Field { name: "mimeType", required: false, schema: &STRING },
        Field { name: "fileName", required: false, schema: &STRING },
        Field { name: "content", required: false, schema: &STRING },
    ],
    required: 0,
    rest: None,
    strict: false,
});

/// Schema of `ChatSendResult`: Result of `chat.send`: what became of the turn, or of the runs when the message was a stop word.
pub static CHAT_SEND_RESULT: Schema = Schema::AnyOf(&[&CHAT_SEND_ACK, &CHAT_ABORT_RESULT]);

/// Schema of `ChatSendAck`: State of the turn with this idempotency key.
pub static CHAT_SEND_ACK: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "runId", required: true, schema: &STRING },
        Field {
            name: "status",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("started")),
                &Schema::Literal(Literal::Text("in_flight")),
                &Schema::Literal(Literal::Text("ok")),
                &Schema::Literal(Literal::Text("error")),
            ]),
        },
        Field { name: "summary", required: false, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `ChatAbortParams`: Params of `chat.abort`.
pub static CHAT_ABORT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "sessionKey", required: true, schema: &NON_EMPTY },
        Field { name: "runId", required: false, schema: &NON_EMPTY },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `ChatAbortResult`: Result of `chat.abort`.
pub static CHAT_ABORT_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "aborted", required: true, schema: &BOOLEAN },
        Field {
            name: "runIds",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `ChatInjectParams`: Params of `chat.inject`.
pub static CHAT_INJECT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "sessionKey", required: true, schema: &NON_EMPTY },
        Field { name: "message", required: true, schema: &NON_EMPTY },
        Field { name: "label", required: false, schema: &Schema::String { min: 0, max: 100 } },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `ChatInjectResult`: Result of `chat.inject`.
pub static CHAT_INJECT_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) },
        Field { name: "messageId", required: true, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `ChatEvent`: Text of a turn.
pub static CHAT_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "runId", required: true, schema: &STRING },
        Field { name: "sessionKey", required: true, schema: &STRING },
        Field { name: "seq", required: true, schema: &COUNT },
        Field {
            name: "state",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("delta")),
                &Schema::Literal(Literal::Text("final")),
                &Schema::Literal(Literal::Text("aborted")),
                &Schema::Literal(Literal::Text("error")),
            ]),
        },
        Field { name: "message", required: false, schema: &CHAT_MESSAGE },
        Field { name: "errorMessage", required: false, schema: &STRING },
        Field { name: "stopReason", required: false, schema: &STRING },
    ],
    required: 4,
    rest: None,
    strict: false,
});
