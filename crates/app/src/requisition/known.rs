//! What is known of insatser and years without asking anybody.

use chrono::NaiveDate;
use domain::{
    facts::Facts,
    quarter::Quarter,
    requisition::{Missing, Requisition, missing},
};

use super::budgeted;

/// An insats's name.
pub(crate) fn name(facts: &Facts, slug: &str) -> String {
    facts
        .insats(slug)
        .map_or_else(|| slug.to_owned(), |(_, insats)| insats.name.clone())
}

/// Quarters of a year that are over without a requisition, for insatser that have a budget or have
/// claimed anything that year; none while nobody has claimed anything.
pub(crate) fn gaps(facts: &Facts, all: &[Requisition], year: i32, today: NaiveDate) -> Vec<Missing> {
    let claims = |slug: &str| all.iter().any(|r| r.insats == slug && r.period.year() == year);
    if !all.iter().any(|r| r.period.year() == year) {
        return Vec::new();
    }
    let asked = facts
        .insatser
        .iter()
        .filter(|i| claims(&i.slug) || budgeted(facts, &i.slug, year).whole.is_some());
    let mut gaps: Vec<Missing> = asked
        .flat_map(|i| Quarter::all(year).filter_map(|q| missing(&i.slug, all, q, today)))
        .collect();
    gaps.sort_by_key(|gap| gap.quarter);
    gaps
}

pub(super) fn years(facts: &Facts, all: &[Requisition]) -> Vec<i32> {
    let mut years: Vec<i32> = all.iter().map(|r| r.period.year()).collect();
    years.extend(facts.insats_budgets.iter().map(|b| b.year));
    years.sort_unstable();
    years.dedup();
    years.reverse();
    years
}
