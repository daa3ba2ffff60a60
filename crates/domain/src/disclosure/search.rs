//! The search for another table that agrees with everything published: a change of one cell, and of
//! so many others that every sum holds again. Cells that must change for it are withheld, the
//! cheapest first.

use super::{Kind, System};

/// Cells one change may touch, unless the system says more.
const DEPTH: usize = 28;
/// Steps among cells already withheld.
const NARROW: usize = 400;
/// Steps when further cells may be withheld.
const WIDE: usize = 3_000;
/// Steps spent on a cheaper way once one is found.
const POLISH: usize = 300;

/// Withholds until a table exists in which `cell` has the value `target`. When that cannot be, all
/// that is tied to the cell is withheld: then only the open counts are known of it.
pub(super) fn reach(system: &System, hidden: &mut [bool], cell: usize, target: i64) {
    let mut witness: Vec<i64> = system.cells().iter().map(|cell| cell.value).collect();
    let mut ring = Ring::around(cell);
    while witness[cell] != target && is_left(system, hidden, cell) {
        let left = target - witness[cell];
        let steps = [left.abs(), 1];
        let found = [(false, NARROW), (true, WIDE)]
            .into_iter()
            .find_map(|(further, budget)| {
                steps.into_iter().find_map(|step| {
                    let search = Search::new(system, hidden, &witness, step, further);
                    search
                        .circuit(cell, left.signum(), budget)
                        .map(|change| (step, change))
                })
            });
        match found {
            Some((step, change)) => {
                for (place, sign) in change {
                    witness[place] += sign * step;
                    hidden[place] = true;
                }
            }
            None if ring.grow(system, hidden) => {}
            None => return,
        }
    }
}

/// Whether anything that is tied to a cell can still be withheld: else no search changes anything.
fn is_left(system: &System, hidden: &[bool], cell: usize) -> bool {
    let mut seen = vec![false; system.cells().len()];
    let mut next = vec![cell];
    seen[cell] = true;
    while let Some(cell) = next.pop() {
        if !hidden[cell] {
            return true;
        }
        for (other, _) in system.of(cell).iter().flat_map(|sum| &system.sums()[*sum]) {
            if !seen[*other] && system.cells()[*other].kind != Kind::Open {
                seen[*other] = true;
                next.push(*other);
            }
        }
    }
    false
}

/// All that is tied to a cell, step by step outwards.
struct Ring {
    inside: Vec<usize>,
    edge: Vec<usize>,
}

impl Ring {
    fn around(cell: usize) -> Ring {
        Ring {
            inside: vec![cell],
            edge: vec![cell],
        }
    }

    /// Withholds the next ring; false when there was nothing left to withhold.
    fn grow(&mut self, system: &System, hidden: &mut [bool]) -> bool {
        loop {
            let mut next = Vec::new();
            for sum in self.edge.iter().flat_map(|cell| system.of(*cell)) {
                for (cell, _) in &system.sums()[*sum] {
                    let open = system.cells()[*cell].kind == Kind::Open;
                    if !open && !self.inside.contains(cell) && !next.contains(cell) {
                        next.push(*cell);
                    }
                }
            }
            if next.is_empty() {
                return false;
            }
            let mut any = false;
            for cell in &next {
                any |= !hidden[*cell];
                hidden[*cell] = true;
            }
            self.inside.extend(&next);
            self.edge = next;
            if any {
                return true;
            }
        }
    }
}

/// Cells with the direction each changes in.
type Change = Vec<(usize, i64)>;

struct Search<'a> {
    system: &'a System,
    hidden: &'a [bool],
    witness: &'a [i64],
    step: i64,
    /// Whether cells not yet withheld may be.
    further: bool,
    changed: Vec<i64>,
    order: Change,
    imbalance: Vec<i64>,
    unbalanced: Vec<usize>,
    cost: i64,
    best: Option<(i64, Change)>,
    steps: usize,
}

impl<'a> Search<'a> {
    fn new(
        system: &'a System,
        hidden: &'a [bool],
        witness: &'a [i64],
        step: i64,
        further: bool,
    ) -> Search<'a> {
        Search {
            system,
            hidden,
            witness,
            step,
            further,
            changed: vec![0; system.cells().len()],
            order: Vec::new(),
            imbalance: vec![0; system.sums().len()],
            unbalanced: Vec::new(),
            cost: 0,
            best: None,
            steps: 0,
        }
    }

    /// The cheapest change found within the budget that moves the cell one step this way.
    fn circuit(mut self, cell: usize, sign: i64, budget: usize) -> Option<Change> {
        self.steps = budget;
        if self.step == 0 || self.price(cell, sign).is_none() {
            return None;
        }
        self.apply(cell, sign);
        self.descend();
        self.best.map(|(_, change)| change)
    }

    /// What changing the cell this way costs; none when it may not change so.
    fn price(&self, cell: usize, sign: i64) -> Option<i64> {
        let held = &self.system.cells()[cell];
        let may = self.hidden[cell] || (self.further && held.kind == Kind::Published);
        let fits = self.changed[cell] == 0 && self.witness[cell] + sign * self.step >= 0;
        (may && fits).then_some(if self.hidden[cell] { 0 } else { held.cost })
    }

    fn apply(&mut self, cell: usize, sign: i64) {
        self.changed[cell] = sign;
        self.order.push((cell, sign));
        self.shift(cell, sign);
    }

    fn undo(&mut self, cell: usize, sign: i64) {
        self.changed[cell] = 0;
        self.order.pop();
        self.shift(cell, -sign);
    }

    fn shift(&mut self, cell: usize, sign: i64) {
        let system = self.system;
        for sum in system.of(cell) {
            let own = system.sums()[*sum].iter().find(|(place, _)| *place == cell);
            let before = self.imbalance[*sum];
            self.imbalance[*sum] += own.map_or(0, |(_, factor)| factor * sign);
            match (before == 0, self.imbalance[*sum] == 0) {
                (true, false) => self.unbalanced.push(*sum),
                (false, true) => self.unbalanced.retain(|other| other != sum),
                _ => {}
            }
        }
    }

    /// Cells that would bring a sum nearer to balance, the best first.
    fn candidates(&self, sum: usize) -> Vec<(i64, i64, usize, i64)> {
        let owed = -self.imbalance[sum].signum();
        let system = self.system;
        let mut found = Vec::new();
        for (cell, factor) in &system.sums()[sum] {
            let sign = owed * factor;
            let Some(price) = self.price(*cell, sign) else {
                continue;
            };
            let mut trouble = 0;
            for other in system.of(*cell) {
                let factor = system.sums()[*other].iter().find(|(place, _)| place == cell);
                let now = self.imbalance[*other];
                let then = now + factor.map_or(0, |(_, factor)| factor * sign);
                trouble += then.abs() - now.abs();
            }
            found.push((price, trouble, *cell, sign));
        }
        found.sort_unstable();
        found
    }

    fn descend(&mut self) {
        if self.best.as_ref().is_some_and(|(cost, _)| self.cost >= *cost) {
            return;
        }
        if self.unbalanced.is_empty() {
            self.best = Some((self.cost, self.order.clone()));
            self.steps = self.steps.min(POLISH);
            return;
        }
        if self.steps == 0 || self.order.len() >= DEPTH + self.system.further() {
            return;
        }
        self.steps -= 1;
        let mut fewest: Option<Vec<(i64, i64, usize, i64)>> = None;
        for sum in &self.unbalanced {
            let candidates = self.candidates(*sum);
            if fewest.as_ref().is_none_or(|known| candidates.len() < known.len()) {
                fewest = Some(candidates);
            }
        }
        for (price, _, cell, sign) in fewest.unwrap_or_default() {
            self.apply(cell, sign);
            self.cost += price;
            self.descend();
            self.cost -= price;
            self.undo(cell, sign);
            if self.steps == 0 || self.best.as_ref().is_some_and(|(cost, _)| *cost == 0) {
                return;
            }
        }
    }
}
