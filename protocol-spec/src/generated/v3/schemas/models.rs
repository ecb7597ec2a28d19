// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the models family.

use crate::schema::{BOOLEAN, COUNT, Field, Object, STRING, Schema};

/// Schema of `ModelsListParams`: Params of `models.list`.
pub static MODELS_LIST_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: true });

/// Schema of `ModelsListResult`: Result of `models.list`.
pub static MODELS_LIST_RESULT: Schema = Schema::Object(Object {
    fields: &[Field {
        name: "models",
        required: true,
        schema: &Schema::Array { items: &MODEL_CHOICE, min: 0, max: usize::MAX },
    }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `ModelChoice`: A model that can be chosen.
pub static MODEL_CHOICE: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &STRING },
        Field { name: "name", required: true, schema: &STRING },
        Field { name: "provider", required: true, schema: &STRING },
        Field { name: "contextWindow", required: false, schema: &COUNT },
        Field { name: "reasoning", required: false, schema: &BOOLEAN },
        Field {
            name: "input",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `UsageStatusParams`: Params of `usage.status`; nothing is looked at.
pub static USAGE_STATUS_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: false });

/// Schema of `UsageStatusResult`: Result of `usage.status`.
pub static USAGE_STATUS_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "updatedAt", required: true, schema: &COUNT },
        Field {
            name: "providers",
            required: true,
            schema: &Schema::Array { items: &USAGE_PROVIDER, min: 0, max: usize::MAX },
        },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `UsageProvider`: Quota of a model provider.
pub static USAGE_PROVIDER: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "provider", required: true, schema: &STRING },
        Field { name: "displayName", required: true, schema: &STRING },
        Field {
            name: "windows",
            required: true,
            schema: &Schema::Array { items: &USAGE_WINDOW, min: 0, max: usize::MAX },
        },
        Field { name: "plan", required: false, schema: &STRING },
        Field { name: "error", required: false, schema: &STRING },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `UsageWindow`: A quota window.
pub static USAGE_WINDOW: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "label", required: true, schema: &STRING },
        Field { name: "usedPercent", required: true, schema: &Schema::Number { min: None, max: None } },
        Field { name: "resetAt", required: false, schema: &COUNT },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `UsageCostParams`: Params of `usage.cost`.
pub static USAGE_COST_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field {
        name: "days",
        required: false,
        schema: &Schema::AnyOf(&[&Schema::Number { min: None, max: None }, &STRING]),
    }],
    required: 0,
    rest: None,
    strict: false,
});

/// Schema of `UsageCostResult`: Result of `usage.cost`.
pub static USAGE_COST_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "updatedAt", required: true, schema: &COUNT },
        Field { name: "days", required: true, schema: &Schema::Integer { min: Some(1), max: None } },
        Field {
            name: "daily",
            required: true,
            schema: &Schema::Array { items: &USAGE_COST_DAY, min: 0, max: usize::MAX },
        },
        Field { name: "totals", required: true, schema: &USAGE_COST_TOTALS },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `UsageCostDay`: Use of one day.
pub static USAGE_COST_DAY: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "date", required: true, schema: &STRING },
        Field { name: "input", required: true, schema: &COUNT },
        Field { name: "output", required: true, schema: &COUNT },
        Field { name: "cacheRead", required: true, schema: &COUNT },
        Field { name: "cacheWrite", required: true, schema: &COUNT },
        Field { name: "totalTokens", required: true, schema: &COUNT },
        Field { name: "totalCost", required: true, schema: &Schema::Number { min: None, max: None } },
        Field { name: "missingCostEntries", required: true, schema: &COUNT },
    ],
    required: 8,
    rest: None,
    strict: false,
});

/// Schema of `UsageCostTotals`: Use of all days.
pub static USAGE_COST_TOTALS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "input", required: true, schema: &COUNT },
        Field { name: "output", required: true, schema: &COUNT },
        Field { name: "cacheRead", required: true, schema: &COUNT },
        Field { name: "cacheWrite", required: true, schema: &COUNT },
        Field { name: "totalTokens", required: true, schema: &COUNT },
        Field { name: "totalCost", required: true, schema: &Schema::Number { min: None, max: None } },
        Field { name: "missingCostEntries", required: true, schema: &COUNT },
    ],
    required: 7,
    rest: None,
    strict: false,
});
