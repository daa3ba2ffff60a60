//! `maluppfyllelse`: the printed judgement agrees with result and target.

use super::{
    Out,
    sheet::{GoalRow, Sheet},
    wording,
};
use crate::{
    cell::{Cell, SCALE_DECIMALS},
    finding::{Finding, Place, Severity::ShouldFix},
    published::table::printed_number,
    unit::Unit,
};

/// The check's name.
pub const NAME: &str = "maluppfyllelse";

/// What a judgement says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Judgement {
    Met,
    Nearly,
    Missed,
}

/// "Uppnått" with a missed target, "inte uppnått" or "i stort sett uppnått" with a reached one.
pub fn findings(sheet: &Sheet, out: &mut Out) {
    for goal in &sheet.goals {
        let (Some(target), Some(outcome)) = (goal.target, goal.outcome) else {
            continue;
        };
        let (target, outcome) = (&sheet.cells[target], &sheet.cells[outcome]);
        out.findings.extend(unlike_units(target, outcome));
        let Some(judgement) = judgement(&goal.judgement) else {
            continue;
        };
        let at_most = is_at_most(goal, target);
        let reached = if at_most {
            outcome.value() <= target.value()
        } else {
            outcome.value() >= target.value()
        };
        let right = match (judgement, reached) {
            (Judgement::Met, false) => "inte uppnått",
            (Judgement::Missed | Judgement::Nearly, true) => "uppnått",
            _ => continue,
        };
        out.findings
            .push(finding(goal, target, outcome, (right, at_most)));
    }
}

/// A sum of money some thousand times its target is one of them in thousands.
fn unlike_units(target: &Cell, outcome: &Cell) -> Option<Finding> {
    let (t, o) = (target.value(), outcome.value());
    let (small, large) = if t < o {
        (target, outcome)
    } else {
        (outcome, target)
    };
    let ratio = large.value().checked_div(small.value().max(1))?;
    let message =
        "Målvärde och utfall skiljer sig omkring tusen gånger: det ena är troligen i tusental kronor.";
    let money = small.unit == Unit::Kronor && small.value() > 0;
    (money && (300..3_000).contains(&ratio))
        .then(|| wording::plain(wording::UNIT_CHECK, ShouldFix, small, None, message))
}

fn finding(goal: &GoalRow, target: &Cell, outcome: &Cell, (right, at_most): (&str, bool)) -> Finding {
    let direction = if at_most { "högst" } else { "minst" };
    Finding {
        check: NAME,
        severity: ShouldFix,
        place: Place {
            table: goal.table.clone(),
            row: goal.row.clone(),
            column: "bedömning_tryckt".into(),
        },
        expected: Some(right.into()),
        found: goal.judgement.clone(),
        message: format!(
            "Bedömningen är ”{}”, men utfallet är {} mot målvärdet {direction} {}. Rätta bedömningen eller utfallet.",
            goal.judgement,
            outcome.swedish(outcome.value()),
            target.swedish(target.value()),
        ),
    }
}

/// Words for "no more than".
const AT_MOST: [&str; 9] = [
    "högst",
    "max",
    "maximalt",
    "mindre än",
    "färre än",
    "lägre än",
    "under",
    "som mest",
    "inte mer än",
];

/// Whether less is better: the unit says so, or the goal's own words just before its target
/// ("väntetiden är högst 30 dagar"). "Under 2022" and "med högst stöd" say nothing of the kind.
fn is_at_most(goal: &GoalRow, target: &Cell) -> bool {
    let unit = goal.unit.to_lowercase();
    if unit.contains("minst") || unit.contains("högst") {
        return unit.contains("högst") && !unit.contains("minst");
    }
    let words: Vec<String> = goal
        .text
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let is_target = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        printed_number(word).is_some_and(|(units, decimals)| {
            i128::from(units) * 10_i128.pow(SCALE_DECIMALS - decimals) == target.value()
        })
    };
    (1..words.len()).any(|i| {
        let before = words[..i].join(" ");
        let said = |phrase: &str| before == *phrase || before.ends_with(&format!(" {phrase}"));
        is_target(&words[i]) && AT_MOST.iter().any(|phrase| said(phrase))
    })
}

/// Words that a goal was reached with, in the forms they are written.
const REACHED: [&str; 15] = [
    "uppnått",
    "uppnåtts",
    "uppnås",
    "uppnåddes",
    "uppnådd",
    "nått",
    "nåtts",
    "nås",
    "nåddes",
    "uppfyllt",
    "uppfyllts",
    "uppfylls",
    "uppfylldes",
    "uppfylld",
    "klarat",
];
/// Words that say no more than the judgement itself.
const FILLERS: [&str; 13] = [
    "målet", "målen", "mål", "är", "har", "blev", "blir", "helt", "med", "råge", "marginal", "god", "väl",
];
/// Words for a part of the way.
const NEARLY: [&str; 8] = [
    "i stort sett",
    "i stort",
    "delvis",
    "nästan",
    "till viss del",
    "till stor del",
    "i huvudsak",
    "till del",
];

/// A judgement in one clear word; two judgements in one ("uppnått i budget, i stort sett i
/// utfall") or other words say nothing that can be tested.
fn judgement(text: &str) -> Option<Judgement> {
    let text = text.trim().trim_end_matches(['.', '!']).to_lowercase();
    let part = NEARLY
        .iter()
        .find_map(|words| text.strip_prefix(words).or_else(|| text.strip_suffix(words)));
    let words: Vec<&str> = part
        .unwrap_or(&text)
        .split_whitespace()
        .filter(|word| !FILLERS.contains(word))
        .collect();
    let (no, rest): (Vec<&str>, Vec<&str>) =
        words.iter().partition(|w| matches!(**w, "inte" | "ej" | "icke"));
    let [word] = rest[..] else { return None };
    let (un, stem) = word.strip_prefix('o').map_or((false, word), |stem| (true, stem));
    let known = REACHED.contains(&stem);
    match (part.is_some(), no.len(), un) {
        (true, 0, false) if known => Some(Judgement::Nearly),
        (false, 0, false) if known || word == "ja" => Some(Judgement::Met),
        (false, 0, true) | (false, 1, false) if known => Some(Judgement::Missed),
        (false, 0, false) if word == "nej" => Some(Judgement::Missed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{figure::Scope, finding::Place};

    #[test]
    fn r_gra_16_a_judgement_is_understood_in_its_usual_forms() {
        for text in [
            "uppnått",
            "Uppnått.",
            "Målet uppnått",
            "nått",
            "Målet nåddes",
            "nås",
            "uppfyllt",
            "uppfylls",
            "Målet har uppnåtts",
            "uppnått med råge",
            "helt uppfyllt",
            "ja",
        ] {
            assert_eq!(judgement(text), Some(Judgement::Met), "{text}");
        }
        for text in [
            "inte uppnått",
            "ej nått",
            "nås inte",
            "ej uppfyllt",
            "ouppnått",
            "har inte uppnåtts",
            "målet är ej uppfyllt",
            "icke uppnått",
            "nej",
        ] {
            assert_eq!(judgement(text), Some(Judgement::Missed), "{text}");
        }
        for text in [
            "i stort sett uppnått",
            "delvis uppfyllt",
            "uppnått till viss del",
            "nästan nått",
        ] {
            assert_eq!(judgement(text), Some(Judgement::Nearly), "{text}");
        }
        for text in [
            "",
            "x",
            "uppnått i budget, i stort sett i utfall",
            "inte riktigt uppnått",
            "delvis inte uppnått",
            "över förväntan",
            "grön",
        ] {
            assert_eq!(judgement(text), None, "{text}");
        }
    }

    #[test]
    fn r_gra_16_the_direction_stands_in_the_unit_or_before_the_target() {
        let target = Cell {
            measure: "mal.malvarde".into(),
            scope: Scope::all(),
            year: 2031,
            place: Place::default(),
            group: String::new(),
            label: String::new(),
            unit: Unit::Dagar,
            units: 30,
            decimals: 0,
            is_sum: false,
            negated: false,
        };
        for (text, unit, expected) in [
            ("Väntetiden är högst 30 dagar", "dagar", true),
            ("Kötid under 30 dagar", "dagar", true),
            ("Avbrott, max 30 procent", "procent", true),
            ("Kötiden är kort", "dagar, högst", true),
            ("Väntetiden är högst 30 dagar", "dagar, minst", false),
            ("Nya deltagare under 2031: 30", "personer", false),
            ("De med högst stöd når 30 procent", "procent", false),
            ("Minst 30 nya deltagare", "personer", false),
        ] {
            let goal = GoalRow {
                text: text.into(),
                unit: unit.into(),
                ..GoalRow::default()
            };
            assert_eq!(is_at_most(&goal, &target), expected, "{text} {unit}");
        }
    }
}
