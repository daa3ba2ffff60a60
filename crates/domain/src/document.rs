//! A report as a pure value. `reports` writes it as PDF, HTML, XLSX and CSV; `web` shows the HTML.
//! Every number in it that is a figure carries the figure's key, so that it can open its trace.

use crate::{chart::Chart, figure::FigureKey};

/// A whole report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// "Årsredovisning 2022".
    pub title: String,
    /// The association's name.
    pub association: String,
    /// Its organisation number.
    pub org_number: String,
    /// Date printed on the title page and stamped into the PDF, ISO.
    pub date: String,
    /// Draft or published.
    pub status: Status,
    /// A line that must show wherever the data does ("Exempeldata: deltagandena är konstruerade").
    pub data_notice: Option<String>,
    /// Title page facts: label and value.
    pub key_figures: Vec<KeyFigure>,
    /// The content in reading order.
    pub blocks: Vec<Block>,
}

/// A report's status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Watermarked.
    Draft,
    /// Locked, with the snapshot's hash.
    Published {
        /// SHA-256 of the snapshot, hexadecimal.
        hash: String,
    },
}

/// A large number with its words, for title pages and start pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFigure {
    /// "deltaganden under året".
    pub label: String,
    /// "264".
    pub value: String,
    /// One line of context: "142 från tidigare år, 122 nya".
    pub detail: String,
    /// Its trace.
    pub figure: Option<FigureKey>,
}

/// One block.
#[expect(
    clippy::large_enum_variant,
    reason = "a document has a few hundred blocks and is read in place"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading; level 1 starts a page in the PDF. Levels are never skipped.
    Heading {
        /// 1 to 4.
        level: u8,
        /// Printed number ("1.5"), if numbered.
        number: Option<String>,
        /// Text.
        text: String,
        /// Anchor, unique in the document: lower case ASCII letters, digits and hyphens.
        id: String,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// Numbered or not.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Inline>>,
    },
    /// A numbered table.
    Table(Table),
    /// A numbered diagram.
    Diagram(Diagram),
    /// A place for the approver's initials, on statement pages.
    Initials,
    /// Signature lines by function ("Ordförande", "Ledamot, Kalmar kommun").
    Signatures(Vec<String>),
    /// Lines to fill in by hand, each with its word ("Ort och datum").
    FillIn(Vec<String>),
    /// Set apart: a notice or a finding that follows the report.
    Notice(Vec<Inline>),
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain.
    Text(String),
    /// Strong.
    Strong(String),
    /// Emphasis.
    Emphasis(String),
    /// A number that is a figure.
    Figure {
        /// Which.
        key: FigureKey,
        /// As printed, with unit.
        text: String,
    },
    /// A link inside the document or to the web.
    Link {
        /// Target: "#id" or "https://…".
        to: String,
        /// Its words.
        text: String,
    },
}

/// A table. The first column is the row header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// "Tabell 1", "Not 2" or empty for an unnumbered one.
    pub label: String,
    /// Caption above.
    pub caption: String,
    /// Anchor, unique in the document.
    pub id: String,
    /// Column headers; the first is the row header's.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
    /// Lines under the table: counting base, source, rounding rule.
    pub notes: Vec<String>,
}

impl Table {
    /// Without the column, if there is one in that place.
    pub fn drop_column(&mut self, place: usize) {
        if place >= self.columns.len() {
            return;
        }
        self.columns.remove(place);
        for row in self.rows.iter_mut().filter(|row| place < row.cells.len()) {
            row.cells.remove(place);
        }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Header.
    pub head: String,
    /// Numbers are set right with tabular figures.
    pub numeric: bool,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Weight.
    pub kind: RowKind,
    /// One per column.
    pub cells: Vec<TableCell>,
}

/// How a row is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// An ordinary row.
    Normal,
    /// A group heading that spans the table; only its first cell is used.
    Group,
    /// A subtotal.
    Subtotal,
    /// A total.
    Total,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableCell {
    /// As printed.
    pub text: String,
    /// The number behind it, for XLSX and CSV: units and decimals.
    pub number: Option<(i64, u32)>,
    /// Its trace.
    pub figure: Option<FigureKey>,
    /// Where the cell leads inside the document ("#not-1"), for a statement's column of notes.
    pub link: Option<String>,
}

impl TableCell {
    /// Words only.
    pub fn text(text: impl Into<String>) -> TableCell {
        TableCell {
            text: text.into(),
            ..TableCell::default()
        }
    }
}

/// A diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// "Diagram 1".
    pub label: String,
    /// The caption says the finding.
    pub caption: String,
    /// Anchor, unique in the document.
    pub id: String,
    /// What is drawn.
    pub chart: Chart,
    /// The same numbers as a table, one click away or beside.
    pub table: Table,
}
