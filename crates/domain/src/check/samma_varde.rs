//! `samma-varde`: the same quantity is equal wherever it is printed, or a bridge explains the difference.

use std::collections::BTreeMap;

use super::{
    Out, bokforing,
    relation::{Relation, Rule, Terms},
    sheet::{Id, Sheet},
};
use crate::{
    figure::Scope,
    finding::Severity::{MustFix, ShouldFix},
    published::table::printed_number,
    unit::Unit,
};

/// The check's name.
pub const NAME: &str = "samma-varde";

/// Equal places of one measure, and the bridges between statements, budget and overview.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    same_measure(sheet, out, |table| !is_annex(table), NAME);
    for year in sheet.years("oversikt.resultat") {
        overview(sheet, year, out);
    }
    for year in sheet.years("drift.utfall") {
        operating_outcome(sheet, year, out);
    }
    for year in sheet.years("drift.budget") {
        operating_budget(sheet, year, out);
    }
    for year in sheet.years("insats.kostnad") {
        costs(sheet, year, out);
    }
    for year in sheet.years("balans.eget_kapital_och_skulder") {
        let sides = ["balans.eget_kapital_och_skulder", "balans.tillgangar"].map(|m| sheet.one(m, year));
        if let [Some(right), Some(left)] = sides {
            out.relations.push(Relation::sum(
                NAME,
                MustFix,
                right,
                vec![(1, left)],
                "summa tillgångar",
            ));
        }
    }
    goals(sheet, out);
}

/// Annexes and the list of insatser speak of one insats each; they are compared by `bilaga`.
pub fn is_annex(table: &str) -> bool {
    table.starts_with("bilagor") || table.starts_with("insatser")
}

/// The most trusted table first: bookkeeping, main table, statements, yearly series, annexes.
fn rank(table: &str) -> usize {
    [
        "sus-insatser",
        "bokslut",
        "medlemsbidrag",
        "sus-per-ar",
        "bakgrund",
        "insatser",
        "bilagor",
    ]
    .iter()
    .position(|stem| table.starts_with(stem))
    .unwrap_or(4)
}

/// Cells of one measure, year and scope: each equals the one in the most trusted table. Only
/// targets in tables that `wanted` says, under the given check.
pub fn same_measure(sheet: &Sheet, out: &mut Out, wanted: fn(&str) -> bool, check: &'static str) {
    let mut groups: BTreeMap<(&str, i32, &Scope), Vec<Id>> = BTreeMap::new();
    for (id, cell) in sheet.cells.iter().enumerate() {
        let known = !sheet.unknown.contains(&id);
        if known && comparable(&cell.measure) && !bokforing::is_ledger(&cell.place.table) {
            groups
                .entry((&cell.measure, cell.year, &cell.scope))
                .or_default()
                .push(id);
        }
    }
    for mut ids in groups.into_values() {
        ids.sort_by_key(|id| (rank(&sheet.cells[*id].place.table), *id));
        let Some((reference, others)) = ids.split_first() else {
            continue;
        };
        let from = &sheet.cells[*reference].place;
        for other in others {
            let place = &sheet.cells[*other].place;
            // Two rows with one label in one table are a reading problem, not two places.
            if !wanted(&place.table) || *place == *from {
                continue;
            }
            let severity = if is_annex(&place.table) {
                ShouldFix
            } else {
                MustFix
            };
            let words = format!("samma uppgift i {from}");
            out.relations.push(Relation::sum(
                check,
                severity,
                *other,
                vec![(1, *reference)],
                words,
            ));
        }
    }
}

/// Measures that name one quantity; rows known by their words only may repeat.
fn comparable(measure: &str) -> bool {
    let words_only = measure.rsplit(['.', '_']).next() == Some("rad");
    !words_only
        && !measure.starts_with("mal.")
        && !measure.starts_with("bilaga.")
        && !measure.starts_with("balans.")
}

fn bridge(out: &mut Out, target: Option<Id>, readings: Vec<Terms>, words: &str) {
    let readings: Vec<Terms> = readings.into_iter().filter(|t| !t.is_empty()).collect();
    if let (Some(target), false) = (target, readings.is_empty()) {
        out.relations
            .push(Relation::new(NAME, MustFix, target, Rule::Sum(readings), words));
    }
}

/// The statement's cell of a measure, signed; nothing when it is not printed.
fn statement(sheet: &Sheet, measure: &str, sign: i64, year: i32) -> Terms {
    let id = sheet
        .in_table("bokslut", measure, year, &Scope::all())
        .or_else(|| sheet.one(measure, year));
    id.map(|id| (sign, id)).into_iter().collect()
}

fn overview(sheet: &Sheet, year: i32, out: &mut Out) {
    let of = |measure, sign| statement(sheet, measure, sign, year);
    let (income, cost) = (of("ekonomi.intakter", 1), of("ekonomi.kostnader", 1));
    let (plus, minus) = (
        of("ekonomi.finansiella_intakter", 1),
        of("ekonomi.finansiella_kostnader", 1),
    );
    let less = of("ekonomi.finansiella_kostnader", -1);
    let depreciation = of("ekonomi.avskrivningar", 1);
    if !income.is_empty() {
        let readings = vec![
            income.clone(),
            [income.clone(), plus.clone()].concat(),
            [income, plus, less].concat(),
        ];
        let words = "verksamhetens intäkter i bokslutet, med eller utan finansiella poster";
        bridge(out, sheet.one("oversikt.intakter", year), readings, words);
    }
    if !cost.is_empty() {
        let all = [cost.clone(), depreciation.clone()].concat();
        let readings = vec![
            cost.clone(),
            all.clone(),
            [cost, minus.clone()].concat(),
            [all, minus].concat(),
        ];
        let words =
            "verksamhetens kostnader i bokslutet, med eller utan avskrivningar och finansiella poster";
        bridge(out, sheet.one("oversikt.kostnader", year), readings, words);
    }
    let result = of("ekonomi.resultat", 1);
    bridge(
        out,
        sheet.one("oversikt.resultat", year),
        vec![result],
        "årets resultat i bokslutet",
    );
}

fn operating_item(sheet: &Sheet, measure: &str, item: &str, year: i32) -> Option<Id> {
    sheet
        .at(measure, year, &Scope::all().with("post", item))
        .first()
        .copied()
}

fn operating_outcome(sheet: &Sheet, year: i32, out: &mut Out) {
    let of = |measure, sign| statement(sheet, measure, sign, year);
    let item = |name| operating_item(sheet, "drift.utfall", name, year);
    let cost = of("ekonomi.kostnader", 1);
    if !cost.is_empty() {
        let with = [cost.clone(), of("ekonomi.avskrivningar", 1)].concat();
        bridge(
            out,
            item("nettokostnad"),
            vec![cost, with],
            "verksamhetens kostnader i resultaträkningen",
        );
    }
    let income = of("ekonomi.intakter", 1);
    bridge(
        out,
        item("medlemsavgift"),
        vec![income],
        "verksamhetens intäkter i resultaträkningen",
    );
    let financial = [
        of("ekonomi.finansiella_intakter", 1),
        of("ekonomi.finansiella_kostnader", -1),
    ]
    .concat();
    bridge(
        out,
        item("finansiella poster"),
        vec![financial],
        "resultaträkningens finansiella poster",
    );
    bridge(
        out,
        item("resultat"),
        vec![of("ekonomi.resultat", 1)],
        "årets resultat i resultaträkningen",
    );
    let cash = of("balans.kassa_bank", 1);
    if !cash.is_empty() {
        let with = [cash.clone(), of("balans.kortfristiga_placeringar", 1)].concat();
        bridge(
            out,
            item("likvida medel"),
            vec![cash, with],
            "kassa och bank i balansräkningen",
        );
    }
}

fn operating_budget(sheet: &Sheet, year: i32, out: &mut Out) {
    let item = |name| operating_item(sheet, "drift.budget", name, year);
    let group = |name: &str| -> Terms {
        let ids = sheet.at("budget.summa", year, &Scope::all().with("grupp", name));
        ids.first().map(|id| (1, *id)).into_iter().collect()
    };
    bridge(
        out,
        item("nettokostnad"),
        vec![group("kostnader")],
        "budgetens summa kostnader",
    );
    bridge(
        out,
        item("medlemsavgift"),
        vec![group("intäkter")],
        "budgetens summa intäkter",
    );
    let result = sheet
        .one("budget.resultat", year)
        .map(|id| (1, id))
        .into_iter()
        .collect();
    bridge(out, item("resultat"), vec![result], "budgetens resultat");
}

/// The insats costs' total is the note's row of grants given, where there is exactly one such row.
fn costs(sheet: &Sheet, year: i32, out: &mut Out) {
    let Some(total) = sheet.one("insats.kostnad", year) else {
        return;
    };
    let grants = |id: &&Id| {
        sheet.cells[**id]
            .label
            .to_lowercase()
            .starts_with("lämnade bidrag")
    };
    let rows: Vec<&Id> = sheet.all("not.rad", year).iter().filter(grants).collect();
    if let [row] = rows.as_slice() {
        let words = format!("raden i {}", sheet.cells[**row].place);
        out.relations
            .push(Relation::sum(NAME, MustFix, total, vec![(1, **row)], words));
    }
}

/// Numbers in the words of a goal are the numbers of the tables.
fn goals(sheet: &Sheet, out: &mut Out) {
    for goal in &sheet.goals {
        let words = format!("{} {}", goal.text, goal.measured_by).to_lowercase();
        if let (Some(target), Some(named)) = (goal.target, percent_in_words(&goal.text)) {
            let words = "talet i målets egen text";
            let rule = Rule::Value(named);
            if sheet.cells[target].unit == Unit::Procent {
                out.relations
                    .push(Relation::new(NAME, ShouldFix, target, rule, words));
            }
        }
        let mut same = |id: Option<Id>, measure: &str| {
            if let (Some(id), Some(source)) = (id, sheet.one(measure, goal.year)) {
                let words = format!("uppgiften i {}", sheet.cells[source].place);
                out.relations
                    .push(Relation::sum(NAME, ShouldFix, id, vec![(1, source)], words));
            }
        };
        if words.contains("arbete eller studier") {
            same(goal.k_of_n.map(|(k, _)| k), "avslut.arbete_eller_studier");
        }
        if words.contains("utskrivna") || words.contains("avslutade") {
            same(goal.k_of_n.map(|(_, n)| n), "deltaganden.avslutade");
        }
        if words.contains("insats") {
            let line = sheet.all("budget.individinsatser", goal.year).first().copied();
            if let (Some(id), Some(line)) = (goal.budget, line) {
                let words = format!("budgeten i {}", sheet.cells[line].place);
                out.relations
                    .push(Relation::sum(NAME, ShouldFix, id, vec![(1, line)], words));
            }
        }
    }
}

/// "75 procent av tilldelade medel …" → 75, in millionths; nothing when several are named.
fn percent_in_words(text: &str) -> Option<i128> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let named: Vec<i128> = tokens
        .windows(2)
        .filter(|w| matches!(w[1].trim_end_matches(['.', ',']), "procent" | "%"))
        .filter_map(|w| printed_number(w[0]))
        .map(|(units, decimals)| i128::from(units) * 10_i128.pow(6 - decimals))
        .collect();
    if let [one] = named[..] { Some(one) } else { None }
}
