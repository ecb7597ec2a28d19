// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the wizard family.

use crate::schema::{ANY, BOOLEAN, Field, Literal, NON_EMPTY, Object, STRING, Schema};

/// Schema of `WizardStartParams`: Params of `wizard.start`.
pub static WIZARD_START_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "mode",
            required: false,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("local")),
                &Schema::Literal(Literal::Text("remote")),
            ]),
        },
        Field { name: "workspace", required: false, schema: &STRING },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `WizardStartResult`: Result of `wizard.start`.
pub static WIZARD_START_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "sessionId", required: true, schema: &STRING },
        Field { name: "done", required: true, schema: &BOOLEAN },
        Field { name: "step", required: false, schema: &WIZARD_STEP },
        Field { name: "status", required: false, schema: &WIZARD_STATE },
        Field { name: "error", required: false, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `WizardState`: State of a wizard session.
pub static WIZARD_STATE: Schema = Schema::AnyOf(&[
    &Schema::Literal(Literal::Text("running")),
    &Schema::Literal(Literal::Text("done")),
    &Schema::Literal(Literal::Text("cancelled")),
    &Schema::Literal(Literal::Text("error")),
]);

/// Schema of `WizardStep`: One question or notice.
pub static WIZARD_STEP: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "type",
            required: true,
            schema: &Schema::AnyOf(&[
                &Schema::Literal(Literal::Text("note")),
                &Schema::Literal(Literal::Text("select")),
                &Schema::Literal(Literal::Text("text")),
                &Schema::Literal(Literal::Text("confirm")),
                &Schema::Literal(Literal::Text("multiselect")),
                &Schema::Literal(Literal::Text("progress")),
                &Schema::Literal(Literal::Text("action")),
            ]),
        },
        Field { name: "title", required: false, schema: &STRING },
        Field { name: "message", required: false, schema: &STRING },
        Field {
            name: "options",
            required: false,
            schema: &Schema::Array { items: &WIZARD_OPTION, min: 0, max: usize::MAX },
        },
        Field { name: "initialValue", required: false, schema: &ANY },
        Field { name: "placeholder", required: false, schema: &STRING },
        Field { name: "sensitive", required: false, schema: &BOOLEAN },
        Field { name: "executor", required: false, schema: &STRING },
        Field { name: "id", required: true, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `WizardOption`: A choice.
pub static WIZARD_OPTION: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "value", required: true, schema: &ANY },
        Field { name: "label", required: true, schema: &STRING },
        Field { name: "hint", required: false, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `WizardNextParams`: Params of `wizard.next`.
pub static WIZARD_NEXT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "sessionId", required: true, schema: &NON_EMPTY },
        Field { name: "answer", required: false, schema: &WIZARD_ANSWER },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `WizardAnswer`: The answer to a step.
pub static WIZARD_ANSWER: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "stepId", required: true, schema: &NON_EMPTY },
        Field { name: "value", required: false, schema: &ANY },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `WizardNextResult`: Result of `wizard.next`.
pub static WIZARD_NEXT_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "done", required: true, schema: &BOOLEAN },
        Field { name: "step", required: false, schema: &WIZARD_STEP },
        Field { name: "status", required: false, schema: &WIZARD_STATE },
        Field { name: "error", required: false, schema: &STRING },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `WizardCancelParams`: Params of `wizard.cancel`.
pub static WIZARD_CANCEL_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field { name: "sessionId", required: true, schema: &NON_EMPTY }],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `WizardStatusParams`: Params of `wizard.status`.
pub static WIZARD_STATUS_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field { name: "sessionId", required: true, schema: &NON_EMPTY }],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `WizardStatusResult`: Result of `wizard.status` and `wizard.cancel`.
pub static WIZARD_STATUS_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "status", required: true, schema: &WIZARD_STATE },
        Field { name: "error", required: false, schema: &STRING },
    ],
    required: 1,
    rest: None,
    strict: false,
});
