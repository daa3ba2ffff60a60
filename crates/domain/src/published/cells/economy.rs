//! Tables of money: budget, insats budgets and costs, overview, contributions; and the population.

use super::{At, Builder, at, is_sum, plain_label, year_columns};
use crate::{figure::Scope, published::folder::PublishedTable, unit::Unit};

/// `budget.csv`.
pub(super) fn budget(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    for row in &table.rows {
        let (group, label) = (table.text(row, "grupp"), table.text(row, "rad"));
        let (measure, scope) = budget_measure(&group.to_lowercase(), &plain_label(label), is_sum(label));
        amounts(builder, published, row, (group, label), measure, &scope);
    }
}

fn budget_measure(group: &str, label: &str, sum: bool) -> (&'static str, Scope) {
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
        _ if sum => ("budget.summa", scope),
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
    for row in &table.rows {
        let label = table.text(row, "mått");
        let plain = plain_label(label);
        let measure = match plain.as_str() {
            _ if plain.contains("intäkter") => "oversikt.intakter",
            _ if plain.contains("kostnader") => "oversikt.kostnader",
            _ if plain.contains("eget kapital") => "oversikt.eget_kapital",
            _ if plain.contains("resultat") => "oversikt.resultat",
            _ => "oversikt.rad",
        };
        let scope = if measure == "oversikt.rad" {
            Scope::all().with("rad", plain)
        } else {
            Scope::all()
        };
        amounts(builder, published, row, ("", label), measure, &scope);
    }
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
    row: &crate::published::Row,
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
