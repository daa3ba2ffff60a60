//! How much room blocks take, roughly and in points, so that short chapters share a page and a short
//! document goes without contents. Decided before the setting: to measure there would be to set twice.

use domain::document::{Block, Inline, Row, RowKind, Table};

use super::DENSE_ROWS;

/// A document of fewer pages is read from its first page.
pub(super) const PAGES_WITH_CONTENTS: usize = 11;
/// The height of a page's text, less what an estimate can be wrong by.
const PAGE: usize = 650;
/// Characters in a line of text, and its height.
const LINE: (usize, usize) = (74, 15);

/// Chapters that fit a page together share one; an annex always begins a page.
pub(super) fn packed(parts: Vec<&[Block]>) -> Vec<Vec<&[Block]>> {
    let mut runs: Vec<Vec<&[Block]>> = Vec::new();
    let mut room = 0;
    for part in parts {
        let needed = height(part);
        match runs.last_mut() {
            Some(run) if needed <= room && begins_chapter(part) => {
                run.push(part);
                room -= needed;
            }
            _ => {
                runs.push(vec![part]);
                room = if begins_chapter(part) {
                    PAGE.saturating_sub(needed)
                } else {
                    0
                };
            }
        }
    }
    runs
}

/// Pages of a run, at least one.
pub(super) fn pages(run: &[&[Block]]) -> usize {
    let needed: usize = run.iter().map(|part| height(part)).sum();
    needed.div_ceil(PAGE).max(1)
}

fn begins_chapter(part: &[Block]) -> bool {
    matches!(part.first(), Some(Block::Heading { level: 1, number, .. })
        if !number.as_ref().is_some_and(|n| n.starts_with("Bilaga")))
}

fn height(part: &[Block]) -> usize {
    part.iter().map(one).sum()
}

fn one(block: &Block) -> usize {
    match block {
        Block::Heading { level, text, .. } => match level {
            1 => 42 + text.chars().count() / 32 * 26,
            2 => 52,
            3 => 38,
            _ => 26,
        },
        Block::Paragraph(inlines) => lines(inlines) + 9,
        Block::Notice(inlines) => lines(inlines) + 32,
        Block::List { items, .. } => items.iter().map(|item| lines(item) + 6).sum::<usize>() + 10,
        Block::Table(of) => table(of),
        Block::Diagram(diagram) => 250 + table(&diagram.table),
        Block::FillIn(_) => 40,
        // One place for a whole page, taken off the page's height.
        Block::Initials => 0,
        Block::Signatures(functions) => functions.len().div_ceil(2) * 72,
    }
}

/// In the closer setting that chapters have when they share a page.
fn table(table: &Table) -> usize {
    let row = |row: &Row| match row.kind {
        _ if table.rows.len() > DENSE_ROWS => 9,
        RowKind::Group => 15,
        _ => 12,
    };
    let rows: usize = table.rows.iter().map(row).sum();
    let notes = table
        .notes
        .iter()
        .map(|note| 10 + note.chars().count() / 130 * 10);
    rows + notes.sum::<usize>() + 55
}

fn lines(inlines: &[Inline]) -> usize {
    let count = |inline: &Inline| match inline {
        Inline::Text(text)
        | Inline::Strong(text)
        | Inline::Emphasis(text)
        | Inline::Figure { text, .. }
        | Inline::Link { text, .. } => text.chars().count(),
    };
    inlines.iter().map(count).sum::<usize>().div_ceil(LINE.0).max(1) * LINE.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chapter(number: &str, paragraphs: usize) -> Vec<Block> {
        let mut blocks = vec![Block::Heading {
            level: 1,
            number: Some(number.into()),
            text: "Kapitel".into(),
            id: "k".into(),
        }];
        let words = Block::Paragraph(vec![Inline::Text("ord ".repeat(180))]);
        blocks.extend(std::iter::repeat_n(words, paragraphs));
        blocks
    }

    #[test]
    fn r_rap_09_short_chapters_share_a_page_and_annexes_never_do() {
        for (chapters, runs) in [
            (vec![("1", 1), ("2", 1)], vec![2]),
            (vec![("1", 1), ("2", 1), ("3", 9)], vec![2, 1]),
            (vec![("1", 9), ("2", 1)], vec![1, 1]),
            (vec![("1", 1), ("Bilaga 1", 1), ("Bilaga 2", 1)], vec![1, 1, 1]),
        ] {
            let chapters: Vec<Vec<Block>> = chapters.into_iter().map(|(n, p)| chapter(n, p)).collect();
            let packed = packed(chapters.iter().map(Vec::as_slice).collect());
            assert_eq!(packed.iter().map(Vec::len).collect::<Vec<_>>(), runs);
        }
    }
}
