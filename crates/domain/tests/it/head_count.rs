//! Head counts as figures.

use domain::{
    codes::{CodeTable, Sex},
    facts::Facts,
    figure::{Figure, Scope},
    figures::Figures,
    head_count::HeadCount,
};
use proptest::prelude::*;

use super::register::insats;

fn counts() -> impl Strategy<Value = Vec<HeadCount>> {
    let one = (
        0_usize..3,
        2024_i32..2026,
        1_u8..13,
        prop::option::of(prop::sample::select(Sex::ALL)),
        0_i64..500,
    );
    prop::collection::vec(one, 1..60).prop_map(|counts| {
        let count = |(insats, year, month, sex, count)| HeadCount {
            insats,
            year,
            month,
            sex,
            count,
        };
        counts.into_iter().map(count).collect()
    })
}

fn facts(head_counts: Vec<HeadCount>) -> Facts {
    Facts {
        insatser: ["a", "b", "c"].map(insats).to_vec(),
        head_counts,
        ..Facts::default()
    }
}

fn volume(figures: &Figures, scope: Scope) -> Option<&Figure> {
    figures.of_year("volym.antal", scope)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn r_vol_05_women_men_and_those_not_noted_are_all(counts in counts()) {
        let facts = facts(counts);
        let figures = Figures::compute(&facts, 2025);
        let places = [Scope::all(), Scope::all().with("insats", "a"), Scope::all().with("insats", "c")];
        for scope in places {
            let Some(all) = volume(&figures, scope.clone()) else { continue };
            let by_sex = |sex: &Sex| volume(&figures, scope.clone().with("kon", sex.slug())).unwrap();
            let parts: i64 = Sex::ALL.iter().map(|sex| by_sex(sex).k.unwrap()).sum();
            prop_assert_eq!(Some(parts + by_sex(&Sex::ALL[0]).missing), all.k);
        }
    }

    #[test]
    fn r_vol_04_the_year_is_the_sum_of_its_months_and_of_the_insatser(counts in counts()) {
        let sum: i64 = counts.iter().filter(|c| c.year == 2025).map(|c| c.count).sum();
        let any = counts.iter().any(|c| c.year == 2025);
        let figures = Figures::compute(&facts(counts), 2025);
        prop_assert_eq!(volume(&figures, Scope::all()).and_then(|f| f.k), any.then_some(sum));
        let of = |slug: &str| volume(&figures, Scope::all().with("insats", slug)).and_then(|f| f.k);
        prop_assert_eq!(["a", "b", "c"].into_iter().filter_map(of).sum::<i64>(), sum);
    }

    #[test]
    fn r_vol_01_head_counts_are_in_no_count_of_participations(counts in counts()) {
        let with = Figures::compute(&facts(counts), 2025);
        let without = Figures::compute(&facts(Vec::new()), 2025);
        let others = |figures: &Figures| {
            let others = figures.iter().filter(|f| !f.key.measure.starts_with("volym."));
            others.cloned().collect::<Vec<_>>()
        };
        prop_assert_eq!(others(&with), others(&without));
    }
}

#[test]
fn r_vol_06_the_mean_is_of_counted_months_only() {
    let count = |month, count| HeadCount {
        insats: 0,
        year: 2025,
        month,
        sex: None,
        count,
    };
    let figures = Figures::compute(&facts(vec![count(1, 10), count(3, 0), count(4, 5)]), 2025);
    let mean = figures
        .of_year("volym.per_manad", Scope::all().with("insats", "a"))
        .unwrap();
    assert_eq!((mean.text().as_str(), mean.k, mean.n), ("5,0", Some(15), Some(3)));
}
