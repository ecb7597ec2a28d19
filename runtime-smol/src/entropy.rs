//! Chance from the operating system.

use std::io;

/// Draws a seed for a generator.
///
/// # Errors
///
/// The system has no source of chance; nothing that needs a secret can run.
pub fn seed() -> io::Result<[u8; 32]> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(io::Error::from)?;
    Ok(seed)
}

#[cfg(test)]
mod tests {
    #[test]
    fn two_seeds_differ() {
        assert_ne!(super::seed().unwrap(), super::seed().unwrap());
    }
}
