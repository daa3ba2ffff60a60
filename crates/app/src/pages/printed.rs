//! Where a figure is printed, and parts of the report for reading beside the figures.

use chrono::{DateTime, Utc};
use domain::{
    annual_report,
    document::{Block, Document, Inline, Status, Table},
    figure::FigureKey,
    prose,
    refusal::Problem,
};

use crate::{
    Actor, App, Outcome, report,
    rights::{Act, On, may, require},
};

/// A place in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedAt {
    /// "Tabell 1, raden KRUS".
    pub words: String,
    /// Anchor in the report.
    pub anchor: String,
}

/// Where figures lead from a part of a report.
pub type Trace<'a> = &'a (dyn Fn(&FigureKey) -> String + Sync);

impl App {
    /// Every place of the year's annual report where the figure is printed, in reading order;
    /// nothing for those who may not read the report.
    ///
    /// # Errors
    /// Not found for those who may not read figures.
    pub async fn printed(
        &self,
        actor: &Actor,
        key: &FigureKey,
        now: DateTime<Utc>,
    ) -> Outcome<Vec<PrintedAt>> {
        require(actor, Act::ReadFigures, On::Association)?;
        if !may(actor, Act::ReadReport, On::Association) {
            return Ok(Vec::new());
        }
        let draft = self.annual_report(actor, key.year, now).await?;
        Ok(places(&draft.document, key))
    }

    /// An insats's annex of the year's report as HTML; empty when the report has none.
    ///
    /// # Errors
    /// Not found for those who may not read reports.
    pub async fn annex(
        &self,
        actor: &Actor,
        (year, slug): (i32, &str),
        trace: Trace<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        let draft = self.annual_report(actor, year, now).await?;
        let blocks = chapter(&draft.document.blocks, &format!("bilaga-{slug}"));
        if blocks.is_empty() {
            Ok(String::new())
        } else {
            fragment(blocks.to_vec(), trace)
        }
    }

    /// A text as the report would print it, and what is wrong in it.
    ///
    /// # Errors
    /// Not found for those who may not write report texts.
    pub async fn preview(
        &self,
        actor: &Actor,
        (year, section): (i32, &str),
        markdown: &str,
        trace: Trace<'_>,
    ) -> Outcome<(String, Vec<Problem>)> {
        require(actor, Act::EditReport, On::Association)?;
        let year = self.year(actor, year).await?;
        let insatser = year.insatser().iter().map(|insats| insats.name.clone());
        let names: Vec<String> = insatser
            .chain(year.projects().iter().map(|p| p.name.clone()))
            .collect();
        let section = prose::Section {
            id: section,
            level: 1,
            markdown,
            names: &names,
        };
        let (blocks, problems) = prose::read(&section, &|reference| {
            annual_report::resolve(&year.figures, reference)
        });
        let html = if blocks.is_empty() {
            String::new()
        } else {
            fragment(blocks, trace)?
        };
        Ok((html, problems))
    }
}

/// The blocks from a heading to the next of its level.
fn chapter<'a>(blocks: &'a [Block], anchor: &str) -> &'a [Block] {
    let level_at = |block: &Block| match block {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    };
    let begins = |block: &Block| matches!(block, Block::Heading { id, .. } if id == anchor);
    let Some(start) = blocks.iter().position(begins) else {
        return &[];
    };
    let own = blocks.get(start).and_then(level_at);
    let rest = blocks.get(start + 1..).unwrap_or_default();
    let length = rest
        .iter()
        .position(|block| level_at(block).is_some_and(|level| Some(level) <= own));
    let end = length.map_or(blocks.len(), |length| start + 1 + length);
    blocks.get(start..end).unwrap_or_default()
}

/// Blocks as HTML without the report's own head. A part that begins below level 1 is given a
/// heading to stand under, which is taken away again.
fn fragment(mut blocks: Vec<Block>, trace: Trace<'_>) -> Outcome<String> {
    const ABOVE: &str = "delen-ovanfor";
    let first = blocks.iter().find_map(|block| match block {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    });
    let begins = matches!(blocks.first(), Some(Block::Heading { level: 1, .. }));
    if !begins {
        let heading = |level| Block::Heading {
            level,
            number: None,
            text: "Del".into(),
            id: ABOVE.into(),
        };
        blocks.insert(
            0,
            heading(first.map_or(1, |level| level.saturating_sub(1).max(1))),
        );
    }
    let document = Document {
        title: "Del".into(),
        association: "Förbundet".into(),
        org_number: "000000-0000".into(),
        date: "2000-01-01".into(),
        status: Status::Draft,
        data_notice: None,
        key_figures: Vec::new(),
        blocks,
    };
    let html = report::html_part(&document, &|key| trace(key))?;
    let inside = html.split_once("</nav>\n").map_or("", |(_, rest)| rest);
    let inside = inside
        .rsplit_once("</article>")
        .map_or(inside, |(inside, _)| inside);
    let inside = if begins {
        inside
    } else {
        inside.split_once('\n').map_or("", |(_, rest)| rest)
    };
    Ok(inside.to_owned())
}

fn places(document: &Document, key: &FigureKey) -> Vec<PrintedAt> {
    let mut found = Vec::new();
    let mut under = (String::new(), String::new());
    for block in &document.blocks {
        match block {
            Block::Heading { text, id, .. } => under = (text.clone(), id.clone()),
            Block::Table(table) => found.extend(in_table(table, &table.label, &table.id, key)),
            Block::Diagram(diagram) => {
                found.extend(in_table(&diagram.table, &diagram.label, &diagram.id, key));
            }
            Block::Paragraph(inlines) | Block::Notice(inlines) if in_text(inlines, key) => {
                found.push(PrintedAt {
                    words: format!("Text under ”{}”", under.0),
                    anchor: under.1.clone(),
                });
            }
            _ => {}
        }
    }
    found.dedup();
    found
}

fn in_text(inlines: &[Inline], key: &FigureKey) -> bool {
    inlines
        .iter()
        .any(|inline| matches!(inline, Inline::Figure { key: printed, .. } if printed == key))
}

fn in_table(table: &Table, label: &str, anchor: &str, key: &FigureKey) -> Option<PrintedAt> {
    let row = table
        .rows
        .iter()
        .find(|row| row.cells.iter().any(|cell| cell.figure.as_ref() == Some(key)))?;
    let name = if label.is_empty() { &table.caption } else { label };
    let row = row.cells.first().map_or("", |cell| cell.text.as_str());
    Some(PrintedAt {
        words: format!("{name}, raden ”{row}”"),
        anchor: anchor.to_owned(),
    })
}
