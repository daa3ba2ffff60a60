//! Counting participations by scope: what every count of the register has in common.

use super::{Inputs, Measure, bands::AGE_BANDS};
use crate::{
    codes::{CodeTable, Education, ExitReason, Occupation, ReferringAuthority, Sex, Support, SupportTime},
    cube::{CrossTab, Cube, Dim, Filter, flow, mask},
    facts::Facts,
    figure::{Figure, RowKind, Scope, Trace},
    unit::{Count, CountingUnit},
};

/// A dimension figures are given by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    Insats,
    Sex,
    Age,
    Education,
    SupportTime,
    Referrer,
    ExitReason,
    OccupationBefore,
    OccupationAfter,
    SupportBefore,
    SupportAfter,
}

impl Axis {
    /// Its name in scopes.
    pub(super) const fn scope(self) -> &'static str {
        match self {
            Axis::Insats => "insats",
            Axis::Sex => "kon",
            Axis::Age => "alder",
            Axis::Education => "utbildning",
            Axis::SupportTime => "tid",
            Axis::Referrer => "remittent",
            Axis::ExitReason => "orsak",
            Axis::OccupationBefore | Axis::OccupationAfter => "sysselsattning",
            Axis::SupportBefore | Axis::SupportAfter => "forsorjning",
        }
    }

    /// Its name in a trace's filter.
    const fn column(self) -> &'static str {
        match self {
            Axis::OccupationBefore => "sysselsattning_fore",
            Axis::OccupationAfter => "sysselsattning_efter",
            Axis::SupportBefore => "forsorjning_fore",
            Axis::SupportAfter => "forsorjning_efter",
            _ => self.scope(),
        }
    }

    pub(super) const fn dim(self) -> Dim {
        match self {
            Axis::Insats => Dim::Insats,
            Axis::Sex => Dim::Sex,
            Axis::Age => Dim::AgeBand,
            Axis::Education => Dim::Education,
            Axis::SupportTime => Dim::SupportTime,
            Axis::Referrer => Dim::Referrer,
            Axis::ExitReason => Dim::ExitReason,
            Axis::OccupationBefore => Dim::OccupationBefore,
            Axis::OccupationAfter => Dim::OccupationAfter,
            Axis::SupportBefore => Dim::SupportBefore,
            Axis::SupportAfter => Dim::SupportAfter,
        }
    }

    /// Every value with the cube's codes for it.
    pub(super) fn values(self, facts: &Facts) -> Vec<(String, Vec<u16>)> {
        match self {
            Axis::Insats => (1_u16..)
                .zip(&facts.insatser)
                .filter(|(_, insats)| insats.registers)
                .map(|(code, insats)| (insats.slug.clone(), vec![code]))
                .collect(),
            Axis::Age => (1_u16..)
                .zip(&AGE_BANDS)
                .map(|(code, band)| (band.slug.into(), vec![code]))
                .collect(),
            Axis::Sex => single::<Sex>(),
            Axis::Education => single::<Education>(),
            Axis::SupportTime => single::<SupportTime>(),
            Axis::Referrer => single::<ReferringAuthority>(),
            Axis::ExitReason => {
                let mut reasons = single::<ExitReason>();
                // Felregistrering is in no count.
                reasons.retain(|(slug, _)| slug != ExitReason::Reversed.slug());
                reasons
            }
            Axis::OccupationBefore | Axis::OccupationAfter => several::<Occupation>(),
            Axis::SupportBefore | Axis::SupportAfter => several::<Support>(),
        }
    }
}

fn single<T: CodeTable>() -> Vec<(String, Vec<u16>)> {
    T::ALL
        .iter()
        .map(|value| (value.slug().into(), vec![u16::from(value.code())]))
        .collect()
}

/// Codes that may stand together: each value's masks.
fn several<T: CodeTable>() -> Vec<(String, Vec<u16>)> {
    T::ALL
        .iter()
        .map(|value| (value.slug().into(), mask::holding(&[*value])))
        .collect()
}

/// Which participations are counted: their part of the year's flow, and further tests.
#[derive(Clone, Debug)]
pub(super) struct Base {
    filter: Filter,
    words: Vec<(&'static str, String)>,
}

impl Base {
    fn new(flow: &[u16], word: &str) -> Base {
        Base {
            filter: Filter::all().within(Dim::Flow, flow.iter().copied()),
            words: vec![("flode", word.into())],
        }
    }

    /// Open on any day of the year.
    pub(super) fn total() -> Base {
        Base::new(&flow::TOTAL, "totalt")
    }

    /// Entry in the year.
    pub(super) fn new_ones() -> Base {
        Base::new(&flow::ENTERED, "nya")
    }

    /// Exit in the year.
    pub(super) fn closed() -> Base {
        Base::new(&flow::EXITED, "avslutade")
    }

    /// Open on 31 December.
    pub(super) fn ongoing() -> Base {
        Base::new(&flow::ONGOING, "pagaende")
    }

    /// Open when the year began.
    pub(super) fn opening() -> Base {
        Base::new(&flow::OPENING, "ingaende")
    }

    /// The filter alone, for a count without a trace.
    pub(super) fn into_filter(self) -> Filter {
        self.filter
    }

    /// Further restricted, with the test's words for the trace.
    pub(super) fn and(mut self, dim: Dim, codes: Vec<u16>, column: &'static str, word: &str) -> Base {
        self.filter = self.filter.within(dim, codes);
        self.words.push((column, word.into()));
        self
    }
}

/// One figure per scope: the product of the axes' values, zeros included. Records whose answer on
/// an axis is unknown are its `missing`.
pub(super) fn count<U: CountingUnit>(
    inputs: &Inputs<'_>,
    measure: &Measure,
    base: &Base,
    scopes: &[&[Axis]],
) -> Vec<Figure> {
    let Some(cube) = &inputs.cube else {
        return Vec::new();
    };
    let figures = scopes
        .iter()
        .flat_map(|axes| by_axes::<U>(inputs, measure, base, cube, axes));
    figures.collect()
}

fn by_axes<U: CountingUnit>(
    inputs: &Inputs<'_>,
    measure: &Measure,
    base: &Base,
    cube: &Cube,
    axes: &[Axis],
) -> Vec<Figure> {
    let dims: Vec<Dim> = axes.iter().map(|axis| axis.dim()).collect();
    let tab = cube.cross_tab(&dims, &base.filter);
    let mut figures = Vec::new();
    for place in places(axes, inputs.facts) {
        let found = Count::<U>::new(matching(&tab, &place, |held| held));
        let unknown = matching(&tab, &place, |held| !held);
        let mut scope = Scope::all();
        let mut filter = vec![("ar", inputs.year.to_string())];
        filter.extend(base.words.iter().cloned());
        for (axis, (slug, _)) in axes.iter().zip(&place) {
            scope = scope.with(axis.scope(), slug);
            filter.push((axis.column(), slug.clone()));
        }
        let trace = Trace::Rows {
            of: RowKind::Participations,
            filter,
            count: found.get(),
        };
        let mut figure = Figure::count(inputs.key(measure.id, scope), found, trace);
        figure.missing = unknown;
        figures.push(figure);
    }
    figures
}

/// A value per axis.
type Place = Vec<(String, Vec<u16>)>;

fn places(axes: &[Axis], facts: &Facts) -> Vec<Place> {
    axes.iter().fold(vec![Vec::new()], |places, axis| {
        let values = axis.values(facts);
        let longer = |place: Place| {
            values.iter().map(move |value| {
                let mut place = place.clone();
                place.push(value.clone());
                place
            })
        };
        places.into_iter().flat_map(longer).collect()
    })
}

/// Rows whose every code is the place's or unknown, where all are known or not all.
fn matching(tab: &CrossTab, place: &Place, wanted: impl Fn(bool) -> bool) -> i64 {
    tab.count(|codes| {
        let mut known = true;
        for (code, (_, values)) in codes.iter().zip(place) {
            known &= *code != 0;
            if *code != 0 && !values.contains(code) {
                return false;
            }
        }
        wanted(known)
    })
}
