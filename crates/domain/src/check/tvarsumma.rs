//! `tvarsumma`: every printed sum is the sum of its rows.

use std::collections::BTreeMap;

use super::{
    Out,
    relation::{Relation, Rule, Terms},
    sheet::{Id, Sheet},
};
use crate::finding::Severity::MustFix;

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
    for (id, cell) in sheet.cells.iter().enumerate() {
        let key = (
            cell.place.table.as_str(),
            cell.group.to_lowercase(),
            cell.place.column.as_str(),
        );
        columns.entry(key).or_default().push(id);
    }
    columns
}

/// The cell as it is printed: its measure's value, sign turned back.
fn printed(sheet: &Sheet, id: Id) -> (i64, Id) {
    (if sheet.cells[id].negated { -1 } else { 1 }, id)
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
    if earlier.is_empty() {
        // A sum of no rows but one row is no sum.
        sum(sheet, out, *last, &rows, "summan av raderna");
        return;
    }
    let mut start = 0;
    for subtotal in earlier {
        let rows: Vec<Id> = ids[start..]
            .iter()
            .copied()
            .take_while(|id| id < subtotal)
            .filter(|id| !is_sum(id))
            .collect();
        sum(sheet, out, *subtotal, &rows, "summan av raderna ovanför");
        start = ids.iter().position(|id| id == subtotal).map_or(start, |i| i + 1);
    }
    let all: Terms = rows.iter().map(|id| printed(sheet, *id)).collect();
    let of_sums: Terms = earlier.iter().map(|id| (1, *id)).collect();
    let rule = Rule::Sum(vec![of_sums, all]);
    out.relations
        .push(Relation::new(NAME, MustFix, *last, rule, "summan av delsummorna").derived());
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
            let (rest, parts): (Vec<Id>, Vec<Id>) = open.iter().partition(|id| current && fixed(id));
            sum(sheet, out, *id, &parts, "summan av posterna ovanför");
            open = rest;
            sections.push(*id);
        }
    }
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
        if cell.is_sum || cell.measure == "kassaflode.lopande" {
            sum(sheet, out, *id, &open, "summan av posterna ovanför");
            open.clear();
            sections.push(*id);
        } else {
            open.push(*id);
        }
    }
}
