//! Cells and the sums that tie them together.

/// What may be done with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Known to everybody: open by its class, or published before. It stands.
    Open,
    /// Published unless it has to be withheld.
    Published,
    /// Withheld before, and stays so.
    Withheld,
    /// Printed nowhere, but somebody may compute it: a rest, a difference between periods.
    Derived,
}

/// One count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The true count.
    pub value: i64,
    /// What may be done with it.
    pub kind: Kind,
    /// Whether it is protected while it is small.
    pub guarded: bool,
    /// What is lost by withholding it; the least is withheld first.
    pub cost: i64,
}

/// Cells and their sums.
#[derive(Clone, Debug, Default)]
pub struct System {
    cells: Vec<Cell>,
    /// Each adds up to zero: parts with +1, the total with −1.
    sums: Vec<Vec<(usize, i64)>>,
    /// The sums a cell is in.
    of: Vec<Vec<usize>>,
    /// How many cells more than usual one change may touch.
    further: usize,
}

impl System {
    /// Adds a cell and answers with its place.
    pub fn cell(&mut self, cell: Cell) -> usize {
        self.cells.push(cell);
        self.of.push(Vec::new());
        self.cells.len() - 1
    }

    /// Says that parts make a total. What does not add up ties nothing and is left out.
    pub fn sum(&mut self, total: usize, parts: &[usize]) {
        let found: i64 = parts.iter().map(|part| self.cells[*part].value).sum();
        if found != self.cells[total].value || parts.contains(&total) {
            return;
        }
        let number = self.sums.len();
        let mut sum: Vec<(usize, i64)> = parts.iter().map(|part| (*part, 1)).collect();
        sum.push((total, -1));
        for (cell, _) in &sum {
            self.of[*cell].push(number);
        }
        self.sums.push(sum);
    }

    /// Lets one change touch so many cells more than usual, where each stands in many sums.
    pub const fn reach_further(&mut self, cells: usize) {
        self.further = cells;
    }

    /// How many cells more than usual one change may touch.
    pub(super) const fn further(&self) -> usize {
        self.further
    }

    /// The cells, by place.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The sums: places with +1 for parts and −1 for totals, each adding up to zero.
    pub fn sums(&self) -> &[Vec<(usize, i64)>] {
        &self.sums
    }

    /// The sums a cell is in.
    pub(super) fn of(&self, cell: usize) -> &[usize] {
        &self.of[cell]
    }

    /// Changes what may be done with a cell.
    pub fn set_kind(&mut self, cell: usize, kind: Kind) {
        self.cells[cell].kind = kind;
    }
}
