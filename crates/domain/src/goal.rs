//! Goals: the year's result, and the judgement by the goal's own thresholds.

use crate::{
    facts::{Facts, Goal, GoalDirection, GoalLevel, GoalOutcome, Thresholds},
    figure::{Figure, FigureKey, Scope, Value},
    figures::Figures,
    number,
    unit::Unit,
};

impl GoalLevel {
    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            GoalLevel::Individual => "Individ",
            GoalLevel::Structure => "Struktur",
            GoalLevel::Organisation => "Organisation",
            GoalLevel::Economy => "Ekonomi",
        }
    }
}

/// How a goal came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Judgement {
    /// At the target or better.
    Met,
    /// Within the goal's own band short of it.
    LargelyMet,
    /// Short of the band.
    NotMet,
    /// No result to judge.
    NotMeasured,
}

impl Judgement {
    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Judgement::Met => "uppnått",
            Judgement::LargelyMet => "i stort sett uppnått",
            Judgement::NotMet => "inte uppnått",
            Judgement::NotMeasured => "inte mätt",
        }
    }

    /// The judgement somebody wrote in words.
    fn from_words(words: &str) -> Judgement {
        let words = words.trim().to_lowercase();
        if words.starts_with("inte upp") || words.starts_with("ej upp") {
            Judgement::NotMet
        } else if words.starts_with("i stort") || words.contains("viss del") || words.starts_with("delvis") {
            Judgement::LargelyMet
        } else if words.starts_with("uppnå") {
            Judgement::Met
        } else {
            Judgement::NotMeasured
        }
    }
}

/// A goal with its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalResult {
    /// The goal.
    pub goal: Goal,
    /// `mal.utfall` of the goal; without value for one judged in words.
    pub figure: Option<Figure>,
    /// The result as printed: "32,1 % (36 av 112)", the words of a goal judged in words, or "–".
    pub outcome: String,
    /// The judgement.
    pub judgement: Judgement,
}

/// The year's goals with results, in printed order.
pub fn results(facts: &Facts, figures: &Figures) -> Vec<GoalResult> {
    results_of(facts, figures, figures.year())
}

/// The goals of a year whose figures are at hand, with results, in printed order.
pub(crate) fn results_of(facts: &Facts, figures: &Figures, year: i32) -> Vec<GoalResult> {
    let mut goals: Vec<&Goal> = facts.goals.iter().filter(|goal| goal.year == year).collect();
    goals.sort_by_key(|goal| goal.number);
    goals.into_iter().map(|goal| result(goal, figures)).collect()
}

fn result(goal: &Goal, figures: &Figures) -> GoalResult {
    let scope = Scope::all().with("mal", goal.number.to_string());
    let (measure, year) = ("mal.utfall", goal.year);
    let figure = figures.get(&FigureKey { measure, year, scope }).cloned();
    let outcome = match (&goal.outcome, &figure) {
        (GoalOutcome::Words { text, .. }, _) => text.clone(),
        (_, Some(figure)) => with_base(figure),
        (_, None) => "–".into(),
    };
    let judgement = match (&goal.outcome, goal.thresholds, &figure) {
        (GoalOutcome::Words { judgement, .. }, _, _) => Judgement::from_words(judgement),
        (_, Some(thresholds), Some(figure)) => judge(figure, thresholds),
        _ => Judgement::NotMeasured,
    };
    GoalResult {
        goal: goal.clone(),
        figure,
        outcome,
        judgement,
    }
}

/// "32,1 % (36 av 112)"; money and entered values stand alone.
pub(crate) fn with_base(figure: &Figure) -> String {
    let counted = figure.unit != Unit::Kronor && figure.n.is_some_and(|n| n < 1_000_000);
    match (figure.k, figure.n) {
        (Some(k), Some(n)) if counted => {
            format!(
                "{} ({} av {})",
                figure.text(),
                number::integer(k),
                number::integer(n)
            )
        }
        _ => figure.text(),
    }
}

/// Judges the printed (rounded) value, so that a reader can repeat the judgement.
pub fn judge(figure: &Figure, thresholds: Thresholds) -> Judgement {
    let Some(units) = figure.value.units() else {
        return Judgement::NotMeasured;
    };
    // Money is compared in öre, everything else after scaling to the same decimals.
    let (decimals, goal_decimals) = match figure.value {
        Value::Money(_) => (0, 0),
        Value::Decimal { decimals, .. } => (decimals, thresholds.decimals),
        _ => (0, thresholds.decimals),
    };
    let scaled = |units: i64, decimals: u32| i128::from(units) * 10_i128.pow(12_u32.saturating_sub(decimals));
    let value = scaled(units, decimals);
    let target = scaled(thresholds.target, goal_decimals);
    let largely = scaled(thresholds.largely, goal_decimals);
    let reaches = |limit: i128| match thresholds.direction {
        GoalDirection::AtLeast => value >= limit,
        GoalDirection::AtMost => value <= limit,
    };
    if reaches(target) {
        Judgement::Met
    } else if reaches(largely) {
        Judgement::LargelyMet
    } else {
        Judgement::NotMet
    }
}
