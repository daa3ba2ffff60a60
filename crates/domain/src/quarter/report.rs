//! The quarterly report as a document: fixed headings, counts filled in, words beside the figures
//! they are about.

use super::{Answer, Counted, Counts, Line, Quarter, Standing, Text};
use crate::{
    document::{Block, Column, Document, Inline, KeyFigure, Row, RowKind, Status, Table, TableCell},
    facts::Facts,
    figures::Figures,
    number,
    prose::{self, Section},
    refusal::Problem,
    report,
};

/// What a quarterly report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Names.
    pub facts: &'a Facts,
    /// The year's figures, for references in texts.
    pub figures: &'a Figures,
    /// Which quarter.
    pub quarter: Quarter,
    /// One insats each, in printed order.
    pub parts: &'a [Part],
    /// Draft or locked.
    pub status: &'a Status,
    /// The date printed, ISO.
    pub date: &'a str,
    /// Why it was closed without everybody's answer.
    pub reason: &'a str,
}

/// An insats of a report.
#[derive(Clone, Debug)]
pub struct Part {
    /// Index into the insatser.
    pub insats: usize,
    /// Its counts as this reader may see them.
    pub counts: Counts,
    /// Its answer.
    pub answer: Answer,
    /// How the answer stands.
    pub standing: Standing,
    /// Its texts.
    pub texts: Vec<Text>,
}

/// The report, and what cannot be printed as it stands.
pub fn compose(sources: &Sources<'_>) -> (Document, Vec<Problem>) {
    let facts = sources.facts;
    let mut writer = Writer {
        sources,
        blocks: Vec::new(),
        problems: Vec::new(),
    };
    for part in sources.parts {
        writer.part(part);
    }
    let Writer { blocks, problems, .. } = writer;
    let label = sources.quarter.label();
    let title = match sources.parts {
        [only] => format!("Kvartalsrapport {}, {label}", name(facts, only.insats)),
        _ => format!("Kvartalsrapporter, {label}"),
    };
    let constructed = facts.association.constructed || facts.participations.iter().any(|p| p.constructed);
    let document = Document {
        title,
        association: facts.association.name.clone(),
        org_number: facts.association.org_number.clone(),
        date: sources.date.to_owned(),
        status: sources.status.clone(),
        data_notice: constructed.then(|| NOTICE.to_owned()),
        key_figures: match sources.parts {
            [only] => key_figures(&only.counts),
            _ => Vec::new(),
        },
        blocks,
    };
    (document, problems)
}

const NOTICE: &str = "Exempeldata: deltagandena är konstruerade. Ingen uppgift gäller någon verklig person.";

fn name(facts: &Facts, insats: usize) -> &str {
    facts
        .insatser
        .get(insats)
        .map_or("", |insats| insats.name.as_str())
}

fn key_figures(counts: &Counts) -> Vec<KeyFigure> {
    let figure = |(line, label): (Line, &str)| {
        let counted = counts.of(line)?;
        let detail = match counted.year {
            Some(year) if line != Line::Ongoing => format!("{} hittills i år", number::integer(year)),
            _ => String::new(),
        };
        Some(KeyFigure {
            label: label.to_owned(),
            value: number::integer(counted.quarter?),
            detail,
            figure: None,
        })
    };
    let lines = [
        (Line::New, "nya i kvartalet"),
        (Line::Closed, "avslutade i kvartalet"),
        (Line::Ongoing, "pågående när det slutade"),
        (Line::HeadCount, "räknade personer"),
    ];
    lines.into_iter().filter_map(figure).collect()
}

struct Writer<'a> {
    sources: &'a Sources<'a>,
    blocks: Vec<Block>,
    problems: Vec<Problem>,
}

impl Writer<'_> {
    fn part(&mut self, part: &Part) {
        let insats = name(self.sources.facts, part.insats).to_owned();
        let slug = self.sources.facts.insatser.get(part.insats);
        let slug = slug.map_or_else(String::new, |insats| insats.slug.clone());
        let id = |end: &str| format!("kvartal-{slug}-{end}");
        self.heading(1, &insats, &format!("kvartal-{slug}"));
        self.answered(part);
        for text in &part.texts {
            let heading = text.heading;
            if heading.key == "organisation" {
                self.heading(2, "Framgångsfaktorer", &id("framgangsfaktorer"));
            }
            self.heading(heading.level, heading.title, &id(heading.key));
            if heading.key == "resultat" {
                self.results(part, &id("tabell"));
            }
            self.text(text, &id(heading.key));
        }
    }

    fn heading(&mut self, level: u8, text: &str, id: &str) {
        self.blocks.push(Block::Heading {
            level,
            number: None,
            text: text.to_owned(),
            id: id.to_owned(),
        });
    }

    /// Who has answered for the counts, or that nobody has.
    fn answered(&mut self, part: &Part) {
        let given = part.answer.given();
        let by = given.map(|given| format!("{} {}", given.by, given.at.date_naive()));
        let words = match (&part.standing, by) {
            (Standing::NothingCounted, _) => "Insatsen har inga tal att svara för i kvartalet.".into(),
            (Standing::Running, _) => "Kvartalet pågår; talen är preliminära.".into(),
            (Standing::Accepted, Some(by)) => format!("Talen är godkända: {by}."),
            (Standing::Disputed, Some(by)) => {
                format!("Talen är bestridda: {by}. Anmärkningarna står under tabellen.")
            }
            (Standing::Reopened(_), Some(by)) => {
                format!("Talen har ändrats efter svaret ({by}) och är inte besvarade på nytt.")
            }
            _ => "Talen är inte besvarade av insatsen.".into(),
        };
        let mut words = vec![Inline::Text(words)];
        if part.standing.is_waiting() && !self.sources.reason.is_empty() {
            let reason = format!(" Kvartalet stängdes ändå: {}", self.sources.reason);
            words.push(Inline::Text(reason));
        }
        self.blocks.push(Block::Notice(words));
    }

    fn text(&mut self, text: &Text, id: &str) {
        let written = text.shown().filter(|written| !written.markdown.trim().is_empty());
        let Some(written) = written else {
            if text.heading.key != "resultat" {
                let words = vec![Inline::Emphasis("Ingen text lämnad.".into())];
                self.blocks.push(Block::Paragraph(words));
            }
            return;
        };
        if let Some(old) = text.old() {
            let words = format!("Texten är {old} och inte bekräftad för kvartalet.");
            self.blocks.push(Block::Paragraph(vec![Inline::Emphasis(words)]));
        }
        let facts = self.sources.facts;
        let names: Vec<String> = facts.insatser.iter().map(|insats| insats.name.clone()).collect();
        let section = Section {
            id,
            level: text.heading.level,
            markdown: &written.markdown,
            names: &names,
        };
        let figures = self.sources.figures;
        let (blocks, problems) = prose::read(&section, &|r| report::resolve(figures, r));
        self.blocks.extend(blocks);
        self.problems.extend(problems);
    }

    fn results(&mut self, part: &Part, id: &str) {
        if part.counts.0.is_empty() {
            let words = "Uppgift saknas: inget är registrerat för kvartalet.";
            self.blocks
                .push(Block::Paragraph(vec![Inline::Text(words.into())]));
            return;
        }
        let quarter = self.sources.quarter;
        let heads = [
            "Resultat".to_owned(),
            format!("Kvartal {}", quarter.number()),
            format!("Kvartal {} {}", quarter.number(), quarter.year() - 1),
            format!("Hittills {}", quarter.year()),
            "Sedan start".to_owned(),
        ];
        let column = |(place, head): (usize, String)| Column {
            head,
            numeric: place > 0,
        };
        let mut notes = Vec::new();
        let rows = part.counts.0.iter().map(|counted| {
            let remark = part.answer.remark(counted.line);
            if let Some(remark) = remark {
                notes.push(noted(notes.len() + 1, remark, counted));
            }
            row(counted, remark.map(|_| notes.len()))
        });
        let rows = rows.collect();
        notes.push("Räknebas: deltaganden, utom konsultationer och räknade personer som räknas för sig. Okänt kön ingår i summorna. Anonyma poster räknas från årets första dag.".into());
        if part.counts.0.iter().any(|c| c.withheld) {
            notes.push("Skyddad: för få för att talet ska få lämna insatsen.".into());
        }
        self.blocks.push(Block::Table(Table {
            label: String::new(),
            caption: format!("Resultat {}", quarter.label()),
            id: id.to_owned(),
            columns: heads.into_iter().enumerate().map(column).collect(),
            rows,
            notes,
        }));
    }
}

/// A remark as a note under the table.
fn noted(number: usize, remark: &super::Remark, counted: &Counted) -> String {
    let then = match (remark.counted, counted.withheld) {
        (Some(n), false) if Some(n) != counted.quarter.or(counted.year) => {
            format!(" (gällde {})", number::integer(n))
        }
        _ => String::new(),
    };
    let label = counted.line.label();
    let label = label.trim_start_matches("– ");
    format!("Bestritt {number}. {label}{then}: {}", remark.words)
}

fn row(counted: &Counted, note: Option<usize>) -> Row {
    let cell = |n: Option<i64>| match n {
        Some(n) => TableCell {
            number: Some((n, 0)),
            ..TableCell::text(number::integer(n))
        },
        None if counted.withheld => TableCell::text("skyddad"),
        None => TableCell::default(),
    };
    let mut quarter = cell(counted.quarter);
    let mut label = counted.line.label();
    if let Some(note) = note {
        label.push_str(&format!(" (bestritt {note})"));
        quarter.text.push('*');
    }
    let mut cells = vec![TableCell::text(label), quarter];
    cells.extend([counted.before, counted.year, counted.start].map(cell));
    Row {
        kind: RowKind::Normal,
        cells,
    }
}
