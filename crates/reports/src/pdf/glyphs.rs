//! Characters that no embedded face has: a square stands for each, so that one name in an unusual script
//! or an emoji in a text does not keep a whole report from being read.

use domain::{
    document::{Block, Document, Inline, Table},
    refusal::Refusal,
};

use super::world::covered;

/// What is printed for a character that cannot be.
const SQUARE: char = '□';

/// What of a document its PDF cannot print, by place and text. There a square stands for the character.
pub fn unprintable(document: &Document) -> Vec<Refusal> {
    printable(document).1
}

/// The document as it can be printed, and what had to give way.
pub(super) fn printable(document: &Document) -> (Document, Vec<Refusal>) {
    let mut printable = document.clone();
    let mut gave_way: Vec<Refusal> = Vec::new();
    each(&mut printable, &mut |place, text| {
        let Some(c) = text.chars().find(|c| !covered(*c) && !is_invisible(*c)) else {
            if !text.chars().all(covered) {
                text.retain(covered);
            }
            return;
        };
        let told = told(place, text, c);
        if !gave_way.contains(&told) {
            gave_way.push(told);
        }
        let kept = text.chars().filter(|c| !is_invisible(*c) || covered(*c));
        *text = kept.map(|c| if covered(c) { c } else { SQUARE }).collect();
    });
    (printable, gave_way)
}

fn told(place: &str, text: &str, c: char) -> Refusal {
    let shown: String = text.chars().take(60).collect();
    let message = format!(
        "Tecknet ”{c}” (U+{:04X}) i ”{shown}” finns inte i rapportens typsnitt, och {SQUARE} skrivs i stället. Ta bort det eller skriv med ord.",
        u32::from(c)
    );
    Refusal::at("rapport-tecken", place, message)
}

/// Marks that only say how their neighbours look or run.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff | 0xe_0000..=0xe_0fff)
}

type Visit<'a> = dyn FnMut(&str, &mut String) + 'a;

/// Visits every printed text with the name of the part it stands in.
fn each(document: &mut Document, visit: &mut Visit<'_>) {
    for text in [&mut document.title, &mut document.association] {
        visit("titelsidan", text);
    }
    for key in &mut document.key_figures {
        for text in [&mut key.label, &mut key.value, &mut key.detail] {
            visit("titelsidan", text);
        }
    }
    if let Some(notice) = &mut document.data_notice {
        visit("uppgiften om siffrorna", notice);
    }
    let mut place = "inledningen".to_owned();
    for block in &mut document.blocks {
        block_texts(block, &mut place, visit);
    }
}

fn block_texts(block: &mut Block, place: &mut String, visit: &mut Visit<'_>) {
    match block {
        Block::Heading { text, .. } => {
            place.clone_from(text);
            visit(place, text);
        }
        Block::Paragraph(inlines) | Block::Notice(inlines) => spans(inlines, place, visit),
        Block::List { items, .. } => {
            for item in items {
                spans(item, place, visit);
            }
        }
        Block::Table(table) => cells(table, visit),
        Block::Diagram(diagram) => {
            visit(&diagram.label, &mut diagram.caption);
            let names = diagram.chart.series.iter_mut().map(|series| &mut series.name);
            for text in diagram.chart.categories.iter_mut().chain(names) {
                visit(&diagram.label, text);
            }
            cells(&mut diagram.table, visit);
        }
        Block::Signatures(lines) | Block::FillIn(lines) => {
            for line in lines {
                visit(place, line);
            }
        }
        Block::Initials => {}
    }
}

fn spans(inlines: &mut [Inline], place: &str, visit: &mut Visit<'_>) {
    for inline in inlines {
        match inline {
            Inline::Text(text)
            | Inline::Strong(text)
            | Inline::Emphasis(text)
            | Inline::Figure { text, .. }
            | Inline::Link { text, .. } => visit(place, text),
        }
    }
}

fn cells(table: &mut Table, visit: &mut Visit<'_>) {
    let place = if table.label.is_empty() {
        table.id.clone()
    } else {
        table.label.clone()
    };
    visit(&place, &mut table.caption);
    let heads = table.columns.iter_mut().map(|column| &mut column.head);
    let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
    let cells = cells.map(|cell| &mut cell.text);
    for text in heads.chain(&mut table.notes).chain(cells) {
        visit(&place, text);
    }
}
