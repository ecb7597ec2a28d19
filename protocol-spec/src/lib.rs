//! The wire protocol of the gateway, stated once.
//!
//! `spec/` holds the facts, in the notation `spec/README.md` explains: methods, events, errors, limits and schemas of
//! each protocol version. `cargo gen` turns them into the tables and types below and into `generated/`, which holds the
//! same for other languages. What is written by hand here is how frames are read and written ([`frame`]) and how an
//! instance is checked against a schema ([`schema`]), down to the text of the refusal.
//!
//! ```
//! use protocol_spec::{Method, Params, frame, schema, types};
//!
//! let request = frame::decode_request(br#"{"type":"req","id":"1","method":"agent.wait","params":{"runId":"r"}}"#);
//! let request = request.expect("a valid frame");
//! let method = Method::from_wire(&request.method).expect("a known method");
//! let mut params = request.into_params();
//! if let Params::Schema(expected) = method.params() {
//!     schema::check(expected, &mut params).expect("valid params");
//! }
//! let params: types::AgentWaitParams = schema::decode(params);
//! assert_eq!(params.run_id, "r");
//! ```
//!
//! Nothing here does IO, reads a clock or draws a random number.

#![forbid(unsafe_code)]
#![warn(missing_docs, missing_debug_implementations)]

mod error;
mod event;
pub mod frame;
mod generated;
pub mod literal;
mod method;
mod nullable;
mod ordered_map;
#[cfg(test)]
mod recordings;
pub mod schema;
mod wire_enum;

pub use crate::generated::v3::access::{PROTOCOL_VERSION, Role, Scope};
pub use crate::generated::v3::errors::ErrorCode;
pub use crate::generated::v3::events::Event;
pub use crate::generated::v3::methods::Method;
pub use crate::method::Params;
pub use crate::ordered_map::OrderedMap;

/// Numbers both ends rely on.
pub mod limits {
    pub use crate::generated::v3::limits::*;
}

/// Schema tables, one per named type.
pub mod schemas {
    pub use crate::generated::v3::schemas::*;
}

/// Params, results and payloads.
pub mod types {
    pub use crate::generated::v3::types::*;
}
