//! The report while it is written: its blocks so far, and what was missing.

use super::{Kind, Sources, caption, text};
use crate::{
    chart::{Chart, Series},
    document::{Block, Diagram, Inline, Status, Table},
    facts::Facts,
    figure::{Figure, FigureKey, MeasureId, Scope},
    refusal::Problem,
    words::capital,
};

/// Stands wherever the data does while participations are constructed.
pub(crate) const DATA_NOTICE: &str = "Exempeldata: deltagandena är konstruerade så att de stämmer med publicerade totaler. Ingen uppgift gäller någon verklig person.";
/// Under each table and diagram that is built on constructed participations.
const CONSTRUCTED_NOTE: &str = "Konstruerade exempeldata som stämmer med publicerade totaler.";

/// Whether anything counted is made up.
pub(crate) fn is_constructed(facts: &Facts) -> bool {
    facts.association.constructed || facts.participations.iter().any(|p| p.constructed)
}

/// A diagram's place in the report.
pub(crate) struct Place {
    pub number: u32,
    pub id: &'static str,
    pub caption: String,
    pub notes: Vec<String>,
}

pub(crate) struct Draft<'a> {
    pub kind: Kind,
    pub sources: &'a Sources<'a>,
    pub blocks: Vec<Block>,
    pub problems: Vec<Problem>,
    /// Sections the report has asked for.
    asked: Vec<String>,
}

impl<'a> Draft<'a> {
    pub fn new(kind: Kind, sources: &'a Sources<'a>) -> Draft<'a> {
        Draft {
            kind,
            sources,
            blocks: Vec::new(),
            problems: Vec::new(),
            asked: Vec::new(),
        }
    }

    pub fn facts(&self) -> &'a Facts {
        self.sources.facts
    }

    pub fn year(&self) -> i32 {
        self.sources.figures.year()
    }

    pub fn is_draft(&self) -> bool {
        *self.sources.status == Status::Draft
    }

    /// The year's figure of a measure.
    pub fn figure(&self, measure: MeasureId, scope: Scope) -> Option<&'a Figure> {
        self.sources.figures.of_year(measure, scope)
    }

    /// The year's figure for the whole association.
    pub fn whole(&self, measure: MeasureId) -> Option<&'a Figure> {
        self.figure(measure, Scope::all())
    }

    /// The year's figure for the whole association, when it has a value.
    pub fn known(&self, measure: MeasureId) -> Option<&'a Figure> {
        self.whole(measure)
            .filter(|figure| figure.value.units().is_some())
    }

    /// Participations of the year; `None` when nothing was ever registered or published, which is
    /// not the same as none.
    pub fn participations(&self) -> Option<&'a Figure> {
        let counted = |figure: &&Figure| figure.k != Some(0) || !self.facts().participations.is_empty();
        self.known("deltaganden.totalt").filter(counted)
    }

    /// A figure of another year.
    pub fn at(&self, measure: MeasureId, year: i32, scope: Scope) -> Option<&'a Figure> {
        let key = FigureKey { measure, year, scope };
        self.sources.figures.get(&key)
    }

    /// A heading; `number` is empty for one without.
    pub fn heading(&mut self, level: u8, number: &str, text: &str, id: &str) {
        self.blocks.push(Block::Heading {
            level,
            number: (!number.is_empty()).then(|| number.to_owned()),
            text: text.to_owned(),
            id: id.to_owned(),
        });
    }

    /// A paragraph of plain words.
    pub fn words(&mut self, words: impl Into<String>) {
        self.blocks
            .push(Block::Paragraph(vec![Inline::Text(words.into())]));
    }

    /// A paragraph where each `{}` is a figure; nothing when one of them has no value.
    pub fn sentence(&mut self, template: &str, figures: &[Option<&Figure>]) {
        if let Some(inlines) = caption::sentence(template, figures) {
            self.blocks.push(Block::Paragraph(inlines));
        }
    }

    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// A diagram with its table; the notes stand under the table.
    pub fn diagram(&mut self, place: Place, chart: Chart, mut table: Table) {
        table.notes = place.notes;
        let all = chart.categories.len();
        let (chart, left_out) = chart.without_withheld();
        let drawn = |series: &Series| series.values.iter().any(Option::is_some);
        let few = left_out.len() * 2 > all;
        if !left_out.is_empty() && !few {
            let words = format!("Ritas inte, för att talen är skyddade: {}.", left_out.join(", "));
            table.notes.push(words);
        }
        if few || place.caption.trim().is_empty() || !chart.series.iter().any(drawn) {
            self.words(format!(
                "Diagram {} ritas inte: det finns inga tal att visa, eller så är de för små att visa.",
                place.number
            ));
            place.id.clone_into(&mut table.id);
            if !place.caption.trim().is_empty() {
                table.caption = place.caption;
            }
            self.table(table);
            return;
        }
        table.caption = format!("Underlag till diagram {}", place.number);
        self.blocks.push(Block::Diagram(Diagram {
            label: format!("Diagram {}", place.number),
            caption: place.caption,
            id: place.id.to_owned(),
            chart,
            table,
        }));
    }

    /// "Uppgift saknas" in place, and a problem that says what to do.
    pub fn missing(&mut self, code: &'static str, what: &str, next: &str) {
        self.words(format!("Uppgift saknas: {what}."));
        self.problem(code, self.kind.name(), format!("{}. {next}", capital(what)));
    }

    pub fn problem(&mut self, code: &'static str, place: &str, message: String) {
        self.problems.push(Problem {
            file: place.to_owned(),
            line: 0,
            code,
            message,
        });
    }

    /// The note on constructed participations, where it applies.
    pub fn constructed_note(&self) -> Option<String> {
        is_constructed(self.facts()).then(|| CONSTRUCTED_NOTE.to_owned())
    }

    /// The Markdown of a section; `None` when there is nothing in it.
    pub fn markdown(&mut self, id: &str) -> Option<&'a str> {
        self.asked.push(id.to_owned());
        let text = self.sources.texts.iter().find(|(section, _)| section == id)?;
        Some(text.1.trim()).filter(|text| !text.is_empty())
    }

    /// One of the kind's own sections in its place; nothing for an id that is not there.
    pub fn section(&mut self, id: &str) {
        match self.kind.specs().iter().find(|spec| spec.id == id) {
            Some(spec) if spec.required => self.text(spec.id, spec.title),
            Some(spec) => {
                self.optional_text(spec.id);
            }
            None => {}
        }
    }

    /// The text of a section, or a placeholder and a problem.
    pub fn text(&mut self, id: &str, title: &str) {
        if !self.optional_text(id) {
            self.unwritten(id, title);
        }
    }

    /// The text of a section that may well be empty; whether there was any.
    pub fn optional_text(&mut self, id: &str) -> bool {
        let Some(markdown) = self.markdown(id) else {
            return false;
        };
        let level = self.blocks.iter().rev().find_map(|block| match block {
            Block::Heading { level, .. } => Some(*level),
            _ => None,
        });
        let (blocks, problems) = text::blocks(id, level.unwrap_or(1), markdown, self.sources);
        self.blocks.extend(blocks);
        self.problems.extend(problems);
        true
    }

    fn unwritten(&mut self, id: &str, title: &str) {
        let message = format!("Avsnittet ”{title}” är tomt. Skriv texten i rapportens textavsnitt.");
        self.problem("avsnitt-tomt", id, message);
        let block = if self.is_draft() {
            let words = format!("Ingen text lämnad. Avsnittet ”{title}” skrivs i rapportens textavsnitt.");
            Block::Notice(vec![Inline::Text(words)])
        } else {
            Block::Paragraph(vec![Inline::Emphasis("Ingen text lämnad.".into())])
        };
        self.blocks.push(block);
    }

    /// Texts with an id that no section of this report has would silently not be printed.
    pub fn unknown_sections(&mut self) {
        let known = self.kind.sections(self.facts());
        for (id, text) in self.sources.texts {
            let is_known = self.asked.contains(id) || known.iter().any(|section| section.id == *id);
            if !is_known && !text.trim().is_empty() {
                let message =
                    format!("Texten ”{id}” hör inte till något avsnitt i rapporten och skrivs inte ut.");
                self.problem("avsnitt-okant", id, message);
            }
        }
    }
}
