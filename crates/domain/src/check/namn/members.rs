//! Members: their kind, their population and their row in the note.

use std::collections::{BTreeMap, BTreeSet};

use super::{columns, finding, nearest};
use crate::{
    check::bidrag::{payer, same_member, stem},
    finding::Finding,
    published::{FileKind, PublishedFolder, Table, is_sum, table::printed_number},
};

/// A member as `medlemsbidrag.csv` has it.
struct Member<'a> {
    table: &'a Table,
    name: &'a str,
    kind: String,
    /// Years it pays something.
    pays: BTreeSet<i32>,
}

/// Kinds that are known, populations that are not, and members that one table spells otherwise.
pub(super) fn findings(folder: &PublishedFolder) -> Vec<Finding> {
    let members = members(folder);
    let mut found = kinds(&members);
    let told: BTreeSet<String> = found.iter().map(|f| f.place.row.clone()).collect();
    let without = without_population(folder, &members);
    let unpaid = without_note(folder, &members);
    // Where a member of no certain kind belongs is not known.
    for member in members.iter().filter(|m| !told.contains(m.name)) {
        let (people, note) = (without.get(member.name), unpaid.get(member.name));
        match (people, note) {
            // Two tables agree against this one.
            (Some(people), Some(_)) => {
                let near = people.near.as_deref();
                let message = format!(
                    "Medlemmen ”{}” finns inte i befolkning.csv eller i noten.",
                    member.name
                );
                let at = [member.name, "medlem", member.name];
                found.push(finding(&member.table.name, at, near, message));
            }
            (Some(one), None) | (None, Some(one)) => found.push(one.finding(member.name)),
            (None, None) => {}
        }
    }
    found.extend(populations(folder));
    found
}

/// A member that another table lacks.
struct Lacking {
    table: String,
    column: &'static str,
    near: Option<String>,
    message: String,
}

impl Lacking {
    /// Looked for in a column of a table. Without a name there that is near, it is to be added.
    fn of(near: Option<String>, (table, column): (&Table, &'static str), said: String, add: &str) -> Lacking {
        let message = if near.is_none() {
            format!("{said} {add}")
        } else {
            said
        };
        Lacking {
            table: table.name.clone(),
            column,
            near,
            message,
        }
    }

    fn finding(&self, name: &str) -> Finding {
        let row = self.near.as_deref().unwrap_or(name);
        let found = self.near.as_deref().unwrap_or("");
        let near = self.near.as_ref().map(|_| name);
        finding(&self.table, [row, self.column, found], near, self.message.clone())
    }
}

fn members(folder: &PublishedFolder) -> Vec<Member<'_>> {
    let mut members = Vec::new();
    for published in folder.of(FileKind::Contributions) {
        let table = &published.table;
        for row in &table.rows {
            let name = table.text(row, "medlem");
            if name.is_empty() || is_sum(name) {
                continue;
            }
            let pays = |(index, year): (usize, i32)| {
                let amount = row.cells.get(index).and_then(|cell| printed_number(cell));
                amount.is_some_and(|(units, _)| units != 0).then_some(year)
            };
            members.push(Member {
                table,
                name,
                kind: table.text(row, "typ").to_lowercase(),
                pays: columns(published).into_iter().filter_map(pays).collect(),
            });
        }
    }
    members
}

const MUNICIPAL: [&str; 1] = ["kommun"];
const REGIONAL: [&str; 2] = ["region", "landsting"];
const STATE: [&str; 3] = ["stat", "försäkringskassan", "arbetsförmedlingen"];

fn is(kind: &str, words: &[&str]) -> bool {
    words.iter().any(|word| kind.starts_with(word))
}

/// Every member is a municipality, a region or the state, and somebody is the region.
fn kinds(members: &[Member<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    let region = members.iter().any(|m| is(&m.kind, &REGIONAL));
    // A table without the column is told once, when it is read.
    if members.iter().all(|m| m.kind.is_empty()) {
        return found;
    }
    for member in members {
        let name = member.name.to_lowercase();
        let known = [&MUNICIPAL[..], &REGIONAL, &STATE]
            .iter()
            .any(|words| is(&member.kind, words));
        let (wrong, right) = match () {
            // Gotland is municipality and region in one.
            () if name.contains("gotland") => (false, "region"),
            () if is(&name, &REGIONAL) => (!is(&member.kind, &REGIONAL) && !region, "region"),
            () if is(&name, &STATE) => (!is(&member.kind, &STATE), "staten"),
            () => (
                name.ends_with(" kommun") && !is(&member.kind, &MUNICIPAL),
                "kommun",
            ),
        };
        if wrong || !known {
            let message = format!(
                "Medlemmen ”{}” har typen ”{}”, så bidraget räknas inte in där det hör hemma. Skriv kommun, region eller staten.",
                member.name, member.kind
            );
            let mut one = finding(
                &member.table.name,
                [member.name, "typ", &member.kind],
                None,
                message,
            );
            one.expected = wrong.then(|| right.to_owned());
            found.push(one);
        }
    }
    found
}

/// Municipalities whose population is in no row: without it nobody's share can be computed.
fn without_population<'a>(folder: &PublishedFolder, members: &[Member<'a>]) -> BTreeMap<&'a str, Lacking> {
    let mut lacking = BTreeMap::new();
    for table in folder.of(FileKind::Population).map(|p| &p.table) {
        let printed: Vec<&str> = table.rows.iter().map(|row| table.text(row, "kommun")).collect();
        let nobodys = || {
            let free = |name: &&&str| !name.is_empty() && !members.iter().any(|m| same_member(m.name, name));
            printed.iter().filter(free).copied()
        };
        for member in members.iter().filter(|m| is(&m.kind, &MUNICIPAL)) {
            if printed.is_empty() || printed.iter().any(|name| same_member(member.name, name)) {
                continue;
            }
            let near = near_member(member.name, nobodys());
            let said = format!(
                "Medlemmen ”{}” har ingen folkmängd, så kommunernas andelar kan inte räknas.",
                member.name
            );
            let one = Lacking::of(near, (table, "kommun"), said, "Lägg till kommunen.");
            lacking.insert(member.name, one);
        }
    }
    lacking
}

fn near_member<'a>(name: &str, others: impl Iterator<Item = &'a str>) -> Option<String> {
    let stems: BTreeMap<String, &str> = others.map(|other| (stem(other), other)).collect();
    let near = nearest(&stem(name), stems.keys().map(String::as_str))?;
    stems.get(near).map(|other| (*other).to_owned())
}

/// Members that pay in a year of the statements but have no row among those who do.
fn without_note<'a>(folder: &PublishedFolder, members: &[Member<'a>]) -> BTreeMap<&'a str, Lacking> {
    let mut lacking = BTreeMap::new();
    for published in folder.of(FileKind::Statements) {
        let table = &published.table;
        let years: BTreeSet<i32> = columns(published).into_iter().map(|(_, year)| year).collect();
        let labels: Vec<String> = table
            .rows
            .iter()
            .filter(|row| table.text(row, "räkning").to_lowercase().starts_with("not"))
            .map(|row| table.text(row, "rad").to_lowercase())
            .collect();
        let payers: Vec<&str> = labels.iter().filter_map(|label| payer(label)).collect();
        let named = |m: &Member<'_>| payers.iter().any(|p| same_member(m.name, p));
        let own: Vec<&Member<'a>> = members
            .iter()
            .filter(|m| !is(&m.kind, &STATE) && !m.pays.is_disjoint(&years))
            .collect();
        let with = own.iter().filter(|m| named(m)).count();
        for member in own.iter().filter(|m| !named(m)) {
            // A note that sums the members up names few of them.
            if with * 2 < own.len() {
                continue;
            }
            let nobodys = payers
                .iter()
                .copied()
                .filter(|payer| !members.iter().any(|m| same_member(m.name, payer)));
            let near = near_member(member.name, nobodys);
            let said = format!(
                "Medlemmen ”{}” har ingen rad bland bidragen i noten, så bidraget jämförs inte.",
                member.name
            );
            let one = Lacking::of(near, (table, "rad"), said, "Lägg till raden.");
            lacking.insert(member.name, one);
        }
    }
    lacking
}

/// Populations that are blank or nought beside others, and codes that two municipalities share.
fn populations(folder: &PublishedFolder) -> Vec<Finding> {
    let mut found = Vec::new();
    for published in folder.of(FileKind::Population) {
        let table = &published.table;
        let mut codes: BTreeMap<&str, &str> = BTreeMap::new();
        for row in &table.rows {
            let (name, code) = (table.text(row, "kommun"), table.text(row, "kod"));
            let first = if code.is_empty() {
                None
            } else {
                codes.insert(code, name)
            };
            if let Some(first) = first {
                let message =
                    format!("Kommunkoden {code} står också på {first}. Rätta koden på den som har fel.");
                found.push(finding(&table.name, [name, "kod", code], None, message));
            }
            for (index, _) in columns(published) {
                let cell = row.cells.get(index).map_or("", String::as_str);
                let others = table.rows.iter().filter(|other| other.line != row.line);
                let printed = |other: &crate::published::Row| {
                    other
                        .cells
                        .get(index)
                        .and_then(|c| printed_number(c))
                        .is_some_and(|(n, _)| n > 0)
                };
                let nought = cell.is_empty() || printed_number(cell).is_some_and(|(n, _)| n == 0);
                if nought && !name.is_empty() && others.clone().any(printed) {
                    let message = format!(
                        "{name} har ingen folkmängd här, så kommunernas andelar kan inte räknas. Fyll i folkmängden."
                    );
                    found.push(finding(
                        &table.name,
                        [name, &table.header[index], cell],
                        None,
                        message,
                    ));
                }
            }
        }
    }
    found
}
