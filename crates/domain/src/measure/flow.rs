//! Tables 1 and 2: participations in a year, budgeted participants, consultations.

use super::{
    Disclosure, Inputs, Measure,
    axis::{Axis, Base, count},
};
use crate::{
    cube::Dim,
    figure::{Figure, RowKind, Scope, Trace},
    figures::Figures,
    unit::{Anonyma, Count, Deltaganden, Konsultationer, Unit},
};

const BY: &[&[Axis]] = &[&[], &[Axis::Insats], &[Axis::Sex], &[Axis::Insats, Axis::Sex]];
const BY_NAMES: &[&str] = &["insats", "kon", "insats+kon"];
const UNKNOWN_SEX: &str = "okänt kön räknas i summan och redovisas som saknas för varje kön";
const EVERY: &str = "deltaganden, även anonyma; felregistrerade ingår inte";

pub(super) const MEASURES: &[Measure] = &[
    Measure::new(
        "deltaganden.totalt",
        "Deltaganden totalt",
        Unit::Deltaganden,
        "Deltaganden som var öppna någon dag under året.",
        |inputs, measure, _| count::<Deltaganden>(inputs, measure, &Base::total(), BY),
    )
    .of(EVERY, Disclosure::Flow)
    .when("öppet någon dag under året")
    .without_answer(UNKNOWN_SEX)
    .by(BY_NAMES),
    Measure::new(
        "deltaganden.nya",
        "Nya deltaganden",
        Unit::Deltaganden,
        "Deltaganden med inregistrering under året. En person som kommer tillbaka är ett nytt deltagande.",
        |inputs, measure, _| count::<Deltaganden>(inputs, measure, &Base::new_ones(), BY),
    )
    .of(EVERY, Disclosure::Flow)
    .when("inregistrering under året")
    .without_answer(UNKNOWN_SEX)
    .by(BY_NAMES),
    Measure::new(
        "deltaganden.avslutade",
        "Avslutade deltaganden",
        Unit::Deltaganden,
        "Deltaganden med utregistrering under året.",
        |inputs, measure, _| count::<Deltaganden>(inputs, measure, &Base::closed(), BY),
    )
    .of(EVERY, Disclosure::Flow)
    .when("utregistrering under året")
    .without_answer(UNKNOWN_SEX)
    .by(BY_NAMES),
    Measure::new(
        "deltaganden.pagaende",
        "Pågående deltaganden",
        Unit::Deltaganden,
        "Deltaganden som inte var avslutade när året tog slut.",
        |inputs, measure, _| count::<Deltaganden>(inputs, measure, &Base::ongoing(), BY),
    )
    .of(EVERY, Disclosure::Flow)
    .when("öppet efter den 31 december")
    .without_answer(UNKNOWN_SEX)
    .by(BY_NAMES),
    Measure::new(
        "deltaganden.ingaende",
        "Deltaganden från tidigare år",
        Unit::Deltaganden,
        "Deltaganden som var öppna när året började. Ska vara lika med pågående året före.",
        |inputs, measure, _| count::<Deltaganden>(inputs, measure, &Base::opening(), BY),
    )
    .of(EVERY, Disclosure::Flow)
    .when("inregistrering före året, inte avslutat före året")
    .without_answer(UNKNOWN_SEX)
    .by(BY_NAMES),
    Measure::new(
        "deltaganden.anonyma",
        "Anonyma deltaganden",
        Unit::Anonyma,
        "Poster utan samtycke, med bara kön och startår, bland deltaganden totalt. De ingår i deltaganden men saknas i alla kodade uppgifter.",
        anonymous,
    )
    .of("anonyma poster", Disclosure::Flow)
    .when("öppet någon dag under året")
    .by(&["insats"]),
    Measure::new(
        "deltaganden.budgeterade",
        "Budgeterade deltagare",
        Unit::Deltaganden,
        "Det antal deltagare insatsen har beslutat budget för.",
        budgeted,
    )
    .of("insatser med registrering", Disclosure::Open)
    .without_answer("en insats utan beslutat antal ingår inte i summan")
    .by(&["insats"]),
    Measure::new(
        "konsultationer.antal",
        "Konsultationer",
        Unit::Konsultationer,
        "Samverkansteamens behandlingar av konsultationsremisser. En konsultation är aldrig ett deltagande.",
        consultations,
    )
    .of("konsultationer", Disclosure::Open)
    .when("konsultationens datum under året")
    .by(&["insats"]),
];

fn anonymous(inputs: &Inputs<'_>, measure: &Measure, _: &Figures) -> Vec<Figure> {
    let base = Base::total().and(Dim::Anonymous, vec![1], "anonym", "ja");
    count::<Anonyma>(inputs, measure, &base, &[&[], &[Axis::Insats]])
}

fn budgeted(inputs: &Inputs<'_>, measure: &Measure, _: &Figures) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    for insats in &inputs.facts.insatser {
        let budget = insats
            .budgeted_participants
            .iter()
            .find(|(year, _)| *year == inputs.year);
        if let Some((year, count)) = budget {
            let source = format!("Beslutad budget {year}, {}", insats.name);
            let key = inputs.key(measure.id, Scope::all().with("insats", &insats.slug));
            figures.push(Figure::count(
                key,
                Count::<Deltaganden>::new(*count),
                Trace::Entered { source, count: 1 },
            ));
        }
    }
    if !figures.is_empty() {
        let sum: Count<Deltaganden> = figures.iter().map(|f| Count::new(f.k.unwrap_or(0))).sum();
        let parts = figures.iter().map(|f| f.key.clone()).collect();
        let trace = Trace::Figures {
            rule: "summan".into(),
            parts,
        };
        figures.push(Figure::count(inputs.key(measure.id, Scope::all()), sum, trace));
    }
    figures
}

fn consultations(inputs: &Inputs<'_>, measure: &Measure, _: &Figures) -> Vec<Figure> {
    let of_year: Vec<_> = inputs
        .facts
        .consultations
        .iter()
        .filter(|c| c.year == inputs.year)
        .collect();
    if of_year.is_empty() {
        return Vec::new();
    }
    let figure = |slug: Option<(usize, &str)>| {
        let mine = of_year
            .iter()
            .filter(|c| slug.is_none_or(|(index, _)| c.insats == Some(index)));
        let sum: Count<Konsultationer> = mine.map(|c| Count::new(c.count)).sum();
        let mut filter = vec![("ar", inputs.year.to_string())];
        let mut scope = Scope::all();
        if let Some((_, slug)) = slug {
            filter.push(("insats", slug.into()));
            scope = scope.with("insats", slug);
        }
        let trace = Trace::Rows {
            of: RowKind::Consultations,
            filter,
            count: sum.get(),
        };
        Figure::count(inputs.key(measure.id, scope), sum, trace)
    };
    let registering = inputs
        .facts
        .insatser
        .iter()
        .enumerate()
        .filter(|(_, insats)| insats.registers);
    let per_insats = registering.map(|(index, insats)| figure(Some((index, &insats.slug))));
    std::iter::once(figure(None)).chain(per_insats).collect()
}
