//! The engine's only source of unpredictability: a ChaCha20 key stream over the seed it was given.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use sha2::{Digest, Sha256};

/// The two seeds of an engine. What clients are shown and what must stay unknown come from streams of their
/// own, so that a recording can tell the first and keep the second.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seeds {
    pub(crate) names: [u8; 32],
    pub(crate) secrets: [u8; 32],
}

impl Seeds {
    /// Derives both from one. Neither leads to the other, nor back.
    pub(crate) fn of(seed: [u8; 32]) -> Self {
        Self { names: derive(b"names", &seed), secrets: derive(b"secrets", &seed) }
    }
}

/// Derives a key from another one, for one purpose.
pub(crate) fn derive(purpose: &[u8], key: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(purpose).chain_update(key).finalize().into()
}

/// A seeded cryptographic generator. In production the seed is OS entropy, so nonces and tokens
/// drawn from it cannot be guessed; in tests it is a stretched number, so they repeat.
pub(crate) struct Rng {
    names: ChaCha20,
    secrets: ChaCha20,
}

impl Rng {
    pub(crate) fn new(seeds: Seeds) -> Self {
        let stream = |seed: [u8; 32]| ChaCha20::new(&seed.into(), &[0; 12].into());
        Self { names: stream(seeds.names), secrets: stream(seeds.secrets) }
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        self.names.apply_keystream(&mut out);
        out
    }

    /// A secret: `N` random bytes in lower-case hexadecimal, from the stream that no recording tells.
    pub(crate) fn secret<const N: usize>(&mut self) -> String {
        let mut out = [0; N];
        self.secrets.apply_keystream(&mut out);
        hex(&out)
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

impl core::fmt::Debug for Seeds {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Seeds(..)")
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

    fn rng(seed: u8) -> Rng {
        Rng::new(Seeds::of([seed; 32]))
    }

    #[test]
    fn the_same_seed_gives_the_same_streams() {
        let (mut a, mut b) = (rng(7), rng(7));
        assert_eq!(a.uuid(), b.uuid());
        assert_eq!(a.hex::<16>(), b.hex::<16>());
        assert_eq!(a.secret::<16>(), b.secret::<16>());
        assert_ne!(rng(7).uuid(), rng(8).uuid());
    }

    #[test]
    fn names_and_secrets_do_not_depend_on_each_other() {
        let (mut a, mut b) = (rng(7), rng(7));
        a.secret::<16>();
        assert_eq!(a.uuid(), b.uuid());
        b.secret::<16>();
        b.uuid();
        assert_eq!(a.secret::<16>(), b.secret::<16>());
        assert_ne!(rng(7).hex::<16>(), rng(7).secret::<16>());
    }

    #[test]
    fn a_uuid_has_the_version_and_variant_bits() {
        let id = rng(1).uuid();
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "4");
        assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"));
    }
}
