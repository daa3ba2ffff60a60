//! Hashing of the short texts a file is made of.

use std::hash::{BuildHasher, Hasher, RandomState};

/// Drawn per reader, so that nobody can prepare a file whose texts all collide.
#[derive(Clone, Copy)]
pub(crate) struct Seed(u64);

impl Default for Seed {
    fn default() -> Self {
        Seed(RandomState::new().hash_one(0_u8))
    }
}

/// Multiply and fold, eight bytes at a time: texts here are short, and SipHash would be a tenth of
/// the whole reading time.
#[inline]
pub(crate) fn hash(bytes: &[u8], Seed(seed): Seed) -> u64 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut state = seed;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        state = fold(
            state ^ u64::from_le_bytes(chunk.try_into().unwrap_or_default()),
            K,
        );
    }
    // The length last: beside the first bytes it could be made up for by them, whatever the seed.
    let all = fold(state ^ rest(chunks.remainder()), K) ^ (bytes.len() as u64);
    fold(all, seed | 1)
}

/// Up to seven bytes as a number; from four on as the first and the last four, which overlap.
#[inline]
fn rest(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last));
    }
    bytes
        .iter()
        .fold(0, |number, &byte| number << 8 | u64::from(byte))
}

#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let wide = u128::from(a) * u128::from(b);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "both halves are wanted, folded into one"
    )]
    let folded = (wide as u64) ^ ((wide >> 64) as u64);
    folded
}

/// The same for the maps of the standard library whose keys are bytes.
impl BuildHasher for Seed {
    type Hasher = Hashing;

    fn build_hasher(&self) -> Hashing {
        Hashing(*self)
    }
}

/// What has been hashed so far, as the seed of what follows.
pub(crate) struct Hashing(Seed);

impl Hasher for Hashing {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.0 = Seed(hash(bytes, self.0));
    }

    /// The length of the bytes that follow, which they are hashed with anyway.
    #[inline]
    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_in_one_byte_or_in_length_hash_apart() {
        let seed = Seed::default();
        let texts: Vec<Vec<u8>> = (0..40_usize)
            .flat_map(|length| (0..=length).map(move |at| (length, at)))
            .map(|(length, at)| (0..length).map(|i| u8::from(i == at)).collect())
            .collect();
        let mut hashes: Vec<u64> = texts.iter().map(|text| hash(text, seed)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), texts.len());
        assert_ne!(
            hash(b"Faktura", Seed(1)),
            hash(b"Faktura", Seed(2)),
            "the seed counts"
        );
    }
}
