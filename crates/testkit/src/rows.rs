//! A few participations for tests that need rows: enough in 2022 for counts, small groups among them.

use chrono::{DateTime, NaiveDate};
use domain::{
    codes::{ExitReason, Sex},
    facts::{ExitFact, ParticipationFact},
    participation::Stage,
};
use store::{Db, participation::Stored};

/// How many end for which reason: at the usual smallest cell one group is small, at ten two are.
const EXITS: [(Option<ExitReason>, usize); 4] = [
    (Some(ExitReason::WorkStudyJobseeker), 12),
    (Some(ExitReason::Illness), 6),
    (Some(ExitReason::Moved), 4),
    (None, 2),
];

/// Adds 24 participations of 2022, two beginning each month, to each of the insatser named.
///
/// # Panics
/// When an insats is not there: the test has nothing to stand on.
#[expect(clippy::expect_used, reason = "a test without rows fails")]
pub async fn add(db: &Db, insatser: &[&str]) {
    let mut tx = db.write().await.expect("a transaction");
    let association = store::association::all(&mut tx).await.expect("an association")[0].id;
    let all = store::insats::load(&mut tx, association).await.expect("insatser");
    let mut rows = Vec::new();
    for slug in insatser {
        let insats = all
            .iter()
            .position(|insats| insats.slug == *slug)
            .expect("the insats");
        let reasons = EXITS
            .into_iter()
            .flat_map(|(reason, times)| std::iter::repeat_n(reason, times));
        for (number, reason) in (0_u32..).zip(reasons) {
            rows.push(Stored {
                public_id: format!("prov-{slug}-{number}"),
                reference: Some(format!("P-{number}")),
                fact: fact(insats, number % 12 + 1, reason),
            });
        }
    }
    store::participation::add(&mut tx, association, &rows, DateTime::default())
        .await
        .expect("rows");
    tx.commit().await.expect("saved");
}

fn fact(insats: usize, month: u32, reason: Option<ExitReason>) -> ParticipationFact {
    let day = |month, day| NaiveDate::from_ymd_opt(2022, month, day).unwrap_or_default();
    ParticipationFact {
        insats,
        anonymous: false,
        stage: Stage::Participating,
        sex: Some(if month.is_multiple_of(2) {
            Sex::Man
        } else {
            Sex::Woman
        }),
        birth_year: Some(1990),
        municipality: None,
        person: None,
        entry: day(month, 1),
        referred_by: None,
        education: None,
        support_time: None,
        support_before: Vec::new(),
        occupation_before: Vec::new(),
        exit: reason.map(|reason| ExitFact {
            date: day(12, 1),
            reason: Some(reason),
            support_after: Vec::new(),
            occupation_after: Vec::new(),
        }),
        constructed: true,
    }
}
