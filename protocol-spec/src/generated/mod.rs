// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

pub(crate) mod v3;
