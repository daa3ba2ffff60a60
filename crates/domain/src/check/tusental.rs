//! A whole table printed in thousands of kronor: one finding about the table instead of one about each amount.

use std::collections::BTreeSet;

use super::{
    relation::{Relation, Rule},
    sheet::{Id, Sheet},
    wording::UNIT_CHECK,
};
use crate::{
    finding::{Finding, Place, Severity::MustFix},
    unit::Unit,
};

/// So many broken relations with other tables must be mended before a table is said to be in thousands.
const ENOUGH: usize = 3;
/// A number printed in thousands may be half a thousand off, and a sum of such a little more.
const ROUNDING: i128 = 1_000_000_000;

/// Turns tables printed in thousands into kronor, with a finding for each; their relations then
/// allow for the rounding.
pub fn in_kronor(mut sheet: Sheet, mut relations: Vec<Relation>) -> (Sheet, Vec<Relation>, Vec<Finding>) {
    let mut findings = Vec::new();
    let tables: BTreeSet<String> = sheet.cells.iter().map(|c| c.place.table.clone()).collect();
    for table in tables {
        let (scaled, allowing) = scaled(&sheet, &relations, &table);
        let crossing: Vec<usize> = (0..relations.len())
            .filter(|r| crosses(&sheet, &relations[*r], &table))
            .collect();
        let before = broken(&sheet, &relations, &crossing);
        if before >= ENOUGH && broken(&scaled, &allowing, &crossing) * ENOUGH <= before {
            findings.push(finding(&table, before));
            (sheet, relations) = (scaled, allowing);
        }
    }
    (sheet, relations, findings)
}

fn money(sheet: &Sheet, id: Id, table: &str) -> bool {
    let cell = &sheet.cells[id];
    cell.unit == Unit::Kronor && cell.place.table == table
}

/// An exact relation between amounts of this table and of others.
fn crosses(sheet: &Sheet, relation: &Relation, table: &str) -> bool {
    let cells = relation.cells();
    let inside = cells.iter().filter(|id| money(sheet, **id, table)).count();
    matches!(relation.rule, Rule::Sum(_)) && inside > 0 && inside < cells.len()
}

fn broken(sheet: &Sheet, relations: &[Relation], of: &[usize]) -> usize {
    let values: Vec<i128> = sheet.cells.iter().map(crate::cell::Cell::value).collect();
    of.iter()
        .filter(|r| relations[**r].check(&values).is_err())
        .count()
}

fn scaled(sheet: &Sheet, relations: &[Relation], table: &str) -> (Sheet, Vec<Relation>) {
    let mut scaled = sheet.clone();
    for id in 0..scaled.cells.len() {
        if money(sheet, id, table) {
            scaled.cells[id].units = scaled.cells[id].units.saturating_mul(1_000);
        }
    }
    let allow = |relation: &Relation| {
        let inside = relation
            .cells()
            .iter()
            .filter(|id| money(sheet, **id, table))
            .count();
        let mut relation = relation.clone();
        relation.tolerance += ROUNDING * i128::try_from(inside).unwrap_or(0);
        relation
    };
    (scaled, relations.iter().map(allow).collect())
}

fn finding(table: &str, places: usize) -> Finding {
    Finding {
        check: UNIT_CHECK,
        severity: MustFix,
        place: Place {
            table: table.to_owned(),
            row: "hela tabellen".into(),
            column: String::new(),
        },
        expected: Some("kr".into()),
        found: "tkr".into(),
        message: format!(
            "Beloppen i {table} stämmer med andra tabeller på {places} ställen först när de multipliceras med 1 000: \
             tabellen är tryckt i tusental kronor. Skriv om den i kronor."
        ),
    }
}
