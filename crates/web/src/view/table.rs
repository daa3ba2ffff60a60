//! Tables: one look for all of them, cards on a phone, every figure a way into its trace.

use askama::Template;
use domain::document;

use crate::address;

/// A link with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Words.
    pub label: String,
    /// Address.
    pub href: String,
}

impl Link {
    /// A link.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Link {
        Link {
            label: label.into(),
            href: href.into(),
        }
    }
}

/// A table. The first cell of a row is its header.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/table.html")]
pub struct Table {
    /// Anchor, unique on the page.
    pub id: String,
    /// "Tabell 1", or empty.
    pub label: String,
    /// What it shows.
    pub caption: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
    /// Counting base, source, rounding rule.
    pub notes: Vec<String>,
    /// The same table as files.
    pub exports: Vec<Link>,
    /// The caption is heard and not seen: the heading above says the same.
    pub quiet: bool,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Header.
    pub head: String,
    /// Set right.
    pub numeric: bool,
}

pub use domain::document::RowKind;

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Weight.
    pub kind: RowKind,
    /// One per column.
    pub cells: Vec<Cell>,
}

/// A cell: words, a number with its trace, a link or a badge.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/cell.html")]
pub struct Cell {
    /// As read.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
    /// It is a figure: the link opens its trace and is dotted.
    pub figure: bool,
    /// Class of the badge it is set as, or empty.
    pub badge: &'static str,
}

impl Cell {
    /// Plain words.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell {
            text: text.into(),
            ..Cell::default()
        }
    }

    /// Words that lead to a page.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Cell {
        Cell {
            href: Some(href.into()),
            ..Cell::text(text)
        }
    }

    /// A figure as the reader sees it, leading to its trace.
    pub fn figure(text: impl Into<String>, key: &domain::figure::FigureKey) -> Cell {
        Cell {
            figure: true,
            ..Cell::link(text, address::figure(key))
        }
    }

    /// The words as HTML, in one piece: on a phone the cell sets its pieces beside each other.
    fn words(&self) -> String {
        let set = super::set(&self.text);
        if set.contains('<') {
            format!("<span>{set}</span>")
        } else {
            set
        }
    }

    /// A word in a badge.
    pub fn badge(text: impl Into<String>, class: &'static str) -> Cell {
        Cell {
            badge: class,
            ..Cell::text(text)
        }
    }
}

impl Row {
    /// An ordinary row.
    pub fn of(cells: Vec<Cell>) -> Row {
        Row {
            kind: RowKind::Normal,
            cells,
        }
    }

    /// A row that sums up the others.
    pub fn total(cells: Vec<Cell>) -> Row {
        Row {
            kind: RowKind::Total,
            cells,
        }
    }

    fn class(&self) -> &'static str {
        match self.kind {
            RowKind::Normal => "row",
            RowKind::Group => "group",
            RowKind::Subtotal => "subtotal",
            RowKind::Total => "total",
        }
    }

    fn is_group(&self) -> bool {
        self.kind == RowKind::Group
    }
}

impl Table {
    /// An empty table with its columns; those whose header ends in "#" are numeric.
    pub fn new(id: impl Into<String>, caption: impl Into<String>, columns: &[&str]) -> Table {
        Table {
            id: id.into(),
            caption: caption.into(),
            columns: columns.iter().map(|head| Column::new(head)).collect(),
            ..Table::default()
        }
    }
}

impl Table {
    /// The table under a heading: a caption that only repeats it is not shown once more.
    #[must_use]
    pub fn under(&self, heading: &str) -> Table {
        let repeats = self.label.is_empty() && self.caption.to_lowercase() == heading.to_lowercase();
        Table {
            quiet: self.quiet || repeats,
            ..self.clone()
        }
    }
}

impl Column {
    /// `"Budget#"` is a numeric column headed "Budget".
    fn new(head: &str) -> Column {
        Column {
            head: head.trim_end_matches('#').to_owned(),
            numeric: head.ends_with('#'),
        }
    }
}

impl From<&document::Table> for Table {
    fn from(table: &document::Table) -> Table {
        let cell = |cell: &document::TableCell| match (&cell.figure, &cell.link) {
            (Some(key), _) => Cell::figure(&cell.text, key),
            (None, Some(link)) => Cell::link(&cell.text, link),
            (None, None) => Cell::text(&cell.text),
        };
        Table {
            id: table.id.clone(),
            label: table.label.clone(),
            caption: table.caption.clone(),
            columns: table
                .columns
                .iter()
                .map(|column| Column {
                    head: column.head.clone(),
                    numeric: column.numeric,
                })
                .collect(),
            rows: table
                .rows
                .iter()
                .map(|row| Row {
                    kind: row.kind,
                    cells: row.cells.iter().map(cell).collect(),
                })
                .collect(),
            notes: table.notes.clone(),
            ..Table::default()
        }
    }
}
