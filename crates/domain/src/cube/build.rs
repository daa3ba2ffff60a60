//! Rows in, packed columns out.

use std::collections::HashMap;

use super::{Codes, Column, Cube, Dim, NOBODY};

/// One participation as codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    codes: [u16; Dim::ALL.len()],
    /// A number to sum.
    pub value: Option<u32>,
    /// The person's pseudonym as a number; only its equality matters.
    pub person: Option<u64>,
}

impl Record {
    /// With this code in a dimension.
    #[must_use]
    pub fn with(mut self, dim: Dim, code: u16) -> Record {
        self.codes[dim as usize] = code;
        self
    }

    /// The code in a dimension.
    pub fn code(&self, dim: Dim) -> u16 {
        self.codes[dim as usize]
    }
}

/// Collects rows into columns. A column costs nothing until a row has a code in it.
#[derive(Debug, Default)]
pub struct Builder {
    rows: usize,
    columns: [Vec<u16>; Dim::ALL.len()],
    values: Vec<u32>,
    persons: Vec<u32>,
    numbers: HashMap<u64, u32>,
}

impl Builder {
    /// An empty one.
    pub fn new() -> Builder {
        Builder::default()
    }

    /// Adds a row.
    pub fn push(&mut self, record: &Record) {
        for (column, code) in self.columns.iter_mut().zip(record.codes) {
            if code != 0 || !column.is_empty() {
                column.resize(self.rows, 0);
                column.push(code);
            }
        }
        if record.value.is_some() || !self.values.is_empty() {
            self.values.resize(self.rows, 0);
            self.values.push(record.value.unwrap_or(0));
        }
        if record.person.is_some() || !self.persons.is_empty() {
            self.persons.resize(self.rows, NOBODY);
            self.persons.push(record.person.map_or(NOBODY, |person| {
                let next = u32::try_from(self.numbers.len()).unwrap_or(NOBODY);
                *self.numbers.entry(person).or_insert(next)
            }));
        }
        self.rows += 1;
    }

    /// The cube of the rows.
    pub fn finish(self) -> Cube {
        let rows = self.rows;
        Cube {
            rows,
            columns: self.columns.into_iter().map(pack).collect(),
            values: self.values,
            persons: self.persons,
            person_count: self.numbers.len(),
        }
    }
}

fn pack(codes: Vec<u16>) -> Column {
    let smallest = codes.iter().copied().min().unwrap_or(0);
    let largest = codes.iter().copied().max().unwrap_or(0);
    let width = u32::from(largest - smallest) + 1;
    let codes = if width == 1 {
        Codes::Constant
    } else if width <= 256 {
        Codes::Narrow(
            codes
                .iter()
                .map(|code| u8::try_from(code - smallest).unwrap_or(u8::MAX))
                .collect(),
        )
    } else {
        let mut codes = codes;
        for code in &mut codes {
            *code -= smallest;
        }
        codes.shrink_to_fit();
        Codes::Wide(codes)
    };
    Column {
        smallest,
        width,
        codes,
    }
}
