//! The gateway protocol as data: see `spec/`.
