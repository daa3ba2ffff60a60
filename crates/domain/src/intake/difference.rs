//! What a new file of the same year changes, voucher by voucher.

use std::collections::HashMap;

use super::books::{Voucher, Vouchers};

/// The difference between the vouchers that stand and those of a new file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference<'a> {
    /// In the new file only, in its order.
    pub added: Vec<Voucher<'a>>,
    /// Same series and number, other content: as it stands, and as the new file has it.
    pub changed: Vec<(Voucher<'a>, Voucher<'a>)>,
    /// Standing only, in the order they stand.
    pub removed: Vec<Voucher<'a>>,
}

impl<'a> Difference<'a> {
    /// Compares by series and number, which are unique in both.
    pub fn between(standing: &'a Vouchers, new: &'a Vouchers) -> Difference<'a> {
        let key = |v: &Voucher<'a>| (v.series, v.number);
        let mut left: HashMap<_, _> = standing.iter().map(|v| (key(&v), v)).collect();
        let mut difference = Difference::default();
        for voucher in new.iter() {
            match left.remove(&key(&voucher)) {
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

    fn voucher(to: &mut Vouchers, number: u8, amount: i64) {
        to.begin("A", &number.to_string(), chrono::NaiveDate::default(), "");
        for (account, amount) in [(1930, amount), (4010, -amount)] {
            to.add_line(&VoucherLine {
                account,
                project: "",
                amount: Ore(amount),
                date: None,
                text: "",
                objects: "",
            });
        }
    }

    fn vouchers() -> impl Strategy<Value = Vouchers> {
        let books = prop::collection::btree_map(0_u8..12, 1_i64..4, 0..12);
        books.prop_map(|map| {
            let mut vouchers = Vouchers::default();
            for (number, amount) in map {
                voucher(&mut vouchers, number, amount);
            }
            vouchers
        })
    }

    proptest! {
        /// Applying the difference to what stands gives the new file, whatever both are.
        #[test]
        fn r_imp_08_the_difference_leads_from_the_old_file_to_the_new(old in vouchers(), new in vouchers()) {
            let difference = Difference::between(&old, &new);
            let gone = |v: &Voucher<'_>| {
                !difference.removed.contains(v) && !difference.changed.iter().any(|(old, _)| old == v)
            };
            let mut applied: Vec<Voucher<'_>> = old.iter().filter(gone).collect();
            applied.extend(difference.added.iter().copied());
            applied.extend(difference.changed.iter().map(|(_, new)| new));
            applied.sort_by_key(|v| v.number.parse::<u8>().unwrap());
            prop_assert_eq!(applied, new.iter().collect::<Vec<_>>());
            prop_assert_eq!(difference.is_empty(), old == new);
        }
    }
}
