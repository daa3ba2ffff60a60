//! `bokslut.csv`: statements, operating statement and notes.

use super::{At, Builder, at, economy::is_negative, is_sum, plain_label, year_columns};
use crate::{
    cell::Cell,
    figure::Scope,
    published::{folder::PublishedTable, layout},
    unit::Unit,
};

/// What a row means, in which scope, and whether it is printed with the opposite sign.
struct Meaning {
    measure: &'static str,
    scope: Scope,
    negated: bool,
}

/// `bokslut.csv`.
pub(super) fn statements(builder: &mut Builder, published: &PublishedTable) {
    let first = builder.cells.len();
    rows(builder, published);
    signs(&mut builder.cells[first..]);
}

/// Costs are printed with or without minus, each statement in its own way. What all its costs do
/// is its way; one that does otherwise is an error.
fn signs(cells: &mut [Cell]) {
    let costs = [
        "ekonomi.kostnader",
        "ekonomi.avskrivningar",
        "ekonomi.finansiella_kostnader",
    ];
    let stated = |c: &Cell| costs.contains(&c.measure.as_str()) && c.negated;
    let plain = cells.iter().filter(|c| stated(c)).any(|c| c.units > 0);
    if plain && cells.iter().filter(|c| stated(c)).all(|c| c.units >= 0) {
        cells
            .iter_mut()
            .filter(|c| stated(c))
            .for_each(|c| c.negated = false);
    }
    let net = |c: &Cell| {
        let item = c.scope.get("post").is_some_and(|post| post.contains("kostnad"));
        item && matches!(c.measure.as_str(), "drift.utfall" | "drift.budget")
    };
    let printed: Vec<Cell> = cells.iter().filter(|c| net(c)).cloned().collect();
    if printed.len() > 1 && is_negative(&printed) && printed.iter().all(|c| c.units != 0) {
        cells.iter_mut().filter(|c| net(c)).for_each(|c| c.negated = true);
    }
}

fn rows(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    for row in &table.rows {
        let (group, label) = (table.text(row, "räkning"), table.text(row, "rad"));
        let meaning = meaning(&group.to_lowercase(), &plain_label(label), is_sum(label));
        let own_year = group.split_whitespace().last().and_then(layout::year);
        for (index, column, year) in year_columns(published) {
            let position = At {
                group,
                label,
                column: &column,
                year: own_year.unwrap_or(year),
                unit: Unit::Kronor,
            };
            // An operating statement of one year stands in that year's column.
            if own_year.is_some_and(|own| own != year) {
                continue;
            }
            let scope = meaning.scope.clone();
            let added = builder.add(&table.name, &position, meaning.measure, scope, at(row, index));
            let note = table.text(row, "not");
            if let Some(id) = added {
                builder.cells[id].negated = meaning.negated;
                if !note.is_empty() {
                    builder.note_refs.push((id, note.to_owned()));
                }
            }
        }
    }
}

fn meaning(group: &str, label: &str, sum: bool) -> Meaning {
    match group {
        "resultaträkning" => income_statement(label),
        "balansräkning" => balance_sheet(label),
        "kassaflöde" | "kassaflödesanalys" => cash_flow(label),
        _ if group.starts_with("driftsredovisning") => operating(label),
        _ if group.starts_with("not ") && sum => {
            plain("not.summa", Scope::all().with("not", note_number(group)))
        }
        _ if group.starts_with("not ") => plain(
            "not.rad",
            Scope::all().with("not", note_number(group)).with("rad", label),
        ),
        _ => plain(
            "bokslut.rad",
            Scope::all().with("grupp", group).with("rad", label),
        ),
    }
}

fn plain(measure: &'static str, scope: Scope) -> Meaning {
    Meaning {
        measure,
        scope,
        negated: false,
    }
}

fn note_number(group: &str) -> String {
    group.trim_start_matches("not ").trim().to_owned()
}

fn income_statement(label: &str) -> Meaning {
    let (measure, negated) = match label {
        "verksamhetens intäkter" => ("ekonomi.intakter", false),
        "verksamhetens kostnader" => ("ekonomi.kostnader", true),
        "verksamhetens resultat" => ("ekonomi.verksamhetens_resultat", false),
        "finansiella intäkter" => ("ekonomi.finansiella_intakter", false),
        "finansiella kostnader" => ("ekonomi.finansiella_kostnader", true),
        "årets resultat" => ("ekonomi.resultat", false),
        _ if label.starts_with("avskrivning") => ("ekonomi.avskrivningar", true),
        _ if label.starts_with("resultat efter finansiella") => ("ekonomi.resultat_efter_finansiella", false),
        _ if label.starts_with("extraordinära") => ("ekonomi.extraordinara", false),
        _ => return plain("resultat.rad", Scope::all().with("rad", label)),
    };
    Meaning {
        measure,
        scope: Scope::all(),
        negated,
    }
}

fn balance_sheet(label: &str) -> Meaning {
    let measure = match label {
        "eget kapital" => "balans.eget_kapital",
        "årets resultat" => "ekonomi.resultat",
        "korta fordringar" | "kortfristiga fordringar" => "balans.korta_fordringar",
        "kortfristiga placeringar" => "balans.kortfristiga_placeringar",
        "kassa och bank" => "balans.kassa_bank",
        "kortfristiga skulder" | "korta skulder" => "balans.kortfristiga_skulder",
        "långfristiga skulder" => "balans.langfristiga_skulder",
        "summa tillgångar" => "balans.tillgangar",
        _ if label.starts_with("avsättningar") => "balans.avsattningar",
        _ if label.starts_with("summa omsättningstillgångar") => "balans.omsattningstillgangar",
        _ if label.starts_with("summa eget kapital") && label.contains("skulder") => {
            "balans.eget_kapital_och_skulder"
        }
        _ => return plain("balans.rad", Scope::all().with("rad", label)),
    };
    plain(measure, Scope::all())
}

fn cash_flow(label: &str) -> Meaning {
    let measure = match label {
        "årets resultat" => "ekonomi.resultat",
        "årets kassaflöde" => "kassaflode.arets",
        _ if label.contains("fordringar") => "kassaflode.fordringar",
        _ if label.contains("skulder") && label.contains("kort") => "kassaflode.skulder",
        _ if label.contains("löpande") => "kassaflode.lopande",
        _ if label.starts_with("likvida medel") && label.contains("början") => "kassaflode.likvida_borjan",
        _ if label.starts_with("likvida medel") && label.contains("slut") => "kassaflode.likvida_slut",
        _ => return plain("kassaflode.rad", Scope::all().with("rad", label)),
    };
    plain(measure, Scope::all())
}

/// "Nettokostnad utfall": the item and which of its three columns.
fn operating(label: &str) -> Meaning {
    let measure = [
        (" utfall", "drift.utfall"),
        (" budget", "drift.budget"),
        (" avvikelse", "drift.avvikelse"),
    ]
    .iter()
    .find_map(|(suffix, measure)| Some((*measure, label.strip_suffix(suffix)?)));
    match measure {
        Some((measure, item)) => plain(measure, Scope::all().with("post", item)),
        None => plain("bokslut.rad", Scope::all().with("rad", label)),
    }
}
