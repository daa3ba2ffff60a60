//! The scan: blocks of rows, column after column, into a dense array of cells.
//!
//! Each block's cell numbers are built one column at a time, which the compiler turns into vector
//! instructions; only then is counted. Where the product of the dimensions' widths is too large
//! for an array, the cell numbers are sorted instead.

use std::ops::Range;

use super::{Also, Cell, Codes, Column, Cube, Dim, Filter, NOBODY};

/// Rows per block: cell numbers, positions and mask of a block stay in the first cache.
const BLOCK: usize = 2048;
/// Cells at most in a dense array (8 MiB of counts).
const DENSE: u64 = 1 << 21;

/// A dimension of the answer: its column and the distance between neighbouring codes' cells.
struct Axis<'a> {
    column: &'a Column,
    stride: u64,
}

/// A filter on one column: per code less the smallest, 1 if wanted.
struct Test<'a> {
    column: &'a Column,
    wanted: Vec<u8>,
}

/// The cells that hold any row, in code order.
pub(super) fn cells(cube: &Cube, dims: &[Dim], filter: &Filter, also: Also) -> Vec<Cell> {
    let mut axes: Vec<Axis<'_>> = Vec::with_capacity(dims.len());
    let mut stride = 1_u64;
    for dim in dims.iter().rev() {
        let column = cube.column(*dim);
        axes.push(Axis { column, stride });
        // Beyond u64 nothing fits: at most 16 dimensions of 16 bits are folded in two steps below.
        stride = stride.saturating_mul(u64::from(column.width));
    }
    axes.reverse();
    let Some(tests) = tests(cube, filter) else {
        return Vec::new();
    };
    let picked = Picked { cube, axes, tests };
    if stride <= DENSE {
        picked.dense(usize::try_from(stride).unwrap_or(usize::MAX), also)
    } else {
        picked.sorted(also)
    }
}

/// The tests that can fail; `None` when one can never pass.
fn tests<'a>(cube: &'a Cube, filter: &Filter) -> Option<Vec<Test<'a>>> {
    let mut tests = Vec::new();
    for (dim, codes) in &filter.0 {
        let column = cube.column(*dim);
        let mut wanted = vec![0_u8; column.width as usize];
        for code in codes {
            let place = code.checked_sub(column.smallest).map(usize::from);
            if let Some(cell) = place.and_then(|place| wanted.get_mut(place)) {
                *cell = 1;
            }
        }
        if !wanted.contains(&1) {
            return None;
        }
        if wanted.contains(&0) {
            tests.push(Test { column, wanted });
        }
    }
    Some(tests)
}

/// The rows that pass, with the number of the cell each falls in.
struct Picked<'a> {
    cube: &'a Cube,
    axes: Vec<Axis<'a>>,
    tests: Vec<Test<'a>>,
}

impl Picked<'_> {
    /// Calls `take` once per block with the passing rows' positions and cell numbers.
    fn blocks(&self, mut take: impl FnMut(&[u32], &[u32])) {
        let mut numbers = [0_u32; BLOCK];
        let mut rows = [0_u32; BLOCK];
        let mut mask = [0_u8; BLOCK];
        let mut start = 0;
        while start < self.cube.rows {
            let range = start..(start + BLOCK).min(self.cube.rows);
            start = range.end;
            let length = range.len();
            let mut kept = length;
            if !self.tests.is_empty() {
                self.mask(&range, &mut mask[..length]);
                if mask[..length].iter().all(|pass| *pass == 0) {
                    continue;
                }
            }
            let numbers = &mut numbers[..length];
            numbers.fill(0);
            for axis in &self.axes {
                number(axis, &range, numbers);
            }
            let first = u32::try_from(range.start).unwrap_or(u32::MAX);
            for (row, place) in rows.iter_mut().zip(first..).take(length) {
                *row = place;
            }
            if !self.tests.is_empty() {
                kept = 0;
                for i in 0..length {
                    numbers[kept] = numbers[i];
                    rows[kept] = rows[i];
                    kept += usize::from(mask[i]);
                }
            }
            take(&rows[..kept], &numbers[..kept]);
        }
    }

    fn mask(&self, range: &Range<usize>, mask: &mut [u8]) {
        mask.fill(1);
        for test in &self.tests {
            match &test.column.codes {
                // A constant column's test either always passes or was sorted out before.
                Codes::Constant => {}
                Codes::Narrow(codes) => {
                    for (pass, code) in mask.iter_mut().zip(&codes[range.clone()]) {
                        *pass &= test.wanted[usize::from(*code)];
                    }
                }
                Codes::Wide(codes) => {
                    for (pass, code) in mask.iter_mut().zip(&codes[range.clone()]) {
                        *pass &= test.wanted[usize::from(*code)];
                    }
                }
            }
        }
    }

    fn dense(&self, size: usize, also: Also) -> Vec<Cell> {
        let mut counts = vec![0_u32; size];
        let mut sums = vec![0_u64; if also.sums { size } else { 0 }];
        let with_persons = also.persons && !self.cube.persons.is_empty();
        let mut people: Vec<(u32, u32)> = Vec::new();
        self.blocks(|rows, numbers| {
            for number in numbers {
                counts[*number as usize] += 1;
            }
            if also.sums && !self.cube.values.is_empty() {
                for (row, number) in rows.iter().zip(numbers) {
                    sums[*number as usize] += u64::from(self.cube.values[*row as usize]);
                }
            }
            if with_persons {
                people.extend(
                    rows.iter()
                        .zip(numbers)
                        .map(|(row, n)| (*n, self.cube.persons[*row as usize])),
                );
            }
        });
        let persons = if with_persons {
            self.distinct(&counts, &people)
        } else {
            Vec::new()
        };
        let held = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        held.map(|(number, count)| Cell {
            codes: self.codes(number as u64),
            count: i64::from(*count),
            sum: sums
                .get(number)
                .map_or(0, |sum| i64::try_from(*sum).unwrap_or(i64::MAX)),
            persons: persons.get(number).map_or(0, |n| i64::from(*n)),
        })
        .collect()
    }

    /// Different persons per cell: people are laid out cell by cell, then each is stamped with the
    /// cell it was last seen in.
    fn distinct(&self, counts: &[u32], people: &[(u32, u32)]) -> Vec<u32> {
        let mut next = Vec::with_capacity(counts.len());
        let mut end = 0_u32;
        for count in counts {
            next.push(end);
            end += count;
        }
        let mut ordered = vec![NOBODY; people.len()];
        for (number, person) in people {
            let place = &mut next[*number as usize];
            ordered[*place as usize] = *person;
            *place += 1;
        }
        let mut seen_in = vec![u32::MAX; self.cube.person_count];
        let mut distinct = vec![0_u32; counts.len()];
        let mut start = 0;
        for (number, count) in counts.iter().enumerate() {
            let stop = start + *count as usize;
            let stamp = u32::try_from(number).unwrap_or(u32::MAX - 1);
            for person in &ordered[start..stop] {
                if let Some(seen) = seen_in.get_mut(*person as usize) {
                    distinct[number] += u32::from(*seen != stamp);
                    *seen = stamp;
                }
            }
            start = stop;
        }
        distinct
    }

    /// For more cells than an array can hold: rows sorted by their codes.
    fn sorted(&self, also: Also) -> Vec<Cell> {
        let mut rows: Vec<u32> = Vec::new();
        self.blocks(|picked, _| rows.extend_from_slice(picked));
        let person = |row: u32| self.cube.persons.get(row as usize).copied().unwrap_or(NOBODY);
        let codes = |row: u32| self.axes.iter().map(move |axis| code(axis.column, row as usize));
        rows.sort_unstable_by(|a, b| codes(*a).cmp(codes(*b)).then_with(|| person(*a).cmp(&person(*b))));
        let mut cells = Vec::new();
        for group in rows.chunk_by(|a, b| codes(*a).eq(codes(*b))) {
            let sum = |row: &u32| i64::from(self.cube.values.get(*row as usize).copied().unwrap_or(0));
            let people = group
                .chunk_by(|a, b| person(*a) == person(*b))
                .filter(|p| person(p[0]) != NOBODY);
            cells.push(Cell {
                codes: codes(group[0]).collect(),
                count: i64::try_from(group.len()).unwrap_or(i64::MAX),
                sum: if also.sums { group.iter().map(sum).sum() } else { 0 },
                persons: if also.persons {
                    i64::try_from(people.count()).unwrap_or(i64::MAX)
                } else {
                    0
                },
            });
        }
        cells
    }

    /// The codes of a cell.
    fn codes(&self, mut number: u64) -> Vec<u16> {
        let of = |axis: &Axis<'_>| {
            let place = number / axis.stride;
            number %= axis.stride;
            axis.column.smallest + u16::try_from(place).unwrap_or(u16::MAX)
        };
        self.axes.iter().map(of).collect()
    }
}

fn number(axis: &Axis<'_>, range: &Range<usize>, numbers: &mut [u32]) {
    // Only the dense way uses the numbers, and there every stride fits.
    let stride = u32::try_from(axis.stride).unwrap_or(0);
    match &axis.column.codes {
        Codes::Constant => {}
        Codes::Narrow(codes) => {
            for (number, code) in numbers.iter_mut().zip(&codes[range.clone()]) {
                *number = number.wrapping_add(stride.wrapping_mul(u32::from(*code)));
            }
        }
        Codes::Wide(codes) => {
            for (number, code) in numbers.iter_mut().zip(&codes[range.clone()]) {
                *number = number.wrapping_add(stride.wrapping_mul(u32::from(*code)));
            }
        }
    }
}

fn code(column: &Column, row: usize) -> u16 {
    column.smallest
        + match &column.codes {
            Codes::Constant => 0,
            Codes::Narrow(codes) => u16::from(codes[row]),
            Codes::Wide(codes) => codes[row],
        }
}
