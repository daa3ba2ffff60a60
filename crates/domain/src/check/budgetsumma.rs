//! `budgetsumma`: budget lines make the budget sum, every year.

use super::{
    Out,
    relation::{Relation, Terms},
    sheet::Sheet,
};
use crate::{figure::Scope, finding::Severity::MustFix};

/// The check's name.
pub const NAME: &str = "budgetsumma";

/// Group sums of the budget, and its line for individual insatser.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("budget.summa") {
        for total in sheet.all("budget.summa", year) {
            let cell = &sheet.cells[*total];
            let rows = |id: &usize| {
                let other = &sheet.cells[*id];
                let same = (&other.place.table, &other.group, &other.place.column)
                    == (&cell.place.table, &cell.group, &cell.place.column);
                same && !other.is_sum
            };
            let terms: Terms = (0..sheet.cells.len()).filter(rows).map(|id| (1, id)).collect();
            if !terms.is_empty() {
                let words = format!("summan av raderna i gruppen {}", cell.group);
                out.relations
                    .push(Relation::sum(NAME, MustFix, *total, terms, words).derived());
            }
        }
    }
    for year in sheet.years("budget.individinsatser") {
        let line = sheet.all("budget.individinsatser", year).first().copied();
        let total = sheet.at("insats.budget", year, &Scope::all()).first().copied();
        if let (Some(line), Some(total)) = (line, total) {
            let words = format!("summan i {}", sheet.cells[total].place.table);
            out.relations
                .push(Relation::sum(NAME, MustFix, line, vec![(1, total)], words));
        }
    }
}
