//! Training and conferences: what the association itself spends on structural insatser, against
//! budget. Which rows they are is told by the rows' own words.

use super::{Disclosure, Eval, Inputs, Measure, budget};
use crate::{
    facts::BudgetGroup,
    figure::{Figure, MeasureId, Scope},
    figures::Figures,
    unit::Unit,
};

/// A row is about training when its label holds one of these.
const WORDS: &[&str] = &[
    "utbildning",
    "konferens",
    "kurs-",
    "inspirationsdag",
    "kompetens",
    "seminari",
];

pub(super) const MEASURES: &[Measure] = &[
    money(
        "utbildningar.budget",
        "Utbildningar och konferenser, budget",
        "Summan av budgetens kostnadsrader som till namnet är utbildning, konferens, kurs, inspirationsdag, seminarium eller kompetens.",
        |inputs, measure, figures| {
            let cost = budget::group(BudgetGroup::Cost);
            summed(inputs, measure, figures, ("budget.rad", "grupp", cost))
        },
    ),
    money(
        "utbildningar.kostnad",
        "Utbildningar och konferenser, kostnad",
        "Summan av raderna i not 2, externa kostnader, som till namnet är utbildning, konferens, kurs, inspirationsdag, seminarium eller kompetens.",
        |inputs, measure, figures| summed(inputs, measure, figures, ("not.rad", "not", "2 externa")),
    ),
];

const fn money(id: MeasureId, name: &'static str, definition: &'static str, eval: Eval) -> Measure {
    Measure::new(id, name, Unit::Kronor, definition, eval)
        .of("förbundets egna rader", Disclosure::Open)
        .when("räkenskapsåret")
        .without_answer("utan sådan rad finns inget värde")
}

/// Whether a row's label says that it is about training.
pub(crate) fn is_training(label: &str) -> bool {
    let label = label.to_lowercase();
    WORDS.iter().any(|word| label.contains(word))
}

/// The sum of the rows of one measure within one group that are about training.
fn summed(
    inputs: &Inputs<'_>,
    measure: &Measure,
    figures: &Figures,
    (row, dimension, group): (MeasureId, &'static str, &str),
) -> Vec<Figure> {
    let wanted = |figure: &&Figure| {
        let scope: &Scope = &figure.key.scope;
        figure.key.year == inputs.year
            && scope.get(dimension) == Some(group)
            && scope.get("rad").is_some_and(is_training)
    };
    let rows: Vec<&Figure> = figures.of(row).filter(wanted).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![budget::total(inputs, measure, rows.into_iter())]
}
