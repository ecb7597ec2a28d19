//! The rules of the house, held to the house; and for each rule, that it finds what breaks it.

mod dependencies;
mod layout;
mod purity;
mod sources;

/// Nothing is wrong, or here is what.
fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}
