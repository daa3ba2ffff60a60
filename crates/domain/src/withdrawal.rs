//! Consent withdrawn: the record becomes anonymous, and every figure stays what it was.
//!
//! A figure that would change keeps its difference ([`Carried`]). Differences are kept per figure,
//! in no finer detail than the figure itself is given with, and summed over records.

use chrono::{Datelike, NaiveDate};

use crate::{
    codes::ExitReason,
    facts::{Carried, Difference, ExitFact, Facts, ParticipationFact},
    figure::{Figure, FigureKey},
    figures::Figures,
    measure,
};

/// The record without anything but sex and start year, and the year it ended if it has: without
/// that it would be counted as open for ever. Days become the year's first and last.
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

/// A figure that would not stay what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WouldChange(pub FigureKey);

/// What figures of the register must keep so that they are the same after as before, in every year
/// up to and including `through`. `after` is `before` with some records anonymous.
///
/// # Errors
/// The first figure for which that cannot be done; then nothing may be changed.
pub fn carry(before: &Facts, after: &Facts, through: i32) -> Result<Carried, WouldChange> {
    let years = measure::first_year(before)..=through;
    let mut more = Carried::default();
    for year in years.clone() {
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
                    more.add(figure.key.clone(), difference);
                }
            }
        });
    }
    let settled = Facts {
        carried: after.carried.clone().and(&more),
        ..after.clone()
    };
    for year in years {
        let (wanted, found) = (
            Figures::of_register(before, year, |_| {}),
            Figures::of_register(&settled, year, |_| {}),
        );
        if let Some(key) = first_change(&wanted, &found) {
            return Err(WouldChange(key));
        }
    }
    Ok(more)
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
