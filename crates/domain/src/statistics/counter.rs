//! Counts of any measure, scope and period out of the same cube as the year's figures.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use crate::{
    cube::{Cube, Dim, Filter, flow},
    disclosure::Period,
    facts::{Facts, ParticipationFact, PeriodCell},
    figure::Scope,
    measure,
};

/// The municipality a participation is registered with.
fn municipality(fact: &ParticipationFact) -> Option<&str> {
    fact.municipality.as_deref()
}

/// Whether a participation is of a municipality.
fn lives_in(fact: &ParticipationFact, name: &str) -> bool {
    municipality(fact) == Some(name)
}

/// The municipalities that any participation is registered with, in order.
pub fn municipalities(facts: &Facts) -> Vec<String> {
    let mut names: Vec<String> = facts
        .participations
        .iter()
        .filter_map(municipality)
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The counts of published cells, in their order; none where a cell cannot be counted from rows.
pub fn counts(facts: &Facts, cells: &[PeriodCell]) -> Vec<Option<i64>> {
    let counter = Counter::new(facts);
    let count = |cell: &PeriodCell| {
        let period = Period {
            from: cell.from,
            to: cell.to,
        };
        counter.count(&cell.measure, period, &cell.scope)
    };
    cells.iter().map(count).collect()
}

type Cubes = BTreeMap<(Period, Option<String>), Rc<Cube>>;

/// Cubes by period and municipality, made when first asked for.
pub(super) struct Counter<'a> {
    facts: &'a Facts,
    cubes: RefCell<Cubes>,
}

impl<'a> Counter<'a> {
    pub(super) fn new(facts: &'a Facts) -> Counter<'a> {
        Counter {
            facts,
            cubes: RefCell::default(),
        }
    }

    fn cube(&self, period: Period, of: Option<&str>) -> Rc<Cube> {
        let key = (period, of.map(str::to_owned));
        let mut cubes = self.cubes.borrow_mut();
        let cube = cubes.entry(key).or_insert_with(|| {
            let facts = self.facts.participations.iter();
            let chosen = facts.filter(|fact| of.is_none_or(|name| lives_in(fact, name)));
            Rc::new(Cube::of_period(chosen, period))
        });
        cube.clone()
    }

    /// The count of a measure, with what is kept of participations that became anonymous: for a
    /// calendar year as the year's figures do, for other periods where the count was published.
    pub(super) fn count(&self, measure: &str, period: Period, scope: &Scope) -> Option<i64> {
        let cube = self.cube(period, scope.get("kommun"));
        let counted = measure::count(self.facts, &cube, measure, scope)?;
        if self.facts.carried.is_empty() {
            return Some(counted);
        }
        let kept = self.facts.carried.of_cell(&PeriodCell {
            measure: measure.to_owned(),
            from: period.from,
            to: period.to,
            scope: scope.clone(),
        });
        Some(counted + kept)
    }

    /// Days in the insats of those closed in the period, in order; anonymous ones have none.
    pub(super) fn days(&self, period: Period, scope: &Scope) -> Vec<i64> {
        let Some(filter) = measure::filter(self.facts, "deltaganden.avslutade", scope) else {
            return Vec::new();
        };
        let cube = self.cube(period, scope.get("kommun"));
        let filter: Filter = filter.within(Dim::Flow, flow::EXITED);
        let tab = cube.cross_tab(&[Dim::Days], &filter);
        let known = tab.cells.iter().filter(|cell| cell.codes[0] > 0);
        known
            .flat_map(|cell| (0..cell.count).map(|_| i64::from(cell.codes[0])))
            .collect()
    }
}
