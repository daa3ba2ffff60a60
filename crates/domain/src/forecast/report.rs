//! The quarter's economic report to the board: one text, the follow-up's tables, the forecast.

use super::{
    FollowUp,
    line::group_title,
    method::OVER,
    month_name,
    tables::{Keyed, METHOD},
};
use crate::{
    document::{Block, Diagram, Document, Inline, KeyFigure, Status, Table},
    facts::{BudgetGroup, Facts},
    figures::Figures,
    money::Ore,
    prose::{self, Section},
    quarter::Quarter,
    refusal::Problem,
    report::resolve,
};

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct ReportSources<'a> {
    /// Names.
    pub facts: &'a Facts,
    /// The year's figures, for references in the text.
    pub figures: &'a Figures,
    /// The follow-up.
    pub follow_up: &'a FollowUp,
    /// The text, Markdown with references to the year's figures; may be empty.
    pub text: &'a str,
    /// Draft or locked.
    pub status: &'a Status,
    /// The date printed, ISO.
    pub date: &'a str,
}

/// The economic report of a quarter, and what is wrong in its text.
pub fn quarterly(sources: &ReportSources<'_>, quarter: Quarter) -> (Document, Vec<Problem>) {
    let mut writer = Writer::new(sources);
    writer.heading(1, "Sammanfattning", "sammanfattning");
    writer.notice();
    writer.text("ekonomirapport");
    writer.heading(1, "Budget mot utfall", "budget-mot-utfall");
    writer.keyed(sources.follow_up.so_far());
    let over = sources.follow_up.is_over();
    writer.heading(1, if over { "Helåret" } else { "Prognos för helåret" }, "helar");
    writer.forecast();
    writer.heading(1, "Insatserna", "insatserna");
    writer.keyed(sources.follow_up.by_insats());
    if !over {
        writer.heading(1, "Så räknas prognosen", "metod");
        writer.keyed(sources.follow_up.methods());
    }
    let title = format!("Ekonomirapport, {}", quarter.label());
    writer.done(title)
}

/// Writes a document about a follow-up.
pub(super) struct Writer<'a> {
    pub sources: &'a ReportSources<'a>,
    blocks: Vec<Block>,
    problems: Vec<Problem>,
    tables: usize,
}

impl<'a> Writer<'a> {
    pub fn new(sources: &'a ReportSources<'a>) -> Writer<'a> {
        Writer {
            sources,
            blocks: Vec::new(),
            problems: Vec::new(),
            tables: 0,
        }
    }

    pub fn heading(&mut self, level: u8, text: &str, id: &str) {
        self.blocks.push(Block::Heading {
            level,
            number: None,
            text: text.to_owned(),
            id: id.to_owned(),
        });
    }

    pub fn paragraph(&mut self, words: impl Into<String>) {
        let words = vec![Inline::Text(words.into())];
        self.blocks.push(Block::Paragraph(words));
    }

    /// What a reader must know of the numbers before reading them.
    pub fn notice(&mut self) {
        let follow_up = self.sources.follow_up;
        let mut words = Vec::new();
        if !follow_up.booked {
            words.push("Bokföring för året är inte inläst; utfallet är tomt.");
        }
        if !follow_up.budgeted {
            words.push("Budget för året saknas; avvikelser kan inte räknas.");
        }
        if !words.is_empty() {
            let words = vec![Inline::Text(words.join(" "))];
            self.blocks.push(Block::Notice(words));
        }
    }

    pub fn text(&mut self, id: &str) {
        if self.sources.text.trim().is_empty() {
            let words = vec![Inline::Emphasis("Ingen text lämnad.".into())];
            self.blocks.push(Block::Paragraph(words));
            return;
        }
        let facts = self.sources.facts;
        let names: Vec<String> = facts.insatser.iter().map(|insats| insats.name.clone()).collect();
        let section = Section {
            id,
            level: 1,
            markdown: self.sources.text,
            names: &names,
        };
        let figures = self.sources.figures;
        let (blocks, problems) = prose::read(&section, &|r| resolve(figures, r));
        self.blocks.extend(blocks);
        self.problems.extend(problems);
    }

    pub fn table(&mut self, mut table: Table) {
        if table.rows.is_empty() {
            self.paragraph("Inget är bokfört eller budgeterat.");
            return;
        }
        self.tables += 1;
        table.label = format!("Tabell {}", self.tables);
        self.blocks.push(Block::Table(table));
    }

    pub fn keyed(&mut self, keyed: Keyed) {
        self.table(keyed.table);
    }

    /// What the year is expected to end in: result, course, lines.
    pub fn forecast(&mut self) {
        let follow_up = self.sources.follow_up;
        self.table(follow_up.what_is_left());
        if let Some((chart, caption)) = follow_up.course_chart() {
            self.blocks.push(Block::Diagram(Diagram {
                label: "Diagram 1".into(),
                caption,
                id: "forlopp-diagram".into(),
                chart,
                table: follow_up.course_table(),
            }));
        }
        let mut keyed = follow_up.whole_year();
        if follow_up.is_over() {
            // Every row would say the same.
            keyed.table.drop_column(METHOD);
            keyed.table.notes.insert(0, OVER.into());
        }
        self.keyed(keyed);
    }

    fn key_figures(&self) -> Vec<KeyFigure> {
        let follow_up = self.sources.follow_up;
        let mut figures = Vec::new();
        let mut add = |label: String, value: Option<Ore>, detail: String| {
            if let Some(value) = value {
                figures.push(KeyFigure {
                    label,
                    value: value.kr(),
                    detail,
                    figure: None,
                });
            }
        };
        let costs = follow_up.sum(BudgetGroup::Cost);
        let of = costs
            .budget_so_far
            .map_or_else(String::new, |b| format!("budget {}", b.kr()));
        let label = format!(
            "{} till och med {}",
            group_title(BudgetGroup::Cost).to_lowercase(),
            month_name(follow_up.month)
        );
        add(label, Some(costs.outcome), of);
        let budget = follow_up.result.budget;
        let of = budget.map_or_else(String::new, |b| format!("budget {}", b.kr()));
        let expected = if follow_up.is_over() {
            ""
        } else {
            " enligt prognos"
        };
        add(format!("årets resultat{expected}"), follow_up.result.forecast, of);
        let of = follow_up.opening_equity.map_or_else(String::new, |opening| {
            format!("{} vid årets början", opening.kr())
        });
        add(
            "eget kapital vid årets slut".into(),
            follow_up.closing_equity(),
            of,
        );
        figures
    }

    pub fn done(self, title: String) -> (Document, Vec<Problem>) {
        let association = &self.sources.facts.association;
        let notice = "Exempeldata: verifikationerna är konstruerade så att de ger de publicerade årstalen.";
        let document = Document {
            title,
            association: association.name.clone(),
            org_number: association.org_number.clone(),
            date: self.sources.date.to_owned(),
            status: self.sources.status.clone(),
            data_notice: association.constructed.then(|| notice.to_owned()),
            key_figures: self.key_figures(),
            blocks: self.blocks,
        };
        (document, self.problems)
    }
}
