//! Every distinct text of a file once, so that a million rows saying the same cost four bytes each.

use crate::hash::{Seed, hash};

/// A text held in [`Texts`]. The empty text is always `Sym(0)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Sym(pub u32);

/// Distinct texts one after another in one string, found again through an open hash table of numbers.
#[derive(Clone)]
pub(crate) struct Texts {
    all: String,
    /// Where text `n` ends; it begins where `n - 1` ends. Text 0 is the empty one.
    ends: Vec<u32>,
    /// Hashes and numbers of texts, number 0 for a free place; a power of two long, at most half full.
    table: Vec<(u32, u32)>,
    /// How many texts the table holds.
    interned: usize,
    seed: Seed,
}

impl Default for Texts {
    fn default() -> Self {
        Texts {
            all: String::new(),
            ends: vec![0],
            table: vec![(0, 0); 64],
            interned: 0,
            seed: Seed::default(),
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

    /// The symbol of a text, a new one if it is the first of its kind.
    pub(crate) fn intern(&mut self, text: &str) -> Sym {
        self.find(text.as_bytes())
            .unwrap_or_else(|place| self.add(place, text))
    }

    /// The same for bytes known to be ASCII: only a new text is looked at as text.
    pub(crate) fn intern_ascii(&mut self, ascii: &[u8]) -> Sym {
        self.find(ascii)
            .unwrap_or_else(|place| self.add(place, std::str::from_utf8(ascii).unwrap_or_default()))
    }

    /// The symbol of a text, or its hash with the free place where it belongs.
    fn find(&self, text: &[u8]) -> Result<Sym, (u32, usize)> {
        if text.is_empty() {
            return Ok(Sym(0));
        }
        let hash = short(hash(text, self.seed));
        let mut place = self.place(hash);
        while let Some(&(held_hash, held)) = self.table.get(place) {
            if held == 0 {
                break;
            }
            if held_hash == hash && self.get(Sym(held)).as_bytes() == text {
                return Ok(Sym(held));
            }
            place = (place + 1) & (self.table.len() - 1);
        }
        Err((hash, place))
    }

    fn add(&mut self, (hash, place): (u32, usize), text: &str) -> Sym {
        let new = self.push(text);
        if let Some(free) = self.table.get_mut(place) {
            *free = (hash, new.0);
        }
        self.interned += 1;
        if self.interned * 2 > self.table.len() {
            self.grow();
        }
        new
    }

    /// A symbol of its own for a text that is not expected again: no search, and no trace of it in
    /// the table, which stays small enough to be quick. Two such symbols may have the same text. A
    /// store of 4 GiB of text is full, and gives the empty text; the reader stops long before.
    pub(crate) fn push(&mut self, text: &str) -> Sym {
        let end = u32::try_from(self.all.len() + text.len());
        let (Ok(end), Ok(sym), false) = (end, u32::try_from(self.ends.len()), text.is_empty()) else {
            return Sym(0);
        };
        self.all.push_str(text);
        self.ends.push(end);
        Sym(sym)
    }

    /// Makes room for as many more texts as are expected, given how many there are.
    pub(crate) fn expect(&mut self, more: impl Fn(usize) -> usize) {
        let _ = self.all.try_reserve(more(self.all.len()));
        let _ = self.ends.try_reserve(more(self.ends.len()));
    }

    /// Gives back what was reserved too much.
    pub(crate) fn shrink(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    fn grow(&mut self) {
        let wider = vec![(0, 0); self.table.len() * 2];
        for (hash, sym) in std::mem::replace(&mut self.table, wider) {
            let mut place = self.place(hash);
            while sym != 0 && self.table.get(place).is_some_and(|held| held.1 != 0) {
                place = (place + 1) & (self.table.len() - 1);
            }
            if let Some(free) = self.table.get_mut(place).filter(|_| sym != 0) {
                *free = (hash, sym);
            }
        }
    }

    fn place(&self, hash: u32) -> usize {
        hash as usize & (self.table.len() - 1)
    }
}

/// The half of a hash that is kept beside a text.
fn short(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or_default()
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
