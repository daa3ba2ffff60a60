//! What happens between entry and exit: the plan's goals and the activities, coded.

use chrono::NaiveDate;

use super::{
    OwnAnswer, Rules,
    codes::{ActivityKind, GoalStatus, Moment, PlanArea},
};
use crate::refusal::Refusal;

/// The plan and the activities of a participation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interim {
    /// Goals and sub-goals.
    pub goals: Vec<PlanGoal>,
    /// Activities.
    pub activities: Vec<Activity>,
    /// Answers to the insats's own questions between entry and exit.
    pub answers: Vec<OwnAnswer>,
}

/// A goal of the plan, or a sub-goal under another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanGoal {
    /// Its number within the plan, from 1.
    pub number: u8,
    /// The goal it is a sub-goal of.
    pub parent: Option<u8>,
    /// What it is about.
    pub area: PlanArea,
    /// The day it was set.
    pub set_on: NaiveDate,
    /// How it stands.
    pub status: GoalStatus,
    /// Since when.
    pub status_on: Option<NaiveDate>,
}

/// Practice, work training and the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// What.
    pub kind: ActivityKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day, once it is over or decided.
    pub to: Option<NaiveDate>,
    /// Hours a week, 1 to 40.
    pub hours: u8,
}

impl Interim {
    /// The most goals, and the most activities, of one participation.
    pub const MOST: i64 = 12;

    /// Everything that is wrong with the plan of a participation that began on `start`.
    pub fn problems(&self, start: NaiveDate, rules: &Rules) -> Vec<Refusal> {
        let mut problems = Vec::new();
        for goal in &self.goals {
            problems.extend(self.goal_problems(goal, rules));
        }
        for (activity, n) in self.activities.iter().zip(1..) {
            let place = |part: &str| format!("akt-{n}-{part}");
            if activity.to.is_some_and(|to| to < activity.from) {
                let message = "Aktivitetens sista dag är före den första. Rätta datumen.";
                problems.push(Refusal::at("aktivitet-period", place("till"), message));
            }
            if activity.from < start {
                let message = format!("Aktiviteten börjar före deltagandets start {start}. Rätta datumet.");
                problems.push(Refusal::at("aktivitet-fore-start", place("fran"), message));
            }
            if !(1..=40).contains(&activity.hours) {
                let message = "Skriv timmar i veckan, 1 till 40.";
                problems.push(Refusal::at("aktivitet-timmar", place("timmar"), message));
            }
        }
        problems.extend(OwnAnswer::problems(&self.answers, rules));
        problems
    }

    /// This plan in place of one that stood: answers to questions that are not asked any more stay.
    #[must_use]
    pub fn in_place_of(mut self, standing: &Interim, rules: &Rules) -> Interim {
        let asked = |answer: &&OwnAnswer| {
            let question = rules.questions.iter().find(|q| q.slug == answer.question);
            question.is_some_and(|q| q.asked(Moment::Interim, rules.today))
        };
        let kept = standing.answers.iter().filter(|answer| !asked(answer));
        self.answers.extend(kept.cloned());
        self
    }

    fn goal_problems(&self, goal: &PlanGoal, rules: &Rules) -> Vec<Refusal> {
        let n = goal.number;
        let mut problems = Vec::new();
        problems.extend(rules.not_future(&format!("mal-{n}-satt"), "Målets datum", goal.set_on));
        if goal.status_on.is_some_and(|on| on < goal.set_on) {
            let message = "Målet kan inte vara avgjort innan det sattes. Rätta datumen.";
            problems.push(Refusal::at("mal-datum", format!("mal-{n}-dag"), message));
        }
        let known = |parent: u8| {
            let above = self.goals.iter().find(|other| other.number == parent);
            parent != n && above.is_some_and(|above| above.parent.is_none())
        };
        if goal.parent.is_some_and(|parent| !known(parent)) {
            let message =
                "Ett delmål hör till ett huvudmål i samma plan. Välj målets nummer, eller lämna tomt.";
            problems.push(Refusal::at("mal-under", format!("mal-{n}-under"), message));
        }
        problems
    }
}
