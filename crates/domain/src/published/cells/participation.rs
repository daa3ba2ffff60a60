//! Tables of participations: per insats, per year, background, annexes, the list of insatser.

use super::{At, Builder, is_sum, plain_label};
use crate::{
    figure::Scope,
    published::{folder::PublishedTable, layout},
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
            Scope::all().with("insats", label)
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
        for (column, sex) in [("kvinnor", Some("kvinna")), ("män", Some("man")), ("alla", None)] {
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
        let (measure, detail) = annex_measure(&label.to_lowercase());
        let scope = Scope::all().with("insats", group);
        let scope = detail.map_or(scope.clone(), |detail| scope.with("rad", detail));
        let at = At {
            group,
            label,
            column: "värde",
            year: published.year.unwrap_or(builder.year),
            unit: Unit::Deltaganden,
        };
        builder.add(&table.name, &at, measure, scope, table.text(row, "värde"));
    }
}

/// What a row of an annex counts, and for a part which part.
fn annex_measure(label: &str) -> (&'static str, Option<String>) {
    let part = |prefix: &str| label.strip_prefix(prefix).map(|rest| Some(rest.to_owned()));
    let measure = match label {
        "nya deltagare" => "deltaganden.nya",
        "totalt antal deltagare" | "personer arbetat med" => "deltaganden.totalt",
        "totalt antal deltagare inklusive konsultationer" => "bilaga.totalt_med_konsultationer",
        "avslutade deltagare" => "deltaganden.avslutade",
        "till arbete eller studier" => "avslut.arbete_eller_studier",
        "avslut arbete, studier eller arbetssökande" => "bilaga.arbete_studier_eller_arbetssokande",
        "konsultationsremisser" | "konsultationer" => "konsultationer.antal",
        "intresseanmälningar handlagda" => "bilaga.intresseanmalningar",
        "deltagare beviljade att delta" => "bilaga.beviljade",
        "sedan start deltagare" => "sedan_start.deltagare",
        "sedan start avslutade" => "sedan_start.avslutade",
        "sedan start till arbete eller studier" => "sedan_start.arbete_eller_studier",
        "sedan start anonyma deltagare" => "sedan_start.anonyma",
        "pågående" => "deltaganden.pagaende",
        _ if label.starts_with("pågående ") => "bilaga.pagaende_annan_dag",
        _ => {
            return [
                ("remittent ", "bilaga.remittent"),
                ("konsultation ", "bilaga.konsultation"),
                ("avslut ", "bilaga.avslut"),
            ]
            .iter()
            .find_map(|(prefix, measure)| Some((*measure, part(prefix)?)))
            .unwrap_or(("bilaga.rad", Some(label.to_owned())));
        }
    };
    (measure, None)
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
