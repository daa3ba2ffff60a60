//! Balansräkning.

use super::{
    books::Books,
    lines::{ASSETS, CLOSING_EQUITY, CURRENT_ASSETS, EQUITY, EQUITY_AND_LIABILITIES, RESULT},
    mapping::Line,
    measure,
    sheet::{Spec, heading},
    table::{Level, Table},
};

const FIXED_ROWS: &[Spec] = &[Spec::line(
    "Maskiner och inventarier",
    measure::EQUIPMENT,
    &[Line::Equipment],
)];

const CURRENT_ROWS: &[Spec] = &[
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
    Spec::line("Summa eget kapital", measure::EQUITY, CLOSING_EQUITY).level(Level::Subtotal),
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
    let parts = [
        ("Anläggningstillgångar", FIXED_ROWS, 1),
        ("Omsättningstillgångar", CURRENT_ROWS, 1),
        ("Eget kapital, avsättningar och skulder", OTHER_ROWS, -1),
    ];
    let mut rows = Vec::new();
    for (title, specs, sign) in parts {
        rows.push(heading(title));
        rows.extend(specs.iter().map(|spec| books.balance(spec, sign)));
    }
    Table {
        id: "balans",
        title: "Balansräkning".into(),
        rows,
    }
}
