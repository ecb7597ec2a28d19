// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the presence family.

use crate::schema::{COUNT, Field, Literal, Object, STRING, Schema};

/// Schema of `PresenceEntry`: One gateway, client or node, now or recently connected.
pub static PRESENCE_ENTRY: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "host", required: false, schema: &STRING },
        Field { name: "ip", required: false, schema: &STRING },
        Field { name: "version", required: false, schema: &STRING },
        Field { name: "platform", required: false, schema: &STRING },
        Field { name: "deviceFamily", required: false, schema: &STRING },
        Field { name: "modelIdentifier", required: false, schema: &STRING },
        Field { name: "mode", required: false, schema: &STRING },
        Field { name: "lastInputSeconds", required: false, schema: &Schema::Number { min: None, max: None } },
        Field { name: "reason", required: false, schema: &STRING },
        Field { name: "deviceId", required: false, schema: &STRING },
        Field {
            name: "roles",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "scopes",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "instanceId", required: false, schema: &STRING },
        Field { name: "text", required: true, schema: &STRING },
        Field { name: "ts", required: true, schema: &COUNT },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `PresenceEvent`: The whole presence list.
pub static PRESENCE_EVENT: Schema = Schema::Object(Object {
    fields: &[Field {
        name: "presence",
        required: true,
        schema: &Schema::Array { items: &PRESENCE_ENTRY, min: 0, max: usize::MAX },
    }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `SystemPresenceParams`: Params of `system-presence`; nothing is looked at.
pub static SYSTEM_PRESENCE_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: false });

/// Schema of `SystemPresenceResult`: Result of `system-presence`.
pub static SYSTEM_PRESENCE_RESULT: Schema = Schema::Array { items: &PRESENCE_ENTRY, min: 0, max: usize::MAX };

/// Schema of `SystemEventParams`: Params of `system-event`. Optional fields of a wrong type are ignored.
pub static SYSTEM_EVENT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "text", required: true, schema: &STRING },
        Field { name: "deviceId", required: false, schema: &STRING },
        Field { name: "instanceId", required: false, schema: &STRING },
        Field { name: "host", required: false, schema: &STRING },
        Field { name: "ip", required: false, schema: &STRING },
        Field { name: "mode", required: false, schema: &STRING },
        Field { name: "version", required: false, schema: &STRING },
        Field { name: "platform", required: false, schema: &STRING },
        Field { name: "deviceFamily", required: false, schema: &STRING },
        Field { name: "modelIdentifier", required: false, schema: &STRING },
        Field { name: "lastInputSeconds", required: false, schema: &Schema::Number { min: None, max: None } },
        Field { name: "reason", required: false, schema: &STRING },
        Field {
            name: "roles",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "scopes",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "tags",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `SystemEventResult`: Result of `system-event`.
pub static SYSTEM_EVENT_RESULT: Schema = Schema::Object(Object {
    fields: &[Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) }],
    required: 1,
    rest: None,
    strict: false,
});
