//! Tables of participations: per insats, per year, background, annexes, the list of insatser.

use super::{At, Builder, is_sum, plain_label};
use crate::{
    figure::Scope,
    published::{
        folder::PublishedTable,
        layout,
        table::{distance, is_near},
    },
    unit::Unit,
};

/// Columns of the two SUS tables and their measures.
const COLUMNS: [(&str, &str); 5] = [
    ("budget", "deltaganden.budgeterade"),
    ("totalt", "deltaganden.totalt"),
    ("nya", "deltaganden.nya"),
    ("avslutade", "deltaganden.avslutade"),
    ("pågående", "deltaganden.pagaende"),
];

/// `sus-insatser-YYYY.csv`.
pub(super) fn per_insats(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    for row in &table.rows {
        let label = table.text(row, "insats");
        let scope = if is_sum(label) {
            Scope::all()
        } else {
            Scope::all().with("insats", plain_label(label))
        };
        columns(
            builder,
            published,
            row,
            label,
            published.year.unwrap_or(builder.year),
            &scope,
        );
    }
}

/// `sus-per-ar.csv`.
pub(super) fn per_year(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    for row in &table.rows {
        let label = table.text(row, "år");
        if let Some(year) = layout::year(label) {
            columns(builder, published, row, label, year, &Scope::all());
        }
    }
}

fn columns(
    builder: &mut Builder,
    published: &PublishedTable,
    row: &crate::published::Row,
    label: &str,
    year: i32,
    scope: &Scope,
) {
    for (column, measure) in COLUMNS {
        let at = At {
            group: "",
            label,
            column,
            year,
            unit: Unit::Deltaganden,
        };
        let text = published.table.text(row, column);
        builder.add(&published.table.name, &at, measure, scope.clone(), text);
    }
}

/// `bakgrund-YYYY.csv`.
pub(super) fn background(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    for row in &table.rows {
        let (group, label) = (table.text(row, "fördelning"), table.text(row, "kategori"));
        let (measure, scope, unit) = background_measure(&group.to_lowercase(), &label.to_lowercase());
        let unit = if table.text(row, "enhet").to_lowercase().contains("procent") {
            Unit::Procent
        } else {
            unit
        };
        for (column, sex) in [
            ("kvinnor", Some("kvinna")),
            ("män", Some("man")),
            ("okänt", Some("okänt")),
            ("annat", Some("annat")),
            ("alla", None),
        ] {
            let at = At {
                group,
                label,
                column,
                year: published.year.unwrap_or(builder.year),
                unit,
            };
            let scope = sex.map_or(scope.clone(), |sex| scope.clone().with("kon", sex));
            builder.add(&table.name, &at, measure, scope, table.text(row, column));
        }
    }
}

fn background_measure(group: &str, label: &str) -> (&'static str, Scope, Unit) {
    let of = |measure, unit| (measure, Scope::all(), unit);
    let years = |number: &str, word: &str| {
        label.contains("mer än")
            && (label.contains(&format!("{number} år")) || label.contains(&format!("{word} år")))
    };
    match (group, label) {
        _ if label.contains("medelålder") => of("alder.medel_inskrivning", Unit::Ar),
        _ if group.contains("konsultation") => of("konsultationer.antal", Unit::Konsultationer),
        ("nyinskrivna", "antal") => of("deltaganden.nya", Unit::Deltaganden),
        ("nyinskrivna", _) if label.starts_with("under 30") => {
            of("deltaganden.nya_under_30", Unit::Deltaganden)
        }
        ("avslut", _) if label.contains("utskrivna") => of("deltaganden.avslutade", Unit::Deltaganden),
        ("avslut", _) if label.starts_with("arbetssökande") => of("avslut.arbetssokande", Unit::Deltaganden),
        ("avslut", _) if label.contains("arbete") && label.contains("studier") => {
            of("avslut.arbete_eller_studier", Unit::Deltaganden)
        }
        _ if group.starts_with("tid i") && years("1", "ett") => {
            of("forsorjningstid.over_1_ar", Unit::Procent)
        }
        _ if group.starts_with("tid i") && years("5", "fem") => {
            of("forsorjningstid.over_5_ar", Unit::Procent)
        }
        _ if group.starts_with("utbildning") => (
            "utbildning.andel",
            Scope::all().with("utbildning", label),
            Unit::Procent,
        ),
        _ => (
            "bakgrund.rad",
            Scope::all().with("fordelning", group).with("rad", label),
            Unit::Deltaganden,
        ),
    }
}

/// `bilagor-YYYY.csv`.
pub(super) fn annexes(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    for row in &table.rows {
        let (group, label) = (table.text(row, "insats"), table.text(row, "mått"));
        let year = published.year.unwrap_or(builder.year);
        let (measure, detail) = if label.to_lowercase() == format!("pågående {year}-12-31") {
            ("deltaganden.pagaende", None)
        } else {
            annex_measure(&label.to_lowercase())
        };
        let scope = Scope::all().with("insats", plain_label(group));
        let scope = detail.map_or(scope.clone(), |detail| scope.with("rad", detail));
        let at = At {
            group,
            label,
            column: "värde",
            year,
            unit: Unit::Deltaganden,
        };
        builder.add(&table.name, &at, measure, scope, table.text(row, "värde"));
    }
}

/// Whether a row of an annex is in the insats' own words, so that it may hold any number or words.
pub(in crate::published) fn is_free_measure(label: &str) -> bool {
    annex_measure(&label.to_lowercase()).0 == "bilaga.rad"
}

/// Rows of an annex that every insats names alike, and what they count.
const ANNEX: [(&str, &str); 15] = [
    ("nya deltagare", "deltaganden.nya"),
    ("totalt antal deltagare", "deltaganden.totalt"),
    ("personer arbetat med", "deltaganden.totalt"),
    (
        "totalt antal deltagare inklusive konsultationer",
        "bilaga.totalt_med_konsultationer",
    ),
    ("avslutade deltagare", "deltaganden.avslutade"),
    ("till arbete eller studier", "avslut.arbete_eller_studier"),
    (
        "avslut arbete, studier eller arbetssökande",
        "bilaga.arbete_studier_eller_arbetssokande",
    ),
    ("konsultationsremisser", "konsultationer.antal"),
    ("konsultationer", "konsultationer.antal"),
    ("intresseanmälningar handlagda", "bilaga.intresseanmalningar"),
    ("deltagare beviljade att delta", "bilaga.beviljade"),
    ("sedan start deltagare", "sedan_start.deltagare"),
    ("sedan start avslutade", "sedan_start.avslutade"),
    (
        "sedan start till arbete eller studier",
        "sedan_start.arbete_eller_studier",
    ),
    ("sedan start anonyma deltagare", "sedan_start.anonyma"),
];

/// First words of rows that are parts of a whole; what follows says which part.
const PARTS: [(&str, &str); 3] = [
    ("remittent", "bilaga.remittent"),
    ("konsultation", "bilaga.konsultation"),
    ("avslut", "bilaga.avslut"),
];

/// What a row of an annex counts, and for a part which part.
fn annex_measure(label: &str) -> (&'static str, Option<String>) {
    if let Some((_, measure)) = ANNEX.iter().find(|(known, _)| *known == label) {
        return (measure, None);
    }
    if label == "pågående" {
        return ("deltaganden.pagaende", None);
    }
    if label.starts_with("pågående ") {
        return ("bilaga.pagaende_annan_dag", None);
    }
    let part = |(word, measure): &(&str, &'static str)| {
        let rest = label.strip_prefix(word)?.strip_prefix(' ')?;
        Some((*measure, Some(rest.to_owned())))
    };
    let free = || ("bilaga.rad", Some(label.to_owned()));
    PARTS.iter().find_map(part).unwrap_or_else(free)
}

/// The row that one in an insats' own words was probably meant to be: a letter or two apart.
pub(crate) fn nearly_measure(label: &str) -> Option<String> {
    let label = label.to_lowercase();
    if !is_free_measure(&label) {
        return None;
    }
    let whole = ANNEX
        .iter()
        .map(|(known, _)| *known)
        .find(|known| is_near(&label, known));
    let part = || {
        let (first, rest) = label.split_once(' ')?;
        let (word, _) = PARTS.iter().find(|(word, _)| distance(first, word) == 1)?;
        Some(format!("{word} {rest}"))
    };
    whole.map(str::to_owned).or_else(part)
}

/// `insatser.csv`: only its numbers.
pub(super) fn insatser(builder: &mut Builder, published: &PublishedTable) {
    let table = &published.table;
    let year = table
        .header
        .iter()
        .find_map(|h| layout::year(h.to_lowercase().strip_prefix("personal_")?))
        .unwrap_or(builder.year);
    for row in &table.rows {
        let label = table.text(row, "id");
        for (column, measure, unit) in [
            (
                "budgeterade_deltagare_sus",
                "deltaganden.budgeterade",
                Unit::Deltaganden,
            ),
            (
                "budgeterade_deltagare_bilaga",
                "deltaganden.budgeterade",
                Unit::Deltaganden,
            ),
            ("ålder_från", "insats.alder_fran", Unit::Ar),
            ("ålder_till", "insats.alder_till", Unit::Ar),
        ] {
            let at = At {
                group: "",
                label,
                column,
                year,
                unit,
            };
            let scope = Scope::all().with("insats", plain_label(label));
            builder.add(&table.name, &at, measure, scope, table.text(row, column));
        }
    }
}
