//! The constructed year: every published margin, any consistent margins, and what is refused.

use std::{fs, path::Path};

use chrono::Datelike;
use proptest::prelude::*;

use domain::{
    codes::{Education, ExitReason, InsatsKind, Occupation, ReferringAuthority, Sex, SupportTime},
    example::{Example, InsatsTarget, Tables, Targets, read_targets, year},
    facts::{Insats, ParticipationFact},
    measure::bands::{AGE_BANDS, age_band},
    refusal::Problem,
    unit::ratio,
};

fn insats(slug: &str, ages: Option<(i32, i32)>) -> Insats {
    Insats {
        slug: slug.into(),
        name: slug.to_uppercase(),
        kind: InsatsKind::Individual,
        principal: "Kommunen".into(),
        municipalities: Vec::new(),
        decision: String::new(),
        staff: String::new(),
        methods: String::new(),
        budgeted_participants: Vec::new(),
        ages,
        registers: true,
    }
}

/// The example association's insatser with their age limits.
fn kalmar_insatser() -> Vec<Insats> {
    [
        ("kompass", 16, 64),
        ("krus", 19, 64),
        ("plattformen", 16, 64),
        ("pontibus", 16, 64),
        ("resa", 16, 64),
        ("samba", 20, 60),
        ("knutpunkten", 16, 65),
        ("vagknuten", 18, 64),
    ]
    .map(|(slug, low, high)| insats(slug, Some((low, high))))
    .to_vec()
}

/// The margins in a folder of tables; `None` when the folder is not there.
fn margins(folder: &str) -> Option<(Targets, Vec<Problem>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let (insatser, background, annexes) = (
        read("sus-insatser-2022.csv")?,
        read("bakgrund-2022.csv")?,
        read("bilagor-2022.csv")?,
    );
    let tables = Tables {
        insatser: &insatser,
        background: &background,
        annexes: &annexes,
    };
    Some(read_targets(2022, &tables))
}

fn count(rows: &[ParticipationFact], test: impl Fn(&ParticipationFact) -> bool) -> i64 {
    i64::try_from(rows.iter().filter(|p| test(p)).count()).unwrap()
}

fn ends(p: &ParticipationFact, test: impl Fn(Occupation) -> bool) -> bool {
    p.exit
        .iter()
        .flat_map(|e| &e.occupation_after)
        .any(|o| test(o.occupation))
}

fn to_self_support(p: &ParticipationFact) -> bool {
    ends(p, |o| {
        matches!(
            o,
            Occupation::Work | Occupation::SubsidisedWork | Occupation::Study
        )
    })
}

/// Counts every margin again from the rows, without the generator's help.
fn assert_margins(insatser: &[Insats], targets: &Targets, example: &Example) {
    let rows = &example.participations;
    let year = targets.year;
    let is_new = |p: &ParticipationFact| p.entry.year() == year;
    for target in &targets.insatser {
        let index = insatser.iter().position(|i| i.slug == target.insats).unwrap();
        let mine = |p: &ParticipationFact| p.insats == index;
        let open_after = |p: &ParticipationFact| p.exit.as_ref().is_none_or(|e| e.date.year() > year);
        let got = (
            count(rows, mine),
            count(rows, |p| mine(p) && is_new(p)),
            count(rows, |p| mine(p) && !open_after(p)),
            count(rows, |p| mine(p) && open_after(p)),
        );
        assert_eq!(
            got,
            (target.total, target.new, target.closed, target.ongoing),
            "{}",
            target.insats
        );
    }
    let new: Vec<ParticipationFact> = rows.iter().filter(|p| is_new(p)).cloned().collect();
    assert_background(&new, targets);
    let self_supporting = count(rows, to_self_support);
    let seeking = count(rows, |p| {
        !to_self_support(p) && ends(p, |o| o == Occupation::Jobseeker)
    });
    assert_eq!(
        Some(self_supporting),
        targets.closed_to_work_or_study.or(Some(self_supporting))
    );
    assert_eq!(Some(seeking), targets.closed_as_jobseekers.or(Some(seeking)));
    let consultations: i64 = example.consultations.iter().map(|c| c.count).sum();
    assert_eq!(consultations, targets.consultations.unwrap_or(0));
}

fn assert_background(new: &[ParticipationFact], targets: &Targets) {
    let age = |p: &ParticipationFact| p.entry.year() - p.birth_year.unwrap();
    let n = count(new, |_| true);
    if let Some((women, men)) = targets.new.by_sex {
        assert_eq!(count(new, |p| p.sex == Some(Sex::Woman)), women);
        assert_eq!(count(new, |p| p.sex == Some(Sex::Man)), men);
    }
    if let Some(under) = targets.new.under_30 {
        assert_eq!(count(new, |p| age(p) < 30), under);
    }
    if let Some(mean) = targets.new.mean_age {
        let sum = new.iter().map(|p| i64::from(age(p))).sum();
        assert_eq!(ratio(sum, n, 1, 1), Some(mean));
    }
    let known = count(new, |p| p.education.is_some());
    for (education, percent) in &targets.new.education {
        let k = count(new, |p| p.education == Some(*education));
        assert_eq!(
            ratio(k, known, 100, 0),
            Some(*percent),
            "{education:?} {k}/{known}"
        );
    }
    let known = count(new, |p| p.support_time.is_some());
    for (least, percent) in [
        (SupportTime::From1To2Years, targets.new.over_1_year),
        (SupportTime::Over5Years, targets.new.over_5_years),
    ] {
        if let Some(percent) = percent {
            let k = count(new, |p| p.support_time.is_some_and(|t| t >= least));
            assert_eq!(ratio(k, known, 100, 0), Some(percent), "{least:?} {k}/{known}");
        }
    }
}

/// Nothing a reader would find impossible.
fn assert_plausible(insatser: &[Insats], example: &Example) {
    for p in &example.participations {
        assert!(p.constructed);
        if p.anonymous {
            assert_eq!(
                (p.birth_year, p.education, p.exit.is_some(), p.entry.ordinal()),
                (None, None, false, 1)
            );
            continue;
        }
        let age = p.entry.year() - p.birth_year.unwrap();
        if let Some((low, high)) = insatser[p.insats].ages {
            assert!(
                (low..=high).contains(&age),
                "{age} in {}",
                insatser[p.insats].slug
            );
        }
        assert!(
            p.support_time != Some(SupportTime::Over5Years) || age >= 21,
            "{age} with five years"
        );
        if let Some(exit) = &p.exit {
            assert!(exit.date > p.entry);
            let outcome = to_self_support(p) || ends(p, |o| o == Occupation::Jobseeker);
            assert_eq!(exit.reason == Some(ExitReason::WorkStudyJobseeker), outcome);
            assert!(!exit.support_after.is_empty());
        }
    }
}

#[test]
fn r_exe_01_the_example_association_gets_every_published_margin() {
    let (targets, problems) = margins("../../examples/kalmar").expect("examples/kalmar is in the repository");
    let unknown: Vec<_> = problems.iter().map(|p| p.message.clone()).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let insatser = kalmar_insatser();
    let example = year(&insatser, &targets).unwrap();
    assert_margins(&insatser, &targets, &example);
    let rows = &example.participations;
    assert_eq!(rows.len(), 264);
    assert_eq!(count(rows, |p| p.entry.year() < 2022), 142);
    assert_eq!(count(rows, |p| p.anonymous), 3);
    for sex in [Sex::Woman, Sex::Man] {
        let mut bands = [0; AGE_BANDS.len()];
        for p in rows
            .iter()
            .filter(|p| p.entry.year() == 2022 && p.sex == Some(sex))
        {
            bands[age_band(2022 - p.birth_year.unwrap())] += 1;
        }
        assert!(
            (0..bands.len()).all(|i| i == 1 || bands[i] < bands[1]),
            "{sex:?} {bands:?}"
        );
    }
    let kompass = |a| {
        count(rows, |p| {
            p.insats == 0 && p.entry.year() == 2022 && p.referred_by == Some(a)
        })
    };
    assert_eq!(
        [
            ReferringAuthority::SocialInsurance,
            ReferringAuthority::Municipality,
            ReferringAuthority::Region
        ]
        .map(kompass),
        [1, 8, 1]
    );
    let per_insats = [7, 20, 24, 16, 8, 13, 10, 14]
        .iter()
        .zip([0, 4, 5, 11, 4, 4, 3, 5])
        .enumerate();
    for (i, (closed, work)) in per_insats {
        assert_eq!(count(rows, |p| p.insats == i && p.exit.is_some()), *closed);
        assert_eq!(count(rows, |p| p.insats == i && to_self_support(p)), work);
    }
}

#[test]
fn r_exe_04_every_row_is_marked_and_plausible() {
    let (targets, _) = margins("../../examples/kalmar").expect("examples/kalmar is in the repository");
    let insatser = kalmar_insatser();
    assert_plausible(&insatser, &year(&insatser, &targets).unwrap());
}

#[test]
fn r_exe_05_consultations_follow_the_annexes_that_add_up_and_the_others_are_named() {
    let (targets, _) = margins("../../examples/kalmar").expect("examples/kalmar is in the repository");
    let insatser = kalmar_insatser();
    let example = year(&insatser, &targets).unwrap();
    let mut per_insats = [0; 8];
    for c in &example.consultations {
        per_insats[c.insats.unwrap()] += c.count;
    }
    assert_eq!(per_insats, [23, 2, 45, 0, 31, 45, 0, 9]);
    assert_eq!(
        example.notes,
        ["knutpunkten: bilagans 32 konsultationer ryms inte i årets 155 och är utelämnade."]
    );
}

#[test]
fn r_exe_03_the_same_margins_give_the_same_rows() {
    let (targets, _) = margins("../../examples/kalmar").expect("examples/kalmar is in the repository");
    assert_eq!(
        year(&kalmar_insatser(), &targets),
        year(&kalmar_insatser(), &targets)
    );
}

#[test]
fn the_published_tables_beside_the_repository_give_the_same_margins() {
    let Some((targets, _)) = margins("../../../shared/kalmar") else {
        println!("skipped: ../shared/kalmar is not beside the repository");
        return;
    };
    assert_eq!(
        Some(targets),
        margins("../../examples/kalmar").map(|(targets, _)| targets)
    );
}

fn small() -> Targets {
    let row = InsatsTarget {
        insats: "a".into(),
        total: 20,
        new: 10,
        closed: 8,
        ongoing: 12,
        ..InsatsTarget::default()
    };
    Targets {
        year: 2022,
        insatser: vec![row],
        ..Targets::default()
    }
}

fn assert_refused(place: &str, change: impl Fn(&mut Targets)) {
    let mut targets = small();
    change(&mut targets);
    let refusal = year(&[insats("a", Some((20, 60)))], &targets).expect_err(place);
    assert_eq!(
        (refusal.code, refusal.place.as_str()),
        ("exempel-marginaler", place),
        "{refusal}"
    );
}

#[test]
fn r_exe_02_contradicting_margins_are_refused_with_their_place() {
    assert!(year(&[insats("a", Some((20, 60)))], &small()).is_ok());
    assert_refused("a", |t| t.insatser[0].ongoing = 13);
    assert_refused("a", |t| t.insatser[0].new = 21);
    assert_refused("a", |t| (t.insatser[0].total, t.insatser[0].closed) = (-12, -24));
    assert_refused("b", |t| t.insatser[0].insats = "b".into());
    assert_refused("a", |t| t.insatser.push(t.insatser[0].clone()));
    assert_refused("nyinskrivna, kvinnor och män", |t| t.new.by_sex = Some((5, 6)));
    assert_refused("avslut, utskrivna", |t| t.closed = Some(9));
    assert_refused("avslut", |t| {
        t.closed_to_work_or_study = Some(5);
        t.closed_as_jobseekers = Some(4);
    });
    assert_refused("nyinskrivna, under 30 år", |t| t.new.under_30 = Some(11));
    assert_refused("medelålder", |t| {
        t.new.under_30 = Some(10);
        t.new.mean_age = Some(300);
    });
    assert_refused("medelålder", |t| {
        // Thirds are printed as ,0 ,3 or ,7.
        t.insatser[0].new = 3;
        t.new.mean_age = Some(335);
    });
    assert_refused("tid i offentlig försörjning", |t| {
        t.new.over_1_year = Some(20);
        t.new.over_5_years = Some(30);
    });
    assert_refused("utbildning (kända)", |t| {
        t.new.education = vec![(Education::Compulsory, 34)];
    });
    assert_refused("vanligaste åldersspann", |t| {
        t.new.under_30 = Some(10);
        t.new.most_common_age = [Some((45, 54)), None];
    });
}

#[test]
fn tables_with_errors_are_read_as_far_as_they_go() {
    let tables = Tables {
        insatser: "insats;budget;totalt;nya;avslutade;pågående\na;1;20;tio;8;12\nb;1;2\nc;;4;1;1;3\n",
        background: "fördelning;kategori;kvinnor;män;alla;enhet\nhår;rött;;;3;personer\n",
        annexes: "insats;mått;värde\nx;nya deltagare;1\nc;konsultationer;7\n",
    };
    let (targets, problems) = read_targets(2022, &tables);
    assert_eq!(targets.insatser.len(), 1);
    assert_eq!(targets.insatser[0].annex.consultations, Some(7));
    let found: Vec<_> = problems
        .iter()
        .map(|p| (p.file.as_str(), p.line, p.code))
        .collect();
    assert_eq!(
        found,
        [
            ("sus-insatser", 3, "kolumner"),
            ("sus-insatser", 2, "tal"),
            ("bakgrund", 2, "kategori"),
            ("bilagor", 2, "insats")
        ]
    );
}

prop_compose! {
    /// Margins counted from a random association, so that they are consistent.
    fn consistent()(
        rows in prop::collection::vec((0_i64..40, 0_i64..30, 0_i64..100), 1..9),
        ages in prop::collection::vec(20_i64..60, 300),
        women in 0_i64..100, one in 0_i64..100, five in 0_i64..100, work in 0_i64..100, seek in 0_i64..100,
        education in prop::collection::vec(0_usize..6, 300), consultations in 0_i64..300,
    ) -> (Vec<Insats>, Targets) {
        let mut targets = Targets { year: 2019, consultations: Some(consultations), ..Targets::default() };
        for (i, (carried, new, closed)) in rows.iter().enumerate() {
            let (total, new) = (carried + new, *new);
            let closed = total * closed / 100;
            let insats = format!("i{i}");
            targets.insatser.push(InsatsTarget { insats, total, new, closed, ongoing: total - closed, ..InsatsTarget::default() });
        }
        let new: i64 = targets.insatser.iter().map(|t| t.new).sum();
        let closed: i64 = targets.insatser.iter().map(|t| t.closed).sum();
        let n = usize::try_from(new).unwrap();
        targets.new.count = Some(new);
        targets.new.by_sex = Some((new * women / 100, new - new * women / 100));
        targets.new.under_30 = i64::try_from(ages[..n].iter().filter(|a| **a < 30).count()).ok();
        targets.new.mean_age = ratio(ages[..n].iter().sum(), new, 1, 1);
        let held = |e: &usize| education[..n].iter().map(|x| i64::from(x == e)).sum();
        let codes = [Education::Compulsory, Education::UpperSecondary];
        targets.new.education = (0..2).filter_map(|e| Some((codes[e], ratio(held(&e), new, 100, 0)?))).collect();
        let over_1 = new * one / 100;
        targets.new.over_1_year = ratio(over_1, new, 100, 0);
        targets.new.over_5_years = ratio(over_1 * five / 100, new, 100, 0);
        let work = closed * work / 100;
        targets.closed = Some(closed);
        targets.closed_to_work_or_study = Some(work);
        targets.closed_as_jobseekers = Some((closed - work) * seek / 100);
        let insatser = (0..rows.len()).map(|i| insats(&format!("i{i}"), Some((18, 64)))).collect();
        (insatser, targets)
    }
}

proptest! {
    #[test]
    fn r_exe_01_any_consistent_margins_are_met((insatser, targets) in consistent()) {
        let example = year(&insatser, &targets);
        prop_assert!(example.is_ok(), "{}", example.unwrap_err());
        let example = example.unwrap();
        assert_margins(&insatser, &targets, &example);
    }

    #[test]
    fn r_exe_02_changed_margins_are_met_or_refused((insatser, mut targets) in consistent(), at in 0_usize..6, by in -3_i64..4) {
        match at {
            0 => targets.insatser[0].ongoing += by,
            1 => targets.new.under_30 = targets.new.under_30.map(|n| n + by),
            2 => targets.new.mean_age = targets.new.mean_age.map(|n| n + by * 20),
            3 => targets.closed_to_work_or_study = targets.closed_to_work_or_study.map(|n| n + by),
            4 => targets.new.over_5_years = targets.new.over_5_years.map(|n| n + by * 10),
            _ => targets.new.most_common_age = [Some((25, 34)), Some((35, 44))],
        }
        if let Ok(example) = year(&insatser, &targets) {
            assert_margins(&insatser, &targets, &example);
        }
    }
}
