//! What is recorded when somebody leaves an insats, and three, six and twelve months later.

use chrono::{Months as Span, NaiveDate, TimeDelta};

use super::{
    Answer, OwnAnswer, Rules,
    codes::{Contact, ExcessReason, Months},
    entry::{excess, shares},
};
use crate::{
    codes::{CodeTable, ExitReason, Occupation},
    facts::{OccupationShare, SupportShare},
    refusal::Refusal,
};

/// Somebody leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exit {
    /// Last day.
    pub date: NaiveDate,
    /// Reason; never [`ExitReason::Reversed`], which is no exit.
    pub reason: Answer<ExitReason>,
    /// The insats's own label, by key.
    pub label: Option<String>,
    /// Supports with degree.
    pub supports: Answer<Vec<SupportShare>>,
    /// Occupations with per cent.
    pub occupations: Answer<Vec<OccupationShare>>,
    /// Registered step outcomes, by the key of their list.
    pub steps: Vec<String>,
    /// Answers to the insats's own questions.
    pub answers: Vec<OwnAnswer>,
    /// Why supports beyond the whole are right.
    pub excess_reason: Option<ExcessReason>,
}

/// A label of an insats's own, for example "rätt ersättning", and the reason it counts as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExitLabel {
    /// Stable key within the insats.
    pub slug: String,
    /// As printed.
    pub label: String,
    /// What it counts as.
    pub reason: ExitReason,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// A named, dated list of outcomes that count as a step forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeList {
    /// Stable key ("positiv_stegforflyttning_2023").
    pub slug: String,
    /// As printed.
    pub name: String,
    /// How one gets into it.
    pub rule: OutcomeRule,
    /// Keys of lists whose outcomes it holds too.
    pub includes: Vec<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// How an exit gets into an outcome list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeRule {
    /// By occupation: work, subsidised or not, or study.
    WorkOrStudy,
    /// By occupation: jobseeker.
    Jobseeker,
    /// By what the insats registers.
    Registered,
}

impl OutcomeList {
    /// Whether it is used on a day.
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// What is wrong with a list that is added beside those that stand, or put in place of one.
    pub fn problems(&self, standing: &[OutcomeList]) -> Vec<Refusal> {
        let mut problems = Vec::new();
        let length = self.name.chars().count();
        if !(3..=80).contains(&length) || crate::personnummer::is_in(&self.name) {
            let message =
                "Skriv listans namn med 3 till 80 tecken, till exempel Positiv stegförflyttning (2027).";
            problems.push(Refusal::at("utfall-namn", "namn", message));
        }
        if self.to.is_some_and(|to| to < self.from) {
            let message = "Sista dagen är före den första. Rätta datumen.";
            problems.push(Refusal::at("utfall-period", "till", message));
        }
        let known = |slug: &String| standing.iter().any(|list| list.slug == *slug) && *slug != self.slug;
        if !self.includes.iter().all(known) {
            let message = "En lista kan bara räkna in listor som finns.";
            problems.push(Refusal::at("utfall-lista", "raknar-in", message));
        }
        let same = standing.iter().find(|list| list.slug == self.slug);
        let kept = |list: &OutcomeList| {
            list.rule == self.rule && list.includes == self.includes && list.from == self.from
        };
        if same.is_some_and(|list| !kept(list)) {
            let message = "Listan finns redan, och vad den betyder ändras inte. Sätt en sista dag på den, eller ge den nya ett eget namn.";
            problems.push(Refusal::at("utfall-finns", "namn", message));
        }
        problems
    }
}

/// The lists of DOMAIN 3, until an association has its own.
pub fn default_lists() -> Vec<OutcomeList> {
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let list = |slug: &str, name: &str, rule, includes: &[&str], from| OutcomeList {
        slug: slug.into(),
        name: name.into(),
        rule,
        includes: includes.iter().map(|s| (*s).into()).collect(),
        from,
        to: None,
    };
    vec![
        list(
            "arbete_eller_studier",
            "Arbete eller studier",
            OutcomeRule::WorkOrStudy,
            &[],
            day(2000),
        ),
        list(
            "arbetssokande",
            "Aktivt arbetssökande",
            OutcomeRule::Jobseeker,
            &[],
            day(2000),
        ),
        list(
            "positiv_stegforflyttning_2023",
            "Positiv stegförflyttning (2023)",
            OutcomeRule::Registered,
            &["arbete_eller_studier", "arbetssokande"],
            day(2023),
        ),
    ]
}

impl Exit {
    /// The outcome lists it is in: by occupation, by what was registered, and by lists that hold others.
    pub fn outcomes<'a>(&self, lists: &'a [OutcomeList]) -> Vec<&'a OutcomeList> {
        let has = |wanted: &[Occupation]| {
            let known = self.occupations.known().into_iter().flatten();
            known.into_iter().any(|share| wanted.contains(&share.occupation))
        };
        let own = |list: &OutcomeList| match list.rule {
            OutcomeRule::WorkOrStudy => {
                has(&[Occupation::Work, Occupation::SubsidisedWork, Occupation::Study])
            }
            OutcomeRule::Jobseeker => has(&[Occupation::Jobseeker]),
            OutcomeRule::Registered => self.steps.contains(&list.slug),
        };
        let direct: Vec<&OutcomeList> = lists.iter().filter(|l| l.valid_on(self.date) && own(l)).collect();
        let within = |list: &&OutcomeList| {
            direct
                .iter()
                .any(|d| d.slug == list.slug || list.includes.contains(&d.slug))
        };
        lists
            .iter()
            .filter(|l| l.valid_on(self.date))
            .filter(within)
            .collect()
    }

    /// Everything that is wrong with an exit from a participation that began on `start`.
    pub fn problems(&self, start: NaiveDate, rules: &Rules) -> Vec<Refusal> {
        let mut problems = Vec::new();
        if self.date < start {
            let message = format!(
                "Avslutet {} är före starten {start}. Rätta det datum som är fel.",
                self.date
            );
            problems.push(Refusal::at("avslut-fore-start", "avslut", message));
        }
        problems.extend(rules.not_future("avslut", "Avslutsdatumet", self.date));
        problems.extend(self.reason_problem());
        problems.extend(self.label_problem(rules));
        problems.extend(excess("forsorjning_efter", &self.supports, self.excess_reason));
        problems.extend(shares("sysselsattning_efter", &self.occupations));
        let registered = |slug: &String| {
            let list = rules.lists.iter().find(|list| list.slug == *slug);
            list.is_some_and(|list| list.rule == OutcomeRule::Registered && list.valid_on(self.date))
        };
        if !self.steps.iter().all(registered) {
            problems.push(super::fields::unknown_choice("steg"));
        }
        problems.extend(OwnAnswer::problems(&self.answers, rules));
        problems
    }

    fn reason_problem(&self) -> Option<Refusal> {
        if self.reason.known() == Some(&ExitReason::Reversed) {
            let message =
                "Felregistrering är en rättelse, inte ett avslut. Använd Felregistrera på deltagandets sida.";
            return Some(Refusal::at("avslut-felregistrering", "orsak", message));
        }
        let working = self.reason.known() == Some(&ExitReason::WorkStudyJobseeker);
        let occupations = self.occupations.known()?;
        let fits = occupations
            .iter()
            .any(|share| share.occupation != Occupation::Other);
        (working && !fits).then(|| {
            let message =
                "Anledningen är arbete, studier eller arbetssökande. Ange vilket, och i vilken omfattning.";
            Refusal::at("avslut-sysselsattning", "sysselsattning_efter", message)
        })
    }

    fn label_problem(&self, rules: &Rules) -> Option<Refusal> {
        let slug = self.label.as_ref()?;
        let valid = |label: &&ExitLabel| label.from <= self.date && label.to.is_none_or(|to| self.date <= to);
        let Some(label) = rules
            .labels
            .iter()
            .filter(valid)
            .find(|label| label.slug == *slug)
        else {
            return Some(super::fields::unknown_choice("etikett"));
        };
        let fits = self.reason.known() == Some(&label.reason);
        (!fits).then(|| {
            let message = format!(
                "”{}” räknas som ”{}”. Välj den anledningen, eller en annan etikett.",
                label.label,
                label.reason.label()
            );
            Refusal::at("etikett-annan-anledning", "orsak", message)
        })
    }
}

/// What was found three, six or twelve months after the exit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Which.
    pub months: Months,
    /// The day it was made or given up.
    pub on: NaiveDate,
    /// Whether the participant was reached.
    pub contact: Contact,
    /// Supports with degree.
    pub supports: Answer<Vec<SupportShare>>,
    /// Occupations with per cent.
    pub occupations: Answer<Vec<OccupationShare>>,
    /// Answers to the insats's own questions.
    pub answers: Vec<OwnAnswer>,
}

impl Months {
    /// The day a follow-up is due.
    pub fn after(self, exit: NaiveDate) -> NaiveDate {
        exit.checked_add_months(Span::new(u32::from(self.code())))
            .unwrap_or(exit)
    }
}

/// A follow-up may be made this long before it is due.
const EARLY: TimeDelta = TimeDelta::days(21);

impl FollowUp {
    /// Everything that is wrong with a follow-up of an exit.
    pub fn problems(&self, exit: NaiveDate, rules: &Rules) -> Vec<Refusal> {
        let mut problems = Vec::new();
        let due = self.months.after(exit);
        if self.on < due - EARLY {
            let message = format!(
                "{} efter avslutet är {due}. En uppföljning görs tidigast tre veckor före.",
                self.months.label()
            );
            problems.push(Refusal::at("uppfoljning-for-tidig", "datum", message));
        }
        problems.extend(rules.not_future("datum", "Uppföljningens datum", self.on));
        let answered = self.supports.known().is_some() || self.occupations.known().is_some();
        if self.contact != Contact::Reached && answered {
            let message = "Utan svar från deltagaren finns inget att registrera. Töm uppgifterna, eller ange att deltagaren svarade.";
            problems.push(Refusal::at("uppfoljning-utan-svar", "kontakt", message));
        }
        problems.extend(excess("forsorjning", &self.supports, Some(ExcessReason::Overlap)));
        problems.extend(shares("sysselsattning", &self.occupations));
        problems.extend(OwnAnswer::problems(&self.answers, rules));
        problems
    }
}
