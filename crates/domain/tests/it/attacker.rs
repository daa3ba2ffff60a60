//! Somebody who reads everything published and solves for what was withheld: an integer solver over
//! the cells and their sums, written apart from the control it attacks. It proves by bounds and by
//! trying, so "excluded" means that no table at all with that number agrees with what is published.

use std::cell::Cell;

use domain::disclosure::{Kind, System};

const FAR: i64 = 1 << 30;
/// Tries before the attacker gives up; a number not excluded by then counts as not excluded.
const TRIES: usize = 4_000;
/// Sums looked at before the attacker stops narrowing: two cells in a ring can creep towards [`FAR`] one
/// by one. What was narrowed by then holds.
const STEPS: usize = 200_000;

/// What is known: a value per cell, or none where it is withheld.
pub struct Attacker<'a> {
    system: &'a System,
    /// Bounds that follow from all that is published.
    settled: Vec<(i64, i64)>,
    of: Vec<Vec<usize>>,
    /// Tried first, so that a possible number is found quickly; it changes no answer.
    hint: Vec<i64>,
    tries: usize,
    steps: Cell<usize>,
    pub gave_up: usize,
}

impl<'a> Attacker<'a> {
    /// Against what is hidden.
    pub fn new(system: &'a System, hidden: &[bool]) -> Attacker<'a> {
        let known = system.cells().iter().zip(hidden);
        let known = known.map(|(cell, hidden)| {
            if *hidden {
                (0, FAR)
            } else {
                (cell.value, cell.value)
            }
        });
        let mut of = vec![Vec::new(); system.cells().len()];
        for (number, sum) in system.sums().iter().enumerate() {
            for (cell, _) in sum {
                of[*cell].push(number);
            }
        }
        let mut settled: Vec<(i64, i64)> = known.collect();
        let attacker = Attacker {
            system,
            settled: settled.clone(),
            of,
            hint: system.cells().iter().map(|cell| cell.value).collect(),
            tries: 0,
            steps: Cell::new(10 * STEPS),
            gave_up: 0,
        };
        attacker.propagate(&mut settled, (0..system.sums().len()).collect());
        Attacker { settled, ..attacker }
    }

    /// Against a publication of nothing but the open cells: what they tell is nobody's fault.
    pub fn of_open_cells(system: &'a System) -> Attacker<'a> {
        let hidden: Vec<bool> = system
            .cells()
            .iter()
            .map(|cell| cell.kind != Kind::Open)
            .collect();
        Attacker::new(system, &hidden)
    }

    /// Whether the attacker can exclude that the cell is `value`.
    pub fn excludes(&mut self, cell: usize, value: i64) -> bool {
        let mut bounds = self.settled.clone();
        if bounds[cell].0 > value || bounds[cell].1 < value {
            return true;
        }
        bounds[cell] = (value, value);
        self.tries = TRIES;
        self.steps.set(STEPS);
        let possible = self.possible(bounds, self.of[cell].clone());
        self.gave_up += usize::from(self.tries == 0 || self.steps.get() == 0);
        !possible
    }

    /// What the sums alone leave of a cell: least and most.
    pub fn bounds(&self, cell: usize) -> (i64, i64) {
        self.settled[cell]
    }

    /// The smallest and largest that cannot be excluded within `0..=most`.
    pub fn interval(&mut self, cell: usize, most: i64) -> Vec<i64> {
        (0..=most).filter(|value| !self.excludes(cell, *value)).collect()
    }

    /// Whether any table is left within the bounds; `from` are the sums to look at first.
    fn possible(&mut self, mut bounds: Vec<(i64, i64)>, from: Vec<usize>) -> bool {
        if !self.propagate(&mut bounds, from) {
            return false;
        }
        if self.steps.get() == 0 {
            return true;
        }
        // A cell in no sum may be anything.
        let open = (0..bounds.len())
            .filter(|cell| bounds[*cell].0 < bounds[*cell].1 && !self.of[*cell].is_empty())
            .min_by_key(|cell| bounds[*cell].1 - bounds[*cell].0);
        let Some(cell) = open else {
            return true;
        };
        let (least, most) = bounds[cell];
        let near = self.hint[cell].clamp(least, most);
        let mut values: Vec<i64> = (0..=(most - least).min(64))
            .flat_map(|away| [near + away, near - away])
            .collect();
        values.retain(|value| (least..=most).contains(value));
        values.dedup();
        for value in values {
            if self.tries == 0 {
                return true;
            }
            self.tries -= 1;
            let mut tried = bounds.clone();
            tried[cell] = (value, value);
            if self.possible(tried, self.of[cell].clone()) {
                return true;
            }
        }
        false
    }

    fn propagate(&self, bounds: &mut [(i64, i64)], mut queue: Vec<usize>) -> bool {
        while let Some(number) = queue.pop() {
            let Some(left) = self.steps.get().checked_sub(1) else {
                return true;
            };
            self.steps.set(left);
            let sum = &self.system.sums()[number];
            let signed = |bounds: &[(i64, i64)], cell: usize, sign: i64| {
                let (least, most) = bounds[cell];
                if sign > 0 { (least, most) } else { (-most, -least) }
            };
            let (mut least, mut most) = (0, 0);
            for (cell, sign) in sum {
                let (low, high) = signed(bounds, *cell, *sign);
                least += low;
                most += high;
            }
            for (cell, sign) in sum {
                let (low, high) = signed(bounds, *cell, *sign);
                // What the others leave: minus their sum.
                let (low, high) = (low.max(high - most), high.min(low - least));
                if low > high {
                    return false;
                }
                let new = if *sign > 0 { (low, high) } else { (-high, -low) };
                if new != bounds[*cell] {
                    let before = signed(bounds, *cell, *sign);
                    bounds[*cell] = new;
                    least += low - before.0;
                    most += high - before.1;
                    queue.extend(self.of[*cell].iter().copied());
                }
            }
        }
        true
    }
}
