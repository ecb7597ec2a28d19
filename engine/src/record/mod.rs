//! A gateway's life as lines of JSON: written while it is lived, and lived again from them.
//!
//! A recording is a header, a line for each input with the actions that followed, and a line that says why it
//! ends. A [`Recorder`] makes the lines, a [`Replay`] takes them. Both are as pure as the engine: whoever calls
//! them reads and writes.
//!
//! No secret is in a recording. Each distinct one has a stand-in of the same length, everywhere the same, so
//! that an engine that is given the recording decides as the one that was recorded did:
//!
//! - What a type or a name marks as a secret is taken out where it stands, and from then on wherever else it
//!   appears.
//! - Tokens that the engine makes come from a random stream of their own. The recording has the seed of another
//!   one, whose tokens are their stand-ins; the seed of names and nonces, which every client sees, is told.
//! - A device signs over its token. Its signature is replaced by the verdict on it.

mod diff;
mod hide;
mod json;
mod narrow;
pub(crate) mod plain;
mod replay;
#[cfg(test)]
mod secret_tests;
mod setup;
mod stand_in;
mod sweep;
#[cfg(test)]
mod tests;
mod write;

pub use diff::Difference;
pub use narrow::Narrow;
pub use replay::{About, Line, Replay, Then, Unreadable};
pub use write::{End, Recorder, Step};

/// The version of the format that is written. Later ones are refused by name.
pub const FORMAT: u32 = 1;
