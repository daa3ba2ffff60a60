//! The year's figures as tables in the published layout (`examples/kalmar`): what an export hands
//! out, and what the checks read, so that live figures are checked by the same list as a document
//! somebody else printed.

mod economy;
mod register;

use super::Figures;
use crate::{
    facts::Facts,
    figure::{Figure, FigureKey, MeasureId, Missing, Scope, Value, WITHHELD},
    number,
};

/// The mark of a printed sum or difference.
const PRINTED: &str = "(tryckt)";

/// Every table of the year that has any row: file name and UTF-8 text.
pub fn tables(facts: &Facts, figures: &Figures) -> Vec<(String, Vec<u8>)> {
    let printer = Printer {
        facts,
        figures,
        year: figures.year(),
    };
    let year = printer.year;
    let tables = [
        (format!("sus-insatser-{year}.csv"), register::per_insats(&printer)),
        ("sus-per-ar.csv".into(), register::per_year(&printer)),
        (format!("bakgrund-{year}.csv"), register::background(&printer)),
        (format!("bilagor-{year}.csv"), register::annexes(&printer)),
        ("bokslut.csv".into(), economy::statements(&printer)),
        ("budget.csv".into(), economy::budget(&printer)),
        ("insatsbudget.csv".into(), economy::insats_budget(&printer)),
        (
            format!("insatskostnader-{year}.csv"),
            economy::insats_cost(&printer),
        ),
        ("flerarsoversikt.csv".into(), economy::overview(&printer)),
        ("medlemsbidrag.csv".into(), economy::contributions(&printer)),
        ("mal.csv".into(), economy::goals(&printer)),
    ];
    let held = tables.into_iter().filter(|(_, lines)| lines.0.len() > 1);
    held.map(|(name, lines)| (name, lines.text().into_bytes()))
        .collect()
}

/// Figures as printed text.
struct Printer<'a> {
    facts: &'a Facts,
    figures: &'a Figures,
    year: i32,
}

impl<'a> Printer<'a> {
    /// A figure of any year as text, empty when there is none.
    fn of(&self, measure: MeasureId, year: i32, scope: Scope) -> String {
        self.figures
            .get(&FigureKey { measure, year, scope })
            .map_or_else(String::new, printed)
    }

    /// A figure of the year.
    fn now(&self, measure: MeasureId, scope: Scope) -> String {
        self.of(measure, self.year, scope)
    }

    /// Every figure of a measure in the year, with its code in a dimension.
    fn by(&self, measure: MeasureId, dimension: &'static str) -> impl Iterator<Item = (&'a str, &'a Figure)> {
        let year = self.year;
        let of_year = self
            .figures
            .of(measure)
            .filter(move |f| f.key.year == year && f.key.scope.0.len() == 1);
        of_year.filter_map(move |f| Some((f.key.scope.get(dimension)?, f)))
    }
}

/// Bare numbers: whole kronor, decimals with a point; "skyddad" for what disclosure control withholds.
fn printed(figure: &Figure) -> String {
    match figure.value {
        Value::Money(ore) => ore.to_kronor().to_string(),
        Value::Count(n) => n.to_string(),
        Value::Decimal { units, decimals } => number::plain(units, decimals),
        // Left out, a part that is only withheld would look like one that does not exist.
        Value::Missing(Missing::Withheld) => WITHHELD.into(),
        Value::Missing(_) => String::new(),
    }
}

/// Lines of a table, the header first.
struct Lines(Vec<Vec<String>>);

impl Lines {
    fn new(header: &[&str]) -> Lines {
        Lines(vec![header.iter().map(|head| (*head).to_owned()).collect()])
    }

    fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        self.0.push(cells.into_iter().collect());
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.0 {
            let cells: Vec<String> = line.iter().map(|cell| quoted(cell)).collect();
            text.push_str(&cells.join(";"));
            text.push('\n');
        }
        text
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
