//! `floden`: stock and flow of participations, in a year and between years.

use super::{
    Out,
    relation::{Relation, Rule},
    sheet::{Id, Sheet},
};
use crate::finding::Severity::{self, AnswerOnce, MustFix, ShouldFix};

/// The check's name.
pub const NAME: &str = "floden";

/// In every table that has the numbers.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("deltaganden.pagaende") {
        for ongoing in sheet.all("deltaganden.pagaende", year) {
            let beside = |measure| beside(sheet, *ongoing, measure, year);
            if let (Some(total), Some(closed)) =
                (beside("deltaganden.totalt"), beside("deltaganden.avslutade"))
            {
                let terms = vec![(1, total), (-1, closed)];
                let words = "totalt minus avslutade";
                out.relations.push(Relation::sum(
                    NAME,
                    severity(sheet, *ongoing),
                    *ongoing,
                    terms,
                    words,
                ));
            }
        }
    }
    for year in sheet.years("deltaganden.totalt") {
        for total in sheet.all("deltaganden.totalt", year) {
            between_years(sheet, *total, year, out);
            let brought = beside(sheet, *total, "deltaganden.pagaende", year - 1);
            let new = beside(sheet, *total, "deltaganden.nya", year);
            if let (Some(brought), Some(new)) = (brought, new) {
                let words = format!("pågående vid utgången av {} plus nya", year - 1);
                let terms = vec![(1, brought), (1, new)];
                out.relations
                    .push(Relation::sum(NAME, severity(sheet, *total), *total, terms, words));
            }
        }
    }
    annexes(sheet, out);
}

/// The cell of a measure and year in the same table and scope.
fn beside(sheet: &Sheet, of: Id, measure: &str, year: i32) -> Option<Id> {
    let cell = &sheet.cells[of];
    let same_table = |id: &Id| sheet.cells[*id].place.table == cell.place.table;
    sheet.at(measure, year, &cell.scope).into_iter().find(same_table)
}

/// Earlier years may have been counted by other rules; an annex may have its own universe.
fn severity(sheet: &Sheet, id: Id) -> Severity {
    let cell = &sheet.cells[id];
    if cell.year < sheet.year {
        AnswerOnce
    } else if cell.place.table.starts_with("bilagor") {
        ShouldFix
    } else {
        MustFix
    }
}

/// Each insats' new year begins with what the last ended with, where both years' tables are at hand.
fn between_years(sheet: &Sheet, total: Id, year: i32, out: &mut Out) {
    let cell = &sheet.cells[total];
    if cell.scope.get("insats").is_none() || !cell.place.table.starts_with("sus-insatser") {
        return;
    }
    let brought = sheet.in_table("sus-insatser", "deltaganden.pagaende", year - 1, &cell.scope);
    let new = beside(sheet, total, "deltaganden.nya", year);
    if let (Some(brought), Some(new)) = (brought, new) {
        let words = format!("pågående vid utgången av {} plus nya", year - 1);
        let terms = vec![(1, brought), (1, new)];
        out.relations
            .push(Relation::sum(NAME, severity(sheet, total), total, terms, words));
    }
}

/// Annexes: since the start. What is open on another day than 31 December follows from nothing that
/// is printed.
fn annexes(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("sedan_start.deltagare") {
        for since in sheet.all("sedan_start.deltagare", year) {
            let scope = &sheet.cells[*since].scope;
            let closed = sheet.at("sedan_start.avslutade", year, scope).first().copied();
            let ongoing = sheet.at("deltaganden.pagaende", year, scope).first().copied();
            if let (Some(closed), Some(ongoing)) = (closed, ongoing) {
                let words = "avslutade sedan start plus pågående vid årets slut";
                let rule = Rule::Sum(vec![vec![(1, closed), (1, ongoing)]]);
                out.relations
                    .push(Relation::new(NAME, AnswerOnce, *since, rule, words));
            }
        }
    }
}
