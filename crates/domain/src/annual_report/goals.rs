//! The goal table: by level, with target, result and the judgement by the goal's own thresholds.

use super::{cells, draft::Draft};
use crate::{
    document::{Row, RowKind, TableCell},
    facts::{Goal, GoalDirection, GoalLevel, GoalOutcome},
    figure::{MeasureId, Scope},
    goal::{GoalResult, Judgement},
    words::capital,
};

pub(crate) const LEVELS: [(GoalLevel, &str); 4] = [
    (GoalLevel::Individual, "Individ"),
    (GoalLevel::Structure, "Struktur"),
    (GoalLevel::Organisation, "Organisation"),
    (GoalLevel::Economy, "Ekonomi"),
];
const WIDTH: usize = 5;

/// "Måluppfyllelse".
pub(super) fn part(draft: &mut Draft<'_>) {
    draft.heading(3, "", "Måluppfyllelse", "maluppfyllelse");
    draft.section("maluppfyllelse");
    let goals = draft.sources.goals;
    if goals.is_empty() {
        draft.missing(
            "ars-mal",
            "inga mål är registrerade för året",
            "Lägg in årets mål under Uppföljning.",
        );
        return;
    }
    let mut rows = Vec::new();
    for (level, name) in LEVELS {
        let mut of_level = goals.iter().filter(|r| r.goal.level == level).peekable();
        if of_level.peek().is_some() {
            rows.push(cells::group(name, WIDTH));
        }
        rows.extend(of_level.map(|result| row(draft, result)));
    }
    let mut columns = cells::words(&["Mål", "Målvärde", "I stort sett", "Utfall", "Bedömning"]);
    columns[0].head = "Mål och mätning".into();
    for limit in &mut columns[1..3] {
        limit.numeric = true;
    }
    columns[3].numeric = rows.iter().all(|row| has_short(row, 3));
    let mut table = cells::table("tabell-mal", counted(goals), columns, rows);
    table.label = "Måltabell".into();
    table.notes = vec![
        "Bedömningen följer målets egna gränser och görs på det tryckta, avrundade utfallet. Mål utan målvärde bedöms i ord.".into(),
    ];
    draft.table(table);
    for result in goals.iter().filter(|r| r.judgement == Judgement::NotMeasured) {
        let message = format!(
            "Målet ”{}” är inte mätt. Ange utfall eller bedömning under Uppföljning.",
            result.goal.text
        );
        draft.problem("ars-mal-inte-matt", "Årsredovisning, måluppfyllelse", message);
    }
}

/// Words in a column of numbers cannot wrap.
const SHORT: usize = 24;

fn has_short(row: &Row, column: usize) -> bool {
    let cell = row.cells.get(column);
    cell.is_none_or(|cell| cell.text.chars().count() <= SHORT)
}

/// "Av 12 mål är 4 uppnådda, 6 i stort sett uppnådda, 1 inte uppnått och 1 inte mätt".
fn counted(goals: &[GoalResult]) -> String {
    let of = |judgement| goals.iter().filter(|r| r.judgement == judgement).count();
    let parts = [
        (Judgement::Met, "uppnått", "uppnådda"),
        (
            Judgement::LargelyMet,
            "i stort sett uppnått",
            "i stort sett uppnådda",
        ),
        (Judgement::NotMet, "inte uppnått", "inte uppnådda"),
        (Judgement::NotMeasured, "inte mätt", "inte mätta"),
    ];
    let said = parts.iter().filter(|(judgement, ..)| of(*judgement) > 0);
    let said: Vec<String> = said
        .map(|(judgement, one, many)| {
            let n = of(*judgement);
            format!("{n} {}", if n == 1 { one } else { many })
        })
        .collect();
    let list = match said.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} och {last}", first.join(", ")),
        other => other.join(""),
    };
    format!("Av {} mål är {list}", goals.len())
}

fn row(draft: &Draft<'_>, result: &GoalResult) -> Row {
    let goal = &result.goal;
    let words = if goal.measured_by.is_empty() {
        goal.text.clone()
    } else {
        format!("{} ({})", goal.text, goal.measured_by)
    };
    // A goal judged in words has no figure to trace.
    let figure = result.figure.as_ref().filter(|f| f.value.units().is_some());
    let outcome = TableCell {
        text: result.outcome.clone(),
        ..figure.map(cells::of).unwrap_or_default()
    };
    let largely = goal.thresholds.is_some_and(|t| t.largely != t.target);
    let band = if largely {
        limit(draft, goal, "mal.grans")
    } else {
        cells::blank()
    };
    cells::row(
        RowKind::Normal,
        words,
        vec![
            limit(draft, goal, "mal.malvarde"),
            band,
            outcome,
            TableCell::text(capital(judgement(result))),
        ],
    )
}

/// A judgement is called the same everywhere; words that are none of the judgements stand as they are.
fn judgement(result: &GoalResult) -> &str {
    match (&result.goal.outcome, result.judgement) {
        (GoalOutcome::Words { judgement, .. }, Judgement::NotMeasured) if !judgement.trim().is_empty() => {
            judgement.trim()
        }
        (_, judged) => judged.label(),
    }
}

/// "minst 35 %".
pub(crate) fn limit(draft: &Draft<'_>, goal: &Goal, measure: MeasureId) -> TableCell {
    let scope = Scope::all().with("mal", goal.number.to_string());
    let Some((figure, thresholds)) = draft.figure(measure, scope).zip(goal.thresholds) else {
        return TableCell::text("–");
    };
    let direction = match thresholds.direction {
        GoalDirection::AtLeast => "minst",
        GoalDirection::AtMost => "högst",
    };
    TableCell {
        text: format!("{direction} {}", figure.text()),
        ..cells::of(figure)
    }
}
