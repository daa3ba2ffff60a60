//! Consent withdrawn: the record becomes anonymous, and every figure stays what it was.
//!
//! A figure that would change keeps its difference ([`Carried`]). Differences are kept per figure,
//! in no finer detail than the figure itself is given with, and summed over records.

use chrono::{Datelike, NaiveDate};

use crate::{
    codes::ExitReason,
    facts::{Carried, Difference, ExitFact, Facts, ParticipationFact, PeriodCell},
    figure::{Figure, FigureKey},
    figures::Figures,
    measure,
};

/// The record without anything but sex and start year, and the year it ended if it has: without
/// that it would be counted as open for ever. Days become the year's first and last. A record that
/// had not begun is in no figure and is removed instead.
#[must_use]
pub fn anonymous(fact: &ParticipationFact) -> ParticipationFact {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(fact.entry);
    let exit = fact.exit.as_ref().map(|exit| ExitFact {
        date: day(exit.date.year(), 12, 31),
        // A reversed record is in no count, and has to stay out of them.
        reason: exit.reason.filter(|reason| *reason == ExitReason::Reversed),
        support_after: Vec::new(),
        occupation_after: Vec::new(),
    });
    ParticipationFact {
        insats: fact.insats,
        anonymous: true,
        stage: fact.stage,
        sex: fact.sex,
        birth_year: None,
        municipality: None,
        person: None,
        entry: day(fact.entry.year(), 1, 1),
        referred_by: None,
        education: None,
        support_time: None,
        support_before: Vec::new(),
        occupation_before: Vec::new(),
        exit,
        constructed: fact.constructed,
    }
}

/// A figure, or a published count of other days, that would not stay what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WouldChange(pub String);

/// Counts of other days than calendar years that left the insatser: which, and how they are counted
/// from facts, in their order; `None` where a count cannot be had.
#[derive(Clone, Copy, Debug)]
pub struct Published<'a> {
    /// Which.
    pub cells: &'a [PeriodCell],
    /// How.
    pub count: fn(&Facts, &[PeriodCell]) -> Vec<Option<i64>>,
}

impl Published<'_> {
    /// Nothing left.
    pub const NOTHING: Published<'static> = Published {
        cells: &[],
        count: |_, _| Vec::new(),
    };
}

/// What figures of the register must keep so that they are the same after as before, in every year
/// up to and including `through`, and counts of other days that were published. `after` is `before`
/// with some records anonymous.
///
/// # Errors
/// The first figure for which that cannot be done; then nothing may be changed.
pub fn carry(
    before: &Facts,
    after: &Facts,
    through: i32,
    published: Published<'_>,
) -> Result<Carried, WouldChange> {
    let years = measure::first_year(before)..=through;
    let mut more = Carried::default();
    for year in years.clone() {
        differences(before, after, year, &mut more);
    }
    let with = |more: &Carried| Facts {
        carried: after.carried.clone().and(more),
        ..after.clone()
    };
    let wanted = (published.count)(before, published.cells);
    let found = (published.count)(&with(&more), published.cells);
    for ((cell, wanted), found) in published.cells.iter().zip(&wanted).zip(found) {
        if let Some((wanted, found)) = wanted.zip(found) {
            more.add_cell(cell, wanted - found);
        }
    }
    let settled = with(&more);
    for year in years {
        let (wanted, found) = (
            Figures::of_register(before, year, |_| {}),
            Figures::of_register(&settled, year, |_| {}),
        );
        if let Some(key) = first_change(&wanted, &found) {
            return Err(WouldChange(key.to_string()));
        }
    }
    if (published.count)(&settled, published.cells) != wanted {
        return Err(WouldChange("a published count".into()));
    }
    Ok(more)
}

/// What one year's figures must keep; each is settled before others are made of it.
fn differences(before: &Facts, after: &Facts, year: i32, more: &mut Carried) {
    let wanted = Figures::of_register(before, year, |_| {});
    Figures::of_register(after, year, |figures| {
        for figure in figures {
            let since_start = figure.key.measure.ends_with(SINCE_START);
            let Some(wanted) = wanted.get(&figure.key).filter(|_| !since_start) else {
                continue;
            };
            let difference = Difference::between(wanted, figure);
            if !difference.is_nothing() {
                difference.add_to(figure);
                more.add(&figure.key, difference);
            }
        }
    });
}

/// Figures since the start are sums over the years, and so follow what the years keep.
const SINCE_START: &str = "sedan_start";

fn first_change(wanted: &Figures, found: &Figures) -> Option<FigureKey> {
    let says = |f: &Figure| (f.value, f.k, f.n, f.missing);
    let changed = wanted
        .iter()
        .find(|figure| found.get(&figure.key).map(says) != Some(says(figure)));
    let new = || found.iter().find(|figure| wanted.get(&figure.key).is_none());
    changed.or_else(new).map(|figure| figure.key.clone())
}

/// The names of the measures that keep something, in the registry's order: for the certificate.
pub fn kept(carried: &Carried) -> Vec<&'static str> {
    let keeps = |id| carried.iter().any(|(key, _)| key.measure == id);
    measure::registry()
        .filter(|measure| keeps(measure.id))
        .map(|measure| measure.name)
        .collect()
}
