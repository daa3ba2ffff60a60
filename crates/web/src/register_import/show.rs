//! The pages of an import.

use app::register_import::{Progress, Sums, Told, What};
use domain::{
    number,
    refusal::Refusal,
    register_import::{
        Bar, Choice, Field as Target, Kind, Mapping, fields,
        mapping::{Unknown, bar},
    },
};

use super::desk::Job;
use crate::{
    frame::{self, Place},
    pages::register_import::{ColumnRow, ColumnsPage, OutcomePage, RunningPage, UploadPage, ValueRow},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, FieldKind, Refusals, Row, Table},
    visitor::Visitor,
};

/// Rows shown on a page; the file has them all.
const SHOWN: usize = 200;
/// Values to decide on one page.
const VALUES: usize = 60;

fn place(title: &str) -> Place {
    Place::new(title, "/deltagare").step("Läs in register", "/deltagare/importera")
}

/// The form.
pub async fn upload(site: &Site, visitor: &Visitor, refusals: &[Refusal]) -> Result<UploadPage, Trouble> {
    let own = site.app.own_insatser(&visitor.actor).await?;
    let options = own.into_iter().filter(|own| own.may_edit);
    let options = options.map(|own| (own.insats.slug, own.insats.name)).collect();
    let refusals = Refusals {
        title: "Filen kunde inte läsas".into(),
        ..Refusals::of(refusals)
    };
    Ok(UploadPage {
        shell: frame::shell(site, visitor, Place::new("Läs in register", "/deltagare")).await?,
        insats: Field::choice("insats", "Insats", options).help("Deltagandena registreras i den här insatsen."),
        file: Field::file("fil", "Fil", ".xlsx,.csv,.txt")
            .help("XLSX eller CSV med en rad per deltagande. Kolumner med namn, kontaktuppgifter och fri text läses aldrig.")
            .error(&refusals),
        refusals,
    })
}

/// A value that no code is known for, and the codes it may be.
fn value_row(unknown: Unknown, mapping: &Mapping, known: &[Target]) -> Option<ValueRow> {
    let field = known.iter().find(|field| field.name == unknown.field)?;
    let (Kind::Codes(choices) | Kind::Shares(choices)) = &field.kind else {
        return None;
    };
    let decided = mapping.values.get(&(
        unknown.field.clone(),
        domain::register_import::plain(&unknown.text),
    ));
    Some(ValueRow {
        field: unknown.field,
        column: unknown.column,
        text: unknown.text,
        rows: count(unknown.rows),
        chosen: match decided.map(String::as_str) {
            None => "?".into(),
            Some("") => "-".into(),
            Some(slug) => slug.into(),
        },
        options: choices
            .iter()
            .map(|Choice { slug, label, .. }| ((*slug).into(), (*label).into()))
            .collect(),
    })
}

/// Columns and values.
pub async fn columns(
    site: &Site,
    visitor: &Visitor,
    (key, job): (&str, &Job),
    mapping: &Mapping,
    refusals: &[Refusal],
) -> Result<ColumnsPage, Trouble> {
    let known = fields();
    let refusals = Refusals {
        title: "Kopplingen kan inte användas".into(),
        ..Refusals::of(refusals)
    };
    let unknown = mapping.unknown(&job.table, &known);
    let more = unknown.len().saturating_sub(VALUES);
    let values = unknown.into_iter().take(VALUES);
    let values = values.filter_map(|unknown| value_row(unknown, mapping, &known));
    let consent = [
        ("", "en kolumn visar det"),
        ("skriftligt", "alla rader har skriftligt samtycke"),
        ("inget", "inget samtycke: alla rader registreras anonymt"),
    ];
    Ok(ColumnsPage {
        shell: frame::shell(site, visitor, place("Kolumner")).await?,
        lede: format!(
            "{}, {} rader till insatsen {}.",
            job.file,
            count(job.table.rows.len()),
            job.insats
        ),
        columns: (0..job.table.header.len())
            .map(|i| column(job, mapping, &known, i))
            .collect(),
        values: values.collect(),
        more: if more > 0 {
            format!("Ytterligare {more} värden visas när de här är kopplade.")
        } else {
            String::new()
        },
        consent: Field {
            kind: FieldKind::Choice(
                consent
                    .map(|(code, words)| (code.to_owned(), words.to_owned()))
                    .to_vec(),
            ),
            ..Field::text("samtycke", "Samtycke")
        }
        .help("Utan skriftligt samtycke sparas bara kön och startår.")
        .value(&mapping.consent)
        .error(&refusals),
        refusals,
        address: format!("/deltagare/importera/{key}"),
    })
}

fn column(job: &Job, mapping: &Mapping, known: &[Target], i: usize) -> ColumnRow {
    let narrowed = bar(&job.table, i);
    let fits = |field: &&Target| match narrowed {
        None => true,
        Some(Bar::Names) => false,
        Some(Bar::Numbers) => field.kind == Kind::Person,
    };
    let note = match narrowed {
        None => String::new(),
        Some(Bar::Names) => "Rubriken tyder på namn eller fri text: kolumnen läses aldrig.".into(),
        Some(Bar::Numbers) => "Ser ut som personnummer: kan bli pseudonym, aldrig sparas.".into(),
    };
    let sample: Vec<&str> = match narrowed {
        None => job.table.filled(i).take(3).collect(),
        Some(_) => Vec::new(),
    };
    ColumnRow {
        number: i + 1,
        head: job.table.header[i].clone(),
        sample: sample.join(" · ").chars().take(80).collect(),
        note,
        chosen: mapping.columns.get(i).cloned().unwrap_or_default(),
        options: known
            .iter()
            .filter(fits)
            .map(|field| (field.name.clone(), field.label.clone()))
            .collect(),
    }
}

/// What an import would do.
pub async fn tried(
    site: &Site,
    visitor: &Visitor,
    (key, job): (&str, &Job),
    told: &[Told],
) -> Result<OutcomePage, Trouble> {
    let sums = Sums::of(told);
    let acts = sums.registered();
    let verdict = if acts == 0 {
        "Det finns inget att registrera".to_owned()
    } else {
        format!("{} rader kan registreras", count(acts))
    };
    let effect = if acts == 0 {
        "Alla rader finns redan, eller är avvisade. Inget är ändrat.".to_owned()
    } else {
        format!(
            "Inget är ändrat än. {} nya deltaganden registreras och {} rättas; årets tal räknas om. {} avvisade rader lämnas utanför.",
            count(sums.new),
            count(sums.changed),
            count(sums.refused)
        )
    };
    Ok(OutcomePage {
        shell: frame::shell(site, visitor, place("Provläsning")).await?,
        lede: format!("{} till insatsen {}", job.file, job.insats),
        verdict,
        verdict_class: if sums.refused > 0 { "should" } else { "" },
        effect,
        facts: facts(&sums),
        tables: tables(told, &sums),
        confirm: (acts > 0).then(|| format!("Registrera {} rader", count(acts))),
        address: format!("/deltagare/importera/{key}"),
        finished: false,
    })
}

/// How far it has come.
pub async fn running(
    site: &Site,
    visitor: &Visitor,
    (key, job): (&str, &Job),
    progress: &Progress,
) -> Result<RunningPage, Trouble> {
    let (done, all) = progress.read();
    Ok(RunningPage {
        shell: frame::shell(site, visitor, place("Registrerar")).await?,
        lede: format!("{} till insatsen {}", job.file, job.insats),
        done,
        all,
        words: if all == 0 {
            "Raderna jämförs med registret.".into()
        } else {
            format!("{} av {} rader är klara.", count(done), count(all))
        },
        address: format!("/deltagare/importera/{key}"),
    })
}

/// What it did.
pub async fn done(
    site: &Site,
    visitor: &Visitor,
    (key, job): (&str, &Job),
    told: &[Told],
) -> Result<OutcomePage, Trouble> {
    let sums = Sums::of(told);
    Ok(OutcomePage {
        shell: frame::shell(site, visitor, place("Resultat")).await?,
        lede: format!("{} till insatsen {}", job.file, job.insats),
        verdict: format!("{} rader är registrerade", count(sums.registered())),
        verdict_class: if sums.refused > 0 { "should" } else { "" },
        effect: if sums.refused > 0 {
            "Rätta de avvisade raderna i filen och läs in den igen: rader som redan är registrerade ändras inte av det.".into()
        } else {
            "Alla rader finns i registret. Läses samma fil in igen ändras ingenting.".into()
        },
        facts: facts(&sums),
        tables: tables(told, &sums),
        confirm: None,
        address: format!("/deltagare/importera/{key}"),
        finished: true,
    })
}

fn facts(sums: &Sums) -> Vec<(&'static str, String)> {
    vec![
        ("Nya", count(sums.new)),
        ("Rättade", count(sums.changed)),
        ("Oförändrade", count(sums.unchanged)),
        ("Avvisade", count(sums.refused)),
    ]
}

fn tables(told: &[Told], sums: &Sums) -> Vec<Table> {
    let mut wrong = Table::new(
        "avvisade",
        "Avvisade rader",
        &["Rad#", "Kolumn", "Står i filen", "Vad som är fel"],
    );
    let mut changed = Table::new(
        "rattade",
        "Rättade deltaganden",
        &["Rad#", "Beteckning", "Skillnad"],
    );
    for row in told {
        let line = Cell::text(row.line.to_string());
        match &row.what {
            What::Refused(all) => {
                for fault in all.iter().take(SHOWN.saturating_sub(wrong.rows.len())) {
                    let cells = [&fault.column, &fault.found, &fault.message];
                    let cells = cells.map(Cell::text);
                    wrong
                        .rows
                        .push(Row::of([vec![line.clone()], cells.to_vec()].concat()));
                }
            }
            What::Changed(differences) if changed.rows.len() < SHOWN => {
                let cells = vec![
                    line,
                    Cell::text(&row.reference),
                    Cell::text(differences.join("; ")),
                ];
                changed.rows.push(Row::of(cells));
            }
            _ => {}
        }
    }
    if sums.faults > wrong.rows.len() {
        wrong.notes.push(format!(
            "De första {SHOWN} av {} visas; alla står i filen.",
            count(sums.faults)
        ));
    }
    vec![wrong, changed]
}

fn count(n: usize) -> String {
    number::integer(i64::try_from(n).unwrap_or(i64::MAX))
}
