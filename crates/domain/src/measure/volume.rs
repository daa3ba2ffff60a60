//! Head counts: people counted without registration.

use super::{Disclosure, Inputs, Measure};
use crate::{
    codes::{CodeTable, Sex},
    figure::{Figure, Scope, Trace, Value},
    figures::Figures,
    head_count::HeadCount,
    unit::{Count, Unit, Volym, ratio},
};

const BY: &[&str] = &["insats", "insats+kon", "kon"];
const COUNTED: &str =
    "räknade personer i insatser som räknar utan att registrera, och i strukturövergripande insatser";

pub(super) const MEASURES: &[Measure] = &[
    Measure::new(
        "volym.antal",
        "Volym",
        Unit::Volym,
        "Summan av månadernas räknade personer. Den som kommer i flera månader räknas i var och en. Volym är aldrig deltaganden.",
        total,
    )
    .of(COUNTED, Disclosure::Open)
    .when("månader under året")
    .without_answer("de vars kön inte noterats räknas i summan och redovisas som saknade för varje kön")
    .by(BY),
    Measure::new(
        "volym.per_manad",
        "Volym per månad",
        Unit::Volym,
        "Volymen delad med antalet månader som räknats, med en decimal.",
        mean,
    )
    .of(COUNTED, Disclosure::Open)
    .when("månader under året som räknats")
    .without_answer("en månad utan räkning ingår inte i basen")
    .only_by(&["insats"]),
];

/// Per scope: its counts, in the order of [`BY`].
fn scopes(inputs: &Inputs<'_>) -> Vec<(Scope, Option<usize>, Option<Sex>)> {
    let all = (Scope::all(), None);
    let insatser = inputs.facts.insatser.iter().enumerate();
    let of_insats = insatser
        .filter(|(index, _)| of_year(inputs).any(|count| count.insats == *index))
        .map(|(index, insats)| (Scope::all().with("insats", &insats.slug), Some(index)));
    let places = std::iter::once(all).chain(of_insats);
    places
        .flat_map(|(scope, insats)| {
            let by_sex = Sex::ALL.iter().map({
                let scope = scope.clone();
                move |sex| (scope.clone().with("kon", sex.slug()), insats, Some(*sex))
            });
            std::iter::once((scope, insats, None)).chain(by_sex)
        })
        .collect()
}

fn of_year<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = &'a HeadCount> {
    let counts = inputs.facts.head_counts.iter();
    counts.filter(|count| count.year == inputs.year)
}

fn total(inputs: &Inputs<'_>, measure: &Measure, _: &Figures) -> Vec<Figure> {
    if of_year(inputs).next().is_none() {
        return Vec::new();
    }
    let figure = |(scope, insats, sex): (Scope, Option<usize>, Option<Sex>)| {
        let mine = || of_year(inputs).filter(move |c| insats.is_none_or(|insats| c.insats == insats));
        let sum: Count<Volym> = mine()
            .filter(|c| sex.is_none() || c.sex == sex)
            .map(HeadCount::counted)
            .sum();
        let unknown: Count<Volym> = mine().filter(|c| c.sex.is_none()).map(HeadCount::counted).sum();
        let source = format!("Räknade personer {}", inputs.year);
        let trace = Trace::Entered {
            source,
            count: i64::try_from(mine().count()).unwrap_or(i64::MAX),
        };
        let mut figure = Figure::count(inputs.key(measure.id, scope), sum, trace);
        figure.missing = if sex.is_some() { unknown.get() } else { 0 };
        figure
    };
    scopes(inputs).into_iter().map(figure).collect()
}

fn mean(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let one = |(scope, insats, sex): (Scope, Option<usize>, Option<Sex>)| {
        let (insats, None) = (insats?, sex) else {
            return None;
        };
        let whole = figures.get(&inputs.key("volym.antal", scope.clone()))?;
        let mut months: Vec<u8> = of_year(inputs)
            .filter(|c| c.insats == insats)
            .map(|c| c.month)
            .collect();
        months.sort_unstable();
        months.dedup();
        let (k, n) = (whole.k?, i64::try_from(months.len()).ok()?);
        Some(Figure {
            key: inputs.key(measure.id, scope),
            value: Value::Decimal {
                units: ratio(k, n, 1, 1)?,
                decimals: 1,
            },
            unit: Unit::Volym,
            k: Some(k),
            n: Some(n),
            missing: 0,
            trace: Trace::Figures {
                rule: format!("den första / {n} räknade månader"),
                parts: vec![whole.key.clone()],
            },
        })
    };
    scopes(inputs).into_iter().filter_map(one).collect()
}
