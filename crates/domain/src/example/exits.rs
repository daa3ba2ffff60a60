//! What participations ended in: occupation, reason and support at exit, in keeping with each other.

use super::{Draft, Targets, quota, random::Random, refuse::refusal};
use crate::{
    codes::{ExitReason, Occupation, Support},
    facts::{ExitFact, OccupationShare, SupportShare},
    refusal::Refusal,
};

/// What a participation ended in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    SelfSupport,
    Jobseeker,
    Other,
}

/// Reasons when neither work, study nor job seeking, with their usual weights.
const OTHER_REASONS: [(ExitReason, i64); 4] = [
    (ExitReason::ContinuedRehabilitation, 45),
    (ExitReason::Illness, 22),
    (ExitReason::Moved, 8),
    (ExitReason::Other, 25),
];

/// Fills every exit.
pub(super) fn fill(drafts: &mut [Draft], targets: &Targets, random: &mut Random) -> Result<(), Refusal> {
    let closed: Vec<i64> = targets.insatser.iter().map(|t| t.closed).collect();
    let all: i64 = closed.iter().sum();
    let to_work = targets.closed_to_work_or_study.unwrap_or(all * 3 / 10);
    let wishes: Vec<Option<i64>> = targets.insatser.iter().map(|t| t.annex.work_or_study).collect();
    let too_many = || refusal("avslut", "Utfallen är fler än de avslutade.");
    let work = quota::spread_by_wish(to_work, &wishes, &closed).ok_or_else(too_many)?;
    let seekers = targets.closed_as_jobseekers.unwrap_or((all - to_work) / 4);
    let room: Vec<i64> = closed
        .iter()
        .zip(&work)
        .map(|(closed, work)| closed - work)
        .collect();
    let wishes: Vec<Option<i64>> = targets
        .insatser
        .iter()
        .zip(&work)
        .map(|(t, work)| t.annex.reason(ExitReason::WorkStudyJobseeker).map(|n| n - work))
        .collect();
    let seeking = quota::spread_by_wish(seekers, &wishes, &room).ok_or_else(too_many)?;
    for (t, target) in targets.insatser.iter().enumerate() {
        let mut mine: Vec<usize> = (0..drafts.len())
            .filter(|i| drafts[*i].target == t && drafts[*i].closed)
            .collect();
        random.shuffle(&mut mine);
        let rest = closed[t] - work[t] - seeking[t];
        let reasons = other_reasons(rest, |reason| target.annex.reason(reason));
        let outcomes = repeat(Outcome::SelfSupport, work[t])
            .chain(repeat(Outcome::Jobseeker, seeking[t]))
            .map(|outcome| (outcome, ExitReason::WorkStudyJobseeker))
            .chain(reasons.into_iter().map(|reason| (Outcome::Other, reason)));
        for (i, (outcome, reason)) in mine.into_iter().zip(outcomes) {
            end(&mut drafts[i], outcome, reason, random);
        }
    }
    Ok(())
}

fn repeat<T: Copy>(item: T, count: i64) -> impl Iterator<Item = T> {
    std::iter::repeat_n(item, usize::try_from(count).unwrap_or_default())
}

/// The other reasons by the annex's numbers in proportion, or the usual weights.
fn other_reasons(count: i64, wish: impl Fn(ExitReason) -> Option<i64>) -> Vec<ExitReason> {
    let wished = OTHER_REASONS
        .iter()
        .any(|(reason, _)| wish(*reason).is_some_and(|n| n > 0));
    let weights: Vec<i64> = OTHER_REASONS
        .iter()
        .map(|(reason, usual)| {
            if wished {
                wish(*reason).unwrap_or(0)
            } else {
                *usual
            }
        })
        .collect();
    let counts = quota::spread(count, &weights, &[count; OTHER_REASONS.len()]).unwrap_or_default();
    OTHER_REASONS
        .iter()
        .zip(counts)
        .flat_map(|((reason, _), n)| repeat(*reason, n))
        .collect()
}

fn end(draft: &mut Draft, outcome: Outcome, reason: ExitReason, random: &mut Random) {
    let before = draft.fact.support_before.first().map(|share| share.support);
    let (occupation, support) = match outcome {
        Outcome::SelfSupport => self_support(random),
        Outcome::Jobseeker => {
            use Support::{ActivitySupport, SocialAssistance, Unemployment};
            let support = random.pick(&[(ActivitySupport, 45), (Unemployment, 25), (SocialAssistance, 30)]);
            (whole(Occupation::Jobseeker), full(support))
        }
        Outcome::Other => (
            whole(Occupation::Other),
            full(Some(support_after(before, reason, random))),
        ),
    };
    if let Some(exit) = &mut draft.fact.exit {
        let date = exit.date;
        *exit = ExitFact {
            date,
            reason: Some(reason),
            support_after: support,
            occupation_after: occupation,
        };
    }
}

/// Work, subsidised work or study; now and then half of each, which counts once.
fn self_support(random: &mut Random) -> (Vec<OccupationShare>, Vec<SupportShare>) {
    let kinds = [(0, 34), (1, 6), (2, 30), (3, 26), (4, 4)];
    match random.pick(&kinds).unwrap_or(0) {
        0 => (whole(Occupation::Work), full(Some(Support::NoPublic))),
        1 => (
            vec![OccupationShare {
                occupation: Occupation::Work,
                per_cent: 50,
            }],
            vec![SupportShare {
                support: Support::SicknessBenefit,
                degree: 50,
            }],
        ),
        2 => (whole(Occupation::SubsidisedWork), full(Some(Support::NoPublic))),
        3 => (whole(Occupation::Study), full(Some(Support::StudyAid))),
        _ => (
            vec![
                OccupationShare {
                    occupation: Occupation::Work,
                    per_cent: 50,
                },
                OccupationShare {
                    occupation: Occupation::Study,
                    per_cent: 50,
                },
            ],
            full(Some(Support::StudyAid)),
        ),
    }
}

fn support_after(before: Option<Support>, reason: ExitReason, random: &mut Random) -> Support {
    let ill = matches!(reason, ExitReason::Illness | ExitReason::ContinuedRehabilitation);
    let moved_on = random.below(100);
    match before {
        _ if ill && moved_on < 35 => Support::SicknessBenefit,
        _ if ill && moved_on < 42 => Support::SicknessCompensation,
        Some(Support::StudyAid) | None => Support::SocialAssistance,
        Some(support) => support,
    }
}

fn whole(occupation: Occupation) -> Vec<OccupationShare> {
    vec![OccupationShare {
        occupation,
        per_cent: 100,
    }]
}

fn full(support: Option<Support>) -> Vec<SupportShare> {
    support
        .map(|support| SupportShare { support, degree: 100 })
        .into_iter()
        .collect()
}
