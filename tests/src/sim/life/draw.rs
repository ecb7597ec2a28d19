//! Where chance comes from: a number that is stretched, or a string of bytes that a fuzzer shapes.

/// A source of choices. The same source makes the same choices, on every machine.
#[derive(Clone, Debug)]
pub struct Draw {
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    Seed(u64),
    Bytes { bytes: Vec<u8>, at: usize },
}

impl Draw {
    /// Choices that never end, from a number.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { source: Source::Seed(seed) }
    }

    /// Choices from bytes: each takes one of them, or a few when there is much to choose from. After
    /// the last byte the first of everything is chosen.
    #[must_use]
    pub fn bytes(bytes: &[u8]) -> Self {
        Self { source: Source::Bytes { bytes: bytes.to_vec(), at: 0 } }
    }

    /// Whether every byte was used. A seed never is.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        match &self.source {
            Source::Seed(_) => false,
            Source::Bytes { bytes, at } => *at >= bytes.len(),
        }
    }

    /// A number below a bound; 0 when there is none.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound <= 1 {
            return 0;
        }
        match &mut self.source {
            Source::Seed(state) => mix(state) % bound,
            Source::Bytes { bytes, at } => {
                let width = usize::try_from((64 - (bound - 1).leading_zeros()).div_ceil(8)).unwrap_or(8);
                let mut number = 0_u64;
                for _ in 0..width {
                    number = number << 8 | u64::from(bytes.get(*at).copied().unwrap_or(0));
                    *at += 1;
                }
                number % bound
            }
        }
    }

    /// A small number below a bound.
    pub fn small(&mut self, bound: u8) -> u8 {
        u8::try_from(self.below(u64::from(bound))).unwrap_or(0)
    }

    /// Yes so many times in a hundred.
    pub fn percent(&mut self, chance: u64) -> bool {
        // From bytes, the byte 0 and what follows the last one say no.
        self.below(100) >= 100 - chance.min(100)
    }

    /// One of these.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        assert!(!items.is_empty(), "there is nothing to choose from");
        items[usize::try_from(self.below(items.len() as u64)).unwrap_or(0)]
    }

    /// The place of one of these, each as likely as its weight.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let sum: u64 = weights.clone().map(u64::from).sum();
        let mut at = self.below(sum);
        for (i, weight) in weights.enumerate() {
            if at < u64::from(weight) {
                return i;
            }
            at -= u64::from(weight);
        }
        0
    }
}

/// The next number of splitmix64: small, and the same everywhere.
fn mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_makes_the_same_choices_again() {
        let (mut a, mut b) = (Draw::seeded(7), Draw::seeded(7));
        let (a, b): (Vec<u64>, Vec<u64>) =
            ((0..100).map(|_| a.below(1000)).collect(), (0..100).map(|_| b.below(1000)).collect());
        assert_eq!(a, b);
        assert!(a.iter().any(|n| *n != a[0]));
    }

    #[test]
    fn bytes_are_used_one_by_one_and_then_everything_is_the_first() {
        let mut draw = Draw::bytes(&[3, 1, 2]);
        assert_eq!((draw.below(10), draw.below(300), draw.is_spent()), (3, 258, true));
        assert_eq!((draw.below(10), draw.pick(&[7, 8]), draw.percent(50)), (0, 7, false));
    }

    #[test]
    fn what_weighs_nothing_is_never_chosen() {
        let mut draw = Draw::seeded(1);
        for _ in 0..1000 {
            assert_ne!(draw.weighted([5, 0, 3].into_iter()), 1);
        }
    }
}
