//! `delar`: parts make the whole.

use std::collections::BTreeMap;

use super::{
    Out,
    relation::{Relation, Rule, Terms},
    sheet::{Id, Sheet},
};
use crate::{
    figure::Scope,
    finding::{
        Place,
        Severity::{MustFix, ShouldFix},
    },
    unit::Unit,
};

/// The check's name.
pub const NAME: &str = "delar";

/// Exits to work or study in one row with those to jobseeking.
const COMBINED: &str = "bilaga.arbete_studier_eller_arbetssokande";

/// Women and men make all; an annex' parts make its whole.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    by_sex(sheet, out);
    for (measure, words) in [
        ("bilaga.remittent", "remittenter"),
        ("bilaga.konsultation", "konsultation per part"),
        ("bilaga.avslut", "avslut"),
    ] {
        // A category that also holds jobseekers is an exit like the others.
        let measures = [
            measure,
            if measure == "bilaga.avslut" {
                COMBINED
            } else {
                measure
            },
        ];
        for (scope, ids) in per_insats(sheet, &measures) {
            let year = sheet.cells[ids[0]].year;
            if let Some(whole) = whole(sheet, measure, year, &scope) {
                let all_printed = !sheet.withholds(&measures, year, scope.get("insats"));
                parts(sheet, out, (whole, all_printed), &ids, words);
            }
        }
    }
}

/// Counts by sex in one row.
fn by_sex(sheet: &Sheet, out: &mut Out) {
    for (all, cell) in sheet.cells.iter().enumerate() {
        if cell.scope.get("kon").is_some() || matches!(cell.unit, Unit::Procent | Unit::Ar) {
            continue;
        }
        let of = |sex: &str| {
            let ids = sheet.at(&cell.measure, cell.year, &cell.scope.clone().with("kon", sex));
            ids.into_iter().find(|id| {
                let other = &sheet.cells[*id].place;
                (&other.table, &other.row) == (&cell.place.table, &cell.place.row)
            })
        };
        if let (Some(women), Some(men)) = (of("kvinna"), of("man")) {
            let mut terms = vec![(1, women), (1, men)];
            let others: Vec<Id> = ["okänt", "annat"].iter().filter_map(|sex| of(sex)).collect();
            let words = if others.is_empty() {
                "kvinnor plus män"
            } else {
                "kvinnor, män och övriga tillsammans"
            };
            terms.extend(others.into_iter().map(|id| (1, id)));
            out.relations
                .push(Relation::sum(NAME, MustFix, all, terms, words).derived());
        }
    }
}

/// Cells of measures by insats; at least two parts make a division.
fn per_insats(sheet: &Sheet, measures: &[&str]) -> BTreeMap<Scope, Vec<Id>> {
    let mut groups: BTreeMap<Scope, Vec<Id>> = BTreeMap::new();
    for (id, cell) in sheet.cells.iter().enumerate() {
        if let (true, Some(insats)) = (
            measures.contains(&cell.measure.as_str()),
            cell.scope.get("insats"),
        ) {
            groups
                .entry(Scope::all().with("insats", insats))
                .or_default()
                .push(id);
        }
    }
    groups.retain(|_, ids| ids.len() > 1);
    groups
}

/// What the parts are parts of, in the same annex. Referrals are those of the interest
/// registrations where an insats counts these, else of the new participants.
fn whole(sheet: &Sheet, part: &str, year: i32, scope: &Scope) -> Option<Id> {
    let measures: &[&str] = match part {
        "bilaga.remittent" => &["bilaga.intresseanmalningar", "deltaganden.nya"],
        "bilaga.konsultation" => &["konsultationer.antal"],
        _ => &["deltaganden.avslutade"],
    };
    measures
        .iter()
        .find_map(|m| sheet.in_table("bilagor", m, year, scope))
}

/// Parts make the whole; where one of them is withheld the others make at most that.
fn parts(sheet: &Sheet, out: &mut Out, (whole, all_printed): (Id, bool), ids: &[Id], words: &str) {
    let cell = &sheet.cells[whole];
    let place = Place {
        row: format!("{}: {words} (summa av {} rader)", cell.group, ids.len()),
        ..cell.place.clone()
    };
    let terms: Terms = ids.iter().map(|id| (1, *id)).collect();
    let words = format!("”{}”", cell.label);
    let relation = if all_printed {
        Relation::sum(NAME, ShouldFix, whole, terms, words).at_parts(place)
    } else {
        Relation::new(
            NAME,
            ShouldFix,
            whole,
            Rule::AtLeast(terms),
            "minst de delar som visas",
        )
    };
    out.relations.push(relation);
}
