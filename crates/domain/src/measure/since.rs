//! Since the start of an insats: what was published before the register, and the register after.

use super::{Disclosure, Inputs, Measure, exits::self_support};
use crate::{
    cube::{Cube, Dim, Filter},
    facts::{Facts, Published},
    figure::{Figure, FigureKey, MeasureId, RowKind, Scope, Trace},
    unit::{Count, Deltaganden, Unit},
};

const RULE: &str = "publicerat antal till och med ett tidigare år plus årens antal därefter; finns inget publicerat från tiden före registret räknas registret från dess början";

pub(super) const MEASURES: &[Measure] = &[
    Measure::new(
        "deltaganden.sedan_start",
        "Deltaganden sedan start",
        Unit::Deltaganden,
        "Alla deltaganden med inregistrering till och med året.",
        |inputs, measure, _| {
            since(
                inputs,
                measure,
                &Kind {
                    flow: "inregistrerade",
                    dim: Dim::StartYear,
                    masks: None,
                    yearly: "deltaganden.nya",
                },
            )
        },
    )
    .of(
        "deltaganden, även anonyma; felregistrerade ingår inte",
        Disclosure::Flow,
    )
    .when(RULE)
    .only_by(&["insats"]),
    Measure::new(
        "avslut.sedan_start",
        "Avslutade sedan start",
        Unit::Deltaganden,
        "Alla deltaganden med utregistrering till och med året.",
        |inputs, measure, _| {
            since(
                inputs,
                measure,
                &Kind {
                    flow: "utregistrerade",
                    dim: Dim::EndYear,
                    masks: None,
                    yearly: "deltaganden.avslutade",
                },
            )
        },
    )
    .of(
        "deltaganden, även anonyma; felregistrerade ingår inte",
        Disclosure::Flow,
    )
    .when(RULE)
    .only_by(&["insats"]),
    Measure::new(
        "avslut.arbete_eller_studier_sedan_start",
        "Till arbete eller studier sedan start",
        Unit::Deltaganden,
        "Alla deltaganden som till och med året avslutats till arbete, subventionerat arbete eller studier.",
        |inputs, measure, _| {
            since(
                inputs,
                measure,
                &Kind {
                    flow: "utregistrerade",
                    dim: Dim::EndYear,
                    masks: Some(self_support()),
                    yearly: "avslut.antal_arbete_eller_studier",
                },
            )
        },
    )
    .of(
        "avslutade deltaganden med känd sysselsättning vid avslut",
        Disclosure::Background,
    )
    .when(RULE)
    .only_by(&["insats"]),
];

/// What is counted since the start.
struct Kind {
    /// Word of the trace's filter.
    flow: &'static str,
    /// The year that has to have come.
    dim: Dim,
    /// Occupations at exit, where restricted.
    masks: Option<Vec<u16>>,
    /// The yearly measure that is added to a published value.
    yearly: MeasureId,
}

fn since(inputs: &Inputs<'_>, measure: &Measure, kind: &Kind) -> Vec<Figure> {
    let registering = inputs
        .facts
        .insatser
        .iter()
        .enumerate()
        .filter(|(_, insats)| insats.registers);
    let figures = registering.filter_map(|(index, insats)| {
        let scope = Scope::all().with("insats", &insats.slug);
        let published = inputs.facts.published.iter();
        let published = published
            .filter(|p| p.measure == measure.id && p.scope == scope && p.year <= inputs.year)
            .max_by_key(|p| p.year);
        match published {
            Some(base) => after(inputs, measure, index, base, kind),
            None if carried_on(inputs.facts, &scope) => None,
            None => registered(inputs, measure, index, kind),
        }
    });
    figures.collect()
}

/// Whether anything is published of the time before the register: then it does not reach back to
/// the start, and a number from it alone would be too small.
fn carried_on(facts: &Facts, insats: &Scope) -> bool {
    let since = |id: &str| MEASURES.iter().any(|measure| measure.id == id);
    let first = super::first_exit(facts).unwrap_or(i32::MAX);
    facts.published.iter().any(|p| {
        (since(&p.measure) && p.scope == *insats) || (p.measure == "deltaganden.totalt" && p.year < first)
    })
}

/// The register alone, from its beginning.
fn registered(inputs: &Inputs<'_>, measure: &Measure, insats: usize, kind: &Kind) -> Option<Figure> {
    let kept = kept(inputs, insats, kind, i32::MIN);
    let own = Count::<Deltaganden>::new(rows(inputs.cube.as_ref()?, insats, kind, 0, inputs.year) + kept);
    let slug = &inputs.facts.insatser[insats].slug;
    let mut filter = vec![
        ("ar", inputs.year.to_string()),
        ("flode", kind.flow.into()),
        ("insats", slug.clone()),
    ];
    if kind.masks.is_some() {
        filter.push(("sysselsattning_efter", "egenforsorjning".into()));
    }
    let trace = Trace::Rows {
        of: RowKind::Participations,
        filter,
        count: own.get(),
    };
    Some(Figure::count(
        inputs.key(measure.id, Scope::all().with("insats", slug)),
        own,
        trace,
    ))
}

/// A published value, and the register from the year after.
fn after(
    inputs: &Inputs<'_>,
    measure: &Measure,
    insats: usize,
    base: &Published,
    kind: &Kind,
) -> Option<Figure> {
    let key = inputs.key(measure.id, base.scope.clone());
    if base.year == inputs.year {
        let trace = Trace::Published {
            source: base.source.to_string(),
        };
        return Some(Figure::count(key, Count::<Deltaganden>::new(base.units), trace));
    }
    let rows = rows(inputs.cube.as_ref()?, insats, kind, base.year + 1, inputs.year);
    let own = Count::<Deltaganden>::new(rows + kept(inputs, insats, kind, base.year + 1));
    let mut parts = vec![FigureKey {
        year: base.year,
        ..key.clone()
    }];
    parts.extend((base.year + 1..=inputs.year).map(|year| FigureKey {
        measure: kind.yearly,
        year,
        ..key.clone()
    }));
    let rule = format!("publicerat till och med {} plus åren därefter", base.year);
    Some(Figure::count(
        key,
        Count::new(base.units) + own,
        Trace::Figures { rule, parts },
    ))
}

/// What the yearly figures from a year on keep of records that became anonymous.
fn kept(inputs: &Inputs<'_>, insats: usize, kind: &Kind, from: i32) -> i64 {
    let slug = &inputs.facts.insatser[insats].slug;
    let scope = Scope::all().with("insats", slug);
    let carried = inputs.facts.carried.iter();
    let summed = carried.filter(|(key, _)| {
        key.measure == kind.yearly && key.scope == scope && (from..=inputs.year).contains(&key.year)
    });
    summed.map(|(_, difference)| difference.k).sum()
}

fn rows(cube: &Cube, insats: usize, kind: &Kind, from: i32, to: i32) -> i64 {
    let year = |year: i32| u16::try_from(year).unwrap_or(0);
    let mut filter = Filter::all()
        .is(Dim::Insats, u16::try_from(insats + 1).unwrap_or(u16::MAX))
        .within(kind.dim, year(from).max(1)..=year(to));
    if let Some(masks) = &kind.masks {
        filter = filter.within(Dim::OccupationAfter, masks.iter().copied());
    }
    cube.cross_tab(&[], &filter).count(|_| true)
}
