//! The participation cube: coded participations as small integer columns, from which any cross-tab
//! is one scan into a dense array. One association's year and a whole country's twenty years have
//! the same form; a million rows take about 30 MiB.
//!
//! The cube holds codes, never dates of birth, references or text.

mod build;
mod facts;
mod scan;
#[cfg(test)]
mod tests;

pub use build::{Builder, Record};
pub use facts::{WORK_CHANGES, flow, mask};

/// A coded property of a participation. Code 0 is always "uppgift saknas".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Dim {
    /// The association, where the cube spans several.
    Association,
    /// Index of the insats, from 1.
    Insats,
    /// [`crate::codes::Sex`].
    Sex,
    /// Age at entry in years, at least 1.
    Age,
    /// Age band at entry, from 1.
    AgeBand,
    /// Year of entry.
    StartYear,
    /// Year of exit; 0 while open.
    EndYear,
    /// [`crate::codes::Education`].
    Education,
    /// [`crate::codes::SupportTime`].
    SupportTime,
    /// Supports before; several at once, see [`mask`].
    SupportBefore,
    /// Supports at exit; several at once, see [`mask`].
    SupportAfter,
    /// Occupations before; several at once, see [`mask`].
    OccupationBefore,
    /// Occupations at exit; several at once, see [`mask`].
    OccupationAfter,
    /// [`crate::codes::ReferringAuthority`].
    Referrer,
    /// [`crate::codes::ExitReason`].
    ExitReason,
    /// What it is in the cube's year, see [`flow`].
    Flow,
    /// 1 for a record of sex and start year only.
    Anonymous,
    /// How work and study changed from entry to exit, see [`WORK_CHANGES`]; 0 where either is unknown.
    WorkChange,
    /// Days from entry to exit, both counted; 0 while open and for anonymous records.
    Days,
}

impl Dim {
    /// Every dimension, in the order of their columns.
    pub const ALL: [Dim; 19] = [
        Dim::Association,
        Dim::Insats,
        Dim::Sex,
        Dim::Age,
        Dim::AgeBand,
        Dim::StartYear,
        Dim::EndYear,
        Dim::Education,
        Dim::SupportTime,
        Dim::SupportBefore,
        Dim::SupportAfter,
        Dim::OccupationBefore,
        Dim::OccupationAfter,
        Dim::Referrer,
        Dim::ExitReason,
        Dim::Flow,
        Dim::Anonymous,
        Dim::WorkChange,
        Dim::Days,
    ];
}

/// Participations as columns. Made by [`Builder`].
#[derive(Clone, Debug)]
pub struct Cube {
    rows: usize,
    columns: Vec<Column>,
    /// A number per row to sum (age, days, hours); empty when none has one.
    values: Vec<u32>,
    /// A dense number per person; [`NOBODY`] for rows that are no person's. Empty when none is.
    persons: Vec<u32>,
    person_count: usize,
}

/// A row without a pseudonym.
const NOBODY: u32 = u32::MAX;

/// One dimension's codes, less the smallest one, in as few bytes as they need.
#[derive(Clone, Debug)]
struct Column {
    smallest: u16,
    /// How many codes lie between the smallest and the largest, both included.
    width: u32,
    codes: Codes,
}

#[derive(Clone, Debug)]
enum Codes {
    /// All the same.
    Constant,
    Narrow(Vec<u8>),
    Wide(Vec<u16>),
}

/// Which rows: those whose code is among the named ones, in every dimension named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter(Vec<(Dim, Vec<u16>)>);

impl Filter {
    /// Every row.
    pub fn all() -> Filter {
        Filter::default()
    }

    /// Also with one of these codes.
    #[must_use]
    pub fn within(mut self, dim: Dim, codes: impl IntoIterator<Item = u16>) -> Filter {
        self.0.push((dim, codes.into_iter().collect()));
        self
    }

    /// Also with this code.
    #[must_use]
    pub fn is(self, dim: Dim, code: u16) -> Filter {
        self.within(dim, [code])
    }
}

/// What a cross-tab is asked for beside counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Also {
    /// The sum of values.
    pub sums: bool,
    /// How many different persons.
    pub persons: bool,
}

/// A cross-tab: its cells that hold any row, in code order of the dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossTab {
    /// The dimensions, as asked.
    pub dims: Vec<Dim>,
    /// The cells.
    pub cells: Vec<Cell>,
}

/// One combination of codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// One code per dimension.
    pub codes: Vec<u16>,
    /// Rows.
    pub count: i64,
    /// Sum of their values, when asked for.
    pub sum: i64,
    /// Different persons among them, when asked for.
    pub persons: i64,
}

impl CrossTab {
    /// Rows in cells whose codes satisfy the test.
    pub fn count(&self, test: impl Fn(&[u16]) -> bool) -> i64 {
        self.cells
            .iter()
            .filter(|c| test(&c.codes))
            .map(|c| c.count)
            .sum()
    }
}

impl Cube {
    /// How many participations.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Bytes held by the columns.
    pub fn bytes(&self) -> usize {
        let codes = self.columns.iter().map(|column| match &column.codes {
            Codes::Constant => 0,
            Codes::Narrow(codes) => codes.len(),
            Codes::Wide(codes) => 2 * codes.len(),
        });
        codes.sum::<usize>() + 4 * (self.values.len() + self.persons.len())
    }

    /// Counts by any dimensions over the rows of a filter.
    pub fn cross_tab(&self, dims: &[Dim], filter: &Filter) -> CrossTab {
        self.cross_tab_with(dims, filter, Also::default())
    }

    /// Counts, and sums or distinct persons.
    pub fn cross_tab_with(&self, dims: &[Dim], filter: &Filter, also: Also) -> CrossTab {
        CrossTab {
            dims: dims.to_vec(),
            cells: scan::cells(self, dims, filter, also),
        }
    }

    fn column(&self, dim: Dim) -> &Column {
        &self.columns[dim as usize]
    }
}
