//! `budgetsumma`: budget lines make the budget sum, every year.

use super::{
    Out,
    relation::{Relation, Terms},
    sheet::{Id, Sheet},
    tvarsumma,
};
use crate::{figure::Scope, finding::Severity::MustFix};

/// The check's name.
pub const NAME: &str = "budgetsumma";

/// Group sums of the budget, and its line for individual insatser.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("budget.summa") {
        for total in sheet.all("budget.summa", year) {
            let cell = &sheet.cells[*total];
            let beside = |id: &Id| {
                let other = &sheet.cells[*id];
                let same =
                    (&other.place.table, &other.place.column) == (&cell.place.table, &cell.place.column);
                same && other.group.to_lowercase() == cell.group.to_lowercase()
                    && !tvarsumma::is_detail(other)
            };
            let ids: Vec<Id> = (0..sheet.cells.len()).filter(beside).collect();
            tvarsumma::subtotals(sheet, NAME, &ids, out);
            let rows = ids.iter().filter(|id| !sheet.cells[**id].is_sum);
            let terms: Terms = rows.map(|id| (1, *id)).collect();
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
