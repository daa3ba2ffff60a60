//! `tvarsumma`: every printed sum is the sum of its rows.

use std::collections::BTreeMap;

use super::{
    Out,
    relation::{Relation, Rule, Terms},
    sheet::{Id, Sheet},
};
use crate::{cell::Cell, finding::Severity::MustFix};

/// The check's name.
pub const NAME: &str = "tvarsumma";

/// Tables whose marked rows are sums of the rows above.
const SUMMED: [&str; 6] = [
    "sus-insatser",
    "insatskostnader",
    "insatsbudget",
    "medlemsbidrag",
    "befolkning",
    "bokslut",
];

/// Every printed sum of every table but the budget, which has a check of its own.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for ((table, group, column), ids) in columns(sheet) {
        let summed = SUMMED.iter().any(|stem| table.starts_with(stem));
        if !summed || group.starts_with("driftsredovisning") {
            continue;
        }
        match group.as_str() {
            "resultaträkning" => running(sheet, &ids, out),
            "balansräkning" => balance_sheet(sheet, &ids, out),
            "kassaflöde" | "kassaflödesanalys" => cash_flow(sheet, &ids, out),
            _ if group.starts_with("not ") && ids.iter().all(|id| sheet.cells[*id].is_sum) => {
                sub_notes(sheet, (table, group, column), &ids, out);
            }
            _ => list(sheet, &ids, out),
        }
    }
}

type Column<'a> = (&'a str, String, &'a str);

/// Cells by table, group and column, in printed order.
fn columns(sheet: &Sheet) -> BTreeMap<Column<'_>, Vec<Id>> {
    let mut columns: BTreeMap<Column<'_>, Vec<Id>> = BTreeMap::new();
    for (id, cell) in sheet
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !is_detail(cell))
    {
        let key = (
            cell.place.table.as_str(),
            cell.group.to_lowercase(),
            cell.place.column.as_str(),
        );
        columns.entry(key).or_default().push(id);
    }
    columns
}

/// "Varav semesterlöner" tells a part of the row above once more.
pub fn is_detail(cell: &Cell) -> bool {
    let label = cell.label.to_lowercase();
    ["varav", "därav", "av vilka"]
        .iter()
        .any(|word| label.starts_with(word))
}

/// The cell as it counts in its column: its measure's value, and a cost against it.
fn printed(sheet: &Sheet, id: Id) -> (i64, Id) {
    let cell = &sheet.cells[id];
    let cost = matches!(
        cell.measure.as_str(),
        "ekonomi.kostnader" | "ekonomi.avskrivningar" | "ekonomi.finansiella_kostnader"
    );
    (if cell.negated || cost { -1 } else { 1 }, id)
}

fn sum(sheet: &Sheet, out: &mut Out, target: Id, parts: &[Id], words: &str) {
    if !parts.is_empty() {
        let terms = parts.iter().map(|id| printed(sheet, *id)).collect();
        out.relations
            .push(Relation::sum(NAME, MustFix, target, terms, words).derived());
    }
}

/// Rows with one total, or subtotals and a total.
fn list(sheet: &Sheet, ids: &[Id], out: &mut Out) {
    let is_sum = |id: &Id| sheet.cells[*id].is_sum;
    let sums: Vec<Id> = ids.iter().copied().filter(is_sum).collect();
    let Some((last, earlier)) = sums.split_last() else {
        return;
    };
    let rows: Vec<Id> = ids.iter().copied().filter(|id| !is_sum(id)).collect();
    let total = &sheet.cells[*last];
    if sheet.withholds(&[&total.measure], total.year, None) {
        let terms = rows.iter().map(|id| printed(sheet, *id)).collect();
        let words = "minst de rader som visas";
        out.relations
            .push(Relation::new(NAME, MustFix, *last, Rule::AtLeast(terms), words));
        return;
    }
    if earlier.is_empty() {
        // A sum of no rows but one row is no sum.
        sum(sheet, out, *last, &rows, "summan av raderna");
        return;
    }
    subtotals(sheet, NAME, ids, out);
    let all: Terms = rows.iter().map(|id| printed(sheet, *id)).collect();
    let of_sums: Terms = earlier.iter().map(|id| (1, *id)).collect();
    let rule = Rule::Sum(vec![of_sums, all]);
    out.relations
        .push(Relation::new(NAME, MustFix, *last, rule, "summan av delsummorna").derived());
}

/// Every sum but the last is the sum of the rows since the one before.
pub fn subtotals(sheet: &Sheet, check: &'static str, ids: &[Id], out: &mut Out) {
    let mut open: Terms = Vec::new();
    let last = ids
        .iter()
        .rposition(|id| sheet.cells[*id].is_sum)
        .unwrap_or_default();
    for id in &ids[..last] {
        if !sheet.cells[*id].is_sum {
            open.push(printed(sheet, *id));
        } else if !open.is_empty() {
            let words = "summan av raderna ovanför";
            let terms = std::mem::take(&mut open);
            out.relations
                .push(Relation::sum(check, MustFix, *id, terms, words).derived());
        }
    }
}

/// "not 2" is the sum of "not 2 externa" and "not 2 personal".
fn sub_notes(sheet: &Sheet, (table, group, column): Column<'_>, ids: &[Id], out: &mut Out) {
    let Some(total) = ids.last() else { return };
    let prefix = format!("{group} ");
    let part = |id: &Id| {
        let cell = &sheet.cells[*id];
        let inside = cell.group.to_lowercase().starts_with(&prefix);
        inside && cell.is_sum && cell.place.table == table && cell.place.column == column
    };
    let parts: Vec<Id> = (0..sheet.cells.len()).filter(part).collect();
    sum(sheet, out, *total, &parts, "summan av notens delar");
}

/// Each sum is the sum before it and the rows since.
fn running(sheet: &Sheet, ids: &[Id], out: &mut Out) {
    let mut open: Vec<Id> = Vec::new();
    for id in ids {
        if sheet.cells[*id].is_sum {
            sum(sheet, out, *id, &open, "summan av posterna ovanför");
            open.clear();
        }
        open.push(*id);
    }
}

/// Assets down to "Summa tillgångar", then equity, provisions and liabilities.
fn balance_sheet(sheet: &Sheet, ids: &[Id], out: &mut Out) {
    let fixed = |id: &Id| {
        let label = sheet.cells[*id].label.to_lowercase();
        [
            "maskiner",
            "inventarier",
            "anläggning",
            "byggnad",
            "mark",
            "immateriella",
        ]
        .iter()
        .any(|word| label.contains(word))
    };
    let (mut open, mut sections): (Vec<Id>, Vec<Id>) = (Vec::new(), Vec::new());
    for id in ids {
        let cell = &sheet.cells[*id];
        if !cell.is_sum {
            open.push(*id);
            continue;
        }
        let side = matches!(
            cell.measure.as_str(),
            "balans.tillgangar" | "balans.eget_kapital_och_skulder"
        );
        if side {
            sections.append(&mut open);
            sum(sheet, out, *id, &sections, "summan av posterna ovanför");
            sections.clear();
        } else {
            let current = cell.measure == "balans.omsattningstillgangar";
            let other = debts(sheet, *id, &open, &sections);
            let outside = |id: &Id| (current && fixed(id)) || other.contains(id);
            let (rest, mut parts): (Vec<Id>, Vec<Id>) = open.iter().partition(|id| outside(id));
            let within = |id: &Id| !other.is_empty() && is_debt(sheet, *id) && sheet.cells[*id].is_sum;
            let (inner, outer): (Vec<Id>, Vec<Id>) = sections.iter().partition(|id| within(id));
            parts.extend(inner);
            sum(sheet, out, *id, &parts, "summan av posterna ovanför");
            (open, sections) = (rest, outer);
            sections.push(*id);
        }
    }
}

fn is_debt(sheet: &Sheet, id: Id) -> bool {
    let label = sheet.cells[id].label.to_lowercase();
    label.contains("skuld") && !label.contains("kapital")
}

/// The posts above a sum of debts that are none: equity and provisions stand above without a sum
/// of their own. Empty for any other sum.
fn debts(sheet: &Sheet, sum: Id, open: &[Id], sections: &[Id]) -> Vec<Id> {
    let label = sheet.cells[sum].label.to_lowercase();
    let of_length = |id: &Id| {
        let post = sheet.cells[*id].label.to_lowercase();
        ["kort", "lång"]
            .iter()
            .all(|word| !label.contains(word) || post.contains(word))
    };
    let part = |id: &Id| is_debt(sheet, *id) && of_length(id);
    if !is_debt(sheet, sum) || !open.iter().chain(sections).any(part) {
        return Vec::new();
    }
    open.iter().copied().filter(|id| !part(id)).collect()
}

/// Each section's sum is the rows since the last; the year's cash flow is the sections.
fn cash_flow(sheet: &Sheet, ids: &[Id], out: &mut Out) {
    let (mut open, mut sections): (Vec<Id>, Vec<Id>) = (Vec::new(), Vec::new());
    for id in ids {
        let cell = &sheet.cells[*id];
        if cell.measure == "kassaflode.arets" {
            sections.append(&mut open);
            sum(sheet, out, *id, &sections, "summan av kassaflödets delar");
            return;
        }
        let section = cell.label.to_lowercase().starts_with("kassaflöde ");
        if cell.is_sum || section || cell.measure == "kassaflode.lopande" {
            sum(sheet, out, *id, &open, "summan av posterna ovanför");
            open.clear();
            sections.push(*id);
        } else {
            open.push(*id);
        }
    }
}
