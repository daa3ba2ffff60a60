//! The result of a dry run as a page.

use app::import::{Change, ImportReport, Kind, Note, Published, VoucherDifference};
use domain::{intake::controls::Verdict, number};

use crate::{
    frame::{self, Place},
    pages::import::ImportResultPage,
    site::Site,
    staging::Staged,
    trouble::Trouble,
    view::{Cell, Row, Table},
    visitor::Visitor,
};

/// The page.
pub async fn page(
    site: &Site,
    visitor: &Visitor,
    key: &str,
    staged: &Staged,
    report: &ImportReport,
) -> Result<ImportResultPage, Trouble> {
    let place = Place::new("Provläsning", "/ekonomi").step("Läs in", "/import");
    let may_confirm = !report.refused && !report.identical;
    let (verdict, verdict_class) = match (report.refused, report.identical) {
        (true, _) => ("Filen kan inte läsas in", "must"),
        (_, true) => ("Filen är redan inläst", "should"),
        _ => ("Filen kan läsas in", ""),
    };
    Ok(ImportResultPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: format!("{}, provläst {}", report.file, frame::when(staged.at)),
        verdict: verdict.into(),
        verdict_class,
        effect: effect(report),
        facts: facts(report),
        tables: vec![
            published(report),
            controls(report),
            unmapped(report),
            report.difference.as_ref().map(difference).unwrap_or_default(),
            problems(report),
        ],
        may_confirm,
        confirm: format!("/import/{key}/las-in"),
        cancel: format!("/import/{key}/avbryt"),
    })
}

/// What will happen to which published figures.
fn effect(report: &ImportReport) -> String {
    if report.refused {
        return "Inget är ändrat. Kontrollerna nedan säger vad som ska rättas i filen.".into();
    }
    if report.identical {
        return "Exakt samma fil står redan för året. Det finns inget att ändra.".into();
    }
    let year = report.year.map(|year| format!(" {year}")).unwrap_or_default();
    match &report.difference {
        Some(d) if d.added + d.changed + d.removed > 0 => format!(
            "Bokföringen{year} ersätts: {} verifikationer tillkommer, {} ändras och {} försvinner. Räkenskaper, noter, mål och årsredovisningens utkast räknas om. En publicerad årsredovisning ändras inte.",
            count(d.added),
            count(d.changed),
            count(d.removed)
        ),
        _ => format!(
            "Uppgifterna{year} läggs in och alla tal räknas om. En publicerad årsredovisning ändras inte."
        ),
    }
}

fn facts(report: &ImportReport) -> Vec<(&'static str, String)> {
    let mut facts = vec![("Fil", report.file.clone())];
    if let Some(year) = report.year {
        facts.push(("Räkenskapsår", year.to_string()));
    }
    facts.extend(report.counts.iter().map(|c| (c.what, count(c.count))));
    if !report.sha256.is_empty() {
        facts.push(("Kontrollsumma (SHA-256)", report.sha256.clone()));
    }
    facts
}

fn published(report: &ImportReport) -> Table {
    let mut table = Table::new(
        "publicerat",
        "Publicerade årsredovisningar som inte längre stämmer",
        &["År", "Publicerad", "Vad det betyder"],
    );
    let row = |published: &Published| {
        Row::of(vec![
            Cell::text(published.year.to_string()),
            Cell::text(&published.on),
            Cell::text(&published.message),
        ])
    };
    table.rows = report.published.iter().map(row).collect();
    table
}

fn controls(report: &ImportReport) -> Table {
    let mut table = Table::new(
        "kontroller",
        "Kontroller",
        &["Kontroll", "Utfall", "Vad som hittades"],
    );
    for control in &report.controls {
        let outcome = match control.verdict {
            Verdict::Passed => Cell::badge("stämmer", "good"),
            Verdict::Warned => Cell::badge("se över", "should"),
            Verdict::Refused => Cell::badge("stoppar", "must"),
        };
        table.rows.push(Row::of(vec![
            Cell::text(control.name),
            outcome,
            Cell::text(control.found.join(" ")),
        ]));
    }
    table
}

fn unmapped(report: &ImportReport) -> Table {
    let mut table = Table::new("utan-rad", "Konton utan rad i räkenskaperna", &["Konto", "Namn"]);
    table.rows = report
        .unmapped
        .iter()
        .map(|account| {
            Row::of(vec![
                Cell::text(account.account.to_string()),
                Cell::text(&account.name),
            ])
        })
        .collect();
    table
}

fn difference(difference: &VoucherDifference) -> Table {
    let mut table = Table::new(
        "skillnad",
        "Verifikationer som skiljer sig från den inlästa bokföringen",
        &["Verifikation", "Skillnad", "Står nu", "I filen"],
    );
    table.rows = difference.listed.iter().map(change).collect();
    let all = difference.added + difference.changed + difference.removed;
    if all > difference.listed.len() {
        table.notes.push(format!(
            "De första {} av {} visas.",
            count(difference.listed.len()),
            count(all)
        ));
    }
    table
}

fn change(change: &Change) -> Row {
    let kind = match change.kind {
        Kind::Added => "ny",
        Kind::Changed => "ändrad",
        Kind::Removed => "borta",
    };
    let note = |note: &Option<Note>| {
        note.as_ref().map_or_else(Cell::default, |n| {
            Cell::text(format!("{} {}: {}", n.date, n.text, n.lines.join("; ")))
        })
    };
    Row::of(vec![
        Cell::text(&change.voucher),
        Cell::text(kind),
        note(&change.before),
        note(&change.after),
    ])
}

fn problems(report: &ImportReport) -> Table {
    let mut table = Table::new(
        "anmarkningar",
        "Anmärkningar på filens form",
        &["Fil", "Rad", "Anmärkning"],
    );
    for problem in report.problems.iter().take(200) {
        let line = if problem.line == 0 {
            String::new()
        } else {
            problem.line.to_string()
        };
        table.rows.push(Row::of(vec![
            Cell::text(&problem.file),
            Cell::text(line),
            Cell::text(&problem.message),
        ]));
    }
    if report.problems.len() > 200 {
        table.notes.push(format!(
            "De första 200 av {} visas.",
            count(report.problems.len())
        ));
    }
    table
}

fn count(n: usize) -> String {
    number::integer(i64::try_from(n).unwrap_or(i64::MAX))
}
