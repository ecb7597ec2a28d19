// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the browser family.

use crate::schema::{ANY, Field, Literal, Object, STRING, Schema};

/// Schema of `BrowserRequestParams`: Params of `browser.request`.
pub static BROWSER_REQUEST_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "method",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("GET")),
                &Schema::Literal(Literal::Text("POST")),
                &Schema::Literal(Literal::Text("DELETE")),
            ]),
        },
        Field { name: "path", required: true, schema: &STRING },
        Field { name: "query", required: false, schema: &Schema::Map(&ANY) },
        Field { name: "body", required: false, schema: &ANY },
        Field { name: "timeoutMs", required: false, schema: &Schema::Integer { min: Some(1), max: None } },
    ],
    required: 2,
    rest: None,
    strict: false,
});
