//! The rules of the house that a machine can check. Each takes what it judges as an argument and returns what
//! it finds wrong, one line a finding, so that it can be shown to find something.

pub mod deny;
pub mod graph;
pub mod layout;
pub mod scan;
pub mod sources;
