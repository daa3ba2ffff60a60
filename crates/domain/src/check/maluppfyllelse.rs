//! `maluppfyllelse`: the printed judgement agrees with result and target.

use super::{
    Out,
    sheet::{GoalRow, Sheet},
    wording,
};
use crate::{
    cell::Cell,
    finding::{Finding, Place, Severity::ShouldFix},
    unit::Unit,
};

/// The check's name.
pub const NAME: &str = "maluppfyllelse";

/// What a judgement says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Judgement {
    Met,
    Nearly,
    Missed,
}

/// "Uppnått" with a missed target, "inte uppnått" or "i stort sett uppnått" with a reached one.
pub fn findings(sheet: &Sheet, out: &mut Out) {
    for goal in &sheet.goals {
        let (Some(target), Some(outcome)) = (goal.target, goal.outcome) else {
            continue;
        };
        let (target, outcome) = (&sheet.cells[target], &sheet.cells[outcome]);
        out.findings.extend(unlike_units(target, outcome));
        let Some(judgement) = judgement(&goal.judgement) else {
            continue;
        };
        let at_most = goal.unit.to_lowercase().contains("högst");
        let reached = if at_most {
            outcome.value() <= target.value()
        } else {
            outcome.value() >= target.value()
        };
        let right = match (judgement, reached) {
            (Judgement::Met, false) => "inte uppnått",
            (Judgement::Missed | Judgement::Nearly, true) => "uppnått",
            _ => continue,
        };
        out.findings
            .push(finding(goal, target, outcome, (right, at_most)));
    }
}

/// A sum of money some thousand times its target is one of them in thousands.
fn unlike_units(target: &Cell, outcome: &Cell) -> Option<Finding> {
    let (t, o) = (target.value(), outcome.value());
    let (small, large) = if t < o {
        (target, outcome)
    } else {
        (outcome, target)
    };
    let ratio = large.value().checked_div(small.value().max(1))?;
    let message =
        "Målvärde och utfall skiljer sig omkring tusen gånger: det ena är troligen i tusental kronor.";
    let money = small.unit == Unit::Kronor && small.value() > 0;
    (money && (300..3_000).contains(&ratio))
        .then(|| wording::plain(wording::UNIT_CHECK, ShouldFix, small, None, message))
}

fn finding(goal: &GoalRow, target: &Cell, outcome: &Cell, (right, at_most): (&str, bool)) -> Finding {
    let direction = if at_most { "högst" } else { "minst" };
    Finding {
        check: NAME,
        severity: ShouldFix,
        place: Place {
            table: goal.table.clone(),
            row: goal.row.clone(),
            column: "bedömning_tryckt".into(),
        },
        expected: Some(right.into()),
        found: goal.judgement.clone(),
        message: format!(
            "Bedömningen är ”{}”, men utfallet är {} mot målvärdet {direction} {}. Rätta bedömningen eller utfallet.",
            goal.judgement,
            outcome.swedish(outcome.value()),
            target.swedish(target.value()),
        ),
    }
}

/// A judgement in one clear word; two judgements in one ("uppnått i budget, i stort sett i
/// utfall") or other words say nothing that can be tested.
fn judgement(text: &str) -> Option<Judgement> {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    match text.as_str() {
        "uppnått" | "uppnått helt" | "helt uppnått" | "målet uppnått" | "målet är uppnått" | "ja" => {
            Some(Judgement::Met)
        }
        "i stort sett uppnått"
        | "i stort uppnått"
        | "delvis uppnått"
        | "uppnått till viss del"
        | "nästan uppnått" => Some(Judgement::Nearly),
        "inte uppnått" | "ej uppnått" | "icke uppnått" | "målet inte uppnått" | "nej" => {
            Some(Judgement::Missed)
        }
        _ => None,
    }
}
