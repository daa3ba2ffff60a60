//! 10.5: who decides the plan, and when.

use crate::{
    document::{Row, RowKind, TableCell},
    plan::{Plan, State, calendar::decide_by},
    report::{caption, cells, draft::Draft},
};

pub(super) fn part(draft: &mut Draft<'_>) {
    draft.heading(3, "10.5", "Beslut och tidplan", "beslut");
    draft.section("beslut");
    let last = decide_by(draft.year())
        .map(caption::long_date)
        .unwrap_or_default();
    draft.words(format!(
        "Styrelsen beslutar budgeten senast den {last}, efter samråd med medlemmarna. Sammanträdet är offentligt, och förslaget är tillgängligt för alla från det att sammanträdet kungörs."
    ));
    let rows = draft.sources.plan.map(days).unwrap_or_default();
    if !rows.is_empty() {
        let caption = "Planens väg till beslut".to_owned();
        let columns = cells::words(&["Steg", "Dag"]);
        draft.table(cells::table("tabell-tidplan", caption, columns, rows));
    }
}

/// The days that are known.
fn days(plan: &Plan) -> Vec<Row> {
    let timetable = plan.timetable;
    let sent = match plan.version.state {
        State::Consultation(day) => Some(day),
        _ => None,
    };
    let row = |what: &str, day: String| cells::row(RowKind::Normal, what, vec![TableCell::text(day)]);
    let mut rows: Vec<Row> = [
        ("Förslaget sändes till medlemmarna för samråd", sent),
        ("Medlemmarna svarar senast", timetable.answers_by),
        ("Styrelsens budgetsammanträde", timetable.meeting),
    ]
    .into_iter()
    .filter_map(|(what, day)| Some(row(what, caption::long_date(day?))))
    .collect();
    if let Some(decision) = plan.version.state.decision() {
        let day = decision.on.map(caption::long_date);
        let section = Some(decision.section.trim().to_owned()).filter(|section| !section.is_empty());
        let said: Vec<String> = day.into_iter().chain(section).collect();
        if !said.is_empty() {
            rows.push(row("Beslutad", said.join(", ")));
        }
    }
    rows
}
