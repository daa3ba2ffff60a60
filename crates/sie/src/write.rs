//! Writing: code page 437, CRLF, the groups in the standard's order, and nothing lost silently.

mod error;
mod line;
mod translit;

use std::collections::HashSet;

pub use self::error::{WriteError, WriteErrorKind};
use self::line::Writer;
use crate::{
    amount::Amount,
    document::{Account, AccountKind, Document, Header},
    quantity::Quantity,
    view::{Balance, Objects, Row, Voucher},
};

/// How to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Write `#KSUMMA` around the records.
    pub checksum: bool,
    /// Replace what code page 437 lacks with the nearest it has ("€" becomes "EUR"), instead of
    /// refusing. What is replaced is lost.
    pub transliterate: bool,
}

/// Writes a document as a SIE file.
///
/// What is written reads back as an equal document; what could not is refused. One thing is out of
/// the writer's hands: the format cannot say which character set a file is in, so a file whose only
/// characters beyond ASCII are drawing or Greek ones may be taken for another set by a reader that
/// goes by evidence, as [`read`](crate::read) does. [`read_as`](crate::read_as) does not guess.
///
/// # Errors
/// A mandatory record or field is missing, something stands twice, or a text holds a character the
/// format cannot carry; the error names the record.
pub fn write(document: &Document, options: Options) -> Result<Vec<u8>, WriteError> {
    let mut to = Writer::new(options.transliterate);
    to.begin("#FLAGGA");
    to.bare(if document.header.imported { "1" } else { "0" });
    to.end();
    if options.checksum {
        to.start_checksum();
    }
    header(&mut to, &document.header)?;
    chart(&mut to, document)?;
    for balance in document.balances() {
        write_balance(&mut to, &balance)?;
    }
    for voucher in document.vouchers() {
        write_voucher(&mut to, &voucher)?;
    }
    Ok(to.finish())
}

fn header(to: &mut Writer, header: &Header) -> Result<(), WriteError> {
    let generated = header.generated.as_ref().ok_or(WriteError::missing("#GEN"))?;
    let stated_type = header.stated_type.ok_or(WriteError::missing("#SIETYP"))?;
    to.record(
        "#PROGRAM",
        &[
            required("#PROGRAM", &header.program.name)?,
            &header.program.version,
        ],
    )?;
    to.begin("#FORMAT");
    to.bare("PC8");
    to.end();
    to.begin("#GEN");
    to.date(generated.date);
    to.optional_text(&generated.sign)?;
    to.end();
    to.begin("#SIETYP");
    to.bare(&stated_type.to_string());
    to.end();
    for remark in &header.remarks {
        to.record("#PROSA", &[remark])?;
    }
    to.single("#FTYP", &header.company_type)?;
    to.single("#FNR", &header.company_id)?;
    let org = &header.org_number;
    if !(org.number.is_empty() && org.acquisition.is_empty() && org.activity.is_empty()) {
        to.record("#ORGNR", &[&org.number, &org.acquisition, &org.activity])?;
    }
    to.single("#BKOD", &header.industry)?;
    if let Some(a) = &header.address {
        to.record("#ADRESS", &[&a.contact, &a.street, &a.postal, &a.phone])?;
    }
    to.record("#FNAMN", &[required("#FNAMN", &header.company)?])?;
    years(to, header)
}

fn years(to: &mut Writer, header: &Header) -> Result<(), WriteError> {
    let mut seen = HashSet::new();
    for year in &header.years {
        if !seen.insert(year.index) {
            return Err(WriteError::repeated("#RAR", &year.index.to_string()));
        }
        to.begin("#RAR");
        to.bare(&year.index.to_string());
        to.date(year.start);
        to.date(year.end);
        to.end();
    }
    if let Some(tax_year) = header.tax_year {
        if !(1900..=2999).contains(&tax_year) {
            return Err(WriteError::missing("#TAXAR"));
        }
        to.begin("#TAXAR");
        to.bare(&tax_year.to_string());
        to.end();
    }
    if header.extent.is_some() {
        to.begin("#OMFATTN");
        to.date(header.extent);
        to.end();
    }
    to.single("#KPTYP", &header.chart)?;
    to.single("#VALUTA", &header.currency)
}

fn chart(to: &mut Writer, document: &Document) -> Result<(), WriteError> {
    let mut seen = HashSet::new();
    for entry in &document.accounts {
        if !seen.insert(entry.number.as_str()) {
            return Err(WriteError::repeated("#KONTO", &entry.number));
        }
        account(to, entry)?;
    }
    let mut seen = HashSet::new();
    for dimension in &document.dimensions {
        if !seen.insert(dimension.number) {
            return Err(WriteError::repeated("#DIM", &dimension.number.to_string()));
        }
        to.begin(if dimension.parent.is_some() {
            "#UNDERDIM"
        } else {
            "#DIM"
        });
        to.bare(&dimension.number.to_string());
        to.text(&dimension.name)?;
        if let Some(parent) = dimension.parent {
            to.bare(&parent.to_string());
        }
        to.end();
    }
    for object in &document.objects {
        to.begin("#OBJEKT");
        to.bare(&object.dimension.to_string());
        to.text(required("#OBJEKT", &object.code)?)?;
        to.text(&object.name)?;
        to.end();
    }
    Ok(())
}

fn account(to: &mut Writer, entry: &Account) -> Result<(), WriteError> {
    let number = required("#KONTO", &entry.number)?;
    if let Some(name) = &entry.name {
        to.begin("#KONTO");
        to.code(number)?;
        to.text(name)?;
        to.end();
    } else if entry.kind.is_none() && entry.unit.is_empty() && entry.sru.is_empty() {
        return Err(WriteError::missing("#KONTO"));
    }
    if let Some(kind) = entry.kind {
        to.begin("#KTYP");
        to.code(number)?;
        to.bare(match kind {
            AccountKind::Asset => "T",
            AccountKind::Liability => "S",
            AccountKind::Cost => "K",
            AccountKind::Income => "I",
        });
        to.end();
    }
    if !entry.unit.is_empty() {
        to.begin("#ENHET");
        to.code(number)?;
        to.text(&entry.unit)?;
        to.end();
    }
    for sru in &entry.sru {
        to.begin("#SRU");
        to.code(number)?;
        to.code(required("#SRU", sru)?)?;
        to.end();
    }
    Ok(())
}

fn write_balance(to: &mut Writer, balance: &Balance<'_>) -> Result<(), WriteError> {
    let (kind, label) = (balance.kind, balance.kind.label());
    if balance.period.is_some() != kind.has_period() || !(kind.has_objects() || balance.objects.is_empty()) {
        return Err(WriteError::missing(label));
    }
    to.begin(label);
    to.bare(&balance.year.to_string());
    if let Some(period) = balance.period {
        to.bare(&format!("{:06}", period.number()));
    }
    to.code(required(label, balance.account)?)?;
    if kind.has_objects() {
        objects(to, balance.objects)?;
    }
    amount(to, balance.amount);
    if let Some(held) = balance.quantity {
        quantity(to, held);
    }
    to.end();
    Ok(())
}

fn write_voucher(to: &mut Writer, voucher: &Voucher<'_>) -> Result<(), WriteError> {
    let head = &voucher.head;
    if head.date.is_none() {
        return Err(WriteError::missing("#VER"));
    }
    to.begin("#VER");
    to.text(head.series)?;
    to.text(head.number)?;
    to.date(head.date);
    if !(head.text.is_empty() && head.registered.is_none() && head.sign.is_empty()) {
        to.text(head.text)?;
    }
    if head.registered.is_some() || !head.sign.is_empty() {
        to.date(head.registered);
    }
    to.optional_text(head.sign)?;
    to.end();
    to.brace("{");
    for row in voucher.rows() {
        write_row(to, &row)?;
    }
    to.brace("}");
    Ok(())
}

fn write_row(to: &mut Writer, row: &Row<'_>) -> Result<(), WriteError> {
    let label = row.kind.label();
    to.indent();
    to.begin(label);
    to.code(required(label, row.account)?)?;
    objects(to, row.objects)?;
    amount(to, row.amount);
    let after_date = !row.text.is_empty() || row.quantity.is_some() || !row.sign.is_empty();
    if row.date.is_some() || after_date {
        to.date(row.date);
    }
    if after_date {
        to.text(row.text)?;
    }
    match row.quantity {
        Some(held) => quantity(to, held),
        None if !row.sign.is_empty() => to.text("")?,
        None => {}
    }
    to.optional_text(row.sign)?;
    to.end();
    Ok(())
}

fn objects(to: &mut Writer, objects: Objects<'_>) -> Result<(), WriteError> {
    to.open_list();
    for (dimension, code) in objects.iter() {
        to.bare(&dimension.to_string());
        to.text(required(to.current(), code)?)?;
    }
    to.close_list();
    Ok(())
}

fn amount(to: &mut Writer, amount: Amount) {
    to.bare(&amount.to_string());
}

fn quantity(to: &mut Writer, quantity: Quantity) {
    to.bare(&quantity.to_string());
}

fn required<'t>(record: &'static str, text: &'t str) -> Result<&'t str, WriteError> {
    if text.is_empty() {
        Err(WriteError::missing(record))
    } else {
        Ok(text)
    }
}
