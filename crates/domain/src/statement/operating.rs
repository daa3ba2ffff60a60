//! Driftsredovisning: the year against its budget. Favourable deviations are positive.

use super::{
    books::Books,
    lines::{CLOSING_EQUITY, COST, FINANCIAL, RESULT},
    mapping::Line,
    measure,
    sheet::Spec,
    table::{Level, Row, RowFigure, Table},
};
use crate::{
    facts::{Budget, BudgetGroup},
    money::Ore,
};

const NET_COST: Spec = Spec::line("Nettokostnad", measure::NET_COST, COST);
const INCOME: Spec = Spec::line("Medlemsavgift", measure::INCOME, &[Line::Income]);
const NET_FINANCIAL: Spec = Spec::line("Finansiella poster", measure::FINANCIAL_NET, FINANCIAL);
const EXTRAORDINARY: Spec = Spec::line(
    "Extraordinära poster",
    measure::EXTRAORDINARY,
    &[Line::Extraordinary],
);
const YEAR_RESULT: Spec = Spec::line("Resultat", measure::RESULT, RESULT).level(Level::Total);
const EQUITY_ROW: Spec = Spec::line("Utgående eget kapital", measure::EQUITY, CLOSING_EQUITY);
const CASH: Spec = Spec::line("Likvida medel", measure::CASH_CLOSING, &[Line::Cash]);

/// Budget in whole kronor: each line is rounded, then summed.
pub(super) struct BudgetSums {
    income: Ore,
    cost: Ore,
    financial: Ore,
}

impl BudgetSums {
    pub fn of(budget: &Budget) -> BudgetSums {
        let sum = |group: BudgetGroup| {
            let lines = budget.lines.iter().filter(|line| line.group == group);
            lines
                .map(|line| Ore::kronor(line.amount.to_kronor()))
                .sum::<Ore>()
        };
        BudgetSums {
            income: sum(BudgetGroup::Income),
            cost: sum(BudgetGroup::Cost),
            financial: sum(BudgetGroup::FinancialIncome) - sum(BudgetGroup::FinancialCost),
        }
    }

    pub fn result(&self) -> Ore {
        self.income - self.cost + self.financial
    }
}

pub(super) fn table(books: &Books, budget: Option<&BudgetSums>) -> Table {
    let mut rows = vec![
        against(books.closing(&NET_COST, 1), budget.map(|b| b.cost), -1),
        against(books.closing(&INCOME, -1), budget.map(|b| b.income), 1),
        against(books.closing(&NET_FINANCIAL, -1), budget.map(|b| b.financial), 1),
    ];
    let extraordinary = books.closing(&EXTRAORDINARY, -1);
    if !extraordinary.accounts.is_empty() {
        rows.push(against(extraordinary, budget.map(|_| Ore::ZERO), 1));
    }
    rows.push(against(
        books.closing(&YEAR_RESULT, -1),
        budget.map(BudgetSums::result),
        1,
    ));
    let opening = books
        .current()
        .map(|year| Ore::kronor(-year.opening.sum(CLOSING_EQUITY)));
    let planned = opening
        .zip(budget)
        .map(|(opening, budget)| opening + budget.result());
    let equity = with_opening(books, books.closing(&EQUITY_ROW, -1), CLOSING_EQUITY, -1);
    rows.push(against(equity, planned, 1));
    rows.push(with_opening(books, books.closing(&CASH, 1), &[Line::Cash], 1));
    Table {
        id: "drift",
        title: "Driftsredovisning".into(),
        rows,
    }
}

/// A balance of the year before is known by the opening balances too.
fn with_opening(books: &Books, row: Row, lines: &[Line], sign: i64) -> Row {
    let opening = books.stated_opening();
    let opening = opening.map(|opening| Ore::kronor(sign * opening.sum(lines)));
    Row {
        previous: row.previous.or(opening),
        ..row
    }
}

/// `favourable` is the sign of an outcome above budget.
fn against(row: Row, budget: Option<Ore>, favourable: i64) -> Row {
    let deviation = row.current.zip(budget).map(|(outcome, budget)| {
        let above = outcome - budget;
        if favourable < 0 { -above } else { above }
    });
    Row {
        budget,
        deviation,
        ..row
    }
}

/// Net investments of the year and how book value moved; there is no investment budget.
pub(super) fn investment(books: &Books) -> Table {
    const EQUIPMENT: &[Line] = &[Line::Equipment];
    const DEPRECIATION: &[Line] = &[Line::Depreciation];
    type Amount = fn(i64, i64, i64) -> i64;
    let rows: [(Spec, Amount); 4] = [
        (
            Spec::line("Ingående bokfört värde", measure::EQUIPMENT, EQUIPMENT),
            |opening, _, _| opening,
        ),
        (
            Spec::line("Årets investeringar, netto", measure::INVESTMENTS, EQUIPMENT),
            |opening, closing, depreciation| closing - opening + depreciation,
        ),
        (
            Spec::line("Årets avskrivningar", measure::DEPRECIATION, DEPRECIATION),
            |_, _, depreciation| -depreciation,
        ),
        (
            Spec::line("Utgående bokfört värde", measure::EQUIPMENT, EQUIPMENT).level(Level::Total),
            |_, closing, _| closing,
        ),
    ];
    let rows = rows.map(|(spec, amount)| {
        books.each_year(&spec, |year| {
            let (opening, closing) = (year.opening.sum(EQUIPMENT), year.closing.sum(EQUIPMENT));
            amount(opening, closing, year.closing.sum(DEPRECIATION))
        })
    });
    let [mut opening, investments, mut depreciation, closing] = rows;
    // The opening value is last year's figure, not this year's.
    opening.figure = None;
    depreciation.figure = depreciation.figure.map(|figure| RowFigure {
        negated: true,
        ..figure
    });
    Table {
        id: "investering",
        title: "Investeringsredovisning".into(),
        rows: vec![opening, investments, depreciation, closing],
    }
}
