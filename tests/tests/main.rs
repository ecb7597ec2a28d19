//! All cross-crate tests.

#[cfg(test)]
mod scenarios;
