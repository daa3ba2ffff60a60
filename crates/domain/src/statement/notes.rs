//! Notes 1 to 4: a line specified on accounts, or on the mapping's note rows.

use std::collections::BTreeMap;

use super::{
    books::{Books, Kronor},
    mapping::Line,
    measure,
    sheet::heading,
    table::{Level, Row, RowFigure, Table},
};
use crate::{figure::Scope, money::Ore};

/// A part of a note: one line of the mapping.
struct Part {
    /// The `not` scope of its rows.
    scope: &'static str,
    /// Heading, and what its own sum is called; empty when the note has one part.
    heading: &'static str,
    sum: &'static str,
    line: Line,
}

/// A note: number, title, sign against the ledger, parts.
const NOTES: &[(&str, &str, i64, &[Part])] = &[
    (
        "not 1",
        "Not 1 Verksamhetens intäkter",
        -1,
        &[part("1", Line::Income)],
    ),
    (
        "not 2",
        "Not 2 Verksamhetens kostnader",
        1,
        &[
            Part {
                scope: "2 externa",
                heading: "Externa kostnader",
                sum: "Summa externa kostnader",
                line: Line::ExternalCost,
            },
            Part {
                scope: "2 personal",
                heading: "Personalkostnader",
                sum: "Summa personalkostnader",
                line: Line::PersonnelCost,
            },
        ],
    ),
    (
        "not 3",
        "Not 3 Korta fordringar",
        1,
        &[part("3", Line::ShortReceivables)],
    ),
    (
        "not 4",
        "Not 4 Kortfristiga skulder",
        -1,
        &[part("4", Line::ShortLiabilities)],
    ),
];

const fn part(scope: &'static str, line: Line) -> Part {
    let (heading, sum) = ("", "");
    Part {
        scope,
        heading,
        sum,
        line,
    }
}

pub(super) fn tables(books: &Books) -> Vec<Table> {
    let note = |(id, title, sign, parts): &(&'static str, &str, i64, &[Part])| {
        let mut rows = Vec::new();
        let mut sums = Vec::new();
        for part in *parts {
            let lines = lines(books, part, *sign);
            if part.heading.is_empty() {
                sums.extend(lines.iter().cloned());
                rows.extend(lines);
                continue;
            }
            let sum = sum(books, part.sum, part.scope, Level::Subtotal, &lines);
            rows.push(heading(part.heading));
            rows.extend(lines);
            rows.push(sum.clone());
            sums.push(sum);
        }
        let scope = id.trim_start_matches("not ");
        rows.push(sum(books, "Summa", scope, Level::Total, &sums));
        Table {
            id,
            title: (*title).to_owned(),
            rows,
        }
    };
    NOTES.iter().map(note).collect()
}

/// One row per label, in the order of the mapping's ranges, then of account numbers. Accounts
/// without amount either year are left out.
fn lines(books: &Books, part: &Part, sign: i64) -> Vec<Row> {
    let current = books.current().map(|y| &y.closing);
    let stated = books.stated_opening().filter(|_| is_balance(part.line));
    let previous = books.previous().map(|y| &y.closing).or(stated);
    let mut order: Vec<&str> = Vec::new();
    let mut behind: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let mut accounts = books.accounts(&[part.line]);
    accounts.sort_by_key(|account| (books.chart.place(*account), *account));
    for account in accounts {
        let label = books.chart.label(account);
        let accounts = behind.entry(label).or_default();
        if accounts.is_empty() {
            order.push(label);
        }
        accounts.push(account);
    }
    let row = |label: &str| {
        let mut accounts = behind.get(label)?.clone();
        accounts.sort_unstable();
        let sum = |kronor: &Kronor| sign * accounts.iter().map(|a| kronor.account(*a)).sum::<i64>();
        let row = Row {
            label: label.to_owned(),
            current: current.map(sum).map(Ore::kronor),
            previous: previous.map(sum).map(Ore::kronor),
            figure: figure(
                measure::NOTE_ROW,
                Scope::all().with("not", part.scope).with("rad", label),
            ),
            transactions: books.transactions(&accounts),
            accounts,
            ..Row::default()
        };
        let empty = |amount: Option<Ore>| amount.is_none_or(|amount| amount == Ore::ZERO);
        (!empty(row.current) || !empty(row.previous)).then_some(row)
    };
    order.into_iter().filter_map(row).collect()
}

const fn is_balance(line: Line) -> bool {
    matches!(line, Line::ShortReceivables | Line::ShortLiabilities)
}

#[expect(clippy::unnecessary_wraps, reason = "a row's figure is optional")]
fn figure(measure: crate::figure::MeasureId, scope: Scope) -> Option<RowFigure> {
    let negated = false;
    Some(RowFigure {
        measure,
        scope,
        negated,
    })
}

fn sum(books: &Books, label: &str, scope: &str, level: Level, rows: &[Row]) -> Row {
    let total = |amount: fn(&Row) -> Option<Ore>| rows.iter().filter_map(amount).sum::<Ore>();
    let current = books.current().map(|_| total(|row| row.current));
    let known = books.previous().is_some() || rows.iter().any(|row| row.previous.is_some());
    let mut accounts: Vec<u32> = rows.iter().flat_map(|row| row.accounts.iter().copied()).collect();
    accounts.sort_unstable();
    Row {
        label: label.to_owned(),
        level,
        current,
        previous: known.then(|| total(|row| row.previous)),
        figure: figure(measure::NOTE_SUM, Scope::all().with("not", scope)),
        transactions: books.transactions(&accounts),
        accounts,
        ..Row::default()
    }
}
