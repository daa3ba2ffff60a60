//! What is due for somebody: what, until when, whether it is late, and the way to do it. Each source
//! is a function over the facts; a new one is a field of [`DueFacts`] and a line of [`SOURCES`].

mod requisitions;

use chrono::{Datelike, NaiveDate, TimeDelta};
pub use requisitions::RequisitionDue;

use crate::{
    consultation::{self, Desk},
    plan::calendar::{self, Standing},
    quarter::{Quarter, Silence},
    recommendation::Waiting,
};

/// Days from a recommendation to entry before it is late.
const TO_ENTRY: i64 = 30;
/// What is due within this many days is told.
const AHEAD: i64 = 7;
/// A day of the budget's calendar is told this many days before.
const BUDGET_AHEAD: i64 = 30;

/// The last day of a year's annual report: 31 March the year after. `None` for a year no calendar has.
pub fn annual_report(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year.checked_add(1)?, 3, 31)
}

/// One thing that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// What, in words.
    pub what: String,
    /// The last day.
    pub by: NaiveDate,
    /// The last day has passed.
    pub overdue: bool,
    /// Where it is done.
    pub href: String,
    /// The words of the way.
    pub way: &'static str,
}

/// What the sources look at: only what the asking person may see. What is not theirs is empty.
#[derive(Clone, Debug, Default)]
pub struct DueFacts {
    /// The person's own teams.
    pub desks: Vec<Desk>,
    /// Recommendations waiting for the person's own insatser.
    pub waiting: Vec<Waiting>,
    /// For each of the person's own insatser, slug and name: the days follow-ups and starts are due.
    pub follow_ups: Vec<(String, String, Vec<NaiveDate>)>,
    /// For an insatsansvarig: own insatser where a recommendation has waited too long; not how many.
    pub late_insatser: Vec<LateInsats>,
    /// For the office: teams with neither consultations nor a count for a month that is over.
    pub silent: Vec<SilentMonth>,
    /// What the quarter that ended last asks for.
    pub quarters: Vec<QuarterDue>,
    /// Requisitions that are missing, or wait for the person.
    pub requisitions: Vec<RequisitionDue>,
    /// For the office: the running budget's year and days.
    pub budget: Vec<(i32, calendar::Day)>,
}

/// What a quarter that is over asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuarterDue {
    /// An answer from an insats.
    Answer(Quarter, Silence),
    /// That the office closes it; how many have not answered.
    Close(Quarter, usize),
}

/// An insats where a recommendation has waited too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateInsats {
    /// The insats's name.
    pub name: String,
    /// The day the oldest recommendation was given.
    pub since: NaiveDate,
}

/// A month without consultations from a team that registers them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SilentMonth {
    /// The team's name.
    pub team: String,
    /// Year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// The day it should have been registered by.
    pub by: NaiveDate,
}

/// A source: a pure function over the facts and the present day.
pub type Source = fn(&DueFacts, NaiveDate) -> Vec<Due>;

/// Every source. Order does not matter: the list is sorted by day.
pub const SOURCES: &[Source] = &[
    referrals,
    meetings,
    recommendations,
    follow_ups,
    late_insatser,
    silent_months,
    quarters,
    requisitions::requisitions,
    budget,
];

/// The first of the budget's days that is not done, when it is late or near.
fn budget(facts: &DueFacts, today: NaiveDate) -> Vec<Due> {
    let next = facts
        .budget
        .iter()
        .find(|(_, day)| day.standing != Standing::Done);
    let near = next.filter(|(_, day)| day.by <= today + TimeDelta::days(BUDGET_AHEAD));
    let due = |(year, day): &(i32, calendar::Day)| Due {
        what: format!("Budget {year}: {}", day.what),
        by: day.by,
        overdue: day.by < today,
        href: "/ekonomi/plan".into(),
        way: "Öppna",
    };
    near.map(due).into_iter().collect()
}

/// All that is due, late first, then by day.
pub fn list(facts: &DueFacts, today: NaiveDate) -> Vec<Due> {
    let mut due: Vec<Due> = SOURCES.iter().flat_map(|source| source(facts, today)).collect();
    due.sort_by(|a, b| (!a.overdue, a.by, &a.what).cmp(&(!b.overdue, b.by, &b.what)));
    due
}

/// Late and soon due, each as one line: `days` are the last days of each case.
fn lines(
    days: impl Iterator<Item = NaiveDate>,
    today: NaiveDate,
    words: impl Fn(usize, bool) -> String,
    (href, way): (String, &'static str),
) -> Vec<Due> {
    let (late, rest): (Vec<_>, Vec<_>) = days.partition(|by| *by < today);
    let soon: Vec<_> = rest
        .into_iter()
        .filter(|by| *by <= today + TimeDelta::days(AHEAD))
        .collect();
    [(late, true), (soon, false)]
        .into_iter()
        .filter_map(|(days, overdue)| {
            Some(Due {
                what: words(days.len(), overdue),
                by: days.iter().min().copied()?,
                overdue,
                href: href.clone(),
                way,
            })
        })
        .collect()
}

/// Referrals without a meeting, and those treated without an answer.
fn referrals(facts: &DueFacts, today: NaiveDate) -> Vec<Due> {
    let mut due = Vec::new();
    for desk in &facts.desks {
        let waiting = |step: &'static str| {
            let steps = desk.referrals.iter().filter_map(|r| desk.next_step(r));
            steps.filter(move |(next, _)| *next == step).map(|(_, by)| by)
        };
        let place = || (format!("/konsultation?team={}", desk.team.slug), "Öppna");
        let meeting = |n, late| {
            let limit = consultation::TO_MEETING;
            let late = if late {
                format!("i mer än {limit} dagar ")
            } else {
                String::new()
            };
            format!("{} har väntat {late}på möte", remisser(n))
        };
        let answer = |n, late| {
            let late = if late { ", svaret är sent" } else { "" };
            format!("{} är behandlade men inte besvarade{late}", remisser(n))
        };
        due.extend(lines(waiting("möte"), today, meeting, place()));
        due.extend(lines(waiting("svar"), today, answer, place()));
    }
    due
}

fn remisser(n: usize) -> String {
    if n == 1 {
        "En remiss".into()
    } else {
        format!("{n} remisser")
    }
}

/// Meetings that were held without any consultation registered.
fn meetings(facts: &DueFacts, today: NaiveDate) -> Vec<Due> {
    let meeting = |desk: &Desk| {
        let due = |m: &consultation::Meeting| Due {
            what: format!("Registrera konsultationerna från mötet {}", m.on),
            by: m.on + TimeDelta::days(AHEAD),
            overdue: m.on + TimeDelta::days(AHEAD) < today,
            href: format!("/konsultation/moten/{}", m.key),
            way: "Registrera",
        };
        desk.unrecorded(today).map(due).collect::<Vec<_>>()
    };
    facts.desks.iter().flat_map(meeting).collect()
}

/// Recommendations waiting for an insats.
fn recommendations(facts: &DueFacts, today: NaiveDate) -> Vec<Due> {
    let mut insatser: Vec<&str> = facts.waiting.iter().map(|w| w.insats.as_str()).collect();
    insatser.sort_unstable();
    insatser.dedup();
    let of = |insats: &str| {
        let own = facts.waiting.iter().filter(|w| w.insats == insats);
        let by = own.map(|w| w.on + TimeDelta::days(TO_ENTRY));
        let words = |n, late| {
            let late = if late {
                format!(" i mer än {TO_ENTRY} dagar")
            } else {
                String::new()
            };
            let what = if n == 1 {
                "En rekommendation".into()
            } else {
                format!("{n} rekommendationer")
            };
            format!("{what} har väntat{late} på att börja i insatsen")
        };
        let way = (format!("/deltagare/rekommenderade?insats={insats}"), "Öppna");
        lines(by, today, words, way)
    };
    insatser.into_iter().flat_map(of).collect()
}

/// Follow-ups and granted starts of participations, counted per insats: none is named.
fn follow_ups(facts: &DueFacts, today: NaiveDate) -> Vec<Due> {
    let of = |(slug, name, days): &(String, String, Vec<NaiveDate>)| {
        let words = |n: usize, late| {
            let what = if n == 1 {
                "En uppföljning eller start".into()
            } else {
                format!("{n} uppföljningar eller starter")
            };
            let late = if late { "är sena" } else { "ska göras" };
            let late = if n == 1 && late == "är sena" {
                "är sen"
            } else {
                late
            };
            format!("{what} {late} i {name}")
        };
        let way = (format!("/deltagare?insats={slug}"), "Öppna");
        lines(days.iter().copied(), today, words, way)
    };
    facts.follow_ups.iter().flat_map(of).collect()
}

/// Insatser whose insatsansvarig should remind the deltagaransvariga.
fn late_insatser(facts: &DueFacts, today: NaiveDate) -> Vec<Due> {
    let due = |late: &LateInsats| Due {
        what: format!(
            "Rekommendationer till {} har väntat i mer än {TO_ENTRY} dagar. Påminn de deltagaransvariga",
            late.name
        ),
        by: late.since + TimeDelta::days(TO_ENTRY),
        overdue: true,
        href: flows(today),
        way: "Se flödena",
    };
    let late = |l: &&LateInsats| l.since + TimeDelta::days(TO_ENTRY) < today;
    facts.late_insatser.iter().filter(late).map(due).collect()
}

/// Where the year's referrals and waiting times are.
fn flows(today: NaiveDate) -> String {
    format!("/statistik?rapport=remisser&ar={}", today.year())
}

/// Months the office has to remind a team of.
fn silent_months(facts: &DueFacts, today: NaiveDate) -> Vec<Due> {
    let due = |silent: &SilentMonth| Due {
        what: format!(
            "{} har inga konsultationer för {}. Påminn teamet",
            silent.team,
            consultation::month_words(silent.year, silent.month).to_lowercase()
        ),
        by: silent.by,
        overdue: silent.by < today,
        href: flows(today),
        way: "Se flödena",
    };
    facts.silent.iter().map(due).collect()
}

/// Quarters to answer for, and to close.
fn quarters(facts: &DueFacts, today: NaiveDate) -> Vec<Due> {
    let due = |asked: &QuarterDue| match asked {
        QuarterDue::Answer(quarter, silence) => {
            let again = if silence.reopened {
                " igen: de har ändrats"
            } else {
                ""
            };
            Due {
                what: format!("Svara på talen för {}, {}{again}", quarter.label(), silence.name),
                by: quarter.answer_by(),
                overdue: quarter.answer_by() < today,
                href: quarter.way(&silence.insats),
                way: "Svara",
            }
        }
        QuarterDue::Close(quarter, silent) => {
            let state = match silent {
                0 => "alla har svarat".to_owned(),
                1 => "en insats har inte svarat".to_owned(),
                n => format!("{n} insatser har inte svarat"),
            };
            Due {
                what: format!("Stäng {}: {state}", quarter.label()),
                by: quarter.answer_by(),
                overdue: quarter.answer_by() < today,
                href: format!("/kvartal?ar={}", quarter.year()),
                way: "Öppna",
            }
        }
    };
    facts.quarters.iter().map(due).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        codes::ReferringAuthority,
        consultation::Meeting,
        referral::{LocalReference, Referral, SenderUnit, Stage},
    };

    #[test]
    fn the_annual_report_is_due_at_the_end_of_march_the_year_after() {
        assert_eq!(annual_report(2022), NaiveDate::from_ymd_opt(2023, 3, 31));
        assert_eq!(annual_report(i32::MAX), None);
    }

    fn d(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn referral(received: NaiveDate, stage: Stage) -> Referral {
        Referral {
            key: format!("{received}"),
            reference: LocalReference::stored("26-1".into()),
            sender: SenderUnit {
                key: 1,
                authority: ReferringAuthority::Region,
                name: "Vårdcentralen".into(),
                active: true,
            },
            need: "studier".into(),
            municipality: None,
            received,
            stage,
        }
    }

    fn waiting(on: NaiveDate) -> Waiting {
        Waiting {
            key: "w".into(),
            insats: "krus".into(),
            team: "Norr".into(),
            reference: None,
            authority: None,
            unit: String::new(),
            municipality: None,
            need: None,
            on,
        }
    }

    #[test]
    fn r_kon_12_what_is_late_comes_first_and_what_is_far_off_is_not_told() {
        let closed = Stage::Withdrawn {
            accepted: None,
            on: d(2),
        };
        let old = d(20) - TimeDelta::days(40);
        let facts = DueFacts {
            desks: vec![Desk {
                referrals: vec![
                    referral(old, Stage::Received),
                    referral(old - TimeDelta::days(1), Stage::Received),
                    referral(d(2), Stage::Accepted { on: d(3) }),
                    referral(d(19), Stage::Received),
                    referral(d(1), closed),
                ],
                meetings: vec![Meeting {
                    key: "m".into(),
                    on: d(18),
                    version: 1,
                    parties: vec![],
                }],
                ..Desk::default()
            }],
            waiting: vec![waiting(d(19)), waiting(d(19) - TimeDelta::days(31))],
            follow_ups: vec![("krus".into(), "KRUS".into(), vec![d(1), d(2), d(24), d(30)])],
            late_insatser: [d(19), d(19) - TimeDelta::days(31)]
                .map(|since| LateInsats {
                    name: "KRUS".into(),
                    since,
                })
                .to_vec(),
            ..DueFacts::default()
        };
        let told: Vec<(String, bool)> = list(&facts, d(20))
            .into_iter()
            .map(|d| (d.what, d.overdue))
            .collect();
        let told: Vec<(&str, bool)> = told.iter().map(|(what, late)| (what.as_str(), *late)).collect();
        assert_eq!(
            told,
            [
                ("2 remisser har väntat i mer än 21 dagar på möte", true),
                ("2 uppföljningar eller starter är sena i KRUS", true),
                (
                    "En rekommendation har väntat i mer än 30 dagar på att börja i insatsen",
                    true
                ),
                (
                    "Rekommendationer till KRUS har väntat i mer än 30 dagar. Påminn de deltagaransvariga",
                    true
                ),
                ("En remiss har väntat på möte", false),
                ("En uppföljning eller start ska göras i KRUS", false),
                ("Registrera konsultationerna från mötet 2026-11-18", false),
            ]
        );
    }

    #[test]
    fn r_pla_11_the_budgets_next_day_is_told_when_it_is_near() {
        let facts = DueFacts {
            budget: calendar::days(2027, &[], d(20))
                .into_iter()
                .map(|day| (2027, day))
                .collect(),
            ..DueFacts::default()
        };
        let due = list(&facts, d(20));
        assert_eq!(due.len(), 1);
        assert!(due[0].overdue && due[0].what.contains("samråd"), "{due:?}");
        let spring = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let facts = DueFacts {
            budget: calendar::days(2027, &[], spring)
                .into_iter()
                .map(|day| (2027, day))
                .collect(),
            ..DueFacts::default()
        };
        assert_eq!(list(&facts, spring), []);
    }

    #[test]
    fn nothing_is_due_of_nothing() {
        assert_eq!(list(&DueFacts::default(), d(20)), []);
    }
}
