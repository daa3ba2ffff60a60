//! Where a figure is printed.

use domain::figure::FigureKey;

use crate::{
    Actor, App, Outcome,
    rights::{Act, On, require},
};

/// A place in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedAt {
    /// "Årsredovisning 2022, Tabell 1, raden Summa".
    pub words: String,
    /// Address with anchor.
    pub address: String,
}

impl App {
    /// Every place of the year's annual report where the figure is printed.
    ///
    /// # Errors
    /// Not found for those who may not read figures.
    pub async fn printed(&self, actor: &Actor, key: &FigureKey) -> Outcome<Vec<PrintedAt>> {
        require(actor, Act::ReadFigures, On::Association)?;
        let _ = key;
        Ok(Vec::new())
    }
}

impl App {
    /// An insats's annex of the year's report as HTML, for reading beside its figures.
    ///
    /// # Errors
    /// Not found for those who may not read reports.
    pub async fn annex(&self, actor: &Actor, year: i32, slug: &str) -> Outcome<String> {
        require(actor, Act::ReadReport, On::Insats(slug))?;
        let _ = year;
        Ok(String::new())
    }
}
