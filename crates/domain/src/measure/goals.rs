//! The goal table's results, and the values they are judged by.

use super::{Disclosure, Eval, Inputs, Measure};
use crate::{
    facts::{Goal, GoalOutcome, Thresholds},
    figure::{Figure, FigureKey, MeasureId, Missing, Scope, Trace, Value},
    figures::Figures,
    money::Ore,
    unit::Unit,
};

pub(super) const MEASURES: &[Measure] = &[
    of_goals(
        "mal.utfall",
        "Måluppfyllelse, utfall",
        "Årets utfall för ett mål: måttet målet pekar på, eller ett inmatat värde med källa. Bedömningen följer målets egna gränser.",
        outcomes,
    )
    .without_answer("ett mål som bedöms i ord, eller inte är mätt, har inget värde"),
    of_goals(
        "mal.malvarde",
        "Målvärde",
        "Det värde ett mål är uppnått vid, i utfallets enhet.",
        |inputs, measure, figures| limits(inputs, measure, figures, |t| t.target),
    )
    .without_answer("ett mål som bedöms i ord har inget värde"),
    of_goals(
        "mal.grans",
        "Gräns för i stort sett uppnått",
        "Det värde ett mål är i stort sett uppnått vid; lika med målvärdet när ett sådant spann saknas.",
        |inputs, measure, figures| limits(inputs, measure, figures, |t| t.largely),
    )
    .without_answer("ett mål som bedöms i ord har inget värde"),
];

const fn of_goals(id: MeasureId, name: &'static str, definition: &'static str, eval: Eval) -> Measure {
    Measure::new(id, name, Unit::Procent, definition, eval)
        .of("årets mål", Disclosure::Open)
        .only_by(&["mal"])
}

/// One of the thresholds of every goal that has them, in the unit of its result.
fn limits(
    inputs: &Inputs<'_>,
    measure: &Measure,
    figures: &Figures,
    of: fn(&Thresholds) -> i64,
) -> Vec<Figure> {
    let goals = inputs.facts.goals.iter().filter(|goal| goal.year == inputs.year);
    let limit = |goal: &Goal| {
        let thresholds = goal.thresholds?;
        let scope = Scope::all().with("mal", goal.number.to_string());
        let outcome = figures.get(&inputs.key("mal.utfall", scope.clone()))?;
        let (units, decimals) = shortest(of(&thresholds), thresholds.decimals);
        let value = match (outcome.unit, outcome.value) {
            (Unit::Kronor, _) => Value::Money(Ore(of(&thresholds))),
            (_, Value::Count(_)) if decimals == 0 => Value::Count(units),
            _ => Value::Decimal { units, decimals },
        };
        let trace = Trace::Entered {
            source: format!("Mål {}, {}", goal.year, goal.text),
            count: 1,
        };
        let key = inputs.key(measure.id, scope);
        Some(Figure {
            value,
            unit: outcome.unit,
            ..without(key, trace)
        })
    };
    goals.filter_map(limit).collect()
}

/// A limit without decimals that say nothing: "35 %", not "35,0 %".
fn shortest(units: i64, decimals: u32) -> (i64, u32) {
    match 10_i64.checked_pow(decimals) {
        Some(scale) if units % scale == 0 => (units / scale, 0),
        _ => (units, decimals),
    }
}

fn outcomes(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures) -> Vec<Figure> {
    let goals = inputs.facts.goals.iter().filter(|goal| goal.year == inputs.year);
    goals
        .map(|goal| outcome(inputs, measure, figures, goal))
        .collect()
}

fn outcome(inputs: &Inputs<'_>, measure: &Measure, figures: &Figures, goal: &Goal) -> Figure {
    let key = inputs.key(measure.id, Scope::all().with("mal", goal.number.to_string()));
    let entered = |source: &str, count| Trace::Entered {
        source: source.into(),
        count,
    };
    match &goal.outcome {
        GoalOutcome::Measure(id) => {
            let of = super::find(id).and_then(|m| figures.get(&inputs.key(m.id, Scope::all())));
            let parts = of.iter().map(|figure| figure.key.clone()).collect();
            if let Some(figure) = of {
                let trace = Trace::Figures {
                    rule: "samma värde".into(),
                    parts,
                };
                return Figure {
                    key,
                    trace,
                    ..figure.clone()
                };
            }
            let rule = format!("måttet {id} har inget värde för året");
            without(key, Trace::Figures { rule, parts })
        }
        GoalOutcome::Entered {
            units,
            decimals,
            source,
        } => Figure {
            value: Value::Decimal {
                units: *units,
                decimals: *decimals,
            },
            ..without(key, entered(source, 1))
        },
        GoalOutcome::Words { text, .. } => without(key, entered(text, 1)),
        GoalOutcome::None => without(key, entered("inget utfall inmatat", 0)),
    }
}

fn without(key: FigureKey, trace: Trace) -> Figure {
    Figure {
        key,
        value: Value::Missing(Missing::NotCollected),
        unit: Unit::Procent,
        k: None,
        n: None,
        missing: 0,
        trace,
    }
}
