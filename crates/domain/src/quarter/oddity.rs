//! What looks odd in an insats's own register before it answers.

use chrono::{Months, NaiveDate};

use super::{Counts, Line, Quarter};
use crate::{
    facts::{Facts, ParticipationFact},
    finding::Finding,
    participation::Due,
};

/// Open for longer than this is asked about.
const LONG: Months = Months::new(60);
/// Changes from fewer than this are not told.
const ENOUGH: i64 = 10;

/// Something that may be wrong: how many and in words. Never a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// Stable name.
    pub code: &'static str,
    /// How many participations, or findings.
    pub count: i64,
    /// What, and what to do.
    pub words: String,
}

/// What the rules look at.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The register.
    pub facts: &'a Facts,
    /// Which insats.
    pub insats: usize,
    /// Which quarter.
    pub quarter: Quarter,
    /// Its counts.
    pub counts: &'a Counts,
    /// What is due of its participations.
    pub due: &'a [Due],
    /// What the checks found in the year.
    pub findings: &'a [Finding],
    /// The present day.
    pub today: NaiveDate,
}

/// Everything odd, the register's own first.
pub fn oddities(seen: &Seen<'_>) -> Vec<Oddity> {
    let mut odd = Vec::new();
    let mut tell = |code, count: usize, words: &str| {
        if count > 0 {
            odd.push(Oddity {
                code,
                count: i64::try_from(count).unwrap_or(i64::MAX),
                words: words.to_owned(),
            });
        }
    };
    let period = seen.quarter.period();
    let own = || {
        let all = seen.facts.participations.iter();
        all.filter(|p| p.insats == seen.insats && p.is_counted() && !p.anonymous)
    };
    let open = |p: &&ParticipationFact| {
        p.entry <= period.to && p.exit.as_ref().is_none_or(|exit| exit.date >= period.from)
    };
    let bare = |p: &&ParticipationFact| {
        p.sex.is_none() || p.birth_year.is_none() || p.referred_by.is_none() || p.support_before.is_empty()
    };
    tell(
        "uppgifter-saknas",
        own().filter(open).filter(bare).count(),
        "deltaganden saknar kön, födelseår, remittent eller försörjning. Fyll i det som är känt.",
    );
    let bare_exit = |p: &&ParticipationFact| {
        let exit = p.exit.as_ref().filter(|exit| period.holds(exit.date));
        exit.is_some_and(|exit| exit.reason.is_none() || exit.occupation_after.is_empty())
    };
    tell(
        "avslut-saknas",
        own().filter(bare_exit).count(),
        "avslut i kvartalet saknar orsak eller sysselsättning. De räknas inte i andelen till arbete eller studier.",
    );
    let since = period.to.checked_sub_months(LONG).unwrap_or(period.to);
    let long =
        |p: &&ParticipationFact| p.entry < since && p.exit.as_ref().is_none_or(|exit| exit.date > period.to);
    tell(
        "oppna-lange",
        own().filter(long).count(),
        "deltaganden har varit öppna i mer än fem år. Har de avslutats?",
    );
    let late = seen
        .due
        .iter()
        .filter(|due| due.follow_up.is_some() && due.on < seen.today);
    tell(
        "uppfoljning-sen",
        late.count(),
        "uppföljningar efter avslut är försenade. Gör dem, eller ange att kontakten är bruten.",
    );
    odd.extend(moved(seen.counts));
    odd.extend(found(seen));
    odd
}

/// Counts that stand still, or have more than doubled or halved in a year.
fn moved(counts: &Counts) -> Vec<Oddity> {
    let quarter = |line| counts.of(line).and_then(|c| c.quarter);
    let mut odd = Vec::new();
    if let (Some(0), Some(0), Some(ongoing @ 1..)) =
        (quarter(Line::New), quarter(Line::Closed), quarter(Line::Ongoing))
    {
        odd.push(Oddity {
            code: "inget-hant",
            count: ongoing,
            words: "deltaganden pågår, men ingen har börjat eller slutat i kvartalet. Är allt registrerat?"
                .into(),
        });
    }
    for line in [Line::New, Line::Closed, Line::Total] {
        let Some((now, before)) = counts.of(line).and_then(|c| c.quarter.zip(c.before)) else {
            continue;
        };
        let apart = now.max(before) >= ENOUGH && (now > 2 * before || before > 2 * now);
        if apart {
            odd.push(Oddity {
                code: "stor-andring",
                count: now,
                words: format!(
                    "{} mot {before} samma kvartal förra året. Stämmer det?",
                    line.label().to_lowercase()
                ),
            });
        }
    }
    odd
}

/// Findings of the checks that name the insats.
fn found(seen: &Seen<'_>) -> Vec<Oddity> {
    let Some(insats) = seen.facts.insatser.get(seen.insats) else {
        return Vec::new();
    };
    let names = |f: &&Finding| {
        [&f.place.table, &f.place.row, &f.place.column]
            .iter()
            .any(|place| **place == insats.name || **place == insats.slug)
    };
    let oddity = |finding: &Finding| Oddity {
        code: "fynd",
        count: 1,
        words: finding.message.clone(),
    };
    seen.findings.iter().filter(names).map(oddity).collect()
}
