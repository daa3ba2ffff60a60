//! What insatser cost: booked, requisitioned, against budget and against contributions.

use std::collections::BTreeMap;

use super::{Disclosure, Eval, Inputs, Measure, budget};
use crate::{
    facts::BudgetGroup,
    figure::{Figure, FigureKey, MeasureId, Missing, Scope, Trace, Value},
    figures::Figures,
    money::Ore,
    requisition::Requisition,
    statement::measure as id,
    unit::{Unit, ratio},
};

const BY: &[&str] = &["projekt", "insats"];

pub(super) const MEASURES: &[Measure] = &[
    money("insats.kostnad", "Insatsernas kostnad",
        "Verksamhetens kostnader bokförda på projekt (SIE-dimension 6). En insats kostnad är summan av dess projekt.", booked)
    .of("kostnadskonton med projekt", Disclosure::Open).by(BY),
    money("insats.rekvirerat", "Rekvirerade medel",
        "Vad huvudmännen rekvirerat för året. Är årets belopp redovisat som en summa per projekt gäller den, annars summan av insatsens attesterade rekvisitioner hittills.", claimed)
    .of("rekvirerade belopp", Disclosure::Open).by(BY),
    money("insats.budget", "Insatsernas budget",
        "Beslutade insatsbudgetar; finns inga för året gäller budgetraden för beslutade individinsatser.", decided)
    .of("beslutade belopp", Disclosure::Open).by(&["insats", "rad"]),
    money("insats.budgetavvikelse", "Insatsernas avvikelse från budget",
        "Skillnaden mellan insatsernas kostnad och deras beslutade budget, utan tecken, i procent av budgeten.", deviation)
    .of("insatser med kostnad och budget", Disclosure::Open).in_unit(Unit::Procent).by(&["insats"]),
    money("insats.andel_av_bidrag", "Insatsernas andel av medlemsbidragen",
        "Insatsernas kostnad i procent av medlemmarnas beslutade bidrag. Basen är bidragen, inte alla intäkter.",
        |inputs, measure, figures| against(inputs, measure, figures, "bidrag.summa"))
    .of("bidrag.summa", Disclosure::Open).in_unit(Unit::Procent),
    money("insats.andel_av_intakter", "Insatsernas andel av intäkterna",
        "Insatsernas kostnad i procent av verksamhetens alla intäkter.",
        |inputs, measure, figures| against(inputs, measure, figures, id::INCOME))
    .of(id::INCOME, Disclosure::Open).in_unit(Unit::Procent),
];

const fn money(id: MeasureId, name: &'static str, definition: &'static str, eval: Eval) -> Measure {
    Measure::new(id, name, Unit::Kronor, definition, eval)
        .when("räkenskapsåret")
        .without_answer("utan uppgift finns inget värde")
}

/// One project's amount.
struct Part {
    project: String,
    amount: Ore,
    trace: Trace,
}

fn booked(inputs: &Inputs<'_>, measure: &Measure, _: &Figures) -> Vec<Figure> {
    let rows = inputs.statements.income.rows.iter();
    let mut cost = rows.filter(|row| row.figure.as_ref().is_some_and(|f| f.measure == id::COST));
    let Some(accounts) = cost.next().map(|row| &row.accounts) else {
        return Vec::new();
    };
    let mut projects: BTreeMap<&str, (Ore, Vec<u32>, i64)> = BTreeMap::new();
    for part in &inputs.statements.projects {
        if !part.project.is_empty() && accounts.contains(&part.account) {
            let (amount, accounts, count) = projects.entry(&part.project).or_default();
            *amount += part.amount;
            accounts.push(part.account);
            *count += part.transactions;
        }
    }
    let parts = projects
        .into_iter()
        .map(|(project, (amount, accounts, count))| Part {
            project: project.into(),
            amount,
            trace: Trace::Vouchers {
                accounts,
                project: Some(project.into()),
                count,
            },
        });
    by_project(inputs, measure, parts.collect(), Vec::new())
}

fn claimed(inputs: &Inputs<'_>, measure: &Measure, _: &Figures) -> Vec<Figure> {
    let stated = inputs
        .facts
        .requisitioned
        .iter()
        .filter(|r| r.year == inputs.year);
    let parts = stated.map(|r| Part {
        project: r.project.clone(),
        amount: r.amount,
        trace: Trace::Entered {
            source: r.source.clone(),
            count: 1,
        },
    });
    let registered = inputs.facts.insatser.iter().filter_map(|insats| {
        let slug = insats.slug.as_str();
        let claims = inputs.facts.claims(inputs.year);
        let claims: Vec<&Requisition> = claims.filter(|r| r.insats == slug).collect();
        let numbers: Vec<&str> = claims.iter().map(|r| r.number.as_str()).collect();
        let source = format!("Rekvisition {}", numbers.join(", "));
        let count = i64::try_from(claims.len()).unwrap_or(i64::MAX);
        (count > 0).then(|| {
            Figure::money(
                inputs.key(measure.id, Scope::all().with("insats", slug)),
                claims.iter().map(|r| r.total()).sum(),
                Trace::Entered { source, count },
            )
        })
    });
    by_project(inputs, measure, parts.collect(), registered.collect())
}

/// A figure per project, per insats and for all; `of_insats` are those known for an insats as a whole.
fn by_project(
    inputs: &Inputs<'_>,
    measure: &Measure,
    parts: Vec<Part>,
    of_insats: Vec<Figure>,
) -> Vec<Figure> {
    let scope = |dimension, code: &str| Scope::all().with(dimension, code);
    let mut figures: Vec<Figure> = parts
        .into_iter()
        .map(|part| {
            Figure::money(
                inputs.key(measure.id, scope("projekt", &part.project)),
                part.amount,
                part.trace,
            )
        })
        .collect();
    if figures.is_empty() && of_insats.is_empty() {
        return figures;
    }
    let mut sums = Vec::new();
    for insats in &inputs.facts.insatser {
        let mine = |project: &str| {
            let owner = inputs.facts.projects.iter().find(|p| p.code == project);
            owner.is_some_and(|p| p.insats.as_deref() == Some(insats.slug.as_str()))
        };
        let parts: Vec<&Figure> = figures
            .iter()
            .filter(|f| f.key.scope.get("projekt").is_some_and(mine))
            .collect();
        if !parts.is_empty() {
            let key = inputs.key(measure.id, scope("insats", &insats.slug));
            sums.push(Figure {
                key,
                ..budget::total(inputs, measure, parts.into_iter())
            });
        }
    }
    sums.push(budget::total(inputs, measure, figures.iter().chain(&of_insats)));
    figures.extend(of_insats);
    figures.extend(sums);
    figures
}

fn decided(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let of_year = inputs
        .facts
        .insats_budgets
        .iter()
        .filter(|b| b.year == inputs.year);
    let mut lines: Vec<Figure> = of_year
        .map(|line| {
            let scope = match &line.insats {
                Some(insats) => Scope::all().with("insats", insats),
                None => Scope::all().with("rad", &line.label),
            };
            let source = format!("Insatsbudget {}, raden {}", line.year, line.label);
            Figure::money(
                inputs.key(measure.id, scope),
                line.amount,
                Trace::Entered { source, count: 1 },
            )
        })
        .collect();
    if lines.is_empty() {
        let line = figures.of("budget.rad").find(|f| {
            let label = f.key.scope.get("rad").unwrap_or_default().to_lowercase();
            f.key.year == inputs.year
                && f.key.scope.get("grupp") == Some(budget::group(BudgetGroup::Cost))
                && label.contains("individinsatser")
        });
        return line
            .map(|line| budget::total(inputs, measure, std::iter::once(line)))
            .into_iter()
            .collect();
    }
    lines.push(budget::total(inputs, measure, lines.iter()));
    lines
}

fn deviation(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let budgets = figures.of("insats.budget").filter(|f| f.key.year == inputs.year);
    let figures = budgets.filter_map(|budget| {
        let cost = figures.get(&FigureKey {
            measure: "insats.kostnad",
            ..budget.key.clone()
        })?;
        let difference = (cost.value.units()? - budget.value.units()?).abs();
        Some(percent(
            measure,
            budget,
            difference,
            cost,
            "100 × |den första − den andra| / den andra",
        ))
    });
    figures.collect()
}

fn against(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures, base: MeasureId) -> Vec<Figure> {
    let whole = |id| figures.get(&inputs.key(id, Scope::all()));
    let Some((cost, base)) = whole("insats.kostnad").zip(whole(base)) else {
        return Vec::new();
    };
    let above = cost.value.units().unwrap_or(0);
    vec![percent(
        measure,
        base,
        above,
        cost,
        "100 × den första / den andra",
    )]
}

/// A percentage of money with one decimal, for the base's scope and year.
fn percent(measure: &Measure, base: &Figure, above: i64, cost: &Figure, rule: &str) -> Figure {
    let below = base.value.units().unwrap_or(0);
    let value = ratio(above, below, 100, 1).map_or(Value::Missing(Missing::EmptyBase), |units| {
        Value::Decimal { units, decimals: 1 }
    });
    Figure {
        key: FigureKey {
            measure: measure.id,
            ..base.key.clone()
        },
        value,
        unit: Unit::Procent,
        k: Some(above),
        n: Some(below),
        missing: 0,
        trace: Trace::Figures {
            rule: rule.into(),
            parts: vec![cost.key.clone(), base.key.clone()],
        },
    }
}
