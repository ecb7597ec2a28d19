//! All cross-crate tests.

#[cfg(test)]
mod interop;
#[cfg(test)]
mod scenarios;
