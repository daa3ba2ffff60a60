//! The template to fill in, and the file that says what became of each row.

use std::io::Cursor;

use domain::register_import::{Choice, Kind, fields};
use sheets::{Value, Workbook};

use super::{Told, What};
use crate::{Failure, Outcome};

/// A workbook with the template's headings, and every code on the second sheet.
///
/// # Errors
/// A fault when it cannot be written.
pub fn template() -> Outcome<Vec<u8>> {
    let fields = fields();
    let listed: Vec<_> = fields.iter().filter(|field| field.in_template).collect();
    let heads: Vec<(&str, u32)> = listed.iter().map(|field| (field.label.as_str(), 22)).collect();
    let mut book = Workbook::new(Cursor::new(Vec::new()));
    book.sheet("Register", &heads).map_err(Failure::fault)?;
    book.sheet("Koder", &[("Kolumn", 30), ("Värde", 44), ("Betydelse", 30)])
        .map_err(Failure::fault)?;
    for field in &listed {
        let label = Value::Text(&field.label);
        let mut rows: Vec<[Value<'_>; 3]> = Vec::new();
        let of = |choice: &Choice| [label, Value::Text(choice.label), Value::Text(choice.slug)];
        match &field.kind {
            Kind::Codes(choices) => rows.extend(choices.iter().map(of)),
            Kind::Shares(choices) => {
                let words =
                    Value::Text("ett värde, eller flera med grad: sjukpenning 50; försörjningsstöd 50");
                rows.push([label, words, Value::Empty]);
                rows.extend(choices.iter().map(of));
            }
            Kind::Date => rows.push([label, Value::Text("ÅÅÅÅ-MM-DD"), Value::Empty]),
            Kind::Year => rows.push([label, Value::Text("fyra siffror"), Value::Empty]),
            Kind::Municipality => rows.push([
                label,
                Value::Text("kommunens namn, eller Annan kommun"),
                Value::Empty,
            ]),
            Kind::Designation => {
                let words = Value::Text("en beteckning med minst en siffra, aldrig ett namn");
                rows.push([label, words, Value::Empty]);
            }
            Kind::Person => {
                let words =
                    Value::Text("blir en pseudonym och sparas aldrig; lämna tomt om ni inte använder det");
                rows.push([label, words, Value::Empty]);
            }
            Kind::Degree => {}
        }
        for row in rows {
            book.row(&row).map_err(Failure::fault)?;
        }
    }
    Ok(book.finish().map_err(Failure::fault)?.into_inner())
}

/// A workbook with a row per row of the file, and per fault of a refused one.
///
/// # Errors
/// A fault when it cannot be written.
pub fn result_file(told: &[Told]) -> Outcome<Vec<u8>> {
    let heads = [
        ("Rad", 8),
        ("Beteckning", 18),
        ("Utfall", 14),
        ("Kolumn", 26),
        ("Står i filen", 26),
        ("Vad som är fel, eller ändrat", 80),
    ];
    let mut book = Workbook::new(Cursor::new(Vec::new()));
    book.sheet("Resultat", &heads).map_err(Failure::fault)?;
    for row in told {
        let line = Value::Number(i64::try_from(row.line).unwrap_or(0));
        let reference = Value::Text(&row.reference);
        let text = Value::Text;
        let changed = match &row.what {
            What::Changed(differences) => differences.join("; "),
            _ => String::new(),
        };
        let plain = |outcome, told| vec![[line, reference, text(outcome), Value::Empty, Value::Empty, told]];
        let rows: Vec<[Value<'_>; 6]> = match &row.what {
            What::New => plain("ny", Value::Empty),
            What::Unchanged => plain("oförändrad", Value::Empty),
            What::Changed(_) => plain("rättad", text(&changed)),
            What::Refused(faults) => faults
                .iter()
                .map(|fault| {
                    let (column, found) = (text(&fault.column), text(&fault.found));
                    let message = text(&fault.message);
                    [line, reference, text("avvisad"), column, found, message]
                })
                .collect(),
        };
        for row in rows {
            book.row(&row).map_err(Failure::fault)?;
        }
    }
    Ok(book.finish().map_err(Failure::fault)?.into_inner())
}
