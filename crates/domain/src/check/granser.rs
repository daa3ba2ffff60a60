//! `granser`: a part is not larger than the whole, a percentage lies between 0 and 100.

use super::{
    Out,
    relation::{Relation, Rule, Terms},
    sheet::{GoalRow, Id, Sheet},
    wording,
};
use crate::{
    figure::Scope,
    finding::Severity::{self, AnswerOnce, MustFix, ShouldFix},
    unit::Unit,
};

/// The check's name.
pub const NAME: &str = "granser";

/// (part, whole) in one table and scope.
const WITHIN: [(&str, &str); 8] = [
    ("deltaganden.nya", "deltaganden.totalt"),
    ("deltaganden.avslutade", "deltaganden.totalt"),
    ("deltaganden.pagaende", "deltaganden.totalt"),
    ("deltaganden.nya_under_30", "deltaganden.nya"),
    ("avslut.arbete_eller_studier", "deltaganden.avslutade"),
    ("avslut.arbetssokande", "deltaganden.avslutade"),
    ("sedan_start.arbete_eller_studier", "sedan_start.deltagare"),
    ("sedan_start.avslutade", "sedan_start.deltagare"),
];

/// (this year, since the start) of one annex.
const SINCE_START: [(&str, &str); 3] = [
    ("deltaganden.totalt", "sedan_start.deltagare"),
    ("deltaganden.avslutade", "sedan_start.avslutade"),
    ("avslut.arbete_eller_studier", "sedan_start.arbete_eller_studier"),
];

/// Every bound.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for (part, whole) in WITHIN.iter().chain(&SINCE_START) {
        for year in sheet.years(part) {
            for id in sheet.all(part, year) {
                within(sheet, out, *id, whole);
            }
        }
    }
    exits(sheet, out);
    background(sheet, out);
    ages(sheet, out);
    percentages(sheet, out);
    plausible(sheet, out);
}

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

fn within(sheet: &Sheet, out: &mut Out, part: Id, whole: &str) {
    let cell = &sheet.cells[part];
    if let Some(whole) = sheet.in_table(&cell.place.table, whole, cell.year, &cell.scope) {
        let words = format!("högst {}", wording::name(&sheet.cells[whole]));
        at_most(sheet, out, part, vec![(1, whole)], words);
    }
}

fn at_most(sheet: &Sheet, out: &mut Out, part: Id, terms: Terms, words: String) {
    out.relations.push(Relation::new(
        NAME,
        severity(sheet, part),
        part,
        Rule::AtMost(terms),
        words,
    ));
}

/// To work or study and to jobseeking are different exits of those who left.
fn exits(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("avslut.arbetssokande") {
        let of = |measure| sheet.one(measure, year);
        let background = sheet.in_table("bakgrund", "deltaganden.avslutade", year, &Scope::all());
        let closed = background.or_else(|| of("deltaganden.avslutade"));
        if let (Some(seeking), Some(work), Some(closed)) = (
            of("avslut.arbetssokande"),
            of("avslut.arbete_eller_studier"),
            closed,
        ) {
            let words = "högst de utskrivna som inte gått till arbete eller studier".into();
            at_most(sheet, out, seeking, vec![(1, closed), (-1, work)], words);
        }
    }
}

/// Longer time in public support is part of shorter.
fn background(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("forsorjningstid.over_5_ar") {
        let of = |measure| sheet.one(measure, year);
        if let (Some(long), Some(short)) = (of("forsorjningstid.over_5_ar"), of("forsorjningstid.over_1_ar"))
        {
            at_most(
                sheet,
                out,
                long,
                vec![(1, short)],
                "högst andelen med mer än ett år".into(),
            );
        }
    }
}

/// The mean age lies within the ages the insatser are for; an insats' youngest is not its oldest.
fn ages(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("insats.alder_fran") {
        for from in sheet.all("insats.alder_fran", year) {
            if let Some(to) = sheet
                .at("insats.alder_till", year, &sheet.cells[*from].scope)
                .first()
            {
                at_most(sheet, out, *from, vec![(1, *to)], "högst åldern till".into());
            }
        }
        let extreme = |measure, sign: i128| {
            let ids = sheet.all(measure, year).iter().copied();
            ids.max_by_key(|id| sign * sheet.cells[*id].value())
        };
        let mean = sheet.one("alder.medel_inskrivning", year);
        if let (Some(mean), Some(low)) = (mean, extreme("insats.alder_fran", -1)) {
            let rule = Rule::AtLeast(vec![(1, low)]);
            let words = "minst målgruppens lägsta ålder";
            out.relations
                .push(Relation::new(NAME, ShouldFix, mean, rule, words));
        }
        if let (Some(mean), Some(high)) = (mean, extreme("insats.alder_till", 1)) {
            let words = "högst målgruppens högsta ålder".into();
            at_most(sheet, out, mean, vec![(1, high)], words);
        }
    }
}

/// Between 0 and 100, alone and for categories that exclude each other.
fn percentages(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("utbildning.andel") {
        let all: Vec<Id> = sheet
            .all("utbildning.andel", year)
            .iter()
            .copied()
            .filter(|id| sheet.cells[*id].scope.get("kon").is_none())
            .collect();
        let sum: i128 = all.iter().map(|id| sheet.cells[*id].value()).sum();
        let rounding = i128::try_from(all.len()).unwrap_or(0) * 500_000;
        if let (Some(last), true) = (all.last(), sum > 100_000_000 + rounding) {
            let cell = &sheet.cells[*last];
            let most = cell.value() - (sum - 100_000_000);
            out.findings.push(wording::plain(NAME, MustFix, cell, Some(most), &format!(
                "Kategorierna utesluter varandra men blir tillsammans {} procent. Rätta den andel som är fel.",
                cell.swedish(sum)
            )));
        }
    }
    for cell in sheet.cells.iter().filter(|c| c.unit == Unit::Procent) {
        let money = sheet.goals.iter().any(|g| of_money(g) && g.row == cell.place.row);
        if !money && !(0..=100_000_000).contains(&cell.value()) {
            let message = "En andel av en helhet ligger mellan 0 och 100 procent. Rätta talet.";
            out.findings
                .push(wording::plain(NAME, ShouldFix, cell, None, message));
        }
    }
}

/// Ages of people, and counts in columns that also hold other numbers.
fn plausible(sheet: &Sheet, out: &mut Out) {
    const OLDEST: i128 = 120_000_000;
    for cell in &sheet.cells {
        let count = matches!(
            cell.unit,
            Unit::Deltaganden | Unit::Personer | Unit::Konsultationer
        );
        if cell.unit == Unit::Ar && !(0..=OLDEST).contains(&cell.value()) {
            let message = "Det är ingen ålder. Rätta talet.";
            out.findings
                .push(wording::plain(NAME, ShouldFix, cell, None, message));
        }
        if count && cell.place.table.starts_with("bakgrund") && cell.value() < 0 {
            let message = "Ett antal är minst 0. Rätta talet.";
            out.findings
                .push(wording::plain(NAME, MustFix, cell, None, message));
        }
    }
}

/// A share of money can pass 100 per cent, as when a budget is exceeded.
fn of_money(goal: &GoalRow) -> bool {
    let words = format!("{} {}", goal.text, goal.measured_by).to_lowercase();
    ["budget", "medel", "intäkter", "kostnad"]
        .iter()
        .any(|word| words.contains(word))
}
