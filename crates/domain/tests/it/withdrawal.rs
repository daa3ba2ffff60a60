//! Consent withdrawn: the record is anonymous and every figure is what it was.

use chrono::Datelike;
use domain::{
    codes::ExitReason,
    facts::{Facts, ParticipationFact, PeriodCell},
    figure::{Figure, FigureKey, Value},
    figures::Figures,
    statistics::counts,
    withdrawal::{Published, anonymous, carry, kept},
};
use proptest::prelude::*;

use super::{figure_properties::association, register::scope};

const YEARS: std::ops::RangeInclusive<i32> = 2018..=2025;

type Said = (FigureKey, Value, Option<i64>, Option<i64>, i64);

/// Everything published about the years, economy and all.
fn published(facts: &Facts) -> Vec<Said> {
    let says = |f: &Figure| (f.key.clone(), f.value, f.k, f.n, f.missing);
    YEARS
        .flat_map(|year| Figures::compute(facts, year).iter().map(says).collect::<Vec<_>>())
        .collect()
}

/// One act: some records become anonymous.
fn withdraw(facts: &Facts, chosen: &[usize]) -> Facts {
    let mut after = facts.clone();
    for index in chosen {
        if let Some(fact) = after.participations.get_mut(*index) {
            *fact = anonymous(fact);
        }
    }
    let more = carry(facts, &after, *YEARS.end(), Published::NOTHING).unwrap();
    after.carried = after.carried.and(&more);
    after
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn r_sam_02_every_figure_of_every_year_is_what_it_was(
        facts in association(),
        acts in prop::collection::vec(prop::collection::vec(0_usize..80, 1..4), 1..4),
    ) {
        let before = published(&facts);
        let after = acts.iter().fold(facts, |facts, chosen| withdraw(&facts, chosen));
        prop_assert_eq!(before, published(&after));
    }

    #[test]
    fn r_sam_02_published_counts_of_other_days_are_what_they_were(
        facts in association(),
        chosen in prop::collection::vec(0_usize..80, 1..4),
    ) {
        let day = |year, month, day| chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let quarters = [(day(2021, 1, 1), day(2021, 3, 31)), (day(2022, 10, 1), day(2022, 12, 31)), (day(2022, 1, 1), day(2022, 12, 31))];
        let scopes = ["", "insats=a", "kon=kvinna", "insats=b,kon=man,utbildning=gymnasium"].map(scope);
        let measures = ["deltaganden.nya", "deltaganden.totalt", "deltaganden.avslutade", "utbildning.antal"];
        let mut cells = Vec::new();
        for (from, to) in quarters {
            for (measure, scope) in measures.iter().flat_map(|m| scopes.iter().map(move |s| (m, s))) {
                cells.push(PeriodCell { measure: (*measure).into(), from, to, scope: scope.clone() });
            }
        }
        let mut after = facts.clone();
        for index in chosen {
            if let Some(fact) = after.participations.get_mut(index) {
                *fact = anonymous(fact);
            }
        }
        let published = Published { cells: &cells, count: counts };
        let before = counts(&facts, &cells);
        prop_assert!(before.iter().any(Option::is_some));
        after.carried = carry(&facts, &after, *YEARS.end(), published).unwrap();
        prop_assert_eq!(before, counts(&after, &cells));
    }

    #[test]
    fn r_sam_01_an_anonymous_record_has_sex_and_years_only(facts in association()) {
        for fact in &facts.participations {
            let left = anonymous(fact);
            prop_assert!(left.anonymous && left.entry.ordinal() == 1);
            prop_assert_eq!((left.sex, left.entry.year()), (fact.sex, fact.entry.year()));
            prop_assert_eq!(
                left.exit.as_ref().map(|exit| (exit.date.year(), exit.date.month(), exit.date.day())),
                fact.exit.as_ref().map(|exit| (exit.date.year(), 12, 31))
            );
            let reversed = |fact: &ParticipationFact| {
                fact.exit.as_ref().and_then(|exit| exit.reason) == Some(ExitReason::Reversed)
            };
            prop_assert_eq!(reversed(&left), reversed(fact));
            // Nothing else tells two records apart.
            let other = ParticipationFact { birth_year: None, education: None, ..fact.clone() };
            prop_assert_eq!(anonymous(&other), left);
        }
    }

    #[test]
    fn r_sam_03_what_is_kept_is_summed_and_does_not_tell_whose_it_is(facts in association()) {
        // One act of two and two acts of one leave the same, in either order.
        let together = withdraw(&facts, &[0, 1]).carried;
        prop_assert_eq!(&withdraw(&withdraw(&facts, &[0]), &[1]).carried, &together);
        prop_assert_eq!(&withdraw(&withdraw(&facts, &[1]), &[0]).carried, &together);
        prop_assert!(together.is_empty() || !kept(&together).is_empty());
    }

    #[test]
    fn r_sam_04_an_anonymous_record_loses_nothing_more(facts in association()) {
        let once = withdraw(&facts, &[0]);
        let twice = withdraw(&once, &[0]);
        prop_assert_eq!(once.carried, twice.carried);
        prop_assert_eq!(once.participations, twice.participations);
    }
}
