//! Tables of money: budget, insats budgets and costs, overview, contributions; and the population.

use super::{At, Builder, at, is_sum, plain_label, year_columns};
use crate::{
    cell::Cell,
    figure::Scope,
    published::{folder::PublishedTable, table::Row},
    unit::Unit,
};

/// `budget.csv`.
pub(super) fn budget(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    for (index, row) in table.rows.iter().enumerate() {
        let (group, label) = (table.text(row, "grupp"), table.text(row, "rad"));
        // Of several printed sums in a group the last is the group's.
        let later = |row: &Row| {
            table.text(row, "grupp").eq_ignore_ascii_case(group) && is_sum(table.text(row, "rad"))
        };
        let kind = match is_sum(label) {
            true if table.rows[index + 1..].iter().any(later) => Sum::Part,
            true => Sum::Whole,
            false => Sum::No,
        };
        let (measure, scope) = budget_measure(&group.to_lowercase(), &plain_label(label), kind);
        amounts(builder, published, row, (group, label), measure, &scope);
    }
}

/// What a row of a group sums up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sum {
    No,
    Part,
    Whole,
}

fn budget_measure(group: &str, label: &str, sum: Sum) -> (&'static str, Scope) {
    if group == "resultat" {
        let measure = match label {
            "resultat" => "budget.resultat",
            "resultat 2" => "budget.resultat_2",
            _ if label.contains("återföring") => "budget.aterforing",
            _ => "budget.resultat_rad",
        };
        return (measure, Scope::all());
    }
    let scope = Scope::all().with("grupp", group);
    match label {
        _ if sum == Sum::Whole => ("budget.summa", scope),
        _ if sum == Sum::Part => ("budget.rad", scope.with("rad", label)),
        _ if group == "kostnader" && label.contains("individ") && label.contains("insatser") => {
            ("budget.individinsatser", scope)
        }
        _ if group == "intäkter" && (label.contains("ägarbidrag") || label.contains("medlemsbidrag")) => {
            ("budget.medlemsbidrag", scope)
        }
        _ => ("budget.rad", scope.with("rad", label)),
    }
}

/// `insatsbudget.csv`.
pub(super) fn insats_budget(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    for row in &table.rows {
        let label = table.text(row, "rad");
        let scope = if is_sum(label) {
            Scope::all()
        } else {
            Scope::all().with("rad", plain_label(label))
        };
        amounts(builder, published, row, ("", label), "insats.budget", &scope);
    }
}

/// `insatskostnader-YYYY.csv`.
pub(super) fn insats_costs(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    for row in &table.rows {
        let label = table.text(row, "projekt");
        let scope = if is_sum(label) {
            Scope::all()
        } else {
            Scope::all().with("projekt", plain_label(label))
        };
        amounts(builder, published, row, ("", label), "insats.kostnad", &scope);
    }
}

/// `flerarsoversikt.csv`.
pub(super) fn overview(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    let labels: Vec<String> = table
        .rows
        .iter()
        .map(|r| plain_label(table.text(r, "mått")))
        .collect();
    for (row, plain) in table.rows.iter().zip(&labels) {
        let label = table.text(row, "mått");
        // Several rows may speak of income; the one that says it most plainly is the total.
        let best = |measure: &&str| {
            let of = |l: &&String| overview_measure(l) == Some(*measure);
            labels.iter().filter(of).min_by_key(|l| plainness(l)) == Some(plain)
        };
        let first = builder.cells.len();
        let measure = overview_measure(plain).filter(best);
        let scope = match measure {
            Some(_) => Scope::all(),
            None => Scope::all().with("rad", plain.clone()),
        };
        let measure = measure.unwrap_or("oversikt.rad");
        amounts(builder, published, row, ("", label), measure, &scope);
        let cost = builder.cells[first..]
            .iter()
            .all(|c| c.measure == "oversikt.kostnader");
        if cost && is_negative(&builder.cells[first..]) {
            builder.cells[first..].iter_mut().for_each(|c| c.negated = true);
        }
    }
}

fn overview_measure(label: &str) -> Option<&'static str> {
    match label {
        _ if label.contains("finansiel") => None,
        _ if label.contains("intäkter") => Some("oversikt.intakter"),
        _ if label.contains("kostnader") => Some("oversikt.kostnader"),
        _ if label.contains("eget kapital") => Some("oversikt.eget_kapital"),
        _ if label.contains("resultat") => Some("oversikt.resultat"),
        _ => None,
    }
}

/// How plainly a label names its measure, the plainest lowest.
fn plainness(label: &str) -> usize {
    let plain = [
        "verksamhetens intäkter",
        "verksamhetens kostnader",
        "eget kapital",
        "årets resultat",
    ];
    if plain.contains(&label) {
        0
    } else if label.starts_with("soliditet") {
        2
    } else {
        1
    }
}

/// Whether a row prints nothing but negative numbers: then minus is how it says "cost".
pub(super) fn is_negative(cells: &[Cell]) -> bool {
    cells.iter().any(|c| c.units < 0) && cells.iter().all(|c| c.units <= 0)
}

/// `medlemsbidrag.csv`: the group of members (staten, region, kommun) is part of the scope.
pub(super) fn contributions(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    for row in &table.rows {
        let label = table.text(row, "medlem");
        if is_sum(label) {
            amounts(
                builder,
                published,
                row,
                ("", label),
                "bidrag.summa",
                &Scope::all(),
            );
            continue;
        }
        let kind = table.text(row, "typ").to_lowercase();
        let scope = Scope::all().with("medlem", plain_label(label)).with("typ", kind);
        amounts(builder, published, row, ("", label), "bidrag.belopp", &scope);
    }
}

/// `befolkning.csv`: persons on a day; the year is the day's.
pub(super) fn population(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    for row in &table.rows {
        let label = table.text(row, "kommun");
        for (index, column, year) in year_columns(published) {
            let position = At {
                group: "",
                label,
                column: &column,
                year,
                unit: Unit::Personer,
            };
            let scope = Scope::all().with("kommun", plain_label(label));
            builder.add(&table.name, &position, "befolkning.antal", scope, at(row, index));
        }
    }
}

fn amounts(
    builder: &mut Builder,
    published: &PublishedTable,
    row: &Row,
    (group, label): (&str, &str),
    measure: &str,
    scope: &Scope,
) {
    for (index, column, year) in year_columns(published) {
        let position = At {
            group,
            label,
            column: &column,
            year,
            unit: Unit::Kronor,
        };
        builder.add(
            &published.table.name,
            &position,
            measure,
            scope.clone(),
            at(row, index),
        );
    }
}
