//! Budget lines and members' contributions.

use super::{Disclosure, Eval, Inputs, Measure};
use crate::{
    facts::{Budget, BudgetGroup},
    figure::{Figure, MeasureId, Scope, Trace},
    figures::Figures,
    money::Ore,
    unit::Unit,
};

pub(super) const MEASURES: &[Measure] = &[
    decided(
        "budget.rad",
        "Budgetrad",
        "En rad i den senast beslutade budgeten; kostnader och intäkter är båda positiva.",
        lines,
    )
    .only_by(&["grupp+rad"]),
    decided(
        "budget.intakter",
        "Budgeterade intäkter",
        "Summan av budgetens intäktsrader.",
        |inputs, measure, figures| sum(inputs, measure, figures, BudgetGroup::Income),
    ),
    decided(
        "budget.finansiella_intakter",
        "Budgeterade finansiella intäkter",
        "Summan av budgetens rader för finansiella intäkter.",
        |inputs, measure, figures| sum(inputs, measure, figures, BudgetGroup::FinancialIncome),
    ),
    decided(
        "budget.kostnader",
        "Budgeterade kostnader",
        "Summan av budgetens kostnadsrader.",
        |inputs, measure, figures| sum(inputs, measure, figures, BudgetGroup::Cost),
    ),
    decided(
        "budget.finansiella_kostnader",
        "Budgeterade finansiella kostnader",
        "Summan av budgetens rader för finansiella kostnader.",
        |inputs, measure, figures| sum(inputs, measure, figures, BudgetGroup::FinancialCost),
    ),
    decided(
        "budget.resultat",
        "Budgeterat resultat",
        "Budgeterade intäkter minus kostnader, finansiella poster inräknade.",
        result,
    ),
    decided(
        "bidrag.belopp",
        "Medlemsbidrag",
        "Det bidrag en medlem beslutat betala för året.",
        contributions,
    )
    .only_by(&["medlem"]),
    decided(
        "bidrag.summa",
        "Medlemsbidrag, summa",
        "Summan av alla medlemmars beslutade bidrag för året.",
        contribution_sum,
    ),
];

const fn decided(id: MeasureId, name: &'static str, definition: &'static str, eval: Eval) -> Measure {
    Measure::new(id, name, Unit::Kronor, definition, eval)
        .of("beslutade belopp", Disclosure::Open)
        .when("det år beslutet gäller")
        .without_answer("utan beslut finns inget värde")
}

/// A budget group's code in scopes.
pub(crate) const fn group(group: BudgetGroup) -> &'static str {
    match group {
        BudgetGroup::Income => "intakter",
        BudgetGroup::FinancialIncome => "finansiella_intakter",
        BudgetGroup::Cost => "kostnader",
        BudgetGroup::FinancialCost => "finansiella_kostnader",
    }
}

pub(super) fn of_year<'a>(inputs: &Inputs<'a>) -> Option<&'a Budget> {
    inputs
        .facts
        .budgets
        .iter()
        .rev()
        .find(|budget| budget.year == inputs.year)
}

fn lines(inputs: &Inputs<'_>, measure: &Measure, _: &Figures) -> Vec<Figure> {
    let Some(budget) = of_year(inputs) else {
        return Vec::new();
    };
    let line = |line: &crate::facts::BudgetLine| {
        let scope = Scope::all()
            .with("grupp", group(line.group))
            .with("rad", &line.label);
        let source = format!(
            "Budget {}, {}, raden {} ({})",
            budget.year, budget.version, line.label, budget.source
        );
        Figure::money(
            inputs.key(measure.id, scope),
            line.amount,
            Trace::Entered { source, count: 1 },
        )
    };
    budget.lines.iter().map(line).collect()
}

fn sum(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures, of: BudgetGroup) -> Vec<Figure> {
    if of_year(inputs).is_none() {
        return Vec::new();
    }
    let lines = figures
        .of("budget.rad")
        .filter(|f| f.key.year == inputs.year && f.key.scope.get("grupp") == Some(group(of)));
    vec![total(inputs, measure, lines)]
}

/// A sum of money figures.
pub(super) fn total<'a>(
    inputs: &Inputs<'_>,
    measure: &Measure,
    parts: impl Iterator<Item = &'a Figure>,
) -> Figure {
    let (keys, amounts): (Vec<_>, Vec<Ore>) = parts
        .map(|f| (f.key.clone(), Ore(f.value.units().unwrap_or(0))))
        .unzip();
    let trace = Trace::Figures {
        rule: "summan".into(),
        parts: keys,
    };
    Figure::money(
        inputs.key(measure.id, Scope::all()),
        amounts.into_iter().sum(),
        trace,
    )
}

fn result(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let ids = [
        "budget.intakter",
        "budget.finansiella_intakter",
        "budget.kostnader",
        "budget.finansiella_kostnader",
    ];
    let parts: Vec<&Figure> = ids
        .iter()
        .filter_map(|id| figures.get(&inputs.key(id, Scope::all())))
        .collect();
    if parts.len() < ids.len() {
        return Vec::new();
    }
    let amount = |i: usize| Ore(parts[i].value.units().unwrap_or(0));
    let rule = "den första + den andra − den tredje − den fjärde".into();
    let trace = Trace::Figures {
        rule,
        parts: parts.iter().map(|f| f.key.clone()).collect(),
    };
    vec![Figure::money(
        inputs.key(measure.id, Scope::all()),
        amount(0) + amount(1) - amount(2) - amount(3),
        trace,
    )]
}

fn contributions(inputs: &Inputs<'_>, measure: &Measure, _: &Figures) -> Vec<Figure> {
    let of_year = inputs
        .facts
        .contributions
        .iter()
        .filter(|c| c.year == inputs.year);
    let figures = of_year.map(|contribution| {
        let member = inputs
            .facts
            .members
            .iter()
            .find(|m| m.code == contribution.member);
        let name = member.map_or(contribution.member.as_str(), |m| &m.name);
        let source = format!("Beslutat bidrag {}, {name}", contribution.year);
        let scope = Scope::all().with("medlem", &contribution.member);
        Figure::money(
            inputs.key(measure.id, scope),
            contribution.amount,
            Trace::Entered { source, count: 1 },
        )
    });
    figures.collect()
}

fn contribution_sum(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let parts: Vec<&Figure> = figures
        .of("bidrag.belopp")
        .filter(|f| f.key.year == inputs.year)
        .collect();
    if parts.is_empty() {
        return Vec::new();
    }
    vec![total(inputs, measure, parts.into_iter())]
}
