//! `namn`: what is compared across tables is found by its name, so a name that only one table knows
//! takes that row out of every comparison. Here such names are told.

mod insatser;
mod members;

use std::collections::BTreeMap;

use crate::{
    finding::{Finding, Place, Severity::ShouldFix},
    published::{
        FileKind, PublishedFolder, PublishedTable, nearly_measure, table::is_near, table::printed_number,
    },
};

/// The check's name.
pub const NAME: &str = "namn";

/// Names of insatser, measures, municipalities and members, and the year of an operating statement.
pub fn findings(folder: &PublishedFolder) -> Vec<Finding> {
    let mut found = insatser::findings(folder);
    found.extend(members::findings(folder));
    found.extend(measures(folder));
    found.extend(operating_years(folder));
    found
}

/// A finding about a name.
fn finding(table: &str, [row, column, name]: [&str; 3], near: Option<&str>, message: String) -> Finding {
    let message = match near {
        Some(near) => format!("{message} Menas ”{near}”? Skriv namnet likadant överallt."),
        None => message,
    };
    Finding {
        check: NAME,
        severity: ShouldFix,
        place: Place {
            table: table.to_owned(),
            row: row.to_owned(),
            column: column.to_owned(),
        },
        expected: near.map(str::to_owned),
        found: name.to_owned(),
        message,
    }
}

/// The name a slip of the pen away, the first in order when there are several.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.filter(|k| is_near(name, k)).min()
}

/// Rows of annexes that are nearly one that every insats has.
fn measures(folder: &PublishedFolder) -> Vec<Finding> {
    let mut found = Vec::new();
    for published in folder.of(FileKind::Annexes) {
        let table = &published.table;
        for row in &table.rows {
            let (insats, label) = (table.text(row, "insats"), table.text(row, "mått"));
            if let Some(near) = nearly_measure(label) {
                let place = format!("{insats}: {label}");
                let message = format!("Måttet ”{label}” är okänt, så raden jämförs inte med andra tabeller.");
                found.push(finding(
                    &table.name,
                    [&place, "mått", label],
                    Some(&near),
                    message,
                ));
            }
        }
    }
    found
}

/// An operating statement whose heading has another year than the column its numbers stand in.
fn operating_years(folder: &PublishedFolder) -> Vec<Finding> {
    let mut found = Vec::new();
    for published in folder.of(FileKind::Statements) {
        let mut sections: BTreeMap<String, (String, bool, bool)> = BTreeMap::new();
        for row in &published.table.rows {
            let heading = published.table.text(row, "räkning");
            let lower = heading.to_lowercase();
            let year = lower
                .split_whitespace()
                .last()
                .and_then(crate::published::layout::year);
            let (Some(year), true) = (year, lower.starts_with("driftsredovisning")) else {
                continue;
            };
            let section = sections
                .entry(lower)
                .or_insert((heading.to_owned(), false, false));
            for (index, column) in columns(published) {
                let number = row.cells.get(index).and_then(|c| printed_number(c)).is_some();
                section.1 |= number && column == year;
                section.2 |= number && column != year;
            }
        }
        for (heading, own, other) in sections.into_values() {
            if other && !own {
                let message = format!(
                    "Rubriken ”{heading}” har ett annat år än kolumnen som talen står i, så talen lästes inte. \
                     Rätta årtalet i rubriken, eller flytta talen."
                );
                let at = [heading.as_str(), "räkning", &heading];
                found.push(finding(&published.table.name, at, None, message));
            }
        }
    }
    found
}

/// Columns with a year of their own: index and year.
fn columns(published: &PublishedTable) -> Vec<(usize, i32)> {
    let spec = crate::published::Layout::file(&published.table.name).map(|(spec, _)| spec);
    let year = |(i, head): (usize, &String)| Some((i, spec?.column(head)?.2?));
    published
        .table
        .header
        .iter()
        .enumerate()
        .filter_map(year)
        .collect()
}
