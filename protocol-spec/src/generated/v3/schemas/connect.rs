// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the connect family.

use super::{HEALTH_SNAPSHOT, PRESENCE_ENTRY, STATE_VERSION};
use crate::schema::{BOOLEAN, COUNT, Field, Literal, NON_EMPTY, NULL, OBJECT, Object, STRING, Schema};

/// Schema of `ConnectParams`: Params of `connect`. Unknown properties are reported by a strict check and ignored by a lenient one.
pub static CONNECT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "minProtocol", required: true, schema: &Schema::Integer { min: Some(1), max: None } },
        Field { name: "maxProtocol", required: true, schema: &Schema::Integer { min: Some(1), max: None } },
        Field { name: "client", required: true, schema: &CONNECT_CLIENT },
        Field {
            name: "caps",
            required: false,
            schema: &Schema::Array { items: &NON_EMPTY, min: 0, max: usize::MAX },
        },
        Field {
            name: "commands",
            required: false,
            schema: &Schema::Array { items: &NON_EMPTY, min: 0, max: usize::MAX },
        },
        Field { name: "permissions", required: false, schema: &Schema::Map(&BOOLEAN) },
        Field { name: "pathEnv", required: false, schema: &STRING },
        Field { name: "role", required: false, schema: &NON_EMPTY },
        Field {
            name: "scopes",
            required: false,
            schema: &Schema::Array { items: &NON_EMPTY, min: 0, max: usize::MAX },
        },
        Field { name: "device", required: false, schema: &CONNECT_DEVICE },
        Field { name: "auth", required: false, schema: &CONNECT_AUTH },
        Field { name: "locale", required: false, schema: &STRING },
        Field { name: "userAgent", required: false, schema: &STRING },
    ],
    required: 3,
    rest: None,
    strict: true,
});

/// Schema of `ConnectClient`: What is connecting.
pub static CONNECT_CLIENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &CLIENT_ID },
        Field { name: "displayName", required: false, schema: &NON_EMPTY },
        Field { name: "version", required: true, schema: &NON_EMPTY },
        Field { name: "platform", required: true, schema: &NON_EMPTY },
        Field { name: "deviceFamily", required: false, schema: &NON_EMPTY },
        Field { name: "modelIdentifier", required: false, schema: &NON_EMPTY },
        Field { name: "mode", required: true, schema: &CLIENT_MODE },
        Field { name: "instanceId", required: false, schema: &NON_EMPTY },
    ],
    required: 4,
    rest: None,
    strict: true,
});

/// Schema of `ClientId`: The known client programs.
pub static CLIENT_ID: Schema = Schema::AnyOf(&[
    &Schema::Literal(Literal::Text("webchat-ui")),
    &Schema::Literal(Literal::Text("openclaw-control-ui")),
    &Schema::Literal(Literal::Text("webchat")),
    &Schema::Literal(Literal::Text("cli")),
    &Schema::Literal(Literal::Text("gateway-client")),
    &Schema::Literal(Literal::Text("openclaw-macos")),
    &Schema::Literal(Literal::Text("openclaw-ios")),
    &Schema::Literal(Literal::Text("openclaw-android")),
    &Schema::Literal(Literal::Text("node-host")),
    &Schema::Literal(Literal::Text("test")),
    &Schema::Literal(Literal::Text("fingerprint")),
    &Schema::Literal(Literal::Text("openclaw-probe")),
]);

/// Schema of `ClientMode`: What a client is used as.
pub static CLIENT_MODE: Schema = Schema::AnyOf(&[
    &Schema::Literal(Literal::Text("webchat")),
    &Schema::Literal(Literal::Text("cli")),
    &Schema::Literal(Literal::Text("ui")),
    &Schema::Literal(Literal::Text("backend")),
    &Schema::Literal(Literal::Text("node")),
    &Schema::Literal(Literal::Text("probe")),
    &Schema::Literal(Literal::Text("test")),
]);

/// Schema of `ConnectDevice`: Device identity with a signature over the handshake.
pub static CONNECT_DEVICE: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &NON_EMPTY },
        Field { name: "publicKey", required: true, schema: &NON_EMPTY },
        Field { name: "signature", required: true, schema: &NON_EMPTY },
        Field { name: "signedAt", required: true, schema: &COUNT },
        Field { name: "nonce", required: false, schema: &NON_EMPTY },
    ],
    required: 4,
    rest: None,
    strict: true,
});

/// Schema of `ConnectAuth`: Shared secret or device token.
pub static CONNECT_AUTH: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "token", required: false, schema: &STRING },
        Field { name: "password", required: false, schema: &STRING },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `HelloOk`: Result of `connect`.
pub static HELLO_OK: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "type", required: true, schema: &Schema::Literal(Literal::Text("hello-ok")) },
        Field { name: "protocol", required: true, schema: &Schema::Integer { min: Some(1), max: None } },
        Field { name: "server", required: true, schema: &HELLO_SERVER },
        Field { name: "features", required: true, schema: &HELLO_FEATURES },
        Field { name: "snapshot", required: true, schema: &SNAPSHOT },
        Field { name: "canvasHostUrl", required: false, schema: &STRING },
        Field { name: "auth", required: false, schema: &HELLO_AUTH },
        Field { name: "policy", required: true, schema: &HELLO_POLICY },
    ],
    required: 6,
    rest: None,
    strict: false,
});

/// Schema of `HelloServer`: Which gateway answers.
pub static HELLO_SERVER: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "version", required: true, schema: &STRING },
        Field { name: "commit", required: false, schema: &STRING },
        Field { name: "host", required: true, schema: &STRING },
        Field { name: "connId", required: true, schema: &STRING },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `HelloFeatures`: What the gateway offers.
pub static HELLO_FEATURES: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "methods",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field {
            name: "events",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `HelloAuth`: Token of the device for its role.
pub static HELLO_AUTH: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "deviceToken", required: true, schema: &STRING },
        Field { name: "role", required: true, schema: &STRING },
        Field {
            name: "scopes",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "issuedAtMs", required: false, schema: &COUNT },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `HelloPolicy`: Limits a client has to keep.
pub static HELLO_POLICY: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "maxPayload", required: true, schema: &Schema::Integer { min: Some(1), max: None } },
        Field {
            name: "maxBufferedBytes",
            required: true,
            schema: &Schema::Integer { min: Some(1), max: None },
        },
        Field {
            name: "tickIntervalMs",
            required: true,
            schema: &Schema::Integer { min: Some(1), max: None },
        },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `Snapshot`: State at the moment of connecting.
pub static SNAPSHOT: Schema = Schema::Object(Object {
    fields: &[
        Field {
            name: "presence",
            required: true,
            schema: &Schema::Array { items: &PRESENCE_ENTRY, min: 0, max: usize::MAX },
        },
        Field { name: "health", required: true, schema: &Schema::AnyOf(&[&HEALTH_SNAPSHOT, &OBJECT]) },
        Field { name: "stateVersion", required: true, schema: &STATE_VERSION },
        Field { name: "uptimeMs", required: true, schema: &COUNT },
        Field { name: "configPath", required: false, schema: &STRING },
        Field { name: "stateDir", required: false, schema: &STRING },
        Field { name: "sessionDefaults", required: false, schema: &SESSION_DEFAULTS },
    ],
    required: 4,
    rest: None,
    strict: false,
});

/// Schema of `SessionDefaults`: Names a client needs to find the main session.
pub static SESSION_DEFAULTS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "defaultAgentId", required: true, schema: &STRING },
        Field { name: "mainKey", required: true, schema: &STRING },
        Field { name: "mainSessionKey", required: true, schema: &STRING },
        Field { name: "scope", required: false, schema: &STRING },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `ProtocolMismatchDetails`: `error.details` of a refused version range.
pub static PROTOCOL_MISMATCH_DETAILS: Schema = Schema::Object(Object {
    fields: &[Field {
        name: "expectedProtocol",
        required: true,
        schema: &Schema::Integer { min: Some(1), max: None },
    }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `PairingRequiredDetails`: `error.details` of NOT_PAIRED when a pairing request is pending.
pub static PAIRING_REQUIRED_DETAILS: Schema = Schema::Object(Object {
    fields: &[Field { name: "requestId", required: true, schema: &STRING }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `ConnectChallengeEvent`: The nonce a device signs.
pub static CONNECT_CHALLENGE_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "nonce", required: true, schema: &STRING },
        Field { name: "ts", required: true, schema: &COUNT },
    ],
    required: 2,
    rest: None,
    strict: false,
});

/// Schema of `TickEvent`: Sign of life.
pub static TICK_EVENT: Schema = Schema::Object(Object {
    fields: &[Field { name: "ts", required: true, schema: &COUNT }],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `ShutdownEvent`: Announces the end of the connection.
pub static SHUTDOWN_EVENT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "reason", required: true, schema: &STRING },
        Field { name: "restartExpectedMs", required: true, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
    ],
    required: 2,
    rest: None,
    strict: false,
});
