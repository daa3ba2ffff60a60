//! Education, time in public support, support and occupation before, and who referred.

use super::{Draft, Targets, quota, random::Random, refuse::refusal};
use crate::{
    codes::{CodeTable, Education, Occupation, ReferringAuthority, Support, SupportTime},
    facts::{OccupationShare, SupportShare},
    refusal::Refusal,
};

/// Fills the coded background of every draft.
pub(super) fn fill(drafts: &mut [Draft], targets: &Targets, random: &mut Random) -> Result<(), Refusal> {
    let (mut new, mut carried): (Vec<usize>, Vec<usize>) = (0..drafts.len()).partition(|i| drafts[*i].new);
    random.shuffle(&mut new);
    let codes = educations(new.len(), &targets.new.education)?;
    for (i, education) in new.iter().zip(codes) {
        drafts[*i].fact.education = education;
    }
    // The longest times go to the oldest: nobody has five years of support at twenty.
    random.shuffle(&mut new);
    new.sort_by_key(|i| std::cmp::Reverse(drafts[*i].age.min(25)));
    let times = support_times(new.len(), targets, random)?;
    for (i, time) in new.iter().zip(times) {
        drafts[*i].fact.support_time = time;
    }
    random.shuffle(&mut carried);
    for i in carried {
        drafts[i].fact.education = random.pick(&EDUCATION);
        let young = drafts[i].age < 24;
        drafts[i].fact.support_time = random.pick(if young { &TIME_YOUNG } else { &TIME });
    }
    for draft in drafts.iter_mut() {
        before(draft, random);
    }
    referrers(drafts, targets, random);
    Ok(())
}

const EDUCATION: [(Education, usize); 5] = [
    (Education::Compulsory, 36),
    (Education::UpperSecondary, 46),
    (Education::HigherUpTo1, 6),
    (Education::HigherUpTo3, 7),
    (Education::HigherOver3, 5),
];
const TIME: [(SupportTime, usize); 5] = [
    (SupportTime::Under6Months, 10),
    (SupportTime::From6To12Months, 14),
    (SupportTime::From1To2Years, 17),
    (SupportTime::From2To5Years, 22),
    (SupportTime::Over5Years, 37),
];
const TIME_YOUNG: [(SupportTime, usize); 4] = [
    (SupportTime::None, 20),
    (SupportTime::Under6Months, 30),
    (SupportTime::From6To12Months, 25),
    (SupportTime::From1To2Years, 25),
];

/// One code per new participation, the printed percentages met on the known ones.
fn educations(count: usize, printed: &[(Education, i64)]) -> Result<Vec<Option<Education>>, Refusal> {
    let total = i64::try_from(count).unwrap_or(i64::MAX);
    let rest: Vec<Education> = Education::ALL
        .iter()
        .copied()
        .filter(|e| printed.iter().all(|(p, _)| p != e))
        .collect();
    let (known, counts) = quota::known_base(total, |n| education_counts(n, printed, rest.is_empty()))
        .ok_or_else(|| {
            refusal(
                "utbildning (kända)",
                format!("Procenttalen är inte möjliga med {total} nya."),
            )
        })?;
    let mut codes: Vec<Option<Education>> = Vec::new();
    for ((education, _), count) in printed.iter().zip(&counts) {
        codes.extend((0..*count).map(|_| Some(*education)));
    }
    let left = known - counts.iter().sum::<i64>();
    let weights: Vec<i64> = rest
        .iter()
        .map(|e| if *e == Education::OtherPostSecondary { 1 } else { 3 })
        .collect();
    let caps = vec![left; rest.len()];
    for (education, count) in rest
        .iter()
        .zip(quota::spread(left, &weights, &caps).unwrap_or_default())
    {
        codes.extend((0..count).map(|_| Some(*education)));
    }
    codes.resize(count, None);
    Ok(codes)
}

/// Counts of the printed categories on a base of `n`; they fill it when no category is unprinted.
fn education_counts(n: i64, printed: &[(Education, i64)], complete: bool) -> Option<Vec<i64>> {
    if printed.is_empty() {
        return Some(Vec::new());
    }
    let ranges: Option<Vec<(i64, i64)>> = printed
        .iter()
        .map(|(_, percent)| quota::counts_of_percent(*percent, n))
        .collect();
    let ranges = ranges?;
    let low: i64 = ranges.iter().map(|r| r.0).sum();
    let high: i64 = ranges.iter().map(|r| r.1).sum();
    if low > n || (complete && high < n) {
        return None;
    }
    // As many as the base takes, so that printed categories come out near the middle.
    let caps: Vec<i64> = ranges.iter().map(|r| r.1 - r.0).collect();
    let extra = quota::spread(if complete { n - low } else { 0 }, &caps, &caps)?;
    Some(ranges.iter().zip(extra).map(|(r, e)| r.0 + e).collect())
}

/// Times for the new ones, longest first, then those without an answer.
fn support_times(
    count: usize,
    targets: &Targets,
    random: &mut Random,
) -> Result<Vec<Option<SupportTime>>, Refusal> {
    let total = i64::try_from(count).unwrap_or(i64::MAX);
    let range = |percent: Option<i64>, usual: i64, n: i64| match percent {
        Some(percent) => quota::counts_of_percent(percent, n),
        None => Some((usual, usual)),
    };
    let counts = |n: i64| {
        let (five, most) = range(targets.new.over_5_years, n / 3, n)?;
        let (low, high) = range(targets.new.over_1_year, (n * 7 / 10).max(most), n)?;
        // An unprinted share gives way to the printed one.
        let five = if targets.new.over_5_years.is_none() {
            five.min(high)
        } else {
            five
        };
        (high >= five).then_some((low.max(five), five))
    };
    let (known, (over_one, over_five)) = quota::known_base(total, counts).ok_or_else(|| {
        refusal(
            "tid i offentlig försörjning",
            format!("Procenttalen är inte möjliga med {total} nya."),
        )
    })?;
    let times = (0..total).map(|i| {
        if i < over_five {
            Some(SupportTime::Over5Years)
        } else if i < over_one {
            random.pick(&[(SupportTime::From2To5Years, 60), (SupportTime::From1To2Years, 40)])
        } else if i < known {
            let short = [
                SupportTime::From6To12Months,
                SupportTime::Under6Months,
                SupportTime::None,
            ];
            random.pick(&[(short[0], 45), (short[1], 40), (short[2], 15)])
        } else {
            None
        }
    });
    Ok(times.collect())
}

/// Support and occupation before, in keeping with time and age.
fn before(draft: &mut Draft, random: &mut Random) {
    let fact = &mut draft.fact;
    let Some(time) = fact.support_time else { return };
    let mut choices = vec![
        (Support::SicknessBenefit, 22),
        (Support::SocialAssistance, 40),
        (Support::ActivitySupport, 22),
        (Support::Unemployment, 8),
    ];
    if draft.age < 30 {
        choices.push((Support::ActivityCompensation, 18));
        choices.push((Support::StudyAid, 4));
    } else {
        choices.push((Support::SicknessCompensation, 5));
    }
    let main = if time == SupportTime::None {
        Support::NoPublic
    } else {
        random.pick(&choices).unwrap_or(Support::SocialAssistance)
    };
    let part_time = main == Support::SicknessBenefit && random.below(4) == 0;
    fact.support_before = vec![SupportShare {
        support: main,
        degree: if part_time { 50 } else { 100 },
    }];
    if part_time {
        fact.support_before.push(SupportShare {
            support: Support::SocialAssistance,
            degree: 50,
        });
    }
    fact.occupation_before = vec![OccupationShare {
        occupation: occupation_before(main, random),
        per_cent: 100,
    }];
}

fn occupation_before(support: Support, random: &mut Random) -> Occupation {
    let choices: &[(Occupation, usize)] = match support {
        Support::StudyAid => &[(Occupation::Study, 1)],
        Support::SocialAssistance => &[(Occupation::Jobseeker, 55), (Occupation::Other, 45)],
        Support::ActivitySupport | Support::Unemployment => &[
            (Occupation::Jobseeker, 88),
            (Occupation::SubsidisedWork, 7),
            (Occupation::Other, 5),
        ],
        _ => &[(Occupation::Other, 92), (Occupation::Jobseeker, 8)],
    };
    random.pick(choices).unwrap_or(Occupation::Other)
}

/// The annex's own numbers where they add up to the new ones, otherwise in their proportion.
fn referrers(drafts: &mut [Draft], targets: &Targets, random: &mut Random) {
    for (t, target) in targets.insatser.iter().enumerate() {
        let wishes = &target.annex.referrers;
        let weights: Vec<i64> = ReferringAuthority::ALL
            .iter()
            .map(|authority| {
                let wish = wishes.iter().find(|(a, _)| a == authority).map(|(_, n)| *n);
                wish.unwrap_or(if wishes.is_empty() { usual(*authority) } else { 0 })
            })
            .collect();
        for new in [true, false] {
            let mut mine: Vec<usize> = (0..drafts.len())
                .filter(|i| drafts[*i].target == t && drafts[*i].new == new)
                .collect();
            random.shuffle(&mut mine);
            let total = i64::try_from(mine.len()).unwrap_or(i64::MAX);
            let counts = quota::spread(total, &weights, &vec![total; weights.len()]).unwrap_or_default();
            let codes = ReferringAuthority::ALL
                .iter()
                .zip(counts)
                .flat_map(|(authority, count)| {
                    std::iter::repeat_n(*authority, usize::try_from(count).unwrap_or_default())
                });
            for (i, authority) in mine.into_iter().zip(codes) {
                drafts[i].fact.referred_by = Some(authority);
            }
        }
    }
}

/// Weights where an annex is silent.
const fn usual(authority: ReferringAuthority) -> i64 {
    match authority {
        ReferringAuthority::SocialInsurance | ReferringAuthority::Municipality => 30,
        ReferringAuthority::EmploymentService => 20,
        ReferringAuthority::Region => 18,
        ReferringAuthority::OwnOrOther => 2,
    }
}
