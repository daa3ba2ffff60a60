//! A quarter's counts as cells: what has left the insats with them is remembered like every other
//! published cell, and what was withheld before stays withheld here.

use super::{Counted, Counts, Line, Quarter, count::measure_of};
use crate::{
    disclosure::{CellKey, Memory, Period, State},
    figure::MeasureId,
};

/// The measures whose cells a quarter's protected lines are.
pub const MEASURES: [MeasureId; 2] = ["remittent.antal", "avslut.antal_arbete_eller_studier"];

/// A protected line's cell in a period; none for lines that are open, or no measure.
fn cell(line: Line, slug: &str, period: Period) -> Option<CellKey> {
    let (measure, scope) = measure_of(line, slug)?;
    MEASURES
        .contains(&measure)
        .then(|| CellKey::new(measure, period, scope))
}

/// A line's two periods with its numbers in them.
fn periods(counted: &Counted, quarter: Quarter) -> [(Period, Option<i64>); 2] {
    [
        (quarter.period(), counted.quarter),
        (quarter.so_far(), counted.year),
    ]
}

impl Counts {
    /// These counts, as they leave the insats, for the memory of what was published.
    pub fn memory(&self, slug: &str, quarter: Quarter) -> Vec<Memory> {
        let of_line = |counted: &Counted| {
            let cells = periods(counted, quarter).map(|(period, value)| {
                let key = cell(counted.line, slug, period)?;
                if value.is_none() && !counted.withheld {
                    return None;
                }
                let state = match value {
                    Some(_) => State::Shown,
                    None => State::Withheld,
                };
                Some(Memory { key, state, value })
            });
            cells.into_iter().flatten()
        };
        let mut memory: Vec<Memory> = self.0.iter().flat_map(of_line).collect();
        // The fourth quarter's year so far is the year: one cell, told once.
        memory.sort_by(|a, b| a.key.cmp(&b.key));
        memory.dedup_by(|a, b| a.key == b.key);
        memory
    }

    /// These counts where every group is withheld of which a cell was withheld before.
    #[must_use]
    pub fn held_back(&self, (slug, quarter): (&str, Quarter), before: &[Memory]) -> Counts {
        let was = |counted: &Counted| {
            let keys = periods(counted, quarter).map(|(period, _)| cell(counted.line, slug, period));
            keys.into_iter().flatten().any(|key| {
                let known = before.iter().find(|entry| entry.key == key);
                known.is_some_and(|entry| entry.state == State::Withheld)
            })
        };
        let groups: Vec<u8> = self
            .0
            .iter()
            .filter(|counted| was(counted))
            .filter_map(|counted| counted.line.group())
            .collect();
        let hide = |counted: &Counted| match counted.line.group() {
            Some(group) if groups.contains(&group) => counted.hidden(),
            _ => *counted,
        };
        Counts(self.0.iter().map(hide).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        codes::{CodeTable, ReferringAuthority},
        quarter::Counts,
    };

    fn counted(line: Line, number: i64) -> Counted {
        Counted {
            line,
            quarter: Some(number),
            year: Some(number),
            start: None,
            before: None,
            withheld: false,
        }
    }

    #[test]
    fn r_kva_14_what_left_with_a_quarter_is_remembered_and_what_was_withheld_stays() {
        let quarter = Quarter::new(2026, 3).unwrap();
        let [first, second] = [ReferringAuthority::ALL[0], ReferringAuthority::ALL[1]];
        let counts = Counts(vec![
            counted(Line::New, 30),
            counted(Line::Referred(first), 12),
            counted(Line::Referred(second), 18),
        ]);
        let left = counts.memory("krus", quarter);
        assert_eq!(left.len(), 4, "two lines in two periods; flows are open");
        assert!(left.iter().all(|entry| entry.value.is_some()));

        assert_eq!(counts.held_back(("krus", quarter), &left), counts);
        let mut before = left.clone();
        before[0].state = State::Withheld;
        before[0].value = None;
        assert_eq!(
            counts.held_back(("resa", quarter), &before),
            counts,
            "another insats"
        );
        let held = counts.held_back(("krus", quarter), &before);
        let hidden = held.0.iter().filter(|c| c.withheld).count();
        assert_eq!(hidden, 2, "the whole group, or it could be subtracted");
        assert!(
            held.memory("krus", quarter)
                .iter()
                .all(|m| m.state == State::Withheld)
        );

        let fourth = Quarter::new(2026, 4).unwrap();
        assert_eq!(
            counts.memory("krus", fourth).len(),
            4,
            "the quarter, and the year"
        );
    }
}
