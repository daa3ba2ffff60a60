//! `bidrag`: the members pay what was decided: half by the state, a quarter by the region, a
//! quarter by the municipalities, in the budget and in the statements.

use super::{
    Out,
    relation::{Relation, Terms},
    sheet::{Id, Sheet},
};
use crate::finding::{
    Place,
    Severity::{MustFix, ShouldFix},
};

/// The check's name.
pub const NAME: &str = "bidrag";

/// Per year: the three parts, the budget line, and the note's rows.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("bidrag.belopp") {
        parts(sheet, year, out);
        budget_line(sheet, year, out);
        note_rows(sheet, year, out);
    }
}

/// Contributions of one kind of member.
pub fn of_kind(sheet: &Sheet, year: i32, words: &[&str]) -> Vec<Id> {
    let kind = |id: &Id| sheet.cells[*id].scope.get("typ").unwrap_or_default();
    let fits = |id: &Id| words.iter().any(|word| kind(id).starts_with(word));
    sheet
        .all("bidrag.belopp", year)
        .iter()
        .copied()
        .filter(fits)
        .collect()
}

/// Municipalities' contributions.
pub fn municipal(sheet: &Sheet, year: i32) -> Vec<Id> {
    of_kind(sheet, year, &["kommun"])
}

/// Regions' contributions.
pub fn regional(sheet: &Sheet, year: i32) -> Vec<Id> {
    of_kind(sheet, year, &["region", "landsting"])
}

/// The state's contributions.
pub fn state(sheet: &Sheet, year: i32) -> Vec<Id> {
    of_kind(sheet, year, &["stat", "försäkringskassan", "arbetsförmedlingen"])
}

fn parts(sheet: &Sheet, year: i32, out: &mut Out) {
    let (state, region, municipal) = (state(sheet, year), regional(sheet, year), municipal(sheet, year));
    let Some((first, others)) = region.split_first() else {
        return;
    };
    let total: i128 = state
        .iter()
        .chain(&region)
        .chain(&municipal)
        .map(|id| sheet.cells[*id].value())
        .sum();
    // Whole kronor cannot always be halved and quartered.
    let rounding = i128::from(total % 4_000_000 != 0);
    let less = |ids: &[Id]| -> Terms { ids.iter().map(|id| (-1, *id)).collect() };
    let plus = |ids: &[Id], n: i64| -> Terms { ids.iter().map(|id| (n, *id)).collect() };
    if !municipal.is_empty() {
        let terms = [plus(&municipal, 1), less(others)].concat();
        let cell = &sheet.cells[municipal[0]];
        let place = Place {
            row: "kommunernas summa".into(),
            ..cell.place.clone()
        };
        let relation = Relation::sum(NAME, ShouldFix, *first, terms, "regionens fjärdedel");
        out.relations.push(relation.within(rounding).at_parts(place));
    }
    if let Some((first, others)) = state.split_first() {
        let terms = [plus(&region, 2), less(others)].concat();
        let relation = Relation::sum(
            NAME,
            ShouldFix,
            *first,
            terms,
            "hälften, alltså dubbla regionens bidrag",
        );
        out.relations.push(relation.within(rounding));
    }
}

fn budget_line(sheet: &Sheet, year: i32, out: &mut Out) {
    let terms: Terms = sheet
        .all("bidrag.belopp", year)
        .iter()
        .map(|id| (1, *id))
        .collect();
    if let Some(line) = sheet.all("budget.medlemsbidrag", year).first() {
        out.relations.push(Relation::sum(
            NAME,
            MustFix,
            *line,
            terms.clone(),
            "summan av medlemmarnas bidrag",
        ));
    }
    if let Some(total) = sheet.one("bidrag.summa", year) {
        out.relations.push(Relation::sum(
            NAME,
            MustFix,
            total,
            terms,
            "summan av medlemmarnas bidrag",
        ));
    }
}

/// "Driftbidrag från Borgholms kommun" is Borgholms kommun's contribution.
fn note_rows(sheet: &Sheet, year: i32, out: &mut Out) {
    let state = state(sheet, year);
    for row in sheet.all("not.rad", year) {
        let label = sheet.cells[*row].label.to_lowercase();
        let Some(payer) = payer(&label) else { continue };
        let terms: Terms = if payer.starts_with("staten") {
            state.iter().map(|id| (1, *id)).collect()
        } else {
            let same = |id: &&Id| {
                sheet.cells[**id]
                    .scope
                    .get("medlem")
                    .is_some_and(|m| same_member(m, payer))
            };
            let members: Vec<&Id> = sheet.all("bidrag.belopp", year).iter().filter(same).collect();
            // Only a certain match is compared.
            if members.len() == 1 {
                vec![(1, *members[0])]
            } else {
                Vec::new()
            }
        };
        if !terms.is_empty() {
            let words = format!("det beslutade bidraget i {}", sheet.cells[terms[0].1].place);
            out.relations
                .push(Relation::sum(NAME, MustFix, *row, terms, words));
        }
    }
}

/// Whose contribution a note's row is: "driftbidrag från borgholms kommun".
pub fn payer(label: &str) -> Option<&str> {
    let (kind, payer) = label.split_once(" från ")?;
    kind.contains("bidrag").then_some(payer.trim())
}

/// A member's name without what is added to it.
pub fn stem(name: &str) -> String {
    let name = name.to_lowercase();
    let name = name.trim().trim_end_matches("kommun").trim();
    name.strip_suffix('s').unwrap_or(name).to_owned()
}

/// One member's name in two spellings: genitive or not, with or without the word kommun.
pub fn same_member(a: &str, b: &str) -> bool {
    !stem(a).is_empty() && stem(a) == stem(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_strictly() {
        for (a, b) in [
            ("Borgholms kommun", "Borgholm"),
            ("Emmaboda kommun", "emmaboda kommun"),
            ("Torsås kommun", "Torsås"),
            ("Region Kalmar län", "region kalmar län"),
        ] {
            assert!(same_member(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("Kalmar kommun", "Region Kalmar län"),
            ("Mörbylånga", "Mönsterås"),
            ("", "kommun"),
        ] {
            assert!(!same_member(a, b), "{a} {b}");
        }
    }
}
