//! What a team answers, and what became of it.

use chrono::NaiveDate;

use crate::{
    codes::ReferringAuthority,
    referral::{DatedCode, List, lists},
    refusal::Refusal,
};

/// What the team answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recommendation {
    /// Begin in an insats, by slug.
    Enrol {
        /// Which.
        insats: String,
    },
    /// Advice to the case officer.
    Advice,
    /// Another actor should act.
    OtherActor,
    /// Wait and come back.
    Wait,
    /// Nothing, for a reason of [`List::Decline`].
    Declined {
        /// The reason's code.
        reason: String,
    },
}

/// Slugs and words, in the order they are offered; the place from 1 is the stored code.
pub const KINDS: [(&str, &str); 5] = [
    ("insats", "delta i en insats"),
    ("rad", "råd till handläggaren"),
    ("annan_aktor", "annan aktör"),
    ("vanta", "vänta"),
    ("avbojd", "ingen insats"),
];

impl Recommendation {
    /// Its place in [`KINDS`].
    pub const fn kind(&self) -> usize {
        match self {
            Recommendation::Enrol { .. } => 0,
            Recommendation::Advice => 1,
            Recommendation::OtherActor => 2,
            Recommendation::Wait => 3,
            Recommendation::Declined { .. } => 4,
        }
    }

    /// In words, without the insats's name or the reason's.
    pub const fn label(&self) -> &'static str {
        KINDS[self.kind()].1
    }

    /// The recommendation of a slug with what it needs; nothing for an empty slug.
    ///
    /// # Errors
    /// A refusal at `rekommendation`, `insats` or `skal`.
    pub fn parse(
        typed: Typed<'_>,
        insatser: &[String],
        codes: &[DatedCode],
        on: NaiveDate,
    ) -> Result<Option<Recommendation>, Refusal> {
        let chosen = match typed.kind.trim() {
            "" => return Ok(None),
            "insats" => {
                let insats = insatser.iter().find(|slug| *slug == typed.insats.trim());
                let insats = insats.cloned().ok_or_else(|| {
                    let message = "Välj vilken insats som rekommenderas.";
                    Refusal::at("rekommendation-insats", "insats", message)
                })?;
                Recommendation::Enrol { insats }
            }
            "rad" => Recommendation::Advice,
            "annan_aktor" => Recommendation::OtherActor,
            "vanta" => Recommendation::Wait,
            "avbojd" => Recommendation::Declined {
                reason: lists::chosen(codes, List::Decline, typed.reason, on, "skal")?,
            },
            _ => {
                let message = "Välj en av rekommendationerna.";
                return Err(Refusal::at("rekommendation-slag", "rekommendation", message));
            }
        };
        Ok(Some(chosen))
    }
}

/// A recommendation as typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    /// Slug of [`KINDS`].
    pub kind: &'a str,
    /// Slug of the insats.
    pub insats: &'a str,
    /// Code of the reason.
    pub reason: &'a str,
}

/// A recommendation that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Key in addresses.
    pub key: String,
    /// What.
    pub what: Recommendation,
    /// The day the sender was answered.
    pub on: NaiveDate,
    /// What became of it; only of [`Recommendation::Enrol`].
    pub outcome: Option<Outcome>,
}

/// What became of a recommendation to begin in an insats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It became a participation.
    Entered {
        /// First day.
        on: NaiveDate,
        /// Key of the participation; gone when consent was withdrawn.
        participation: Option<String>,
    },
    /// It did not.
    NotTaken {
        /// When that was decided.
        on: NaiveDate,
        /// Code of [`List::Decline`].
        reason: String,
    },
}

/// A recommendation to begin in an insats, as the insats sees it: what an entry can be filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Key in addresses.
    pub key: String,
    /// Slug of the insats.
    pub insats: String,
    /// The team's name.
    pub team: String,
    /// The team's reference; absent for a consultation without referral.
    pub reference: Option<String>,
    /// Who referred.
    pub authority: Option<ReferringAuthority>,
    /// The sending unit.
    pub unit: String,
    /// Municipality.
    pub municipality: Option<String>,
    /// Code of [`List::Need`].
    pub need: Option<String>,
    /// The day it was given.
    pub on: NaiveDate,
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn parse(kind: &str, insats: &str, reason: &str) -> Result<Option<Recommendation>, &'static str> {
        let typed = Typed { kind, insats, reason };
        let on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let parsed = Recommendation::parse(typed, &["krus".to_owned()], &lists::standard(), on);
        parsed.map_err(|refusal| refusal.code)
    }

    #[rstest]
    #[case::none("", "", "", Ok(None))]
    #[case::insats("insats", "krus", "", Ok(Some(Recommendation::Enrol { insats: "krus".into() })))]
    #[case::no_insats("insats", "", "", Err("rekommendation-insats"))]
    #[case::another_insats("insats", "finns-inte", "", Err("rekommendation-insats"))]
    #[case::declined("avbojd", "", "halsa", Ok(Some(Recommendation::Declined { reason: "halsa".into() })))]
    #[case::declined_without_reason("avbojd", "", "", Err("kod-saknas"))]
    #[case::advice_ignores_the_rest("rad", "krus", "halsa", Ok(Some(Recommendation::Advice)))]
    #[case::unknown("kanske", "", "", Err("rekommendation-slag"))]
    fn r_kon_06_a_recommendation_carries_what_it_needs(
        #[case] kind: &str,
        #[case] insats: &str,
        #[case] reason: &str,
        #[case] expected: Result<Option<Recommendation>, &'static str>,
    ) {
        assert_eq!(parse(kind, insats, reason), expected);
    }

    #[test]
    fn every_kind_offered_is_understood() {
        for (place, (slug, words)) in KINDS.into_iter().enumerate() {
            let parsed = parse(slug, "krus", "annat").unwrap().unwrap();
            assert_eq!((parsed.kind(), parsed.label()), (place, words));
        }
    }
}
