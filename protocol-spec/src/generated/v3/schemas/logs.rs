// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the logs family.

use crate::schema::{BOOLEAN, COUNT, Field, Object, STRING, Schema};

/// Schema of `LogsTailParams`: Params of `logs.tail`.
pub static LOGS_TAIL_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "cursor", required: false, schema: &COUNT },
        Field { name: "limit", required: false, schema: &Schema::Integer { min: Some(1), max: Some(5000) } },
        Field {
            name: "maxBytes",
            required: false,
            schema: &Schema::Integer { min: Some(1), max: Some(1000000) },
        },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `LogsTailResult`: Result of `logs.tail`.
pub static LOGS_TAIL_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "file", required: true, schema: &STRING },
        Field { name: "cursor", required: true, schema: &COUNT },
        Field { name: "size", required: true, schema: &COUNT },
        Field {
            name: "lines",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "truncated", required: false, schema: &BOOLEAN },
        Field { name: "reset", required: false, schema: &BOOLEAN },
    ],
    required: 4,
    rest: None,
    strict: false,
});
