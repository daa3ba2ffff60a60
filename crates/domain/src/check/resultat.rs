//! `resultat`: the result is income minus cost.

use super::{
    Out,
    relation::{Relation, Terms},
    sheet::{Id, Sheet},
};
use crate::{figure::Scope, finding::Severity::MustFix};

/// The check's name.
pub const NAME: &str = "resultat";

/// In the budget, the operating statement and the overview.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("budget.resultat") {
        budget(sheet, year, out);
    }
    for year in sheet.years("oversikt.resultat") {
        let [result, income, cost] =
            ["oversikt.resultat", "oversikt.intakter", "oversikt.kostnader"].map(|m| sheet.one(m, year));
        if let (Some(result), Some(income), Some(cost)) = (result, income, cost) {
            let mut terms = vec![(1, income), (-1, cost)];
            // Some overviews count these in the rows above, some print them as rows of their own.
            for (factor, label) in [(-1, "avskrivningar"), (1, "finansiella poster")] {
                let own = sheet.at("oversikt.rad", year, &Scope::all().with("rad", label));
                terms.extend(own.first().map(|id| (factor, *id)));
            }
            push(out, result, terms, "intäkter minus kostnader");
        }
    }
    for measure in ["drift.utfall", "drift.budget"] {
        for year in sheet.years(measure) {
            operating(sheet, measure, year, out);
        }
    }
}

fn push(out: &mut Out, target: Id, terms: Terms, words: &str) {
    out.relations
        .push(Relation::sum(NAME, MustFix, target, terms, words).derived());
}

fn budget(sheet: &Sheet, year: i32, out: &mut Out) {
    // A group's printed sum, or its rows where no sum is printed.
    let group = |name: &str, sign: i64| -> Terms {
        let sum = sheet.at("budget.summa", year, &Scope::all().with("grupp", name));
        match sum.first() {
            Some(sum) => vec![(sign, *sum)],
            None => ["budget.rad", "budget.individinsatser", "budget.medlemsbidrag"]
                .iter()
                .flat_map(|m| sheet.all(m, year))
                .filter(|id| sheet.cells[**id].group.to_lowercase() == name)
                .map(|id| (sign, *id))
                .collect(),
        }
    };
    let Some(result) = sheet.one("budget.resultat", year) else {
        return;
    };
    let (income, cost) = (group("intäkter", 1), group("kostnader", -1));
    if !income.is_empty() && !cost.is_empty() {
        let financial = [
            group("finansiella intäkter", 1),
            group("finansiella kostnader", -1),
        ]
        .concat();
        push(
            out,
            result,
            [income, cost, financial].concat(),
            "intäkter minus kostnader",
        );
    }
    let (returned, second) = (
        sheet.one("budget.aterforing", year),
        sheet.one("budget.resultat_2", year),
    );
    let (Some(returned), Some(second)) = (returned, second) else {
        return;
    };
    if sheet.cells[second].units == 0 {
        // The deficit is meant to be taken out exactly: then the returned surplus is what follows.
        let terms = vec![(1, second), (-1, result)];
        push(
            out,
            returned,
            terms,
            "det budgeterade resultatet med omvänt tecken",
        );
    } else {
        let terms = vec![(1, result), (1, returned)];
        push(out, second, terms, "resultat plus återföring");
    }
}

fn operating(sheet: &Sheet, measure: &str, year: i32, out: &mut Out) {
    let [result, income, cost, financial] =
        ["resultat", "medlemsavgift", "nettokostnad", "finansiella poster"].map(|item| {
            sheet
                .at(measure, year, &Scope::all().with("post", item))
                .first()
                .copied()
        });
    if let (Some(result), Some(income), Some(cost)) = (result, income, cost) {
        let mut terms = vec![(1, income), (-1, cost)];
        terms.extend(financial.map(|id| (1, id)));
        push(
            out,
            result,
            terms,
            "medlemsavgift minus nettokostnad plus finansiella poster",
        );
    }
}
