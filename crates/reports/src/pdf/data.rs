//! The document as the template reads it: one JSON file, and one SVG file per diagram.

mod pages;

use domain::document::{Block, Diagram, Document, Inline, Row, RowKind, Status, Table, TableCell};
use serde_json::{Value, json};

use self::pages::{PAGES_WITH_CONTENTS, packed, pages};
use crate::{
    Error,
    chart::{ChartOptions, Palette, chart_svg},
};

/// Tables with at most this many rows are never broken between pages.
const KEEP_ROWS: usize = 24;
/// Tables with more rows than this are set small and close: lists to look things up in.
const DENSE_ROWS: usize = 100;
/// A line of full width, in tenths of a digit of the table face.
const LINE: usize = 1020;
/// The same in the smaller size of a long list.
const DENSE_LINE: usize = 1240;
/// Text columns together never get less than this.
const LEAST_TEXT: usize = 180;
/// The space between columns.
const PADDING: usize = 20;
/// More of it between a column of numbers and the words after it.
const CLEAR: usize = 25;
/// A diagram is drawn for the width of the page's text and margin column, in CSS pixels.
const CHART_WIDTH: u32 = 620;

/// The files of one report: `data.json` and the charts.
pub(super) fn files(document: &Document) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let mut charts = Vec::new();
    let mut chapter = Chapter::default();
    let runs = packed(parts(&document.blocks));
    let contents = runs.iter().map(|run| pages(run)).sum::<usize>() >= PAGES_WITH_CONTENTS;
    let last = runs.len().saturating_sub(1);
    let parts: Vec<Value> = runs
        .iter()
        .enumerate()
        .map(|(i, chapters)| run(chapters, i == last, &mut chapter, &mut charts))
        .collect();
    let data = json!({
        "title": document.title,
        "association": document.association,
        "org_number": document.org_number,
        "date": document.date,
        "draft": document.status == Status::Draft,
        "hash": hash(&document.status),
        "notice": document.data_notice,
        "keys": document.key_figures.iter().map(|k| json!([k.value, k.label, k.detail])).collect::<Vec<_>>(),
        "contents": contents,
        "parts": parts,
    });
    let bytes = serde_json::to_vec(&data).map_err(|e| Error::Writer(e.to_string()))?;
    let mut files = vec![("data.json".to_owned(), bytes)];
    files.extend(charts);
    Ok(files)
}

fn hash(status: &Status) -> Option<&str> {
    match status {
        Status::Draft => None,
        Status::Published { hash } => Some(hash),
    }
}

/// The blocks cut where a page begins: before every heading of level 1, and before the heading of a
/// long list that follows another one. Each part is a run of pages of its own, so that its name can
/// stand in the running head without being looked up, and so that Typst can set the parts side by side.
fn parts(blocks: &[Block]) -> Vec<&[Block]> {
    let mut cuts = vec![0];
    let mut after_list = false;
    for (i, block) in blocks.iter().enumerate() {
        match block {
            Block::Heading { level: 1, .. } => {
                cuts.push(i);
                after_list = false;
            }
            Block::Heading { .. } if after_list && blocks.get(i + 1).is_some_and(is_long_list) => {
                cuts.push(i);
            }
            block => after_list |= is_long_list(block),
        }
    }
    cuts.push(blocks.len());
    cuts.windows(2)
        .map(|w| &blocks[w[0]..w[1]])
        .filter(|p| !p.is_empty())
        .collect()
}

fn is_long_list(block: &Block) -> bool {
    matches!(block, Block::Table(table) if table.rows.len() > DENSE_ROWS)
}

/// The level-1 heading that a part stands under: its number and text.
#[derive(Clone, Copy, Default)]
struct Chapter<'a> {
    number: Option<&'a str>,
    name: &'a str,
}

/// A run of pages: one chapter or part of one, or a few short ones with one place for initials.
fn run<'a>(
    parts: &[&'a [Block]],
    last: bool,
    chapter: &mut Chapter<'a>,
    charts: &mut Vec<(String, Vec<u8>)>,
) -> Value {
    let mut names: Vec<&str> = Vec::new();
    let mut values = Vec::new();
    let mut initials = None;
    let compact = parts.len() > 1;
    for blocks in parts {
        chapter.enter(blocks);
        names.push(chapter.name);
        for of in *blocks {
            if *of == Block::Initials {
                initials = Some(block(of, false, false, charts));
            } else {
                values.push(block(
                    of,
                    chapter.is_annex(),
                    compact || chapter.is_annex(),
                    charts,
                ));
            }
        }
    }
    values.extend(initials);
    json!({ "name": names.join(" · "), "annex": chapter.is_annex(), "last": last, "blocks": values })
}

impl<'a> Chapter<'a> {
    /// Takes the name of the level-1 heading the blocks begin with; without one the chapter goes on.
    fn enter(&mut self, blocks: &'a [Block]) {
        if let Some(Block::Heading {
            level: 1,
            number,
            text,
            ..
        }) = blocks.first()
        {
            *self = Chapter {
                number: number.as_deref(),
                name: text,
            };
        }
    }

    /// An annex has the same headings as every other annex; only its name goes into the contents.
    fn is_annex(&self) -> bool {
        self.number.is_some_and(|n| n.starts_with("Bilaga"))
    }
}

fn block(block: &Block, annex: bool, compact: bool, charts: &mut Vec<(String, Vec<u8>)>) -> Value {
    match block {
        Block::Heading {
            level,
            number,
            text,
            id,
        } => {
            json!({"t": "h", "level": level, "number": number, "text": text, "id": id, "outlined": *level == 1 || !annex})
        }
        Block::Paragraph(inlines) => json!({"t": "p", "body": spans(inlines)}),
        Block::Notice(inlines) => json!({"t": "n", "body": spans(inlines)}),
        Block::List { ordered, items } => {
            json!({"t": "l", "ordered": ordered, "items": items.iter().map(|i| spans(i)).collect::<Vec<_>>()})
        }
        Block::Table(t) => table(t, annex, compact),
        Block::Diagram(d) => diagram(d, charts),
        Block::Signatures(functions) => json!({"t": "s", "functions": functions}),
        Block::FillIn(labels) => json!({"t": "r", "labels": labels}),
        Block::Initials => json!({"t": "i"}),
    }
}

/// Running text: a bare string, or `[style, text, target]`.
fn spans(inlines: &[Inline]) -> Value {
    let span = |inline: &Inline| match inline {
        Inline::Text(text) => json!(text),
        Inline::Figure { text, .. } => json!(["f", text]),
        Inline::Strong(text) => json!(["b", text]),
        Inline::Emphasis(text) => json!(["i", text]),
        Inline::Link { to, text } => json!(["a", text, to]),
    };
    inlines.iter().map(span).collect()
}

fn diagram(diagram: &Diagram, charts: &mut Vec<(String, Vec<u8>)>) -> Value {
    let path = format!("chart/{}.svg", charts.len());
    let options = ChartOptions {
        width: CHART_WIDTH,
        palette: Palette::Print,
        id: &diagram.id,
        title: &diagram.caption,
    };
    charts.push((path.clone(), chart_svg(&diagram.chart, &options).into_bytes()));
    json!({
        "t": "d",
        "id": diagram.id,
        "label": diagram.label,
        "caption": diagram.caption,
        "alt": diagram.chart.alt(&diagram.caption),
        "path": path,
        "table": table(&diagram.table, false, true),
    })
}

fn table(table: &Table, annex: bool, compact: bool) -> Value {
    let numeric = |i: usize| table.columns.get(i).is_some_and(|c| c.numeric);
    json!({
        "t": "t",
        "id": table.id,
        "label": table.label,
        "caption": table.caption,
        "widths": widths(table),
        "numeric": (0..table.columns.len()).map(numeric).collect::<Vec<_>>(),
        "heads": table.columns.iter().map(|c| c.head.as_str()).collect::<Vec<_>>(),
        "rows": table.rows.iter().map(|r| row(r, table.columns.len())).collect::<Vec<_>>(),
        "notes": table.notes,
        "keep": table.rows.len() <= KEEP_ROWS,
        "dense": table.rows.len() > DENSE_ROWS,
        "compact": compact && table.rows.len() <= DENSE_ROWS,
        "annex": annex,
    })
}

/// A row: its kind and its cells, padded to the table's width; a cell that leads somewhere is
/// `[text, target]`.
fn row(row: &Row, columns: usize) -> Value {
    let kind = match row.kind {
        RowKind::Normal => "",
        RowKind::Group => "g",
        RowKind::Subtotal => "s",
        RowKind::Total => "t",
    };
    let cell = |cell: &TableCell| match &cell.link {
        Some(to) => json!([cell.text, to]),
        None => json!(cell.text),
    };
    let used = if row.kind == RowKind::Group { 1 } else { columns };
    let mut cells: Vec<Value> = row.cells.iter().take(used).map(cell).collect();
    cells.resize(used, json!(""));
    json!([kind, cells])
}

/// Column widths as shares: a column of numbers gets what its longest number or head needs, for
/// numbers cannot wrap. Text columns share what is left: short ones get what they need, long ones
/// wrap.
fn widths(table: &Table) -> Vec<usize> {
    let mut widths: Vec<usize> = (0..table.columns.len()).map(|i| need(table, i)).collect();
    let (numbers, mut texts): (Vec<usize>, Vec<usize>) =
        (0..widths.len()).partition(|i| table.columns[*i].numeric);
    let taken: usize = numbers.iter().map(|i| widths[*i]).sum();
    let wanted: usize = texts.iter().map(|i| widths[*i]).sum();
    let line = if table.rows.len() > DENSE_ROWS {
        DENSE_LINE
    } else {
        LINE
    };
    let mut left = line.saturating_sub(taken).max(LEAST_TEXT);
    if !numbers.is_empty() {
        left = left.min(wanted + wanted / 4 + 60);
    }
    texts.sort_by_key(|i| widths[*i]);
    let mut long = texts.as_slice();
    while let Some((&i, rest)) = long.split_first() {
        if widths[i] > left / long.len() || rest.is_empty() {
            break;
        }
        left -= widths[i];
        long = rest;
    }
    let wanted: usize = long.iter().map(|i| widths[*i]).sum();
    for &i in long {
        widths[i] = (left * widths[i] / wanted.max(1)).max(1);
    }
    widths
}

/// Room a column would need to stand on one line, in tenths of a digit's width.
fn need(table: &Table, column: usize) -> usize {
    let rows = table.rows.iter().filter(|r| r.kind != RowKind::Group);
    let longest = rows
        .filter_map(|r| r.cells.get(column))
        .map(|c| tenths(&c.text))
        .max()
        .unwrap_or(0);
    let head = &table.columns[column].head;
    if table.columns[column].numeric {
        let word = head.split(' ').map(tenths).max().unwrap_or(0);
        longest.max(word).max(50) + PADDING
    } else {
        let after_number = column > 0 && table.columns[column - 1].numeric;
        let clear = if after_number { CLEAR } else { 0 };
        longest.max(tenths(head)).clamp(50, 900) + PADDING + clear
    }
}

/// The width of a text in the table face, in tenths of a digit's width, a little on the wide side.
fn tenths(text: &str) -> usize {
    let one = |c: char| match c {
        ' ' | '\u{a0}' | ',' | '.' | 'i' | 'l' | 'j' => 5,
        'm' | 'w' | 'M' | 'W' | '%' => 17,
        c if c.is_uppercase() => 12,
        c if c.is_alphabetic() => 11,
        _ => 10,
    };
    text.chars().map(one).sum()
}

#[cfg(test)]
mod tests {
    use domain::document::Column;

    use super::*;

    fn table(numeric: &[bool], row: &[&str]) -> Table {
        let column = |n: &bool| Column {
            head: "Rubrik".into(),
            numeric: *n,
        };
        let cells = row.iter().map(|t| TableCell::text(*t)).collect();
        Table {
            label: String::new(),
            caption: "T".into(),
            id: "t".into(),
            columns: numeric.iter().map(column).collect(),
            rows: vec![Row {
                kind: RowKind::Normal,
                cells,
            }],
            notes: Vec::new(),
        }
    }

    #[test]
    fn a_long_list_after_another_begins_a_run_of_pages_under_the_same_chapter() {
        let heading = |level, text: &str| Block::Heading {
            level,
            number: None,
            text: text.into(),
            id: text.into(),
        };
        let list = |rows: usize| {
            let mut list = table(&[false], &["x"]);
            list.rows = vec![list.rows[0].clone(); rows];
            Block::Table(list)
        };
        let blocks = [
            heading(1, "Register"),
            heading(2, "Först"),
            list(DENSE_ROWS + 1),
            heading(2, "Kort"),
            list(3),
            heading(2, "Sedan"),
            list(DENSE_ROWS + 1),
            heading(1, "Slut"),
        ];
        let lengths: Vec<usize> = parts(&blocks).iter().map(|part| part.len()).collect();
        assert_eq!(lengths, [5, 2, 1]);
        let mut chapter = Chapter::default();
        let names: Vec<Value> = parts(&blocks)
            .into_iter()
            .map(|blocks| run(&[blocks], false, &mut chapter, &mut Vec::new())["name"].clone())
            .collect();
        assert_eq!(names, ["Register", "Register", "Slut"]);
    }

    #[test]
    fn short_columns_get_what_they_need_and_long_ones_share_the_rest() {
        let long = "ett långt mål ".repeat(9);
        let widths = widths(&table(
            &[false; 4],
            &[&long, "minst 90,0 %", &long[..60], "i stort sett uppnått"],
        ));
        assert!(
            widths[3] >= tenths("i stort sett uppnått") + PADDING,
            "{widths:?}"
        );
        assert!(
            widths[1] >= tenths("minst 90,0 %") && widths[0] > widths[2],
            "{widths:?}"
        );
        assert!(widths.iter().sum::<usize>() <= LINE + 20);
    }

    #[test]
    fn numbers_never_wrap_and_words_get_the_rest() {
        let seven = ["16 383 989"; 7];
        let mut row = vec!["Verksamhetens intäkter"];
        row.extend(seven);
        let mut numeric = [true; 8];
        numeric[0] = false;
        let widths = widths(&table(&numeric, &row));
        assert!(
            widths[0] >= 200 && widths[1] >= tenths(seven[0]) + PADDING,
            "{widths:?}"
        );
    }
}
