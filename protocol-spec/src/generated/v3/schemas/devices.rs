// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the devices family.

use crate::schema::{BOOLEAN, COUNT, Field, Literal, NON_EMPTY, Object, STRING, Schema};

/// Schema of `DevicePairRequestedEvent`: A device that waits to be admitted.
pub static DEVICE_PAIR_REQUESTED_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "requestId", required: true, schema: &STRING },
        Field { name: "deviceId", required: true, schema: &STRING },
        Field { name: "publicKey", required: true, schema: &STRING },
        Field { name: "displayName", required: false, schema: &STRING },
        Field { name: "platform", required: false, schema: &STRING },
        Field { name: "clientId", required: false, schema: &STRING },
        Field { name: "clientMode", required: false, schema: &STRING },
        Field { name: "role", required: false, schema: &STRING },
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
        Field { name: "remoteIp", required: false, schema: &STRING },
        Field { name: "silent", required: false, schema: &BOOLEAN },
        Field { name: "isRepair", required: false, schema: &BOOLEAN },
        Field { name: "ts", required: true, schema: &COUNT },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `PairedDevice`: An admitted device. Token values are never shown.
pub static PAIRED_DEVICE: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "deviceId", required: true, schema: &STRING },
        Field { name: "publicKey", required: true, schema: &STRING },
        Field { name: "displayName", required: false, schema: &STRING },
        Field { name: "platform", required: false, schema: &STRING },
        Field { name: "clientId", required: false, schema: &STRING },
        Field { name: "clientMode", required: false, schema: &STRING },
        Field { name: "role", required: false, schema: &STRING },
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
        Field { name: "remoteIp", required: false, schema: &STRING },
        Field { name: "createdAtMs", required: true, schema: &COUNT },
        Field { name: "approvedAtMs", required: true, schema: &COUNT },
        Field {
            name: "tokens",
            required: false,
            schema: &Schema::Array { items: &DEVICE_TOKEN_SUMMARY, min: 0, max: usize::MAX },
        },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `DeviceTokenSummary`: A token of a device, without its value.
pub static DEVICE_TOKEN_SUMMARY: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "role", required: true, schema: &STRING },
        Field {
            name: "scopes",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "createdAtMs", required: true, schema: &COUNT },
        Field { name: "rotatedAtMs", required: false, schema: &COUNT },
        Field { name: "revokedAtMs", required: false, schema: &COUNT },
        Field { name: "lastUsedAtMs", required: false, schema: &COUNT },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `DevicePairListParams`: Params of `device.pair.list`.
pub static DEVICE_PAIR_LIST_PARAMS: Schema =
    Schema::Object(Object { fields: &[], required: 0, rest: None, strict: true });

/// Schema of `DevicePairListResult`: Result of `device.pair.list`.
pub static DEVICE_PAIR_LIST_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "pending",
            required: true,
            schema: &Schema::Array { items: &DEVICE_PAIR_REQUESTED_EVENT, min: 0, max: usize::MAX },
        },
        Field {
            name: "paired",
            required: true,
            schema: &Schema::Array { items: &PAIRED_DEVICE, min: 0, max: usize::MAX },
        },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `DevicePairApproveParams`: Params of `device.pair.approve`.
pub static DEVICE_PAIR_APPROVE_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field { name: "requestId", required: true, schema: &NON_EMPTY }],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `DevicePairApproveResult`: Result of `device.pair.approve`.
pub static DEVICE_PAIR_APPROVE_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "requestId", required: true, schema: &STRING },
        Field { name: "device", required: true, schema: &PAIRED_DEVICE },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `DevicePairRejectParams`: Params of `device.pair.reject`.
pub static DEVICE_PAIR_REJECT_PARAMS: Schema = Schema::Object(Object {
    fields: &[Field { name: "requestId", required: true, schema: &NON_EMPTY }],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `DevicePairRejectResult`: Result of `device.pair.reject`.
pub static DEVICE_PAIR_REJECT_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "requestId", required: true, schema: &STRING },
        Field { name: "deviceId", required: true, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `DevicePairResolvedEvent`: A device was admitted or refused.
pub static DEVICE_PAIR_RESOLVED_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "requestId", required: true, schema: &STRING },
        Field { name: "deviceId", required: true, schema: &STRING },
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

/// Schema of `DeviceTokenRotateParams`: Params of `device.token.rotate`.
pub static DEVICE_TOKEN_ROTATE_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "deviceId", required: true, schema: &NON_EMPTY },
        Field { name: "role", required: true, schema: &NON_EMPTY },
        Field {
            name: "scopes",
            required: false,
            schema: &Schema::Array { items: &NON_EMPTY, min: 0, max: usize::MAX },
        },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `DeviceTokenRotateResult`: Result of `device.token.rotate`.
pub static DEVICE_TOKEN_ROTATE_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "deviceId", required: true, schema: &STRING },
        Field { name: "role", required: true, schema: &STRING },
        Field { name: "token", required: true, schema: &STRING },
        Field {
            name: "scopes",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "rotatedAtMs", required: true, schema: &COUNT },
    ],
    required: 5,
    rest: None,
    strict: false,
});

/// Schema of `DeviceTokenRevokeParams`: Params of `device.token.revoke`.
pub static DEVICE_TOKEN_REVOKE_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "deviceId", required: true, schema: &NON_EMPTY },
        Field { name: "role", required: true, schema: &NON_EMPTY },
    ],
    required: 2,
    rest: None,
    strict: true,
});

/// Schema of `DeviceTokenRevokeResult`: Result of `device.token.revoke`.
pub static DEVICE_TOKEN_REVOKE_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "deviceId", required: true, schema: &STRING },
        Field { name: "role", required: true, schema: &STRING },
        Field { name: "revokedAtMs", required: true, schema: &COUNT },
    ],
    required: 3,
    rest: None,
    strict: false,
});
