//! A draft report checked against itself: one figure has one value wherever it is printed, and a
//! total is the sum of its rows.

use std::collections::BTreeMap;

use super::{samma_varde, tvarsumma};
use crate::{
    document::{Block, Document, Inline, RowKind, Table, TableCell},
    figure::FigureKey,
    finding::{
        Finding, Place,
        Severity::{MustFix, ShouldFix},
    },
    number,
    published::table::printed_number,
};

/// A printed number with its decimals.
type Printed = (i64, u32);

/// Everything that contradicts itself in a report.
pub fn findings(document: &Document) -> Vec<Finding> {
    let mut reader = Reader::default();
    for figure in &document.key_figures {
        if let Some(key) = &figure.figure {
            reader.see(key, in_words(&figure.value), || {
                place("Försättsblad", &figure.label, "värde")
            });
        }
    }
    let mut section = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => section.clone_from(text),
            Block::Paragraph(words) | Block::Notice(words) => reader.words(&section, words),
            Block::List { items, .. } => items.iter().for_each(|words| reader.words(&section, words)),
            Block::Table(table) => reader.table(table),
            Block::Diagram(diagram) => reader.table(&diagram.table),
            Block::FillIn(_) | Block::Initials | Block::Signatures(_) => {}
        }
    }
    reader.findings
}

#[derive(Default)]
struct Reader<'a> {
    seen: BTreeMap<&'a FigureKey, (Printed, Place)>,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    fn words(&mut self, section: &str, words: &'a [Inline]) {
        for word in words {
            if let Inline::Figure { key, text } = word {
                self.see(key, in_words(text), || place(section, &key.to_string(), "text"));
            }
        }
    }

    fn table(&mut self, table: &'a Table) {
        for row in &table.rows {
            for (cell, column) in row.cells.iter().zip(&table.columns) {
                if let Some(key) = &cell.figure {
                    self.see(key, cell.number, || {
                        place(&name(table), &first(&row.cells), &column.head)
                    });
                }
            }
        }
        for column in 1..table.columns.len() {
            self.column(table, column);
        }
    }

    /// One figure, one value; fewer decimals are the same value rounded. The sign is the place's own:
    /// a statement subtracts its costs, a sentence says "ett underskott på".
    fn see(&mut self, key: &'a FigureKey, number: Option<Printed>, place: impl FnOnce() -> Place) {
        let Some(number) = number else { return };
        let Some((first, from)) = self.seen.get(key) else {
            self.seen.insert(key, (number, place()));
            return;
        };
        let decimals = first.1.min(number.1);
        if rounded(*first, decimals).abs() != rounded(number, decimals).abs() {
            self.findings.push(Finding {
                check: samma_varde::NAME,
                severity: MustFix,
                place: place(),
                expected: Some(number::plain(first.0, first.1)),
                found: number::plain(number.0, number.1),
                message: format!(
                    "Här står {}, men samma siffra ({key}) är {} i {from}. Skriv om utkastet ur siffrorna.",
                    number::decimal(number.0, number.1),
                    number::decimal(first.0, first.1),
                ),
            });
        }
    }

    /// Totals of one column: of rows since the last sum, of all rows, of the sums, carried on from the
    /// last sum, or what the other rows or sums leave of the first (income less cost).
    fn column(&mut self, table: &Table, column: usize) {
        let (mut since, mut all, mut sums, mut last) = (0_i128, 0_i128, 0_i128, 0_i128);
        let (mut parts, mut lead) = (0, 0_i128);
        let mut groups: Vec<i128> = Vec::new();
        for row in &table.rows {
            let Some((units, 0)) = row.cells.get(column).and_then(|c| c.number) else {
                continue;
            };
            let value = i128::from(units);
            match row.kind {
                RowKind::Group => {}
                RowKind::Normal => {
                    lead = if since == 0 { value } else { lead };
                    since += value;
                    all += value;
                    parts += 1;
                }
                RowKind::Subtotal | RowKind::Total => {
                    let less = since - 2 * lead;
                    let readings = [since, all, sums + since, last + since, less, -less];
                    if parts > 1 && !readings.contains(&value) && !leaves(&groups, value) {
                        self.findings.push(total_finding(
                            table,
                            (row.cells.as_slice(), column),
                            (since, value),
                        ));
                    }
                    groups.push(value);
                    sums += value;
                    (since, last) = (0, value);
                }
            }
        }
    }
}

/// Whether a value is the first of a few sums with each of the others added or taken away.
fn leaves(sums: &[i128], value: i128) -> bool {
    let Some((first, others)) = sums.split_first().filter(|(_, others)| others.len() < 4) else {
        return false;
    };
    let mut reached = vec![*first];
    for other in others {
        reached = reached
            .iter()
            .flat_map(|sum| [sum + other, sum - other])
            .collect();
    }
    !others.is_empty() && reached.contains(&value)
}

fn total_finding(
    table: &Table,
    (cells, column): (&[TableCell], usize),
    (sum, value): (i128, i128),
) -> Finding {
    let text = |n: i128| number::integer(i64::try_from(n).unwrap_or(i64::MAX));
    Finding {
        check: tvarsumma::NAME,
        severity: ShouldFix,
        place: place(&name(table), &first(cells), &table.columns[column].head),
        expected: Some(sum.to_string()),
        found: value.to_string(),
        message: format!(
            "Här står {}, men raderna ovanför blir {}. Rätta summan, eller skriv under tabellen vad som ingår.",
            text(value),
            text(sum)
        ),
    }
}

fn rounded((units, decimals): Printed, to: u32) -> i64 {
    let scale = 10_i64.saturating_pow(decimals.saturating_sub(to));
    let half = if units < 0 { -scale / 2 } else { scale / 2 };
    (units + half) / scale
}

/// The number in "32,1 %" or "16 383 989 kr"; "36 av 112" says the same share in other words.
fn in_words(text: &str) -> Option<Printed> {
    if text.contains(" av ") {
        return None;
    }
    let number: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '−' | '-'))
        .collect();
    printed_number(number.trim().trim_end_matches(','))
}

fn name(table: &Table) -> String {
    if table.label.is_empty() {
        table.caption.clone()
    } else {
        table.label.clone()
    }
}

fn first(cells: &[TableCell]) -> String {
    cells.first().map(|c| c.text.clone()).unwrap_or_default()
}

fn place(table: &str, row: &str, column: &str) -> Place {
    Place {
        table: table.to_owned(),
        row: row.to_owned(),
        column: column.to_owned(),
    }
}
