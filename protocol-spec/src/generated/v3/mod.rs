// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

pub(crate) mod access;
pub(crate) mod errors;
pub(crate) mod events;
pub(crate) mod limits;
pub(crate) mod methods;
pub(crate) mod schemas;
pub(crate) mod types;
