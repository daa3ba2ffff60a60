//! Participation facts as cube rows, seen from one year or any other period.

use chrono::{Datelike, NaiveDate};

use super::{Builder, Cube, Dim, Record};
use crate::{
    codes::{CodeTable, Occupation},
    disclosure::Period,
    facts::{ExitFact, OccupationShare, ParticipationFact},
    measure::bands,
};

/// Codes of [`Dim::WorkChange`], from 1: what became of work and study together, by extent.
pub const WORK_CHANGES: [(&str, &str); 6] = [
    ("borjade", "började arbeta eller studera"),
    ("okade", "ökade omfattningen"),
    ("oforandrad", "samma omfattning"),
    ("minskade", "minskade omfattningen"),
    ("slutade", "slutade arbeta eller studera"),
    ("varken", "varken före eller efter"),
];

/// Codes of [`Dim::Flow`]: what a participation is in the cube's year. In no year's count:
/// [`flow::OUTSIDE`] (not open on any day of it).
pub mod flow {
    /// Not open on any day of the year.
    pub const OUTSIDE: u16 = 0;
    /// Open when the year began, open when it ended.
    pub const CARRIED: u16 = 1;
    /// Began in the year, open when it ended.
    pub const NEW: u16 = 2;
    /// Open when the year began, ended in it.
    pub const CLOSED: u16 = 3;
    /// Began and ended in the year.
    pub const NEW_CLOSED: u16 = 4;

    /// Totalt: open on any day.
    pub const TOTAL: [u16; 4] = [CARRIED, NEW, CLOSED, NEW_CLOSED];
    /// Nya: entry in the year.
    pub const ENTERED: [u16; 2] = [NEW, NEW_CLOSED];
    /// Avslutade: exit in the year.
    pub const EXITED: [u16; 2] = [CLOSED, NEW_CLOSED];
    /// Pågående: open on 31 December.
    pub const ONGOING: [u16; 2] = [CARRIED, NEW];
    /// Open when the year began.
    pub const OPENING: [u16; 2] = [CARRIED, CLOSED];
}

/// Codes of dimensions where several values stand at once: each value is a bit, so a mask of 0 is
/// "uppgift saknas".
pub mod mask {
    use crate::codes::CodeTable;

    /// The mask of values.
    pub fn of<T: CodeTable>(values: impl Iterator<Item = T>) -> u16 {
        values.fold(0, |mask, value| mask | bit(value))
    }

    /// Every mask that holds at least one of the values.
    pub fn holding<T: CodeTable>(values: &[T]) -> Vec<u16> {
        let any = of(values.iter().copied());
        known::<T>().into_iter().filter(|mask| mask & any != 0).collect()
    }

    /// Every mask with any value at all.
    pub fn known<T: CodeTable>() -> Vec<u16> {
        (1..1 << T::ALL.len()).collect()
    }

    fn bit<T: CodeTable>(value: T) -> u16 {
        1 << (value.code() - 1)
    }
}

impl Cube {
    /// The participations as `year` sees them; reversed ones and those not begun left out. The value to sum is the age
    /// at entry.
    pub fn of_year(participations: &[ParticipationFact], year: i32) -> Cube {
        Cube::of_period(participations, Period::year(year))
    }

    /// The participations as a period sees them: as a year does, with the period's first and last
    /// day for 1 January and 31 December.
    pub fn of_period<'a>(
        participations: impl IntoIterator<Item = &'a ParticipationFact>,
        period: Period,
    ) -> Cube {
        let mut builder = Builder::new();
        for fact in participations.into_iter().filter(|fact| fact.is_counted()) {
            builder.push(&record(fact, period));
        }
        builder.finish()
    }
}

fn record(fact: &ParticipationFact, period: Period) -> Record {
    let start = fact.entry.year();
    let last = fact.exit.as_ref().map(|exit| exit.date);
    let end = last.map(|last| last.year());
    let age = fact.birth_year.map(|born| start - born).filter(|age| *age >= 0);
    let mut record = Record::default()
        .with(Dim::Insats, u16::try_from(fact.insats + 1).unwrap_or(u16::MAX))
        .with(Dim::Sex, code(fact.sex))
        .with(
            Dim::Age,
            age.map_or(0, |age| u16::try_from(age.max(1)).unwrap_or(0)),
        )
        .with(
            Dim::AgeBand,
            age.map_or(0, |age| u16::try_from(bands::age_band(age) + 1).unwrap_or(0)),
        )
        .with(Dim::StartYear, u16::try_from(start).unwrap_or(0))
        .with(
            Dim::EndYear,
            end.and_then(|end| u16::try_from(end).ok()).unwrap_or(0),
        )
        .with(Dim::Education, code(fact.education))
        .with(Dim::SupportTime, code(fact.support_time))
        .with(
            Dim::SupportBefore,
            mask::of(fact.support_before.iter().map(|s| s.support)),
        )
        .with(
            Dim::OccupationBefore,
            mask::of(fact.occupation_before.iter().map(|o| o.occupation)),
        )
        .with(Dim::Referrer, code(fact.referred_by))
        .with(Dim::Flow, flow_of(fact.entry, last, period))
        .with(Dim::Anonymous, u16::from(fact.anonymous));
    if let Some(exit) = &fact.exit {
        record = record
            .with(Dim::ExitReason, code(exit.reason))
            .with(
                Dim::SupportAfter,
                mask::of(exit.support_after.iter().map(|s| s.support)),
            )
            .with(
                Dim::OccupationAfter,
                mask::of(exit.occupation_after.iter().map(|o| o.occupation)),
            )
            .with(Dim::WorkChange, work_change(&fact.occupation_before, exit));
        if !fact.anonymous {
            let days = (exit.date - fact.entry).num_days() + 1;
            record = record.with(Dim::Days, u16::try_from(days).unwrap_or(u16::MAX));
        }
    }
    record.person = fact.person;
    record.value = age.and_then(|age| u32::try_from(age).ok());
    record
}

fn code<T: CodeTable>(value: Option<T>) -> u16 {
    value.map_or(0, |value| u16::from(value.code()))
}

fn flow_of(start: NaiveDate, end: Option<NaiveDate>, period: Period) -> u16 {
    let ended_before = end.is_some_and(|end| end < period.from);
    if start > period.to || ended_before {
        return flow::OUTSIDE;
    }
    match (period.holds(start), end.is_some_and(|end| period.holds(end))) {
        (false, false) => flow::CARRIED,
        (true, false) => flow::NEW,
        (false, true) => flow::CLOSED,
        (true, true) => flow::NEW_CLOSED,
    }
}

/// Work and study together, before and at exit; 0 where either is unknown.
fn work_change(before: &[OccupationShare], exit: &ExitFact) -> u16 {
    let after = &exit.occupation_after;
    if before.is_empty() || after.is_empty() {
        return 0;
    }
    let extent = |shares: &[OccupationShare]| -> u32 {
        let own = |o: &&OccupationShare| {
            matches!(
                o.occupation,
                Occupation::Work | Occupation::SubsidisedWork | Occupation::Study
            )
        };
        shares.iter().filter(own).map(|o| u32::from(o.per_cent)).sum()
    };
    match (extent(before), extent(after)) {
        (0, 0) => 6,
        (0, _) => 1,
        (_, 0) => 5,
        (was, is) if is > was => 2,
        (was, is) if is == was => 3,
        _ => 4,
    }
}
