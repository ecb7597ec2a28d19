//! What the fuzz targets check that needs a second opinion: one function per target, which takes any bytes
//! and panics where a property does not hold. The judges are programs that others wrote: a JSON Schema
//! validator over the published document, the `json5` crate.
//!
//! What can be judged from inside the engine alone is in `engine::fuzzing`.

mod config;
mod connect;
mod duration;
mod frame;
mod guided;
mod judge;
mod lives;
mod recording;
mod schema;

pub mod run;

pub use config::{config, json5};
pub use connect::connect_params;
pub use duration::duration;
pub use frame::frame;
pub use lives::engine;
pub use recording::recording;
pub use schema::schema_validator;

/// Takes any bytes, and panics where a property does not hold.
pub type Check = fn(&[u8]);

/// Every target of this crate: the name of its corpus, and its check.
pub const TARGETS: &[(&str, Check)] = &[
    ("config", config),
    ("connect_params", connect_params),
    ("duration", duration),
    ("engine", engine),
    ("frame", frame),
    ("json5", json5),
    ("recording", recording),
    ("schema_validator", schema_validator),
];
