//! What nobody can guess: tokens and names of runs.

use std::io;

/// Bytes of a token.
const TOKEN_BYTES: usize = 24;

/// A token: 48 hexadecimal digits.
pub(crate) fn token() -> io::Result<String> {
    Ok(hex(&runtime_smol::seed()?[..TOKEN_BYTES]))
}

/// A random UUID (version 4).
pub(crate) fn uuid() -> io::Result<String> {
    let seed = runtime_smol::seed()?;
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&seed[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let parts = [&bytes[..4], &bytes[4..6], &bytes[6..8], &bytes[8..10], &bytes[10..]];
    Ok(parts.map(hex).join("-"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_a_kind_differ() {
        let (one, two) = (token().unwrap(), token().unwrap());
        assert!(one.len() == 48 && two.len() == 48 && one != two);
        let id = uuid().unwrap();
        assert_eq!((id.len(), &id[14..15]), (36, "4"));
        assert_ne!(id, uuid().unwrap());
    }
}
