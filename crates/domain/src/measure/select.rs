//! A trace's filter, run on rows: what drilling down shows those who may see rows.
//!
//! Written apart from the cube that counts, so that each proves the other.

use chrono::Datelike;

use super::bands::{AGE_BANDS, age_band};
use crate::{
    codes::{CodeTable, Occupation, Support},
    facts::{Facts, ParticipationFact},
};

/// The participations a trace's filter chooses, as indexes into [`Facts::participations`]; `None`
/// when the filter has a test this version does not know.
pub fn participations(facts: &Facts, filter: &[(&'static str, String)]) -> Option<Vec<usize>> {
    let year: i32 = filter
        .iter()
        .find(|(column, _)| *column == "ar")?
        .1
        .parse()
        .ok()?;
    let mut chosen = Vec::new();
    for (index, fact) in facts.participations.iter().enumerate() {
        let mut wanted = fact.is_counted();
        for (column, test) in filter {
            wanted &= passes(facts, fact, year, column, test)?;
        }
        if wanted {
            chosen.push(index);
        }
    }
    Some(chosen)
}

fn passes(facts: &Facts, fact: &ParticipationFact, year: i32, column: &str, test: &str) -> Option<bool> {
    let age = fact
        .birth_year
        .map(|born| fact.entry.year() - born)
        .filter(|age| *age >= 0);
    let exit = fact.exit.as_ref();
    let before = || {
        fact.occupation_before
            .iter()
            .map(|o| o.occupation)
            .collect::<Vec<_>>()
    };
    let after = || {
        exit.iter()
            .flat_map(|e| &e.occupation_after)
            .map(|o| o.occupation)
            .collect::<Vec<_>>()
    };
    Some(match column {
        "ar" => true,
        "flode" => in_flow(fact, year, test)?,
        "insats" => facts
            .insatser
            .get(fact.insats)
            .is_some_and(|insats| insats.slug == test),
        "kon" => coded(fact.sex, test),
        "alder" if test == "kand" => age.is_some(),
        "alder" => age.is_some_and(|age| AGE_BANDS[age_band(age)].slug == test),
        "alder_under" => age.is_some_and(|age| test.parse().is_ok_and(|limit: i32| age < limit)),
        "utbildning" => coded(fact.education, test),
        "tid" => coded(fact.support_time, test),
        "remittent" => coded(fact.referred_by, test),
        "orsak" => coded(exit.and_then(|exit| exit.reason), test),
        "anonym" => fact.anonymous == (test == "ja"),
        "sysselsattning_fore" => occupied(&before(), test),
        "sysselsattning_efter" => occupied(&after(), test),
        "forsorjning_fore" => supported(fact.support_before.iter().map(|s| s.support), test),
        "forsorjning_efter" => supported(
            exit.iter().flat_map(|e| &e.support_after).map(|s| s.support),
            test,
        ),
        _ => return None,
    })
}

fn in_flow(fact: &ParticipationFact, year: i32, test: &str) -> Option<bool> {
    let start = fact.entry.year();
    let end = fact.exit.as_ref().map(|exit| exit.date.year());
    let open_after = |year: i32| start <= year && end.is_none_or(|end| end > year);
    Some(match test {
        "totalt" => start <= year && end.is_none_or(|end| end >= year),
        "nya" => start == year,
        "avslutade" => end == Some(year),
        "pagaende" => open_after(year),
        "ingaende" => open_after(year - 1),
        "inregistrerade" => start <= year,
        "utregistrerade" => end.is_some_and(|end| end <= year),
        _ => return None,
    })
}

fn coded<T: CodeTable>(value: Option<T>, test: &str) -> bool {
    value.is_some_and(|value| test == "kand" || value.slug() == test)
}

fn occupied(occupations: &[Occupation], test: &str) -> bool {
    let working = occupations.iter().any(|o| {
        matches!(
            o,
            Occupation::Work | Occupation::SubsidisedWork | Occupation::Study
        )
    });
    match test {
        "kand" => !occupations.is_empty(),
        "egenforsorjning" => working,
        "endast_arbetssokande" => !working && occupations.contains(&Occupation::Jobseeker),
        slug => occupations.iter().any(|o| o.slug() == slug),
    }
}

fn supported(mut supports: impl Iterator<Item = Support>, test: &str) -> bool {
    supports.any(|support| test == "kand" || support.slug() == test)
}
