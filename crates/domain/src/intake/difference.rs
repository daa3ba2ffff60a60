//! What a new file of the same year changes, voucher by voucher.

use std::collections::HashMap;

use super::books::Voucher;

/// The difference between the vouchers that stand and those of a new file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference<'a> {
    /// In the new file only, in its order.
    pub added: Vec<&'a Voucher>,
    /// Same series and number, other content: as it stands, and as the new file has it.
    pub changed: Vec<(&'a Voucher, &'a Voucher)>,
    /// Standing only, in the order they stand.
    pub removed: Vec<&'a Voucher>,
}

impl<'a> Difference<'a> {
    /// Compares by series and number, which are unique in both.
    pub fn between(standing: &'a [Voucher], new: &'a [Voucher]) -> Difference<'a> {
        let key = |v: &'a Voucher| (v.series.as_str(), v.number.as_str());
        let mut left: HashMap<_, _> = standing.iter().map(|v| (key(v), v)).collect();
        let mut difference = Difference::default();
        for voucher in new {
            match left.remove(&key(voucher)) {
                None => difference.added.push(voucher),
                Some(old) if old != voucher => difference.changed.push((old, voucher)),
                Some(_) => {}
            }
        }
        difference.removed = standing.iter().filter(|v| left.contains_key(&key(v))).collect();
        difference
    }

    /// Whether no voucher differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// How many vouchers differ.
    pub fn len(&self) -> usize {
        self.added.len() + self.changed.len() + self.removed.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{intake::books::VoucherLine, money::Ore};
    use proptest::prelude::*;

    fn voucher(number: u8, amount: i64) -> Voucher {
        let line = |account, amount| VoucherLine {
            account,
            project: String::new(),
            amount: Ore(amount),
            date: None,
            text: String::new(),
            objects: String::new(),
        };
        Voucher {
            series: "A".into(),
            number: number.to_string(),
            date: chrono::NaiveDate::default(),
            text: String::new(),
            lines: vec![line(1930, amount), line(4010, -amount)],
        }
    }

    fn vouchers() -> impl Strategy<Value = Vec<Voucher>> {
        let books = prop::collection::btree_map(0_u8..12, 1_i64..4, 0..12);
        books.prop_map(|map| {
            map.into_iter()
                .map(|(number, amount)| voucher(number, amount))
                .collect()
        })
    }

    proptest! {
        /// Applying the difference to what stands gives the new file, whatever both are.
        #[test]
        fn r_imp_08_the_difference_leads_from_the_old_file_to_the_new(old in vouchers(), new in vouchers()) {
            let difference = Difference::between(&old, &new);
            let gone = |v: &&Voucher| {
                !difference.removed.contains(v) && !difference.changed.iter().any(|(old, _)| old == v)
            };
            let mut applied: Vec<&Voucher> = old.iter().filter(gone).collect();
            applied.extend(&difference.added);
            applied.extend(difference.changed.iter().map(|(_, new)| new));
            applied.sort_by_key(|v| v.number.parse::<u8>().unwrap());
            prop_assert_eq!(applied, new.iter().collect::<Vec<_>>());
            prop_assert_eq!(difference.is_empty(), old == new);
        }
    }
}
