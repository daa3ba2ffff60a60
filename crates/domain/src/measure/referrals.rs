//! Referrals: which way they went, and how long they waited for each step.

use super::{Disclosure, Inputs, Measure};
use crate::{
    disclosure::{Period, referrals},
    figure::{Figure, MeasureId, Missing, RowKind, Scope, Trace, Value},
    figures::Figures,
    unit::{Count, Remisser, Unit},
    waiting::{self, Course, Step, WaitingTime},
};

const BY: &[&str] = &["remittent", "team"];
const CAME: &str = "remisser till samverkansteamen";
const WHEN: &str = "remissen kom under året; läget är det kända";

const fn counted(id: MeasureId, name: &'static str, definition: &'static str) -> Measure {
    Measure::new(id, name, Unit::Remisser, definition, count)
        .of(CAME, Disclosure::Referrals)
        .when(WHEN)
        .by(BY)
}

const fn waited(id: MeasureId, name: &'static str, definition: &'static str) -> Measure {
    Measure::new(id, name, Unit::Dagar, definition, time)
        .of("remisser som har passerat steget", Disclosure::Referrals)
        .when(WHEN)
        .without_answer("de som väntar ännu ingår inte; de har ett eget mått")
        .by(BY)
}

pub(super) const MEASURES: &[Measure] = &[
    counted(
        "remiss.inkomna",
        "Inkomna remisser",
        "Remisser till samverkansteamen. En remiss är en fråga, aldrig ett deltagande.",
    ),
    counted(
        "remiss.besvarade",
        "Besvarade remisser",
        "Remisser som teamet har lämnat en rekommendation på.",
    ),
    counted(
        "remiss.aterlamnade",
        "Återlämnade remisser",
        "Remisser som teamet har lämnat tillbaka till avsändaren.",
    ),
    counted(
        "remiss.atertagna",
        "Återtagna remisser",
        "Remisser som avsändaren har tagit tillbaka.",
    ),
    counted(
        "remiss.rekommenderade",
        "Remisser med rekommenderad insats",
        "Besvarade remisser där teamet rekommenderade en insats.",
    ),
    counted(
        "remiss.inregistrerade",
        "Remisser som ledde till deltagande",
        "Remisser med rekommenderad insats där personen har börjat i insatsen.",
    ),
    counted(
        "vantan.mote_antal",
        "Remisser som har kommit upp på möte",
        "Remisser som teamet har behandlat på minst ett möte.",
    ),
    counted(
        "vantan.mote_kvar",
        "Remisser som väntar på möte",
        "Remisser som inte har kommit upp på möte. Återlämnade och återtagna räknas inte.",
    ),
    counted(
        "vantan.svar_antal",
        "Remisser med svar efter möte",
        "Remisser som har kommit upp på möte och besvarats.",
    ),
    counted(
        "vantan.svar_kvar",
        "Remisser som väntar på svar",
        "Remisser som har kommit upp på möte och inte besvarats. Återlämnade och återtagna räknas inte.",
    ),
    counted(
        "vantan.inregistrering_antal",
        "Rekommendationer som blev inregistrering",
        "Remisser med rekommenderad insats där personen har börjat.",
    ),
    counted(
        "vantan.inregistrering_kvar",
        "Rekommendationer som väntar på insatsen",
        "Remisser med rekommenderad insats där ingenting har hänt. De som inte blev av räknas inte.",
    ),
    waited(
        "vantan.mote",
        "Väntan från remiss till möte, median",
        "Kalenderdagar från den dag remissen kom till det första mötet där den behandlades; median.",
    ),
    waited(
        "vantan.mote_nio_av_tio",
        "Väntan från remiss till möte, nio av tio",
        "Så många kalenderdagar väntade minst nio av tio högst från remiss till möte; närmaste rang.",
    ),
    waited(
        "vantan.svar",
        "Väntan från möte till svar, median",
        "Kalenderdagar från det första mötet till svaret; median.",
    ),
    waited(
        "vantan.svar_nio_av_tio",
        "Väntan från möte till svar, nio av tio",
        "Så många kalenderdagar väntade minst nio av tio högst från möte till svar; närmaste rang.",
    ),
    waited(
        "vantan.inregistrering",
        "Väntan från svar till inregistrering, median",
        "Kalenderdagar från ett svar som rekommenderade en insats till inregistrering i den; median.",
    ),
    waited(
        "vantan.inregistrering_nio_av_tio",
        "Väntan från svar till inregistrering, nio av tio",
        "Så många kalenderdagar väntade minst nio av tio högst från svar till inregistrering; närmaste rang.",
    ),
];

/// The restrictions with the referrals of each; none of a year before the first referral.
fn scopes<'a>(inputs: &Inputs<'a>) -> Vec<(Scope, Vec<&'a Course>)> {
    let (facts, period) = (inputs.facts, Period::year(inputs.year));
    if !referrals::has_begun(&facts.courses, inputs.year) {
        return Vec::new();
    }
    let contexts = referrals::contexts(&facts.teams).into_iter();
    contexts
        .map(|scope| {
            let own = facts.courses.iter().filter(|course| course.is_in(period, &scope));
            let own = own.collect();
            (scope, own)
        })
        .collect()
}

fn trace(inputs: &Inputs<'_>, (counted, scope): (MeasureId, &Scope), count: i64) -> Trace {
    let mut filter = vec![("ar", inputs.year.to_string()), ("matt", counted.to_owned())];
    filter.extend(scope.0.iter().map(|(dimension, code)| (*dimension, code.clone())));
    Trace::Rows {
        of: RowKind::Referrals,
        filter,
        count,
    }
}

fn count(inputs: &Inputs<'_>, measure: &Measure, _: &Figures) -> Vec<Figure> {
    let figure = |(scope, own): (Scope, Vec<&Course>)| {
        let found = waiting::count(measure.id, own.into_iter())?;
        let trace = trace(inputs, (measure.id, &scope), found);
        Some(Figure::count(
            inputs.key(measure.id, scope),
            Count::<Remisser>::new(found),
            trace,
        ))
    };
    scopes(inputs).into_iter().filter_map(figure).collect()
}

fn time(inputs: &Inputs<'_>, measure: &Measure, _: &Figures) -> Vec<Figure> {
    let step = Step::ALL
        .into_iter()
        .find(|step| step.measures()[..2].contains(&measure.id));
    let figure = |step: Step, (scope, own): (Scope, Vec<&Course>)| {
        let [median, _, passed, _] = step.measures();
        let waited = WaitingTime::of(step, own.into_iter());
        let value = if measure.id == median {
            waited.median.map(|units| Value::Decimal { units, decimals: 1 })
        } else {
            waited
                .ninth_decile
                .map(|units| Value::Decimal { units, decimals: 0 })
        };
        let trace = trace(inputs, (passed, &scope), waited.n);
        Figure {
            key: inputs.key(measure.id, scope),
            value: value.unwrap_or(Value::Missing(Missing::EmptyBase)),
            unit: Unit::Dagar,
            k: None,
            n: Some(waited.n),
            missing: 0,
            trace,
        }
    };
    let scopes = scopes(inputs).into_iter();
    step.map_or_else(Vec::new, |step| scopes.map(|scope| figure(step, scope)).collect())
}
