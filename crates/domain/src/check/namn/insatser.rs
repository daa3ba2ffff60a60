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

/// An insats with participants or costs is in the list of insatser, where there is one, and in
/// another table; one with only a budget may be new, and is told when it nearly has another's name.
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
        let list = &known[TABLES.len() - 1];
        let register: BTreeSet<&str> = if *kind == FileKind::PerInsats && !list.is_empty() {
            list.keys().map(String::as_str).collect()
        } else {
            others.clone()
        };
        let registered = !list.is_empty() || known[0].len().min(known[3].len()) > 0;
        let must = registered && !matches!(kind, FileKind::InsatsBudget | FileKind::Insatser);
        for (id, (table, printed)) in &known[index] {
            let near = nearest(id, register.iter().copied());
            // Where other tables agree with this one the list's name is told, as the unknown one.
            let agreed = near.is_some() && others.contains(id.as_str());
            if register.contains(id.as_str()) || agreed || near.is_some_and(|near| told.contains(near)) {
                continue;
            }
            if near.is_some() || must {
                told.insert(id.clone());
                let place = if others.contains(id.as_str()) {
                    "insatser.csv"
                } else {
                    "någon annan tabell, så raden jämförs inte med dem"
                };
                let advice = match near {
                    Some(_) => "",
                    None => " Skriv insatsens id som i insatser.csv, eller lägg till den där.",
                };
                let message = format!("Insatsen ”{printed}” finns inte i {place}.{advice}");
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
    for table in folder.of(FileKind::Insatser).map(|p| &p.table) {
        for row in &table.rows {
            let (id, printed) = (table.text(row, "id"), names(table.text(row, "kommuner")));
            let (stems, strangers) = sorted(&printed, &known);
            for name in strangers {
                let near = near_member(name, &known);
                let wider = WIDER.iter().any(|word| name.to_lowercase().contains(word));
                if near.is_some() || !wider {
                    found.push(stranger(&table.name, [id, "kommuner", name], near));
                }
            }
            if stems.len() == printed.len() && !stems.is_empty() {
                own.insert(id.to_lowercase(), stems);
            }
        }
    }
    for table in folder.of(FileKind::InsatsCosts).map(|p| &p.table) {
        for row in &table.rows {
            let (label, insats) = (table.text(row, "projekt"), table.text(row, "insats"));
            let printed = names(table.text(row, "kommun"));
            let (stems, strangers) = sorted(&printed, &known);
            // Costs are also for others than municipalities, in words of their own.
            let near = |name: &str| {
                Some(stranger(
                    &table.name,
                    [label, "kommun", name],
                    Some(near_member(name, &known)?),
                ))
            };
            found.extend(strangers.into_iter().filter_map(near));
            let others = own
                .get(&insats.to_lowercase())
                .and_then(|own| stems.difference(own).next());
            if let Some(name) = others.and_then(|stem| known.get(stem)) {
                let message = format!(
                    "Insatsen ”{insats}” är inte till för {name} enligt insatser.csv. Rätta kommunen, eller insatsens kommuner."
                );
                found.push(finding(&table.name, [label, "kommun", name], None, message));
            }
        }
    }
    found
}

/// The stems of those that are known, and the names that are not.
fn sorted<'a>(names: &[&'a str], known: &BTreeMap<String, String>) -> (BTreeSet<String>, Vec<&'a str>) {
    let (inside, outside): (Vec<&str>, Vec<&str>) =
        names.iter().partition(|name| known.contains_key(&stem(name)));
    (inside.into_iter().map(stem).collect(), outside)
}

fn near_member<'a>(name: &str, known: &'a BTreeMap<String, String>) -> Option<&'a str> {
    let near = nearest(&stem(name), known.keys().map(String::as_str))?;
    known.get(near).map(String::as_str)
}

fn stranger(table: &str, [row, column, name]: [&str; 3], near: Option<&str>) -> Finding {
    let message = format!("Kommunen ”{name}” är ingen av medlemmarna.");
    finding(table, [row, column, name], near, message)
}
