//! The set of cells that relations run over, with the ways to find one.

use std::collections::{BTreeMap, BTreeSet};

use crate::{cell::Cell, facts::LedgerYear, figure::Scope};

/// A cell's place in the sheet.
pub type Id = usize;

/// A goal with its words; its numbers are cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoalRow {
    /// Year.
    pub year: i32,
    /// Row as it is named in places.
    pub row: String,
    /// Table it stands in.
    pub table: String,
    /// The goal's words.
    pub text: String,
    /// Unit and direction ("kr, högst").
    pub unit: String,
    /// What it is measured with, in words.
    pub measured_by: String,
    /// The printed judgement.
    pub judgement: String,
    /// The target's cell.
    pub target: Option<Id>,
    /// The result's cell.
    pub outcome: Option<Id>,
    /// "36 av 112" in the words: both cells.
    pub k_of_n: Option<(Id, Id)>,
    /// A budget sum in the words.
    pub budget: Option<Id>,
}

/// Cells in the order they are printed, indexed by meaning.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The cells.
    pub cells: Vec<Cell>,
    /// Goals.
    pub goals: Vec<GoalRow>,
    /// Cells that a note specifies, with the note's number.
    pub note_refs: Vec<(Id, String)>,
    /// What is there but not printed, to protect somebody: measure, year and scope.
    pub withheld: Vec<(String, i32, Scope)>,
    /// Cells where something stands that is no number, or cannot be true: nothing is computed from them.
    pub unknown: BTreeSet<Id>,
    /// Bookkeeping, oldest year first.
    pub ledger: Vec<LedgerYear>,
    /// The year the tables are about; earlier years in them may follow older rules.
    pub year: i32,
    index: BTreeMap<String, BTreeMap<i32, Vec<Id>>>,
}

impl Sheet {
    /// Indexes the cells.
    pub fn new(cells: Vec<Cell>, year: i32) -> Sheet {
        let mut index: BTreeMap<String, BTreeMap<i32, Vec<Id>>> = BTreeMap::new();
        for (id, cell) in cells.iter().enumerate() {
            let years = index.entry(cell.measure.clone()).or_default();
            years.entry(cell.year).or_default().push(id);
        }
        Sheet {
            cells,
            year,
            index,
            ..Sheet::default()
        }
    }

    /// All cells of a measure and year, whatever their scope, in printed order.
    pub fn all(&self, measure: &str, year: i32) -> &[Id] {
        self.index
            .get(measure)
            .and_then(|years| years.get(&year))
            .map_or(&[], Vec::as_slice)
    }

    /// All cells of a measure, year and scope.
    pub fn at(&self, measure: &str, year: i32, scope: &Scope) -> Vec<Id> {
        let ids = self.all(measure, year).iter().copied();
        ids.filter(|id| self.cells[*id].scope == *scope).collect()
    }

    /// The first cell of a measure and year for the whole association.
    pub fn one(&self, measure: &str, year: i32) -> Option<Id> {
        self.at(measure, year, &Scope::all()).first().copied()
    }

    /// The first such cell in a table whose name starts with `table`.
    pub fn in_table(&self, table: &str, measure: &str, year: i32, scope: &Scope) -> Option<Id> {
        let ids = self.at(measure, year, scope);
        ids.into_iter()
            .find(|id| self.cells[*id].place.table.starts_with(table))
    }

    /// Whether any of these measures' values in a year is withheld for an insats, or for any insats.
    pub fn withholds(&self, measures: &[&str], year: i32, insats: Option<&str>) -> bool {
        self.withheld.iter().any(|(measure, of, scope)| {
            measures.contains(&measure.as_str())
                && *of == year
                && (insats.is_none() || scope.get("insats") == insats)
        })
    }

    /// Years in which the measure has cells, oldest first.
    pub fn years(&self, measure: &str) -> Vec<i32> {
        self.index
            .get(measure)
            .map(|years| years.keys().copied().collect())
            .unwrap_or_default()
    }
}
