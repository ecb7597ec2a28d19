//! The engine's only source of unpredictability: a ChaCha20 key stream over the seed it was given.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};

/// A seeded cryptographic generator. In production the seed is OS entropy, so nonces and tokens
/// drawn from it cannot be guessed; in tests it is a stretched number, so they repeat.
pub(crate) struct Rng {
    stream: ChaCha20,
}

impl Rng {
    pub(crate) fn new(seed: [u8; 32]) -> Self {
        Self { stream: ChaCha20::new(&seed.into(), &[0; 12].into()) }
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        self.stream.apply_keystream(&mut out);
        out
    }

    /// A random (version 4) UUID.
    pub(crate) fn uuid(&mut self) -> String {
        let mut b: [u8; 16] = self.bytes();
        b[6] = b[6] & 0x0f | 0x40;
        b[8] = b[8] & 0x3f | 0x80;
        let mut out = String::with_capacity(36);
        for (i, byte) in b.iter().enumerate() {
            if matches!(i, 4 | 6 | 8 | 10) {
                out.push('-');
            }
            push_hex(&mut out, *byte);
        }
        out
    }

    /// `n` random bytes in lower-case hexadecimal.
    pub(crate) fn hex<const N: usize>(&mut self) -> String {
        hex(&self.bytes::<N>())
    }
}

impl core::fmt::Debug for Rng {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Rng(..)")
    }
}

/// Writes bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for b in bytes {
        push_hex(&mut out, *b);
    }
    out
}

fn push_hex(out: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_stream() {
        let (mut a, mut b) = (Rng::new([7; 32]), Rng::new([7; 32]));
        assert_eq!(a.uuid(), b.uuid());
        assert_eq!(a.hex::<16>(), b.hex::<16>());
        assert_ne!(Rng::new([7; 32]).uuid(), Rng::new([8; 32]).uuid());
    }

    #[test]
    fn a_uuid_has_the_version_and_variant_bits() {
        let id = Rng::new([1; 32]).uuid();
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "4");
        assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"));
    }
}
