//! A set of row keys in few bytes: sorted, as runs of neighbours. A page of 200 rows that were
//! entered one after another takes a handful of bytes.

/// A set of row keys, encoded: for each run of neighbouring keys, how far it begins from the end of
/// the run before (the first from 0) and how many follow its first, both as variable-length numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet(Vec<u8>);

impl RowSet {
    /// The set of these keys, in any order.
    pub fn of(keys: &[i64]) -> RowSet {
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys.dedup();
        let mut bytes = Vec::with_capacity(8);
        let (mut end, mut rest) = (0_i64, keys.as_slice());
        while let Some(first) = rest.first().copied() {
            let follows = |pair: &[i64]| pair[1].wrapping_sub(pair[0]) == 1;
            let run = rest.windows(2).take_while(|pair| follows(pair)).count();
            push(&mut bytes, zigzag(first.wrapping_sub(end)));
            push(&mut bytes, run as u64);
            end = rest[run];
            rest = &rest[run + 1..];
        }
        RowSet(bytes)
    }

    /// A set as it was stored. What cannot be read holds no row.
    pub fn stored(bytes: Vec<u8>) -> RowSet {
        RowSet(bytes)
    }

    /// As it is stored.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether it holds no row.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many rows.
    pub fn len(&self) -> i64 {
        self.runs()
            .fold(0_i64, |sum, (_, more)| sum.saturating_add(more).saturating_add(1))
    }

    /// Whether a row is in it.
    pub fn contains(&self, key: i64) -> bool {
        self.runs()
            .any(|(first, more)| first <= key && key <= first.saturating_add(more))
    }

    /// First key of each run, and how many keys follow it.
    fn runs(&self) -> impl Iterator<Item = (i64, i64)> {
        let (mut bytes, mut end) = (self.0.as_slice(), 0_i64);
        std::iter::from_fn(move || {
            let first = end.wrapping_add(unzigzag(pull(&mut bytes)?));
            let more = i64::try_from(pull(&mut bytes)?).ok()?;
            end = first.checked_add(more)?;
            Some((first, more))
        })
    }
}

const fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

const fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -((value & 1).cast_signed())
}

/// Seven bits a byte, lowest first; the high bit says that more follow.
fn push(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push((value & 0x7f) as u8);
}

fn pull(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn r_log_03_a_set_holds_exactly_the_rows_it_was_made_of(
            keys in proptest::collection::vec(prop_oneof![0_i64..300, any::<i64>()], 0..60),
            probe in 0_i64..300,
        ) {
            let set = RowSet::of(&keys);
            let mut distinct = keys.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(set.len(), i64::try_from(distinct.len()).unwrap());
            prop_assert!(keys.iter().all(|key| set.contains(*key)));
            prop_assert_eq!(set.contains(probe), keys.contains(&probe));
            let stored = RowSet::stored(set.bytes().to_vec());
            prop_assert_eq!(&stored, &set);
        }

        #[test]
        fn what_cannot_be_read_holds_no_row_and_stops_nothing(bytes in any::<Vec<u8>>()) {
            let set = RowSet::stored(bytes);
            prop_assert!(set.len() >= 0);
            let _ = set.contains(7);
        }
    }

    #[test]
    fn a_page_of_neighbours_takes_a_few_bytes() {
        let page: Vec<i64> = (5_001..=5_200).collect();
        assert!(RowSet::of(&page).bytes().len() <= 5);
        assert!(RowSet::of(&[]).is_empty());
    }
}
