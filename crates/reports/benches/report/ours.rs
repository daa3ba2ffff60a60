//! The content as our document.

use domain::{
    document::{Block, Column, Diagram, Document, Inline, Row, RowKind, Status, Table, TableCell},
    number,
};

use crate::content::{CHART_HEAD, Chapter, HEAD, january};

/// The whole report.
pub fn document(content: &[Chapter]) -> Document {
    Document {
        title: "Årsredovisning 2022".into(),
        association: "Samordningsförbundet Prov".into(),
        org_number: "222000-1859".into(),
        date: "2023-03-17".into(),
        // Without the watermark, which the peers do not set either.
        status: Status::Published { hash: "0".repeat(64) },
        data_notice: None,
        key_figures: Vec::new(),
        blocks: content
            .iter()
            .enumerate()
            .flat_map(|(at, chapter)| blocks(at + 1, chapter))
            .collect(),
    }
}

fn blocks(number: usize, chapter: &Chapter) -> Vec<Block> {
    let words = |text: &str| Block::Paragraph(vec![Inline::Text(text.to_owned())]);
    let heading = |level, text: &str, id: String| Block::Heading {
        level,
        number: None,
        text: text.to_owned(),
        id,
    };
    let mut blocks = vec![heading(1, &chapter.title, format!("k{number}"))];
    blocks.extend(chapter.paragraphs.iter().map(|text| words(text)));
    if let Some(chart) = &chapter.chart {
        let first: Vec<(&str, Vec<i64>)> = january(chart).map(|(name, n)| (name, vec![n])).collect();
        blocks.push(Block::Diagram(Diagram {
            label: format!("Diagram {number}"),
            caption: "Deltaganden per månad".into(),
            id: format!("d{number}"),
            chart: chart.clone(),
            table: table("Januari", format!("d{number}-t"), &CHART_HEAD, &first),
        }));
    }
    for (at, wanted) in chapter.tables.iter().enumerate() {
        let rows: Vec<(&str, Vec<i64>)> = wanted
            .rows
            .iter()
            .map(|(age, values)| (*age, values.to_vec()))
            .collect();
        blocks.push(heading(2, &wanted.caption, format!("k{number}-{at}")));
        blocks.push(words(&wanted.lead));
        blocks.push(Block::Table(table(
            &wanted.caption,
            format!("t{number}-{at}"),
            &HEAD,
            &rows,
        )));
    }
    blocks
}

fn table(caption: &str, id: String, head: &[&str], rows: &[(&str, Vec<i64>)]) -> Table {
    let cell = |(column, value): (usize, &i64)| {
        let decimals = u32::from(column == 3);
        TableCell {
            text: number::decimal(*value, decimals),
            number: Some((*value, decimals)),
            ..TableCell::default()
        }
    };
    let row = |(label, values): &(&str, Vec<i64>)| Row {
        kind: RowKind::Normal,
        cells: std::iter::once(TableCell::text(*label))
            .chain(values.iter().enumerate().map(cell))
            .collect(),
    };
    Table {
        label: String::new(),
        caption: caption.to_owned(),
        id,
        columns: head
            .iter()
            .enumerate()
            .map(|(at, head)| Column {
                head: (*head).to_owned(),
                numeric: at > 0,
            })
            .collect(),
        rows: rows.iter().map(row).collect(),
        notes: Vec::new(),
    }
}
