//! The report's tables as a workbook: one sheet per table with numbers as numbers, and the figures
//! with their keys on the last sheet.

use std::collections::BTreeMap;

use domain::{
    document::{Block, Document, Inline, Row, RowKind, Table, TableCell},
    number,
};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::{Error, sound::sound};

/// The longest sheet name a spreadsheet takes.
const NAME: usize = 31;
/// The row of the column heads, under caption and an empty row.
const HEAD: u32 = 2;

/// Writes the workbook. The same document gives the same bytes.
///
/// # Errors
/// [`Error::Unsound`] when the document breaks a rule of form, [`Error::Writer`] when a sheet cannot
/// be written.
pub fn xlsx(document: &Document) -> Result<Vec<u8>, Error> {
    sound(document)?;
    write(document).map_err(|e| Error::Writer(e.to_string()))
}

fn write(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::parse_from_str(&format!("{}T12:00:00", document.date))?;
    let properties = DocProperties::new()
        .set_title(&document.title)
        .set_company(&document.association)
        .set_comment(document.data_notice.as_deref().unwrap_or_default())
        .set_creation_datetime(&created);
    book.set_properties(&properties);
    let mut names = Names::default();
    for (name, table) in named(document) {
        let sheet = book.add_worksheet();
        sheet.set_name(names.of(&name))?;
        write_table(sheet, table, document.data_notice.as_deref())?;
    }
    register(book.add_worksheet(), document)?;
    book.save_to_buffer()
}

/// Every table with the name a reader would look for: its label, its diagram's, or the heading it
/// stands under; in an annex the annex's own name comes first, for annexes have the same headings.
fn named(document: &Document) -> Vec<(String, &Table)> {
    let mut annex = String::new();
    let mut heading = "";
    let mut out = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading {
                level, number, text, ..
            } => {
                if *level == 1 {
                    let is_annex = number.as_ref().is_some_and(|n| n.starts_with("Bilaga"));
                    annex = if is_annex { text.clone() } else { String::new() };
                }
                heading = text;
            }
            Block::Table(table) if !table.label.is_empty() => out.push((table.label.clone(), table)),
            Block::Table(table) if annex.is_empty() || annex == heading => {
                let name = if heading.is_empty() {
                    &table.caption
                } else {
                    heading
                };
                out.push((name.to_owned(), table));
            }
            Block::Table(table) => out.push((format!("{annex}, {heading}"), table)),
            Block::Diagram(diagram) => out.push((diagram.label.clone(), &diagram.table)),
            _ => {}
        }
    }
    out
}

fn write_table(sheet: &mut Worksheet, table: &Table, notice: Option<&str>) -> Result<(), XlsxError> {
    let caption = format!("{} {}", table.label, table.caption);
    sheet.write_with_format(0, 0, caption.trim(), &Format::new().set_bold())?;
    let head = Format::new()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap();
    for (column, index) in table.columns.iter().zip(0_u16..) {
        sheet.write_with_format(HEAD, index, &column.head, &head)?;
        sheet.set_column_width(index, if index == 0 { 44 } else { 16 })?;
    }
    sheet.set_freeze_panes(HEAD + 1, 1)?;
    let mut at = HEAD + 1;
    for row in &table.rows {
        write_row(sheet, at, row)?;
        at += 1;
    }
    for note in table.notes.iter().map(String::as_str).chain(notice) {
        at += 1;
        sheet.write(at, 0, note)?;
    }
    Ok(())
}

fn write_row(sheet: &mut Worksheet, at: u32, row: &Row) -> Result<(), XlsxError> {
    let base = match row.kind {
        RowKind::Normal => Format::new(),
        RowKind::Group | RowKind::Subtotal => Format::new().set_bold(),
        RowKind::Total => Format::new().set_bold().set_border_top(FormatBorder::Thin),
    };
    for (cell, index) in row.cells.iter().zip(0_u16..) {
        match value(cell) {
            Some((value, decimals)) => {
                let format = base.clone().set_num_format(pattern(decimals));
                sheet.write_with_format(at, index, value, &format)?
            }
            None => sheet.write_with_format(at, index, &cell.text, &base)?,
        };
    }
    Ok(())
}

/// A spreadsheet holds numbers as floats; whole numbers are exact up to 2^53.
fn value(cell: &TableCell) -> Option<(f64, u32)> {
    let (units, decimals) = cell.number?;
    Some((number::plain(units, decimals).parse().ok()?, decimals))
}

fn pattern(decimals: u32) -> String {
    match usize::try_from(decimals) {
        Ok(n) if n > 0 => format!("#,##0.{}", "0".repeat(n)),
        _ => "#,##0".to_owned(),
    }
}

/// Every figure that is printed, once, with the places it stands at.
fn register(sheet: &mut Worksheet, document: &Document) -> Result<(), XlsxError> {
    sheet.set_name("Nyckeltal i rapporten")?;
    let bold = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
    for (head, index) in ["Nyckeltal", "Värde", "Står i"].iter().zip(0_u16..) {
        sheet.write_with_format(0, index, *head, &bold)?;
        sheet.set_column_width(index, 44)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for ((key, (text, places)), at) in printed(document).iter().zip(1_u32..) {
        sheet.write(at, 0, key)?;
        sheet.write(at, 1, text)?;
        sheet.write(at, 2, places.join(", "))?;
    }
    Ok(())
}

type Printed = BTreeMap<String, (String, Vec<String>)>;

fn printed(document: &Document) -> Printed {
    let mut out = Printed::new();
    let mut place = "inledningen".to_owned();
    for key in &document.key_figures {
        if let Some(figure) = &key.figure {
            note(&mut out, &figure.to_string(), &key.value, "titelsidan");
        }
    }
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => place.clone_from(text),
            Block::Paragraph(inlines) | Block::Notice(inlines) => spans(&mut out, inlines, &place),
            Block::List { items, .. } => items.iter().for_each(|i| spans(&mut out, i, &place)),
            Block::Table(table) => cells(&mut out, table),
            Block::Diagram(diagram) => cells(&mut out, &diagram.table),
            Block::FillIn(_) | Block::Initials | Block::Signatures(_) => {}
        }
    }
    out
}

fn spans(out: &mut Printed, inlines: &[Inline], place: &str) {
    for inline in inlines {
        if let Inline::Figure { key, text } = inline {
            note(out, &key.to_string(), text, place);
        }
    }
}

fn cells(out: &mut Printed, table: &Table) {
    let place = if table.label.is_empty() {
        &table.caption
    } else {
        &table.label
    };
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        if let Some(key) = &cell.figure {
            note(out, &key.to_string(), &cell.text, place);
        }
    }
}

fn note(out: &mut Printed, key: &str, text: &str, place: &str) {
    let entry = out
        .entry(key.to_owned())
        .or_insert_with(|| (text.to_owned(), Vec::new()));
    if !entry.1.iter().any(|p| p == place) {
        entry.1.push(place.to_owned());
    }
}

/// Sheet names that are legal and differ, whatever their case.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn of(&mut self, words: &str) -> String {
        let legal = |c: char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !c.is_control();
        let base: String = words.chars().filter(|c| legal(*c)).collect();
        let base = base.trim_matches(['\'', ' ']);
        let base = if base.is_empty() { "Tabell" } else { base };
        for n in 1_u32.. {
            let suffix = if n == 1 { String::new() } else { format!(" ({n})") };
            let room = NAME - suffix.chars().count();
            let name: String = base.chars().take(room).collect::<String>().trim_end().to_owned() + &suffix;
            if self.free(&name) {
                self.0.push(name.to_lowercase());
                return name;
            }
        }
        String::new()
    }

    fn free(&self, name: &str) -> bool {
        let lower = name.to_lowercase();
        // "History" is reserved by Excel, and the last sheet's name is ours.
        lower != "history" && lower != "nyckeltal i rapporten" && !self.0.contains(&lower)
    }
}
