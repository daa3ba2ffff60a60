//! 10.1: every line by group, the year before beside the plan's years, and how a deficit is met.

use super::{kronor, whole, years};
use crate::{
    chart::{Chart, ChartKind, Series},
    document::{Row, RowKind, TableCell},
    facts::BudgetGroup,
    figure::{MeasureId, Scope},
    measure::budget_group,
    report::{
        caption, cells,
        draft::{Draft, Place},
    },
};

/// A group's name, and the measure of its sum.
const GROUPS: [(BudgetGroup, &str, MeasureId); 4] = [
    (BudgetGroup::Income, "Intäkter", "budget.intakter"),
    (
        BudgetGroup::FinancialIncome,
        "Finansiella intäkter",
        "budget.finansiella_intakter",
    ),
    (BudgetGroup::Cost, "Kostnader", "budget.kostnader"),
    (
        BudgetGroup::FinancialCost,
        "Finansiella kostnader",
        "budget.finansiella_kostnader",
    ),
];

pub(super) fn part(draft: &mut Draft<'_>) {
    draft.heading(3, "10.1", "Intäkter och kostnader", "budget-och-plan");
    draft.section("budget");
    if whole(draft, "budget.resultat", draft.year()).is_none() {
        draft.missing(
            "vpb-budget",
            "ingen budget är registrerad för året",
            "Lägg in budgeten under Ekonomi.",
        );
        return;
    }
    table(draft);
    diagram(draft);
}

/// The year before, where it has a budget, and the plan's years.
fn shown(draft: &Draft<'_>) -> Vec<i32> {
    let before = draft.year() - 1;
    let before = whole(draft, "budget.resultat", before).map(|_| before);
    before.into_iter().chain(years(draft)).collect()
}

fn table(draft: &mut Draft<'_>) {
    let years = shown(draft);
    let heads: Vec<String> = years.iter().map(|year| head(draft, *year)).collect();
    let mut columns = vec!["Rad"];
    columns.extend(heads.iter().map(String::as_str));
    let mut rows = Vec::new();
    for (group, name, sum) in GROUPS {
        group_rows(draft, &years, (group, name, sum), &mut rows);
    }
    rows.push(across(
        draft,
        &years,
        RowKind::Total,
        "Resultat",
        "budget.resultat",
    ));
    let deficit =
        |year: &i32| whole(draft, "budget.aterforing", *year).is_some_and(|f| f.value.units() != Some(0));
    if years.iter().any(deficit) {
        let label = "Återföring av tidigare överskott";
        rows.push(across(draft, &years, RowKind::Normal, label, "budget.aterforing"));
        let label = "Resultat efter återföring";
        rows.push(across(
            draft,
            &years,
            RowKind::Total,
            label,
            "budget.resultat_efter_aterforing",
        ));
    }
    let caption = caption::plain(
        "Kostnader {} mot intäkter {} under budgetåret",
        &[draft.known("budget.kostnader"), draft.known("budget.intakter")],
    );
    let caption = caption.unwrap_or_else(|| "Budget och flerårsplan".into());
    let mut table = cells::table("tabell-budget", caption, cells::numeric(&columns), rows);
    table.notes = vec![
        "Belopp i hela kronor. Kostnader och intäkter står utan tecken; resultatet är intäkter minus kostnader.".into(),
    ];
    if years.iter().any(deficit) {
        table.notes.push("Återföringen är det budgeterade underskottet, som täcks med eget kapital från tidigare års överskott (kommunallagen 11 kap.).".into());
    }
    if let Some(plan) = draft.sources.plan {
        let said = plan.lines.iter().filter(|line| !line.note.trim().is_empty());
        table
            .notes
            .extend(said.map(|line| format!("{}: {}", line.label, line.note.trim())));
    }
    draft.table(table);
}

/// "Budget 2023", "Plan 2024".
fn head(draft: &Draft<'_>, year: i32) -> String {
    let word = if year > draft.year() { "Plan" } else { "Budget" };
    format!("{word} {year}")
}

fn across(draft: &Draft<'_>, years: &[i32], kind: RowKind, label: &str, measure: MeasureId) -> Row {
    let cell = |year: &i32| cells::maybe(draft.at(measure, *year, Scope::all()));
    cells::row(kind, label, years.iter().map(cell).collect())
}

/// A group's lines in the order of the budget year, then those only other years have. A sum that is
/// nothing in every year is not printed.
fn group_rows(
    draft: &Draft<'_>,
    years: &[i32],
    (group, name, sum): (BudgetGroup, &str, MeasureId),
    rows: &mut Vec<Row>,
) {
    let labels = labels(draft, years, group);
    if labels.is_empty() {
        return;
    }
    rows.push(cells::group(name, years.len() + 1));
    for label in labels {
        let scope = Scope::all().with("grupp", budget_group(group)).with("rad", label);
        let cell = |year: &i32| cells::maybe(draft.at("budget.rad", *year, scope.clone()));
        let cells: Vec<TableCell> = years.iter().map(cell).collect();
        rows.push(cells::row(RowKind::Normal, label, cells));
    }
    let is_something = |year: &i32| whole(draft, sum, *year).is_some_and(|f| f.value.units() != Some(0));
    if years.iter().any(is_something) {
        let label = format!("Summa {}", name.to_lowercase());
        rows.push(across(draft, years, RowKind::Subtotal, &label, sum));
    }
}

fn labels<'a>(draft: &Draft<'a>, years: &[i32], group: BudgetGroup) -> Vec<&'a str> {
    let first = draft.year();
    let order = std::iter::once(first).chain(years.iter().copied().filter(|year| *year != first));
    let mut labels: Vec<&str> = Vec::new();
    for year in order {
        let budget = draft.facts().budgets.iter().rfind(|budget| budget.year == year);
        let lines = budget.iter().flat_map(|budget| &budget.lines);
        for line in lines.filter(|line| line.group == group) {
            if !labels.contains(&line.label.as_str()) {
                labels.push(&line.label);
            }
        }
    }
    labels
}

/// Income and cost side by side.
fn diagram(draft: &mut Draft<'_>) {
    let years = shown(draft);
    let series = |name: &str, measure| Series {
        name: name.into(),
        values: years
            .iter()
            .map(|year| kronor(whole(draft, measure, *year)))
            .collect(),
    };
    let chart = Chart {
        kind: ChartKind::Columns,
        categories: years.iter().map(i32::to_string).collect(),
        series: vec![
            series("Intäkter", "budget.intakter"),
            series("Kostnader", "budget.kostnader"),
        ],
        unit: "kr".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    };
    let row = |year: &i32| {
        let cell = |measure| cells::maybe(draft.at(measure, *year, Scope::all()));
        let cells = ["budget.intakter", "budget.kostnader", "budget.resultat"].map(cell);
        cells::row(RowKind::Normal, year.to_string(), cells.to_vec())
    };
    let rows = years.iter().map(row).collect();
    let columns = cells::numeric(&["År", "Intäkter", "Kostnader", "Resultat"]);
    let table = cells::table("diagram-1-underlag", String::new(), columns, rows);
    let finding = caption::plain(
        "Budgeterat resultat {} under budgetåret",
        &[draft.known("budget.resultat")],
    );
    let place = Place {
        number: 1,
        id: "diagram-1",
        caption: finding.unwrap_or_else(|| "Intäkter och kostnader".into()),
        notes: vec!["Belopp i hela kronor; resultatet med finansiella poster.".into()],
    };
    draft.diagram(place, chart, table);
}
