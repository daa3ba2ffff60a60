//! Rules that hold for any register.

use chrono::{Days, NaiveDate};
use domain::{
    codes::{CodeTable, Education, ExitReason, Occupation, ReferringAuthority, Sex, Support, SupportTime},
    facts::{ExitFact, Facts, OccupationShare, ParticipationFact, SupportShare},
    figure::{Figure, RowKind, Scope, Trace, Value},
    figures::Figures,
    measure::{find, participations},
    participation::Stage,
    unit::Unit,
};
use proptest::prelude::*;

use super::register::{insats, scope, units};

fn date() -> impl Strategy<Value = NaiveDate> {
    (2018_i32..2025, 1_u32..366).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).unwrap())
}

fn code<T: CodeTable + std::fmt::Debug>() -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.8, prop::sample::select(T::ALL))
}

fn several<T: CodeTable + std::fmt::Debug>() -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(prop::sample::select(T::ALL), 0..3)
}

prop_compose! {
    fn coded()(
        sex in code::<Sex>(), referred_by in code::<ReferringAuthority>(), education in code::<Education>(),
        support_time in code::<SupportTime>(), support in several::<Support>(), occupation in several::<Occupation>(),
        birth_year in prop::option::weighted(0.8, 1950_i32..2010),
    ) -> ParticipationFact {
        ParticipationFact {
            insats: 0, anonymous: false, stage: Stage::Participating, municipality: None, person: None, sex, birth_year, entry: NaiveDate::default(), referred_by, education, support_time,
            support_before: support.into_iter().map(|support| SupportShare { support, degree: 100 }).collect(),
            occupation_before: occupation.into_iter().map(|occupation| OccupationShare { occupation, per_cent: 50 }).collect(),
            exit: None, constructed: true,
        }
    }
}

prop_compose! {
    /// Any row the register can hold: anonymous ones, reversed ones, exits the same day.
    fn row()(
        coded in coded(), insats in 0_usize..3, entry in date(), exit in prop::option::of((0_u64..900, code::<ExitReason>())),
        after in (several::<Support>(), several::<Occupation>()), anonymous in prop::bool::weighted(0.1),
    ) -> ParticipationFact {
        let (support, occupation) = after;
        let exit = exit.map(|(days, reason)| ExitFact {
            date: entry + Days::new(days), reason,
            support_after: support.into_iter().map(|support| SupportShare { support, degree: 100 }).collect(),
            occupation_after: occupation.into_iter().map(|occupation| OccupationShare { occupation, per_cent: 50 }).collect(),
        });
        let mut row = ParticipationFact { insats, entry, exit, ..coded };
        if anonymous {
            row = ParticipationFact {
                anonymous, birth_year: None, referred_by: None, education: None, support_time: None,
                support_before: Vec::new(), occupation_before: Vec::new(), ..row
            };
        }
        row
    }
}

pub fn association() -> impl Strategy<Value = Facts> {
    prop::collection::vec(row(), 0..80).prop_map(|participations| Facts {
        insatser: ["a", "b", "c"].map(insats).to_vec(),
        participations,
        ..Facts::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn r_del_06_stock_and_flow_hold_in_every_year_and_scope(facts in association(), year in 2018_i32..2026) {
        let (before, now) = (Figures::compute(&facts, year - 1), Figures::compute(&facts, year));
        for of in ["", "insats=a", "insats=c", "kon=kvinna", "insats=b,kon=man"].map(scope) {
            let at = |figures, id| units(figures, id, of.clone());
            prop_assert_eq!(at(&before, "deltaganden.pagaende"), at(&now, "deltaganden.ingaende"));
            prop_assert_eq!(at(&now, "deltaganden.ingaende") + at(&now, "deltaganden.nya"), at(&now, "deltaganden.totalt"));
            prop_assert_eq!(at(&now, "deltaganden.totalt") - at(&now, "deltaganden.avslutade"), at(&now, "deltaganden.pagaende"));
        }
    }

    #[test]
    fn r_del_07_parts_and_unknown_are_the_whole(facts in association(), year in 2018_i32..2026) {
        let figures = Figures::compute(&facts, year);
        for (whole, parts, dimension) in [
            ("deltaganden.totalt", "deltaganden.totalt", "kon"),
            ("deltaganden.nya", "deltaganden.nya", "kon"),
            ("deltaganden.nya", "alder.antal", "alder"),
            ("deltaganden.nya", "utbildning.antal", "utbildning"),
            ("deltaganden.nya", "forsorjningstid.antal", "tid"),
            ("deltaganden.nya", "remittent.antal", "remittent"),
            ("deltaganden.avslutade", "avslut.anledning", "orsak"),
        ] {
            let whole = units(&figures, whole, Scope::all());
            let parts: Vec<&Figure> = figures.of(parts)
                .filter(|f| f.key.year == year && f.key.scope.0.len() == 1 && f.key.scope.get(dimension).is_some()).collect();
            let known: i64 = parts.iter().filter_map(|f| f.k).sum();
            prop_assert!(parts.iter().all(|f| f.missing == parts[0].missing));
            prop_assert_eq!(known + parts[0].missing, whole, "{}", dimension);
        }
        for whole in ["deltaganden.totalt", "deltaganden.nya", "deltaganden.avslutade", "deltaganden.pagaende"] {
            let sum: i64 = ["a", "b", "c"].iter().map(|slug| units(&figures, whole, Scope::all().with("insats", *slug))).sum();
            prop_assert_eq!(sum, units(&figures, whole, Scope::all()));
        }
    }

    #[test]
    fn r_mat_04_every_trace_leads_back_to_its_value(facts in association(), year in 2018_i32..2026) {
        let figures = Figures::compute(&facts, year);
        for figure in figures.iter() {
            match &figure.trace {
                Trace::Rows { of: RowKind::Participations, filter, count } => {
                    let rows = participations(&facts, filter);
                    prop_assert!(rows.is_some(), "{} {:?}", figure.key, filter);
                    prop_assert_eq!(i64::try_from(rows.unwrap().len()).unwrap(), *count, "{}", figure.key);
                    prop_assert_eq!(figure.value, Value::Count(*count));
                }
                Trace::Figures { parts, .. } => {
                    for part in parts {
                        prop_assert!(figures.get(part).is_some(), "{} lacks {part}", figure.key);
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn r_mat_03_a_share_carries_k_n_and_missing_of_its_universe(facts in association(), year in 2018_i32..2026) {
        let figures = Figures::compute(&facts, year);
        for figure in figures.iter().filter(|f| f.unit == Unit::Procent && f.n.is_some()) {
            let (k, n) = (figure.k.unwrap(), figure.n.unwrap());
            prop_assert!(0 <= k && k <= n, "{}: {k} of {n}", figure.key);
            let universe = if find(figure.key.measure).unwrap().universe.starts_with("nya") { "deltaganden.nya" } else { "deltaganden.avslutade" };
            let mut scope = figure.key.scope.clone();
            scope.0.retain(|dimension, _| ["kon", "insats"].contains(dimension));
            prop_assert_eq!(n + figure.missing, units(&figures, universe, scope), "{}", &figure.key);
        }
    }

    #[test]
    fn r_mat_05_the_order_of_facts_does_not_matter(facts in association(), year in 2018_i32..2026) {
        let mut turned = facts.clone();
        turned.participations.reverse();
        let list = |facts| Figures::compute(facts, year).iter().cloned().collect::<Vec<_>>();
        prop_assert_eq!(list(&facts), list(&turned));
    }
}
