//! `mal.csv`, and beside it `maltrosklar.csv` (`år;nummer;i_stort_sett_från;mått`): which measure a
//! goal is followed by, and from which value it is "i stort sett uppnått".

use std::collections::BTreeMap;

use super::tables::{Intake, Reader, whole};
use crate::{
    facts::{Goal, GoalDirection, GoalLevel, GoalOutcome, Thresholds},
    measure, number,
    published::{FileKind, PublishedTable, Row, layout, read_table, table::printed_number},
    refusal::Problem,
    unit::Unit,
};

/// The file with thresholds; it is our own and no part of what was published.
const THRESHOLDS: &str = "maltrosklar.csv";

pub(super) fn is_thresholds(name: &str) -> bool {
    layout::base_name(name).to_lowercase() == THRESHOLDS
}

/// What the file says of one goal.
#[derive(Clone, Debug, Default)]
struct Rule {
    largely: String,
    measure: String,
}

type Rules = BTreeMap<(i32, u32), Rule>;

pub(super) fn read(reader: &mut Reader<'_>, thresholds: Option<&(String, Vec<u8>)>, intake: &mut Intake) {
    let rules = thresholds
        .map(|(name, bytes)| rules(reader, name, bytes))
        .unwrap_or_default();
    for table in reader.of(FileKind::Goals) {
        let mut numbers: BTreeMap<i32, u32> = BTreeMap::new();
        for row in &table.table.rows {
            let Some(year) = layout::year(table.table.text(row, "år")) else {
                let message = format!(
                    "”{}” är inget årtal. Skriv året med fyra siffror.",
                    table.table.text(row, "år")
                );
                reader.say(&table, row, "inte-ar", message);
                continue;
            };
            let number = numbers.entry(year).or_default();
            *number += 1;
            if let Some(goal) = goal(reader, &table, row, (year, *number), &rules) {
                intake.goals.push(goal);
            }
        }
    }
}

fn rules(reader: &mut Reader<'_>, name: &str, bytes: &[u8]) -> Rules {
    // Outside the published layout: no column is asked for, so these are.
    let (table, problems) = read_table(name, bytes);
    reader.problems.extend(problems);
    let mut rules = Rules::new();
    let mut say = |line, code, message: String| {
        let file = table.name.clone();
        reader.problems.push(Problem {
            file,
            line,
            code,
            message,
        });
    };
    for column in ["år", "nummer", "i_stort_sett_från", "mått"] {
        if table.column(column).is_none() {
            say(
                1,
                "kolumn-saknas",
                format!("Kolumnen ”{column}” saknas. Lägg till kolumnen ”{column}”."),
            );
            return rules;
        }
    }
    if table.rows.is_empty() {
        let message = "Filen har rubriker men inga rader. Lägg in raderna, eller ta bort filen.";
        say(0, "fil-utan-rader", message.into());
    }
    for row in &table.rows {
        let number = whole(table.text(row, "nummer")).and_then(|n| u32::try_from(n).ok());
        let Some(key) = layout::year(table.text(row, "år")).zip(number) else {
            say(
                row.line,
                "mal-okant",
                "Raden saknar år eller nummer på målet. Skriv båda med siffror.".into(),
            );
            continue;
        };
        let rule = Rule {
            largely: table.text(row, "i_stort_sett_från").to_owned(),
            measure: table.text(row, "mått").to_owned(),
        };
        if !rule.measure.is_empty() && measure::find(&rule.measure).is_none() {
            say(
                row.line,
                "matt-okant",
                format!("Måttet ”{}” finns inte. Se docs/measures.md.", rule.measure),
            );
        } else if rules.insert(key, rule).is_some() {
            say(
                row.line,
                "rad-dubblett",
                format!(
                    "Mål {} för {} finns två gånger. Ta bort den ena raden.",
                    key.1, key.0
                ),
            );
        }
    }
    rules
}

fn goal(
    reader: &mut Reader<'_>,
    table: &PublishedTable,
    row: &Row,
    (year, number): (i32, u32),
    rules: &Rules,
) -> Option<Goal> {
    let text = |column: &str| table.table.text(row, column);
    let level = match text("nivå").to_lowercase().as_str() {
        "individ" => GoalLevel::Individual,
        "struktur" => GoalLevel::Structure,
        "organisation" => GoalLevel::Organisation,
        "ekonomi" => GoalLevel::Economy,
        other => {
            let message =
                format!("Nivån ”{other}” är okänd. Skriv individ, struktur, organisation eller ekonomi.");
            reader.say(table, row, "mal-niva", message);
            return None;
        }
    };
    let rule = rules.get(&(year, number)).cloned().unwrap_or_default();
    let thresholds = match thresholds(text("målvärde"), &text("enhet").to_lowercase(), &rule) {
        Ok(thresholds) => thresholds,
        Err(message) => {
            reader.say(table, row, "mal-grans", message);
            return None;
        }
    };
    Some(Goal {
        year,
        number,
        level,
        text: text("mål").to_owned(),
        measured_by: text("mäts_med").to_owned(),
        outcome: outcome(
            year,
            text("utfall_tryckt"),
            text("bedömning_tryckt"),
            thresholds,
            &rule,
        ),
        thresholds,
    })
}

/// A goal with a target: "högst" and "minst" say which way, more is better where neither is said.
fn thresholds(target: &str, unit: &str, rule: &Rule) -> Result<Option<Thresholds>, String> {
    let Some((_, written)) = printed_number(target) else {
        return Ok(None);
    };
    let direction = if unit.contains("högst") {
        GoalDirection::AtMost
    } else {
        GoalDirection::AtLeast
    };
    // Money is held in öre, everything else with the decimals that are written, one at least.
    let decimals = if is_money(unit, rule) { 2 } else { written.max(1) };
    let read = |text: &str| number::parse_decimal(text, decimals);
    let target =
        read(target).ok_or_else(|| format!("Målvärdet ”{target}” är inget tal. Skriv det med siffror."))?;
    let largely = match rule.largely.as_str() {
        "" => target,
        text => read(text).ok_or_else(|| format!("Gränsen ”{text}” är inget tal. Skriv den med siffror."))?,
    };
    let stricter = match direction {
        GoalDirection::AtLeast => largely > target,
        GoalDirection::AtMost => largely < target,
    };
    if stricter {
        return Err(
            "Gränsen för ”i stort sett uppnått” är strängare än målvärdet. Byt värde i maltrosklar.csv."
                .into(),
        );
    }
    Ok(Some(Thresholds {
        direction,
        target,
        largely,
        decimals,
    }))
}

fn is_money(unit: &str, rule: &Rule) -> bool {
    match measure::find(&rule.measure) {
        Some(measure) => measure.unit == Unit::Kronor,
        None => unit.starts_with("kr"),
    }
}

/// A measure where the rules name one; else the printed result as an entered value, or as words.
fn outcome(
    year: i32,
    printed: &str,
    judgement: &str,
    thresholds: Option<Thresholds>,
    rule: &Rule,
) -> GoalOutcome {
    if !rule.measure.is_empty() {
        return GoalOutcome::Measure(rule.measure.clone());
    }
    match (printed_number(printed), thresholds) {
        (Some((units, decimals)), Some(_)) => GoalOutcome::Entered {
            units,
            decimals,
            source: format!("Årsredovisning {year}"),
        },
        _ if printed.is_empty() && judgement.is_empty() => GoalOutcome::None,
        _ => GoalOutcome::Words {
            text: printed.to_owned(),
            judgement: judgement.to_owned(),
        },
    }
}
