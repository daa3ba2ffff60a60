//! Diagrams 1–3: who the new participations are.

use super::{
    Disclosure, Inputs, Measure,
    axis::{Axis, Base, count},
    share::{ShareRule, share},
};
use crate::{
    codes::{CodeTable, Sex},
    cube::{Also, Dim, Filter, flow},
    figure::{Figure, Missing, Scope, Trace, Value},
    figures::Figures,
    unit::{Deltaganden, Unit, ratio},
};

const NEW: &str = "nya deltaganden under året";
const ENTRY: &str = "inregistrering under året";
const UNKNOWN: &str = "anonyma och de utan uppgift ingår inte i basen; antalet anges";
const BY_EACH: &[&[Axis]] = &[&[], &[Axis::Sex], &[Axis::Insats]];

pub(super) const MEASURES: &[Measure] = &[
    new_count("alder.antal", "Nya deltaganden efter ålder", "Nya deltaganden efter ålder vid inregistrering: inregistreringsår minus födelseår.",
        |inputs, measure, _| by(inputs, measure, Axis::Age))
    .only_by(&["alder", "alder+kon"]),
    new_count("alder.kanda", "Nya med känd ålder", "Nya deltaganden med känt födelseår.",
        |inputs, measure, _| known(inputs, measure, Dim::AgeBand, 1..=5, "alder"))
    .of(NEW, Disclosure::Flow).by(&["kon", "insats"]),
    new_count("deltaganden.nya_under_30", "Nya under 30 år", "Nya deltaganden som var under 30 år vid inregistreringen.", under_30)
    .by(&["kon", "insats"]),
    new_count("alder.medel_inskrivning", "Medelålder vid inskrivning",
        "Medelvärdet av ålder vid inregistrering bland nya deltaganden med känt födelseår, i år med en decimal.", mean_age)
    .in_unit(Unit::Ar).by(&["kon"]),
    new_count("utbildning.antal", "Nya efter utbildning", "Nya deltaganden efter högsta avslutade utbildning.",
        |inputs, measure, _| by(inputs, measure, Axis::Education))
    .only_by(&["utbildning", "kon+utbildning"]),
    new_count("utbildning.kanda", "Nya med känd utbildning", "Nya deltaganden med känd utbildning: basen för andelarna.",
        |inputs, measure, _| known(inputs, measure, Dim::Education, 1..=6, "utbildning"))
    .of(NEW, Disclosure::Flow).by(&["kon", "insats"]),
    new_count("utbildning.andel", "Andel efter utbildning", "Andel av nya deltaganden med känd utbildning.",
        |inputs, measure, figures| share(inputs, measure, figures, &of_known("utbildning.antal", &[], "utbildning", "utbildning.kanda")))
    .in_unit(Unit::Procent).only_by(&["utbildning", "kon+utbildning"]),
    new_count("forsorjningstid.antal", "Nya efter tid i offentlig försörjning",
        "Nya deltaganden efter sammanhängande tid i offentlig försörjning före inregistreringen.",
        |inputs, measure, _| by(inputs, measure, Axis::SupportTime))
    .only_by(&["tid", "kon+tid"]),
    new_count("forsorjningstid.kanda", "Nya med känd tid i offentlig försörjning", "Nya deltaganden med känd tid: basen för andelarna.",
        |inputs, measure, _| known(inputs, measure, Dim::SupportTime, 1..=6, "tid"))
    .of(NEW, Disclosure::Flow).by(&["kon", "insats"]),
    new_count("forsorjningstid.andel", "Andel efter tid i offentlig försörjning", "Andel av nya deltaganden med känd tid.",
        |inputs, measure, figures| share(inputs, measure, figures, &of_known("forsorjningstid.antal", &[], "tid", "forsorjningstid.kanda")))
    .in_unit(Unit::Procent).only_by(&["tid", "kon+tid"]),
    new_count("forsorjningstid.over_1_ar", "Mer än ett år i offentlig försörjning",
        "Andel av nya deltaganden med känd tid som haft offentlig försörjning mer än ett år.",
        |inputs, measure, figures| share(inputs, measure, figures,
            &of_known("forsorjningstid.antal", &["1_2_ar", "2_5_ar", "mer_an_5_ar"], "tid", "forsorjningstid.kanda")))
    .in_unit(Unit::Procent).by(&["kon"]),
    new_count("forsorjningstid.over_5_ar", "Mer än fem år i offentlig försörjning",
        "Andel av nya deltaganden med känd tid som haft offentlig försörjning mer än fem år.",
        |inputs, measure, figures| share(inputs, measure, figures,
            &of_known("forsorjningstid.antal", &["mer_an_5_ar"], "tid", "forsorjningstid.kanda")))
    .in_unit(Unit::Procent).by(&["kon"]),
    new_count("remittent.antal", "Nya efter remittent", "Nya deltaganden efter den myndighet som remitterade.",
        |inputs, measure, _| count::<Deltaganden>(inputs, measure, &Base::new_ones(),
            &[&[Axis::Referrer], &[Axis::Referrer, Axis::Sex], &[Axis::Insats, Axis::Referrer]]))
    .only_by(&["remittent", "kon+remittent", "insats+remittent"]),
];

const fn new_count(
    id: &'static str,
    name: &'static str,
    definition: &'static str,
    eval: super::Eval,
) -> Measure {
    Measure::new(id, name, Unit::Deltaganden, definition, eval)
        .of(NEW, Disclosure::Background)
        .when(ENTRY)
        .without_answer(UNKNOWN)
}

const fn of_known(
    above: &'static str,
    codes: &'static [&'static str],
    own: &'static str,
    base: &'static str,
) -> ShareRule {
    ShareRule {
        above,
        codes,
        own: Some(own),
        base,
        universe: "deltaganden.nya",
        decimals: 0,
    }
}

/// By one coded property, and by that and sex.
fn by(inputs: &Inputs<'_>, measure: &Measure, axis: Axis) -> Vec<Figure> {
    count::<Deltaganden>(inputs, measure, &Base::new_ones(), &[&[axis], &[axis, Axis::Sex]])
}

/// New ones with any answer in a dimension.
fn known(
    inputs: &Inputs<'_>,
    measure: &Measure,
    dim: Dim,
    codes: std::ops::RangeInclusive<u16>,
    column: &'static str,
) -> Vec<Figure> {
    let base = Base::new_ones().and(dim, codes.collect(), column, "kand");
    count::<Deltaganden>(inputs, measure, &base, BY_EACH)
}

fn under_30(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let base = Base::new_ones().and(Dim::Age, (1..30).collect(), "alder_under", "30");
    let mut counted = count::<Deltaganden>(inputs, measure, &base, BY_EACH);
    for figure in &mut counted {
        let of = |id| {
            figures
                .get(&inputs.key(id, figure.key.scope.clone()))
                .and_then(|f| f.k)
        };
        if let (Some(all), Some(known)) = (of("deltaganden.nya"), of("alder.kanda")) {
            figure.missing = all - known;
        }
    }
    counted
}

/// Sum of ages over the known ones, for all and by sex.
fn mean_age(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let Some(cube) = &inputs.cube else {
        return Vec::new();
    };
    let known = Filter::all()
        .within(Dim::Flow, flow::ENTERED)
        .within(Dim::AgeBand, 1..=5);
    let mean = |sex: Option<Sex>| {
        let filter = sex.map_or(known.clone(), |sex| known.clone().is(Dim::Sex, sex.code().into()));
        let tab = cube.cross_tab_with(
            &[],
            &filter,
            Also {
                sums: true,
                persons: false,
            },
        );
        let (sum, n) = tab.cells.first().map_or((0, 0), |cell| (cell.sum, cell.count));
        let scope = sex.map_or(Scope::all(), |sex| Scope::all().with("kon", sex.slug()));
        let value = ratio(sum, n, 1, 1).map_or(Value::Missing(Missing::EmptyBase), |units| Value::Decimal {
            units,
            decimals: 1,
        });
        let base = inputs.key("alder.kanda", scope.clone());
        let all = figures
            .get(&inputs.key("deltaganden.nya", scope.clone()))
            .and_then(|f| f.k);
        Figure {
            key: inputs.key(measure.id, scope),
            value,
            unit: Unit::Ar,
            k: Some(sum),
            n: Some(n),
            missing: all.map_or(0, |all| all - n),
            trace: Trace::Figures {
                rule: "summan av åldrarna / antalet med känd ålder".into(),
                parts: vec![base],
            },
        }
    };
    [None, Some(Sex::Woman), Some(Sex::Man)]
        .into_iter()
        .map(mean)
        .collect()
}
