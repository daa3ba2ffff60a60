//! Insatser by their ids, and the municipalities they are for.

use std::collections::{BTreeMap, BTreeSet};

use super::{finding, nearest};
use crate::{
    check::bidrag::stem,
    finding::Finding,
    published::{FileKind, PublishedFolder, PublishedTable, Row, is_sum, table::printed_number},
};

/// Tables with a column of insatser, the least trusted first.
const TABLES: [(FileKind, &str); 5] = [
    (FileKind::Annexes, "insats"),
    (FileKind::InsatsCosts, "insats"),
    (FileKind::InsatsBudget, "insats"),
    (FileKind::PerInsats, "insats"),
    (FileKind::Insatser, "id"),
];

/// Ids that no other table knows, and municipalities that are nobody's.
pub(super) fn findings(folder: &PublishedFolder) -> Vec<Finding> {
    let mut found = ids(folder);
    found.extend(municipalities(folder));
    found
}

/// Ids of one table in lower case: the table's name and the id as printed.
fn of(folder: &PublishedFolder, kind: FileKind, column: &str) -> BTreeMap<String, (String, String)> {
    let mut ids = BTreeMap::new();
    for published in folder.of(kind) {
        for row in &published.table.rows {
            let id = published.table.text(row, column);
            let counted = kind != FileKind::PerInsats || has_number(published, row, column);
            if !id.is_empty() && !is_sum(id) && counted {
                ids.entry(id.to_lowercase())
                    .or_insert((published.table.name.clone(), id.to_owned()));
            }
        }
    }
    ids
}

fn has_number(published: &PublishedTable, row: &Row, name: &str) -> bool {
    let columns = published.table.header.iter().zip(&row.cells);
    columns
        .filter(|(head, _)| head.to_lowercase() != name)
        .any(|(_, cell)| printed_number(cell).is_some())
}

/// An insats with participants is in the list of insatser or in an annex; one with only a budget or
/// a cost may be new or closed, and is told when it nearly has another's name.
fn ids(folder: &PublishedFolder) -> Vec<Finding> {
    let known: Vec<BTreeMap<String, (String, String)>> = TABLES
        .iter()
        .map(|(kind, column)| of(folder, *kind, column))
        .collect();
    let (mut found, mut told) = (Vec::new(), BTreeSet::new());
    for (index, (kind, column)) in TABLES.iter().enumerate() {
        let others: BTreeSet<&str> = (0..TABLES.len())
            .filter(|i| *i != index)
            .flat_map(|i| known[i].keys().map(String::as_str))
            .collect();
        let registered = [FileKind::Insatser, FileKind::PerInsats, FileKind::Annexes]
            .iter()
            .filter(|k| *k != kind)
            .any(|k| {
                TABLES
                    .iter()
                    .zip(&known)
                    .any(|((t, _), ids)| t == k && !ids.is_empty())
            });
        let must = registered && matches!(kind, FileKind::PerInsats | FileKind::Annexes);
        for (id, (table, printed)) in &known[index] {
            let near = nearest(id, others.iter().copied());
            if others.contains(id.as_str()) || near.is_some_and(|near| told.contains(near)) {
                continue;
            }
            if near.is_some() || must {
                told.insert(id.clone());
                let message = format!(
                    "Insatsen ”{printed}” finns inte i någon annan tabell, så raden jämförs inte med dem."
                );
                let message = if near.is_some() {
                    message
                } else {
                    format!("{message} Skriv insatsens id som i insatser.csv, eller lägg till den där.")
                };
                found.push(finding(table, [printed, column, printed], near, message));
            }
        }
    }
    found
}

/// Words for more than one municipality, and for others than municipalities.
const WIDER: [&str; 6] = ["hela", "alla", "samtliga", "län", "region", "förbund"];

fn names(text: &str) -> Vec<&str> {
    text.split([',', '/', '&'])
        .flat_map(|part| part.split(" och "))
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}

/// Municipalities by stem: the members, and those whose population is printed.
fn members(folder: &PublishedFolder) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    for (kind, column) in [
        (FileKind::Population, "kommun"),
        (FileKind::Contributions, "medlem"),
    ] {
        for table in folder.of(kind).map(|p| &p.table) {
            for row in &table.rows {
                let (name, of) = (table.text(row, column), table.text(row, "typ").to_lowercase());
                let municipal = kind == FileKind::Population || of.starts_with("kommun");
                if municipal && !is_sum(name) && !name.is_empty() {
                    known.entry(stem(name)).or_insert(name.to_owned());
                }
            }
        }
    }
    known
}

/// A municipality in the list of insatser is a member; one in the costs is one of the insats' own.
fn municipalities(folder: &PublishedFolder) -> Vec<Finding> {
    let known = members(folder);
    let mut found = Vec::new();
    if known.len() < 2 {
        return found;
    }
    let mut own: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (kind, column, key) in [
        (FileKind::Insatser, "kommuner", "id"),
        (FileKind::InsatsCosts, "kommun", "projekt"),
    ] {
        for table in folder.of(kind).map(|p| &p.table) {
            for row in &table.rows {
                let (label, insats) = (table.text(row, key), table.text(row, "insats").to_lowercase());
                let printed = names(table.text(row, column));
                let mut stems: BTreeSet<String> = BTreeSet::new();
                for name in &printed {
                    let stem = stem(name);
                    let wider = WIDER.iter().any(|word| name.to_lowercase().contains(word));
                    if known.contains_key(&stem) {
                        stems.insert(stem);
                        continue;
                    }
                    let near = nearest(&stem, known.keys().map(String::as_str)).and_then(|n| known.get(n));
                    if near.is_some() || (kind == FileKind::Insatser && !wider) {
                        let message = format!("Kommunen ”{name}” är ingen av medlemmarna.");
                        let at = [label, column, *name];
                        found.push(finding(&table.name, at, near.map(String::as_str), message));
                    }
                }
                if kind == FileKind::Insatser {
                    if stems.len() == printed.len() && !stems.is_empty() {
                        own.insert(label.to_lowercase(), stems);
                    }
                } else if let Some(other) = own.get(&insats).and_then(|own| stems.difference(own).next()) {
                    let name = known.get(other).map_or(other.as_str(), String::as_str);
                    let message = format!(
                        "Insatsen ”{insats}” är inte till för {name} enligt insatser.csv. Rätta kommunen, eller insatsens kommuner."
                    );
                    found.push(finding(&table.name, [label, column, name], None, message));
                }
            }
        }
    }
    found
}
