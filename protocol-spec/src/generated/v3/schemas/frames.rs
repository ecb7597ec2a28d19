// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the frames family.

use crate::schema::{ANY, BOOLEAN, COUNT, Field, Literal, NON_EMPTY, Object, Schema};

/// Schema of `RequestFrame`: Asks for a method.
pub static REQUEST_FRAME: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "type", required: true, schema: &Schema::Literal(Literal::Text("req")) },
        Field { name: "id", required: true, schema: &NON_EMPTY },
        Field { name: "method", required: true, schema: &NON_EMPTY },
        Field { name: "params", required: false, schema: &ANY },
    ],
    required: 3,
    rest: None,
    strict: true,
});

/// Schema of `ResponseFrame`: Answers a request. `agent` is answered twice under the same id.
pub static RESPONSE_FRAME: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "type", required: true, schema: &Schema::Literal(Literal::Text("res")) },
        Field { name: "id", required: true, schema: &ANY },
        Field { name: "ok", required: true, schema: &BOOLEAN },
        Field { name: "payload", required: false, schema: &ANY },
        Field { name: "error", required: false, schema: &ERROR_SHAPE },
    ],
    required: 3,
    rest: None,
    strict: true,
});

/// Schema of `EventFrame`: Tells a client something it did not ask for.
pub static EVENT_FRAME: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "type", required: true, schema: &Schema::Literal(Literal::Text("event")) },
        Field { name: "event", required: true, schema: &NON_EMPTY },
        Field { name: "payload", required: false, schema: &ANY },
        Field { name: "seq", required: false, schema: &COUNT },
        Field { name: "stateVersion", required: false, schema: &STATE_VERSION },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `Frame`: Any frame.
pub static FRAME: Schema = Schema::AnyOf(&[&REQUEST_FRAME, &RESPONSE_FRAME, &EVENT_FRAME]);

/// Schema of `ErrorShape`: Why a request failed.
pub static ERROR_SHAPE: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "code", required: true, schema: &NON_EMPTY },
        Field { name: "message", required: true, schema: &NON_EMPTY },
        Field { name: "details", required: false, schema: &ANY },
        Field { name: "retryable", required: false, schema: &BOOLEAN },
        Field { name: "retryAfterMs", required: false, schema: &COUNT },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `StateVersion`: Counters that rise when presence or health change.
pub static STATE_VERSION: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "presence", required: true, schema: &COUNT },
        Field { name: "health", required: true, schema: &COUNT },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `OkResult`: Nothing but success.
pub static OK_RESULT: Schema = Schema::Object(Object {
    fields: &[Field { name: "ok", required: true, schema: &Schema::Literal(Literal::Bool(true)) }],
    required: 1,
    rest: None,
    strict: false,
});
