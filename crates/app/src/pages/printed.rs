//! Where a figure is printed, and parts of the report for reading beside the figures.

use chrono::{DateTime, Utc};
use domain::{
    document::{Block, Document, Inline, Status, Table},
    figure::FigureKey,
    prose,
    refusal::Problem,
    report::{Kind, resolve},
};

use crate::{
    Actor, App, Outcome,
    report::{self, Which},
    rights::{Act, On, may, require},
};

/// A place in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedAt {
    /// "Tabell 1, raden KRUS".
    pub words: String,
    /// The report.
    pub which: Which,
    /// Anchor in the report.
    pub anchor: String,
}

/// Where figures lead from a part of a report.
pub type Trace<'a> = &'a (dyn Fn(&FigureKey) -> String + Sync);

impl App {
    /// Every place of the year's reports where the figure is printed, in reading order; nothing for
    /// those who may not read reports.
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
        let mut all = Vec::new();
        for kind in Kind::ALL {
            if self.report_years(actor, kind).await?.contains(&key.year) {
                let which = Which { kind, year: key.year };
                let draft = self.report(actor, which, now).await?;
                all.extend(places(&draft.document, which, key));
            }
        }
        Ok(all)
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
        let draft = self.report(actor, Which::annual(year), now).await?;
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
        (which, section): (Which, &str),
        markdown: &str,
        trace: Trace<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<(String, Vec<Problem>)> {
        require(actor, Act::EditReport, On::Association)?;
        let material = self.material(actor, which, now.date_naive()).await?;
        let facts = material.facts();
        let insatser = facts.insatser.iter().map(|insats| insats.name.clone());
        let names: Vec<String> = insatser
            .chain(facts.projects.iter().map(|p| p.name.clone()))
            .collect();
        let section = prose::Section {
            id: section,
            level: 1,
            markdown,
            names: &names,
        };
        let (blocks, problems) = prose::read(&section, &|reference| resolve(material.figures(), reference));
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

fn places(document: &Document, which: Which, key: &FigureKey) -> Vec<PrintedAt> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut under = (String::new(), String::new());
    for block in &document.blocks {
        match block {
            Block::Heading { text, id, .. } => under = (text.clone(), id.clone()),
            Block::Table(table) => found.extend(in_table(table, &table.label, &table.id, key)),
            Block::Diagram(diagram) => {
                found.extend(in_table(&diagram.table, &diagram.label, &diagram.id, key));
            }
            Block::Paragraph(inlines) | Block::Notice(inlines) if in_text(inlines, key) => {
                found.push((format!("Text under ”{}”", under.0), under.1.clone()));
            }
            _ => {}
        }
    }
    found.dedup();
    let place = |(words, anchor)| PrintedAt {
        words: match which.kind {
            Kind::AnnualReport => words,
            Kind::OperationsPlan => format!("{}: {words}", which.title()),
        },
        which,
        anchor,
    };
    found.into_iter().map(place).collect()
}

fn in_text(inlines: &[Inline], key: &FigureKey) -> bool {
    inlines
        .iter()
        .any(|inline| matches!(inline, Inline::Figure { key: printed, .. } if printed == key))
}

fn in_table(table: &Table, label: &str, anchor: &str, key: &FigureKey) -> Option<(String, String)> {
    let row = table
        .rows
        .iter()
        .find(|row| row.cells.iter().any(|cell| cell.figure.as_ref() == Some(key)))?;
    let name = if label.is_empty() { &table.caption } else { label };
    let row = row.cells.first().map_or("", |cell| cell.text.as_str());
    Some((format!("{name}, raden ”{row}”"), anchor.to_owned()))
}
