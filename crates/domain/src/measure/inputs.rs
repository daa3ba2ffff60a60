//! What measures are computed from: one load of facts, seen from one year.

use crate::{
    cube::{Cube, Dim, Filter, flow},
    facts::{Facts, Published},
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
        let whole = super::first_exit(facts).is_some_and(|first| first <= year)
            || !before_register(facts, &cube, year);
        let cube = whole.then_some(cube);
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

/// Whether more was published of the year than the register holds. From the year of the first exit
/// on the register is whole, whatever was published: before it, it holds only those who stayed.
fn before_register(facts: &Facts, cube: &Cube, year: i32) -> bool {
    let total = cube
        .cross_tab(&[], &Filter::all().within(Dim::Flow, flow::TOTAL))
        .count(|_| true);
    let of_year =
        |p: &&Published| p.measure == "deltaganden.totalt" && p.year == year && p.scope == Scope::all();
    facts
        .published
        .iter()
        .find(of_year)
        .is_some_and(|published| published.units > total)
}
