//! The other end of the protocol: who a client is, where it connects.

pub mod identity;
mod target;
mod tokens;

pub use identity::{BadIdentity, DeviceIdentity};
pub use target::{Address, BadTarget, Fingerprint, Target};
pub use tokens::{DeviceToken, DeviceTokens, TokenChange};
