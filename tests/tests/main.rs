//! All cross-crate tests.

#[cfg(test)]
mod e2e;
#[cfg(test)]
mod scenarios;
