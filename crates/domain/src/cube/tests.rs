//! The cube against a plain count, on random rows.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// A random row: narrow and wide dimensions, years, masks, with and without persons.
fn record() -> impl Strategy<Value = Record> {
    let codes = (0_u16..5, 0_u16..400, 0_u16..3, 0_u16..6, 2006_u16..2026, 0_u16..7);
    let more = (
        0_u16..1024,
        0_u16..32,
        prop::option::of(0_u32..90),
        prop::option::of(0_u64..40),
    );
    (codes, more).prop_map(
        |((association, insats, sex, age, year, education), (support, work, value, person))| {
            let mut record = Record::default()
                .with(Dim::Association, association)
                .with(Dim::Insats, insats)
                .with(Dim::Sex, sex)
                .with(Dim::AgeBand, age)
                .with(Dim::StartYear, year)
                .with(Dim::Education, education)
                .with(Dim::SupportBefore, support)
                .with(Dim::OccupationAfter, work);
            record.value = value;
            record.person = person;
            record
        },
    )
}

fn filter() -> impl Strategy<Value = Filter> {
    let one = (dim(), prop::collection::vec(0_u16..9, 0..6), prop::bool::ANY);
    prop::collection::vec(one, 0..3).prop_map(|tests| {
        tests
            .into_iter()
            .fold(Filter::all(), |filter, (dim, codes, years)| {
                let shift = if years && dim == Dim::StartYear { 2010 } else { 0 };
                filter.within(dim, codes.into_iter().map(|code| code + shift))
            })
    })
}

fn dim() -> impl Strategy<Value = Dim> {
    (0..Dim::ALL.len()).prop_map(|i| Dim::ALL[i])
}

/// The plain way: a map from codes to rows.
fn naive(rows: &[Record], dims: &[Dim], filter: &Filter) -> Vec<Cell> {
    let mut groups: BTreeMap<Vec<u16>, Vec<&Record>> = BTreeMap::new();
    for row in rows {
        if filter
            .0
            .iter()
            .all(|(dim, codes)| codes.contains(&row.code(*dim)))
        {
            groups
                .entry(dims.iter().map(|d| row.code(*d)).collect())
                .or_default()
                .push(row);
        }
    }
    let cell = |(codes, rows): (Vec<u16>, Vec<&Record>)| Cell {
        codes,
        count: i64::try_from(rows.len()).unwrap(),
        sum: rows.iter().map(|r| i64::from(r.value.unwrap_or(0))).sum(),
        persons: i64::try_from(
            rows.iter()
                .filter_map(|r| r.person)
                .collect::<BTreeSet<_>>()
                .len(),
        )
        .unwrap(),
    };
    groups.into_iter().map(cell).collect()
}

fn cube(rows: &[Record]) -> Cube {
    let mut builder = Builder::new();
    for row in rows {
        builder.push(row);
    }
    builder.finish()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_cross_tab_equals_a_plain_group_by(
        rows in prop::collection::vec(record(), 0..300),
        dims in prop::collection::vec(dim(), 0..5),
        filter in filter(),
    ) {
        let cube = cube(&rows);
        let also = Also { sums: true, persons: true };
        prop_assert_eq!(cube.cross_tab_with(&dims, &filter, also).cells, naive(&rows, &dims, &filter));
    }
}

#[test]
fn blocks_and_sorting_give_the_same_as_the_plain_way() {
    // More rows than a block, and more cells than an array: every dimension at once.
    let mut state = 1_u64;
    let mut next = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        u16::try_from((state >> 33) % bound).unwrap()
    };
    let mut rows = Vec::new();
    for _ in 0..5_000 {
        let mut row = Record::default()
            .with(Dim::Insats, next(300))
            .with(Dim::Association, next(80))
            .with(Dim::StartYear, 2006 + next(20))
            .with(Dim::SupportAfter, next(1024))
            .with(Dim::Sex, 1 + next(2));
        row.person = Some(u64::from(next(3_000)));
        row.value = Some(u32::from(next(60)));
        rows.push(row);
    }
    let cube = cube(&rows);
    let also = Also {
        sums: true,
        persons: true,
    };
    let wide = [
        Dim::Insats,
        Dim::Association,
        Dim::StartYear,
        Dim::SupportAfter,
        Dim::Sex,
    ];
    for dims in [&wide[..], &wide[1..3], &[]] {
        for filter in [
            Filter::all(),
            Filter::all().is(Dim::Sex, 2).within(Dim::StartYear, 2010..2015),
        ] {
            assert_eq!(
                cube.cross_tab_with(dims, &filter, also).cells,
                naive(&rows, dims, &filter)
            );
        }
    }
    // Two bytes for insats and support, one for the others with codes, eight for value and person.
    assert_eq!(cube.bytes(), 5_000 * (2 + 2 + 3 + 8));
}
