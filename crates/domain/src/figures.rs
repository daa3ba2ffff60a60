//! All figures of a year out of one load of facts.

mod tables;

use std::collections::BTreeMap;

use crate::{
    facts::{Facts, Published},
    figure::{Figure, FigureKey, MeasureId, Missing, Scope, Trace, Value},
    measure::{self, Inputs, Measure},
    money::Ore,
    refusal::Problem,
    statement::Statements,
    unit::Unit,
};

pub use tables::tables;

/// The figures of one year, and of earlier years those a report compares with.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    year: i32,
    all: BTreeMap<FigureKey, Figure>,
    statements: Statements,
    problems: Vec<Problem>,
}

impl Figures {
    /// Evaluates every measure of the year. Earlier years come from the register and the bookkeeping
    /// where these hold them, otherwise from what was published.
    pub fn compute(facts: &Facts, year: i32) -> Figures {
        let (statements, problems) = Statements::of(facts, year);
        let inputs = Inputs {
            statements,
            ..Inputs::of_register(facts, year)
        };
        let mut figures = Figures {
            year,
            problems,
            ..Figures::default()
        };
        for measure in measure::of_one_year() {
            figures.evaluate(&inputs, measure);
            figures.add(of_year(facts, measure, year));
            figures.mark_missing(&inputs, measure);
        }
        figures.earlier(facts);
        figures.add(measure::overview(&inputs.statements));
        for published in &facts.published {
            if let Some(measure) = measure::find(&published.measure) {
                figures.add([from_published(measure, published)]);
            }
        }
        figures.planned(facts);
        figures.statements = inputs.statements;
        figures
    }

    /// The year.
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// The figure with this key, of any year at hand.
    pub fn get(&self, key: &FigureKey) -> Option<&Figure> {
        self.all.get(key)
    }

    /// The year's figure of a measure.
    pub fn of_year(&self, measure: MeasureId, scope: Scope) -> Option<&Figure> {
        self.get(&FigureKey {
            measure,
            year: self.year,
            scope,
        })
    }

    /// Every figure of the year, by measure and scope.
    pub fn iter(&self) -> impl Iterator<Item = &Figure> {
        self.all.values().filter(|figure| figure.key.year == self.year)
    }

    /// Every figure of one measure, all years and scopes.
    pub fn of(&self, measure: MeasureId) -> impl Iterator<Item = &Figure> {
        let from = FigureKey {
            measure,
            year: i32::MIN,
            scope: Scope::all(),
        };
        self.all
            .range(from..)
            .map(|(_, figure)| figure)
            .take_while(move |figure| figure.key.measure == measure)
    }

    /// One measure and scope over the years, oldest first, up to and including the year.
    pub fn history(&self, measure: MeasureId, scope: &Scope) -> Vec<&Figure> {
        self.of(measure)
            .filter(|figure| figure.key.scope == *scope && figure.key.year <= self.year)
            .collect()
    }

    /// The statements the economic figures come from.
    pub const fn statements(&self) -> &Statements {
        &self.statements
    }

    /// What stood in the way of complete statements.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What disclosure control decides on of one year: nothing else is computed.
    pub(crate) fn controlled(facts: &Facts, year: i32) -> Figures {
        let inputs = Inputs::of_register(facts, year);
        let mut figures = Figures {
            year,
            ..Figures::default()
        };
        for measure in measure::controlled() {
            figures.evaluate(&inputs, measure);
        }
        figures
    }

    /// The same with some figures replaced; those the function answers nothing for stay.
    #[must_use]
    pub(crate) fn with(&self, replaced: impl Fn(&Figure) -> Option<Figure>) -> Figures {
        let mut figures = self.clone();
        for (key, figure) in &mut figures.all {
            if key.year == self.year
                && let Some(other) = replaced(figure)
            {
                *figure = other;
            }
        }
        figures
    }

    /// These figures with one insats's, or one team's, own in place of the ones that others see.
    #[must_use]
    pub fn with_own(&self, exact: &Figures, (dimension, code): (&str, &str)) -> Figures {
        self.with(|figure| {
            let own = figure.key.scope.get(dimension) == Some(code);
            if own {
                exact.get(&figure.key).cloned()
            } else {
                None
            }
        })
    }

    /// The first figure of a key stays.
    fn add(&mut self, figures: impl IntoIterator<Item = Figure>) {
        for figure in figures {
            self.all.entry(figure.key.clone()).or_insert(figure);
        }
    }

    fn evaluate(&mut self, inputs: &Inputs<'_>, measure: &Measure) {
        let mut figures = measure.figures(inputs, self);
        inputs.facts.carried.settle(&mut figures);
        self.add(figures);
    }

    /// The year's figures of participations only. `settle` may change a measure's figures before
    /// those that are made of them are.
    pub(crate) fn of_register(facts: &Facts, year: i32, mut settle: impl FnMut(&mut [Figure])) -> Figures {
        let inputs = Inputs::of_register(facts, year);
        let mut figures = Figures {
            year,
            ..Figures::default()
        };
        for measure in measure::registry().filter(|measure| measure.disclosure.is_of_participations()) {
            let mut made = measure.figures(&inputs, &figures);
            facts.carried.settle(&mut made);
            settle(&mut made);
            figures.add(made);
        }
        figures
    }

    /// A measure of the register in a year it does not hold says so.
    fn mark_missing(&mut self, inputs: &Inputs<'_>, measure: &Measure) {
        if inputs.cube.is_some() || !measure.disclosure.is_of_participations() {
            return;
        }
        let trace = Trace::Published {
            source: "registret omfattar inte året".into(),
        };
        self.add([Figure {
            key: inputs.key(measure.id, Scope::all()),
            value: Value::Missing(Missing::NotCollected),
            unit: measure.unit,
            k: None,
            n: None,
            missing: 0,
            trace,
        }]);
    }

    /// Budgets and what is made of them, for the years a plan shows side by side.
    fn planned(&mut self, facts: &Facts) {
        for year in planned_years(facts, self.year) {
            let inputs = Inputs {
                facts,
                year,
                cube: None,
                statements: Statements::default(),
            };
            for measure in measure::of_plan() {
                self.evaluate(&inputs, measure);
            }
        }
    }

    /// These figures with the budgets of one version of a plan, from its year on.
    #[must_use]
    pub fn planned_as(&self, facts: &Facts) -> Figures {
        let mut figures = self.clone();
        let planned = |id| measure::of_plan().any(|measure| measure.id == id);
        let year = self.year;
        figures
            .all
            .retain(|key, _| key.year < year || !planned(key.measure));
        figures.planned(facts);
        figures
    }

    /// These figures, and those of another year's that they do not have.
    #[must_use]
    pub fn beside(&self, other: &Figures) -> Figures {
        let mut figures = self.clone();
        figures.add(other.all.values().cloned());
        figures
    }

    /// Earlier years: flows for as long as the register is whole, economy of the last booked year.
    fn earlier(&mut self, facts: &Facts) {
        for year in measure::first_year(facts)..self.year {
            let mut inputs = Inputs::of_register(facts, year);
            if measure::first_exit(facts).is_none_or(|first| year < first) {
                inputs.cube = None;
            }
            for measure in measure::yearly() {
                self.evaluate(&inputs, measure);
            }
        }
        if let Some(before) = booked_before(facts, self.year) {
            let (statements, _) = Statements::of(facts, before);
            let inputs = Inputs {
                facts,
                year: before,
                cube: None,
                statements,
            };
            for measure in measure::economic() {
                self.evaluate(&inputs, measure);
            }
        }
    }
}

/// The last year before this one that the bookkeeping holds.
fn booked_before(facts: &Facts, year: i32) -> Option<i32> {
    let booked = facts.ledger.years.iter().map(|books| books.year);
    booked.filter(|booked| *booked < year).max()
}

/// The year before, the year, and every year with a budget after the last one that is booked.
fn planned_years(facts: &Facts, year: i32) -> Vec<i32> {
    let from = booked_before(facts, year).map_or(year - 1, |booked| booked.min(year - 1));
    let budgets = facts.budgets.iter().map(|budget| budget.year);
    let insatser = facts.insats_budgets.iter().map(|budget| budget.year);
    let later = budgets.chain(insatser).filter(|planned| *planned > from);
    let mut years: Vec<i32> = later.chain([year - 1, year]).collect();
    years.sort_unstable();
    years.dedup();
    years
}

fn of_year(facts: &Facts, measure: &Measure, year: i32) -> Vec<Figure> {
    let published = facts
        .published
        .iter()
        .filter(|p| p.year == year && p.measure == measure.id);
    published.map(|p| from_published(measure, p)).collect()
}

/// A published value as a figure: kronor become öre.
fn from_published(measure: &Measure, published: &Published) -> Figure {
    let scale = 10_i64.pow(published.decimals.min(2));
    let value = match measure.unit {
        Unit::Kronor => Value::Money(Ore(published.units.saturating_mul(100 / scale))),
        _ if published.decimals == 0 && measure.unit != Unit::Procent && measure.unit != Unit::Ar => {
            Value::Count(published.units)
        }
        _ => Value::Decimal {
            units: published.units,
            decimals: published.decimals,
        },
    };
    let k = match value {
        Value::Count(n) => Some(n),
        _ => None,
    };
    Figure {
        key: FigureKey {
            measure: measure.id,
            year: published.year,
            scope: published.scope.clone(),
        },
        value,
        unit: measure.unit,
        k,
        n: None,
        missing: 0,
        trace: Trace::Published {
            source: published.source.to_string(),
        },
    }
}
