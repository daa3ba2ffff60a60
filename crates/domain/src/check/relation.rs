//! What can be said about cells: a small vocabulary of relations, and whether they hold.
//!
//! A relation has one *target*, the cell that is said to be wrong unless other relations point at a
//! better one, and a rule that gives the target's value out of other cells.

use super::sheet::Id;
use crate::finding::{Place, Severity};

/// Values of all cells, in millionths, by cell.
pub type Values = [i128];

/// A sum with signs: `Σ factor × cell`.
pub type Terms = Vec<(i64, Id)>;

/// How the target's value follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The target is one of these sums: the first is the plain reading, the others are bridges that
    /// explain a difference by named quantities.
    Sum(Vec<Terms>),
    /// The target has this value (millionths), computed by a rule of its own.
    Value(i128),
    /// The target is `100 × |k| / n` with as many decimals as it is printed with, for one of the bases.
    Percent {
        /// Numerator and base; the first is the plain reading.
        bases: Vec<(Terms, Terms)>,
        /// Decimals of the target.
        decimals: u32,
    },
    /// The target is at most this sum.
    AtMost(Terms),
    /// The target is at least this sum.
    AtLeast(Terms),
}

/// Something that must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The check it belongs to.
    pub check: &'static str,
    /// How serious it is when it does not hold.
    pub severity: Severity,
    /// The cell that is wrong unless other relations point at a better one.
    pub target: Id,
    /// How its value follows.
    pub rule: Rule,
    /// Largest difference that is not a finding, in millionths (a rounded krona).
    pub tolerance: i128,
    /// The rule in words: "summan av raderna ovanför".
    pub words: String,
    /// Where the fault is shown when nothing else points at a cell: the parts taken together, for a
    /// whole that other places confirm. Without it, the target.
    pub parts: Option<Place>,
    /// The target was computed from its terms when the table was made, in the same column: a wrong
    /// term makes a target that agrees with it wrong as well.
    pub derived: bool,
}

impl Relation {
    /// A relation where the target is exactly the sum.
    pub fn sum(
        check: &'static str,
        severity: Severity,
        target: Id,
        terms: Terms,
        words: impl Into<String>,
    ) -> Relation {
        Relation::new(check, severity, target, Rule::Sum(vec![terms]), words)
    }

    /// Any relation, exact.
    pub fn new(
        check: &'static str,
        severity: Severity,
        target: Id,
        rule: Rule,
        words: impl Into<String>,
    ) -> Relation {
        Relation {
            check,
            severity,
            target,
            rule,
            tolerance: 0,
            words: words.into(),
            parts: None,
            derived: false,
        }
    }

    /// The target was computed from its terms in the same column.
    #[must_use]
    pub fn derived(mut self) -> Relation {
        self.derived = true;
        self
    }

    /// The fault is shown at the parts taken together.
    #[must_use]
    pub fn at_parts(mut self, place: Place) -> Relation {
        self.parts = Some(place);
        self
    }

    /// A difference up to this many whole units is no finding.
    #[must_use]
    pub fn within(mut self, units: i128) -> Relation {
        self.tolerance = units * 1_000_000;
        self
    }

    /// Every cell it speaks of, the target first; a cell may occur twice.
    pub fn cells(&self) -> Vec<Id> {
        let mut cells = vec![self.target];
        match &self.rule {
            Rule::Sum(alternatives) => cells.extend(alternatives.iter().flatten().map(|(_, id)| *id)),
            Rule::Percent { bases, .. } => {
                cells.extend(
                    bases
                        .iter()
                        .flat_map(|(k, n)| k.iter().chain(n))
                        .map(|(_, id)| *id),
                );
            }
            Rule::AtMost(terms) | Rule::AtLeast(terms) => cells.extend(terms.iter().map(|(_, id)| *id)),
            Rule::Value(_) => {}
        }
        cells
    }

    /// Whether the relation is a bound, which cannot say what the right value is.
    pub fn is_bound(&self) -> bool {
        matches!(self.rule, Rule::AtMost(_) | Rule::AtLeast(_))
    }

    /// Whether it holds; otherwise what the target ought to be (for a bound: the bound).
    ///
    /// # Errors
    /// The value the rule gives for the target, in millionths.
    pub fn check(&self, values: &Values) -> Result<(), i128> {
        let found = values[self.target];
        let expected = self.expected(values, found);
        let off = match (&self.rule, expected) {
            (_, None) => 0,
            (Rule::AtMost(_), Some(bound)) => found - bound,
            (Rule::AtLeast(_), Some(bound)) => bound - found,
            (_, Some(value)) => (found - value).abs(),
        };
        match expected {
            Some(value) if off > self.tolerance => Err(value),
            _ => Ok(()),
        }
    }

    /// What the rule gives; of several readings the one nearest to what is found.
    fn expected(&self, values: &Values, found: i128) -> Option<i128> {
        let nearest = |a: &i128| (a - found).abs();
        match &self.rule {
            Rule::Sum(alternatives) => alternatives.iter().map(|t| total(t, values)).min_by_key(nearest),
            Rule::Value(value) => Some(*value),
            Rule::Percent { bases, decimals } => bases
                .iter()
                .filter_map(|(k, n)| percent(total(k, values), total(n, values), *decimals))
                .min_by_key(nearest),
            Rule::AtMost(terms) | Rule::AtLeast(terms) => Some(total(terms, values)),
        }
    }

    /// The values `cell` could have so that the relation holds, all other cells being right.
    pub fn repairs(&self, cell: Id, values: &Values) -> Vec<i128> {
        if cell == self.target {
            return match self.check(values) {
                Err(value) if !self.is_bound() => vec![value],
                _ => Vec::new(),
            };
        }
        let Rule::Sum(alternatives) = &self.rule else {
            return Vec::new();
        };
        let solve = |terms: &Terms| {
            let factor: i128 = terms
                .iter()
                .filter(|(_, id)| *id == cell)
                .map(|(f, _)| i128::from(*f))
                .sum();
            let rest = values[self.target] - total(terms, values) + factor * values[cell];
            (factor != 0 && rest % factor == 0).then(|| rest / factor)
        };
        alternatives.iter().filter_map(solve).collect()
    }
}

/// `Σ factor × value`.
pub fn total(terms: &Terms, values: &Values) -> i128 {
    terms
        .iter()
        .map(|(factor, id)| i128::from(*factor) * values[*id])
        .sum()
}

/// `100 × |k| / n` in millionths, rounded half away from zero to `decimals` decimals; `None` when the base is 0 or less.
pub fn percent(k: i128, n: i128, decimals: u32) -> Option<i128> {
    if n <= 0 {
        return None;
    }
    let scale = 10_i128.pow(decimals.min(6));
    let rounded = (k.abs() * 100 * scale * 2 + n) / (2 * n);
    Some(rounded * (1_000_000 / scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    const M: i128 = 1_000_000;

    fn sum(terms: Terms) -> Relation {
        Relation::sum("prov", Severity::MustFix, 0, terms, "")
    }

    #[test]
    fn a_sum_tells_what_is_expected_and_how_a_part_would_mend_it() {
        let relation = sum(vec![(1, 1), (-1, 2)]);
        assert_eq!(relation.check(&[5 * M, 8 * M, 3 * M]), Ok(()));
        let values = [4 * M, 8 * M, 3 * M];
        assert_eq!(relation.check(&values), Err(5 * M));
        assert_eq!(relation.repairs(0, &values), [5 * M]);
        assert_eq!(relation.repairs(1, &values), [7 * M]);
        assert_eq!(relation.repairs(2, &values), [4 * M]);
    }

    #[test]
    fn a_bridge_that_adds_up_is_silent_and_the_nearest_reading_is_expected() {
        let rule = Rule::Sum(vec![vec![(1, 1)], vec![(1, 1), (1, 2)]]);
        let relation = Relation::new("prov", Severity::MustFix, 0, rule, "");
        assert_eq!(relation.check(&[100 * M, 100 * M, 7 * M]), Ok(()));
        assert_eq!(relation.check(&[107 * M, 100 * M, 7 * M]), Ok(()));
        assert_eq!(relation.check(&[106 * M, 100 * M, 7 * M]), Err(107 * M));
    }

    #[test]
    fn a_percentage_is_recomputed_as_it_is_printed() {
        let rule = |decimals| Rule::Percent {
            bases: vec![(vec![(1, 1)], vec![(1, 2)])],
            decimals,
        };
        let relation = |d| Relation::new("prov", Severity::MustFix, 0, rule(d), "");
        assert_eq!(relation(1).check(&[32_100_000, 36 * M, 112 * M]), Ok(()));
        assert_eq!(relation(0).check(&[33 * M, 36 * M, 112 * M]), Err(32 * M));
        assert_eq!(
            relation(0).check(&[33 * M, 36 * M, 0]),
            Ok(()),
            "no base, no percentage"
        );
    }
}
