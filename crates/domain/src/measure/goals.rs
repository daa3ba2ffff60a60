//! The goal table's results.

use super::{Disclosure, Inputs, Measure};
use crate::{
    facts::{Goal, GoalOutcome},
    figure::{Figure, FigureKey, Missing, Scope, Trace, Value},
    figures::Figures,
    unit::Unit,
};

pub(super) const MEASURES: &[Measure] = &[Measure::new(
    "mal.utfall",
    "Måluppfyllelse, utfall",
    Unit::Procent,
    "Årets utfall för ett mål: måttet målet pekar på, eller ett inmatat värde med källa. Bedömningen följer målets egna gränser.",
    outcomes,
)
.of("årets mål", Disclosure::Open)
.without_answer("ett mål som bedöms i ord, eller inte är mätt, har inget värde")
.by(&["mal"])];

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
