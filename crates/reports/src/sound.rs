//! The rules of form a document meets before it is written (docs/rules/rapport.md). Typst refuses
//! some of this itself, in English and late; a table without header it would print.

use std::collections::HashSet;

use domain::document::{Block, Diagram, Document, Inline, Table};

use crate::Error;

/// Checks the rules of form.
///
/// # Errors
/// The first rule the document breaks: a missing title, a heading level that was skipped, an anchor
/// used twice, a table without headers or with a ragged row, a diagram without alternative text.
pub fn sound(document: &Document) -> Result<(), Error> {
    if document.title.trim().is_empty() {
        return Err(Error::unsound(
            "rapport-titel",
            "",
            "Rapporten saknar titel. Ange en titel.",
        ));
    }
    let mut ids = HashSet::new();
    let mut level = 0;
    for block in &document.blocks {
        match block {
            Block::Heading {
                level: new, text, id, ..
            } => {
                level = heading(level, *new, text)?;
                anchor(&mut ids, id, text)?;
            }
            Block::Table(t) => {
                anchor(&mut ids, &t.id, &t.caption)?;
                table(t)?;
            }
            Block::Diagram(d) => {
                anchor(&mut ids, &d.id, &d.caption)?;
                anchor(&mut ids, &d.table.id, &d.table.caption)?;
                diagram(d)?;
            }
            _ => {}
        }
    }
    links(document, &ids)
}

/// Every link leads to an anchor of the document or to the web.
fn links(document: &Document, ids: &HashSet<String>) -> Result<(), Error> {
    for to in document.blocks.iter().flat_map(targets) {
        let found = to
            .strip_prefix('#')
            .map_or(to.starts_with("https://"), |id| ids.contains(id));
        if !found {
            let message =
                format!("Länken ”{to}” leder ingenstans. Ange ett ankare som finns eller en https-adress.");
            return Err(Error::unsound("rapport-lank", "", message));
        }
    }
    Ok(())
}

fn targets(block: &Block) -> Vec<&str> {
    match block {
        Block::Paragraph(inlines) | Block::Notice(inlines) => inlines.iter().filter_map(target).collect(),
        Block::List { items, .. } => items.iter().flatten().filter_map(target).collect(),
        Block::Table(table) => cell_targets(table),
        Block::Diagram(diagram) => cell_targets(&diagram.table),
        _ => Vec::new(),
    }
}

fn target(inline: &Inline) -> Option<&str> {
    match inline {
        Inline::Link { to, .. } => Some(to),
        _ => None,
    }
}

fn cell_targets(table: &Table) -> Vec<&str> {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    cells.filter_map(|cell| cell.link.as_deref()).collect()
}

fn heading(before: u8, level: u8, text: &str) -> Result<u8, Error> {
    if text.trim().is_empty() {
        return Err(Error::unsound(
            "rapport-rubrik",
            "",
            "En rubrik saknar text. Skriv rubriken.",
        ));
    }
    if level == 0 || level > 4 || level > before + 1 {
        let message = format!(
            "Rubriken har nivå {level} men närmast före står nivå {before}. Nivåer får inte hoppas över."
        );
        return Err(Error::unsound("rapport-rubrikniva", text, message));
    }
    Ok(level)
}

fn anchor(ids: &mut HashSet<String>, id: &str, place: &str) -> Result<(), Error> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if id.is_empty() || !id.bytes().all(plain) {
        let message = format!("Ankaret ”{id}” får bara bestå av a–z, 0–9 och bindestreck.");
        return Err(Error::unsound("rapport-ankare", place, message));
    }
    if ids.insert(id.to_owned()) {
        return Ok(());
    }
    let message = format!("Ankaret ”{id}” används två gånger. Ge varje del ett eget.");
    Err(Error::unsound("rapport-ankare", place, message))
}

fn table(table: &Table) -> Result<(), Error> {
    let place = place(&table.label, &table.id);
    if table.caption.trim().is_empty() {
        return Err(Error::unsound(
            "rapport-tabelltext",
            &place,
            "Tabellen saknar rubrik ovanför.",
        ));
    }
    if table.columns.is_empty() || table.columns.iter().any(|c| c.head.trim().is_empty()) {
        let message = "Tabellen har en kolumn utan rubrik. Skriv ett rubrikord för varje kolumn.";
        return Err(Error::unsound("rapport-kolumnrubrik", &place, message));
    }
    for (i, row) in table.rows.iter().enumerate() {
        if row.cells.len() > table.columns.len() || row.cells.is_empty() {
            let (cells, columns) = (row.cells.len(), table.columns.len());
            let message = format!(
                "Rad {} har {cells} celler; tabellen har {columns} kolumner.",
                i + 1
            );
            return Err(Error::unsound("rapport-tabellrad", &place, message));
        }
    }
    Ok(())
}

fn diagram(diagram: &Diagram) -> Result<(), Error> {
    let place = place(&diagram.label, &diagram.id);
    let chart = &diagram.chart;
    let empty =
        chart.categories.is_empty() || chart.series.iter().all(|s| s.values.iter().all(Option::is_none));
    if diagram.caption.trim().is_empty() || empty {
        let message = "Diagrammet saknar rubrik eller värden och får därför ingen alternativtext.";
        return Err(Error::unsound("rapport-alternativtext", &place, message));
    }
    table(&diagram.table)
}

fn place(label: &str, id: &str) -> String {
    if label.is_empty() {
        id.to_owned()
    } else {
        label.to_owned()
    }
}
