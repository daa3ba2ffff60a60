//! `eget-kapital` and `ingaende`: opening is the previous closing, and equity rolls forward.

use super::{
    Out,
    relation::{Relation, Terms},
    sheet::{Id, Sheet},
};
use crate::{
    figure::Scope,
    finding::Severity::{MustFix, ShouldFix},
};

/// The roll-forward check's name.
pub const NAME: &str = "eget-kapital";
/// The name of the check of opening balances.
pub const OPENING: &str = "ingaende";

/// Opening equity and cash are the previous year's closing.
pub fn opening(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("balans.eget_kapital") {
        let closing = closing_equity(sheet, year - 1);
        if let (Some(equity), Some(terms)) = (sheet.one("balans.eget_kapital", year), closing) {
            let words = format!("eget kapital plus årets resultat vid utgången av {}", year - 1);
            out.relations
                .push(Relation::sum(OPENING, MustFix, equity, terms, words));
        }
    }
    for year in sheet.years("kassaflode.likvida_borjan") {
        let [opening, closing] = [
            ("kassaflode.likvida_borjan", year),
            ("kassaflode.likvida_slut", year - 1),
        ]
        .map(|(m, y)| sheet.one(m, y));
        if let (Some(opening), Some(closing)) = (opening, closing) {
            let words = format!("likvida medel vid slutet av {}", year - 1);
            out.relations.push(Relation::sum(
                OPENING,
                MustFix,
                opening,
                vec![(1, closing)],
                words,
            ));
        }
    }
}

/// Equity before the year's result and the result, as the statements have them.
fn closing_equity(sheet: &Sheet, year: i32) -> Option<Terms> {
    let equity = sheet.one("balans.eget_kapital", year)?;
    let result = result(sheet, year)?;
    Some(vec![(1, equity), (1, result)])
}

fn result(sheet: &Sheet, year: i32) -> Option<Id> {
    sheet
        .in_table("bokslut", "ekonomi.resultat", year, &Scope::all())
        .or_else(|| sheet.one("ekonomi.resultat", year))
}

/// Equity = opening + result, in every place.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("oversikt.eget_kapital") {
        overview(sheet, year, out);
    }
    let item = |measure, name, year| {
        sheet
            .at(measure, year, &Scope::all().with("post", name))
            .first()
            .copied()
    };
    for (measure, words) in [
        ("drift.utfall", "ingående eget kapital plus årets resultat"),
        ("drift.budget", "ingående eget kapital plus budgeterat resultat"),
    ] {
        for year in sheet.years(measure) {
            let equity = sheet.one("balans.eget_kapital", year);
            let closing = item(measure, "utgående eget kapital", year);
            if let (Some(closing), Some(equity), Some(result)) =
                (closing, equity, item(measure, "resultat", year))
            {
                let terms = vec![(1, equity), (1, result)];
                out.relations
                    .push(Relation::sum(NAME, MustFix, closing, terms, words));
            }
        }
    }
    for goal in &sheet.goals {
        let about_equity = goal.measured_by.to_lowercase().contains("eget kapital");
        if let (true, Some(outcome), Some(terms)) =
            (about_equity, goal.outcome, closing_equity(sheet, goal.year))
        {
            let words = "bokslutets eget kapital plus årets resultat";
            out.relations
                .push(Relation::sum(NAME, ShouldFix, outcome, terms, words));
        }
    }
}

fn overview(sheet: &Sheet, year: i32, out: &mut Out) {
    let Some(equity) = sheet.one("oversikt.eget_kapital", year) else {
        return;
    };
    let severity = if year >= sheet.year - 1 {
        MustFix
    } else {
        ShouldFix
    };
    if let Some(terms) = closing_equity(sheet, year) {
        let words = "bokslutets eget kapital plus årets resultat";
        out.relations
            .push(Relation::sum(NAME, severity, equity, terms, words));
    }
    let before = sheet.one("oversikt.eget_kapital", year - 1);
    if let (Some(before), Some(result)) = (before, sheet.one("oversikt.resultat", year)) {
        let words = format!("eget kapital {} plus årets resultat", year - 1);
        out.relations.push(Relation::sum(
            NAME,
            severity,
            equity,
            vec![(1, before), (1, result)],
            words,
        ));
    }
}
