//! Tables of money, and the goals.

use super::{Lines, PRINTED, Printer, printed};
use crate::{
    codes::CodeTable,
    facts::{GoalDirection, Thresholds},
    figure::Scope,
    goal::{self, GoalResult},
    measure,
    money::Ore,
    number,
    statement::{Level, Row, Table},
    unit::Unit,
};

fn kronor(amount: Option<Ore>) -> String {
    amount.map_or_else(String::new, |amount| amount.to_kronor().to_string())
}

/// "Summa" → "Summa (tryckt)" where the row is a sum.
fn row_label(row: &Row) -> String {
    match row.level {
        Level::Subtotal | Level::Total => format!("{} {PRINTED}", row.label),
        Level::Group | Level::Line => row.label.clone(),
    }
}

/// `bokslut.csv`: this year and the year before.
pub(super) fn statements(printer: &Printer<'_>) -> Lines {
    let years = [printer.year, printer.year - 1].map(|year| year.to_string());
    let mut lines = Lines::new(&["räkning", "rad", "not", &years[0], &years[1]]);
    let statements = printer.figures.statements();
    for (group, table) in [
        ("resultaträkning", &statements.income),
        ("balansräkning", &statements.balance),
        ("kassaflöde", &statements.cash_flow),
    ] {
        let rows = table
            .rows
            .iter()
            .filter(|row| row.current.is_some() || row.previous.is_some());
        for row in rows {
            let amounts = [kronor(row.current), kronor(row.previous)];
            lines.push(
                [group.to_owned(), row_label(row), row.note.to_owned()]
                    .into_iter()
                    .chain(amounts),
            );
        }
    }
    operating(printer, &statements.operating, &mut lines);
    for table in &statements.notes {
        note(table, &mut lines);
    }
    lines
}

fn operating(printer: &Printer<'_>, table: &Table, lines: &mut Lines) {
    let group = format!("driftsredovisning {}", printer.year);
    for row in &table.rows {
        for (column, amount) in [
            ("utfall", row.current),
            ("budget", row.budget),
            (&*format!("avvikelse {PRINTED}"), row.deviation),
        ] {
            if amount.is_some() {
                let label = format!("{} {column}", row.label);
                lines.push([group.clone(), label, String::new(), kronor(amount), String::new()]);
            }
        }
    }
}

/// A note's rows and sums, each under the part of the note it belongs to.
fn note(table: &Table, lines: &mut Lines) {
    for row in &table.rows {
        let Some(part) = row.figure.as_ref().and_then(|f| f.scope.get("not")) else {
            continue;
        };
        if row.current.is_some() || row.previous.is_some() {
            let words = [format!("not {part}"), row_label(row), String::new()];
            lines.push(
                words
                    .into_iter()
                    .chain([kronor(row.current), kronor(row.previous)]),
            );
        }
    }
}

/// `budget.csv`.
pub(super) fn budget(printer: &Printer<'_>) -> Lines {
    let year = printer.year.to_string();
    let mut lines = Lines::new(&["grupp", "rad", &year]);
    let Some(budget) = printer
        .facts
        .budgets
        .iter()
        .rfind(|budget| budget.year == printer.year)
    else {
        return lines;
    };
    for (group, code, sum) in [
        ("intäkter", "intakter", "budget.intakter"),
        (
            "finansiella intäkter",
            "finansiella_intakter",
            "budget.finansiella_intakter",
        ),
        ("kostnader", "kostnader", "budget.kostnader"),
        (
            "finansiella kostnader",
            "finansiella_kostnader",
            "budget.finansiella_kostnader",
        ),
    ] {
        let mut any = false;
        for line in budget
            .lines
            .iter()
            .filter(|line| measure::budget_group(line.group) == code)
        {
            let scope = Scope::all().with("grupp", code).with("rad", &line.label);
            lines.push([
                group.to_owned(),
                line.label.clone(),
                printer.now("budget.rad", scope),
            ]);
            any = true;
        }
        if any {
            lines.push([
                group.to_owned(),
                format!("SUMMA {PRINTED}"),
                printer.now(sum, Scope::all()),
            ]);
        }
    }
    let result = printer.now("budget.resultat", Scope::all());
    lines.push(["resultat".to_owned(), format!("Resultat {PRINTED}"), result]);
    lines
}

/// `insatsbudget.csv`.
pub(super) fn insats_budget(printer: &Printer<'_>) -> Lines {
    let year = printer.year.to_string();
    let mut lines = Lines::new(&["insats", "rad", &year]);
    for line in printer
        .facts
        .insats_budgets
        .iter()
        .filter(|line| line.year == printer.year)
    {
        let insats = line.insats.clone().unwrap_or_default();
        lines.push([insats, line.label.clone(), kronor(Some(line.amount))]);
    }
    if lines.0.len() > 1 {
        let sum = printer.now("insats.budget", Scope::all());
        lines.push([String::new(), format!("Kostnader {PRINTED}"), sum]);
    }
    lines
}

/// `insatskostnader-YYYY.csv`.
pub(super) fn insats_cost(printer: &Printer<'_>) -> Lines {
    let mut lines = Lines::new(&[
        "projekt",
        "insats",
        "kommun",
        &format!("kostnad_{}", printer.year),
    ]);
    for (code, figure) in printer.by("insats.kostnad", "projekt") {
        let project = printer.facts.projects.iter().find(|project| project.code == code);
        let name = project.map_or(code, |project| &project.name).to_owned();
        let insats = project
            .and_then(|project| project.insats.clone())
            .unwrap_or_default();
        let place = project
            .map(|project| project.municipality.clone())
            .unwrap_or_default();
        lines.push([name, insats, place, printed(figure)]);
    }
    if lines.0.len() > 1 {
        let sum = printer.now("insats.kostnad", Scope::all());
        lines.push([format!("Total {PRINTED}"), String::new(), String::new(), sum]);
    }
    lines
}

/// `flerarsoversikt.csv`.
pub(super) fn overview(printer: &Printer<'_>) -> Lines {
    let overview = &printer.figures.statements().overview;
    let years: Vec<String> = overview.years.iter().map(i32::to_string).collect();
    let mut header = vec!["mått"];
    header.extend(years.iter().map(String::as_str));
    let mut lines = Lines::new(&header);
    for row in &overview.rows {
        let cells = overview
            .years
            .iter()
            .map(|year| printer.of(row.measure, *year, Scope::all()));
        lines.push(std::iter::once(row.label.to_owned()).chain(cells));
    }
    lines
}

/// `medlemsbidrag.csv`.
pub(super) fn contributions(printer: &Printer<'_>) -> Lines {
    let mut lines = Lines::new(&["medlem", "typ", &format!("bidrag_{}", printer.year)]);
    for member in &printer.facts.members {
        let amount = printer.now("bidrag.belopp", Scope::all().with("medlem", &member.code));
        if !amount.is_empty() {
            lines.push([member.name.clone(), member.kind.slug().to_owned(), amount]);
        }
    }
    lines
}

/// `mal.csv`.
pub(super) fn goals(printer: &Printer<'_>) -> Lines {
    let mut lines = Lines::new(&[
        "år",
        "nivå",
        "mål",
        "målvärde",
        "enhet",
        "mäts_med",
        "utfall_tryckt",
        "bedömning_tryckt",
    ]);
    for result in goal::results(printer.facts, printer.figures) {
        let goal = &result.goal;
        lines.push([
            goal.year.to_string(),
            goal.level.label().to_lowercase(),
            goal.text.clone(),
            goal.thresholds.map_or_else(String::new, |t| target(&result, t)),
            goal.thresholds.map_or_else(String::new, |t| unit(&result, t)),
            goal.measured_by.clone(),
            outcome(&result),
            result.judgement.label().to_owned(),
        ]);
    }
    lines
}

fn is_money(result: &GoalResult) -> bool {
    result
        .figure
        .as_ref()
        .is_some_and(|figure| figure.unit == Unit::Kronor)
}

fn target(result: &GoalResult, thresholds: Thresholds) -> String {
    if is_money(result) {
        kronor(Some(Ore(thresholds.target)))
    } else {
        number::plain(thresholds.target, thresholds.decimals)
    }
}

fn unit(result: &GoalResult, thresholds: Thresholds) -> String {
    let unit = if is_money(result) { "kr" } else { "procent" };
    match thresholds.direction {
        GoalDirection::AtMost => format!("{unit}, högst"),
        GoalDirection::AtLeast => format!("{unit}, minst"),
    }
}

fn outcome(result: &GoalResult) -> String {
    let value = result
        .figure
        .as_ref()
        .map(printed)
        .filter(|text| !text.is_empty());
    value.unwrap_or_else(|| result.outcome.clone())
}
