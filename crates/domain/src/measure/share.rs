//! Shares: two counts of one unit, found by their keys.

use super::{Inputs, Measure};
use crate::{
    figure::{Figure, MeasureId, Scope, Trace},
    figures::Figures,
    unit::{Count, Deltaganden},
};

/// A share of participations.
pub(super) struct ShareRule {
    /// What is summed above the line.
    pub(super) above: MeasureId,
    /// Codes of `own` that are summed; empty for each code by itself, as a scope.
    pub(super) codes: &'static [&'static str],
    /// The dimension of `above` that the base does not have.
    pub(super) own: Option<&'static str>,
    /// The base: those with a known answer.
    pub(super) base: MeasureId,
    /// The universe, of which the base is the known part.
    pub(super) universe: MeasureId,
    /// Decimals of the percentage.
    pub(super) decimals: u32,
}

/// One share per scope that the counts above the line are given for.
pub(super) fn share(
    inputs: &Inputs<'_>,
    measure: &Measure,
    figures: &Figures,
    rule: &ShareRule,
) -> Vec<Figure> {
    let mut shares = Vec::new();
    for above in figures.of(rule.above).filter(|f| f.key.year == inputs.year) {
        let code = rule.own.and_then(|own| above.key.scope.get(own));
        // Summed codes: one share per base scope, made at the first code.
        if let (Some(code), Some(first)) = (code, rule.codes.first())
            && code != *first
        {
            continue;
        }
        let base_scope = without(&above.key.scope, rule.own);
        let scope = if rule.codes.is_empty() {
            above.key.scope.clone()
        } else {
            base_scope.clone()
        };
        let parts = parts(figures, above, rule, &base_scope);
        let Some(base) = figures.get(&inputs.key(rule.base, base_scope.clone())) else {
            continue;
        };
        let universe = figures
            .get(&inputs.key(rule.universe, base_scope))
            .and_then(|f| f.k);
        let n = Count::<Deltaganden>::new(base.k.unwrap_or(0));
        let k: Count<Deltaganden> = parts.iter().map(|part| Count::new(part.k.unwrap_or(0))).sum();
        let missing = universe.map_or(0, |all| all - n.get());
        let mut keys: Vec<_> = parts.iter().map(|part| part.key.clone()).collect();
        keys.push(base.key.clone());
        let words = if parts.len() > 1 {
            "100 × summan av de första / den sista"
        } else {
            "100 × den första / den andra"
        };
        let trace = Trace::Figures {
            rule: words.into(),
            parts: keys,
        };
        shares.push(Figure::share(
            inputs.key(measure.id, scope),
            k.of(n, missing),
            rule.decimals,
            trace,
        ));
    }
    shares
}

fn parts<'a>(figures: &'a Figures, above: &'a Figure, rule: &ShareRule, base: &Scope) -> Vec<&'a Figure> {
    let Some(own) = rule.own.filter(|_| !rule.codes.is_empty()) else {
        return vec![above];
    };
    let key = |code: &str| crate::figure::FigureKey {
        scope: base.clone().with(own, code),
        ..above.key.clone()
    };
    rule.codes
        .iter()
        .filter_map(|code| figures.get(&key(code)))
        .collect()
}

fn without(scope: &Scope, dimension: Option<&str>) -> Scope {
    let mut scope = scope.clone();
    if let Some(dimension) = dimension {
        scope.0.remove(dimension);
    }
    scope
}
