//! What a plan and budget comes to: contributions for each inhabitant, the insatser's share, how a
//! deficit is met, and own capital year by year. Unlike other measures they look at years to come,
//! so they are computed when every other figure is at hand.

use super::{Disclosure, Eval, Inputs, Measure, budget::total};
use crate::{
    codes::MemberKind,
    facts::Member,
    figure::{Figure, FigureKey, MeasureId, Scope, Trace, Value},
    figures::Figures,
    money::Ore,
    statement::measure as id,
    unit::{Unit, ratio},
};

pub(super) const MEASURES: &[Measure] = &[
    planned(
        "bidrag.folkmangd",
        "Folkmängd som bidragen fördelas efter",
        "Kommunens folkmängd på den senaste kända dagen året före bidragsåret.",
        inhabitants,
    )
    .in_unit(Unit::Invanare)
    .of("kommuner med bidrag", Disclosure::Open)
    .by(&["medlem"]),
    planned(
        "bidrag.kommuner",
        "Kommunernas bidrag, summa",
        "Summan av kommunernas beslutade bidrag för året.",
        municipal,
    ),
    planned(
        "bidrag.per_invanare",
        "Kommunernas bidrag per invånare",
        "Kommunens beslutade bidrag delat med den folkmängd det fördelas efter, i kronor med två decimaler.",
        per_inhabitant,
    )
    .in_unit(Unit::KronorPerInvanare)
    .of("kommuner med bidrag och folkmängd", Disclosure::Open)
    .by(&["medlem"]),
    planned(
        "insats.budget_andel_av_bidrag",
        "Insatsernas budgeterade andel av medlemsbidragen",
        "Insatsernas beslutade budget i procent av medlemmarnas beslutade bidrag för samma år.",
        share,
    )
    .in_unit(Unit::Procent),
    planned(
        "budget.aterforing",
        "Återföring av tidigare överskott",
        "Det budgeterade underskottet, som täcks med eget kapital; noll när budgeten inte går med underskott.",
        returned,
    ),
    planned(
        "budget.resultat_efter_aterforing",
        "Budgeterat resultat efter återföring",
        "Budgeterat resultat plus återföringen av tidigare överskott.",
        after_return,
    ),
    planned(
        "budget.eget_kapital_ingaende",
        "Eget kapital vid årets början enligt budget",
        "Planens ingående värde när den har ett; annars det senaste kända utgående egna kapitalet före året plus budgeterade resultat för åren däremellan.",
        opening,
    ),
    planned(
        "budget.eget_kapital",
        "Eget kapital vid årets slut enligt budget",
        "Eget kapital vid årets början enligt budget plus årets budgeterade resultat.",
        closing,
    ),
];

const fn planned(id: MeasureId, name: &'static str, definition: &'static str, eval: Eval) -> Measure {
    Measure::new(id, name, Unit::Kronor, definition, eval)
        .of("beslutade belopp", Disclosure::Open)
        .when("det år beslutet gäller")
        .without_answer("utan alla delar finns inget värde")
}

fn of_member(code: &str) -> Scope {
    Scope::all().with("medlem", code)
}

/// The municipalities that pay in the year.
fn paying<'a>(inputs: &Inputs<'a>) -> Vec<&'a Member> {
    let facts = inputs.facts;
    let pays = |member: &&Member| {
        let mut of_year = facts.contributions.iter().filter(|c| c.year == inputs.year);
        member.kind == MemberKind::Municipality && of_year.any(|c| c.member == member.code)
    };
    facts.members.iter().filter(pays).collect()
}

fn inhabitants(inputs: &Inputs<'_>, measure: &Measure, _: &Figures) -> Vec<Figure> {
    let of = |member: &Member| {
        let (date, count) = member.population_before(inputs.year)?;
        let source = format!("Folkmängd {date}, {}", member.name);
        let trace = Trace::Entered { source, count: 1 };
        Some(counted(
            inputs.key(measure.id, of_member(&member.code)),
            count,
            trace,
        ))
    };
    let municipalities = paying(inputs);
    let mut figures: Vec<Figure> = municipalities.iter().filter_map(|member| of(member)).collect();
    if !figures.is_empty() && figures.len() == municipalities.len() {
        let sum = figures.iter().filter_map(|figure| figure.k).sum();
        let trace = summed(figures.iter().map(|figure| figure.key.clone()).collect());
        figures.push(counted(inputs.key(measure.id, Scope::all()), sum, trace));
    }
    figures
}

fn counted(key: FigureKey, count: i64, trace: Trace) -> Figure {
    Figure {
        key,
        value: Value::Count(count),
        unit: Unit::Invanare,
        k: Some(count),
        n: None,
        missing: 0,
        trace,
    }
}

fn summed(parts: Vec<FigureKey>) -> Trace {
    let rule = "summan".into();
    Trace::Figures { rule, parts }
}

fn municipal(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let paid = paying(inputs)
        .into_iter()
        .filter_map(|member| figures.get(&inputs.key("bidrag.belopp", of_member(&member.code))));
    let paid: Vec<&Figure> = paid.collect();
    if paid.is_empty() {
        return Vec::new();
    }
    vec![total(inputs, measure, paid.into_iter())]
}

fn per_inhabitant(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let municipalities = paying(inputs);
    let each = municipalities
        .iter()
        .map(|member| ("bidrag.belopp", of_member(&member.code)));
    let all = std::iter::once(("bidrag.kommuner", Scope::all()));
    let divided = each.chain(all).filter_map(|(amount, scope)| {
        let paid = figures.get(&inputs.key(amount, scope.clone()))?;
        let people = figures.get(&inputs.key("bidrag.folkmangd", scope.clone()))?;
        divided(measure, inputs.key(measure.id, scope), paid, people)
    });
    divided.collect()
}

/// An amount for each inhabitant, in hundredths of a krona: öre, rounded.
fn divided(measure: &Measure, key: FigureKey, paid: &Figure, people: &Figure) -> Option<Figure> {
    let units = ratio(paid.value.units()?, people.k?, 1, 0)?;
    let trace = Trace::Figures {
        rule: "den första delad med den andra".into(),
        parts: vec![paid.key.clone(), people.key.clone()],
    };
    Some(Figure {
        key,
        value: Value::Decimal { units, decimals: 2 },
        unit: measure.unit,
        k: None,
        n: None,
        missing: 0,
        trace,
    })
}

fn share(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let whole = |id| figures.get(&inputs.key(id, Scope::all()));
    let parts = whole("insats.budget").zip(whole("bidrag.summa"));
    let figure = parts.and_then(|(budget, paid)| {
        let (k, n) = (budget.value.units()?, paid.value.units()?);
        let trace = Trace::Figures {
            rule: "100 × den första delad med den andra".into(),
            parts: vec![budget.key.clone(), paid.key.clone()],
        };
        Some(Figure {
            key: inputs.key(measure.id, Scope::all()),
            value: Value::Decimal {
                units: ratio(k, n, 100, 1)?,
                decimals: 1,
            },
            unit: Unit::Procent,
            k: Some(k),
            n: Some(n),
            missing: 0,
            trace,
        })
    });
    figure.into_iter().collect()
}

fn returned(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let result = figures.get(&inputs.key("budget.resultat", Scope::all()));
    let figure = result.and_then(|result| {
        let amount = Ore(result.value.units()?.min(0)).abs();
        let trace = Trace::Figures {
            rule: "resultatet med ombytt tecken när det är ett underskott, annars noll".into(),
            parts: vec![result.key.clone()],
        };
        Some(Figure::money(inputs.key(measure.id, Scope::all()), amount, trace))
    });
    figure.into_iter().collect()
}

fn after_return(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    whole_sum(inputs, measure, figures, ["budget.resultat", "budget.aterforing"])
}

fn closing(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    whole_sum(
        inputs,
        measure,
        figures,
        ["budget.eget_kapital_ingaende", "budget.resultat"],
    )
}

/// The sum of two figures of the year; nothing when one of them is missing.
fn whole_sum(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures, of: [MeasureId; 2]) -> Vec<Figure> {
    let [first, second] = of.map(|id| figures.get(&inputs.key(id, Scope::all())));
    let both = first.zip(second);
    both.map(|(first, second)| total(inputs, measure, [first, second].into_iter()))
        .into_iter()
        .collect()
}

/// From the last year whose own capital is known; every year between must have a budget.
fn opening(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let key = inputs.key(measure.id, Scope::all());
    if let Some((_, opening)) = inputs
        .facts
        .opening
        .as_ref()
        .filter(|(year, _)| *year == inputs.year)
    {
        let source = opening.source.clone();
        return vec![Figure::money(
            key,
            opening.amount,
            Trace::Entered { source, count: 1 },
        )];
    }
    let before = FigureKey {
        measure: "budget.eget_kapital",
        year: inputs.year - 1,
        scope: Scope::all(),
    };
    let given = inputs
        .facts
        .opening
        .as_ref()
        .is_some_and(|(year, _)| *year < inputs.year);
    if let Some(closing) = figures.get(&before).filter(|_| given) {
        return vec![total(inputs, measure, std::iter::once(closing))];
    }
    let known = figures
        .of(id::EQUITY)
        .filter(|f| f.key.year < inputs.year && f.key.scope == Scope::all() && f.value.units().is_some())
        .last();
    let Some(known) = known else {
        return Vec::new();
    };
    let between = known.key.year + 1..inputs.year;
    let results = between.map(|year| {
        figures.get(&FigureKey {
            measure: "budget.resultat",
            year,
            scope: Scope::all(),
        })
    });
    let parts: Option<Vec<&Figure>> = std::iter::once(Some(known)).chain(results).collect();
    parts
        .map(|parts| total(inputs, measure, parts.into_iter()))
        .into_iter()
        .collect()
}
