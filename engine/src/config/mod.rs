//! The configuration: texts in, a typed [`Config`] or a list of [`Issue`]s out.
//!
//! [`Loader`] asks for the main file and everything it includes, then [`Loader::finish`] runs the whole
//! pipeline at once: JSON5, `$include`, the `env` block, `${VAR}`, legacy keys, the strict schema, rules
//! between sections, defaults. What a section may hold is declared once, beside its struct; the refusal of
//! unknown keys, the defaults, the JSON schema for clients and the typed fields all come from there.
//!
//! Nothing here reads a file, a clock or the environment, and nothing checks a filled struct: a [`Config`]
//! that exists is one that may be used.

pub mod agent;
pub mod audit;
pub mod auth;
pub mod bind;
mod cross;
mod defaults;
pub mod diff;
pub mod edit;
mod env;
mod hint;
mod include;
pub mod json5;
mod legacy;
mod load;
pub mod path;
pub mod read;
pub mod refuse;
pub mod reload;
pub mod roots;
mod schema;
mod secrets;
pub mod sections;
mod shape;
mod substitute;
pub mod target;

pub use env::Env;
pub(crate) use include::wanted as included;
pub use load::{FileText, Issue, Loader, Snapshot};
pub use read::{Named, Unit, parse_duration};
pub use schema::schema;
pub(crate) use secrets::{each_secret, is_secret_name};
pub use sections::Config;

#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod issue_tests;
#[cfg(test)]
mod testing;
