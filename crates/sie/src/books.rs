//! The compact inside of a document: 24 bytes a row, every distinct text once.

use crate::{
    amount::Amount,
    date::{Date, Period},
    quantity::Quantity,
    text::{Sym, Texts},
    view::{Balance, BalanceKind, Line, Objects, Row, RowKind, Voucher, VoucherHead, name},
};

/// A stored object list; the empty list is `List(0)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct ListId(pub u32);

/// A stored quantity; none is `QuantityId(0)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct QuantityId(u32);

#[derive(Clone, Copy)]
pub(crate) struct VoucherData {
    pub series: Sym,
    /// Like the text a symbol of its own: not to be compared as a symbol.
    pub number: Sym,
    pub text: Sym,
    pub sign: Sym,
    pub date: Option<Date>,
    pub registered: Option<Date>,
    /// Its rows begin here and end where the next voucher's begin.
    pub first_row: u32,
    pub line: u32,
}

#[derive(Clone, Copy)]
pub(crate) struct RowData {
    pub amount: Amount,
    pub account: Sym,
    pub objects: ListId,
    pub tail: TailId,
    pub place: Place,
}

impl RowData {
    pub(crate) const fn kind(&self) -> RowKind {
        self.place.kind()
    }

    pub(crate) const fn line(&self) -> u32 {
        self.place.line()
    }
}

/// Where a row stood, and whether it counts: the kind takes the two lowest bits, since no file that is
/// read has 2³⁰ lines.
#[derive(Clone, Copy)]
pub(crate) struct Place(u32);

impl Place {
    pub(crate) fn new(line: u32, kind: RowKind) -> Self {
        let kind = match kind {
            RowKind::Posted => 0,
            RowKind::Added => 1,
            RowKind::Removed => 2,
        };
        Place(line.min(u32::MAX >> 2) << 2 | kind)
    }

    const fn line(self) -> u32 {
        self.0 >> 2
    }

    const fn kind(self) -> RowKind {
        match self.0 & 3 {
            0 => RowKind::Posted,
            1 => RowKind::Added,
            _ => RowKind::Removed,
        }
    }
}

/// What stands on a row after its amount. Rows one after another mostly say the same here, and share it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tail {
    pub date: Option<Date>,
    pub text: Sym,
    pub quantity: QuantityId,
    pub sign: Sym,
}

/// A stored tail; the empty one is `TailId(0)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TailId(u32);

#[derive(Clone, Copy)]
pub(crate) struct BalanceData {
    pub amount: Amount,
    pub account: Sym,
    pub objects: ListId,
    pub quantity: QuantityId,
    pub period: Option<Period>,
    pub line: u32,
    pub year: i16,
    pub kind: BalanceKind,
}

/// Vouchers, rows and balances with the texts they share.
#[derive(Clone, Default)]
pub(crate) struct Books {
    pub texts: Texts,
    pub vouchers: Vec<VoucherData>,
    pub rows: Vec<RowData>,
    pub balances: Vec<BalanceData>,
    pairs: Vec<(u32, Sym)>,
    /// Where list `n` (from 1) ends in `pairs`.
    list_ends: Vec<u32>,
    quantities: Vec<Quantity>,
    tails: Vec<Tail>,
}

/// A length as the number of the element that comes next; the reader's limit on the size of a file
/// keeps every length far below the top.
fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

impl Books {
    pub(crate) fn objects(&self, ListId(n): ListId) -> Objects<'_> {
        Objects::stored(self.pairs_of(n).unwrap_or_default(), &self.texts)
    }

    fn pairs_of(&self, n: u32) -> Option<&[(u32, Sym)]> {
        let n = (n as usize).checked_sub(1)?;
        let start = n
            .checked_sub(1)
            .map_or(Some(0), |before| self.list_ends.get(before).copied())?;
        self.pairs.get(start as usize..*self.list_ends.get(n)? as usize)
    }

    /// Stores a list; the caller sees to it that equal lists are not stored over and over.
    pub(crate) fn add_list(&mut self, pairs: impl IntoIterator<Item = (u32, Sym)>) -> ListId {
        let before = self.pairs.len();
        self.pairs.extend(pairs);
        if self.pairs.len() == before {
            return ListId(0);
        }
        self.list_ends.push(index(self.pairs.len()));
        ListId(index(self.list_ends.len()))
    }

    /// The id of a list given by value; the last one is used again when it is the same.
    pub(crate) fn list(&mut self, objects: Objects<'_>) -> ListId {
        let last = ListId(index(self.list_ends.len()));
        if self.objects(last) == objects {
            return last;
        }
        let pairs: Vec<(u32, Sym)> = objects
            .iter()
            .map(|(d, code)| (d, self.texts.intern(code)))
            .collect();
        self.add_list(pairs)
    }

    /// Stores a quantity; the last one is used again when it is the same.
    pub(crate) fn quantity(&mut self, quantity: Option<Quantity>) -> QuantityId {
        let Some(quantity) = quantity else {
            return QuantityId(0);
        };
        if self.quantities.last() != Some(&quantity) {
            self.quantities.push(quantity);
        }
        QuantityId(index(self.quantities.len()))
    }

    fn quantity_of(&self, QuantityId(n): QuantityId) -> Option<Quantity> {
        self.quantities.get((n as usize).checked_sub(1)?).copied()
    }

    /// Stores a tail; the last one is used again when it is the same.
    pub(crate) fn tail(&mut self, tail: Tail) -> TailId {
        if tail == Tail::default() {
            return TailId(0);
        }
        if self.tails.last() != Some(&tail) {
            self.tails.push(tail);
        }
        TailId(index(self.tails.len()))
    }

    fn tail_of(&self, TailId(n): TailId) -> Tail {
        let at = (n as usize).checked_sub(1);
        at.and_then(|at| self.tails.get(at)).copied().unwrap_or_default()
    }

    pub(crate) fn next_row(&self) -> u32 {
        index(self.rows.len())
    }

    pub(crate) fn row(&self, data: &RowData) -> Row<'_> {
        let tail = self.tail_of(data.tail);
        Row {
            kind: data.kind(),
            account: self.texts.get(data.account),
            objects: self.objects(data.objects),
            amount: data.amount,
            date: tail.date,
            text: self.texts.get(tail.text),
            quantity: self.quantity_of(tail.quantity),
            sign: self.texts.get(tail.sign),
            line: Line(data.line()),
        }
    }

    pub(crate) fn balance(&self, data: &BalanceData) -> Balance<'_> {
        Balance {
            kind: data.kind,
            year: data.year,
            period: data.period,
            account: self.texts.get(data.account),
            objects: self.objects(data.objects),
            amount: data.amount,
            quantity: self.quantity_of(data.quantity),
            line: Line(data.line),
        }
    }

    pub(crate) fn rows_of(&self, n: usize) -> &[RowData] {
        let start = self.vouchers.get(n).map_or(0, |v| v.first_row as usize);
        let end = self
            .vouchers
            .get(n + 1)
            .map_or(self.rows.len(), |v| v.first_row as usize);
        self.rows.get(start..end).unwrap_or_default()
    }

    /// The voucher as a person names it.
    pub(crate) fn name(&self, voucher: &VoucherData) -> String {
        name(self.texts.get(voucher.series), self.texts.get(voucher.number))
    }

    /// One more than the highest number of a list.
    pub(crate) fn lists(&self) -> usize {
        self.list_ends.len() + 1
    }

    pub(crate) fn vouchers(&self) -> impl ExactSizeIterator<Item = Voucher<'_>> {
        self.vouchers.iter().enumerate().map(|(n, data)| Voucher {
            head: VoucherHead {
                series: self.texts.get(data.series),
                number: self.texts.get(data.number),
                date: data.date,
                text: self.texts.get(data.text),
                registered: data.registered,
                sign: self.texts.get(data.sign),
                line: Line(data.line),
            },
            rows: self.rows_of(n),
            books: self,
        })
    }

    /// Makes room for what is still to come, when `left` bytes are left of a file and the last `read` of
    /// them gave what is held: moving the rows as they grow costs a twentieth of the reading time.
    /// Memory that is not to be had is no fault here; it is asked for again as it is needed.
    pub(crate) fn expect(&mut self, read: usize, left: usize) {
        let more = |held: usize| held.saturating_mul(left) / read.max(1) + held;
        let _ = self.rows.try_reserve(more(self.rows.len()));
        let _ = self.vouchers.try_reserve(more(self.vouchers.len()));
        let _ = self.tails.try_reserve(more(self.tails.len()));
        self.texts.expect(more);
    }

    /// Gives back what the growing vectors reserved too much.
    pub(crate) fn shrink(&mut self) {
        self.texts.shrink();
        self.rows.shrink_to_fit();
        self.tails.shrink_to_fit();
        self.vouchers.shrink_to_fit();
        self.balances.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_keeps_line_and_kind_apart() {
        for kind in [RowKind::Posted, RowKind::Added, RowKind::Removed] {
            for line in [0, 1, 4, u32::MAX >> 2] {
                let place = Place::new(line, kind);
                assert_eq!((place.line(), place.kind()), (line, kind));
            }
            assert_eq!(Place::new(u32::MAX, kind).kind(), kind);
        }
    }

    #[test]
    fn rows_and_balances_stay_small() {
        assert!(size_of::<RowData>() <= 24);
        assert!(size_of::<Tail>() <= 16);
        assert!(size_of::<BalanceData>() <= 40);
        assert!(size_of::<VoucherData>() <= 32);
    }
}
