//! What measures are computed from: one load of facts, seen from one year.

use crate::{
    cube::{Cube, Dim, Filter, flow},
    facts::Facts,
    figure::{FigureKey, MeasureId, Scope},
    statement::Statements,
};

/// One year's inputs.
#[derive(Debug)]
pub struct Inputs<'a> {
    /// Everything.
    pub facts: &'a Facts,
    /// The year.
    pub year: i32,
    /// The participations as the year sees them; `None` when the register does not hold the year.
    pub cube: Option<Cube>,
    /// The year's statements.
    pub statements: Statements,
}

impl<'a> Inputs<'a> {
    /// Participations only; statements empty.
    pub fn of_register(facts: &'a Facts, year: i32) -> Inputs<'a> {
        let cube = Cube::of_year(&facts.participations, year);
        let total = cube
            .cross_tab(&[], &Filter::all().within(Dim::Flow, flow::TOTAL))
            .count(|_| true);
        let published = facts
            .published
            .iter()
            .find(|p| p.measure == "deltaganden.totalt" && p.year == year && p.scope == Scope::all());
        // A published total larger than the rows: the year is from before the register.
        let cube = (published.is_none_or(|p| p.units <= total)).then_some(cube);
        Inputs {
            facts,
            year,
            cube,
            statements: Statements::default(),
        }
    }

    /// A figure's key in the inputs' year.
    pub fn key(&self, measure: MeasureId, scope: Scope) -> FigureKey {
        FigureKey {
            measure,
            year: self.year,
            scope,
        }
    }
}
