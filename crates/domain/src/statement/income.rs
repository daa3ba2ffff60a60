//! Resultaträkning.

use super::{
    books::Books,
    lines::{BEFORE_EXTRAORDINARY, OPERATING, RESULT},
    mapping::Line,
    measure,
    sheet::Spec,
    table::{Level, Row, RowFigure, Table},
};

const ROWS: &[Spec] = &[
    Spec::line("Verksamhetens intäkter", measure::INCOME, &[Line::Income]).note("1"),
    Spec::line(
        "Verksamhetens kostnader",
        measure::COST,
        &[Line::ExternalCost, Line::PersonnelCost],
    )
    .note("2"),
    Spec::line("Avskrivningar", measure::DEPRECIATION, &[Line::Depreciation]),
    Spec::line("Verksamhetens resultat", measure::OPERATING_RESULT, OPERATING).level(Level::Subtotal),
    Spec::line(
        "Finansiella intäkter",
        measure::FINANCIAL_INCOME,
        &[Line::FinancialIncome],
    ),
    Spec::line(
        "Finansiella kostnader",
        measure::FINANCIAL_COST,
        &[Line::FinancialCost],
    ),
    Spec::line(
        "Resultat efter finansiella poster",
        measure::RESULT_AFTER_FINANCIAL,
        BEFORE_EXTRAORDINARY,
    )
    .level(Level::Subtotal),
    Spec::line(
        "Extraordinära poster",
        measure::EXTRAORDINARY,
        &[Line::Extraordinary],
    ),
    Spec::line("Årets resultat", measure::RESULT, RESULT).level(Level::Total),
];

/// Costs are figures without sign and printed negative.
const COSTS: [&str; 3] = [measure::COST, measure::DEPRECIATION, measure::FINANCIAL_COST];

pub(super) fn table(books: &Books) -> Table {
    let rows = ROWS.iter().map(|spec| {
        let row = books.closing(spec, -1);
        let negated = COSTS.contains(&spec.measure);
        let figure = row.figure.map(|figure| RowFigure { negated, ..figure });
        Row { figure, ..row }
    });
    Table {
        id: "resultat",
        title: "Resultaträkning".into(),
        rows: rows.collect(),
    }
}
