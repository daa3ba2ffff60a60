//! `mal.csv`: goals. Numbers also stand in the words they are measured with.

use super::{At, Builder};
use crate::{
    check::sheet::GoalRow,
    figure::Scope,
    published::{folder::PublishedTable, layout},
    unit::Unit,
};

/// `mal.csv`.
pub(super) fn goals(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    for (number, row) in table.rows.iter().enumerate() {
        let text = |column| table.text(row, column);
        let Some(year) = layout::year(text("år")) else {
            continue;
        };
        let scope = || Scope::all().with("mal", number.to_string());
        let unit = unit(text("enhet"));
        let position = |column, unit| At {
            group: text("år"),
            label: text("mål"),
            column,
            year,
            unit,
        };
        let words = text("mäts_med");
        let mut add =
            |at: &At<'_>, measure, value: &str| builder.add(&table.name, at, measure, scope(), value);
        let target = add(&position("målvärde", unit), "mal.malvarde", text("målvärde"));
        let outcome = add(
            &position("utfall_tryckt", unit),
            "mal.utfall",
            text("utfall_tryckt"),
        );
        let k_of_n = k_of_n(words).and_then(|(k, n)| {
            let at = position("mäts_med", Unit::Deltaganden);
            Some((add(&at, "mal.k", k)?, add(&at, "mal.n", n)?))
        });
        let budget = large_number(words)
            .filter(|_| words.to_lowercase().contains("budget"))
            .and_then(|sum| add(&position("mäts_med", Unit::Kronor), "mal.budget", &sum));
        let place_row = format!("{}: {}", text("år"), text("mål"));
        builder.goals.push(GoalRow {
            year,
            row: place_row,
            table: table.name.clone(),
            text: text("mål").to_owned(),
            unit: text("enhet").to_owned(),
            measured_by: words.to_owned(),
            judgement: text("bedömning_tryckt").to_owned(),
            target,
            outcome,
            k_of_n,
            budget,
        });
    }
}

fn unit(text: &str) -> Unit {
    let text = text.to_lowercase();
    if text.starts_with("kr") {
        Unit::Kronor
    } else if text.is_empty() || text.contains("procent") || text.contains('%') {
        Unit::Procent
    } else if text.contains("dag") {
        Unit::Dagar
    } else {
        // Whatever else is counted: it has no bounds of its own.
        Unit::Volym
    }
}

/// "SUS: 36 av 112 utskrivna" → "36" and "112".
fn k_of_n(words: &str) -> Option<(&str, &str)> {
    let tokens: Vec<&str> = words
        .split_whitespace()
        .map(|t| t.trim_matches([',', ';', '(', ')', '.', ':']))
        .collect();
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    tokens
        .windows(3)
        .find(|w| w[1].eq_ignore_ascii_case("av") && digits(w[0]) && digits(w[2]))
        .map(|w| (w[0], w[2]))
}

/// A number of at least five digits, with or without spaces between thousands.
fn large_number(words: &str) -> Option<String> {
    let mut run = String::new();
    let mut runs = Vec::new();
    for token in words.split_whitespace().chain(["."]) {
        let token = token.trim_matches([',', ';', '(', ')', '.', ':']);
        let digits = !token.is_empty() && token.bytes().all(|b| b.is_ascii_digit());
        let continues = digits && (run.is_empty() || token.len() == 3);
        if !continues {
            runs.push(std::mem::take(&mut run));
        }
        if digits {
            run.push_str(token);
        }
    }
    runs.into_iter().find(|r| r.len() >= 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        assert_eq!(k_of_n("SUS: 36 av 112 utskrivna"), Some(("36", "112")));
        assert_eq!(k_of_n("indikator 5, 6 (endast vid avslut), 7"), None);
        let sum = |words| large_number(words);
        assert_eq!(
            sum("rekvirerade medel mot budgeterade 12 324 600").as_deref(),
            Some("12324600")
        );
        assert_eq!(sum("mot budget 9400000, två poster").as_deref(), Some("9400000"));
        assert_eq!(sum("indikator 7, 8, 9, 10, 12, 13"), None);
    }
}
