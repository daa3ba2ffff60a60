//! Constructed requisitions of the example: the year of the published books from its own vouchers, so
//! that every krona agrees; the year after from its budget, with deviations, so that flags, forecast
//! and every state have something to show. Every one says that it is constructed.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::{
    apportion::apportion,
    cost_type::CostType,
    facts::Insats,
    giro::{Bankgiro, OrgNumber},
    matching::Booking,
    money::Ore,
    quarter::Quarter,
    requisition::{Did, Filled, Period, Recipient, Step},
};

/// What the money goes to, in hundredths.
const SHARES: [(CostType, i64); 7] = [
    (CostType::Personnel, 78),
    (CostType::Premises, 8),
    (CostType::Travel, 3),
    (CostType::Material, 3),
    (CostType::Services, 3),
    (CostType::Training, 2),
    (CostType::Overhead, 3),
];
/// Each insats's part of its budget in the year after, in hundredths, in the order of insatser.
const PARTS: [i64; 8] = [103, 108, 98, 100, 93, 101, 97, 102];
/// How far each insats's last quarter came, in the order of insatser; none has not come at all.
const LAST: [Option<Did>; 8] = [
    None,
    Some(Did::Filled),
    Some(Did::Approved),
    Some(Did::Reviewed),
    Some(Did::Approved),
    Some(Did::Attested),
    Some(Did::Returned),
    Some(Did::Paid),
];
/// Who is shown to have done it: users of the demonstration.
const BY: [(Did, &str, i64); 5] = [
    (Did::Filled, "insats", -10),
    (Did::Attested, "insats", -9),
    (Did::Reviewed, "administrator", -6),
    (Did::Approved, "ekonom", -4),
    (Did::Paid, "ekonom", 5),
];

/// A requisition with its steps.
#[derive(Clone, Debug)]
pub struct Constructed {
    /// The insats, by slug.
    pub insats: String,
    /// Contents.
    pub filled: Filled,
    /// Its way, oldest first.
    pub steps: Vec<Step>,
}

/// The requisitions of the books' year, one per insats and quarter, each what was booked.
pub fn booked(insatser: &[Insats], bookings: &[Booking], year: i32) -> Vec<Constructed> {
    let mut made = Vec::new();
    for quarter in Quarter::all(year) {
        for (place, insats) in insatser.iter().enumerate() {
            let own = || {
                bookings
                    .iter()
                    .filter(|b| b.insats == insats.slug && b.quarter() == Some(quarter))
            };
            let sum: Ore = own().map(|b| b.amount).sum();
            let Some(last) = own().map(|b| b.date).max().filter(|_| sum > Ore::ZERO) else {
                continue;
            };
            made.push(Constructed {
                insats: insats.slug.clone(),
                filled: filled(insats, place, quarter, sum),
                steps: steps(last, Did::Paid),
            });
        }
    }
    made
}

/// The requisitions of a budgeted year; the last quarter is under way.
pub fn budgeted(insatser: &[Insats], budgets: &[(String, Ore)], year: i32) -> Vec<Constructed> {
    let mut made = Vec::new();
    for quarter in Quarter::all(year) {
        for (place, insats) in insatser.iter().enumerate() {
            let Some((_, budget)) = budgets.iter().find(|(slug, _)| *slug == insats.slug) else {
                continue;
            };
            let part = PARTS.get(place % PARTS.len()).copied().unwrap_or(100);
            let quarters = budget.split(4);
            let whole = quarters
                .get(usize::from(quarter.number()) - 1)
                .copied()
                .unwrap_or_default();
            // Whole kronor, as such sums are claimed; a little more each quarter.
            let sum = Ore::kronor(whole.to_kronor() * (part + i64::from(quarter.number()) - 2) / 100);
            let far = if quarter.number() == 4 {
                LAST.get(place % LAST.len()).copied().flatten()
            } else {
                Some(Did::Paid)
            };
            let Some(far) = far else {
                continue;
            };
            made.push(Constructed {
                insats: insats.slug.clone(),
                filled: filled(insats, place, quarter, sum),
                steps: steps(quarter.last() + TimeDelta::days(20), far),
            });
        }
    }
    made
}

fn filled(insats: &Insats, place: usize, quarter: Quarter, sum: Ore) -> Filled {
    let weights = SHARES.map(|(cost, share)| (cost.slug(), share));
    let parts = apportion(sum.0, &weights).unwrap_or_else(|_| vec![sum.0]);
    let amounts = SHARES.iter().zip(parts).map(|((cost, _), ore)| (*cost, Ore(ore)));
    Filled {
        period: Period::quarter(quarter),
        last: false,
        decision: if insats.decision.is_empty() {
            "Styrelsens beslut".into()
        } else {
            insats.decision.clone()
        },
        recipient: recipient(insats, place),
        amounts: amounts.filter(|(_, amount)| *amount > Ore::ZERO).collect(),
        words: "Konstruerad för demonstrationen.".into(),
    }
}

/// A recipient whose numbers are constructed, with right check digits.
fn recipient(insats: &Insats, place: usize) -> Recipient {
    let org = |last: u8| OrgNumber::parse("orgnummer", &format!("2229{place:02}000{last}")).ok();
    let giro = |last: u8| Bankgiro::parse("konto", &format!("99000{place:02}{last}")).ok();
    Recipient {
        name: insats.principal.clone(),
        org_number: (0..10).find_map(org).map(|n| n.to_string()).unwrap_or_default(),
        account_kind: "bankgiro".into(),
        account: (0..10).find_map(giro).map(|n| n.to_string()).unwrap_or_default(),
        reference: String::new(),
    }
}

/// The steps up to this one, around the day of the second attest.
fn steps(day: NaiveDate, far: Did) -> Vec<Step> {
    let step = |did: Did, by: &str, after: i64, words: String| Step {
        did,
        by: by.to_owned(),
        at: at(day + TimeDelta::days(after)),
        words,
    };
    let mut made = Vec::new();
    for (did, by, after) in BY {
        let words = if did == Did::Paid {
            (day + TimeDelta::days(after)).to_string()
        } else {
            String::new()
        };
        made.push(step(did, by, after, words));
        if did == far {
            return made;
        }
        if far == Did::Returned && did == Did::Attested {
            let reason = "Lokalkostnaden är för två kvartal. Rätta till periodens hyra.".to_owned();
            made.push(step(Did::Returned, "administrator", -6, reason));
            return made;
        }
    }
    made
}

fn at(day: NaiveDate) -> DateTime<Utc> {
    let nine = NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default();
    day.and_time(nine).and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        codes::InsatsKind,
        requisition::{Draft, State, read},
    };

    fn insats(slug: &str) -> Insats {
        Insats {
            slug: slug.into(),
            name: slug.into(),
            kind: InsatsKind::Individual,
            principal: "Kalmar kommun".into(),
            municipalities: Vec::new(),
            decision: "LIS".into(),
            staff: String::new(),
            methods: String::new(),
            budgeted_participants: Vec::new(),
            ages: None,
            registers: true,
        }
    }

    #[test]
    fn what_was_booked_is_claimed_to_the_krona_and_can_be_filled_in() {
        let bookings = [Booking {
            voucher: "A 84".into(),
            insats: "krus".into(),
            date: "2022-03-28".parse().unwrap(),
            amount: Ore(58_709_695),
            text: String::new(),
        }];
        let made = booked(&[insats("krus")], &bookings, 2022);
        assert_eq!(made.len(), 1);
        assert_eq!(made[0].filled.total(), Ore(58_709_695));
        assert_eq!(State::of(&made[0].steps), State::Paid);
        let typed = Draft {
            period: made[0].filled.period.slug(),
            recipient: made[0].filled.recipient.clone(),
            amounts: vec![(CostType::Personnel, "1".into())],
            ..Draft::default()
        };
        assert!(read(&typed, "", &[]).is_ok(), "the recipient's numbers are right");
    }

    #[test]
    fn the_year_after_shows_every_state() {
        let slugs = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let insatser = slugs.map(insats);
        let budgets = slugs.map(|slug| (slug.to_owned(), Ore::kronor(1_000_000)));
        let made = budgeted(&insatser, &budgets, 2023);
        assert_eq!(made.len(), 31);
        for state in [
            State::Draft,
            State::Returned,
            State::Attested,
            State::Reviewed,
            State::Approved,
            State::Paid,
        ] {
            assert!(made.iter().any(|one| State::of(&one.steps) == state), "{state:?}");
        }
    }
}
