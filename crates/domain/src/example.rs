//! A constructed example year: participations and consultations that meet every published margin
//! exactly, for demonstrations and tests. Nothing here is a person; every row says so.
//!
//! The margins are data ([`Targets`], read from published tables by [`read_targets`]). Hard margins
//! (the table per insats and the background figures) are met to the unit or refused; the annexes'
//! own numbers are wishes, kept where they agree with the table. The same margins give the same
//! rows, always.

mod ages;
mod background;
mod consultations;
mod dates;
mod exits;
mod quota;
mod random;
mod read;
pub mod referrals;
mod refuse;
pub mod requisitions;
mod targets;

pub use read::{Tables, read_targets};
pub use targets::{AnnexWishes, InsatsTarget, NewTargets, Targets};

use crate::{
    codes::Sex,
    facts::{ConsultationFact, Insats, ParticipationFact},
    refusal::Refusal,
};
use random::Random;

/// A constructed year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// Participations by insats and entry, all marked as constructed.
    pub participations: Vec<ParticipationFact>,
    /// Consultations per insats and month.
    pub consultations: Vec<ConsultationFact>,
    /// In Swedish: which published wishes could not be kept, and why.
    pub notes: Vec<String>,
}

/// Constructs a year that meets `targets`, for insatser listed in `insatser` (whose indexes the
/// rows carry).
///
/// # Errors
/// A refusal when the margins contradict each other, name an unknown insats, or cannot be met
/// together.
pub fn year(insatser: &[Insats], targets: &Targets) -> Result<Example, Refusal> {
    refuse::contradictions(insatser, targets)?;
    let mut random = Random::new();
    let mut notes = Vec::new();
    let mut drafts = drafts(insatser, targets);
    sexes(&mut drafts, targets, &mut random);
    ages::fill(&mut drafts, insatser, targets, &mut random)?;
    dates::fill(&mut drafts, targets.year, &mut random);
    background::fill(&mut drafts, targets, &mut random)?;
    exits::fill(&mut drafts, targets, &mut random)?;
    make_anonymous(&mut drafts, targets, &mut notes);
    let consultations = consultations::spread(insatser, targets, &mut notes);
    let mut participations: Vec<ParticipationFact> = drafts.into_iter().map(|d| d.fact).collect();
    participations.sort_by_key(|p| (p.insats, p.entry));
    Ok(Example {
        participations,
        consultations,
        notes,
    })
}

/// A participation under construction.
struct Draft {
    /// Position in [`Targets::insatser`].
    target: usize,
    /// Enters in the year; the others were open when it began.
    new: bool,
    /// Ends in the year.
    closed: bool,
    /// Age at entry.
    age: i32,
    /// What it becomes.
    fact: ParticipationFact,
}

/// One empty draft per participation of the table, new and closed decided.
fn drafts(insatser: &[Insats], targets: &Targets) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (t, target) in targets.insatser.iter().enumerate() {
        let carried = target.total - target.new;
        // About three closings in ten are of participations that began the same year.
        let closed_new = (target.closed * 3 / 10)
            .max(target.closed - carried)
            .min(target.new);
        let insats = insatser
            .iter()
            .position(|i| i.slug == target.insats)
            .unwrap_or_default();
        for n in 0..target.total {
            let new = n < target.new;
            let closed = if new {
                n < closed_new
            } else {
                n - target.new < target.closed - closed_new
            };
            drafts.push(Draft {
                target: t,
                new,
                closed,
                age: 0,
                fact: empty(insats),
            });
        }
    }
    drafts
}

fn empty(insats: usize) -> ParticipationFact {
    ParticipationFact {
        insats,
        anonymous: false,
        stage: crate::participation::Stage::Participating,
        sex: None,
        birth_year: None,
        municipality: None,
        person: None,
        entry: chrono::NaiveDate::default(),
        referred_by: None,
        education: None,
        support_time: None,
        support_before: Vec::new(),
        occupation_before: Vec::new(),
        exit: None,
        constructed: true,
    }
}

/// The new ones by the published split; those carried over in the same proportion.
fn sexes(drafts: &mut [Draft], targets: &Targets, random: &mut Random) {
    let all = i64::try_from(drafts.len()).unwrap_or(i64::MAX);
    let new: i64 = targets.insatser.iter().map(|t| t.new).sum();
    let women_new = targets.new.by_sex.map_or(new * 58 / 100, |(women, _)| women);
    let women_carried = if new == 0 {
        (all - new) * 58 / 100
    } else {
        (all - new) * women_new / new
    };
    for (is_new, mut women) in [(true, women_new), (false, women_carried)] {
        let mut chosen: Vec<usize> = (0..drafts.len()).filter(|i| drafts[*i].new == is_new).collect();
        random.shuffle(&mut chosen);
        for i in chosen {
            drafts[i].fact.sex = Some(if women > 0 { Sex::Woman } else { Sex::Man });
            women -= 1;
        }
    }
}

/// Anonymous records hold sex and start year only. They are taken from those carried over and still
/// open, which are in no background margin.
fn make_anonymous(drafts: &mut [Draft], targets: &Targets, notes: &mut Vec<String>) {
    for (t, target) in targets.insatser.iter().enumerate() {
        let mut left = target.annex.anonymous;
        for draft in drafts.iter_mut().filter(|d| d.target == t && !d.new && !d.closed) {
            if left == 0 {
                break;
            }
            let start = dates::first_of_year(draft.fact.entry);
            let sex = draft.fact.sex;
            draft.fact = ParticipationFact {
                anonymous: true,
                sex,
                entry: start,
                ..empty(draft.fact.insats)
            };
            left -= 1;
        }
        if left > 0 {
            notes.push(format!(
                "{}: {left} anonyma deltaganden ryms inte bland dem som pågår från tidigare år och är utelämnade.",
                target.insats
            ));
        }
    }
}
