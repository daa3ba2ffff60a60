//! Counting a quarter: the measures themselves, on the cube of the quarter.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Counted, Counts, Line, Quarter};
use crate::{
    codes::{CodeTable, Sex},
    cube::Cube,
    disclosure::Period,
    facts::Facts,
    figure::{FigureKey, MeasureId, Scope},
    figures::Figures,
    measure::{self, Inputs},
};

/// The measures a quarter's lines are.
const MEASURES: [MeasureId; 7] = [
    "deltaganden.totalt",
    "deltaganden.nya",
    "deltaganden.avslutade",
    "deltaganden.pagaende",
    "remittent.antal",
    "avslut.kanda",
    "avslut.antal_arbete_eller_studier",
];

/// A stretch of practice of one participation; which, only its number in this load tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Practice {
    /// Tells participations apart.
    pub participation: i64,
    /// First day.
    pub from: NaiveDate,
    /// Last day, when it is over or decided.
    pub to: Option<NaiveDate>,
}

/// Counts of every insats in one quarter.
#[derive(Debug)]
pub struct Counter<'a> {
    facts: &'a Facts,
    figures: &'a Figures,
    quarter: Quarter,
    own: Seen,
    so_far: Seen,
    before: Seen,
}

/// What the measures give of a period; `None` when the register does not hold its year.
type Seen = Option<BTreeMap<FigureKey, i64>>;

impl<'a> Counter<'a> {
    /// Counts a quarter. `figures` are those of its year.
    pub fn new(facts: &'a Facts, figures: &'a Figures, quarter: Quarter) -> Counter<'a> {
        let before = quarter.a_year_before();
        Counter {
            facts,
            figures,
            quarter,
            own: seen(facts, quarter, quarter.period()),
            so_far: seen(facts, quarter, quarter.so_far()),
            before: seen(facts, before, before.period()),
        }
    }

    /// The counts of one insats, by its index; `practice` are its own.
    pub fn counts(&self, insats: usize, practice: &[Practice]) -> Counts {
        let lines = Line::all().into_iter();
        let counted = lines.map(|line| self.counted(insats, line, practice));
        let held = counted.filter(|c| c.quarter.is_some() || c.year.is_some());
        Counts(held.collect())
    }

    fn counted(&self, insats: usize, line: Line, practice: &[Practice]) -> Counted {
        let empty = Counted {
            line,
            quarter: None,
            year: None,
            start: None,
            before: None,
            withheld: false,
        };
        let Some(fact) = self.facts.insatser.get(insats) else {
            return empty;
        };
        let months = |from: u8, year: i32| {
            let spans = (year, from..=*self.quarter.months().end());
            self.monthly(insats, line, spans)
        };
        let first = *self.quarter.months().start();
        match line {
            Line::Budgeted => Counted {
                year: self.of_year("deltaganden.budgeterade", Scope::all().with("insats", &fact.slug)),
                ..empty
            },
            Line::Consultations | Line::HeadCount => Counted {
                quarter: months(first, self.quarter.year()),
                year: months(1, self.quarter.year()),
                before: months(first, self.quarter.year() - 1),
                ..empty
            },
            Line::Practice if fact.registers && self.own.is_some() => Counted {
                quarter: Some(practising(practice, self.quarter.period())),
                year: Some(practising(practice, self.quarter.so_far())),
                before: self
                    .before
                    .as_ref()
                    .map(|_| practising(practice, self.quarter.a_year_before().period())),
                ..empty
            },
            _ if fact.registers => self.measured(&fact.slug, empty),
            _ => empty,
        }
    }

    /// A line that is a measure.
    fn measured(&self, slug: &str, empty: Counted) -> Counted {
        let Some((measure, scope)) = measure_of(empty.line, slug) else {
            return empty;
        };
        let at = |seen: &Seen, year: i32| {
            let key = FigureKey {
                measure,
                year,
                scope: scope.clone(),
            };
            seen.as_ref().and_then(|seen| seen.get(&key).copied())
        };
        let year = self.quarter.year();
        let so_far = if self.quarter.number() == 4 && self.own.is_some() {
            // The whole year is the year's own figure, with what it keeps of withdrawn consents.
            self.of_year(measure, scope.clone())
        } else {
            at(&self.so_far, year)
        };
        let start = since_start(empty.line).and_then(|since| {
            let whole = self.of_year(since, scope.clone())?;
            Some(whole - self.of_year(measure, scope.clone())? + so_far?)
        });
        Counted {
            quarter: at(&self.own, year),
            year: so_far,
            start,
            before: at(&self.before, year - 1),
            ..empty
        }
    }

    fn of_year(&self, measure: MeasureId, scope: Scope) -> Option<i64> {
        self.figures.of_year(measure, scope).and_then(|figure| figure.k)
    }

    /// Consultations or head counts of months; `None` when none of the year was ever entered.
    fn monthly(
        &self,
        insats: usize,
        line: Line,
        (year, months): (i32, std::ops::RangeInclusive<u8>),
    ) -> Option<i64> {
        let of_year: Vec<(u8, i64)> = if line == Line::Consultations {
            let all = self.facts.consultations.iter();
            let own = all.filter(|c| c.insats == Some(insats) && c.year == year);
            own.map(|c| (c.month, c.count)).collect()
        } else {
            let all = self.facts.head_counts.iter();
            let own = all.filter(|c| c.insats == insats && c.year == year);
            own.map(|c| (c.month, c.count)).collect()
        };
        if of_year.is_empty() {
            return None;
        }
        let within = of_year.iter().filter(|(month, _)| months.contains(month));
        Some(within.map(|(_, count)| count).sum())
    }
}

/// The measures' values in a period of a year that the register holds.
fn seen(facts: &Facts, quarter: Quarter, period: Period) -> Seen {
    let year = Inputs::of_register(facts, quarter.year());
    year.cube.as_ref()?;
    let inputs = Inputs {
        cube: Some(Cube::of_period(&facts.participations, period)),
        ..year
    };
    let none = Figures::default();
    let measures = MEASURES.iter().filter_map(|id| measure::find(id));
    let figures = measures.flat_map(|measure| measure.figures(&inputs, &none));
    Some(
        figures
            .filter_map(|figure| Some((figure.key, figure.k?)))
            .collect(),
    )
}

pub(super) fn measure_of(line: Line, slug: &str) -> Option<(MeasureId, Scope)> {
    let scope = Scope::all().with("insats", slug);
    let by_sex = |scope: Scope, sex: Sex| scope.with("kon", sex.slug());
    Some(match line {
        Line::New => ("deltaganden.nya", scope),
        Line::NewOf(sex) => ("deltaganden.nya", by_sex(scope, sex)),
        Line::Referred(authority) => ("remittent.antal", scope.with("remittent", authority.slug())),
        Line::Total => ("deltaganden.totalt", scope),
        Line::TotalOf(sex) => ("deltaganden.totalt", by_sex(scope, sex)),
        Line::Closed => ("deltaganden.avslutade", scope),
        Line::ClosedOf(sex) => ("deltaganden.avslutade", by_sex(scope, sex)),
        Line::Ongoing => ("deltaganden.pagaende", scope),
        Line::Known => ("avslut.kanda", scope),
        Line::WorkOrStudy => ("avslut.antal_arbete_eller_studier", scope),
        Line::Budgeted | Line::Consultations | Line::Practice | Line::HeadCount => return None,
    })
}

/// The measure that adds the line up since the insats began, with the yearly one it is made of.
fn since_start(line: Line) -> Option<MeasureId> {
    match line {
        Line::New => Some("deltaganden.sedan_start"),
        Line::Closed => Some("avslut.sedan_start"),
        Line::WorkOrStudy => Some("avslut.arbete_eller_studier_sedan_start"),
        _ => None,
    }
}

/// How many participations have practice on any day of a period.
fn practising(practice: &[Practice], period: Period) -> i64 {
    let within = practice
        .iter()
        .filter(|p| p.from <= period.to && p.to.is_none_or(|to| to >= period.from));
    let mut participations: Vec<i64> = within.map(|p| p.participation).collect();
    participations.sort_unstable();
    participations.dedup();
    i64::try_from(participations.len()).unwrap_or(i64::MAX)
}
