//! Looking for many texts at once: a table of four first bytes says where it is worth looking.

use std::collections::BTreeMap;

/// Texts to look for, and what stands in for each.
pub(super) struct Patterns {
    /// One bit for each hash of four bytes that some text begins with.
    filter: Vec<u64>,
    /// By the first four bytes, the longest first.
    by_start: BTreeMap<u32, Vec<Pattern>>,
}

#[derive(Clone)]
struct Pattern {
    text: Vec<u8>,
    stand_in: Vec<u8>,
    secret: String,
}

/// A text that was found.
pub(super) struct Found {
    pub(super) at: usize,
    pub(super) stand_in: Vec<u8>,
    pub(super) secret: String,
}

/// Bits of the filter.
const BITS: u32 = 16;

impl Default for Patterns {
    fn default() -> Self {
        Self { filter: vec![0; 1 << (BITS - 6)], by_start: BTreeMap::new() }
    }
}

impl Patterns {
    /// Looks for a secret from now on, as it is and as JSON writes it, once or twice over.
    pub(super) fn add(&mut self, secret: &str, stand_in: &str) {
        let (mut text, mut replaced) = (secret.to_owned(), stand_in.to_owned());
        for _ in 0..3 {
            self.insert(&text, &replaced, secret);
            let (escaped, stand_in) = (escape(&text), escape(&replaced));
            if escaped == text || escaped.len() != stand_in.len() {
                break;
            }
            (text, replaced) = (escaped, stand_in);
        }
    }

    /// Looks for a secret no more.
    pub(super) fn remove(&mut self, secret: &str) {
        for patterns in self.by_start.values_mut() {
            patterns.retain(|pattern| pattern.secret != secret);
        }
        self.by_start.retain(|_, patterns| !patterns.is_empty());
    }

    fn insert(&mut self, text: &str, stand_in: &str, secret: &str) {
        let Some(start) = start(text.as_bytes(), 0) else { return };
        let bit = hash(start);
        self.filter[(bit >> 6) as usize] |= 1 << (bit & 63);
        let patterns = self.by_start.entry(start).or_default();
        patterns.retain(|pattern| pattern.text != text.as_bytes());
        let (text, stand_in) = (text.as_bytes().to_vec(), stand_in.as_bytes().to_vec());
        let at = patterns.partition_point(|pattern| pattern.text.len() > text.len());
        patterns.insert(at, Pattern { text, stand_in, secret: secret.to_owned() });
    }

    /// The first of the texts at or after an offset.
    pub(super) fn find(&self, text: &[u8], from: usize) -> Option<Found> {
        let mut at = from;
        while let Some(start) = start(text, at) {
            let bit = hash(start);
            if self.filter[(bit >> 6) as usize] >> (bit & 63) & 1 == 1
                && let Some(found) = self.at(start, text, at)
            {
                return Some(found);
            }
            at += 1;
        }
        None
    }

    /// The beginning of a text at the very end of this one: where it is, and what stands in for it.
    pub(super) fn begun(&self, text: &[u8], most: usize) -> Option<(usize, Vec<u8>)> {
        let begins = |at: &usize| {
            let patterns = self.by_start.get(&start(text, *at)?)?;
            let left = text.len() - at;
            let found = patterns.iter().find(|p| p.text.len() > left && p.text.starts_with(&text[*at..]))?;
            Some((*at, found.stand_in.get(..left)?.to_vec()))
        };
        (text.len().saturating_sub(most)..text.len()).find_map(|at| begins(&at))
    }

    fn at(&self, start: u32, text: &[u8], at: usize) -> Option<Found> {
        let patterns = self.by_start.get(&start)?;
        let found = patterns.iter().find(|pattern| text[at..].starts_with(&pattern.text))?;
        Some(Found { at, stand_in: found.stand_in.clone(), secret: found.secret.clone() })
    }
}

fn start(text: &[u8], at: usize) -> Option<u32> {
    let four = text.get(at..at + 4)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn hash(start: u32) -> u32 {
    start.wrapping_mul(0x9e37_79b1) >> (32 - BITS)
}

/// A text as it stands between the quotes of a JSON string.
fn escape(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap_or_default();
    quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_text_is_found_first_and_a_removed_one_no_more() {
        let mut p = Patterns::default();
        p.add("abcdefgh", "ABCDEFGH");
        p.add("abcdefghij", "ABCDEFGHIJ");
        let found = p.find(b"..abcdefghij", 0).unwrap();
        assert_eq!((found.at, found.stand_in.as_slice()), (2, b"ABCDEFGHIJ".as_slice()));
        let (at, stand_in) = p.begun(b"xxabcdef", 16).unwrap();
        assert_eq!((at, stand_in.as_slice()), (2, b"ABCDEF".as_slice()));
        assert!(p.begun(b"abc", 16).is_none());
        p.remove("abcdefghij");
        assert_eq!(p.find(b"..abcdefghij", 0).unwrap().secret, "abcdefgh");
        assert!(p.find(b"..abcdefg", 0).is_none() && p.find(b"abc", 0).is_none());
    }
}
