// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the send family.

use crate::schema::{BOOLEAN, Field, NON_EMPTY, Object, STRING, Schema};

/// Schema of `SendParams`: Params of `send`.
pub static SEND_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "to", required: true, schema: &NON_EMPTY },
        Field { name: "message", required: true, schema: &NON_EMPTY },
        Field { name: "mediaUrl", required: false, schema: &STRING },
        Field {
            name: "mediaUrls",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "gifPlayback", required: false, schema: &BOOLEAN },
        Field { name: "channel", required: false, schema: &STRING },
        Field { name: "accountId", required: false, schema: &STRING },
        Field { name: "sessionKey", required: false, schema: &STRING },
        Field { name: "idempotencyKey", required: true, schema: &NON_EMPTY },
    ],
    required: 3,
    rest: None,
    strict: true,
});

/// Schema of `SendResult`: Result of `send`.
pub static SEND_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "runId", required: true, schema: &STRING },
        Field { name: "messageId", required: true, schema: &STRING },
        Field { name: "channel", required: true, schema: &STRING },
        Field { name: "chatId", required: false, schema: &STRING },
        Field { name: "channelId", required: false, schema: &STRING },
        Field { name: "toJid", required: false, schema: &STRING },
        Field { name: "conversationId", required: false, schema: &STRING },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `PollParams`: Params of `poll`.
pub static POLL_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "to", required: true, schema: &NON_EMPTY },
        Field { name: "question", required: true, schema: &NON_EMPTY },
        Field {
            name: "options",
            required: true,
            schema: &Schema::Array { items: &NON_EMPTY, min: 2, max: 12 },
        },
        Field {
            name: "maxSelections",
            required: false,
            schema: &Schema::Integer { min: Some(1), max: Some(12) },
        },
        Field {
            name: "durationHours",
            required: false,
            schema: &Schema::Integer { min: Some(1), max: None },
        },
        Field { name: "channel", required: false, schema: &STRING },
        Field { name: "accountId", required: false, schema: &STRING },
        Field { name: "idempotencyKey", required: true, schema: &NON_EMPTY },
    ],
    required: 4,
    rest: None,
    strict: true,
});

/// Schema of `PollResult`: Result of `poll`.
pub static POLL_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "runId", required: true, schema: &STRING },
        Field { name: "messageId", required: true, schema: &STRING },
        Field { name: "channel", required: true, schema: &STRING },
        Field { name: "toJid", required: false, schema: &STRING },
        Field { name: "channelId", required: false, schema: &STRING },
        Field { name: "conversationId", required: false, schema: &STRING },
        Field { name: "pollId", required: false, schema: &STRING },
    ],
    required: 3,
    rest: None,
    strict: false,
});
