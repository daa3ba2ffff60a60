//! Constructed referrals, meetings and consultations of a team, up to a day: an inbox to look at. They
//! begin after the constructed year, whose consultations are published as numbers.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::random::Random;
use crate::{
    codes::ReferringAuthority,
    consultation::{Consultation, Desk, Meeting, Party},
    facts::{Insats, Team},
    recommendation::{Given, Recommendation},
    referral::{LocalReference, Referral, SenderUnit, Stage, reference},
};

/// How far back the referrals go, in days.
const BACK: i64 = 160;
/// Days between meetings.
const BETWEEN: i64 = 14;
/// The most referrals a meeting treats.
const A_MEETING: usize = 6;

/// A team's desk on a day; nothing from before `first`. The same arguments give the same desk.
pub fn desk(team: &Team, place: usize, insatser: &[Insats], (first, today): (NaiveDate, NaiveDate)) -> Desk {
    let mut random = Random::new();
    // Each team has its own course.
    for _ in 0..place * 7 {
        random.below(2);
    }
    let from = first.max(today - TimeDelta::days(BACK));
    let mut desk = Desk {
        team: team.clone(),
        units: units(team),
        ..Desk::default()
    };
    meetings(&mut desk, place, (from, today), &mut random);
    receive(&mut desk, (from, today), &mut random);
    treat(&mut desk, insatser, today, &mut random);
    desk
}

fn units(team: &Team) -> Vec<SenderUnit> {
    let mut units = Vec::new();
    let mut unit = |authority, name: String| {
        units.push(SenderUnit {
            key: i64::try_from(units.len()).unwrap_or(0) + 1,
            authority,
            name,
            active: true,
        });
    };
    let place = |at: usize| team.municipalities.get(at).cloned().unwrap_or_default();
    unit(
        ReferringAuthority::SocialInsurance,
        format!("Sjukförsäkring {}", place(0)),
    );
    unit(
        ReferringAuthority::EmploymentService,
        format!("Lokalkontor {}", place(0)),
    );
    for at in 0..team.municipalities.len().min(3) {
        unit(
            ReferringAuthority::Region,
            format!("Hälsocentralen {}", place(at)),
        );
        unit(
            ReferringAuthority::Municipality,
            format!("Försörjningsstöd {}", place(at)),
        );
    }
    units
}

/// Every second week; the last one held has been for a few days, and one is to come.
fn meetings(desk: &mut Desk, place: usize, (from, today): (NaiveDate, NaiveDate), random: &mut Random) {
    let last = today - TimeDelta::days(4 + i64::try_from(place).unwrap_or(0) * 2);
    let mut on = last + TimeDelta::days(BETWEEN);
    while on >= from {
        let mut parties = Party::ALL.to_vec();
        if random.below(4) == 0 {
            parties.remove(random.below(4));
        }
        if on > today {
            parties.clear();
        }
        desk.meetings.push(Meeting {
            key: String::new(),
            on,
            version: 1,
            parties,
        });
        on -= TimeDelta::days(BETWEEN);
    }
    desk.meetings.reverse();
    for (i, meeting) in desk.meetings.iter_mut().enumerate() {
        meeting.key = format!("{}-m{}", desk.team.slug, i + 1);
    }
}

/// About one referral in four days; a few are sent back or taken back.
fn receive(desk: &mut Desk, (from, today): (NaiveDate, NaiveDate), random: &mut Random) {
    const NEEDS: [(&str, usize); 7] = [
        ("arbetsformaga", 8),
        ("samordning", 6),
        ("ratt_ersattning", 4),
        ("rehabilitering", 4),
        ("social_situation", 3),
        ("studier", 2),
        ("annat", 1),
    ];
    let mut on = from + TimeDelta::days(i64::from(random.between(0, 3)));
    while on <= today {
        let taken: Vec<LocalReference> = desk.referrals.iter().map(|r| r.reference.clone()).collect();
        let number = reference::next(taken.iter(), on.year());
        let sender = desk.units[random.below(desk.units.len())].clone();
        let days = |random: &mut Random, low, high| TimeDelta::days(i64::from(random.between(low, high)));
        let looked = (on + days(random, 1, 6)).min(today);
        let stage = match random.below(20) {
            0 => Stage::Returned {
                accepted: None,
                on: looked,
                reason: "underlag".into(),
            },
            1 => Stage::Withdrawn {
                accepted: None,
                on: looked,
            },
            _ if on + TimeDelta::days(10) > today => Stage::Received,
            _ => Stage::Accepted { on: looked },
        };
        desk.referrals.push(Referral {
            key: format!("{}-r{}", desk.team.slug, desk.referrals.len() + 1),
            reference: LocalReference::stored(number),
            municipality: municipality(desk, &sender, random),
            sender,
            need: random.pick(&NEEDS).unwrap_or("annat").to_owned(),
            received: on,
            stage,
        });
        on += days(random, 1, 7);
    }
}

/// The sender's own, where its name tells; else one of the team's.
fn municipality(desk: &Desk, sender: &SenderUnit, random: &mut Random) -> Option<String> {
    let all = &desk.team.municipalities;
    let local = matches!(
        sender.authority,
        ReferringAuthority::Region | ReferringAuthority::Municipality
    );
    let own = all.iter().find(|m| local && sender.name.ends_with(m.as_str()));
    own.or_else(|| all.get(random.below(all.len()))).cloned()
}

/// Each meeting takes up the oldest that have waited a week; the last one is not registered yet.
fn treat(desk: &mut Desk, insatser: &[Insats], today: NaiveDate, random: &mut Random) {
    let held: Vec<Meeting> = desk.meetings.iter().filter(|m| m.on <= today).cloned().collect();
    let Some((_, held)) = held.split_last() else {
        return;
    };
    for meeting in held {
        let mut left = A_MEETING;
        for at in 0..desk.referrals.len() {
            let Stage::Accepted { on } = desk.referrals[at].stage else {
                continue;
            };
            let old = desk.referrals[at].received + TimeDelta::days(7) <= meeting.on;
            if left == 0 || !old || on > meeting.on {
                continue;
            }
            left -= 1;
            let answered = meeting.on + TimeDelta::days(i64::from(random.between(0, 6)));
            let what = recommendation(desk.referrals[at].municipality.as_ref(), insatser, random);
            let number = desk.consultations.len() + 1;
            let given = (answered <= today).then(|| Given {
                key: format!("{}-s{number}", desk.team.slug),
                what,
                on: answered,
                outcome: None,
            });
            if given.is_some() {
                desk.referrals[at].stage = Stage::Done {
                    accepted: on,
                    answered,
                };
            }
            desk.consultations.push(Consultation {
                key: format!("{}-k{number}", desk.team.slug),
                meeting: meeting.key.clone(),
                referral: Some(desk.referrals[at].key.clone()),
                given,
            });
        }
    }
}

fn recommendation(municipality: Option<&String>, insatser: &[Insats], random: &mut Random) -> Recommendation {
    let serves = |insats: &&Insats| {
        insats.registers && municipality.is_some_and(|m| insats.municipalities.contains(m))
    };
    let near: Vec<&Insats> = insatser.iter().filter(serves).collect();
    let all: Vec<&Insats> = insatser.iter().filter(|insats| insats.registers).collect();
    let offered = if near.is_empty() { &all } else { &near };
    match random.below(10) {
        0..5 if !offered.is_empty() => Recommendation::Enrol {
            insats: offered[random.below(offered.len())].slug.clone(),
        },
        0..7 => Recommendation::Advice,
        7 => Recommendation::OtherActor,
        8 => Recommendation::Wait,
        _ => Recommendation::Declined {
            reason: "halsa".into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn desk_on(today: NaiveDate) -> Desk {
        let team = Team {
            slug: "norr".into(),
            name: "Samverkansteam norr".into(),
            municipalities: vec!["Västervik".into(), "Vimmerby".into()],
        };
        desk(&team, 0, &[], (on(2023, 1, 1), today))
    }

    #[test]
    fn r_exe_06_a_constructed_inbox_is_sound_and_begins_after_the_constructed_year() {
        let desk = desk_on(on(2026, 11, 21));
        assert_eq!(desk, desk_on(on(2026, 11, 21)), "the same every time");
        assert!(desk.referrals.len() > 20 && desk.consultations.len() > 12);
        assert!(desk.referrals.iter().any(|r| r.stage == Stage::Received));
        assert!((1..=2).contains(&desk.unrecorded(on(2026, 11, 21)).count()));
        for referral in &desk.referrals {
            assert_eq!(Stage::of(&referral.stage.dates()), referral.stage);
            LocalReference::parse(referral.reference.as_str(), "referens").unwrap();
            for (meeting, _) in desk.treated(&referral.key) {
                assert!(meeting.on >= referral.received && meeting.on <= on(2026, 11, 21));
            }
        }
        let early = desk_on(on(2023, 2, 15));
        assert!(early.referrals.iter().all(|r| r.received.year() == 2023));
        assert!(early.meetings.iter().all(|m| m.on.year() == 2023));
        assert!(desk_on(on(2022, 12, 1)).referrals.is_empty());
    }
}
