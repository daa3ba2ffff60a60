//! `resultat`: the result is income minus cost.

use super::{
    Out,
    relation::{Relation, Rule, Terms},
    sheet::{Id, Sheet},
    tvarsumma,
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
        overview(sheet, year, out);
    }
    for measure in ["drift.utfall", "drift.budget"] {
        for year in sheet.years(measure) {
            operating(sheet, measure, year, out);
        }
    }
}

fn push(out: &mut Out, target: Id, terms: Terms, words: &str) {
    bridged(out, target, vec![terms], words);
}

/// The first reading is the plain one; the others explain a difference by named items.
fn bridged(out: &mut Out, target: Id, mut readings: Vec<Terms>, words: &str) {
    readings.dedup();
    let rule = Rule::Sum(readings);
    out.relations
        .push(Relation::new(NAME, MustFix, target, rule, words).derived());
}

/// Some overviews count financial items and depreciation in the rows for income and cost, some print
/// them as rows of their own, some leave them to the statements.
fn overview(sheet: &Sheet, year: i32, out: &mut Out) {
    let [result, income, cost] =
        ["oversikt.resultat", "oversikt.intakter", "oversikt.kostnader"].map(|m| sheet.one(m, year));
    let (Some(result), Some(income), Some(cost)) = (result, income, cost) else {
        return;
    };
    let plain: Terms = vec![(1, income), (-1, cost)];
    let own = |label: &str| {
        let scope = Scope::all().with("rad", label);
        sheet.at("oversikt.rad", year, &scope).first().copied()
    };
    // A cost is taken off, with or without a minus of its own.
    let off = |id: Id| (if sheet.cells[id].units < 0 { 1 } else { -1 }, id);
    let net = own("finansiella poster")
        .or_else(|| own("finansnetto"))
        .map(|id| (1, id));
    let printed: Terms = net
        .into_iter()
        .chain(own("finansiella intäkter").map(|id| (1, id)))
        .chain(own("finansiella kostnader").map(off))
        .chain(own("avskrivningar").map(off))
        .collect();
    let mut readings = vec![[plain.clone(), printed.clone()].concat(), plain.clone()];
    if printed.is_empty() {
        let financial = stated_financial(sheet, year, 1);
        let depreciation: Terms = sheet
            .one("ekonomi.avskrivningar", year)
            .map(|id| (-1, id))
            .into_iter()
            .collect();
        readings.push([plain.clone(), financial.clone()].concat());
        readings.push([plain.clone(), depreciation.clone()].concat());
        readings.push([plain, financial, depreciation].concat());
    }
    bridged(out, result, readings, "intäkter minus kostnader");
}

/// The statements' financial items, net.
pub fn stated_financial(sheet: &Sheet, year: i32, sign: i64) -> Terms {
    [
        ("ekonomi.finansiella_intakter", sign),
        ("ekonomi.finansiella_kostnader", -sign),
    ]
    .iter()
    .filter_map(|(measure, sign)| Some((*sign, sheet.one(measure, year)?)))
    .collect()
}

/// The budget's financial items, net.
pub fn budgeted_financial(sheet: &Sheet, year: i32, sign: i64) -> Terms {
    [
        group(sheet, year, "finansiella intäkter", sign),
        group(sheet, year, "finansiella kostnader", -sign),
    ]
    .concat()
}

/// A group's printed sum in the budget, or its rows where no sum is printed.
fn group(sheet: &Sheet, year: i32, name: &str, sign: i64) -> Terms {
    let sum = sheet.at("budget.summa", year, &Scope::all().with("grupp", name));
    match sum.first() {
        Some(sum) => vec![(sign, *sum)],
        None => ["budget.rad", "budget.individinsatser", "budget.medlemsbidrag"]
            .iter()
            .flat_map(|m| sheet.all(m, year))
            .filter(|id| sheet.cells[**id].group.to_lowercase() == name)
            .filter(|id| !tvarsumma::is_detail(&sheet.cells[**id]))
            .map(|id| (sign, *id))
            .collect(),
    }
}

fn budget(sheet: &Sheet, year: i32, out: &mut Out) {
    let Some(result) = sheet.one("budget.resultat", year) else {
        return;
    };
    let (income, cost) = (
        group(sheet, year, "intäkter", 1),
        group(sheet, year, "kostnader", -1),
    );
    if !income.is_empty() && !cost.is_empty() {
        push(
            out,
            result,
            [income, cost, budgeted_financial(sheet, year, 1)].concat(),
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
        let plain: Terms = vec![(1, income), (-1, cost)];
        let readings = match financial {
            Some(id) => vec![[plain, vec![(1, id)]].concat()],
            // What is not printed here stands in the budget or in the statements.
            None if measure == "drift.budget" => {
                let financial = budgeted_financial(sheet, year, 1);
                vec![plain.clone(), [plain, financial].concat()]
            }
            None => {
                let financial = stated_financial(sheet, year, 1);
                vec![plain.clone(), [plain, financial].concat()]
            }
        };
        bridged(
            out,
            result,
            readings,
            "medlemsavgift minus nettokostnad plus finansiella poster",
        );
    }
}
