//! Section 9: the year's goals by level, how each is measured, and how it last went.

use super::{outcome_year, titled};
use crate::{
    annual_report::goals::{LEVELS, limit},
    document::{Row, RowKind, TableCell},
    facts::{Goal, GoalOutcome},
    figure::{Figure, MeasureId, Scope},
    goal::{self, GoalResult},
    measure,
    report::{cells, draft::Draft},
};

const WIDTH: usize = 4;
const HEADS: [&str; 3] = ["Mål", "Mäts med", "Målvärde"];

pub(super) fn part(draft: &mut Draft<'_>) {
    let year = draft.year();
    draft.heading(1, "", "Mål och uppföljning", "del-mal");
    draft.heading(2, "9", &format!("Mål för {year}"), "mal");
    draft.section("mal");
    table(draft);
    titled(draft, 3, "9.1", "uppfoljning");
    titled(draft, 3, "9.2", "arbete");
}

fn table(draft: &mut Draft<'_>) {
    let goals = draft.sources.goals;
    if goals.is_empty() {
        draft.missing(
            "vpb-mal",
            "inga mål är registrerade för året",
            "Lägg in årets mål under Uppföljning.",
        );
        return;
    }
    let last = Last::of(draft);
    let mut rows = Vec::new();
    for (level, name) in LEVELS {
        let mut of_level = goals.iter().filter(|r| r.goal.level == level).peekable();
        if of_level.peek().is_some() {
            rows.push(cells::group(name, WIDTH));
        }
        rows.extend(of_level.map(|result| row(draft, &result.goal, &last)));
    }
    let mut columns = cells::words(&HEADS);
    columns.extend(cells::words(&[&format!("Utfall {}", last.year)]));
    let levels = LEVELS
        .iter()
        .filter(|(level, _)| goals.iter().any(|r| r.goal.level == *level));
    let caption = format!("{} mål på {} nivåer", goals.len(), levels.count());
    let mut table = cells::table("tabell-mal", caption, columns, rows);
    table.notes = vec![format!(
        "Utfallet är det för {}, det senaste avslutade året, av samma mått eller samma mål. Ett tankstreck betyder att målet är nytt, eller att det inte mättes.",
        last.year
    )];
    table.notes.extend(draft.constructed_note());
    draft.table(table);
}

/// How the last year that is over went.
struct Last {
    year: i32,
    goals: Vec<GoalResult>,
}

impl Last {
    fn of(draft: &Draft<'_>) -> Last {
        let date = draft.sources.date.parse();
        let year = date.map_or(draft.year() - 1, |date| outcome_year(draft.year(), date));
        Last {
            year,
            goals: goal::results_of(draft.facts(), draft.sources.figures, year),
        }
    }

    /// The measure the goal is followed by, or the goal of the same words.
    fn outcome(&self, draft: &Draft<'_>, goal: &Goal) -> TableCell {
        let words = |text: &str| text.trim().to_lowercase();
        let same = self
            .goals
            .iter()
            .find(|last| words(&last.goal.text) == words(&goal.text));
        let of_measure = measured(goal).and_then(|id| draft.at(id, self.year, Scope::all()));
        let known = |figure: &&Figure| figure.value.units().is_some();
        if let Some(figure) = of_measure.filter(known) {
            return TableCell {
                text: goal::with_base(figure),
                ..cells::of(figure)
            };
        }
        let Some(same) = same else {
            return TableCell::text("–");
        };
        TableCell {
            text: same.outcome.clone(),
            ..same
                .figure
                .as_ref()
                .filter(known)
                .map(cells::of)
                .unwrap_or_default()
        }
    }
}

fn measured(goal: &Goal) -> Option<MeasureId> {
    match &goal.outcome {
        GoalOutcome::Measure(id) => Some(measure::find(id)?.id),
        _ => None,
    }
}

fn row(draft: &Draft<'_>, goal: &Goal, last: &Last) -> Row {
    let by = match measured(goal).and_then(measure::find) {
        Some(measure) if goal.measured_by.is_empty() => measure.name.to_owned(),
        _ if goal.measured_by.is_empty() => "–".into(),
        _ => goal.measured_by.clone(),
    };
    let cells = vec![
        TableCell::text(by),
        limit(draft, goal, "mal.malvarde"),
        last.outcome(draft, goal),
    ];
    cells::row(RowKind::Normal, &goal.text, cells)
}
