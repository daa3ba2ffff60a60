//! Every distinct text of a file once, so that a million rows saying the same cost four bytes each.

use std::hash::{BuildHasher, RandomState};

/// A text held in [`Texts`]. The empty text is always `Sym(0)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Sym(pub u32);

/// Distinct texts one after another in one string, found again through an open hash table of numbers.
#[derive(Clone)]
pub(crate) struct Texts {
    all: String,
    /// Where text `n` ends; it begins where `n - 1` ends. Text 0 is the empty one.
    ends: Vec<u32>,
    /// Numbers of texts by hash, 0 for a free place; a power of two long, at most half full.
    table: Vec<u32>,
    /// Drawn per reader, so that nobody can prepare a file whose texts all collide.
    seed: u64,
}

impl Default for Texts {
    fn default() -> Self {
        let seed = RandomState::new().hash_one(0_u8);
        Texts {
            all: String::new(),
            ends: vec![0],
            table: vec![0; 64],
            seed,
        }
    }
}

impl Texts {
    /// The text of a symbol.
    pub(crate) fn get(&self, Sym(n): Sym) -> &str {
        let Some(n) = (n as usize).checked_sub(1) else {
            return "";
        };
        let (Some(&start), Some(&end)) = (self.ends.get(n), self.ends.get(n + 1)) else {
            return "";
        };
        self.all.get(start as usize..end as usize).unwrap_or("")
    }

    /// One more than the highest symbol.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The symbol of a text, a new one if it is the first of its kind. A store of 4 GiB of distinct
    /// text is full: later texts come out empty. The reader stops long before.
    pub(crate) fn intern(&mut self, text: &str) -> Sym {
        if text.is_empty() {
            return Sym(0);
        }
        let mut place = self.place(text);
        while let Some(&held) = self.table.get(place) {
            if held == 0 {
                break;
            }
            if self.get(Sym(held)) == text {
                return Sym(held);
            }
            place = (place + 1) & (self.table.len() - 1);
        }
        let (Ok(end), Ok(sym)) = (
            u32::try_from(self.all.len() + text.len()),
            u32::try_from(self.ends.len()),
        ) else {
            return Sym(0);
        };
        self.all.push_str(text);
        self.ends.push(end);
        if let Some(free) = self.table.get_mut(place) {
            *free = sym;
        }
        if self.ends.len() * 2 > self.table.len() {
            self.grow();
        }
        Sym(sym)
    }

    fn grow(&mut self) {
        self.table = vec![0; self.table.len() * 2];
        for n in 1..self.ends.len() {
            let Ok(sym) = u32::try_from(n) else { return };
            let mut place = self.place(self.get(Sym(sym)));
            while self.table.get(place).is_some_and(|&held| held != 0) {
                place = (place + 1) & (self.table.len() - 1);
            }
            if let Some(free) = self.table.get_mut(place) {
                *free = sym;
            }
        }
    }

    fn place(&self, text: &str) -> usize {
        let mask = self.table.len() - 1;
        usize::try_from(hash(text.as_bytes(), self.seed) & u64::from(u32::MAX)).unwrap_or(0) & mask
    }
}

/// Multiply and fold, eight bytes at a time: texts here are short, and SipHash would be a tenth of
/// the whole reading time.
fn hash(bytes: &[u8], seed: u64) -> u64 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut state = seed ^ (bytes.len() as u64);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        state = fold(
            state ^ u64::from_le_bytes(chunk.try_into().unwrap_or_default()),
            K,
        );
    }
    let mut rest = [0; 8];
    if let Some(to) = rest.get_mut(..chunks.remainder().len()) {
        to.copy_from_slice(chunks.remainder());
    }
    fold(fold(state ^ u64::from_le_bytes(rest), K), seed | 1)
}

fn fold(a: u64, b: u64) -> u64 {
    let wide = u128::from(a) * u128::from(b);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "both halves are wanted, folded into one"
    )]
    let folded = (wide as u64) ^ ((wide >> 64) as u64);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_held_once_and_found_again() {
        let mut texts = Texts::default();
        assert_eq!(texts.intern(""), Sym(0));
        let names: Vec<String> = (0..5000)
            .map(|i| format!("text {i} {}", "å".repeat(i % 20)))
            .collect();
        let syms: Vec<Sym> = names.iter().map(|n| texts.intern(n)).collect();
        for (name, sym) in names.iter().zip(&syms) {
            assert_eq!(texts.get(*sym), name);
            assert_eq!(texts.intern(name), *sym);
        }
        assert_eq!(texts.len(), 5001);
        assert_eq!(texts.get(Sym(9999)), "");
    }
}
