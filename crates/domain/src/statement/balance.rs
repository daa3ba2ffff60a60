//! Balansräkning.

use super::{
    books::Books,
    lines::{ASSETS, CURRENT_ASSETS, EQUITY, EQUITY_AND_LIABILITIES, RESULT},
    mapping::Line,
    measure,
    sheet::{Spec, heading},
    table::{Level, Table},
};

const ASSET_ROWS: &[Spec] = &[
    Spec::line("Maskiner och inventarier", measure::EQUIPMENT, &[Line::Equipment]),
    Spec::line(
        "Korta fordringar",
        measure::SHORT_RECEIVABLES,
        &[Line::ShortReceivables],
    )
    .note("3"),
    Spec::line(
        "Kortfristiga placeringar",
        measure::SHORT_INVESTMENTS,
        &[Line::ShortInvestments],
    ),
    Spec::line("Kassa och bank", measure::CASH, &[Line::Cash]),
    Spec::line(
        "Summa omsättningstillgångar",
        measure::CURRENT_ASSETS,
        CURRENT_ASSETS,
    )
    .level(Level::Subtotal),
    Spec::line("Summa tillgångar", measure::ASSETS, ASSETS).level(Level::Total),
];

const OTHER_ROWS: &[Spec] = &[
    Spec::line("Eget kapital", measure::EQUITY_BEFORE_RESULT, EQUITY),
    Spec::line("Årets resultat", measure::RESULT, RESULT),
    Spec::line(
        "Avsättningar för pensioner",
        measure::PENSION_PROVISIONS,
        &[Line::PensionProvisions],
    ),
    Spec::line(
        "Långfristiga skulder",
        measure::LONG_LIABILITIES,
        &[Line::LongLiabilities],
    ),
    Spec::line(
        "Kortfristiga skulder",
        measure::SHORT_LIABILITIES,
        &[Line::ShortLiabilities],
    )
    .note("4"),
    Spec::line(
        "Summa eget kapital, avsättningar och skulder",
        measure::EQUITY_AND_LIABILITIES,
        EQUITY_AND_LIABILITIES,
    )
    .level(Level::Total),
];

pub(super) fn table(books: &Books) -> Table {
    let mut rows = vec![heading("Tillgångar")];
    rows.extend(ASSET_ROWS.iter().map(|spec| books.balance(spec, 1)));
    rows.push(heading("Eget kapital, avsättningar och skulder"));
    rows.extend(OTHER_ROWS.iter().map(|spec| books.balance(spec, -1)));
    Table {
        id: "balans",
        title: "Balansräkning".into(),
        rows,
    }
}
