//! Keyed cells, and the sums that follow from their keys: the insatser make the association, women
//! and men make all, teams and senders make all referrals, the parts of a period make the period. What one published cell leaves of
//! another is a cell too, though printed nowhere.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::{Cell, CellKey, Kind, Memory, Period, Policy, System, control};
use crate::figure::Scope;

/// Dimensions whose codes divide a cell without overlap.
const DIVIDES: [&str; 6] = ["alder", "insats", "kommun", "kon", "remittent", "team"];

/// What kind of count a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Published as it is.
    Open,
    /// Protected while small.
    Guarded,
    /// Says nothing of a person by itself, but may be withheld for another's sake.
    Plain,
}

/// Whether a cell is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Shown.
    Shown,
    /// Withheld.
    Withheld,
}

/// Cells by key with their sums.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    system: System,
    places: BTreeMap<CellKey, usize>,
    /// Sums made from keys already: the total and the dimension it is divided by.
    divided: BTreeSet<(CellKey, &'static str)>,
}

impl Linked {
    /// Cells that each stand in so many sums that one change may touch `cells` more than usual.
    pub fn of_many_sums(cells: usize) -> Linked {
        let mut linked = Linked::default();
        linked.system.reach_further(cells);
        linked
    }

    /// Adds a cell unless its key is there already; answers with its place.
    pub fn add(&mut self, key: &CellKey, value: i64, class: Class, cost: i64) -> usize {
        if let Some(place) = self.places.get(key) {
            return *place;
        }
        let place = self.system.cell(Cell {
            value,
            kind: if class == Class::Open {
                Kind::Open
            } else {
                Kind::Published
            },
            guarded: class == Class::Guarded,
            cost,
        });
        self.places.insert(key.clone(), place);
        place
    }

    /// Adds a cell that is printed nowhere; answers with its place.
    pub fn derived(&mut self, value: i64, guarded: bool) -> usize {
        self.system.cell(Cell {
            value,
            kind: Kind::Derived,
            guarded,
            cost: 0,
        })
    }

    /// Adds a protected cell that is printed nowhere under its key, unless one is there already; answers
    /// with its place.
    pub fn computed(&mut self, key: &CellKey, value: i64) -> usize {
        if let Some(place) = self.places.get(key) {
            return *place;
        }
        let place = self.derived(value, true);
        self.places.insert(key.clone(), place);
        place
    }

    /// Says that parts make a total.
    pub fn sum(&mut self, total: usize, parts: &[usize]) {
        self.system.sum(total, parts);
    }

    /// Says that parts make a total with a rest that is protected too; a rest of zero is left out.
    pub fn sum_with_rest(&mut self, total: usize, parts: &[usize], guarded: bool) {
        let value = |place: usize| self.system.cells()[place].value;
        let rest = value(total) - parts.iter().map(|part| value(*part)).sum::<i64>();
        if rest < 0 {
            return;
        }
        let mut parts = parts.to_vec();
        if rest > 0 {
            parts.push(self.derived(rest, guarded));
        }
        self.system.sum(total, &parts);
    }

    /// The place of a key.
    pub fn place(&self, key: &CellKey) -> Option<usize> {
        self.places.get(key).copied()
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = &CellKey> {
        self.places.keys()
    }

    /// The cells and sums underneath.
    pub const fn system(&self) -> &System {
        &self.system
    }

    /// Fixes what was decided or published before: what was shown is known to everybody, what was
    /// withheld stays withheld. A count that has changed since is no longer the one that was shown.
    pub fn remember(&mut self, memory: &[Memory]) {
        for entry in memory {
            let Some(place) = self.place(&entry.key) else {
                continue;
            };
            let value = self.system.cells()[place].value;
            match entry.state {
                State::Shown if entry.value == Some(value) => self.system.set_kind(place, Kind::Open),
                State::Shown => {}
                State::Withheld => {
                    if self.system.cells()[place].kind != Kind::Open {
                        self.system.set_kind(place, Kind::Withheld);
                    }
                }
            }
        }
    }

    /// Ties cells of the same scope over periods that cut each other: every stretch between two
    /// bounds is a cell, with the count that `value` gives for it.
    pub fn link_periods(&mut self, value: impl Fn(&CellKey) -> Option<i64>) {
        let mut groups: BTreeMap<(String, Scope), Vec<Period>> = BTreeMap::new();
        for key in self.places.keys() {
            let group = groups.entry((key.measure.clone(), key.scope.clone()));
            group.or_default().push(key.period);
        }
        for ((measure, scope), periods) in groups {
            if periods.len() > 1 {
                self.link_stretches(&measure, &scope, &periods, &value);
            }
        }
    }

    fn link_stretches(
        &mut self,
        measure: &str,
        scope: &Scope,
        periods: &[Period],
        value: &impl Fn(&CellKey) -> Option<i64>,
    ) {
        let after = |period: &Period| period.to.checked_add_days(Days::new(1)).unwrap_or(period.to);
        let bounds: BTreeSet<_> = periods.iter().flat_map(|p| [p.from, after(p)]).collect();
        let bounds: Vec<_> = bounds.into_iter().collect();
        let stretches: Vec<Period> = bounds
            .windows(2)
            .map(|pair| Period {
                from: pair[0],
                to: pair[1].pred_opt().unwrap_or(pair[0]),
            })
            .collect();
        for period in periods {
            let within = stretches
                .iter()
                .filter(|s| period.from <= s.from && s.to <= period.to);
            let mut parts = Vec::new();
            for stretch in within {
                let key = CellKey::new(measure, *stretch, scope.clone());
                if let Some(place) = self.place(&key) {
                    parts.push(place);
                } else if let Some(count) = value(&key) {
                    let total = self.place(&CellKey::new(measure, *period, scope.clone()));
                    let guarded = total.is_some_and(|total| self.system.cells()[total].guarded);
                    let place = self.derived(count, guarded);
                    self.places.insert(key, place);
                    parts.push(place);
                }
            }
            let total = self.place(&CellKey::new(measure, *period, scope.clone()));
            if let Some(total) = total.filter(|total| !parts.contains(total)) {
                self.sum(total, &parts);
            }
        }
    }

    /// Ties every cell to those that divide it by insats, municipality, sex or age, with the rest.
    pub fn link_scopes(&mut self) {
        let mut divided: BTreeMap<(CellKey, &'static str), Vec<usize>> = BTreeMap::new();
        for (key, place) in &self.places {
            for dimension in DIVIDES {
                if key.scope.get(dimension).is_some() {
                    let mut whole = key.clone();
                    whole.scope.0.remove(dimension);
                    if self.places.contains_key(&whole) {
                        divided.entry((whole, dimension)).or_default().push(*place);
                    }
                }
            }
        }
        for ((whole, dimension), parts) in divided {
            if self.divided.insert((whole.clone(), dimension))
                && let Some(total) = self.place(&whole)
            {
                let guarded = self.system.cells()[total].guarded;
                self.sum_with_rest(total, &parts, guarded);
            }
        }
    }

    /// Decides what is withheld.
    pub fn decide(self, policy: Policy) -> Decided {
        let hidden = control(&self.system, policy);
        Decided { linked: self, hidden }
    }
}

/// Cells with what was decided of each.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    linked: Linked,
    hidden: Vec<bool>,
}

impl Decided {
    /// Whether a cell is withheld; none for a key that is not among them.
    pub fn withheld(&self, key: &CellKey) -> Option<bool> {
        self.linked.place(key).map(|place| self.hidden[place])
    }

    /// How many printed cells are withheld, and how many there are.
    pub fn tally(&self) -> (usize, usize) {
        let cells = self.linked.system.cells().iter().zip(&self.hidden);
        let printed = cells.filter(|(cell, _)| !matches!(cell.kind, Kind::Derived | Kind::Open));
        printed.fold((0, 0), |(withheld, all), (_, hidden)| {
            (withheld + usize::from(*hidden), all + 1)
        })
    }

    /// The cells underneath, and which are withheld.
    pub fn parts(&self) -> (&Linked, &[bool]) {
        (&self.linked, &self.hidden)
    }

    /// Every printed cell that is not open by its class, as a memory.
    pub fn memory(&self) -> Vec<Memory> {
        let cells = self.linked.places.iter();
        let printed = cells.filter(|(_, place)| {
            let cell = &self.linked.system.cells()[**place];
            cell.kind != Kind::Derived && (cell.guarded || cell.kind != Kind::Open)
        });
        printed
            .map(|(key, place)| Memory {
                key: key.clone(),
                state: if self.hidden[*place] {
                    State::Withheld
                } else {
                    State::Shown
                },
                value: (!self.hidden[*place]).then_some(self.linked.system.cells()[*place].value),
            })
            .collect()
    }
}
