//! Balanskravsresultat and what is left to restore (kommunallagen 11 kap. 12–13 §§).

use super::{
    measure,
    table::{Level, Row, RowFigure, Table},
};
use crate::{
    figure::{MeasureId, Scope},
    money::Ore,
};

/// How many years a deficit may take to restore (kommunallagen 11 kap. 12 §).
const YEARS_TO_RESTORE: i32 = 3;

/// A balance requirement adjustment, for example capital gains (lag 2018:597, 11 kap. 10 §).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// As printed.
    pub label: String,
    /// Added to the result; capital gains are negative.
    pub amount: Ore,
}

impl Adjustment {
    /// The label of what the board has decided not to restore.
    pub const WAIVED: &'static str = "Återställs inte (synnerliga skäl)";

    /// Whether it is no adjustment of the result but a decision, for special reasons, not to restore
    /// so much of the year's deficit (kommunallagen 11 kap. 13 §).
    pub fn is_waiver(&self) -> bool {
        self.label == Adjustment::WAIVED
    }
}

/// Årets resultat down to balanskravsresultat, and earlier deficits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BalanceRequirement {
    /// As printed.
    pub table: Table,
    /// Balanskravsresultat; `None` without the year's bookkeeping.
    pub result: Option<Ore>,
    /// Deficits not fully restored when the year began, and the year's own, oldest first.
    pub restorations: Vec<Restoration>,
}

/// One year's deficit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restoration {
    /// The year it arose.
    pub year: i32,
    /// How large it was, positive.
    pub deficit: Ore,
    /// What later results have restored, up to and including the statements' year.
    pub restored: Ore,
    /// What the board has decided not to restore, for special reasons.
    pub waived: Ore,
    /// The last year it must be restored in, unless the board names special reasons.
    pub latest: i32,
}

impl Restoration {
    /// Whether the three years had passed at the end of `year` with something left.
    pub fn is_overdue(&self, year: i32) -> bool {
        self.latest <= year && self.remaining() > Ore::ZERO
    }

    /// What is left.
    pub fn remaining(&self) -> Ore {
        self.deficit - self.restored - self.waived
    }
}

impl BalanceRequirement {
    /// From the results of consecutive years up to and including `year`, oldest first, and every
    /// year's adjustments. Each year stands with its balanskravsresultat.
    pub fn of(year: i32, results: &[(i32, Ore)], adjustments: &[(i32, Adjustment)]) -> BalanceRequirement {
        let at = |y: i32| results.iter().find(|(of, _)| *of == y).map(|(_, result)| *result);
        let sum = |y: i32| sum(adjustments, y);
        let result = at(year).map(|result| result + sum(year));
        let before = results.iter().filter(|(of, _)| *of < year);
        let mut earlier: Vec<(i32, Ore)> = before.map(|(of, result)| (*of, *result + sum(*of))).collect();
        let restore = |results: &[(i32, Ore)]| restore(results, adjustments);
        let before = restore(&earlier);
        let before_previous = restore(&earlier[..earlier.len().saturating_sub(1)]);
        earlier.extend(result.map(|result| (year, result)));
        let after = restore(&earlier);
        let waived = |year| {
            let own = after.iter().find(|r| r.year == year);
            own.map_or(Ore::ZERO, |r| r.waived)
        };
        let deficits = Deficits {
            waived: [waived(year), waived(year - 1)],
            opening: [left(&before), left(&before_previous)],
            closing: [left(&after), left(&before)],
        };
        let rows = [year, year - 1].map(|y| Year {
            result: at(y),
            adjustments: adjustments
                .iter()
                .filter(|(of, a)| *of == y && !a.is_waiver())
                .map(|(_, a)| a)
                .collect(),
        });
        let table = table(&rows, &deficits);
        let open_at_start = |r: &Restoration| before.iter().any(|b| b.year == r.year && b.remaining().0 > 0);
        let restorations = after
            .into_iter()
            .filter(|r| r.year == year || open_at_start(r))
            .collect();
        BalanceRequirement {
            table,
            result,
            restorations,
        }
    }
}

impl BalanceRequirement {
    /// The rows that print figures stand on the same accounts as the income statement's result.
    pub(super) fn stand_on(&mut self, income: &Table) {
        let Some(result) = income.rows.last() else { return };
        let is_result = |row: &Row| {
            let figure = row.figure.as_ref();
            figure.is_some_and(|figure| figure.measure != measure::REQUIREMENT_ROW)
        };
        for row in self.table.rows.iter_mut().filter(|row| is_result(row)) {
            row.accounts.clone_from(&result.accounts);
            row.transactions = result.transactions;
        }
    }
}

/// Opening and closing deficit to restore, as negative amounts, this year and the year before.
struct Deficits {
    /// What the board has decided not to restore of the year's own deficit, positive.
    waived: [Ore; 2],
    opening: [Ore; 2],
    closing: [Ore; 2],
}

/// Surpluses restore the oldest deficit first; what the board waives is nothing to restore.
fn restore(results: &[(i32, Ore)], adjustments: &[(i32, Adjustment)]) -> Vec<Restoration> {
    let waived = |year: i32| -> Ore {
        let own = adjustments.iter().filter(|(of, a)| *of == year && a.is_waiver());
        own.map(|(_, a)| a.amount).sum()
    };
    let mut deficits: Vec<Restoration> = Vec::new();
    for &(year, result) in results {
        if result < Ore::ZERO {
            deficits.push(Restoration {
                year,
                deficit: -result,
                restored: Ore::ZERO,
                waived: waived(year).clamp(Ore::ZERO, -result),
                latest: year + YEARS_TO_RESTORE,
            });
            continue;
        }
        let mut surplus = result;
        for deficit in &mut deficits {
            let part = surplus.min(deficit.remaining());
            deficit.restored += part;
            surplus = surplus - part;
        }
    }
    deficits
}

fn left(deficits: &[Restoration]) -> Ore {
    -deficits.iter().map(Restoration::remaining).sum::<Ore>()
}

/// An amount this year and the year before; `None` in a year without a known result.
type Pair = [Option<Ore>; 2];

/// A year's result and adjustments.
struct Year<'a> {
    result: Option<Ore>,
    adjustments: Vec<&'a Adjustment>,
}

impl Year<'_> {
    /// The adjustments of this name; nothing in a year without a known result.
    fn of(&self, label: &str) -> Option<Ore> {
        let own = self.adjustments.iter().filter(|a| a.label == label);
        self.result.map(|_| own.map(|a| a.amount).sum())
    }

    fn adjusted(&self) -> Option<Ore> {
        self.result
            .map(|result| result + self.adjustments.iter().map(|a| a.amount).sum())
    }
}

fn sum(adjustments: &[(i32, Adjustment)], year: i32) -> Ore {
    let own = adjustments.iter().filter(|(of, a)| *of == year && !a.is_waiver());
    own.map(|(_, adjustment)| adjustment.amount).sum()
}

fn table(years: &[Year<'_>; 2], deficits: &Deficits) -> Table {
    let results = [years[0].result, years[1].result];
    let mut rows = result_rows(results, years);
    rows.extend(deficit_rows(results, deficits));
    Table {
        id: "balanskrav",
        title: "Balanskravsresultat".into(),
        rows,
    }
}

fn row(label: &str, level: Level, [current, previous]: Pair) -> Row {
    Row {
        label: label.to_owned(),
        level,
        current,
        previous,
        ..Row::default()
    }
}

/// A row that no other statement prints.
fn specified(row: Row) -> Row {
    let figure = Some(RowFigure {
        measure: measure::REQUIREMENT_ROW,
        scope: Scope::all().with("rad", &row.label),
        negated: false,
    });
    Row { figure, ..row }
}

fn printing(measure: MeasureId, row: Row) -> Row {
    let figure = Some(RowFigure {
        measure,
        scope: Scope::all(),
        negated: false,
    });
    Row { figure, ..row }
}

/// Each adjustment has a row, whichever of the two years it is of.
fn result_rows(results: Pair, years: &[Year<'_>; 2]) -> Vec<Row> {
    let first = row("Årets resultat enligt resultaträkningen", Level::Line, results);
    let mut rows = vec![printing(measure::RESULT, first)];
    let mut labels: Vec<&str> = Vec::new();
    for adjustment in years.iter().flat_map(|year| &year.adjustments) {
        if !labels.contains(&adjustment.label.as_str()) {
            labels.push(&adjustment.label);
        }
    }
    if labels.is_empty() {
        labels.push("Balanskravsjusteringar");
    }
    for label in labels {
        let amounts = [years[0].of(label), years[1].of(label)];
        rows.push(specified(row(label, Level::Line, amounts)));
    }
    let adjusted = [years[0].adjusted(), years[1].adjusted()];
    let total = row("Balanskravsresultat", Level::Total, adjusted);
    rows.push(printing(measure::BALANCE_REQUIREMENT, total));
    rows
}

fn deficit_rows([current, previous]: Pair, deficits: &Deficits) -> Vec<Row> {
    let known = |amounts: [Ore; 2]| [current.map(|_| amounts[0]), previous.map(|_| amounts[1])];
    let (opening, closing) = (deficits.opening, deficits.closing);
    let waived = deficits.waived;
    let change = [0, 1].map(|i| closing[i] - opening[i] - waived[i]);
    let mut rows = vec![
        row("Underskott att återställa", Level::Group, [None, None]),
        specified(row("Från tidigare år", Level::Line, known(opening))),
        specified(row(
            "Nytt underskott (−) eller återställt (+) under året",
            Level::Line,
            known(change),
        )),
    ];
    if waived.iter().any(|amount| *amount > Ore::ZERO) {
        rows.push(specified(row(Adjustment::WAIVED, Level::Line, known(waived))));
    }
    rows.push(specified(row(
        "Kvar att återställa",
        Level::Total,
        known(closing),
    )));
    rows
}
