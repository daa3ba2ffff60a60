//! `procent`: percentages are recomputed from the numbers they are made of.

use super::{
    Out,
    relation::{Relation, Rule, Terms},
    sheet::{GoalRow, Id, Sheet},
};
use crate::{
    figure::Scope,
    finding::Severity::{MustFix, ShouldFix},
    unit::Unit,
};

/// The check's name.
pub const NAME: &str = "procent";

/// Goals whose result is a share of something printed.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for goal in &sheet.goals {
        let Some(outcome) = goal.outcome.filter(|id| sheet.cells[*id].unit == Unit::Procent) else {
            continue;
        };
        let words = goal.text.to_lowercase();
        if let Some((k, n)) = goal.k_of_n {
            let bases = vec![(vec![(1, k)], vec![(1, n)])];
            push(
                sheet,
                out,
                outcome,
                (bases, MustFix),
                "andelen av de tal som står i texten",
            );
        } else if words.contains("avviker") && words.contains("budget") {
            deviation(sheet, goal, outcome, out);
        } else if words.contains("individinriktade insatser") || words.contains("individinsatser") {
            share_of_funds(sheet, goal, outcome, out);
        }
    }
}

fn push(
    sheet: &Sheet,
    out: &mut Out,
    target: Id,
    (bases, severity): (Vec<(Terms, Terms)>, crate::finding::Severity),
    words: &str,
) {
    if bases.is_empty() {
        return;
    }
    let decimals = sheet.cells[target].decimals;
    let rule = Rule::Percent { bases, decimals };
    out.relations
        .push(Relation::new(NAME, severity, target, rule, words));
}

/// The insats costs of a year: the printed total, or the note's row of grants given.
fn cost(sheet: &Sheet, year: i32) -> Option<Id> {
    sheet.one("insats.kostnad", year).or_else(|| {
        let grants = |id: &&Id| {
            sheet.cells[**id]
                .label
                .to_lowercase()
                .starts_with("lämnade bidrag")
        };
        sheet.all("not.rad", year).iter().find(grants).copied()
    })
}

/// |budget − cost| of budget.
fn deviation(sheet: &Sheet, goal: &GoalRow, outcome: Id, out: &mut Out) {
    let line = sheet.all("budget.individinsatser", goal.year).first().copied();
    let total = sheet
        .at("insats.budget", goal.year, &Scope::all())
        .first()
        .copied();
    let Some(cost) = cost(sheet, goal.year) else {
        return;
    };
    if let Some(budget) = line.or(total).or(goal.budget) {
        let bases = vec![(vec![(1, budget), (-1, cost)], vec![(1, budget)])];
        push(
            sheet,
            out,
            outcome,
            (bases, MustFix),
            "insatsernas avvikelse mot budget",
        );
    }
}

/// Cost of what the members paid; the statements call their whole income member contributions, and
/// that reading is a bridge as long as it adds up.
fn share_of_funds(sheet: &Sheet, goal: &GoalRow, outcome: Id, out: &mut Out) {
    let Some(cost) = cost(sheet, goal.year) else {
        return;
    };
    let paid: Terms = sheet
        .all("bidrag.belopp", goal.year)
        .iter()
        .map(|id| (1, *id))
        .collect();
    let line: Terms = sheet
        .all("budget.medlemsbidrag", goal.year)
        .iter()
        .map(|id| (1, *id))
        .collect();
    let income: Terms = sheet
        .one("ekonomi.intakter", goal.year)
        .map(|id| (1, id))
        .into_iter()
        .collect();
    let mut bases: Vec<Terms> = [paid, line].into_iter().filter(|b| !b.is_empty()).collect();
    // Without the contributions the income alone does not say what the members paid.
    if !bases.is_empty() && !income.is_empty() {
        bases.push(income);
    }
    let bases = bases.into_iter().map(|base| (vec![(1, cost)], base)).collect();
    push(
        sheet,
        out,
        outcome,
        (bases, ShouldFix),
        "insatskostnadernas andel av medlemsintäkterna",
    );
}
