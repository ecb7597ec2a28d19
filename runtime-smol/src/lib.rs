//! The gateway engine on smol.
