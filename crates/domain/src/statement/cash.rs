//! Kassaflödesanalys, indirect method, in three sectors; it ends in Kassa och bank.

use super::{
    books::{Books, Kronor},
    lines::{CLOSING_EQUITY, EQUITY, RESULT},
    mapping::Line,
    measure,
    sheet::{Spec, heading},
    table::{Level, Row, Table},
};

const DEPRECIATION: &[Line] = &[Line::Depreciation];
const PROVISIONS: &[Line] = &[Line::PensionProvisions];
const RECEIVABLES: &[Line] = &[Line::ShortReceivables];
const LIABILITIES: &[Line] = &[Line::ShortLiabilities];
const EQUIPMENT: &[Line] = &[Line::Equipment];
const INVESTMENTS: &[Line] = &[Line::ShortInvestments];
const LONG: &[Line] = &[Line::LongLiabilities];
const CASH: &[Line] = &[Line::Cash];

/// One year's flows in kronor.
struct Flow<'a> {
    opening: &'a Kronor,
    closing: &'a Kronor,
}

impl Flow<'_> {
    /// What a change of these balance lines did to cash.
    fn change(&self, lines: &[Line]) -> i64 {
        self.opening.sum(lines) - self.closing.sum(lines)
    }

    /// Investments in equipment net of sales: the change in book value before depreciation.
    fn equipment(&self) -> i64 {
        self.change(EQUIPMENT) - self.closing.sum(DEPRECIATION)
    }

    /// Equity that changed otherwise than by last year's result being carried forward.
    fn equity(&self) -> i64 {
        self.opening.sum(CLOSING_EQUITY) - self.closing.sum(EQUITY)
    }
}

type Amount = fn(&Flow) -> i64;
type Term = (Spec, Amount);

const OPERATING: &[Term] = &[
    (Spec::line("Årets resultat", measure::RESULT, RESULT), |flow| {
        -flow.closing.sum(RESULT)
    }),
    (
        Spec::line(
            "Justering för avskrivningar",
            measure::FLOW_DEPRECIATION,
            DEPRECIATION,
        ),
        |flow| flow.closing.sum(DEPRECIATION),
    ),
    (
        Spec::line(
            "Ökning/minskning avsättningar",
            measure::FLOW_PROVISIONS,
            PROVISIONS,
        ),
        |flow| flow.change(PROVISIONS),
    ),
    (
        Spec::line(
            "Ökning/minskning kortfristiga fordringar",
            measure::FLOW_RECEIVABLES,
            RECEIVABLES,
        ),
        |flow| flow.change(RECEIVABLES),
    ),
    (
        Spec::line(
            "Ökning/minskning kortfristiga skulder",
            measure::FLOW_LIABILITIES,
            LIABILITIES,
        ),
        |flow| flow.change(LIABILITIES),
    ),
];

const INVESTING: &[Term] = &[
    (
        Spec::line(
            "Investering i maskiner och inventarier",
            measure::FLOW_EQUIPMENT,
            EQUIPMENT,
        ),
        |flow| flow.equipment(),
    ),
    (
        Spec::line(
            "Ökning/minskning kortfristiga placeringar",
            measure::FLOW_SHORT_INVESTMENTS,
            INVESTMENTS,
        ),
        |flow| flow.change(INVESTMENTS),
    ),
];

const FINANCING: &[Term] = &[
    (
        Spec::line(
            "Ökning/minskning långfristiga skulder",
            measure::FLOW_LONG_LIABILITIES,
            LONG,
        ),
        |flow| flow.change(LONG),
    ),
    (
        Spec::line(
            "Förändring av eget kapital utöver årets resultat",
            measure::FLOW_EQUITY,
            EQUITY,
        ),
        |flow| flow.equity(),
    ),
];

/// Heading, rows, and what the sector's sum is.
const SECTORS: &[(&str, &[Term], Spec)] = &[
    (
        "Den löpande verksamheten",
        OPERATING,
        Spec::line(
            "Kassaflöde för den löpande verksamheten",
            measure::FLOW_OPERATING,
            &[],
        ),
    ),
    (
        "Investeringsverksamheten",
        INVESTING,
        Spec::line(
            "Kassaflöde för investeringsverksamheten",
            measure::FLOW_INVESTING,
            &[],
        ),
    ),
    (
        "Finansieringsverksamheten",
        FINANCING,
        Spec::line(
            "Kassaflöde för finansieringsverksamheten",
            measure::FLOW_FINANCING,
            &[],
        ),
    ),
];

const YEAR: Spec = Spec::line("Årets kassaflöde", measure::FLOW_YEAR, &[]).level(Level::Total);
const OPENING: Spec = Spec::line("Likvida medel vid årets början", measure::CASH_OPENING, CASH);
const CLOSING: Spec = Spec::line("Likvida medel vid årets slut", measure::CASH_CLOSING, CASH);

pub(super) fn table(books: &Books) -> Table {
    let at = |spec: &Spec, amount: &dyn Fn(&Flow) -> i64| {
        books.each_year(spec, |year| {
            let (opening, closing) = (&year.opening, &year.closing);
            amount(&Flow { opening, closing })
        })
    };
    let mut rows = Vec::new();
    let mut sums = Vec::new();
    for (label, specs, sum) in SECTORS {
        rows.push(heading(label));
        let lines = specs.iter().map(|(spec, amount)| at(spec, amount));
        let lines: Vec<Row> = lines.filter(|row| !is_idle_equity(row)).collect();
        let total = |flow: &Flow| specs.iter().map(|(_, amount)| amount(flow)).sum();
        let sum = summing(books, at(&sum.level(Level::Subtotal), &total), &lines);
        rows.extend(lines);
        rows.push(sum.clone());
        sums.push(sum);
    }
    let all = |flow: &Flow| {
        SECTORS
            .iter()
            .flat_map(|(_, specs, _)| *specs)
            .map(|(_, amount)| amount(flow))
            .sum()
    };
    rows.push(summing(books, at(&YEAR, &all), &sums));
    rows.push(at(&OPENING, &|flow| flow.opening.sum(CASH)));
    rows.push(at(&CLOSING, &|flow| flow.closing.sum(CASH)));
    Table {
        id: "kassaflode",
        title: "Kassaflödesanalys".into(),
        rows,
    }
}

/// Equity that moved only by the results is not a flow, and the row would puzzle the reader.
fn is_idle_equity(row: &Row) -> bool {
    let measures_equity = row
        .figure
        .as_ref()
        .is_some_and(|f| f.measure == measure::FLOW_EQUITY);
    measures_equity
        && [row.current, row.previous]
            .into_iter()
            .flatten()
            .all(|amount| amount.0 == 0)
}

/// The sum stands on the accounts of its rows.
fn summing(books: &Books, sum: Row, rows: &[Row]) -> Row {
    let mut accounts: Vec<u32> = rows.iter().flat_map(|row| row.accounts.iter().copied()).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let transactions = books.transactions(&accounts);
    Row {
        accounts,
        transactions,
        ..sum
    }
}
