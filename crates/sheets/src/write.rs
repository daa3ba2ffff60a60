//! Writing a workbook row by row: nothing but the row at hand is kept in memory.
//!
//! The report's tables are written by `reports`, with its dress. This is for rows by the thousand:
//! exports, templates and result files.

use std::io::{self, Seek, Write};

use chrono::{Datelike, NaiveDate};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
/// Formats by number: 0 as it is, 1 a bold heading with a line under it, 2 a day, 3 text that stays text.
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>"#;
/// XML is handed on in pieces of this size.
const PIECE: usize = 64 << 10;
/// The longest sheet name a spreadsheet takes.
const NAME: usize = 31;

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing.
    Empty,
    /// Words. Never run as a formula.
    Text(&'a str),
    /// A whole number.
    Number(i64),
    /// A day.
    Date(NaiveDate),
}

/// A workbook being written.
pub struct Workbook<W: Write + Seek> {
    zip: ZipWriter<W>,
    piece: Vec<u8>,
    names: Vec<String>,
    row: u32,
    columns: Vec<String>,
}

impl<W: Write + Seek> Workbook<W> {
    /// Begins a workbook.
    pub fn new(out: W) -> Workbook<W> {
        Workbook {
            zip: ZipWriter::new(out),
            piece: Vec::with_capacity(PIECE + (4 << 10)),
            names: Vec::new(),
            row: 0,
            columns: Vec::new(),
        }
    }

    /// Begins a sheet with its headings and the width of each column in characters; the sheet before
    /// is finished.
    ///
    /// # Errors
    /// As the file below.
    pub fn sheet(&mut self, name: &str, columns: &[(&str, u32)]) -> io::Result<()> {
        self.end_sheet()?;
        let legal = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !c.is_control();
        self.names.push(name.chars().filter(legal).take(NAME).collect());
        let part = format!("xl/worksheets/sheet{}.xml", self.names.len());
        self.zip.start_file(part, options())?;
        self.piece.extend_from_slice(HEAD.as_bytes());
        self.piece.extend_from_slice(br#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>"#);
        for (number, (_, width)) in (1_u32..).zip(columns) {
            write!(
                self.piece,
                r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#
            )?;
        }
        self.piece.extend_from_slice(b"</cols><sheetData>");
        self.row = 0;
        let heads: Vec<Value<'_>> = columns.iter().map(|(head, _)| Value::Text(head)).collect();
        self.styled(&heads, b"1")
    }

    /// Adds a row to the sheet.
    ///
    /// # Errors
    /// As the file below.
    pub fn row(&mut self, cells: &[Value<'_>]) -> io::Result<()> {
        self.styled(cells, b"3")
    }

    fn styled(&mut self, cells: &[Value<'_>], text_style: &[u8]) -> io::Result<()> {
        self.row += 1;
        while self.columns.len() < cells.len() {
            self.columns.push(letters(self.columns.len()));
        }
        let mut digits = [0; 20];
        let row = decimal(i64::from(self.row), &mut digits);
        let out = &mut self.piece;
        out.extend_from_slice(b"<row r=\"");
        out.extend_from_slice(row);
        out.extend_from_slice(b"\">");
        for (cell, column) in cells.iter().zip(&self.columns) {
            if *cell == Value::Empty {
                continue;
            }
            out.extend_from_slice(b"<c r=\"");
            out.extend_from_slice(column.as_bytes());
            out.extend_from_slice(row);
            match cell {
                Value::Empty => {}
                Value::Text(text) => {
                    out.extend_from_slice(b"\" s=\"");
                    out.extend_from_slice(text_style);
                    out.extend_from_slice(b"\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
                    escape(text, out);
                    out.extend_from_slice(b"</t></is></c>");
                }
                Value::Number(n) => {
                    out.extend_from_slice(b"\"><v>");
                    out.extend_from_slice(decimal(*n, &mut [0; 20]));
                    out.extend_from_slice(b"</v></c>");
                }
                Value::Date(day) => {
                    out.extend_from_slice(b"\" s=\"2\"><v>");
                    out.extend_from_slice(decimal(serial(*day), &mut [0; 20]));
                    out.extend_from_slice(b"</v></c>");
                }
            }
        }
        out.extend_from_slice(b"</row>");
        if out.len() >= PIECE {
            self.zip.write_all(out)?;
            out.clear();
        }
        Ok(())
    }

    fn end_sheet(&mut self) -> io::Result<()> {
        if !self.names.is_empty() {
            self.piece.extend_from_slice(b"</sheetData></worksheet>");
            self.zip.write_all(&self.piece)?;
            self.piece.clear();
        }
        Ok(())
    }

    /// Finishes the workbook and gives the file back.
    ///
    /// # Errors
    /// As the file below.
    pub fn finish(mut self) -> io::Result<W> {
        self.end_sheet()?;
        let (mut book, mut rels, mut types) = (String::new(), String::new(), String::new());
        for (number, name) in (1..).zip(&self.names) {
            let mut legal = Vec::new();
            escape(name, &mut legal);
            let name = String::from_utf8_lossy(&legal);
            book.push_str(&format!(
                r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#
            ));
            rels.push_str(&format!(r#"<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#));
            types.push_str(&format!(r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#));
        }
        let parts = [
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{book}</sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}<Relationship Id="rId{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
                    self.names.len() + 1
                ),
            ),
            ("xl/styles.xml", STYLES.to_owned()),
            ("_rels/.rels", RELS.to_owned()),
            (
                "[Content_Types].xml",
                format!(
                    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>{types}</Types>"#
                ),
            ),
        ];
        for (name, text) in parts {
            self.zip.start_file(name, options())?;
            self.zip.write_all(HEAD.as_bytes())?;
            self.zip.write_all(text.as_bytes())?;
        }
        Ok(self.zip.finish()?)
    }
}

/// Fast to pack; the same rows give the same bytes.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .last_modified_time(DateTime::default())
}

/// "A" for column 0, "AA" for column 26.
fn letters(mut column: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(b'A' + u8::try_from(column % 26).unwrap_or(0));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    out.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// Days as a spreadsheet counts them: 1 is 1 January 1900, and 29 February 1900 is counted.
fn serial(day: NaiveDate) -> i64 {
    /// 30 December 1899 in days from the start of the common era.
    const ZERO: i64 = 693_594;
    i64::from(day.num_days_from_ce()) - ZERO
}

/// Digits of a number, written into a buffer from its end.
fn decimal(number: i64, buffer: &mut [u8; 20]) -> &[u8] {
    let mut at = buffer.len();
    let mut left = number.unsigned_abs();
    loop {
        at -= 1;
        buffer[at] = b'0' + u8::try_from(left % 10).unwrap_or(0);
        left /= 10;
        if left == 0 {
            break;
        }
    }
    if number < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    &buffer[at..]
}

/// Text as XML; characters that XML cannot hold are left out.
fn escape(text: &str, out: &mut Vec<u8>) {
    let plain = |b: u8| b >= b' ' && !matches!(b, b'<' | b'>' | b'&' | b'"' | 0xEF);
    if text.bytes().all(plain) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    for c in text.chars() {
        match c {
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '&' => out.extend_from_slice(b"&amp;"),
            '"' => out.extend_from_slice(b"&quot;"),
            '\t' | '\n' => out.push(c as u8),
            '\r' => out.extend_from_slice(b"&#13;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            _ if c < ' ' => {}
            _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}
