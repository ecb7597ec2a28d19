// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Schemas of the channels family.

use crate::schema::{ANY, BOOLEAN, COUNT, Field, NON_EMPTY, NULL, OBJECT, Object, STRING, Schema};

/// Schema of `ChannelsStatusParams`: Params of `channels.status`.
pub static CHANNELS_STATUS_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "probe", required: false, schema: &BOOLEAN },
        Field { name: "timeoutMs", required: false, schema: &COUNT },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `ChannelsStatusResult`: Result of `channels.status`.
pub static CHANNELS_STATUS_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "ts", required: true, schema: &COUNT },
        Field {
            name: "channelOrder",
            required: true,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "channelLabels", required: true, schema: &Schema::Map(&STRING) },
        Field { name: "channelDetailLabels", required: true, schema: &Schema::Map(&STRING) },
        Field { name: "channelSystemImages", required: true, schema: &Schema::Map(&STRING) },
        Field {
            name: "channelMeta",
            required: true,
            schema: &Schema::Array { items: &CHANNEL_META, min: 0, max: usize::MAX },
        },
        Field { name: "channels", required: true, schema: &Schema::Map(&OBJECT) },
        Field {
            name: "channelAccounts",
            required: true,
            schema: &Schema::Map(&Schema::Array { items: &CHANNEL_ACCOUNT, min: 0, max: usize::MAX }),
        },
        Field { name: "channelDefaultAccountId", required: true, schema: &Schema::Map(&STRING) },
    ],
    required: 9,
    rest: None,
    strict: false,
});

/// Schema of `ChannelMeta`: How a channel is shown.
pub static CHANNEL_META: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "id", required: true, schema: &STRING },
        Field { name: "label", required: true, schema: &STRING },
        Field { name: "detailLabel", required: true, schema: &STRING },
        Field { name: "systemImage", required: false, schema: &STRING },
    ],
    required: 3,
    rest: None,
    strict: false,
});

/// Schema of `ChannelAccount`: State of one account; channels add properties.
pub static CHANNEL_ACCOUNT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "accountId", required: true, schema: &STRING },
        Field { name: "name", required: false, schema: &STRING },
        Field { name: "enabled", required: false, schema: &BOOLEAN },
        Field { name: "configured", required: false, schema: &BOOLEAN },
        Field { name: "linked", required: false, schema: &BOOLEAN },
        Field { name: "running", required: false, schema: &BOOLEAN },
        Field { name: "connected", required: false, schema: &BOOLEAN },
        Field { name: "reconnectAttempts", required: false, schema: &COUNT },
        Field { name: "lastConnectedAt", required: false, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field { name: "lastError", required: false, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "lastStartAt", required: false, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field { name: "lastStopAt", required: false, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field { name: "lastInboundAt", required: false, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field { name: "lastOutboundAt", required: false, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field { name: "lastProbeAt", required: false, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field { name: "mode", required: false, schema: &STRING },
        Field { name: "dmPolicy", required: false, schema: &STRING },
        Field {
            name: "allowFrom",
            required: false,
            schema: &Schema::Array { items: &STRING, min: 0, max: usize::MAX },
        },
        Field { name: "tokenSource", required: false, schema: &STRING },
        Field { name: "botTokenSource", required: false, schema: &STRING },
        Field { name: "appTokenSource", required: false, schema: &STRING },
        Field { name: "baseUrl", required: false, schema: &STRING },
        Field { name: "allowUnmentionedGroups", required: false, schema: &BOOLEAN },
        Field { name: "cliPath", required: false, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "dbPath", required: false, schema: &Schema::AnyOf(&[&STRING, &NULL]) },
        Field { name: "port", required: false, schema: &Schema::AnyOf(&[&COUNT, &NULL]) },
        Field { name: "probe", required: false, schema: &ANY },
        Field { name: "audit", required: false, schema: &ANY },
        Field { name: "application", required: false, schema: &ANY },
    ],
    required: 1,
    rest: Some(&ANY),
    strict: false,
});

/// Schema of `ChannelsLogoutParams`: Params of `channels.logout`.
pub static CHANNELS_LOGOUT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "channel", required: true, schema: &NON_EMPTY },
        Field { name: "accountId", required: false, schema: &STRING },
    ],
    required: 1,
    rest: None,
    strict: true,
});

/// Schema of `ChannelsLogoutResult`: Result of `channels.logout`; channels add properties.
pub static CHANNELS_LOGOUT_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "channel", required: true, schema: &STRING },
        Field { name: "accountId", required: true, schema: &STRING },
        Field { name: "cleared", required: true, schema: &BOOLEAN },
    ],
    required: 3,
    rest: Some(&ANY),
    strict: false,
});

/// Schema of `WebLoginStartParams`: Params of `web.login.start`.
pub static WEB_LOGIN_START_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "force", required: false, schema: &BOOLEAN },
        Field { name: "timeoutMs", required: false, schema: &COUNT },
        Field { name: "verbose", required: false, schema: &BOOLEAN },
        Field { name: "accountId", required: false, schema: &STRING },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `WebLoginStartResult`: Result of `web.login.start`.
pub static WEB_LOGIN_START_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "message", required: true, schema: &STRING },
        Field { name: "qrDataUrl", required: false, schema: &STRING },
    ],
    required: 1,
    rest: None,
    strict: false,
});

/// Schema of `WebLoginWaitParams`: Params of `web.login.wait`.
pub static WEB_LOGIN_WAIT_PARAMS: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "timeoutMs", required: false, schema: &COUNT },
        Field { name: "accountId", required: false, schema: &STRING },
    ],
    required: 0,
    rest: None,
    strict: true,
});

/// Schema of `WebLoginWaitResult`: Result of `web.login.wait`.
pub static WEB_LOGIN_WAIT_RESULT: Schema = Schema::Object(Object {
    fields: &[
        Field { name: "connected", required: true, schema: &BOOLEAN },
        Field { name: "message", required: true, schema: &STRING },
    ],
    required: 2,
    rest: None,
    strict: false,
});
