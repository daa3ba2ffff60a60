//! `skillnad`: a deviation is the difference of its two columns.

use super::{
    Out,
    relation::{Relation, Rule, Terms},
    resultat::budgeted_financial,
    sheet::Sheet,
};
use crate::{figure::Scope, finding::Severity::MustFix};

/// The check's name.
pub const NAME: &str = "skillnad";

/// The deviations of the operating statement. A cost below budget is a positive deviation.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("drift.avvikelse") {
        for deviation in sheet.all("drift.avvikelse", year) {
            let scope = &sheet.cells[*deviation].scope;
            let item = scope.get("post").unwrap_or_default();
            let [outcome, budget] =
                ["drift.utfall", "drift.budget"].map(|m| sheet.at(m, year, scope).first().copied());
            if let (Some(outcome), Some(budget)) = (outcome, budget) {
                let (sign, words) = if item.contains("kostnad") {
                    (-1, "budget minus utfall")
                } else {
                    (1, "utfall minus budget")
                };
                let terms = vec![(sign, outcome), (-sign, budget)];
                out.relations
                    .push(Relation::sum(NAME, MustFix, *deviation, terms, words).derived());
            }
        }
        total(sheet, year, out);
    }
}

/// The result's deviation is the sum of the others; financial items are budgeted at what they are,
/// or at nothing.
fn total(sheet: &Sheet, year: i32, out: &mut Out) {
    let of = |measure: &str, item: &str| {
        sheet
            .at(measure, year, &Scope::all().with("post", item))
            .first()
            .copied()
    };
    let (Some(result), Some(cost), Some(income)) = (
        of("drift.avvikelse", "resultat"),
        of("drift.avvikelse", "nettokostnad"),
        of("drift.avvikelse", "medlemsavgift"),
    ) else {
        return;
    };
    let mut terms: Terms = vec![(1, cost), (1, income)];
    let mut readings = Vec::new();
    let item = "finansiella poster";
    if let Some(deviation) = of("drift.avvikelse", item) {
        terms.push((1, deviation));
    } else {
        terms.extend(of("drift.utfall", item).map(|id| (1, id)));
        match of("drift.budget", item) {
            Some(budget) => terms.push((-1, budget)),
            // Interest that is budgeted is printed in the budget, if not here.
            None => readings.push([terms.clone(), budgeted_financial(sheet, year, -1)].concat()),
        }
    }
    readings.insert(0, terms);
    let words = "summan av avvikelserna ovanför";
    out.relations
        .push(Relation::new(NAME, MustFix, result, Rule::Sum(readings), words).derived());
}
