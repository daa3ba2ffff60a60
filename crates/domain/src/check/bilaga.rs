//! `bilaga`: annexes agree with the main table, and add up to the association's numbers.

use super::{
    Out,
    relation::{Relation, Rule, Terms},
    samma_varde::{is_annex, same_measure},
    sheet::{Id, Sheet},
};
use crate::finding::Severity::ShouldFix;

/// The check's name.
pub const NAME: &str = "bilaga";

/// Same measure per insats, totals with consultations, and sums over all annexes.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    same_measure(sheet, out, is_annex, NAME);
    for year in sheet.years("bilaga.totalt_med_konsultationer") {
        for total in sheet.all("bilaga.totalt_med_konsultationer", year) {
            let scope = &sheet.cells[*total].scope;
            let part = |measure| sheet.at(measure, year, scope).first().copied();
            if let (Some(participants), Some(consultations)) =
                (part("deltaganden.totalt"), part("konsultationer.antal"))
            {
                let terms = vec![(1, participants), (1, consultations)];
                let words = "totalt antal deltagare plus konsultationer";
                out.relations
                    .push(Relation::sum(NAME, ShouldFix, *total, terms, words));
            }
        }
    }
    for year in sheet.years("avslut.arbete_eller_studier") {
        same_exits(sheet, year, out);
    }
    for year in sheet.years("konsultationer.antal") {
        consultations(sheet, year, out);
    }
    for year in sheet.years("avslut.arbete_eller_studier") {
        work_or_study(sheet, year, out);
    }
}

/// An annex that tells both how many went to work or study and what the exits were to says the same.
fn same_exits(sheet: &Sheet, year: i32, out: &mut Out) {
    for total in parts(sheet, "avslut.arbete_eller_studier", year) {
        let scope = &sheet.cells[total.1].scope;
        let exit = |words: &str| {
            let listed = sheet.at("bilaga.avslut", year, &scope.clone().with("rad", words));
            listed.first().map(|id| (1, *id))
        };
        let apart = exit("arbete").zip(exit("studier"));
        let terms = exit("arbete eller studier")
            .map(|one| vec![one])
            .or_else(|| apart.map(|(work, study)| vec![work, study]));
        if let Some(terms) = terms {
            let words = "avsluten till arbete eller studier i samma bilaga";
            out.relations
                .push(Relation::sum(NAME, ShouldFix, total.1, terms, words));
        }
    }
}

/// A measure's cells of single insatser in the annexes.
fn parts(sheet: &Sheet, measure: &str, year: i32) -> Terms {
    let of_insats = |id: &&Id| {
        let cell = &sheet.cells[**id];
        cell.scope.get("insats").is_some() && cell.place.table.starts_with("bilagor")
    };
    sheet
        .all(measure, year)
        .iter()
        .filter(of_insats)
        .map(|id| (1, *id))
        .collect()
}

/// How many insatser the main table and the annexes speak of.
fn insatser(sheet: &Sheet, year: i32) -> usize {
    let mut names: Vec<&str> = sheet
        .cells
        .iter()
        .filter(|c| {
            c.year == year && (c.measure.starts_with("deltaganden.") || c.place.table.starts_with("bilagor"))
        })
        .filter_map(|c| c.scope.get("insats"))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

/// The teams' consultations are the annexes' sum; where an annex says nothing of them, at least that.
fn consultations(sheet: &Sheet, year: i32, out: &mut Out) {
    let Some(total) = sheet.one("konsultationer.antal", year) else {
        return;
    };
    let terms = parts(sheet, "konsultationer.antal", year);
    if terms.is_empty() {
        return;
    }
    let complete = terms.len() == insatser(sheet, year);
    let (rule, words) = if complete {
        (Rule::Sum(vec![terms]), "summan av insatsernas bilagor")
    } else {
        (Rule::AtLeast(terms), "minst bilagornas summa")
    };
    out.relations
        .push(Relation::new(NAME, ShouldFix, total, rule, words));
}

/// To work or study: at least what the annexes say, and at most that with the categories that also
/// hold jobseekers; both bounds only when every insats has said something.
fn work_or_study(sheet: &Sheet, year: i32, out: &mut Out) {
    let Some(total) = sheet.one("avslut.arbete_eller_studier", year) else {
        return;
    };
    let mut certain = parts(sheet, "avslut.arbete_eller_studier", year);
    let combined = parts(sheet, "bilaga.arbete_studier_eller_arbetssokande", year);
    let insats = |terms: &Terms| -> Vec<String> {
        let name = |(_, id): &(i64, Id)| sheet.cells[*id].scope.get("insats").map(str::to_owned);
        terms.iter().filter_map(name).collect()
    };
    let named = insats(&certain);
    let mut listed: Terms = sheet
        .all("bilaga.avslut", year)
        .iter()
        .filter(|id| {
            matches!(
                sheet.cells[**id].scope.get("rad"),
                Some("studier" | "arbete" | "arbete eller studier")
            )
        })
        .filter(|id| {
            sheet.cells[**id]
                .scope
                .get("insats")
                .is_none_or(|i| !named.contains(&i.to_owned()))
        })
        .map(|id| (1, *id))
        .collect();
    certain.append(&mut listed);
    if certain.is_empty() {
        return;
    }
    let all = [certain.clone(), combined.clone()].concat();
    let mut spoken = insats(&all);
    spoken.sort_unstable();
    spoken.dedup();
    let measures = ["avslut.arbete_eller_studier", "bilaga.avslut"];
    let complete = spoken.len() == insatser(sheet, year) && !sheet.withholds(&measures, year, None);
    let push = |out: &mut Out, rule, words: &str| {
        out.relations
            .push(Relation::new(NAME, ShouldFix, total, rule, words));
    };
    if complete && combined.is_empty() {
        push(out, Rule::Sum(vec![certain]), "summan av insatsernas bilagor");
        return;
    }
    push(out, Rule::AtLeast(certain), "minst bilagornas summa");
    if complete {
        push(
            out,
            Rule::AtMost(all),
            "högst bilagornas summa med dem som också kan vara arbetssökande:",
        );
    }
}
