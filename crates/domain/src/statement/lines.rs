//! The lines that statements sum, named once.

use super::mapping::Line;

/// Verksamhetens resultat.
pub(super) const OPERATING: &[Line] = &[
    Line::Income,
    Line::ExternalCost,
    Line::PersonnelCost,
    Line::Depreciation,
];
/// Finansiella poster.
pub(super) const FINANCIAL: &[Line] = &[Line::FinancialIncome, Line::FinancialCost];
/// Resultat efter finansiella poster.
pub(super) const BEFORE_EXTRAORDINARY: &[Line] = &joined::<6>(OPERATING, FINANCIAL);
/// Årets resultat: every line of the income statement.
pub(super) const RESULT: &[Line] = &joined::<7>(BEFORE_EXTRAORDINARY, &[Line::Extraordinary]);
/// The operations' cost, depreciation included.
pub(super) const COST: &[Line] = OPERATING.split_at(1).1;

/// Omsättningstillgångar.
pub(super) const CURRENT_ASSETS: &[Line] = &[Line::ShortReceivables, Line::ShortInvestments, Line::Cash];
/// Tillgångar.
pub(super) const ASSETS: &[Line] = &joined::<4>(&[Line::Equipment], CURRENT_ASSETS);
/// Equity before the year's result: what is booked as result is cleared against it.
pub(super) const EQUITY: &[Line] = &[Line::Equity, Line::BookedResult];
/// Equity, the year's result included.
pub(super) const CLOSING_EQUITY: &[Line] = &joined::<9>(EQUITY, RESULT);
/// Avsättningar och skulder.
const LIABILITIES: &[Line] = &[
    Line::PensionProvisions,
    Line::LongLiabilities,
    Line::ShortLiabilities,
];
/// Eget kapital, avsättningar och skulder.
pub(super) const EQUITY_AND_LIABILITIES: &[Line] = &joined::<12>(CLOSING_EQUITY, LIABILITIES);

/// Two lists as one; `N` must be their length.
const fn joined<const N: usize>(first: &[Line], second: &[Line]) -> [Line; N] {
    assert!(first.len() + second.len() == N, "N is the length of both");
    let mut all = [Line::Income; N];
    let mut i = 0;
    while i < N {
        all[i] = if i < first.len() {
            first[i]
        } else {
            second[i - first.len()]
        };
        i += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_asset_or_finances_one() {
        let mut all = [ASSETS, EQUITY_AND_LIABILITIES].concat();
        all.sort_unstable();
        assert_eq!(all, Line::ALL);
    }
}
