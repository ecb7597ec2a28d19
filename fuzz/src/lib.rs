//! What the fuzz targets check. The engine's own tests include `checks.rs` and replay the corpora through it.

use engine::transport::{client_handshake, http_gate, ws};

pub mod checks;
